/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inodes: files themselves, without their names.
 *
 * An inode is there while somebody refers to it: its names (dentries), or who holds it by i_count.
 * After the last one its pages go, then what the file system keeps, then itself.
 *
 * i_writecount    n > 0   n times open for writing
 *                 n < 0   being executed: opening for writing is ETXTBSY, and the other way round
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/time.h>
#include <linux/vmstat.h>

static struct kmem_cache *inode_cachep;

/* Of a file that has no names and nothing special about it: every inode has an i_op */
static const struct inode_operations empty_iops = { };

void __init inode_init(void)
{
	inode_cachep = kmem_cache_create("inode_cache", sizeof(struct inode), 0, SLAB_PANIC, NULL);
}

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

/* All instances, by s_instances, and their inodes, by i_sb_list: who must look at every file, finds it by these */
static DEFINE_SPINLOCK(inode_sb_list_lock);
static LIST_HEAD(all_supers);

/* inode_sb_list_add, inode_sb_list_del - @sb begins to have inodes; it has none any more. */
void inode_sb_list_add(struct super_block *sb)
{
	INIT_LIST_HEAD(&sb->s_inodes);
	spin_lock(&inode_sb_list_lock);
	list_add_tail(&sb->s_instances, &all_supers);
	spin_unlock(&inode_sb_list_lock);
}

void inode_sb_list_del(struct super_block *sb)
{
	WARN_ON(!list_empty(&sb->s_inodes));
	spin_lock(&inode_sb_list_lock);
	list_del(&sb->s_instances);
	spin_unlock(&inode_sb_list_lock);
}

/* new_inode - an empty inode of @sb, with one reference; NULL without memory. */
struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode = alloc_inode(sb);

	if (!inode)
		return NULL;
	inode->i_sb = sb;
	inode->i_op = &empty_iops;
	inode->i_ino = ++sb->s_next_ino;
	inode->i_nlink = 1;
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time_ns();
	atomic_set(&inode->i_count, 1);
	mutex_init(&inode->i_mutex);
	address_space_init(&inode->i_data, inode);
	inode->i_mapping = &inode->i_data;
	spin_lock(&inode_sb_list_lock);
	list_add(&inode->i_sb_list, &sb->s_inodes);
	spin_unlock(&inode_sb_list_lock);
	return inode;
}

/* iput - one reference less.  May sleep. */
void iput(struct inode *inode)
{
	if (!inode || !atomic_dec_and_test(&inode->i_count))
		return;
	if (inode->i_sb->s_op && inode->i_sb->s_op->evict_inode)
		inode->i_sb->s_op->evict_inode(inode);
	else
		truncate_inode_pages(&inode->i_data, 0);
	BUG_ON(inode->i_data.nrpages);
	spin_lock(&inode_sb_list_lock);
	list_del(&inode->i_sb_list);
	spin_unlock(&inode_sb_list_lock);
	kfree(inode->i_link);
	destroy_inode(inode);
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

/* file_update_time - somebody writes to @file, by write() or through a mapping.  Any context. */
void file_update_time(struct file *file)
{
	struct inode *inode = file->f_inode;

	inode->i_mtime = inode->i_ctime = current_time_ns();
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

	if (flags & MS_NOATIME || (flags & MS_NODIRATIME && S_ISDIR(inode->i_mode)))
		return;
	now = current_time_ns();
	if (!(flags & MS_RELATIME) || relatime_need_update(inode, now))
		inode->i_atime = now;
}

/*
 * page_cache_check - does the page cache of every file hold together, and do the zones' counters say what is in it?
 *
 * mapping_check() of all inodes.  Nobody else uses files meanwhile; says what is wrong.
 */
bool page_cache_check(void)
{
	struct mapping_count c = { 0 };
	struct super_block *sb;
	struct inode *inode;
	bool good = true;

	spin_lock(&inode_sb_list_lock);
	list_for_each_entry(sb, &all_supers, s_instances)
		list_for_each_entry(inode, &sb->s_inodes, i_sb_list)
			good &= mapping_check(&inode->i_data, &c);
	spin_unlock(&inode_sb_list_lock);
	if (c.pages == global_page_state(NR_FILE_PAGES) && c.dirty == global_page_state(NR_FILE_DIRTY) &&
	    c.writeback == global_page_state(NR_WRITEBACK))
		return good;
	pr_err("W3: NR_FILE_PAGES, NR_FILE_DIRTY, NR_WRITEBACK are %lu, %lu, %lu, files have %lu, %lu, %lu\n",
	       global_page_state(NR_FILE_PAGES), global_page_state(NR_FILE_DIRTY), global_page_state(NR_WRITEBACK),
	       c.pages, c.dirty, c.writeback);
	return false;
}
