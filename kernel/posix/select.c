/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll() and select(): wait until one of several files can be read or written.
 *
 * Idea.  Each file's poll() queues the caller on its wait queue and says what is possible; if nothing
 * is, the caller sleeps until one of the queues is woken or time is up, and asks them all again.
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/poll.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#define NO_TIMEOUT	(~0ULL)

struct pollfd {
	int fd;
	short events;
	short revents;
};

/* ------------------------------------------------------------------ the table of queues */

static int poll_wake(wait_queue_t *wait, unsigned int mode, void *key)
{
	poll_table *table = wait->private;

	table->triggered = true;
	return wake_up_state(table->task, TASK_INTERRUPTIBLE);
}

/* poll_wait - called by a file's poll(): @p's caller wants to know when @q is woken. */
void poll_wait(struct file *file, wait_queue_head_t *q, poll_table *p)
{
	struct poll_table_entry *e;

	if (!p || p->nr == p->max)
		return;
	e = &p->entries[p->nr++];
	e->filp = get_file(file);
	e->wait_address = q;
	e->wait.private = p;
	e->wait.func = poll_wake;
	add_wait_queue(q, &e->wait);
}

/* Room for @n files, each with two queues at most.  0, -ENOMEM. */
static int poll_initwait(poll_table *table, unsigned int n)
{
	*table = (poll_table) { .max = 2 * n, .task = current };
	table->entries = kmalloc(max(table->max, 1U) * sizeof(*table->entries), GFP_KERNEL);
	return table->entries ? 0 : -ENOMEM;
}

static void poll_freewait(poll_table *table)
{
	while (table->nr) {
		struct poll_table_entry *e = &table->entries[--table->nr];

		remove_wait_queue(e->wait_address, &e->wait);
		fput(e->filp);
	}
	kfree(table->entries);
}

/* Sleeps until a queue is woken.  False: @expires (ns after boot) has come, or a signal has. */
static bool poll_schedule(poll_table *table, u64 expires)
{
	bool in_time = true;

	set_current_state(TASK_INTERRUPTIBLE);
	if (!table->triggered)
		in_time = schedule_until(expires);
	__set_current_state(TASK_RUNNING);
	table->triggered = false;
	return in_time;
}

/* What of @events is possible with @fd */
static unsigned int poll_one(unsigned int fd, unsigned int events, poll_table *wait)
{
	struct file *file = fget(fd);
	unsigned int mask;

	if (!file)
		return POLLNVAL;
	mask = file->f_op->poll ? file->f_op->poll(file, wait) :
	       POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
	fput(file);
	return mask & (events | POLLERR | POLLHUP);
}

/* ------------------------------------------------------------------ poll */

/* One look at all.  How many have something. */
static int poll_look(struct pollfd *fds, unsigned int nfds, poll_table *wait)
{
	unsigned int i;
	int count = 0;

	for (i = 0; i < nfds; i++) {
		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		fds[i].revents = (short)poll_one((unsigned int)fds[i].fd,
						 (unsigned short)fds[i].events, wait);
		count += fds[i].revents != 0;
	}
	return count;
}

/* Until @expires.  How many files have something; 0: time is up; -EINTR. */
static int do_poll(struct pollfd *fds, unsigned int nfds, u64 expires)
{
	poll_table table;
	int count, err = poll_initwait(&table, nfds);

	if (err)
		return err;
	count = poll_look(fds, nfds, &table);
	while (!count) {
		if (signal_pending(current)) {
			count = -EINTR;
			break;
		}
		if (!poll_schedule(&table, expires) && !signal_pending(current)) {
			count = poll_look(fds, nfds, NULL);
			break;
		}
		count = poll_look(fds, nfds, NULL);
	}
	poll_freewait(&table);
	return count;
}

static long do_sys_poll(struct pollfd __user *ufds, unsigned int nfds, u64 expires)
{
	struct pollfd *fds;
	unsigned int i;
	long ret;

	if (nfds > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	fds = kmalloc(max(nfds, 1U) * sizeof(*fds), GFP_KERNEL);
	if (!fds)
		return -ENOMEM;
	ret = copy_from_user(fds, ufds, nfds * sizeof(*fds)) ? -EFAULT : do_poll(fds, nfds, expires);
	if (ret >= 0)
		for (i = 0; i < nfds; i++)
			if (put_user(fds[i].revents, &ufds[i].revents))
				ret = -EFAULT;
	kfree(fds);
	return ret;
}

static u64 expires_in(u64 ns)
{
	return ns == NO_TIMEOUT ? NO_TIMEOUT : ktime_get_ns() + ns;
}

SYSCALL_DEFINE3(poll, struct pollfd __user *, ufds, unsigned int, nfds, int, timeout_msecs)
{
	u64 ns = timeout_msecs < 0 ? NO_TIMEOUT : (u64)timeout_msecs * NSEC_PER_MSEC;

	return do_sys_poll(ufds, nfds, expires_in(ns));
}

/* A timespec of the user's, of 32 or 64 bits, as ns; NULL: for ever.  0, -EFAULT, -EINVAL. */
static int get_timeout(const void __user *uts, bool time64, u64 *ns)
{
	*ns = NO_TIMEOUT;
	return uts ? get_user_time(uts, time64, ns) : 0;
}

static long do_ppoll(struct pollfd __user *ufds, unsigned int nfds, const void __user *tsp, bool time64,
		     const sigset_t __user *sigmask, size_t sigsetsize)
{
	long ret;
	u64 ns;
	int err = get_timeout(tsp, time64, &ns);

	if (!err)
		err = set_user_sigmask(sigmask, sigsetsize);
	if (err)
		return err;
	ret = do_sys_poll(ufds, nfds, expires_in(ns));
	restore_user_sigmask(sigmask, ret == -EINTR);
	return ret;
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, ufds, unsigned int, nfds, const void __user *, tsp,
		const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	return do_ppoll(ufds, nfds, tsp, false, sigmask, sigsetsize);
}

SYSCALL_DEFINE5(ppoll_time64, struct pollfd __user *, ufds, unsigned int, nfds, const void __user *, tsp,
		const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	return do_ppoll(ufds, nfds, tsp, true, sigmask, sigsetsize);
}

/* ------------------------------------------------------------------ select */

#define SEL_IN		(POLLIN | POLLRDNORM | POLLHUP | POLLERR)
#define SEL_OUT		(POLLOUT | POLLWRNORM | POLLERR)
#define SEL_EX		POLLPRI

/* The user's set of @n bits; NULL is an empty one */
static int get_set(const unsigned long __user *ufds, unsigned int n, unsigned long *set)
{
	size_t size = BITS_TO_LONGS(n) * sizeof(long);

	memset(set, 0, size);
	return ufds && copy_from_user(set, ufds, size) ? -EFAULT : 0;
}

static int put_set(unsigned long __user *ufds, unsigned int n, const unsigned long *set)
{
	return ufds && copy_to_user(ufds, set, BITS_TO_LONGS(n) * sizeof(long)) ? -EFAULT : 0;
}

/* in[0..2] wanted, out[0..2] found.  How many bits; -EBADF. */
static int select_look(unsigned int n, unsigned long **in, unsigned long **out, poll_table *wait)
{
	static const unsigned int bits[] = { SEL_IN, SEL_OUT, SEL_EX };
	unsigned int fd, i, mask, events;
	int count = 0;

	for (fd = 0; fd < n; fd++) {
		for (i = 0, events = 0; i < 3; i++)
			if (test_bit(fd, in[i]))
				events |= bits[i];
		if (!events)
			continue;
		mask = poll_one(fd, events, wait);
		if (mask & POLLNVAL)
			return -EBADF;
		for (i = 0; i < 3; i++)
			if (test_bit(fd, in[i]) && mask & bits[i]) {
				__set_bit(fd, out[i]);
				count++;
			}
	}
	return count;
}

static int do_select(unsigned int n, unsigned long **in, unsigned long **out, u64 expires)
{
	poll_table table;
	int count, err = poll_initwait(&table, n);

	if (err)
		return err;
	count = select_look(n, in, out, &table);
	while (!count) {
		if (signal_pending(current)) {
			count = -EINTR;
			break;
		}
		if (!poll_schedule(&table, expires) && !signal_pending(current)) {
			count = select_look(n, in, out, NULL);
			break;
		}
		count = select_look(n, in, out, NULL);
	}
	poll_freewait(&table);
	return count;
}

static long core_sys_select(int n, unsigned long __user **sets, u64 expires)
{
	unsigned long *bits, *in[3], *out[3];
	unsigned int nr, i;
	size_t longs;
	int ret = 0;

	if (n < 0)
		return -EINVAL;
	nr = min((unsigned int)n, current->files->max_fds);
	longs = max(BITS_TO_LONGS(nr), (size_t)1);
	bits = kcalloc(6 * longs, sizeof(long), GFP_KERNEL);
	if (!bits)
		return -ENOMEM;
	for (i = 0; i < 3; i++) {
		in[i] = bits + i * longs;
		out[i] = bits + (3 + i) * longs;
		ret = ret ?: get_set(sets[i], nr, in[i]);
	}
	if (!ret)
		ret = do_select(nr, in, out, expires);
	for (i = 0; i < 3 && ret >= 0; i++)
		if (put_set(sets[i], nr, out[i]))
			ret = -EFAULT;
	kfree(bits);
	return ret;
}

SYSCALL_DEFINE5(select, int, n, unsigned long __user *, inp, unsigned long __user *, outp,
		unsigned long __user *, exp, struct timeval __user *, tvp)
{
	unsigned long __user *sets[] = { inp, outp, exp };
	struct timeval tv;
	u64 ns = NO_TIMEOUT, expires, now;
	long ret;

	if (tvp) {
		if (copy_from_user(&tv, tvp, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_sec < 0 || tv.tv_usec < 0)
			return -EINVAL;
		ns = (u64)tv.tv_sec * NSEC_PER_SEC + (u64)tv.tv_usec * NSEC_PER_USEC;
	}
	expires = expires_in(ns);
	ret = core_sys_select(n, sets, expires);
	if (tvp) {
		/* What is left of the time; whether it can be stored makes no difference */
		now = ktime_get_ns();
		now = expires > now ? expires - now : 0;
		tv.tv_sec = (long)div_u64(now, NSEC_PER_SEC);
		tv.tv_usec = (long)div_u64(now - (u64)tv.tv_sec * NSEC_PER_SEC, NSEC_PER_USEC);
		if (copy_to_user(tvp, &tv, sizeof(tv)))
			return ret;
	}
	return ret;
}

/* What pselect6()'s sixth argument points at */
struct sigset_argpack {
	sigset_t __user *p;
	size_t size;
};

static long do_pselect(int n, unsigned long __user **sets, const void __user *tsp, bool time64,
		       const void __user *sig)
{
	struct sigset_argpack mask = { NULL, 0 };
	long ret;
	u64 ns;
	int err = get_timeout(tsp, time64, &ns);

	if (!err && sig && copy_from_user(&mask, sig, sizeof(mask)))
		err = -EFAULT;
	if (!err)
		err = set_user_sigmask(mask.p, mask.size);
	if (err)
		return err;
	ret = core_sys_select(n, sets, expires_in(ns));
	restore_user_sigmask(mask.p, ret == -EINTR);
	return ret;
}

SYSCALL_DEFINE6(pselect6, int, n, unsigned long __user *, inp, unsigned long __user *, outp,
		unsigned long __user *, exp, const void __user *, tsp, const void __user *, sig)
{
	unsigned long __user *sets[] = { inp, outp, exp };

	return do_pselect(n, sets, tsp, false, sig);
}

SYSCALL_DEFINE6(pselect6_time64, int, n, unsigned long __user *, inp, unsigned long __user *, outp,
		unsigned long __user *, exp, const void __user *, tsp, const void __user *, sig)
{
	unsigned long __user *sets[] = { inp, outp, exp };

	return do_pselect(n, sets, tsp, true, sig);
}
