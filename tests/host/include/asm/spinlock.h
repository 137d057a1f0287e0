/* SPDX-License-Identifier: GPL-2.0-only */
/* A lock that is taken twice, or given back unlocked, ends the test. */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <linux/bug.h>
#include <asm/barrier.h>

typedef struct {
	int locked;
} arch_spinlock_t;

static inline int arch_spin_trylock(arch_spinlock_t *lock)
{
	return lock->locked ? 0 : ++lock->locked;
}

static inline void arch_spin_lock(arch_spinlock_t *lock)
{
	if (!arch_spin_trylock(lock))
		BUG();
}

static inline void arch_spin_unlock(arch_spinlock_t *lock)
{
	if (lock->locked-- != 1)
		BUG();
}

static inline int arch_spin_is_locked(arch_spinlock_t *lock)
{
	return lock->locked;
}

#endif
