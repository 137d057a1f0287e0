/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CLOCKCHIPS_H
#define _LINUX_CLOCKCHIPS_H

/* Starts the tick.  0, -ENODEV without a clock, or what request_irq() says. */
int arch_timer_of_init(void);

#endif
