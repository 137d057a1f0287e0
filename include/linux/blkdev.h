/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks: block devices, and the requests that go to them.
 *
 *   file system, page cache            bio: "these sectors, to or from these pieces of pages"
 *        | submit_bio()                       bi_sector            bi_io_vec[]
 *        v                                    |                    page A  4096 bytes
 *   block_device.bd_queue: bios in order      +-- 8 sectors ----   page B  1024 bytes
 *        | request_fn(): the driver takes     +-- 2 sectors ----
 *        v   what it has room for
 *   the disk ... interrupt: bio_endio() -> bi_end_io(bio, error)
 *
 * A sector is 512 bytes, whatever the device's own blocks are.  kernel/drivers/blk_core.c, kernel/fs/block_dev.c.
 */
#ifndef _LINUX_BLKDEV_H
#define _LINUX_BLKDEV_H

#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define SECTOR_SHIFT	9
#define SECTOR_SIZE	(1u << SECTOR_SHIFT)

/* bi_rw: READ, WRITE, and */
#define REQ_FLUSH	2ul	/* a bio without data: all that was written before is on the medium afterwards */

#define BIO_MAX_PAGES	32u	/* the largest bio: 128 KiB */

struct bio;
struct block_device;

/* Any context, interrupts included.  @error: 0 or a negative errno.  The bio is the submitter's again. */
typedef void bio_end_io_t(struct bio *bio, int error);

/* A piece of a page */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

struct bio {
	sector_t bi_sector;
	struct list_head bi_list;		/* of the device's queue, or of who has it */
	struct block_device *bi_bdev;
	unsigned long bi_rw;			/* READ, WRITE, REQ_FLUSH */
	unsigned int bi_size;			/* bytes of all pieces */
	unsigned short bi_vcnt, bi_max_vecs;	/* pieces there are, and there is room for */
	int bi_error;				/* between the driver and bio_endio() */
	bio_end_io_t *bi_end_io;
	void *bi_private;			/* the submitter's */
	struct bio_vec bi_io_vec[];
};

struct block_device_operations {
	/* Takes bios off bd_queue as long as there is room for them.  bd_lock is held, interrupts are off. */
	void (*request_fn)(struct block_device *bdev);
};

struct block_device {
	dev_t bd_dev;
	char bd_name[8];			/* "vda" */
	sector_t bd_nr_sectors;
	unsigned int bd_logical_block_size;	/* bytes; a bio is whole blocks */
	unsigned short bd_max_segments;		/* pieces of a bio */
	bool bd_read_only;
	bool bd_write_cache;			/* written data needs a flush to survive a power cut */
	struct inode *bd_inode;			/* its page cache, for all nodes of this device */
	const struct block_device_operations *bd_ops;
	void *bd_private;			/* the driver's */

	spinlock_t bd_lock;			/* interrupts off */
	struct list_head bd_queue;		/* bios that the driver hasn't taken; bd_lock */
	bool bd_dead;				/* the device is out of order; bd_lock */

	struct mutex bd_mutex;
	unsigned int bd_openers;		/* bd_mutex */
	bool bd_claimed;			/* by a mount or by O_EXCL; bd_mutex */
	struct list_head bd_list;		/* all disks, in their order */
};

/* ------------------------------------------------------------------ bios: blk_core.c */

struct bio *bio_alloc(gfp_t gfp, unsigned int nr_vecs);
void bio_put(struct bio *bio);
unsigned int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset);
void submit_bio(unsigned long rw, struct bio *bio);
int submit_bio_wait(unsigned long rw, struct bio *bio);
int blkdev_issue_flush(struct block_device *bdev);
void bio_endio(struct bio *bio, int error);
void bio_endio_list(struct list_head *bios);
void blk_kill_device(struct block_device *bdev, struct list_head *bios);

static inline unsigned int bio_sectors(const struct bio *bio)
{
	return bio->bi_size >> SECTOR_SHIFT;
}

/* The oldest bio that the driver hasn't taken; NULL: none.  bd_lock is held. */
static inline struct bio *blk_peek_bio(struct block_device *bdev)
{
	return list_empty(&bdev->bd_queue) ? NULL : list_first_entry(&bdev->bd_queue, struct bio, bi_list);
}

/* ------------------------------------------------------------------ devices: block_dev.c */

void bdev_cache_init(void);
struct block_device *alloc_disk(void);
void put_disk(struct block_device *bdev);
void disk_set_capacity(struct block_device *bdev, u64 sectors);
int add_disk(struct block_device *bdev, dev_t dev);
struct block_device *blkdev_get_by_path(const char *path, fmode_t mode);
int blkdev_get(struct block_device *bdev, bool claim);
void blkdev_put(struct block_device *bdev);
int sync_blockdev(struct block_device *bdev);
void invalidate_bdev(struct block_device *bdev);
void bdev_mark_dirty(struct page *page, unsigned int from, unsigned int len);
void bdev_forget(struct block_device *bdev, sector_t sector, unsigned int nr);
struct block_device *I_BDEV(struct inode *inode);
extern const struct file_operations def_blk_fops;

/* Calls @fn for every disk until it returns other than 0; returns that */
int for_each_disk(int (*fn)(struct block_device *bdev, void *data), void *data);

#endif
