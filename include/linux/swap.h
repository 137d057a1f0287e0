/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LRU lists (mm/swap.c): every page that could be reclaimed is on one of them.
 *
 * Swap: areas and their slots (mm/swapfile.c), the swap cache (mm/swap_state.c), pages to and from areas (mm/page_io.c).
 */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pagemap.h>
#include <linux/spinlock.h>
#include <linux/swapops.h>

struct bio;
struct block_device;
struct seq_file;
struct sysinfo;
struct writeback_control;

#define SWAP_CLUSTER_MAX	32UL	/* pages that reclaim deals with at a time */

/* What is freed beside pages of the LRU lists while somebody reclaims: task->reclaim_state */
struct reclaim_state {
	unsigned long reclaimed_slab;	/* pages */
};

void lru_cache_add(struct page *page);
void lru_cache_add_anon(struct page *page);
void lru_cache_add_file(struct page *page);
void lru_cache_add_active(struct page *page);
void lru_cache_add_active_or_unevictable(struct page *page, struct vm_area_struct *vma);
void add_page_to_unevictable_list(struct page *page);
void lru_add_drain(void);
void lru_add_drain_all(void);
void activate_page(struct page *page);
void deactivate_page(struct page *page);
void mark_page_accessed(struct page *page);
void release_pages(struct page **pages, int nr, bool cold);
void release_pages_batched(struct page **pages, int nr);
void free_pages_and_swap_cache(struct page **pages, int nr);
int isolate_lru_page(struct page *page);
void putback_lru_page(struct page *page);
void rotate_reclaimable_page(struct page *page);
bool lru_check(void);

/* mm/vmscan.c */
extern int vm_swappiness;
bool remove_mapping(struct address_space *mapping, struct page *page);
bool zone_reclaimable(struct zone *zone);
unsigned long try_to_free_pages(struct zonelist *zonelist, int order, gfp_t gfp_mask);
void wakeup_kswapd(struct zone *zone, int order);

/* ------------------------------------------------------------------ swap areas: mm/swapfile.c */

#define MAX_SWAPFILES_SHIFT	5
#define MAX_SWAPFILES		(1u << MAX_SWAPFILES_SHIFT)

/* swapon(2) */
#define SWAP_FLAG_PREFER	0x8000		/* with the priority below, 0 to 32767 */
#define SWAP_FLAG_PRIO_MASK	0x7fff
#define SWAP_FLAG_PRIO_SHIFT	0
#define SWAP_FLAG_DISCARD	0x10000		/* allowed, and without effect: no disk is told what isn't used */
#define SWAP_FLAG_DISCARD_ONCE	0x20000
#define SWAP_FLAG_DISCARD_PAGES	0x40000
#define SWAP_FLAGS_VALID	(SWAP_FLAG_PRIO_MASK | SWAP_FLAG_PREFER | SWAP_FLAG_DISCARD | \
				 SWAP_FLAG_DISCARD_ONCE | SWAP_FLAG_DISCARD_PAGES)

/* The first page of an area, as mkswap writes it */
union swap_header {
	struct {
		char reserved[PAGE_SIZE - 10];
		char magic[10];			/* "SWAPSPACE2" */
	} magic;
	struct {
		char bootbits[1024];		/* a disk's label, maybe */
		u32 version;
		u32 last_page;
		u32 nr_badpages;
		u8 sws_uuid[16];
		u8 sws_volume[16];
		u32 padding[117];
		u32 badpages[1];
	} info;
};

#define MAX_SWAP_BADPAGES							\
	((offsetof(union swap_header, magic.magic) - offsetof(union swap_header, info.badpages)) / sizeof(u32))

/* What swap_map[] says of a slot: 0, it is free; or */
#define SWAP_MAP_MAX	0x3ffe		/* up to so many entries refer to it, */
#define SWAP_MAP_BAD	0x3fff		/* it can't be used, */
#define SWAP_MAP_SHMEM	0xbfff		/* a file in memory has the only entry; */
#define SWAP_HAS_CACHE	0x4000		/* and with each, a bit: the swap cache has the page */

#define SWAPFILE_CLUSTER	256	/* slots are taken in rows of so many free ones, as long as there are some */

/* Pages [start_page, start_page + nr_pages) of an area are on its device at start_block, in pages, and behind */
struct swap_extent {
	struct list_head list;
	pgoff_t start_page;
	pgoff_t nr_pages;
	sector_t start_block;
};

/* swap_info_struct.flags */
#define SWP_USED	1		/* it belongs to somebody */
#define SWP_WRITEOK	2		/* slots may be taken */

/* An area.  si->lock, if nothing else is said; what swapon() sets up stays until swapoff(). */
struct swap_info_struct {
	unsigned long flags;			/* SWP_*; swap_lock and si->lock to change them */
	int prio;				/* the highest first; swap_lock */
	unsigned int type;			/* its number in swap_info[] */
	struct list_head list;			/* of all in use, by priority; swap_lock */
	struct list_head avail_list;		/* of those with a free slot; swap_avail_lock */
	spinlock_t lock;
	u16 *swap_map;				/* one for each slot; the header is slot 0, and bad */
	unsigned int max;			/* slots, the header's and bad ones included */
	unsigned int pages;			/* slots that are good */
	unsigned int inuse_pages;		/* ... and taken */
	unsigned int lowest_bit, highest_bit;	/* no free slot is outside of these; full: max, 0 */
	unsigned int cluster_next;		/* where the next is likely to be free, */
	unsigned int cluster_nr;		/* ... and so many behind it */
	struct swap_extent first_swap_extent, *curr_swap_extent;
	struct block_device *bdev;		/* what it is on */
	struct file *swap_file;			/* NULL: swapon() is under way, or swapoff() done */
};

extern unsigned long total_swap_pages;		/* slots that are good, of all areas that are in use */
extern atomic_long_t nr_swap_pages;		/* ... and free */
extern struct swap_info_struct swap_info[];
extern unsigned int nr_swapfiles;

static inline long get_nr_swap_pages(void)
{
	return atomic_long_read(&nr_swap_pages);
}

/* More than half of all slots are taken: those that only the cache has are given up where one comes by */
static inline bool vm_swap_full(void)
{
	return get_nr_swap_pages() * 2 < (long)total_swap_pages;
}

extern spinlock_t mmlist_lock;
void mmlist_add(struct mm_struct *mm, struct mm_struct *behind);

int swapon_file(struct file *swap_file, int swap_flags);
int swapoff_file(struct address_space *mapping);
swp_entry_t get_swap_page(void);
int swap_duplicate(swp_entry_t entry);
void swap_shmem_alloc(swp_entry_t entry);
int swapcache_prepare(swp_entry_t entry);
void swap_free(swp_entry_t entry);
void swapcache_free(swp_entry_t entry);
int free_swap_and_cache(swp_entry_t entry);
int page_swapcount(struct page *page);
int swp_swapcount(swp_entry_t entry);
int reuse_swap_page(struct page *page);
int try_to_free_swap(struct page *page);
void si_swapinfo(struct sysinfo *val);
void swaps_show(struct seq_file *m);
sector_t map_swap_page(struct page *page, struct block_device **bdev);
int add_swap_extent(struct swap_info_struct *sis, pgoff_t start_page, pgoff_t nr_pages, sector_t start_block);
struct swap_info_struct *page_swap_info(struct page *page);

/* ------------------------------------------------------------------ the swap cache: mm/swap_state.c */

extern struct address_space swapper_spaces[];
extern int page_cluster;
#define swap_address_space(entry)	(&swapper_spaces[swp_type(entry)])

unsigned long total_swapcache_pages(void);
int add_to_swap(struct page *page);
int __add_to_swap_cache(struct page *page, swp_entry_t entry);
int add_to_swap_cache(struct page *page, swp_entry_t entry);
void __delete_from_swap_cache(struct page *page);
void delete_from_swap_cache(struct page *page);
struct page *lookup_swap_cache(swp_entry_t entry);
struct page *find_swap_cache(swp_entry_t entry);
struct page *read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr);
struct page *swapin_readahead(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr);
void free_page_and_swap_cache(struct page *page);

/* mm/swap_check.c: do slots, entries and the swap cache agree?  For tests. */
bool swap_check(void);
void swap_cache_count(struct mapping_count *c);

/* ------------------------------------------------------------------ pages to and from areas: mm/page_io.c */

int swap_readpage(struct page *page);
int swap_reread(struct page *page);
void swap_read_start(struct bio **bio, struct page *page);
void swap_read_submit(struct bio *bio);
int swap_writepage(struct page *page, struct writeback_control *wbc);
void swap_write_unplug(struct bio **plug);
int generic_swapfile_activate(struct swap_info_struct *sis, struct inode *inode, unsigned int *maxpages);

/* page_mapping - whose page @page is: a file's, or the swap cache's; NULL: nobody's but programs' */
static inline struct address_space *page_mapping(struct page *page)
{
	if (unlikely(PageSwapCache(page)))
		return swap_address_space((swp_entry_t) { page_private(page) });
	return PageAnon(page) ? NULL : page->mapping;
}

/* Can reclaim do anything about @page? */
static inline bool page_evictable(struct page *page)
{
	return !PageMlocked(page) && !mapping_unevictable(page_mapping(page));
}

#endif
