/* SPDX-License-Identifier: GPL-2.0-only */
/* Backtraces by the tables of ARM's exception handling ABI: arch/arm/kernel/unwind.c */
#ifndef _ASM_UNWIND_H
#define _ASM_UNWIND_H

#ifdef __ASSEMBLY__
#define UNWIND(code...)	code
#else
struct pt_regs;
struct task_struct;

/*
 * Prints who called whom: from @regs, or from here when both are NULL or @tsk runs, or from
 * where @tsk was switched away.  Any context; never faults.
 */
void unwind_backtrace(struct pt_regs *regs, struct task_struct *tsk);
#endif

#endif
