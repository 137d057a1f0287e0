/* SPDX-License-Identifier: GPL-2.0-only */
/* No page tables on the host: enough for linux/mm.h to be read. */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/page.h>

static inline pud_t *pud_offset(pgd_t *pgd, unsigned long address)
{
	return (pud_t *)pgd;
}

static inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	return (pmd_t *)pud;
}

static inline int pmd_none(pmd_t pmd)
{
	return !pmd;
}

static inline pte_t *pte_offset_kernel(pmd_t *pmd, unsigned long address)
{
	return NULL;
}

#define pte_offset_map	pte_offset_kernel
#define pmd_page(pmd)	((struct page *)NULL)

#endif
