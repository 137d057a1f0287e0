/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: which inodes are free.
 *
 * A file's inode is looked for in its directory's group, then in others; a new directory goes to the group with the
 * most free blocks among those that have as many free inodes as the average, so that directories spread, and each has
 * its files near.
 *
 * Locking: s_lock.  Sleeps.  Tests: tests/host/ext2.t
 */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include "ext2.h"

/* A group for a new directory; -1: no group has a free inode.  Caller holds s_lock. */
static int find_group_dir(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	u32 average = ext2_count_free_inodes(sb) / sbi->s_groups_count;
	unsigned int group;
	int best = -1;

	for (group = 0; group < sbi->s_groups_count; group++) {
		const struct ext2_group_desc *desc = ext2_get_group_desc(sb, group, NULL);

		if (!desc->bg_free_inodes_count || desc->bg_free_inodes_count < average)
			continue;
		if (best < 0 || desc->bg_free_blocks_count >
				ext2_get_group_desc(sb, (unsigned int)best, NULL)->bg_free_blocks_count)
			best = (int)group;
	}
	return best;
}

/* A group for a new file of a directory in @parent; -1: none.  With free blocks, too, if there is one. */
static int find_group_other(struct super_block *sb, unsigned int parent)
{
	unsigned int groups = EXT2_SB(sb)->s_groups_count, i, group;
	int found = -1;

	for (i = 0; i < groups; i++) {
		const struct ext2_group_desc *desc;

		group = (parent + i) % groups;
		desc = ext2_get_group_desc(sb, group, NULL);
		if (!desc->bg_free_inodes_count)
			continue;
		if (desc->bg_free_blocks_count)
			return (int)group;
		if (found < 0)
			found = (int)group;
	}
	return found;
}

/* An inode of @group: its number, or 0 when there is none, with *@err.  Caller holds s_lock. */
static u32 alloc_in_group(struct super_block *sb, unsigned int group, bool is_dir, int *err)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	u32 bits = sbi->s_inodes_per_group, bit;
	struct buffer_head *desc_bh, bh;
	struct ext2_group_desc *desc = ext2_get_group_desc(sb, group, &desc_bh);

	*err = ext2_bread(sb, desc->bg_inode_bitmap, &bh);
	if (*err)
		return 0;
	/* Those below s_first_ino are the file system's, whatever the bitmap says */
	bit = (u32)find_next_zero_bit((unsigned long *)bh.b_data, bits, group ? 0 : sbi->s_first_ino - 1);
	if (bit >= bits) {
		brelse(&bh);
		ext2_error(sb, __func__, "group %u counts %u free inodes, its bitmap has none", group,
			   desc->bg_free_inodes_count);
		*err = -EUCLEAN;
		return 0;
	}
	__set_bit(bit, (unsigned long *)bh.b_data);
	mark_buffer_dirty(&bh);
	brelse(&bh);
	desc->bg_free_inodes_count--;
	if (is_dir)
		desc->bg_used_dirs_count++;
	mark_buffer_dirty(desc_bh);
	return group * bits + bit + 1;
}

/* A free inode's number, for a file of @dir, or 0 with *@err */
static u32 alloc_ino(struct inode *dir, bool is_dir, int *err)
{
	struct super_block *sb = dir->i_sb;
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	u32 ino = 0;
	int group;

	mutex_lock(&sbi->s_lock);
	group = is_dir ? find_group_dir(sb) :
			 find_group_other(sb, (u32)(dir->i_ino - 1) / sbi->s_inodes_per_group);
	if (group < 0)
		*err = -ENOSPC;
	else
		ino = alloc_in_group(sb, (unsigned int)group, is_dir, err);
	mutex_unlock(&sbi->s_lock);
	return ino;
}

/*
 * ext2_new_inode - a new file's inode, for the directory @dir, with no name yet.
 *
 * It is I_NEW; i_nlink is 1, or 2 for a directory.  ERR_PTR(-ENOSPC, -EUCLEAN, -EIO, -ENOMEM).  Caller holds @dir's i_mutex.
 */
struct inode *ext2_new_inode(struct inode *dir, umode_t mode)
{
	struct inode *inode = new_inode(dir->i_sb);
	int err = 0;
	u32 ino;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	ino = alloc_ino(dir, S_ISDIR(mode), &err);
	if (ino) {
		err = ext2_check_free(dir->i_sb, ino);
		if (!err && insert_inode_locked(inode, ino))
			err = -EUCLEAN;
		if (err == -EUCLEAN)
			ext2_error(dir->i_sb, __func__, "inode %u is free, says its bitmap, but it is in use", ino);
	}
	if (err) {
		inode->i_state |= I_BAD;	/* nothing of it is on the disk */
		iput(inode);
		return ERR_PTR(err);
	}
	inode->i_mode = mode;
	inode->i_uid = current->cred.fsuid;
	inode->i_gid = current->cred.fsgid;
	if (dir->i_mode & S_ISGID) {
		inode->i_gid = dir->i_gid;
		if (S_ISDIR(mode))
			inode->i_mode |= S_ISGID;
	}
	if (S_ISDIR(mode))
		inode->i_nlink = 2;
	EXT2_I(inode)->i_new = true;
	ext2_set_inode_ops(inode);
	mark_inode_dirty(inode);
	return inode;
}

/* ext2_free_inode - the number of @inode, which has no blocks and no names any more, is free again. */
void ext2_free_inode(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	u32 per_group = EXT2_SB(sb)->s_inodes_per_group, index = (u32)inode->i_ino - 1;
	struct buffer_head *desc_bh, bh;
	struct ext2_group_desc *desc;
	bool was_set = true;

	if (inode->i_ino < EXT2_SB(sb)->s_first_ino) {
		ext2_error(sb, __func__, "inode %lu has no names, but is the file system's", inode->i_ino);
		return;
	}
	mutex_lock(&EXT2_SB(sb)->s_lock);
	desc = ext2_get_group_desc(sb, index / per_group, &desc_bh);
	if (!ext2_bread(sb, desc->bg_inode_bitmap, &bh)) {
		was_set = __test_and_clear_bit(index % per_group, (unsigned long *)bh.b_data);
		if (was_set) {
			mark_buffer_dirty(&bh);
			desc->bg_free_inodes_count++;
			if (S_ISDIR(inode->i_mode) && desc->bg_used_dirs_count)
				desc->bg_used_dirs_count--;
			mark_buffer_dirty(desc_bh);
		}
		brelse(&bh);
	}
	mutex_unlock(&EXT2_SB(sb)->s_lock);
	if (!was_set)
		ext2_error(sb, __func__, "inode %lu is free already", inode->i_ino);
}

u32 ext2_count_free_inodes(struct super_block *sb)
{
	unsigned int group;
	u32 n = 0;

	for (group = 0; group < EXT2_SB(sb)->s_groups_count; group++)
		n += ext2_get_group_desc(sb, group, NULL)->bg_free_inodes_count;
	return n;
}
