/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables, for all processors alike: making a missing level, finding an entry, and entries that
 * can't be.
 *
 * Idea.  Walkers go down a table level by level; at each they skip what is empty, and report and clear
 * what the processor couldn't have been told on purpose (a section in user space, say).
 *
 *     pgd_offset -> pud_offset -> pmd_offset -> pte_offset_map
 *                   *_none_or_clear_bad() between them: include/asm-generic/pgtable.h
 *
 *     pud_alloc, pmd_alloc, pte_alloc(_kernel): linux/mm.h -> __pud_alloc, __pmd_alloc, __pte_alloc(_kernel)
 *
 * A processor has as many levels as its asm/pgtable.h says; the others are folded, as asm-generic's
 * pgtable-nopud.h and pgtable-nopmd.h show, and cost nothing.  ARM has two here (asm/pgtable-2level.h);
 * what is below under #ifndef is for those with more, and is tested on the host with two, three and four.
 *
 * Invariant  a cleared entry's table is leaked: what it points to can't be trusted.
 *
 * Context.  mmap_sem for reading at least, so that tables stay.  Nothing differs from Linux 4.x.
 * Article 3.1.2.  Tests: fault_user.bad_pmd, pgtable.alloc_tables, tests/host/levels.c
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/trace.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>
#include "internal.h"

/* pmd_clear_bad - *@pmd makes no sense: says so, and nothing is mapped there any more */
void pmd_clear_bad(pmd_t *pmd)
{
	pr_err("bad pmd %08lx at %p\n", (unsigned long)pmd_val(*pmd), pmd);
	pmd_clear(pmd);
}

void pud_clear_bad(pud_t *pud)
{
	pr_err("bad pud %08lx at %p\n", (unsigned long)pud_val(*pud), pud);
	pud_clear(pud);
}

void pgd_clear_bad(pgd_t *pgd)
{
	pr_err("bad pgd %08lx at %p\n", (unsigned long)pgd_val(*pgd), pgd);
	pgd_clear(pgd);
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

/* mm_alloc_pmd - the same; what is missing on the way, and the table, is made.  NULL without memory. */
pmd_t *mm_alloc_pmd(struct mm_struct *mm, unsigned long address)
{
	pgd_t *pgd = pgd_offset(mm, address);
	pud_t *pud = pud_alloc(mm, pgd, address);
	pmd_t *pmd = pud ? pmd_alloc(mm, pud, address) : NULL;

	return pmd && !pte_alloc(mm, pmd, address) ? pmd : NULL;
}

/* ------------------------------------------------------------------ tables (article 3.1.2) */

/*
 * A table for user space.  0, or -ENOMEM.  Two may find the same entry empty: both allocate, for
 * that may sleep; then the first one enters its table and the second frees its own (P1 in mm/memory.c).
 */
int __pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	pgtable_t new = pte_alloc_one(mm, address);

	if (!new)
		return -ENOMEM;
	/* Whoever sees the entry must see a table of zeroes behind it */
	smp_wmb();
	spin_lock(&mm->page_table_lock);
	if (likely(pmd_none(*pmd))) {
		mm_inc_nr_ptes(mm);
		pmd_populate(mm, pmd, new);
		trace_event(pte_alloc, address, page_to_pfn(new));
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		pte_free(mm, new);
	return 0;
}

#ifndef __PAGETABLE_PMD_FOLDED
/* The level above, in the same way: a table of pmds */
int __pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address)
{
	pmd_t *new = pmd_alloc_one(mm, address);

	if (!new)
		return -ENOMEM;
	smp_wmb();
	spin_lock(&mm->page_table_lock);
	if (likely(pud_none(*pud))) {
		pud_populate(mm, pud, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		pmd_free(mm, new);
	return 0;
}
#endif

#ifndef __PAGETABLE_PUD_FOLDED
/* And a table of puds */
int __pud_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long address)
{
	pud_t *new = pud_alloc_one(mm, address);

	if (!new)
		return -ENOMEM;
	smp_wmb();
	spin_lock(&mm->page_table_lock);
	if (likely(pgd_none(*pgd))) {
		pgd_populate(mm, pgd, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		pud_free(mm, new);
	return 0;
}
#endif

/* A table of ptes for kernel space: 0, or -ENOMEM */
int __pte_alloc_kernel(pmd_t *pmd, unsigned long address)
{
	pte_t *new = pte_alloc_one_kernel(&init_mm, address);

	if (!new)
		return -ENOMEM;
	smp_wmb();
	spin_lock(&init_mm.page_table_lock);
	if (likely(pmd_none(*pmd))) {
		pmd_populate_kernel(&init_mm, pmd, new);
		new = NULL;
	}
	spin_unlock(&init_mm.page_table_lock);
	if (new)
		pte_free_kernel(&init_mm, new);
	return 0;
}
