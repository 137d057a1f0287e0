/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>

/* The highest bit's number; a constant expression for a constant.  @n isn't 0. */
#define ilog2(n)							\
	(sizeof(n) <= 4 ? 31 - __builtin_clz((unsigned int)(n)) : 63 - __builtin_clzll(n))

static inline bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 2UL << __fls(n - 1);
}

/* @n isn't 0 */
static inline unsigned long rounddown_pow_of_two(unsigned long n)
{
	return 1UL << __fls(n);
}

#endif
