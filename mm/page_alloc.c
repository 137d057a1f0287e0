/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page allocator: who gets which page frames, and from where.
 *
 * Idea.  A request names a highest zone, a migrate type and an order.  Single pages come from a list
 * of this CPU, which takes no lock and refills in batches; larger blocks from the zone's buddy
 * lists (mm/buddy.c).  Zones are tried from the highest allowed downwards, as long as their free
 * pages stay above a watermark:
 *
 *     alloc_pages(gfp, order)
 *       |   order 0 and a page in the list: done, some 30 instructions later
 *       |   the best zone is above WMARK_LOW: rmqueue -> rmqueue_bulk | __rmqueue
 *       v   it isn't
 *     __alloc_pages_slowpath -> get_page_from_freelist: HighMem, then Normal,
 *           above WMARK_LOW; then above WMARK_MIN, or a share of the reserve below it:
 *
 *         free pages of a zone     high ---- low ---- min ---- min/2 ---- 3/8 min ---- 0
 *         normal request           ................... |
 *         __GFP_HIGH               ............................. |
 *         __GFP_HIGH|__GFP_ATOMIC  ......................................... |
 *         __GFP_MEMALLOC           ................................................... |
 *
 *     and a zone keeps lowmem_reserve[] more from requests that could have gone to a higher one.
 *     Who may sleep reclaims (__alloc_pages_direct_reclaim) and tries again.
 *
 * Each page is checked when it is freed and again when it leaves the buddy lists (mm/page_check.h).
 * One that fails is reported by bad_page() and never used again: a leak is better than a page with
 * two owners.
 *
 * Invariants are listed in mm/buddy.c, and asserted by zone_check().
 *
 * Context.  Per-CPU lists: interrupts off.  Buddy lists: zone->lock as well.  Allocation sleeps
 * only with __GFP_DIRECT_RECLAIM; freeing never does.
 *
 * Differs from Linux 4.x: one zonelist for each highest zone instead of one to be filtered; a use
 * too many of put_page() is caught and taken back in every build.
 *
 * Read __alloc_pages() and __free_pages() with what they call, then zone_watermark_ok() and
 * get_page_from_freelist().  Shown by tests/kernel/page_alloc.c and tests/host/buddy.t.
 */
#include <linux/fault-inject.h>
#include <linux/highmem.h>
#include <linux/kdebug.h>
#include <linux/oom.h>
#include <linux/page_ext.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/vmstat.h>
#include "internal.h"
#include "page_check.h"

/* Failures are reported ten at a time, each five seconds */
struct ratelimit_state nopage_rs = RATELIMIT_STATE_INIT(DEFAULT_RATELIMIT_INTERVAL,
							DEFAULT_RATELIMIT_BURST);

/* prep_compound_page - makes the 2^@order frames at @page one page: they count in the first */
void prep_compound_page(struct page *page, unsigned int order)
{
	unsigned long i;

	set_compound_order(page, order);
	__SetPageHead(page);
	for (i = 1; i < 1UL << order; i++)
		page[i].compound_head = (unsigned long)page + 1;
}

static void prep_zero_page(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++)
		clear_highpage(page + i);
}

/* A page as its new owner gets it, but for what the flags ask for */
static __always_inline void prep_one_page(struct page *page)
{
	set_page_private(page, 0);
	init_page_count(page);
}

static void prep_new_page(struct page *page, unsigned int order, gfp_t gfp_mask)
{
	prep_one_page(page);
	unpoison_pages(page, order);
	if (gfp_mask & __GFP_ZERO)
		prep_zero_page(page, order);
	if (order && gfp_mask & __GFP_COMP)
		prep_compound_page(page, order);
}

/* Gives @count pages of @pcp back, one from each list in turn, the coldest first */
static void free_pcppages_bulk(struct zone *zone, int count, struct per_cpu_pages *pcp)
{
	int migratetype = 0, batch_free = 0;
	struct list_head *list;

	spin_lock(&zone->lock);
	zone->pages_scanned = 0;
	pcp->count -= count;
	pcp->fed -= (unsigned long)count;
	__mod_zone_freepage_state(zone, count);
	while (count) {
		/* One list after the other; the more of them are empty, the more from the next one */
		do {
			batch_free++;
			migratetype = (migratetype + 1) % MIGRATE_PCPTYPES;
			list = &pcp->lists[migratetype];
		} while (list_empty(list));
		if (batch_free == MIGRATE_PCPTYPES)
			batch_free = count;
		do {
			struct page *page = list_last_entry(list, struct page, lru);

			list_del(&page->lru);
			__free_one_page(page, page_idx(page), zone, 0,
					get_pageblock_migratetype(zone, page));
		} while (--count && --batch_free && !list_empty(list));
	}
	spin_unlock(&zone->lock);
}

/*
 * The order of the block that the next @wanted single pages come from: the smallest that @zone has,
 * since its pages would be taken one after the other anyway; no more than are wanted.
 */
static inline unsigned int bulk_order(struct zone *zone, int migratetype, int wanted)
{
	unsigned int most = 31 - (unsigned int)__builtin_clz((unsigned int)wanted), order;

	for (order = 0; order < most; order++)
		if (!list_empty(&zone->free_area[order].free_list[migratetype]))
			break;
	return order;
}

/*
 * Fetches a batch of single pages for an empty list, in the order of their addresses.  They are
 * checked here; those that come into the list by being freed were checked then.
 */
static void rmqueue_bulk(struct zone *zone, struct per_cpu_pages *pcp, int migratetype)
{
	struct list_head *list = &pcp->lists[migratetype];
	int taken = 0, good = 0;

	spin_lock(&zone->lock);
	while (taken < pcp->batch) {
		unsigned int order = bulk_order(zone, migratetype, pcp->batch - taken);
		struct page *page = __rmqueue(zone, order, migratetype), *end;

		if (!page && order)
			page = __rmqueue(zone, order = 0, migratetype);
		if (!page)
			break;
		taken += 1 << order;
		for (end = page + (1 << order); page < end; page++) {
			if (check_new_page(page))
				continue;
			list_add_tail(&page->lru, list);
			good++;
		}
	}
	pcp->count += good;
	pcp->fed += (unsigned long)good;
	__mod_zone_freepage_state(zone, -taken);
	trace_event(pcp_refill, zone, migratetype, good);
	spin_unlock(&zone->lock);
}

/* The page that was freed last, or the coldest, of a list of @pcp; NULL if it is empty */
static __always_inline struct page *pcp_take(struct per_cpu_pages *pcp, int migratetype, bool cold)
{
	struct list_head *list = &pcp->lists[migratetype], *entry;
	struct page *page;

	do {
		entry = cold ? list->prev : list->next;
		if (unlikely(entry == list))
			return NULL;
		page = list_entry(entry, struct page, lru);
		if (!page)			/* so that the caller's test of it is known to be this one */
			unreachable();
		if (cold || IS_ENABLED(CONFIG_DEBUG_LIST))
			list_del(entry);
		else
			__list_del(list, entry->next);
		pcp->count--;
	} while (IS_ENABLED(CONFIG_DEBUG_VM) && check_new_page(page));
	return page;
}

/* The same, for any request for a single page: an empty list is refilled first */
static noinline struct page *rmqueue_pcplist(struct zone *zone, gfp_t gfp_mask, int migratetype)
{
	struct per_cpu_pages *pcp;
	struct page *page;
	unsigned long flags;

	local_irq_save(flags);
	pcp = this_cpu_pcp(zone);
	if (list_empty(&pcp->lists[migratetype]))
		rmqueue_bulk(zone, pcp, migratetype);
	page = pcp_take(pcp, migratetype, (gfp_mask & __GFP_COLD) != 0);
	local_irq_restore(flags);
	return page;
}

/* A block of @zone: the watermark has been looked at */
static noinline struct page *rmqueue(struct zone *zone, unsigned int order, gfp_t gfp_mask)
{
	int migratetype = gfpflags_to_migratetype(gfp_mask);
	struct page *page;
	unsigned long flags;

	if (order == 0)
		return rmqueue_pcplist(zone, gfp_mask, migratetype);
	do {
		spin_lock_irqsave(&zone->lock, flags);
		page = __rmqueue(zone, order, migratetype);
		if (page) {
			__mod_zone_freepage_state(zone, -(1L << order));
			this_cpu_pcp(zone)->fed += 1UL << order;
		}
		spin_unlock_irqrestore(&zone->lock, flags);
	} while (page && check_new_pages(page, order));
	return page;
}

/*
 * zone_watermark_ok - would @z stay above @mark pages if 2^@order were taken?
 *
 * @classzone_idx is the highest zone that the request allows: what @z keeps from it counts as used.
 * @alloc_flags, ALLOC_HIGH and ALLOC_HARDER, lower the mark.  A larger block must also be there.
 */
bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark,
		       int classzone_idx, unsigned int alloc_flags)
{
	long free = (long)zone_page_state(z, NR_FREE_PAGES) - (1L << order) + 1;
	long min = (long)mark;
	unsigned int o;

	if (alloc_flags & ALLOC_HIGH)
		min -= min / 2;
	if (alloc_flags & ALLOC_HARDER)
		min -= min / 4;
	if (free <= min + z->lowmem_reserve[classzone_idx])
		return false;
	for (o = order; o < MAX_ORDER; o++)
		if (!order || z->free_area[o].nr_free)
			return true;
	return false;
}

/* A block from the first zone that may spare it */
static struct page *get_page_from_freelist(gfp_t gfp_mask, unsigned int order,
					   unsigned int alloc_flags)
{
	struct zonelist *zonelist = node_zonelist(0, gfp_mask);
	enum zone_type classzone_idx = zone_idx(zonelist->zones[0]);
	struct zone *zone, **zref;

	for_each_zone_zonelist(zone, zref, zonelist) {
		struct page *page;

		if (!(alloc_flags & ALLOC_NO_WATERMARKS) &&
		    !zone_watermark_ok(zone, order, zone->watermark[alloc_flags & ALLOC_WMARK_MASK],
				       (int)classzone_idx, alloc_flags))
			continue;
		page = rmqueue(zone, order, gfp_mask);
		if (page)
			return page;
	}
	return NULL;
}

/* How deep into the reserve the caller may go */
static unsigned int gfp_to_alloc_flags(gfp_t gfp_mask)
{
	unsigned int alloc_flags = ALLOC_WMARK_MIN;

	if (gfp_mask & __GFP_HIGH)
		alloc_flags |= ALLOC_HIGH;
	if (gfp_mask & __GFP_ATOMIC)
		alloc_flags |= ALLOC_HARDER;
	if (gfp_mask & __GFP_NOMEMALLOC)
		return alloc_flags;
	if (gfp_mask & __GFP_MEMALLOC || (!in_interrupt() && current->flags & PF_MEMALLOC))
		alloc_flags |= ALLOC_NO_WATERMARKS;
	return alloc_flags;
}

/* No memory: says for what, who asked, and where memory went */
static noinline void warn_alloc_failed(gfp_t gfp_mask, unsigned int order)
{
	if (gfp_mask & __GFP_NOWARN || !__ratelimit(&nopage_rs))
		return;
	pr_warn("%s: page allocation failure: order:%u, mode:0x%x\n", current->comm, order,
		(__force u32)gfp_mask);
	dump_stack();
	show_mem();
}

/*
 * The caller may sleep: reclaims (mm/vmscan.c), and tries again.  *@progress: pages that were freed, or 1 if there is hope.
 *
 * Single pages in per-CPU lists keep their buddies from merging, and each list keeps a few from
 * all other types: if there's nothing else, these go back.
 */
static struct page *__alloc_pages_direct_reclaim(gfp_t gfp_mask, unsigned int order,
						 unsigned int alloc_flags, unsigned long *progress)
{
	struct page *page;

	cond_resched();
	current->flags |= PF_MEMALLOC;
	*progress = try_to_free_pages(node_zonelist(0, gfp_mask), (int)order, gfp_mask);
	current->flags &= ~(unsigned int)PF_MEMALLOC;
	cond_resched();
	page = get_page_from_freelist(gfp_mask, order, alloc_flags);
	if (page)
		return page;
	drain_all_pages(NULL);
	return get_page_from_freelist(gfp_mask, order, alloc_flags);
}

static void wake_all_kswapds(gfp_t gfp_mask, unsigned int order)
{
	struct zone *zone, **zref;

	for_each_zone_zonelist(zone, zref, node_zonelist(0, gfp_mask))
		wakeup_kswapd(zone, (int)order);
}

/* A program's request of few pages that may wait: it doesn't fail while there is somebody to be killed */
static bool may_oom(gfp_t gfp_mask, unsigned int order)
{
	return order <= PAGE_ALLOC_COSTLY_ORDER && gfpflags_allow_blocking(gfp_mask) && gfp_mask & __GFP_FS &&
	       !(gfp_mask & __GFP_NORETRY) && !(current->flags & (PF_MEMALLOC | PF_KTHREAD));
}

/* Nothing can be reclaimed.  true: a victim of the OOM killer will give memory back; otherwise *@page is what there is. */
static bool __alloc_pages_may_oom(gfp_t gfp_mask, unsigned int order, struct page **page)
{
	switch (out_of_memory(gfp_mask, order)) {
	case OOM_NOBODY:
		return false;
	case OOM_DYING:
		*page = get_page_from_freelist(gfp_mask, order, ALLOC_NO_WATERMARKS);
		return false;
	case OOM_KILLED:
		schedule_timeout_uninterruptible(1);
	}
	return true;
}

/*
 * Reclaims until there is a block of 2^@order pages, as the flags allow:
 *
 *   reclaim frees pages    few pages are wanted          again, however long it takes
 *                          many                          once: pages that lie together are luck; with
 *                                                        __GFP_REPEAT until as many were freed
 *                          __GFP_NORETRY                 once
 *   there's nothing left   a program's, few pages        the OOM killer ends somebody; again
 *                          otherwise                     NULL
 *   __GFP_NOFAIL                                         the last page, or waits until somebody frees one
 */
static struct page *alloc_pages_reclaim(gfp_t gfp_mask, unsigned int order, unsigned int alloc_flags)
{
	unsigned long progress, reclaimed = 0;
	struct page *page;

	for (;;) {
		wake_all_kswapds(gfp_mask, order);
		page = __alloc_pages_direct_reclaim(gfp_mask, order, alloc_flags, &progress);
		if (page)
			return page;
		reclaimed += progress;
		if (!(gfp_mask & __GFP_NORETRY) && progress &&
		    (order <= PAGE_ALLOC_COSTLY_ORDER || (gfp_mask & __GFP_REPEAT && reclaimed < 1UL << order)))
			continue;
		if (may_oom(gfp_mask, order) && __alloc_pages_may_oom(gfp_mask, order, &page))
			continue;
		if (page || !(gfp_mask & __GFP_NOFAIL))
			return page;
		page = get_page_from_freelist(gfp_mask, order, ALLOC_NO_WATERMARKS);
		if (page)
			return page;
		schedule_timeout_uninterruptible(1);
	}
}

/*
 * The best zone is below WMARK_LOW, or has no block that large.
 *
 *   other zones        what they have above WMARK_LOW; if that's nothing, kswapd is woken
 *   reserve            what the flags allow of it
 *   may not sleep      fails
 *   reclaims itself    (PF_MEMALLOC) fails: it can't wait for itself
 *   may sleep          alloc_pages_reclaim(): few pages, GFP_KERNEL, for a program: doesn't fail
 */
static struct page *__alloc_pages_slowpath(gfp_t gfp_mask, unsigned int order)
{
	unsigned int alloc_flags = gfp_to_alloc_flags(gfp_mask);
	struct page *page;

	if (unlikely(order >= MAX_ORDER)) {
		WARN_ON_ONCE(!(gfp_mask & __GFP_NOWARN));
		return NULL;
	}
	page = get_page_from_freelist(gfp_mask, order, ALLOC_WMARK_LOW);
	if (page)
		return page;
	if (gfp_mask & __GFP_KSWAPD_RECLAIM)
		wake_all_kswapds(gfp_mask, order);
	page = get_page_from_freelist(gfp_mask, order, alloc_flags);
	if (page)
		return page;
	if (gfpflags_allow_blocking(gfp_mask) && !(current->flags & PF_MEMALLOC))
		page = alloc_pages_reclaim(gfp_mask, order, alloc_flags);
	/* What the dying don't get, nobody misses */
	if (!page && !fatal_signal_pending(current))
		warn_alloc_failed(gfp_mask, order);
	return page;
}

/*
 * What get_page_from_freelist() would most likely do: takes from the best zone, of which nothing is
 * kept from this request, if that stays above its low watermark.
 */
static inline struct page *get_page_from_best_zone(gfp_t gfp_mask, unsigned int order)
{
	struct zone *zone = node_zonelist(0, gfp_mask)->zones[0];

	if (zone_page_state(zone, NR_FREE_PAGES) < low_wmark_pages(zone) + (1UL << order))
		return NULL;
	return rmqueue(zone, order, gfp_mask);
}

/* The general case: a block, a page that needs more than to be taken, or an empty list */
static noinline struct page *alloc_pages_general(gfp_t gfp_mask, unsigned int order,
						 unsigned long caller)
{
	struct page *page = NULL;

	might_sleep_if(gfpflags_allow_blocking(gfp_mask));
	if (likely(order < MAX_ORDER))
		page = get_page_from_best_zone(gfp_mask, order);
	if (unlikely(!page)) {
		page = __alloc_pages_slowpath(gfp_mask, order);
		if (!page)
			return NULL;
	}
	trace_event(mm_page_alloc, page, order, (__force u32)gfp_mask);
	prep_new_page(page, order, gfp_mask);
	set_page_owner(page, order, gfp_mask, caller);
	return page;
}

/* The same while there are allocations that have to fail */
static noinline struct page *alloc_pages_may_fail(gfp_t gfp_mask, unsigned int order, unsigned long caller)
{
	return should_fail_alloc_page(gfp_mask, order) ? NULL : alloc_pages_general(gfp_mask, order, caller);
}

/*
 * The fast path: a single page that is in this CPU's list for the best zone.  Such a page is past
 * the watermark already.
 */
static __always_inline struct page *alloc_pages_caller(gfp_t gfp_mask, unsigned int order,
						       unsigned long caller)
{
	struct zonelist *zonelist = node_zonelist(0, gfp_mask);
	struct page *page;
	unsigned long flags;

	if (fault_inject_on())
		return alloc_pages_may_fail(gfp_mask, order, caller);
	if (unlikely(order | (__force u32)(gfp_mask & (__GFP_COLD | __GFP_ZERO))))
		return alloc_pages_general(gfp_mask, order, caller);
	local_irq_save(flags);
	page = pcp_take(this_cpu_pcp(zonelist->zones[0]), gfpflags_to_migratetype(gfp_mask),
			false);
	local_irq_restore(flags);
	if (unlikely(!page))
		return alloc_pages_general(gfp_mask, order, caller);
	prep_one_page(page);
	trace_event(mm_page_alloc, page, order, (__force u32)gfp_mask);
	unpoison_pages(page, 0);
	set_page_owner(page, 0, gfp_mask, caller);
	return page;
}

/*
 * __alloc_pages - 2^@order page frames in a row, aligned to their size, or NULL.
 *
 * The first has one user, the others none.  May sleep with __GFP_DIRECT_RECLAIM; with
 * __GFP_NOFAIL as well, never returns NULL.  (article 3.2.5: alloc_pages)
 */
struct page *__alloc_pages(gfp_t gfp_mask, unsigned int order)
{
	return alloc_pages_caller(gfp_mask, order, _RET_IP_);
}

/* __get_free_pages - the same in lowmem, by address; 0 without memory */
unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	struct page *page;

	VM_BUG_ON((gfp_mask & __GFP_HIGHMEM) != 0);
	page = alloc_pages_caller(gfp_mask, order, _RET_IP_);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}

/* get_zeroed_page - one cleared page of lowmem, by address; 0 without memory */
unsigned long get_zeroed_page(gfp_t gfp_mask)
{
	return __get_free_pages(gfp_mask | __GFP_ZERO, 0);
}

/* Is this the free that matches the allocation, as far as the page owner knows? */
static __always_inline bool free_owner_ok(struct page *page, unsigned int order,
					  unsigned long caller)
{
	if (reset_page_owner(page, order, caller))
		return true;
	bad_page(page, "freed with another order than allocated", 0);
	return false;
}

/* The lists of a CPU have grown too long.  Ends the caller's local_irq_save(@flags). */
static noinline void free_pcppages_excess(struct zone *zone, struct per_cpu_pages *pcp,
					  unsigned long flags)
{
	free_pcppages_bulk(zone, min(pcp->batch, pcp->count), pcp);
	local_irq_restore(flags);
}

static __always_inline void free_pcp_page(struct page *page, bool cold, unsigned long caller)
{
	struct zone *zone = page_zone(page);
	struct per_cpu_pages *pcp;
	struct list_head *list;
	unsigned long flags;

	if (!free_page_prepare(page) || !free_owner_ok(page, 0, caller))
		return;
	trace_event(mm_page_free, page_to_pfn(page), 0);
	poison_pages(page, 0);
	local_irq_save(flags);
	pcp = this_cpu_pcp(zone);
	list = &pcp->lists[get_pageblock_migratetype(zone, page)];
	if (cold)
		list_add_tail(&page->lru, list);
	else
		list_add(&page->lru, list);
	pcp->freed++;
	if (unlikely(++pcp->count >= pcp->high))
		free_pcppages_excess(zone, pcp, flags);
	else
		local_irq_restore(flags);
}

/*
 * free_hot_cold_page - frees a page without users, to this CPU's list.
 *
 * A cold page is the last to be handed out again.  Any context.
 */
void free_hot_cold_page(struct page *page, bool cold)
{
	if (cold)
		free_pcp_page(page, true, _RET_IP_);
	else
		free_pcp_page(page, false, _RET_IP_);
}

/* @freed pages have come into the lists of @pcp, which is NULL when there are none */
static void pcp_freed(struct zone *zone, struct per_cpu_pages *pcp, int freed)
{
	if (!freed)
		return;
	pcp->freed += (unsigned long)freed;
	pcp->count += freed;
	while (unlikely(pcp->count >= pcp->high))
		free_pcppages_bulk(zone, min(pcp->batch, pcp->count), pcp);
}

/*
 * free_hot_cold_page_list - frees the pages of @list, which have no users, to this CPU's lists.
 *
 * Interrupts are off once for all, so the caller brings no more than it would like to wait for.
 */
void free_hot_cold_page_list(struct list_head *list, bool cold)
{
	struct page *page, *next;
	struct zone *zone = NULL;
	struct per_cpu_pages *pcp = NULL;
	unsigned long flags;
	int freed = 0;

	if (list_empty(list))
		return;
	local_irq_save(flags);
	list_for_each_entry_safe(page, next, list, lru) {
		struct list_head *head;

		if (unlikely(page_zone(page) != zone)) {
			pcp_freed(zone, pcp, freed);
			zone = page_zone(page);
			pcp = this_cpu_pcp(zone);
			freed = 0;
		}
		if (!free_page_prepare(page) || !free_owner_ok(page, 0, _RET_IP_))
			continue;
		trace_event(mm_page_free, page_to_pfn(page), 0);
		poison_pages(page, 0);
		head = &pcp->lists[get_pageblock_migratetype(zone, page)];
		if (cold)
			list_add_tail(&page->lru, head);
		else
			list_add(&page->lru, head);
		freed++;
	}
	pcp_freed(zone, pcp, freed);
	local_irq_restore(flags);
}

/* A block without users goes straight to the zone */
static void __free_pages_ok(struct page *page, unsigned int order, unsigned long caller)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	if (!free_pages_prepare(page, order) || !free_owner_ok(page, order, caller))
		return;
	poison_pages(page, order);
	spin_lock_irqsave(&zone->lock, flags);
	zone->pages_scanned = 0;
	this_cpu_pcp(zone)->fed -= 1UL << order;
	this_cpu_pcp(zone)->freed += 1UL << order;
	__mod_zone_freepage_state(zone, 1L << order);
	__free_one_page(page, page_idx(page), zone, order,
			get_pageblock_migratetype(zone, page));
	spin_unlock_irqrestore(&zone->lock, flags);
}

/*
 * __free_pages - gives up one use of the 2^@order frames at @page; the last one frees them.
 *
 * @order is the one that they were allocated with.  Any context.
 */
void __free_pages(struct page *page, unsigned int order)
{
	if (!put_page_testzero(page))
		return;
	if (likely(order == 0))
		free_pcp_page(page, false, _RET_IP_);
	else
		__free_pages_ok(page, order, _RET_IP_);
}

/* free_pages - the same by lowmem address; 0 is ignored */
void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	VM_BUG_ON(!virt_addr_valid(addr));
	__free_pages(virt_to_page(addr), order);
}

/* The last user of a single or compound page has let go of it: see put_page() */
void __put_page(struct page *page)
{
	if (PageHead(page)) {
		__free_pages_ok(page, compound_order(page), _RET_IP_);
		return;
	}
	if (PageLRU(page) || page->mapping)
		__page_cache_release(page);
	free_pcp_page(page, false, _RET_IP_);
}

/*
 * page_ref_underflow - a page without users was put or freed once more.
 *
 * It is free already, or about to be: the count is set right, and nothing else changes.
 */
void page_ref_underflow(struct page *page)
{
	atomic_inc(&page->_refcount);
	bad_page(page, PageTail(page) ? "tail page freed" : "page freed that has no users", 0);
}

/*
 * split_page - the 2^@order frames at @page become as many single pages, each to be freed alone.
 *
 * @page isn't compound and has one user.
 */
void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	VM_BUG_ON_PAGE(PageCompound(page), page);
	VM_BUG_ON_PAGE(!page_count(page), page);
	for (i = 1; i < 1UL << order; i++)
		init_page_count(page + i);
	split_page_owner(page, order);
}

/*
 * alloc_pages_exact - @size bytes of lowmem in whole pages; NULL without memory.
 *
 * What the smallest fitting block has behind them is freed at once.  Free with
 * free_pages_exact() and the same @size.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp_mask)
{
	unsigned int order = (unsigned int)get_order(size);
	unsigned long addr = __get_free_pages(gfp_mask & ~__GFP_COMP, order);
	unsigned long used = addr + PAGE_ALIGN(size);
	unsigned long end = addr + (PAGE_SIZE << order);

	if (!addr)
		return NULL;
	split_page(virt_to_page(addr), order);
	for (; used < end; used += PAGE_SIZE)
		free_page(used);
	return (void *)addr;
}

void free_pages_exact(void *virt, size_t size)
{
	unsigned long addr = (unsigned long)virt;
	unsigned long end = addr + PAGE_ALIGN(size);

	for (; addr < end; addr += PAGE_SIZE)
		free_page(addr);
}

/* drain_local_pages - this CPU's pages of @zone, or with NULL of all zones, merge again */
void drain_local_pages(struct zone *zone)
{
	struct zone *z;
	unsigned long flags;

	local_irq_save(flags);
	for_each_populated_zone(z)
		if (!zone || z == zone)
			free_pcppages_bulk(z, this_cpu_pcp(z)->count, this_cpu_pcp(z));
	local_irq_restore(flags);
}

/* drain_all_pages - the same for all CPUs, of which there is one */
void drain_all_pages(struct zone *zone)
{
	static_assert(CONFIG_NR_CPUS == 1);
	drain_local_pages(zone);
}

/* nr_free_and_pcp_pages - all pages that nobody has, wherever they lie */
unsigned long nr_free_and_pcp_pages(void)
{
	unsigned long nr = nr_free_pages();
	struct zone *zone;
	int cpu;

	for_each_populated_zone(zone)
		for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
			nr += (unsigned long)zone->pageset[cpu].pcp.count;
	return nr;
}

/* is_free_buddy_page - is @page part of a block on a buddy list? */
bool is_free_buddy_page(struct page *page)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *head = page - (pfn & ((1UL << order) - 1));

		if (PageBuddy(head) && page_order(head) >= order)
			return true;
	}
	return false;
}
