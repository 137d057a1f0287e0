/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page frames at boot: zones, mem_map, and the change from memblock to the buddy allocator.
 *
 *     bootmem_init()                                   arch/arm/mm/init.c
 *       `- free_area_init_node()                       zones, mem_map: every frame is reserved
 *     mem_init()
 *       |- free_all_bootmem()                          what memblock has free below max_low_pfn
 *       `- free_highpages()                            ... and above it
 *     setup_per_cpu_pageset()                          lists of their real size
 *     initcalls: init_per_zone_wmark_min()             watermarks
 *     free_initmem() -> free_reserved_area()           boot code's own pages
 *
 * Idea.  mem_map[] has a struct page for each frame from the first of RAM to the last, holes
 * among them, and reaches out to whole pageblocks at both ends, so that the buddy of any frame
 * has one:
 *
 *     pfn      40000                     6f800                  80000
 *              [ Normal .......hole..... | HighMem ............ ]
 *     mem_map   ^ PHYS_PFN_OFFSET                   max_mapnr ^
 *
 * That is FLATMEM.  With SPARSEMEM_VMEMMAP (make VMEMMAP=1) mm/sparse.c has made the struct pages, none for a hole; only
 * writing them is left to do here.
 *
 * Cost.  Boot time grows with RAM by this file alone: a frame is written once as reserved (an
 * 8-word store) and once as free (2 words); all else is done for blocks of up to 4 MiB.
 *
 * Invariants (B1 is a part of I10 of mm/buddy.c; nothing asserts the others)
 *   B1  spanned >= present >= managed, in each zone
 *   B2  a frame that was never freed to the buddy allocator is PageReserved and has one user
 *   B3  totalram_pages is the sum of the zones' managed_pages
 *
 * Context.  __init functions run on one processor without locks or sleeping; what stays, says so.
 *
 * Differs from Linux 4.x, where this is in mm/page_alloc.c, mm/nobootmem.c and arch/arm/mm/init.c:
 * one node; frames are released block by block in high memory, too; memmap pages aren't taken off
 * managed_pages first, since nothing looks before free_all_bootmem() counts them.
 *
 * Read free_area_init_node(), then free_all_bootmem(), then the watermarks.  Shown by
 * tests/kernel/page_alloc.c, tests/host/buddy.t and the text of zoneinfo_show().
 */
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/page_ext.h>
#include <linux/string.h>
#include <linux/vmstat.h>
#include "internal.h"

struct pglist_data contig_page_data;
#ifdef CONFIG_FLATMEM
struct page *mem_map;
unsigned long max_mapnr;		/* frames from PHYS_PFN_OFFSET on that pfn_valid() knows */
#endif

unsigned long min_low_pfn;
unsigned long max_low_pfn;
unsigned long max_pfn;

unsigned long totalram_pages;
unsigned long totalhigh_pages;
unsigned long totalreserve_pages;
int min_free_kbytes = 1024;

static const char *const zone_names[MAX_NR_ZONES] = { "Normal", "HighMem" };

/* A zone keeps 1/ratio of the zones above it from requests that could go there */
static const unsigned long sysctl_lowmem_reserve_ratio[MAX_NR_ZONES] = { 32, 1 };

static void __init zone_init_free_lists(struct zone *zone)
{
	unsigned int order;
	int t;

	for (order = 0; order < MAX_ORDER; order++) {
		for (t = 0; t < MIGRATE_TYPES; t++)
			INIT_LIST_HEAD(&zone->free_area[order].free_list[t]);
		zone->free_area[order].nr_free = 0;
	}
	for (t = 0; t < NR_LRU_LISTS; t++)
		INIT_LIST_HEAD(&zone->lruvec.lists[t]);
}

/* Lists that give each page on at once, until setup_per_cpu_pageset() */
static void __init zone_pcp_init(struct zone *zone)
{
	int cpu, t;

	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++) {
		struct per_cpu_pages *pcp = &zone->pageset[cpu].pcp;

		pcp->count = 0;
		pcp->high = 0;
		pcp->batch = 1;
		for (t = 0; t < MIGRATE_PCPTYPES; t++)
			INIT_LIST_HEAD(&pcp->lists[t]);
	}
}

/* Writes the struct pages of [@start_pfn, @end_pfn): reserved frames of zone @idx (B2) */
static void __init memmap_init_zone(unsigned long start_pfn, unsigned long end_pfn,
				    enum zone_type idx)
{
	struct page *page = pfn_to_page(start_pfn);
	struct page *end = page + (end_pfn - start_pfn);
	struct page reserved = { .flags = 1UL << PG_reserved };

	set_page_zone(&reserved, idx);
	init_page_count(&reserved);
	page_mapcount_reset(&reserved);
	for (; page < end; page++)
		*page = reserved;
}

#ifdef CONFIG_SPARSEMEM

/* sparse_init() made the struct pages, section by section: those that are there become frames of zone @idx */
static void __init memmap_init(unsigned long start_pfn, unsigned long end_pfn, enum zone_type idx)
{
	unsigned long pfn, next;

	for (pfn = start_pfn; pfn < end_pfn; pfn = next) {
		next = min(SECTION_ALIGN_UP(pfn + 1), end_pfn);
		if (early_pfn_valid(pfn))
			memmap_init_zone(pfn, next, idx);
	}
}

static void __init alloc_node_mem_map(pg_data_t *pgdat)
{
}

/* A section has its pageblocks' types */
static void __init setup_usemap(struct zone *zone, unsigned long map_pages)
{
}

/* The first frame that has a struct page, and the end of those when @pfn is the end of RAM */
#define map_start_pfn(pgdat)	SECTION_ALIGN_DOWN(PHYS_PFN_OFFSET)
#define map_end_pfn(pfn)	SECTION_ALIGN_UP(pfn)

#else

#define map_start_pfn(pgdat)	page_to_pfn((pgdat)->node_mem_map)
#define map_end_pfn(pfn)	round_up(pfn, (unsigned long)MAX_ORDER_NR_PAGES)

#define memmap_init(start_pfn, end_pfn, idx)	memmap_init_zone(start_pfn, end_pfn, idx)

/* Finds room for mem_map and sets it so that virt_to_page() works */
static void __init alloc_node_mem_map(pg_data_t *pgdat)
{
	unsigned long map_start = round_down(PHYS_PFN_OFFSET, (unsigned long)MAX_ORDER_NR_PAGES);
	unsigned long end_pfn = pgdat->node_start_pfn + pgdat->node_spanned_pages;
	unsigned long map_end = map_end_pfn(end_pfn);
	phys_addr_t size = (map_end - map_start) * sizeof(struct page);
	phys_addr_t phys = __memblock_alloc_base(size, PAGE_SIZE, MEMBLOCK_ALLOC_ACCESSIBLE);

	if (!phys)
		panic("no room for mem_map: %lu KiB for frames 0x%lx to 0x%lx",
		      (unsigned long)size / 1024, map_start, map_end);
	pgdat->node_mem_map = __va(phys);
	mem_map = pgdat->node_mem_map + (PHYS_PFN_OFFSET - map_start);
	max_mapnr = end_pfn - PHYS_PFN_OFFSET;
	page_ext_init(map_end - map_start);
}

/* Room for the types of all pageblocks of the map, in each zone */
static void __init setup_usemap(struct zone *zone, unsigned long map_pages)
{
	unsigned long nr_blocks = map_pages >> pageblock_order;

	zone->pageblock_migratetype = memblock_virt_alloc(nr_blocks, 1);
	memset(zone->pageblock_migratetype, MIGRATE_MOVABLE, nr_blocks);
}

#endif

static void __init init_zone(struct zone *zone, unsigned long start_pfn, unsigned long size,
			     unsigned long holes, unsigned long map_pages)
{
	zone->name = zone_names[zone_idx(zone)];
	zone->zone_start_pfn = start_pfn;
	zone->spanned_pages = size;
	zone->present_pages = size - holes;
	zone->managed_pages = 0;
	spin_lock_init(&zone->lock);
	spin_lock_init(&zone->lru_lock);
	zone_init_free_lists(zone);
	zone_pcp_init(zone);
	if (!size)
		return;
	setup_usemap(zone, map_pages);
	pr_info("  %s zone: %lu pages, %lu present\n", zone->name, size, zone->present_pages);
}

/*
 * free_area_init_node - sets up the zones from @node_start_pfn on, and mem_map.
 *
 * @zones_size: pages that each zone spans, one behind the other; @zholes_size: how many of them
 * aren't there.  All frames are reserved afterwards.  paging_init() has mapped lowmem.
 */
void __init free_area_init_node(int nid, unsigned long *zones_size,
				unsigned long node_start_pfn, unsigned long *zholes_size)
{
	pg_data_t *pgdat = NODE_DATA(nid);
	unsigned long pfn = node_start_pfn, high_pfn = pfn + zones_size[ZONE_NORMAL];
	unsigned long map_start, map_end;
	struct zone *zone;

	BUG_ON(node_start_pfn < PHYS_PFN_OFFSET);
	pgdat->node_id = nid;
	pgdat->node_start_pfn = node_start_pfn;
	pgdat->node_spanned_pages = zones_size[ZONE_NORMAL] + zones_size[ZONE_HIGHMEM];
	pgdat->node_present_pages = pgdat->node_spanned_pages -
		zholes_size[ZONE_NORMAL] - zholes_size[ZONE_HIGHMEM];
	alloc_node_mem_map(pgdat);

	map_start = map_start_pfn(pgdat);
	map_end = map_end_pfn(pfn + pgdat->node_spanned_pages);
	if (!zones_size[ZONE_HIGHMEM])
		high_pfn = map_end;
	memmap_init(map_start, high_pfn, ZONE_NORMAL);
	memmap_init(high_pfn, map_end, ZONE_HIGHMEM);
	for_each_zone(zone) {
		enum zone_type idx = zone_idx(zone);

		init_zone(zone, pfn, zones_size[idx], zholes_size[idx], map_end - map_start);
		pfn += zones_size[idx];
	}
	build_all_zonelists(pgdat);
}

/* build_all_zonelists - for each highest zone, the populated ones in the order to try them */
void __init build_all_zonelists(pg_data_t *pgdat)
{
	enum zone_type highest;
	int i;

	pgdat->nr_zones = 0;
	for (highest = 0; highest < MAX_NR_ZONES; highest++) {
		struct zonelist *zonelist = &pgdat->node_zonelists[highest];
		int n = 0;

		for (i = (int)highest; i >= 0; i--)
			if (populated_zone(&pgdat->node_zones[i]))
				zonelist->zones[n++] = &pgdat->node_zones[i];
		zonelist->zones[n] = NULL;
		pgdat->nr_zones = n;
	}
}

/* Turns 2^@order reserved frames into a free block */
static void __init __free_pages_boot_core(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);
	unsigned long zone_bits = page->flags & (ZONES_MASK << ZONES_PGSHIFT);
	struct page *end = page + (1UL << order), *p;
	unsigned long flags;

	for (p = page; p < end; p++) {
		p->flags = zone_bits;
		set_page_count(p, 0);
	}
	spin_lock_irqsave(&zone->lock, flags);
	__free_one_page(page, page_idx(page), zone, order,
			get_pageblock_migratetype(zone, page));
	__mod_zone_freepage_state(zone, 1L << order);
	spin_unlock_irqrestore(&zone->lock, flags);
	zone->managed_pages += 1UL << order;
	totalram_pages += 1UL << order;
}

/* Frees the frames [@start, @end) in the largest blocks that fit.  Returns how many. */
static unsigned long __init __free_pages_memory(unsigned long start, unsigned long end)
{
	unsigned long pfn = start;

	while (pfn < end) {
		unsigned int order = min(MAX_ORDER - 1, pfn ? __builtin_ctzl(pfn) : MAX_ORDER - 1);

		while (pfn + (1UL << order) > end)
			order--;
		__free_pages_boot_core(pfn_to_page(pfn), order);
		pfn += 1UL << order;
	}
	return start < end ? end - start : 0;
}

/* Frees what memblock has free of the frames [@min_pfn, @end_pfn) */
static unsigned long __init free_memory_core_early(unsigned long min_pfn, unsigned long end_pfn)
{
	phys_addr_t pos, start, end;
	unsigned long count = 0;

	for_each_free_mem_range(pos, &start, &end)
		count += __free_pages_memory(max(memblock_pfn_up(start), min_pfn),
					     min((unsigned long)(end >> PAGE_SHIFT), end_pfn));
	return count;
}

/* free_all_bootmem - gives free lowmem to the buddy allocator.  Returns the number of pages. */
unsigned long __init free_all_bootmem(void)
{
	struct zone *zone = &contig_page_data.node_zones[ZONE_NORMAL];

	return free_memory_core_early(zone->zone_start_pfn, zone_end_pfn(zone));
}

/* free_highpages - the same for high memory */
unsigned long __init free_highpages(void)
{
	struct zone *zone = &contig_page_data.node_zones[ZONE_HIGHMEM];
	unsigned long count = free_memory_core_early(zone->zone_start_pfn, zone_end_pfn(zone));

	totalhigh_pages += count;
	return count;
}

/* adjust_managed_page_count - @count pages more (or less) are managed in @page's zone */
void adjust_managed_page_count(struct page *page, long count)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	zone->managed_pages += (unsigned long)count;
	totalram_pages += (unsigned long)count;
	if (is_highmem(zone))
		totalhigh_pages += (unsigned long)count;
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* free_reserved_page - a page that boot reserved isn't needed any longer */
void free_reserved_page(struct page *page)
{
	__ClearPageReserved(page);
	init_page_count(page);
	__free_page(page);
	adjust_managed_page_count(page, 1);
}

/*
 * free_reserved_area - frees the whole pages of lowmem in [@start, @end), which boot reserved.
 *
 * They are filled with @poison first, if that is a byte.  @name, if not NULL, is said in the log.
 * Returns the number of pages.
 */
unsigned long free_reserved_area(void *start, void *end, int poison, const char *name)
{
	unsigned long pos = PAGE_ALIGN((unsigned long)start);
	unsigned long stop = (unsigned long)end & (unsigned long)PAGE_MASK;
	unsigned long pages = 0;

	for (; pos < stop; pos += PAGE_SIZE, pages++) {
		if ((unsigned int)poison <= 0xff)
			memset((void *)pos, poison, PAGE_SIZE);
		free_reserved_page(virt_to_page(pos));
	}
	if (pages && name)
		pr_info("Freeing %s memory: %luK (%lx - %lx)\n", name,
			pages << (PAGE_SHIFT - 10), pos - pages * PAGE_SIZE, pos);
	return pages;
}

/* get_num_physpages - all frames of RAM, whoever has them */
unsigned long get_num_physpages(void)
{
	struct zone *zone;
	unsigned long nr = 0;

	for_each_zone(zone)
		nr += zone->present_pages;
	return nr;
}

/*
 * How many pages a per-CPU list moves at once: a thousandth of the zone, at most 512 KiB, a
 * quarter of that; one less than a power of two, so that lists don't beat in time with caches.
 */
static int zone_batchsize(const struct zone *zone)
{
	unsigned long batch = zone->managed_pages / 1024;

	batch = min(batch, 512UL * 1024 / PAGE_SIZE) / 4;
	batch = max(batch, 1UL);
	batch += batch / 2;
	return (1 << (BITS_PER_LONG - 1 - __builtin_clzl(batch))) - 1;
}

/*
 * The most pages that a per-CPU list keeps: 4 MiB, or a hundredth of a small zone, so that a program
 * which unmaps and maps again leaves the buddy lists alone.  (Linux after 4.x grows it like that.)
 */
#define PCP_HIGH_MAX	1024UL

/* setup_per_cpu_pageset - sizes the per-CPU lists by their zones.  Boot, once. */
void __init setup_per_cpu_pageset(void)
{
	struct zone *zone;
	int cpu;

	for_each_populated_zone(zone)
		for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++) {
			struct per_cpu_pages *pcp = &zone->pageset[cpu].pcp;

			pcp->batch = max(1, zone_batchsize(zone));
			pcp->high = max(6 * pcp->batch,
					(int)min(zone->managed_pages / 128, PCP_HIGH_MAX));
		}
}

/* @x * @numer / @denom, as long as (@x % @denom) * @numer fits into a word */
static unsigned long mult_frac(unsigned long x, unsigned long numer, unsigned long denom)
{
	return x / denom * numer + x % denom * numer / denom;
}

/* What each zone keeps from requests that may go to a higher one */
static void setup_per_zone_lowmem_reserve(void)
{
	struct zone *zones = contig_page_data.node_zones;
	int j, idx;

	for (j = 0; j < MAX_NR_ZONES; j++) {
		unsigned long managed = zones[j].managed_pages;

		zones[j].lowmem_reserve[j] = 0;
		for (idx = j; idx-- > 0; ) {
			zones[idx].lowmem_reserve[j] =
				(long)(managed / sysctl_lowmem_reserve_ratio[idx]);
			managed += zones[idx].managed_pages;
		}
	}
}

/* Pages that allocators can't count on: the high watermarks and the largest reserves */
static void calculate_totalreserve_pages(void)
{
	struct zone *zone;
	unsigned long reserve_pages = 0;
	int j;

	for_each_zone(zone) {
		long max = 0;

		for (j = 0; j < MAX_NR_ZONES; j++)
			max = max(max, zone->lowmem_reserve[j]);
		reserve_pages += min((unsigned long)max + high_wmark_pages(zone),
				     zone->managed_pages);
	}
	totalreserve_pages = reserve_pages;
}

/* The watermarks of one zone; @pages_min is to be shared out among @lowmem_pages */
static void setup_zone_wmarks(struct zone *zone, unsigned long pages_min,
			      unsigned long lowmem_pages)
{
	unsigned long share = mult_frac(zone->managed_pages, pages_min, lowmem_pages);
	unsigned long min_pages = share;
	unsigned long flags;

	/* No atomic request depends on high memory: a little is enough to reclaim from */
	if (is_highmem(zone))
		min_pages = clamp(zone->managed_pages / 1024, 32UL, 128UL);
	spin_lock_irqsave(&zone->lock, flags);
	zone->watermark[WMARK_MIN] = min_pages;
	zone->watermark[WMARK_LOW] = min_pages + share / 4;
	zone->watermark[WMARK_HIGH] = min_pages + share / 2;
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* setup_per_zone_wmarks - sets the zones' watermarks by min_free_kbytes */
void setup_per_zone_wmarks(void)
{
	unsigned long pages_min = (unsigned long)min_free_kbytes >> (PAGE_SHIFT - 10);
	unsigned long lowmem_pages = 0;
	struct zone *zone;

	for_each_zone(zone)
		if (!is_highmem(zone))
			lowmem_pages += zone->managed_pages;
	for_each_populated_zone(zone)
		setup_zone_wmarks(zone, pages_min, max(lowmem_pages, 1UL));
	calculate_totalreserve_pages();
}

/* The largest integer whose square is at most @x */
static unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit = 1UL << (BITS_PER_LONG / 2 - 1);

	for (; bit; bit >>= 1)
		if ((root | bit) * (root | bit) <= x)
			root |= bit;
	return root;
}

/*
 * init_per_zone_wmark_min - min_free_kbytes from the size of lowmem, and watermarks from that.
 *
 *     lowmem      16 MiB   128 MiB   760 MiB
 *     reserve    512 KiB  1448 KiB  3528 KiB     4 * sqrt(lowmem in KiB)
 */
int __init init_per_zone_wmark_min(void)
{
	unsigned long lowmem = contig_page_data.node_zones[ZONE_NORMAL].managed_pages;
	unsigned long lowmem_kbytes = lowmem << (PAGE_SHIFT - 10);

	min_free_kbytes = clamp((int)int_sqrt(lowmem_kbytes * 16), 128, 65536);
	setup_per_zone_lowmem_reserve();
	setup_per_zone_wmarks();
	return 0;
}
device_initcall(init_per_zone_wmark_min);
