/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Zones: page frames by what the kernel can do with them.
 *
 *   ZONE_NORMAL    lowmem: always mapped at __va(), good for everything
 *   ZONE_HIGHMEM   the rest: has an address only through kmap(), vmap() or a user's page table
 */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/atomic.h>
#include <asm/page.h>

#define MAX_ORDER		11		/* blocks of 1 to 2^10 pages: 4 KiB to 4 MiB */
#define MAX_ORDER_NR_PAGES	(1 << (MAX_ORDER - 1))
#define pageblock_order		(MAX_ORDER - 1)
#define pageblock_nr_pages	(1UL << pageblock_order)

/* Orders above this need luck: the allocator doesn't try for ever */
#define PAGE_ALLOC_COSTLY_ORDER	3

#define NUMA_NO_NODE		(-1)

enum zone_type {
	ZONE_NORMAL,
	ZONE_HIGHMEM,
	__MAX_NR_ZONES,
};
#define MAX_NR_ZONES		2

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES,		/* the types that have per-CPU lists: all */
	MIGRATE_TYPES = MIGRATE_PCPTYPES,
};

enum zone_watermarks {
	WMARK_MIN,
	WMARK_LOW,
	WMARK_HIGH,
	NR_WMARK,
};

#define LRU_ACTIVE	1	/* from an inactive list's number to its active one's */

enum lru_list {
	LRU_INACTIVE_ANON,
	LRU_ACTIVE_ANON,
	LRU_INACTIVE_FILE,
	LRU_ACTIVE_FILE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS,
};

#define for_each_evictable_lru(lru)					\
	for (lru = LRU_INACTIVE_ANON; lru <= LRU_ACTIVE_FILE; lru++)

static inline bool is_file_lru(enum lru_list lru)
{
	return lru == LRU_INACTIVE_FILE || lru == LRU_ACTIVE_FILE;
}

static inline bool is_active_lru(enum lru_list lru)
{
	return lru == LRU_ACTIVE_ANON || lru == LRU_ACTIVE_FILE;
}

/* Names in mm/vmstat.c, in the same order */
enum zone_stat_item {
	NR_FREE_PAGES,
	NR_LRU_BASE,
	NR_INACTIVE_ANON = NR_LRU_BASE,
	NR_ACTIVE_ANON,
	NR_INACTIVE_FILE,
	NR_ACTIVE_FILE,
	NR_UNEVICTABLE,
	NR_MLOCK,
	NR_ANON_PAGES,
	NR_FILE_MAPPED,
	NR_FILE_PAGES,
	NR_FILE_DIRTY,
	NR_WRITEBACK,
	NR_SLAB_RECLAIMABLE,
	NR_SLAB_UNRECLAIMABLE,
	NR_PAGETABLE,
	NR_KERNEL_STACK,
	NR_SHMEM,
	NR_DIRTIED,
	NR_WRITTEN,
	NR_VMSCAN_WRITE,	/* writes that reclaim has started */
	NR_VMSCAN_IMMEDIATE,	/* pages that it would take as soon as they are clean */
	NR_VM_ZONE_STAT_ITEMS,
};

struct free_area {
	struct list_head free_list[MIGRATE_TYPES];
	unsigned long nr_free;		/* blocks, not pages */
};

/* Of programs' memory (0) and files' pages (1): how many were scanned of late, and how many of those were in use */
struct zone_reclaim_stat {
	unsigned long recent_rotated[2];
	unsigned long recent_scanned[2];
};

struct lruvec {
	struct list_head lists[NR_LRU_LISTS];
	struct zone_reclaim_stat reclaim_stat;
};

/* What reclaim has seen at the tails of the lists: zone->flags */
enum zone_flags {
	ZONE_DIRTY,		/* many dirty pages of files: kswapd writes, too */
	ZONE_WRITEBACK,		/* many pages that are being written: kswapd waits for some */
};

/*
 * Single pages of one CPU, taken and given without the zone's lock, with interrupts off.
 * Pages that this CPU hands out aren't counted one by one: they are fed + freed - count.
 */
struct per_cpu_pages {
	struct list_head lists[MIGRATE_PCPTYPES];
	int count;			/* pages in the lists */
	int high;			/* at this many, a batch goes back to the buddy lists */
	int batch;
	unsigned long fed;		/* pages taken off the zone's buddy lists, less those put back */
	unsigned long freed;		/* pages freed, singly or in blocks */
};

struct per_cpu_pageset {
	struct per_cpu_pages pcp;
};

/* Aligned so that page_zone() is a shift and an addition; the hot fields come first */
struct zone {
	struct per_cpu_pageset pageset[CONFIG_NR_CPUS];
#ifdef CONFIG_FLATMEM
	u8 *pageblock_migratetype;		/* one for each pageblock of the node; lock */
#endif
	unsigned long watermark[NR_WMARK];	/* pages */
	long lowmem_reserve[MAX_NR_ZONES];

	spinlock_t lock;			/* free_area, NR_FREE_PAGES */
	struct free_area free_area[MAX_ORDER];

	spinlock_t lru_lock;			/* lruvec */
	struct lruvec lruvec;
	unsigned long pages_scanned;		/* since a page became free; lru_lock, and lock to make it 0 */
	unsigned long flags;			/* enum zone_flags */

	unsigned long zone_start_pfn;
	unsigned long spanned_pages;		/* with holes */
	unsigned long present_pages;		/* without holes */
	unsigned long managed_pages;		/* given to the buddy allocator */
	atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS];
	const char *name;
} __aligned(1024);

/* Zones to try one after the other, the first being the best; ends with NULL */
struct zonelist {
	struct zone *zones[MAX_NR_ZONES + 1];
} __aligned(4 * sizeof(void *));

/* One node: the machine has one kind of memory */
typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	struct zonelist node_zonelists[MAX_NR_ZONES];	/* [z]: no zone above z */
	int nr_zones;
#ifdef CONFIG_FLATMEM
	struct page *node_mem_map;		/* starts at a multiple of MAX_ORDER_NR_PAGES */
#endif
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
	int node_id;
} pg_data_t;

extern struct pglist_data contig_page_data;
#define NODE_DATA(nid)		(&contig_page_data)

#ifdef CONFIG_FLATMEM
extern struct page *mem_map;
extern unsigned long max_mapnr;
#endif

#define zone_idx(zone)		((enum zone_type)((zone) - contig_page_data.node_zones))

#define min_wmark_pages(z)	((z)->watermark[WMARK_MIN])
#define low_wmark_pages(z)	((z)->watermark[WMARK_LOW])
#define high_wmark_pages(z)	((z)->watermark[WMARK_HIGH])

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages != 0;
}

static inline int is_highmem(const struct zone *zone)
{
	return zone == &contig_page_data.node_zones[ZONE_HIGHMEM];
}

#define for_each_zone(zone)						\
	for (zone = contig_page_data.node_zones;			\
	     zone < contig_page_data.node_zones + MAX_NR_ZONES; zone++)
#define for_each_populated_zone(zone)					\
	for_each_zone(zone)						\
		if (populated_zone(zone))

/* What the fast paths touch of one zone: this CPU's lists.  Interrupts are off. */
#if CONFIG_NR_CPUS == 1
#define this_cpu_pcp(zone)	(&(zone)->pageset[0].pcp)
#else
#define this_cpu_pcp(zone)	(&(zone)->pageset[smp_processor_id()].pcp)
#endif

#define for_each_zone_zonelist(zone, zref, zlist)			\
	for (zref = (zlist)->zones; (zone = *zref) != NULL; zref++)

void build_all_zonelists(pg_data_t *pgdat);
void setup_per_cpu_pageset(void);
int init_per_zone_wmark_min(void);
void setup_per_zone_wmarks(void);
bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark,
		       int classzone_idx, unsigned int alloc_flags);

#include <asm-generic/memory_model.h>

#ifdef CONFIG_SPARSEMEM
/*
 * Sections: the physical address space in pieces, of which those with RAM have struct pages.  mm/sparse.c
 */
#include <asm/sparsemem.h>

#define SECTIONS_SHIFT		(MAX_PHYSMEM_BITS - SECTION_SIZE_BITS)
#define NR_MEM_SECTIONS		(1UL << SECTIONS_SHIFT)
#define PFN_SECTION_SHIFT	(SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION	(1UL << PFN_SECTION_SHIFT)
#define PAGE_SECTION_MASK	(~(PAGES_PER_SECTION - 1))

/* Of a pfn */
#define SECTION_ALIGN_UP(pfn)	(((pfn) + PAGES_PER_SECTION - 1) & PAGE_SECTION_MASK)
#define SECTION_ALIGN_DOWN(pfn)	((pfn) & PAGE_SECTION_MASK)

#define PAGEBLOCKS_PER_SECTION	(PAGES_PER_SECTION / pageblock_nr_pages)

struct mem_section {
	unsigned long section_mem_map;	/* struct pages, less the first pfn; and the flags below */
	u8 pageblock_migratetype[PAGEBLOCKS_PER_SECTION];	/* zone->lock */
#ifdef CONFIG_PAGE_EXTENSION
	struct page_ext *page_ext;	/* one for each page */
#endif
};

#define SECTION_MARKED_PRESENT	(1UL << 0)	/* there is RAM in it */
#define SECTION_HAS_MEM_MAP	(1UL << 1)	/* ... and it has its struct pages */
#define SECTION_MAP_LAST_BIT	(1UL << 2)
#define SECTION_MAP_MASK	(~(SECTION_MAP_LAST_BIT - 1))

extern struct mem_section mem_section[NR_MEM_SECTIONS];

static inline unsigned long pfn_to_section_nr(unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT;
}

static inline unsigned long section_nr_to_pfn(unsigned long sec)
{
	return sec << PFN_SECTION_SHIFT;
}

static inline struct mem_section *__nr_to_section(unsigned long nr)
{
	return &mem_section[nr];
}

static inline struct mem_section *__pfn_to_section(unsigned long pfn)
{
	return __nr_to_section(pfn_to_section_nr(pfn));
}

static inline bool present_section(const struct mem_section *section)
{
	return section->section_mem_map & SECTION_MARKED_PRESENT;
}

static inline bool valid_section(const struct mem_section *section)
{
	return section->section_mem_map & SECTION_HAS_MEM_MAP;
}

/* Has frame @pfn, any number, a struct page? */
static inline bool pfn_valid(unsigned long pfn)
{
	return pfn_to_section_nr(pfn) < NR_MEM_SECTIONS && valid_section(__pfn_to_section(pfn));
}

/* The same for frames between the first of RAM and the last: with FLATMEM all of those have one */
#define early_pfn_valid(pfn)	pfn_valid(pfn)

void memory_present(int nid, unsigned long start, unsigned long end);
void sparse_init(void);
struct page *sparse_decode_mem_map(unsigned long coded_mem_map, unsigned long pnum);
struct page *sparse_mem_map_populate(unsigned long pnum, int nid);

#else

#define early_pfn_valid(pfn)	(1)
#define sparse_init()		do { } while (0)

#endif

#endif
