/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_HASH_H
#define _LINUX_HASH_H

#include <linux/types.h>

/* Knuth's multiplicative hash: the golden ratio spreads neighbours */
#define GOLDEN_RATIO_32	0x61c88647

static inline u32 hash_32(u32 val, unsigned int bits)
{
	return val * GOLDEN_RATIO_32 >> (32 - bits);
}

#define hash_long(val, bits)	hash_32((u32)(val), (bits))

static inline u32 hash_ptr(const void *ptr, unsigned int bits)
{
	return hash_32((u32)(unsigned long)ptr, bits);
}

#endif
