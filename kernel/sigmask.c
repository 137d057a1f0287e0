/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a thread decides about its signals: which are blocked, which it waits for, and on which stack
 * their handlers run.
 *
 *   blocked         until further notice: rt_sigprocmask()
 *   saved_sigmask   what is blocked again when a call that changed it for its own time is over:
 *                   rt_sigsuspend(), ppoll(); restore_sigmask says that a handler comes first
 *   real_blocked    while rt_sigtimedwait() waits: its signals wake the thread, and aren't delivered
 *
 * Locking: siglock, interrupts off.  Tests: tests/user/signal.c
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

/* set_current_blocked - only these are blocked now (but G3). */
void set_current_blocked(const sigset_t *newset)
{
	struct task_struct *tsk = current;

	spin_lock_irq(&tsk->sighand->siglock);
	tsk->blocked = *newset;
	sigdelsetmask(&tsk->blocked, sigmask(SIGKILL) | sigmask(SIGSTOP));
	recalc_sigpending();
	spin_unlock_irq(&tsk->sighand->siglock);
}

/* The handler runs: @ksig's mask is blocked besides, and the signal itself */
void signal_delivered(struct ksignal *ksig)
{
	struct task_struct *tsk = current;

	tsk->restore_sigmask = false;
	spin_lock_irq(&tsk->sighand->siglock);
	sigorsets(&tsk->blocked, &tsk->blocked, &ksig->ka.sa.sa_mask);
	if (!(ksig->ka.sa.sa_flags & SA_NODEFER))
		sigaddset(&tsk->blocked, ksig->sig);
	recalc_sigpending();
	spin_unlock_irq(&tsk->sighand->siglock);
}

/* What a handler's return, or the call's end, sets again */
sigset_t *sigmask_to_save(void)
{
	return current->restore_sigmask ? &current->saved_sigmask : &current->blocked;
}

void restore_saved_sigmask(void)
{
	if (current->restore_sigmask) {
		current->restore_sigmask = false;
		set_current_blocked(&current->saved_sigmask);
	}
}

/* set_user_sigmask - for ppoll() and its like: @umask is blocked during the call; NULL: nothing changes */
int set_user_sigmask(const sigset_t __user *umask, size_t sigsetsize)
{
	sigset_t mask;

	if (!umask)
		return 0;
	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&mask, umask, sizeof(mask)))
		return -EFAULT;
	current->saved_sigmask = current->blocked;
	set_current_blocked(&mask);
	return 0;
}

/* restore_user_sigmask - the call is over; @interrupted: the handler still runs with its mask. */
void restore_user_sigmask(const sigset_t __user *umask, bool interrupted)
{
	if (!umask)
		return;
	if (interrupted)
		current->restore_sigmask = true;
	else
		set_current_blocked(&current->saved_sigmask);
}

SYSCALL_DEFINE4(rt_sigprocmask, int, how, const sigset_t __user *, nset, sigset_t __user *, oset,
		size_t, sigsetsize)
{
	sigset_t old = current->blocked, new;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (nset) {
		if (copy_from_user(&new, nset, sizeof(new)))
			return -EFAULT;
		if (how == SIG_BLOCK)
			sigorsets(&new, &old, &new);
		else if (how == SIG_UNBLOCK)
			sigandnsets(&new, &old, &new);
		else if (how != SIG_SETMASK)
			return -EINVAL;
		set_current_blocked(&new);
	}
	return oset && copy_to_user(oset, &old, sizeof(old)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(rt_sigpending, sigset_t __user *, uset, size_t, sigsetsize)
{
	sigset_t set;

	if (sigsetsize > sizeof(set))
		return -EINVAL;
	spin_lock_irq(&current->sighand->siglock);
	sigorsets(&set, &current->pending.signal, &current->signal->shared_pending.signal);
	sigandsets(&set, &set, &current->blocked);
	spin_unlock_irq(&current->sighand->siglock);
	return copy_to_user(uset, &set, sigsetsize) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(rt_sigsuspend, const sigset_t __user *, unewset, size_t, sigsetsize)
{
	sigset_t newset;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&newset, unewset, sizeof(newset)))
		return -EFAULT;
	current->saved_sigmask = current->blocked;
	set_current_blocked(&newset);
	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	current->restore_sigmask = true;
	return -ERESTARTNOHAND;
}

SYSCALL_DEFINE0(pause)
{
	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	return -ERESTARTNOHAND;
}

/* Waits for one of @these, up to @expires (ns after boot).  Its number, -EAGAIN, -EINTR. */
static int do_sigtimedwait(const sigset_t *these, struct kernel_siginfo *info, u64 expires, bool poll)
{
	struct task_struct *tsk = current;
	sigset_t mask = { { ~these->sig[0], ~these->sig[1] } };
	int sig;

	sigaddset(&mask, SIGKILL);
	sigaddset(&mask, SIGSTOP);
	spin_lock_irq(&tsk->sighand->siglock);
	sig = dequeue_signal(tsk, &mask, info);
	while (!sig && !poll && !signal_pending(tsk)) {
		/* Woken by them even if they are blocked */
		tsk->real_blocked = tsk->blocked;
		sigandsets(&tsk->blocked, &tsk->blocked, &mask);
		recalc_sigpending();
		__set_current_state(TASK_INTERRUPTIBLE);
		spin_unlock_irq(&tsk->sighand->siglock);
		poll = !schedule_until(expires);
		spin_lock_irq(&tsk->sighand->siglock);
		tsk->blocked = tsk->real_blocked;
		sigemptyset(&tsk->real_blocked);
		sig = dequeue_signal(tsk, &mask, info);
	}
	spin_unlock_irq(&tsk->sighand->siglock);
	return sig ?: poll ? -EAGAIN : -EINTR;
}

static long sigtimedwait(const sigset_t __user *uthese, struct siginfo __user *uinfo,
			 const void __user *uts, size_t sigsetsize, bool time64)
{
	u64 expires = ~0ULL, ns = 1;
	struct kernel_siginfo info;
	sigset_t these;
	int sig, err;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&these, uthese, sizeof(these)))
		return -EFAULT;
	if (uts) {
		err = get_user_time(uts, time64, &ns);
		if (err)
			return err;
		expires = ktime_get_ns() + ns;
	}
	sig = do_sigtimedwait(&these, &info, expires, !ns);
	if (sig > 0 && uinfo && copy_siginfo_to_user(uinfo, &info))
		return -EFAULT;
	return sig;
}

SYSCALL_DEFINE4(rt_sigtimedwait, const sigset_t __user *, uthese, struct siginfo __user *, uinfo,
		const void __user *, uts, size_t, sigsetsize)
{
	return sigtimedwait(uthese, uinfo, uts, sigsetsize, false);
}

SYSCALL_DEFINE4(rt_sigtimedwait_time64, const sigset_t __user *, uthese, struct siginfo __user *, uinfo,
		const void __user *, uts, size_t, sigsetsize)
{
	return sigtimedwait(uthese, uinfo, uts, sigsetsize, true);
}

/* ------------------------------------------------------------------ the alternate stack */

static int set_altstack(const struct sigaltstack *ss, unsigned long sp)
{
	if (on_sig_stack(sp))
		return -EPERM;
	if (ss->ss_flags & ~(SS_DISABLE | SS_ONSTACK) ||
	    ss->ss_flags == (SS_DISABLE | SS_ONSTACK))
		return -EINVAL;
	if (ss->ss_flags == SS_DISABLE) {
		current->sas_ss_sp = current->sas_ss_size = 0;
		return 0;
	}
	if (ss->ss_size < MINSIGSTKSZ)
		return -ENOMEM;
	current->sas_ss_sp = (unsigned long)ss->ss_sp;
	current->sas_ss_size = ss->ss_size;
	return 0;
}

/* restore_altstack - from the frame of a handler that is over.  0, -EFAULT. */
int restore_altstack(const struct sigaltstack __user *uss)
{
	struct sigaltstack ss;

	if (copy_from_user(&ss, uss, sizeof(ss)))
		return -EFAULT;
	set_altstack(&ss, user_stack_pointer(task_pt_regs(current)));
	return 0;
}

SYSCALL_DEFINE2(sigaltstack, const struct sigaltstack __user *, uss, struct sigaltstack __user *, uoss)
{
	unsigned long sp = user_stack_pointer(task_pt_regs(current));
	struct sigaltstack new, old = {
		.ss_sp = (void __user *)current->sas_ss_sp,
		.ss_size = current->sas_ss_size,
		.ss_flags = sas_ss_flags(sp),
	};
	int err;

	if (uss && copy_from_user(&new, uss, sizeof(new)))
		return -EFAULT;
	if (uss) {
		err = set_altstack(&new, sp);
		if (err)
			return err;
	}
	return uoss && copy_to_user(uoss, &old, sizeof(old)) ? -EFAULT : 0;
}
