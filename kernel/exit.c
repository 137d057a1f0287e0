/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a task ends: by itself, by a signal, or because an Oops ends it; and how its parent learns of
 * that.
 *
 *   exit, do_group_exit (all threads), an Oops
 *     do_exit
 *       exit_signals             from here on no signal is for it
 *       exit_mm, exit_shm, exit_files, exit_fs
 *       exit_notify
 *         forget_original_parent   its children get another parent: a thread of its, or pid 1
 *         do_notify_parent         SIGCHLD; nobody will ask: release_task at once
 *       state DEAD, schedule       the next task drops the reference that kept the stack
 *
 *   wait4, waitid
 *     do_wait                    looks at all children, sleeps in signal->wait_chldexit
 *       wait_task_zombie         status, rusage; release_task
 *
 *                    do_exit             wait4, or nobody asks
 *        running  ------------>  ZOMBIE  ---------------------->  DEAD, released
 *
 * A process is a zombie when its leader has ended and no other thread is left.  A leader that ended before
 * its threads is a zombie that nobody is told of yet: its process can be sent signals, stop and go on.
 *
 * Locking.  tasklist_lock for exit_state and the family; siglock below it.
 * Different from Linux: no ptrace, no cgroups.  Tests: tests/user/{process,thread}.c
 */
#include <linux/completion.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/itimer.h>
#include <linux/kernel.h>
#include <linux/mmu_context.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/shm.h>
#include <linux/syscalls.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <asm/mmu_context.h>

struct task_struct *child_reaper = &init_task;

/* ------------------------------------------------------------------ release */

/*
 * The thread leaves its process, which remembers what it used; and its share in the signals goes.  The
 * caller holds tasklist_lock.
 */
static void __exit_signal(struct task_struct *tsk)
{
	struct sighand_struct *sighand = tsk->sighand;
	struct signal_struct *sig = tsk->signal;
	bool group_dead = thread_group_leader(tsk);

	spin_lock_irq(&sighand->siglock);
	sig->utime += tsk->utime;
	sig->stime += tsk->stime;
	sig->min_flt += tsk->min_flt;
	sig->maj_flt += tsk->maj_flt;
	sig->nvcsw += tsk->nvcsw;
	sig->nivcsw += tsk->nivcsw;
	if (!group_dead && sig->notify_count > 0 && !--sig->notify_count)
		wake_up_process(sig->group_exit_task);
	unlink_task(tsk);
	tsk->sighand = NULL;
	spin_unlock_irq(&sighand->siglock);
	__cleanup_sighand(sighand);
	flush_sigqueue(&tsk->pending);
	if (group_dead)
		flush_sigqueue(&sig->shared_pending);
}

/* Off all lists.  Returns the leader, if it was a zombie that waited for this thread alone. */
static struct task_struct *release_one(struct task_struct *p)
{
	struct task_struct *leader = p->group_leader, *zap_leader = NULL;

	spin_lock(&tasklist_lock);
	p->exit_state = EXIT_DEAD;
	__exit_signal(p);
	if (leader != p && thread_group_empty(leader) && leader->exit_state == EXIT_ZOMBIE &&
	    do_notify_parent(leader, leader->exit_signal)) {
		leader->exit_state = EXIT_DEAD;
		zap_leader = leader;
	}
	spin_unlock(&tasklist_lock);
	free_pid(p->pid);
	put_task_struct(p);
	return zap_leader;
}

/* Is the caller the only one left that has an address space? */
static bool alone_with_mm(void)
{
	struct task_struct *p, *t;
	bool alone = current->mm && !(current->flags & PF_KTHREAD);

	spin_lock(&tasklist_lock);
	for_each_process(p)
		for_each_thread(p, t)
			alone &= t == current || !t->mm;
	spin_unlock(&tasklist_lock);
	return alone;
}

/* release_task - @p has ended and nobody will ask about it.  It may be the caller itself. */
void release_task(struct task_struct *p)
{
	while (p)
		p = release_one(p);
	VM_BUG_ON(alone_with_mm() && !mm_counters_check(current->mm));
}

/* ------------------------------------------------------------------ exit */

/* A thread of @father's process that goes on, or pid 1 */
static struct task_struct *find_new_reaper(struct task_struct *father)
{
	struct task_struct *thread;

	for_each_thread(father, thread)
		if (!(thread->flags & PF_EXITING))
			return thread;
	return father->flags & PF_KTHREAD ? &init_task : child_reaper;
}

/*
 * The children of one that ends get another parent.  Those that have ended already and that the new
 * one won't ask about are put on @dead.  The caller holds tasklist_lock.
 */
static void forget_original_parent(struct task_struct *father, struct list_head *dead)
{
	struct task_struct *reaper = find_new_reaper(father), *p, *n;

	list_for_each_entry_safe(p, n, &father->children, sibling) {
		p->real_parent = p->parent = reaper;
		list_move_tail(&p->sibling, &reaper->children);
		if (same_thread_group(reaper, father))
			continue;
		p->exit_signal = SIGCHLD;
		if (p->exit_state == EXIT_ZOMBIE && thread_group_empty(p) &&
		    do_notify_parent(p, p->exit_signal)) {
			p->exit_state = EXIT_DEAD;
			list_move_tail(&p->sibling, dead);
		}
	}
}

static void exit_notify(struct task_struct *tsk)
{
	struct task_struct *p, *n;
	bool autoreap = true;
	LIST_HEAD(dead);

	spin_lock(&tasklist_lock);
	forget_original_parent(tsk, &dead);
	if (thread_group_leader(tsk))
		autoreap = thread_group_empty(tsk) && do_notify_parent(tsk, tsk->exit_signal);
	tsk->exit_state = autoreap ? EXIT_DEAD : EXIT_ZOMBIE;
	/* A thread that execs waits for the leader */
	if (tsk->signal->notify_count < 0)
		wake_up_process(tsk->signal->group_exit_task);
	spin_unlock(&tasklist_lock);

	list_for_each_entry_safe(p, n, &dead, sibling) {
		list_del_init(&p->sibling);
		release_task(p);
	}
	if (autoreap)
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
	mm_release(tsk, mm);
	setmax_mm_hiwater_rss(&tsk->signal->maxrss, mm);
	atomic_inc(&mm->mm_count);
	task_lock(tsk);
	local_irq_disable();
	tsk->mm = NULL;
	enter_lazy_tlb(mm, tsk);
	local_irq_enable();
	task_unlock(tsk);
	mmput(mm);
	exit_oom_victim();
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
 * do_exit - the end of the calling task; @code is what wait4() gives: a status times 256, or the
 * number of the signal that kills it.  An Oops may call it with locks held: they stay held.
 */
void do_exit(long code)
{
	struct task_struct *tsk = current;

	if (in_interrupt())
		panic("Aiee, killing interrupt handler!");
	if (is_idle_task(tsk))
		panic("Attempted to kill the idle task!");
	set_fs(USER_DS);
	if (in_atomic()) {
		pr_info("note: %s[%d] exited with preempt_count %d\n", tsk->comm, tsk->pid,
			preempt_count());
		preempt_count() = 0;
	}
	if (tsk->flags & PF_EXITING)
		exit_twice();
	debug_check_no_locks_held();
	exit_signals(tsk);
	if (atomic_dec_and_test(&tsk->signal->live)) {
		if (is_global_init(tsk))
			exit_init(tsk->signal->group_exit_code ?: (int)code);
		exit_itimers(tsk->signal, false);
		if (tsk->signal->leader)
			disassociate_ctty();
	}
	tsk->exit_code = code;
	exit_mm(tsk);
	exit_thread();
	exit_shm(tsk);
	exit_files(tsk);
	exit_fs(tsk);
	if (tsk->vfork_done)
		complete(tsk->vfork_done);	/* kthread_stop() */
	exit_notify(tsk);
	tsk->state = TASK_DEAD;
	schedule();
	BUG();
}

/* do_group_exit - the end of the calling task and of all threads of its process. */
void do_group_exit(int exit_code)
{
	struct signal_struct *sig = current->signal;

	if (signal_group_exit(sig)) {
		exit_code = sig->group_exit_code;
	} else if (!thread_group_empty(current)) {
		spin_lock_irq(&current->sighand->siglock);
		if (signal_group_exit(sig)) {
			exit_code = sig->group_exit_code;
		} else {
			sig->group_exit_code = exit_code;
			sig->flags = SIGNAL_GROUP_EXIT;
			zap_other_threads(current);
		}
		spin_unlock_irq(&current->sighand->siglock);
	}
	do_exit(exit_code);
}

SYSCALL_DEFINE1(exit, int, error_code)
{
	do_exit((error_code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int, error_code)
{
	do_group_exit((error_code & 0xff) << 8);
}

/* ------------------------------------------------------------------ exec's threads */

/* Sleeps until signal->notify_count has come to 0.  -EAGAIN: a fatal signal has come. */
static int wait_for_threads(struct task_struct *tsk)
{
	for (;;) {
		set_current_state(TASK_KILLABLE);
		if (!READ_ONCE(tsk->signal->notify_count))
			break;
		schedule();
		if (fatal_signal_pending(tsk))
			return -EAGAIN;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* The leader has ended, or will: this thread takes its place, number and children included */
static int become_leader(struct task_struct *tsk)
{
	struct task_struct *leader = tsk->group_leader;
	pid_t pid = leader->pid;

	tsk->signal->notify_count = -1;
	for (;;) {
		set_current_state(TASK_KILLABLE);
		if (READ_ONCE(leader->exit_state))
			break;
		schedule();
		if (fatal_signal_pending(tsk))
			return -EAGAIN;
	}
	__set_current_state(TASK_RUNNING);
	spin_lock(&tasklist_lock);
	tsk->signal->notify_count = 0;
	detach_pid(leader);
	detach_pid(tsk);
	leader->pid = tsk->pid;
	tsk->pid = pid;
	attach_pid(leader);
	attach_pid(tsk);
	list_replace_init(&leader->tasks, &tsk->tasks);
	list_replace_init(&leader->sibling, &tsk->sibling);
	tsk->group_leader = leader->group_leader = tsk;
	tsk->signal->leader_task = tsk;
	tsk->exit_signal = SIGCHLD;
	tsk->start_time = leader->start_time;
	leader->exit_signal = -1;
	leader->exit_state = EXIT_DEAD;
	spin_unlock(&tasklist_lock);
	release_task(leader);
	return 0;
}

/* Signals' handlers that others share stay theirs */
static int unshare_sighand(struct task_struct *tsk)
{
	struct sighand_struct *old = tsk->sighand, *sig;

	if (atomic_read(&old->count) == 1)
		return 0;
	sig = copy_sighand_struct(old);
	if (!sig)
		return -ENOMEM;
	spin_lock(&tasklist_lock);
	spin_lock_irq(&old->siglock);
	tsk->sighand = sig;
	spin_unlock_irq(&old->siglock);
	spin_unlock(&tasklist_lock);
	__cleanup_sighand(old);
	return 0;
}

/*
 * de_thread - exec: the calling thread is the only one of its process, and its leader, afterwards.
 *
 * 0; -EAGAIN: it is being killed itself; -ENOMEM.  Sleeps.
 */
int de_thread(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;
	int ret = 0;

	if (!thread_group_empty(tsk)) {
		spin_lock_irq(&tsk->sighand->siglock);
		if (signal_group_exit(sig)) {
			spin_unlock_irq(&tsk->sighand->siglock);
			return -EAGAIN;
		}
		sig->group_exit_task = tsk;
		sig->notify_count = zap_other_threads(tsk);
		if (!thread_group_leader(tsk))
			sig->notify_count--;
		spin_unlock_irq(&tsk->sighand->siglock);
		ret = wait_for_threads(tsk);
		if (!ret && !thread_group_leader(tsk))
			ret = become_leader(tsk);
		sig->group_exit_task = NULL;
		sig->notify_count = 0;
	}
	return ret ?: unshare_sighand(tsk);
}

/* ------------------------------------------------------------------ wait */

#define WNOHANG		0x00000001
#define WUNTRACED	0x00000002
#define WSTOPPED	WUNTRACED
#define WEXITED		0x00000004
#define WCONTINUED	0x00000008
#define WNOWAIT		0x01000000
#define __WNOTHREAD	0x20000000
#define __WALL		0x40000000
#define __WCLONE	0x80000000

#define P_ALL		0
#define P_PID		1
#define P_PGID		2

/* What a wait is for, and what it found */
struct wait_opts {
	int type;			/* P_* */
	pid_t pid;
	unsigned int options;
	int notask_error;		/* -ECHILD until a child that fits is seen */
	pid_t found;
	uid_t uid;
	int status;			/* as wait4() gives it */
	int code;			/* CLD_* */
	struct rusage rusage;
	struct task_struct *reaped;	/* to be released */
};

static bool eligible_child(const struct wait_opts *wo, const struct task_struct *p)
{
	if (wo->type == P_PID && p->pid != wo->pid)
		return false;
	if (wo->type == P_PGID && p->signal->pgrp != wo->pid)
		return false;
	/* Children that don't tell by SIGCHLD are those of clone() */
	return (p->exit_signal != SIGCHLD) == !!(wo->options & __WCLONE) || wo->options & __WALL;
}

static void wait_found(struct wait_opts *wo, struct task_struct *p, int status, int code)
{
	wo->found = p->pid;
	wo->uid = p->cred.uid;
	wo->status = status;
	wo->code = code;
	getrusage_children(p, &wo->rusage);
}

/* What the parent remembers of a child that it waited for */
static void account_child(struct signal_struct *psig, struct task_struct *p)
{
	struct signal_struct *sig = p->signal;
	unsigned long maxrss = max(sig->maxrss, sig->cmaxrss);

	psig->cutime += p->utime + sig->utime + sig->cutime;
	psig->cstime += p->stime + sig->stime + sig->cstime;
	psig->cmin_flt += p->min_flt + sig->min_flt + sig->cmin_flt;
	psig->cmaj_flt += p->maj_flt + sig->maj_flt + sig->cmaj_flt;
	psig->cnvcsw += p->nvcsw + sig->nvcsw + sig->cnvcsw;
	psig->cnivcsw += p->nivcsw + sig->nivcsw + sig->cnivcsw;
	psig->cmaxrss = max(psig->cmaxrss, maxrss);
}

/* @p has ended.  True: it is the answer. */
static bool wait_task_zombie(struct wait_opts *wo, struct task_struct *p)
{
	struct signal_struct *sig = p->signal;
	int status = sig->flags & SIGNAL_GROUP_EXIT ? sig->group_exit_code : (int)p->exit_code;

	if (!(wo->options & WEXITED))
		return false;
	wait_found(wo, p, status, !(status & 0x7f) ? CLD_EXITED :
		   status & 0x80 ? CLD_DUMPED : CLD_KILLED);
	if (wo->options & WNOWAIT)
		return true;
	account_child(current->signal, p);
	p->exit_state = EXIT_DEAD;
	wo->reaped = p;
	return true;
}

/* @p has stopped, or goes on again, and nobody was told yet.  True: as wait_task_zombie(). */
static bool wait_task_stopped(struct wait_opts *wo, struct task_struct *p)
{
	struct signal_struct *sig = p->signal;

	if (wo->options & WUNTRACED && sig->flags & SIGNAL_STOP_STOPPED && sig->group_exit_code) {
		wait_found(wo, p, sig->group_exit_code << 8 | 0x7f, CLD_STOPPED);
		if (!(wo->options & WNOWAIT))
			sig->group_exit_code = 0;
	} else if (wo->options & WCONTINUED && sig->flags & SIGNAL_STOP_CONTINUED) {
		wait_found(wo, p, 0xffff, CLD_CONTINUED);
		if (!(wo->options & WNOWAIT))
			sig->flags &= ~(unsigned int)SIGNAL_STOP_CONTINUED;
	} else {
		return false;
	}
	return true;
}

/* True: @p is the answer */
static bool wait_consider_task(struct wait_opts *wo, struct task_struct *p)
{
	if (!eligible_child(wo, p) || p->exit_state == EXIT_DEAD)
		return false;
	wo->notask_error = 0;
	if (p->exit_state == EXIT_ZOMBIE && thread_group_empty(p))
		return wait_task_zombie(wo, p);
	return wait_task_stopped(wo, p);
}

/* One look at all children, under tasklist_lock.  True: found. */
static bool wait_look(struct wait_opts *wo)
{
	struct task_struct *tsk, *p;

	for_each_thread(current, tsk) {
		if (wo->options & __WNOTHREAD && tsk != current)
			continue;
		list_for_each_entry(p, &tsk->children, sibling)
			if (wait_consider_task(wo, p))
				return true;
	}
	return false;
}

/* 0: see wo->found, 0 with WNOHANG if there was none; -ECHILD, -ERESTARTSYS */
static int do_wait(struct wait_opts *wo)
{
	struct signal_struct *sig = current->signal;
	DEFINE_WAIT(wait);
	bool found;
	int ret;

	for (;;) {
		prepare_to_wait(&sig->wait_chldexit, &wait, TASK_INTERRUPTIBLE);
		wo->notask_error = -ECHILD;
		spin_lock(&tasklist_lock);
		found = wait_look(wo);
		spin_unlock(&tasklist_lock);
		ret = found ? 0 : wo->notask_error;
		if (found)
			break;
		if (ret || wo->options & WNOHANG)
			break;
		ret = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		schedule();
	}
	finish_wait(&sig->wait_chldexit, &wait);
	if (wo->reaped)
		release_task(wo->reaped);
	return ret;
}

SYSCALL_DEFINE4(wait4, pid_t, upid, int __user *, stat_addr, int, options, struct rusage __user *, ru)
{
	struct wait_opts wo = { .options = (unsigned int)options | WEXITED };
	int ret;

	if ((unsigned int)options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (upid == INT_MIN)
		return -ESRCH;
	wo.type = upid == -1 ? P_ALL : upid > 0 ? P_PID : P_PGID;
	wo.pid = upid > 0 ? upid : upid < -1 ? -upid : current->signal->pgrp;
	ret = do_wait(&wo);
	if (ret || !wo.found)
		return ret;
	if (stat_addr && put_user(wo.status, stat_addr))
		return -EFAULT;
	if (ru && copy_to_user(ru, &wo.rusage, sizeof(*ru)))
		return -EFAULT;
	return wo.found;
}

/* What waitid() tells of @wo, with zeros when there was nothing */
static int put_wait_info(const struct wait_opts *wo, struct kernel_siginfo __user *infop)
{
	int status = wo->status;

	if (wo->code == CLD_EXITED)
		status >>= 8;
	else if (wo->code == CLD_STOPPED)
		status = status >> 8 & 0xff;
	else if (wo->code == CLD_CONTINUED)
		status = SIGCONT;
	else
		status &= 0x7f;
	if (put_user(wo->found ? SIGCHLD : 0, &infop->si_signo) || put_user(0, &infop->si_errno) ||
	    put_user(wo->code, &infop->si_code) || put_user(wo->found, &infop->si_pid) ||
	    put_user(wo->uid, &infop->si_uid) || put_user(status, &infop->si_status))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE5(waitid, int, which, pid_t, upid, struct siginfo __user *, infop, int, options,
		struct rusage __user *, ru)
{
	struct wait_opts wo = { .type = which, .pid = upid, .options = (unsigned int)options };
	int ret;

	if ((unsigned int)options & ~(WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED |
				      __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (!(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	if (which < P_ALL || which > P_PGID || (which != P_ALL && upid <= 0))
		return -EINVAL;
	ret = do_wait(&wo);
	if (ret)
		return ret;
	if (infop && put_wait_info(&wo, &infop->info))
		return -EFAULT;
	if (wo.found && ru && copy_to_user(ru, &wo.rusage, sizeof(*ru)))
		return -EFAULT;
	return 0;
}
