/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Swap areas: disks and files that hold pages which have no file of their own, and which slot of them holds what.
 *
 * Idea.  An area is a row of slots, each as large as a page.  swap_map[] counts for each slot who refers to it: entries
 * of page tables and of files in memory, and the swap cache, which has a bit.  A slot is free when nobody does.
 *
 *     slot       0       1  2       3       4  5 ...            entry, in page tables:  type | offset
 *     on disk    header  p  -       p       bad                                         |      slot
 *     swap_map   BAD     2  0       CACHE|1 BAD                                         swap_info[type]
 *                        |          |  `- one entry
 *                        |          `---- and the swap cache has it
 *                        `--------------- two entries (fork), not in memory
 *
 *   get_swap_page      a slot for the swap cache, of the area with the highest priority; those of the same take turns
 *     scan_swap_map    in a row with the last one, as long as its cluster of 256 lasts: what is swapped out together is
 *                      read back together
 *   swap_duplicate     one entry more;   swap_free   one less
 *   swapcache_prepare  the swap cache is about to have it (one may); swapcache_free: it hasn't any more
 *
 *   A swap file's blocks are where its file system has them: swap extents say where rows of pages are on the device.
 *
 * Invariants (swap_check() asserts them)
 *   Y1  swap_map[] counts the entries of all page tables and files in memory that name the slot
 *   Y2  SWAP_HAS_CACHE is set if and only if the swap cache has a page for the slot
 *   Y3  inuse_pages counts slots that are neither free nor bad; no free slot is outside of lowest_bit, highest_bit
 *   Y4  an area with a free slot is in the list of those, and no other
 *   Y5  nr_swap_pages is the number of free slots, total_swap_pages of good ones
 *
 * Locking.  mmlist_lock: the list of address spaces with entries, from init_mm on.  swap_lock: the list of areas, their flags and priorities.  si->lock inside: slots.  swap_avail_lock inside:
 * the list of areas with free slots.  Page-table locks and page locks are outside of all; tree_lock is never held
 * together with them.  Process context.  swapon() and swapoff() sleep, one at a time (swapon_mutex).
 *
 * Differs from Linux 4.x: counts have 14 bits instead of six with more pages behind them, and a count that would grow
 * beyond that refuses (-ENOMEM); swapoff() goes through each address space once, and not once for each page; swapon()
 * writes what is dirty of the file; no solid state disks' clusters, no discard, no frontswap.
 *
 * Read get_swap_page(), swap_entry_free(), swapon_file().  Tests: swap.*, tests/user/swapon.c, tests/host/swap.t
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/ratelimit.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/sysinfo.h>
#include <linux/vmalloc.h>
#include "internal.h"

unsigned long total_swap_pages;
atomic_long_t nr_swap_pages;

struct swap_info_struct swap_info[MAX_SWAPFILES];
unsigned int nr_swapfiles;		/* so many were in use at a time; swap_lock */

DEFINE_SPINLOCK(mmlist_lock);
static DEFINE_SPINLOCK(swap_lock);
static DEFINE_SPINLOCK(swap_avail_lock);
static LIST_HEAD(swap_active_head);
static LIST_HEAD(swap_avail_head);
static DEFINE_MUTEX(swapon_mutex);
static int least_priority;		/* of those that got theirs by turn: -1, -2, ...; swap_lock */

static inline unsigned int swap_count(u16 ent)
{
	return ent & ~(unsigned int)SWAP_HAS_CACHE;
}

/* The area that @entry names; NULL: there never was one */
static inline struct swap_info_struct *swap_info_of(swp_entry_t entry)
{
	return swp_type(entry) < nr_swapfiles ? &swap_info[swp_type(entry)] : NULL;
}

/* ------------------------------------------------------------------ lists by priority */

/* Behind those of the same priority */
static void add_to_avail_list(struct swap_info_struct *si)
{
	struct swap_info_struct *pos;

	spin_lock(&swap_avail_lock);
	list_for_each_entry(pos, &swap_avail_head, avail_list)
		if (pos->prio < si->prio)
			break;
	list_add_tail(&si->avail_list, &pos->avail_list);
	spin_unlock(&swap_avail_lock);
}

static void del_from_avail_list(struct swap_info_struct *si)
{
	spin_lock(&swap_avail_lock);
	list_del_init(&si->avail_list);
	spin_unlock(&swap_avail_lock);
}

static void add_to_active_list(struct swap_info_struct *si)
{
	struct swap_info_struct *pos;

	list_for_each_entry(pos, &swap_active_head, list)
		if (pos->prio < si->prio)
			break;
	list_add_tail(&si->list, &pos->list);
}

/* The area that is to be tried, NULL without one; it goes behind those of its priority */
static struct swap_info_struct *next_avail(void)
{
	struct swap_info_struct *si, *pos;

	spin_lock(&swap_avail_lock);
	si = list_first_entry_or_null(&swap_avail_head, struct swap_info_struct, avail_list);
	if (si) {
		pos = si;
		list_for_each_entry_continue(pos, &swap_avail_head, avail_list)
			if (pos->prio < si->prio)
				break;
		list_move_tail(&si->avail_list, &pos->avail_list);
	}
	spin_unlock(&swap_avail_lock);
	return si;
}

/* ------------------------------------------------------------------ slots: taken */

/* A row of SWAPFILE_CLUSTER free slots becomes the next cluster, if there is one.  si->lock. */
static void find_cluster(struct swap_info_struct *si)
{
	unsigned int offset, row = 0;

	si->cluster_nr = SWAPFILE_CLUSTER;
	if (si->pages - si->inuse_pages < SWAPFILE_CLUSTER)
		return;
	for (offset = si->lowest_bit; offset <= si->highest_bit; offset++) {
		row = si->swap_map[offset] ? 0 : row + 1;
		if (row == SWAPFILE_CLUSTER) {
			si->cluster_next = offset - (SWAPFILE_CLUSTER - 1);
			return;
		}
	}
}

/*
 * Nothing but the swap cache has slot @offset: if nobody works on the page, it goes, and the slot is free.  si->lock is
 * released and taken again.  Returns whether the slot is free now.
 */
static bool __try_to_reclaim_swap(struct swap_info_struct *si, unsigned int offset) __must_hold(&si->lock)
{
	struct page *page;

	spin_unlock(&si->lock);
	page = find_swap_cache(swp_entry(si->type, offset));
	if (page && trylock_page(page)) {
		try_to_free_swap(page);
		unlock_page(page);
	}
	if (page)
		put_page(page);
	spin_lock(&si->lock);
	return si->flags & SWP_WRITEOK && !si->swap_map[offset];
}

static void take_slot(struct swap_info_struct *si, unsigned int offset)
{
	si->swap_map[offset] = SWAP_HAS_CACHE;
	si->cluster_next = offset + 1;
	si->cluster_nr -= si->cluster_nr != 0;
	si->inuse_pages++;
	if (si->inuse_pages == si->pages) {
		si->lowest_bit = si->max;
		si->highest_bit = 0;
		del_from_avail_list(si);
		return;
	}
	if (offset == si->lowest_bit)
		si->lowest_bit++;
	if (offset == si->highest_bit)
		si->highest_bit--;
}

/* A slot of @si for the swap cache, 0 if it has none.  si->lock is held, and maybe released for a moment. */
static unsigned int scan_swap_map(struct swap_info_struct *si)
{
	unsigned int n, offset;

	if (!si->cluster_nr)
		find_cluster(si);
	offset = si->cluster_next;
	for (n = si->max; n && si->highest_bit; n--, offset++) {
		if (offset < si->lowest_bit || offset > si->highest_bit)
			offset = si->lowest_bit;
		if (!si->swap_map[offset] || (si->swap_map[offset] == SWAP_HAS_CACHE && vm_swap_full() &&
					      __try_to_reclaim_swap(si, offset))) {
			take_slot(si, offset);
			return offset;
		}
		if (!(si->flags & SWP_WRITEOK))
			break;
	}
	return 0;
}

/* get_swap_page - a slot, which the swap cache has from now on; an entry of 0: all are taken.  A page may be locked. */
swp_entry_t get_swap_page(void)
{
	struct swap_info_struct *si;
	unsigned int offset;

	while (get_nr_swap_pages() > 0 && (si = next_avail())) {
		spin_lock(&si->lock);
		offset = si->flags & SWP_WRITEOK ? scan_swap_map(si) : 0;
		spin_unlock(&si->lock);
		if (offset) {
			atomic_long_dec(&nr_swap_pages);
			return swp_entry(si->type, offset);
		}
	}
	return (swp_entry_t) { 0 };
}

/* ------------------------------------------------------------------ slots: counted */

/* The area of @entry, with its lock held, if the slot is in use; else NULL, and a word, for somebody has made it up */
static struct swap_info_struct *swap_info_get(swp_entry_t entry)
{
	struct swap_info_struct *si = swap_info_of(entry);

	if (entry.val && si) {
		spin_lock(&si->lock);
		if (swp_offset(entry) < si->max && si->swap_map[swp_offset(entry)]) {
			__release(&si->lock);		/* sparse can't follow a lock that may not be taken */
			return si;
		}
		spin_unlock(&si->lock);
	}
	if (__ratelimit(&swap_error_rs))
		pr_err("swap_info_get: there is no page in slot %lu of swap area %u\n", swp_offset(entry), swp_type(entry));
	return NULL;
}

static void swap_info_put(struct swap_info_struct *si)
{
	__acquire(&si->lock);
	spin_unlock(&si->lock);
}

/* Slot @offset is nobody's any more.  si->lock. */
static void slot_freed(struct swap_info_struct *si, unsigned int offset)
{
	bool was_full = !si->highest_bit;

	if (offset < si->lowest_bit)
		si->lowest_bit = offset;
	if (offset > si->highest_bit)
		si->highest_bit = offset;
	si->inuse_pages--;
	atomic_long_inc(&nr_swap_pages);
	if (was_full && si->flags & SWP_WRITEOK)
		add_to_avail_list(si);
}

/* One entry less, or with @usage SWAP_HAS_CACHE the swap cache.  Returns what is left.  si->lock. */
static unsigned int swap_entry_free(struct swap_info_struct *si, swp_entry_t entry, unsigned int usage)
{
	unsigned int offset = (unsigned int)swp_offset(entry);
	unsigned int count = swap_count(si->swap_map[offset]), cache = si->swap_map[offset] & SWAP_HAS_CACHE;

	if (usage == SWAP_HAS_CACHE) {
		VM_BUG_ON(!cache);
		cache = 0;
	} else if (count == SWAP_MAP_SHMEM) {
		count = 0;
	} else {
		VM_BUG_ON(!count || count > SWAP_MAP_MAX);
		count--;
	}
	si->swap_map[offset] = (u16)(count | cache);
	if (!(count | cache))
		slot_freed(si, offset);
	return count | cache;
}

/* swap_free - an entry for @entry's slot is gone.  Page-table lock. */
void swap_free(swp_entry_t entry)
{
	struct swap_info_struct *si = swap_info_get(entry);

	if (!si)
		return;
	swap_entry_free(si, entry, 1);
	swap_info_put(si);
}

/* swapcache_free - the swap cache, which had it, has @entry's page no more. */
void swapcache_free(swp_entry_t entry)
{
	struct swap_info_struct *si = swap_info_get(entry);

	if (!si)
		return;
	swap_entry_free(si, entry, SWAP_HAS_CACHE);
	swap_info_put(si);
}

/* What @usage makes of *@ent: 0, or as __swap_duplicate() */
static int count_up(u16 *ent, unsigned int usage)
{
	unsigned int count = swap_count(*ent), cache = *ent & SWAP_HAS_CACHE;

	if (!*ent || count == SWAP_MAP_BAD)
		return -ENOENT;
	if (usage == SWAP_HAS_CACHE) {
		if (cache)
			return -EEXIST;
		cache = SWAP_HAS_CACHE;
	} else if (usage == SWAP_MAP_SHMEM) {
		if (count)
			return -EINVAL;
		count = SWAP_MAP_SHMEM;
	} else if (count < SWAP_MAP_MAX) {
		count++;
	} else {
		return count == SWAP_MAP_MAX ? -ENOMEM : -EINVAL;
	}
	*ent = (u16)(count | cache);
	return 0;
}

/* One user more of @entry's slot.  0; -EINVAL: there is no such slot; -ENOENT: it is free or bad; -EEXIST, -ENOMEM: below. */
static int __swap_duplicate(swp_entry_t entry, unsigned int usage)
{
	struct swap_info_struct *si = swap_info_of(entry);
	int err = -EINVAL;

	if (!si)
		return -EINVAL;
	spin_lock(&si->lock);
	if (swp_offset(entry) < si->max)
		err = count_up(&si->swap_map[swp_offset(entry)], usage);
	spin_unlock(&si->lock);
	return err;
}

/*
 * swap_duplicate - one entry more for @entry's slot.  Page-table lock.
 *
 * 0; -ENOMEM: there are so many that they can't be counted; or there is no such page, -EINVAL, -ENOENT.
 */
int swap_duplicate(swp_entry_t entry)
{
	return __swap_duplicate(entry, 1);
}

/* swap_shmem_alloc - the only entry of @entry's slot, which the swap cache has, is a file's in memory. */
void swap_shmem_alloc(swp_entry_t entry)
{
	int err = __swap_duplicate(entry, SWAP_MAP_SHMEM);

	VM_BUG_ON(err);
}

/* swapcache_prepare - the caller is about to add a page to the swap cache.  0; -EEXIST: there is one; -EINVAL, -ENOENT. */
int swapcache_prepare(swp_entry_t entry)
{
	return __swap_duplicate(entry, SWAP_HAS_CACHE);
}

/* swp_swapcount - entries that name @entry's slot; 0, too, for one that isn't there. */
int swp_swapcount(swp_entry_t entry)
{
	struct swap_info_struct *si = swap_info_of(entry);
	unsigned int count = 0;

	if (!si)
		return 0;
	spin_lock(&si->lock);
	if (swp_offset(entry) < si->max)
		count = swap_count(si->swap_map[swp_offset(entry)]);
	spin_unlock(&si->lock);
	if (count == SWAP_MAP_BAD)
		return 0;
	return count == SWAP_MAP_SHMEM ? 1 : (int)count;
}

/* page_swapcount - the same for @page, locked, of the swap cache. */
int page_swapcount(struct page *page)
{
	return swp_swapcount((swp_entry_t) { page_private(page) });
}

/*
 * reuse_swap_page - is one mapping the only use of the contents of anonymous @page, which is locked?
 *
 * If so, it leaves the swap cache: it will be written to, and what its slot has is of no use then.  Page-table lock.
 */
int reuse_swap_page(struct page *page)
{
	int count = page_mapcount(page);

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (count <= 1 && PageSwapCache(page)) {
		count += page_swapcount(page);
		if (count == 1 && !PageWriteback(page)) {
			delete_from_swap_cache(page);
			SetPageDirty(page);
		}
	}
	return count <= 1;
}

/* try_to_free_swap - @page, locked, leaves the swap cache if no entry needs its slot.  1, or 0: it stays, or wasn't there. */
int try_to_free_swap(struct page *page)
{
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (!PageSwapCache(page) || PageWriteback(page) || page_swapcount(page))
		return 0;
	delete_from_swap_cache(page);
	SetPageDirty(page);
	return 1;
}

/*
 * free_swap_and_cache - an entry for @entry's slot is gone; if it was the last, the swap cache's page goes with it.
 *
 * 0: there is no such page.  Page-table lock.
 */
int free_swap_and_cache(swp_entry_t entry)
{
	struct swap_info_struct *si = swap_info_get(entry);
	struct page *page = NULL;
	unsigned int left;

	if (!si)
		return 0;
	left = swap_entry_free(si, entry, 1);
	swap_info_put(si);
	if (left == SWAP_HAS_CACHE)
		page = find_swap_cache(entry);
	if (page && trylock_page(page)) {
		if (!page_mapped(page) || vm_swap_full())
			try_to_free_swap(page);
		unlock_page(page);
	}
	if (page)
		put_page(page);
	return 1;
}

/* ------------------------------------------------------------------ where a slot is */

/* page_swap_info - the area of @page, of the swap cache. */
struct swap_info_struct *page_swap_info(struct page *page)
{
	return swap_info_of((swp_entry_t) { page_private(page) });
}

/* map_swap_page - where @page, of the swap cache, is: *@bdev, and on it the number of a piece as large as a page. */
sector_t map_swap_page(struct page *page, struct block_device **bdev)
{
	struct swap_info_struct *si = page_swap_info(page);
	struct swap_extent *start = si->curr_swap_extent, *se = start;
	pgoff_t offset = swp_offset((swp_entry_t) { page_private(page) });

	*bdev = si->bdev;
	for (;;) {
		if (offset >= se->start_page && offset < se->start_page + se->nr_pages)
			break;
		se = list_next_entry(se, list);
		BUG_ON(se == start);
	}
	si->curr_swap_extent = se;
	return se->start_block + (offset - se->start_page);
}

/*
 * add_swap_extent - pages [@start_page, @start_page + @nr_pages) of @sis, behind all others, are at @start_block, in pages.
 *
 * How many extents are new, 0 or 1; -ENOMEM.
 */
int add_swap_extent(struct swap_info_struct *sis, pgoff_t start_page, pgoff_t nr_pages, sector_t start_block)
{
	struct swap_extent *se = list_last_entry(&sis->first_swap_extent.list, struct swap_extent, list);

	if (!start_page) {
		se = &sis->first_swap_extent;
		sis->curr_swap_extent = se;
		se->start_page = 0;
		se->nr_pages = nr_pages;
		se->start_block = start_block;
		return 1;
	}
	BUG_ON(se->start_page + se->nr_pages != start_page);
	if (se->start_block + se->nr_pages == start_block) {
		se->nr_pages += nr_pages;
		return 0;
	}
	se = kmalloc(sizeof(*se), GFP_KERNEL);
	if (!se)
		return -ENOMEM;
	se->start_page = start_page;
	se->nr_pages = nr_pages;
	se->start_block = start_block;
	list_add_tail(&se->list, &sis->first_swap_extent.list);
	return 1;
}

static void destroy_swap_extents(struct swap_info_struct *sis)
{
	struct swap_extent *se, *next;

	list_for_each_entry_safe(se, next, &sis->first_swap_extent.list, list)
		kfree(se);
	INIT_LIST_HEAD(&sis->first_swap_extent.list);
}

/* ------------------------------------------------------------------ swapon */

/* A number for a new area.  ERR_PTR(-EPERM): there are as many as there can be. */
static struct swap_info_struct *alloc_swap_info(void)
{
	struct swap_info_struct *si;
	unsigned int type;

	spin_lock(&swap_lock);
	for (type = 0; type < nr_swapfiles && swap_info[type].flags; type++)
		;
	si = type < MAX_SWAPFILES ? &swap_info[type] : ERR_PTR(-EPERM);
	if (type < MAX_SWAPFILES && type == nr_swapfiles) {
		INIT_LIST_HEAD(&si->first_swap_extent.list);
		INIT_LIST_HEAD(&si->list);
		INIT_LIST_HEAD(&si->avail_list);
		spin_lock_init(&si->lock);
		si->type = type;
		nr_swapfiles++;
	}
	if (!IS_ERR(si))
		si->flags = SWP_USED;
	spin_unlock(&swap_lock);
	return si;
}

/* ... is nobody's again.  No entry names it. */
static void free_swap_info(struct swap_info_struct *si)
{
	u16 *swap_map;

	spin_lock(&swap_lock);
	spin_lock(&si->lock);
	swap_map = si->swap_map;
	si->swap_map = NULL;
	si->max = 0;
	si->swap_file = NULL;
	si->bdev = NULL;
	spin_unlock(&si->lock);
	spin_unlock(&swap_lock);
	destroy_swap_extents(si);
	vfree(swap_map);
	si->flags = 0;
}

static bool is_swap_file(struct address_space *mapping)
{
	unsigned int type;
	bool found = false;

	spin_lock(&swap_lock);
	for (type = 0; type < nr_swapfiles; type++)
		found |= swap_info[type].swap_file && swap_info[type].swap_file->f_mapping == mapping;
	spin_unlock(&swap_lock);
	return found;
}

/* The device, for nobody else; or the file's.  0, -EBUSY, -EINVAL: it is neither.  i_mutex is held. */
static int claim_swapfile(struct swap_info_struct *si, struct inode *inode)
{
	int err;

	if (S_ISBLK(inode->i_mode)) {
		if (I_BDEV(inode)->bd_read_only)
			return -EACCES;
		err = blkdev_get(I_BDEV(inode), true);
		if (err)
			return err;
		si->bdev = I_BDEV(inode);
		return 0;
	}
	if (!S_ISREG(inode->i_mode))
		return -EINVAL;
	si->bdev = inode->i_sb->s_bdev;
	return inode->i_flags & S_SWAPFILE ? -EBUSY : 0;
}

static void unclaim_swapfile(struct swap_info_struct *si, struct inode *inode)
{
	if (S_ISBLK(inode->i_mode))
		blkdev_put(si->bdev);
}

/* Slots that there are by @header, that of @inode, itself included; 0, and a word: it is no good */
static unsigned int read_swap_header(union swap_header *header, struct inode *inode)
{
	unsigned long maxpages = SWP_OFFSET_MASK + 1, last_page;
	u64 file_pages = (u64)inode->i_size >> PAGE_SHIFT;
	unsigned int i;

	if (memcmp(header->magic.magic, "SWAPSPACE2", 10)) {
		pr_err("Unable to find swap-space signature\n");
		return 0;
	}
	/* One that was made where numbers are written the other way round */
	if (__builtin_bswap32(header->info.version) == 1) {
		header->info.version = 1;
		header->info.last_page = __builtin_bswap32(header->info.last_page);
		header->info.nr_badpages = __builtin_bswap32(header->info.nr_badpages);
		for (i = 0; i < header->info.nr_badpages && i < MAX_SWAP_BADPAGES; i++)
			header->info.badpages[i] = __builtin_bswap32(header->info.badpages[i]);
	}
	if (header->info.version != 1) {
		pr_warn("Unable to handle swap header version %u\n", header->info.version);
		return 0;
	}
	last_page = header->info.last_page;
	if (last_page >= maxpages)
		pr_warn("Truncating oversized swap area, only using %luk out of %luk\n",
			maxpages << (PAGE_SHIFT - 10), last_page << (PAGE_SHIFT - 10));
	else
		maxpages = last_page + 1;
	if (maxpages > file_pages) {
		pr_warn("Swap area shorter than signature indicates\n");
		return 0;
	}
	if (header->info.nr_badpages && S_ISREG(inode->i_mode)) {
		pr_warn("Swap file with bad pages\n");
		return 0;
	}
	if (header->info.nr_badpages > MAX_SWAP_BADPAGES) {
		pr_warn("Swap header has %u bad pages, more than it has room for\n", header->info.nr_badpages);
		return 0;
	}
	return (unsigned int)maxpages;
}

/* Slots that @header says can't be used are bad in swap_map[].  How many; -EINVAL: it says nonsense. */
static int setup_bad_pages(const union swap_header *header, u16 *swap_map, unsigned int maxpages)
{
	unsigned int i, page_nr;
	int bad = 0;

	for (i = 0; i < header->info.nr_badpages; i++) {
		page_nr = header->info.badpages[i];
		if (!page_nr || page_nr > header->info.last_page) {
			pr_warn("Swap header has bad page %u, of %u\n", page_nr, header->info.last_page);
			return -EINVAL;
		}
		if (page_nr < maxpages && !swap_map[page_nr]) {
			swap_map[page_nr] = SWAP_MAP_BAD;
			bad++;
		}
	}
	return bad;
}

/* swap_map[], which is all free, extents and si->pages as @header says.  Extents; -EINVAL, -ENOMEM, -EINTR. */
static int setup_swap_map_and_extents(struct swap_info_struct *si, const union swap_header *header, u16 *swap_map,
				      unsigned int *maxpages, struct inode *inode)
{
	int bad = setup_bad_pages(header, swap_map, *maxpages), extents;

	if (bad < 0)
		return bad;
	swap_map[0] = SWAP_MAP_BAD;
	extents = S_ISBLK(inode->i_mode) ? add_swap_extent(si, 0, *maxpages, 0) :
					   generic_swapfile_activate(si, inode, maxpages);
	if (extents < 0)
		return extents;
	if (*maxpages <= 1u + (unsigned int)bad) {
		pr_warn("Empty swap-file\n");
		return -EINVAL;
	}
	si->pages = *maxpages - 1 - (unsigned int)bad;
	si->lowest_bit = 1;
	si->highest_bit = *maxpages - 1;
	si->cluster_next = 1;
	si->cluster_nr = 0;
	return extents;
}

/* What is set up is in use from now on */
static void enable_swap_info(struct swap_info_struct *si, int prio, u16 *swap_map, unsigned int maxpages)
{
	spin_lock(&swap_lock);
	spin_lock(&si->lock);
	si->prio = prio >= 0 ? prio : --least_priority;
	si->swap_map = swap_map;
	si->max = maxpages;
	si->flags |= SWP_WRITEOK;
	atomic_long_add((long)si->pages, &nr_swap_pages);
	total_swap_pages += si->pages;
	add_to_active_list(si);
	add_to_avail_list(si);
	spin_unlock(&si->lock);
	spin_unlock(&swap_lock);
}

/* The header's page, with a reference; ERR_PTR */
static struct page *read_header_page(struct address_space *mapping, struct file *file)
{
	int err;

	if (!mapping->a_ops->readpage)
		return ERR_PTR(-EINVAL);
	/* What would be written one day must not be written over what is swapped out */
	err = filemap_write_and_wait(mapping);
	return err ? ERR_PTR(err) : read_cache_page(mapping, 0, file);
}

/* @si, whose file is claimed, is as its header says, and enabled.  Extents; errno: free_swap_info() gives all back. */
static int setup_swap(struct swap_info_struct *si, struct inode *inode, int prio)
{
	struct page *page = read_header_page(inode->i_mapping, si->swap_file);
	union swap_header *header;
	u16 *swap_map = NULL;
	unsigned int maxpages;
	int extents = -EINVAL;

	if (IS_ERR(page))
		return (int)PTR_ERR(page);
	header = kmap(page);
	maxpages = read_swap_header(header, inode);
	if (maxpages) {
		swap_map = vzalloc(maxpages * sizeof(*swap_map));
		extents = swap_map ? setup_swap_map_and_extents(si, header, swap_map, &maxpages, inode) : -ENOMEM;
	}
	kunmap(page);
	put_page(page);
	if (extents < 0)
		vfree(swap_map);
	else
		enable_swap_info(si, prio, swap_map, maxpages);
	return extents;
}

/* The line that tells of a new area */
static void report_swap(struct swap_info_struct *si, int extents)
{
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL);
	char *path = buf ? d_path(si->swap_file->f_dentry, buf, PATH_MAX) : ERR_PTR(-ENOMEM);

	pr_info("Adding %uk swap on %s.  Priority:%d extents:%d across:%uk\n", si->pages << (PAGE_SHIFT - 10),
		IS_ERR(path) ? "?" : path, si->prio, extents, si->max << (PAGE_SHIFT - 10));
	kfree(buf);
}

/*
 * swapon_file - @swap_file, open for reading and writing, is an area from now on, and has taken over the caller's use of it.
 *
 * @swap_flags: SWAP_FLAG_*.  0; or, and the file is the caller's still: -EPERM (MAX_SWAPFILES), -EBUSY, -EINVAL (it isn't
 * one), -ENOMEM, -EIO, -EACCES (read-only).  Sleeps.
 */
int swapon_file(struct file *swap_file, int swap_flags)
{
	int prio = swap_flags & SWAP_FLAG_PREFER ? swap_flags & SWAP_FLAG_PRIO_MASK : -1, err;
	struct inode *inode = swap_file->f_mapping->host;
	struct swap_info_struct *si;

	mutex_lock(&swapon_mutex);
	si = alloc_swap_info();
	if (IS_ERR(si)) {
		mutex_unlock(&swapon_mutex);
		return (int)PTR_ERR(si);
	}
	if (S_ISREG(inode->i_mode))
		mutex_lock(&inode->i_mutex);
	err = is_swap_file(swap_file->f_mapping) ? -EBUSY : claim_swapfile(si, inode);
	si->swap_file = swap_file;
	if (err)
		goto out;
	err = setup_swap(si, inode, prio);
	if (err < 0) {
		unclaim_swapfile(si, inode);
		goto out;
	}
	if (S_ISREG(inode->i_mode))
		inode->i_flags |= S_SWAPFILE;
	report_swap(si, err);
	err = 0;
out:
	if (S_ISREG(inode->i_mode))
		mutex_unlock(&inode->i_mutex);
	if (err)
		free_swap_info(si);
	mutex_unlock(&swapon_mutex);
	return err;
}

SYSCALL_DEFINE2(swapon, const char __user *, specialfile, int, swap_flags)
{
	struct filename *name;
	struct file *file;
	int err;

	if (swap_flags & ~SWAP_FLAGS_VALID)
		return -EINVAL;
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	name = getname(specialfile);
	if (IS_ERR(name))
		return PTR_ERR(name);
	file = filp_open(name->name, O_RDWR | O_LARGEFILE, 0);
	putname(name);
	if (IS_ERR(file))
		return PTR_ERR(file);
	err = swapon_file(file, swap_flags);
	if (err)
		fput(file);
	return err;
}

/* ------------------------------------------------------------------ swapoff */

/*
 * mmlist_add - @mm is about to get a swap entry, so swapoff() must find it: behind @behind, if it isn't in the list.
 *
 * Fork puts the child behind its parent: whoever has been at the parent comes to the child, too.  Page-table lock.
 */
void mmlist_add(struct mm_struct *mm, struct mm_struct *behind)
{
	if (likely(!list_empty(&mm->mmlist)))
		return;
	spin_lock(&mmlist_lock);
	if (list_empty(&mm->mmlist))
		list_add(&mm->mmlist, &behind->mmlist);
	spin_unlock(&mmlist_lock);
}

/* @page, of the swap cache and uptodate, is mapped at @addr, if @entry is still there.  The page is locked. */
static void unuse_pte(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr, swp_entry_t entry, struct page *page)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(mm, pmd, addr, &ptl);

	if (pte_same(*pte, swp_entry_to_pte(entry))) {
		dec_mm_counter(mm, MM_SWAPENTS);
		inc_mm_counter(mm, MM_ANONPAGES);
		get_page(page);
		set_pte_at(mm, addr, pte, pte_mkold(mk_pte(page, vma->vm_page_prot)));
		page_add_anon_rmap(page, vma, addr);
		swap_free(entry);
		/* It won't be needed less than what is swapped out next */
		activate_page(page);
	}
	pte_unmap_unlock(pte, ptl);
}

/*
 * unuse_page - @entry's page, read back if it isn't in memory, locked and not under write-back; NULL: it has gone
 *
 * ERR_PTR: -ENOMEM; -EIO: it can't be read.  The caller has a reference.  @vma may be NULL.  Sleeps.
 */
static struct page *unuse_page(swp_entry_t entry, struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = lookup_swap_cache(entry) ?: swapin_readahead(entry, GFP_HIGHUSER_MOVABLE, vma, addr);
	int err = 0;

	if (!page)
		return swp_swapcount(entry) ? ERR_PTR(-ENOMEM) : NULL;
	lock_page(page);
	wait_on_page_writeback(page);
	if (!PageUptodate(page) && PageSwapCache(page) && page_private(page) == entry.val)
		err = swap_reread(page);
	if (!err && PageSwapCache(page) && page_private(page) == entry.val)
		return page;
	unlock_page(page);
	put_page(page);
	return ERR_PTR(err);
}

/* What the entries of one table have in area *@walk->private is in memory.  0; -EINTR, -ENOMEM, -EIO. */
static int unuse_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	const struct swap_info_struct *si = walk->private;
	struct page *page;
	swp_entry_t entry;
	pte_t pte;

	for (; addr != end; addr += PAGE_SIZE) {
		pte = READ_ONCE(*pte_offset_map(pmd, addr));
		if (!is_swap_pte(pte))
			continue;
		entry = pte_to_swp_entry(pte);
		if (swp_type(entry) != si->type)
			continue;
		if (signal_pending(current))
			return -EINTR;
		page = unuse_page(entry, walk->vma, addr);
		if (IS_ERR(page))
			return (int)PTR_ERR(page);
		if (!page)
			continue;
		unuse_pte(walk->vma, pmd, addr, entry, page);
		try_to_free_swap(page);
		unlock_page(page);
		put_page(page);
	}
	cond_resched();
	return 0;
}

static int unuse_mm(struct mm_struct *mm, struct swap_info_struct *si)
{
	struct mm_walk walk = {
		.pmd_entry = unuse_pte_range, .test_walk = walk_every_vma, .mm = mm, .private = si,
	};
	int err;

	down_read(&mm->mmap_sem);
	err = walk_page_range(0, TASK_SIZE, &walk);
	up_read(&mm->mmap_sem);
	return err;
}

/* The same of all address spaces */
static int unuse_all_mms(struct swap_info_struct *si)
{
	struct mm_struct *mm, *prev = NULL;
	int err = 0;

	spin_lock(&mmlist_lock);
	list_for_each_entry(mm, &init_mm.mmlist, mmlist) {
		if (!atomic_inc_not_zero(&mm->mm_users))
			continue;
		spin_unlock(&mmlist_lock);
		/* The one before keeps its place in the list only as long as it has users */
		if (prev)
			mmput(prev);
		prev = mm;
		err = unuse_mm(mm, si);
		spin_lock(&mmlist_lock);
		if (err)
			break;
	}
	spin_unlock(&mmlist_lock);
	if (prev)
		mmput(prev);
	return err;
}

/* A slot of @si behind @prev that is in use; 0: there is none */
static unsigned int find_next_to_unuse(struct swap_info_struct *si, unsigned int prev)
{
	unsigned int offset;
	u16 ent;

	for (offset = prev + 1; offset < si->max; offset++) {
		ent = READ_ONCE(si->swap_map[offset]);
		if (ent && swap_count(ent) != SWAP_MAP_BAD)
			return offset;
	}
	return 0;
}

/* The page of @entry, if only the swap cache has it, leaves it.  Sleeps. */
static void unuse_cached(swp_entry_t entry)
{
	struct page *page = find_swap_cache(entry);

	if (!page)
		return;
	lock_page(page);
	wait_on_page_writeback(page);
	if (PageSwapCache(page) && page_private(page) == entry.val)
		try_to_free_swap(page);
	unlock_page(page);
	put_page(page);
}

/*
 * No slot of @si, from which none is taken any more, is in use.
 *
 * An address space that is just being made or ending may be missed, so all is done again until nothing is left.  0;
 * -EINTR: a signal; -ENOMEM: no room for what is there; -EIO: it can't be read.
 */
static int try_to_unuse(struct swap_info_struct *si)
{
	unsigned int offset;
	int err;

	while (si->inuse_pages) {
		err = shmem_unuse(si->type) ?: unuse_all_mms(si);
		if (err)
			return err;
		for (offset = 0; (offset = find_next_to_unuse(si, offset)) != 0;) {
			unuse_cached(swp_entry(si->type, offset));
			cond_resched();
		}
		if (si->inuse_pages && signal_pending(current))
			return -EINTR;
		if (si->inuse_pages)
			schedule_timeout_uninterruptible(1);
	}
	return 0;
}

/* No slot of @si is taken from now on, and none of its free ones counts.  0, -ENOMEM: programs need what it has. */
static int disable_swap_info(struct swap_info_struct *si)
{
	struct swap_info_struct *behind = si;

	spin_lock(&swap_lock);
	if (security_vm_enough_memory_mm(current->mm, (long)si->pages)) {
		spin_unlock(&swap_lock);
		return -ENOMEM;
	}
	vm_unacct_memory((long)si->pages);
	del_from_avail_list(si);
	spin_lock(&si->lock);
	if (si->prio < 0) {
		list_for_each_entry_continue(behind, &swap_active_head, list)
			behind->prio++;
		least_priority++;
	}
	list_del_init(&si->list);
	atomic_long_sub((long)si->pages, &nr_swap_pages);
	total_swap_pages -= si->pages;
	si->flags &= ~(unsigned long)SWP_WRITEOK;
	spin_unlock(&si->lock);
	spin_unlock(&swap_lock);
	return 0;
}

/* The opposite, after an error */
static void reinsert_swap_info(struct swap_info_struct *si)
{
	spin_lock(&swap_lock);
	spin_lock(&si->lock);
	if (si->prio < 0)
		si->prio = --least_priority;
	si->flags |= SWP_WRITEOK;
	atomic_long_add((long)si->pages, &nr_swap_pages);
	total_swap_pages += si->pages;
	add_to_active_list(si);
	if (si->highest_bit)
		add_to_avail_list(si);
	spin_unlock(&si->lock);
	spin_unlock(&swap_lock);
}

/* The area whose pages @mapping has, and that nobody is emptying; NULL.  swapon_mutex. */
static struct swap_info_struct *find_active(struct address_space *mapping)
{
	struct swap_info_struct *si;

	list_for_each_entry(si, &swap_active_head, list)
		if (si->swap_file->f_mapping == mapping)
			return si;
	return NULL;
}

/*
 * swapoff_file - the area whose pages @mapping has isn't one any more; all that is in it is in memory.
 *
 * 0; -EINVAL: there is none; -ENOMEM: there's no room for that, or programs were promised more than there is without it;
 * -EINTR; -EIO: not all can be read.  After an error it is in use as before.  Sleeps.
 */
int swapoff_file(struct address_space *mapping)
{
	struct inode *inode = mapping->host;
	struct swap_info_struct *si;
	struct file *swap_file;
	int err;

	mutex_lock(&swapon_mutex);
	si = find_active(mapping);
	err = si ? disable_swap_info(si) : -EINVAL;
	mutex_unlock(&swapon_mutex);
	if (err)
		return err;
	err = try_to_unuse(si);
	mutex_lock(&swapon_mutex);
	if (err) {
		reinsert_swap_info(si);
		mutex_unlock(&swapon_mutex);
		return err;
	}
	swap_file = si->swap_file;
	unclaim_swapfile(si, inode);
	free_swap_info(si);
	mutex_unlock(&swapon_mutex);
	if (S_ISREG(inode->i_mode)) {
		mutex_lock(&inode->i_mutex);
		inode->i_flags &= ~(unsigned int)S_SWAPFILE;
		mutex_unlock(&inode->i_mutex);
	}
	fput(swap_file);
	return 0;
}

SYSCALL_DEFINE1(swapoff, const char __user *, specialfile)
{
	struct filename *name;
	struct file *victim;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	name = getname(specialfile);
	if (IS_ERR(name))
		return PTR_ERR(name);
	victim = filp_open(name->name, O_RDWR | O_LARGEFILE, 0);
	putname(name);
	if (IS_ERR(victim))
		return PTR_ERR(victim);
	err = swapoff_file(victim->f_mapping);
	fput(victim);
	return err;
}

/* ------------------------------------------------------------------ what there is */

/* si_swapinfo - all slots and the free ones, in pages; those of an area that swapoff() empties count as long as they are used. */
void si_swapinfo(struct sysinfo *val)
{
	unsigned long leaving = 0;
	unsigned int type;

	spin_lock(&swap_lock);
	for (type = 0; type < nr_swapfiles; type++)
		if (swap_info[type].swap_map && !(swap_info[type].flags & SWP_WRITEOK))
			leaving += swap_info[type].inuse_pages;
	val->freeswap = (unsigned long)get_nr_swap_pages() + leaving;
	val->totalswap = total_swap_pages + leaving;
	spin_unlock(&swap_lock);
}

/* swaps_show - a line for each area: /proc/swaps */
void swaps_show(struct seq_file *m)
{
	unsigned int type;

	seq_puts(m, "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n");
	mutex_lock(&swapon_mutex);
	for (type = 0; type < nr_swapfiles; type++) {
		const struct swap_info_struct *si = &swap_info[type];

		if (!si->swap_map)
			continue;
		seq_setwidth(m, 39);
		seq_path(m, si->swap_file->f_dentry, " \t\n\\");
		seq_pad(m, ' ');
		seq_printf(m, "%s\t%u\t%u\t%d\n",
			   S_ISBLK(si->swap_file->f_mapping->host->i_mode) ? "partition" : "file\t",
			   si->pages << (PAGE_SHIFT - 10), si->inuse_pages << (PAGE_SHIFT - 10), si->prio);
	}
	mutex_unlock(&swapon_mutex);
}
