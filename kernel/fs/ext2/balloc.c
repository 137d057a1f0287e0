/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2: which blocks are free.
 *
 * Each group has a bitmap of its blocks, a set bit for a used one, and a count of free ones in its descriptor.  A file's
 * next block is looked for behind its last one (the goal), then in the rest of that group, then in the groups after it.
 *
 * Invariants (e2fsck finds a breach)
 *   B1  a block has its bit if and only if a file, or the file system itself, has it
 *   B2  bg_free_blocks_count counts a bitmap's zeros
 *
 * Locking: s_lock for bitmaps and descriptors.  A block of the file system's own is never given away or taken back,
 * whatever a bitmap says.  Sleeps.  Tests: tests/host/ext2.t
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "ext2.h"

/* ext2_get_group_desc - the descriptor of @group, and in *@bh, if @bh isn't NULL, the block that has it. */
struct ext2_group_desc *ext2_get_group_desc(struct super_block *sb, unsigned int group, struct buffer_head **bh)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	struct buffer_head *b = &sbi->s_group_desc[group / sbi->s_desc_per_block];

	if (bh)
		*bh = b;
	return (struct ext2_group_desc *)b->b_data + group % sbi->s_desc_per_block;
}

/* Blocks of @group: the last one may have fewer */
static u32 group_blocks(const struct super_block *sb, unsigned int group)
{
	const struct ext2_sb_info *sbi = EXT2_SB(sb);

	return min(sbi->s_blocks_per_group, sbi->s_blocks_count - ext2_group_first_block(sb, group));
}

static bool in_group(const struct super_block *sb, unsigned int group, u32 block)
{
	u32 first = ext2_group_first_block(sb, group);

	return block >= first && block - first < group_blocks(sb, group);
}

/* Is @block of @group, and none of those that the super block and the descriptors have? */
static bool block_for_system(const struct super_block *sb, unsigned int group, u32 block)
{
	return in_group(sb, group, block) &&
	       block > EXT2_SB(sb)->s_first_data_block + EXT2_SB(sb)->s_gdb_count;
}

/* Has the group of @desc its bitmaps and its inode table where they may be, each in blocks of its own? */
static bool descriptor_ok(const struct super_block *sb, unsigned int group, const struct ext2_group_desc *desc)
{
	u32 table = desc->bg_inode_table, blocks = EXT2_SB(sb)->s_itb_per_group;

	return block_for_system(sb, group, desc->bg_block_bitmap) && block_for_system(sb, group, desc->bg_inode_bitmap) &&
	       block_for_system(sb, group, table) && table + blocks - 1 >= table &&
	       in_group(sb, group, table + blocks - 1) && desc->bg_block_bitmap != desc->bg_inode_bitmap &&
	       desc->bg_block_bitmap - table >= blocks && desc->bg_inode_bitmap - table >= blocks;
}

/* ext2_check_descriptors - do all groups have their bitmaps and tables where they may be?  0, -EUCLEAN.  At mount. */
int ext2_check_descriptors(struct super_block *sb)
{
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	unsigned int group;

	for (group = 0; group < sbi->s_groups_count; group++) {
		if (descriptor_ok(sb, group, ext2_get_group_desc(sb, group, NULL)))
			continue;
		ext2_error(sb, __func__, "group %u has its bitmaps or inodes where they can't be", group);
		return -EUCLEAN;
	}
	return 0;
}

/* Is @block one of @group's own: a bitmap, or of the inode table? */
static bool block_of_system(struct super_block *sb, unsigned int group, u32 block)
{
	const struct ext2_group_desc *desc = ext2_get_group_desc(sb, group, NULL);

	return block == desc->bg_block_bitmap || block == desc->bg_inode_bitmap ||
	       block - desc->bg_inode_table < EXT2_SB(sb)->s_itb_per_group;
}

static unsigned int group_of(const struct super_block *sb, u32 block)
{
	const struct ext2_sb_info *sbi = EXT2_SB(sb);

	return (block - sbi->s_first_data_block) / sbi->s_blocks_per_group;
}

/* ext2_block_ok - may a file have block @block? */
bool ext2_block_ok(struct super_block *sb, u32 block)
{
	const struct ext2_sb_info *sbi = EXT2_SB(sb);

	return block > sbi->s_first_data_block + sbi->s_gdb_count && block < sbi->s_blocks_count &&
	       !block_of_system(sb, group_of(sb, block), block);
}

/* A zero bit of @map in [@from, @bits) whose block isn't one of the file system's: its number, or @bits */
static u32 find_free(struct super_block *sb, unsigned int group, const unsigned long *map, u32 from, u32 bits)
{
	u32 first = ext2_group_first_block(sb, group), bit = from;

	for (;;) {
		bit = (u32)find_next_zero_bit(map, bits, bit);
		if (bit >= bits || ext2_block_ok(sb, first + bit))
			return bit;
		bit++;
	}
}

/* A block of @group, from bit @from on and then before it: 0, -ENOSPC, -EIO, -ENOMEM.  Caller holds s_lock. */
static int alloc_in_group(struct super_block *sb, unsigned int group, u32 from, u32 *block)
{
	struct buffer_head *desc_bh, bh;
	struct ext2_group_desc *desc = ext2_get_group_desc(sb, group, &desc_bh);
	u32 bits = group_blocks(sb, group), bit;
	int err;

	if (!desc->bg_free_blocks_count)
		return -ENOSPC;
	err = ext2_bread(sb, desc->bg_block_bitmap, &bh);
	if (err)
		return err;
	bit = find_free(sb, group, (unsigned long *)bh.b_data, from, bits);
	if (bit >= bits && from)
		bit = find_free(sb, group, (unsigned long *)bh.b_data, 0, bits);
	if (bit >= bits) {
		brelse(&bh);
		ext2_error(sb, __func__, "group %u counts %u free blocks, its bitmap has none", group,
			   desc->bg_free_blocks_count);
		return -ENOSPC;
	}
	__set_bit(bit, (unsigned long *)bh.b_data);
	mark_buffer_dirty(&bh);
	brelse(&bh);
	desc->bg_free_blocks_count--;
	mark_buffer_dirty(desc_bh);
	*block = ext2_group_first_block(sb, group) + bit;
	return 0;
}

/*
 * ext2_new_block - a free block for @inode, at or behind @goal if there is one, into *@block.
 *
 * What is in it is anybody's guess.  0, -ENOSPC, -EIO, -ENOMEM.  Caller holds truncate_mutex.
 */
int ext2_new_block(struct inode *inode, u32 goal, u32 *block)
{
	struct super_block *sb = inode->i_sb;
	struct ext2_sb_info *sbi = EXT2_SB(sb);
	unsigned int group, i;
	u32 from;
	int err = -ENOSPC;

	if (goal <= sbi->s_first_data_block || goal >= sbi->s_blocks_count)
		goal = sbi->s_first_data_block + 1;
	group = group_of(sb, goal);
	from = goal - ext2_group_first_block(sb, group);
	mutex_lock(&sbi->s_lock);
	for (i = 0; i < sbi->s_groups_count && err == -ENOSPC; i++, from = 0) {
		err = alloc_in_group(sb, group, from, block);
		if (++group == sbi->s_groups_count)
			group = 0;
	}
	mutex_unlock(&sbi->s_lock);
	if (err)
		return err;
	inode->i_blocks += sb->s_blocksize >> 9;
	mark_inode_dirty(inode);
	return 0;
}

/* ext2_free_block - @block, which @inode had, is free again.  Caller holds truncate_mutex. */
void ext2_free_block(struct inode *inode, u32 block)
{
	struct super_block *sb = inode->i_sb;
	struct buffer_head *desc_bh, bh;
	struct ext2_group_desc *desc;
	unsigned int group;
	bool was_set;
	int err;

	if (!ext2_block_ok(sb, block)) {
		ext2_error(sb, __func__, "inode %lu has block %u, which no file can have", inode->i_ino, block);
		return;
	}
	group = group_of(sb, block);
	mutex_lock(&EXT2_SB(sb)->s_lock);
	desc = ext2_get_group_desc(sb, group, &desc_bh);
	err = ext2_bread(sb, desc->bg_block_bitmap, &bh);
	if (!err) {
		was_set = __test_and_clear_bit(block - ext2_group_first_block(sb, group), (unsigned long *)bh.b_data);
		if (was_set) {
			mark_buffer_dirty(&bh);
			desc->bg_free_blocks_count++;
			mark_buffer_dirty(desc_bh);
		}
		brelse(&bh);
		if (!was_set)
			ext2_error(sb, __func__, "block %u of inode %lu is free already", block, inode->i_ino);
	}
	mutex_unlock(&EXT2_SB(sb)->s_lock);
	inode->i_blocks -= min_t(u64, inode->i_blocks, sb->s_blocksize >> 9);
	mark_inode_dirty(inode);
}

u32 ext2_count_free_blocks(struct super_block *sb)
{
	unsigned int group;
	u32 n = 0;

	for (group = 0; group < EXT2_SB(sb)->s_groups_count; group++)
		n += ext2_get_group_desc(sb, group, NULL)->bg_free_blocks_count;
	return n;
}
