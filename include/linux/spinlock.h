/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spinlocks: the holder neither sleeps nor is preempted.  A lock that an interrupt handler
 * takes, too, is taken with interrupts off (_irqsave).  The debug build keeps the owner, and
 * dies on recursion and on a release by another.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <asm/spinlock.h>

typedef struct spinlock {
	arch_spinlock_t raw_lock;
#ifdef CONFIG_DEBUG_LOCKS
	struct task_struct *owner;
#endif
} spinlock_t;

#define __SPIN_LOCK_UNLOCKED	{ .raw_lock = { 0 } }
#define DEFINE_SPINLOCK(x)	spinlock_t x = __SPIN_LOCK_UNLOCKED

static inline void spin_lock_init(spinlock_t *lock)
{
	*lock = (spinlock_t)__SPIN_LOCK_UNLOCKED;
}

static inline void __spin_set_owner(spinlock_t *lock, struct task_struct *owner)
{
#ifdef CONFIG_DEBUG_LOCKS
	if (!owner)
		BUG_ON(lock->owner != current);
	lock->owner = owner;
#endif
}

static inline void spin_lock(spinlock_t *lock) __acquires(lock)
{
	preempt_disable();
#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(lock->owner && lock->owner == current);
#endif
	arch_spin_lock(&lock->raw_lock);
	__spin_set_owner(lock, current);
	__acquire(lock);
}

static inline int __spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (arch_spin_trylock(&lock->raw_lock)) {
		__spin_set_owner(lock, current);
		return 1;
	}
	preempt_enable();
	return 0;
}

/* spin_trylock - 1: @lock is ours; 0: somebody has it.  Never waits. */
#define spin_trylock(lock)	__cond_lock(lock, __spin_trylock(lock))

static inline void spin_unlock(spinlock_t *lock) __releases(lock)
{
	__spin_set_owner(lock, NULL);
	arch_spin_unlock(&lock->raw_lock);
	preempt_enable();
	__release(lock);
}

static inline int spin_is_locked(spinlock_t *lock)
{
	return arch_spin_is_locked(&lock->raw_lock);
}

#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))

#define spin_lock_irq(lock)						\
	do { local_irq_disable(); spin_lock(lock); } while (0)
#define spin_unlock_irq(lock)						\
	do { spin_unlock(lock); local_irq_enable(); } while (0)
#define spin_lock_irqsave(lock, flags)					\
	do { local_irq_save(flags); spin_lock(lock); } while (0)
#define spin_unlock_irqrestore(lock, flags)				\
	do { spin_unlock(lock); local_irq_restore(flags); } while (0)

#endif
