/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * zone_check(): the invariants of mm/buddy.c as code.
 *
 * Idea.  Walk every free list and compare with the counters, then walk mem_map and compare with
 * the lists.  What is wrong is said with the number of its invariant:
 *
 *     zone_check: I3 violated: Normal pfn 0x41230 order 2: its buddy is free, too
 *
 *     lists     free_area[order].free_list[type] --> page --> page     I1 I2 I3 I4 I6
 *     counters  nr_free, NR_FREE_PAGES, pcp->count                     I4 I5 I9 I10
 *     mem_map   every PageBuddy page of the zone                       I2 I7
 *
 * The invariants are I1 to I10 of mm/buddy.c's opening comment.
 *
 * Context.  Takes each zone's lock with interrupts off for as long as the walk takes: tests and
 * the debugger only.  A list that doesn't end is noticed by its length.
 *
 * Differs from Linux 4.x, which has no such check.
 *
 * Read check_free_block() first.  Shown by tests/kernel/page_alloc.c, which breaks each invariant
 * it can, and the harness, which calls it after every test.
 */
#include <linux/vmstat.h>
#include "internal.h"

#define VIOLATED(inv, fmt, ...)						\
	({ pr_err("zone_check: " inv " violated: " fmt "\n", ##__VA_ARGS__); false; })

/* What the walk of one zone's lists has found */
struct zone_sum {
	unsigned long blocks;
	unsigned long pages;
};

/* I6: the neighbours of @entry point back at it */
static bool check_list_entry(const struct zone *zone, const struct list_head *entry)
{
	if (entry->next && entry->prev && entry->next->prev == entry &&
	    entry->prev->next == entry)
		return true;
	return VIOLATED("I6", "%s list entry %p: a neighbour doesn't point back", zone->name,
			entry);
}

/* I1, I2, I3 for the block of @order that starts with @page */
static bool check_free_block(const struct zone *zone, const struct page *page,
			     unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	const struct page *buddy = page + ((pfn ^ 1UL << order) - pfn);

	if (pfn & ((1UL << order) - 1) || pfn < zone->zone_start_pfn ||
	    pfn + (1UL << order) > zone_end_pfn(zone) || page_zone(page) != zone)
		return VIOLATED("I1", "%s pfn 0x%lx order %u: misaligned or outside", zone->name,
				pfn, order);
	if (!PageBuddy(page) || page_order(page) != order || page_ref_count(page))
		return VIOLATED("I2", "%s pfn 0x%lx order %u: mapcount %d order %u count %d",
				zone->name, pfn, order, page->_mapcount.counter,
				page_order(page), page_ref_count(page));
	if (order < MAX_ORDER - 1 && PageBuddy(buddy) && page_order(buddy) == order &&
	    page_zone(buddy) == zone)
		return VIOLATED("I3", "%s pfn 0x%lx order %u: its buddy is free, too", zone->name,
				pfn, order);
	return true;
}

/* I4, I8 and the blocks of one order */
static bool check_free_area(const struct zone *zone, unsigned int order, struct zone_sum *sum)
{
	const struct free_area *area = &zone->free_area[order];
	unsigned long blocks = 0;
	int t;

	for (t = 0; t < MIGRATE_TYPES; t++) {
		const struct list_head *head = &area->free_list[t], *entry;

		if (!check_list_entry(zone, head))
			return false;
		for (entry = head->next; entry != head; entry = entry->next) {
			const struct page *page = list_entry(entry, struct page, lru);

			if (!check_list_entry(zone, entry) || !check_free_block(zone, page, order))
				return false;
			if (order == pageblock_order && get_pageblock_migratetype(zone, page) != t)
				return VIOLATED("I8", "%s pfn 0x%lx: whole pageblock of type %d in list %d",
						zone->name, page_to_pfn(page),
						get_pageblock_migratetype(zone, page), t);
			if (++blocks > area->nr_free)
				break;
		}
	}
	if (blocks != area->nr_free)
		return VIOLATED("I4", "%s order %u: nr_free is %lu, the lists have %lu", zone->name,
				order, area->nr_free, blocks);
	sum->blocks += blocks;
	sum->pages += blocks << order;
	return true;
}

/* I7, and of I2 that no block contains another */
static bool check_mem_map(const struct zone *zone, const struct zone_sum *sum)
{
	unsigned long pfn = zone->zone_start_pfn, blocks = 0, end = 0;

	for (; pfn < zone_end_pfn(zone); pfn++) {
		const struct page *page = pfn_to_page(pfn);

		if (!early_pfn_valid(pfn) || !PageBuddy(page))
			continue;
		if (pfn < end)
			return VIOLATED("I2", "%s pfn 0x%lx: a free block inside another",
					zone->name, pfn);
		end = pfn + (1UL << page_order(page));
		blocks++;
	}
	if (blocks != sum->blocks)
		return VIOLATED("I7", "%s: %lu free blocks in mem_map, %lu in the lists",
				zone->name, blocks, sum->blocks);
	return true;
}

/* I8 */
static bool check_pageblocks(const struct zone *zone)
{
	unsigned long first = pageblock_nr(pfn_to_page(zone->zone_start_pfn));
	unsigned long last = pageblock_nr(pfn_to_page(zone_end_pfn(zone) - 1));
	unsigned long nr;

	for (nr = first; nr <= last; nr++)
		if (pageblock_valid(nr) && *pageblock_type(zone, nr) >= MIGRATE_TYPES)
			return VIOLATED("I8", "%s pageblock %lu has type %u", zone->name, nr,
					*pageblock_type(zone, nr));
	return true;
}

/* I9 */
static bool check_pcp(const struct zone *zone, const struct per_cpu_pages *pcp)
{
	int pages = 0, t;

	for (t = 0; t < MIGRATE_PCPTYPES; t++) {
		const struct list_head *head = &pcp->lists[t], *entry;

		if (!check_list_entry(zone, head))
			return false;
		for (entry = head->next; entry != head; entry = entry->next) {
			const struct page *page = list_entry(entry, struct page, lru);

			if (!check_list_entry(zone, entry))
				return false;
			if (page_zone(page) != zone || PageBuddy(page) || page_ref_count(page))
				return VIOLATED("I9", "%s per-CPU page pfn 0x%lx isn't free",
						zone->name, page_to_pfn(page));
			if (++pages > pcp->count)
				break;
		}
	}
	if (pages != pcp->count)
		return VIOLATED("I9", "%s per-CPU lists have %d pages or more, count is %d",
				zone->name, pages, pcp->count);
	return true;
}

/* I5, I10 */
static bool check_counts(struct zone *zone, const struct zone_sum *sum)
{
	unsigned long nr_free = zone_page_state(zone, NR_FREE_PAGES);

	if (nr_free != sum->pages)
		return VIOLATED("I5", "%s: NR_FREE_PAGES is %lu, the lists have %lu", zone->name,
				nr_free, sum->pages);
	if (nr_free > zone->managed_pages || zone->managed_pages > zone->present_pages ||
	    zone->present_pages > zone->spanned_pages)
		return VIOLATED("I10", "%s: free %lu managed %lu present %lu spanned %lu",
				zone->name, nr_free, zone->managed_pages, zone->present_pages,
				zone->spanned_pages);
	return true;
}

/* The caller holds @zone's lock */
static bool check_zone(struct zone *zone)
{
	struct zone_sum sum = { 0, 0 };
	unsigned int order;
	int cpu;

	for (order = 0; order < MAX_ORDER; order++)
		if (!check_free_area(zone, order, &sum))
			return false;
	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		if (!check_pcp(zone, &zone->pageset[cpu].pcp))
			return false;
	return check_mem_map(zone, &sum) && check_pageblocks(zone) && check_counts(zone, &sum);
}

/*
 * zone_check - do the invariants of the page allocator hold in every zone?
 *
 * Says what is wrong first.  Process context; stops interrupts for a walk through mem_map.
 */
bool zone_check(void)
{
	struct zone *zone;
	unsigned long flags;
	bool ok = true;

	for_each_populated_zone(zone) {
		spin_lock_irqsave(&zone->lock, flags);
		ok = check_zone(zone) && ok;
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	return ok;
}
