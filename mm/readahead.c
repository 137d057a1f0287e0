/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read-ahead: pages of a file are read before anybody asks for them, if it looks as if somebody will.
 *
 * Idea.  A disk takes as long for 32 pages as for one.  Each open file remembers the last window that was read ahead
 * (file->f_ra), and one page of it bears a marker, PG_readahead.  Who comes to the marker starts the next window, while
 * the rest of this one is still to be read: a sequential reader never waits.
 *
 *                    |<----- async_size ---------|
 *     |------------------- size ---------------->|        next window, up to twice as large, at most ra_pages
 *     |==================#=======================|-----------------------------------------------#---- ...
 *     ^ start            ^ PG_readahead
 *
 *   read(), filemap_fault()     no page -> page_cache_sync_readahead     PG_readahead -> page_cache_async_readahead
 *     ondemand_readahead
 *       offset 0, or behind the page before     get_init_ra_size: up to four times what is asked for
 *       where the window said, or its end       get_next_ra_size: the next window
 *       a marker of somebody else's             behind what is in memory
 *       behind many pages in memory             they say that the reader is sequential: context read-ahead
 *       anywhere else                           what is asked for and no more; the window stays
 *     ra_submit -> __do_page_cache_readahead    new pages for those that aren't in memory
 *       read_pages -> a_ops->readpages, or readpage() for each
 *   MADV_WILLNEED, readahead(2), FADV_WILLNEED -> force_page_cache_readahead
 *
 * A mapping has no place where it was before: a fault that finds no page reads around it (mm/filemap.c), unless the
 * VMA is VM_SEQ_READ or VM_RAND_READ, or faults miss so often that it doesn't help.
 *
 * Invariants (nothing asserts them)
 *   R1  what is read ahead is locked until it is uptodate or has failed, so that who needs it waits for it
 *   R2  what is in memory isn't read again, and nothing is behind the end that the file had
 *   R3  read-ahead that fails, for want of memory or by the disk, is no error: who needs the page reads it
 *
 * Locking: none is held but, in a fault, mmap_sem; may sleep.  f_ra is changed by readers of one file without a lock:
 * what they lose is a good guess.  Different from Linux 4.4: no plugging, no congestion.  Article 3.3.4, 3.4.4.
 * Tests: readahead.*, tests/user/readahead.c
 */
#include <linux/backing-dev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sizes.h>
#include <linux/swap.h>
#include <linux/trace.h>

struct backing_dev_info noop_backing_dev_info;
struct backing_dev_info default_backing_dev_info = {
	.ra_pages = VM_MAX_READAHEAD * SZ_1K / PAGE_SIZE,
};

/* file_ra_state_init - @ra, all zeros, of a file that has just been opened. */
void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping)
{
	ra->ra_pages = inode_to_bdi(mapping->host)->ra_pages;
	ra->prev_pos = -1;
}

/* ------------------------------------------------------------------ what is in memory */

/* Is page @index of the file there?  tree_lock isn't held. */
static bool page_cached(struct address_space *mapping, pgoff_t index)
{
	bool cached;

	spin_lock_irq(&mapping->tree_lock);
	cached = radix_tree_lookup(&mapping->page_tree, index);
	spin_unlock_irq(&mapping->tree_lock);
	return cached;
}

/* The first page from @index on that isn't there; behind @max_scan pages that are, the next one, whatever it is */
static pgoff_t page_cache_next_hole(struct address_space *mapping, pgoff_t index, unsigned long max_scan)
{
	for (; max_scan && page_cached(mapping, index); max_scan--)
		if (!++index)
			break;
	return index;
}

/* The same downwards: ~0 if the file is there from its first page on */
static pgoff_t page_cache_prev_hole(struct address_space *mapping, pgoff_t index, unsigned long max_scan)
{
	for (; max_scan && page_cached(mapping, index); max_scan--)
		if (!index--)
			break;
	return index;
}

/* ------------------------------------------------------------------ reading */

/* As Linux has it, the last in the list has the lowest number */
static struct page *list_to_page(struct list_head *pages)
{
	return list_last_entry(pages, struct page, lru);
}

/* Starts to read @pages, which are new, and know their numbers.  Nobody's references are left. */
static void read_pages(struct address_space *mapping, struct file *filp, struct list_head *pages,
		       unsigned int nr_pages)
{
	bool all = mapping->a_ops->readpages;
	struct page *page;

	if (all)
		mapping->a_ops->readpages(filp, mapping, pages, nr_pages);
	/* What readpages() has left is not wanted any more */
	while (!list_empty(pages)) {
		page = list_to_page(pages);
		list_del(&page->lru);
		if (!all && !add_to_page_cache_lru(page, mapping, page->index)) {
			trace_event(readpage, mapping, page->index, page);
			mapping->a_ops->readpage(filp, page);
		}
		put_page(page);
	}
}

/*
 * Starts to read those of @nr_to_read pages from @offset on that aren't in memory and lie within the file.  The marker
 * is set @lookahead_size pages before the end of the range, if that page is one of them; 0: none.  How many are read.
 */
static unsigned int __do_page_cache_readahead(struct address_space *mapping, struct file *filp, pgoff_t offset,
					      unsigned long nr_to_read, unsigned long lookahead_size)
{
	loff_t isize = mapping->host->i_size;
	unsigned int nr_pages = 0;
	unsigned long i;
	LIST_HEAD(pages);
	pgoff_t end_index;
	struct page *page;

	if (!isize)
		return 0;
	end_index = (pgoff_t)((isize - 1) >> PAGE_SHIFT);
	for (i = 0; i < nr_to_read && offset <= end_index && i <= end_index - offset; i++) {
		if (page_cached(mapping, offset + i))
			continue;
		page = page_cache_alloc_readahead(mapping);
		if (!page)
			break;
		page->index = offset + i;
		if (i == nr_to_read - lookahead_size)
			SetPageReadahead(page);
		list_add(&page->lru, &pages);
		nr_pages++;
	}
	if (nr_pages)
		read_pages(mapping, filp, &pages, nr_pages);
	return nr_pages;
}

/*
 * force_page_cache_readahead - somebody says that he will need @nr_to_read pages from @offset on.
 *
 * Of them, as many are read as the device would read ahead.  0; -EINVAL: the file has nothing to read from.  May sleep.
 */
int force_page_cache_readahead(struct address_space *mapping, struct file *filp, pgoff_t offset,
			       unsigned long nr_to_read)
{
	unsigned long chunk;

	if (!mapping->a_ops || (!mapping->a_ops->readpage && !mapping->a_ops->readpages))
		return -EINVAL;
	nr_to_read = min(nr_to_read, inode_to_bdi(mapping->host)->ra_pages);
	while (nr_to_read) {
		/* Not too many pages at a time that are allocated and not being read yet */
		chunk = min_t(unsigned long, nr_to_read, SZ_2M / PAGE_SIZE);
		__do_page_cache_readahead(mapping, filp, offset, chunk, 0);
		offset += chunk;
		nr_to_read -= chunk;
	}
	return 0;
}

/* ra_submit - reads the window that @ra has.  How many pages. */
unsigned int ra_submit(struct file_ra_state *ra, struct address_space *mapping, struct file *filp)
{
	return __do_page_cache_readahead(mapping, filp, ra->start, ra->size, ra->async_size);
}

/* ------------------------------------------------------------------ windows */

/* The first window, when @size pages are asked for.  With @max 32: 4 for up to two, 8 up to 4, 16 up to 8, else 32. */
static unsigned long get_init_ra_size(unsigned long size, unsigned long max)
{
	unsigned long newsize = roundup_pow_of_two(size);

	if (newsize <= max / 32)
		return newsize * 4;
	return newsize <= max / 4 ? newsize * 2 : max;
}

/* The one after @ra's */
static unsigned long get_next_ra_size(const struct file_ra_state *ra, unsigned long max)
{
	unsigned long cur = ra->size;

	return min(cur < max / 16 ? 4 * cur : 2 * cur, max);
}

/*
 * Several readers of one file disturb each other's windows, but each leaves pages behind.  If there are more before
 * @offset than are asked for, a window is made from their number.
 */
static bool try_context_readahead(struct address_space *mapping, struct file_ra_state *ra, pgoff_t offset,
				  unsigned long req_size, unsigned long max)
{
	pgoff_t size = offset - 1 - page_cache_prev_hole(mapping, offset - 1, max);

	if (size <= req_size)
		return false;
	/* From the file's beginning on: it is going to be read as a whole */
	if (size >= offset)
		size *= 2;
	ra->start = offset;
	ra->size = min(size + req_size, max);
	ra->async_size = 1;
	return true;
}

static void ra_init_window(struct file_ra_state *ra, pgoff_t offset, unsigned long req_size, unsigned long max)
{
	ra->start = offset;
	ra->size = get_init_ra_size(req_size, max);
	ra->async_size = ra->size > req_size ? ra->size - req_size : ra->size;
}

static void ra_next_window(struct file_ra_state *ra, unsigned long max)
{
	ra->size = get_next_ra_size(ra, max);
	ra->async_size = ra->size;
}

/*
 * Chooses @ra's window for @req_size pages from @offset on, of which the first isn't there, or bears the marker.
 *
 * false: there is nothing to read by a window: *@req_size pages from @offset on are to be read as they are, or, with
 * @hit_readahead_marker, none.
 */
static bool ra_choose_window(struct address_space *mapping, struct file_ra_state *ra, bool hit_readahead_marker,
			     pgoff_t offset, unsigned long req_size)
{
	unsigned long max = ra->ra_pages;
	pgoff_t start;

	if (!offset) {
		ra_init_window(ra, offset, req_size, max);
	} else if (offset == ra->start + ra->size - ra->async_size || offset == ra->start + ra->size) {
		ra->start += ra->size;
		ra_next_window(ra, max);
	} else if (hit_readahead_marker) {
		start = page_cache_next_hole(mapping, offset + 1, max);
		if (!start || start - offset > max)
			return false;
		ra->start = start;
		ra->size = start - offset + req_size;
		ra_next_window(ra, max);
	} else if (req_size > max || offset - (pgoff_t)(ra->prev_pos >> PAGE_SHIFT) <= 1) {
		ra_init_window(ra, offset, req_size, max);
	} else {
		return try_context_readahead(mapping, ra, offset, req_size, max);
	}
	return true;
}

static void ondemand_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *filp,
			       bool hit_readahead_marker, pgoff_t offset, unsigned long req_size)
{
	if (!ra_choose_window(mapping, ra, hit_readahead_marker, offset, req_size)) {
		if (!hit_readahead_marker)
			__do_page_cache_readahead(mapping, filp, offset, req_size, 0);
		return;
	}
	/* The reader would come to the marker at once: the next window is read with this one */
	if (offset == ra->start && ra->size == ra->async_size) {
		ra->async_size = get_next_ra_size(ra, ra->ra_pages);
		ra->size += ra->async_size;
	}
	ra_submit(ra, mapping, filp);
}

/*
 * page_cache_sync_readahead - page @offset isn't in memory, and the caller wants @req_size from it on.
 *
 * Starts to read it and, perhaps, more.  Afterwards the caller looks again: it may still not be there (R3).  May sleep.
 */
void page_cache_sync_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *filp,
			       pgoff_t offset, unsigned long req_size)
{
	if (!ra->ra_pages)
		return;
	if (filp && filp->f_mode & FMODE_RANDOM)
		force_page_cache_readahead(mapping, filp, offset, req_size);
	else
		ondemand_readahead(mapping, ra, filp, false, offset, req_size);
}

/* page_cache_async_readahead - the caller has come to @page, number @offset, which bears the marker.  May sleep. */
void page_cache_async_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *filp,
				struct page *page, pgoff_t offset, unsigned long req_size)
{
	/* PG_readahead is PG_reclaim, which means something else then */
	if (!ra->ra_pages || PageWriteback(page))
		return;
	ClearPageReadahead(page);
	ondemand_readahead(mapping, ra, filp, true, offset, req_size);
}
