/* SPDX-License-Identifier: GPL-2.0-only */
/* The task that boots, and later idles: pid 0, the only one that isn't made by copying. */
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <asm/domain.h>
#include <asm/pgtable.h>

static struct signal_struct init_signals = {
	.sigcnt = ATOMIC_INIT(1),
	.live = ATOMIC_INIT(1),
	.nr_threads = 1,
	.leader_task = &init_task,
	.posix_timers = LIST_HEAD_INIT(init_signals.posix_timers),
	.thread_head = LIST_HEAD_INIT(init_task.thread_node),
	.wait_chldexit = __WAIT_QUEUE_HEAD_INITIALIZER(init_signals.wait_chldexit),
	.shared_pending = { .list = LIST_HEAD_INIT(init_signals.shared_pending.list) },
	.rlim = INIT_RLIMITS,
};

/* Nobody asks how kernel threads, its children, have ended */
static struct sighand_struct init_sighand = {
	.count = ATOMIC_INIT(1),
	.siglock = __SPIN_LOCK_UNLOCKED(init_sighand.siglock),
	.action[SIGCHLD - 1].sa.sa_handler = SIG_IGN,
};

struct task_struct init_task = {
	.signal = &init_signals,
	.sighand = &init_sighand,
	.pending = { .list = LIST_HEAD_INIT(init_task.pending.list) },
	.rlim = init_signals.rlim,
	.files = &init_files,
	.fs = &init_fs,
	.sysvshm = { .shm_clist = LIST_HEAD_INIT(init_task.sysvshm.shm_clist) },
	.state = TASK_RUNNING,
	.stack = &init_thread_union,
	.usage = ATOMIC_INIT(2),
	.flags = PF_KTHREAD,
	.comm = "swapper",
	.run_list = LIST_HEAD_INIT(init_task.run_list),
	.time_slice = RR_TIMESLICE,
	.tasks = LIST_HEAD_INIT(init_task.tasks),
	.active_mm = &init_mm,
	.group_leader = &init_task,
	.alloc_lock = __SPIN_LOCK_UNLOCKED(init_task.alloc_lock),
	.thread_node = LIST_HEAD_INIT(init_signals.thread_head),
	.real_parent = &init_task,
	.parent = &init_task,
	.children = LIST_HEAD_INIT(init_task.children),
	.sibling = LIST_HEAD_INIT(init_task.sibling),
	.thread = INIT_THREAD,
};

union thread_union init_thread_union
__section(".data..init_task") __aligned(THREAD_ALIGN) = {
	.thread_info = {
		.task = &init_task,
		.cpu_domain = DACR_KERNEL,
	},
};
