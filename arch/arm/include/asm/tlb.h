/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmu_gather: taking user mappings away.
 *
 * A page may be freed only when no TLB leads to it any more, and a flush for each page would be
 * dear.  So pages, page tables among them, are gathered, then comes one flush, and then they are
 * freed all together.
 *
 *   tlb_gather_mmu                            start = 0, end = -1: the whole address space
 *     tlb_start_vma
 *       (entries cleared, pages[] filled) tlb_remove_tlb_range    mm/zap.c
 *     tlb_end_vma                             flushes the area's range
 *     pte_free_tlb                            mm/zap.c: free_pgd_range
 *   tlb_finish_mmu                            flushes, and frees
 *
 * Invariant  B1  a page leaves pages[] only after the flush that follows its entry's clearing.
 *
 * An address space that goes as a whole (fullmm) is flushed by its ASID at the end; nobody runs
 * in it.  Article 3.3.4 (unmap_region); ARM ARM B3.10.1.
 */
#ifndef _ASM_TLB_H
#define _ASM_TLB_H

#include <linux/mm.h>
#include <linux/swap.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

/* On the stack until a page of room has been got, so that a small unmap allocates nothing */
#define MMU_GATHER_BUNDLE	16

struct mmu_gather {
	struct mm_struct *mm;
	unsigned int fullmm;
	struct vm_area_struct *vma;	/* NULL: not one area's range, but the ASID */
	unsigned long start, end;	/* what was asked for */
	unsigned long range_start;	/* what has changed since the last flush; */
	unsigned long range_end;	/* nothing when it is 0 */
	bool swap_cache;		/* some page may be in it; then that lets go of it, too */
	unsigned int nr;
	unsigned int max;
	struct page **pages;
	struct page *local[MMU_GATHER_BUNDLE];
};

/* mm/zap.c */
void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm, unsigned long start,
		    unsigned long end);
void tlb_finish_mmu(struct mmu_gather *tlb, unsigned long start, unsigned long end);
void tlb_flush_mmu(struct mmu_gather *tlb);
void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb);

static inline void tlb_add_flush(struct mmu_gather *tlb, unsigned long addr)
{
	if (addr < tlb->range_start)
		tlb->range_start = addr;
	if (addr + PAGE_SIZE > tlb->range_end)
		tlb->range_end = addr + PAGE_SIZE;
}

/* Entries of [@start, @end) were valid and are gone: whole tables are zapped, so it's noted once */
static inline void tlb_remove_tlb_range(struct mmu_gather *tlb, unsigned long start,
					unsigned long end)
{
	if (tlb->fullmm)
		return;
	tlb_add_flush(tlb, start);
	tlb_add_flush(tlb, end - PAGE_SIZE);
}

static inline void tlb_start_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	if (!tlb->fullmm) {
		tlb->vma = vma;
		tlb->range_start = TASK_SIZE;
		tlb->range_end = 0;
	}
}

static inline void tlb_end_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	if (!tlb->fullmm && tlb->range_end)
		tlb_flush_mmu_tlbonly(tlb);
}

/* Takes over one reference of @page.  There's room: whoever fills pages[] flushes. */
static inline void tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	tlb->pages[tlb->nr++] = page;
	if (tlb->nr == tlb->max)
		tlb_flush_mmu(tlb);
}

/*
 * A page table that no entry points to any more.  The walker may have kept the pair of
 * first-level entries, under any address of either half.
 */
static inline void __pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long addr)
{
	pgtable_page_dtor(pte);
	addr &= PMD_MASK;
	tlb_add_flush(tlb, addr + SZ_1M - PAGE_SIZE);
	tlb_add_flush(tlb, addr + SZ_1M);
	tlb_remove_page(tlb, pte);
}

#define pte_free_tlb(tlb, pte, addr)	__pte_free_tlb(tlb, pte, addr)

#endif
