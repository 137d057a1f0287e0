/* SPDX-License-Identifier: GPL-2.0-only */
/* Disks of memory to swap to: swap_disk.h */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "../../mm/internal.h"
#include "swap_disk.h"

#define DISK_IRQ	1u

static struct swap_disk disks[SWAP_DISKS];
static unsigned int users;

static void disk_request(struct block_device *bdev)
{
	struct swap_disk *d = bdev->bd_private;
	struct bio *bio;

	while ((bio = blk_peek_bio(bdev))) {
		list_move_tail(&bio->bi_list, &d->taken);
		if (bio->bi_rw & WRITE)
			d->writes++;
		else
			d->reads++;
	}
	if (!d->hold)
		gic_send_sgi(DISK_IRQ);
}

static const struct block_device_operations disk_ops = { .request_fn = disk_request };

/* One page of a bio.  0, -EIO. */
static int disk_transfer(struct swap_disk *d, unsigned int n, struct page *page, bool write)
{
	if (write && !d->data[n])
		d->data[n] = alloc_page(GFP_ATOMIC);
	if (write && !d->data[n])
		return -EIO;
	if (!write && n && n == d->bad_page)
		return -EIO;
	if (write)
		copy_highpage(d->data[n], page);
	else if (d->data[n])
		copy_highpage(page, d->data[n]);
	else
		clear_highpage(page);
	return 0;
}

static void disk_do(struct swap_disk *d, struct bio *bio)
{
	unsigned int first = (unsigned int)(bio->bi_sector >> (PAGE_SHIFT - SECTOR_SHIFT)), i;
	bool write = bio->bi_rw & WRITE;

	bio->bi_error = write ? d->write_error : d->read_error;
	for (i = 0; i < bio->bi_vcnt && !bio->bi_error && !d->no_transfer; i++)
		bio->bi_error = disk_transfer(d, first + i, bio->bi_io_vec[i].bv_page, write);
}

static irqreturn_t disk_interrupt(int irq, void *unused)
{
	LIST_HEAD(done);
	struct bio *bio;
	unsigned int i;

	for (i = 0; i < SWAP_DISKS; i++) {
		struct swap_disk *d = &disks[i];

		if (!d->bdev || d->hold)
			continue;
		spin_lock(&d->bdev->bd_lock);
		list_splice_init(&d->taken, &done);
		spin_unlock(&d->bdev->bd_lock);
		list_for_each_entry(bio, &done, bi_list)
			disk_do(d, bio);
		bio_endio_list(&done);
	}
	return IRQ_HANDLED;
}

void swap_disk_release(struct swap_disk *d)
{
	d->hold = false;
	gic_send_sgi(DISK_IRQ);
}

union swap_header *swap_disk_header(struct swap_disk *d)
{
	return page_address(d->data[0]);
}

struct swap_disk *swap_disk_create(unsigned int pages)
{
	union swap_header *header;
	struct swap_disk *d = disks;

	while (d->bdev)
		d++;
	*d = (struct swap_disk) { .nr = pages };
	swap_error_rs.printed = swap_error_rs.missed = 0;
	INIT_LIST_HEAD(&d->taken);
	d->data = vzalloc(pages * sizeof(*d->data));
	d->bdev = alloc_disk();
	if (!d->data || !d->bdev)
		return NULL;
	d->data[0] = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!d->data[0])
		return NULL;
	header = swap_disk_header(d);
	memcpy(header->magic.magic, "SWAPSPACE2", 10);
	header->info.version = 1;
	header->info.last_page = pages - 1;
	d->bdev->bd_ops = &disk_ops;
	d->bdev->bd_private = d;
	disk_set_capacity(d->bdev, (u64)pages << (PAGE_SHIFT - SECTOR_SHIFT));
	if (!users++ && request_irq(DISK_IRQ, disk_interrupt, IRQF_TRIGGER_NONE, "swap disk", disks))
		return NULL;
	return d;
}

void swap_disk_destroy(struct swap_disk *d)
{
	unsigned int i;

	put_disk(d->bdev);
	if (!--users)
		free_irq(DISK_IRQ, disks);
	for (i = 0; i < d->nr; i++)
		if (d->data[i])
			__free_page(d->data[i]);
	vfree(d->data);
	d->bdev = NULL;
}

struct file *swap_disk_open(struct swap_disk *d)
{
	int err = blkdev_get(d->bdev, false);

	if (err)
		return ERR_PTR(err);
	return alloc_file_pseudo(ihold(d->bdev->bd_inode), "swap disk", FMODE_READ | FMODE_WRITE, &def_blk_fops);
}

int swap_disk_on(struct swap_disk *d, int flags)
{
	struct file *file = swap_disk_open(d);
	int err;

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	err = swapon_file(file, flags);
	if (err)
		fput(file);
	return err;
}

int swap_disk_off(struct swap_disk *d)
{
	return swapoff_file(d->bdev->bd_inode->i_mapping);
}

u32 swap_disk_word(struct swap_disk *d, unsigned int n)
{
	return d->data[n] ? swap_page_word(d->data[n]) : 0;
}

struct swap_info_struct *swap_disk_info(struct swap_disk *d)
{
	unsigned int type;

	for (type = 0; type < nr_swapfiles; type++)
		if (swap_info[type].swap_map && swap_info[type].bdev == d->bdev)
			return &swap_info[type];
	return NULL;
}

struct page *swap_test_page(u32 word)
{
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE);
	u32 *kaddr;

	if (!page)
		return NULL;
	kaddr = kmap(page);
	memset(kaddr, (int)word, PAGE_SIZE);
	*kaddr = word;
	kunmap(page);
	__SetPageSwapBacked(page);
	__SetPageUptodate(page);
	return page;
}

u32 swap_page_word(struct page *page)
{
	u32 *kaddr = kmap_atomic(page), word = *kaddr;

	kunmap_atomic(kaddr);
	return word;
}
