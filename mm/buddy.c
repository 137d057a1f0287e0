/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Buddy lists: runs of 2^order page frames, split and merged.
 *
 * Idea.  A zone is cut into blocks whose size is a power of two and whose first pfn is a multiple
 * of that size.  The two halves of a block differ in one bit of their pfn, so that a block's buddy
 * needs no search:
 *     buddy(pfn, order) = pfn ^ (1 << order)
 *
 *   a 16-frame zone after one page was taken:   U = used, digit = order of the free block
 *     pfn    0 1 2 3 4 5 6 7 8 9 a b c d e f
 *            U 0 [1 1] [ 2 2 2 2] [  3 3 3 3 3 3 3 3]
 *   free_area[0..3] hold one block each.  When page 0 comes back, it merges with 1, the pair with
 *   2-3, and so on up to MAX_ORDER - 1 (10: 4 MiB).
 *
 * Each order has a list for each migrate type, so that pages that can never move (UNMOVABLE: the
 * kernel's own) don't end up in the middle of those that can (MOVABLE: user pages) and keep
 * blocks from merging for ever.  A pageblock (2^10 frames) belongs to one type.  A type that has
 * run out steals from another, as much as it can at once, and the pageblock if it gets half of it:
 *
 *     UNMOVABLE    takes from  RECLAIMABLE, then MOVABLE
 *     RECLAIMABLE              UNMOVABLE, then MOVABLE
 *     MOVABLE                  RECLAIMABLE, then UNMOVABLE
 *
 * Invariants (zone_check() asserts them after every self-test)
 *   I1  a free block of order n starts at a multiple of 2^n and lies in its zone
 *   I2  its first page is PageBuddy, has the order in ->private and no users; no other page of
 *       it is PageBuddy
 *   I3  two buddies are never both free at the same order, below the highest
 *   I4  nr_free of an order is the number of blocks in its lists
 *   I5  NR_FREE_PAGES is the number of pages in all blocks
 *   I6  the lists are sound: each neighbour points back
 *   I7  every PageBuddy page of the zone is in a list
 *   I8  a pageblock's type is one of the migrate types, and a free block of its size is in that
 *       type's list
 *   I9  a per-CPU list's pages are free, unused, of its zone, and as many as its count says
 *   I10 free <= managed <= present <= spanned
 *
 * Locking.  zone->lock, with interrupts off, is held by every caller of this file.
 *
 * Differs from Linux 4.x, where all this is in mm/page_alloc.c: no MIGRATE_HIGHATOMIC, CMA and
 * ISOLATE; the map is rounded to whole pageblocks, so a buddy always has a struct page, and one
 * outside the zone is marked reserved and can't be free.
 *
 * Read __free_one_page(), __rmqueue_smallest(), expand(), then the fallback.  Shown by
 * tests/kernel/page_alloc.c, tests/host/buddy.t and the text of buddyinfo_show().
 */
#include <linux/trace.h>
#include "internal.h"

/* In which order a type without free pages takes from the others.  Ends with itself. */
static const u8 fallbacks[MIGRATE_TYPES][MIGRATE_TYPES] = {
	[MIGRATE_UNMOVABLE]   = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE,   MIGRATE_UNMOVABLE },
	[MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE,   MIGRATE_MOVABLE,   MIGRATE_RECLAIMABLE },
	[MIGRATE_MOVABLE]     = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
};

static inline void set_page_order(struct page *page, unsigned int order)
{
	set_page_private(page, order);
	__SetPageBuddy(page);
}

static inline void rmv_page_order(struct page *page)
{
	__ClearPageBuddy(page);
	set_page_private(page, 0);
}

static inline unsigned long __find_buddy_index(unsigned long page_idx, unsigned int order)
{
	return page_idx ^ (1UL << order);
}

/* Is @buddy a free block of @order in the zone of @page? */
static inline bool page_is_buddy(const struct page *page, const struct page *buddy,
				 unsigned int order)
{
	return PageBuddy(buddy) && page_order(buddy) == order &&
	       (page->flags ^ buddy->flags) >> ZONES_PGSHIFT == 0;
}

/* Takes the block that starts with @page off its list */
static inline void del_page_from_free_area(struct page *page, struct free_area *area)
{
	if (IS_ENABLED(CONFIG_DEBUG_LIST))
		list_del(&page->lru);
	else
		__list_del(page->lru.prev, page->lru.next);
	area->nr_free--;
	rmv_page_order(page);
}

/*
 * Will the block (@page, @page_idx, @order) soon merge twice?  It couldn't merge now, but if the
 * buddy of the pair that it would make is free, its own buddy is likely to come back: such a
 * block is given out last.
 */
static inline bool buddy_merge_likely(struct page *page, unsigned long page_idx, unsigned int order)
{
	unsigned long pair = page_idx & __find_buddy_index(page_idx, order);
	struct page *higher = page + (pair - page_idx);

	if (order >= MAX_ORDER - 2)
		return false;
	return page_is_buddy(page, higher + (__find_buddy_index(pair, order + 1) - pair), order + 1);
}

/*
 * __free_one_page - puts the block of 2^@order frames at @page on the free list of @migratetype,
 * merged with its buddy as often as that is free.  @page_idx is page_idx(@page).
 *
 *     order 0   page 5 comes back    0 U U U 4 [*] 6 6      buddy 4 is free at order 0
 *           1   4-5                  0 U U U [4 4] 6 6      buddy 6-7 is free at order 1
 *           2   4-7                  0 U U U [4 4 4 4]      buddy 0-3 isn't: done
 *
 * The caller holds the zone's lock and accounts for NR_FREE_PAGES.
 */
void __free_one_page(struct page *page, unsigned long page_idx, struct zone *zone,
		     unsigned int order, int migratetype)
{
	struct free_area *area = &zone->free_area[order];
	struct list_head *list;

	VM_BUG_ON(page_idx & ((1UL << order) - 1));
	for (; order < MAX_ORDER - 1; order++, area++) {
		unsigned long buddy_idx = __find_buddy_index(page_idx, order);
		struct page *buddy = page + (buddy_idx - page_idx);

		if (!page_is_buddy(page, buddy, order))
			break;
		trace_event(buddy_merge, page_to_pfn(page), page_to_pfn(buddy), order);
		del_page_from_free_area(buddy, area);
		page = buddy_idx < page_idx ? buddy : page;
		page_idx &= buddy_idx;
	}
	set_page_order(page, order);
	list = &area->free_list[migratetype];
	if (buddy_merge_likely(page, page_idx, order))
		list_add_tail(&page->lru, list);
	else
		list_add(&page->lru, list);
	area->nr_free++;
}

/*
 * Gives the upper halves of the block at @page back until @low of its @high orders are left:
 *
 *     high 3, low 0      [* * * * * * * *]
 *                        [* * * *] 2 2 2 2
 *                        [* *] 1 1
 *                        [*] 0
 */
static __always_inline void expand(struct zone *zone, struct page *page, unsigned int low, unsigned int high,
		   int migratetype)
{
	struct free_area *area = &zone->free_area[high];

	while (high > low) {
		struct page *half;

		area--;
		high--;
		half = page + (1UL << high);
		trace_event(buddy_expand, page_to_pfn(page), high, page_to_pfn(half));
		list_add(&half->lru, &area->free_list[migratetype]);
		area->nr_free++;
		set_page_order(half, high);
	}
}

/* The smallest block of @migratetype that holds 2^@order frames, split down to that; or NULL */
static struct page *__rmqueue_smallest(struct zone *zone, unsigned int order, int migratetype)
{
	unsigned int current_order;

	for (current_order = order; current_order < MAX_ORDER; current_order++) {
		struct free_area *area = &zone->free_area[current_order];
		struct list_head *list = &area->free_list[migratetype];
		struct page *page;

		if (list_empty(list))
			continue;
		page = list_first_entry(list, struct page, lru);
		del_page_from_free_area(page, area);
		expand(zone, page, order, current_order, migratetype);
		return page;
	}
	return NULL;
}

/* Moves the free blocks that start in [@start, @end) to the lists of @migratetype */
static int move_freepages(struct zone *zone, unsigned long start, unsigned long end,
			  int migratetype)
{
	unsigned long pfn = start;
	int pages_moved = 0;

	while (pfn < end) {
		struct page *page = pfn_to_page(pfn);

		if (!PageBuddy(page)) {
			pfn++;
			continue;
		}
		list_move(&page->lru, &zone->free_area[page_order(page)].free_list[migratetype]);
		pfn += 1UL << page_order(page);
		pages_moved += 1 << page_order(page);
	}
	return pages_moved;
}

/*
 * move_freepages_block - the free pages of @page's pageblock become @migratetype's.
 *
 * Returns how many they are.  The caller holds @zone's lock.
 */
int move_freepages_block(struct zone *zone, struct page *page, int migratetype)
{
	unsigned long start = page_to_pfn(page) & ~(pageblock_nr_pages - 1);
	unsigned long end = start + pageblock_nr_pages;

	return move_freepages(zone, max(start, zone->zone_start_pfn),
			      min(end, zone_end_pfn(zone)), migratetype);
}

/*
 * May more be taken than was asked for?  For large requests, where it pays at once, and for
 * kernel pages, that they stay together; not for a few movable pages, which hurt nobody.
 */
static inline bool can_steal_fallback(unsigned int order, int start_type)
{
	return order >= pageblock_order / 2 || start_type != MIGRATE_MOVABLE;
}

/* All that is free in the pageblock of @page, and the pageblock itself if that is half of it */
static void steal_suitable_fallback(struct zone *zone, struct page *page, int start_type)
{
	int pages;

	if (page_order(page) >= pageblock_order) {
		set_pageblock_migratetype(zone, page, start_type);
		return;
	}
	pages = move_freepages_block(zone, page, start_type);
	if (pages >= 1 << (pageblock_order - 1))
		set_pageblock_migratetype(zone, page, start_type);
}

/* The first type in @start_type's table that has a free block in @area, or -1 */
static inline int find_suitable_fallback(const struct free_area *area, int start_type)
{
	int i;

	for (i = 0; fallbacks[start_type][i] != start_type; i++)
		if (!list_empty(&area->free_list[fallbacks[start_type][i]]))
			return fallbacks[start_type][i];
	return -1;
}

/* @start_type has nothing: takes the largest block of another type, so that it lasts */
static struct page *__rmqueue_fallback(struct zone *zone, unsigned int order, int start_type)
{
	unsigned int current_order = MAX_ORDER;

	while (current_order-- > order) {
		struct free_area *area = &zone->free_area[current_order];
		int fallback_type = find_suitable_fallback(area, start_type);
		struct page *page;

		if (fallback_type == -1)
			continue;
		page = list_first_entry(&area->free_list[fallback_type], struct page, lru);
		if (can_steal_fallback(current_order, start_type))
			steal_suitable_fallback(zone, page, start_type);
		del_page_from_free_area(page, area);
		expand(zone, page, order, current_order, start_type);
		return page;
	}
	return NULL;
}

/*
 * __rmqueue - takes a block of 2^@order frames off @zone's lists, of @migratetype if there is one.
 *
 * Returns NULL when no list has a block that large.  The caller holds the zone's lock and accounts
 * for NR_FREE_PAGES.
 */
struct page *__rmqueue(struct zone *zone, unsigned int order, int migratetype)
{
	struct page *page = __rmqueue_smallest(zone, order, migratetype);

	return likely(page) ? page : __rmqueue_fallback(zone, order, migratetype);
}
