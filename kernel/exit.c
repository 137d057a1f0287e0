/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a task ends: by itself, or because an Oops ends it.
 *
 *   do_exit
 *     who waits for it is told (vfork_done: kthread_stop())
 *     exit_notify -> release_task    off the lists, pid free, one reference less
 *     state DEAD, schedule           the next task frees the stack, the other reference goes
 *
 * Between the telling and the last schedule() nothing sleeps, so on one processor who is told
 * finds the stack freed.
 */
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/mmu_context.h>
#include <linux/sched.h>
#include <asm/mmu_context.h>

/* The boot task adopts the children of one that ends.  The caller holds tasklist_lock. */
static void forget_original_parent(struct task_struct *father)
{
	struct task_struct *p, *n;

	list_for_each_entry_safe(p, n, &father->children, sibling) {
		p->parent = &init_task;
		list_move_tail(&p->sibling, &init_task.children);
	}
}

/* release_task - @p has ended and nobody will ask about it.  It may be the caller itself. */
void release_task(struct task_struct *p)
{
	spin_lock(&tasklist_lock);
	p->exit_state = EXIT_DEAD;
	list_del_init(&p->tasks);
	list_del_init(&p->sibling);
	spin_unlock(&tasklist_lock);
	free_pid(p->pid);
	put_task_struct(p);
}

static void exit_notify(struct task_struct *tsk)
{
	spin_lock(&tasklist_lock);
	forget_original_parent(tsk);
	spin_unlock(&tasklist_lock);
	release_task(tsk);
}

/* The task goes on, for a moment, with borrowed page tables; its address space may go. */
static void exit_mm(struct task_struct *tsk)
{
	struct mm_struct *mm = tsk->mm;

	if (!mm)
		return;
	/* A kernel thread had only borrowed it: use_mm() */
	if (tsk->flags & PF_KTHREAD) {
		unuse_mm(mm);
		return;
	}
	atomic_inc(&mm->mm_count);
	tsk->mm = NULL;
	enter_lazy_tlb(mm, tsk);
	mmput(mm);
}

/* A task that dies again while it exits can't be taken apart: it is left as it is. */
static void exit_twice(void)
{
	pr_alert("Fixing recursive fault but reboot is needed!\n");
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule();
	}
}

/*
 * do_exit - the end of the calling task; @code is a status, or the number of the signal that
 * kills it.  An Oops may call it with locks held: they stay held.
 */
void do_exit(long code)
{
	struct task_struct *tsk = current;

	if (in_interrupt())
		panic("Aiee, killing interrupt handler!");
	if (is_idle_task(tsk))
		panic("Attempted to kill the idle task!");
	if (tsk->pid == 1)
		panic("Attempted to kill init! exitcode=0x%08lx", (unsigned long)code);
	if (in_atomic()) {
		pr_info("note: %s[%d] exited with preempt_count %d\n", tsk->comm, tsk->pid,
			preempt_count());
		preempt_count() = 0;
	}
	if (tsk->flags & PF_EXITING)
		exit_twice();
	tsk->flags |= PF_EXITING;
	tsk->exit_code = code;
	exit_mm(tsk);
	if (tsk->vfork_done)
		complete(tsk->vfork_done);
	exit_notify(tsk);
	tsk->state = TASK_DEAD;
	schedule();
	BUG();
}
