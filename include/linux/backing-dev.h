/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands behind a file system, as far as the page cache asks: how much is read ahead from it */
#ifndef _LINUX_BACKING_DEV_H
#define _LINUX_BACKING_DEV_H

#include <linux/fs.h>
#include <linux/sizes.h>
#include <asm/page.h>

#define VM_MAX_READAHEAD	128	/* KiB: a disk's default */

struct backing_dev_info {
	unsigned long ra_pages;		/* at most so many pages ahead; 0: none */
};

/*
 * noop_backing_dev_info (linux/fs.h): nothing, files that are only in memory; of a super block as long as it says nothing
 * else.  This one: a disk, ra_pages is VM_MAX_READAHEAD.
 */
extern struct backing_dev_info default_backing_dev_info;

static inline struct backing_dev_info *inode_to_bdi(const struct inode *inode)
{
	return inode->i_sb->s_bdi;
}

#endif
