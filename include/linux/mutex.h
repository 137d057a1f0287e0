/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutexes: one holder, a task, which releases it itself; who waits is served in order.
 * count: bit 0 held, bit 1 somebody waits.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct mutex {
	atomic_t count;
	spinlock_t wait_lock;
	struct list_head wait_list;	/* wait_lock */
#ifdef CONFIG_DEBUG_LOCKS
	struct task_struct *owner;
#endif
#ifdef CONFIG_LOCKDEP
	struct lock_class *class;
#endif
};

#define __MUTEX_INITIALIZER(name)					\
	{ LOCK_CLASS_INIT(name) .count = ATOMIC_INIT(0),		\
	  .wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock),		\
	  .wait_list = { &(name).wait_list, &(name).wait_list } }
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

static inline int mutex_is_locked(struct mutex *lock)
{
	return atomic_read(&lock->count) != 0;
}

void __mutex_init(struct mutex *lock);
#define mutex_init(lock)						\
	do {								\
		__mutex_init(lock);					\
		lock_init_class(lock, #lock);				\
	} while (0)

void mutex_lock(struct mutex *lock);
#ifdef CONFIG_LOCKDEP
void mutex_lock_nested(struct mutex *lock, unsigned int subclass);
#else
#define mutex_lock_nested(lock, subclass)	mutex_lock(lock)
#endif
int __must_check mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

#endif
