/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Blocks: what a file system keeps for itself (super block, bitmaps, inodes, indirect blocks), a block at a time.
 *
 * Idea.  They are in the page cache of the device, as anything else in memory; there is no cache of blocks beside it.
 * A block is a page, or 1 or 2 KiB of one, whose other blocks may be anybody's:
 *
 *     page of /dev/vda    | bitmap | a file's data | a file's data | inodes |      blocks of 1 KiB
 *     page->private       |  dirty |       -       |       -       |  dirty |      a bit for each sector
 *
 * A file's data are in that file's own pages; what the device's page has of them is old, and never written.
 *
 * The pages lie in low memory, so that b_data can be used at once.  A block that is freed is forgotten (bforget), lest
 * it be written over what a file has there next.
 *
 * Different from Linux 4.x: a buffer_head is a handle on the caller's stack and not an object that stays with the page;
 * file data have none.  Locking: who changes a block sees to it that nobody else does; the page lock isn't needed.
 * All may sleep.  Tests: tests/host/ext2.t
 */
#include <linux/blkdev.h>
#include <linux/buffer_head.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/string.h>

/* sb_set_blocksize - a block of @sb is @size bytes: 0, or -EINVAL if the device's own are larger, or a page is smaller. */
int sb_set_blocksize(struct super_block *sb, unsigned int size)
{
	if (!is_power_of_2(size) || size < sb->s_bdev->bd_logical_block_size || size > PAGE_SIZE)
		return -EINVAL;
	sb->s_blocksize = size;
	sb->s_blocksize_bits = (unsigned char)ilog2(size);
	return 0;
}

/* sb_bread - block @block of @sb's device into *@bh, which brelse() gives back.  0, -EIO, -ENOMEM. */
int sb_bread(struct super_block *sb, sector_t block, struct buffer_head *bh)
{
	u64 pos = (u64)block << sb->s_blocksize_bits;
	struct address_space *mapping = &sb->s_bdev->bd_inode->i_data;
	struct page *page;

	if (pos + sb->s_blocksize > (u64)sb->s_bdev->bd_inode->i_size)
		return -EIO;
	page = read_cache_page(mapping, (pgoff_t)(pos >> PAGE_SHIFT), NULL);
	if (IS_ERR(page))
		return (int)PTR_ERR(page);
	bh->b_page = page;
	bh->b_data = (char *)page_address(page) + offset_in_page((unsigned long)pos);
	bh->b_size = sb->s_blocksize;
	return 0;
}

/* sb_getblk_zero - the same for a block that belongs to nobody yet: all zeros, and dirty. */
int sb_getblk_zero(struct super_block *sb, sector_t block, struct buffer_head *bh)
{
	int err = sb_bread(sb, block, bh);

	if (err)
		return err;
	memset(bh->b_data, 0, bh->b_size);
	mark_buffer_dirty(bh);
	return 0;
}

/* mark_buffer_dirty - the block was changed, and is to be written one day. */
void mark_buffer_dirty(struct buffer_head *bh)
{
	bdev_mark_dirty(bh->b_page, offset_in_page((unsigned long)bh->b_data), bh->b_size);
}

/* brelse - the caller doesn't need the block any more. */
void brelse(struct buffer_head *bh)
{
	put_page(bh->b_page);
	bh->b_page = NULL;
}

/* bforget - the block @block is free: what it has needn't be written. */
void bforget(struct super_block *sb, sector_t block)
{
	unsigned int shift = sb->s_blocksize_bits - SECTOR_SHIFT;

	bdev_forget(sb->s_bdev, block << shift, 1u << shift);
}
