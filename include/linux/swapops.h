/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Swap entries: the place of a page in a swap area, in the form that the processor's page table has room for.
 * How the bits lie is the architecture's business: asm/pgtable.h.
 */
#ifndef _LINUX_SWAPOPS_H
#define _LINUX_SWAPOPS_H

#include <asm/pgtable.h>

static inline swp_entry_t swp_entry(unsigned long type, unsigned long offset)
{
	return __swp_entry(type, offset);
}

/* The number of the area, and the page's number in it */
static inline unsigned int swp_type(swp_entry_t entry)
{
	return (unsigned int)__swp_type(entry);
}

static inline unsigned long swp_offset(swp_entry_t entry)
{
	return __swp_offset(entry);
}

static inline swp_entry_t pte_to_swp_entry(pte_t pte)
{
	return __pte_to_swp_entry(pte);
}

static inline pte_t swp_entry_to_pte(swp_entry_t entry)
{
	return __swp_entry_to_pte(entry);
}

static inline int is_swap_pte(pte_t pte)
{
	return !pte_none(pte) && !pte_present(pte);
}

#endif
