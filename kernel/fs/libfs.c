/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What file systems that live in memory have in common: the dcache is their directory.
 *
 *   make      d_add, one reference more, which is the file system's own: simple_keep
 *   unlink    i_nlink less, d_drop, that reference less; the inode goes with the last file
 *
 * Locking: the directory's i_mutex, held by the caller.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/time.h>

/* There's no disk to wait for */
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}

const struct file_operations simple_dir_operations = {
	.iterate = dcache_readdir,
};

/* A symbolic link's text is in memory, at i_link */
static int simple_readlink(struct dentry *dentry, char *buf, size_t size)
{
	size_t len = strlen(dentry->d_inode->i_link);

	if (len > size)
		return -ENAMETOOLONG;
	memcpy(buf, dentry->d_inode->i_link, len);
	return (int)len;
}

const struct inode_operations simple_symlink_inode_operations = {
	.readlink = simple_readlink,
};

/* The directory has changed */
static void touch_dir(struct inode *dir)
{
	dir->i_mtime = dir->i_ctime = current_time_ns();
}

/* simple_keep - @dentry in @dir means @inode, whose reference it takes over, from now on and until it is removed. */
void simple_keep(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	if (S_ISDIR(inode->i_mode))
		dir->i_nlink++;
	d_add(dget(dentry), inode);
	touch_dir(dir);
}

/* simple_symlink - the same for @inode as a symbolic link to @target.  -ENOMEM: @inode is given up. */
int simple_symlink(struct inode *dir, struct dentry *dentry, struct inode *inode, const char *target)
{
	inode->i_link = kstrdup(target, GFP_KERNEL);
	if (!inode->i_link) {
		iput(inode);
		return -ENOMEM;
	}
	inode->i_size = (loff_t)strlen(target);
	simple_keep(dir, dentry, inode);
	return 0;
}

int simple_link(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = ihold(old_dentry->d_inode);

	inode->i_nlink++;
	inode->i_ctime = current_time_ns();
	simple_keep(dir, dentry, inode);
	return 0;
}

int simple_unlink(struct inode *dir, struct dentry *dentry)
{
	dentry->d_inode->i_nlink--;
	dentry->d_inode->i_ctime = current_time_ns();
	touch_dir(dir);
	d_drop(dentry);
	dput(dentry);
	return 0;
}

int simple_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!list_empty(&dentry->d_subdirs))
		return -ENOTEMPTY;
	clear_nlink(dentry->d_inode);
	dentry->d_inode->i_ctime = current_time_ns();
	dir->i_nlink--;
	touch_dir(dir);
	d_drop(dentry);
	dput(dentry);
	return 0;
}

int simple_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		  struct dentry *new_dentry)
{
	bool is_dir = S_ISDIR(old_dentry->d_inode->i_mode);
	struct dentry *new_parent = new_dentry->d_parent;
	char *name = kstrdup(new_dentry->d_name, GFP_KERNEL);
	int err = 0;

	if (!name)
		return -ENOMEM;
	if (new_dentry->d_inode)
		err = is_dir ? new_dir->i_op->rmdir(new_dir, new_dentry) :
			       new_dir->i_op->unlink(new_dir, new_dentry);
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
	old_dentry->d_inode->i_ctime = current_time_ns();
	d_move(old_dentry, new_parent, name);
	return 0;
}

/* simple_setattr - notify_change() of files that are nothing but their page cache.  i_mutex is held. */
int simple_setattr(struct dentry *dentry, struct iattr *attr)
{
	if (attr->ia_valid & ATTR_SIZE)
		truncate_setsize(dentry->d_inode, attr->ia_size);
	setattr_copy(dentry->d_inode, attr);
	return 0;
}
