/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocation and freeing of tables (article 3.1.2).  A pgd is four pages, aligned to its 16
 * KiB; pud and pmd are folded and have nothing to allocate; a page table is one page, for the
 * pair of first-level entries of one pmd.  Tables lie in lowmem: the walker's addresses are
 * physical and the kernel's are their linear ones.
 */
#ifndef _ASM_PGALLOC_H
#define _ASM_PGALLOC_H

#include <linux/gfp.h>
#include <linux/mm.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

#define PGALLOC_GFP	(GFP_KERNEL | __GFP_REPEAT | __GFP_ZERO)

/* arch/arm/mm/pgd.c */
pgd_t *pgd_alloc(struct mm_struct *mm);
void pgd_free(struct mm_struct *mm, pgd_t *pgd);

/* Folded: never called, but the generic walkers name them */
#define pmd_alloc_one(mm, addr)		({ BUG(); ((pmd_t *)2); })
#define pmd_free(mm, pmd)		do { } while (0)
#define pud_populate(mm, pud, pmd)	BUG()

/* A zeroed table for kernel space, or NULL.  May sleep. */
static inline pte_t *pte_alloc_one_kernel(struct mm_struct *mm, unsigned long addr)
{
	return (pte_t *)__get_free_page(PGALLOC_GFP);
}

/* A zeroed table for user space, or NULL.  May sleep. */
static inline pgtable_t pte_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	struct page *pte = alloc_page(PGALLOC_GFP);

	if (pte && !pgtable_page_ctor(pte)) {
		__free_page(pte);
		return NULL;
	}
	return pte;
}

static inline void pte_free_kernel(struct mm_struct *mm, pte_t *pte)
{
	if (pte)
		free_page((unsigned long)pte);
}

static inline void pte_free(struct mm_struct *mm, pgtable_t pte)
{
	pgtable_page_dtor(pte);
	__free_page(pte);
}

/* Both entries of a pair, pointing to the hardware tables of the page at @pte */
static inline void __pmd_populate(pmd_t *pmdp, phys_addr_t pte, pmdval_t prot)
{
	pmdval_t pmdval = (pte + PTE_HWTABLE_OFF) | prot;

	pmdp[0] = __pmd(pmdval);
	pmdp[1] = __pmd(pmdval + 256 * sizeof(pte_t));
	flush_pmd_entry(pmdp);
}

/* Caller holds init_mm.page_table_lock */
static inline void pmd_populate_kernel(struct mm_struct *mm, pmd_t *pmdp, pte_t *ptep)
{
	__pmd_populate(pmdp, __pa(ptep), _PAGE_KERNEL_TABLE);
	init_mm.context.vmalloc_seq++;		/* other page directories are behind now */
}

#define pmd_pgtable(pmd)	pmd_page(pmd)

/* Caller holds mm->page_table_lock */
static inline void pmd_populate(struct mm_struct *mm, pmd_t *pmdp, pgtable_t ptep)
{
	__pmd_populate(pmdp, page_to_phys(ptep), _PAGE_USER_TABLE);
}

#endif
