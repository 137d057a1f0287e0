/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio devices whose registers are in memory (virtio 1.1, 4.2): version 2, and version 1, the legacy one (4.2.4).
 *
 *   000  magic "virt"   004 version   008 kind of device, 0: the slot is empty
 *   010, 020  features of the device, of the driver; 014, 024 say which 32 of them
 *   030  which queue the next ones are about:   034 its greatest size   038 its size
 *        version 1   028 page size   03c alignment   040 its number in pages
 *        version 2   080 090 0a0 addresses of its parts   044 it is ready
 *   050  bell   060 064  why it interrupts, and that we know   070 status   0fc generation   100 the device's own
 *
 * Board and QEMU.  The tree has a node for each slot, and QEMU fills slots from the highest address downwards, in the
 * order of its command line; so the slots are looked at in that order, and the first disk that QEMU was given is vda.
 * (Linux goes upwards.)  That a device tells of a new size, by the second kind of interrupt, is acknowledged and
 * ignored.  Tests: tests/host/disk.t
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/virtio.h>
#include <asm/io.h>

#define VIRTIO_MMIO_MAGIC_VALUE		0x000
#define VIRTIO_MMIO_VERSION		0x004
#define VIRTIO_MMIO_DEVICE_ID		0x008
#define VIRTIO_MMIO_DEVICE_FEATURES	0x010
#define VIRTIO_MMIO_DEVICE_FEATURES_SEL	0x014
#define VIRTIO_MMIO_DRIVER_FEATURES	0x020
#define VIRTIO_MMIO_DRIVER_FEATURES_SEL	0x024
#define VIRTIO_MMIO_GUEST_PAGE_SIZE	0x028	/* version 1 */
#define VIRTIO_MMIO_QUEUE_SEL		0x030
#define VIRTIO_MMIO_QUEUE_NUM_MAX	0x034
#define VIRTIO_MMIO_QUEUE_NUM		0x038
#define VIRTIO_MMIO_QUEUE_ALIGN		0x03c	/* version 1 */
#define VIRTIO_MMIO_QUEUE_PFN		0x040	/* version 1 */
#define VIRTIO_MMIO_QUEUE_READY		0x044
#define VIRTIO_MMIO_QUEUE_NOTIFY	0x050
#define VIRTIO_MMIO_INTERRUPT_STATUS	0x060
#define VIRTIO_MMIO_INTERRUPT_ACK	0x064
#define VIRTIO_MMIO_STATUS		0x070
#define VIRTIO_MMIO_QUEUE_DESC_LOW	0x080
#define VIRTIO_MMIO_QUEUE_DESC_HIGH	0x084
#define VIRTIO_MMIO_QUEUE_AVAIL_LOW	0x090
#define VIRTIO_MMIO_QUEUE_AVAIL_HIGH	0x094
#define VIRTIO_MMIO_QUEUE_USED_LOW	0x0a0
#define VIRTIO_MMIO_QUEUE_USED_HIGH	0x0a4
#define VIRTIO_MMIO_CONFIG_GENERATION	0x0fc
#define VIRTIO_MMIO_CONFIG		0x100

#define VIRTIO_MMIO_MAGIC	0x74726976	/* "virt" */
#define VIRTIO_MMIO_INT_VRING	1u		/* something is used */

#define QUEUE_SIZE_MAX		256u	/* descriptors: six of the largest bios, or eighty of a page */
#define MAX_SLOTS		64

struct virtio_mmio {
	struct virtio_device vdev;
	u8 __iomem *base;
	unsigned int irq;
	char name[24];
};

static struct virtio_mmio *to_vm(struct virtio_device *vdev)
{
	return container_of(vdev, struct virtio_mmio, vdev);
}

static u32 vm_get(struct virtio_device *vdev, unsigned int offset)
{
	return readl(to_vm(vdev)->base + VIRTIO_MMIO_CONFIG + offset);
}

static u32 vm_generation(struct virtio_device *vdev)
{
	return vdev->modern ? readl(to_vm(vdev)->base + VIRTIO_MMIO_CONFIG_GENERATION) : 0;
}

static u64 vm_get_features(struct virtio_device *vdev)
{
	u8 __iomem *base = to_vm(vdev)->base;
	u64 features = 0;

	if (vdev->modern) {
		writel(1, base + VIRTIO_MMIO_DEVICE_FEATURES_SEL);
		features = (u64)readl(base + VIRTIO_MMIO_DEVICE_FEATURES) << 32;
	}
	writel(0, base + VIRTIO_MMIO_DEVICE_FEATURES_SEL);
	return features | readl(base + VIRTIO_MMIO_DEVICE_FEATURES);
}

static void vm_set_features(struct virtio_device *vdev, u64 features)
{
	u8 __iomem *base = to_vm(vdev)->base;

	writel(0, base + VIRTIO_MMIO_DRIVER_FEATURES_SEL);
	writel((u32)features, base + VIRTIO_MMIO_DRIVER_FEATURES);
	if (vdev->modern) {
		writel(1, base + VIRTIO_MMIO_DRIVER_FEATURES_SEL);
		writel((u32)(features >> 32), base + VIRTIO_MMIO_DRIVER_FEATURES);
	}
}

static u8 vm_get_status(struct virtio_device *vdev)
{
	return (u8)readl(to_vm(vdev)->base + VIRTIO_MMIO_STATUS);
}

static void vm_set_status(struct virtio_device *vdev, u8 status)
{
	writel(status, to_vm(vdev)->base + VIRTIO_MMIO_STATUS);
}

static void vm_notify(struct virtqueue *vq)
{
	writel(virtqueue_index(vq), to_vm(virtqueue_device(vq))->base + VIRTIO_MMIO_QUEUE_NOTIFY);
}

/* Tells the device, whose queue is selected, where @vq lies */
static void vm_place_vq(u8 __iomem *base, const struct virtqueue *vq, bool modern)
{
	writel(virtqueue_size(vq), base + VIRTIO_MMIO_QUEUE_NUM);
	if (!modern) {
		writel(PAGE_SIZE, base + VIRTIO_MMIO_QUEUE_ALIGN);
		writel((u32)(virtqueue_desc_addr(vq) >> PAGE_SHIFT), base + VIRTIO_MMIO_QUEUE_PFN);
		return;
	}
	writel((u32)virtqueue_desc_addr(vq), base + VIRTIO_MMIO_QUEUE_DESC_LOW);
	writel(0, base + VIRTIO_MMIO_QUEUE_DESC_HIGH);
	writel((u32)virtqueue_avail_addr(vq), base + VIRTIO_MMIO_QUEUE_AVAIL_LOW);
	writel(0, base + VIRTIO_MMIO_QUEUE_AVAIL_HIGH);
	writel((u32)virtqueue_used_addr(vq), base + VIRTIO_MMIO_QUEUE_USED_LOW);
	writel(0, base + VIRTIO_MMIO_QUEUE_USED_HIGH);
	writel(1, base + VIRTIO_MMIO_QUEUE_READY);
}

static struct virtqueue *vm_find_vq(struct virtio_device *vdev, unsigned int index,
				    void (*callback)(struct virtqueue *vq))
{
	u8 __iomem *base = to_vm(vdev)->base;
	struct virtqueue *vq;
	u32 num;

	writel(index, base + VIRTIO_MMIO_QUEUE_SEL);
	num = min(readl(base + VIRTIO_MMIO_QUEUE_NUM_MAX), QUEUE_SIZE_MAX);
	if (!num)
		return ERR_PTR(-ENOENT);
	vq = vring_new_virtqueue(vdev, index, 1u << ilog2(num), vm_notify, callback);
	if (!vq)
		return ERR_PTR(-ENOMEM);
	vm_place_vq(base, vq, vdev->modern);
	vdev->vq = vq;
	return vq;
}

static void vm_del_vq(struct virtqueue *vq)
{
	virtqueue_device(vq)->vq = NULL;
	vring_del_virtqueue(vq);
}

static const struct virtio_config_ops virtio_mmio_config_ops = {
	.get = vm_get,
	.generation = vm_generation,
	.get_features = vm_get_features,
	.set_features = vm_set_features,
	.get_status = vm_get_status,
	.set_status = vm_set_status,
	.find_vq = vm_find_vq,
	.del_vq = vm_del_vq,
};

/* Acknowledged first: what the device does from here on interrupts again */
static irqreturn_t vm_interrupt(int irq, void *data)
{
	struct virtio_mmio *vm = data;
	u32 status = readl(vm->base + VIRTIO_MMIO_INTERRUPT_STATUS);

	if (!status)
		return IRQ_NONE;
	writel(status, vm->base + VIRTIO_MMIO_INTERRUPT_ACK);
	if (status & VIRTIO_MMIO_INT_VRING && vm->vdev.vq)
		virtqueue_interrupt(vm->vdev.vq);
	return IRQ_HANDLED;
}

/* The slot's registers are mapped.  0; -ENODEV: empty, or not for us; errno: the caller unmaps and frees. */
static int __init vm_probe_mapped(struct virtio_mmio *vm, int node)
{
	u32 version = readl(vm->base + VIRTIO_MMIO_VERSION);
	int err, irq = of_irq(node, 0);

	if (readl(vm->base + VIRTIO_MMIO_MAGIC_VALUE) != VIRTIO_MMIO_MAGIC || version < 1 || version > 2)
		return -EINVAL;
	vm->vdev.device_id = readl(vm->base + VIRTIO_MMIO_DEVICE_ID);
	if (!vm->vdev.device_id)
		return -ENODEV;
	if (irq < 0)
		return irq;
	if (!of_get_property(node, "dma-coherent", NULL)) {
		pr_warn("%s: it isn't coherent with the caches, which would have to be cleaned\n", vm->name);
		return -EINVAL;
	}
	vm->vdev.name = vm->name;
	vm->vdev.modern = version == 2;
	vm->vdev.config = &virtio_mmio_config_ops;
	vm->irq = (unsigned int)irq;
	err = request_irq(vm->irq, vm_interrupt, of_irq_type(node, 0), vm->name, vm);
	if (err)
		return err;
	if (!vm->vdev.modern)
		writel(PAGE_SIZE, vm->base + VIRTIO_MMIO_GUEST_PAGE_SIZE);
	err = virtio_dev_probe(&vm->vdev);
	if (err)
		free_irq(vm->irq, vm);
	return err;
}

static int __init virtio_mmio_probe(int node, phys_addr_t phys, phys_addr_t size)
{
	struct virtio_mmio *vm = kzalloc(sizeof(*vm), GFP_KERNEL);
	int err = -ENOMEM;

	if (!vm)
		return -ENOMEM;
	snprintf(vm->name, sizeof(vm->name), "virtio_mmio@%08x", phys);
	vm->base = ioremap(phys, size);
	if (vm->base) {
		err = vm_probe_mapped(vm, node);
		if (err)
			iounmap(vm->base);
	}
	if (err)
		kfree(vm);
	return err;
}

struct slot {
	phys_addr_t base, size;
	int node;
};

static int __init slot_higher_first(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	return x->base < y->base ? 1 : x->base > y->base ? -1 : 0;
}

static int __init virtio_mmio_init(void)
{
	static struct slot slots[MAX_SLOTS] __initdata;
	unsigned int i, n = 0;
	int err, node = -1;

	while (n < MAX_SLOTS && (node = of_find_compatible_from(node, "virtio,mmio")) >= 0) {
		slots[n].node = node;
		if (!of_address(node, 0, &slots[n].base, &slots[n].size) && slots[n].size >= 2 * VIRTIO_MMIO_CONFIG)
			n++;
	}
	sort(slots, n, sizeof(slots[0]), slot_higher_first, NULL);
	for (i = 0; i < n; i++) {
		err = virtio_mmio_probe(slots[i].node, slots[i].base, slots[i].size);
		if (err && err != -ENODEV)
			pr_err("virtio_mmio@%08x: not used (error %d)\n", slots[i].base, err);
	}
	return 0;
}
device_initcall(virtio_mmio_init);
