/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Devices: from a number to the operations behind it, and the directory that has them all.
 *
 * A device file is an inode with a number; opening it puts the driver's operations into the file.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>

#define MAX_DEVICES	32

static struct device {
	dev_t dev;
	const char *name;
	const struct file_operations *fops;
} devices[MAX_DEVICES];
static unsigned int nr_devices;

/* register_chrdev - files with the number @dev are handled by @fops.  0, -EBUSY, -ENOSPC.  Boot only. */
int register_chrdev(dev_t dev, const char *name, const struct file_operations *fops)
{
	unsigned int i;

	for (i = 0; i < nr_devices; i++)
		if (devices[i].dev == dev)
			return -EBUSY;
	if (nr_devices == MAX_DEVICES)
		return -ENOSPC;
	devices[nr_devices++] = (struct device) { dev, name, fops };
	return 0;
}

static int chrdev_open(struct inode *inode, struct file *file)
{
	unsigned int i;

	for (i = 0; i < nr_devices; i++) {
		if (devices[i].dev != inode->i_rdev)
			continue;
		file->f_op = devices[i].fops;
		return file->f_op->open ? file->f_op->open(inode, file) : 0;
	}
	return -ENXIO;
}

static const struct file_operations def_chr_fops = {
	.open = chrdev_open,
};

static int no_open(struct inode *inode, struct file *file)
{
	return -ENXIO;
}

static const struct file_operations bad_fops = {
	.open = no_open,
};

/* init_special_inode - @inode is a device, a pipe, a socket: as @mode says. */
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev)
{
	inode->i_mode = mode;
	inode->i_rdev = rdev;
	if (S_ISCHR(mode))
		inode->i_fop = &def_chr_fops;
	else if (S_ISBLK(mode))
		inode->i_fop = &def_blk_fops;
	else if (S_ISFIFO(mode))
		inode->i_fop = &fifo_fops;
	else
		inode->i_fop = &bad_fops;
}

/* One device's file in the root of @sb */
static int add_node(struct super_block *sb, const char *name, umode_t mode, dev_t dev)
{
	struct dentry *dentry = d_alloc(sb->s_root, name, strlen(name));
	struct inode *inode = dentry ? shmem_get_inode(sb, mode, dev, VM_NORESERVE) : NULL;

	if (!inode) {
		dput(dentry);
		return -ENOMEM;
	}
	d_add(dentry, inode);
	return 0;
}

static int add_disk_node(struct block_device *bdev, void *sb)
{
	return add_node(sb, bdev->bd_name, S_IFBLK | 0600, bdev->bd_dev);
}

/* devtmpfs: a tmpfs with a file for each device */
int devfs_fill_super(struct super_block *sb, const char *source, char *data)
{
	unsigned int i;
	int err = shmem_fill_super(sb, source, data);

	if (err)
		return err;
	sb->s_root->d_inode->i_mode = S_IFDIR | 0755;
	for (i = 0; i < nr_devices; i++)
		if (add_node(sb, devices[i].name, S_IFCHR | 0666, devices[i].dev))
			return -ENOMEM;
	return for_each_disk(add_disk_node, sb);
}

static int make_disk_node(struct block_device *bdev, void *unused)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/%s", bdev->bd_name);
	path_mknod(path, S_IFBLK | 0600, bdev->bd_dev);
	return 0;
}

/* What /dev has when no initrd brings it: every device's file.  Files that exist stay. */
void __init make_device_nodes(void)
{
	char path[32];
	unsigned int i;

	path_mknod("/dev", S_IFDIR | 0755, 0);
	for (i = 0; i < nr_devices; i++) {
		snprintf(path, sizeof(path), "/dev/%s", devices[i].name);
		path_mknod(path, S_IFCHR | 0666, devices[i].dev);
	}
	for_each_disk(make_disk_node, NULL);
}
