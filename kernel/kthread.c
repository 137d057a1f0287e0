/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel threads with an owner.  Linux 4.x lets a daemon, kthreadd, make them, so that they
 * inherit nothing from who asked; here copy_process() gives kernel threads nothing to inherit, but
 * only a kernel thread may make one.
 */
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#define KTHREAD_SHOULD_STOP	0

/* Freed with its task_struct */
struct kthread {
	unsigned long flags;
	int (*threadfn)(void *data);
	void *data;
	struct completion exited;	/* the task's vfork_done */
};

/* What every such thread calls first.  One that is stopped before its start never starts. */
static int kthread(void *arg)
{
	struct kthread *self = arg;

	if (test_bit(KTHREAD_SHOULD_STOP, &self->flags))
		return -EINTR;
	return self->threadfn(self->data);
}

/*
 * kthread_create - a thread that will call @threadfn(@data) when woken.  Returns it, or
 * ERR_PTR(-ENOMEM or -EAGAIN).  The caller is a kernel thread.  May sleep.
 */
struct task_struct *kthread_create(int (*threadfn)(void *data), void *data,
				   const char *namefmt, ...)
{
	struct kthread *self = kzalloc(sizeof(*self), GFP_KERNEL);
	struct task_struct *task;
	__builtin_va_list args;

	WARN_ON(!(current->flags & PF_KTHREAD));
	if (!self)
		return ERR_PTR(-ENOMEM);
	self->threadfn = threadfn;
	self->data = data;
	init_completion(&self->exited);
	task = copy_process(CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, (unsigned long)kthread,
			    (unsigned long)self, NULL);
	if (IS_ERR(task)) {
		kfree(self);
		return task;
	}
	task->kthread = self;
	task->vfork_done = &self->exited;
	__builtin_va_start(args, namefmt);
	vsnprintf(task->comm, sizeof(task->comm), namefmt, args);
	__builtin_va_end(args);
	return task;
}

/* kthread_should_stop - asked by the thread itself: does its owner want it to return? */
bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &current->kthread->flags);
}

void *kthread_data(struct task_struct *task)
{
	return task->kthread->data;
}

/*
 * kthread_stop - make kthread_should_stop() true, wake the thread and wait for its end.
 * Returns what its function returned; -EINTR if that never started; SIGKILL's number if an
 * Oops ended it.  Sleeps.  The caller knows that @k hasn't gone, or holds a reference.
 */
int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread = k->kthread;
	int ret;

	get_task_struct(k);
	set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
	wake_up_process(k);
	wait_for_completion(&kthread->exited);
	ret = (int)k->exit_code;
	put_task_struct(k);
	return ret;
}
