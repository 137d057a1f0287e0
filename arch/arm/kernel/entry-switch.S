/* SPDX-License-Identifier: GPL-2.0-only */
/* The switch between two tasks in the kernel, and where a new task begins. */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/assembler.h>

	.arch	armv7-a
	.text

/*
 * struct task_struct *__switch_to(prev, prev's thread_info, next's thread_info)
 *
 * Interrupts off.  Saves what the procedure call standard lets a function keep, loads the same
 * of next, and thereby returns in next, to where next once called this.  r0 stays prev.  The two
 * thread registers go along: the program reads its TLS pointer from one (TPIDRURO) and may write
 * the other (TPIDRURW).
 */
ENTRY(__switch_to)
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	add	ip, r1, #TI_CPU_SAVE
	stmia	ip, {r4 - sl, fp, sp, lr}
	mrc	p15, 0, r4, c13, c0, 2
	ldrd	r6, r7, [r2, #TI_TP_VALUE]
	str	r4, [r1, #TI_TP_VALUE + 4]
	mcr	p15, 0, r6, c13, c0, 3
	mcr	p15, 0, r7, c13, c0, 2
	add	ip, r2, #TI_CPU_SAVE
	ldmia	ip, {r4 - sl, fp, sp, pc}
	UNWIND(.fnend)
ENDPROC(__switch_to)

/*
 * A new task comes here from __switch_to: r0 = the task before.  A kernel thread has its function
 * in r5 and the argument in r4 (copy_thread); if that returns, the task ends, unless it has become
 * a program meanwhile.  The child of fork has 0 in r5.
 */
ENTRY(ret_from_fork)
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_undefined lr			@ nobody called: a backtrace ends here
	bl	schedule_tail
	cmp	r5, #0
	beq	1f
	mov	r0, r4
	blx	r5
	bl	kernel_thread_returned
1:	mov	r8, #0
	b	ret_to_user
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(ret_from_fork)
