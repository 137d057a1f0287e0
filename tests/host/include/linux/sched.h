/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/mm_types.h>
#include <linux/preempt.h>
#include <asm/thread_info.h>

#define PF_MEMALLOC	0x00000800
#define PF_KTHREAD	0x00200000
#define PF_RANDOMIZE	0x00400000

struct rlimit;

struct task_struct {
	unsigned int flags;
	unsigned int fail_nth;
	int pid;
	char comm[16];
	struct mm_struct *mm;
	struct rlimit *rlim;
	unsigned int personality;
	u64 vmacache_seqnum;
	struct reclaim_state *reclaim_state;
	unsigned int vmacache_last;
	struct vm_area_struct *vmacache[VMACACHE_SIZE];
};

/* There is one task */
extern spinlock_t tasklist_lock;
#define for_each_process(p)	for ((p) = current; (p); (p) = NULL)
#define for_each_thread(p, t)	for ((t) = (p); (t); (t) = NULL)

#define cond_resched()	((void)0)

long schedule_timeout_uninterruptible(long timeout);

#define fatal_signal_pending(task)	((void)(task), false)

/* Nobody is privileged */
#define CAP_IPC_LOCK	14
#define capable(cap)	false

#endif
