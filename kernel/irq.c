/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the interrupt vector to a driver's handler.
 *
 *   __irq_svc, __irq_usr (entry-armv.S)
 *     asm_do_IRQ
 *       handle_arch_irq = gic_handle_irq     asks the controller which line, until there is none
 *         handle_IRQ
 *           irq_desc[irq].handler            interrupts off, in_interrupt()
 *
 * A line that nobody wants is disabled after UNHANDLED_MAX interrupts in a row, else it would
 * come back for ever.  Lines aren't shared.
 *
 * Locking.  irq_lock, interrupts off, for irq_desc[]; handlers run without it.
 */
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>

#define UNHANDLED_MAX	100

struct irq_desc {
	irq_handler_t handler;		/* NULL: free */
	void *dev;
	const char *name;
	unsigned long count;
	unsigned int unhandled;		/* in a row */
};

static struct irq_desc irq_desc[NR_IRQS];
static const struct irq_chip *irq_chip;
static unsigned int nr_irqs;
static void (*handle_arch_irq)(struct pt_regs *regs);
static DEFINE_SPINLOCK(irq_lock);

/* init_IRQ - find and set up the interrupt controller; without one we can't go on. */
void __init init_IRQ(void)
{
	int err = gic_of_init();

	if (err)
		panic("No usable interrupt controller in the device tree (%d)", err);
}

/* irq_set_chip - the controller's driver: @chip has the lines 0 to @nr - 1. */
void __init irq_set_chip(const struct irq_chip *chip, unsigned int nr)
{
	irq_chip = chip;
	nr_irqs = min_t(unsigned int, nr, NR_IRQS);
}

void __init set_handle_irq(void (*handle_irq)(struct pt_regs *regs))
{
	handle_arch_irq = handle_irq;
}

struct pt_regs *irq_regs;

/* Where the vector's code arrives.  Interrupts are off. */
void asm_do_IRQ(struct pt_regs *regs)
{
	irq_enter();
	irq_regs = regs;
	handle_arch_irq(regs);
	irq_exit();
}

static void irq_unhandled(unsigned int irq, struct irq_desc *desc)
{
	if (++desc->unhandled < UNHANDLED_MAX)
		return;
	desc->unhandled = 0;
	irq_chip->irq_mask(irq);
	pr_err("irq %u: nobody cared (%s), disabled\n", irq, desc->name ? desc->name : "free");
}

/* handle_IRQ - the controller's driver has found that @irq is pending. */
void handle_IRQ(unsigned int irq)
{
	struct irq_desc *desc;

	if (irq >= nr_irqs)
		return;
	desc = &irq_desc[irq];
	desc->count++;
	if (desc->handler && desc->handler((int)irq, desc->dev) == IRQ_HANDLED)
		desc->unhandled = 0;
	else
		irq_unhandled(irq, desc);
}

/*
 * request_irq - call @handler(irq, @dev) for the line @irq, and enable it.  @flags: IRQF_*.
 * 0; -EINVAL: no such line, or no handler; -EBUSY: it has one.
 */
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev)
{
	struct irq_desc *desc;
	unsigned long irqflags;
	int err = -EBUSY;

	if (irq >= nr_irqs || !handler)
		return -EINVAL;
	desc = &irq_desc[irq];
	spin_lock_irqsave(&irq_lock, irqflags);
	if (!desc->handler) {
		desc->dev = dev;
		desc->name = name;
		desc->unhandled = 0;
		desc->handler = handler;
		if (flags & IRQF_TRIGGER_MASK)
			irq_chip->irq_set_type(irq, flags & IRQF_TRIGGER_MASK);
		irq_chip->irq_unmask(irq);
		err = 0;
	}
	spin_unlock_irqrestore(&irq_lock, irqflags);
	return err;
}

/* free_irq - disable the line that @dev requested.  Its handler doesn't run afterwards. */
void free_irq(unsigned int irq, void *dev)
{
	unsigned long flags;

	if (WARN_ON(irq >= nr_irqs || !irq_desc[irq].handler || irq_desc[irq].dev != dev))
		return;
	spin_lock_irqsave(&irq_lock, flags);
	irq_chip->irq_mask(irq);
	irq_desc[irq].handler = NULL;
	irq_desc[irq].dev = NULL;
	irq_desc[irq].name = NULL;
	spin_unlock_irqrestore(&irq_lock, flags);
}

/* kstat_irqs - how often @irq has come. */
unsigned long kstat_irqs(unsigned int irq)
{
	return irq < nr_irqs ? irq_desc[irq].count : 0;
}
