/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals, as far as faults need them: a task that can't go on is told why, and dies on its way
 * back to user mode.
 *
 *   fault -> force_sig_info -> pending, TIF_SIGPENDING -> ret_to_user: do_signal -> do_exit
 *
 * No program can catch one so far, so each is fatal.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/signal.h>

int force_sig_info(int sig, struct siginfo *info, struct task_struct *t)
{
	t->pending.signal |= sigmask(sig);
	t->pending.info = *info;
	set_bit(TIF_SIGPENDING, &task_thread_info(t)->flags);
	wake_up_state(t, TASK_INTERRUPTIBLE | TASK_WAKEKILL);
	return 0;
}

void force_sig(int sig, struct task_struct *t)
{
	struct siginfo info = { .si_signo = sig };

	force_sig_info(sig, &info, t);
}

int unhandled_signal(struct task_struct *tsk, int sig)
{
	return 1;
}

/* The lowest pending signal ends the task: its number is the exit code */
void do_signal(struct pt_regs *regs)
{
	unsigned long pending = current->pending.signal;

	clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	if (pending)
		do_exit(ffs((int)pending));
}
