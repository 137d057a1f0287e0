/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of files to and from the disk, many in one request.
 *
 * Idea.  A file system says where each block of a file is (get_block); pages whose blocks follow each other on the disk
 * go there in one bio, which grows until a page doesn't fit behind it:
 *
 *     page      0        1        2        3
 *     blocks    100-103  104-107  108-111  300-303         blocks of 1 KiB
 *     bios      |------- bio, 12 KiB ----| |- bio -|
 *
 *   A page is simple if its blocks are one run from its start, behind which there are only holes or the file's end.
 *   Others, in pieces, are read and written piece by piece, and waited for: there are few.
 *
 * A page that isn't uptodate is read as a whole, holes as zeros; there is nothing between uptodate and not.  A dirty
 * page is written as far as it has blocks and the file goes: a store through a mapping asks for blocks first
 * (page_mkwrite), so a dirty page's holes were never written to.
 *
 * Different from Linux 4.x: no buffer heads behind it, so that a block size below the page's costs nothing in memory.
 * Context: process.  Sleeps.  Tests: tests/host/ext2.t
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mpage.h>
#include <linux/pagemap.h>
#include <linux/string.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>

#define MAX_BLOCKS_PER_PAGE	(PAGE_SIZE / SECTOR_SIZE)

/* Where a page's blocks are */
struct page_map {
	unsigned int blocks;		/* in the page, up to the file's end */
	sector_t phys[MAX_BLOCKS_PER_PAGE];
	unsigned int run;		/* blocks of the run from the start; 0: the first is a hole */
	bool simple;			/* ... and behind it there's none */
};

/* A bio that is being filled */
struct mpage_data {
	struct bio *bio;
	sector_t next;			/* the sector that would continue it */
	get_block_t get_block;
};

/* Blocks of @page up to the end of @inode, i_size rounded up */
static unsigned int blocks_in_file(struct inode *inode, struct page *page)
{
	loff_t left = inode->i_size - ((loff_t)page->index << PAGE_SHIFT);
	unsigned int bits = inode->i_sb->s_blocksize_bits;

	if (left <= 0)
		return 0;
	return (unsigned int)((min_t(loff_t, left, PAGE_SIZE) + (1 << bits) - 1) >> bits);
}

/* 0, errno of get_block() */
static int map_page(struct page *page, get_block_t get_block, struct page_map *map)
{
	struct inode *inode = page->mapping->host;
	unsigned int bits = inode->i_sb->s_blocksize_bits, i;
	sector_t first = (sector_t)page->index << (PAGE_SHIFT - bits);
	bool fresh;
	int err;

	map->blocks = blocks_in_file(inode, page);
	map->run = 0;
	map->simple = true;
	for (i = 0; i < map->blocks; i++) {
		err = get_block(inode, first + i, false, &map->phys[i], &fresh);
		if (err)
			return err;
		if (!map->phys[i])
			continue;
		if (i == map->run && (!i || map->phys[i] == map->phys[i - 1] + 1))
			map->run++;
		else
			map->simple = false;
	}
	return 0;
}

/* The run of blocks from @i on that follow each other on the disk: how many */
static unsigned int run_from(const struct page_map *map, unsigned int i)
{
	unsigned int n = 1;

	while (i + n < map->blocks && map->phys[i + n] && map->phys[i + n] == map->phys[i] + n)
		n++;
	return n;
}

static sector_t block_sector(const struct inode *inode, sector_t block)
{
	return block << (inode->i_sb->s_blocksize_bits - SECTOR_SHIFT);
}

/* ------------------------------------------------------------------ piece by piece */

/* Blocks [@i, @i + @n) of @page, which are one run, read or written, and waited for.  0, errno. */
static int piece_io(unsigned long rw, struct page *page, const struct page_map *map, unsigned int i, unsigned int n)
{
	struct inode *inode = page->mapping->host;
	unsigned int bits = inode->i_sb->s_blocksize_bits;
	struct bio *bio = bio_alloc(GFP_NOFS, 1);
	int err;

	if (!bio)
		return -ENOMEM;
	bio->bi_bdev = inode->i_sb->s_bdev;
	bio->bi_sector = block_sector(inode, map->phys[i]);
	bio_add_page(bio, page, n << bits, i << bits);
	err = submit_bio_wait(rw, bio);
	bio_put(bio);
	return err;
}

/* All pieces of @page; those that are holes are zeroed when read */
static int pieces_io(unsigned long rw, struct page *page, const struct page_map *map)
{
	unsigned int bits = page->mapping->host->i_sb->s_blocksize_bits, i, n;
	int err = 0, error;

	for (i = 0; i < map->blocks; i += n) {
		n = 1;
		if (map->phys[i]) {
			n = run_from(map, i);
			error = piece_io(rw, page, map, i, n);
			err = err ?: error;
		} else if (rw == READ) {
			zero_user(page, i << bits, 1 << bits);
		}
	}
	if (rw == READ && map->blocks << bits < PAGE_SIZE)
		zero_user_segment(page, map->blocks << bits, PAGE_SIZE);
	return err;
}

/* mpage_read_locked - @page, locked, gets its contents from the disk and is uptodate; it stays locked.  0, errno. */
int mpage_read_locked(struct page *page, get_block_t get_block)
{
	struct page_map map;
	int err = map_page(page, get_block, &map);

	if (!err)
		err = pieces_io(READ, page, &map);
	if (err)
		return err;
	flush_dcache_page(page);
	SetPageUptodate(page);
	return 0;
}

/* ------------------------------------------------------------------ many at once */

/* Interrupt, as a rule: each page of the bio is done */
static void mpage_end_io(struct bio *bio, int error)
{
	int rw = bio->bi_rw & WRITE, i;

	for (i = 0; i < bio->bi_vcnt; i++) {
		struct page *page = bio->bi_io_vec[i].bv_page;

		if (rw == READ)
			flush_dcache_page(page);
		page_endio(page, rw, error);
	}
	bio_put(bio);
}

static void submit(struct mpage_data *mpd, int rw)
{
	if (mpd->bio)
		submit_bio((unsigned long)rw, mpd->bio);
	mpd->bio = NULL;
}

/* The first @len bytes of @page, which are at @sector and behind, to the bio, or to the next one.  0, -ENOMEM. */
static int add_page(struct mpage_data *mpd, int rw, struct page *page, sector_t sector, unsigned int len)
{
	if (mpd->bio && (mpd->next != sector || bio_add_page(mpd->bio, page, len, 0) != len))
		submit(mpd, rw);
	if (!mpd->bio) {
		mpd->bio = bio_alloc(GFP_NOFS, BIO_MAX_PAGES);
		if (!mpd->bio)
			return -ENOMEM;
		mpd->bio->bi_bdev = page->mapping->host->i_sb->s_bdev;
		mpd->bio->bi_sector = sector;
		mpd->bio->bi_end_io = mpage_end_io;
		bio_add_page(mpd->bio, page, len, 0);
	}
	mpd->next = sector + (len >> SECTOR_SHIFT);
	return 0;
}

/* ------------------------------------------------------------------ read */

/* @page, locked and not uptodate, is being read, or has been: it will be, or is, unlocked.  0, errno. */
static int do_readpage(struct mpage_data *mpd, struct page *page)
{
	struct inode *inode = page->mapping->host;
	unsigned int bits = inode->i_sb->s_blocksize_bits;
	struct page_map map;
	int err = map_page(page, mpd->get_block, &map);

	if (!err && map.simple && map.run) {
		if (map.run << bits < PAGE_SIZE)
			zero_user_segment(page, map.run << bits, PAGE_SIZE);
		hand_over_page_lock(page);
		err = add_page(mpd, READ, page, block_sector(inode, map.phys[0]), map.run << bits);
		if (err)
			unlock_page(page);
		return err;
	}
	if (!err)
		err = pieces_io(READ, page, &map);
	if (err) {
		SetPageError(page);
	} else {
		flush_dcache_page(page);
		SetPageUptodate(page);
	}
	unlock_page(page);
	return err;
}

/* mpage_readpage - a_ops->readpage() by @get_block. */
int mpage_readpage(struct page *page, get_block_t get_block)
{
	struct mpage_data mpd = { .get_block = get_block };
	int err = do_readpage(&mpd, page);

	submit(&mpd, READ);
	return err;
}

/* mpage_readpages - a_ops->readpages(): new pages, the last of the list first, which are in no file yet, into the cache.  0. */
int mpage_readpages(struct address_space *mapping, struct list_head *pages, unsigned int nr_pages,
		    get_block_t get_block)
{
	struct mpage_data mpd = { .get_block = get_block };
	struct page *page;

	while (!list_empty(pages)) {
		page = list_last_entry(pages, struct page, lru);
		list_del(&page->lru);
		if (!add_to_page_cache_lru(page, mapping, page->index))
			do_readpage(&mpd, page);
		put_page(page);
	}
	submit(&mpd, READ);
	return 0;
}

/* ------------------------------------------------------------------ write */

/* A writepage_t: @page, locked and clean, goes to the disk.  0, errno: it is dirty again if memory is short. */
static int do_writepage(struct page *page, struct writeback_control *wbc, void *data)
{
	struct inode *inode = page->mapping->host;
	unsigned int bits = inode->i_sb->s_blocksize_bits;
	struct mpage_data *mpd = data;
	struct page_map map;
	loff_t left = inode->i_size - ((loff_t)page->index << PAGE_SHIFT);
	int err = map_page(page, mpd->get_block, &map);

	if (err || !map.blocks)
		goto out;
	/* What a mapping has stored behind the file's end isn't the file's */
	if (left < PAGE_SIZE)
		zero_user_segment(page, (unsigned int)left, PAGE_SIZE);
	set_page_writeback(page);
	if (map.simple && map.run) {
		err = add_page(mpd, WRITE, page, block_sector(inode, map.phys[0]), map.run << bits);
		if (err)
			redirty_page_for_writepage(wbc, page);
		unlock_page(page);
		if (err)
			end_page_writeback(page);
		return err;
	}
	unlock_page(page);
	/* What has been collected doesn't wait for the pieces */
	submit(mpd, WRITE);
	err = pieces_io(WRITE, page, &map);
	if (err == -ENOMEM) {
		redirty_page_for_writepage(wbc, page);
		end_page_writeback(page);
		return err;
	}
	page_endio(page, WRITE, err);
	return err;
out:
	if (err == -ENOMEM) {
		redirty_page_for_writepage(wbc, page);
		unlock_page(page);
		return err;
	}
	/* Nothing to write, or nowhere: its tag goes all the same (W1 of mm/page-writeback.c) */
	set_page_writeback(page);
	unlock_page(page);
	page_endio(page, WRITE, err);
	return err;
}

/* mpage_writepage - a_ops->writepage() by @get_block. */
int mpage_writepage(struct page *page, get_block_t get_block, struct writeback_control *wbc)
{
	struct mpage_data mpd = { .get_block = get_block };
	int err = do_writepage(page, wbc, &mpd);

	submit(&mpd, WRITE);
	return err;
}

/* mpage_writepages - a_ops->writepages() by @get_block. */
int mpage_writepages(struct address_space *mapping, struct writeback_control *wbc, get_block_t get_block)
{
	struct mpage_data mpd = { .get_block = get_block };
	int err = write_cache_pages(mapping, wbc, do_writepage, &mpd);

	submit(&mpd, WRITE);
	return err;
}
