/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables from the allocators' side: a missing level is made on the way down.
 *
 *   pgd_offset -> pud_alloc -> pmd_alloc -> pte_alloc(_kernel)       include/linux/mm.h
 *                 (folded)     (folded)     __pte_alloc(_kernel)     here
 *
 * Two may find the same entry empty.  Both allocate, for that may sleep; then, under
 * page_table_lock, the first one enters its table and the second frees its own.
 *
 * Invariant  T1  a pmd entry never changes from one table to another: once seen, a table
 *                stays until the address space goes.
 * Context.  May sleep.  The caller of the user forms holds mmap_sem.  Article 3.1.2.
 * Tests: pgtable.alloc_*
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <asm/pgalloc.h>

/* 0, or -ENOMEM.  @address is only for machines whose tables have colours. */
int __pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	pgtable_t new = pte_alloc_one(mm, address);

	if (!new)
		return -ENOMEM;
	/* Whoever sees the entry must see a table of zeroes behind it */
	smp_wmb();
	spin_lock(&mm->page_table_lock);
	if (likely(pmd_none(*pmd))) {
		pmd_populate(mm, pmd, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new)
		pte_free(mm, new);
	return 0;
}

/* The same for kernel space: 0, or -ENOMEM */
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
