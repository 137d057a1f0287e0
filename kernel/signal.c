/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals: sent to a thread or to a process, kept until somebody takes them, and delivered on the way
 * back to user mode.
 *
 *   kill, tgkill, fault, timer
 *     send_signal
 *       prepare_signal       SIGCONT and the stop signals cancel each other; ignored: nothing is sent
 *       sigqueue             info, in pending.list; for 1 to 31 at most one
 *       complete_signal      which thread, and it is woken: TIF_SIGPENDING
 *   do_work_pending (arch/arm/kernel/signal.c)
 *     get_signal
 *       dequeue_signal       of the thread first, then of the process; faults before others
 *       handler: the caller makes a frame     ignored: the next one
 *       default: nothing | do_signal_stop | do_group_exit
 *
 * Invariants
 *   G1  TIF_SIGPENDING is set whenever a signal is pending that isn't blocked (recalc_sigpending)
 *   G2  bit n of pending.signal is set if and only if n was sent and not yet taken; the list may
 *       lack its info when there was no memory for it
 *   G3  SIGKILL and SIGSTOP are never blocked, caught or ignored; pid 1 gets only what it handles
 *
 * Locking.  sighand->siglock, interrupts off, for everything here; tasklist_lock above it where tasks
 * are looked for.  Different from Linux: no ptrace, no core dumps (the status says none was written).
 * Tests: tests/user/signal.c
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/itimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define SYNCHRONOUS_MASK						\
	(sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGILL) | sigmask(SIGTRAP) | \
	 sigmask(SIGFPE) | sigmask(SIGSYS))
#define STOP_MASK							\
	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
#define IGNORE_MASK							\
	(sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGWINCH) | sigmask(SIGURG))

#define in_mask(sig, mask)	((sig) < 32 && sigmask(sig) & (mask))

/* A signal that waits, with its reason */
struct sigqueue {
	struct list_head list;
	struct kernel_siginfo info;
};

static struct kmem_cache *sigqueue_cachep;
/* How many there are: RLIMIT_SIGPENDING.  One count for all users, who are root. */
static atomic_t nr_sigqueues;

void __init signals_init(void)
{
	sigqueue_cachep = kmem_cache_create("sigqueue", sizeof(struct sigqueue), 0, SLAB_PANIC, NULL);
}

/* NULL: no memory, or as many as RLIMIT_SIGPENDING allows @t, unless @override */
static struct sigqueue *sigqueue_alloc(struct task_struct *t, bool override)
{
	struct sigqueue *q;

	if (!override && (unsigned long)atomic_read(&nr_sigqueues) >= t->rlim[RLIMIT_SIGPENDING].rlim_cur)
		return NULL;
	q = kmem_cache_alloc(sigqueue_cachep, GFP_ATOMIC);
	if (q)
		atomic_inc(&nr_sigqueues);
	return q;
}

static void sigqueue_free(struct sigqueue *q)
{
	list_del(&q->list);
	atomic_dec(&nr_sigqueues);
	kmem_cache_free(sigqueue_cachep, q);
}

static __sighandler_t sig_handler(struct task_struct *t, int sig)
{
	return t->sighand->action[sig - 1].sa.sa_handler;
}

static bool valid_signal(int sig)
{
	return sig >= 0 && sig <= _NSIG;
}

/* ------------------------------------------------------------------ pending */

/* The lowest signal of @pending that @blocked lets through, faults first; 0: none */
static int next_signal(const struct sigpending *pending, const sigset_t *blocked)
{
	unsigned long x = pending->signal.sig[0] & ~blocked->sig[0];

	if (x) {
		if (x & SYNCHRONOUS_MASK)
			x &= SYNCHRONOUS_MASK;
		return __builtin_ctzl(x) + 1;
	}
	x = pending->signal.sig[1] & ~blocked->sig[1];
	return x ? _NSIG_BPW + __builtin_ctzl(x) + 1 : 0;
}

static bool has_pending(struct task_struct *t)
{
	const sigset_t *own = &t->pending.signal, *shared = &t->signal->shared_pending.signal, *blocked = &t->blocked;

	return (own->sig[0] | shared->sig[0]) & ~blocked->sig[0] || (own->sig[1] | shared->sig[1]) & ~blocked->sig[1] ||
	       t->signal->group_stop_count;
}

/* recalc_sigpending - TIF_SIGPENDING says the truth again (G1).  Holds siglock. */
void recalc_sigpending(void)
{
	if (has_pending(current))
		set_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	else
		clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
}

/* @t looks at its signals soon; @state: TASK_WAKEKILL or 0 besides interruptible waits */
static void signal_wake_up_state(struct task_struct *t, unsigned int state)
{
	set_bit(TIF_SIGPENDING, &task_thread_info(t)->flags);
	wake_up_state(t, state | TASK_INTERRUPTIBLE);
}

static void signal_wake_up(struct task_struct *t, bool fatal)
{
	signal_wake_up_state(t, fatal ? TASK_WAKEKILL : 0);
}

void flush_sigqueue(struct sigpending *queue)
{
	struct sigqueue *q, *n;

	sigemptyset(&queue->signal);
	list_for_each_entry_safe(q, n, &queue->list, list)
		sigqueue_free(q);
}

/* The signals of @mask, up to 31, aren't pending any more */
static void flush_mask(unsigned long mask, struct sigpending *pending)
{
	struct sigqueue *q, *n;

	sigdelsetmask(&pending->signal, mask);
	list_for_each_entry_safe(q, n, &pending->list, list)
		if (in_mask(q->info.si_signo, mask))
			sigqueue_free(q);
}

static void flush_mask_all(unsigned long mask, struct task_struct *p)
{
	struct task_struct *t;

	flush_mask(mask, &p->signal->shared_pending);
	for_each_thread(p, t)
		flush_mask(mask, &t->pending);
}

/* Takes @sig out of @pending, and its reason into *@info */
static void collect_signal(int sig, struct sigpending *pending, struct kernel_siginfo *info)
{
	struct sigqueue *q, *first = NULL;
	bool more = false;

	list_for_each_entry(q, &pending->list, list) {
		if (q->info.si_signo != sig)
			continue;
		if (first) {
			more = true;
			break;
		}
		first = q;
	}
	if (!more)
		sigdelset(&pending->signal, sig);
	if (first) {
		*info = first->info;
		sigqueue_free(first);
	} else {
		memset(info, 0, sizeof(*info));
		info->si_signo = sig;
	}
}

/* copy_siginfo_to_user - *@from, and zeros behind it.  0, -EFAULT. */
int copy_siginfo_to_user(struct siginfo __user *to, const struct kernel_siginfo *from)
{
	if (!access_ok(VERIFY_WRITE, to, sizeof(*to)) || __copy_to_user(&to->info, from, sizeof(*from)) ||
	    __clear_user(to->_si_pad, sizeof(to->_si_pad)))
		return -EFAULT;
	return 0;
}

/* dequeue_signal - the next signal that @mask doesn't block; 0: none.  Holds siglock. */
int dequeue_signal(struct task_struct *tsk, const sigset_t *mask, struct kernel_siginfo *info)
{
	struct sigpending *pending = &tsk->pending;
	int sig = next_signal(pending, mask);

	if (!sig) {
		pending = &tsk->signal->shared_pending;
		sig = next_signal(pending, mask);
	}
	if (sig)
		collect_signal(sig, pending, info);
	if (sig && info->si_code == SI_TIMER)
		posix_timer_delivered(info);
	recalc_sigpending();
	return sig;
}

/* ------------------------------------------------------------------ send */

/* Would @t do nothing about @sig? */
static bool sig_ignored(struct task_struct *t, int sig, bool force)
{
	__sighandler_t handler = sig_handler(t, sig);

	if (sigismember(&t->blocked, sig) || sigismember(&t->real_blocked, sig))
		return false;
	if (t->signal->flags & SIGNAL_UNKILLABLE && handler == SIG_DFL && !force)
		return true;
	return handler == SIG_IGN || (handler == SIG_DFL && in_mask(sig, IGNORE_MASK));
}

/* SIGCONT: the process goes on, whoever blocks or handles it */
static void prepare_continue(struct task_struct *p)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t;

	flush_mask_all(STOP_MASK, p);
	for_each_thread(p, t)
		wake_up_state(t, __TASK_STOPPED);
	if (signal->flags & SIGNAL_STOP_STOPPED || signal->group_stop_count) {
		signal->flags = SIGNAL_STOP_CONTINUED | (signal->flags & SIGNAL_UNKILLABLE);
		signal->group_stop_count = 0;
		signal->group_exit_code = 0;
		signal->stop_notify = true;
	}
}

/* False: nothing is to be sent */
static bool prepare_signal(int sig, struct task_struct *p, bool force)
{
	if (p->signal->flags & SIGNAL_GROUP_EXIT)
		return sig == SIGKILL;
	if (in_mask(sig, STOP_MASK))
		flush_mask_all(sigmask(SIGCONT), p);
	else if (sig == SIGCONT)
		prepare_continue(p);
	return !sig_ignored(p, sig, force);
}

static bool wants_signal(int sig, struct task_struct *p)
{
	if (sigismember(&p->blocked, sig) || p->flags & PF_EXITING)
		return false;
	if (sig == SIGKILL)
		return true;
	return !(p->state & __TASK_STOPPED) && (p == current || !signal_pending(p));
}

/* The thread of @p's process that @sig is for; NULL: each will see it when it unblocks it */
static struct task_struct *find_target(int sig, struct task_struct *p, bool group)
{
	struct task_struct *t;

	if (wants_signal(sig, p))
		return p;
	if (group)
		for_each_thread(p, t)
			if (wants_signal(sig, t))
				return t;
	return NULL;
}

static bool sig_fatal(struct task_struct *t, int sig)
{
	return !in_mask(sig, IGNORE_MASK | STOP_MASK) && sig_handler(t, sig) == SIG_DFL;
}

static void complete_signal(int sig, struct task_struct *p, bool group)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t = find_target(sig, p, group);

	if (!t)
		return;
	if (sig_fatal(p, sig) && !(signal->flags & (SIGNAL_UNKILLABLE | SIGNAL_GROUP_EXIT)) &&
	    !sigismember(&t->real_blocked, sig)) {
		/* The whole process dies: all threads see it at once */
		signal->flags = SIGNAL_GROUP_EXIT;
		signal->group_exit_code = sig;
		signal->group_stop_count = 0;
		for_each_thread(p, t) {
			sigaddset(&t->pending.signal, SIGKILL);
			signal_wake_up(t, true);
			wake_up_state(t, __TASK_STOPPED);
		}
		return;
	}
	signal_wake_up(t, sig == SIGKILL);
}

static void fill_info(struct kernel_siginfo *to, int sig, const struct kernel_siginfo *info)
{
	if (info == SEND_SIG_NOINFO || info == SEND_SIG_PRIV) {
		memset(to, 0, sizeof(*to));
		to->si_signo = sig;
		to->si_code = info == SEND_SIG_PRIV ? SI_KERNEL : SI_USER;
		if (info == SEND_SIG_NOINFO) {
			to->si_pid = current->tgid;
			to->si_uid = current->cred.uid;
		}
		return;
	}
	*to = *info;
	to->si_signo = sig;
}

/*
 * Sends @sig to @t, or with @group to its process.  0; -EAGAIN: no memory for a real-time signal that
 * somebody queued, or RLIMIT_SIGPENDING is reached.  Holds siglock.
 */
static int send_signal(int sig, struct kernel_siginfo *info, struct task_struct *t, bool group)
{
	struct sigpending *pending = group ? &t->signal->shared_pending : &t->pending;
	bool force = info == SEND_SIG_PRIV || (info > SEND_SIG_PRIV && info->si_code > 0);
	struct sigqueue *q;

	if (!prepare_signal(sig, t, force))
		return 0;
	/* The classic signals don't queue: one that is pending already is enough */
	if (sig < SIGRTMIN && sigismember(&pending->signal, sig))
		return 0;
	q = sig == SIGKILL ? NULL :
	    sigqueue_alloc(t, sig < SIGRTMIN && (info <= SEND_SIG_PRIV || info->si_code >= 0));
	if (q) {
		fill_info(&q->info, sig, info);
		list_add_tail(&q->list, &pending->list);
	} else if (sig >= SIGRTMIN && info > SEND_SIG_PRIV && info->si_code != SI_USER) {
		return -EAGAIN;
	}
	sigaddset(&pending->signal, sig);
	complete_signal(sig, t, group);
	return 0;
}

static int do_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p, bool group)
{
	unsigned long flags;
	int ret = -ESRCH;

	if (!p->sighand)
		return ret;
	spin_lock_irqsave(&p->sighand->siglock, flags);
	ret = send_signal(sig, info, p, group);
	spin_unlock_irqrestore(&p->sighand->siglock, flags);
	return ret;
}

int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p)
{
	return do_send_sig_info(sig, info, p, false);
}

int send_sig(int sig, struct task_struct *p, int priv)
{
	return do_send_sig_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, p, false);
}

/* group_send_sig_info - to @p's process.  0, -ESRCH, -EAGAIN.  Holds tasklist_lock, or p is current. */
int group_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p)
{
	return sig ? do_send_sig_info(sig, info, p, true) : 0;
}

/*
 * send_sigqueue - for a POSIX timer, to @t, or with @group to its process.  It has one signal: when that waits still, this
 * is an overrun of it.  Another one of the number, which waits as well, doesn't keep it from being queued.
 * 0; 1: ignored; -ESRCH: nobody there; -EAGAIN: no memory, or RLIMIT_SIGPENDING is reached
 */
int send_sigqueue(const struct kernel_siginfo *info, struct task_struct *t, bool group)
{
	struct sigpending *pending = group ? &t->signal->shared_pending : &t->pending;
	struct sigqueue *q;
	unsigned long flags;
	int ret = 0;

	if (!t->sighand)
		return -ESRCH;
	spin_lock_irqsave(&t->sighand->siglock, flags);
	if (!prepare_signal(info->si_signo, t, false)) {
		ret = 1;
		goto out;
	}
	list_for_each_entry(q, &pending->list, list) {
		if (q->info.si_signo == info->si_signo && q->info.si_code == SI_TIMER && q->info.si_tid == info->si_tid) {
			q->info.si_overrun++;
			goto out;
		}
	}
	q = sigqueue_alloc(t, false);
	if (!q) {
		ret = -EAGAIN;
		goto out;
	}
	q->info = *info;
	list_add_tail(&q->list, &pending->list);
	sigaddset(&pending->signal, info->si_signo);
	complete_signal(info->si_signo, t, group);
out:
	spin_unlock_irqrestore(&t->sighand->siglock, flags);
	return ret;
}

/*
 * force_sig_info - @t has done something that it can't go on from: blocked or ignored, it dies of it
 */
int force_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *t)
{
	struct k_sigaction *action;
	unsigned long flags;
	bool blocked;
	int ret;

	/* A kernel thread, on user memory: it has no handlers to ask */
	if (!t->sighand)
		return -ESRCH;
	spin_lock_irqsave(&t->sighand->siglock, flags);
	action = &t->sighand->action[sig - 1];
	blocked = sigismember(&t->blocked, sig);
	if (blocked || action->sa.sa_handler == SIG_IGN) {
		action->sa.sa_handler = SIG_DFL;
		if (blocked) {
			sigdelset(&t->blocked, sig);
			recalc_sigpending();
		}
	}
	if (action->sa.sa_handler == SIG_DFL)
		t->signal->flags &= ~(unsigned int)SIGNAL_UNKILLABLE;
	ret = send_signal(sig, info, t, false);
	spin_unlock_irqrestore(&t->sighand->siglock, flags);
	return ret;
}

void force_sig(int sig, struct task_struct *t)
{
	force_sig_info(sig, SEND_SIG_PRIV, t);
}

/* A handler's frame can't be made: SIGSEGV, and if it was just that, without its handler */
void force_sigsegv(int sig, struct task_struct *t)
{
	unsigned long flags;

	if (sig == SIGSEGV) {
		spin_lock_irqsave(&t->sighand->siglock, flags);
		t->sighand->action[SIGSEGV - 1].sa.sa_handler = SIG_DFL;
		spin_unlock_irqrestore(&t->sighand->siglock, flags);
	}
	force_sig(SIGSEGV, t);
}

int unhandled_signal(struct task_struct *tsk, int sig)
{
	__sighandler_t handler = sig_handler(tsk, sig);

	return handler == SIG_IGN || handler == SIG_DFL;
}

/* ------------------------------------------------------------------ exec, exit */

/* flush_signal_handlers - exec: handlers are gone, what is ignored stays so. */
void flush_signal_handlers(struct task_struct *t, int force_default)
{
	struct k_sigaction *ka = t->sighand->action;
	int i;

	for (i = 0; i < _NSIG; i++, ka++) {
		if (force_default || ka->sa.sa_handler != SIG_IGN)
			ka->sa.sa_handler = SIG_DFL;
		ka->sa.sa_flags = 0;
		ka->sa.sa_restorer = NULL;
		sigemptyset(&ka->sa.sa_mask);
	}
}

/* zap_other_threads - all threads but @p get SIGKILL: how many.  Holds siglock. */
int zap_other_threads(struct task_struct *p)
{
	struct task_struct *t;
	int count = 0;

	p->signal->group_stop_count = 0;
	for_each_thread(p, t) {
		if (t == p)
			continue;
		count++;
		if (t->exit_state)
			continue;
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, true);
		wake_up_state(t, __TASK_STOPPED);
	}
	return count;
}

/* ------------------------------------------------------------------ parents */

static void __wake_up_parent(struct task_struct *parent)
{
	wake_up_interruptible_all(&parent->signal->wait_chldexit);
}

static void child_info(struct kernel_siginfo *info, struct task_struct *tsk, int code, int status)
{
	memset(info, 0, sizeof(*info));
	info->si_signo = SIGCHLD;
	info->si_code = code;
	info->si_pid = tsk->pid;
	info->si_uid = tsk->cred.uid;
	info->si_status = status;
	info->si_utime = (long)div_u64(tsk->utime + tsk->signal->utime, NSEC_PER_SEC / USER_HZ);
	info->si_stime = (long)div_u64(tsk->stime + tsk->signal->stime, NSEC_PER_SEC / USER_HZ);
}

/*
 * do_notify_parent - @tsk's process has ended: its parent gets @sig, if that isn't 0, and wakes up.
 *
 * True: the parent doesn't want to know (SIGCHLD is ignored), so nobody will wait for it.  Holds
 * tasklist_lock.
 */
bool do_notify_parent(struct task_struct *tsk, int sig)
{
	struct task_struct *parent = tsk->parent;
	struct sighand_struct *psig = parent->sighand;
	struct k_sigaction *ka = &psig->action[SIGCHLD - 1];
	int code = tsk->signal->flags & SIGNAL_GROUP_EXIT ? tsk->signal->group_exit_code :
		   (int)tsk->exit_code;
	bool autoreap = false;
	struct kernel_siginfo info;
	unsigned long flags;

	if (code & 0x7f)
		child_info(&info, tsk, code & 0x80 ? CLD_DUMPED : CLD_KILLED, code & 0x7f);
	else
		child_info(&info, tsk, CLD_EXITED, code >> 8);
	info.si_signo = sig;
	spin_lock_irqsave(&psig->siglock, flags);
	if (sig == SIGCHLD && (ka->sa.sa_handler == SIG_IGN || ka->sa.sa_flags & SA_NOCLDWAIT)) {
		autoreap = true;
		if (ka->sa.sa_handler == SIG_IGN)
			sig = 0;
	}
	if (valid_signal(sig) && sig)
		send_signal(sig, &info, parent, true);
	__wake_up_parent(parent);
	spin_unlock_irqrestore(&psig->siglock, flags);
	return autoreap;
}

/* It has stopped, or goes on */
static void do_notify_parent_cldstop(struct task_struct *tsk, int code, int status)
{
	struct task_struct *parent = tsk->group_leader->parent;
	struct sighand_struct *psig = parent->sighand;
	struct k_sigaction *ka = &psig->action[SIGCHLD - 1];
	struct kernel_siginfo info;
	unsigned long flags;

	child_info(&info, tsk->group_leader, code, status);
	spin_lock_irqsave(&psig->siglock, flags);
	if (ka->sa.sa_handler != SIG_IGN && !(ka->sa.sa_flags & SA_NOCLDSTOP))
		send_signal(SIGCHLD, &info, parent, true);
	__wake_up_parent(parent);
	spin_unlock_irqrestore(&psig->siglock, flags);
}

static void notify_parent_stopped(int code, int status)
{
	spin_lock(&tasklist_lock);
	do_notify_parent_cldstop(current, code, status);
	spin_unlock(&tasklist_lock);
}

/* exit_signals - @tsk ends: signals of the process that were meant for it go to another thread. */
void exit_signals(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;
	struct task_struct *t;
	bool stopped = false;

	spin_lock_irq(&tsk->sighand->siglock);
	tsk->flags |= PF_EXITING;
	/* A stop that has begun counts on it: it is the last, perhaps */
	if (sig->group_stop_count && !--sig->group_stop_count) {
		sig->flags = SIGNAL_STOP_STOPPED | (sig->flags & SIGNAL_UNKILLABLE);
		stopped = true;
	}
	if (!(tsk->signal->flags & SIGNAL_GROUP_EXIT))
		for_each_thread(tsk, t)
			if (!(t->flags & PF_EXITING) &&
			    next_signal(&tsk->signal->shared_pending, &t->blocked))
				signal_wake_up(t, false);
	spin_unlock_irq(&tsk->sighand->siglock);
	if (stopped)
		notify_parent_stopped(CLD_STOPPED, sig->group_exit_code);
}

/* ------------------------------------------------------------------ deliver */

/*
 * The process stops by @signr, 0: another thread has begun it.  True: this thread is the last, and the
 * parent is to be told.  Holds siglock; the caller releases it and calls schedule().
 */
static bool signal_stop(int signr)
{
	struct signal_struct *sig = current->signal;
	struct task_struct *t;
	bool last;

	if (!sig->group_stop_count && signr) {
		sig->group_exit_code = signr;
		for_each_thread(current, t) {
			if (t->flags & PF_EXITING)
				continue;
			sig->group_stop_count++;
			if (t != current)
				signal_wake_up(t, false);
		}
	}
	last = !--sig->group_stop_count;
	if (last)
		sig->flags = SIGNAL_STOP_STOPPED | (sig->flags & SIGNAL_UNKILLABLE);
	__set_current_state(TASK_STOPPED);
	recalc_sigpending();
	return last;
}

/* Has nobody in the current group a parent in another group of the session, who would continue it? */
static bool in_orphaned_pgrp(void)
{
	pid_t pgrp = current->signal->pgrp;
	struct task_struct *p;
	bool orphaned = true;

	spin_lock(&tasklist_lock);
	for_each_process(p) {
		struct signal_struct *parent = p->real_parent->signal;

		if (p->signal->pgrp == pgrp && !(p->exit_state && thread_group_empty(p)) && !is_global_init(p->real_parent) &&
		    parent->pgrp != pgrp && parent->session == p->signal->session) {
			orphaned = false;
			break;
		}
	}
	spin_unlock(&tasklist_lock);
	return orphaned;
}

static bool stop_is_pending(void)
{
	return (current->pending.signal.sig[0] | current->signal->shared_pending.signal.sig[0]) &
	       STOP_MASK;
}

/* What a look at the pending signals comes to */
enum verdict { NOTHING, HANDLER, AGAIN, STOPPED, LAST_STOPPED, CONTINUED, DIES };

/* One signal without a handler.  Holds siglock. */
static enum verdict default_action(int signr, bool orphaned)
{
	if (in_mask(signr, IGNORE_MASK) ||
	    (current->signal->flags & SIGNAL_UNKILLABLE && signr != SIGKILL && signr != SIGSTOP))
		return AGAIN;
	if (!in_mask(signr, STOP_MASK))
		return DIES;
	/* Nobody would let it go on */
	if (signr != SIGSTOP && orphaned)
		return AGAIN;
	return signal_stop(signr) ? LAST_STOPPED : STOPPED;
}

/* The next signal, in *@ksig, and what is to be done.  Holds siglock. */
static enum verdict look_at_signals(struct ksignal *ksig, bool orphaned)
{
	struct signal_struct *signal = current->signal;
	struct k_sigaction *ka;

	ksig->sig = 0;
	if (signal->stop_notify) {
		signal->stop_notify = false;
		return CONTINUED;
	}
	if (signal->flags & SIGNAL_GROUP_EXIT || sigismember(&current->pending.signal, SIGKILL)) {
		sigdelset(&current->pending.signal, SIGKILL);
		ksig->sig = SIGKILL;
		return DIES;
	}
	if (signal->group_stop_count)
		return signal_stop(0) ? LAST_STOPPED : STOPPED;
	ksig->sig = dequeue_signal(current, &current->blocked, &ksig->info);
	if (!ksig->sig)
		return NOTHING;
	ka = &current->sighand->action[ksig->sig - 1];
	if (ka->sa.sa_handler == SIG_IGN)
		return AGAIN;
	if (ka->sa.sa_handler == SIG_DFL)
		return default_action(ksig->sig, orphaned);
	ksig->ka = *ka;
	if (ka->sa.sa_flags & SA_RESETHAND)
		ka->sa.sa_handler = SIG_DFL;
	return HANDLER;
}

/*
 * get_signal - the next signal that the program handles, with its action and reason; 0: none.
 *
 * Does what all others ask for, which may be the end of the process.
 */
int get_signal(struct ksignal *ksig)
{
	enum verdict verdict;
	bool orphaned;

	do {
		orphaned = stop_is_pending() && in_orphaned_pgrp();
		spin_lock_irq(&current->sighand->siglock);
		verdict = look_at_signals(ksig, orphaned);
		spin_unlock_irq(&current->sighand->siglock);
		if (verdict == CONTINUED)
			notify_parent_stopped(CLD_CONTINUED, SIGCONT);
		if (verdict == LAST_STOPPED)
			notify_parent_stopped(CLD_STOPPED, current->signal->group_exit_code);
		if (verdict == STOPPED || verdict == LAST_STOPPED)
			schedule();
		if (verdict == DIES) {
			current->flags |= PF_SIGNALED;
			do_group_exit(ksig->sig);
		}
	} while (verdict != NOTHING && verdict != HANDLER);
	return ksig->sig;
}

/* ------------------------------------------------------------------ kill */

/* To every process of the group @pgrp.  0 if one got it; -ESRCH.  Holds tasklist_lock. */
static int __kill_pgrp(pid_t pgrp, int sig, struct kernel_siginfo *info)
{
	struct task_struct *p;
	int ret = -ESRCH;

	for_each_process(p)
		if (p->signal->pgrp == pgrp && !(p->flags & PF_KTHREAD) &&
		    !group_send_sig_info(sig, info, p))
			ret = 0;
	return ret;
}

/* kill_pgrp - @sig to the process group @pgrp, from the kernel if @priv.  Any context but interrupts. */
int kill_pgrp(pid_t pgrp, int sig, int priv)
{
	int ret;

	spin_lock(&tasklist_lock);
	ret = __kill_pgrp(pgrp, sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO);
	spin_unlock(&tasklist_lock);
	return ret;
}

/* To everybody but pid 1 and the caller's own process */
static int kill_all(int sig, struct kernel_siginfo *info)
{
	struct task_struct *p;
	int ret = -ESRCH;

	for_each_process(p) {
		if (p->flags & PF_KTHREAD || p->pid <= 1 || same_thread_group(p, current))
			continue;
		group_send_sig_info(sig, info, p);
		ret = 0;
	}
	return ret;
}

static int kill_something_info(int sig, struct kernel_siginfo *info, pid_t pid)
{
	struct task_struct *p;
	int ret = -ESRCH;

	if (!valid_signal(sig))
		return -EINVAL;
	spin_lock(&tasklist_lock);
	if (pid > 0) {
		p = find_task_by_pid(pid);
		if (p && !(p->flags & PF_KTHREAD))
			ret = group_send_sig_info(sig, info, p);
		else if (p)
			ret = 0;
	} else if (pid == -1) {
		ret = kill_all(sig, info);
	} else {
		ret = __kill_pgrp(pid ? -pid : current->signal->pgrp, sig, info);
	}
	spin_unlock(&tasklist_lock);
	return ret;
}

SYSCALL_DEFINE2(kill, pid_t, pid, int, sig)
{
	return kill_something_info(sig, SEND_SIG_NOINFO, pid);
}

/* To one thread; @tgid > 0: if it belongs to that process */
static int send_specific(pid_t tgid, pid_t pid, int sig, struct kernel_siginfo *info)
{
	struct task_struct *p;
	int ret = -ESRCH;

	if (!valid_signal(sig) || pid <= 0)
		return -EINVAL;
	spin_lock(&tasklist_lock);
	p = find_task_by_pid(pid);
	if (p && (tgid <= 0 || p->tgid == tgid))
		ret = sig && !(p->flags & PF_KTHREAD) ? do_send_sig_info(sig, info, p, false) : 0;
	spin_unlock(&tasklist_lock);
	return ret;
}

static int do_tkill(pid_t tgid, pid_t pid, int sig)
{
	struct kernel_siginfo info = { .si_signo = sig, .si_code = SI_TKILL };

	info.si_pid = current->tgid;
	info.si_uid = current->cred.uid;
	return send_specific(tgid, pid, sig, &info);
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, pid, int, sig)
{
	return tgid <= 0 ? -EINVAL : do_tkill(tgid, pid, sig);
}

SYSCALL_DEFINE2(tkill, pid_t, pid, int, sig)
{
	return do_tkill(0, pid, sig);
}

/* A reason that says it comes from the kernel, or from kill(), can only be sent to oneself */
static int get_queue_info(struct kernel_siginfo *info, struct siginfo __user *uinfo, pid_t pid, int sig)
{
	if (copy_from_user(info, &uinfo->info, sizeof(*info)))
		return -EFAULT;
	if ((info->si_code >= 0 || info->si_code == SI_TKILL) && pid != current->tgid)
		return -EPERM;
	info->si_signo = sig;
	return 0;
}

SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, pid, int, sig, struct siginfo __user *, uinfo)
{
	struct kernel_siginfo info;
	int err = get_queue_info(&info, uinfo, pid, sig);

	return err ?: kill_something_info(sig, &info, pid);
}

SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, pid, int, sig, struct siginfo __user *, uinfo)
{
	struct kernel_siginfo info;
	int err = get_queue_info(&info, uinfo, pid, sig);

	return err ?: send_specific(tgid, pid, sig, &info);
}

/* ------------------------------------------------------------------ actions */

static int do_sigaction(int sig, struct k_sigaction *act, struct k_sigaction *oact)
{
	struct k_sigaction *k;

	if (!valid_signal(sig) || sig < 1 || (act && (sig == SIGKILL || sig == SIGSTOP)))
		return -EINVAL;
	k = &current->sighand->action[sig - 1];
	spin_lock_irq(&current->sighand->siglock);
	if (oact)
		*oact = *k;
	if (act) {
		sigdelsetmask(&act->sa.sa_mask, sigmask(SIGKILL) | sigmask(SIGSTOP));
		*k = *act;
		/* What is ignored now isn't pending any more, blocked or not */
		if (sig < 32 && (act->sa.sa_handler == SIG_IGN ||
				 (act->sa.sa_handler == SIG_DFL && in_mask(sig, IGNORE_MASK))))
			flush_mask_all(sigmask(sig), current);
	}
	spin_unlock_irq(&current->sighand->siglock);
	return 0;
}

SYSCALL_DEFINE4(rt_sigaction, int, sig, const struct sigaction __user *, act,
		struct sigaction __user *, oact, size_t, sigsetsize)
{
	struct k_sigaction new, old;
	int ret;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (act && copy_from_user(&new.sa, act, sizeof(new.sa)))
		return -EFAULT;
	ret = do_sigaction(sig, act ? &new : NULL, oact ? &old : NULL);
	if (!ret && oact && copy_to_user(oact, &old.sa, sizeof(old.sa)))
		return -EFAULT;
	return ret;
}
