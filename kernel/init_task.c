/* SPDX-License-Identifier: GPL-2.0-only */
/* The task that boots, and later idles: pid 0, the only one that isn't made by copying. */
#include <linux/mm.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <asm/domain.h>
#include <asm/pgtable.h>

static struct rlimit init_rlimits[RLIM_NLIMITS] = INIT_RLIMITS;

struct task_struct init_task = {
	.rlim = init_rlimits,
	.state = TASK_RUNNING,
	.stack = &init_thread_union,
	.usage = ATOMIC_INIT(2),
	.flags = PF_KTHREAD,
	.comm = "swapper",
	.run_list = LIST_HEAD_INIT(init_task.run_list),
	.time_slice = RR_TIMESLICE,
	.tasks = LIST_HEAD_INIT(init_task.tasks),
	.active_mm = &init_mm,
	.parent = &init_task,
	.children = LIST_HEAD_INIT(init_task.children),
	.sibling = LIST_HEAD_INIT(init_task.sibling),
	.wait_chldexit = __WAIT_QUEUE_HEAD_INITIALIZER(init_task.wait_chldexit),
	.thread = INIT_THREAD,
};

union thread_union init_thread_union
__section(".data..init_task") __aligned(THREAD_ALIGN) = {
	.thread_info = {
		.task = &init_task,
		.cpu_domain = DACR_KERNEL,
	},
};
