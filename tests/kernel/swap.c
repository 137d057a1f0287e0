/* SPDX-License-Identifier: GPL-2.0-only */
/* Swap areas, their slots and the swap cache (mm/swapfile.c, mm/swap_state.c, mm/page_io.c), on disks of memory */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sysinfo.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include "swap_disk.h"

#define PREFER(prio)	(SWAP_FLAG_PREFER | (prio))

static unsigned long events(enum vm_event_item item)
{
	return vm_event_states[0][item];
}

/* A disk in use, or NULL */
static struct swap_disk *disk_on(unsigned int pages, int flags)
{
	struct swap_disk *d = swap_disk_create(pages);

	return d && EXPECT_EQ(swap_disk_on(d, flags), 0) ? d : NULL;
}

static void disk_off(struct swap_disk *d)
{
	EXPECT_EQ(swap_disk_off(d), 0);
	swap_disk_destroy(d);
}

/* ------------------------------------------------------------------ areas */

/* Does swapon() count an area's slots, refuse it a second time, and does swapoff() take it back? */
SELFTEST(swap, on)
{
	struct swap_disk *d = disk_on(64, 0);
	struct swap_info_struct *si;
	struct sysinfo info = { };

	ASSERT(d);
	si = swap_disk_info(d);
	ASSERT(si);
	EXPECT_EQ(si->max, 64);
	EXPECT_EQ(si->pages, 63);
	EXPECT_EQ(si->prio, -1);
	EXPECT_EQ(total_swap_pages, 63);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	si_swapinfo(&info);
	EXPECT_EQ(info.totalswap, 63);
	EXPECT_EQ(info.freeswap, 63);
	EXPECT_EQ(swap_disk_on(d, 0), -EBUSY);
	EXPECT_EQ(total_swap_pages, 63);
	EXPECT(swap_check());
	EXPECT_EQ(swap_disk_off(d), 0);
	EXPECT_EQ(swap_disk_off(d), -EINVAL);
	EXPECT_EQ(total_swap_pages, 0);
	EXPECT_EQ(get_nr_swap_pages(), 0);
	/* Again, by its first number */
	EXPECT_EQ(swap_disk_on(d, 0), 0);
	EXPECT(swap_disk_info(d) == si);
	disk_off(d);
}

/* Is a header that isn't one, or that promises what isn't there, refused with a word? */
SELFTEST(swap, header)
{
	static const struct {
		const char *word;
		unsigned int offset, value;	/* a u32 of the header */
	} cases[] = {
		{ "signature", PAGE_SIZE - 10, 0x50415753 ^ 1 },
		{ "signature", PAGE_SIZE - 4, 0 },
		{ "version 2", 1024, 2 },
		{ "version 0", 1024, 0 },
		{ "shorter", 1028, 64 },
		{ "oversized", 1028, ~0u },
		{ "Empty", 1028, 0 },
		{ "bad pages", 1032, 638 },
		{ "bad page 0", 1032, 1 },
	};
	struct swap_disk *d = swap_disk_create(64);
	union swap_header good;
	unsigned int i;
	u64 mark;

	ASSERT(d);
	good = *swap_disk_header(d);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memcpy((char *)swap_disk_header(d) + cases[i].offset, &cases[i].value, 4);
		mark = selftest_mute();
		if (!EXPECT_EQ(swap_disk_on(d, 0), -EINVAL))
			selftest_note("case %u", i);
		selftest_unmute();
		if (!EXPECT(strstr(selftest_log_since(mark), cases[i].word)))
			selftest_note("case %u", i);
		*swap_disk_header(d) = good;
	}
	EXPECT_EQ(swap_disk_on(d, 0), 0);
	disk_off(d);
}

/* Is a header in the other order of bytes read, and are its bad pages left alone? */
SELFTEST(swap, bad_pages)
{
	struct swap_disk *d = swap_disk_create(16);
	union swap_header *h;
	unsigned int n = 0;
	swp_entry_t entries[16], entry;

	ASSERT(d);
	h = swap_disk_header(d);
	h->info.version = 1u << 24;
	h->info.last_page = 15u << 24;
	h->info.nr_badpages = 3u << 24;
	h->info.badpages[0] = 3u << 24;
	h->info.badpages[1] = 15u << 24;
	h->info.badpages[2] = 3u << 24;		/* once more counts once */
	ASSERT(swap_disk_on(d, 0) == 0);
	EXPECT_EQ(swap_disk_info(d)->pages, 13);
	while (n < ARRAY_SIZE(entries) && (entry = get_swap_page()).val) {
		EXPECT(swp_offset(entry) != 3 && swp_offset(entry) != 15);
		entries[n++] = entry;
	}
	EXPECT_EQ(n, 13);
	EXPECT_EQ(swap_duplicate(swp_entry(swap_disk_info(d)->type, 3)), -ENOENT);
	EXPECT_EQ(swp_swapcount(swp_entry(swap_disk_info(d)->type, 3)), 0);
	while (n)
		swapcache_free(entries[--n]);
	disk_off(d);
}

/* Are slots of the area with the highest priority taken first, of equals in turn, and what has no priority in its order? */
SELFTEST(swap, priorities)
{
	struct swap_disk *a, *b, *c;
	unsigned int types[3], i;
	swp_entry_t e[9];

	a = disk_on(4, PREFER(5));
	b = disk_on(4, PREFER(7));
	c = disk_on(4, PREFER(5));
	ASSERT(a && b && c);
	types[0] = swap_disk_info(a)->type;
	types[1] = swap_disk_info(b)->type;
	types[2] = swap_disk_info(c)->type;
	for (i = 0; i < 9; i++)
		e[i] = get_swap_page();
	for (i = 0; i < 3; i++)
		EXPECT_EQ(swp_type(e[i]), types[1]);
	for (i = 3; i < 9; i++) {
		EXPECT_EQ(swp_type(e[i]), types[i % 2 ? 0 : 2]);
		EXPECT_EQ(swp_offset(e[i]), (i - 1) / 2);
	}
	EXPECT_EQ(get_swap_page().val, 0);
	/* What was full is back in its place */
	swapcache_free(e[3]);
	swapcache_free(e[0]);
	EXPECT_EQ(get_swap_page().val, e[0].val);
	EXPECT_EQ(get_swap_page().val, e[3].val);
	for (i = 0; i < 9; i++)
		swapcache_free(e[i]);
	EXPECT(swap_check());
	EXPECT_EQ(swap_disk_off(a), 0);
	EXPECT_EQ(swap_disk_off(b), 0);
	EXPECT_EQ(swap_disk_off(c), 0);

	EXPECT_EQ(swap_disk_on(a, 0), 0);
	EXPECT_EQ(swap_disk_on(b, 0), 0);
	EXPECT_EQ(swap_disk_on(c, 0), 0);
	EXPECT_EQ(swap_disk_info(a)->prio, -1);
	EXPECT_EQ(swap_disk_info(c)->prio, -3);
	e[0] = get_swap_page();
	EXPECT_EQ(swp_type(e[0]), swap_disk_info(a)->type);
	swapcache_free(e[0]);
	EXPECT_EQ(swap_disk_off(b), 0);
	EXPECT_EQ(swap_disk_info(c)->prio, -2);
	EXPECT_EQ(swap_disk_off(a), 0);
	EXPECT_EQ(swap_disk_info(c)->prio, -1);
	swap_disk_destroy(a);
	swap_disk_destroy(b);
	disk_off(c);
}

/* Are there as many areas as a type has numbers, one more refused, and each number given again? */
SELFTEST(swap, max_areas)
{
	struct swap_disk *disks[SWAP_DISKS];
	unsigned int i;

	for (i = 0; i < SWAP_DISKS; i++) {
		disks[i] = swap_disk_create(2);
		ASSERT(disks[i]);
	}
	selftest_mute();		/* a line for each */
	for (i = 0; i < MAX_SWAPFILES; i++)
		EXPECT_EQ(swap_disk_on(disks[i], 0), 0);
	EXPECT_EQ(swap_disk_on(disks[MAX_SWAPFILES], 0), -EPERM);
	EXPECT_EQ(total_swap_pages, MAX_SWAPFILES);
	EXPECT_EQ(nr_swapfiles, MAX_SWAPFILES);
	EXPECT_EQ(swap_disk_off(disks[7]), 0);
	EXPECT_EQ(swap_disk_on(disks[MAX_SWAPFILES], 0), 0);
	selftest_unmute();
	EXPECT_EQ(swap_disk_info(disks[MAX_SWAPFILES])->type, 7);
	for (i = 0; i < SWAP_DISKS; i++) {
		if (i != 7)
			EXPECT_EQ(swap_disk_off(disks[i]), 0);
		swap_disk_destroy(disks[i]);
	}
}

/* ------------------------------------------------------------------ slots */

/* Do slots come in rows of 256 free ones, as long as there are some, and then wherever one is free? */
SELFTEST(swap, clusters)
{
	struct swap_disk *d = disk_on(1200, 0);
	unsigned int type, i;

	ASSERT(d);
	type = swap_disk_info(d)->type;
	for (i = 1; i <= 300; i++)
		EXPECT_EQ(swp_offset(get_swap_page()), i);
	/* Every second of them is free: no row for a cluster, which goes on where one is left */
	for (i = 2; i <= 300; i += 2)
		swapcache_free(swp_entry(type, i));
	for (i = 301; i <= 512; i++)
		EXPECT_EQ(swp_offset(get_swap_page()), i);
	EXPECT_EQ(swp_offset(get_swap_page()), 513);
	for (i = 514; i <= 1024; i++)
		get_swap_page();
	/* 175 are left in a row, too few */
	for (i = 1025; i <= 1199; i++)
		EXPECT_EQ(swp_offset(get_swap_page()), i);
	for (i = 2; i <= 300; i += 2)
		EXPECT_EQ(swp_offset(get_swap_page()), i);
	EXPECT_EQ(get_swap_page().val, 0);
	EXPECT_EQ(get_nr_swap_pages(), 0);
	for (i = 1; i < 1200; i++)
		swapcache_free(swp_entry(type, i));
	EXPECT_EQ(get_nr_swap_pages(), 1199);
	EXPECT(swap_check());
	disk_off(d);
}

/* Is each user of a slot counted, one more than can be counted refused, and the slot free after the last? */
SELFTEST(swap, counts)
{
	struct swap_disk *d = disk_on(8, 0);
	swp_entry_t entry;
	unsigned int i;
	u64 mark;

	ASSERT(d);
	entry = get_swap_page();
	EXPECT_EQ(swp_swapcount(entry), 0);
	EXPECT_EQ(swapcache_prepare(entry), -EEXIST);
	for (i = 0; i < SWAP_MAP_MAX; i++)
		if (swap_duplicate(entry))
			break;
	EXPECT_EQ(i, SWAP_MAP_MAX);
	EXPECT_EQ(swp_swapcount(entry), SWAP_MAP_MAX);
	EXPECT_EQ(swap_duplicate(entry), -ENOMEM);
	EXPECT_EQ(swp_swapcount(entry), SWAP_MAP_MAX);
	swapcache_free(entry);
	EXPECT_EQ(swap_duplicate(entry), -ENOMEM);
	EXPECT_EQ(swapcache_prepare(entry), 0);
	swapcache_free(entry);
	while (i--)
		swap_free(entry);
	EXPECT_EQ(get_nr_swap_pages(), 7);
	EXPECT_EQ(swap_duplicate(entry), -ENOENT);
	EXPECT_EQ(swapcache_prepare(entry), -ENOENT);
	EXPECT_EQ(swap_duplicate(swp_entry(swp_type(entry), 8)), -EINVAL);
	EXPECT_EQ(swap_duplicate(swp_entry(MAX_SWAPFILES - 1, 1)), -EINVAL);

	/* A file's entry is the only one */
	entry = get_swap_page();
	swap_shmem_alloc(entry);
	EXPECT_EQ(swp_swapcount(entry), 1);
	EXPECT_EQ(swap_duplicate(entry), -EINVAL);
	swap_free(entry);
	EXPECT_EQ(swp_swapcount(entry), 0);
	swapcache_free(entry);
	EXPECT_EQ(get_nr_swap_pages(), 7);

	/* What isn't there can't be freed, and that is said */
	mark = selftest_mute();
	swap_free(entry);
	EXPECT_EQ(free_swap_and_cache(swp_entry(MAX_SWAPFILES - 1, 1)), 0);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "no page in slot"));
	disk_off(d);
}

/* ------------------------------------------------------------------ the swap cache */

/* @page to its slot, as reclaim does it; it stays locked by nobody, and in the cache.  writepage()'s result. */
static int write_out(struct page *page)
{
	struct writeback_control wbc = { .nr_to_write = 1, .sync_mode = WB_SYNC_NONE };

	lock_page(page);
	EXPECT(clear_page_dirty_for_io(page));
	return page_mapping(page)->a_ops->writepage(page, &wbc);
}

/* A page with @word in it, in the swap cache; its slot has an entry, as if a program had it.  The slot's number. */
static struct page *cached_page(u32 word, swp_entry_t *entry)
{
	struct page *page = swap_test_page(word);

	if (!page)
		return NULL;
	lock_page(page);
	EXPECT_EQ(add_to_swap(page), 1);
	entry->val = page_private(page);
	EXPECT_EQ(swap_duplicate(*entry), 0);
	unlock_page(page);
	return page;
}

/* The page of the cache goes, as reclaim takes it; the slot stays */
static void drop_cached(struct page *page)
{
	lock_page(page);
	delete_from_swap_cache(page);
	unlock_page(page);
	put_page(page);
}

/* Does a page go to its slot and come back, once for all who ask, and is the slot free after the last entry? */
SELFTEST(swap, cache)
{
	unsigned long in = events(PSWPIN), out = events(PSWPOUT), files = global_page_state(NR_FILE_PAGES);
	struct swap_disk *d = disk_on(64, 0);
	struct page *page, *again;
	struct sysinfo info = { };
	swp_entry_t entry;

	ASSERT(d);
	page = cached_page(0x12345678, &entry);
	ASSERT(page);
	files = global_page_state(NR_FILE_PAGES);
	EXPECT(PageSwapCache(page) && PageDirty(page) && page_mapping(page) == swap_address_space(entry));
	EXPECT_EQ(page_count(page), 2);
	EXPECT_EQ(total_swapcache_pages(), 1);
	EXPECT_EQ(page_swapcount(page), 1);
	si_swapinfo(&info);
	EXPECT_EQ(info.totalswap, 63);
	EXPECT_EQ(info.freeswap, 62);
	EXPECT(lookup_swap_cache(entry) == page);
	put_page(page);

	d->hold = true;
	EXPECT_EQ(write_out(page), 0);
	EXPECT(PageWriteback(page) && !PageLocked(page) && !PageDirty(page));
	EXPECT_EQ(global_page_state(NR_WRITEBACK), 1);
	lock_page(page);
	EXPECT_EQ(try_to_free_swap(page), 0);		/* it is being written */
	unlock_page(page);
	swap_disk_release(d);
	EXPECT(!PageWriteback(page) && !PageError(page));
	EXPECT_EQ(global_page_state(NR_WRITEBACK), 0);
	EXPECT_EQ(swap_disk_word(d, (unsigned int)swp_offset(entry)), 0x12345678);
	EXPECT_EQ(events(PSWPOUT) - out, 1);
	drop_cached(page);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(global_page_state(NR_FILE_PAGES), files - 1);
	EXPECT(!lookup_swap_cache(entry));

	d->hold = true;
	page = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	ASSERT(page);
	EXPECT(PageLocked(page) && !PageUptodate(page) && PageSwapBacked(page));
	again = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	EXPECT(again == page);
	swap_disk_release(d);
	EXPECT(!PageLocked(page) && PageUptodate(page) && !PageDirty(page));
	EXPECT_EQ(swap_page_word(page), 0x12345678);
	EXPECT_EQ(events(PSWPIN) - in, 1);
	EXPECT_EQ(d->reads, 2);			/* the header's was the first */
	put_page(again);
	put_page(page);

	EXPECT_EQ(free_swap_and_cache(entry), 1);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT(!read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0));
	disk_off(d);
}

/* Is a page that no entry needs not written, but given its slot's up? */
SELFTEST(swap, not_needed)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *page;
	swp_entry_t entry;

	ASSERT(d);
	page = cached_page(1, &entry);
	ASSERT(page);
	swap_free(entry);
	EXPECT_EQ(write_out(page), 0);
	EXPECT(!PageLocked(page) && !PageSwapCache(page) && PageDirty(page));
	EXPECT_EQ(d->writes, 0);
	EXPECT_EQ(get_nr_swap_pages(), 7);

	/* The last user frees it, with what the cache has of it */
	lock_page(page);
	EXPECT_EQ(add_to_swap(page), 1);
	unlock_page(page);
	free_page_and_swap_cache(page);
	EXPECT_EQ(get_nr_swap_pages(), 7);
	EXPECT_EQ(total_swapcache_pages(), 0);
	disk_off(d);
}

/* Does reuse_swap_page() give the only user its page, and take it out of the cache, but not from others? */
SELFTEST(swap, reuse)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *page;
	swp_entry_t entry;

	ASSERT(d);
	page = cached_page(1, &entry);
	ASSERT(page);
	lock_page(page);
	EXPECT_EQ(swap_duplicate(entry), 0);
	EXPECT_EQ(reuse_swap_page(page), 0);		/* two entries */
	EXPECT(PageSwapCache(page));
	swap_free(entry);
	ClearPageDirty(page);
	EXPECT_EQ(reuse_swap_page(page), 1);
	EXPECT(!PageSwapCache(page) && PageDirty(page));
	EXPECT_EQ(reuse_swap_page(page), 1);		/* in no cache at all */
	unlock_page(page);
	swap_free(entry);
	put_page(page);
	disk_off(d);
}

/* When more than half is taken, do slots that only the cache has go to who needs one, but not of pages that are in work? */
SELFTEST(swap, full)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *pages[7], *more;
	swp_entry_t entries[7];
	unsigned int i;

	ASSERT(d);
	for (i = 0; i < 7; i++) {
		pages[i] = cached_page(i, &entries[i]);
		ASSERT(pages[i]);
		EXPECT_EQ(vm_swap_full(), i >= 3);
	}
	more = swap_test_page(7);
	ASSERT(more);
	lock_page(more);
	EXPECT_EQ(add_to_swap(more), 0);
	EXPECT(!PageSwapCache(more));
	unlock_page(more);
	for (i = 0; i < 7; i += 2)
		swap_free(entries[i]);
	EXPECT_EQ(get_nr_swap_pages(), 0);
	/* The first and the last are free; between them, 2 and 4 are the cache's alone */
	EXPECT_EQ(write_out(pages[0]), 0);
	EXPECT_EQ(write_out(pages[6]), 0);
	EXPECT_EQ(get_nr_swap_pages(), 2);
	swap_info[swp_type(entries[0])].cluster_next = (unsigned int)swp_offset(entries[1]);
	lock_page(pages[2]);
	EXPECT(trylock_page(more));
	EXPECT_EQ(add_to_swap(more), 1);
	EXPECT_EQ(page_private(more), entries[4].val);
	EXPECT(PageSwapCache(pages[2]) && !PageSwapCache(pages[4]));
	unlock_page(more);
	unlock_page(pages[2]);
	free_page_and_swap_cache(more);
	for (i = 0; i < 7; i++) {
		if (i % 2)
			swap_free(entries[i]);
		free_page_and_swap_cache(pages[i]);
	}
	EXPECT_EQ(get_nr_swap_pages(), 7);
	disk_off(d);
}

/* ------------------------------------------------------------------ read-ahead */

#define NR_AHEAD	16

/* Are slots around the one that is needed read in one request, more of them the more are used, and none with page-cluster 0? */
SELFTEST(swap, readahead)
{
	struct swap_disk *d = disk_on(64, 0);
	struct page *pages[NR_AHEAD], *page;
	swp_entry_t entries[NR_AHEAD];
	unsigned int i, reads, cached;
	int cluster = page_cluster;

	ASSERT(d);
	for (i = 0; i < NR_AHEAD; i++) {
		pages[i] = cached_page(100 + i, &entries[i]);
		ASSERT(pages[i]);
		EXPECT_EQ(write_out(pages[i]), 0);
		drop_cached(pages[i]);
	}
	/* In a row: 1 alone, then more and more */
	for (i = 0, reads = d->reads; i < NR_AHEAD; i++) {
		page = lookup_swap_cache(entries[i]) ?: swapin_readahead(entries[i], GFP_HIGHUSER_MOVABLE, NULL, 0);
		ASSERT(page);
		wait_on_page_locked(page);
		EXPECT_EQ(swap_page_word(page), 100 + i);
		put_page(page);
	}
	EXPECT(d->reads - reads >= 3 && d->reads - reads <= 8);
	cached = (unsigned int)total_swapcache_pages();
	EXPECT_EQ(cached, NR_AHEAD);		/* nothing behind what is in use */
	for (i = 0; i < NR_AHEAD; i++) {
		page = find_swap_cache(entries[i]);
		drop_cached(page);
	}
	/* Eight in one request */
	page_cluster = 3;
	for (i = 0; i < 2; i++) {
		reads = d->reads;
		page = swapin_readahead(entries[9], GFP_HIGHUSER_MOVABLE, NULL, 0);
		ASSERT(page);
		wait_on_page_locked(page);
		put_page(page);
		EXPECT_EQ(d->reads - reads, 1);
		cached = (unsigned int)total_swapcache_pages();
		EXPECT_EQ(cached, i ? 1 : 4);
		for (unsigned int n = 0; n < NR_AHEAD; n++) {
			page = find_swap_cache(entries[n]);
			if (page)
				drop_cached(page);
		}
		page_cluster = 0;
	}
	page_cluster = cluster;
	for (i = 0; i < NR_AHEAD; i++)
		swap_free(entries[i]);
	disk_off(d);
}

/* ------------------------------------------------------------------ errors */

/* Does a page that the disk doesn't take stay, dirty, with its contents and a word, and is it written the next time? */
SELFTEST(swap, write_error)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *page;
	swp_entry_t entry;
	u64 mark;

	ASSERT(d);
	page = cached_page(77, &entry);
	ASSERT(page);
	d->write_error = -EIO;
	mark = selftest_mute();
	EXPECT_EQ(write_out(page), 0);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "Write-error on swap-device"));
	EXPECT(PageDirty(page) && PageError(page) && PageSwapCache(page) && PageUptodate(page));
	EXPECT(!PageWriteback(page) && !PageLocked(page));
	d->write_error = 0;
	EXPECT_EQ(write_out(page), 0);
	EXPECT(!PageDirty(page) && !PageError(page));
	EXPECT_EQ(swap_disk_word(d, (unsigned int)swp_offset(entry)), 77);
	swap_free(entry);
	free_page_and_swap_cache(page);
	disk_off(d);
}

/* Is a page that the disk doesn't give back not uptodate, with a word, and does the next one ask again? */
SELFTEST(swap, read_error)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *page;
	swp_entry_t entry;
	u64 mark;

	ASSERT(d);
	page = cached_page(78, &entry);
	ASSERT(page);
	EXPECT_EQ(write_out(page), 0);
	drop_cached(page);
	d->read_error = -EIO;
	mark = selftest_mute();
	page = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	selftest_unmute();
	ASSERT(page);
	EXPECT(strstr(selftest_log_since(mark), "Read-error on swap-device"));
	EXPECT(!PageUptodate(page) && PageError(page) && !PageLocked(page) && PageSwapCache(page));
	drop_cached(page);
	d->read_error = 0;
	page = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	ASSERT(page);
	EXPECT_EQ(swap_page_word(page), 78);
	put_page(page);
	free_swap_and_cache(entry);
	disk_off(d);
}

/* Does swapoff() take pages along that only the cache has, and wait for those that are being written? */
SELFTEST(swap, off)
{
	struct swap_disk *d = disk_on(8, 0);
	struct page *a, *b;
	swp_entry_t ea, eb;

	ASSERT(d);
	a = cached_page(1, &ea);
	b = cached_page(2, &eb);
	ASSERT(a && b);
	EXPECT_EQ(write_out(b), 0);
	swap_free(ea);
	swap_free(eb);
	EXPECT_EQ(swap_disk_off(d), 0);
	EXPECT(!PageSwapCache(a) && !PageSwapCache(b) && PageDirty(a) && PageDirty(b));
	EXPECT_EQ(page_count(a), 1);
	put_page(a);
	put_page(b);
	swap_disk_destroy(d);
}

/* ------------------------------------------------------------------ without memory */

/* Does swapon() with any of its allocations failing leave everything as it was, and say so? */
SELFTEST(swap, on_without_memory)
{
	struct swap_disk *d = swap_disk_create(64);
	struct file *file;
	unsigned int n = 0;
	int err;

	ASSERT(d);
	file = swap_disk_open(d);
	ASSERT(!IS_ERR(file));
	do {
		set_fail_nth(current, ++n);
		err = swapon_file(file, 0);
		set_fail_nth(current, 0);
		EXPECT(err == 0 || err == -ENOMEM || err == -EIO);
		EXPECT_EQ(total_swap_pages, err ? 0 : 63);
	} while (err && n < 20);
	EXPECT_EQ(err, 0);
	EXPECT(n > 3);
	disk_off(d);
}

/* Without memory, does a page stay out of the cache, or dirty, or unread, with its slot as before, until there is some? */
SELFTEST(swap, cache_without_memory)
{
	struct swap_disk *d = disk_on(64, 0);
	struct page *page, *again;
	swp_entry_t entry;
	unsigned int n;

	ASSERT(d);
	page = swap_test_page(5);
	ASSERT(page);
	lock_page(page);
	set_fail_nth(current, 1);		/* the tree's node */
	EXPECT_EQ(add_to_swap(page), 0);
	set_fail_nth(current, 0);
	EXPECT(!PageSwapCache(page));
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT_EQ(add_to_swap(page), 1);
	entry.val = page_private(page);
	EXPECT_EQ(swap_duplicate(entry), 0);
	unlock_page(page);

	set_fail_nth(current, 1);		/* the bio */
	EXPECT_EQ(write_out(page), -ENOMEM);
	set_fail_nth(current, 0);
	EXPECT(PageDirty(page) && !PageWriteback(page) && !PageLocked(page) && PageSwapCache(page));
	EXPECT_EQ(write_out(page), 0);
	drop_cached(page);

	for (n = 1; n <= 2; n++) {		/* the page; the tree's node */
		set_fail_nth(current, n);
		EXPECT(!read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0));
		set_fail_nth(current, 0);
		EXPECT_EQ(total_swapcache_pages(), 0);
		EXPECT_EQ(swp_swapcount(entry), 1);
	}
	set_fail_nth(current, 3);		/* the bio */
	page = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	EXPECT_EQ(current->fail_nth, 0);
	set_fail_nth(current, 0);
	ASSERT(page);
	EXPECT(PageSwapCache(page) && !PageUptodate(page) && !PageLocked(page));
	again = read_swap_cache_async(entry, GFP_HIGHUSER_MOVABLE, NULL, 0);
	EXPECT(again == page);
	put_page(again);
	lock_page(page);
	EXPECT_EQ(swap_reread(page), 0);
	unlock_page(page);
	EXPECT_EQ(swap_page_word(page), 5);
	free_swap_and_cache(entry);
	put_page(page);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	disk_off(d);
}

/* ------------------------------------------------------------------ the check */

/* Does swap_check() see each of its invariants broken? */
SELFTEST(swap, check)
{
	struct swap_disk *d = disk_on(8, 0);
	struct swap_info_struct *si;
	struct page *page;
	swp_entry_t entry;
	char *log;
	u64 mark;

	ASSERT(d);
	si = swap_disk_info(d);
	page = cached_page(1, &entry);
	ASSERT(page);
	swap_free(entry);
	EXPECT(swap_check());
	mark = selftest_mute();
	EXPECT_EQ(swap_duplicate(entry), 0);
	EXPECT(!swap_check());
	swap_free(entry);
	si->swap_map[2] = SWAP_HAS_CACHE;
	EXPECT(!swap_check());
	si->swap_map[2] = 0;
	si->inuse_pages++;
	EXPECT(!swap_check());
	si->inuse_pages--;
	si->lowest_bit = 5;
	EXPECT(!swap_check());
	si->lowest_bit = 2;
	total_swap_pages++;
	EXPECT(!swap_check());
	total_swap_pages--;
	swap_address_space(entry)->nrpages++;
	EXPECT(!swap_check());
	swap_address_space(entry)->nrpages--;
	set_page_private(page, swp_entry(si->type, 3).val);
	EXPECT(!swap_check());
	set_page_private(page, entry.val);
	list_del_init(&si->avail_list);
	EXPECT(!swap_check());
	selftest_unmute();
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "Y1:") && strstr(log, "Y2:") && strstr(log, "Y3: slot") && strstr(log, "Y3: swap area"));
	EXPECT(strstr(log, "Y4:") && strstr(log, "Y5:") && strstr(log, "C1:") && strstr(log, "C2:"));
	/* Into the list again, by the way of a full area */
	si->highest_bit = 0;
	free_page_and_swap_cache(page);
	si->highest_bit = 7;
	EXPECT(swap_check());
	disk_off(d);
}
