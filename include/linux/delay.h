/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

/* Busy waits, at least as long as asked; without a clock they don't wait.  Any context. */
void udelay(unsigned long usecs);
void mdelay(unsigned long msecs);

/* msleep - sleep at least @msecs milliseconds. */
void msleep(unsigned int msecs);

#endif
