/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>

#define __BIT_OP(name, op)						\
static inline void name(int nr, volatile unsigned long *p)		\
{									\
	p[BIT_WORD(nr)] op BIT_MASK(nr);				\
}									\
									\
static inline int test_and_##name(int nr, volatile unsigned long *p)	\
{									\
	int old = (p[BIT_WORD(nr)] & BIT_MASK(nr)) != 0;		\
									\
	name(nr, p);							\
	return old;							\
}

__BIT_OP(set_bit, |=)
__BIT_OP(clear_bit, &= ~)
__BIT_OP(change_bit, ^=)

#endif
