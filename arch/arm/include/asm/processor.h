/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <asm/barrier.h>
#include <asm/ptrace.h>
#include <asm/vfp.h>

/* The newest fault of a task, for its signal handler and for debuggers; its VFP registers */
struct thread_struct {
	unsigned long address;
	unsigned long trap_no;
	unsigned long error_code;
	struct vfp_hard_struct vfp;
};

#define INIT_THREAD	{ }

/* Where the registers of user mode are saved: at the top of the kernel stack */
#define task_pt_regs(p)							\
	((struct pt_regs *)(THREAD_START_SP + (unsigned long)task_stack_page(p)) - 1)

#define cpu_relax()	barrier()

#endif
