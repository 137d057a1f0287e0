/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Out of memory: a fault can't get a page, and the program can't go on without it.
 *
 * Idea.  A system call that finds no memory returns -ENOMEM; a load or store can't return anything.  The
 * program that wanted the page dies by SIGKILL, which no handler catches, and what it had is free.
 *
 *     handle_mm_fault = VM_FAULT_OOM -> do_page_fault -> pagefault_out_of_memory -> SIGKILL
 *                                                                  return to user mode: it ends
 *
 * Invariant  O1  a fault that ran out of memory isn't tried again by a program that lives on.
 *
 * Context.  The faulting task, in user mode before; no locks.  Differs from Linux 4.x: the victim is
 * who asked, not who has most.  Article 3.4.2.  Tests: tests/user/stress.c.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/signal.h>

/* pagefault_out_of_memory - the current task's fault found no memory: the task is killed */
void pagefault_out_of_memory(void)
{
	struct task_struct *tsk = current;

	if (fatal_signal_pending(tsk))
		return;
	printk_ratelimited(KERN_ERR "Out of memory: Killed process %d (%s) anon-rss:%lukB, file-rss:%lukB\n",
			   task_pid_nr(tsk), tsk->comm,
			   get_mm_counter(tsk->mm, MM_ANONPAGES) << (PAGE_SHIFT - 10),
			   get_mm_counter(tsk->mm, MM_FILEPAGES) << (PAGE_SHIFT - 10));
	force_sig(SIGKILL, tsk);
}
