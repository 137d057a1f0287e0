/* SPDX-License-Identifier: GPL-2.0-only */
/* The switch between two tasks in the kernel, and where a new task begins. */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/assembler.h>

	.text

/*
 * struct task_struct *__switch_to(prev, prev's thread_info, next's thread_info)
 *
 * Interrupts off.  Saves what the procedure call standard lets a function keep, loads the same
 * of next, and thereby returns in next, to where next once called this.  r0 stays prev.
 */
ENTRY(__switch_to)
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	add	ip, r1, #TI_CPU_SAVE
	stmia	ip, {r4 - sl, fp, sp, lr}
	add	ip, r2, #TI_CPU_SAVE
	ldmia	ip, {r4 - sl, fp, sp, pc}
	UNWIND(.fnend)
ENDPROC(__switch_to)

/*
 * A new kernel thread comes here from __switch_to: r0 = the task before, r5 = its function,
 * r4 = the argument (copy_thread).  The function's value is the exit code.
 */
ENTRY(ret_from_fork)
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	bl	schedule_tail
	mov	r0, r4
	blx	r5
	bl	do_exit
	UNWIND(.fnend)
ENDPROC(ret_from_fork)
