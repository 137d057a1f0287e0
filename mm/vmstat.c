/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters, and the text of /proc/buddyinfo, /proc/zoneinfo and /proc/vmstat.
 *
 *     what                where                             changes by
 *     pages by use        zone->vm_stat[NR_*]               mod_zone_page_state, atomically
 *     free pages          zone->vm_stat[NR_FREE_PAGES]      the buddy lists, under zone->lock
 *     pages freed         zone->pageset[cpu].pcp.freed      each free, interrupts off
 *     pages handed out    the same: fed + freed - count     nothing: it follows
 *     faults, swapping    vm_event_states[cpu]              count_vm_event
 *
 * Idea.  A counter stands where it is changed, so that a change costs a few instructions; sums are
 * made by who reads.
 *
 * Invariant (their numbers are compared when it is compiled; nothing asserts the order)
 *   V1  names stand in the order of enum zone_stat_item and enum vm_event_item, one for each
 *
 * Context.  Any for counting; the texts take each zone's lock for its free_area.
 *
 * Differs from Linux 4.x: no per-CPU differences that are folded into the zones from time to time, and
 * no global copies: with two zones, summing up is cheap.
 *
 * Shown by tests/kernel/page_alloc.c.
 */
#include <linux/seq_file.h>
#include <linux/vmstat.h>
#include "internal.h"

static const char *const zone_stat_names[] = {
	[NR_FREE_PAGES]		= "nr_free_pages",
	[NR_INACTIVE_ANON]	= "nr_inactive_anon",
	[NR_ACTIVE_ANON]	= "nr_active_anon",
	[NR_INACTIVE_FILE]	= "nr_inactive_file",
	[NR_ACTIVE_FILE]	= "nr_active_file",
	[NR_UNEVICTABLE]	= "nr_unevictable",
	[NR_MLOCK]		= "nr_mlock",
	[NR_ANON_PAGES]		= "nr_anon_pages",
	[NR_FILE_MAPPED]	= "nr_mapped",
	[NR_FILE_PAGES]		= "nr_file_pages",
	[NR_FILE_DIRTY]		= "nr_dirty",
	[NR_WRITEBACK]		= "nr_writeback",
	[NR_SLAB_RECLAIMABLE]	= "nr_slab_reclaimable",
	[NR_SLAB_UNRECLAIMABLE]	= "nr_slab_unreclaimable",
	[NR_PAGETABLE]		= "nr_page_table_pages",
	[NR_KERNEL_STACK]	= "nr_kernel_stack",
	[NR_SHMEM]		= "nr_shmem",
	[NR_DIRTIED]		= "nr_dirtied",
	[NR_WRITTEN]		= "nr_written",
	[NR_VMSCAN_WRITE]	= "nr_vmscan_write",
	[NR_VMSCAN_IMMEDIATE]	= "nr_vmscan_immediate_reclaim",
};
static_assert(ARRAY_SIZE(zone_stat_names) == NR_VM_ZONE_STAT_ITEMS);

static const char *const vm_event_names[] = {
	[PSWPIN]		= "pswpin",
	[PSWPOUT]		= "pswpout",
	[PGALLOC_NORMAL]	= "pgalloc_normal",
	[PGALLOC_HIGH]		= "pgalloc_high",
	[PGFREE]		= "pgfree",
	[PGFAULT]		= "pgfault",
	[PGMAJFAULT]		= "pgmajfault",
	[PGACTIVATE]		= "pgactivate",
	[PGDEACTIVATE]		= "pgdeactivate",
	[PGROTATED]		= "pgrotated",
	[PGREFILL_NORMAL]	= "pgrefill_normal",
	[PGREFILL_HIGH]		= "pgrefill_high",
	[PGSCAN_KSWAPD_NORMAL]	= "pgscan_kswapd_normal",
	[PGSCAN_KSWAPD_HIGH]	= "pgscan_kswapd_high",
	[PGSTEAL_KSWAPD_NORMAL]	= "pgsteal_kswapd_normal",
	[PGSTEAL_KSWAPD_HIGH]	= "pgsteal_kswapd_high",
	[PGSCAN_DIRECT_NORMAL]	= "pgscan_direct_normal",
	[PGSCAN_DIRECT_HIGH]	= "pgscan_direct_high",
	[PGSTEAL_DIRECT_NORMAL]	= "pgsteal_direct_normal",
	[PGSTEAL_DIRECT_HIGH]	= "pgsteal_direct_high",
	[SLABS_SCANNED]		= "slabs_scanned",
	[PAGEOUTRUN]		= "pageoutrun",
	[ALLOCSTALL]		= "allocstall",
};
static_assert(ARRAY_SIZE(vm_event_names) == NR_VM_EVENT_ITEMS);

unsigned long vm_event_states[CONFIG_NR_CPUS][NR_VM_EVENT_ITEMS];

/* global_page_state - the sum of @item over all zones */
unsigned long global_page_state(enum zone_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_zone(zone)
		sum += zone_page_state(zone, item);
	return sum;
}

/* all_vm_events - what has happened since boot, on all CPUs, into @ret[NR_VM_EVENT_ITEMS] */
void all_vm_events(unsigned long *ret)
{
	struct zone *zone;
	int i, cpu;

	for (i = 0; i < NR_VM_EVENT_ITEMS; i++)
		ret[i] = 0;
	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		for (i = 0; i < NR_VM_EVENT_ITEMS; i++)
			ret[i] += vm_event_states[cpu][i];
	for_each_populated_zone(zone)
		for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++) {
			const struct per_cpu_pages *pcp = &zone->pageset[cpu].pcp;

			ret[PGALLOC_NORMAL + zone_idx(zone)] +=
				pcp->fed + pcp->freed - (unsigned long)pcp->count;
			ret[PGFREE] += pcp->freed;
		}
}

/* buddyinfo_show - free blocks by order, a line for each zone: /proc/buddyinfo */
void buddyinfo_show(struct seq_file *m)
{
	struct zone *zone;
	unsigned int order;
	unsigned long flags;

	for_each_populated_zone(zone) {
		seq_printf(m, "Node 0, zone %8s ", zone->name);
		spin_lock_irqsave(&zone->lock, flags);
		for (order = 0; order < MAX_ORDER; order++)
			seq_printf(m, "%6lu ", zone->free_area[order].nr_free);
		spin_unlock_irqrestore(&zone->lock, flags);
		seq_putc(m, '\n');
	}
}

static void zoneinfo_show_zone(struct seq_file *m, struct zone *zone)
{
	unsigned int i;

	seq_printf(m, "Node 0, zone %8s\n", zone->name);
	seq_printf(m, "  pages free     %lu\n", zone_page_state(zone, NR_FREE_PAGES));
	seq_printf(m, "        min      %lu\n", min_wmark_pages(zone));
	seq_printf(m, "        low      %lu\n", low_wmark_pages(zone));
	seq_printf(m, "        high     %lu\n", high_wmark_pages(zone));
	seq_printf(m, "        scanned  %lu\n", zone->pages_scanned);
	seq_printf(m, "        spanned  %lu\n", zone->spanned_pages);
	seq_printf(m, "        present  %lu\n", zone->present_pages);
	seq_printf(m, "        managed  %lu\n", zone->managed_pages);
	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		seq_printf(m, "    %-12s %lu\n", zone_stat_names[i], zone_page_state(zone, i));
	seq_puts(m, "        protection: (");
	for (i = 0; i < MAX_NR_ZONES; i++)
		seq_printf(m, "%s%ld", i ? ", " : "", zone->lowmem_reserve[i]);
	seq_puts(m, ")\n  pagesets");
	for (i = 0; i < CONFIG_NR_CPUS; i++)
		seq_printf(m, "\n    cpu: %u\n              count: %d\n              high:  %d\n              batch: %d",
			   i, zone->pageset[i].pcp.count, zone->pageset[i].pcp.high,
			   zone->pageset[i].pcp.batch);
	seq_printf(m, "\n  start_pfn:         %lu\n", zone->zone_start_pfn);
}

/* zoneinfo_show - all that is known of each zone: /proc/zoneinfo */
void zoneinfo_show(struct seq_file *m)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		zoneinfo_show_zone(m, zone);
}

/* vmstat_show - one counter a line: /proc/vmstat */
void vmstat_show(struct seq_file *m)
{
	unsigned long events[NR_VM_EVENT_ITEMS];
	unsigned int i;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", zone_stat_names[i], global_page_state(i));
	all_vm_events(events);
	for (i = 0; i < NR_VM_EVENT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", vm_event_names[i], events[i]);
}
