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
};

#define __MUTEX_INITIALIZER(name)					\
	{ .count = ATOMIC_INIT(0), .wait_lock = __SPIN_LOCK_UNLOCKED,	\
	  .wait_list = { &(name).wait_list, &(name).wait_list } }
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

static inline int mutex_is_locked(struct mutex *lock)
{
	return atomic_read(&lock->count) != 0;
}

void mutex_init(struct mutex *lock);
void mutex_lock(struct mutex *lock);
int __must_check mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

#endif
