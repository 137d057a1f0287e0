/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of the swap cache to and from their slots.
 *
 *   swap_writepage   dirty, locked -> write-back, unlocked -> the disk's interrupt: end_swap_bio_write
 *   swap_readpage    new, locked   -> the lock is the disk's -> end_swap_bio_read: uptodate, unlocked
 *
 *   what fails    write    the page is dirty again, so it stays in memory, in the cache; a line says so
 *                 read     PG_error and not uptodate: who needs it has it read alone (swap_reread), for the error may
 *                          be that of a page that was read with it, and else gets SIGBUS; a line says so
 *
 * A swap file's blocks are found once, by generic_swapfile_activate(); the file system isn't asked again, so a page is
 * written without it needing memory.
 *
 * Context: process, may sleep, but for what ends a bio.  Linux 4.x has a page in each bio, and joins them in its queue; what
 * reclaim writes in a row is collected here in one, as since 5.19 for swap files of a network.
 * Tests: swap.*, tests/host/swap.t
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>
#include "internal.h"

/* ------------------------------------------------------------------ ends */

DEFINE_RATELIMIT_STATE(swap_error_rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);

static void report_error(const char *what, const struct bio *bio)
{
	if (__ratelimit(&swap_error_rs))
		pr_alert("%s-error on swap-device (%s, sector %llu)\n", what, bio->bi_bdev->bd_name,
			 (unsigned long long)bio->bi_sector);
}

/* Interrupt, as a rule */
static void end_swap_bio_write(struct bio *bio, int error)
{
	unsigned int i;

	if (error)
		report_error("Write", bio);
	for (i = 0; i < bio->bi_vcnt; i++) {
		struct page *page = bio->bi_io_vec[i].bv_page;

		if (error) {
			SetPageError(page);
			/* Nothing else has what the page has: it isn't clean, and not to be reclaimed at once */
			set_page_dirty(page);
			ClearPageReclaim(page);
		}
		end_page_writeback(page);
	}
	bio_put(bio);
}

static void end_swap_bio_read(struct bio *bio, int error)
{
	unsigned int i;

	if (error)
		report_error("Read", bio);
	for (i = 0; i < bio->bi_vcnt; i++) {
		if (!error)
			flush_dcache_page(bio->bi_io_vec[i].bv_page);
		page_endio(bio->bi_io_vec[i].bv_page, READ, error);
	}
	bio_put(bio);
}

/* ------------------------------------------------------------------ many at once */

/*
 * @page's slot is the next one of what *@bio writes, or reads, as @rw says; otherwise that is submitted, and *@bio is a new
 * one, with room for @most pages.  False: there is no memory for it, and *@bio is NULL.
 */
static bool swap_bio_add(struct bio **bio, struct page *page, unsigned long rw, unsigned int most, bio_end_io_t *end_io)
{
	struct block_device *bdev;
	sector_t sector = map_swap_page(page, &bdev) << (PAGE_SHIFT - SECTOR_SHIFT);

	if (*bio && (*bio)->bi_bdev == bdev && (*bio)->bi_sector + bio_sectors(*bio) == sector &&
	    bio_add_page(*bio, page, PAGE_SIZE, 0) == PAGE_SIZE)
		return true;
	if (*bio)
		submit_bio(rw, *bio);
	*bio = bio_alloc(GFP_NOIO, most);
	if (!*bio)
		return false;
	(*bio)->bi_bdev = bdev;
	(*bio)->bi_sector = sector;
	(*bio)->bi_end_io = end_io;
	bio_add_page(*bio, page, PAGE_SIZE, 0);
	return true;
}

/* ------------------------------------------------------------------ write */

/* swap_write_unplug - what swap_writepage() has collected in *@plug is being written. */
void swap_write_unplug(struct bio **plug)
{
	if (*plug)
		submit_bio(WRITE, *plug);
	*plug = NULL;
}

/*
 * swap_writepage - a_ops->writepage() of the swap cache: @page, locked and no longer marked dirty, goes to its slot.
 *
 * It is unlocked.  With @wbc->swap_plug it is written together with others, when that is unplugged, or before.  0: it
 * is being written, or no entry needs it; -ENOMEM: it is dirty again.
 */
int swap_writepage(struct page *page, struct writeback_control *wbc)
{
	struct bio *single = NULL, **plug = wbc->swap_plug ?: &single;

	if (try_to_free_swap(page)) {
		unlock_page(page);
		return 0;
	}
	/* Before others can see it in a bio that is submitted */
	ClearPageError(page);
	set_page_writeback(page);
	if (!swap_bio_add(plug, page, WRITE, wbc->swap_plug ? BIO_MAX_PAGES : 1, end_swap_bio_write)) {
		set_page_dirty(page);
		end_page_writeback(page);
		unlock_page(page);
		return -ENOMEM;
	}
	count_vm_event(PSWPOUT);
	unlock_page(page);
	if (!wbc->swap_plug)
		swap_write_unplug(plug);
	return 0;
}

/* ------------------------------------------------------------------ read */

/* swap_read_submit - what swap_read_start() has collected, NULL for nothing, is being read. */
void swap_read_submit(struct bio *bio)
{
	if (bio)
		submit_bio(READ, bio);
}

/*
 * swap_read_start - @page, locked and new in the swap cache, is to be read: with the pages of *@bio, if it follows them.
 *
 * *@bio is for the caller to submit in the end.  Without memory the page is unlocked, and not uptodate.
 */
void swap_read_start(struct bio **bio, struct page *page)
{
	count_vm_event(PSWPIN);
	ClearPageError(page);
	hand_over_page_lock(page);
	if (!swap_bio_add(bio, page, READ, min(1u << page_cluster, BIO_MAX_PAGES), end_swap_bio_read))
		unlock_page(page);
}

/* swap_readpage - @page, locked and new in the swap cache, is being read, alone.  0; -ENOMEM: it is unlocked, not uptodate. */
int swap_readpage(struct page *page)
{
	struct bio *bio = NULL;

	swap_read_start(&bio, page);
	swap_read_submit(bio);
	return bio ? 0 : -ENOMEM;
}

/*
 * swap_reread - @page, locked, of the swap cache, wasn't read: once more, alone, for it may have been another's error.
 *
 * 0, -EIO, -ENOMEM.  It is locked again, and may be in the cache no more.  Sleeps.
 */
int swap_reread(struct page *page)
{
	int err = swap_readpage(page);

	lock_page(page);
	return err ?: PageUptodate(page) ? 0 : -EIO;
}

/* ------------------------------------------------------------------ where a file's pages are */

/*
 * The block of @inode's device where the @n blocks from @block on are, in one piece and as a page is aligned; 0: they
 * aren't.  *@hole: one of them is nowhere.
 */
static sector_t page_of_blocks(struct inode *inode, sector_t block, unsigned int n, bool *hole)
{
	sector_t first = bmap(inode, block), next;
	unsigned int i;

	*hole = !first;
	for (i = 1; first && !(first & (n - 1)) && i < n; i++) {
		next = bmap(inode, block + i);
		*hole = !next;
		if (next != first + i)
			return 0;
	}
	return (first & (n - 1)) ? 0 : first;
}

/*
 * generic_swapfile_activate - extents for the pages of @inode, a file that is locked (i_mutex), *@maxpages at most
 *
 * Where blocks are smaller than pages, those that make no page on the disk are left out; *@maxpages is how many there
 * are then.  Extents; -EINVAL: the file has holes, or is on no disk; -ENOMEM; -EINTR.
 */
int generic_swapfile_activate(struct swap_info_struct *sis, struct inode *inode, unsigned int *maxpages)
{
	unsigned int n, page = 0;
	sector_t block, probe, last;
	int extents = 0, ret;
	bool hole;

	if (!inode->i_sb->s_bdev || !inode->i_mapping->a_ops->bmap) {
		pr_err("swapon: swapfile is on no disk\n");
		return -EINVAL;
	}
	n = 1u << (PAGE_SHIFT - inode->i_sb->s_blocksize_bits);
	last = (sector_t)inode->i_size >> inode->i_sb->s_blocksize_bits;
	for (probe = 0; probe + n <= last && page < *maxpages; probe += block ? n : 1) {
		block = page_of_blocks(inode, probe, n, &hole);
		if (hole) {
			pr_err("swapon: swapfile has holes\n");
			return -EINVAL;
		}
		if (block) {
			ret = add_swap_extent(sis, page++, 1, block >> (PAGE_SHIFT - inode->i_sb->s_blocksize_bits));
			if (ret < 0)
				return ret;
			extents += ret;
		}
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	*maxpages = page;
	return extents;
}
