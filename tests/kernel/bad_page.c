/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Misuse of pages: is it caught, reported with the page's state, and survived?
 *
 * Each test does something wrong on purpose, sees that nr_bad_pages counts it and the log names
 * it, and then puts the page right and frees it.
 */
#include <linux/highmem.h>
#include <linux/page_ext.h>
#include <linux/seq_file.h>
#include "../../mm/internal.h"
#include "selftest.h"

/* Flags that ask for the type of @page's pageblock: to whose list it goes when it is freed */
static __maybe_unused gfp_t gfp_of_type(const struct page *page)
{
	static const gfp_t types[] = { 0, __GFP_MOVABLE, __GFP_RECLAIMABLE };

	return types[get_pageblock_migratetype(page_zone(page), page)];
}

static unsigned long bad_before;
static u64 mark;

static void start_misuse(void)
{
	bad_page_rs.printed = bad_page_rs.missed = 0;
	bad_before = nr_bad_pages;
	mark = selftest_mute();
}

/* Was one bad page reported since, with this @reason? */
static bool caught(const char *reason)
{
	char *log = selftest_log_since(mark);

	selftest_unmute();
	return EXPECT_EQ(nr_bad_pages, bad_before + 1) &&
	       EXPECT(strstr(log, "BUG: Bad page state in process")) &&
	       EXPECT(strstr(log, reason));
}

/* A page that was refused when it was freed: its user is still there */
static void free_again(struct page *page, unsigned int order)
{
	unsigned long before = nr_free_and_pcp_pages();

	init_page_count(page);
	__free_pages(page, order);
	EXPECT_EQ(nr_free_and_pcp_pages(), before + (1UL << order));
}

/* Is a page that is freed twice freed once? */
SELFTEST(bad_page, double_free)
{
	struct page *page = alloc_page(GFP_KERNEL), *a, *b;
	unsigned long before;

	ASSERT(page);
	__free_page(page);
	before = nr_free_and_pcp_pages();
	start_misuse();
	__free_page(page);
	caught("page freed that has no users");
	EXPECT_EQ(nr_free_and_pcp_pages(), before);
	a = alloc_page(GFP_KERNEL);
	b = alloc_page(GFP_KERNEL);
	EXPECT(a && b && a != b);
	__free_page(b);
	__free_page(a);
}

/* Is a double free noticed of a block that is merged into a larger one by then, and of a page put once too often? */
SELFTEST(bad_page, double_free_of_a_block)
{
	struct page *page = alloc_pages(GFP_KERNEL, 4);

	ASSERT(page);
	__free_pages(page, 4);
	start_misuse();
	__free_pages(page, 4);
	caught("page freed that has no users");
	start_misuse();
	put_page(page);
	caught("page freed that has no users");
	EXPECT(zone_check());
}

/* Is a page that somebody works on, or that has another use, kept from being freed? */
SELFTEST(bad_page, flags)
{
	static const struct { int bit; const char *name; } flags[] = {
		{ PG_locked, "(locked)" }, { PG_lru, "(lru)" }, { PG_active, "(active)" },
		{ PG_slab, "(slab)" }, { PG_reserved, "(reserved)" }, { PG_private, "(private)" },
		{ PG_writeback, "(writeback)" }, { PG_swapcache, "(swapcache)" },
		{ PG_unevictable, "(unevictable)" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct page *page = alloc_page(GFP_KERNEL);

		ASSERT(page);
		page->flags |= 1UL << flags[i].bit;
		start_misuse();
		__free_page(page);
		if (caught("flags set"))
			EXPECT(strstr(selftest_log_since(mark), flags[i].name));
		page->flags &= ~(1UL << flags[i].bit);
		free_again(page, 0);
	}
}

/* Are flags that mean nothing to the next owner cleared without a word? */
SELFTEST(bad_page, harmless_flags)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT(page);
	__SetPageUptodate(page);
	__SetPageDirty(page);
	__SetPageReferenced(page);
	bad_before = nr_bad_pages;
	__free_page(page);
	EXPECT_EQ(page->flags & PAGE_FLAGS_CHECK_AT_PREP, 0);
	page = alloc_pages(GFP_KERNEL, 5);
	ASSERT(page);
	__SetPageUptodate(page + 9);
	__free_pages(page, 5);
	EXPECT_EQ(nr_bad_pages, bad_before);
}

/* Is a page that page tables still map kept? */
SELFTEST(bad_page, mapped)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT(page);
	atomic_set(&page->_mapcount, 0);
	start_misuse();
	__free_page(page);
	caught("nonzero mapcount");
	page_mapcount_reset(page);
	free_again(page, 0);
}

/* Is a page that a file still has kept? */
SELFTEST(bad_page, in_a_mapping)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT(page);
	page->mapping = (struct address_space *)page;
	start_misuse();
	__free_page(page);
	caught("non-NULL mapping");
	page->mapping = NULL;
	free_again(page, 0);
}

/* Is a page with users kept when it is put on a list behind their back? */
SELFTEST(bad_page, has_users)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT(page);
	start_misuse();
	free_hot_cold_page(page, false);
	caught("nonzero _refcount");
	__free_page(page);
}

/* Is the tail of a compound page no page to be freed? */
SELFTEST(bad_page, tail)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	ASSERT(page);
	start_misuse();
	__free_page(page + 1);
	caught("tail page freed");
	EXPECT(strstr(selftest_log_since(mark), "tail of the compound page"));
	__free_pages(page, 2);
}

/* Is the wrong order noticed, for a compound page, and for a block that is too small? */
SELFTEST(bad_page, wrong_order)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	struct page *block = alloc_pages(GFP_KERNEL, 3);

	ASSERT(page && block);
	start_misuse();
	__free_pages(page, 1);
	caught("another order than its own");
	set_page_count(page, 1);
	start_misuse();
	__free_page(page);
	caught("compound page freed as a single one");
	free_again(page, 2);

	split_page(block, 3);
	start_misuse();
	__free_pages(block, 1);			/* block[1] has a user */
	caught("nonzero _refcount");
	set_page_count(block, 1);
	start_misuse();
	set_page_count(block + 2, 0);
	__free_pages(block + 1, 1);
	caught("not aligned to its order");
	set_page_count(block + 1, 1);
	set_page_count(block + 2, 1);
	free_pages_exact(page_address(block), 8 * PAGE_SIZE);
}

/* Are damaged tails of a compound page noticed? */
SELFTEST(bad_page, damaged_tail)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	unsigned long head;

	ASSERT(page);
	head = page[3].compound_head;
	page[3].compound_head = 0;
	start_misuse();
	__free_pages(page, 2);
	caught("compound_head not consistent");
	page[1].compound_head = page[2].compound_head = page[3].compound_head = head;
	free_again(page, 2);
}

/* Is a block that was damaged while it was free left out, and another one given? */
SELFTEST(bad_page, damaged_while_free)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3), *other;
	LIST_HEAD(pile);
	int i;

	ASSERT(page);
	split_page(page, 3);
	for (i = 0; i < 4; i++)
		__free_page(page + i);
	drain_local_pages(NULL);		/* a block of order 2, whose buddy is taken */
	page->mapping = (struct address_space *)page;
	start_misuse();
	while (nr_bad_pages == bad_before && (other = alloc_pages(GFP_ATOMIC, 2)) != NULL)
		list_add(&other->lru, &pile);
	caught("non-NULL mapping");
	page->mapping = NULL;
	while (!list_empty(&pile)) {
		other = list_first_entry(&pile, struct page, lru);
		list_del(&other->lru);
		EXPECT(other != page);
		__free_pages(other, 2);
	}
	free_again(page, 2);			/* it was in no list any longer */
	for (i = 4; i < 8; i++)
		__free_page(page + i);
}

/* Does dump_page() name the flags and the zone, and not change the page? */
SELFTEST(bad_page, dump)
{
	struct page *page = alloc_page(GFP_KERNEL), copy;
	char *log;

	ASSERT(page);
	__SetPageUptodate(page);
	__SetPageMlocked(page);
	copy = *page;
	mark = selftest_mute();
	dump_page(page, "a test");
	selftest_unmute();
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "count:1 mapcount:0"));
	EXPECT(strstr(log, "zone:Normal"));
	EXPECT(strstr(log, "(uptodate|mlocked)"));
	EXPECT(strstr(log, "page dumped because: a test"));
	EXPECT(!memcmp(&copy, page, sizeof(copy)));
	__free_page(page);
}

/* Are reports limited, but all counted? */
SELFTEST(bad_page, flood)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int i;

	ASSERT(page);
	start_misuse();
	bad_page_rs.printed = bad_page_rs.burst - 1;
	bad_page_rs.begin = jiffies | 1;
	for (i = 0; i < 10; i++)
		bad_page(page, "a test", 0);
	selftest_unmute();
	EXPECT_EQ(nr_bad_pages, bad_before + 10);
	EXPECT_EQ(bad_page_rs.missed, 9);
	bad_page_rs.printed = bad_page_rs.missed = 0;
	__free_page(page);
}

#ifdef CONFIG_DEBUG_PAGEALLOC

/* Is a byte that is written to a free page found when the page is handed out? */
SELFTEST(bad_page, poison)
{
	struct page *page = alloc_page(GFP_KERNEL), *again;
	u8 *addr;

	ASSERT(page);
	drain_local_pages(NULL);	/* so that it stays on the CPU's list */
	addr = page_address(page);
	__free_page(page);
	EXPECT_EQ(addr[123], 0xaa);
	addr[123] = 0x55;
	start_misuse();
	again = alloc_page(GFP_KERNEL | gfp_of_type(page));
	EXPECT(again == page);
	if (caught("changed after it was freed"))
		EXPECT(strstr(selftest_log_since(mark), "offset 123 to 123"));
	__free_page(again);
}

/* Is a byte that is written to a free page found in high memory, too? */
SELFTEST(bad_page, poison_high)
{
	struct page *page = alloc_page(GFP_HIGHUSER), *again;
	u8 *addr;

	ASSERT(page);
	drain_local_pages(NULL);
	__free_page(page);
	addr = kmap_atomic(page);
	addr[0] ^= 1;
	addr[PAGE_SIZE - 1] ^= 1;
	kunmap_atomic(addr);
	start_misuse();
	again = alloc_page(GFP_HIGHUSER | gfp_of_type(page));
	EXPECT(again == page);
	if (caught("changed after it was freed"))
		EXPECT(strstr(selftest_log_since(mark), "offset 0 to 4095"));
	__free_page(again);
}

#endif

#ifdef CONFIG_PAGE_OWNER

/* Does a page know who allocated it, alone and after a split? */
SELFTEST(bad_page, owner)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);
	char *log;

	ASSERT(page);
	split_page(page, 1);
	mark = selftest_mute();
	dump_page(page + 1, "a test");
	selftest_unmute();
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "page owner: order 0, mode:0x24000c0"));
	EXPECT(strstr(log, "selftest_bad_page_owner"));
	__free_page(page + 1);
	__free_page(page);
	EXPECT(!(lookup_page_ext(page)->flags & PAGE_EXT_OWNER));
}

/* Is a block freed with the wrong order caught even if it isn't compound? */
SELFTEST(bad_page, owner_knows_the_order)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	ASSERT(page);
	start_misuse();
	__free_pages(page, 1);
	caught("freed with another order than allocated");
	free_again(page, 2);
}

/* Does the list of owners name a caller and count his pages? */
SELFTEST(bad_page, owner_list)
{
	static char text[16384];
	struct seq_file m = { .buf = text, .size = sizeof(text) - 1 };
	struct page *page = alloc_pages(GFP_KERNEL, 6);

	ASSERT(page);
	page_owner_show(&m);
	text[m.count] = '\0';
	EXPECT(strstr(text, "selftest_bad_page_owner_list"));
	EXPECT(strstr(text, "      64        1     6  selftest_"));
	__free_pages(page, 6);
}

#endif
