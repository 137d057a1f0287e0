/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page allocator against a model: an array that says of each frame who has it.
 *
 * Each machine below is booted through memblock, then pages are allocated and freed at random, in
 * every way there is.  The model knows what may be handed out, and whether a request had to
 * succeed: with __GFP_MEMALLOC it must, as long as there is an aligned run of free frames,
 * because buddies always merge.  At the end everything is freed, and the free lists must be
 * those of the start.
 */
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/vmstat.h>
#include "../../mm/internal.h"
#include "host.h"

#define RAM_SIZE	(96UL << 20)
#define MAX_FRAMES	(RAM_SIZE >> PAGE_SHIFT)
#define MAX_BLOCKS	4096

/* A machine: memory in bytes from the first frame, [start, end) pairs; where lowmem ends */
struct machine {
	const char *name;
	unsigned long first_pfn;
	unsigned long ram[6];
	unsigned long lowmem_end;
};

static const struct machine machines[] = {
	{ "64 MiB, all of it lowmem", 0x40000, { 0, 64 << 20 }, 64 << 20 },
	{ "24 MiB lowmem, 40 MiB high memory", 0x40000, { 0, 64 << 20 }, 24 << 20 },
	{ "the zones meet inside a pageblock", 0x80000, { 0, 40 << 20 }, 22 << 20 },
	{ "a hole, unaligned ends", 0x40000,
	  { 0x1800, 0x1234567, 0x2001001, 0x2fff000 }, 0x2800000 },
	{ "RAM that starts and ends within pageblocks", 0x40123, { 0, 0x1555000 }, 0x1555000 },
	{ "RAM up to 4 GiB", 0x100000 - 0x4000, { 0, 64 << 20 }, 32 << 20 },
	{ "4 MiB", 0x40000, { 0, 4 << 20 }, 4 << 20 },
};

struct block {
	struct page *page;
	unsigned int order;
	bool comp;
	u32 id;
};

static u32 owner[MAX_FRAMES];		/* by frame: 0 not managed, 1 free, else a block's id */
static struct block blocks[MAX_BLOCKS];
static unsigned int nr_blocks;
static u32 next_id;
static unsigned long blocks_at_boot[MAX_NR_ZONES][MAX_ORDER];

static u32 *owner_of(const struct page *page)
{
	return &owner[page - mem_map];
}

/* ---- boot ---- */

static void add_memory(const struct machine *m)
{
	phys_addr_t at = (phys_addr_t)(m->first_pfn << PAGE_SHIFT);
	unsigned int i;

	memblock.memory.cnt = memblock.reserved.cnt = 0;
	memblock.memory.total_size = memblock.reserved.total_size = 0;
	for (i = 0; i < ARRAY_SIZE(m->ram) && m->ram[i + 1]; i += 2)
		memblock_add(at + (phys_addr_t)m->ram[i],
			     (phys_addr_t)(m->ram[i + 1] - m->ram[i]));
	arm_lowmem_limit = min(at + (phys_addr_t)m->lowmem_end, memblock_end_of_DRAM());
	memblock_set_current_limit(arm_lowmem_limit);
	for (i = 0; i < 8; i++)
		memblock_reserve(at + host_below((u32)m->lowmem_end), host_below(40000));
}

/* What arch/arm/mm/init.c does: zones by size, less what isn't memory */
static void init_zones(void)
{
	unsigned long size[MAX_NR_ZONES], holes[MAX_NR_ZONES];
	struct memblock_region *reg;

	min_low_pfn = memblock_pfn_up(memblock_start_of_DRAM());
	max_pfn = memblock_end_of_DRAM() >> PAGE_SHIFT;
	max_low_pfn = min((unsigned long)arm_lowmem_limit >> PAGE_SHIFT, max_pfn);
	holes[ZONE_NORMAL] = size[ZONE_NORMAL] = max_low_pfn - min_low_pfn;
	holes[ZONE_HIGHMEM] = size[ZONE_HIGHMEM] = max_pfn - max_low_pfn;
	for_each_memblock(memory, reg) {
		unsigned long start = memblock_region_memory_base_pfn(reg);
		unsigned long end = memblock_region_memory_end_pfn(reg);

		if (start < max_low_pfn)
			holes[ZONE_NORMAL] -= min(end, max_low_pfn) - start;
		if (end > max_low_pfn)
			holes[ZONE_HIGHMEM] -= end - max(start, max_low_pfn);
	}
	memset(&contig_page_data, 0, sizeof(contig_page_data));
	totalram_pages = totalhigh_pages = 0;
	free_area_init_node(0, size, min_low_pfn, holes);
}

/* All of the frame is memory, and nothing of it is reserved */
static bool frame_is_free(unsigned long pfn)
{
	phys_addr_t addr = (phys_addr_t)(pfn << PAGE_SHIFT);

	return memblock_is_region_memory(addr, PAGE_SIZE) &&
	       addr + (phys_addr_t)(PAGE_SIZE - 1) < memblock_end_of_DRAM() &&
	       !memblock_is_region_reserved(addr, PAGE_SIZE);
}

static void model_boot(void)
{
	unsigned long pfn, nr_free = 0;
	struct page *page;

	memset(owner, 0, sizeof(owner));
	nr_blocks = 0;
	next_id = 2;
	for (pfn = PHYS_PFN_OFFSET; pfn_valid(pfn); pfn++) {
		page = pfn_to_page(pfn);
		MUST(page_zonenum(page) == (pfn < max_low_pfn ? ZONE_NORMAL : ZONE_HIGHMEM));
		MUST(PageReserved(page) == !frame_is_free(pfn));
		MUST(page_ref_count(page) == PageReserved(page));
		if (PageReserved(page))
			continue;
		*owner_of(page) = 1;
		nr_free++;
		MUST(is_free_buddy_page(page));
	}
	MUST(nr_free == nr_free_and_pcp_pages());
	MUST(nr_free == totalram_pages);
}

static void snapshot_boot(void)
{
	struct zone *zone;
	unsigned int order;

	for_each_zone(zone)
		for (order = 0; order < MAX_ORDER; order++)
			blocks_at_boot[zone_idx(zone)][order] = zone->free_area[order].nr_free;
}

static void boot(const struct machine *m, u32 seed)
{
	unsigned long low, high;

	host_seed(seed);
	host_log_clear();
	host_phys_pfn_offset = m->first_pfn;
	add_memory(m);
	high_memory = __va(arm_lowmem_limit);
	init_zones();
	low = free_all_bootmem();
	high = free_highpages();
	MUST(low + high == totalram_pages && high == totalhigh_pages);
	MUST(zone_check());
	model_boot();
	snapshot_boot();
	setup_per_cpu_pageset();
	init_per_zone_wmark_min();
}

/* ---- the model ---- */

/* Is there an aligned run of 2^@order free frames in a zone up to @highest? */
static bool model_has(unsigned int order, enum zone_type highest)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		unsigned long pfn = round_up(zone->zone_start_pfn, 1UL << order), i;

		if (zone_idx(zone) > highest)
			continue;
		for (; pfn + (1UL << order) <= zone_end_pfn(zone); pfn += 1UL << order) {
			for (i = 0; i < 1UL << order; i++)
				if (*owner_of(pfn_to_page(pfn + i)) != 1)
					break;
			if (i == 1UL << order)
				return true;
		}
	}
	return false;
}

/* Every frame of a block carries its id at both ends, so that no other block can have it */
static void mark(struct page *page, unsigned int order, u32 id)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++) {
		u32 *words = lowmem_page_address(page + i);

		words[0] = words[PAGE_SIZE / 4 - 1] = id;
		*owner_of(page + i) = id;
	}
}

static void unmark(struct page *page, unsigned int order, u32 id)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++) {
		u32 *words = lowmem_page_address(page + i);

		MUST(words[0] == id && words[PAGE_SIZE / 4 - 1] == id);
		MUST(*owner_of(page + i) == id);
		*owner_of(page + i) = 1;
	}
}

static void check_new_block(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long i, j;

	MUST((page_to_pfn(page) & ((1UL << order) - 1)) == 0);
	MUST(page_count(page) == 1 && page_private(page) == 0);
	MUST(compound_order(page) == (gfp & __GFP_COMP ? order : 0));
	for (i = 0; i < 1UL << order; i++) {
		struct page *p = page + i;
		const u64 *words = lowmem_page_address(p);

		MUST(*owner_of(p) == 1);
		MUST(page_zonenum(p) <= gfp_zone(gfp));
		MUST(!i || page_ref_count(p) == 0);
		MUST(!page_mapped(p) && !p->mapping && !PageBuddy(p));
		MUST(compound_head(p) == (gfp & __GFP_COMP ? page : p));
		for (j = 0; gfp & __GFP_ZERO && j < PAGE_SIZE / 8; j++)
			if (words[j])
				MUST(!"cleared");
	}
}

static void remember(struct page *page, unsigned int order, bool comp)
{
	struct block *b = &blocks[nr_blocks++];

	*b = (struct block) { page, order, comp, next_id++ };
	mark(page, order, b->id);
}

/* ---- random operations ---- */

static gfp_t random_gfp(unsigned int order)
{
	static const gfp_t kinds[] = { 0, __GFP_MOVABLE, __GFP_RECLAIMABLE };
	gfp_t gfp = kinds[host_below(3)] | __GFP_NOWARN;

	if (host_below(2))
		gfp |= __GFP_HIGHMEM;
	if (!host_below(4))
		gfp |= __GFP_ZERO;
	if (!host_below(8))
		gfp |= __GFP_COLD;
	if (order && host_below(2))
		gfp |= __GFP_COMP;
	switch (host_below(6)) {
	case 0:  return gfp | GFP_ATOMIC;
	case 1:  return gfp | GFP_KERNEL;
	default: return gfp | __GFP_MEMALLOC;
	}
}

static void try_alloc(void)
{
	unsigned int order = host_below(3) ? 0 : host_below(MAX_ORDER);
	gfp_t gfp = random_gfp(order);
	struct page *page;

	if (nr_blocks == MAX_BLOCKS)
		return;
	page = alloc_pages(gfp, order);
	if (!page && gfp & __GFP_MEMALLOC) {
		drain_all_pages(NULL);
		page = alloc_pages(gfp, order);
		MUST(!!page == model_has(order, gfp_zone(gfp)));
	}
	if (!page)
		return;
	check_new_block(page, order, gfp);
	remember(page, order, gfp & __GFP_COMP);
}

static void try_alloc_exact(void)
{
	size_t size = 1 + host_below(200000);
	unsigned long i;
	void *addr;

	if (nr_blocks + 50 > MAX_BLOCKS)
		return;
	addr = alloc_pages_exact(size, GFP_ATOMIC | __GFP_NOWARN);
	for (i = 0; addr && i < PAGE_ALIGN(size) >> PAGE_SHIFT; i++) {
		struct page *page = virt_to_page(addr) + i;

		check_new_block(page, 0, 0);
		remember(page, 0, false);
	}
}

static void split(struct block *b)
{
	struct block old = *b;
	unsigned long i;

	if (old.comp || old.order > 5 || nr_blocks + 32 > MAX_BLOCKS)
		return;
	*b = blocks[--nr_blocks];
	split_page(old.page, old.order);
	for (i = 0; i < 1UL << old.order; i++) {
		MUST(page_count(old.page + i) == 1);
		remember(old.page + i, 0, false);
	}
}

static void free_block(unsigned int n)
{
	struct block b = blocks[n];

	blocks[n] = blocks[--nr_blocks];
	unmark(b.page, b.order, b.id);
	if (!host_below(4)) {		/* another user keeps it for a while */
		get_page(b.page + (b.comp ? host_below(1U << b.order) : 0));
		__free_pages(b.page, b.order);
		MUST(page_count(b.page) == 1);
	}
	switch (host_below(4)) {
	case 0:
		if (b.comp || !b.order) {
			put_page(b.page + host_below(1U << b.order));
			return;
		}
		break;
	case 1:
		if (!b.order) {
			set_page_count(b.page, 0);
			free_hot_cold_page(b.page, host_below(2));
			return;
		}
		break;
	case 2:
		if (!PageHighMem(b.page)) {
			free_pages((unsigned long)lowmem_page_address(b.page), b.order);
			return;
		}
		break;
	}
	__free_pages(b.page, b.order);
}

/* Leaves harmless flags behind, as owners do */
static void scribble(struct block *b)
{
	__SetPageUptodate(b->page);
	__SetPageReferenced(b->page + host_below(1U << b->order));
}

static void one_operation(bool filling)
{
	u32 what = host_below(100);

	if (what < (filling ? 60U : 40U))
		try_alloc();
	else if (what == 60)
		drain_local_pages(NULL);
	else if (what == 61)
		try_alloc_exact();
	else if (what == 62 && nr_blocks)
		split(&blocks[host_below(nr_blocks)]);
	else if (what < 66 && nr_blocks)
		scribble(&blocks[host_below(nr_blocks)]);
	else if (nr_blocks)
		free_block(host_below(nr_blocks));
}

static unsigned long model_free_pages(void)
{
	unsigned long i, nr = 0;

	for (i = 0; i < max_mapnr; i++)
		nr += owner[i] == 1;
	return nr;
}

static void run_machine(const struct machine *m, u32 seed)
{
	unsigned long events[NR_VM_EVENT_ITEMS];
	struct zone *zone;
	unsigned int i;

	boot(m, seed);
	for (i = 0; i < 6000; i++) {
		one_operation(i / 1500 % 2 == 0);
		if (i % 100 == 0) {
			MUST(zone_check());
			MUST(nr_free_and_pcp_pages() == model_free_pages());
		}
	}
	while (nr_blocks)
		free_block(nr_blocks - 1);
	drain_all_pages(NULL);
	MUST(zone_check());
	MUST(!host_irqs_off && preempt_count() == 0);
	for_each_zone(zone)
		for (i = 0; i < MAX_ORDER; i++)
			MUST(zone->free_area[i].nr_free == blocks_at_boot[zone_idx(zone)][i]);
	all_vm_events(events);
	MUST(nr_free_pages() == totalram_pages);
	MUST(nr_bad_pages == 0);
}

/* ---- zone_check must see what is wrong ---- */

static bool check_says(const char *what)
{
	bool ok;

	host_log_clear();
	ok = zone_check();
	if (!ok && strstr(host_log, what))
		return true;
	printf("# zone_check() says: %s", host_log);
	return false;
}

/* The first free block of @order, whatever its type */
static struct page *a_free_block(struct zone *zone, unsigned int order)
{
	int t;

	for (t = 0; t < MIGRATE_TYPES; t++)
		if (!list_empty(&zone->free_area[order].free_list[t]))
			return list_first_entry(&zone->free_area[order].free_list[t], struct page,
						lru);
	return NULL;
}

static void break_invariants(void)
{
	struct zone *zone = &contig_page_data.node_zones[ZONE_NORMAL];
	struct page *p = alloc_pages(GFP_KERNEL, 1), *page = a_free_block(zone, MAX_ORDER - 1);
	struct list_head saved = page->lru;
	u8 *type = pageblock_type(zone, pageblock_nr(page)), old_type = *type;

	MUST(zone_check());
	page->flags ^= 1UL << ZONES_PGSHIFT;
	host_ok(check_says("I1 violated"), "zone_check sees a block of another zone");
	page->flags ^= 1UL << ZONES_PGSHIFT;
	page->_refcount.counter++;
	host_ok(check_says("I2 violated"), "... a free block that is used");
	page->_refcount.counter--;
	page[5]._mapcount.counter = PAGE_BUDDY_MAPCOUNT_VALUE;
	host_ok(check_says("I2 violated"), "... a free block inside another");
	page[5]._mapcount.counter = -1;
	zone->free_area[MAX_ORDER - 1].nr_free++;
	host_ok(check_says("I4 violated"), "... a wrong nr_free");
	zone->free_area[MAX_ORDER - 1].nr_free--;
	__mod_zone_freepage_state(zone, 1);
	host_ok(check_says("I5 violated"), "... a wrong NR_FREE_PAGES");
	__mod_zone_freepage_state(zone, -1);
	page->lru.next = page->lru.prev = &page->lru;
	host_ok(check_says("I6 violated"), "... a broken list");
	page->lru = saved;
	p->_mapcount.counter = PAGE_BUDDY_MAPCOUNT_VALUE;
	host_ok(check_says("I7 violated"), "... a free page that is in no list");
	p->_mapcount.counter = -1;
	*type = 77;
	host_ok(check_says("I8 violated"), "... a pageblock of no type");
	*type = old_type;
	this_cpu_pcp(zone)->count++;
	host_ok(check_says("I9 violated"), "... a wrong count of a per-CPU list");
	this_cpu_pcp(zone)->count--;
	zone->managed_pages += zone->spanned_pages;
	host_ok(check_says("I10 violated"), "... more pages than there are");
	zone->managed_pages -= zone->spanned_pages;
	__free_pages(p, 1);
	MUST(zone_check());
}

/* I3: splits a block by hand and puts both halves on the list */
static void break_buddies(void)
{
	struct zone *zone = &contig_page_data.node_zones[ZONE_NORMAL];
	struct page *page = alloc_pages(GFP_KERNEL, 9);
	struct free_area *area = &zone->free_area[8];
	int i;

	set_page_count(page, 0);
	for (i = 0; i < 2; i++) {
		struct page *half = page + i * 256;

		__SetPageBuddy(half);
		set_page_private(half, 8);
		list_add(&half->lru, &area->free_list[0]);
		area->nr_free++;
	}
	__mod_zone_freepage_state(zone, 512);
	host_ok(check_says("I3 violated"), "... two buddies that didn't merge");
	for (i = 0; i < 2; i++) {
		list_del(&page[i * 256].lru);
		__ClearPageBuddy(page + i * 256);
		set_page_private(page + i * 256, 0);
		area->nr_free--;
	}
	__mod_zone_freepage_state(zone, -512);
	init_page_count(page);
	__free_pages(page, 9);
	MUST(zone_check());
}

int main(void)
{
	unsigned int i;
	u32 seed;

	host_ram = aligned_alloc(PAGE_SIZE, RAM_SIZE);
	for (i = 0; i < ARRAY_SIZE(machines); i++) {
		for (seed = 1; seed <= 3; seed++)
			run_machine(&machines[i], seed);
		host_ok(true, "%s (%lu checks)", machines[i].name, host_musts);
	}
	boot(&machines[1], 1);
	break_invariants();
	break_buddies();
	return host_done();
}
