/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reclaim (mm/vmscan.c): is what it takes what nobody has used, is what it leaves what somebody needs, and is nothing lost?
 *
 * The file is one of ramfs with other operations behind its page cache.  What has been written to the "disk" is counted,
 * and kept nowhere: a page that is read is made of its number.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/highmem.h>
#include <linux/mm_inline.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include "file_test.h"
#include "swap_disk.h"
#include "user_mm.h"

#define PAGES(n)	((loff_t)(n) << PAGE_SHIFT)
#define A(n)		(USER_ADDR + (n) * PAGE_SIZE)

static struct {
	unsigned int reads, writes;
	bool hold;			/* writes end by store_ends() */
	struct page *held[64];
	unsigned int nr_held;
} store;

static int store_readpage(struct file *file, struct page *page)
{
	u32 *kaddr = kmap(page);

	memset(kaddr, 0, PAGE_SIZE);
	*kaddr = (u32)page->index;
	kunmap(page);
	store.reads++;
	SetPageUptodate(page);
	unlock_page(page);
	return 0;
}

static int store_writepage(struct page *page, struct writeback_control *wbc)
{
	store.writes++;
	set_page_writeback(page);
	unlock_page(page);
	if (store.hold && store.nr_held < ARRAY_SIZE(store.held))
		store.held[store.nr_held++] = page;
	else
		page_endio(page, WRITE, 0);
	return 0;
}

static void store_ends(void)
{
	store.hold = false;
	while (store.nr_held)
		page_endio(store.held[--store.nr_held], WRITE, 0);
}

static const struct address_space_operations store_aops = {
	.readpage = store_readpage,
	.writepage = store_writepage,
	.write_begin = simple_write_begin,
	.write_end = simple_write_end,
	.set_page_dirty = __set_page_dirty_nobuffers,
};

/* A file of @n pages of lowmem that are in memory, clean, and on the inactive list; NULL */
static struct file *store_file(unsigned int n)
{
	struct file *f;
	struct page *page;
	unsigned int i;

	memset(&store, 0, sizeof(store));
	if (path_mknod("/t.store", S_IFDIR | 0755, 0) || do_mount_fs("ramfs", "none", "/t.store", 0, NULL))
		return NULL;
	f = filp_open("/t.store/f", O_CREAT | O_EXCL | O_RDWR, 0644);
	if (IS_ERR(f))
		return NULL;
	f->f_mapping->a_ops = &store_aops;
	clear_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	mapping_set_gfp_mask(f->f_mapping, GFP_KERNEL);
	file_inode(f)->i_size = PAGES(n);
	for (i = 0; i < n; i++) {
		page = read_cache_page(f->f_mapping, i, f);
		if (!EXPECT(!IS_ERR(page)))
			break;
		put_page(page);
	}
	lru_add_drain();
	return f;
}

static void close_store(struct file *f)
{
	fput(f);
	EXPECT_EQ(remove_name("/t.store/f", false), 0);
	EXPECT_EQ(unmount("/t.store"), 0);
	EXPECT_EQ(remove_name("/t.store", true), 0);
}

static bool cached(struct file *f, pgoff_t index)
{
	struct page *page = find_get_page(f->f_mapping, index);

	if (page)
		put_page(page);
	return page != NULL;
}

/* As who has to have memory does it */
static unsigned long reclaim(void)
{
	unsigned long freed;

	/* Free pages in the lists of a CPU don't count against "nothing is to be found here" */
	drain_all_pages(NULL);
	current->flags |= PF_MEMALLOC;
	freed = try_to_free_pages(node_zonelist(0, GFP_HIGHUSER), 0, GFP_HIGHUSER);
	current->flags &= ~(unsigned int)PF_MEMALLOC;
	return freed;
}

/* Everything that can go: an active page takes some rounds */
static void reclaim_all(void)
{
	unsigned int i;

	for (i = 0; i < 40; i++)
		reclaim();
}

/* ------------------------------------------------------------------ files' pages */

/* Are clean pages that nobody uses freed, and read again when somebody does? */
SELFTEST(vmscan, clean)
{
	struct file *f = store_file(100);
	struct page *page;

	ASSERT(f);
	EXPECT_EQ(f->f_mapping->nrpages, 100);
	EXPECT(reclaim() >= SWAP_CLUSTER_MAX);
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	EXPECT_EQ(store.writes, 0);
	EXPECT_EQ(store.reads, 100);
	page = read_cache_page(f->f_mapping, 7, f);
	if (EXPECT(!IS_ERR(page)))
		put_page(page);
	EXPECT_EQ(store.reads, 101);
	close_store(f);
}

/* Does a page that was used twice outlive many that were used once? */
SELFTEST(vmscan, used_twice)
{
	struct file *f = store_file(100);
	struct page *page;

	ASSERT(f);
	page = find_get_page(f->f_mapping, 50);
	ASSERT(page);
	mark_page_accessed(page);
	mark_page_accessed(page);
	EXPECT(PageActive(page));
	put_page(page);
	EXPECT(reclaim() >= SWAP_CLUSTER_MAX);
	EXPECT(cached(f, 50));
	EXPECT(!cached(f, 0));
	reclaim_all();
	EXPECT(!cached(f, 50));		/* it isn't used any more, and nothing else is left */
	close_store(f);
}

/* Is a page that somebody has a reference to, or has locked, left where it is, with what it holds? */
SELFTEST(vmscan, pinned)
{
	struct file *f = store_file(40);
	struct page *pinned, *locked;

	ASSERT(f);
	pinned = find_get_page(f->f_mapping, 3);
	locked = find_lock_page(f->f_mapping, 4);
	ASSERT(pinned && locked);
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 2);
	EXPECT(pinned->mapping == f->f_mapping && page_count(pinned) == 2);
	EXPECT(PageUptodate(pinned) && PageUptodate(locked));
	unlock_page(locked);
	put_page(locked);
	put_page(pinned);
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	close_store(f);
}

/* Do pages leave page tables when they were not used for a round, and is an executable one's use worth more? */
SELFTEST(vmscan, mapped)
{
	struct file *f = store_file(64);
	struct mm_struct *mm = user_mm_create();
	unsigned int i;

	ASSERT(f && mm);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, A(0), PAGES(64), PROT_READ, MAP_SHARED | MAP_FIXED, 0), A(0));
	for (i = 0; i < 8; i++)
		EXPECT_EQ(user_read(A(i * 8)), i * 8);
	EXPECT(get_mm_counter(mm, MM_FILEPAGES) >= 8);
	reclaim_all();
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 0);
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	for (i = 0; i < 8; i++)
		EXPECT_EQ(user_read(A(i * 8)), i * 8);
	EXPECT(user_mm_check(mm));
	user_mm_leave(mm);
	user_mm_destroy(mm);
	close_store(f);
}

/* Does reclaim come to know from the tables what was stored there, and is a dirty page not freed before it is written? */
SELFTEST(vmscan, dirty)
{
	struct file *f = store_file(40);
	struct zone *normal = NODE_DATA(0)->node_zones;
	u32 word = 99;
	unsigned int i;

	ASSERT(f);
	for (i = 0; i < 40; i++)
		EXPECT_EQ(kernel_write(f, &word, sizeof(word), PAGES(i)), sizeof(word));
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 40);		/* who needs memory doesn't write files: the flusher does */
	EXPECT_EQ(store.writes, 0);
	/* kswapd helps, if there's nothing but dirty pages */
	EXPECT(test_bit(ZONE_DIRTY, &normal->flags));
	current->flags |= PF_KSWAPD;
	reclaim_all();
	current->flags &= ~(unsigned int)PF_KSWAPD;
	EXPECT_EQ(store.writes, 40);
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	EXPECT_EQ(global_page_state(NR_FILE_DIRTY), 0);
	clear_bit(ZONE_DIRTY, &normal->flags);
	close_store(f);
}

/* Is a page that is being written left alone, and the next to go when that is done? */
SELFTEST(vmscan, writeback)
{
	struct file *f = store_file(1);
	unsigned long rotated[NR_VM_EVENT_ITEMS], before;
	struct page *page;
	u32 word = 5;

	ASSERT(f);
	store.hold = true;
	EXPECT_EQ(kernel_write(f, &word, sizeof(word), 0), sizeof(word));
	EXPECT_EQ(filemap_flush(f->f_mapping), 0);
	page = find_get_page(f->f_mapping, 0);
	ASSERT(page && PageWriteback(page));
	put_page(page);
	deactivate_page(page);
	ClearPageReferenced(page);
	shrink_slab(GFP_KERNEL, 0, 1);		/* nothing of this is a slab's */
	reclaim();
	EXPECT(page->mapping == f->f_mapping && PageWriteback(page) && PageReclaim(page));
	all_vm_events(rotated);
	before = rotated[PGROTATED];
	store_ends();
	EXPECT(!PageReclaim(page) && !PageWriteback(page));
	all_vm_events(rotated);
	EXPECT_EQ(rotated[PGROTATED], before + 1);
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 0);
	close_store(f);
}

/* ------------------------------------------------------------------ what stays */

/* Do pages of an mlocked VMA, and of a file that is nowhere else, go to the unevictable list and no further? */
SELFTEST(vmscan, unevictable)
{
	struct file *f = store_file(8);
	struct mm_struct *mm = user_mm_create();
	unsigned long before = global_page_state(NR_UNEVICTABLE);
	struct page *page;

	ASSERT(f && mm);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, A(0), PAGES(1), PROT_READ, MAP_SHARED | MAP_FIXED, 0), A(0));
	EXPECT_EQ(user_read(A(0)), 0);
	mm->mmap->vm_flags |= VM_LOCKED;
	reclaim_all();
	lru_add_drain();
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	page = find_get_page(f->f_mapping, 0);
	if (EXPECT(page)) {
		EXPECT(PageMlocked(page) && PageUnevictable(page) && page_mapped(page));
		EXPECT_EQ(global_page_state(NR_UNEVICTABLE), before + 1);
		lock_page(page);
		mm->mmap->vm_flags &= ~VM_LOCKED;
		munlock_vma_page(page);
		unlock_page(page);
		put_page(page);
	}
	user_mm_leave(mm);
	user_mm_destroy(mm);
	reclaim_all();
	EXPECT_EQ(f->f_mapping->nrpages, 0);

	page = read_cache_page(f->f_mapping, 1, f);
	ASSERT(!IS_ERR(page));
	set_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	put_page(page);
	lru_add_drain();
	reclaim_all();
	EXPECT(cached(f, 1) && PageUnevictable(page));
	clear_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	close_store(f);
}

/* Without swap, is programs' memory not even looked at? */
SELFTEST(vmscan, no_swap)
{
	struct mm_struct *mm = user_mm_create();
	struct page *page;

	ASSERT(mm && user_mm_map(mm, A(0), PAGE_SIZE, VM_READ | VM_WRITE));
	user_mm_enter(mm);
	EXPECT_EQ(user_write(A(0), 3), 0);
	lru_add_drain();
	page = user_mm_page(mm, A(0));
	reclaim_all();
	EXPECT(user_mm_page(mm, A(0)) == page && pte_young(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(user_read(A(0)), 3);
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Do a program's pages that aren't used go by way of the inactive list to swap, and come back whole? */
SELFTEST(vmscan, anonymous)
{
	struct swap_disk *d = swap_disk_create(64);
	struct mm_struct *mm = user_mm_create();
	unsigned int i;

	ASSERT(d && mm && user_mm_map(mm, A(0), 40 * PAGE_SIZE, VM_READ | VM_WRITE));
	EXPECT_EQ(swap_disk_on(d, 0), 0);
	user_mm_enter(mm);
	for (i = 0; i < 40; i++)
		EXPECT_EQ(user_write(A(i), 11 + i), 0);
	reclaim_all();
	EXPECT(is_swap_pte(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 0);
	EXPECT_EQ(get_mm_counter(mm, MM_SWAPENTS), 40);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT(swap_check());
	for (i = 0; i < 40; i++)
		EXPECT_EQ(user_read(A(i)), 11 + i);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	EXPECT_EQ(swap_disk_off(d), 0);
	swap_disk_destroy(d);
}

/* Is a page that was written to swap the next to go, too, and isn't it taken for one that was read ahead (PG_readahead)? */
SELFTEST(vmscan, writeback_swap)
{
	struct swap_disk *d = swap_disk_create(64);
	struct page *page = swap_test_page(1);
	unsigned long events[NR_VM_EVENT_ITEMS], rotated;

	ASSERT(d && page);
	EXPECT_EQ(swap_disk_on(d, 0), 0);
	lru_cache_add_anon(page);
	lru_add_drain();
	lock_page(page);
	EXPECT(add_to_swap(page));
	EXPECT(clear_page_dirty_for_io(page));
	set_page_writeback(page);
	SetPageReclaim(page);
	unlock_page(page);
	all_vm_events(events);
	rotated = events[PGROTATED];
	end_page_writeback(page);
	all_vm_events(events);
	EXPECT_EQ(events[PGROTATED], rotated + 1);
	EXPECT(!PageReclaim(page) && !PageWriteback(page));
	lock_page(page);
	delete_from_swap_cache(page);
	unlock_page(page);
	put_page(page);
	EXPECT_EQ(swap_disk_off(d), 0);
	swap_disk_destroy(d);
}

/* ------------------------------------------------------------------ kswapd and the allocator */

/* Watermarks between which the free memory lies now: kswapd has to do something, and nobody else */
static void raise_watermarks(void)
{
	min_free_kbytes = (int)(zone_page_state(NODE_DATA(0)->node_zones, NR_FREE_PAGES) * 9 / 10 << (PAGE_SHIFT - 10));
	setup_per_zone_wmarks();
}

/* Is kswapd woken when memory runs low, does it leave the last pages of files alone, and go to sleep again? */
SELFTEST(vmscan, kswapd)
{
	struct file *f = store_file(200);
	unsigned long events[NR_VM_EVENT_ITEMS], runs;
	int old = min_free_kbytes;
	struct page *page;

	ASSERT(f);
	all_vm_events(events);
	runs = events[PAGEOUTRUN];
	drain_all_pages(NULL);
	raise_watermarks();
	page = alloc_pages(GFP_KERNEL, 1);
	EXPECT(page);
	schedule_timeout_uninterruptible(2);
	min_free_kbytes = old;
	setup_per_zone_wmarks();
	all_vm_events(events);
	EXPECT(events[PAGEOUTRUN] > runs);
	EXPECT_EQ(f->f_mapping->nrpages, 200);
	if (page)
		__free_pages(page, 1);
	close_store(f);
}

/* Does a request that finds nothing free get what reclaim frees for it? */
SELFTEST(vmscan, direct)
{
	struct file *f = store_file(2000);
	unsigned long events[NR_VM_EVENT_ITEMS], stalls;
	LIST_HEAD(pile);
	struct page *page, *next;
	gfp_t gfp = GFP_KERNEL | __GFP_NOWARN;
	unsigned int n = 0;

	ASSERT(f);
	all_vm_events(events);
	stalls = events[ALLOCSTALL];
	/* All that there is for who can't wait, and then some more */
	do {
		drain_all_pages(NULL);
		for (n = 0; (page = alloc_page(gfp & ~__GFP_RECLAIM)); n++)
			list_add(&page->lru, &pile);
	} while (n);
	EXPECT(f->f_mapping->nrpages > 1900);
	for (n = 0; n < 100 && (page = alloc_page(gfp)); n++)
		list_add(&page->lru, &pile);
	EXPECT_EQ(n, 100);
	EXPECT(f->f_mapping->nrpages <= 1950);
	list_for_each_entry_safe(page, next, &pile, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	all_vm_events(events);
	EXPECT(events[ALLOCSTALL] > stalls);
	close_store(f);
}

/* ------------------------------------------------------------------ shrinkers */

static unsigned long objects, scans, most;
static bool busy;

static unsigned long count_test(struct shrinker *shrinker, struct shrink_control *sc)
{
	return objects;
}

static unsigned long scan_test(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long n = min(objects, sc->nr_to_scan);

	scans++;
	most = max(most, sc->nr_to_scan);
	if (busy)
		return SHRINK_STOP;
	objects -= n;
	return n;
}

/* Does a cache give the same share as the page cache, in small portions, and later what it couldn't give at once? */
SELFTEST(vmscan, shrinker)
{
	struct shrinker shrinker = { .count_objects = count_test, .scan_objects = scan_test, .seeks = DEFAULT_SEEKS };

	objects = 100000;
	scans = most = 0;
	busy = false;
	register_shrinker(&shrinker);
	shrink_slab(GFP_KERNEL, 100, 10000);		/* a hundredth, twice: seeks says so */
	EXPECT(objects <= 98200 && objects >= 97900);
	EXPECT_EQ(most, 128);
	objects = 100000;
	busy = true;
	scans = 0;
	shrink_slab(GFP_KERNEL, 100, 10000);
	EXPECT_EQ(scans, 1);
	EXPECT_EQ(objects, 100000);
	busy = false;
	shrink_slab(GFP_KERNEL, 100, 10000);
	EXPECT(objects <= 96200 && objects >= 95800);
	unregister_shrinker(&shrinker);
	scans = 0;
	shrink_slab(GFP_KERNEL, 100, 10000);
	EXPECT_EQ(scans, 0);
}
