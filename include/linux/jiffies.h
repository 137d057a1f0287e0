/* SPDX-License-Identifier: GPL-2.0-only */
/* Time in ticks of 1/HZ second: 10 ms.  The counter starts just before it wraps round. */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/time.h>

#define HZ		CONFIG_HZ
#define USER_HZ		100	/* what programs are told times in */
#define TICK_NSEC	(NSEC_PER_SEC / HZ)

/* 5 minutes after boot the counter wraps, so that code which can't stand that shows it soon */
#define INITIAL_JIFFIES	((unsigned long)(unsigned int)(-300 * HZ))

extern volatile unsigned long jiffies;

/* Right across the wrap, as long as the two are less than half the range apart */
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)

#define MAX_JIFFY_OFFSET	((long)(~0UL >> 1) - 1)

/* Rounded up: waiting that long never ends early */
static inline unsigned long msecs_to_jiffies(unsigned int m)
{
	return ((unsigned long)m / 1000) * HZ + ((m % 1000) * HZ + 999) / 1000;
}

static inline unsigned long usecs_to_jiffies(unsigned int u)
{
	return u / (USEC_PER_SEC / HZ) + (u % (USEC_PER_SEC / HZ) != 0);
}

static inline unsigned int jiffies_to_msecs(unsigned long j)
{
	return (unsigned int)(j * (MSEC_PER_SEC / HZ));
}

#endif
