/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks of a file system's own, in the page cache of its device: kernel/fs/buffer.c */
#ifndef _LINUX_BUFFER_HEAD_H
#define _LINUX_BUFFER_HEAD_H

#include <linux/fs.h>
#include <linux/types.h>

struct page;

/* One block in memory.  Who has it holds a reference to its page. */
struct buffer_head {
	struct page *b_page;
	char *b_data;			/* the block's first byte */
	unsigned int b_size;		/* bytes */
};

int sb_bread(struct super_block *sb, sector_t block, struct buffer_head *bh);
int sb_getblk_zero(struct super_block *sb, sector_t block, struct buffer_head *bh);
void mark_buffer_dirty(struct buffer_head *bh);
void brelse(struct buffer_head *bh);
void bforget(struct super_block *sb, sector_t block);
int sb_set_blocksize(struct super_block *sb, unsigned int size);

#endif
