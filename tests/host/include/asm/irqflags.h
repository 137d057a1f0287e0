/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are a flag, so that a test can see whether each lock and list has them off. */
#ifndef _ASM_IRQFLAGS_H
#define _ASM_IRQFLAGS_H

#include <linux/types.h>

extern unsigned long host_irqs_off;

#define local_irq_enable()	((void)(host_irqs_off = 0))
#define local_irq_disable()	((void)(host_irqs_off = 1))
#define local_irq_save(flags)	((void)((flags) = host_irqs_off, host_irqs_off = 1))
#define local_irq_restore(flags) ((void)(host_irqs_off = (flags)))
#define irqs_disabled()		(host_irqs_off != 0)

#endif
