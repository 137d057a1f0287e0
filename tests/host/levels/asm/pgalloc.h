/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of the levels there are; tests/host/levels.c keeps a list of them. */
#ifndef _ASM_PGALLOC_H
#define _ASM_PGALLOC_H

#include <linux/mm.h>

/* A zeroed table of @shift: what one covers is 1 << @shift bytes.  NULL when the test wants it to fail. */
void *host_table_alloc(struct mm_struct *mm, unsigned long addr, unsigned int shift, size_t size);
void host_table_free(void *table);

#define pmd_populate(mm, pmdp, token)					\
	((void)(*(pmdp) = __pmd((unsigned long)container_of(token, struct host_pte_table, page) | \
				TABLE_PRESENT)))

static inline pgtable_t pte_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	struct host_pte_table *table = host_table_alloc(mm, addr, PMD_SHIFT, sizeof(*table));

	return table && pgtable_page_ctor(&table->page) ? &table->page : NULL;
}

static inline void pte_free(struct mm_struct *mm, pgtable_t token)
{
	pgtable_page_dtor(token);
	host_table_free(container_of(token, struct host_pte_table, page));
}

/* Nothing is mapped for the kernel here */
#define pte_alloc_one_kernel(mm, addr)	((pte_t *)NULL)
#define pte_free_kernel(mm, pte)	((void)(pte))
#define pmd_populate_kernel(mm, pmdp, pte) ((void)(pte))

#if HOST_LEVELS > 2
#define pmd_alloc_one(mm, addr)						\
	((pmd_t *)host_table_alloc(mm, addr, PUD_SHIFT, PTRS_PER_PMD * sizeof(pmd_t)))
#define pmd_free(mm, pmd)	host_table_free(pmd)
#define pmd_free_tlb(tlb, pmd, addr) host_table_free(pmd)
#define pud_populate(mm, pudp, pmd) ((void)(*(pudp) = __pud((unsigned long)(pmd) | TABLE_PRESENT)))
#endif

#if HOST_LEVELS > 3
#define pud_alloc_one(mm, addr)						\
	((pud_t *)host_table_alloc(mm, addr, PGDIR_SHIFT, PTRS_PER_PUD * sizeof(pud_t)))
#define pud_free(mm, pud)	host_table_free(pud)
#define pud_free_tlb(tlb, pud, addr) host_table_free(pud)
#define pgd_populate(mm, pgdp, pud) ((void)(*(pgdp) = __pgd((unsigned long)(pud) | TABLE_PRESENT)))
#endif

#endif
