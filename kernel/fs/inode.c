/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inodes: files themselves, without their names.
 *
 * Idea.  An inode is there while somebody refers to it: its names (dentries), or who holds it by i_count.  After the
 * last one its pages go, then what the file system keeps, then itself.  An inode that lives on a disk stays on, unused,
 * with all its pages: that is what makes the page cache a cache.  It goes when its last name is removed, when its file
 * system is unmounted, or, the least recently used first, when memory gets scarce.
 *
 *                     iget_locked                      last iput
 *     (disk) --> I_NEW -------> in use, i_count > 0 <-----------> unused, i_count 0, on inode_lru
 *              unlock_new_inode      |                                |
 *                                    | last iput, i_nlink 0           | prune_icache, evict_inodes
 *                                    +----------> I_FREEING <---------+
 *
 *   i_hash      inode_hashtable, by file system and number: those of a disk
 *   i_sb_list   s_inodes of the file system: all
 *   i_io_list   s_dirty of the file system: kernel/fs/fs-writeback.c
 *
 * i_writecount    n > 0   n times open for writing
 *                 n < 0   being executed: opening for writing is ETXTBSY, and the other way round
 *
 * Locking.  inode_lock: i_state, all lists of inodes, and an i_count that comes from or goes to 0.  It is taken below a
 * page-table lock.  Different from Linux 4.x: one lock for all, as until 2.6.37.  Tests: inode.*, writeback.*
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/time.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>

#define I_HASH_SIZE	256

DEFINE_SPINLOCK(inode_lock);

static struct kmem_cache *inode_cachep;
static struct list_head inode_hashtable[I_HASH_SIZE];
static LIST_HEAD(inode_lru);		/* the one unused for longest is the first */
static unsigned long nr_unused;		/* its length */
int sysctl_vfs_cache_pressure = 100;	/* per cent of the unused inodes that reclaim knows of */
static DECLARE_WAIT_QUEUE_HEAD(inode_wait);	/* for a bit of some i_state to be clear, or an inode to be gone */

static struct shrinker icache_shrinker;

/* Of a file that has no names and nothing special about it: every inode has an i_op */
static const struct inode_operations empty_iops = { };

void __init inode_init(void)
{
	int i;

	for (i = 0; i < I_HASH_SIZE; i++)
		INIT_LIST_HEAD(&inode_hashtable[i]);
	inode_cachep = kmem_cache_create("inode_cache", sizeof(struct inode), 0, SLAB_PANIC | SLAB_RECLAIM_ACCOUNT, NULL);
	register_shrinker(&icache_shrinker);
}

/* ------------------------------------------------------------------ from nothing */

static struct inode *alloc_inode(struct super_block *sb)
{
	if (sb->s_op && sb->s_op->alloc_inode)
		return sb->s_op->alloc_inode(sb);
	return kmem_cache_zalloc(inode_cachep, GFP_KERNEL);
}

static void destroy_inode(struct inode *inode)
{
	if (inode->i_sb->s_op && inode->i_sb->s_op->destroy_inode)
		inode->i_sb->s_op->destroy_inode(inode);
	else
		kmem_cache_free(inode_cachep, inode);
}

/* Not in any list of its file system yet */
static struct inode *new_inode_pseudo(struct super_block *sb)
{
	struct inode *inode = alloc_inode(sb);

	if (!inode)
		return NULL;
	inode->i_sb = sb;
	inode->i_op = &empty_iops;
	inode->i_nlink = 1;
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time_ns();
	atomic_set(&inode->i_count, 1);
	mutex_init(&inode->i_mutex);
	address_space_init(&inode->i_data, inode);
	inode->i_mapping = &inode->i_data;
	INIT_LIST_HEAD(&inode->i_hash);
	INIT_LIST_HEAD(&inode->i_lru);
	INIT_LIST_HEAD(&inode->i_io_list);
	return inode;
}

/* new_inode - an empty inode of @sb, with one reference; NULL without memory. */
struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode = new_inode_pseudo(sb);

	if (!inode)
		return NULL;
	inode->i_ino = ++sb->s_next_ino;
	spin_lock(&inode_lock);
	list_add(&inode->i_sb_list, &sb->s_inodes);
	spin_unlock(&inode_lock);
	return inode;
}

/* ------------------------------------------------------------------ from a disk */

static struct list_head *inode_hash(const struct super_block *sb, unsigned long ino)
{
	unsigned long hash = ino + (unsigned long)sb / sizeof(*sb);

	return &inode_hashtable[(hash ^ hash >> 8) % I_HASH_SIZE];
}

/* Caller holds inode_lock */
static struct inode *find_inode(struct super_block *sb, unsigned long ino)
{
	struct inode *inode;

	list_for_each_entry(inode, inode_hash(sb, ino), i_hash)
		if (inode->i_sb == sb && inode->i_ino == ino)
			return inode;
	return NULL;
}

/* @inode is the unused one that goes last.  Caller holds inode_lock. */
static void inode_lru_add(struct inode *inode)
{
	list_add_tail(&inode->i_lru, &inode_lru);
	nr_unused++;
}

/* @inode isn't among the unused ones, from now on at least.  Caller holds inode_lock. */
static void inode_lru_del(struct inode *inode)
{
	if (list_empty(&inode->i_lru))
		return;
	list_del_init(&inode->i_lru);
	nr_unused--;
}

/* __iget - one reference more, of an inode that may have none.  Caller holds inode_lock; it isn't I_FREEING. */
void __iget(struct inode *inode)
{
	inode_lru_del(inode);
	atomic_inc(&inode->i_count);
}

/*
 * wait_on_inode - until all of @bits of @inode's i_state are clear.
 *
 * Caller holds inode_lock, which is let go meanwhile; afterwards @inode need not be there, unless the caller has a
 * reference.
 */
void wait_on_inode(struct inode *inode, unsigned long bits) __must_hold(&inode_lock)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&inode_wait, &wait, TASK_UNINTERRUPTIBLE);
	if (inode->i_state & bits) {
		spin_unlock(&inode_lock);
		schedule();
		spin_lock(&inode_lock);
	}
	finish_wait(&inode_wait, &wait);
}

/* inode_clear_state - @bits of i_state, and who waits for them looks again.  Caller holds inode_lock. */
void inode_clear_state(struct inode *inode, unsigned long bits)
{
	inode->i_state &= ~bits;
	wake_up_all(&inode_wait);
}

/*
 * iget_locked - inode number @ino of @sb, with a reference; NULL without memory.
 *
 * If I_NEW is set in i_state, it is empty: the caller reads it from the disk, and then calls unlock_new_inode(), or
 * iget_failed().  Until then others wait for it.  Sleeps.
 */
struct inode *iget_locked(struct super_block *sb, unsigned long ino)
{
	struct inode *inode, *fresh = NULL;

	spin_lock(&inode_lock);
	for (;;) {
		inode = find_inode(sb, ino);
		if (inode && inode->i_state & I_FREEING) {
			wait_on_inode(inode, I_FREEING);	/* until it is gone */
			continue;
		}
		if (inode || fresh)
			break;
		spin_unlock(&inode_lock);
		fresh = new_inode_pseudo(sb);
		if (!fresh)
			return NULL;
		spin_lock(&inode_lock);
	}
	if (inode) {
		__iget(inode);
		while (inode->i_state & I_NEW)
			wait_on_inode(inode, I_NEW);
	} else {
		inode = fresh;
		fresh = NULL;
		inode->i_ino = ino;
		inode->i_state = I_NEW;
		list_add(&inode->i_hash, inode_hash(sb, ino));
		list_add(&inode->i_sb_list, &sb->s_inodes);
	}
	spin_unlock(&inode_lock);
	if (fresh)
		destroy_inode(fresh);
	return inode;
}

/*
 * insert_inode_locked - the new inode @inode of new_inode() has number @ino, and is I_NEW.
 *
 * 0; -EBUSY: there is one with this number, so the disk counted it as free by mistake.  Sleeps.
 */
int insert_inode_locked(struct inode *inode, unsigned long ino)
{
	struct inode *old;

	spin_lock(&inode_lock);
	/* The last one with this number may not have gone altogether */
	while ((old = find_inode(inode->i_sb, ino)) && old->i_state & I_FREEING)
		wait_on_inode(old, I_FREEING);
	if (!old) {
		inode->i_ino = ino;
		inode->i_state |= I_NEW;
		list_add(&inode->i_hash, inode_hash(inode->i_sb, ino));
	}
	spin_unlock(&inode_lock);
	return old ? -EBUSY : 0;
}

/* unlock_new_inode - @inode is what the disk says: who waits for it may go on. */
void unlock_new_inode(struct inode *inode)
{
	spin_lock(&inode_lock);
	inode_clear_state(inode, I_NEW);
	spin_unlock(&inode_lock);
}

/* iget_failed - @inode, I_NEW, can't be used.  Who waits for it gets one that is_bad_inode(). */
void iget_failed(struct inode *inode)
{
	spin_lock(&inode_lock);
	inode->i_state |= I_BAD;
	list_del_init(&inode->i_hash);
	inode_clear_state(inode, I_NEW);
	spin_unlock(&inode_lock);
	iput(inode);
}

/* ------------------------------------------------------------------ to nothing */

/* Takes @inode, I_FREEING and without a reference, out of memory.  Sleeps. */
static void evict(struct inode *inode)
{
	if (inode->i_sb->s_op && inode->i_sb->s_op->evict_inode)
		inode->i_sb->s_op->evict_inode(inode);
	else
		truncate_inode_pages(&inode->i_data, 0);
	BUG_ON(inode->i_data.nrpages);
	spin_lock(&inode_lock);
	list_del_init(&inode->i_hash);
	list_del(&inode->i_sb_list);
	list_del_init(&inode->i_io_list);
	wake_up_all(&inode_wait);
	spin_unlock(&inode_lock);
	kfree(inode->i_link);
	destroy_inode(inode);
}

/* May @inode, to which nobody refers, stay?  Caller holds inode_lock. */
static bool inode_keep(const struct inode *inode)
{
	return !list_empty(&inode->i_hash) && inode->i_nlink && inode->i_sb->s_flags & MS_ACTIVE;
}

/* iput - one reference less.  May sleep. */
void iput(struct inode *inode)
{
	if (!inode || atomic_add_unless(&inode->i_count, -1, 1))
		return;
	spin_lock(&inode_lock);
	if (!atomic_dec_and_test(&inode->i_count)) {
		spin_unlock(&inode_lock);
		return;
	}
	if (inode_keep(inode)) {
		inode_lru_add(inode);
		spin_unlock(&inode_lock);
		return;
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode_lock);
	evict(inode);
}

/*
 * The unused inode @inode, which is the first of inode_lru, is to go.  Caller holds inode_lock, which is let go
 * meanwhile.  How many have gone: 0 or 1.
 *
 *   dirty, or being written   the flusher's business; last in the list
 *   with pages                the clean ones go; with what remains, it is last in the list
 *   without                   it goes
 */
static unsigned long prune_inode(struct inode *inode) __must_hold(&inode_lock)
{
	unsigned long pages;

	if (inode->i_state & (I_DIRTY | I_SYNC)) {
		list_move_tail(&inode->i_lru, &inode_lru);
		return 0;
	}
	__iget(inode);
	if (inode->i_data.nrpages) {
		spin_unlock(&inode_lock);
		pages = invalidate_mapping_pages(&inode->i_data, 0, -1UL);
		if (current->reclaim_state)
			current->reclaim_state->reclaimed_slab += pages;
		spin_lock(&inode_lock);
	}
	/* Somebody may have taken it meanwhile */
	if (!atomic_dec_and_test(&inode->i_count))
		return 0;
	if (inode_keep(inode) && (inode->i_data.nrpages || inode->i_state & (I_DIRTY | I_SYNC))) {
		inode_lru_add(inode);
		return 0;
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode_lock);
	evict(inode);
	spin_lock(&inode_lock);
	return 1;
}

static unsigned long icache_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	return nr_unused / 100 * (unsigned int)sysctl_vfs_cache_pressure +
	       nr_unused % 100 * (unsigned int)sysctl_vfs_cache_pressure / 100;
}

/* The oldest go first */
static unsigned long icache_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long freed = 0, n;

	/* Who holds a lock of a file system's may not let one of its inodes go */
	if (!(sc->gfp_mask & __GFP_FS))
		return SHRINK_STOP;
	spin_lock(&inode_lock);
	for (n = sc->nr_to_scan; n && !list_empty(&inode_lru); n--) {
		freed += prune_inode(list_first_entry(&inode_lru, struct inode, i_lru));
		spin_unlock(&inode_lock);
		cond_resched();
		spin_lock(&inode_lock);
	}
	spin_unlock(&inode_lock);
	return freed;
}

static struct shrinker icache_shrinker = {
	.count_objects = icache_count, .scan_objects = icache_scan, .seeks = DEFAULT_SEEKS,
};

/* evict_inodes - all unused inodes of @sb, which isn't MS_ACTIVE any more, go.  Those in use stay.  Sleeps. */
void evict_inodes(struct super_block *sb)
{
	struct inode *inode;
	bool found;

	do {
		found = false;
		spin_lock(&inode_lock);
		list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
			if (atomic_read(&inode->i_count) || inode->i_state & I_FREEING)
				continue;
			inode_lru_del(inode);
			inode->i_state |= I_FREEING;
			found = true;
			break;
		}
		spin_unlock(&inode_lock);
		if (found)
			evict(inode);
	} while (found);
}

/* bmap - where block @block of @inode is on its disk; 0: nowhere, or the file system doesn't say.  Sleeps. */
sector_t bmap(struct inode *inode, sector_t block)
{
	const struct address_space_operations *a_ops = inode->i_mapping->a_ops;

	return a_ops && a_ops->bmap ? a_ops->bmap(inode->i_mapping, block) : 0;
}

void clear_nlink(struct inode *inode)
{
	inode->i_nlink = 0;
}

int get_write_access(struct inode *inode)
{
	if (atomic_read(&inode->i_writecount) < 0)
		return -ETXTBSY;
	atomic_inc(&inode->i_writecount);
	return 0;
}

void put_write_access(struct inode *inode)
{
	atomic_dec(&inode->i_writecount);
}

int deny_write_access(struct file *file)
{
	struct inode *inode = file_inode(file);

	if (atomic_read(&inode->i_writecount) > 0)
		return -ETXTBSY;
	atomic_dec(&inode->i_writecount);
	return 0;
}

void allow_write_access(struct file *file)
{
	atomic_inc(&file_inode(file)->i_writecount);
}

/* inodes_open_for_writing - has somebody a file of @sb open for writing, or removed one that is still open? */
bool inodes_open_for_writing(struct super_block *sb)
{
	struct inode *inode;
	bool found = false;

	spin_lock(&inode_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list)
		found |= atomic_read(&inode->i_writecount) > 0 || !inode->i_nlink;
	spin_unlock(&inode_lock);
	return found;
}

/* file_update_time - somebody writes to @file, by write() or through a mapping.  Any context. */
void file_update_time(struct file *file)
{
	struct inode *inode = file->f_inode;

	inode->i_mtime = inode->i_ctime = current_time_ns();
	mark_inode_dirty_sync(inode);
}

#define ATIME_MAX_AGE	(24ULL * 60 * 60 * NSEC_PER_SEC)

/* Does the time of access tell whether the file was read since it was last written, and on which day? */
static bool relatime_need_update(const struct inode *inode, u64 now)
{
	return inode->i_mtime >= inode->i_atime || inode->i_ctime >= inode->i_atime ||
	       (s64)(now - inode->i_atime) >= (s64)ATIME_MAX_AGE;
}

/* touch_atime - somebody has read @inode, or mapped it: its time of access, as the mount's flags say.  Any context. */
void touch_atime(struct inode *inode)
{
	unsigned long flags = inode->i_sb->s_flags;
	u64 now;

	if (flags & (MS_NOATIME | MS_RDONLY) || (flags & MS_NODIRATIME && S_ISDIR(inode->i_mode)))
		return;
	now = current_time_ns();
	if (flags & MS_RELATIME && !relatime_need_update(inode, now))
		return;
	inode->i_atime = now;
	mark_inode_dirty_sync(inode);
}

static void check_sb(struct super_block *sb, void *arg)
{
	struct mapping_count *c = arg;
	struct inode *inode;

	spin_lock(&inode_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list)
		c->bad += !mapping_check(&inode->i_data, c);
	spin_unlock(&inode_lock);
}

/*
 * page_cache_check - does the page cache of every file hold together, and do the zones' counters say what is in it?
 *
 * mapping_check() of all inodes, and the swap cache.  Nobody else uses files meanwhile; says what is wrong.
 */
bool page_cache_check(void)
{
	struct mapping_count c = { 0 };

	iterate_supers(check_sb, &c);
	swap_cache_count(&c);
	if (c.pages == global_page_state(NR_FILE_PAGES) && c.dirty == global_page_state(NR_FILE_DIRTY) &&
	    c.writeback == global_page_state(NR_WRITEBACK))
		return !c.bad;
	pr_err("W3: NR_FILE_PAGES, NR_FILE_DIRTY, NR_WRITEBACK are %lu, %lu, %lu, files have %lu, %lu, %lu\n",
	       global_page_state(NR_FILE_PAGES), global_page_state(NR_FILE_DIRTY), global_page_state(NR_WRITEBACK),
	       c.pages, c.dirty, c.writeback);
	return false;
}
