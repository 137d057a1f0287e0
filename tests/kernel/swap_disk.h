/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks of memory to swap to, for tests: their interrupt is one that the processor sends itself.
 *
 *   struct swap_disk *d = swap_disk_create(64);		64 pages, of which the first is a header
 *   swap_disk_on(d, SWAP_FLAG_PREFER | 1);
 *   ...
 *   swap_disk_off(d);
 *   swap_disk_destroy(d);
 */
#ifndef _SWAP_DISK_H
#define _SWAP_DISK_H

#include <linux/blkdev.h>
#include <linux/swap.h>
#include "selftest.h"

#define SWAP_DISKS	(MAX_SWAPFILES + 1)

struct swap_disk {
	struct block_device *bdev;	/* NULL: this one isn't in use */
	unsigned int nr;		/* pages */
	struct page **data;		/* what was written; NULL: nothing */
	struct list_head taken;
	int read_error, write_error;	/* of all bios from now on */
	unsigned int bad_page;		/* it can't be read; 0: all can */
	bool no_transfer;		/* nothing is copied: what is read back isn't what was written */
	bool hold;			/* nothing ends until swap_disk_release() */
	unsigned int reads, writes;	/* bios */
};

struct swap_disk *swap_disk_create(unsigned int pages);
void swap_disk_destroy(struct swap_disk *d);
void swap_disk_release(struct swap_disk *d);
/* The header; it stays, so that it can be changed before swap_disk_on() */
union swap_header *swap_disk_header(struct swap_disk *d);
struct file *swap_disk_open(struct swap_disk *d);
int swap_disk_on(struct swap_disk *d, int flags);
int swap_disk_off(struct swap_disk *d);
/* The first word of page @n of the disk; 0: nothing was written there */
u32 swap_disk_word(struct swap_disk *d, unsigned int n);
struct swap_info_struct *swap_disk_info(struct swap_disk *d);

/* A page as a program's, unlocked, with @word in it; of no page table */
struct page *swap_test_page(u32 word);
u32 swap_page_word(struct page *page);

#endif
