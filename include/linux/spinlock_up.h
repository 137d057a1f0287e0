/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spinlocks of a kernel for one processor that isn't preempted: nobody else can run between lock and unlock but an
 * interrupt handler, which _irqsave keeps out, so there is nothing to take.  The debug build takes the processor's
 * real ones (asm/spinlock.h), in order to find a lock that is taken twice, or never given back.
 */
#ifndef _LINUX_SPINLOCK_UP_H
#define _LINUX_SPINLOCK_UP_H

#include <linux/compiler.h>

typedef struct { } arch_spinlock_t;

static inline void arch_spin_lock(arch_spinlock_t *lock)
{
	barrier();
}

static inline int arch_spin_trylock(arch_spinlock_t *lock)
{
	barrier();
	return 1;
}

static inline void arch_spin_unlock(arch_spinlock_t *lock)
{
	barrier();
}

#endif
