/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scheduling as programs ask about it: one class, one priority, one processor.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* One class for all, and nobody is nicer */
SYSCALL_DEFINE2(getpriority, int, which, int, who)
{
	return which < 0 || which > 2 ? -EINVAL : 20;
}

SYSCALL_DEFINE3(setpriority, int, which, int, who, int, niceval)
{
	return which < 0 || which > 2 ? -EINVAL : 0;
}

/* 0: the current task; else there must be one with this number */
static bool task_exists(pid_t pid)
{
	bool found;

	spin_lock(&tasklist_lock);
	found = !pid || find_task_by_pid(pid);
	spin_unlock(&tasklist_lock);
	return found;
}

SYSCALL_DEFINE1(sched_getscheduler, pid_t, pid)
{
	return pid < 0 ? -EINVAL : task_exists(pid) ? 0 : -ESRCH;
}

SYSCALL_DEFINE2(sched_getparam, pid_t, pid, int __user *, param)
{
	if (!param || pid < 0)
		return -EINVAL;
	return !task_exists(pid) ? -ESRCH : put_user(0, param) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(sched_get_priority_max, int, policy)
{
	return policy ? -EINVAL : 0;
}

SYSCALL_DEFINE1(sched_get_priority_min, int, policy)
{
	return policy ? -EINVAL : 0;
}

SYSCALL_DEFINE0(sched_yield)
{
	yield();
	return 0;
}

/* One processor */
SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, mask)
{
	if (len < sizeof(long) || len % sizeof(long))
		return -EINVAL;
	if (!task_exists(pid))
		return -ESRCH;
	return put_user(1UL, mask) ? -EFAULT : (long)sizeof(long);
}

SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, mask)
{
	unsigned long bits = 0;

	if (copy_from_user(&bits, mask, min(len, (unsigned int)sizeof(bits))))
		return -EFAULT;
	if (!task_exists(pid))
		return -ESRCH;
	return bits & 1 ? 0 : -EINVAL;
}

SYSCALL_DEFINE3(getcpu, unsigned int __user *, cpu, unsigned int __user *, node, void __user *, unused)
{
	if ((cpu && put_user(0U, cpu)) || (node && put_user(0U, node)))
		return -EFAULT;
	return 0;
}
