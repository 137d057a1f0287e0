/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: names that are looked up, made, moved and removed.
 *
 * A name is an entry of its directory (dir.c) and counts in its inode's i_nlink; a directory's ".." counts in its
 * parent's.  The entry comes before the count goes down and after it went up, so that what an interruption leaves is
 * never a name without an inode.
 *
 * Locking: the i_mutex of each directory, held by the caller.  All may sleep.  Tests: tests/host/ext2.t, tests/user/files.c
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time.h>
#include "ext2.h"

#define EXT2_LINK_MAX	32000

static void touch(struct inode *inode)
{
	inode->i_ctime = current_time_ns();
	mark_inode_dirty(inode);
}

static void inc_nlink(struct inode *inode)
{
	inode->i_nlink++;
	touch(inode);
}

/*
 * One name less.  A count that the disk had wrong doesn't go below 0; nor that of a directory below its own two names,
 * because who removes it does that by clear_nlink().
 */
static void drop_nlink(struct inode *inode)
{
	if (inode->i_nlink > (S_ISDIR(inode->i_mode) ? 2 : 0))
		inode->i_nlink--;
	touch(inode);
}

/* Is @inode, for which there is a name in @dir, that directory or one above?  Then there would be no end to its paths. */
static bool is_above(const struct inode *inode, const struct dentry *dir)
{
	while (dir->d_inode != inode && dir->d_parent != dir)
		dir = dir->d_parent;
	return dir->d_inode == inode;
}

static int ext2_lookup(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode;
	u32 ino;
	int err = ext2_find_entry(dir, dentry->d_name, strlen(dentry->d_name), &ino);

	if (err)
		return err == -ENOENT ? 0 : err;
	inode = ext2_iget(dir->i_sb, ino);
	if (IS_ERR(inode)) {
		/* A name for an inode that is free */
		if (inode == ERR_PTR(-ESTALE))
			ext2_error(dir->i_sb, __func__, "directory %lu has inode %u, which is free", dir->i_ino, ino);
		return inode == ERR_PTR(-ESTALE) ? -EUCLEAN : (int)PTR_ERR(inode);
	}
	if (is_above(inode, dentry->d_parent)) {
		ext2_error(dir->i_sb, __func__, "directory %lu has inode %u, in which it is itself", dir->i_ino, ino);
		iput(inode);
		return -EUCLEAN;
	}
	d_add(dentry, inode);
	return 0;
}

/* ------------------------------------------------------------------ made */

/* @inode, new, is not to be: its number and its blocks are free again */
static void undo_new(struct inode *inode)
{
	clear_nlink(inode);
	unlock_new_inode(inode);
	iput(inode);
}

/* The name @dentry for the new @inode, which is undone if that fails */
static int add_name(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	int err = ext2_add_link(dir, dentry->d_name, strlen(dentry->d_name), inode);

	if (err) {
		undo_new(inode);
		return err;
	}
	unlock_new_inode(inode);
	d_add(dentry, inode);
	return 0;
}

static int ext2_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t rdev)
{
	struct inode *inode = ext2_new_inode(dir, mode);

	if (IS_ERR(inode))
		return (int)PTR_ERR(inode);
	if (!S_ISREG(mode))
		init_special_inode(inode, inode->i_mode, rdev);
	return add_name(dir, dentry, inode);
}

static int ext2_create(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return ext2_mknod(dir, dentry, mode, 0);
}

/* The text of a symbolic link: in the inode if it fits, else in its one block */
static int write_link(struct inode *inode, const char *target, size_t len)
{
	struct address_space *mapping = inode->i_mapping;
	struct page *page;
	char *kaddr;
	int err;

	if (len < sizeof(EXT2_I(inode)->i_data)) {
		memcpy(EXT2_I(inode)->i_data, target, len);
		inode->i_size = (loff_t)len;
		return 0;
	}
	err = mapping->a_ops->write_begin(NULL, mapping, 0, (unsigned int)len, &page);
	if (err)
		return err;
	kaddr = kmap_atomic(page);
	memcpy(kaddr, target, len);
	kunmap_atomic(kaddr);
	mapping->a_ops->write_end(NULL, mapping, 0, (unsigned int)len, (unsigned int)len, page);
	return 0;
}

static int ext2_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	size_t len = strlen(target);
	struct inode *inode;
	int err;

	if (len >= dir->i_sb->s_blocksize)
		return -ENAMETOOLONG;
	inode = ext2_new_inode(dir, S_IFLNK | S_IRWXUGO);
	if (IS_ERR(inode))
		return (int)PTR_ERR(inode);
	err = write_link(inode, target, len);
	if (err) {
		undo_new(inode);
		return err;
	}
	return add_name(dir, dentry, inode);
}

static int ext2_readlink(struct dentry *dentry, char *buf, size_t size)
{
	struct inode *inode = dentry->d_inode;
	size_t len = (size_t)inode->i_size;
	struct page *page;
	char *kaddr;

	if (len > size)
		return -ENAMETOOLONG;
	if (ext2_fast_symlink(inode)) {
		memcpy(buf, EXT2_I(inode)->i_data, len);
		return (int)len;
	}
	page = read_cache_page(inode->i_mapping, 0, NULL);
	if (IS_ERR(page))
		return (int)PTR_ERR(page);
	kaddr = kmap_atomic(page);
	memcpy(buf, kaddr, len);
	kunmap_atomic(kaddr);
	put_page(page);
	return (int)len;
}

static int ext2_link(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = old_dentry->d_inode;
	int err;

	if (inode->i_nlink >= EXT2_LINK_MAX)
		return -EMLINK;
	inc_nlink(inode);
	err = ext2_add_link(dir, dentry->d_name, strlen(dentry->d_name), inode);
	if (err) {
		drop_nlink(inode);
		return err;
	}
	d_add(dentry, ihold(inode));
	return 0;
}

static int ext2_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct inode *inode;
	int err;

	if (dir->i_nlink >= EXT2_LINK_MAX)
		return -EMLINK;
	inode = ext2_new_inode(dir, S_IFDIR | mode);
	if (IS_ERR(inode))
		return (int)PTR_ERR(inode);
	inc_nlink(dir);
	err = ext2_make_empty(inode, dir);
	if (err)
		undo_new(inode);
	else
		err = add_name(dir, dentry, inode);
	if (err)
		drop_nlink(dir);
	return err;
}

/* ------------------------------------------------------------------ removed */

static int ext2_unlink(struct inode *dir, struct dentry *dentry)
{
	int err = ext2_delete_entry(dir, dentry->d_name, strlen(dentry->d_name));

	if (err)
		return err;
	drop_nlink(dentry->d_inode);
	d_drop(dentry);
	return 0;
}

static int ext2_rmdir(struct inode *dir, struct dentry *dentry)
{
	int err = ext2_empty_dir(dentry->d_inode);

	if (!err)
		err = ext2_delete_entry(dir, dentry->d_name, strlen(dentry->d_name));
	if (err)
		return err;
	clear_nlink(dentry->d_inode);
	touch(dentry->d_inode);
	drop_nlink(dir);
	d_drop(dentry);
	return 0;
}

/* The name @new, which exists, is @inode's from now on; what had it before has one name less */
static int replace(struct inode *dir, struct dentry *new, struct inode *inode)
{
	bool is_dir = S_ISDIR(inode->i_mode);
	int err = is_dir ? ext2_empty_dir(new->d_inode) : 0;

	if (!err)
		err = ext2_set_link(dir, new->d_name, strlen(new->d_name), inode);
	if (err)
		return err;
	if (is_dir) {
		clear_nlink(new->d_inode);
		touch(new->d_inode);
		drop_nlink(dir);
	} else {
		drop_nlink(new->d_inode);
	}
	d_drop(new);
	return 0;
}

/* Before directory @dir gets another parent: 0 if there is an entry for that, errno */
static int check_dotdot(struct inode *dir)
{
	u32 parent;
	int err = ext2_find_entry(dir, "..", 2, &parent);

	if (err != -ENOENT)
		return err;
	ext2_error(dir->i_sb, __func__, "directory %lu has no \"..\"", dir->i_ino);
	return -EUCLEAN;
}

static int ext2_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		       struct dentry *new_dentry)
{
	struct dentry *new_parent = new_dentry->d_parent;
	struct inode *inode = old_dentry->d_inode;
	bool moves = S_ISDIR(inode->i_mode) && old_dir != new_dir;
	char *name;
	int err;

	if (moves && new_dir->i_nlink >= EXT2_LINK_MAX)
		return -EMLINK;
	err = moves ? check_dotdot(inode) : 0;
	if (err)
		return err;
	name = kstrdup(new_dentry->d_name, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	err = new_dentry->d_inode ? replace(new_dir, new_dentry, inode) :
				    ext2_add_link(new_dir, name, strlen(name), inode);
	if (!err)
		err = ext2_delete_entry(old_dir, old_dentry->d_name, strlen(old_dentry->d_name));
	if (!err && moves)
		err = ext2_set_link(inode, "..", 2, new_dir);
	if (err) {
		kfree(name);
		return err;
	}
	if (moves) {
		drop_nlink(old_dir);
		inc_nlink(new_dir);
	}
	touch(inode);
	d_move(old_dentry, new_parent, name);
	return 0;
}

const struct inode_operations ext2_dir_inode_operations = {
	.lookup = ext2_lookup,
	.create = ext2_create,
	.link = ext2_link,
	.unlink = ext2_unlink,
	.symlink = ext2_symlink,
	.mkdir = ext2_mkdir,
	.rmdir = ext2_rmdir,
	.mknod = ext2_mknod,
	.rename = ext2_rename,
	.setattr = ext2_setattr,
};

const struct inode_operations ext2_symlink_inode_operations = {
	.readlink = ext2_readlink,
	.setattr = ext2_setattr,
};
