/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables on the host: an entry for each page of a 32-bit address space, and one for each
 * table, which isn't 0 when the table "exists".  A test that maps something brings the arrays and
 * the functions: tests/host/vmap.c, vma.c.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/page.h>

struct mm_struct;

#define MODULES_VADDR		0xbf000000UL
#define VMALLOC_START		0xf0800000UL
#define VMALLOC_END		0xff800000UL

#define PMD_SHIFT		21
#define PMD_SIZE		(1UL << PMD_SHIFT)
#define PMD_MASK		(~(PMD_SIZE - 1))

#define FIRST_USER_ADDRESS	PAGE_SIZE
#define USER_PGTABLES_CEILING	TASK_SIZE

#define PTE_PRESENT		1
#define PTE_READ		4
#define PTE_WRITE		8
#define PTE_EXEC		16

#define PAGE_NONE		((pgprot_t)PTE_PRESENT)
#define PAGE_READONLY		(PAGE_NONE | PTE_READ)
#define PAGE_READONLY_EXEC	(PAGE_READONLY | PTE_EXEC)
#define PAGE_COPY		PAGE_READONLY
#define PAGE_COPY_EXEC		PAGE_READONLY_EXEC
#define PAGE_SHARED		(PAGE_READONLY | PTE_WRITE)
#define PAGE_SHARED_EXEC	(PAGE_SHARED | PTE_EXEC)
#define pgprot_modify(oldprot, newprot) (newprot)
#define PAGE_KERNEL		((pgprot_t)PTE_PRESENT)
#define PAGE_KERNEL_ROX		((pgprot_t)PTE_PRESENT | 2)

extern struct mm_struct init_mm;
extern pmd_t host_pmds[1 << (32 - PMD_SHIFT)];
extern pte_t host_ptes[1 << (32 - PAGE_SHIFT)];

void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte);
void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);

#define pgd_offset_k(addr)	(host_pmds + ((addr) >> PMD_SHIFT))
#define pgd_offset(mm, addr)	pgd_offset_k(addr)
#define pgd_none(pgd)		(0)
#define pud_none(pud)		(0)
#define pgd_none_or_clear_bad(pgd) (0)
#define pud_none_or_clear_bad(pud) (0)
#define pmd_none_or_clear_bad(pmd) pmd_none(*(pmd))
#define pmd_bad(pmd)		(0)
#define pte_none(pte)		(!(pte))
#define pte_present(pte)	(((pte) & PTE_PRESENT) != 0)
#define __SWP_TYPE_BITS		5
#define __SWP_OFFSET_SHIFT	8
#define __swp_type(x)		(((x).val >> 3) & 31)
#define __swp_offset(x)		((x).val >> __SWP_OFFSET_SHIFT)
#define __swp_entry(type, offset) ((swp_entry_t) { (type) << 3 | (offset) << __SWP_OFFSET_SHIFT })
#define __pte_to_swp_entry(pte)	((swp_entry_t) { (pte) })
#define __swp_entry_to_pte(swp)	((pte_t)(swp).val)
#define pte_page(pte)		pfn_to_page((pte) >> PAGE_SHIFT)
#define pte_pfn(pte)		((pte) >> PAGE_SHIFT)
#define ZERO_PAGE(vaddr)	(&host_table)	/* no entry maps it */
#define pte_modify(pte, prot)	(((pte) & (u32)PAGE_MASK) | (prot))
#define move_pte(pte, prot, old_addr, new_addr)	(pte)
#define pte_unmap(pte)		((void)(pte))
#define pfn_pte(pfn, prot)	((pte_t)((pfn) << PAGE_SHIFT | (prot)))

#define pgd_addr_end(addr, end)						\
({	unsigned long __boundary = ((addr) + PMD_SIZE) & PMD_MASK;	\
	__boundary < (end) ? __boundary : (end);			\
})
#define pud_addr_end(addr, end)	(end)
#define pmd_addr_end(addr, end)	(end)

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
	return &host_ptes[address >> PAGE_SHIFT];
}

#define pte_offset_map	pte_offset_kernel
extern struct page host_table;	/* whose lock is every table's */

#define pmd_page(pmd)	(&host_table)

#endif
