/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of files in memory: their lock, their references, their place */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/page-flags.h>

#define page_cache_get(page)		get_page(page)
#define page_cache_release(page)	put_page(page)

/* Which page of the file, or of the anonymous VMA's numbering, is at @address */
static inline pgoff_t linear_page_index(struct vm_area_struct *vma, unsigned long address)
{
	return ((address - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

/* Do the pages of @mapping stay in memory, whatever happens? */
static inline bool mapping_unevictable(const struct address_space *mapping)
{
	return mapping && test_bit(AS_UNEVICTABLE, &mapping->flags);
}

/* How pages for @mapping are allocated: GFP_HIGHUSER_MOVABLE, as long as its file system says nothing else */
static inline gfp_t mapping_gfp_mask(const struct address_space *mapping)
{
	return mapping->gfp_mask;
}

/* Before anybody else knows of @mapping */
static inline void mapping_set_gfp_mask(struct address_space *mapping, gfp_t mask)
{
	mapping->gfp_mask = mask;
}

/* mm/filemap.c */
struct page *find_get_entry(struct address_space *mapping, pgoff_t offset);
struct page *find_get_page(struct address_space *mapping, pgoff_t offset);
struct page *find_lock_entry(struct address_space *mapping, pgoff_t offset);
unsigned int find_get_entries(struct address_space *mapping, pgoff_t start, unsigned int nr, struct page **entries,
			      pgoff_t *indices);
struct page *find_lock_page(struct address_space *mapping, pgoff_t offset);
unsigned int find_get_pages(struct address_space *mapping, pgoff_t start, unsigned int nr_pages,
			    struct page **pages);
unsigned int find_get_pages_tag(struct address_space *mapping, pgoff_t start, unsigned int tag, unsigned int nr_pages,
				struct page **pages);
unsigned long copy_page_to_user(char __user *buf, struct page *page, unsigned long offset, unsigned long n);
struct page *grab_cache_page_write_begin(struct address_space *mapping, pgoff_t index);
struct page *read_cache_page(struct address_space *mapping, pgoff_t index, struct file *file);
int add_to_page_cache_lru(struct page *page, struct address_space *mapping, pgoff_t offset);
void delete_from_page_cache(struct page *page);
void __delete_from_page_cache(struct page *page);

void __lock_page(struct page *page);
int lock_page_or_retry(struct page *page, struct mm_struct *mm, unsigned int flags);
void unlock_page(struct page *page);
void wake_up_pages(void);
void wait_on_page_bit(struct page *page, int bit_nr);
void page_endio(struct page *page, int rw, int err);
int try_to_release_page(struct page *page, gfp_t gfp);
void congestion_wait(long timeout);

/* mm/filemap_check.c: what a recount of a mapping's pages gives, added up */
struct mapping_count {
	unsigned long pages, dirty, writeback;
	unsigned int bad;		/* mappings */
};

bool mapping_check(struct address_space *mapping, struct mapping_count *c);

/* mm/page-writeback.c */
int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_flush(struct address_space *mapping);
int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_fdatawait_keep_errors(struct address_space *mapping);
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_write_and_wait(struct address_space *mapping);
void __cancel_dirty_page(struct page *page);

/* cancel_dirty_page - @page, locked, leaves its file: what it has needn't be written.  tree_lock is not held. */
static inline void cancel_dirty_page(struct page *page)
{
	if (PageDirty(page))
		__cancel_dirty_page(page);
}

/* Do tags of @mapping's tree say which of its pages are dirty, and which are being written? */
static inline bool mapping_use_writeback_tags(const struct address_space *mapping)
{
	return !test_bit(AS_NO_WRITEBACK_TAGS, &mapping->flags);
}

/* Are the dirty pages of @mapping written back one day, and counted until then? */
static inline bool mapping_cap_account_dirty(const struct address_space *mapping)
{
	return mapping_use_writeback_tags(mapping) && mapping->a_ops && mapping->a_ops->writepage;
}

/* A write of a page of @mapping has failed with @error, if that isn't 0: fsync() will say so.  Any context. */
static inline void mapping_set_error(struct address_space *mapping, int error)
{
	if (unlikely(error))
		set_bit(error == -ENOSPC ? AS_ENOSPC : AS_EIO, &mapping->flags);
}

/* mm/readahead.c */
void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping);
void page_cache_sync_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *filp,
			       pgoff_t offset, unsigned long req_size);
void page_cache_async_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *filp,
				struct page *page, pgoff_t offset, unsigned long req_size);
unsigned int ra_submit(struct file_ra_state *ra, struct address_space *mapping, struct file *filp);
int force_page_cache_readahead(struct address_space *mapping, struct file *filp, pgoff_t offset,
			       unsigned long nr_to_read);

/* A page that nobody waits for: rather none than one for which others have to go */
static inline struct page *page_cache_alloc_readahead(struct address_space *mapping)
{
	return alloc_page(mapping_gfp_mask(mapping) | __GFP_COLD | __GFP_NORETRY | __GFP_NOWARN);
}

/* mm/truncate.c */
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end);

extern struct lock_class page_lock_class, bdev_page_lock_class;

/* For lockdep: a file system reads its own blocks, by the device's pages, while it holds the lock of a file's page */
static inline struct lock_class *page_class(const struct page *page)
{
	const struct address_space *mapping = PageAnon(page) ? NULL : page->mapping;

	return mapping && test_bit(AS_BDEV, &mapping->flags) ? &bdev_page_lock_class : &page_lock_class;
}

static inline int __trylock_page(struct page *page)
{
	return likely(!test_and_set_bit(PG_locked, &page->flags));
}

/* The page lock: who holds it may change what the page belongs to.  lock_page() may sleep. */
static inline int trylock_page(struct page *page)
{
	int locked = __trylock_page(page);

	if (locked)
		__lock_acquire(page, page_class(page), 0, true, 0);
	return locked;
}

static inline void lock_page(struct page *page)
{
	might_sleep();
	if (__trylock_page(page))
		__lock_acquire(page, page_class(page), 0, false, 0);
	else
		__lock_page(page);
}

/* The caller has locked @page, and the disk's interrupt will unlock it: page_endio().  From now on the lock is nobody's. */
static inline void hand_over_page_lock(struct page *page)
{
	lock_release(page);
}

/* Waits until @page isn't locked, or isn't being written.  The caller has a reference.  Sleeps. */
static inline void wait_on_page_locked(struct page *page)
{
	if (PageLocked(page))
		wait_on_page_bit(page, PG_locked);
}

static inline void wait_on_page_writeback(struct page *page)
{
	if (PageWriteback(page))
		wait_on_page_bit(page, PG_writeback);
}

#endif
