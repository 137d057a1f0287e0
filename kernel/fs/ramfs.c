/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ramfs: files that are nothing but their page cache, without limits.
 *
 * The smallest file system that can be mapped: names by libfs.c, contents by the generic functions of mm/filemap.c.
 * What has limits and charges is tmpfs (tmpfs.c, mm/shmem.c).  Tests: shmem.ramfs
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>

#define RAMFS_MAGIC	0x858458f6

static const struct inode_operations ramfs_dir_inode_operations;

/* No disk, so no dirty pages are counted */
static int set_page_dirty_no_writeback(struct page *page)
{
	return !TestSetPageDirty(page);
}

static const struct address_space_operations ramfs_aops = {
	.readpage = simple_readpage,
	.write_begin = simple_write_begin,
	.write_end = simple_write_end,
	.set_page_dirty = set_page_dirty_no_writeback,
};

static const struct file_operations ramfs_file_operations = {
	.llseek = generic_file_llseek,
	.read = generic_file_read,
	.write = generic_file_write,
	.mmap = generic_file_mmap,
	.fsync = noop_fsync,
};

/* A new file of the kind that @mode says; NULL without memory */
static struct inode *ramfs_get_inode(struct super_block *sb, umode_t mode, dev_t dev)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_mode = mode;
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_fop = &ramfs_file_operations;
		inode->i_data.a_ops = &ramfs_aops;
		__set_bit(AS_UNEVICTABLE, &inode->i_data.flags);
		break;
	case S_IFDIR:
		inode->i_op = &ramfs_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		inode->i_nlink = 2;
		break;
	case S_IFLNK:
		inode->i_op = &simple_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, mode, dev);
	}
	return inode;
}

static int ramfs_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, mode, dev);

	if (!inode)
		return -ENOSPC;
	simple_keep(dir, dentry, inode);
	return 0;
}

static int ramfs_create(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return ramfs_mknod(dir, dentry, mode, 0);
}

static int ramfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, S_IFLNK | S_IRWXUGO, 0);

	return inode ? simple_symlink(dir, dentry, inode, target) : -ENOSPC;
}

static const struct inode_operations ramfs_dir_inode_operations = {
	.create = ramfs_create,
	.link = simple_link,
	.unlink = simple_unlink,
	.symlink = ramfs_symlink,
	.mkdir = ramfs_create,
	.rmdir = simple_rmdir,
	.mknod = ramfs_mknod,
	.rename = simple_rename,
};

static int ramfs_fill_super(struct super_block *sb, const char *source, char *data)
{
	sb->s_magic = RAMFS_MAGIC;
	sb->s_root = d_alloc_root(sb, ramfs_get_inode(sb, S_IFDIR | 0755, 0));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct file_system_type ramfs_type = {
	.name = "ramfs",
	.in_dcache = true,
	.fill_super = ramfs_fill_super,
};

void __init ramfs_init(void)
{
	register_filesystem(&ramfs_type);
}
