/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/types.h>

#define ATOMIC_INIT(i)		{ (i) }
#define atomic_read(v)		READ_ONCE((v)->counter)
#define atomic_set(v, i)	WRITE_ONCE((v)->counter, (i))
#define atomic_inc(v)		((void)++(v)->counter)
#define atomic_dec(v)		((void)--(v)->counter)
#define atomic_dec_return(v)	(--(v)->counter)
#define atomic_dec_and_test(v)	(--(v)->counter == 0)
#define atomic_cmpxchg(v, old, new)	\
	({ int seen_ = (v)->counter; if (seen_ == (old)) (v)->counter = (new); seen_; })
#define atomic_inc_not_zero(v)	((v)->counter ? ++(v)->counter : 0)

#define atomic_long_read(v)	READ_ONCE((v)->counter)
#define atomic_long_set(v, i)	WRITE_ONCE((v)->counter, (i))
#define atomic_long_inc(v)	((void)++(v)->counter)
#define atomic_long_dec(v)	((void)--(v)->counter)
#define atomic_long_add(i, v)	((void)((v)->counter += (i)))

#define atomic_add_negative(i, v) (((v)->counter += (i)) < 0)

#endif
