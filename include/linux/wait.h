/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wait queues: tasks that sleep until a condition holds.
 *
 *   waiter                                    waker
 *     loop:                                     makes the condition true
 *       prepare_to_wait: queued, state set      wake_up: state = RUNNING for all that aren't
 *       condition? leave                          exclusive, and one that is
 *       schedule
 *     finish_wait: state RUNNING, off the queue
 *
 * The condition is looked at after the state is set, so a wake-up in between isn't lost.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/errno.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct task_struct;
typedef struct __wait_queue wait_queue_t;
typedef int (*wait_queue_func_t)(wait_queue_t *wait, unsigned int mode, void *key);

#define WQ_FLAG_EXCLUSIVE	1	/* one of these is woken at a time; they queue at the end */

struct __wait_queue {
	unsigned int flags;
	void *private;			/* the task */
	wait_queue_func_t func;		/* wakes; nonzero if it did */
	struct list_head task_list;
};

typedef struct __wait_queue_head {
	spinlock_t lock;
	struct list_head task_list;
} wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)				\
	{ .lock = __SPIN_LOCK_UNLOCKED(name.lock),			\
	  .task_list = { &(name).task_list, &(name).task_list } }
#define DECLARE_WAIT_QUEUE_HEAD(name)					\
	wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)

void __init_waitqueue_head(wait_queue_head_t *q);
#define init_waitqueue_head(q)						\
	do {								\
		__init_waitqueue_head(q);				\
		lock_init_class(&(q)->lock, #q);			\
	} while (0)

int default_wake_function(wait_queue_t *wait, unsigned int mode, void *key);
int autoremove_wake_function(wait_queue_t *wait, unsigned int mode, void *key);

#define DEFINE_WAIT_FUNC(name, function)				\
	wait_queue_t name = {						\
		.private = current, .func = (function),			\
		.task_list = { &(name).task_list, &(name).task_list },	\
	}
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)

static inline bool waitqueue_active(wait_queue_head_t *q)
{
	return !list_empty(&q->task_list);
}

void add_wait_queue(wait_queue_head_t *q, wait_queue_t *wait);
void remove_wait_queue(wait_queue_head_t *q, wait_queue_t *wait);
void prepare_to_wait(wait_queue_head_t *q, wait_queue_t *wait, int state);
void prepare_to_wait_exclusive(wait_queue_head_t *q, wait_queue_t *wait, int state);
void finish_wait(wait_queue_head_t *q, wait_queue_t *wait);
void __wake_up(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key);
void __wake_up_locked(wait_queue_head_t *q, unsigned int mode, int nr_exclusive);

#define wake_up(q)			__wake_up((q), TASK_NORMAL, 1, NULL)
#define wake_up_nr(q, nr)		__wake_up((q), TASK_NORMAL, (nr), NULL)
#define wake_up_all(q)			__wake_up((q), TASK_NORMAL, 0, NULL)
#define wake_up_interruptible_all(q)	__wake_up((q), TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible(q)	__wake_up((q), TASK_INTERRUPTIBLE, 1, NULL)

/*
 * Sleeps in @state until @condition holds.  @timeout, in jiffies, becomes what is left of it;
 * the value is 0, or -ERESTARTSYS when a signal came first.
 */
#define ___wait_event(wq, condition, wstate, timeout)			\
	({ DEFINE_WAIT(__wait);						\
	   long __err = 0;						\
									\
	   for (;;) {							\
		prepare_to_wait(&(wq), &__wait, (wstate));		\
		if (condition)						\
			break;						\
		if (signal_pending_state((wstate), current)) {		\
			__err = -ERESTARTSYS;				\
			break;						\
		}							\
		if (!(timeout))						\
			break;						\
		(timeout) = schedule_timeout(timeout);			\
	   }								\
	   finish_wait(&(wq), &__wait);					\
	   __err; })

/* wait_event - sleep until @condition, which is looked at after each wake-up of @wq. */
#define wait_event(wq, condition)					\
	do {								\
		long __forever = MAX_SCHEDULE_TIMEOUT;			\
		might_sleep();						\
		if (!(condition))					\
			___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, __forever); \
	} while (0)

/* wait_event_interruptible - 0, or -ERESTARTSYS when a signal came before. */
#define wait_event_interruptible(wq, condition)				\
	({ long __forever = MAX_SCHEDULE_TIMEOUT, __ret = 0;		\
	   might_sleep();						\
	   if (!(condition))						\
		__ret = ___wait_event(wq, condition, TASK_INTERRUPTIBLE, __forever); \
	   __ret; })

/* wait_event_killable - the same for a fatal signal alone. */
#define wait_event_killable(wq, condition)				\
	({ long __forever = MAX_SCHEDULE_TIMEOUT, __ret = 0;		\
	   might_sleep();						\
	   if (!(condition))						\
		__ret = ___wait_event(wq, condition, TASK_KILLABLE, __forever); \
	   __ret; })

/* wait_event_timeout - 0: @condition is still false after @jiffs; else what is left, >= 1. */
#define wait_event_timeout(wq, condition, jiffs)			\
	({ long __left = (jiffs);					\
	   might_sleep();						\
	   if (!(condition))						\
		___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, __left); \
	   __left == 0 && (condition) ? 1 : __left; })

/* wait_event_interruptible_timeout - as both: -ERESTARTSYS, 0, or what is left. */
#define wait_event_interruptible_timeout(wq, condition, jiffs)		\
	({ long __left = (jiffs), __ret = 0;				\
	   might_sleep();						\
	   if (!(condition))						\
		__ret = ___wait_event(wq, condition, TASK_INTERRUPTIBLE, __left); \
	   __ret ? __ret : __left == 0 && (condition) ? 1 : __left; })

#include <linux/sched.h>

#endif
