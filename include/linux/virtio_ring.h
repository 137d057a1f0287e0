/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The layout of a split virtqueue (virtio 1.1, 2.6), which both sides know; in the legacy interface also how the three
 * parts follow one another:
 *
 *   desc  num * 16 bytes | avail  6 + num * 2 | up to the next page | used  6 + num * 8
 */
#ifndef _LINUX_VIRTIO_RING_H
#define _LINUX_VIRTIO_RING_H

#include <linux/kernel.h>
#include <linux/types.h>
#include <asm/page.h>

#define VRING_DESC_F_NEXT	1	/* the chain goes on */
#define VRING_DESC_F_WRITE	2	/* for the device to write */
#define VRING_USED_F_NO_NOTIFY	1	/* the device looks by itself */

struct vring_desc {
	u64 addr;
	u32 len;
	u16 flags, next;
};

struct vring_avail {
	u16 flags, idx;
	u16 ring[];			/* num, and one that isn't used */
};

struct vring_used_elem {
	u32 id, len;
};

struct vring_used {
	u16 flags, idx;
	struct vring_used_elem ring[];	/* num, and a u16 that isn't used */
};

struct vring {
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
};

static_assert(sizeof(struct vring_desc) == 16 && sizeof(struct vring_used_elem) == 8);

/* Where used begins, from desc on */
static inline size_t vring_used_offset(unsigned int num)
{
	return (num * sizeof(struct vring_desc) + 6 + num * sizeof(u16) + PAGE_SIZE - 1) & PAGE_MASK;
}

static inline size_t vring_size(unsigned int num)
{
	return vring_used_offset(num) + 6 + num * sizeof(struct vring_used_elem);
}

static inline void vring_init(struct vring *vr, unsigned int num, void *p)
{
	vr->desc = p;
	vr->avail = (void *)(vr->desc + num);
	vr->used = (void *)((char *)p + vring_used_offset(num));
}

#endif
