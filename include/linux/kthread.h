/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel threads that somebody owns: made asleep, started by wake_up_process(), ended by their
 * owner with kthread_stop() or by returning.  The owner of one that may return by itself holds
 * a reference (get_task_struct) as long as it uses the pointer.
 */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

__printf(3, 4) struct task_struct *kthread_create(int (*threadfn)(void *data), void *data,
						  const char *namefmt, ...);
int kthread_stop(struct task_struct *k);
bool kthread_should_stop(void);
void *kthread_data(struct task_struct *task);

/* kthread_run - kthread_create(), and start it. */
#define kthread_run(threadfn, data, namefmt, ...)			\
	({ struct task_struct *__k =					\
		kthread_create(threadfn, data, namefmt, ##__VA_ARGS__);	\
	   if (!IS_ERR(__k))						\
		wake_up_process(__k);					\
	   __k; })

#endif
