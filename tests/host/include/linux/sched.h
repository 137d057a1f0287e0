/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/preempt.h>
#include <asm/thread_info.h>

#define PF_MEMALLOC	0x00000800

struct task_struct {
	unsigned int flags;
	int pid;
	char comm[16];
};

#define cond_resched()	((void)0)

long schedule_timeout_uninterruptible(long timeout);

#endif
