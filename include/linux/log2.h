/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>

/* The highest bit's number; a constant for a constant.  @n isn't 0. */
#define ilog2(n) (sizeof(n) <= 4 ? fls((unsigned int)(n)) - 1 : fls64(n) - 1)

static inline bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << fls((unsigned int)(n - 1));
}

static inline unsigned long rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls((unsigned int)n) - 1);
}

#endif
