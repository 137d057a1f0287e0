/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables, for all processors alike: finding an entry, and entries that can't be.
 *
 * Idea.  Walkers go down a table level by level; at each they skip what is empty, and report and clear
 * what the processor couldn't have been told on purpose (a section in user space, say).
 *
 *     pgd_offset -> pud_offset -> pmd_offset -> pte_offset_map
 *                   *_none_or_clear_bad() between them: include/asm-generic/pgtable.h
 *
 * Invariant  a cleared entry's table is leaked: what it points to can't be trusted.
 *
 * Context.  mmap_sem for reading at least, so that tables stay.  Nothing differs from Linux 4.x.
 * Article 3.1.2.  Tests: fault_user.bad_entries.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <asm/pgtable.h>
#include "internal.h"

/* pmd_clear_bad - *@pmd makes no sense: says so, and nothing is mapped there any more */
void pmd_clear_bad(pmd_t *pmd)
{
	pr_err("bad pmd %08lx at %p\n", (unsigned long)pmd_val(*pmd), pmd);
	pmd_clear(pmd);
}

/* mm_find_pmd - the pmd entry of @mm that leads to a table for @address, or NULL */
pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	pgd_t *pgd = pgd_offset(mm, address);
	pud_t *pud;
	pmd_t *pmd;

	if (!pgd_present(*pgd))
		return NULL;
	pud = pud_offset(pgd, address);
	if (!pud_present(*pud))
		return NULL;
	pmd = pmd_offset(pud, address);
	return pmd_present(*pmd) && !pmd_bad(*pmd) ? pmd : NULL;
}
