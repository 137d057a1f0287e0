/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bios, from who makes them to the driver and back.
 *
 *   bio_alloc, bi_bdev and bi_sector set, bio_add_page ...
 *   submit_bio         checked; to the end of bd_queue
 *     request_fn       the driver takes what it has room for, now and whenever something is done
 *   bio_endio          from the driver's interrupt, as a rule: bi_end_io(bio, error)
 *
 * Bios are taken in order but may end in any.  There is neither merging nor plugging: who reads or writes much makes
 * large bios.  Different from Linux 4.x: no requests between bio and driver, no scheduler, and a bio is for one device
 * from the start, so that none has to be split.
 *
 * Locking: bd_lock, interrupts off; bi_end_io is called without it.  Tests: blk.*, tests/host/disk.t
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

/* bio_alloc - an empty bio with room for @nr_vecs pieces, BIO_MAX_PAGES at most; NULL without memory.  Sleeps if @gfp allows it. */
struct bio *bio_alloc(gfp_t gfp, unsigned int nr_vecs)
{
	struct bio *bio;

	if (nr_vecs > BIO_MAX_PAGES)
		return NULL;
	bio = kmalloc(sizeof(*bio) + nr_vecs * sizeof(struct bio_vec), gfp);
	if (!bio)
		return NULL;
	memset(bio, 0, sizeof(*bio));
	INIT_LIST_HEAD(&bio->bi_list);
	bio->bi_max_vecs = (unsigned short)nr_vecs;
	return bio;
}

/* bio_put - @bio, which isn't on its way, is gone; its pages aren't touched.  Any context. */
void bio_put(struct bio *bio)
{
	kfree(bio);
}

/*
 * bio_add_page - @len bytes from @offset of @page are the bio's next piece, or lengthen its last
 *
 * bi_bdev is set.  Returns @len; 0: the bio, or the device, has no room for another piece.  The page is not pinned: it
 * must stay until the bio ends.
 */
unsigned int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset)
{
	struct bio_vec *last = bio->bi_vcnt ? &bio->bi_io_vec[bio->bi_vcnt - 1] : NULL;

	if (last && last->bv_page == page && last->bv_offset + last->bv_len == offset) {
		last->bv_len += len;
	} else {
		if (bio->bi_vcnt >= min(bio->bi_max_vecs, bio->bi_bdev->bd_max_segments))
			return 0;
		bio->bi_io_vec[bio->bi_vcnt++] = (struct bio_vec) { page, len, offset };
	}
	bio->bi_size += len;
	return len;
}

/* bio_endio - @bio, which is in no list, is done.  Any context, without bd_lock. */
void bio_endio(struct bio *bio, int error)
{
	bio->bi_end_io(bio, error);
}

/* bio_endio_list - all of @bios are, each as its bi_error says.  The list is empty afterwards. */
void bio_endio_list(struct list_head *bios)
{
	struct bio *bio;

	while (!list_empty(bios)) {
		bio = list_first_entry(bios, struct bio, bi_list);
		list_del_init(&bio->bi_list);
		bio_endio(bio, bio->bi_error);
	}
}

/* Whole blocks that the device has, and may be written if they are to be?  0, errno. */
static int bio_check(const struct bio *bio)
{
	const struct block_device *bdev = bio->bi_bdev;
	u64 block_mask = (bdev->bd_logical_block_size >> SECTOR_SHIFT) - 1;
	unsigned int sectors = bio_sectors(bio);

	if (bio->bi_rw & REQ_FLUSH)
		return bio->bi_size ? -EIO : 0;
	if (!sectors || bio->bi_size % SECTOR_SIZE || (bio->bi_sector | sectors) & block_mask)
		return -EIO;
	if (bio->bi_vcnt > bdev->bd_max_segments)
		return -EIO;
	if (bio->bi_sector > bdev->bd_nr_sectors || sectors > bdev->bd_nr_sectors - bio->bi_sector)
		return -EIO;
	return bio->bi_rw & WRITE && bdev->bd_read_only ? -EROFS : 0;
}

/*
 * submit_bio - @bio goes to its device; @rw: READ, WRITE, or WRITE | REQ_FLUSH without data
 *
 * bi_end_io is called in any case, maybe before this returns and in any context: with -EIO for what the device hasn't
 * got or can't do, -EROFS for a write to what can't be written.  Any context.
 */
void submit_bio(unsigned long rw, struct bio *bio)
{
	struct block_device *bdev = bio->bi_bdev;
	unsigned long flags;
	int error;

	bio->bi_rw |= rw;
	bio->bi_error = 0;
	error = bio_check(bio);
	if (!error) {
		spin_lock_irqsave(&bdev->bd_lock, flags);
		if (bdev->bd_dead) {
			error = -EIO;
		} else {
			list_add_tail(&bio->bi_list, &bdev->bd_queue);
			bdev->bd_ops->request_fn(bdev);
		}
		spin_unlock_irqrestore(&bdev->bd_lock, flags);
	}
	if (error)
		bio_endio(bio, error);
}

/* blk_kill_device - nothing goes to @bdev any more.  What waits is put at the end of @bios, as failed.  bd_lock is held. */
void blk_kill_device(struct block_device *bdev, struct list_head *bios)
{
	struct bio *bio;

	bdev->bd_dead = true;
	while ((bio = blk_peek_bio(bdev))) {
		bio->bi_error = -EIO;
		list_move_tail(&bio->bi_list, bios);
	}
}

struct bio_wait {
	struct completion done;
	int error;
};

static void bio_wait_end_io(struct bio *bio, int error)
{
	struct bio_wait *wait = bio->bi_private;

	wait->error = error;
	complete(&wait->done);
}

/* submit_bio_wait - the same, and waits until it is done: 0, errno.  bi_end_io and bi_private are overwritten.  Sleeps. */
int submit_bio_wait(unsigned long rw, struct bio *bio)
{
	struct bio_wait wait;

	init_completion(&wait.done);
	bio->bi_private = &wait;
	bio->bi_end_io = bio_wait_end_io;
	submit_bio(rw, bio);
	wait_for_completion(&wait.done);
	return wait.error;
}

/*
 * blkdev_issue_flush - what was written to @bdev, and had ended, is on the medium when this returns 0
 *
 * -EIO: it may not be; -ENOMEM.  A device without a cache has nothing to flush.  Sleeps.
 */
int blkdev_issue_flush(struct block_device *bdev)
{
	struct bio *bio;
	int error;

	if (!bdev->bd_write_cache)
		return 0;
	bio = bio_alloc(GFP_NOIO, 0);
	if (!bio)
		return -ENOMEM;
	bio->bi_bdev = bdev;
	error = submit_bio_wait(WRITE | REQ_FLUSH, bio);
	bio_put(bio);
	return error;
}
