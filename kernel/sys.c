/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small system calls: who a process is, its limits, what it has used, what machine this is.
 *
 * None sleeps but for user memory; each takes tasklist_lock where it looks at another task.
 */
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/sysinfo.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

/* ------------------------------------------------------------------ pid 1 */

static bool init_exit_allowed;

static int __init init_exit_setup(char *s)
{
	init_exit_allowed = true;
	return 0;
}
__setup("init.exit", init_exit_setup);

/*
 * exit_init - pid 1 has ended with @code, as wait4() would give it.
 *
 * The end of the machine: with init.exit on the command line in peace and with its status (or 128
 * and the signal's number), else by a panic.
 */
void exit_init(int code)
{
	if (!init_exit_allowed)
		panic("Attempted to kill init! exitcode=0x%08x", (unsigned int)code);
	kernel_exit(code & 0x7f ? 128 + (code & 0x7f) : (code >> 8) & 0xff);
}

/* ------------------------------------------------------------------ numbers */

SYSCALL_DEFINE0(getpid)
{
	return current->tgid;
}

SYSCALL_DEFINE0(gettid)
{
	return current->pid;
}

SYSCALL_DEFINE0(getppid)
{
	return current->real_parent->tgid;
}

/* ------------------------------------------------------------------ limits and use */

/* Sets and asks for one limit of @p's process.  Lowering the hard one is for good but for root: us. */
static int do_prlimit(struct task_struct *p, unsigned int resource, const struct rlimit *new,
		      struct rlimit *old)
{
	struct rlimit *rlim;

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	if (new && new->rlim_cur > new->rlim_max)
		return -EINVAL;
	if (new && resource == RLIMIT_NOFILE && new->rlim_max > NR_OPEN_MAX)
		return -EPERM;
	rlim = p->signal->rlim + resource;
	if (old)
		*old = *rlim;
	if (new)
		*rlim = *new;
	return 0;
}

SYSCALL_DEFINE2(getrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit value;
	int ret = do_prlimit(current, resource, NULL, &value);

	if (!ret && copy_to_user(rlim, &value, sizeof(value)))
		ret = -EFAULT;
	return ret;
}

SYSCALL_DEFINE2(setrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit value;

	if (copy_from_user(&value, rlim, sizeof(value)))
		return -EFAULT;
	return do_prlimit(current, resource, &value, NULL);
}

struct rlimit64 {
	u64 rlim_cur, rlim_max;
};

static unsigned long rlim64_to_rlim(u64 val)
{
	return val >= RLIM_INFINITY ? RLIM_INFINITY : (unsigned long)val;
}

static u64 rlim_to_rlim64(unsigned long val)
{
	return val == RLIM_INFINITY ? ~0ULL : val;
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, unsigned int, resource, const struct rlimit64 __user *, new_rlim,
		struct rlimit64 __user *, old_rlim)
{
	struct rlimit64 new64, old64;
	struct rlimit new, old = { 0, 0 };
	struct task_struct *p;
	int ret = -ESRCH;

	if (new_rlim) {
		if (copy_from_user(&new64, new_rlim, sizeof(new64)))
			return -EFAULT;
		new.rlim_cur = rlim64_to_rlim(new64.rlim_cur);
		new.rlim_max = rlim64_to_rlim(new64.rlim_max);
	}
	spin_lock(&tasklist_lock);
	p = pid ? find_task_by_pid(pid) : current;
	if (p)
		ret = do_prlimit(p, resource, new_rlim ? &new : NULL, &old);
	spin_unlock(&tasklist_lock);
	if (ret || !old_rlim)
		return ret;
	old64.rlim_cur = rlim_to_rlim64(old.rlim_cur);
	old64.rlim_max = rlim_to_rlim64(old.rlim_max);
	return copy_to_user(old_rlim, &old64, sizeof(old64)) ? -EFAULT : 0;
}

static struct timeval ns_to_timeval(u64 ns)
{
	u64 us = div_u64(ns, NSEC_PER_USEC);
	u32 rem;
	u64 sec = div_u64_rem(us, USEC_PER_SEC, &rem);

	return (struct timeval) { .tv_sec = (time_t)sec, .tv_usec = (suseconds_t)rem };
}

/* What of a process, or of the children it waited for, adds up to */
struct usage {
	u64 utime, stime;
	unsigned long min_flt, maj_flt, nvcsw, nivcsw, maxrss;
};

static void add_thread(struct usage *u, const struct task_struct *t)
{
	u->utime += t->utime;
	u->stime += t->stime;
	u->min_flt += t->min_flt;
	u->maj_flt += t->maj_flt;
	u->nvcsw += t->nvcsw;
	u->nivcsw += t->nivcsw;
}

static void add_process(struct usage *u, struct task_struct *p)
{
	struct signal_struct *sig = p->signal;
	struct task_struct *t;

	u->utime += sig->utime;
	u->stime += sig->stime;
	u->min_flt += sig->min_flt;
	u->maj_flt += sig->maj_flt;
	u->nvcsw += sig->nvcsw;
	u->nivcsw += sig->nivcsw;
	u->maxrss = max(u->maxrss, sig->maxrss);
	for_each_thread(p, t)
		add_thread(u, t);
}

static void add_children(struct usage *u, const struct signal_struct *sig)
{
	u->utime += sig->cutime;
	u->stime += sig->cstime;
	u->min_flt += sig->cmin_flt;
	u->maj_flt += sig->cmaj_flt;
	u->nvcsw += sig->cnvcsw;
	u->nivcsw += sig->cnivcsw;
	u->maxrss = max(u->maxrss, sig->cmaxrss);
}

static void usage_to_rusage(const struct usage *u, struct rusage *r)
{
	*r = (struct rusage) {
		.ru_utime = ns_to_timeval(u->utime),
		.ru_stime = ns_to_timeval(u->stime),
		.ru_maxrss = (long)(u->maxrss << (PAGE_SHIFT - 10)),
		.ru_minflt = (long)u->min_flt,
		.ru_majflt = (long)u->maj_flt,
		.ru_nvcsw = (long)u->nvcsw,
		.ru_nivcsw = (long)u->nivcsw,
	};
}

/* getrusage_children - @p and all it waited for, as wait4() tells.  Holds tasklist_lock. */
void getrusage_children(struct task_struct *p, struct rusage *r)
{
	struct usage u = { };

	add_process(&u, p);
	add_children(&u, p->signal);
	usage_to_rusage(&u, r);
}

SYSCALL_DEFINE2(getrusage, int, who, struct rusage __user *, ru)
{
	struct usage u = { };
	struct rusage r;

	spin_lock(&tasklist_lock);
	if (who == RUSAGE_SELF)
		add_process(&u, current);
	else if (who == RUSAGE_CHILDREN)
		add_children(&u, current->signal);
	else
		add_thread(&u, current);
	spin_unlock(&tasklist_lock);
	if (who < RUSAGE_CHILDREN || who > RUSAGE_THREAD)
		return -EINVAL;
	if (who != RUSAGE_CHILDREN && current->mm)
		setmax_mm_hiwater_rss(&u.maxrss, current->mm);
	usage_to_rusage(&u, &r);
	return copy_to_user(ru, &r, sizeof(r)) ? -EFAULT : 0;
}

struct tms {
	long tms_utime, tms_stime, tms_cutime, tms_cstime;
};

static long ns_to_clock_t(u64 ns)
{
	return (long)div_u64(ns, NSEC_PER_SEC / USER_HZ);
}

SYSCALL_DEFINE1(times, struct tms __user *, tbuf)
{
	struct usage u = { };
	struct tms tms;

	spin_lock(&tasklist_lock);
	add_process(&u, current);
	spin_unlock(&tasklist_lock);
	tms.tms_utime = ns_to_clock_t(u.utime);
	tms.tms_stime = ns_to_clock_t(u.stime);
	tms.tms_cutime = ns_to_clock_t(current->signal->cutime);
	tms.tms_cstime = ns_to_clock_t(current->signal->cstime);
	if (tbuf && copy_to_user(tbuf, &tms, sizeof(tms)))
		return -EFAULT;
	return ns_to_clock_t(sched_clock());
}

/* ------------------------------------------------------------------ the machine */

struct new_utsname init_uts = {
	.sysname = "Linux",
	.nodename = "pagewalk",
	.release = "4.4.0-pagewalk",
	.version = "#1",
	.machine = "armv7l",
	.domainname = "(none)",
};

SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)
{
	return copy_to_user(name, &init_uts, sizeof(init_uts)) ? -EFAULT : 0;
}

static long set_name(char *field, const char __user *name, int len)
{
	char copy[__NEW_UTS_LEN + 1] = "";

	if (len < 0 || len > __NEW_UTS_LEN)
		return -EINVAL;
	if (copy_from_user(copy, name, (unsigned long)len))
		return -EFAULT;
	memcpy(field, copy, sizeof(copy));
	return 0;
}

SYSCALL_DEFINE2(sethostname, char __user *, name, int, len)
{
	return set_name(init_uts.nodename, name, len);
}

SYSCALL_DEFINE2(setdomainname, char __user *, name, int, len)
{
	return set_name(init_uts.domainname, name, len);
}

SYSCALL_DEFINE1(sysinfo, struct sysinfo __user *, info)
{
	struct sysinfo val = { };
	struct task_struct *p;

	si_meminfo(&val);
	val.uptime = (long)div_u64(sched_clock(), NSEC_PER_SEC);
	si_swapinfo(&val);
	spin_lock(&tasklist_lock);
	for_each_process(p)
		val.procs = (u16)(val.procs + p->signal->nr_threads);
	spin_unlock(&tasklist_lock);
	/* Bytes, as far as an unsigned long can count them */
	if (val.totalram + val.totalswap < (1UL << (32 - PAGE_SHIFT))) {
		val.totalram <<= PAGE_SHIFT;
		val.freeram <<= PAGE_SHIFT;
		val.sharedram <<= PAGE_SHIFT;
		val.bufferram <<= PAGE_SHIFT;
		val.totalswap <<= PAGE_SHIFT;
		val.freeswap <<= PAGE_SHIFT;
		val.totalhigh <<= PAGE_SHIFT;
		val.freehigh <<= PAGE_SHIFT;
		val.mem_unit = 1;
	}
	return copy_to_user(info, &val, sizeof(val)) ? -EFAULT : 0;
}

#define LINUX_REBOOT_MAGIC1		0xfee1dead
#define LINUX_REBOOT_MAGIC2		672274793
#define LINUX_REBOOT_MAGIC2A		85072278
#define LINUX_REBOOT_CMD_RESTART	0x01234567
#define LINUX_REBOOT_CMD_HALT		0xcdef0123
#define LINUX_REBOOT_CMD_CAD_OFF	0x00000000
#define LINUX_REBOOT_CMD_CAD_ON		0x89abcdef
#define LINUX_REBOOT_CMD_POWER_OFF	0x4321fedc

/* Off is off: a restart, too, ends QEMU */
SYSCALL_DEFINE4(reboot, u32, magic1, u32, magic2, u32, cmd, void __user *, arg)
{
	if (magic1 != LINUX_REBOOT_MAGIC1 || (magic2 != LINUX_REBOOT_MAGIC2 &&
					      magic2 != LINUX_REBOOT_MAGIC2A))
		return -EINVAL;
	switch (cmd) {
	case LINUX_REBOOT_CMD_CAD_OFF:
	case LINUX_REBOOT_CMD_CAD_ON:
		return 0;
	case LINUX_REBOOT_CMD_HALT:
		machine_halt();
	case LINUX_REBOOT_CMD_POWER_OFF:
	case LINUX_REBOOT_CMD_RESTART:
		kernel_exit(0);
	default:
		return -EINVAL;
	}
}

/* ------------------------------------------------------------------ how a task is run */

SYSCALL_DEFINE1(personality, unsigned int, personality)
{
	unsigned int old = current->personality;

	if (personality != 0xffffffff)
		current->personality = personality;
	return (long)old;
}

#define PR_SET_PDEATHSIG	1
#define PR_GET_DUMPABLE		3
#define PR_SET_DUMPABLE		4
#define PR_SET_NAME		15
#define PR_GET_NAME		16
#define PR_SET_NO_NEW_PRIVS	38
#define PR_GET_NO_NEW_PRIVS	39

SYSCALL_DEFINE5(prctl, int, option, unsigned long, arg2, unsigned long, arg3, unsigned long, arg4,
		unsigned long, arg5)
{
	char comm[TASK_COMM_LEN] = "";

	switch (option) {
	case PR_SET_NAME:
		if (strncpy_from_user(comm, (const char __user *)arg2, sizeof(comm) - 1) < 0)
			return -EFAULT;
		set_task_comm(current, comm);
		return 0;
	case PR_GET_NAME:
		strlcpy(comm, current->comm, sizeof(comm));
		return copy_to_user((char __user *)arg2, comm, sizeof(comm)) ? -EFAULT : 0;
	case PR_GET_DUMPABLE:
		return 1;
	case PR_SET_DUMPABLE:
		return arg2 > 1 ? -EINVAL : 0;
	case PR_GET_NO_NEW_PRIVS:
		return 0;
	default:
		return -EINVAL;
	}
}

/* No network */
SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	return -EAFNOSUPPORT;
}

#define GRND_NONBLOCK	1
#define GRND_RANDOM	2

SYSCALL_DEFINE3(getrandom, char __user *, buf, size_t, count, unsigned int, flags)
{
	size_t done, chunk;
	u8 bytes[64];

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM))
		return -EINVAL;
	count = min(count, (size_t)INT_MAX);
	for (done = 0; done < count; done += chunk) {
		chunk = min(count - done, sizeof(bytes));
		get_random_bytes(bytes, (int)chunk);
		if (copy_to_user(buf + done, bytes, chunk))
			return -EFAULT;
		cond_resched();
		if (done && signal_pending(current))
			return (long)(done + chunk);
	}
	return (long)done;
}
