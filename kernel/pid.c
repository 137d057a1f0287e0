/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Process numbers: a bitmap of those in use.  Numbers go up until PID_MAX and start again at
 * RESERVED_PIDS, so that one which was freed isn't used again soon.
 *
 * Locking.  pidmap_lock; tasklist_lock for find_task_by_pid().
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define PID_MAX		32768
#define RESERVED_PIDS	300

static unsigned long pidmap[PID_MAX / BITS_PER_LONG] = { 1 };	/* 0: the idle task */
pid_t last_pid;
static DEFINE_SPINLOCK(pidmap_lock);

/* Tasks by the low bits of their number: tasklist_lock */
static struct list_head pid_hash[256];
#define pid_hashfn(nr)	(&pid_hash[(unsigned int)(nr) % ARRAY_SIZE(pid_hash)])

/* alloc_pid - a number that no task has, or -EAGAIN. */
pid_t alloc_pid(void)
{
	unsigned long pid;

	spin_lock(&pidmap_lock);
	pid = find_next_zero_bit(pidmap, PID_MAX, (unsigned long)last_pid + 1);
	if (pid >= PID_MAX)
		pid = find_next_zero_bit(pidmap, PID_MAX, RESERVED_PIDS);
	if (pid < PID_MAX) {
		__set_bit(pid, pidmap);
		last_pid = (pid_t)pid;
	}
	spin_unlock(&pidmap_lock);
	return pid < PID_MAX ? (pid_t)pid : -EAGAIN;
}

void free_pid(pid_t pid)
{
	spin_lock(&pidmap_lock);
	BUG_ON(!test_bit(pid, pidmap));
	__clear_bit(pid, pidmap);
	spin_unlock(&pidmap_lock);
}

void __init pidhash_init(void)
{
	struct list_head *head;

	for (head = pid_hash; head < pid_hash + ARRAY_SIZE(pid_hash); head++)
		INIT_LIST_HEAD(head);
}

/* attach_pid - from now on @task is found by its pid.  The caller holds tasklist_lock. */
void attach_pid(struct task_struct *task)
{
	list_add(&task->pid_link, pid_hashfn(task->pid));
}

void detach_pid(struct task_struct *task)
{
	list_del_init(&task->pid_link);
}

/* find_task_by_pid - a task, maybe one thread of several; NULL.  The caller holds tasklist_lock. */
struct task_struct *find_task_by_pid(pid_t pid)
{
	struct task_struct *p;

	list_for_each_entry(p, pid_hashfn(pid), pid_link) {
		if (p->pid == pid)
			return p;
	}
	return NULL;
}
