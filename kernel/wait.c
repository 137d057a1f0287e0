/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait queues: see linux/wait.h for how they are used. */
#include <linux/sched.h>
#include <linux/wait.h>

void __init_waitqueue_head(wait_queue_head_t *q)
{
	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->task_list);
}

/* The usual way of waking: end the wait of the entry's task. */
int default_wake_function(wait_queue_t *wait, unsigned int mode, void *key)
{
	return wake_up_state(wait->private, mode);
}

/* As default_wake_function(), and the entry leaves the queue. */
int autoremove_wake_function(wait_queue_t *wait, unsigned int mode, void *key)
{
	int woken = default_wake_function(wait, mode, key);

	if (woken)
		list_del_init(&wait->task_list);
	return woken;
}

void add_wait_queue(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	wait->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&q->lock, flags);
	list_add(&wait->task_list, &q->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}

void remove_wait_queue(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	list_del_init(&wait->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* prepare_to_wait - queue @wait, once, and set the caller's state; then look, then schedule(). */
void prepare_to_wait(wait_queue_head_t *q, wait_queue_t *wait, int state)
{
	unsigned long flags;

	wait->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&q->lock, flags);
	if (list_empty(&wait->task_list))
		list_add(&wait->task_list, &q->task_list);
	set_current_state(state);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* As prepare_to_wait(), for one of many of whom a wake-up shall wake one: first come first. */
void prepare_to_wait_exclusive(wait_queue_head_t *q, wait_queue_t *wait, int state)
{
	unsigned long flags;

	wait->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&q->lock, flags);
	if (list_empty(&wait->task_list))
		list_add_tail(&wait->task_list, &q->task_list);
	set_current_state(state);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* finish_wait - after the loop: the caller runs and isn't queued any more. */
void finish_wait(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	spin_lock_irqsave(&q->lock, flags);
	list_del_init(&wait->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}

static void wake_up_common(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key)
{
	wait_queue_t *curr, *next;
	unsigned int flags;

	list_for_each_entry_safe(curr, next, &q->task_list, task_list) {
		flags = curr->flags;
		if (curr->func(curr, mode, key) && (flags & WQ_FLAG_EXCLUSIVE) &&
		    !--nr_exclusive)
			break;
	}
}

/*
 * __wake_up - wake all waiters of @q that aren't exclusive and @nr_exclusive that are (0: all),
 * as far as they wait in a state of @mode.  Any context.
 */
void __wake_up(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	wake_up_common(q, mode, nr_exclusive, key);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* The caller holds @q's lock. */
void __wake_up_locked(wait_queue_head_t *q, unsigned int mode, int nr_exclusive)
{
	wake_up_common(q, mode, nr_exclusive, NULL);
}
