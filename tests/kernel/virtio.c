/* SPDX-License-Identifier: GPL-2.0-only */
/* virtio's queue and disk, with a device that is played by the test: also one that talks nonsense */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_ring.h>
#include <asm/memory.h>
#include "selftest.h"

#define DEVICE_IRQ	1u
#define DEVICE_SECTORS	16u

/* ------------------------------------------------------------------ the queue */

static unsigned int notified;

static void count_notify(struct virtqueue *vq)
{
	notified++;
}

static struct virtio_device ring_device = { .name = "ring test" };

static struct virtqueue *new_ring(unsigned int num, struct vring *vr)
{
	struct virtqueue *vq = vring_new_virtqueue(&ring_device, 0, num, count_notify, NULL);

	if (vq)
		vring_init(vr, num, phys_to_virt(virtqueue_desc_addr(vq)));
	notified = 0;
	return vq;
}

/* What the device does when it is done with chain @id */
static void use(struct vring *vr, unsigned int num, u32 id, u32 len)
{
	vr->used->ring[vr->used->idx % num] = (struct vring_used_elem) { id, len };
	vr->used->idx++;
}

/* Is a buffer a chain of descriptors, those for the device to write last, which is free again when it is done? */
SELFTEST(virtio, ring_chain)
{
	static const struct virtio_sg sg[] = { { 0x1000, 16 }, { 0x2000, 512 }, { 0x3000, 1 } };
	struct vring_desc *d;
	struct virtqueue *vq;
	struct vring vr;
	u32 len = 0;

	vq = new_ring(4, &vr);
	ASSERT(vq);
	EXPECT(!virtqueue_get_buf(vq, &len));
	EXPECT_EQ(virtqueue_add(vq, sg, 1, 2, &vr), 0);
	EXPECT_EQ(vr.avail->idx, 1);
	d = &vr.desc[vr.avail->ring[0]];
	EXPECT_EQ(d->addr, 0x1000);
	EXPECT_EQ(d->len, 16);
	EXPECT_EQ(d->flags, VRING_DESC_F_NEXT);
	d = &vr.desc[d->next];
	EXPECT_EQ(d->addr, 0x2000);
	EXPECT_EQ(d->flags, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE);
	d = &vr.desc[d->next];
	EXPECT_EQ(d->addr, 0x3000);
	EXPECT_EQ(d->flags, VRING_DESC_F_WRITE);
	EXPECT_EQ(virtqueue_add(vq, sg, 2, 0, vq), -ENOSPC);
	EXPECT_EQ(virtqueue_add(vq, sg, 1, 0, vq), 0);
	EXPECT_EQ(virtqueue_add(vq, sg, 1, 0, vq), -ENOSPC);

	/* The younger one is done first */
	use(&vr, 4, vr.avail->ring[1], 0);
	EXPECT_EQ(virtqueue_get_buf(vq, &len), vq);
	EXPECT_EQ(len, 0);
	use(&vr, 4, vr.avail->ring[0], 513);
	EXPECT_EQ(virtqueue_get_buf(vq, &len), &vr);
	EXPECT_EQ(len, 513);
	EXPECT(!virtqueue_get_buf(vq, &len) && !virtqueue_is_broken(vq));
	EXPECT_EQ(virtqueue_add(vq, sg, 3, 0, vq), 0);
	vring_del_virtqueue(vq);
}

/* Is the device told, unless it doesn't want to be? */
SELFTEST(virtio, ring_kick)
{
	struct virtqueue *vq;
	struct vring vr;

	vq = new_ring(2, &vr);
	ASSERT(vq);
	virtqueue_kick(vq);
	EXPECT_EQ(notified, 1);
	vr.used->flags = VRING_USED_F_NO_NOTIFY;
	virtqueue_kick(vq);
	EXPECT_EQ(notified, 1);
	vring_del_virtqueue(vq);
}

/* Do the indexes, of 16 bits, go round? */
SELFTEST(virtio, ring_wrap)
{
	static struct virtio_sg sg[] = { { 0x1000, 1 }, { 0x2000, 1 } };
	unsigned int i, bad = 0;
	struct virtqueue *vq;
	struct vring vr;
	u32 len;

	vq = new_ring(4, &vr);
	ASSERT(vq);
	for (i = 0; i < 70000 && !bad; i++) {
		bad += virtqueue_add(vq, sg, 1, 1, &sg[i % 2]) != 0;
		use(&vr, 4, vr.avail->ring[i % 4], 1);
		bad += virtqueue_get_buf(vq, &len) != &sg[i % 2];
	}
	EXPECT_EQ(bad, 0);
	EXPECT_EQ(vr.used->idx, 70000 % 65536);
	vring_del_virtqueue(vq);
}

/* Of a device that says what can't be, is nothing believed any more? */
SELFTEST(virtio, ring_nonsense)
{
	static const struct virtio_sg sg[] = { { 0x1000, 16 }, { 0x2000, 1 } };
	struct virtqueue *vq;
	unsigned int i;
	struct vring vr;
	u32 len;

	for (i = 0; i < 5; i++) {
		vq = new_ring(4, &vr);
		ASSERT(vq);
		EXPECT_EQ(virtqueue_add(vq, sg, 1, 1, &vr), 0);
		EXPECT_EQ(virtqueue_add(vq, sg, 1, 0, &vr), 0);
		switch (i) {
		case 0:		/* no such descriptor */
			use(&vr, 4, 4, 0);
			break;
		case 1:		/* not the first of a chain */
			use(&vr, 4, vr.desc[vr.avail->ring[0]].next, 0);
			break;
		case 2:		/* twice the same */
			use(&vr, 4, vr.avail->ring[0], 1);
			EXPECT_EQ(virtqueue_get_buf(vq, &len), &vr);
			use(&vr, 4, vr.avail->ring[0], 1);
			break;
		case 3:		/* more bytes than there was room for */
			use(&vr, 4, vr.avail->ring[0], 2);
			break;
		case 4:		/* more than it was given */
			vr.used->idx = 4;
		}
		selftest_mute();
		EXPECT(!virtqueue_get_buf(vq, &len));
		selftest_unmute();
		EXPECT(virtqueue_is_broken(vq));
		EXPECT(!virtqueue_get_buf(vq, &len));
		EXPECT_EQ(virtqueue_add(vq, sg, 1, 0, &vr), -EIO);
		vring_del_virtqueue(vq);
	}
}

/* ------------------------------------------------------------------ the disk */

/* Feature bits and requests of virtio 1.1, 5.2; struct virtio_blk_config's words by their number */
#define F_SIZE_MAX	(1u << 1)
#define F_SEG_MAX	(1u << 2)
#define F_RO		(1u << 5)
#define F_BLK_SIZE	(1u << 6)
#define F_FLUSH		(1u << 9)

struct header {
	u32 type, ioprio;
	u64 sector;
};

static struct {
	struct virtio_device vdev;
	struct vring vr;
	unsigned int num;		/* descriptors; 0: it has no queue */
	u64 features, agreed;
	u32 config[6];
	u8 status;
	u16 seen;			/* of avail */
	unsigned int most;		/* requests at once */
	bool changing;			/* its configuration never stays the same */
	bool disagrees;			/* ... with the features chosen */
	/* How it misbehaves */
	u8 answer;			/* the status of requests */
	bool silent;			/* it writes none */
	int short_by;			/* bytes less than there are */
	bool nonsense;			/* it answers what it was not asked */
	unsigned int flushes;
	u8 data[DEVICE_SECTORS * SECTOR_SIZE];
} dev;

static u32 dev_get(struct virtio_device *vdev, unsigned int offset)
{
	return dev.config[offset / 4];
}

static u32 dev_generation(struct virtio_device *vdev)
{
	static u32 generation;

	return dev.changing ? ++generation : 0;
}

static u64 dev_get_features(struct virtio_device *vdev)
{
	return dev.features;
}

static void dev_set_features(struct virtio_device *vdev, u64 features)
{
	dev.agreed = features;
}

static u8 dev_get_status(struct virtio_device *vdev)
{
	return dev.disagrees ? (u8)(dev.status & ~VIRTIO_CONFIG_S_FEATURES_OK) : dev.status;
}

static void dev_set_status(struct virtio_device *vdev, u8 status)
{
	dev.status = status;
}

static void dev_notify(struct virtqueue *vq)
{
	gic_send_sgi(DEVICE_IRQ);
}

static struct virtqueue *dev_find_vq(struct virtio_device *vdev, unsigned int index,
				     void (*callback)(struct virtqueue *vq))
{
	struct virtqueue *vq;

	if (!dev.num)
		return ERR_PTR(-ENOENT);
	vq = vring_new_virtqueue(vdev, index, dev.num, dev_notify, callback);
	if (!vq)
		return ERR_PTR(-ENOMEM);
	vring_init(&dev.vr, dev.num, phys_to_virt(virtqueue_desc_addr(vq)));
	vdev->vq = vq;
	return vq;
}

static void dev_del_vq(struct virtqueue *vq)
{
	dev.vdev.vq = NULL;
	vring_del_virtqueue(vq);
}

static const struct virtio_config_ops dev_ops = {
	.get = dev_get,
	.generation = dev_generation,
	.get_features = dev_get_features,
	.set_features = dev_set_features,
	.get_status = dev_get_status,
	.set_status = dev_set_status,
	.find_vq = dev_find_vq,
	.del_vq = dev_del_vq,
};

/* One request, as the device sees it */
static void dev_serve(u16 id)
{
	struct vring_desc *d = &dev.vr.desc[id];
	struct header *h = phys_to_virt((phys_addr_t)d->addr);
	u8 *data = dev.data + h->sector * SECTOR_SIZE;
	u32 len = 0;

	dev.flushes += h->type == 4;
	for (d = &dev.vr.desc[d->next]; d->flags & VRING_DESC_F_NEXT; d = &dev.vr.desc[d->next]) {
		if (d->flags & VRING_DESC_F_WRITE) {
			memcpy(phys_to_virt((phys_addr_t)d->addr), data, d->len);
			len += d->len;
		} else {
			memcpy(data, phys_to_virt((phys_addr_t)d->addr), d->len);
		}
		data += d->len;
	}
	if (!dev.silent)
		*(u8 *)phys_to_virt((phys_addr_t)d->addr) = dev.answer;
	use(&dev.vr, dev.num, dev.nonsense ? dev.num : id, len + 1 - (u32)dev.short_by);
}

/* Its bell was rung: it does all that there is, the newest first, and interrupts */
static irqreturn_t dev_interrupt(int irq, void *unused)
{
	u16 i, n = (u16)(dev.vr.avail->idx - dev.seen);

	dev.most = max_t(unsigned int, dev.most, n);
	for (i = 0; i < n; i++)
		dev_serve(dev.vr.avail->ring[(u16)(dev.vr.avail->idx - 1 - i) % dev.num]);
	dev.seen = (u16)(dev.seen + n);
	virtqueue_interrupt(dev.vdev.vq);
	return IRQ_HANDLED;
}

static void dev_create(bool modern)
{
	unsigned int i;

	memset(&dev, 0, sizeof(dev));
	dev.vdev = (struct virtio_device) {
		.name = "disk test", .device_id = VIRTIO_ID_BLOCK, .modern = modern, .config = &dev_ops,
	};
	dev.num = 8;
	dev.features = F_SEG_MAX | F_FLUSH | (modern ? 1ull << VIRTIO_F_VERSION_1 : 0);
	dev.config[0] = DEVICE_SECTORS;
	dev.config[3] = 6;
	for (i = 0; i < sizeof(dev.data); i++)
		dev.data[i] = (u8)(i * 5 + i / 512);
}

static struct block_device *disk_create(bool modern)
{
	struct block_device *bdev;

	dev_create(modern);
	bdev = virtblk_probe(&dev.vdev);
	if (!EXPECT(!IS_ERR(bdev)))
		return NULL;
	EXPECT_EQ(request_irq(DEVICE_IRQ, dev_interrupt, IRQF_TRIGGER_NONE, "disk test", &dev), 0);
	return bdev;
}

static void disk_destroy(void)
{
	free_irq(DEVICE_IRQ, &dev);
	virtblk_remove(&dev.vdev);
	EXPECT_EQ(dev.status, 0);
}

static struct page *pages[2];

/* A bio for sectors 3, 4 and 5: two at the end of one page, one at the start of another */
static struct bio *three_sectors(struct block_device *bdev)
{
	struct bio *bio = bio_alloc(GFP_KERNEL, 2);

	bio->bi_bdev = bdev;
	bio->bi_sector = 3;
	bio_add_page(bio, pages[0], 1024, PAGE_SIZE - 1024);
	bio_add_page(bio, pages[1], 512, 0);
	return bio;
}

static bool pages_create(void)
{
	pages[0] = alloc_page(GFP_KERNEL | __GFP_ZERO);
	pages[1] = alloc_page(GFP_KERNEL | __GFP_ZERO);
	return pages[0] && pages[1];
}

static void pages_destroy(void)
{
	__free_page(pages[0]);
	__free_page(pages[1]);
}

/* Do the pieces of a bio get the sectors' bytes, by both interfaces, and is the driver done with the device afterwards? */
SELFTEST(virtio, blk_read)
{
	struct block_device *bdev;
	struct bio *bio;
	int modern;

	for (modern = 0; modern < 2; modern++) {
		ASSERT(pages_create());
		bdev = disk_create(modern);
		ASSERT(bdev);
		EXPECT_EQ(bdev->bd_nr_sectors, DEVICE_SECTORS);
		EXPECT_EQ(bdev->bd_max_segments, 6);
		EXPECT_EQ(dev.agreed, dev.features);
		EXPECT_EQ(dev.status & VIRTIO_CONFIG_S_DRIVER_OK, VIRTIO_CONFIG_S_DRIVER_OK);
		bio = three_sectors(bdev);
		EXPECT_EQ(submit_bio_wait(READ, bio), 0);
		EXPECT(!memcmp((u8 *)page_address(pages[0]) + PAGE_SIZE - 1024, dev.data + 3 * 512, 1024));
		EXPECT(!memcmp(page_address(pages[1]), dev.data + 5 * 512, 512));
		EXPECT(!memchr_inv((u8 *)page_address(pages[1]) + 512, 0, PAGE_SIZE - 512));
		bio_put(bio);
		EXPECT_EQ(blkdev_issue_flush(bdev), 0);
		EXPECT_EQ(dev.flushes, 1);
		disk_destroy();
		pages_destroy();
	}
}

/* Is every answer but "done" an error: a status, none at all, too few bytes (which means nothing by the legacy interface)? */
SELFTEST(virtio, blk_errors)
{
	struct block_device *bdev;
	struct bio *bio;
	int modern;

	for (modern = 0; modern < 2; modern++) {
		ASSERT(pages_create());
		bdev = disk_create(modern);
		ASSERT(bdev);
		bio = three_sectors(bdev);
		dev.answer = 1;
		EXPECT_EQ(submit_bio_wait(READ, bio), -EIO);
		dev.answer = 2;
		EXPECT_EQ(blkdev_issue_flush(bdev), -EIO);
		dev.answer = 0;
		dev.silent = true;
		EXPECT_EQ(submit_bio_wait(READ, bio), -EIO);
		dev.silent = false;
		dev.short_by = 512;
		EXPECT_EQ(submit_bio_wait(READ, bio), modern ? -EIO : 0);
		dev.short_by = 0;
		EXPECT_EQ(submit_bio_wait(READ, bio), 0);
		bio_put(bio);
		disk_destroy();
		pages_destroy();
	}
}

static int ended, failed;

static void count_end(struct bio *bio, int error)
{
	ended++;
	failed += error != 0;
}

#define MANY	20

static void submit_many(struct block_device *bdev, struct bio **bios)
{
	unsigned long flags;
	unsigned int i;

	ended = failed = 0;
	for (i = 0; i < MANY; i++) {
		bios[i] = three_sectors(bdev);
		bios[i]->bi_end_io = count_end;
	}
	local_irq_save(flags);
	for (i = 0; i < MANY; i++)
		submit_bio(READ, bios[i]);
	local_irq_restore(flags);
	for (i = 0; i < MANY; i++)
		bio_put(bios[i]);
}

/* Are as many requests at once with the device as its queue has room for, and the others in their turn? */
SELFTEST(virtio, blk_many)
{
	struct block_device *bdev;
	struct bio *bios[MANY];

	ASSERT(pages_create());
	bdev = disk_create(true);
	ASSERT(bdev);
	submit_many(bdev, bios);
	EXPECT_EQ(ended, MANY);
	EXPECT_EQ(failed, 0);
	EXPECT_EQ(dev.most, 2);		/* of four descriptors each, in a queue of eight */
	disk_destroy();
	pages_destroy();
}

/* Of a device that answers nonsense, has everything failed, what is on its way, what waits and what comes later, and is it reset? */
SELFTEST(virtio, blk_broken)
{
	struct block_device *bdev;
	struct bio *bios[MANY];

	ASSERT(pages_create());
	bdev = disk_create(true);
	ASSERT(bdev);
	dev.nonsense = true;
	selftest_mute();
	submit_many(bdev, bios);
	selftest_unmute();
	EXPECT_EQ(ended, MANY);
	EXPECT_EQ(failed, MANY);
	EXPECT_EQ(dev.status, 0);
	submit_many(bdev, bios);
	EXPECT_EQ(failed, MANY);
	EXPECT_EQ(blkdev_issue_flush(bdev), -EIO);
	disk_destroy();
	pages_destroy();
}

/* Are sizes taken as they are said as far as they can be, and is a disk refused that says what can't be? */
SELFTEST(virtio, blk_config)
{
	static const struct {
		u64 features;
		u32 config[6];		/* capacity, size_max, seg_max, geometry, blk_size */
		int err;
		unsigned int num;
		bool changing, disagrees;
	} cases[] = {
		{ 0, { 5 }, 0, 8 },
		{ 0, { ~0u, ~0u }, 0, 8 },
		{ F_SEG_MAX, { 5, 0, 0, 0 }, 0, 8 },
		{ F_SEG_MAX, { 5, 0, 0, ~0u }, 0, 8 },
		{ F_RO | F_BLK_SIZE, { 15, 0, 0, 0, 0, 4096 }, 0, 8 },
		{ F_SIZE_MAX, { 5, 0, 4096 }, 0, 8 },
		{ F_SIZE_MAX, { 5, 0, 4095 }, -EINVAL, 8 },
		{ F_BLK_SIZE, { 5, 0, 0, 0, 0, 0 }, -EINVAL, 8 },
		{ F_BLK_SIZE, { 5, 0, 0, 0, 0, 256 }, -EINVAL, 8 },
		{ F_BLK_SIZE, { 5, 0, 0, 0, 0, 1536 }, -EINVAL, 8 },
		{ F_BLK_SIZE, { 5, 0, 0, 0, 0, 8192 }, -EINVAL, 8 },
		{ 0, { 5 }, -ENOENT, 0 },
		{ 0, { 5 }, -EINVAL, 2 },
		{ 0, { 5 }, -EIO, 8, .changing = true },
		{ 0, { 5 }, -ENODEV, 8, .disagrees = true },
	};
	struct block_device *bdev;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		dev_create(true);
		dev.features = cases[i].features | 1ull << VIRTIO_F_VERSION_1;
		memcpy(dev.config, cases[i].config, sizeof(dev.config));
		dev.num = cases[i].num;
		dev.changing = cases[i].changing;
		dev.disagrees = cases[i].disagrees;
		bdev = virtblk_probe(&dev.vdev);
		if (!EXPECT_EQ(IS_ERR(bdev) ? PTR_ERR(bdev) : 0, cases[i].err))
			selftest_note("case %u", i);
		if (IS_ERR(bdev))
			continue;
		EXPECT(bdev->bd_max_segments >= 1 && bdev->bd_max_segments <= 6);
		EXPECT_EQ(bdev->bd_nr_sectors << 9, bdev->bd_inode->i_size);
		EXPECT(bdev->bd_inode->i_size > 0 && bdev->bd_inode->i_size <= MAX_LFS_FILESIZE);
		if (i == 4)
			EXPECT_EQ(bdev->bd_nr_sectors, 8);
		virtblk_remove(&dev.vdev);
	}

	/* Modern, but it doesn't say so */
	dev_create(true);
	dev.features = 0;
	EXPECT_EQ(virtblk_probe(&dev.vdev), ERR_PTR(-EINVAL));
	/* A device of a kind that has no driver */
	dev_create(true);
	dev.vdev.device_id = 1;
	EXPECT_EQ(virtio_dev_probe(&dev.vdev), -ENODEV);
	EXPECT(dev.status & VIRTIO_CONFIG_S_FAILED);
}
