/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages and inodes of files on disks that nobody needs at once, given up when asked: /proc/sys/vm/drop_caches.
 *
 *     1  clean pages that no page table has, of all files, open or not
 *     2  inodes that nobody uses, with their clean pages: all that shrinkers give
 *     3  both
 *
 * No lock is held; sleeps.  Tests: tests/host/ext2.t
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/shrinker.h>
#include <linux/swap.h>

int sysctl_drop_caches;			/* what was written last */

/* The clean pages of each file of @sb */
static void drop_pagecache_sb(struct super_block *sb, void *arg)
{
	struct inode *inode, *old = NULL;

	spin_lock(&inode_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		if (inode->i_state & (I_FREEING | I_NEW) || !inode->i_data.nrpages)
			continue;
		/* The reference keeps it in the list while the lock isn't held */
		__iget(inode);
		spin_unlock(&inode_lock);
		invalidate_mapping_pages(&inode->i_data, 0, -1);
		iput(old);
		old = inode;
		spin_lock(&inode_lock);
	}
	spin_unlock(&inode_lock);
	iput(old);
}

/* drop_caches - as sysctl_drop_caches says. */
void drop_caches(void)
{
	lru_add_drain_all();
	if (sysctl_drop_caches & 1)
		iterate_supers(drop_pagecache_sb, NULL);
	if (sysctl_drop_caches & 2)
		drop_slab();
}
