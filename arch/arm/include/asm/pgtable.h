/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables as mm/ sees them: four levels, of which pud and pmd are folded here.
 * Article 3.1.1 and 3.1.2; the layout is drawn in asm/pgtable-2level.h.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <linux/const.h>
#include <asm/memory.h>
#include <asm/domain.h>
#include <asm/pgtable-hwdef.h>

#include <asm-generic/pgtable-nopud.h>
#include <asm/pgtable-2level.h>

/*
 * vmalloc begins behind lowmem, at the next multiple of VMALLOC_OFFSET that leaves a gap, so
 * that a pointer which runs off the end of lowmem faults.
 */
#define VMALLOC_OFFSET		(8 * 1024 * 1024)
#define VMALLOC_START							\
	(((unsigned long)high_memory + VMALLOC_OFFSET) & ~(VMALLOC_OFFSET - 1))
#ifdef CONFIG_SPARSEMEM_VMEMMAP
#define VMALLOC_END		(VMEMMAP_START - PMD_SIZE)
#else
#define VMALLOC_END		0xff800000UL
#endif

/* Programs may not map below this: room for the vectors page of other processors */
#define FIRST_USER_ADDRESS	(2 * PAGE_SIZE)	/* MAP_FIXED below it is refused */

/* free_pgtables() takes nothing away at or above this */
#define USER_PGTABLES_CEILING	TASK_SIZE

/*
 * What create_mapping() and the allocators of tables put into a first-level entry.  User
 * tables forbid the kernel to execute what they map (PXN) and have a domain of their own.
 */
#define _PAGE_USER_TABLE							\
	(PMD_TYPE_TABLE | PMD_BIT4 | PMD_PXNTABLE | PMD_DOMAIN(DOMAIN_USER))
#define _PAGE_KERNEL_TABLE						\
	(PMD_TYPE_TABLE | PMD_BIT4 | PMD_DOMAIN(DOMAIN_KERNEL))

/* Protections.  Memory is write-back, write-allocate, and shared as SMP needs it. */
#define _L_PTE_DEFAULT	(L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)

#define _MOD_PROT(p, b)	__pgprot((p) | (b))

#define PAGE_NONE		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_XN | L_PTE_RDONLY | L_PTE_NONE)
#define PAGE_SHARED		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_USER | L_PTE_XN)
#define PAGE_SHARED_EXEC	_MOD_PROT(_L_PTE_DEFAULT, L_PTE_USER)
#define PAGE_COPY		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_USER | L_PTE_RDONLY | L_PTE_XN)
#define PAGE_COPY_EXEC		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_USER | L_PTE_RDONLY)
#define PAGE_READONLY		PAGE_COPY
#define PAGE_READONLY_EXEC	PAGE_COPY_EXEC
#define PAGE_KERNEL		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_DIRTY | L_PTE_XN)
#define PAGE_KERNEL_RO		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_DIRTY | L_PTE_XN | L_PTE_RDONLY)
#define PAGE_KERNEL_ROX		_MOD_PROT(_L_PTE_DEFAULT, L_PTE_DIRTY | L_PTE_RDONLY)

#define __pgprot_modify(prot, mask, bits) __pgprot((pgprot_val(prot) & ~(mask)) | (bits))
#define pgprot_noncached(prot)						\
	__pgprot_modify(prot, L_PTE_MT_MASK, L_PTE_MT_UNCACHED)
#define pgprot_device(prot)						\
	__pgprot_modify(prot, L_PTE_MT_MASK, L_PTE_MT_DEV_SHARED | L_PTE_SHARED | L_PTE_DIRTY | L_PTE_XN)

/* Other permissions, the same memory type */
#define pgprot_modify(oldprot, newprot)					\
	__pgprot_modify(newprot, L_PTE_MT_MASK | L_PTE_SHARED,		\
			pgprot_val(oldprot) & (L_PTE_MT_MASK | L_PTE_SHARED))

#ifndef __ASSEMBLY__

#include <linux/bug.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>

struct vm_area_struct;

extern pgd_t swapper_pg_dir[PTRS_PER_PGD];
extern struct mm_struct init_mm;
extern struct page *empty_zero_page;
#define ZERO_PAGE(vaddr)	(empty_zero_page)

static inline int is_zero_pfn(unsigned long pfn)
{
	return pfn == page_to_pfn(empty_zero_page);
}

/* Written entries must reach memory before the table walker looks: proc-v7.S */
void cpu_set_pte_ext(pte_t *ptep, pte_t pte, unsigned int ext);

#define pgd_index(addr)		((addr) >> PGDIR_SHIFT)
#define pte_index(addr)		(((addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#define pgd_offset(mm, addr)	((mm)->pgd + pgd_index(addr))
#define pgd_offset_k(addr)	(swapper_pg_dir + pgd_index(addr))

/* A table is one page, or its Linux half is the beginning of one */
static inline pte_t *pmd_page_vaddr(pmd_t pmd)
{
	return __va(pmd_val(pmd) & PAGE_MASK);
}

#define pmd_page(pmd)		pfn_to_page(__phys_to_pfn(pmd_val(pmd) & PAGE_MASK))

#define pte_offset_kernel(pmd, addr) (pmd_page_vaddr(*(pmd)) + pte_index(addr))
/* Page tables come from lowmem, so mapping one is only a look at its address */
#define pte_offset_map(pmd, addr) pte_offset_kernel(pmd, addr)
#define pte_unmap(pte)		do { (void)(pte); } while (0)

#define pte_pfn(pte)		((pte_val(pte) & PAGE_MASK) >> PAGE_SHIFT)
#define pfn_pte(pfn, prot)	__pte(__pfn_to_phys(pfn) | pgprot_val(prot))
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
#define mk_pte(page, prot)	pfn_pte(page_to_pfn(page), prot)
#define pte_clear(mm, addr, ptep) set_pte_ext(ptep, __pte(0), 0)
#define set_pte(ptep, pte)	set_pte_ext(ptep, pte, 0)

#define pte_none(pte)		(!pte_val(pte))
#define pte_present(pte)	((pte_val(pte) & L_PTE_PRESENT) != 0)
/* Not present, but a place in a file (article 3.1.1): only when pte_present() is false */
#define pte_file(pte)		((pte_val(pte) & L_PTE_FILE) != 0)
#define pte_read(pte)		((pte_val(pte) & L_PTE_USER) != 0)
#define pte_write(pte)		(!(pte_val(pte) & L_PTE_RDONLY))
#define pte_dirty(pte)		((pte_val(pte) & L_PTE_DIRTY) != 0)
#define pte_young(pte)		((pte_val(pte) & L_PTE_YOUNG) != 0)
#define pte_exec(pte)		(!(pte_val(pte) & L_PTE_XN))
#define pte_same(a, b)		(pte_val(a) == pte_val(b))
#define pte_valid_user(pte)						\
	((pte_val(pte) & (L_PTE_VALID | L_PTE_USER | L_PTE_YOUNG)) ==	\
	 (L_PTE_VALID | L_PTE_USER | L_PTE_YOUNG))

/* Each sets or clears one bit, and returns the new value; the table isn't touched */
static inline pte_t pte_rdprotect(pte_t pte)	{ pte_val(pte) &= ~L_PTE_USER; return pte; }
static inline pte_t pte_mkread(pte_t pte)		{ pte_val(pte) |= L_PTE_USER; return pte; }
static inline pte_t pte_wrprotect(pte_t pte)	{ pte_val(pte) |= L_PTE_RDONLY; return pte; }
static inline pte_t pte_mkwrite(pte_t pte)	{ pte_val(pte) &= ~L_PTE_RDONLY; return pte; }
static inline pte_t pte_mkclean(pte_t pte)	{ pte_val(pte) &= ~L_PTE_DIRTY; return pte; }
static inline pte_t pte_mkdirty(pte_t pte)	{ pte_val(pte) |= L_PTE_DIRTY; return pte; }
static inline pte_t pte_mkold(pte_t pte)		{ pte_val(pte) &= ~L_PTE_YOUNG; return pte; }
static inline pte_t pte_mkyoung(pte_t pte)	{ pte_val(pte) |= L_PTE_YOUNG; return pte; }
static inline pte_t pte_exprotect(pte_t pte)	{ pte_val(pte) |= L_PTE_XN; return pte; }
static inline pte_t pte_mkexec(pte_t pte)		{ pte_val(pte) &= ~L_PTE_XN; return pte; }
/* No bit is left to mark pages that have no struct page: vm_normal_page() asks the frame */
static inline pte_t pte_mkspecial(pte_t pte)	{ return pte; }

/* New permissions for an entry; frame, memory type, young and dirty stay (article 3.1.1) */
static inline pte_t pte_modify(pte_t pte, pgprot_t newprot)
{
	const pteval_t mask = L_PTE_XN | L_PTE_RDONLY | L_PTE_USER | L_PTE_NONE | L_PTE_VALID;

	pte_val(pte) = (pte_val(pte) & ~mask) | (pgprot_val(newprot) & mask);
	return pte;
}

/*
 * Caches: the page of a user mapping must be clean in the D cache before the entry is seen,
 * or the I cache may fetch stale instructions.
 */
void __sync_icache_dcache(pte_t pteval);

/* Entries of user space are not global: their translations are tagged with the ASID */
static inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pteval)
{
	unsigned long ext = 0;

	if (addr < TASK_SIZE) {
		cachecheck_entry(*ptep);
		if (pte_valid_user(pteval) && pte_exec(pteval))
			__sync_icache_dcache(pteval);
		cachecheck_entry(pteval);
		ext = PTE_EXT_NG;
	}
	set_pte_ext(ptep, pteval, ext);
}

/*
 * A swap entry is a pte that isn't present:
 *   31 .......... 8 | 7 ... 3 | 2    | 1 | 0
 *   offset          | type    | FILE | 0 | 0
 */
#define __SWP_TYPE_SHIFT	3
#define __SWP_TYPE_BITS		5
#define __SWP_TYPE_MASK		((1 << __SWP_TYPE_BITS) - 1)
#define __SWP_OFFSET_SHIFT	(__SWP_TYPE_BITS + __SWP_TYPE_SHIFT)

#define __swp_type(x)		(((x).val >> __SWP_TYPE_SHIFT) & __SWP_TYPE_MASK)
#define __swp_offset(x)		((x).val >> __SWP_OFFSET_SHIFT)
#define __swp_entry(type, offset)					\
	((swp_entry_t) { ((type) << __SWP_TYPE_SHIFT) | ((offset) << __SWP_OFFSET_SHIFT) })
#define __pte_to_swp_entry(pte)	((swp_entry_t) { pte_val(pte) })
#define __swp_entry_to_pte(swp)	((pte_t) { (swp).val })

#include <asm/tlbflush.h>
#include <asm-generic/pgtable.h>

#endif /* __ASSEMBLY__ */
#endif
