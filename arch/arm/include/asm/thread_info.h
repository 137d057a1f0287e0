/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the assembly needs of a task stands at the bottom of its kernel stack, so that it is
 * found by masking the stack pointer.
 *
 *   stack + 8 KiB  +-----------------+
 *                  | 8 spare bytes   |
 *                  | pt_regs (user)  |
 *                  | frames, growing |
 *                  |       v         |
 *                  | STACK_END_MAGIC |
 *   stack          | thread_info     |
 *                  +-----------------+
 *                  | guard (unmapped)|  the stack is aligned to twice its size, so a stack
 *                  +-----------------+  pointer with the bit THREAD_SIZE set has overflowed
 */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

#include <linux/const.h>

#define THREAD_SIZE		_AC(8192, UL)
#define THREAD_ALIGN		(2 * THREAD_SIZE)
#define THREAD_START_SP		(THREAD_SIZE - 8)

#ifndef __ASSEMBLY__

#include <linux/types.h>

struct task_struct;

typedef unsigned long mm_segment_t;

/* r4 to r11, sp, pc: what a switch saves (ARM's procedure call standard keeps these) */
struct cpu_context_save {
	unsigned long r4, r5, r6, r7, r8, r9, sl, fp, sp, pc;
	unsigned long extra[2];
};

struct thread_info {
	unsigned long flags;		/* TIF_*, set by bit operations */
	int preempt_count;		/* 0: may be preempted and may sleep */
	mm_segment_t addr_limit;	/* user pointers lie below this */
	struct task_struct *task;
	u32 cpu;
	u32 cpu_domain;			/* DACR of this task */
	struct cpu_context_save cpu_context;
	u32 syscall;
	unsigned long tp_value[2];	/* TPIDRURO, TPIDRURW */
};

register unsigned long current_stack_pointer __asm__("sp");

static inline struct thread_info *current_thread_info(void) __attribute_const__;

static inline struct thread_info *current_thread_info(void)
{
	return (struct thread_info *)(current_stack_pointer & ~(THREAD_SIZE - 1));
}

#define current		(current_thread_info()->task)

#endif

#define TIF_SIGPENDING		0
#define TIF_NEED_RESCHED	1
#define TIF_MEMDIE		18

#define _TIF_SIGPENDING		(1 << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED	(1 << TIF_NEED_RESCHED)
#define _TIF_WORK_MASK		(_TIF_SIGPENDING | _TIF_NEED_RESCHED)

#endif
