/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Process groups and sessions: what a shell sorts its jobs with.
 *
 * A group is a number in signal_struct, that of the process which made it; a session likewise.  The
 * terminal's signals go to one group of one session (kernel/posix/tty.c).
 *
 * Locking: tasklist_lock.  Tests: tests/user/process.c
 */
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

SYSCALL_DEFINE2(setpgid, pid_t, pid, pid_t, pgid)
{
	struct task_struct *p, *leader;
	int err = -ESRCH;

	if (!pid)
		pid = current->tgid;
	if (!pgid)
		pgid = pid;
	if (pgid < 0)
		return -EINVAL;
	spin_lock(&tasklist_lock);
	p = find_task_by_pid(pid);
	if (!p || p->flags & PF_KTHREAD)
		goto out;
	err = -EINVAL;
	if (!thread_group_leader(p))
		goto out;
	err = -ESRCH;
	if (!same_thread_group(p, current) && !same_thread_group(p->real_parent, current))
		goto out;
	err = -EPERM;
	if (p->signal->leader || p->signal->session != current->signal->session)
		goto out;
	if (pgid != pid) {
		for_each_process(leader)
			if (leader->signal->pgrp == pgid &&
			    leader->signal->session == current->signal->session)
				break;
		if (leader == &init_task)
			goto out;
	}
	err = -EACCES;
	if (!same_thread_group(p, current) && !(p->flags & PF_FORKNOEXEC))
		goto out;
	p->signal->pgrp = pgid;
	err = 0;
out:
	spin_unlock(&tasklist_lock);
	return err;
}

/* A number of @pid's process: its group, or its session */
static long get_group(pid_t pid, bool session)
{
	struct task_struct *p;
	long ret = -ESRCH;

	spin_lock(&tasklist_lock);
	p = pid ? find_task_by_pid(pid) : current;
	if (p)
		ret = session ? p->signal->session : p->signal->pgrp;
	spin_unlock(&tasklist_lock);
	return ret;
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	return get_group(pid, false);
}

SYSCALL_DEFINE0(getpgrp)
{
	return current->signal->pgrp;
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	return get_group(pid, true);
}

SYSCALL_DEFINE0(setsid)
{
	struct signal_struct *sig = current->signal;
	struct task_struct *p;
	long err = 0;

	spin_lock(&tasklist_lock);
	for_each_process(p)
		if (p->signal->pgrp == current->tgid)
			err = -EPERM;
	if (sig->leader)
		err = -EPERM;
	if (!err) {
		sig->leader = 1;
		sig->session = sig->pgrp = current->tgid;
		err = sig->session;
	}
	spin_unlock(&tasklist_lock);
	return err;
}
