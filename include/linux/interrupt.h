/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts: a handler for each line, run with interrupts off, never sleeping. */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/types.h>

struct pt_regs;

#define NR_IRQS			320	/* 16 SGIs, 16 PPIs, then the SPIs */

/* What a request's flags may say of the line: as in the device tree */
#define IRQF_TRIGGER_NONE	0x0	/* as it is */
#define IRQF_TRIGGER_RISING	0x1
#define IRQF_TRIGGER_HIGH	0x4
#define IRQF_TRIGGER_MASK	0xf

typedef enum {
	IRQ_NONE,			/* it wasn't my device */
	IRQ_HANDLED
} irqreturn_t;

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);

/* The interrupt controller.  Functions are called with interrupts off. */
struct irq_chip {
	const char *name;
	void (*irq_mask)(unsigned int irq);
	void (*irq_unmask)(unsigned int irq);
	void (*irq_set_type)(unsigned int irq, unsigned long type);
};

void init_IRQ(void);
void irq_set_chip(const struct irq_chip *chip, unsigned int nr_irqs);
void set_handle_irq(void (*handle_irq)(struct pt_regs *regs));
void asm_do_IRQ(struct pt_regs *regs);
void handle_IRQ(unsigned int irq);

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev);
void free_irq(unsigned int irq, void *dev);
unsigned long kstat_irqs(unsigned int irq);

/* Between these two in_interrupt() is true */
static inline void irq_enter(void)
{
	preempt_count_add(HARDIRQ_OFFSET);
}

static inline void irq_exit(void)
{
	preempt_count_sub(HARDIRQ_OFFSET);
}

/* The registers of what was interrupted; in a handler only */
struct pt_regs;
extern struct pt_regs *irq_regs;
#define get_irq_regs()	irq_regs

#endif
