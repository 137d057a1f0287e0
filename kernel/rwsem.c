/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reader/writer semaphores when somebody must wait.
 *
 * Idea.  The semaphore is handed over: rwsem_grant() counts the first waiter as holder before
 * it wakes it.  A writer is granted alone, readers until the next writer in the queue.
 *
 *   queue   R R W R          count  readers 2, waits      two readers were granted;
 *           ^ ^                                            the last up_read grants W
 *
 * Invariants
 *   R1  RWSEM_WAITING is set if and only if wait_list has an entry (under wait_lock)
 *   R2  while it is set only rwsem_grant() adds holders: the fast paths give way
 *
 * Because of R2 a free semaphore that rwsem_grant() sees can't be taken before it grants it.
 */
#include <linux/rwsem.h>
#include <linux/sched.h>

struct rwsem_waiter {
	struct list_head list;
	struct task_struct *task;	/* NULL: granted, and the waiter may go at once */
	bool write;
};

void __init_rwsem(struct rw_semaphore *sem)
{
	*sem = (struct rw_semaphore){ .count = ATOMIC_INIT(0) };
	spin_lock_init(&sem->wait_lock);
	INIT_LIST_HEAD(&sem->wait_list);
}

/* Grants to as many waiters as can be.  The caller holds wait_lock. */
static void rwsem_grant(struct rw_semaphore *sem)
{
	struct rwsem_waiter *waiter;
	struct task_struct *task;
	int count;

	while (!list_empty(&sem->wait_list)) {
		waiter = list_first_entry(&sem->wait_list, struct rwsem_waiter, list);
		count = atomic_read(&sem->count);
		if (waiter->write ? count != RWSEM_WAITING : count & RWSEM_WRITER)
			return;
		list_del(&waiter->list);
		atomic_add(waiter->write ? RWSEM_WRITER : RWSEM_READER, &sem->count);
		task = waiter->task;
		get_task_struct(task);
		smp_mb();
		WRITE_ONCE(waiter->task, NULL);
		wake_up_process(task);
		put_task_struct(task);
	}
	atomic_sub(RWSEM_WAITING, &sem->count);
}

/* rwsem_wake - somebody has let go, and somebody waits.  Any context. */
void rwsem_wake(struct rw_semaphore *sem)
{
	unsigned long flags;

	spin_lock_irqsave(&sem->wait_lock, flags);
	if (!list_empty(&sem->wait_list))
		rwsem_grant(sem);
	spin_unlock_irqrestore(&sem->wait_lock, flags);
}

/* Queues up, and sleeps until granted. */
static void rwsem_wait(struct rw_semaphore *sem, bool write)
{
	struct rwsem_waiter waiter = { .task = current, .write = write };

	spin_lock_irq(&sem->wait_lock);
	if (list_empty(&sem->wait_list))
		atomic_add(RWSEM_WAITING, &sem->count);
	list_add_tail(&waiter.list, &sem->wait_list);
	rwsem_grant(sem);
	spin_unlock_irq(&sem->wait_lock);
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (!READ_ONCE(waiter.task))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

void rwsem_down_read_slow(struct rw_semaphore *sem)
{
	rwsem_wait(sem, false);
}

void rwsem_down_write_slow(struct rw_semaphore *sem)
{
	rwsem_wait(sem, true);
	rwsem_set_owner(sem);
}
