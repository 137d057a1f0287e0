/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page cache: pages of files in memory, and what reads, writes and maps files by them.
 *
 * Idea.  A file's contents are pages, found by number in its address_space's tree.  read() copies
 * out of them, write() into them, and a mapping's fault puts the very same pages into page tables,
 * so that all three always agree.
 *
 *     read, write       fault of a mapping          file system
 *          \                 |                       /  readpage: fills a page
 *           v                v                      v   write_begin, write_end
 *     page_tree: index -> page   (one reference for being there)
 *
 *   a page's life    alloc, locked -> add_to_page_cache_lru -> readpage: uptodate, unlocked
 *                    ... -> truncated: locked, unmapped, delete_from_page_cache
 *
 * The page lock is one bit in page->flags.  Waiters are rare, so all share one wait queue and look
 * again when any page is unlocked.
 *
 * Invariants (mapping_check() asserts C1; nothing asserts the others)
 *   C1  a page is in the tree of page->mapping at page->index, or page->mapping is NULL
 *   C2  only pages with PG_uptodate are shown to anybody
 *   C3  PG_locked is cleared by who set it, after its stores are visible; who holds it knows that
 *       page->mapping doesn't change
 *   C4  nobody holds a page lock while it copies from or to the user's memory in a way that can
 *       fault: the fault might want that very page
 *
 * Locking.  tree_lock for the tree, a page-table lock may be held; i_mutex around writes.
 * lock_page() may sleep, unlock_page() is for any context.  tree_lock is taken with interrupts off: a disk's
 * interrupt ends write-back (mm/page-writeback.c).  Different from Linux 4.x: one wait queue.
 * Article 3.3.4, 3.4.4.  Tests: files.*, shmem.map_pages,
 * tests/user/files.c
 */
#include <linux/backing-dev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/uaccess.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>

/* ------------------------------------------------------------------ the page lock */

static DECLARE_WAIT_QUEUE_HEAD(page_wait);

#ifdef CONFIG_LOCKDEP
struct lock_class page_lock_class = { .name = "page lock" };
struct lock_class bdev_page_lock_class = { .name = "page lock of a device" };
#endif

void __lock_page(struct page *page)
{
	__lock_acquire(page, page_class(page), 0, false, _RET_IP_);
	wait_event(page_wait, __trylock_page(page));
}

/* The same for who can be killed: 0, -EINTR */
static int __lock_page_killable(struct page *page)
{
	return wait_event_killable(page_wait, trylock_page(page)) ? -EINTR : 0;
}

void unlock_page(struct page *page)
{
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	lock_release(page);
	smp_mb();
	clear_bit(PG_locked, &page->flags);
	wake_up_pages();
}

/* wake_up_pages - a bit of some page, PG_locked or PG_writeback, is clear now: who waits looks again.  Any context. */
void wake_up_pages(void)
{
	smp_mb();
	if (!list_empty(&page_wait.task_list))
		wake_up_all(&page_wait);
}

/* wait_on_page_bit - until bit @bit_nr of @page, to which the caller has a reference, is clear.  Sleeps. */
void wait_on_page_bit(struct page *page, int bit_nr)
{
	might_sleep();
	wait_event(page_wait, !test_bit(bit_nr, &page->flags));
}

/* congestion_wait - until some page is unlocked or written, @timeout jiffies at most: then there is more to be had.  Sleeps. */
void congestion_wait(long timeout)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&page_wait, &wait, TASK_UNINTERRUPTIBLE);
	schedule_timeout(timeout);
	finish_wait(&page_wait, &wait);
}

/*
 * try_to_release_page - what a file system has of @page, locked and PagePrivate, is to go.
 *
 * 1: it is gone; 0: not now.  @gfp: what it may do for that.
 */
int try_to_release_page(struct page *page, gfp_t gfp)
{
	struct address_space *mapping = page_mapping(page);

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (PageWriteback(page) || !mapping || !mapping->a_ops->releasepage)
		return 0;
	return mapping->a_ops->releasepage(page, gfp);
}

/*
 * page_endio - the disk is done with @page, which was read (@rw READ), or written; @err: 0, errno.  Any context.
 *
 * The page was locked for reading, and the lock handed over; or it is under write-back.
 */
void page_endio(struct page *page, int rw, int err)
{
	if (rw == READ) {
		if (err)
			SetPageError(page);
		else
			SetPageUptodate(page);
		unlock_page(page);
		return;
	}
	if (err) {
		SetPageError(page);
		mapping_set_error(page->mapping, err);
	}
	end_page_writeback(page);
}

/*
 * lock_page_or_retry - the lock of @page, in a fault.
 *
 * 1: held; 0: mmap_sem was released to wait for it, and the fault is to be tried again.  Sleeps.
 */
int lock_page_or_retry(struct page *page, struct mm_struct *mm, unsigned int flags)
{
	if (trylock_page(page))
		return 1;
	if (!(flags & FAULT_FLAG_ALLOW_RETRY)) {
		__lock_page(page);
		return 1;
	}
	if (flags & FAULT_FLAG_RETRY_NOWAIT)
		return 0;
	up_read(&mm->mmap_sem);
	if (flags & FAULT_FLAG_KILLABLE)
		wait_event_killable(page_wait, !PageLocked(page));
	else
		wait_event(page_wait, !PageLocked(page));
	return 0;
}

/* ------------------------------------------------------------------ the tree */

void address_space_init(struct address_space *mapping, struct inode *host)
{
	mapping->host = host;
	INIT_RADIX_TREE(&mapping->page_tree, GFP_ATOMIC | __GFP_NOWARN);
	spin_lock_init(&mapping->tree_lock);
	mapping->i_mmap = RB_ROOT;
	init_rwsem(&mapping->i_mmap_rwsem);
	mapping_set_gfp_mask(mapping, GFP_HIGHUSER_MOVABLE);
}

/*
 * find_get_entry - what the tree has for page @offset of the file: the page, with a reference; or where it is in swap,
 * which radix_tree_exceptional_entry() tells; NULL: nothing.
 */
struct page *find_get_entry(struct address_space *mapping, pgoff_t offset)
{
	struct page *page;

	spin_lock_irq(&mapping->tree_lock);
	page = radix_tree_lookup(&mapping->page_tree, offset);
	if (page && !radix_tree_exceptional_entry(page))
		get_page(page);
	spin_unlock_irq(&mapping->tree_lock);
	return page;
}

/* find_get_page - page @offset of the file, with a reference; NULL: it isn't in memory. */
struct page *find_get_page(struct address_space *mapping, pgoff_t offset)
{
	struct page *page;

	spin_lock_irq(&mapping->tree_lock);
	page = radix_tree_lookup(&mapping->page_tree, offset);
	if (unlikely(radix_tree_exceptional_entry(page)))
		page = NULL;
	if (page)
		get_page(page);
	spin_unlock_irq(&mapping->tree_lock);
	trace_event(find_get_page, mapping, offset, page);
	return page;
}

/* find_lock_entry - find_get_entry(); a page is locked, and still of this file.  Sleeps. */
struct page *find_lock_entry(struct address_space *mapping, pgoff_t offset)
{
	struct page *page;

	for (;;) {
		page = find_get_entry(mapping, offset);
		if (!page || radix_tree_exceptional_entry(page))
			return page;
		lock_page(page);
		if (likely(page->mapping == mapping))
			return page;
		unlock_page(page);
		put_page(page);
	}
}

/* find_lock_page - the same, locked, and still of this file.  Sleeps. */
struct page *find_lock_page(struct address_space *mapping, pgoff_t offset)
{
	struct page *page;

	for (;;) {
		page = find_get_page(mapping, offset);
		if (!page)
			return NULL;
		lock_page(page);
		if (likely(page->mapping == mapping))
			return page;
		unlock_page(page);
		put_page(page);
	}
}

/* find_get_entries - up to @nr find_get_entry() from number @start on, into @entries, and their numbers: how many. */
unsigned int find_get_entries(struct address_space *mapping, pgoff_t start, unsigned int nr, struct page **entries,
			      pgoff_t *indices)
{
	struct radix_tree_iter iter;
	unsigned int n = 0;
	void **slot;

	spin_lock_irq(&mapping->tree_lock);
	radix_tree_for_each_slot(slot, &mapping->page_tree, &iter, start) {
		struct page *page = *slot;

		if (!radix_tree_exceptional_entry(page))
			get_page(page);
		entries[n] = page;
		indices[n] = iter.index;
		if (++n == nr)
			break;
	}
	spin_unlock_irq(&mapping->tree_lock);
	return n;
}

/* find_get_pages - up to @nr_pages pages from number @start on, each with a reference, into @pages: how many. */
unsigned int find_get_pages(struct address_space *mapping, pgoff_t start, unsigned int nr_pages,
			    struct page **pages)
{
	struct radix_tree_iter iter;
	unsigned int n = 0;
	void **slot;

	spin_lock_irq(&mapping->tree_lock);
	radix_tree_for_each_slot(slot, &mapping->page_tree, &iter, start) {
		struct page *page = *slot;

		if (unlikely(radix_tree_exceptional_entry(page)))
			continue;
		get_page(page);
		pages[n] = page;
		if (++n == nr_pages)
			break;
	}
	spin_unlock_irq(&mapping->tree_lock);
	return n;
}

/* find_get_pages_tag - the same of pages with @tag, PAGECACHE_TAG_*. */
unsigned int find_get_pages_tag(struct address_space *mapping, pgoff_t start, unsigned int tag, unsigned int nr_pages,
				struct page **pages)
{
	struct radix_tree_iter iter;
	unsigned int n = 0;
	void **slot;

	spin_lock_irq(&mapping->tree_lock);
	radix_tree_for_each_tagged(slot, &mapping->page_tree, &iter, start, tag) {
		get_page(*slot);
		pages[n] = *slot;
		if (++n == nr_pages)
			break;
	}
	spin_unlock_irq(&mapping->tree_lock);
	return n;
}

/*
 * add_to_page_cache_lru - @page, new and not uptodate, is page @offset of the file.
 *
 * 0: it is locked, the tree has a reference, and reclaim knows of it.  -EEXIST: there is one;
 * -ENOMEM.
 */
int add_to_page_cache_lru(struct page *page, struct address_space *mapping, pgoff_t offset)
{
	int error;

	__set_bit(PG_locked, &page->flags);
	page->mapping = mapping;
	page->index = offset;
	__lock_acquire(page, page_class(page), 0, true, 0);
	spin_lock_irq(&mapping->tree_lock);
	error = radix_tree_insert(&mapping->page_tree, offset, page);
	if (!error) {
		get_page(page);
		mapping->nrpages++;
		inc_zone_page_state(page, NR_FILE_PAGES);
		if (test_bit(AS_SHMEM, &mapping->flags))
			inc_zone_page_state(page, NR_SHMEM);
	}
	spin_unlock_irq(&mapping->tree_lock);
	if (error) {
		page->mapping = NULL;
		lock_release(page);
		__clear_bit(PG_locked, &page->flags);
		return error;
	}
	trace_event(add_to_page_cache, mapping, offset, page);
	lru_cache_add(page);
	return 0;
}

/* @page leaves @mapping.  tree_lock is held. */
static __always_inline void leave_page_cache(struct page *page, struct address_space *mapping)
{
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	VM_BUG_ON_PAGE(page_mapped(page), page);
	VM_BUG_ON_PAGE(PageWriteback(page), page);
	trace_event(delete_from_page_cache, mapping, page->index, page);
	radix_tree_delete(&mapping->page_tree, page->index);
	page->mapping = NULL;
	mapping->nrpages--;
	dec_zone_page_state(page, NR_FILE_PAGES);
	if (test_bit(AS_SHMEM, &mapping->flags))
		dec_zone_page_state(page, NR_SHMEM);
}

/* delete_from_page_cache() of a page that is clean, with tree_lock held; the tree's reference is the caller's then */
void __delete_from_page_cache(struct page *page)
{
	leave_page_cache(page, page->mapping);
}

/* delete_from_page_cache - @page, locked and mapped nowhere, belongs to no file any more. */
void delete_from_page_cache(struct page *page)
{
	struct address_space *mapping = page->mapping;

	cancel_dirty_page(page);
	spin_lock_irq(&mapping->tree_lock);
	leave_page_cache(page, mapping);
	spin_unlock_irq(&mapping->tree_lock);
	put_page(page);
}

/* A new page of the file, in the tree and locked, or the one that is there; NULL without memory */
static struct page *grab_page(struct address_space *mapping, pgoff_t offset)
{
	struct page *page;
	int err;

	for (;;) {
		page = find_lock_page(mapping, offset);
		if (page)
			return page;
		page = alloc_page(mapping_gfp_mask(mapping));
		if (!page)
			return NULL;
		err = add_to_page_cache_lru(page, mapping, offset);
		if (!err)
			return page;
		put_page(page);
		if (err != -EEXIST)
			return NULL;
	}
}

/* grab_cache_page_write_begin - page @index, locked, to be written to; NULL without memory. */
struct page *grab_cache_page_write_begin(struct address_space *mapping, pgoff_t index)
{
	return grab_page(mapping, index);
}

/* Reads @page, locked and not uptodate, and waits for it.  It is unlocked.  0; -EIO or what readpage() said; -EINTR. */
static int read_locked_page(struct file *file, struct page *page)
{
	struct address_space *mapping = page->mapping;
	int err;

	trace_event(readpage, mapping, page->index, page);
	err = mapping->a_ops->readpage(file, page);
	if (err || PageUptodate(page))
		return err;
	err = __lock_page_killable(page);
	if (err)
		return err;
	unlock_page(page);
	return PageUptodate(page) ? 0 : -EIO;
}

/* read_cache_page - page @index with its contents, and a reference; ERR_PTR(-ENOMEM, -EIO). */
struct page *read_cache_page(struct address_space *mapping, pgoff_t index, struct file *file)
{
	struct page *page = find_get_page(mapping, index);
	int err;

	if (likely(page && PageUptodate(page)))
		return page;
	if (page)
		put_page(page);
	page = grab_page(mapping, index);
	if (!page)
		return ERR_PTR(-ENOMEM);
	if (PageUptodate(page)) {
		unlock_page(page);
		return page;
	}
	err = read_locked_page(file, page);
	if (err) {
		put_page(page);
		return ERR_PTR(err);
	}
	return page;
}

/* ------------------------------------------------------------------ read */

/*
 * copy_page_to_user - @n bytes from @offset of @page to the program's @buf, which access_ok() has seen
 *
 * How many are left when the rest can't be written.  The cheap window for a high page is tried first, in which
 * nothing may be faulted in; then, from where that came to, the one that may sleep.
 */
unsigned long copy_page_to_user(char __user *buf, struct page *page, unsigned long offset, unsigned long n)
{
	unsigned long left;
	char *kaddr;

	might_fault();
	kaddr = kmap_atomic(page);
	left = __copy_to_user_inatomic(buf, kaddr + offset, n);
	kunmap_atomic(kaddr);
	if (likely(!left))
		return 0;
	kaddr = kmap(page);
	left = __copy_to_user(buf + n - left, kaddr + offset + n - left, left);
	kunmap(page);
	return left;
}

/* The disk can't read here: the next attempts are smaller, so that what is good around it can be read */
static void shrink_readahead_size_eio(struct file_ra_state *ra)
{
	ra->ra_pages /= 4;
}

/* read_cache_page() for who wants @nr pages from @index on, and with read-ahead */
static struct page *read_ahead_page(struct file *file, pgoff_t index, unsigned long nr)
{
	struct address_space *mapping = file->f_mapping;
	struct page *page = find_get_page(mapping, index);

	if (unlikely(!page)) {
		page_cache_sync_readahead(mapping, &file->f_ra, file, index, nr);
		page = find_get_page(mapping, index);
	}
	if (page && unlikely(PageReadahead(page)))
		page_cache_async_readahead(mapping, &file->f_ra, file, page, index, nr);
	if (likely(page && PageUptodate(page)))
		return page;
	if (page)
		put_page(page);
	page = read_cache_page(mapping, index, file);
	if (page == ERR_PTR(-EIO))
		shrink_readahead_size_eio(&file->f_ra);
	return page;
}

/* generic_file_read - contents of the page cache to the user, as vfs_read() wants it.  Sleeps. */
ssize_t generic_file_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct address_space *mapping = file->f_mapping;
	struct file_ra_state *ra = &file->f_ra;
	unsigned long offset, nr, left;
	struct page *page;
	ssize_t done = 0;
	pgoff_t index;
	loff_t size;

	file_accessed(file);
	while (count) {
		size = mapping->host->i_size;
		if (*ppos >= size)
			break;
		if (fatal_signal_pending(current))
			return done ?: -EINTR;
		index = (pgoff_t)(*ppos >> PAGE_SHIFT);
		offset = offset_in_page((unsigned long)*ppos);
		page = read_ahead_page(file, index, (offset + count + PAGE_SIZE - 1) >> PAGE_SHIFT);
		if (IS_ERR(page))
			return done ?: PTR_ERR(page);
		nr = min_t(unsigned long, count, PAGE_SIZE - offset);
		if ((loff_t)nr > size - *ppos)
			nr = (unsigned long)(size - *ppos);
		left = copy_page_to_user(buf, page, offset, nr);
		/* A page that is read in pieces, one after the other, is used once */
		if (*ppos != ra->prev_pos)
			mark_page_accessed(page);
		put_page(page);
		nr -= left;
		ra->prev_pos = (loff_t)index << PAGE_SHIFT | offset_in_page(offset + nr);
		*ppos += nr;
		buf += nr;
		count -= nr;
		done += (ssize_t)nr;
		if (left)
			return done ?: -EFAULT;
		cond_resched();
	}
	return done;
}

/* ------------------------------------------------------------------ write */

/* Can [buf, buf + size), a page at most, be read?  Faults it in.  0, -EFAULT. */
static int fault_in_pages_readable(const char __user *buf, unsigned long size)
{
	volatile char c;

	if (get_user(c, buf) || get_user(c, buf + size - 1))
		return -EFAULT;
	return 0;
}

/*
 * One piece, within a page, at @pos.  How much of it; errno.  The user's memory is faulted in before
 * the page is locked and copied without faults after (C4): 0 says that it went away in between.
 */
static long write_piece(struct file *file, const char __user *buf, unsigned long bytes, loff_t pos)
{
	struct address_space *mapping = file->f_mapping;
	unsigned long copied;
	struct page *page;
	char *kaddr;
	int err;

	if (fault_in_pages_readable(buf, bytes))
		return -EFAULT;
	err = mapping->a_ops->write_begin(file, mapping, pos, (unsigned int)bytes, &page);
	if (err)
		return err;
	kaddr = kmap_atomic(page);
	copied = bytes - __copy_from_user_inatomic(kaddr + offset_in_page((unsigned long)pos), buf,
						   bytes);
	kunmap_atomic(kaddr);
	flush_dcache_page(page);
	mark_page_accessed(page);
	return mapping->a_ops->write_end(file, mapping, pos, (unsigned int)bytes,
					 (unsigned int)copied, page);
}

/* From @pos on, page by page.  How much; errno if nothing. */
static ssize_t generic_perform_write(struct file *file, const char __user *buf, size_t count,
				     loff_t pos)
{
	unsigned long bytes;
	ssize_t done = 0;
	long n;

	while (count) {
		bytes = min_t(unsigned long, count, PAGE_SIZE - offset_in_page((unsigned long)pos));
		n = write_piece(file, buf, bytes, pos);
		if (n < 0)
			return done ?: n;
		if (fatal_signal_pending(current))
			return done + n ? done + n : -EINTR;
		pos += n;
		buf += n;
		count -= (size_t)n;
		done += n;
		balance_dirty_pages_ratelimited(file->f_mapping);
		cond_resched();
	}
	return done;
}

/* What limits say to a write of @count bytes at @pos: as many, fewer, or an error */
static ssize_t generic_write_checks(size_t count, loff_t pos)
{
	unsigned long limit = rlimit(RLIMIT_FSIZE);

	if (limit != RLIM_INFINITY) {
		if (pos >= (loff_t)limit) {
			send_sig(SIGXFSZ, current, 0);
			return -EFBIG;
		}
		count = min_t(size_t, count, limit - (unsigned long)pos);
	}
	if (pos >= MAX_LFS_FILESIZE)
		return -EFBIG;
	if ((loff_t)count > MAX_LFS_FILESIZE - pos)
		count = (size_t)(MAX_LFS_FILESIZE - pos);
	return (ssize_t)count;
}

/* generic_write_sync - bytes [@pos, @pos + @count) of @file, just written, go to the disk at once if O_SYNC or O_DSYNC says so. */
static int generic_write_sync(struct file *file, loff_t pos, loff_t count)
{
	if (!(file->f_flags & O_DSYNC))
		return 0;
	return vfs_fsync_range(file, pos, pos + count - 1, !(file->f_flags & __O_SYNC));
}

/* generic_file_write - as vfs_write() wants it, into the page cache.  Takes i_mutex; sleeps. */
ssize_t generic_file_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct inode *inode = file->f_mapping->host;
	ssize_t ret;
	int err;

	if (!count)
		return 0;
	mutex_lock(&inode->i_mutex);
	if (file->f_flags & O_APPEND)
		*ppos = inode->i_size;
	ret = generic_write_checks(count, *ppos);
	if (ret > 0)
		ret = generic_perform_write(file, buf, (size_t)ret, *ppos);
	if (ret > 0) {
		*ppos += ret;
		file_update_time(file);
	}
	mutex_unlock(&inode->i_mutex);
	if (ret <= 0)
		return ret;
	err = generic_write_sync(file, *ppos - ret, ret);
	return err ?: ret;
}

/* ------------------------------------------------------------------ mappings */

/* Pages that the file has, the last one maybe in part */
static pgoff_t file_pages(struct address_space *mapping)
{
	return (pgoff_t)((mapping->host->i_size + PAGE_SIZE - 1) >> PAGE_SHIFT);
}

#define MMAP_LOTSAMISS	100

/* Page @offset isn't in memory: starts to read it and what is around it, or, with MADV_SEQUENTIAL, behind it */
static noinline void do_sync_mmap_readahead(struct vm_area_struct *vma, struct file *file, pgoff_t offset)
{
	struct address_space *mapping = file->f_mapping;
	struct file_ra_state *ra = &file->f_ra;

	if (vma->vm_flags & VM_RAND_READ || !ra->ra_pages)
		return;
	if (vma->vm_flags & VM_SEQ_READ) {
		page_cache_sync_readahead(mapping, ra, file, offset, ra->ra_pages);
		return;
	}
	if (ra->mmap_miss < MMAP_LOTSAMISS * 10)
		ra->mmap_miss++;
	/* Far more misses than hits: what is read around isn't used */
	if (ra->mmap_miss > MMAP_LOTSAMISS)
		return;
	ra->start = offset - min_t(pgoff_t, offset, ra->ra_pages / 2);
	ra->size = ra->ra_pages;
	ra->async_size = ra->ra_pages / 4;
	ra_submit(ra, mapping, file);
}

/* Page @offset is in memory: the next window, if its marker says so */
static void do_async_mmap_readahead(struct vm_area_struct *vma, struct file *file, struct page *page, pgoff_t offset)
{
	struct file_ra_state *ra = &file->f_ra;

	if (vma->vm_flags & VM_RAND_READ)
		return;
	if (ra->mmap_miss)
		ra->mmap_miss--;
	if (unlikely(PageReadahead(page)))
		page_cache_async_readahead(file->f_mapping, ra, file, page, offset, ra->ra_pages);
}

/* Page vmf->pgoff of @vma's file, with a reference; ERR_PTR.  *@ret is VM_FAULT_MAJOR if it isn't in memory. */
static struct page *filemap_find_page(struct vm_area_struct *vma, struct vm_fault *vmf, int *ret)
{
	struct file *file = vma->vm_file;
	struct page *page = find_get_page(file->f_mapping, vmf->pgoff);

	if (likely(page)) {
		if (!(vmf->flags & FAULT_FLAG_TRIED))
			do_async_mmap_readahead(vma, file, page, vmf->pgoff);
		return page;
	}
	*ret = VM_FAULT_MAJOR;
	do_sync_mmap_readahead(vma, file, vmf->pgoff);
	page = find_get_page(file->f_mapping, vmf->pgoff);
	return page ?: read_cache_page(file->f_mapping, vmf->pgoff, file);
}

/*
 * filemap_fault - page vmf->pgoff of the file, locked, in vmf->page (article 3.4.4).
 *
 * VM_FAULT_SIGBUS behind the file's end or when it can't be read; VM_FAULT_MAJOR if it had to be
 * read; VM_FAULT_RETRY: mmap_sem was released.  mmap_sem is held for reading.
 */
int filemap_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct file *file = vma->vm_file;
	struct address_space *mapping = file->f_mapping;
	struct page *page;
	int ret = 0, err;

	for (;;) {
		if (vmf->pgoff >= file_pages(mapping))
			return VM_FAULT_SIGBUS;
		page = filemap_find_page(vma, vmf, &ret);
		if (IS_ERR(page))
			goto error;
		/* What is being read is locked until then */
		if (unlikely(!lock_page_or_retry(page, vma->vm_mm, vmf->flags))) {
			put_page(page);
			return ret | VM_FAULT_RETRY;
		}
		if (likely(page->mapping == mapping && PageUptodate(page)))
			break;
		err = 0;
		if (page->mapping == mapping)
			err = read_locked_page(file, page);	/* read-ahead has failed */
		else
			unlock_page(page);			/* truncated meanwhile */
		put_page(page);
		if (err) {
			page = ERR_PTR(err);
			goto error;
		}
	}
	if (unlikely(vmf->pgoff >= file_pages(mapping))) {
		unlock_page(page);
		put_page(page);
		return VM_FAULT_SIGBUS;
	}
	vmf->page = page;
	return ret | VM_FAULT_LOCKED;

error:
	if (page == ERR_PTR(-EIO))
		shrink_readahead_size_eio(&file->f_ra);
	return page == ERR_PTR(-ENOMEM) ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

/* Maps @page, with a reference of the caller's, at @pte for @addr; or lets go of it: it isn't what one may see */
static __always_inline bool map_one_page(struct vm_area_struct *vma, unsigned long addr, pte_t *pte, struct page *page,
					 struct address_space *mapping, pgoff_t end)
{
	/* The marker of read-ahead is for a fault to come to.  trylock_page() is the barrier that PG_uptodate wants. */
	if (!pte_none(*pte) || (page->flags & (1UL << PG_uptodate | 1UL << PG_reclaim)) != 1UL << PG_uptodate ||
	    !trylock_page(page))
		goto out_put;
	/*
	 * Truncated meanwhile?  If the file has become shorter than @end since, and this page hasn't left it yet, then
	 * truncation is still to come to it, waits for its lock, and unmaps it.
	 */
	if (unlikely(page->mapping != mapping || page->index >= end)) {
		unlock_page(page);
		goto out_put;
	}
	do_set_pte(vma, addr, page, pte, false, false);
	unlock_page(page);
	return true;

out_put:
	put_page(page);
	return false;
}

/*
 * filemap_map_pages - what is in memory of pages vmf->pgoff to vmf->max_pgoff is mapped, entry vmf->pte and behind
 *
 * A read fault asks for the pages around its own (do_fault_around(), article 3.4.4).  Called with the table's lock held,
 * doesn't sleep: what would have to be waited for, or read, is left out.
 */
void filemap_map_pages(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	unsigned long addr = (unsigned long)vmf->virtual_address;
	struct address_space *mapping = vma->vm_file->f_mapping;
	struct file_ra_state *ra = &vma->vm_file->f_ra;
	pgoff_t index = vmf->pgoff, end = file_pages(mapping);
	struct page *pages[16];
	unsigned int i, n, most, mapped = 0;

	do {
		most = (unsigned int)min_t(pgoff_t, ARRAY_SIZE(pages), vmf->max_pgoff - index + 1);
		n = find_get_pages(mapping, index, most, pages);
		for (i = 0; i < n; i++) {
			pgoff_t off = pages[i]->index - vmf->pgoff;

			index = pages[i]->index + 1;
			if (index - 1 > vmf->max_pgoff)
				put_page(pages[i]);
			else
				mapped += map_one_page(vma, addr + (off << PAGE_SHIFT), vmf->pte + off, pages[i],
						       mapping, end);
		}
	} while (n == most && index <= vmf->max_pgoff);		/* fewer: the file has no more */
	ra->mmap_miss -= min(ra->mmap_miss, mapped);
}

/* A page becomes writable in a shared mapping: the file is changed (article 3.4.4) */
static int filemap_page_mkwrite(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct page *page = vmf->page;

	file_update_time(vma->vm_file);
	lock_page(page);
	if (page->mapping != vma->vm_file->f_mapping) {
		unlock_page(page);
		return VM_FAULT_NOPAGE;
	}
	set_page_dirty(page);
	return VM_FAULT_LOCKED;
}

const struct vm_operations_struct generic_file_vm_ops = {
	.fault = filemap_fault,
	.map_pages = filemap_map_pages,
	.page_mkwrite = filemap_page_mkwrite,
};

/* generic_file_mmap - pages come by filemap_fault (article 3.3.4).  0, -ENOEXEC. */
int generic_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!file->f_mapping->a_ops->readpage)
		return -ENOEXEC;
	file_accessed(file);
	vma->vm_ops = &generic_file_vm_ops;
	return 0;
}

/* ------------------------------------------------------------------ file systems without a disk */

/* What isn't in memory was never written */
int simple_readpage(struct file *file, struct page *page)
{
	clear_highpage(page);
	flush_dcache_page(page);
	SetPageUptodate(page);
	unlock_page(page);
	return 0;
}

int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
		       struct page **pagep)
{
	struct page *page = grab_cache_page_write_begin(mapping, (pgoff_t)(pos >> PAGE_SHIFT));

	if (!page)
		return -ENOMEM;
	if (!PageUptodate(page)) {
		if (len != PAGE_SIZE)
			clear_highpage(page);
	}
	*pagep = page;
	return 0;
}

int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
		     unsigned int copied, struct page *page)
{
	struct inode *inode = mapping->host;

	if (!PageUptodate(page)) {
		/* Of a page that was to be overwritten as a whole, nothing is known behind the copy */
		if (copied < len && len == PAGE_SIZE)
			zero_user(page, copied, len - copied);
		SetPageUptodate(page);
	}
	if (pos + copied > inode->i_size)
		inode->i_size = pos + copied;
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return (int)copied;
}
