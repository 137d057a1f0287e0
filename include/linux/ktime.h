/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/time.h>

/* Nanoseconds since power-on */
static inline u64 ktime_get_ns(void)
{
	return sched_clock();
}

#define ktime_to_ns(kt)		((s64)(kt))
#define ktime_sub(a, b)		((ktime_t)((a) - (b)))
#define ktime_add_ns(kt, ns)	((ktime_t)((kt) + (s64)(ns)))

#endif
