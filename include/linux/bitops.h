/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <asm/bitops.h>

static inline int test_bit(unsigned int nr, const volatile unsigned long *p)
{
	return (p[BIT_WORD(nr)] >> (nr % BITS_PER_LONG)) & 1;
}

/* Where nobody else can see the word */
static inline void __set_bit(unsigned int nr, volatile unsigned long *p)
{
	p[BIT_WORD(nr)] |= BIT_MASK(nr);
}

static inline void __clear_bit(unsigned int nr, volatile unsigned long *p)
{
	p[BIT_WORD(nr)] &= ~BIT_MASK(nr);
}

static inline int __test_and_clear_bit(unsigned int nr, volatile unsigned long *p)
{
	int old = test_bit(nr, p);

	__clear_bit(nr, p);
	return old;
}

/* ffs, fls: the lowest and the highest bit counted from 1, 0 for none; __ from 0 */
static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline int ffs(int x)
{
	return __builtin_ffs(x);
}

static inline unsigned long __ffs(unsigned long x)
{
	return (unsigned long)__builtin_ctzl(x);
}

static inline unsigned long __fls(unsigned long x)
{
	return BITS_PER_LONG - 1 - (unsigned long)__builtin_clzl(x);
}

#define ffz(x)	__ffs(~(x))

static inline unsigned int hweight32(u32 w)
{
	w -= (w >> 1) & 0x55555555;
	w = (w & 0x33333333) + ((w >> 2) & 0x33333333);
	return (((w + (w >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24;
}

static inline unsigned int hweight64(u64 w)
{
	return hweight32((u32)w) + hweight32((u32)(w >> 32));
}

#define hweight_long(w)	(sizeof(long) == 4 ? hweight32((u32)(w)) : hweight64(w))

/* kernel/lib/find_bit.c: the number of the bit, or @size when there is none */
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset);
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset);

#define find_first_bit(addr, size)	find_next_bit((addr), (size), 0)
#define find_first_zero_bit(addr, size)	find_next_zero_bit((addr), (size), 0)

#define for_each_clear_bit(bit, addr, size)				\
	for ((bit) = find_first_zero_bit((addr), (size)); (bit) < (size); \
	     (bit) = find_next_zero_bit((addr), (size), (bit) + 1))
#define for_each_set_bit(bit, addr, size)				\
	for ((bit) = find_first_bit((addr), (size)); (bit) < (size);	\
	     (bit) = find_next_bit((addr), (size), (bit) + 1))

#endif
