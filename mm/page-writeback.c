/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dirty pages, and how they are written back: from a store to the disk that a file lives on.
 *
 * Idea.  A page that differs from the disk is dirty.  That is known in three places: the page-table entry of who
 * stored to it, PG_dirty, and a tag in the file's tree by which dirty pages are found without looking at clean ones.
 *
 *                    clean                  dirty                     under write-back
 *   store, write() ----> set_page_dirty ----> clear_page_dirty_for_io ----> set_page_writeback ----> end_page_writeback
 *   PG_dirty              1                    0                                                     (from the disk's
 *   tag DIRTY             1                    1                             0                        interrupt)
 *   tag WRITEBACK         0                    0                             1                        0
 *   entries               writable             read-only: page_mkclean()
 *
 * A store while the page is being written faults on the read-only entry and makes it dirty again, so that it is
 * written once more: nothing is lost, and no store has to wait.
 *
 * A file takes part if its address_space has a writepage(), and not AS_NO_WRITEBACK_TAGS: the swap cache's pages are
 * written by who needs their memory, and are found without tags.  Others (tmpfs) only bear the mark PG_dirty.
 *
 * Invariants (mapping_check() asserts W1 and W2, page_cache_check() W3)
 *   W1  a page with PG_dirty has tag DIRTY; one that has the tag and isn't PG_dirty is locked, on its way to the disk
 *   W2  a page has PG_writeback if and only if it has tag WRITEBACK
 *   W3  NR_FILE_DIRTY counts the pages with PG_dirty in such files, NR_WRITEBACK those with PG_writeback
 *
 * Locking: the page lock around all changes but set_page_dirty() and end_page_writeback(); tree_lock for the tags, with
 * interrupts off, because a disk's interrupt ends write-back.  A page under write-back stays in its file: truncation
 * waits.  Article 3.3.4, 3.4.4.  Tests: writeback.*
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>

/* ------------------------------------------------------------------ clean to dirty */

/*
 * __set_page_dirty_nobuffers - the set_page_dirty() of files on a disk.  1: it was clean.
 *
 * The page is locked, or mapped with its page-table lock held, so that it isn't truncated before the tag is set.
 */
int __set_page_dirty_nobuffers(struct page *page)
{
	struct address_space *mapping = page->mapping;
	unsigned long flags;

	if (TestSetPageDirty(page))
		return 0;
	if (!mapping)
		return 1;
	spin_lock_irqsave(&mapping->tree_lock, flags);
	if (likely(page->mapping == mapping)) {
		radix_tree_tag_set(&mapping->page_tree, page->index, PAGECACHE_TAG_DIRTY);
		inc_zone_page_state(page, NR_FILE_DIRTY);
		inc_zone_page_state(page, NR_DIRTIED);
	}
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	trace_event(set_page_dirty, mapping, page->index, page);
	__mark_inode_dirty(mapping->host, I_DIRTY_PAGES);
	return 1;
}

/* __set_page_dirty_no_writeback - the set_page_dirty() of pages without tags.  1: it was clean.  Any context. */
int __set_page_dirty_no_writeback(struct page *page)
{
	return !TestSetPageDirty(page);
}

/* set_page_dirty - @page differs from what a disk has.  1: it was clean.  Any context but an interrupt. */
int set_page_dirty(struct page *page)
{
	struct address_space *mapping = page_mapping(page);

	/* Of a page that is being written: when that is done, it won't be one to be freed */
	if (PageReclaim(page))
		ClearPageReclaim(page);
	if (mapping && mapping->a_ops && mapping->a_ops->set_page_dirty)
		return mapping->a_ops->set_page_dirty(page);
	return !TestSetPageDirty(page);
}

/* Of cancel_dirty_page() */
void __cancel_dirty_page(struct page *page)
{
	struct address_space *mapping = page->mapping;

	if (TestClearPageDirty(page) && mapping && mapping_cap_account_dirty(mapping))
		dec_zone_page_state(page, NR_FILE_DIRTY);
}

/* ------------------------------------------------------------------ dirty to clean */

/*
 * clear_page_dirty_for_io - @page, locked, is about to be written.  1: it was dirty, 0: there is nothing to do.
 *
 * Its entries are clean and read-only first, so that a store from now on is noticed.  The tag stays until
 * set_page_writeback(): whoever looks for dirty pages meanwhile finds it, and waits for the page lock.
 */
int clear_page_dirty_for_io(struct page *page)
{
	struct address_space *mapping = page_mapping(page);

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (!mapping || !mapping_cap_account_dirty(mapping))
		return TestClearPageDirty(page);
	if (page_mkclean(page))
		set_page_dirty(page);
	if (!TestClearPageDirty(page))
		return 0;
	dec_zone_page_state(page, NR_FILE_DIRTY);
	return 1;
}

/* redirty_page_for_writepage - a writepage() couldn't write @page after all: it is dirty again, and not counted. */
void redirty_page_for_writepage(struct writeback_control *wbc, struct page *page)
{
	wbc->nr_to_write++;
	__set_page_dirty_nobuffers(page);
}

/* set_page_writeback - @page, locked and clean, is being written from now on. */
void set_page_writeback(struct page *page)
{
	struct address_space *mapping = page_mapping(page);
	unsigned long flags;

	VM_BUG_ON_PAGE(!PageLocked(page) || PageWriteback(page), page);
	inc_zone_page_state(page, NR_WRITEBACK);
	if (!mapping_use_writeback_tags(mapping)) {
		SetPageWriteback(page);
		return;
	}
	spin_lock_irqsave(&mapping->tree_lock, flags);
	SetPageWriteback(page);
	radix_tree_tag_set(&mapping->page_tree, page->index, PAGECACHE_TAG_WRITEBACK);
	if (!PageDirty(page))
		radix_tree_tag_clear(&mapping->page_tree, page->index, PAGECACHE_TAG_DIRTY);
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
}

/* end_page_writeback - the disk has @page, or said that it can't have it.  Any context. */
void end_page_writeback(struct page *page)
{
	struct address_space *mapping = page_mapping(page);
	unsigned long flags;

	VM_BUG_ON_PAGE(!PageWriteback(page), page);
	dec_zone_page_state(page, NR_WRITEBACK);
	inc_zone_page_state(page, NR_WRITTEN);
	/* While PG_writeback keeps the page in its file */
	if (PageReclaim(page)) {
		ClearPageReclaim(page);
		rotate_reclaimable_page(page);
	}
	if (!mapping_use_writeback_tags(mapping)) {
		ClearPageWriteback(page);
		wake_up_pages();
		return;
	}
	trace_event(end_page_writeback, mapping, page->index, page);
	/* The bit goes last: then the page may leave its file */
	spin_lock_irqsave(&mapping->tree_lock, flags);
	radix_tree_tag_clear(&mapping->page_tree, page->index, PAGECACHE_TAG_WRITEBACK);
	ClearPageWriteback(page);
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	wake_up_pages();
}

/* ------------------------------------------------------------------ many pages */

/* Is @page, locked, still a dirty page of @mapping that is to be written now? */
static bool page_to_write(struct address_space *mapping, struct page *page, const struct writeback_control *wbc)
{
	if (page->mapping != mapping || !PageDirty(page))
		return false;
	if (PageWriteback(page)) {
		if (wbc->sync_mode == WB_SYNC_NONE)
			return false;
		wait_on_page_writeback(page);
	}
	return clear_page_dirty_for_io(page);
}

/*
 * write_cache_pages - @writepage() for each dirty page of @wbc's range, in the order of their numbers.
 *
 * Each is looked at once, and what is behind the file's end as it was at the start isn't looked at, so somebody who goes
 * on writing can't keep this from ending.  nr_to_write ends it if nobody waits for all of them.  0; or the first error, with
 * WB_SYNC_ALL after all others were tried.  No lock is held; sleeps.
 */
int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc, writepage_t writepage,
		      void *data)
{
	loff_t last = min_t(loff_t, wbc->range_end, mapping->host->i_size - 1);
	pgoff_t index = (pgoff_t)(wbc->range_start >> PAGE_SHIFT), end = (pgoff_t)(last >> PAGE_SHIFT);
	struct page *pages[PAGEVEC_SIZE];
	unsigned int i, n;
	bool done = false;
	int error, ret = 0;

	if (last < wbc->range_start)
		return 0;
	do {
		n = find_get_pages_tag(mapping, index, PAGECACHE_TAG_DIRTY, PAGEVEC_SIZE, pages);
		for (i = 0; i < n && !done; i++) {
			struct page *page = pages[i];

			if (page->index > end) {
				done = true;
				break;
			}
			index = page->index + 1;
			lock_page(page);
			if (!page_to_write(mapping, page, wbc)) {
				unlock_page(page);
				continue;
			}
			trace_event(writepage, mapping, page->index, page);
			error = writepage(page, wbc, data);
			ret = ret ?: error;
			wbc->nr_to_write--;
			done = wbc->sync_mode == WB_SYNC_NONE && (error || wbc->nr_to_write <= 0);
		}
		for (i = 0; i < n; i++)
			put_page(pages[i]);
		cond_resched();
	} while (n == PAGEVEC_SIZE && !done && index);
	return ret;
}

static int call_writepage(struct page *page, struct writeback_control *wbc, void *data)
{
	struct address_space *mapping = data;
	int error = mapping->a_ops->writepage(page, wbc);

	/* Who had no memory has made the page dirty again, so nothing is lost */
	if (error != -ENOMEM)
		mapping_set_error(mapping, error);
	return error;
}

/* generic_writepages - write_cache_pages() by a_ops->writepage(), for who can't do many at once. */
int generic_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	return write_cache_pages(mapping, wbc, call_writepage, mapping);
}

/* do_writepages - what the file system has for it.  0 for a file without a disk. */
int do_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	if (wbc->nr_to_write <= 0 || !mapping_cap_account_dirty(mapping))
		return 0;
	if (mapping->a_ops->writepages)
		return mapping->a_ops->writepages(mapping, wbc);
	return generic_writepages(mapping, wbc);
}

/* ------------------------------------------------------------------ a range of a file, by its descriptor */

/* __filemap_fdatawrite_range - starts to write the dirty pages of bytes [@start, @end], as @sync_mode says.  0, errno. */
int __filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end,
			       enum writeback_sync_modes sync_mode)
{
	struct writeback_control wbc = {
		.nr_to_write = LONG_MAX, .range_start = start, .range_end = end, .sync_mode = sync_mode,
	};

	return do_writepages(mapping, &wbc);
}

/* filemap_fdatawrite_range - starts to write the dirty pages of bytes [@start, @end].  0, errno.  Sleeps. */
int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end)
{
	return __filemap_fdatawrite_range(mapping, start, end, WB_SYNC_ALL);
}

/* filemap_flush - starts to write what is dirty and not being written.  0, errno.  Sleeps. */
int filemap_flush(struct address_space *mapping)
{
	return __filemap_fdatawrite_range(mapping, 0, LLONG_MAX, WB_SYNC_NONE);
}

/* An error of a write since the last call, which nobody has been told of: 0, -EIO, -ENOSPC */
static int filemap_check_errors(struct address_space *mapping)
{
	int ret = 0;

	if (test_and_clear_bit(AS_ENOSPC, &mapping->flags))
		ret = -ENOSPC;
	if (test_and_clear_bit(AS_EIO, &mapping->flags))
		ret = -EIO;
	return ret;
}

static void fdatawait(struct address_space *mapping, loff_t start, loff_t end)
{
	pgoff_t index = (pgoff_t)(start >> PAGE_SHIFT), last = (pgoff_t)min_t(loff_t, end >> PAGE_SHIFT, ULONG_MAX);
	struct page *pages[PAGEVEC_SIZE];
	unsigned int i, n;

	do {
		n = find_get_pages_tag(mapping, index, PAGECACHE_TAG_WRITEBACK, PAGEVEC_SIZE, pages);
		for (i = 0; i < n; i++) {
			index = pages[i]->index + 1;
			if (pages[i]->index <= last)
				wait_on_page_writeback(pages[i]);
			put_page(pages[i]);
		}
		cond_resched();
	} while (n == PAGEVEC_SIZE && index && index <= last);
}

/* filemap_fdatawait_range - waits for the pages of bytes [@start, @end] that are being written.  0; -EIO, -ENOSPC, once. */
int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	fdatawait(mapping, start, end);
	return filemap_check_errors(mapping);
}

/*
 * filemap_fdatawait_keep_errors - the same of all pages, by who writes files of others: an error is theirs to be told of,
 * by fsync(), and stays.  0; -EIO, -ENOSPC.
 */
int filemap_fdatawait_keep_errors(struct address_space *mapping)
{
	int error;

	fdatawait(mapping, 0, LLONG_MAX);
	error = filemap_check_errors(mapping);
	mapping_set_error(mapping, error);
	return error;
}

/*
 * filemap_write_and_wait_range - the dirty pages of bytes [@start, @end] are on the disk, or the error is told.
 *
 * 0, -EIO, -ENOSPC, or what writepages() said.  No lock is held; sleeps.
 */
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	int error = filemap_fdatawrite_range(mapping, start, end), error2;

	error2 = filemap_fdatawait_range(mapping, start, end);
	return error2 ?: error;
}

int filemap_write_and_wait(struct address_space *mapping)
{
	return filemap_write_and_wait_range(mapping, 0, LLONG_MAX);
}

/* ------------------------------------------------------------------ how much may be dirty */

int vm_dirty_ratio = 20;		/* per cent of what could be dirty: who writes more has to wait */
int dirty_background_ratio = 10;	/* ... the flusher begins */
unsigned long vm_dirty_bytes;		/* instead, if not 0 */
unsigned long dirty_background_bytes;

#define RATELIMIT_PAGES		32	/* a task looks at the limits after so many pages */

/* Pages that could hold dirty data: low memory, free or with files' pages, as for Linux without highmem_is_dirtyable */
static unsigned long global_dirtyable_memory(void)
{
	unsigned long pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (!is_highmem(zone))
			pages += zone_page_state(zone, NR_FREE_PAGES) + zone_page_state(zone, NR_ACTIVE_FILE) +
				 zone_page_state(zone, NR_INACTIVE_FILE);
	return pages + 1;
}

/* global_dirty_limits - pages that may be dirty before the flusher begins, and before writers wait; the first is less. */
void global_dirty_limits(unsigned long *background, unsigned long *dirty)
{
	unsigned long memory = global_dirtyable_memory();

	*dirty = vm_dirty_bytes ? DIV_ROUND_UP(vm_dirty_bytes, PAGE_SIZE) : memory / 100 * (unsigned int)vm_dirty_ratio;
	*background = dirty_background_bytes ? DIV_ROUND_UP(dirty_background_bytes, PAGE_SIZE) :
		      memory / 100 * (unsigned int)dirty_background_ratio;
	if (*background >= *dirty)
		*background = *dirty / 2;
}

/* over_background_thresh - is so much dirty that the flusher has to begin? */
bool over_background_thresh(void)
{
	unsigned long background, dirty;

	global_dirty_limits(&background, &dirty);
	return global_page_state(NR_FILE_DIRTY) > background;
}

/*
 * The caller has made pages dirty, faster than the disk takes them: it waits while there are too many, dirty or being
 * written.  Half-way between the limits the flusher is woken; what it writes ends the wait, and so does a signal that kills.
 */
static void balance_dirty_pages(void)
{
	unsigned long background, dirty, pages;

	for (;;) {
		global_dirty_limits(&background, &dirty);
		pages = global_page_state(NR_FILE_DIRTY) + global_page_state(NR_WRITEBACK);
		if (pages <= (background + dirty) / 2)
			return;
		wakeup_flusher_threads(0);
		if (pages <= dirty || fatal_signal_pending(current))
			return;
		__set_current_state(TASK_KILLABLE);
		schedule_timeout(1);
	}
}

/* Of balance_dirty_pages_ratelimited() */
void __balance_dirty_pages_ratelimited(void)
{
	if (++current->nr_dirtied < RATELIMIT_PAGES)
		return;
	current->nr_dirtied = 0;
	balance_dirty_pages();
}
