/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to the page allocator: what one gets, what one doesn't, and what happens when memory
 * runs out.  Misuse has a file of its own, bad_page.c; what boot set up and what is shown, zone.c.
 */
#include <linux/highmem.h>
#include <linux/kdebug.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include "../../mm/internal.h"
#include "selftest.h"

#define NORMAL	(&contig_page_data.node_zones[ZONE_NORMAL])
#define HIGH	(&contig_page_data.node_zones[ZONE_HIGHMEM])
#define QUIET	(GFP_KERNEL | __GFP_NOWARN)

/* ---- helpers: a pile of pages, linked by their lru ---- */

/* Puts single pages on @pile until there are no more, or @max.  Returns how many. */
static unsigned long take_pages(struct list_head *pile, gfp_t gfp, unsigned long max)
{
	unsigned long n;

	for (n = 0; n < max; n++) {
		struct page *page = alloc_page(gfp);

		if (!page)
			break;
		list_add(&page->lru, pile);
	}
	return n;
}

static unsigned long zone_free(struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES);
}

/*
 * The same with the largest blocks of lowmem that there are, but for @keep pages.  A block's
 * order stands in its ->private.
 */
static void take_blocks(struct list_head *pile, gfp_t gfp, unsigned long keep)
{
	unsigned int order = MAX_ORDER;

	while (order-- > 0) {
		struct page *page;

		while (zone_free(NORMAL) > keep + (1UL << order) &&
		       (page = alloc_pages(gfp, order)) != NULL) {
			set_page_private(page, order);
			list_add(&page->lru, pile);
		}
	}
}

static void free_pile(struct list_head *pile)
{
	while (!list_empty(pile)) {
		struct page *page = list_first_entry(pile, struct page, lru);

		list_del(&page->lru);
		__free_pages(page, (unsigned int)page_private(page));
	}
}

/* Flags that ask for the type of @page's pageblock: to whose list it goes when it is freed */
static gfp_t gfp_of_type(const struct page *page)
{
	static const gfp_t types[] = { 0, __GFP_MOVABLE, __GFP_RECLAIMABLE };

	return types[get_pageblock_migratetype(page_zone(page), page)];
}

/* Leaves no more than a few MiB to take page by page where that is slow */
static void take_most(struct list_head *pile)
{
	if (IS_ENABLED(CONFIG_DEBUG_PAGEALLOC))
		take_blocks(pile, QUIET, high_wmark_pages(NORMAL) + (16UL << 20) / PAGE_SIZE);
}

/* ---- what one gets ---- */

/* Is a new page unused, in lowmem, and does the address belong to it? */
SELFTEST(page_alloc, one_page)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *addr;

	ASSERT(page);
	addr = page_address(page);
	EXPECT_EQ(page_count(page), 1);
	EXPECT_EQ(page_mapcount(page), 0);
	EXPECT_EQ(page->flags & PAGE_FLAGS_CHECK_AT_PREP, 0);
	EXPECT_EQ(page_private(page), 0);
	EXPECT(!page->mapping && !PageBuddy(page));
	EXPECT(page_zone(page) == NORMAL);
	EXPECT(virt_to_page(addr) == page);
	EXPECT(pfn_to_page(page_to_pfn(page)) == page);
	EXPECT(virt_addr_valid(addr));
	EXPECT_EQ(__pa(addr), page_to_phys(page));
	__free_page(page);
	EXPECT_EQ(page_ref_count(page), 0);
}

/* Is each order's block aligned, as large as it says, and counted? */
SELFTEST(page_alloc, orders)
{
	unsigned int order;

	drain_local_pages(NULL);
	for (order = 1; order < MAX_ORDER; order++) {
		unsigned long before = nr_free_pages(), i;
		struct page *page = alloc_pages(QUIET, order);

		if (!page) {
			EXPECT(order > PAGE_ALLOC_COSTLY_ORDER);
			continue;
		}
		EXPECT_EQ(before - nr_free_pages(), 1UL << order);
		EXPECT_EQ(page_to_pfn(page) & ((1UL << order) - 1), 0);
		EXPECT_EQ(page_count(page), 1);
		for (i = 1; i < 1UL << order; i++)
			if (page_ref_count(page + i) || PageBuddy(page + i))
				break;
		EXPECT_EQ(i, 1UL << order);
		memset(page_address(page), 0x5a, PAGE_SIZE << order);
		EXPECT(!is_free_buddy_page(page) && !is_free_buddy_page(page + 1));
		__free_pages(page, order);
		EXPECT(is_free_buddy_page(page) && is_free_buddy_page(page + 1));
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* Is an order that no block has refused, without a warning if none is wanted? */
SELFTEST(page_alloc, order_too_large)
{
	unsigned long warnings = nr_warnings;

	EXPECT(!alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
	EXPECT_EQ(__get_free_pages(GFP_ATOMIC | __GFP_NOWARN, 31), 0);
	EXPECT_EQ(nr_warnings, warnings);
}

/* Is memory that is asked for cleared really cleared, low and high, one page and many? */
SELFTEST(page_alloc, zero)
{
	static const struct { gfp_t gfp; unsigned int order; } kinds[] = {
		{ GFP_KERNEL, 0 }, { GFP_KERNEL, 3 }, { GFP_HIGHUSER, 0 }, { GFP_HIGHUSER, 2 },
	};
	unsigned int k, i;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		struct page *page = alloc_pages(kinds[k].gfp, kinds[k].order);

		ASSERT(page);
		for (i = 0; i < 1U << kinds[k].order; i++) {
			void *addr = kmap_atomic(page + i);

			memset(addr, 0xa5, PAGE_SIZE);
			kunmap_atomic(addr);
		}
		__free_pages(page, kinds[k].order);
		page = alloc_pages(kinds[k].gfp | __GFP_ZERO, kinds[k].order);
		ASSERT(page);
		for (i = 0; i < 1U << kinds[k].order; i++) {
			void *addr = kmap_atomic(page + i);

			EXPECT(!memchr_inv(addr, 0, PAGE_SIZE));
			kunmap_atomic(addr);
		}
		__free_pages(page, kinds[k].order);
	}
}

/* Do the forms that give addresses give lowmem, and take it back? */
SELFTEST(page_alloc, by_address)
{
	unsigned long addr = __get_free_page(GFP_KERNEL), block = __get_free_pages(GFP_KERNEL, 2);
	unsigned long zeroed = get_zeroed_page(GFP_KERNEL);

	EXPECT(addr && PAGE_ALIGNED(addr) && virt_addr_valid(addr));
	EXPECT_EQ(block & ((PAGE_SIZE << 2) - 1), 0);
	EXPECT(zeroed && !memchr_inv((void *)zeroed, 0, PAGE_SIZE));
	free_page(zeroed);
	free_pages(block, 2);
	free_page(addr);
	free_pages(0, 3);
}

/* Which zone, which migrate type do the flags mean? */
SELFTEST(page_alloc, flags)
{
	EXPECT_EQ(gfp_zone(GFP_KERNEL), ZONE_NORMAL);
	EXPECT_EQ(gfp_zone(GFP_ATOMIC), ZONE_NORMAL);
	EXPECT_EQ(gfp_zone(GFP_HIGHUSER_MOVABLE), ZONE_HIGHMEM);
	EXPECT_EQ(gfp_zone(__GFP_MOVABLE), ZONE_NORMAL);
	EXPECT_EQ(gfpflags_to_migratetype(GFP_KERNEL), MIGRATE_UNMOVABLE);
	EXPECT_EQ(gfpflags_to_migratetype(GFP_HIGHUSER_MOVABLE), MIGRATE_MOVABLE);
	EXPECT_EQ(gfpflags_to_migratetype(GFP_KERNEL | __GFP_RECLAIMABLE), MIGRATE_RECLAIMABLE);
	EXPECT(gfpflags_allow_blocking(GFP_KERNEL));
	EXPECT(!gfpflags_allow_blocking(GFP_ATOMIC));
	EXPECT(!gfpflags_allow_blocking(GFP_NOWAIT));
}

/* Does a request for high memory get it while there is some? */
SELFTEST(page_alloc, highmem_first)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	ASSERT(page);
	EXPECT_EQ(page_zonenum(page), populated_zone(HIGH) ? ZONE_HIGHMEM : ZONE_NORMAL);
	EXPECT_EQ(PageHighMem(page), populated_zone(HIGH));
	__free_page(page);
}

/* Does a request for high memory get lowmem when there is no high memory left? */
SELFTEST(page_alloc, highmem_falls_back)
{
	LIST_HEAD(pile);
	struct page *page = NULL;
	unsigned int order;

	if (!populated_zone(HIGH))
		SELFTEST_SKIP("no high memory");
	for (order = MAX_ORDER; order-- > 0; ) {
		while ((page = alloc_pages(GFP_HIGHUSER | __GFP_NOWARN, order)) != NULL) {
			set_page_private(page, order);
			list_add(&page->lru, &pile);
			if (!PageHighMem(page))
				break;
		}
	}
	EXPECT(page && page_zone(page) == NORMAL);
	EXPECT(zone_free(HIGH) <= high_wmark_pages(HIGH) + 64);
	free_pile(&pile);
}

/* ---- compound pages and users ---- */

/* Does any page of a compound page lead to the first, and do users count there? */
SELFTEST(page_alloc, compound)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);
	int i;

	ASSERT(page);
	EXPECT(PageHead(page) && PageCompound(page) && !PageTail(page));
	EXPECT_EQ(compound_order(page), 3);
	for (i = 1; i < 8; i++) {
		EXPECT(PageTail(page + i) && compound_head(page + i) == page);
		EXPECT(virt_to_head_page((char *)page_address(page) + i * PAGE_SIZE + 5) == page);
	}
	get_page(page + 5);
	EXPECT_EQ(page_count(page), 2);
	EXPECT_EQ(page_count(page + 7), 2);
	put_page(page + 2);
	EXPECT_EQ(page_count(page), 1);
	put_page(page + 7);
	EXPECT_EQ(page_ref_count(page), 0);
	for (i = 0; i < 8; i++)
		EXPECT(!PageCompound(page + i));
}

/* Without __GFP_COMP, are the pages on their own? */
SELFTEST(page_alloc, not_compound)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	ASSERT(page);
	EXPECT(!PageCompound(page) && !PageCompound(page + 3));
	EXPECT_EQ(compound_order(page), 0);
	EXPECT(compound_head(page + 1) == page + 1);
	__free_pages(page, 2);
}

/* Is a page freed by its last user and not before? */
SELFTEST(page_alloc, reference_counts)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long before;

	ASSERT(page);
	before = nr_free_and_pcp_pages();
	get_page(page);
	EXPECT(get_page_unless_zero(page));
	EXPECT_EQ(page_count(page), 3);
	put_page(page);
	__free_page(page);
	EXPECT_EQ(nr_free_and_pcp_pages(), before);
	put_page(page);
	EXPECT_EQ(nr_free_and_pcp_pages(), before + 1);
	EXPECT(!get_page_unless_zero(page));
}

/* Can the pages of a block that was split be freed one by one, in any order? */
SELFTEST(page_alloc, split_page)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	int i;

	ASSERT(page);
	split_page(page, 3);
	for (i = 0; i < 8; i++)
		EXPECT_EQ(page_count(page + i), 1);
	for (i = 0; i < 8; i++)
		__free_page(page + (i * 5) % 8);
}

/* Does alloc_pages_exact() take whole pages and no more? */
SELFTEST(page_alloc, exact)
{
	static const size_t sizes[] = { 1, PAGE_SIZE, PAGE_SIZE + 1, 5 * PAGE_SIZE, 300000 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned long before = nr_free_and_pcp_pages();
		void *addr = alloc_pages_exact(sizes[i], GFP_KERNEL | __GFP_ZERO);

		if (!EXPECT(addr))
			continue;
		EXPECT_EQ(before - nr_free_and_pcp_pages(), DIV_ROUND_UP(sizes[i], PAGE_SIZE));
		EXPECT(!memchr_inv(addr, 0, sizes[i]));
		free_pages_exact(addr, sizes[i]);
		EXPECT_EQ(nr_free_and_pcp_pages(), before);
	}
	EXPECT(!alloc_pages_exact(64UL << 20, GFP_KERNEL | __GFP_NOWARN));
}

/* ---- per-CPU lists ---- */

/* Is the page that was freed last handed out first, and a cold one last? */
SELFTEST(page_alloc, hot_and_cold)
{
	struct page *hot = alloc_page(GFP_KERNEL), *cold = alloc_page(GFP_KERNEL), *page;

	ASSERT(hot && cold);
	drain_local_pages(NULL);
	__free_page(hot);
	set_page_count(cold, 0);
	free_hot_cold_page(cold, true);
	page = alloc_page(GFP_KERNEL | gfp_of_type(hot));
	EXPECT(page == hot);
	__free_page(page);
	page = alloc_page(GFP_KERNEL | __GFP_COLD | gfp_of_type(cold));
	EXPECT(page == cold);
	__free_page(page);
}

/* Does a list that grows give batches back, and does draining empty it? */
SELFTEST(page_alloc, pcp_limits)
{
	struct per_cpu_pages *pcp = this_cpu_pcp(NORMAL);
	LIST_HEAD(pile);
	unsigned long taken = take_pages(&pile, QUIET, (unsigned long)pcp->high * 3);

	EXPECT_EQ(taken, (unsigned long)pcp->high * 3);
	EXPECT(pcp->batch >= 1 && pcp->high >= pcp->batch);
	while (!list_empty(&pile)) {
		struct page *page = list_first_entry(&pile, struct page, lru);

		list_del(&page->lru);
		__free_page(page);
		if (pcp->count >= pcp->high)
			break;
	}
	EXPECT(list_empty(&pile));
	free_pile(&pile);
	drain_local_pages(populated_zone(HIGH) ? HIGH : NULL);
	drain_local_pages(NORMAL);
	EXPECT_EQ(pcp->count, 0);
	EXPECT_EQ(nr_free_pages(), nr_free_and_pcp_pages());
}

/* Is everything as it was when interrupts are off: does it work, and do they stay off? */
SELFTEST(page_alloc, interrupts_off)
{
	struct page *page, *block;

	local_irq_disable();
	page = alloc_page(GFP_ATOMIC);
	block = alloc_pages(GFP_ATOMIC, 2);
	EXPECT(irqs_disabled());
	EXPECT(page && block);
	if (block)
		__free_pages(block, 2);
	if (page)
		__free_page(page);
	EXPECT(irqs_disabled());
	local_irq_enable();
}

/* ---- migrate types ---- */

/* Does a type that takes a whole pageblock own it from then on? */
SELFTEST(page_alloc, pageblock_stealing)
{
	gfp_t gfp = QUIET | __GFP_RECLAIMABLE;
	struct page *page = alloc_pages(gfp, pageblock_order);

	if (!page)
		SELFTEST_SKIP("no whole pageblock is free");
	EXPECT_EQ(get_pageblock_migratetype(NORMAL, page), MIGRATE_RECLAIMABLE);
	__free_pages(page, pageblock_order);
	EXPECT(zone_check());
	page = alloc_pages(QUIET | __GFP_MOVABLE, pageblock_order);
	ASSERT(page);
	EXPECT_EQ(get_pageblock_migratetype(NORMAL, page), MIGRATE_MOVABLE);
	__free_pages(page, pageblock_order);
}

/* Do all free pages of a pageblock change lists, and only they? */
SELFTEST(page_alloc, move_freepages)
{
	struct page *page = alloc_pages(QUIET, pageblock_order), *first, *kept;
	unsigned long flags, i, moved = 0;

	if (!page)
		SELFTEST_SKIP("no whole pageblock is free");
	first = page;
	split_page(page, pageblock_order);
	kept = page + 77;
	for (i = 0; i < pageblock_nr_pages; i++)
		if (page + i != kept)
			__free_page(page + i);
	drain_local_pages(NULL);
	spin_lock_irqsave(&NORMAL->lock, flags);
	moved = (unsigned long)move_freepages_block(NORMAL, first, MIGRATE_RECLAIMABLE);
	spin_unlock_irqrestore(&NORMAL->lock, flags);
	EXPECT_EQ(moved, pageblock_nr_pages - 1);
	EXPECT(zone_check());
	__free_page(kept);
	drain_local_pages(NULL);
}

/* Does each type get memory when all that is free belongs to another? */
SELFTEST(page_alloc, type_fallback)
{
	static const gfp_t types[] = { 0, __GFP_MOVABLE, __GFP_RECLAIMABLE };
	unsigned int i;

	drain_local_pages(NULL);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		LIST_HEAD(pile);
		unsigned int order;

		take_blocks(&pile, QUIET | types[i], high_wmark_pages(NORMAL) + 4096);
		for (order = 0; order < 3; order++) {
			struct page *page = alloc_pages(QUIET | types[(i + 1) % 3], order);

			if (EXPECT(page))
				__free_pages(page, order);
		}
		free_pile(&pile);
	}
}

/* ---- watermarks and reserves ---- */

/* Are the watermarks those of Linux for this much lowmem? */
SELFTEST(page_alloc, watermarks)
{
	unsigned long kbytes = NORMAL->managed_pages << (PAGE_SHIFT - 10);
	unsigned long min = (unsigned long)min_free_kbytes, pages = min >> (PAGE_SHIFT - 10);

	EXPECT(min >= 128 && min <= 65536);
	/* Pages that boot freed since then make the square at most two too small */
	EXPECT(min == 128 || (min * min <= kbytes * 16 && (min + 2) * (min + 2) > kbytes * 16));
	EXPECT_EQ(min_wmark_pages(NORMAL), pages);
	EXPECT_EQ(low_wmark_pages(NORMAL), pages + pages / 4);
	EXPECT_EQ(high_wmark_pages(NORMAL), pages + pages / 2);
	EXPECT_EQ(NORMAL->lowmem_reserve[ZONE_NORMAL], 0);
	EXPECT_EQ(NORMAL->lowmem_reserve[ZONE_HIGHMEM], HIGH->managed_pages / 32);
	if (populated_zone(HIGH))
		EXPECT_EQ(min_wmark_pages(HIGH), clamp(HIGH->managed_pages / 1024, 32UL, 128UL));
	EXPECT(totalreserve_pages >= high_wmark_pages(NORMAL));
	EXPECT(totalreserve_pages <= totalram_pages);
}

/* Where exactly are the watermarks' edges? */
SELFTEST(page_alloc, watermark_ok)
{
	static struct zone z;

	memset(&z, 0, sizeof(z));
	z.lowmem_reserve[ZONE_HIGHMEM] = 50;
	atomic_long_set(&z.vm_stat[NR_FREE_PAGES], 101);
	EXPECT(zone_watermark_ok(&z, 0, 100, ZONE_NORMAL, 0));
	EXPECT(!zone_watermark_ok(&z, 0, 101, ZONE_NORMAL, 0));
	EXPECT(!zone_watermark_ok(&z, 0, 100, ZONE_HIGHMEM, 0));
	EXPECT(zone_watermark_ok(&z, 0, 50, ZONE_HIGHMEM, 0));
	EXPECT(zone_watermark_ok(&z, 0, 200, ZONE_NORMAL, ALLOC_HIGH));
	EXPECT(!zone_watermark_ok(&z, 0, 202, ZONE_NORMAL, ALLOC_HIGH));
	EXPECT(zone_watermark_ok(&z, 0, 264, ZONE_NORMAL, ALLOC_HIGH | ALLOC_HARDER));
	EXPECT(!zone_watermark_ok(&z, 2, 90, ZONE_NORMAL, 0));	/* enough pages, no block */
	z.free_area[5].nr_free = 1;
	EXPECT(zone_watermark_ok(&z, 2, 90, ZONE_NORMAL, 0));
	EXPECT(!zone_watermark_ok(&z, 6, 0, ZONE_NORMAL, 0));
	EXPECT(!zone_watermark_ok(&z, 2, 98, ZONE_NORMAL, 0));	/* 4 pages fewer */
}

/*
 * When lowmem runs out, page by page, does each kind of request stop where its share of the reserve ends?  Everything
 * merges again afterwards.
 */
SELFTEST(page_alloc, exhaustion)
{
	LIST_HEAD(pile);
	unsigned long min = min_wmark_pages(NORMAL), high = min - min / 2, harder = high - high / 4;
	unsigned long slack = (unsigned long)this_cpu_pcp(NORMAL)->batch + 1;
	unsigned long before, order10;
	struct page *page;

	drain_local_pages(NULL);
	before = nr_free_pages();
	order10 = NORMAL->free_area[MAX_ORDER - 1].nr_free;

	take_most(&pile);
	take_pages(&pile, QUIET, ULONG_MAX);
	EXPECT(zone_free(NORMAL) <= min && zone_free(NORMAL) + slack >= min);
	EXPECT(!alloc_page(QUIET));
	EXPECT(!alloc_page(GFP_NOWAIT | __GFP_NOWARN));
	EXPECT(!__get_free_page(QUIET));
	EXPECT(!get_zeroed_page(QUIET));
	EXPECT(!alloc_pages_exact(3 * PAGE_SIZE, QUIET));

	take_pages(&pile, GFP_NOWAIT | __GFP_HIGH | __GFP_NOWARN, ULONG_MAX);
	EXPECT(zone_free(NORMAL) <= high && zone_free(NORMAL) + slack >= high);

	take_pages(&pile, GFP_ATOMIC | __GFP_NOWARN, ULONG_MAX);
	EXPECT(zone_free(NORMAL) <= harder && zone_free(NORMAL) + slack >= harder);
	EXPECT(!alloc_page(GFP_ATOMIC | __GFP_NOWARN));
	EXPECT(zone_check());

	page = alloc_page(GFP_KERNEL | __GFP_NOFAIL);
	if (EXPECT(page))
		list_add(&page->lru, &pile);

	take_pages(&pile, GFP_NOWAIT | __GFP_MEMALLOC | __GFP_NOWARN, ULONG_MAX);
	EXPECT_EQ(zone_free(NORMAL), 0);
	EXPECT(!alloc_page(GFP_NOWAIT | __GFP_MEMALLOC | __GFP_NOWARN));

	free_pile(&pile);
	drain_local_pages(NULL);
	EXPECT_EQ(nr_free_pages(), before);
	EXPECT_EQ(NORMAL->free_area[MAX_ORDER - 1].nr_free, order10);
}

/* May who frees memory (PF_MEMALLOC) use all of the reserve, unless he declines? */
SELFTEST(page_alloc, memalloc)
{
	LIST_HEAD(pile);
	struct page *page;

	take_most(&pile);
	take_pages(&pile, QUIET, ULONG_MAX);
	current->flags |= PF_MEMALLOC;
	EXPECT(!alloc_page(QUIET | __GFP_NOMEMALLOC));
	page = alloc_page(QUIET);
	current->flags &= ~(unsigned int)PF_MEMALLOC;
	if (EXPECT(page))
		list_add(&page->lru, &pile);
	free_pile(&pile);
}

/* Does a failure say what was asked for and where memory went, but not too often? */
SELFTEST(page_alloc, failure_report)
{
	LIST_HEAD(pile);
	char *log, *p;
	u64 mark;
	int i;

	take_most(&pile);
	take_pages(&pile, QUIET, ULONG_MAX);
	nopage_rs.printed = nopage_rs.missed = 0;
	mark = selftest_mute();
	EXPECT(!alloc_page(QUIET));
	EXPECT(!strstr(selftest_log_since(mark), "page allocation failure"));
	EXPECT(!alloc_page(GFP_KERNEL));
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "page allocation failure: order:0, mode:0x24000c0"));
	EXPECT(strstr(log, current->comm));
	EXPECT(strstr(log, "Mem-Info:"));
	EXPECT(strstr(log, "Normal free:"));
	for (i = 0; i < 30; i++)
		EXPECT(!alloc_page(GFP_NOWAIT));
	EXPECT_EQ(nopage_rs.printed, nopage_rs.burst);
	EXPECT(nopage_rs.missed >= 20);
	selftest_unmute();
	for (i = 0, p = log; (p = strstr(p, "page allocation failure")) != NULL; p++)
		i++;
	EXPECT(i >= 1 && i <= 10);
	nopage_rs.printed = nopage_rs.missed = 0;
	free_pile(&pile);
}

/* Does a large block that isn't there fail at once, and a per-CPU page in its way come back? */
SELFTEST(page_alloc, drain_makes_blocks)
{
	struct page *page = alloc_pages(QUIET, pageblock_order), *again;
	LIST_HEAD(pile);
	unsigned long i;

	if (!page)
		SELFTEST_SKIP("no whole pageblock is free");
	split_page(page, pageblock_order);
	take_blocks(&pile, QUIET, 0);
	EXPECT(!alloc_pages(QUIET, pageblock_order));
	for (i = 0; i < pageblock_nr_pages; i++)
		__free_page(page + i);
	EXPECT(this_cpu_pcp(NORMAL)->count > 0);
	EXPECT(!alloc_pages(GFP_NOWAIT | __GFP_NOWARN, pageblock_order));
	again = alloc_pages(QUIET | __GFP_MEMALLOC, pageblock_order);
	EXPECT(again == page);
	if (again)
		__free_pages(again, pageblock_order);
	free_pile(&pile);
}

/* ---- at random ---- */

/* Do 2000 random allocations and frees leave every invariant whole? */
SELFTEST(page_alloc, at_random)
{
	static struct { struct page *page; unsigned int order; } held[128];
	static const gfp_t kinds[] = { GFP_KERNEL, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE,
				       GFP_KERNEL | __GFP_RECLAIMABLE };
	unsigned int i, slot;

	memset(held, 0, sizeof(held));
	for (i = 0; i < 2000; i++) {
		slot = selftest_random_below(ARRAY_SIZE(held));
		if (held[slot].page) {
			__free_pages(held[slot].page, held[slot].order);
			held[slot].page = NULL;
			continue;
		}
		held[slot].order = selftest_random_below(3) ? 0 : selftest_random_below(6);
		held[slot].page = alloc_pages(kinds[selftest_random_below(4)] | __GFP_NOWARN,
					      held[slot].order);
		if (i % 200 == 0)
			EXPECT(zone_check());
	}
	for (slot = 0; slot < ARRAY_SIZE(held); slot++)
		if (held[slot].page)
			__free_pages(held[slot].page, held[slot].order);
}
