/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio disks (virtio 1.1, 5.2): vda, vdb and so on, in the order in which they are found.
 *
 *   a bio on its way is one chain:   header     what, and which sector         the device reads
 *                                    pieces     the bio's                      reads, or writes
 *                                    status     one byte                       writes
 *
 * As many go at once as the queue has descriptors for; what finds none waits in bd_queue, and whenever something is done
 * it is looked at again.  Headers and statuses are made with the device, two descriptors being the least that a request
 * takes, so that sending one needs no memory and can't fail.
 *
 * The device is not trusted.  Its sizes are checked when it is found.  An answer that can't be (virtio_ring.c) is its
 * last: it is reset, so that it lets go of the memory it had, and all that was on its way, or comes later, ends with
 * -EIO.  A status that says anything but "done" is -EIO, and so is one that was not written.
 *
 * Locking: bd_lock, interrupts off, for all of struct virtio_blk; bios end without it.  Tests: virtio.blk_*,
 * tests/host/disk.t, tests/user/disk.c
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <asm/memory.h>

/* Features, by their bits */
#define VIRTIO_BLK_F_SIZE_MAX	1	/* a limit for each piece */
#define VIRTIO_BLK_F_SEG_MAX	2	/* ... and for their number */
#define VIRTIO_BLK_F_RO		5
#define VIRTIO_BLK_F_BLK_SIZE	6
#define VIRTIO_BLK_F_FLUSH	9	/* it has a cache, which can be written to the medium */

/* The device's configuration, by offset */
#define VIRTIO_BLK_CAPACITY	0	/* 64 bits: sectors */
#define VIRTIO_BLK_SIZE_MAX	8
#define VIRTIO_BLK_SEG_MAX	12
#define VIRTIO_BLK_BLK_SIZE	20

#define VIRTIO_BLK_T_IN		0
#define VIRTIO_BLK_T_OUT	1
#define VIRTIO_BLK_T_FLUSH	4

#define VIRTIO_BLK_S_OK		0
#define VIRTIO_BLK_S_NONE	0xff	/* not written by the device */

#define VIRTIO_BLK_MAJOR	254
#define PART_BITS		4	/* minor numbers of a disk; there are no partitions */

struct virtio_blk_outhdr {
	u32 type, ioprio;
	u64 sector;
};

struct virtblk_req {
	struct virtio_blk_outhdr out_hdr;
	struct bio *bio;
	u8 status;
	struct virtblk_req *next;	/* free */
};

struct virtio_blk {
	struct virtio_device *vdev;
	struct virtqueue *vq;
	struct block_device *bdev;
	struct virtblk_req *reqs, *free_reqs;
	unsigned int nr_reqs;
	struct virtio_sg sg[BIO_MAX_PAGES + 2];	/* of the request that is being sent */
};

static unsigned int nr_disks;

/* ------------------------------------------------------------------ requests */

static u32 virtblk_type(const struct bio *bio)
{
	if (bio->bi_rw & REQ_FLUSH)
		return VIRTIO_BLK_T_FLUSH;
	return bio->bi_rw & WRITE ? VIRTIO_BLK_T_OUT : VIRTIO_BLK_T_IN;
}

/* @bio goes to the device, which isn't told yet.  False: it has no room now. */
static bool virtblk_send(struct virtio_blk *vblk, struct bio *bio)
{
	struct virtblk_req *req = vblk->free_reqs;
	u32 type = virtblk_type(bio);
	struct virtio_sg *sg = vblk->sg;
	unsigned int i, out = type == VIRTIO_BLK_T_OUT ? bio->bi_vcnt + 1u : 1;

	if (!req)
		return false;
	req->out_hdr = (struct virtio_blk_outhdr) { .type = type, .sector = bio->bi_sector };
	req->status = VIRTIO_BLK_S_NONE;
	*sg++ = (struct virtio_sg) { virt_to_phys(&req->out_hdr), sizeof(req->out_hdr) };
	for (i = 0; i < bio->bi_vcnt; i++)
		*sg++ = (struct virtio_sg) { page_to_phys(bio->bi_io_vec[i].bv_page) + bio->bi_io_vec[i].bv_offset,
					     bio->bi_io_vec[i].bv_len };
	*sg++ = (struct virtio_sg) { virt_to_phys(&req->status), 1 };
	if (virtqueue_add(vblk->vq, vblk->sg, out, bio->bi_vcnt + 2u - out, req))
		return false;
	req->bio = bio;
	vblk->free_reqs = req->next;
	return true;
}

/* request_fn: bd_lock is held, interrupts are off */
static void virtblk_request(struct block_device *bdev)
{
	struct virtio_blk *vblk = bdev->bd_private;
	bool sent = false;
	struct bio *bio;

	while ((bio = blk_peek_bio(bdev)) && virtblk_send(vblk, bio)) {
		list_del_init(&bio->bi_list);
		sent = true;
	}
	if (sent)
		virtqueue_kick(vblk->vq);
}

static const struct block_device_operations virtblk_ops = {
	.request_fn = virtblk_request,
};

/* @req is over: its bio, with what came of it, to the end of @done */
static void virtblk_request_done(struct virtio_blk *vblk, struct virtblk_req *req, int error, struct list_head *done)
{
	req->bio->bi_error = error;
	list_add_tail(&req->bio->bi_list, done);
	req->bio = NULL;
	req->next = vblk->free_reqs;
	vblk->free_reqs = req;
}

/* The device is out of order: it lets go of everything, and everything has failed */
static void virtblk_give_up(struct virtio_blk *vblk, struct list_head *done)
{
	unsigned int i;

	virtio_reset_device(vblk->vdev);
	for (i = 0; i < vblk->nr_reqs; i++)
		if (vblk->reqs[i].bio)
			virtblk_request_done(vblk, &vblk->reqs[i], -EIO, done);
	blk_kill_device(vblk->bdev, done);
	pr_err("%s: disabled\n", vblk->bdev->bd_name);
}

/* What came of @req, for which the device says that it wrote @len bytes, its status the last of them: 0, -EIO */
static int virtblk_result(const struct virtio_blk *vblk, const struct virtblk_req *req, u32 len)
{
	u32 expected = virtblk_type(req->bio) == VIRTIO_BLK_T_IN ? req->bio->bi_size + 1 : 1;

	if (READ_ONCE(req->status) != VIRTIO_BLK_S_OK)
		return -EIO;
	/* By the legacy interface the length means nothing (virtio 1.1, 2.6.8.1) */
	return vblk->vdev->modern && len != expected ? -EIO : 0;
}

/* From the interrupt */
static void virtblk_done(struct virtqueue *vq)
{
	struct virtio_blk *vblk = virtqueue_device(vq)->priv;
	struct block_device *bdev = vblk->bdev;
	struct virtblk_req *req;
	unsigned long flags;
	LIST_HEAD(done);
	u32 len;

	spin_lock_irqsave(&bdev->bd_lock, flags);
	while ((req = virtqueue_get_buf(vq, &len)))
		virtblk_request_done(vblk, req, virtblk_result(vblk, req, len), &done);
	if (unlikely(virtqueue_is_broken(vq)) && !bdev->bd_dead)
		virtblk_give_up(vblk, &done);
	else
		virtblk_request(bdev);
	spin_unlock_irqrestore(&bdev->bd_lock, flags);
	bio_endio_list(&done);
}

/* ------------------------------------------------------------------ the device */

/* The capacity is two words, which may change between reading the one and the other.  0, -EIO: it doesn't stop. */
static int virtblk_read_capacity(struct virtio_device *vdev, u64 *sectors)
{
	u32 generation;
	int tries;

	for (tries = 0; tries < 100; tries++) {
		generation = vdev->config->generation(vdev);
		*sectors = vdev->config->get(vdev, VIRTIO_BLK_CAPACITY) |
			   (u64)vdev->config->get(vdev, VIRTIO_BLK_CAPACITY + 4) << 32;
		if (vdev->config->generation(vdev) == generation)
			return 0;
	}
	return -EIO;
}

/* Sizes and features of the device, as far as we can work with them.  0, -EINVAL, -EIO: we can't. */
static int virtblk_read_config(struct virtio_blk *vblk)
{
	struct virtio_device *vdev = vblk->vdev;
	struct block_device *bdev = vblk->bdev;
	u32 segments = 1, block_size = SECTOR_SIZE;
	u64 sectors;
	int err = virtblk_read_capacity(vdev, &sectors);

	if (err)
		return err;
	if (virtio_has_feature(vdev, VIRTIO_BLK_F_SEG_MAX))
		segments = max(vdev->config->get(vdev, VIRTIO_BLK_SEG_MAX), 1u);
	if (virtio_has_feature(vdev, VIRTIO_BLK_F_BLK_SIZE))
		block_size = vdev->config->get(vdev, VIRTIO_BLK_BLK_SIZE);
	if (block_size < SECTOR_SIZE || block_size > PAGE_SIZE || !is_power_of_2(block_size))
		return -EINVAL;
	if (virtio_has_feature(vdev, VIRTIO_BLK_F_SIZE_MAX) &&
	    vdev->config->get(vdev, VIRTIO_BLK_SIZE_MAX) < PAGE_SIZE)
		return -EINVAL;
	if (virtqueue_size(vblk->vq) < 3)
		return -EINVAL;
	segments = min(segments, virtqueue_size(vblk->vq) - 2);
	bdev->bd_logical_block_size = block_size;
	bdev->bd_max_segments = (unsigned short)min(segments, BIO_MAX_PAGES);
	bdev->bd_read_only = virtio_has_feature(vdev, VIRTIO_BLK_F_RO);
	bdev->bd_write_cache = virtio_has_feature(vdev, VIRTIO_BLK_F_FLUSH);
	disk_set_capacity(bdev, sectors & ~(u64)((block_size >> SECTOR_SHIFT) - 1));
	return 0;
}

/* As many requests as can be on their way.  0, -ENOMEM. */
static int virtblk_alloc_reqs(struct virtio_blk *vblk)
{
	unsigned int i;

	vblk->nr_reqs = virtqueue_size(vblk->vq) / 2;
	vblk->reqs = kzalloc(vblk->nr_reqs * sizeof(*vblk->reqs), GFP_KERNEL);
	if (!vblk->reqs)
		return -ENOMEM;
	for (i = 0; i < vblk->nr_reqs; i++) {
		vblk->reqs[i].next = vblk->free_reqs;
		vblk->free_reqs = &vblk->reqs[i];
	}
	return 0;
}

/* "vda" to "vdz", then "vdaa" to "vdzz" */
static void virtblk_name(char *buf, size_t size, unsigned int index)
{
	if (index < 26)
		snprintf(buf, size, "vd%c", 'a' + index);
	else
		snprintf(buf, size, "vd%c%c", 'a' + index / 26 - 1, 'a' + index % 26);
}

/* virtblk_remove - the device is forgotten, with its disk, which add_disk() hasn't seen or nobody uses.  May sleep. */
void virtblk_remove(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;

	virtio_reset_device(vdev);
	if (!IS_ERR_OR_NULL(vblk->vq))
		vdev->config->del_vq(vblk->vq);
	if (vblk->bdev)
		put_disk(vblk->bdev);
	kfree(vblk->reqs);
	kfree(vblk);
	vdev->priv = NULL;
}

/* virtblk_setup - the device works, and has a disk without a name, which nobody knows.  vdev->priv is set.  0, errno. */
static int virtblk_setup(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;
	int err = virtio_finalize_features(vdev, 1u << VIRTIO_BLK_F_SIZE_MAX | 1u << VIRTIO_BLK_F_SEG_MAX |
						 1u << VIRTIO_BLK_F_RO | 1u << VIRTIO_BLK_F_BLK_SIZE |
						 1u << VIRTIO_BLK_F_FLUSH);

	if (err)
		return err;
	vblk->vdev = vdev;
	vblk->bdev = alloc_disk();
	if (!vblk->bdev)
		return -ENOMEM;
	vblk->bdev->bd_private = vblk;
	vblk->bdev->bd_ops = &virtblk_ops;
	vblk->vq = vdev->config->find_vq(vdev, 0, virtblk_done);
	if (IS_ERR(vblk->vq))
		return (int)PTR_ERR(vblk->vq);
	err = virtblk_read_config(vblk) ?: virtblk_alloc_reqs(vblk);
	if (!err)
		virtio_add_status(vdev, VIRTIO_CONFIG_S_DRIVER_OK);
	return err;
}

/*
 * virtblk_probe - a disk is found and works, without a name yet: its block_device
 *
 * ERR_PTR: the device is reset.  May sleep.
 */
struct block_device *virtblk_probe(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = kzalloc(sizeof(*vblk), GFP_KERNEL);
	int err;

	if (!vblk)
		return ERR_PTR(-ENOMEM);
	vdev->priv = vblk;
	err = virtblk_setup(vdev);
	if (!err)
		return vblk->bdev;
	virtblk_remove(vdev);
	return ERR_PTR(err);
}

/* virtblk_add - ... and now it has one, the next.  0, -EBUSY.  Boot only. */
int virtblk_add(struct virtio_device *vdev, struct block_device *bdev)
{
	int err;

	virtblk_name(bdev->bd_name, sizeof(bdev->bd_name), nr_disks);
	err = add_disk(bdev, MKDEV(VIRTIO_BLK_MAJOR, nr_disks << PART_BITS));
	if (err)
		return err;
	nr_disks++;
	pr_info("%s: %llu sectors of 512 bytes, %s%s\n", bdev->bd_name, (unsigned long long)bdev->bd_nr_sectors,
		vdev->name, bdev->bd_read_only ? ", read-only" : "");
	return 0;
}
