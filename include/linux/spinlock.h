/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spinlocks: the holder neither sleeps nor is preempted.  A lock that an interrupt handler
 * takes, too, is taken with interrupts off (_irqsave).  The debug build counts them in preempt_count,
 * keeps the owner, dies on recursion and on a release by another, and checks the order of locks
 * (linux/lockdep.h); the normal one is for a single processor, which needs nothing of that.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#if CONFIG_NR_CPUS > 1 || defined(CONFIG_DEBUG_LOCKS)
#include <asm/spinlock.h>
#else
#include <linux/spinlock_up.h>
#endif

typedef struct spinlock {
	arch_spinlock_t raw_lock;
#ifdef CONFIG_DEBUG_LOCKS
	struct task_struct *owner;
#endif
#ifdef CONFIG_LOCKDEP
	struct lock_class *class;	/* NULL: its order isn't checked */
#endif
} spinlock_t;

/* For static locks; others are made by spin_lock_init() */
#define __SPIN_LOCK_UNLOCKED(lockname)	{ LOCK_CLASS_INIT(lockname) .raw_lock = { } }
#define DEFINE_SPINLOCK(x)		spinlock_t x = __SPIN_LOCK_UNLOCKED(x)

/* One whose order isn't checked: below it nothing is taken.  Also for static locks in functions. */
#define __SPIN_LOCK_NO_CLASS		{ .raw_lock = { } }

#define spin_lock_init(lock)						\
	do {								\
		*(lock) = (spinlock_t){ .raw_lock = { } };		\
		lock_init_class(lock, #lock);				\
	} while (0)

static inline void __spin_set_owner(spinlock_t *lock, struct task_struct *owner)
{
#ifdef CONFIG_DEBUG_LOCKS
	if (!owner)
		BUG_ON(lock->owner != current);
	lock->owner = owner;
#endif
}

static inline void __spin_lock(spinlock_t *lock)
{
	arch_spin_lock(&lock->raw_lock);
	__spin_set_owner(lock, current);
}

static inline void spin_check_recursion(spinlock_t *lock)
{
#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(lock->owner && lock->owner == current);
#endif
}

static inline void spin_lock(spinlock_t *lock) __acquires(lock)
{
	preempt_disable();
	spin_check_recursion(lock);
	lock_acquire(lock, 0, false, 0);
	__spin_lock(lock);
	__acquire(lock);
}

/* spin_lock_nested - a lock of the class of one that is held; @subclass: SINGLE_DEPTH_NESTING */
#ifdef CONFIG_LOCKDEP
static inline void spin_lock_nested(spinlock_t *lock, unsigned int subclass) __acquires(lock)
{
	preempt_disable();
	spin_check_recursion(lock);
	lock_acquire(lock, subclass, false, 0);
	__spin_lock(lock);
	__acquire(lock);
}
#else
#define spin_lock_nested(lock, subclass)	spin_lock(lock)
#endif

static inline int __spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (arch_spin_trylock(&lock->raw_lock)) {
		lock_acquire(lock, 0, true, 0);
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
	lock_release(lock);
	arch_spin_unlock(&lock->raw_lock);
	preempt_enable();
	__release(lock);
}

/* assert_spin_locked - dies if nobody has @lock, in the debug build */
#ifdef CONFIG_DEBUG_LOCKS
#define assert_spin_locked(lock)	BUG_ON(!arch_spin_is_locked(&(lock)->raw_lock))
#else
#define assert_spin_locked(lock)	do { } while (0)
#endif

#define spin_lock_irq(lock)						\
	do { local_irq_disable(); spin_lock(lock); } while (0)
#define spin_unlock_irq(lock)						\
	do { spin_unlock(lock); local_irq_enable(); } while (0)
#define spin_lock_irqsave(lock, flags)					\
	do { local_irq_save(flags); spin_lock(lock); } while (0)
#define spin_unlock_irqrestore(lock, flags)				\
	do { spin_unlock(lock); local_irq_restore(flags); } while (0)

#endif
