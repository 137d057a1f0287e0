/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where memory is, as text for the log: what a failed allocation prints.
 *
 *     Mem-Info:
 *     active_anon:123 inactive_anon:45 ...
 *      mapped:12 shmem:3 pagetables:4 free:12345 free_pcp:67
 *     Normal free:2352kB min:3528kB low:4408kB high:5292kB present:778240kB managed:...
 *     Normal: 3*4kB (UM) 2*8kB (U) ... 1*4096kB (M) = 2352kB
 *     (letters: the migrate types that have such a block: U unmovable, M movable, E reclaimable)
 *
 * Invariants (nothing asserts them)
 *   S1  the sum at the end of a zone's blocks is its free:
 *
 * Context.  Any; takes the zones' locks one at a time.
 *
 * Differs from Linux 4.x, where show_free_areas() is in mm/page_alloc.c and show_mem() in
 * lib/show_mem.c: no node, no counters of things that don't exist here.
 *
 * Shown by tests/kernel/page_alloc.c.
 */
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/sysinfo.h>
#include <linux/vmstat.h>
#include "internal.h"

#define K(x) ((unsigned long)(x) << (PAGE_SHIFT - 10))

static unsigned long zone_pcp_pages(const struct zone *zone)
{
	unsigned long nr = 0;
	int cpu;

	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		nr += (unsigned long)zone->pageset[cpu].pcp.count;
	return nr;
}

static void show_zone(struct zone *zone)
{
	int i;

	pr_info("%s free:%lukB min:%lukB low:%lukB high:%lukB active_anon:%lukB inactive_anon:%lukB active_file:%lukB inactive_file:%lukB unevictable:%lukB present:%lukB managed:%lukB slab_reclaimable:%lukB slab_unreclaimable:%lukB kernel_stack:%lukB pagetables:%lukB free_pcp:%lukB pages_scanned:%lu all_unreclaimable? %s\n",
		zone->name, K(zone_page_state(zone, NR_FREE_PAGES)), K(min_wmark_pages(zone)),
		K(low_wmark_pages(zone)), K(high_wmark_pages(zone)),
		K(zone_page_state(zone, NR_ACTIVE_ANON)), K(zone_page_state(zone, NR_INACTIVE_ANON)),
		K(zone_page_state(zone, NR_ACTIVE_FILE)), K(zone_page_state(zone, NR_INACTIVE_FILE)),
		K(zone_page_state(zone, NR_UNEVICTABLE)), K(zone->present_pages),
		K(zone->managed_pages), K(zone_page_state(zone, NR_SLAB_RECLAIMABLE)),
		K(zone_page_state(zone, NR_SLAB_UNRECLAIMABLE)),
		zone_page_state(zone, NR_KERNEL_STACK) * THREAD_SIZE / 1024,
		K(zone_page_state(zone, NR_PAGETABLE)), K(zone_pcp_pages(zone)), zone->pages_scanned,
		zone_reclaimable(zone) ? "no" : "yes");
	pr_info("lowmem_reserve[]:");
	for (i = 0; i < MAX_NR_ZONES; i++)
		pr_cont(" %ld", zone->lowmem_reserve[i]);
	pr_cont("\n");
}

/* The letters of the migrate types that have a block in @area */
static void area_types(const struct free_area *area, char *letters)
{
	static const char type_letter[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE]   = 'U',
		[MIGRATE_MOVABLE]     = 'M',
		[MIGRATE_RECLAIMABLE] = 'E',
	};
	int t;

	for (t = 0; t < MIGRATE_TYPES; t++)
		if (!list_empty(&area->free_list[t]))
			*letters++ = type_letter[t];
	*letters = '\0';
}

static void show_zone_blocks(struct zone *zone)
{
	unsigned long nr[MAX_ORDER], total = 0, flags;
	char letters[MAX_ORDER][MIGRATE_TYPES + 1];
	unsigned int order;

	spin_lock_irqsave(&zone->lock, flags);
	for (order = 0; order < MAX_ORDER; order++) {
		nr[order] = zone->free_area[order].nr_free;
		total += nr[order] << order;
		area_types(&zone->free_area[order], letters[order]);
	}
	spin_unlock_irqrestore(&zone->lock, flags);

	pr_info("%s:", zone->name);
	for (order = 0; order < MAX_ORDER; order++) {
		pr_cont(" %lu*%lukB", nr[order], K(1UL) << order);
		if (nr[order])
			pr_cont(" (%s)", letters[order]);
	}
	pr_cont(" = %lukB\n", K(total));
}

/* show_free_areas - the zones' free pages, watermarks and blocks.  (article 3.2.2) */
void show_free_areas(void)
{
	struct zone *zone;

	pr_info("active_anon:%lu inactive_anon:%lu active_file:%lu inactive_file:%lu unevictable:%lu\n",
		global_page_state(NR_ACTIVE_ANON), global_page_state(NR_INACTIVE_ANON),
		global_page_state(NR_ACTIVE_FILE), global_page_state(NR_INACTIVE_FILE),
		global_page_state(NR_UNEVICTABLE));
	pr_info(" dirty:%lu writeback:%lu slab_reclaimable:%lu slab_unreclaimable:%lu\n",
		global_page_state(NR_FILE_DIRTY), global_page_state(NR_WRITEBACK),
		global_page_state(NR_SLAB_RECLAIMABLE), global_page_state(NR_SLAB_UNRECLAIMABLE));
	pr_info(" mapped:%lu shmem:%lu pagetables:%lu free:%lu free_pcp:%lu\n",
		global_page_state(NR_FILE_MAPPED), global_page_state(NR_SHMEM), global_page_state(NR_PAGETABLE),
		nr_free_pages(), nr_free_and_pcp_pages() - nr_free_pages());
	for_each_populated_zone(zone)
		show_zone(zone);
	for_each_populated_zone(zone)
		show_zone_blocks(zone);
}

/* show_mem - the above, and how many pages there are at all */
void show_mem(void)
{
	unsigned long present = get_num_physpages();
	struct sysinfo i;

	pr_info("Mem-Info:\n");
	show_free_areas();
	si_swapinfo(&i);
	pr_info("%lu total pagecache pages\n", global_page_state(NR_FILE_PAGES));
	pr_info("%lu pages in swap cache\n", total_swapcache_pages());
	pr_info("Free swap  = %lukB\n", K(i.freeswap));
	pr_info("Total swap = %lukB\n", K(i.totalswap));
	pr_info("%lu pages RAM\n", present);
	pr_info("%lu pages HighMem\n", totalhigh_pages);
	pr_info("%lu pages reserved\n", present - totalram_pages);
}

/* si_meminfo - fills the fields of @val that say how much memory there is, in pages */
void si_meminfo(struct sysinfo *val)
{
	struct zone *high = &contig_page_data.node_zones[ZONE_HIGHMEM];

	val->totalram = totalram_pages;
	val->sharedram = global_page_state(NR_SHMEM);
	val->freeram = nr_free_and_pcp_pages();
	val->bufferram = 0;
	val->totalhigh = totalhigh_pages;
	val->freehigh = zone_page_state(high, NR_FREE_PAGES) + zone_pcp_pages(high);
	val->mem_unit = PAGE_SIZE;
}
