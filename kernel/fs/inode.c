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
#include <linux/slab.h>
#include <linux/time.h>

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
