/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A page table of HOST_LEVELS levels, 2 to 4, for tests/host/levels.c: 4096 pages, and tables so small
 * that ranges begin and end in, at and beyond those of every level.
 *
 *   levels    23    21 20  19 18  16 15  12 11     0
 *     4      |  pgd   | pud  | pmd  | pte  | offset |     8 * 4 * 8 * 16
 *     3      |  pgd          | pmd  | pte  | offset |     32    * 8 * 16
 *     2      |  pgd                 | pte  | offset |     256       * 16
 *
 * An entry above the last level is the address of a table, plus 1; any other number is "bad".
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/page.h>

#define pte_val(x)	((x).pte)
#define pgd_val(x)	((x).pgd)
#define pgprot_val(x)	((x).pgprot)
#define __pte(x)	((pte_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __pgprot(x)	((pgprot_t) { (x) })

#define TABLE_PRESENT	1UL
#define table_bad(val)	(((val) & 15) != TABLE_PRESENT)
#define table_of(val)	((void *)((val) & ~15UL))

#define PTRS_PER_PTE	16
#define PAGES_SHIFT	12		/* of the whole address space */

#if HOST_LEVELS == 4
#define PGDIR_SHIFT	21
#define PUD_SHIFT	19
#define PMD_SHIFT	16
#elif HOST_LEVELS == 3
#define PGDIR_SHIFT	19
#define PMD_SHIFT	16
#else
#define PGDIR_SHIFT	16
#endif

#define PTRS_PER_PGD	(1 << (PAGES_SHIFT + PAGE_SHIFT - PGDIR_SHIFT))
#define PGDIR_SIZE	(1UL << PGDIR_SHIFT)
#define PGDIR_MASK	(~(PGDIR_SIZE - 1))

#if HOST_LEVELS == 4
#define PTRS_PER_PUD	(1 << (PGDIR_SHIFT - PUD_SHIFT))
#define PUD_SIZE	(1UL << PUD_SHIFT)
#define PUD_MASK	(~(PUD_SIZE - 1))
#define pud_val(x)	((x).pud)
#define __pud(x)	((pud_t) { (x) })
#define pgd_none(pgd)	(!pgd_val(pgd))
#define pgd_bad(pgd)	table_bad(pgd_val(pgd))
#define pgd_present(pgd) (!pgd_none(pgd) && !pgd_bad(pgd))
#define pgd_clear(pgdp)	((void)((pgdp)->pgd = 0))
#define pud_index(addr)	(((addr) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
#define pud_offset(pgdp, addr) ((pud_t *)table_of((pgdp)->pgd) + pud_index(addr))
#else
#include <asm-generic/pgtable-nopud.h>
#endif

#if HOST_LEVELS > 2
#define PTRS_PER_PMD	(1 << (PUD_SHIFT - PMD_SHIFT))
#define PMD_SIZE	(1UL << PMD_SHIFT)
#define PMD_MASK	(~(PMD_SIZE - 1))
#define pmd_val(x)	((x).pmd)
#define __pmd(x)	((pmd_t) { (x) })
#define pud_none(pud)	(!pud_val(pud))
#define pud_bad(pud)	table_bad(pud_val(pud))
#define pud_present(pud) (!pud_none(pud) && !pud_bad(pud))
#define pud_clear(pudp)	((void)(*(pudp) = __pud(0)))
#define pmd_index(addr)	(((addr) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#define pmd_offset(pudp, addr) ((pmd_t *)table_of(pud_val(*(pudp))) + pmd_index(addr))
#else
#include <asm-generic/pgtable-nopmd.h>
#endif

#define pmd_none(pmd)	(!pmd_val(pmd))
#define pmd_bad(pmd)	table_bad(pmd_val(pmd))
#define pmd_present(pmd) (!pmd_none(pmd) && !pmd_bad(pmd))
#define pmd_clear(pmdp)	((void)(*(pmdp) = __pmd(0)))

#include <linux/mm_types.h>

#define pgd_index(addr)	((addr) >> PGDIR_SHIFT)
#define pte_index(addr)	(((addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#define pgd_offset(mm, addr) ((mm)->pgd + pgd_index(addr))
#define pgd_offset_k(addr) pgd_offset(&init_mm, addr)

/* A table of ptes and its struct page, which has the lock */
struct host_pte_table {
	pte_t pte[PTRS_PER_PTE];
	struct page page;
};

#define pmd_table(pmd)	((struct host_pte_table *)table_of(pmd_val(pmd)))
#define pmd_page(pmd)	(&pmd_table(pmd)->page)
#define pmd_pgtable(pmd) pmd_page(pmd)
#define pte_offset_kernel(pmdp, addr) (pmd_table(*(pmdp))->pte + pte_index(addr))
#define pte_offset_map	pte_offset_kernel
#define pte_unmap(pte)	((void)(pte))

#define PTE_PRESENT	1
#define PTE_USER	2
#define PTE_WRITE	4
#define PAGE_NONE	__pgprot(PTE_PRESENT)
#define PAGE_READONLY	__pgprot(PTE_PRESENT | PTE_USER)
#define PAGE_SHARED	__pgprot(PTE_PRESENT | PTE_USER | PTE_WRITE)

#define pte_none(pte)	(!pte_val(pte))
#define pte_present(pte) ((pte_val(pte) & PTE_PRESENT) != 0)
#define __SWP_TYPE_BITS	5
#define __SWP_OFFSET_SHIFT 8
#define __swp_type(x)	(((x).val >> 3) & 31)
#define __swp_offset(x)	((x).val >> __SWP_OFFSET_SHIFT)
#define __swp_entry(type, offset) ((swp_entry_t) { (type) << 3 | (offset) << __SWP_OFFSET_SHIFT })
#define __pte_to_swp_entry(pte) ((swp_entry_t) { pte_val(pte) })
#define __swp_entry_to_pte(swp) __pte((swp).val)
#define pte_write(pte)	((pte_val(pte) & PTE_WRITE) != 0)
#define pte_wrprotect(pte) __pte(pte_val(pte) & ~(unsigned long)PTE_WRITE)
#define pte_same(a, b)	(pte_val(a) == pte_val(b))
#define pte_pfn(pte)	(pte_val(pte) >> PAGE_SHIFT)
#define pfn_pte(pfn, prot) __pte((pfn) << PAGE_SHIFT | pgprot_val(prot))
#define mk_pte(page, prot) pfn_pte(page_to_pfn(page), prot)
#define pte_modify(pte, prot) __pte((pte_val(pte) & PAGE_MASK) | pgprot_val(prot))
/* Nobody looks for these here: an entry is what it was set to */
#define pte_young(pte)	(0)
#define pte_dirty(pte)	(0)
#define pte_mkold(pte)	(pte)
#define pte_mkclean(pte) (pte)
#define pte_mkspecial(pte) (pte)
#define ZERO_PAGE(vaddr) ((struct page *)NULL)

#define update_mmu_cache(vma, addr, ptep) ((void)0)

#define set_pte(ptep, val) ((void)(*(ptep) = (val)))

static inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
{
	*ptep = pte;
}

static inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = *ptep;

	*ptep = __pte(0);
	return pte;
}

extern struct mm_struct init_mm;

#include <asm/tlbflush.h>
#include <asm-generic/pgtable.h>

/* Nothing of the host's is there */
#define VMALLOC_START	0xf0800000UL
#define VMALLOC_END	0xff800000UL

#endif
