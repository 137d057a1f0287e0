/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Completions.  The count is looked at and changed under the wait queue's lock, so that a
 * completion on the waiter's stack may go as soon as the wait is over.
 */
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#define COMPLETE_ALL	(UINT_MAX / 2)

/* complete - let one waiter go on, now or when it comes.  Any context. */
void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/* complete_all - let all go on, for ever. */
void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done += COMPLETE_ALL;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/* Takes one completion if there is one. */
static bool completion_take(struct completion *x)
{
	unsigned long flags;
	bool taken;

	spin_lock_irqsave(&x->wait.lock, flags);
	taken = x->done != 0;
	if (taken)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return taken;
}

/* Returns what is left of @timeout, at least 1 if completed; 0; or -ERESTARTSYS. */
static long wait_for_common(struct completion *x, long timeout, int state)
{
	DEFINE_WAIT(wait);
	bool taken;

	might_sleep();
	while (!(taken = completion_take(x)) && timeout > 0) {
		prepare_to_wait_exclusive(&x->wait, &wait, state);
		if (signal_pending_state(state, current)) {
			timeout = -ERESTARTSYS;
			break;
		}
		if (!READ_ONCE(x->done))
			timeout = schedule_timeout(timeout);
		finish_wait(&x->wait, &wait);
	}
	finish_wait(&x->wait, &wait);
	return taken && timeout <= 0 ? 1 : timeout;
}

void wait_for_completion(struct completion *x)
{
	wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

/* The same for a fatal signal alone */
int wait_for_completion_killable(struct completion *x)
{
	long ret = wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_KILLABLE);

	return ret == -ERESTARTSYS ? -ERESTARTSYS : 0;
}

/* @timeout in jiffies.  0: not completed in time; else what is left of it, at least 1. */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return (unsigned long)wait_for_common(x, (long)timeout, TASK_UNINTERRUPTIBLE);
}

bool completion_done(struct completion *x)
{
	return READ_ONCE(x->done) != 0;
}
