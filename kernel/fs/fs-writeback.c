/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dirty inodes: which files have something that their disk doesn't have, and the thread that writes it.
 *
 * Idea.  Whoever changes a file marks its inode, which then hangs in its file system's list of dirty ones, the one
 * that has been dirty for longest first.  From there it is written by
 *
 *   the flusher       every dirty_writeback_interval: what has been dirty for dirty_expire_interval;
 *                     and what there is, while more is dirty than the background limit (mm/page-writeback.c)
 *   sync, umount      everything: sync_filesystem()
 *   fsync             one file: filemap_write_and_wait_range(), sync_inode_metadata()
 *
 *     i_state  I_DIRTY_PAGES      pages with tag DIRTY           writepages()
 *              I_DIRTY_DATASYNC   size, blocks                   write_inode(), after the pages, which may need blocks
 *              I_DIRTY_SYNC       times and the like             write_inode(), but not for fdatasync()
 *              I_SYNC             being written: one at a time
 *
 * Invariants (nothing asserts them)
 *   F1  an inode of a disk with an I_DIRTY bit is in s_dirty or s_io, or I_SYNC, and then will be at the end of that
 *   F2  dirtied_when doesn't decrease along s_dirty
 *
 * Locking: inode_lock (inode.c) for the bits and the lists; who writes an inode has a reference.  s_umount, for reading:
 * the file system stays.  Different from Linux 4.x: one thread for all disks, and one list of dirty inodes each.
 * Tests: writeback.*
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>

#define MAX_WRITEBACK_PAGES	1024	/* of one file, before another one's turn */

int dirty_writeback_interval = 500;	/* hundredths of a second; 0: only when asked */
int dirty_expire_interval = 3000;

/* ------------------------------------------------------------------ clean to dirty */

/* Does anything of @inode ever go to a disk? */
static bool inode_has_disk(const struct inode *inode)
{
	return (inode->i_sb->s_op && inode->i_sb->s_op->write_inode) || mapping_cap_account_dirty(inode->i_mapping);
}

/* Caller holds inode_lock.  F2. */
static void queue_dirty(struct inode *inode)
{
	inode->dirtied_when = jiffies;
	list_move_tail(&inode->i_io_list, &inode->i_sb->s_dirty);
}

/*
 * __mark_inode_dirty - @inode has something that its disk doesn't have: @flags, I_DIRTY_*.
 *
 * Any context but an interrupt; a page-table lock may be held.
 */
void __mark_inode_dirty(struct inode *inode, unsigned long flags)
{
	if ((inode->i_state & flags) == flags || !inode_has_disk(inode))
		return;
	spin_lock(&inode_lock);
	/* One that is being written is queued again at the end of that */
	if (!(inode->i_state & (I_DIRTY | I_SYNC | I_FREEING)))
		queue_dirty(inode);
	inode->i_state |= flags;
	spin_unlock(&inode_lock);
}

/* ------------------------------------------------------------------ dirty to clean, one file */

/* What of @inode is dirty goes on its way, pages first.  It is I_SYNC.  0, errno. */
static int do_write_inode(struct inode *inode, struct writeback_control *wbc)
{
	struct address_space *mapping = inode->i_mapping;
	int error = do_writepages(mapping, wbc), err;
	unsigned long dirty;

	if (wbc->sync_mode == WB_SYNC_ALL) {
		err = filemap_fdatawait_keep_errors(mapping);
		error = error ?: err;
	}
	/* Writing the pages may have given the file blocks, so its bits are looked at only now */
	spin_lock(&inode_lock);
	dirty = inode->i_state & I_DIRTY;
	inode->i_state &= ~dirty;
	if (radix_tree_tagged(&mapping->page_tree, PAGECACHE_TAG_DIRTY))
		inode->i_state |= I_DIRTY_PAGES;
	spin_unlock(&inode_lock);
	if (dirty & (I_DIRTY_SYNC | I_DIRTY_DATASYNC) && inode->i_sb->s_op && inode->i_sb->s_op->write_inode) {
		err = inode->i_sb->s_op->write_inode(inode, wbc);
		error = error ?: err;
	}
	return error;
}

/*
 * writeback_single_inode - writes @inode, which the caller has a reference to, as @wbc says.
 *
 * Somebody else who does so is waited for with WB_SYNC_ALL; otherwise it is left to him.  inode_lock isn't held.  0, errno;
 * an error of a page is told to who calls fsync() all the same.
 */
static int writeback_single_inode(struct inode *inode, struct writeback_control *wbc)
{
	int error;

	spin_lock(&inode_lock);
	while (inode->i_state & I_SYNC) {
		if (wbc->sync_mode != WB_SYNC_ALL) {
			spin_unlock(&inode_lock);
			return 0;
		}
		wait_on_inode(inode, I_SYNC);
	}
	inode->i_state |= I_SYNC;
	spin_unlock(&inode_lock);

	error = do_write_inode(inode, wbc);

	spin_lock(&inode_lock);
	if (inode->i_state & I_DIRTY)
		queue_dirty(inode);
	else
		list_del_init(&inode->i_io_list);
	inode_clear_state(inode, I_SYNC);
	spin_unlock(&inode_lock);
	return error;
}

/* write_inode_now - all of @inode, to which the caller has a reference; @sync: and waits.  0, errno.  Sleeps. */
int write_inode_now(struct inode *inode, bool sync)
{
	struct writeback_control wbc = {
		.nr_to_write = LONG_MAX, .range_end = LLONG_MAX, .sync_mode = sync ? WB_SYNC_ALL : WB_SYNC_NONE,
	};

	return writeback_single_inode(inode, &wbc);
}

/* sync_inode_metadata - what isn't pages of @inode, if it is dirty with @flags, is in its file system's hands.  0, errno. */
int sync_inode_metadata(struct inode *inode, unsigned long flags)
{
	struct writeback_control wbc = { .nr_to_write = 0, .sync_mode = WB_SYNC_ALL };
	bool dirty;

	spin_lock(&inode_lock);
	dirty = inode->i_state & (flags | I_SYNC);
	spin_unlock(&inode_lock);
	return dirty ? writeback_single_inode(inode, &wbc) : 0;
}

/* ------------------------------------------------------------------ a file system */

/* Is @inode to be written, or waited for, by a sync?  Caller holds inode_lock. */
static bool inode_unsynced(const struct inode *inode)
{
	return !(inode->i_state & (I_FREEING | I_NEW)) &&
	       (inode->i_state & (I_DIRTY | I_SYNC) ||
		radix_tree_tagged(&inode->i_mapping->page_tree, PAGECACHE_TAG_WRITEBACK));
}

/*
 * sync_inodes_sb - all of @sb that is dirty now is on the disk.  The first error, after all were tried.
 *
 * Each inode is looked at once, in the order of s_inodes, to whose head new ones come.  Caller holds s_umount.
 */
static int sync_inodes_sb(struct super_block *sb)
{
	struct inode *inode, *old = NULL;
	int error = 0, err;

	spin_lock(&inode_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		if (!inode_unsynced(inode))
			continue;
		/* The reference keeps it in the list while the lock isn't held */
		__iget(inode);
		spin_unlock(&inode_lock);
		iput(old);
		old = inode;
		err = write_inode_now(inode, true);
		error = error ?: err;
		spin_lock(&inode_lock);
	}
	spin_unlock(&inode_lock);
	iput(old);
	return error;
}

/* sync_filesystem - all that was written to @sb is on its disk.  0, errno.  Caller holds s_umount.  Sleeps. */
int sync_filesystem(struct super_block *sb)
{
	int error = sync_inodes_sb(sb), err = 0;

	if (sb->s_op && sb->s_op->sync_fs)
		err = sb->s_op->sync_fs(sb);
	return error ?: err;
}

static void sync_one_sb(struct super_block *sb, void *arg)
{
	sync_filesystem(sb);
}

/* Errors are the business of those who have the files open */
SYSCALL_DEFINE0(sync)
{
	iterate_supers(sync_one_sb, NULL);
	return 0;
}

SYSCALL_DEFINE1(syncfs, int, fd)
{
	struct file *file = fget((unsigned int)fd);
	struct super_block *sb;
	int err;

	if (!file)
		return -EBADF;
	sb = file_inode(file)->i_sb;
	down_read(&sb->s_umount);
	err = sync_filesystem(sb);
	up_read(&sb->s_umount);
	fput(file);
	return err;
}

/* ------------------------------------------------------------------ the flusher */

static DECLARE_WAIT_QUEUE_HEAD(flusher_wait);
static bool flusher_asked;
static unsigned long flusher_pages;	/* that reclaim has asked for */

/* Those of @sb's dirty inodes that were so before @before are to be written now: they move to s_io.  Are there any? */
static bool queue_io(struct super_block *sb, unsigned long before)
{
	struct inode *inode, *next;

	spin_lock(&inode_lock);
	list_for_each_entry_safe(inode, next, &sb->s_dirty, i_io_list) {
		if (time_after(inode->dirtied_when, before))
			break;
		list_move_tail(&inode->i_io_list, &sb->s_io);
	}
	spin_unlock(&inode_lock);
	return !list_empty(&sb->s_io);
}

/* The first inode of s_io that can be written, with a reference; NULL: there's none.  Others go back to s_dirty. */
static struct inode *next_io(struct super_block *sb)
{
	struct inode *inode = NULL;

	spin_lock(&inode_lock);
	while (!list_empty(&sb->s_io)) {
		inode = list_first_entry(&sb->s_io, struct inode, i_io_list);
		if (!(inode->i_state & (I_FREEING | I_NEW | I_SYNC))) {
			__iget(inode);
			break;
		}
		queue_dirty(inode);
		inode = NULL;
	}
	spin_unlock(&inode_lock);
	return inode;
}

/* Starts to write each inode of s_io, MAX_WRITEBACK_PAGES at most; what remains goes back to s_dirty.  How many pages. */
static long writeback_io(struct super_block *sb)
{
	struct inode *inode;
	long written = 0;

	while ((inode = next_io(sb))) {
		struct writeback_control wbc = {
			.nr_to_write = MAX_WRITEBACK_PAGES, .range_end = LLONG_MAX, .sync_mode = WB_SYNC_NONE,
		};

		writeback_single_inode(inode, &wbc);
		written += MAX_WRITEBACK_PAGES - wbc.nr_to_write;
		iput(inode);
		cond_resched();
	}
	return written;
}

/*
 * Starts to write what has been dirty in @sb for dirty_expire_interval, and then of the rest as much as it takes to come
 * below the background limit, or to have the *@arg pages that reclaim asked for, if that gets on.
 */
static void flush_sb(struct super_block *sb, void *arg)
{
	long *wanted = arg, written;

	if (queue_io(sb, jiffies - (unsigned int)dirty_expire_interval * HZ / 100))
		*wanted -= writeback_io(sb);
	while ((*wanted > 0 || over_background_thresh()) && queue_io(sb, jiffies)) {
		written = writeback_io(sb);
		if (!written)
			break;
		*wanted -= written;
	}
}

/* Sleeps until it is time, or somebody asks */
static void flusher_sleep(void)
{
	long timeout = dirty_writeback_interval ? dirty_writeback_interval * HZ / 100 : MAX_SCHEDULE_TIMEOUT;
	DEFINE_WAIT(wait);

	prepare_to_wait(&flusher_wait, &wait, TASK_INTERRUPTIBLE);
	if (!flusher_asked)
		schedule_timeout(timeout);
	finish_wait(&flusher_wait, &wait);
	flusher_asked = false;
}

static int flusher_thread(void *arg)
{
	for (;;) {
		long wanted;

		flusher_sleep();
		wanted = (long)flusher_pages;
		flusher_pages = 0;
		iterate_supers(flush_sb, &wanted);
	}
	return 0;
}

/* wakeup_flusher_threads - the flusher has something to do now; reclaim would like @nr_pages to be clean.  Any context. */
void wakeup_flusher_threads(unsigned long nr_pages)
{
	flusher_pages = max(flusher_pages, nr_pages);
	flusher_asked = true;
	wake_up(&flusher_wait);
}

/* start_flusher - from the first disk on, somebody writes what was forgotten.  0, -ENOMEM, -EAGAIN.  Boot only. */
int start_flusher(void)
{
	static bool started;
	struct task_struct *task;

	if (started)
		return 0;
	started = true;
	task = kthread_run(flusher_thread, NULL, "flush");
	return PTR_ERR_OR_ZERO(task);
}
