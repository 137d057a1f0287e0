/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which pages a test didn't give back.
 *
 * Idea.  Before the test each page that is free has its bit set.  One that isn't free afterwards was taken
 * meanwhile: by the test, or by a cache that has another page now than it had.
 *
 *     before    11111111 11111111 ...      a bit for each frame: on a buddy or per-CPU list
 *     after     11101111 11001111 ...      pfn 0x40003 order 0, pfn 0x4000a order 1
 *
 * The debug build knows the blocks and who took them (mm/page_owner.c); without it they are the largest that
 * the missing pages make up.
 * Context: the harness, with lists drained; nobody else allocates.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page_ext.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "selftest.h"

#define MAX_LINES	10

static unsigned long *free_before, *free_after;

/* From the first of RAM to the last */
static unsigned long nr_frames(void)
{
	return max_pfn - PHYS_PFN_OFFSET;
}

static void set_free(unsigned long *map, const struct page *page, unsigned int order)
{
	unsigned long first = page_to_pfn(page) - PHYS_PFN_OFFSET, i;

	/* A block is aligned to its size, so a large one is whole words */
	if (1UL << order >= BITS_PER_LONG)
		memset(map + first / BITS_PER_LONG, 0xff, (1UL << order) / 8);
	else
		for (i = first; i < first + (1UL << order); i++)
			__set_bit(i % BITS_PER_LONG, map + i / BITS_PER_LONG);
}

static void list_free(unsigned long *map, const struct list_head *list, unsigned int order)
{
	const struct page *page;

	list_for_each_entry(page, list, lru)
		set_free(map, page, order);
}

static void find_free(unsigned long *map)
{
	struct zone *zone;
	unsigned long flags;
	unsigned int order;
	int type, cpu;

	memset(map, 0, BITS_TO_LONGS(nr_frames()) * sizeof(long));
	for_each_populated_zone(zone) {
		spin_lock_irqsave(&zone->lock, flags);
		for (order = 0; order < MAX_ORDER; order++)
			for (type = 0; type < MIGRATE_TYPES; type++)
				list_free(map, &zone->free_area[order].free_list[type], order);
		for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
			for (type = 0; type < MIGRATE_PCPTYPES; type++)
				list_free(map, &zone->pageset[cpu].pcp.lists[type], 0);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
}

static bool is_leaked(unsigned long i)
{
	unsigned long bit = 1UL << i % BITS_PER_LONG;

	return free_before[i / BITS_PER_LONG] & ~free_after[i / BITS_PER_LONG] & bit;
}

/* The order of the largest block, aligned to its size, that begins with page @i and is missing as a whole */
static unsigned int leaked_order(unsigned long i)
{
	unsigned int order = 0;
	unsigned long k;

	for (; order < MAX_ORDER - 1 && !((PHYS_PFN_OFFSET + i) & ((2UL << order) - 1)); order++)
		for (k = 1UL << order; k < 2UL << order; k++)
			if (i + k >= nr_frames() || !is_leaked(i + k))
				return order;
	return order;
}

/* A line about what begins with page @i, unless @silent; returns its order */
static unsigned int report(unsigned long i, bool silent)
{
	unsigned long pfn = PHYS_PFN_OFFSET + i;
	unsigned int order = leaked_order(i);

#ifdef CONFIG_PAGE_OWNER
	const struct page_ext *ext = lookup_page_ext(pfn_to_page(pfn));

	if (ext->flags & PAGE_EXT_OWNER) {
		if (!silent)
			selftest_note("pfn 0x%lx order %u, allocated by %pS", pfn, ext->order, (void *)ext->ip);
		return ext->order;
	}
#endif
	if (!silent)
		selftest_note("pfn 0x%lx order %u", pfn, order);
	return order;
}

/* leaks_init - memory for the maps, before anything is counted */
void leaks_init(void)
{
	free_before = vmalloc(BITS_TO_LONGS(nr_frames()) * sizeof(long));
	free_after = vmalloc(BITS_TO_LONGS(nr_frames()) * sizeof(long));
	BUG_ON(!free_before || !free_after);
}

/* leaks_begin - notes which pages are free */
void leaks_begin(void)
{
	find_free(free_before);
}

/* leaks_report - says which of those aren't free any more */
void leaks_report(void)
{
	unsigned long i, lines = 0;

	find_free(free_after);
	for (i = 0; i < nr_frames(); i++)
		if (is_leaked(i))
			i += (1UL << report(i, lines++ >= MAX_LINES)) - 1;
	if (lines > MAX_LINES)
		selftest_note("... and %lu more", lines - MAX_LINES);
}
