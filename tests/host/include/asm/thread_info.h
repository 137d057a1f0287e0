/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

#include <linux/types.h>

#define THREAD_SIZE	8192

struct task_struct;

struct thread_info {
	unsigned long flags;
	int preempt_count;
	struct task_struct *task;
	u32 cpu;
};

extern struct thread_info host_thread_info;

#define current_thread_info()	(&host_thread_info)
#define current			(current_thread_info()->task)

#endif
