/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The system call vector, and the way back to user mode.
 *
 * An svc in the kernel is a semihosting call: QEMU takes it when started with -semihosting,
 * and without that it arrives here and simply goes on.
 */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/domain.h>
#include <asm/ptrace.h>
#include <asm/thread_info.h>
#include <asm/assembler.h>

	.arch	armv7-a
	.text

/*
 * From an exception back to user mode: pt_regs at sp.  Work that was asked for while the
 * kernel ran (a signal, a switch to another task) comes first, with interrupts off between the
 * look and the return.
 */
ENTRY(ret_from_exception)
	disable_irq
	get_thread_info r9
	ldr	r1, [r9, #TI_FLAGS]
	tst	r1, #_TIF_WORK_MASK
	bne	1f
	ldr	r1, [sp, #S_PSR]
	msr	spsr_cxsf, r1
	clrex
	uaccess_enable r1
	ldmia	sp, {r0 - lr}^			@ the user's registers
	nop					@ no banked register right after the user's ldm
	ldr	lr, [sp, #S_PC]
	add	sp, sp, #PT_REGS_SIZE
	movs	pc, lr				@ and cpsr from spsr
1:	tst	r1, #_TIF_SIGPENDING
	beq	2f
	cpsie	i
	mov	r0, sp
	bl	do_signal
	b	ret_from_exception
2:	bl	schedule
	b	ret_from_exception
ENDPROC(ret_from_exception)

	.align	5
ENTRY(vector_swi)
	sub	sp, sp, #PT_REGS_SIZE
	stmia	sp, {r0 - r12}
	mrs	r8, spsr
	and	r7, r8, #MODE_MASK
	teq	r7, #SVC_MODE
	bne	1f
	ldmia	sp, {r0 - r12}
	add	sp, sp, #PT_REGS_SIZE
	movs	pc, lr
1:	add	r3, sp, #S_SP
	stmia	r3, {sp, lr}^
	str	lr, [sp, #S_PC]
	str	r8, [sp, #S_PSR]
	str	r0, [sp, #S_OLD_R0]
	uaccess_disable r3
	mov	r0, sp
	mov	r1, #2				@ no system calls exist
	b	bad_mode
ENDPROC(vector_swi)
