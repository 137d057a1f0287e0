/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Swap entries: where in which area a page is, in three forms.
 *
 *   swp_entry_t       31 30 | 29 ... 25 | 24 | 23 ......... 0   the kernel's own, whatever the processor
 *                     0     | type      | 0  | offset
 *   pte_t             an entry that is not present: asm/pgtable.h
 *   void *            in a file's tree, where a pointer to a page would stand: the above, shifted by two bits, of which
 *                     RADIX_TREE_EXCEPTIONAL_ENTRY says that it isn't one
 */
#ifndef _LINUX_SWAPOPS_H
#define _LINUX_SWAPOPS_H

#include <linux/mm_types.h>
#include <linux/radix-tree.h>
#include <asm/pgtable.h>

#define SWP_TYPE_SHIFT		(32 - (__SWP_TYPE_BITS + RADIX_TREE_EXCEPTIONAL_SHIFT))
#define SWP_OFFSET_MASK		((1ul << (32 - __SWP_OFFSET_SHIFT)) - 1)	/* what a pte can hold */

static inline swp_entry_t swp_entry(unsigned int type, unsigned long offset)
{
	return (swp_entry_t) { (unsigned long)type << SWP_TYPE_SHIFT | (offset & SWP_OFFSET_MASK) };
}

static inline unsigned int swp_type(swp_entry_t entry)
{
	return (unsigned int)(entry.val >> SWP_TYPE_SHIFT);
}

static inline pgoff_t swp_offset(swp_entry_t entry)
{
	return entry.val & SWP_OFFSET_MASK;
}

/* Neither present nor none */
static inline int is_swap_pte(pte_t pte)
{
	return !pte_none(pte) && !pte_present(pte);
}

static inline swp_entry_t pte_to_swp_entry(pte_t pte)
{
	swp_entry_t arch_entry = __pte_to_swp_entry(pte);

	return swp_entry((unsigned int)__swp_type(arch_entry), __swp_offset(arch_entry));
}

static inline pte_t swp_entry_to_pte(swp_entry_t entry)
{
	swp_entry_t arch_entry = __swp_entry((unsigned long)swp_type(entry), swp_offset(entry));

	return __swp_entry_to_pte(arch_entry);
}

static inline swp_entry_t radix_to_swp_entry(void *item)
{
	return (swp_entry_t) { (unsigned long)item >> RADIX_TREE_EXCEPTIONAL_SHIFT };
}

static inline void *swp_to_radix_entry(swp_entry_t entry)
{
	return (void *)(entry.val << RADIX_TREE_EXCEPTIONAL_SHIFT | RADIX_TREE_EXCEPTIONAL_ENTRY);
}

#endif
