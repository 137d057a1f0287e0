/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unmapping: entries, then the tables that are empty, then the pages.
 *
 * Idea.  An entry is cleared under its table's lock, but its page may not be freed before no TLB leads
 * to it.  So mmu_gather (asm/tlb.h) collects pages while entries are cleared, flushes once, and frees
 * all at once.  Page tables follow the same way when no VMA is left in what they cover.
 *
 *   unmap_region, exit_mmap (mmap.c)            zap_page_range (madvise), unmap_mapping_range
 *     unmap_vmas                                  |
 *       unmap_single_vma <------------------------+
 *         unmap_page_range -> pgd, pud, pmd -> zap_pte_range
 *     free_pgtables                        each VMA, and the holes beside it
 *       free_pgd_range -> pgd, pud, pmd -> free_pte_range
 *
 *   Which tables go: 2 MiB pieces that hold nothing but what is unmapped.  floor is the end of the VMA
 *   before, ceiling the start of the one behind (0: 4 GiB).
 *
 *       floor           addr        end             ceiling
 *     ....|               |##########|                |....
 *     |       |       |       |       |       |       |
 *             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^         these five tables go
 *
 * Invariants (nothing asserts them; a breach of Z1 is one of R1 and P5, which rmap_check() finds)
 *   Z1  for every cleared entry: page_remove_rmap() once, rss_stat once, one reference to mmu_gather; for one that
 *       isn't present, rss_stat once, and its slot
 *   Z2  a dirty entry of a file's page makes the page dirty, before another can see it clean
 *   Z3  a table is freed only when its pmd entry is cleared and the TLB, which may have kept the
 *       first-level entries, is flushed
 *
 * Context.  Caller holds mmap_sem for writing (tables go), or for reading (entries only); or the
 * address space has no users any more.  May sleep between pieces.
 *
 * Differs from Linux 4.x: no huge pages; counters of a zone are changed
 * once for a table and not once for a page.  Article 3.3.4 (unmap_region).  Tests: fault_user.*, swap_user.*.
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <asm/tlb.h>
#include "internal.h"

/* ------------------------------------------------------------------ mmu_gather */

/*
 * tlb_gather_mmu - start to take mappings of [@start, @end) of @mm away; 0, -1: all of them, since
 * nobody uses the address space any more.
 */
void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm, unsigned long start,
		    unsigned long end)
{
	tlb->mm = mm;
	tlb->fullmm = !(start | (end + 1));
	tlb->start = start;
	tlb->end = end;
	tlb->vma = NULL;
	tlb->swap_cache = false;
	tlb->range_start = TASK_SIZE;
	tlb->range_end = 0;
	tlb->pages = tlb->local;
	tlb->max = ARRAY_SIZE(tlb->local);
	tlb->nr = 0;
}

/* More room, as soon as there's more than a few pages to gather */
static noinline void tlb_alloc_page(struct mmu_gather *tlb)
{
	unsigned long addr = __get_free_page(GFP_NOWAIT | __GFP_NOWARN);

	if (addr) {
		tlb->pages = (struct page **)addr;
		tlb->max = PAGE_SIZE / sizeof(struct page *);
	}
}

/* tlb_flush_mmu_tlbonly - after this no TLB leads to what was gathered */
void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb)
{
	if (tlb->fullmm || (tlb->range_end && !tlb->vma))
		flush_tlb_mm(tlb->mm);
	else if (tlb->range_end)
		flush_tlb_range(tlb->vma, tlb->range_start, tlb->range_end);
	tlb->range_start = TASK_SIZE;
	tlb->range_end = 0;
}

/* What was gathered, and is flushed, goes.  Hardly ever is a page in the swap cache, for which each has to be looked at. */
static void free_gathered_pages(struct mmu_gather *tlb)
{
	if (unlikely(tlb->swap_cache)) {
		free_pages_and_swap_cache(tlb->pages, (int)tlb->nr);
	} else {
		lru_add_drain();
		release_pages_batched(tlb->pages, (int)tlb->nr);
	}
	tlb->swap_cache = false;
	tlb->nr = 0;
}

/* tlb_flush_mmu - flush, and free what was gathered.  May sleep. */
void tlb_flush_mmu(struct mmu_gather *tlb)
{
	tlb_flush_mmu_tlbonly(tlb);
	free_gathered_pages(tlb);
	if (tlb->pages == tlb->local)
		tlb_alloc_page(tlb);
}

/* tlb_finish_mmu - the end of what tlb_gather_mmu() began */
void tlb_finish_mmu(struct mmu_gather *tlb, unsigned long start, unsigned long end)
{
	tlb_flush_mmu_tlbonly(tlb);
	if (tlb->nr)
		free_gathered_pages(tlb);
	if (tlb->pages != tlb->local)
		free_page((unsigned long)tlb->pages);
}

/* ------------------------------------------------------------------ entries */

/* What one table's worth of unmapping changes in counters */
struct zap_counts {
	long rss[NR_MM_COUNTERS];
	long anon[MAX_NR_ZONES];
	long file[MAX_NR_ZONES];
	bool cleared;			/* an entry that a TLB may know */
};

static void zap_add_counts(struct vm_area_struct *vma, struct zap_counts *c)
{
	struct mm_struct *mm = vma->vm_mm;
	int i;

	/* What isn't anonymous is all of one kind: the VMA's file's */
	if (c->rss[MM_FILEPAGES] && vma_is_shmem(vma)) {
		c->rss[MM_SHMEMPAGES] = c->rss[MM_FILEPAGES];
		c->rss[MM_FILEPAGES] = 0;
	}
	for (i = 0; i < NR_MM_COUNTERS; i++)
		if (c->rss[i])
			add_mm_counter(mm, i, c->rss[i]);
	for (i = 0; i < MAX_NR_ZONES; i++) {
		struct zone *zone = &contig_page_data.node_zones[i];

		if (c->anon[i])
			mod_zone_page_state(zone, NR_ANON_PAGES, c->anon[i]);
		if (c->file[i])
			mod_zone_page_state(zone, NR_FILE_MAPPED, c->file[i]);
	}
}

/* A file's page: what the entry knew of it, the page must know (Z2).  Was the entry dirty? */
static bool zap_file_page(struct vm_area_struct *vma, struct page *page, pte_t ptent,
			  struct zap_counts *c)
{
	bool dirty = pte_dirty(ptent);

	if (dirty)
		set_page_dirty(page);
	if (pte_young(ptent) && likely(!(vma->vm_flags & VM_SEQ_READ)))
		mark_page_accessed(page);
	c->rss[MM_FILEPAGES]--;
	if (page_rmap_was_last(page))
		c->file[page_zonenum(page)]--;
	return dirty;
}

/* Does @details spare @page?  Never what has none: a driver's frame goes. */
static inline bool zap_skips(const struct zap_details *details, struct page *page)
{
	return details->check_mapping && page && page->mapping != details->check_mapping;
}

/* page_rmap_was_last() of a page in the swap cache, which has to hear of it */
static noinline bool zap_cached_page(struct mmu_gather *tlb, struct page *page)
{
	tlb->swap_cache = true;
	return page_rmap_was_last(page);
}

/* An entry that isn't present, at @pte: its slot is given back; private copies stay where @details spares them */
static noinline void zap_swap_entry(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr, pte_t *pte,
				    struct zap_details *details, struct zap_counts *c)
{
	if (details && details->check_mapping)
		return;
	if (free_swap_and_cache(pte_to_swp_entry(*pte)))
		c->rss[MM_SWAPENTS]--;
	else
		print_bad_pte(vma, addr, *pte, NULL);
	pte_clear_not_present_full(tlb->mm, addr, pte, tlb->fullmm);
}

/*
 * The entries of [@addr, @end), which one table covers.  Returns where it stopped: before @end when
 * there's no room for more pages, and the caller must flush.
 */
static unsigned long zap_pte_entries(struct mmu_gather *tlb, struct vm_area_struct *vma, pte_t *pte,
				     unsigned long addr, unsigned long end,
				     struct zap_details *details, struct zap_counts *c, bool *force)
{
	struct page **room = tlb->pages + tlb->nr, **const last = tlb->pages + tlb->max;
	const struct normal_pages normal = normal_pages(vma);
	long anon = 0;

	for (; addr != end && room != last; pte++, addr += PAGE_SIZE) {
		pte_t ptent = *pte;
		struct page *page;

		if (pte_none(ptent))
			continue;
		if (unlikely(!pte_present(ptent))) {
			zap_swap_entry(tlb, vma, addr, pte, details, c);
			continue;
		}
		page = vm_normal_page_of(&normal, vma, addr, ptent);
		if (unlikely(details) && zap_skips(details, page))
			continue;
		ptep_get_and_clear_full(tlb->mm, addr, pte, tlb->fullmm);
		c->cleared = true;
		if (!page)
			continue;
		*room++ = page;
		if (likely(PageAnon(page))) {
			anon++;
			if (likely(!PageSwapCache(page)) ? page_rmap_was_last(page) : zap_cached_page(tlb, page))
				c->anon[page_zonenum(page)]--;
		} else if (zap_file_page(vma, page, ptent, c)) {
			*force = true;
		}
	}
	c->rss[MM_ANONPAGES] -= anon;
	tlb->nr = (unsigned int)(room - tlb->pages);
	if (room == last)
		*force = true;
	return addr;
}

static unsigned long zap_pte_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd,
				   unsigned long addr, unsigned long end,
				   struct zap_details *details)
{
	struct mm_struct *mm = tlb->mm;

	do {
		struct zap_counts counts = { };
		unsigned long from = addr;
		bool force_flush = false;
		spinlock_t *ptl;
		pte_t *start_pte = pte_offset_map_lock(mm, pmd, addr, &ptl);

		addr = zap_pte_entries(tlb, vma, start_pte, addr, end, details, &counts,
				       &force_flush);
		trace_event(zap, from, addr);
		if (counts.cleared)
			tlb_remove_tlb_range(tlb, from, addr);
		if (counts.cleared || counts.rss[MM_SWAPENTS])
			zap_add_counts(vma, &counts);
		/* The lock goes only when no TLB can write to a page that is said to be clean (Z2) */
		if (force_flush)
			tlb_flush_mmu_tlbonly(tlb);
		pte_unmap_unlock(start_pte, ptl);
		if (force_flush)
			tlb_flush_mmu(tlb);
	} while (addr != end);
	return addr;
}

static inline unsigned long zap_pmd_range(struct mmu_gather *tlb, struct vm_area_struct *vma,
					  pud_t *pud, unsigned long addr, unsigned long end,
					  struct zap_details *details)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd)) {
			zap_pte_range(tlb, vma, pmd, addr, next, details);
			cond_resched();
		}
	} while (pmd++, addr = next, addr != end);
	return addr;
}

static inline unsigned long zap_pud_range(struct mmu_gather *tlb, struct vm_area_struct *vma,
					  pgd_t *pgd, unsigned long addr, unsigned long end,
					  struct zap_details *details)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			zap_pmd_range(tlb, vma, pud, addr, next, details);
	} while (pud++, addr = next, addr != end);
	return addr;
}

static void unmap_page_range(struct mmu_gather *tlb, struct vm_area_struct *vma,
			     unsigned long addr, unsigned long end, struct zap_details *details)
{
	pgd_t *pgd = pgd_offset(vma->vm_mm, addr);
	unsigned long next;

	VM_BUG_ON(addr >= end);
	tlb_start_vma(tlb, vma);
	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			zap_pud_range(tlb, vma, pgd, addr, next, details);
	} while (pgd++, addr = next, addr != end);
	tlb_end_vma(tlb, vma);
}

static void unmap_single_vma(struct mmu_gather *tlb, struct vm_area_struct *vma,
			     unsigned long start_addr, unsigned long end_addr,
			     struct zap_details *details)
{
	unsigned long start = max(vma->vm_start, start_addr);
	unsigned long end = min(vma->vm_end, end_addr);

	if (start < end)
		unmap_page_range(tlb, vma, start, end, details);
}

/*
 * unmap_vmas - clear what [@start_addr, @end_addr) has of the VMAs from @vma on.
 *
 * The VMAs are still in the list or cut out of it together.  Their tables stay: free_pgtables().
 */
void unmap_vmas(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start_addr,
		unsigned long end_addr)
{
	for (; vma && vma->vm_start < end_addr; vma = vma->vm_next)
		unmap_single_vma(tlb, vma, start_addr, end_addr, NULL);
}

/* zap_page_range - the pages of @size bytes from @start go, the VMAs stay: madvise */
void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long size,
		    struct zap_details *details)
{
	unsigned long end = start + size;
	struct mmu_gather tlb;

	lru_add_drain();
	tlb_gather_mmu(&tlb, vma->vm_mm, start, end);
	update_hiwater_rss(vma->vm_mm);
	for (; vma && vma->vm_start < end; vma = vma->vm_next)
		unmap_single_vma(&tlb, vma, start, end, details);
	tlb_finish_mmu(&tlb, start, end);
}

/* The same in one VMA */
static void zap_page_range_single(struct vm_area_struct *vma, unsigned long address,
				  unsigned long size, struct zap_details *details)
{
	struct mmu_gather tlb;

	lru_add_drain();
	tlb_gather_mmu(&tlb, vma->vm_mm, address, address + size);
	update_hiwater_rss(vma->vm_mm);
	unmap_single_vma(&tlb, vma, address, address + size, details);
	tlb_finish_mmu(&tlb, address, address + size);
}

/* zap_vma_ptes - the frames that a driver has mapped into its VMA.  0, or -1: not in @vma. */
int zap_vma_ptes(struct vm_area_struct *vma, unsigned long address, unsigned long size)
{
	if (address < vma->vm_start || address + size > vma->vm_end ||
	    !(vma->vm_flags & VM_PFNMAP))
		return -1;
	zap_page_range_single(vma, address, size, NULL);
	return 0;
}

/*
 * unmap_mapping_range - what VMAs of any process show of @mapping from byte @holebegin on, @holelen
 * bytes (0: to the end), goes: the file was truncated.
 *
 * @even_cows: private copies, too.  May sleep.
 */
void unmap_mapping_range(struct address_space *mapping, loff_t const holebegin,
			 loff_t const holelen, int even_cows)
{
	struct zap_details details = { .check_mapping = even_cows ? NULL : mapping };
	pgoff_t first = (pgoff_t)(holebegin >> PAGE_SHIFT);
	pgoff_t last = ULONG_MAX;
	struct vm_area_struct *vma;

	if (holelen && (holebegin + holelen - 1) >> PAGE_SHIFT < ULONG_MAX)
		last = (pgoff_t)((holebegin + holelen - 1) >> PAGE_SHIFT);
	i_mmap_lock_write(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, first, last) {
		pgoff_t vba = vma->vm_pgoff, vea = vba + vma_pages(vma) - 1;
		pgoff_t zba = max(first, vba), zea = min(last, vea);

		zap_page_range_single(vma, ((zba - vba) << PAGE_SHIFT) + vma->vm_start,
				      (zea - zba + 1) << PAGE_SHIFT, &details);
	}
	i_mmap_unlock_write(mapping);
}

/* ------------------------------------------------------------------ tables */

/* The table of @pmd has nothing in it any more (Z3) */
static void free_pte_range(struct mmu_gather *tlb, pmd_t *pmd, unsigned long addr)
{
	pgtable_t token = pmd_pgtable(*pmd);

	pmd_clear(pmd);
	pte_free_tlb(tlb, token, addr);
	mm_dec_nr_ptes(tlb->mm);
}

static inline void free_pmd_range(struct mmu_gather *tlb, pud_t *pud, unsigned long addr,
				  unsigned long end, unsigned long floor, unsigned long ceiling)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next, start = addr;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd))
			free_pte_range(tlb, pmd, addr);
	} while (pmd++, addr = next, addr != end);

	/* The table of pmds itself, where it isn't folded, if all of it is free now */
	start &= PUD_MASK;
	if (start < floor)
		return;
	if (ceiling) {
		ceiling &= PUD_MASK;
		if (!ceiling)
			return;
	}
	if (end - 1 > ceiling - 1)
		return;
	pmd = pmd_offset(pud, start);
	pud_clear(pud);
	pmd_free_tlb(tlb, pmd, start);
}

static inline void free_pud_range(struct mmu_gather *tlb, pgd_t *pgd, unsigned long addr,
				  unsigned long end, unsigned long floor, unsigned long ceiling)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next, start = addr;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			free_pmd_range(tlb, pud, addr, next, floor, ceiling);
	} while (pud++, addr = next, addr != end);

	/* The same for the table of puds */
	start &= PGDIR_MASK;
	if (start < floor)
		return;
	if (ceiling) {
		ceiling &= PGDIR_MASK;
		if (!ceiling)
			return;
	}
	if (end - 1 > ceiling - 1)
		return;
	pud = pud_offset(pgd, start);
	pgd_clear(pgd);
	pud_free_tlb(tlb, pud, start);
}

/*
 * free_pgd_range - the tables that cover nothing but [@addr, @end) and what between @floor and
 * @ceiling lies around it (drawn at the head of this file).
 */
void free_pgd_range(struct mmu_gather *tlb, unsigned long addr, unsigned long end,
		    unsigned long floor, unsigned long ceiling)
{
	unsigned long next;
	pgd_t *pgd;

	addr &= PMD_MASK;
	if (addr < floor) {
		addr += PMD_SIZE;
		if (!addr)
			return;
	}
	if (ceiling) {
		ceiling &= PMD_MASK;
		if (!ceiling)
			return;
	}
	if (end - 1 > ceiling - 1)
		end -= PMD_SIZE;
	if (addr > end - 1)
		return;
	pgd = pgd_offset(tlb->mm, addr);
	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			free_pud_range(tlb, pgd, addr, next, floor, ceiling);
	} while (pgd++, addr = next, addr != end);
}

/*
 * free_pgtables - what the VMAs from @vma on leave: their reverse mappings and their tables.
 *
 * Small VMAs near each other are dealt with as one, since they may share a table.  Their entries
 * are cleared already.
 */
void free_pgtables(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long floor,
		   unsigned long ceiling)
{
	while (vma) {
		struct vm_area_struct *next = vma->vm_next;
		unsigned long addr = vma->vm_start;

		unlink_anon_vmas(vma);
		unlink_file_vma(vma);
		while (next && next->vm_start <= vma->vm_end + PMD_SIZE) {
			vma = next;
			next = vma->vm_next;
			unlink_anon_vmas(vma);
			unlink_file_vma(vma);
		}
		free_pgd_range(tlb, addr, vma->vm_end, floor, next ? next->vm_start : ceiling);
		vma = next;
	}
}
