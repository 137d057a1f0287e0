/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Clocks and sleeping, as programs ask for them.
 *
 *   CLOCK_MONOTONIC, _RAW, BOOTTIME            ns since power-on
 *   CLOCK_REALTIME                             the same, from the time that the RTC told at boot
 *   CLOCK_MONOTONIC_COARSE, REALTIME_COARSE    what those two were at the last tick
 *   CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_... ticks in user mode and in the kernel
 *
 * Time is told to the nanosecond; sleeps end at a tick.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#define CLOCK_REALTIME			0
#define CLOCK_MONOTONIC			1
#define CLOCK_PROCESS_CPUTIME_ID	2
#define CLOCK_THREAD_CPUTIME_ID		3
#define CLOCK_MONOTONIC_RAW		4
#define CLOCK_REALTIME_COARSE		5
#define CLOCK_MONOTONIC_COARSE		6
#define CLOCK_BOOTTIME			7

#define TIMER_ABSTIME			1

/* What the real time was at power-on, in ns since 1970 */
static u64 boot_time;

struct timespec64 {
	s64 tv_sec;
	s64 tv_nsec;
};

u64 ktime_get_real_ns(void)
{
	return boot_time + sched_clock();
}

u64 current_time_ns(void)
{
	return boot_time + ktime_get_coarse_ns();
}

void set_real_time(u64 ns)
{
	/* Otherwise the coarse clock would show a time before @ns until the next tick */
	timekeeping_forward_now();
	boot_time = ns - ktime_get_coarse_ns();
}

static u64 process_cputime(void)
{
	u64 sum = current->signal->utime + current->signal->stime;
	struct task_struct *t;

	spin_lock(&tasklist_lock);
	for_each_thread(current, t)
		sum += t->utime + t->stime;
	spin_unlock(&tasklist_lock);
	return sum;
}

/* What @which shows, in ns.  0, -EINVAL. */
static int read_clock(int which, u64 *ns)
{
	switch (which) {
	case CLOCK_REALTIME:
		*ns = ktime_get_real_ns();
		return 0;
	case CLOCK_REALTIME_COARSE:
		*ns = current_time_ns();
		return 0;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_BOOTTIME:
		*ns = sched_clock();
		return 0;
	case CLOCK_MONOTONIC_COARSE:
		*ns = ktime_get_coarse_ns();
		return 0;
	case CLOCK_PROCESS_CPUTIME_ID:
		*ns = process_cputime();
		return 0;
	case CLOCK_THREAD_CPUTIME_ID:
		*ns = current->utime + current->stime;
		return 0;
	}
	return -EINVAL;
}

static struct timespec ns_to_timespec(u64 ns)
{
	struct timespec ts;
	u32 rem;

	ts.tv_sec = (time_t)div_u64_rem(ns, NSEC_PER_SEC, &rem);
	ts.tv_nsec = (long)rem;
	return ts;
}

static long put_time32(u64 ns, struct timespec __user *tp)
{
	struct timespec ts = ns_to_timespec(ns);

	return copy_to_user(tp, &ts, sizeof(ts)) ? -EFAULT : 0;
}

static long put_time64(u64 ns, struct timespec64 __user *tp)
{
	struct timespec ts = ns_to_timespec(ns);
	struct timespec64 ts64 = { ts.tv_sec, ts.tv_nsec };

	return copy_to_user(tp, &ts64, sizeof(ts64)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(clock_gettime, int, which, struct timespec __user *, tp)
{
	u64 ns;
	int err = read_clock(which, &ns);

	return err ?: put_time32(ns, tp);
}

SYSCALL_DEFINE2(clock_gettime64, int, which, struct timespec64 __user *, tp)
{
	u64 ns;
	int err = read_clock(which, &ns);

	return err ?: put_time64(ns, tp);
}

static u64 clock_res(int which)
{
	return which == CLOCK_REALTIME_COARSE || which == CLOCK_MONOTONIC_COARSE ||
	       which == CLOCK_PROCESS_CPUTIME_ID || which == CLOCK_THREAD_CPUTIME_ID ? TICK_NSEC : 1;
}

SYSCALL_DEFINE2(clock_getres, int, which, struct timespec __user *, tp)
{
	u64 ns;
	int err = read_clock(which, &ns);

	return err ?: tp ? put_time32(clock_res(which), tp) : 0;
}

SYSCALL_DEFINE2(clock_getres_time64, int, which, struct timespec64 __user *, tp)
{
	u64 ns;
	int err = read_clock(which, &ns);

	return err ?: tp ? put_time64(clock_res(which), tp) : 0;
}

SYSCALL_DEFINE2(clock_settime, int, which, const void __user *, tp)
{
	u64 ns;
	int err = which == CLOCK_REALTIME ? get_user_time(tp, false, &ns) : -EINVAL;

	if (err)
		return err;
	/* It can't have been 1970 after power-on */
	if (ns < sched_clock())
		return -EINVAL;
	set_real_time(ns);
	return 0;
}

SYSCALL_DEFINE2(gettimeofday, struct timeval __user *, tv, void __user *, tz)
{
	struct timespec ts = ns_to_timespec(ktime_get_real_ns());
	struct timeval val = { ts.tv_sec, ts.tv_nsec / NSEC_PER_USEC };

	if (tv && copy_to_user(tv, &val, sizeof(val)))
		return -EFAULT;
	return tz && clear_user(tz, 8) ? -EFAULT : 0;
}

/* ------------------------------------------------------------------ sleep */

/* What is left until @expires, to the user, in the layout that the call has */
static long put_rest(u64 expires, void __user *rmtp, bool time64)
{
	u64 now = sched_clock(), rest = expires > now ? expires - now : 0;

	if (!rmtp)
		return 0;
	return time64 ? put_time64(rest, rmtp) : put_time32(rest, rmtp);
}

/* Until @expires (ns since power-on).  False: a signal came before. */
static bool sleep_until(u64 expires)
{
	do {
		set_current_state(TASK_INTERRUPTIBLE);
		if (signal_pending(current)) {
			__set_current_state(TASK_RUNNING);
			return false;
		}
	} while (schedule_until(expires));
	return true;
}

static long nanosleep_restart(struct restart_block *restart)
{
	u64 expires = restart->nanosleep.expires;

	if (sleep_until(expires))
		return 0;
	if (put_rest(expires, restart->nanosleep.rmtp, restart->nanosleep.time64))
		return -EFAULT;
	return -ERESTART_RESTARTBLOCK;
}

/* @ns from now, or at @ns if @absolute */
static long do_nanosleep(u64 ns, bool absolute, void __user *rmtp, bool time64)
{
	struct restart_block *restart = &current->restart_block;
	u64 now = sched_clock(), expires = absolute ? ns : now + ns < now ? ~0ULL - 1 : now + ns;

	if (sleep_until(expires))
		return 0;
	if (absolute)
		return -ERESTARTNOHAND;
	if (put_rest(expires, rmtp, time64))
		return -EFAULT;
	restart->fn = nanosleep_restart;
	restart->nanosleep.rmtp = rmtp;
	restart->nanosleep.time64 = time64;
	restart->nanosleep.expires = expires;
	return -ERESTART_RESTARTBLOCK;
}

int get_user_time(const void __user *uts, bool time64, u64 *ns)
{
	struct timespec64 ts64;
	struct timespec ts;

	if (time64) {
		if (copy_from_user(&ts64, uts, sizeof(ts64)))
			return -EFAULT;
		ts64.tv_nsec = (s32)ts64.tv_nsec;	/* the rest is padding */
	} else {
		if (copy_from_user(&ts, uts, sizeof(ts)))
			return -EFAULT;
		ts64 = (struct timespec64) { ts.tv_sec, ts.tv_nsec };
	}
	if (ts64.tv_sec < 0 || ts64.tv_nsec < 0 || ts64.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	*ns = ts64.tv_sec > 9000000000LL ? ~0ULL - 1 :
	      (u64)ts64.tv_sec * NSEC_PER_SEC + (u64)ts64.tv_nsec;
	return 0;
}

static long clock_sleep(int which, int flags, const void __user *rqtp, void __user *rmtp, bool time64)
{
	u64 ns, now;
	int err = get_user_time(rqtp, time64, &ns);

	if (err)
		return err;
	if (which == CLOCK_THREAD_CPUTIME_ID || read_clock(which, &now))
		return -EINVAL;
	/* The real time runs as the other one does */
	if (flags & TIMER_ABSTIME && which == CLOCK_REALTIME)
		ns = ns > boot_time ? ns - boot_time : 0;
	return do_nanosleep(ns, flags & TIMER_ABSTIME, rmtp, time64);
}

SYSCALL_DEFINE2(nanosleep, const void __user *, rqtp, void __user *, rmtp)
{
	return clock_sleep(CLOCK_MONOTONIC, 0, rqtp, rmtp, false);
}

SYSCALL_DEFINE4(clock_nanosleep, int, which, int, flags, const void __user *, rqtp, void __user *, rmtp)
{
	return clock_sleep(which, flags, rqtp, rmtp, false);
}

SYSCALL_DEFINE4(clock_nanosleep_time64, int, which, int, flags, const void __user *, rqtp,
		void __user *, rmtp)
{
	return clock_sleep(which, flags, rqtp, rmtp, true);
}
