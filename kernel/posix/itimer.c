/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timers that send signals: alarm(), setitimer() and POSIX timers.
 *
 *   ITIMER_REAL      a timer of the process: SIGALRM
 *   ITIMER_VIRTUAL   counted down by ticks in user mode: SIGVTALRM
 *   ITIMER_PROF      ... in user mode and in the kernel: SIGPROF
 *   timer_create()   as many as one likes, each with its signal, to the process or to a thread
 *
 * Both kinds of real timers run in the tick's interrupt, which sends the signal and starts ITIMER_REAL again.  A
 * periodic POSIX timer rests until its signal is taken (posix_timer_delivered()): what went by meanwhile is counted
 * then, by division, as overruns.  One whose signal is ignored, or has none, goes on at once.
 *
 * Locking.  siglock, interrupts off: the process's timers.  All of them end with the last thread
 * (exit_itimers), and with exec but for ITIMER_REAL.  Ticks are the grain.  Tests: tests/user/clock.c
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/itimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#define ITIMER_REAL	0
#define ITIMER_VIRTUAL	1
#define ITIMER_PROF	2

struct itimerval {
	struct timeval it_interval;
	struct timeval it_value;
};

/* Ticks for @ns, at least one; one more, since the current tick has begun already */
static unsigned long ns_to_delay(u64 ns)
{
	return (unsigned long)min(div_u64(ns + TICK_NSEC - 1, TICK_NSEC) + 1, (u64)LONG_MAX / 2);
}

static u64 time_left(u64 expires)
{
	u64 now = ktime_get_ns();

	return expires > now ? expires - now : 1;
}

/* ------------------------------------------------------------------ ITIMER_REAL */

/* In the tick's interrupt */
static void it_real_fn(unsigned long data)
{
	struct signal_struct *sig = (struct signal_struct *)data;

	group_send_sig_info(SIGALRM, SEND_SIG_PRIV, sig->leader_task);
	if (!sig->it_real_incr) {
		sig->it_real_expires = 0;
		return;
	}
	sig->it_real_expires = max(sig->it_real_expires + sig->it_real_incr, ktime_get_ns());
	mod_timer(&sig->real_timer, jiffies + ns_to_delay(time_left(sig->it_real_expires)) - 1);
}

/* Sets the timer, 0: off; what it was in *@old_value and *@old_incr */
static void set_real_timer(u64 value, u64 incr, u64 *old_value, u64 *old_incr)
{
	struct signal_struct *sig = current->signal;

	spin_lock_irq(&current->sighand->siglock);
	*old_incr = sig->it_real_incr;
	*old_value = del_timer(&sig->real_timer) ? time_left(sig->it_real_expires) : 0;
	sig->it_real_incr = incr;
	sig->it_real_expires = 0;
	if (value) {
		sig->it_real_expires = ktime_get_ns() + value;
		setup_timer(&sig->real_timer, it_real_fn, (unsigned long)sig);
		mod_timer(&sig->real_timer, jiffies + ns_to_delay(value));
	}
	spin_unlock_irq(&current->sighand->siglock);
}

/* ------------------------------------------------------------------ ITIMER_VIRTUAL, ITIMER_PROF */

static void count_down(struct cpu_itimer *it, int sig)
{
	if (!it->value)
		return;
	if (it->value > TICK_NSEC) {
		it->value -= TICK_NSEC;
		return;
	}
	it->value = it->incr;
	group_send_sig_info(sig, SEND_SIG_PRIV, current);
}

/* itimer_tick - the current program has used a tick, in user mode or not.  In the interrupt. */
void itimer_tick(bool user)
{
	struct signal_struct *sig = current->signal;

	if (user)
		count_down(&sig->it[0], SIGVTALRM);
	count_down(&sig->it[1], SIGPROF);
}

static void set_cpu_timer(struct cpu_itimer *it, u64 value, u64 incr, u64 *old_value, u64 *old_incr)
{
	spin_lock_irq(&current->sighand->siglock);
	*old_value = it->value;
	*old_incr = it->incr;
	it->value = value;
	it->incr = incr;
	spin_unlock_irq(&current->sighand->siglock);
}

/* ------------------------------------------------------------------ the calls */

static u64 timeval_to_ns(const struct timeval *tv)
{
	return (u64)tv->tv_sec * NSEC_PER_SEC + (u64)tv->tv_usec * NSEC_PER_USEC;
}

static struct timeval ns_to_tv(u64 ns)
{
	u32 rem;
	u64 sec = div_u64_rem(div_u64(ns + NSEC_PER_USEC - 1, NSEC_PER_USEC), USEC_PER_SEC, &rem);

	return (struct timeval) { (time_t)sec, (suseconds_t)rem };
}

static bool timeval_valid(const struct timeval *tv)
{
	return tv->tv_sec >= 0 && tv->tv_usec >= 0 && tv->tv_usec < USEC_PER_SEC;
}

static int do_setitimer(int which, u64 value, u64 incr, u64 *old_value, u64 *old_incr)
{
	if (which == ITIMER_REAL)
		set_real_timer(value, incr, old_value, old_incr);
	else if (which == ITIMER_VIRTUAL || which == ITIMER_PROF)
		set_cpu_timer(&current->signal->it[which - ITIMER_VIRTUAL], value, incr, old_value,
			      old_incr);
	else
		return -EINVAL;
	return 0;
}

static int put_itimer(struct itimerval __user *value, u64 left, u64 incr)
{
	struct itimerval val = { ns_to_tv(incr), ns_to_tv(left) };

	return copy_to_user(value, &val, sizeof(val)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(getitimer, int, which, struct itimerval __user *, value)
{
	struct signal_struct *sig = current->signal;
	u64 left, incr;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	spin_lock_irq(&current->sighand->siglock);
	if (which == ITIMER_REAL) {
		left = timer_pending(&sig->real_timer) ? time_left(sig->it_real_expires) : 0;
		incr = sig->it_real_incr;
	} else {
		left = sig->it[which - ITIMER_VIRTUAL].value;
		incr = sig->it[which - ITIMER_VIRTUAL].incr;
	}
	spin_unlock_irq(&current->sighand->siglock);
	return put_itimer(value, left, incr);
}

SYSCALL_DEFINE3(setitimer, int, which, struct itimerval __user *, value, struct itimerval __user *, ovalue)
{
	struct itimerval val = { { 0, 0 }, { 0, 0 } };
	u64 left, incr;
	int err;

	if (value && copy_from_user(&val, value, sizeof(val)))
		return -EFAULT;
	if (!timeval_valid(&val.it_value) || !timeval_valid(&val.it_interval))
		return -EINVAL;
	err = do_setitimer(which, timeval_to_ns(&val.it_value), timeval_to_ns(&val.it_interval), &left,
			   &incr);
	if (err || !ovalue)
		return err;
	return put_itimer(ovalue, left, incr);
}

/* ------------------------------------------------------------------ POSIX timers */

#define SIGEV_SIGNAL	0
#define SIGEV_NONE	1
#define SIGEV_THREAD_ID	4

#define TIMER_ABSTIME	1
#define MAX_TIMERS	1024		/* of a process */

struct sigevent {
	sigval_t sigev_value;
	int sigev_signo;
	int sigev_notify;
	int sigev_tid;
	int pad[12];
};

struct itimerspec {
	struct timespec it_interval;
	struct timespec it_value;
};

struct k_itimer {
	struct list_head list;		/* signal_struct.posix_timers; siglock */
	int id;
	int clock;
	int notify, signo;
	sigval_t value;
	pid_t tid;			/* SIGEV_THREAD_ID: the thread */
	struct signal_struct *signal;
	struct timer_list timer;
	u64 expires, incr;		/* ns after boot; 0: not armed */
	bool requeue_pending;		/* it goes on when its signal is taken */
	int overrun_last;		/* of the signal that was delivered last */
};

/* The timer @id of the current process; NULL.  Holds siglock. */
static struct k_itimer *find_timer(int id)
{
	struct k_itimer *t;

	list_for_each_entry(t, &current->signal->posix_timers, list)
		if (t->id == id)
			return t;
	return NULL;
}

/* The timer has run out.  True: somebody is going to take its signal. */
static bool posix_timer_event(struct k_itimer *t)
{
	struct kernel_siginfo info = { .si_signo = t->signo, .si_code = SI_TIMER };
	struct task_struct *target = t->signal->leader_task, *thread;

	if (t->notify == SIGEV_NONE)
		return false;
	info.si_tid = t->id;
	info._sifields._timer._sigval = t->value;
	if (t->notify != SIGEV_THREAD_ID)
		return send_sigqueue(&info, target, true) == 0;
	for_each_thread(target, thread)
		if (thread->pid == t->tid)
			return send_sigqueue(&info, thread, false) == 0;
	return false;
}

/* How many periods have ended since the one that sent the signal: at 1 ns, 10 million a tick */
static u64 periods_since(const struct k_itimer *t)
{
	u64 now = ktime_get_ns();

	return now > t->expires ? div64_u64(now - t->expires, t->incr) : 0;
}

/* Starts it again, for the first period that ends in the future: how many have ended meanwhile */
static u64 schedule_next_timer(struct k_itimer *t)
{
	u64 periods = periods_since(t);

	t->expires += (periods + 1) * t->incr;
	mod_timer(&t->timer, jiffies + ns_to_delay(time_left(t->expires)) - 1);
	return periods;
}

/* In the tick's interrupt */
static void posix_timer_fn(unsigned long data)
{
	struct k_itimer *t = (struct k_itimer *)data;
	bool sent = posix_timer_event(t);

	if (!t->incr)
		t->expires = 0;
	else if (sent)
		t->requeue_pending = true;
	else
		schedule_next_timer(t);
}

/* posix_timer_delivered - a timer's signal is taken, and it goes on; see timer_getoverrun().  Holds siglock. */
void posix_timer_delivered(struct kernel_siginfo *info)
{
	struct k_itimer *t = find_timer(info->si_tid);

	if (!t || !t->requeue_pending)
		return;
	t->requeue_pending = false;
	t->overrun_last = (int)min(schedule_next_timer(t), (u64)INT_MAX);
	info->si_overrun = (int)min((u64)INT_MAX, (u64)info->si_overrun + (u64)t->overrun_last);
}

SYSCALL_DEFINE3(timer_create, int, which_clock, struct sigevent __user *, timer_event_spec,
		int __user *, created_timer_id)
{
	struct signal_struct *sig = current->signal;
	struct sigevent ev = { .sigev_signo = SIGALRM, .sigev_notify = SIGEV_SIGNAL };
	struct k_itimer *t;
	int id;

	if (which_clock != 0 && which_clock != 1 && which_clock != 7)
		return -EINVAL;
	if (timer_event_spec && copy_from_user(&ev, timer_event_spec, sizeof(ev)))
		return -EFAULT;
	if (ev.sigev_notify != SIGEV_SIGNAL && ev.sigev_notify != SIGEV_NONE &&
	    ev.sigev_notify != SIGEV_THREAD_ID)
		return -EINVAL;
	if (ev.sigev_notify != SIGEV_NONE && (ev.sigev_signo < 1 || ev.sigev_signo > _NSIG))
		return -EINVAL;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -EAGAIN;
	t->clock = which_clock;
	t->notify = ev.sigev_notify;
	t->signo = ev.sigev_signo;
	t->value = ev.sigev_value;
	t->tid = ev.sigev_tid;
	t->signal = sig;
	setup_timer(&t->timer, posix_timer_fn, (unsigned long)t);
	spin_lock_irq(&current->sighand->siglock);
	for (id = 0; find_timer(id) && id < MAX_TIMERS; id++)
		;
	t->id = id;
	if (!timer_event_spec)
		t->value.sival_int = id;
	if (id < MAX_TIMERS)
		list_add_tail(&t->list, &sig->posix_timers);
	spin_unlock_irq(&current->sighand->siglock);
	if (id == MAX_TIMERS) {
		kfree(t);
		return -EAGAIN;
	}
	return put_user(id, created_timer_id) ? -EFAULT : 0;
}

static u64 spec_to_ns(const struct timespec *ts)
{
	return (u64)ts->tv_sec * NSEC_PER_SEC + (u64)ts->tv_nsec;
}

static bool spec_valid(const struct timespec *ts)
{
	return ts->tv_sec >= 0 && ts->tv_nsec >= 0 && ts->tv_nsec < NSEC_PER_SEC;
}

static void timer_state(struct k_itimer *t, u64 *left, u64 *incr)
{
	u64 expires = t->expires;

	if (t->requeue_pending)
		expires += (periods_since(t) + 1) * t->incr;
	*incr = t->incr;
	*left = expires ? time_left(expires) : 0;
}

static int put_itimerspec(struct itimerspec __user *setting, u64 left, u64 incr)
{
	struct itimerspec spec;
	u32 rem;

	spec.it_value.tv_sec = (time_t)div_u64_rem(left, NSEC_PER_SEC, &rem);
	spec.it_value.tv_nsec = (long)rem;
	spec.it_interval.tv_sec = (time_t)div_u64_rem(incr, NSEC_PER_SEC, &rem);
	spec.it_interval.tv_nsec = (long)rem;
	return copy_to_user(setting, &spec, sizeof(spec)) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(timer_settime, int, timer_id, int, flags, const struct itimerspec __user *, new_setting,
		struct itimerspec __user *, old_setting)
{
	struct itimerspec spec;
	u64 now, value, left = 0, incr = 0, offset;
	struct k_itimer *t;

	if (copy_from_user(&spec, new_setting, sizeof(spec)))
		return -EFAULT;
	if (!spec_valid(&spec.it_value) || !spec_valid(&spec.it_interval))
		return -EINVAL;
	value = spec_to_ns(&spec.it_value);
	offset = ktime_get_real_ns() - ktime_get_ns();
	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t) {
		timer_state(t, &left, &incr);
		del_timer(&t->timer);
		t->overrun_last = 0;
		t->requeue_pending = false;
		t->incr = spec_to_ns(&spec.it_interval);
		t->expires = 0;
		now = ktime_get_ns();
		if (value) {
			if (flags & TIMER_ABSTIME)
				t->expires = t->clock ? value : value > offset ? value - offset : now;
			else
				t->expires = now + value;
			mod_timer(&t->timer, jiffies + ns_to_delay(time_left(t->expires)));
		}
	}
	spin_unlock_irq(&current->sighand->siglock);
	if (!t)
		return -EINVAL;
	return old_setting ? put_itimerspec(old_setting, left, incr) : 0;
}

SYSCALL_DEFINE2(timer_gettime, int, timer_id, struct itimerspec __user *, setting)
{
	struct k_itimer *t;
	u64 left, incr;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t)
		timer_state(t, &left, &incr);
	spin_unlock_irq(&current->sighand->siglock);
	return t ? put_itimerspec(setting, left, incr) : -EINVAL;
}

SYSCALL_DEFINE1(timer_getoverrun, int, timer_id)
{
	struct k_itimer *t;
	int overrun = -EINVAL;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t)
		overrun = t->overrun_last;
	spin_unlock_irq(&current->sighand->siglock);
	return overrun;
}

SYSCALL_DEFINE1(timer_delete, int, timer_id)
{
	struct k_itimer *t;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t) {
		list_del(&t->list);
		del_timer(&t->timer);
	}
	spin_unlock_irq(&current->sighand->siglock);
	kfree(t);
	return t ? 0 : -EINVAL;
}

/* exit_itimers - the process ends, or, with @exec, begins another program: its timers go. */
void exit_itimers(struct signal_struct *sig, bool exec)
{
	struct k_itimer *t, *n;
	LIST_HEAD(dead);

	spin_lock_irq(&current->sighand->siglock);
	list_for_each_entry_safe(t, n, &sig->posix_timers, list) {
		del_timer(&t->timer);
		list_move(&t->list, &dead);
	}
	if (!exec)
		del_timer(&sig->real_timer);
	spin_unlock_irq(&current->sighand->siglock);
	list_for_each_entry_safe(t, n, &dead, list)
		kfree(t);
}
