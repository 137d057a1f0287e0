/* SPDX-License-Identifier: GPL-2.0-only */
/* Bios and block devices, on a disk of memory whose interrupt is one that the processor sends itself */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/writeback.h>
#include "selftest.h"

#define RAM_SECTORS	35u	/* four pages and a part */
#define RAM_IRQ		1u

static struct {
	struct block_device *bdev;
	u8 data[RAM_SECTORS * SECTOR_SIZE];
	struct list_head taken;		/* the device has them */
	unsigned int room;		/* ... and so many more would fit */
	unsigned int requests, flushes;
	int error;			/* what becomes of everything, */
	int error_once;			/* of the next one */
	bool hold;			/* nothing ends until ram_release() */
} ram;

static void ram_request(struct block_device *bdev)
{
	struct bio *bio;

	while (ram.room && (bio = blk_peek_bio(bdev))) {
		list_move_tail(&bio->bi_list, &ram.taken);
		ram.room--;
		ram.requests++;
		ram.flushes += bio->bi_rw & REQ_FLUSH ? 1 : 0;
	}
	if (!ram.hold && !list_empty(&ram.taken))
		gic_send_sgi(RAM_IRQ);
}

static const struct block_device_operations ram_ops = { .request_fn = ram_request };

static void ram_transfer(struct bio *bio)
{
	u8 *p = ram.data + bio->bi_sector * SECTOR_SIZE;
	unsigned int i;
	char *kaddr;

	for (i = 0; i < bio->bi_vcnt; p += bio->bi_io_vec[i++].bv_len) {
		kaddr = kmap_atomic(bio->bi_io_vec[i].bv_page);
		if (bio->bi_rw & WRITE)
			memcpy(p, kaddr + bio->bi_io_vec[i].bv_offset, bio->bi_io_vec[i].bv_len);
		else
			memcpy(kaddr + bio->bi_io_vec[i].bv_offset, p, bio->bi_io_vec[i].bv_len);
		kunmap_atomic(kaddr);
	}
}

static irqreturn_t ram_interrupt(int irq, void *unused)
{
	LIST_HEAD(done);
	struct bio *bio;

	spin_lock(&ram.bdev->bd_lock);
	list_splice_init(&ram.taken, &done);
	list_for_each_entry(bio, &done, bi_list) {
		bio->bi_error = ram.error_once ?: ram.error;
		ram.error_once = 0;
		if (!bio->bi_error)
			ram_transfer(bio);
		ram.room++;
	}
	ram_request(ram.bdev);
	spin_unlock(&ram.bdev->bd_lock);
	bio_endio_list(&done);
	return IRQ_HANDLED;
}

static void ram_release(void)
{
	ram.hold = false;
	gic_send_sgi(RAM_IRQ);
}

static bool ram_create(void)
{
	unsigned int i;

	memset(&ram, 0, sizeof(ram));
	INIT_LIST_HEAD(&ram.taken);
	ram.room = 100;
	for (i = 0; i < sizeof(ram.data); i++)
		ram.data[i] = (u8)(i * 7 + i / 256);
	ram.bdev = alloc_disk();
	if (!ram.bdev)
		return false;
	ram.bdev->bd_ops = &ram_ops;
	disk_set_capacity(ram.bdev, RAM_SECTORS);
	return request_irq(RAM_IRQ, ram_interrupt, IRQF_TRIGGER_NONE, "ram disk", &ram) == 0;
}

static void ram_destroy(void)
{
	free_irq(RAM_IRQ, &ram);
	put_disk(ram.bdev);
}

struct result {
	int calls, error;
	bool in_irq;
};

static void note_end(struct bio *bio, int error)
{
	struct result *r = bio->bi_private;

	r->calls++;
	r->error = error;
	r->in_irq = in_interrupt();
}

static struct bio *ram_bio(sector_t sector, struct page *page, unsigned int len, struct result *r)
{
	struct bio *bio = bio_alloc(GFP_KERNEL, 1);

	memset(r, 0, sizeof(*r));
	bio->bi_bdev = ram.bdev;
	bio->bi_sector = sector;
	bio->bi_end_io = note_end;
	bio->bi_private = r;
	if (len)
		bio_add_page(bio, page, len, 0);
	return bio;
}

/* Does a bio take as many pieces as it and its device have room for, and one that goes on where the last ends as part of it? */
SELFTEST(blk, bio)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct bio *bio = bio_alloc(GFP_KERNEL, 3);

	ASSERT(page && bio && ram_create());
	EXPECT(!bio_alloc(GFP_KERNEL, BIO_MAX_PAGES + 1));
	bio->bi_bdev = ram.bdev;
	EXPECT_EQ(bio_add_page(bio, page, 1024, 0), 1024);
	EXPECT_EQ(bio_add_page(bio, page, 512, 1024), 512);
	EXPECT_EQ(bio->bi_vcnt, 1);
	EXPECT_EQ(bio_add_page(bio, page, 512, 2048), 512);
	EXPECT_EQ(bio_add_page(bio, page, 512, 0), 512);
	EXPECT_EQ(bio_add_page(bio, page, 512, 1024), 0);
	EXPECT_EQ(bio_add_page(bio, page, 512, 512), 512);
	EXPECT_EQ(bio->bi_vcnt, 3);
	EXPECT_EQ(bio->bi_size, 3072);
	EXPECT_EQ(bio_sectors(bio), 6);
	ram.bdev->bd_max_segments = 1;
	bio->bi_vcnt = 1;
	EXPECT_EQ(bio_add_page(bio, page, 512, 4096 - 512), 0);
	bio_put(bio);
	__free_page(page);
	ram_destroy();
}

/* Is what the device hasn't got, or can't do, an error without the device being asked? */
SELFTEST(blk, out_of_range)
{
	static const struct {
		sector_t sector;
		unsigned int len;
		unsigned long rw;
		int error;
	} cases[] = {
		{ RAM_SECTORS - 1, 512, READ, 0 },
		{ RAM_SECTORS - 1, 1024, READ, -EIO },
		{ RAM_SECTORS, 512, READ, -EIO },
		{ ~0ull, 512, READ, -EIO },
		{ ~0ull >> 9, 1024, WRITE, -EIO },
		{ 0, 0, READ, -EIO },
		{ 0, 100, READ, -EIO },
		{ 0, 512, WRITE | REQ_FLUSH, -EIO },
		{ 0, 512, WRITE, -EROFS },
	};
	struct page *page = alloc_page(GFP_KERNEL);
	struct result r;
	struct bio *bio;
	unsigned int i;

	ASSERT(page && ram_create());
	ram.bdev->bd_read_only = true;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bio = ram_bio(cases[i].sector, page, cases[i].len, &r);
		submit_bio(cases[i].rw, bio);
		if (!EXPECT_EQ(r.error, cases[i].error) || !EXPECT_EQ(r.calls, 1))
			selftest_note("case %u", i);
		bio_put(bio);
	}
	EXPECT_EQ(ram.requests, 1);

	/* Blocks of four sectors */
	ram.bdev->bd_logical_block_size = 2048;
	for (i = 0; i < 3; i++) {
		bio = ram_bio(i == 1 ? 2 : 4, page, i == 2 ? 1024 : 2048, &r);
		submit_bio(READ, bio);
		EXPECT_EQ(r.error, i ? -EIO : 0);
		bio_put(bio);
	}
	/* More pieces than the device takes */
	bio = bio_alloc(GFP_KERNEL, 2);
	bio->bi_bdev = ram.bdev;
	bio_add_page(bio, page, 1024, 0);
	bio_add_page(bio, page, 1024, 2048);
	ram.bdev->bd_max_segments = 1;
	EXPECT_EQ(submit_bio_wait(READ, bio), -EIO);
	bio_put(bio);
	__free_page(page);
	ram_destroy();
}

/* Do bios end in the interrupt, with what the device says, and do their pages have the device's bytes? */
SELFTEST(blk, end_io)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	struct result r;
	struct bio *bio;
	char *kaddr;

	ASSERT(page && ram_create());
	bio = ram_bio(3, page, 1024, &r);
	submit_bio(READ, bio);
	EXPECT_EQ(r.calls, 1);
	EXPECT_EQ(r.error, 0);
	EXPECT(r.in_irq);
	kaddr = kmap(page);
	EXPECT(!memcmp(kaddr, ram.data + 3 * SECTOR_SIZE, 1024));
	kaddr[0] = 'w';
	kunmap(page);
	bio_put(bio);

	bio = ram_bio(4, page, 512, &r);
	EXPECT_EQ(submit_bio_wait(WRITE, bio), 0);
	EXPECT_EQ(ram.data[4 * SECTOR_SIZE], 'w');
	ram.error = -EIO;
	EXPECT_EQ(submit_bio_wait(READ, bio), -EIO);
	bio_put(bio);
	__free_page(page);
	ram_destroy();
}

/* Does what the device has no room for wait, in order, and is all that waits failed when the device is? */
SELFTEST(blk, queue)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct result r[4];
	struct bio *bios[4];
	unsigned long flags;
	LIST_HEAD(failed);
	unsigned int i;

	ASSERT(page && ram_create());
	ram.room = 1;
	for (i = 0; i < 4; i++)
		bios[i] = ram_bio(i, page, 512, &r[i]);
	local_irq_save(flags);
	for (i = 0; i < 4; i++)
		submit_bio(READ, bios[i]);
	EXPECT_EQ(ram.requests, 1);
	EXPECT_EQ(blk_peek_bio(ram.bdev), bios[1]);
	local_irq_restore(flags);
	for (i = 0; i < 4; i++)
		EXPECT_EQ(r[i].calls, 1);
	EXPECT_EQ(ram.requests, 4);

	local_irq_save(flags);
	for (i = 0; i < 3; i++)
		submit_bio(READ, bios[i]);
	spin_lock(&ram.bdev->bd_lock);
	blk_kill_device(ram.bdev, &failed);
	spin_unlock(&ram.bdev->bd_lock);
	local_irq_restore(flags);
	bio_endio_list(&failed);
	EXPECT_EQ(r[0].error, 0);
	EXPECT_EQ(r[1].error, -EIO);
	EXPECT_EQ(r[2].error, -EIO);
	submit_bio(READ, bios[3]);
	EXPECT_EQ(r[3].calls, 2);
	EXPECT_EQ(r[3].error, -EIO);
	EXPECT_EQ(ram.requests, 5);
	for (i = 0; i < 4; i++)
		bio_put(bios[i]);
	__free_page(page);
	ram_destroy();
}

/* Is a cache flushed where there is one, and is it known when that fails? */
SELFTEST(blk, flush)
{
	ASSERT(ram_create());
	EXPECT_EQ(blkdev_issue_flush(ram.bdev), 0);
	EXPECT_EQ(ram.requests, 0);
	ram.bdev->bd_write_cache = true;
	EXPECT_EQ(blkdev_issue_flush(ram.bdev), 0);
	EXPECT_EQ(ram.flushes, 1);
	ram.error = -EIO;
	EXPECT_EQ(blkdev_issue_flush(ram.bdev), -EIO);
	ram_destroy();
}

/* Are a device's pages in low memory, with its bytes, zeros behind its end, and after an error read anew? */
SELFTEST(blk, read_page)
{
	struct address_space *mapping;
	struct page *page;
	unsigned int i;
	u8 *p;

	ASSERT(ram_create());
	mapping = &ram.bdev->bd_inode->i_data;
	ram.error = -EIO;
	EXPECT_EQ(read_cache_page(mapping, 1, NULL), ERR_PTR(-EIO));
	ram.error = 0;
	for (i = 0; i < 5; i++) {
		page = read_cache_page(mapping, i, NULL);
		ASSERT(!IS_ERR(page));
		EXPECT(!PageHighMem(page) && !PageLocked(page) && PageUptodate(page));
		p = page_address(page);
		EXPECT(!memcmp(p, ram.data + i * PAGE_SIZE, min_t(size_t, PAGE_SIZE, sizeof(ram.data) - i * PAGE_SIZE)));
		put_page(page);
	}
	EXPECT(!memchr_inv(p + sizeof(ram.data) % PAGE_SIZE, 0, PAGE_SIZE - sizeof(ram.data) % PAGE_SIZE));
	EXPECT_EQ(ram.requests, 6);
	EXPECT_EQ(read_cache_page(mapping, 5, NULL), ERR_PTR(-EIO));
	EXPECT_EQ(ram.requests, 6);
	ram_destroy();
}

/* Do pages that somebody uses stay when the others are dropped? */
SELFTEST(blk, invalidate)
{
	struct address_space *mapping;
	struct page *page[3];
	unsigned int i;

	ASSERT(ram_create());
	mapping = &ram.bdev->bd_inode->i_data;
	for (i = 0; i < 3; i++) {
		page[i] = read_cache_page(mapping, i, NULL);
		ASSERT(!IS_ERR(page[i]));
	}
	put_page(page[0]);
	SetPageDirty(page[2]);
	put_page(page[2]);
	invalidate_bdev(ram.bdev);
	EXPECT_EQ(mapping->nrpages, 2);
	EXPECT_EQ(page[1]->mapping, mapping);
	put_page(page[1]);
	ClearPageDirty(page[2]);
	invalidate_bdev(ram.bdev);
	EXPECT_EQ(mapping->nrpages, 0);
	ram_destroy();
}

/* Does a mount learn why it gets no device? */
SELFTEST(blk, by_path)
{
	EXPECT_EQ(blkdev_get_by_path("/dev/null", FMODE_READ), ERR_PTR(-ENOTBLK));
	EXPECT_EQ(blkdev_get_by_path("/dev/nothing", FMODE_READ), ERR_PTR(-ENOENT));
}

/* ------------------------------------------------------------------ what is written */

/* Page @index of the disk, with a reference and not one byte as it was */
static struct page *overwritten_page(pgoff_t index)
{
	struct page *page = read_cache_page(&ram.bdev->bd_inode->i_data, index, NULL);

	if (!EXPECT(!IS_ERR(page)))
		return NULL;
	memset(page_address(page), 0xee, PAGE_SIZE);
	ram.requests = 0;
	return page;
}

/* The sectors of @page that are on the disk as they are in memory, by their bits */
static unsigned int sectors_written(struct page *page)
{
	unsigned int i, mask = 0, sector = (unsigned int)page->index * 8;

	for (i = 0; i < 8 && sector + i < RAM_SECTORS; i++)
		if (!memchr_inv(ram.data + (sector + i) * SECTOR_SIZE, 0xee, SECTOR_SIZE))
			mask |= 1u << i;
	return mask;
}

static int write_and_wait(void)
{
	return filemap_write_and_wait(&ram.bdev->bd_inode->i_data);
}

static void mark(struct page *page, unsigned int from, unsigned int len)
{
	lock_page(page);
	bdev_mark_dirty(page, from, len);
	unlock_page(page);
}

/* Are the sectors that were marked written, and no others, in a bio for each run of them? */
SELFTEST(blk, dirty_sectors)
{
	static const struct {
		unsigned int block, from, len, mask, runs;
	} cases[] = {
		{ 512, 1024, 512, 0x04, 1 },
		{ 512, 100, 1, 0x01, 1 },
		{ 512, 511, 2, 0x03, 1 },
		{ 512, 4095, 1, 0x80, 1 },
		{ 512, 0, 4096, 0xff, 1 },
		{ 1024, 1536, 1, 0x0c, 1 },
		{ 2048, 0, 2049, 0xff, 1 },
		{ 4096, 5, 1, 0xff, 1 },
	};
	struct page *page;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ASSERT(ram_create());
		ram.bdev->bd_logical_block_size = cases[i].block;
		ram.bdev->bd_nr_sectors = 32;
		page = overwritten_page(1);
		ASSERT(page);
		mark(page, cases[i].from, cases[i].len);
		EXPECT(PageDirty(page));
		EXPECT_EQ(write_and_wait(), 0);
		if (!EXPECT_EQ(sectors_written(page), cases[i].mask) || !EXPECT_EQ(ram.requests, cases[i].runs))
			selftest_note("case %u", i);
		EXPECT(!PageDirty(page) && !PageWriteback(page));
		EXPECT_EQ(write_and_wait(), 0);
		EXPECT_EQ(ram.requests, cases[i].runs);
		put_page(page);
		ram_destroy();
	}

	/* Three runs, the last of which was marked in two pieces */
	ASSERT(ram_create());
	page = overwritten_page(0);
	ASSERT(page);
	mark(page, 0, 512);
	mark(page, 1024, 512);
	mark(page, 2048, 1024);
	mark(page, 3072, 1);
	EXPECT_EQ(write_and_wait(), 0);
	EXPECT_EQ(sectors_written(page), 0x75);
	EXPECT_EQ(ram.requests, 3);
	put_page(page);
	ram_destroy();
}

/* Of the device's last page, is only written what the device has, though all of it is dirty? */
SELFTEST(blk, dirty_last_page)
{
	struct page *page;

	ASSERT(ram_create());
	page = overwritten_page(4);
	ASSERT(page);
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	EXPECT_EQ(write_and_wait(), 0);
	EXPECT_EQ(sectors_written(page), 0x07);
	EXPECT_EQ(ram.requests, 1);
	put_page(page);
	ram_destroy();
}

/* Is nothing written of blocks that were forgotten, and is one that is on its way waited for? */
SELFTEST(blk, forget)
{
	struct page *page[2];
	unsigned int i;

	ASSERT(ram_create());
	for (i = 0; i < 2; i++) {
		page[i] = overwritten_page(i);
		ASSERT(page[i]);
		mark(page[i], 0, PAGE_SIZE);
	}
	bdev_forget(ram.bdev, 6, 4);
	bdev_forget(ram.bdev, 24, 8);	/* of a page that isn't there */
	EXPECT_EQ(write_and_wait(), 0);
	EXPECT_EQ(sectors_written(page[0]), 0x3f);
	EXPECT_EQ(sectors_written(page[1]), 0xfc);
	EXPECT_EQ(ram.requests, 2);

	/* All of a page: there is nothing to do */
	mark(page[0], 0, PAGE_SIZE);
	bdev_forget(ram.bdev, 0, 8);
	EXPECT_EQ(write_and_wait(), 0);
	EXPECT_EQ(ram.requests, 2);
	EXPECT(!PageDirty(page[0]));

	/* On its way, the interrupt being late */
	mark(page[0], 0, 512);
	filemap_flush(page[0]->mapping);
	bdev_forget(ram.bdev, 0, 1);
	EXPECT(!PageWriteback(page[0]));
	for (i = 0; i < 2; i++)
		put_page(page[i]);
	ram_destroy();
}

/* Is what is marked while the page is being written, written again? */
SELFTEST(blk, dirty_again)
{
	struct page *page;

	ASSERT(ram_create());
	page = overwritten_page(0);
	ASSERT(page);
	mark(page, 0, 512);
	ram.hold = true;
	EXPECT_EQ(filemap_flush(page->mapping), 0);
	EXPECT(PageWriteback(page) && !PageDirty(page));
	mark(page, 512, 512);
	EXPECT(PageDirty(page));
	ram_release();
	EXPECT_EQ(sectors_written(page), 0x01);
	EXPECT_EQ(write_and_wait(), 0);
	EXPECT_EQ(sectors_written(page), 0x03);
	put_page(page);
	ram_destroy();
}

/* Is an error told once, and are the page's other sectors written all the same? */
SELFTEST(blk, write_error)
{
	struct page *page;

	ASSERT(ram_create());
	page = overwritten_page(0);
	ASSERT(page);
	mark(page, 0, 512);
	mark(page, 1024, 512);
	ram.error_once = -EIO;
	EXPECT_EQ(sync_blockdev(ram.bdev), -EIO);
	EXPECT_EQ(sectors_written(page), 0x04);
	EXPECT_EQ(sync_blockdev(ram.bdev), 0);
	mark(page, 0, 512);
	EXPECT_EQ(sync_blockdev(ram.bdev), 0);
	EXPECT_EQ(sectors_written(page), 0x05);
	/* The last of two runs */
	mark(page, 0, 512);
	mark(page, 1024, 512);
	ram.error = -EIO;
	EXPECT_EQ(sync_blockdev(ram.bdev), -EIO);
	EXPECT_EQ(sync_blockdev(ram.bdev), 0);
	put_page(page);
	ram_destroy();
}
