/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <asm/atomic.h>

/* One more, unless @v is negative: whether it was done.  A full barrier if so. */
static inline bool atomic_inc_unless_negative(atomic_t *v)
{
	int old, seen;

	for (seen = atomic_read(v); seen >= 0; seen = old) {
		old = atomic_cmpxchg(v, seen, seen + 1);
		if (old == seen)
			return true;
	}
	return false;
}

/* One less, unless @v is positive */
static inline bool atomic_dec_unless_positive(atomic_t *v)
{
	int old, seen;

	for (seen = atomic_read(v); seen <= 0; seen = old) {
		old = atomic_cmpxchg(v, seen, seen - 1);
		if (old == seen)
			return true;
	}
	return false;
}

#endif
