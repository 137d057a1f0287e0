/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A split virtqueue (virtio 1.1, 2.6): three arrays in memory that driver and device share.
 *
 *   desc[num]       address, length, next: the pieces of buffers, chained; those that are free, too
 *   avail           the driver's: ring of heads of chains, for the device     idx counts up for ever
 *   used            the device's: ring of {head, bytes written}, done         idx counts up for ever
 *
 *   virtqueue_add       chain at free_head -> avail.ring[avail.idx % num]; then avail.idx + 1
 *   virtqueue_kick      tells the device, if it wants to be told
 *   virtqueue_get_buf   used.ring[last_used % num], as far as used.idx; its chain is free again
 *
 * The device is not trusted.  What the driver needs in order to free a chain is in its own memory (struct vring_state);
 * of what the device writes only used.idx and the two numbers of an entry are read, each once, and must be possible:
 * else the queue is broken, and nothing more comes from it.
 *
 * Memory order (the processor's side): desc before avail.ring before avail.idx before the device is told, used.idx
 * before used.ring before the data.  The pages are ordinary, cached memory: the devices are coherent with the caches
 * (the tree's dma-coherent, which virtio_mmio.c demands).  On a machine where they aren't, virtqueue_add() would have to
 * clean the pieces from the cache, virtqueue_get_buf() to invalidate those that were written, and the rings be mapped
 * uncached.
 *
 * Locking: the caller's; all functions but interrupt and kick change the queue.  Any context.  Tests: virtio.ring_*
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_ring.h>
#include <asm/barrier.h>
#include <asm/memory.h>

/* What the driver knows of each descriptor; of a chain's first, token and the others */
struct vring_state {
	void *token;			/* NULL: not the head of a chain on its way */
	u32 in_len;			/* bytes that the device may write */
	u16 last, count;		/* of the chain's descriptors */
	u16 next;			/* in the chain, or the free list */
};

struct virtqueue {
	struct virtio_device *vdev;
	unsigned int index, num;
	struct vring vring;
	size_t size;			/* bytes, from vring.desc on */
	struct vring_state *state;
	u16 free_head, num_free;
	u16 avail_idx, last_used;
	bool broken;
	void (*notify)(struct virtqueue *vq);
	void (*callback)(struct virtqueue *vq);
};

/*
 * vring_new_virtqueue - a queue of @num descriptors, a power of two; NULL without memory
 *
 * @notify tells the device that there is something new; @callback: virtqueue_interrupt() calls it.  May sleep.
 */
struct virtqueue *vring_new_virtqueue(struct virtio_device *vdev, unsigned int index, unsigned int num,
				      void (*notify)(struct virtqueue *vq), void (*callback)(struct virtqueue *vq))
{
	struct virtqueue *vq = kzalloc(sizeof(*vq), GFP_KERNEL);
	unsigned int i;
	void *pages;

	if (!vq)
		return NULL;
	vq->size = vring_size(num);
	vq->state = kzalloc(num * sizeof(*vq->state), GFP_KERNEL);
	pages = alloc_pages_exact(vq->size, GFP_KERNEL | __GFP_ZERO);
	if (!vq->state || !pages) {
		if (pages)
			free_pages_exact(pages, vq->size);
		kfree(vq->state);
		kfree(vq);
		return NULL;
	}
	vring_init(&vq->vring, num, pages);
	vq->vdev = vdev;
	vq->index = index;
	vq->num = num;
	vq->num_free = (u16)num;
	vq->notify = notify;
	vq->callback = callback;
	for (i = 0; i < num; i++)
		vq->state[i].next = (u16)(i + 1);
	return vq;
}

/* vring_del_virtqueue - gone; the device doesn't know of it any more. */
void vring_del_virtqueue(struct virtqueue *vq)
{
	free_pages_exact(vq->vring.desc, vq->size);
	kfree(vq->state);
	kfree(vq);
}

phys_addr_t virtqueue_desc_addr(const struct virtqueue *vq)
{
	return virt_to_phys(vq->vring.desc);
}

phys_addr_t virtqueue_avail_addr(const struct virtqueue *vq)
{
	return virt_to_phys(vq->vring.avail);
}

phys_addr_t virtqueue_used_addr(const struct virtqueue *vq)
{
	return virt_to_phys(vq->vring.used);
}

struct virtio_device *virtqueue_device(const struct virtqueue *vq)
{
	return vq->vdev;
}

unsigned int virtqueue_index(const struct virtqueue *vq)
{
	return vq->index;
}

unsigned int virtqueue_size(const struct virtqueue *vq)
{
	return vq->num;
}

bool virtqueue_is_broken(const struct virtqueue *vq)
{
	return vq->broken;
}

/* The device does what can't be: it is the last that is heard of it */
static void *virtqueue_break(struct virtqueue *vq, const char *what, u32 number)
{
	vq->broken = true;
	pr_err("%s: queue %u is broken: %s %u\n", vq->vdev->name, vq->index, what, number);
	return NULL;
}

/*
 * virtqueue_add - a buffer for the device: @out pieces that it reads, then @in pieces that it writes
 *
 * @token, not NULL, comes back by virtqueue_get_buf().  0; -ENOSPC: too few free descriptors, now; -EIO: broken.
 * The device sees it from now on, but is told by virtqueue_kick() alone.
 */
int virtqueue_add(struct virtqueue *vq, const struct virtio_sg *sg, unsigned int out, unsigned int in, void *token)
{
	unsigned int i, n = out + in;
	struct vring_state *head = &vq->state[vq->free_head];
	u16 d = vq->free_head, last = d;

	if (vq->broken)
		return -EIO;
	if (n > vq->num_free)
		return -ENOSPC;
	head->in_len = 0;
	for (i = 0; i < n; i++) {
		last = d;
		d = vq->state[d].next;
		vq->vring.desc[last] = (struct vring_desc) {
			.addr = sg[i].addr,
			.len = sg[i].len,
			.flags = (u16)((i < out ? 0 : VRING_DESC_F_WRITE) | (i + 1 < n ? VRING_DESC_F_NEXT : 0)),
			.next = d,
		};
		if (i >= out)
			head->in_len += sg[i].len;
	}
	head->token = token;
	head->last = last;
	head->count = (u16)n;
	vq->vring.avail->ring[vq->avail_idx % vq->num] = vq->free_head;
	vq->free_head = d;
	vq->num_free = (u16)(vq->num_free - n);
	wmb();
	WRITE_ONCE(vq->vring.avail->idx, ++vq->avail_idx);
	return 0;
}

/* virtqueue_kick - the device looks at what was added, or does already. */
void virtqueue_kick(struct virtqueue *vq)
{
	mb();
	if (!(READ_ONCE(vq->vring.used->flags) & VRING_USED_F_NO_NOTIFY))
		vq->notify(vq);
}

/* virtqueue_get_buf - the token of a buffer that the device is done with, *@len: bytes it wrote.  NULL: none now, or broken. */
void *virtqueue_get_buf(struct virtqueue *vq, u32 *len)
{
	u16 pending = (u16)(READ_ONCE(vq->vring.used->idx) - vq->last_used);
	struct vring_used_elem *elem = &vq->vring.used->ring[vq->last_used % vq->num];
	struct vring_state *head;
	void *token;
	u32 id;

	if (vq->broken || !pending)
		return NULL;
	if (pending > vq->num - vq->num_free)
		return virtqueue_break(vq, "buffers done that it never had:", pending);
	rmb();
	id = READ_ONCE(elem->id);
	*len = READ_ONCE(elem->len);
	if (id >= vq->num || !vq->state[id].token)
		return virtqueue_break(vq, "it never had buffer", id);
	head = &vq->state[id];
	if (*len > head->in_len)
		return virtqueue_break(vq, "more bytes written than there was room for:", *len);
	token = head->token;
	head->token = NULL;
	vq->state[head->last].next = vq->free_head;
	vq->free_head = (u16)id;
	vq->num_free = (u16)(vq->num_free + head->count);
	vq->last_used++;
	return token;
}

/* virtqueue_interrupt - the device has sent an interrupt that may be about @vq. */
void virtqueue_interrupt(struct virtqueue *vq)
{
	vq->callback(vq);
}
