/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of files to and from the disk: kernel/fs/mpage.c */
#ifndef _LINUX_MPAGE_H
#define _LINUX_MPAGE_H

#include <linux/fs.h>
#include <linux/types.h>

struct page;
struct writeback_control;

/*
 * Where block @iblock of @inode is on the disk: into *@phys, 0 for a hole.  @create: a hole gets a block, and *@fresh
 * says that it is new.  0, -EIO, -EUCLEAN (the disk says nonsense), -EFBIG, -ENOSPC, -ENOMEM.  The page is locked; sleeps.
 */
typedef int (*get_block_t)(struct inode *inode, sector_t iblock, bool create, sector_t *phys, bool *fresh);

int mpage_readpage(struct page *page, get_block_t get_block);
int mpage_read_locked(struct page *page, get_block_t get_block);
int mpage_readpages(struct address_space *mapping, struct list_head *pages, unsigned int nr_pages,
		    get_block_t get_block);
int mpage_writepage(struct page *page, get_block_t get_block, struct writeback_control *wbc);
int mpage_writepages(struct address_space *mapping, struct writeback_control *wbc, get_block_t get_block);

#endif
