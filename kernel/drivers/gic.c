/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ARM's Generic Interrupt Controller, versions 1 and 2 (ARM IHI 0048).
 *
 *   devices --> distributor: which lines, what priority, to which CPU
 *                   --> CPU interface: acknowledge (IAR), end (EOIR) --> the processor's IRQ
 *
 *   0-15 SGI  between processors      16-31 PPI  a processor's own      32- SPI  devices
 *
 * In the distributor 32 lines share a register of single bits, 16 one of two bits, 4 one of
 * bytes.  All lines get one priority, so none interrupts another's handler.
 */
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <asm/io.h>

#define GIC_DIST_CTRL		0x000
#define GIC_DIST_CTR		0x004	/* bits 4:0: number of lines / 32 - 1 */
#define GIC_DIST_ENABLE_SET	0x100
#define GIC_DIST_ENABLE_CLEAR	0x180
#define GIC_DIST_PRI		0x400
#define GIC_DIST_TARGET		0x800
#define GIC_DIST_CONFIG		0xc00
#define GIC_DIST_SOFTINT	0xf00

#define GIC_CPU_CTRL		0x00
#define GIC_CPU_PRIMASK		0x04
#define GIC_CPU_INTACK		0x0c
#define GIC_CPU_EOI		0x10

#define GIC_CTRL_ENABLE		1u
#define GIC_PRI_DEFAULT		0xa0a0a0a0u
#define GIC_PRI_ALL		0xf0u	/* lets every priority above it through */
#define GIC_TARGET_CPU0		0x01010101u
#define GIC_SGI_SELF		(2u << 24)
#define GIC_INTID_MASK		0x3ffu
#define GIC_INTID_NONE		1020u	/* from here on: nothing is pending */

static u8 __iomem *gic_dist, *gic_cpu;

static const char * const gic_compatible[] __initconst = {
	"arm,cortex-a15-gic", "arm,gic-400", "arm,cortex-a7-gic", "arm,cortex-a9-gic",
};

static void gic_mask_irq(unsigned int irq)
{
	writel(1u << (irq % 32), gic_dist + GIC_DIST_ENABLE_CLEAR + irq / 32 * 4);
}

static void gic_unmask_irq(unsigned int irq)
{
	writel(1u << (irq % 32), gic_dist + GIC_DIST_ENABLE_SET + irq / 32 * 4);
}

/* Only SPIs can be chosen; a PPI's kind is fixed by its device. */
static void gic_set_type(unsigned int irq, unsigned long type)
{
	u8 __iomem *reg = gic_dist + GIC_DIST_CONFIG + irq / 16 * 4;
	u32 edge = 2u << (irq % 16 * 2);

	if (irq < 32)
		return;
	if (type & IRQF_TRIGGER_RISING)
		writel(readl(reg) | edge, reg);
	else
		writel(readl(reg) & ~edge, reg);
}

static const struct irq_chip gic_chip = {
	.name = "GIC",
	.irq_mask = gic_mask_irq,
	.irq_unmask = gic_unmask_irq,
	.irq_set_type = gic_set_type,
};

/* Takes all pending interrupts, one after the other. */
static void gic_handle_irq(struct pt_regs *regs)
{
	u32 ack;

	while (((ack = readl(gic_cpu + GIC_CPU_INTACK)) & GIC_INTID_MASK) < GIC_INTID_NONE) {
		handle_IRQ(ack & GIC_INTID_MASK);
		writel(ack, gic_cpu + GIC_CPU_EOI);
	}
}

void gic_send_sgi(unsigned int irq)
{
	writel(GIC_SGI_SELF | irq, gic_dist + GIC_DIST_SOFTINT);
}

/* All lines off, one priority, and those of devices to processor 0. */
static unsigned int __init gic_dist_init(void)
{
	unsigned int i, lines;

	writel(0, gic_dist + GIC_DIST_CTRL);
	lines = ((readl(gic_dist + GIC_DIST_CTR) & 0x1f) + 1) * 32;
	for (i = 0; i < lines; i += 32)
		writel(~0u, gic_dist + GIC_DIST_ENABLE_CLEAR + i / 32 * 4);
	for (i = 0; i < lines; i += 4)
		writel(GIC_PRI_DEFAULT, gic_dist + GIC_DIST_PRI + i);
	for (i = 32; i < lines; i += 4)
		writel(GIC_TARGET_CPU0, gic_dist + GIC_DIST_TARGET + i);
	writel(GIC_CTRL_ENABLE, gic_dist + GIC_DIST_CTRL);
	return lines;
}

static u8 __iomem * __init gic_map(int node, int index)
{
	phys_addr_t base, size;

	if (of_address(node, index, &base, &size))
		return NULL;
	return ioremap(base, size);
}

static int __init gic_find(void)
{
	unsigned int i;
	int node;

	for (i = 0; i < ARRAY_SIZE(gic_compatible); i++) {
		node = of_find_compatible(gic_compatible[i]);
		if (node >= 0)
			return node;
	}
	return -ENODEV;
}

/* gic_of_init - 0; -ENODEV: the tree has none; -ENOMEM: no space to map it.  May sleep. */
int __init gic_of_init(void)
{
	int node = gic_find();
	unsigned int lines;

	if (node < 0)
		return node;
	gic_dist = gic_map(node, 0);
	gic_cpu = gic_map(node, 1);
	if (!gic_dist || !gic_cpu)
		return -ENOMEM;
	lines = gic_dist_init();
	writel(GIC_PRI_ALL, gic_cpu + GIC_CPU_PRIMASK);
	writel(GIC_CTRL_ENABLE, gic_cpu + GIC_CPU_CTRL);
	irq_set_chip(&gic_chip, lines);
	set_handle_irq(gic_handle_irq);
	pr_info("GIC: %u interrupt lines\n", lines);
	return 0;
}
