/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio (OASIS, "Virtual I/O Device", version 1.1, and the legacy interface that it describes beside it).
 *
 *   driver  virtio_blk.c             requests, in the device's own language
 *     |   virtqueue_add(), virtqueue_get_buf()
 *   queue   virtio_ring.c            descriptors in memory that both sides see
 *     |   virtio_config_ops
 *   transport  virtio_mmio.c         registers: find the device, agree on features, ring the bell, the interrupt
 *
 * All numbers are little-endian, as the processor's: by the legacy interface, because they are the guest's; by the
 * modern one, because it says so.
 */
#ifndef _LINUX_VIRTIO_H
#define _LINUX_VIRTIO_H

#include <linux/bug.h>
#include <linux/types.h>

struct block_device;
struct virtio_device;
struct virtqueue;

#define VIRTIO_ID_BLOCK		2

/* The driver tells how far it is; 0 resets the device */
#define VIRTIO_CONFIG_S_ACKNOWLEDGE	1
#define VIRTIO_CONFIG_S_DRIVER		2
#define VIRTIO_CONFIG_S_DRIVER_OK	4
#define VIRTIO_CONFIG_S_FEATURES_OK	8
#define VIRTIO_CONFIG_S_FAILED		0x80

#define VIRTIO_F_VERSION_1	32	/* not the legacy interface */

/* What a transport does.  May sleep unless something else is said. */
struct virtio_config_ops {
	/* The 4 bytes at @offset of the device's own configuration */
	u32 (*get)(struct virtio_device *vdev, unsigned int offset);
	/* Changes whenever several of them may not belong together */
	u32 (*generation)(struct virtio_device *vdev);
	u64 (*get_features)(struct virtio_device *vdev);
	void (*set_features)(struct virtio_device *vdev, u64 features);
	u8 (*get_status)(struct virtio_device *vdev);
	void (*set_status)(struct virtio_device *vdev, u8 status);	/* any context */
	/* The device's queue @index; ERR_PTR(-ENOENT), it has none; -ENOMEM.  @callback: from the interrupt. */
	struct virtqueue *(*find_vq)(struct virtio_device *vdev, unsigned int index,
				     void (*callback)(struct virtqueue *vq));
	void (*del_vq)(struct virtqueue *vq);				/* after a reset */
};

struct virtio_device {
	const char *name;		/* for messages */
	u32 device_id;			/* VIRTIO_ID_* */
	bool modern;			/* its transport isn't the legacy one: VIRTIO_F_VERSION_1 is a must */
	u64 features;			/* both sides have */
	const struct virtio_config_ops *config;
	struct virtqueue *vq;		/* the only one of those that there are here */
	void *priv;			/* the driver's */
};

static inline bool virtio_has_feature(const struct virtio_device *vdev, unsigned int bit)
{
	return vdev->features >> bit & 1;
}

static inline void virtio_add_status(struct virtio_device *vdev, u8 status)
{
	vdev->config->set_status(vdev, vdev->config->get_status(vdev) | status);
}

/* The device lets go of all memory that it was given.  Any context. */
static inline void virtio_reset_device(struct virtio_device *vdev)
{
	vdev->config->set_status(vdev, 0);
}

/* ------------------------------------------------------------------ queues: virtio_ring.c */

/* A piece of memory that the device reads or writes */
struct virtio_sg {
	u64 addr;			/* physical */
	u32 len;
};

struct virtqueue *vring_new_virtqueue(struct virtio_device *vdev, unsigned int index, unsigned int num,
				      void (*notify)(struct virtqueue *vq), void (*callback)(struct virtqueue *vq));
void vring_del_virtqueue(struct virtqueue *vq);
phys_addr_t virtqueue_desc_addr(const struct virtqueue *vq);
phys_addr_t virtqueue_avail_addr(const struct virtqueue *vq);
phys_addr_t virtqueue_used_addr(const struct virtqueue *vq);
struct virtio_device *virtqueue_device(const struct virtqueue *vq);
unsigned int virtqueue_index(const struct virtqueue *vq);
unsigned int virtqueue_size(const struct virtqueue *vq);
int virtqueue_add(struct virtqueue *vq, const struct virtio_sg *sg, unsigned int out, unsigned int in, void *token);
void virtqueue_kick(struct virtqueue *vq);
void *virtqueue_get_buf(struct virtqueue *vq, u32 *len);
bool virtqueue_is_broken(const struct virtqueue *vq);
void virtqueue_interrupt(struct virtqueue *vq);

/* ------------------------------------------------------------------ drivers */

int virtio_dev_probe(struct virtio_device *vdev);
int virtio_finalize_features(struct virtio_device *vdev, u64 wanted);
struct block_device *virtblk_probe(struct virtio_device *vdev);
int virtblk_add(struct virtio_device *vdev, struct block_device *bdev);
void virtblk_remove(struct virtio_device *vdev);

#endif
