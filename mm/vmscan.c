/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reclaim: which pages memory is taken from when there is none left, and by whom.
 *
 * Idea.  What was used long ago won't be needed soon.  Pages come to the head of an inactive list and wander to its tail.
 * Whoever is found there is asked, by its page-table entries and by PG_referenced, whether it was used since: then it
 * may stay; otherwise its contents are dropped if something else has them, or written out, and the page is free.
 *
 *      new --> head [ inactive ] tail --> shrink_page_list --> free
 *                     ^      |   used twice                      contents: in the file, in swap
 *         not used    |      v
 *      tail [ active ] <-----+            four lists: anonymous and files, two each
 *
 *   __alloc_pages_slowpath                                free pages of a zone
 *     wakeup_kswapd            below low                  ---- high: kswapd goes back to sleep
 *     try_to_free_pages        below min                  ---- low:  kswapd is woken
 *                                                         ---- min:  who allocates reclaims itself
 *   kswapd -> balance_pgdat -> kswapd_shrink_zone
 *   try_to_free_pages -> do_try_to_free_pages -> shrink_zones
 *     shrink_zone
 *       shrink_lruvec: get_scan_count says how many of each list; priority 12 to 0: size >> priority
 *         shrink_active_list     pages that weren't used go to the inactive list
 *         shrink_inactive_list   32 at a time are isolated, and shrink_page_list decides
 *       shrink_slab (shrinker.c) inodes that nobody uses
 *
 * Invariants (lru_check() and mapping_check() find a breach of S1 and S2; nothing asserts S3)
 *   S1  an isolated page is on no list, and has a reference for that; it goes back to a list, or is free
 *   S2  a page leaves its mapping only when it is locked, clean, mapped nowhere, and the mapping's and the isolation's
 *       references are its last: page_ref_freeze() makes sure that nobody finds it meanwhile
 *   S3  who reclaims never waits for a page lock; it waits for write-back only when nothing else is left to do
 *
 * Locking: zone->lru_lock for lists; page locks are tried; then as mm/rmap.c has it.  May sleep.  PF_MEMALLOC: what
 * reclaim itself allocates comes from the reserve, and doesn't reclaim again.
 *
 * Differs from Linux 4.x: one node, no memory cgroups, no compaction, and so no reclaim for the sake of one large block;
 * the last files' pages, the code that runs among them, stay when there is no swap: the OOM killer comes instead of a
 * machine that does nothing but read; isolated pages aren't counted, since few tasks can reclaim at once; a zone whose
 * goal is reached isn't scanned on for the sake of proportion.
 *
 * Read shrink_page(), shrink_inactive_list(), get_scan_count(), balance_pgdat().  Article 3.4.4.  Tests: vmscan.*
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/sizes.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "internal.h"

int vm_swappiness = 60;			/* 0 to 100: how gladly programs' memory is taken, against files' */

#define DEF_PRIORITY	12		/* the first attempt looks at size >> 12 pages of a list */

/* One attempt to free memory: what is wanted, what is allowed, and what has come of it */
struct scan_control {
	unsigned long nr_to_reclaim;
	gfp_t gfp_mask;
	int order;
	int priority;
	struct bio *swap_plug;		/* pages that shrink_page_list() writes to swap in one piece */
	unsigned long nr_scanned;
	unsigned long nr_reclaimed;
};

/* What shrink_page_list() has seen */
struct shrink_counts {
	unsigned long unqueued_dirty;	/* dirty, and nobody is writing them */
	unsigned long writeback;
	unsigned long immediate;	/* kswapd has met them twice, and they are still being written */
};

/* ------------------------------------------------------------------ one page */

enum page_references {
	PAGEREF_RECLAIM,
	PAGEREF_RECLAIM_CLEAN,
	PAGEREF_KEEP,
	PAGEREF_ACTIVATE,
};

/*
 * Was @page, locked, used since the last time?
 *
 *   by entries   by read()        the page
 *   no           no               RECLAIM
 *   no           yes, a file's    RECLAIM_CLEAN: not worth a write
 *   once         not before       KEEP: one round more, then it must have been used again; a page that is read once,
 *                                 and mapped for that, shouldn't push out what is used again and again
 *   twice, or anonymous, or code  ACTIVATE
 *   VM_LOCKED                     RECLAIM: try_to_unmap() will notice, and move it to where it belongs
 */
static enum page_references page_check_references(struct page *page)
{
	unsigned long vm_flags;
	int referenced_ptes = page_referenced(page, 1, &vm_flags);
	bool referenced_page = TestClearPageReferenced(page);

	if (vm_flags & VM_LOCKED)
		return PAGEREF_RECLAIM;
	if (referenced_ptes) {
		if (PageSwapBacked(page))
			return PAGEREF_ACTIVATE;
		SetPageReferenced(page);
		if (referenced_page || referenced_ptes > 1 || vm_flags & VM_EXEC)
			return PAGEREF_ACTIVATE;
		return PAGEREF_KEEP;
	}
	return referenced_page && !PageSwapBacked(page) ? PAGEREF_RECLAIM_CLEAN : PAGEREF_RECLAIM;
}

/* The references of the mapping, of the caller, and of what a file system has of it */
static bool is_page_cache_freeable(struct page *page)
{
	return page_count(page) - PagePrivate(page) == 2;
}

enum pageout {
	PAGE_KEEP,			/* not now */
	PAGE_ACTIVATE,			/* not soon */
	PAGE_SUCCESS,			/* on its way; it isn't locked any more */
	PAGE_CLEAN,
};

/* Starts to write dirty @page, which is locked, to where it belongs */
static enum pageout pageout(struct page *page, struct address_space *mapping, struct scan_control *sc)
{
	struct writeback_control wbc = {
		.nr_to_write = SWAP_CLUSTER_MAX, .range_end = LLONG_MAX, .sync_mode = WB_SYNC_NONE, .for_reclaim = true,
		.swap_plug = &sc->swap_plug,
	};
	int error;

	if (!is_page_cache_freeable(page) || !mapping)
		return PAGE_KEEP;
	if (!mapping->a_ops->writepage)
		return PAGE_ACTIVATE;
	if (!clear_page_dirty_for_io(page))
		return PAGE_CLEAN;
	SetPageReclaim(page);
	trace_event(pageout, page_to_pfn(page));
	error = mapping->a_ops->writepage(page, &wbc);
	if (error == AOP_WRITEPAGE_ACTIVATE) {
		ClearPageReclaim(page);
		return PAGE_ACTIVATE;
	}
	if (error < 0)
		mapping_set_error(mapping, error);
	if (!PageWriteback(page))
		ClearPageReclaim(page);		/* written already, or an error */
	inc_zone_page_state(page, NR_VMSCAN_WRITE);
	return PAGE_SUCCESS;
}

/*
 * @page, locked, leaves @mapping if only that and the caller have it, and it is clean (S2).  true: its count is frozen
 * at 0.
 */
static bool __remove_mapping(struct address_space *mapping, struct page *page)
{
	swp_entry_t swap = { .val = 0 };
	unsigned long flags;

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	spin_lock_irqsave(&mapping->tree_lock, flags);
	/* First the count: who finds the page after this finds that it has none.  Who had found it may have dirtied it. */
	if (!page_ref_freeze(page, 2))
		goto cannot_free;
	if (unlikely(PageDirty(page))) {
		page_ref_unfreeze(page, 2);
		goto cannot_free;
	}
	if (PageSwapCache(page)) {
		swap.val = page_private(page);
		__delete_from_swap_cache(page);
	} else {
		__delete_from_page_cache(page);
	}
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	if (swap.val)
		swapcache_free(swap);
	return true;

cannot_free:
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	return false;
}

/*
 * remove_mapping - @page, locked, leaves @mapping if it is clean and only the caller has it besides.
 *
 * true: the caller's reference is the last.  Any context that may take tree_lock.
 */
bool remove_mapping(struct address_space *mapping, struct page *page)
{
	if (!__remove_mapping(mapping, page))
		return false;
	page_ref_unfreeze(page, 1);
	return true;
}

/* What becomes of a page */
enum page_fate {
	FATE_FREE,			/* nobody has it any more */
	FATE_KEEP,			/* back to the inactive list */
	FATE_KEEP_UNLOCKED,		/* the same; it isn't locked */
	FATE_ACTIVATE,			/* to the active list */
	FATE_CULL,			/* to the unevictable list */
};

/* Anonymous @page gets a place in swap, or has one */
static bool has_swap(struct page *page, const struct scan_control *sc)
{
	return PageSwapCache(page) || (sc->gfp_mask & __GFP_IO && add_to_swap(page));
}

/* Writes are asked for here and not waited for: the page comes to the list's tail when it is done */
static enum page_fate shrink_dirty_page(struct page *page, struct address_space *mapping, struct scan_control *sc,
					enum page_references references)
{
	bool may_enter_fs = sc->gfp_mask & __GFP_FS || (PageSwapCache(page) && sc->gfp_mask & __GFP_IO);

	/*
	 * Files' pages are the flusher's business, which writes them in the file's order.  Only if there is nothing
	 * but dirty pages does kswapd help.
	 */
	if (page_is_file_cache(page) &&
	    (!(current->flags & PF_KSWAPD) || !test_bit(ZONE_DIRTY, &page_zone(page)->flags))) {
		inc_zone_page_state(page, NR_VMSCAN_IMMEDIATE);
		SetPageReclaim(page);
		return FATE_KEEP;
	}
	if (references == PAGEREF_RECLAIM_CLEAN || !may_enter_fs)
		return FATE_KEEP;
	switch (pageout(page, mapping, sc)) {
	case PAGE_KEEP:
		return FATE_KEEP;
	case PAGE_ACTIVATE:
		return FATE_ACTIVATE;
	case PAGE_SUCCESS:
		/* A disk that is as fast as memory has it already */
		if (PageWriteback(page) || PageDirty(page) || !trylock_page(page))
			return FATE_KEEP_UNLOCKED;
		return PageDirty(page) || PageWriteback(page) || page_mapping(page) != mapping ? FATE_KEEP : FATE_FREE;
	case PAGE_CLEAN:
		break;
	}
	return FATE_FREE;
}

/*
 * What is to become of @page, isolated and locked?  The first row that fits:
 *
 *   unevictable, or mlocked                        CULL
 *   being written                                  KEEP      it comes to the tail when that is done (PG_reclaim)
 *   used                                           KEEP or ACTIVATE, see page_check_references()
 *   anonymous, and there is no swap for it         ACTIVATE
 *   mapped: try_to_unmap() fails                   ACTIVATE  it is used at this moment
 *                          can't reach all         KEEP
 *                          finds a VM_LOCKED VMA   CULL
 *   dirty                                          KEEP      and is written, see shrink_dirty_page()
 *   a file system has something of it              ACTIVATE  and doesn't give it up
 *   somebody else has it                           KEEP
 *   otherwise                                      FREE
 */
static enum page_fate shrink_page(struct page *page, struct zone *zone, struct scan_control *sc, struct shrink_counts *c)
{
	enum page_references references;
	struct address_space *mapping;

	sc->nr_scanned++;
	if (unlikely(!page_evictable(page)))
		return FATE_CULL;
	/* A page that is mapped, or has a place in swap, costs more than one: it counts twice */
	if (page_mapped(page) || PageSwapCache(page))
		sc->nr_scanned++;
	if (PageWriteback(page)) {
		if (current->flags & PF_KSWAPD && PageReclaim(page) && test_bit(ZONE_WRITEBACK, &zone->flags))
			c->immediate++;
		else
			SetPageReclaim(page);
		c->writeback++;
		return FATE_KEEP;
	}
	if (PageDirty(page) && page_is_file_cache(page))
		c->unqueued_dirty++;
	references = page_check_references(page);
	if (references == PAGEREF_ACTIVATE)
		return FATE_ACTIVATE;
	if (references == PAGEREF_KEEP)
		return FATE_KEEP;
	if (PageAnon(page) && !has_swap(page, sc))
		return FATE_ACTIVATE;
	mapping = page_mapping(page);
	if (page_mapped(page) && mapping)
		switch (try_to_unmap(page, TTU_UNMAP)) {
		case SWAP_FAIL:
			return FATE_ACTIVATE;
		case SWAP_AGAIN:
			return FATE_KEEP;
		case SWAP_MLOCK:
			return FATE_CULL;
		}
	if (PageDirty(page)) {
		enum page_fate fate = shrink_dirty_page(page, mapping, sc, references);

		if (fate != FATE_FREE)
			return fate;
	}
	if (PagePrivate(page) && !try_to_release_page(page, sc->gfp_mask))
		return FATE_ACTIVATE;
	if (!mapping || !__remove_mapping(mapping, page))
		return FATE_KEEP;
	return FATE_FREE;
}

/*
 * Decides about each page of @page_list, all isolated from @zone.  How many are free; the others stay in the list, but for
 * those that have gone to the unevictable one.
 */
static unsigned long shrink_page_list(struct list_head *page_list, struct zone *zone, struct scan_control *sc,
				      struct shrink_counts *c)
{
	LIST_HEAD(ret_pages);
	LIST_HEAD(free_pages);
	unsigned long nr_reclaimed = 0, pgactivate = 0;
	struct page *page;

	while (!list_empty(page_list)) {
		cond_resched();
		page = list_last_entry(page_list, struct page, lru);
		list_del(&page->lru);
		if (!trylock_page(page)) {
			list_add(&page->lru, &ret_pages);
			continue;
		}
		switch (shrink_page(page, zone, sc, c)) {
		case FATE_FREE:
			unlock_page(page);
			lru_page_forget(page);
			nr_reclaimed++;
			list_add(&page->lru, &free_pages);
			continue;
		case FATE_CULL:
			if (PageSwapCache(page))
				try_to_free_swap(page);
			unlock_page(page);
			putback_lru_page(page);
			continue;
		case FATE_ACTIVATE:
			/* It is used, so what swap has of it will soon be of no use */
			if (PageSwapCache(page) && vm_swap_full())
				try_to_free_swap(page);
			SetPageActive(page);
			pgactivate++;
			fallthrough;
		case FATE_KEEP:
			unlock_page(page);
			fallthrough;
		case FATE_KEEP_UNLOCKED:
			list_add(&page->lru, &ret_pages);
		}
	}
	swap_write_unplug(&sc->swap_plug);
	free_hot_cold_page_list(&free_pages, true);
	list_splice(&ret_pages, page_list);
	count_vm_events(PGACTIVATE, pgactivate);
	return nr_reclaimed;
}

/* ------------------------------------------------------------------ lists */

/* Up to @nr_to_scan pages from the tail of @lru come to @dst, each with a reference (S1).  How many.  Holds lru_lock. */
static unsigned long isolate_lru_pages(unsigned long nr_to_scan, struct zone *zone, struct list_head *dst,
				       enum lru_list lru, unsigned long *nr_scanned)
{
	struct list_head *src = &zone->lruvec.lists[lru];
	unsigned long scan, nr_taken = 0;

	for (scan = 0; scan < nr_to_scan && !list_empty(src); scan++) {
		struct page *page = list_last_entry(src, struct page, lru);

		if (unlikely(!get_page_unless_zero(page))) {
			list_move(&page->lru, src);	/* it is being freed this moment */
			continue;
		}
		ClearPageLRU(page);
		list_move(&page->lru, dst);
		nr_taken++;
	}
	update_lru_size(zone, lru, -(long)nr_taken);
	*nr_scanned = scan;
	return nr_taken;
}

/* Isolated pages go back to the head of the list that each names; those that nobody has any more are freed */
static void putback_lru_pages(struct zone *zone, struct list_head *page_list)
{
	LIST_HEAD(pages_to_free);
	struct page *page;

	spin_lock_irq(&zone->lru_lock);
	while (!list_empty(page_list)) {
		page = list_last_entry(page_list, struct page, lru);
		VM_BUG_ON_PAGE(PageLRU(page), page);
		list_del(&page->lru);
		if (unlikely(!page_evictable(page))) {
			spin_unlock_irq(&zone->lru_lock);
			putback_lru_page(page);
			spin_lock_irq(&zone->lru_lock);
			continue;
		}
		SetPageLRU(page);
		add_page_to_lru_list(page, zone, page_lru(page));
		zone->lruvec.reclaim_stat.recent_rotated[page_is_file_cache(page)] += (unsigned int)PageActive(page);
		if (put_page_testzero(page)) {
			del_page_from_lru_list(page, zone, page_lru(page));
			lru_page_forget(page);
			list_add(&page->lru, &pages_to_free);
		}
	}
	spin_unlock_irq(&zone->lru_lock);
	free_hot_cold_page_list(&pages_to_free, true);
}

/* Looks at @nr_to_scan pages of inactive list @lru, 32 at most.  How many are free now. */
static unsigned long shrink_inactive_list(unsigned long nr_to_scan, struct zone *zone, struct scan_control *sc,
					  enum lru_list lru)
{
	bool kswapd = current->flags & PF_KSWAPD;
	unsigned long nr_scanned, nr_taken, nr_reclaimed;
	struct shrink_counts counts = { };
	LIST_HEAD(page_list);

	lru_add_drain();
	spin_lock_irq(&zone->lru_lock);
	nr_taken = isolate_lru_pages(nr_to_scan, zone, &page_list, lru, &nr_scanned);
	zone->lruvec.reclaim_stat.recent_scanned[is_file_lru(lru)] += nr_taken;
	zone->pages_scanned += nr_scanned;
	spin_unlock_irq(&zone->lru_lock);
	count_vm_events((kswapd ? PGSCAN_KSWAPD_NORMAL : PGSCAN_DIRECT_NORMAL) + zone_idx(zone), nr_scanned);
	if (!nr_taken)
		return 0;

	nr_reclaimed = shrink_page_list(&page_list, zone, sc, &counts);
	count_vm_events((kswapd ? PGSTEAL_KSWAPD_NORMAL : PGSTEAL_DIRECT_NORMAL) + zone_idx(zone), nr_reclaimed);
	putback_lru_pages(zone, &page_list);
	trace_event(shrink_inactive_list, lru, nr_scanned, nr_reclaimed);

	/* The list's tail tells what kswapd has to expect of the next pages */
	if (counts.writeback == nr_taken)
		set_bit(ZONE_WRITEBACK, &zone->flags);
	if (counts.unqueued_dirty == nr_taken)
		set_bit(ZONE_DIRTY, &zone->flags);
	/* Nothing but pages on their way to a disk: it goes on when one of them has arrived */
	if (counts.immediate || (!kswapd && counts.writeback == nr_taken))
		congestion_wait(HZ / 10);
	return nr_reclaimed;
}

/* Looks at @nr_to_scan pages of active list @lru: those that weren't used become inactive */
static void shrink_active_list(unsigned long nr_to_scan, struct zone *zone, struct scan_control *sc, enum lru_list lru)
{
	unsigned long nr_scanned, nr_taken, vm_flags, nr_deactivate = 0;
	bool file = is_file_lru(lru);
	LIST_HEAD(l_hold);
	LIST_HEAD(l_back);
	struct page *page;

	lru_add_drain();
	spin_lock_irq(&zone->lru_lock);
	nr_taken = isolate_lru_pages(nr_to_scan, zone, &l_hold, lru, &nr_scanned);
	zone->lruvec.reclaim_stat.recent_scanned[file] += nr_taken;
	zone->pages_scanned += nr_scanned;
	spin_unlock_irq(&zone->lru_lock);
	count_vm_events(PGREFILL_NORMAL + zone_idx(zone), nr_scanned);

	while (!list_empty(&l_hold)) {
		cond_resched();
		page = list_last_entry(&l_hold, struct page, lru);
		list_move(&page->lru, &l_back);
		/* Code that runs stays: every program would miss it.  Other pages wait on the inactive list for their next use. */
		if (page_referenced(page, 0, &vm_flags) && vm_flags & VM_EXEC && file)
			continue;
		ClearPageActive(page);
		nr_deactivate++;
	}
	count_vm_events(PGDEACTIVATE, nr_deactivate);
	trace_event(shrink_active_list, lru, nr_scanned, nr_deactivate);
	putback_lru_pages(zone, &l_back);
}

/* Are there so few inactive pages that one would hardly have time to be used before it is asked? */
static bool inactive_list_is_low(struct zone *zone, bool file)
{
	enum lru_list lru = file ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
	unsigned long inactive = zone_page_state(zone, NR_LRU_BASE + lru);
	unsigned long active = zone_page_state(zone, NR_LRU_BASE + lru + LRU_ACTIVE);

	/* Half of files' pages, which are mostly read once; of programs' memory half, too, but a quarter from 1 GiB on */
	if (file || zone->managed_pages < SZ_1G >> PAGE_SHIFT)
		return inactive < active;
	return inactive * 3 < active;
}

static unsigned long shrink_list(enum lru_list lru, unsigned long nr_to_scan, struct zone *zone, struct scan_control *sc)
{
	if (!is_active_lru(lru))
		return shrink_inactive_list(nr_to_scan, zone, sc, lru);
	if (inactive_list_is_low(zone, is_file_lru(lru)))
		shrink_active_list(nr_to_scan, zone, sc, lru);
	return 0;
}

/* ------------------------------------------------------------------ a zone */

/* Are so few of files' pages left, with what is free, that one that is taken is the next one to be read again? */
static bool few_file_pages(struct zone *zone)
{
	return zone_page_state(zone, NR_ACTIVE_FILE) + zone_page_state(zone, NR_INACTIVE_FILE) +
	       zone_page_state(zone, NR_FREE_PAGES) <= high_wmark_pages(zone);
}

/*
 * Which of programs' memory (0) and files' pages (1) is to be scanned, in shares of *@denominator?
 *
 *   no swap left                            files only, and none of the last ones: who needs memory is told that there is none
 *   the last attempt, and swappiness        both alike: nothing but the end of somebody is left
 *   hardly any files' pages in the zone     programs only: the rest would be taken as soon as it is read
 *   many inactive files' pages              files only: read once, most of them
 *   otherwise                               by swappiness, and by how many of those scanned of late were worth keeping
 */
static void get_scan_fractions(struct zone *zone, const struct scan_control *sc, unsigned long fraction[2],
			       unsigned long *denominator)
{
	struct zone_reclaim_stat *stat = &zone->lruvec.reclaim_stat;
	unsigned long file = zone_page_state(zone, NR_ACTIVE_FILE) + zone_page_state(zone, NR_INACTIVE_FILE);
	unsigned long anon = zone_page_state(zone, NR_ACTIVE_ANON) + zone_page_state(zone, NR_INACTIVE_ANON);
	unsigned long size[2] = { anon, file }, prio[2] = { (unsigned int)vm_swappiness, 200 - (unsigned int)vm_swappiness };
	int i;

	*denominator = 1;
	fraction[0] = fraction[1] = 0;
	if (get_nr_swap_pages() <= 0) {
		fraction[1] = !few_file_pages(zone);
		return;
	}
	if (!sc->priority && vm_swappiness) {
		fraction[0] = fraction[1] = 1;
		return;
	}
	if (few_file_pages(zone)) {
		fraction[0] = 1;
		return;
	}
	if (!inactive_list_is_low(zone, true) && zone_page_state(zone, NR_INACTIVE_FILE) >> sc->priority) {
		fraction[1] = 1;
		return;
	}
	spin_lock_irq(&zone->lru_lock);
	for (i = 0; i < 2; i++) {
		/* The past counts half as much each time */
		if (stat->recent_scanned[i] > size[i] / 4) {
			stat->recent_scanned[i] /= 2;
			stat->recent_rotated[i] /= 2;
		}
		fraction[i] = prio[i] * (stat->recent_scanned[i] + 1) / (stat->recent_rotated[i] + 1);
		*denominator += fraction[i];
	}
	spin_unlock_irq(&zone->lru_lock);
}

/* How many pages of each list are to be looked at now */
static void get_scan_count(struct zone *zone, const struct scan_control *sc, unsigned long nr[NR_LRU_LISTS])
{
	unsigned long fraction[2], denominator;
	enum lru_list lru;

	get_scan_fractions(zone, sc, fraction, &denominator);
	for_each_evictable_lru(lru) {
		u64 scan = zone_page_state(zone, NR_LRU_BASE + lru) >> sc->priority;

		/* A small zone, or one in which nothing is found, is scanned all the same */
		if (!scan && !zone_reclaimable(zone))
			scan = min(zone_page_state(zone, NR_LRU_BASE + lru), SWAP_CLUSTER_MAX);
		nr[lru] = (unsigned long)div_u64(scan * fraction[is_file_lru(lru)], (u32)denominator);
	}
}

/* The lists of @zone, in turn, 32 pages at a time */
static void shrink_lruvec(struct zone *zone, struct scan_control *sc)
{
	unsigned long nr[NR_LRU_LISTS], nr_to_scan;
	enum lru_list lru;

	get_scan_count(zone, sc, nr);
	while (nr[LRU_INACTIVE_ANON] || nr[LRU_ACTIVE_FILE] || nr[LRU_INACTIVE_FILE]) {
		for_each_evictable_lru(lru) {
			nr_to_scan = min(nr[lru], SWAP_CLUSTER_MAX);
			nr[lru] -= nr_to_scan;
			if (nr_to_scan)
				sc->nr_reclaimed += shrink_list(lru, nr_to_scan, zone, sc);
		}
		if (sc->nr_reclaimed >= sc->nr_to_reclaim && sc->priority < DEF_PRIORITY)
			break;
	}
	/* Programs' memory is asked even while only files' pages are taken, so that it is known what is used */
	if (total_swap_pages && inactive_list_is_low(zone, false))
		shrink_active_list(SWAP_CLUSTER_MAX, zone, sc, LRU_ACTIVE_ANON);
}

static unsigned long zone_reclaimable_pages(struct zone *zone)
{
	unsigned long nr = 0;

	if (!few_file_pages(zone))
		nr = zone_page_state(zone, NR_ACTIVE_FILE) + zone_page_state(zone, NR_INACTIVE_FILE);
	if (get_nr_swap_pages() > 0)
		nr += zone_page_state(zone, NR_ACTIVE_ANON) + zone_page_state(zone, NR_INACTIVE_ANON);
	return nr;
}

/* zone_reclaimable - have @zone's pages not been scanned six times over without one becoming free? */
bool zone_reclaimable(struct zone *zone)
{
	return zone->pages_scanned < zone_reclaimable_pages(zone) * 6;
}

/* @slab: caches shrink in proportion to the pages that were scanned of all @zone has.  Was anything freed? */
static bool shrink_zone(struct zone *zone, struct scan_control *sc, bool slab)
{
	unsigned long reclaimed = sc->nr_reclaimed, scanned = sc->nr_scanned;
	struct reclaim_state state = { };

	shrink_lruvec(zone, sc);
	if (slab) {
		current->reclaim_state = &state;
		shrink_slab(sc->gfp_mask, sc->nr_scanned - scanned, zone_reclaimable_pages(zone));
		current->reclaim_state = NULL;
		sc->nr_reclaimed += state.reclaimed_slab;
	}
	return sc->nr_reclaimed > reclaimed;
}

/* ------------------------------------------------------------------ who needs memory reclaims it himself */

/* Is there a zone of @zonelist in which something may still be found? */
static bool shrink_zones(struct zonelist *zonelist, struct scan_control *sc)
{
	struct zone *zone, **zref;
	bool reclaimable = false;

	for_each_zone_zonelist(zone, zref, zonelist) {
		/* What looked hopeless is left to kswapd, but for the first look */
		if (sc->priority != DEF_PRIORITY && !zone_reclaimable(zone))
			continue;
		if (shrink_zone(zone, sc, zone == zonelist->zones[0]) || zone_reclaimable(zone))
			reclaimable = true;
	}
	return reclaimable;
}

/* How many pages were freed; 1 if none was, but there may be some at the next attempt */
static unsigned long do_try_to_free_pages(struct zonelist *zonelist, struct scan_control *sc)
{
	unsigned long total_scanned = 0;
	bool reclaimable;

	count_vm_event(ALLOCSTALL);
	do {
		sc->nr_scanned = 0;
		reclaimable = shrink_zones(zonelist, sc);
		total_scanned += sc->nr_scanned;
		if (sc->nr_reclaimed >= sc->nr_to_reclaim)
			break;
		/* So many and so little of it: most are dirty, and it is time that somebody writes them */
		if (total_scanned > sc->nr_to_reclaim + sc->nr_to_reclaim / 2)
			wakeup_flusher_threads(total_scanned);
	} while (--sc->priority >= 0);
	return sc->nr_reclaimed ?: reclaimable;
}

/*
 * try_to_free_pages - 32 pages, or what 2^@order takes, for who allocates from @zonelist with @gfp_mask.
 *
 * How many were freed; 0: there is nothing to be had.  PF_MEMALLOC is set.  Sleeps.
 */
unsigned long try_to_free_pages(struct zonelist *zonelist, int order, gfp_t gfp_mask)
{
	struct scan_control sc = {
		.nr_to_reclaim = max(SWAP_CLUSTER_MAX, 1UL << order), .gfp_mask = gfp_mask, .order = order,
		.priority = DEF_PRIORITY,
	};

	return do_try_to_free_pages(zonelist, &sc);
}

/* ------------------------------------------------------------------ kswapd */

static DECLARE_WAIT_QUEUE_HEAD(kswapd_wait);
static int kswapd_max_order;		/* the largest block that somebody has missed */
static bool kswapd_asked;

static bool zone_balanced(struct zone *zone, int order)
{
	return zone_watermark_ok(zone, (unsigned int)order, high_wmark_pages(zone), (int)zone_idx(zone), 0);
}

/* Are all zones that could be above their high watermark? */
static bool pgdat_balanced(int order)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		if (!zone_balanced(zone, order) && zone_reclaimable(zone))
			return false;
	return true;
}

/* One round for @zone */
static void kswapd_shrink_zone(struct zone *zone, struct scan_control *sc)
{
	sc->nr_to_reclaim = sc->nr_reclaimed + max(SWAP_CLUSTER_MAX, high_wmark_pages(zone));
	shrink_zone(zone, sc, zone_idx(zone) == ZONE_NORMAL);
	clear_bit(ZONE_WRITEBACK, &zone->flags);
	if (zone_balanced(zone, sc->order))
		clear_bit(ZONE_DIRTY, &zone->flags);
}

/*
 * Reclaims until every zone has its high watermark, or nothing more is to be found: the less is found, the more is looked
 * at.  A block of 2^@order is hoped for, and not waited for: pages that happen to lie together are luck.
 */
static void balance_pgdat(int order)
{
	struct scan_control sc = {
		.gfp_mask = GFP_KERNEL, .order = order, .priority = DEF_PRIORITY,
	};
	unsigned long reclaimed, reclaimed_before;
	struct zone *zone;

	count_vm_event(PAGEOUTRUN);
	do {
		reclaimed_before = sc.nr_reclaimed;
		for_each_populated_zone(zone) {
			if (sc.priority != DEF_PRIORITY && !zone_reclaimable(zone))
				continue;
			if (!zone_balanced(zone, sc.order))
				kswapd_shrink_zone(zone, &sc);
		}
		if (pgdat_balanced(sc.order))
			return;
		reclaimed = sc.nr_reclaimed - reclaimed_before;
		/* Enough for many single pages, and still no block: single pages will have to do */
		if (sc.order && reclaimed >= 2UL << sc.order)
			sc.order = 0;
		if (!reclaimed)
			sc.priority--;
	} while (sc.priority >= 0);
}

/* Until somebody asks; interruptibly, so that it isn't counted among those that wait for something to be done */
static void kswapd_try_to_sleep(void)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&kswapd_wait, &wait, TASK_INTERRUPTIBLE);
	if (!kswapd_asked)
		schedule();
	finish_wait(&kswapd_wait, &wait);
}

static int kswapd(void *arg)
{
	int order;

	current->flags |= PF_MEMALLOC | PF_KSWAPD;
	for (;;) {
		kswapd_try_to_sleep();
		if (!kswapd_asked)
			continue;
		kswapd_asked = false;
		order = kswapd_max_order;
		kswapd_max_order = 0;
		balance_pgdat(order);
	}
	return 0;
}

/* wakeup_kswapd - somebody who wants 2^@order pages of @zone has found it below its low watermark.  Any context. */
void wakeup_kswapd(struct zone *zone, int order)
{
	if (kswapd_asked || zone_watermark_ok(zone, (unsigned int)order, low_wmark_pages(zone), 0, 0))
		return;
	kswapd_max_order = max(kswapd_max_order, order);
	kswapd_asked = true;
	trace_event(wakeup_kswapd, zone_idx(zone), order);
	wake_up(&kswapd_wait);
}

static int __init kswapd_init(void)
{
	return PTR_ERR_OR_ZERO(kthread_run(kswapd, NULL, "kswapd0"));
}
device_initcall(kswapd_init);
