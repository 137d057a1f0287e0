/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls, and the ways back to user mode.
 *
 *   svc #0, r7 = number, r0 to r6 = arguments
 *     vector_swi           pt_regs as an exception makes them
 *       sys_call_table[r7]   arguments five and six go to the stack, where C looks for them
 *     ret_fast_syscall     r0 is the result; the others from pt_regs
 *
 *   after an exception, in a child of fork, after a signal was delivered:
 *     ret_to_user          all registers from pt_regs
 *
 * While there is work (a signal, a switch to another task), do_work_pending() does it first, with
 * interrupts off between the last look and the return.
 *
 * In a system call r7 is its number, r8 ("why") isn't 0, r9 is thread_info: the procedure call
 * standard lets C keep them.
 */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/domain.h>
#include <asm/ptrace.h>
#include <asm/thread_info.h>
#include <asm/unistd.h>
#include <asm/assembler.h>

#define S_OFF	8		/* of pt_regs, below which arguments five and six lie */

	.arch	armv7-a
	.text

	/*
	 * Back to user mode; pt_regs at sp + \offset.  \first is r1 when r0 is a result.  sp stays behind pc and psr,
	 * at old r0's place: there the next entry from user mode finds it.
	 */
	.macro	restore_user_regs, first, offset
	clrex
	uaccess_enable r1
	add	sp, sp, #\offset + S_PC
	cfi_pt_regs -S_PC
	ldmdb	sp, {\first - lr}^		@ the user's registers
	rfeia	sp!				@ pc and cpsr
	.endm

	.align	5
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_signal_frame
	cfi_pt_regs S_OFF
__sys_call:
	nop					@ a debugger looks a return address up one byte before it
ret_fast_syscall:
	disable_irq
	ldr	r1, [r9, #TI_FLAGS]
	tst	r1, #_TIF_WORK_MASK
	bne	fast_work_pending
	restore_user_regs r1, S_OFF

	cfi_pt_regs S_OFF
fast_work_pending:
	str	r0, [sp, #S_R0 + S_OFF]!
	cfi_pt_regs 0
work_pending:
	mov	r0, sp
	mov	r2, r8
	bl	do_work_pending			@ (pt_regs, flags, is it a system call?)
	cmp	r0, #0
	beq	no_work_pending
	movlt	r7, #__NR_restart_syscall
	ldmia	sp, {r0 - r6}
	b	local_restart			@ the call begins again

/* From an exception back to user mode: pt_regs at sp */
ENTRY(ret_from_exception)
	mov	r8, #0
ENTRY(ret_to_user)
	disable_irq
	get_thread_info r9
	ldr	r1, [r9, #TI_FLAGS]
	tst	r1, #_TIF_WORK_MASK
	bne	work_pending
no_work_pending:
	restore_user_regs r0, 0
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(ret_to_user)
ENDPROC(ret_from_exception)

	.align	5
ENTRY(vector_swi)
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_signal_frame
	str	r0, [sp]			@ old r0
	srsdb	sp!, #SVC_MODE			@ pc and psr
	.cfi_def_cfa_offset S_OLD_R0 - S_PC
	sub	sp, sp, #S_PC
	.cfi_def_cfa_offset S_OLD_R0
	stmia	sp, {r0 - lr}^			@ the user's registers
	cfi_pt_regs 0
	ldr	r8, [sp, #S_PSR]
	tst	r8, #0xf
	bne	swi_from_kernel
	uaccess_disable r8
	cpsie	i
	get_thread_info r9
	ldr	r8, =sys_call_table
local_restart:
	stmdb	sp!, {r4, r5}
	cfi_pt_regs S_OFF
	cmp	r7, #NR_syscalls
	adr	lr, ret_fast_syscall
	ldrlo	pc, [r8, r7, lsl #2]
	mov	r0, r7				@ one of ARM's own, or none
	add	r1, sp, #S_OFF
	b	arm_syscall
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(vector_swi)
	.ltorg

/*
 * An svc of the kernel's own is a semihosting call: QEMU takes it when started with -semihosting,
 * and without that it arrives here and simply goes on.
 */
swi_from_kernel:
	ldr	r8, [sp, #S_R0 + 4 * 8]
	add	sp, sp, #S_PC
	rfeia	sp!

/* ------------------------------------------------------------------ calls that C can't take as they come */

/* The offset counts pages, and pages are as large as mmap2 takes for granted */
ENTRY(sys_mmap2)
	b	sys_mmap_pgoff
ENDPROC(sys_mmap2)

/* posix_fadvise(): ARM puts the advice before the two 64-bit numbers */

/* These give the program other registers than it had: nothing is left of the call to begin again */
ENTRY(sys_sigreturn_wrapper)
	add	r0, sp, #S_OFF
	mov	r8, #0
	b	sys_sigreturn
ENDPROC(sys_sigreturn_wrapper)

ENTRY(sys_rt_sigreturn_wrapper)
	add	r0, sp, #S_OFF
	mov	r8, #0
	b	sys_rt_sigreturn
ENDPROC(sys_rt_sigreturn_wrapper)

/* EABI programs pad struct statfs64 to 88 bytes, the kernel's has 84 */
ENTRY(sys_statfs64_wrapper)
	teq	r1, #88
	moveq	r1, #84
	b	sys_statfs64
ENDPROC(sys_statfs64_wrapper)

ENTRY(sys_fstatfs64_wrapper)
	teq	r1, #88
	moveq	r1, #84
	b	sys_fstatfs64
ENDPROC(sys_fstatfs64_wrapper)
