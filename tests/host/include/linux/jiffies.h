/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#define HZ		CONFIG_HZ

extern volatile unsigned long jiffies;

#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)

#endif
