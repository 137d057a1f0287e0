/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutexes.  As in kernel/rwsem.c the lock is handed over: who unlocks leaves MUTEX_HELD set for
 * the first waiter, and MUTEX_WAITING is set if and only if the list isn't empty.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#define MUTEX_HELD	1
#define MUTEX_WAITING	2

struct mutex_waiter {
	struct list_head list;
	struct task_struct *task;	/* NULL: the mutex is its */
};

void __mutex_init(struct mutex *lock)
{
	*lock = (struct mutex){ .count = ATOMIC_INIT(0) };
	spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
}

static void mutex_set_owner(struct mutex *lock, struct task_struct *owner)
{
#ifdef CONFIG_DEBUG_LOCKS
	lock->owner = owner;
#endif
}

/* The caller holds wait_lock. */
static void mutex_unqueue(struct mutex *lock, struct mutex_waiter *waiter)
{
	list_del(&waiter->list);
	if (list_empty(&lock->wait_list))
		atomic_sub(MUTEX_WAITING, &lock->count);
}

/*
 * Joins the queue, unless the mutex has become free: once MUTEX_WAITING is set it can't become
 * held by another.  Returns whether the caller has to wait.
 */
static bool mutex_queue(struct mutex *lock, struct mutex_waiter *waiter)
{
	bool wait = true;

	spin_lock_irq(&lock->wait_lock);
	if (list_empty(&lock->wait_list))
		atomic_add(MUTEX_WAITING, &lock->count);
	list_add_tail(&waiter->list, &lock->wait_list);
	if (!(atomic_read(&lock->count) & MUTEX_HELD) &&
	    lock->wait_list.next == &waiter->list) {
		atomic_add(MUTEX_HELD, &lock->count);
		mutex_unqueue(lock, waiter);
		wait = false;
	}
	spin_unlock_irq(&lock->wait_lock);
	return wait;
}

/* A signal came.  Returns whether the waiter has left without the mutex. */
static bool mutex_give_up(struct mutex *lock, struct mutex_waiter *waiter)
{
	bool left;

	spin_lock_irq(&lock->wait_lock);
	left = waiter->task != NULL;
	if (left)
		mutex_unqueue(lock, waiter);
	spin_unlock_irq(&lock->wait_lock);
	return left;
}

static int mutex_lock_slow(struct mutex *lock, long state)
{
	struct mutex_waiter waiter = { .task = current };

	if (!mutex_queue(lock, &waiter))
		return 0;
	for (;;) {
		set_current_state(state);
		if (!READ_ONCE(waiter.task))
			break;
		if (signal_pending_state(state, current) && mutex_give_up(lock, &waiter)) {
			__set_current_state(TASK_RUNNING);
			return -EINTR;
		}
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static inline int mutex_lock_common(struct mutex *lock, long state, unsigned int subclass, unsigned long ip)
{
	int ret = 0;

	might_sleep();
#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(lock->owner == current);
#endif
	lock_acquire(lock, subclass, false, ip);
	if (unlikely(atomic_cmpxchg(&lock->count, 0, MUTEX_HELD) != 0))
		ret = mutex_lock_slow(lock, state);
	if (!ret)
		mutex_set_owner(lock, current);
	else
		lock_release(lock);
	return ret;
}

/* mutex_lock - sleeps until @lock is the caller's. */
void mutex_lock(struct mutex *lock)
{
	mutex_lock_common(lock, TASK_UNINTERRUPTIBLE, 0, _RET_IP_);
}

#ifdef CONFIG_LOCKDEP
/* As mutex_lock(), for the second mutex of a class */
void mutex_lock_nested(struct mutex *lock, unsigned int subclass)
{
	mutex_lock_common(lock, TASK_UNINTERRUPTIBLE, subclass, _RET_IP_);
}
#endif

/* As mutex_lock(); -EINTR, without @lock, when a signal comes. */
int mutex_lock_interruptible(struct mutex *lock)
{
	return mutex_lock_common(lock, TASK_INTERRUPTIBLE, 0, _RET_IP_);
}

/* mutex_trylock - 1: @lock is the caller's; 0: it isn't free. */
int mutex_trylock(struct mutex *lock)
{
	if (atomic_cmpxchg(&lock->count, 0, MUTEX_HELD) != 0)
		return 0;
	mutex_set_owner(lock, current);
	lock_acquire(lock, 0, true, _RET_IP_);
	return 1;
}

static void mutex_hand_over(struct mutex *lock)
{
	struct mutex_waiter *waiter;
	struct task_struct *task;

	waiter = list_first_entry(&lock->wait_list, struct mutex_waiter, list);
	task = waiter->task;
	get_task_struct(task);
	mutex_unqueue(lock, waiter);
	smp_mb();
	WRITE_ONCE(waiter->task, NULL);
	wake_up_process(task);
	put_task_struct(task);
}

/* mutex_unlock - by the task that holds @lock. */
void mutex_unlock(struct mutex *lock)
{
	unsigned long flags;

#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(lock->owner != current);
#endif
	mutex_set_owner(lock, NULL);
	lock_release(lock);
	if (likely(atomic_cmpxchg(&lock->count, MUTEX_HELD, 0) == MUTEX_HELD))
		return;
	spin_lock_irqsave(&lock->wait_lock, flags);
	if (list_empty(&lock->wait_list))
		atomic_sub(MUTEX_HELD, &lock->count);
	else
		mutex_hand_over(lock);
	spin_unlock_irqrestore(&lock->wait_lock, flags);
}
