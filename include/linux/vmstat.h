/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is counted: pages by use, for each zone, and what has happened to them.
 *
 * NR_FREE_PAGES is changed by mm/page_alloc.c alone, under the zone's lock; all other page
 * counters change atomically, anywhere.
 */
#ifndef _LINUX_VMSTAT_H
#define _LINUX_VMSTAT_H

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/smp.h>

/* Names in mm/vmstat.c, in the same order */
enum vm_event_item {
	PSWPIN,				/* pages from swap areas, */
	PSWPOUT,			/* ... and to them */
	PGALLOC_NORMAL,			/* one for each zone, in the zones' order */
	PGALLOC_HIGH,
	PGFREE,
	PGFAULT,			/* faults of programs: all, */
	PGMAJFAULT,			/* ... and those that had to read from a disk */
	PGACTIVATE,			/* pages that move to an active list, */
	PGDEACTIVATE,			/* ... to an inactive one */
	PGROTATED,			/* written, and so to the tail of the list; interrupts off */
	PGREFILL_NORMAL,		/* pages scanned on active lists, one for each zone, in the zones' order */
	PGREFILL_HIGH,
	PGSCAN_KSWAPD_NORMAL,		/* ... on inactive ones, by kswapd */
	PGSCAN_KSWAPD_HIGH,
	PGSTEAL_KSWAPD_NORMAL,		/* ... and freed */
	PGSTEAL_KSWAPD_HIGH,
	PGSCAN_DIRECT_NORMAL,		/* ... by who needed memory */
	PGSCAN_DIRECT_HIGH,
	PGSTEAL_DIRECT_NORMAL,
	PGSTEAL_DIRECT_HIGH,
	SLABS_SCANNED,			/* objects that shrinkers looked at */
	PAGEOUTRUN,			/* rounds of kswapd */
	ALLOCSTALL,			/* calls of try_to_free_pages() */
	NR_VM_EVENT_ITEMS
};

void all_vm_events(unsigned long *ret);

/* Events that nothing else counts.  An interrupt never counts one, so nothing is locked. */
extern unsigned long vm_event_states[CONFIG_NR_CPUS][NR_VM_EVENT_ITEMS];

#define count_vm_event(item)	(vm_event_states[smp_processor_id()][item]++)
#define count_vm_events(item, n) (vm_event_states[smp_processor_id()][item] += (n))

static inline void mod_zone_page_state(struct zone *zone, enum zone_stat_item item, long delta)
{
	atomic_long_add(delta, &zone->vm_stat[item]);
}

static inline void inc_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, 1);
}

static inline void dec_zone_page_state(struct page *page, enum zone_stat_item item)
{
	mod_zone_page_state(page_zone(page), item, -1);
}

/* The forms for interrupts off are the same: an atomic change needs no more */
#define __mod_zone_page_state	mod_zone_page_state
#define __inc_zone_page_state	inc_zone_page_state
#define __dec_zone_page_state	dec_zone_page_state

/* The caller holds @zone's lock */
static inline void __mod_zone_freepage_state(struct zone *zone, long nr_pages)
{
	atomic_long_t *nr_free = &zone->vm_stat[NR_FREE_PAGES];

	atomic_long_set(nr_free, atomic_long_read(nr_free) + nr_pages);
}

static inline unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item)
{
	return (unsigned long)atomic_long_read(&zone->vm_stat[item]);
}

unsigned long global_page_state(enum zone_stat_item item);

/* nr_free_pages - pages in the buddy lists; those in per-CPU lists are not among them */
#define nr_free_pages()		global_page_state(NR_FREE_PAGES)

void buddyinfo_show(struct seq_file *m);
void zoneinfo_show(struct seq_file *m);
void vmstat_show(struct seq_file *m);

#endif
