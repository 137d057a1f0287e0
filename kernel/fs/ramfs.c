/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tmpfs: files that are only in memory.
 *
 * Idea.  The dcache is the directory: a name exists as long as the file system keeps its reference of
 * the dentry.  The page cache is the file: its pages are shared memory (mm/shmem.c), and nothing is
 * behind them.
 *
 *   create    new inode, d_add, one reference more (kept)
 *   unlink    i_nlink less, d_drop, that reference less; the inode goes with the last file
 *
 * Locking: the directory's i_mutex, held by the caller.  Tests: files.*
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmstat.h>

#define TMPFS_MAGIC	0x01021994

struct super_block *rootfs_sb;

static const struct inode_operations tmpfs_dir_inode_operations;

/* There's no disk to wait for */
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}

static const struct file_operations tmpfs_dir_operations = {
	.iterate = dcache_readdir,
};

static const struct file_operations tmpfs_file_operations = {
	.llseek = generic_file_llseek,
	.read = generic_file_read,
	.write = generic_file_write,
	.mmap = shmem_mmap,
	.fsync = noop_fsync,
	.fallocate = simple_fallocate,
};

static int tmpfs_readlink(struct dentry *dentry, char *buf, size_t size)
{
	size_t len = strlen(dentry->d_inode->i_link);

	if (len > size)
		return -ENAMETOOLONG;
	memcpy(buf, dentry->d_inode->i_link, len);
	return (int)len;
}

static const struct inode_operations tmpfs_symlink_inode_operations = {
	.readlink = tmpfs_readlink,
};

/* ramfs_get_inode - a new file of the kind that @mode says; NULL without memory. */
struct inode *ramfs_get_inode(struct super_block *sb, umode_t mode, dev_t dev)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_mode = mode;
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_fop = &tmpfs_file_operations;
		shmem_init_inode(inode);
		break;
	case S_IFDIR:
		inode->i_op = &tmpfs_dir_inode_operations;
		inode->i_fop = &tmpfs_dir_operations;
		inode->i_nlink = 2;
		break;
	case S_IFLNK:
		inode->i_op = &tmpfs_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, mode, dev);
	}
	return inode;
}

/* The directory has changed */
static void touch_dir(struct inode *dir)
{
	dir->i_mtime = dir->i_ctime = current_time_ns();
}

/* @dentry exists from now on */
static void keep(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	d_add(dget(dentry), inode);
	touch_dir(dir);
}

static int tmpfs_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, mode, dev);

	if (!inode)
		return -ENOSPC;
	if (S_ISDIR(mode))
		dir->i_nlink++;
	keep(dir, dentry, inode);
	return 0;
}

static int tmpfs_create(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return tmpfs_mknod(dir, dentry, mode, 0);
}

static int tmpfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, S_IFLNK | S_IRWXUGO, 0);

	if (!inode)
		return -ENOSPC;
	inode->i_link = kstrdup(target, GFP_KERNEL);
	if (!inode->i_link) {
		iput(inode);
		return -ENOMEM;
	}
	inode->i_size = (loff_t)strlen(target);
	keep(dir, dentry, inode);
	return 0;
}

static int tmpfs_link(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = ihold(old_dentry->d_inode);

	inode->i_nlink++;
	inode->i_ctime = current_time_ns();
	keep(dir, dentry, inode);
	return 0;
}

static int tmpfs_unlink(struct inode *dir, struct dentry *dentry)
{
	dentry->d_inode->i_nlink--;
	dentry->d_inode->i_ctime = current_time_ns();
	touch_dir(dir);
	d_drop(dentry);
	dput(dentry);
	return 0;
}

static int tmpfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!list_empty(&dentry->d_subdirs))
		return -ENOTEMPTY;
	clear_nlink(dentry->d_inode);
	dir->i_nlink--;
	touch_dir(dir);
	d_drop(dentry);
	dput(dentry);
	return 0;
}

static int tmpfs_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
			struct dentry *new_dentry)
{
	bool is_dir = S_ISDIR(old_dentry->d_inode->i_mode);
	struct dentry *new_parent = new_dentry->d_parent;
	char *name = kstrdup(new_dentry->d_name, GFP_KERNEL);
	int err = 0;

	if (!name)
		return -ENOMEM;
	if (new_dentry->d_inode)
		err = is_dir ? tmpfs_rmdir(new_dir, new_dentry) : tmpfs_unlink(new_dir, new_dentry);
	if (err) {
		kfree(name);
		return err;
	}
	if (is_dir && old_dir != new_dir) {
		old_dir->i_nlink--;
		new_dir->i_nlink++;
	}
	touch_dir(old_dir);
	touch_dir(new_dir);
	d_move(old_dentry, new_parent, name);
	return 0;
}

static const struct inode_operations tmpfs_dir_inode_operations = {
	.create = tmpfs_create,
	.link = tmpfs_link,
	.unlink = tmpfs_unlink,
	.symlink = tmpfs_symlink,
	.mkdir = tmpfs_create,
	.rmdir = tmpfs_rmdir,
	.mknod = tmpfs_mknod,
	.rename = tmpfs_rename,
};

static int tmpfs_statfs(struct super_block *sb, struct kstatfs *buf)
{
	buf->f_blocks = totalram_pages / 2;
	buf->f_bfree = buf->f_bavail = min(buf->f_blocks, (u64)global_page_state(NR_FREE_PAGES));
	return 0;
}

static const struct super_operations tmpfs_ops = {
	.statfs = tmpfs_statfs,
};

static int tmpfs_fill_super(struct super_block *sb, const char *source, const char *data)
{
	sb->s_magic = TMPFS_MAGIC;
	sb->s_op = &tmpfs_ops;
	sb->s_root = d_alloc_root(sb, ramfs_get_inode(sb, S_IFDIR | 0755, 0));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct file_system_type tmpfs_type = { .name = "tmpfs", .fill_super = tmpfs_fill_super };
static struct file_system_type ramfs_type = { .name = "ramfs", .fill_super = tmpfs_fill_super };
static struct file_system_type devtmpfs_type = { .name = "devtmpfs", .fill_super = devfs_fill_super };

void __init tmpfs_init(void)
{
	register_filesystem(&tmpfs_type);
	register_filesystem(&ramfs_type);
	register_filesystem(&devtmpfs_type);
}
