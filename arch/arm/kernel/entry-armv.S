/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exceptions: from the vector to C, and back.
 *
 *   ffff0000 __vectors_start   one branch for each exception (ARM ARM B1.8.1)
 *   ffff1000 stubs             vector_rst, vector_und, ...: on the small stack of the
 *            |                 exception's own mode, three words are saved; then SVC mode
 *            |                 goes on at the handler for the mode that was interrupted
 *   kernel   +-> __dabt_usr, __dabt_svc, ...   save pt_regs on the kernel stack
 *                  +-> v7_early_abort, v7_pabort   read fault status and address
 *                        +-> do_DataAbort, do_PrefetchAbort (arch/arm/mm/fault.c)
 *
 * pt_regs on the kernel stack, low to high:
 *   r0 ... r12, sp, lr, pc, cpsr, old r0      and above it, from SVC mode: DACR
 *
 * Invariants
 *   E1  interrupts are off from the vector until the C handler turns them on
 *   E2  the kernel runs with user memory closed (DACR_KERNEL); what was interrupted gets its
 *       own DACR back
 *   E3  an exception never pushes to a stack that has overflowed: svc_entry looks at bit
 *       THREAD_SIZE of sp first and takes overflow_stack instead
 *   E4  an ldrex before an exception and a strex behind it don't make a pair: clrex on the way
 *       back, whatever the exception was
 *
 * Article 3.4.1.  Different from Linux: one processor type, no kernel preemption, no Thumb
 * kernel.  Tests: fault.*, exception.*
 */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/domain.h>
#include <asm/glue-df.h>
#include <asm/glue-pf.h>
#include <asm/memory.h>
#include <asm/ptrace.h>
#include <asm/thread_info.h>
#include <asm/assembler.h>

#define SVC_REGS_SIZE	(PT_REGS_SIZE + 8)
#define SVC_DACR	PT_REGS_SIZE

	.arch	armv7-a
	.text

/* In: r2 = pt_regs, r4 = pc, r5 = psr of the interrupted code */
	.macro	pabt_helper
	bl	CPU_PABORT_HANDLER
	.endm

	.macro	dabt_helper
	bl	CPU_DABORT_HANDLER
	.endm

/*
 * From SVC mode.  In: r0 = the three words that the stub saved.  Out: sp = pt_regs, r4 = pc,
 * r5 = psr, r9 = DACR of the interrupted code.
 */
	.macro	svc_entry
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_signal_frame
	cfi_saved_at 0, 0, 0			@ the stub's words
	cfi_saved_at 15, 0, 4
	sub	sp, sp, #SVC_REGS_SIZE
	.cfi_def_cfa_offset SVC_REGS_SIZE
	tst	sp, #THREAD_SIZE		@ E3
	bne	__stack_overflow
	tst	sp, #4				@ the procedure call standard wants 8
	subne	sp, sp, #4
	stmib	sp, {r1 - r12}
	ldmia	r0, {r3 - r5}			@ r0, pc, psr
	str	r3, [sp, #S_R0]
	add	r2, sp, #SVC_REGS_SIZE
	addne	r2, r2, #4			@ sp before the exception
	mov	r3, lr
	mvn	r6, #0				@ no system call
	add	r7, sp, #S_SP
	stmia	r7, {r2 - r6}
	mrc	p15, 0, r9, c3, c0, 0		@ E2
	str	r9, [sp, #SVC_DACR]
	cfi_pt_regs 0
	uaccess_disable r3
	.endm

/* Back to SVC mode: pt_regs at sp */
	.macro	svc_exit
	disable_irq
	ldr	r3, [sp, #SVC_DACR]
	mcr	p15, 0, r3, c3, c0, 0
	ldr	r5, [sp, #S_PSR]
	clrex					@ an interrupted ldrex must be begun again
	msr	spsr_cxsf, r5
	ldmia	sp, {r0 - pc}^			@ all registers, and cpsr from spsr
	.cfi_endproc
	.endm

	@ The unwinder knows by these two that a pt_regs lies at sp
	.globl	__svc_entry_begin, __svc_entry_end
__svc_entry_begin:
	.align	5
__dabt_svc:
	svc_entry
	mov	r2, sp
	dabt_helper
	svc_exit
	UNWIND(.fnend)
ENDPROC(__dabt_svc)

	.align	5
__pabt_svc:
	svc_entry
	mov	r2, sp
	pabt_helper
	svc_exit
	UNWIND(.fnend)
ENDPROC(__pabt_svc)

	.align	5
__und_svc:
	svc_entry
	mov	r0, sp
	bl	do_undefinstr
	svc_exit
	UNWIND(.fnend)
ENDPROC(__und_svc)

	.align	5
__irq_svc:
	svc_entry
	mov	r0, sp
	bl	asm_do_IRQ
	svc_exit
	UNWIND(.fnend)
ENDPROC(__irq_svc)

	.align	5
__fiq_svc:
	svc_entry
	mov	r0, sp
	mov	r1, #5
	bl	bad_mode
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__fiq_svc)
__svc_entry_end:

/*
 * The kernel stack has run into its guard.  In: r0 = the stub's words, sp below the stack.
 * The registers go to a stack of their own, and the task ends there: handle_bad_stack doesn't
 * return.
 */
__stack_overflow:
	str	r1, [r0, #12]			@ the stub's stack has two words to spare
	add	r1, sp, #SVC_REGS_SIZE
	str	r1, [r0, #16]			@ sp at the exception
	ldr	sp, =overflow_stack + THREAD_START_SP
	sub	sp, sp, #SVC_REGS_SIZE
	stmib	sp, {r1 - r12}
	ldmia	r0, {r3 - r7}			@ r0, pc, psr, r1, sp
	str	r3, [sp, #S_R0]
	str	r6, [sp, #S_R0 + 4]
	str	r7, [sp, #S_SP]
	str	lr, [sp, #S_LR]
	str	r4, [sp, #S_PC]
	str	r5, [sp, #S_PSR]
	mvn	r3, #0
	str	r3, [sp, #S_OLD_R0]
	mov	r0, sp
	uaccess_disable r3
	mov	lr, #0
	b	handle_bad_stack
ENDPROC(__stack_overflow)
	.ltorg

/*
 * From user mode.  In and out as svc_entry; sp is where restore_user_regs has left it, at old r0's place in
 * pt_regs, and sp and lr there are the user's.
 */
	.macro	usr_entry
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_signal_frame
	cfi_saved_at 0, 0, 0			@ the stub's words; the user's sp can't be seen yet
	cfi_saved_at 15, 0, 4
	sub	sp, sp, #S_OLD_R0
	stmib	sp, {r1 - lr}^
	ldmia	r0, {r3 - r5}
	mvn	r6, #0
	add	r7, sp, #S_PC
	str	r3, [sp, #S_R0]
	stmia	r7, {r4 - r6}
	cfi_pt_regs 0
	uaccess_disable r3
	mov	fp, #0				@ a backtrace ends here
	.endm

	.align	5
__dabt_usr:
	usr_entry
	mov	r2, sp
	dabt_helper
	b	ret_from_exception
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__dabt_usr)

	.align	5
__pabt_usr:
	usr_entry
	mov	r2, sp
	pabt_helper
	b	ret_from_exception
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__pabt_usr)

	.align	5
__und_usr:
	usr_entry
	mov	r0, sp
	bl	do_undefinstr
	b	ret_from_exception
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__und_usr)

	.align	5
__irq_usr:
	usr_entry
	mov	r0, sp
	bl	asm_do_IRQ
	b	ret_from_exception
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__irq_usr)

	.align	5
__fiq_usr:
	usr_entry
	mov	r0, sp
	mov	r1, #5
	bl	bad_mode
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__fiq_usr)

/*
 * What no handler exists for: an exception taken in a mode in which the kernel doesn't run, or
 * one that this processor never raises.  r0 = the stub's words, r1 = which.
 */
	.macro	inv_entry, reason
	mov	r1, #\reason
	b	__invalid
	.endm

__pabt_invalid:
	inv_entry 3
__dabt_invalid:
	inv_entry 4
__irq_invalid:
	inv_entry 5
__und_invalid:
	inv_entry 1

__invalid:
	sub	sp, sp, #PT_REGS_SIZE
	str	r1, [sp, #S_OLD_R0]
	stmib	sp, {r1 - r12}
	ldmia	r0, {r3 - r5}
	add	r6, sp, #PT_REGS_SIZE
	str	r3, [sp, #S_R0]
	str	r6, [sp, #S_SP]
	str	lr, [sp, #S_LR]
	str	r4, [sp, #S_PC]
	str	r5, [sp, #S_PSR]
	mov	r0, sp
	b	bad_mode
ENDPROC(__invalid)

/*
 * The stub of one exception.  \mode is the mode in which the processor enters it, \correction
 * how far lr is beyond the instruction to go back to.  After the macro stands a table of 16
 * handlers, by the low bits of the interrupted mode: 0 user, 3 SVC.
 *
 * Its stack (struct stack in setup.c) has r0, pc, psr and two words for __stack_overflow.
 */
	.macro	vector_stub, name, mode, correction=0
	.align	5
vector_\name:
	.if	\correction
	sub	lr, lr, #\correction
	.endif
	stmia	sp, {r0, lr}
	mrs	lr, spsr
	str	lr, [sp, #8]
	mrs	r0, cpsr			@ SVC mode next, in ARM state
	eor	r0, r0, #(\mode ^ SVC_MODE)
	msr	spsr_cxsf, r0
	and	lr, lr, #0x0f
	mov	r0, sp
	ldr	lr, [pc, lr, lsl #2]		@ the table begins two instructions on
	movs	pc, lr
	.endm

	.macro	vector_table, usr, svc, invalid
	.long	\usr				@ 0  user
	.long	\invalid
	.long	\invalid
	.long	\svc				@ 3  SVC
	.rept	12
	.long	\invalid
	.endr
	.endm

	.section .stubs, "ax", %progbits
	@ The first word is the address of vector_swi, for the ldr in the vectors page
	.long	vector_swi

vector_rst:
	mov	r1, #0				@ a jump to address 0 of the vectors: never returns
	b	vector_und

	vector_stub	irq, IRQ_MODE, 4
	vector_table	__irq_usr, __irq_svc, __irq_invalid

	vector_stub	dabt, ABT_MODE, 8
	vector_table	__dabt_usr, __dabt_svc, __dabt_invalid

	vector_stub	pabt, ABT_MODE, 4
	vector_table	__pabt_usr, __pabt_svc, __pabt_invalid

	vector_stub	und, UND_MODE
	vector_table	__und_usr, __und_svc, __und_invalid

	.align	5
vector_addrexcptn:
	b	vector_addrexcptn		@ 26-bit processors only

	vector_stub	fiq, FIQ_MODE, 4
	vector_table	__fiq_usr, __fiq_svc, __irq_invalid

	.section .vectors, "ax", %progbits
__vectors_start:
	b	vector_rst
	b	vector_und
	ldr	pc, __vectors_start + 0x1000	@ vector_swi, far away
	b	vector_pabt
	b	vector_dabt
	b	vector_addrexcptn
	b	vector_irq
	b	vector_fiq

/*
 * The kuser helpers: what older and soft-float programs call at fixed addresses of the vectors page,
 * to run on any ARM processor.  Each slot is 32 bytes and ends in bx lr.
 *
 *   ffff0f60   int cmpxchg64(const s64 *old, const s64 *new, s64 *ptr)      0: exchanged
 *   ffff0fa0   void memory_barrier(void)
 *   ffff0fc0   int cmpxchg(int old, int new, int *ptr)                      0: exchanged, C set
 *   ffff0fe0   unsigned long get_tls(void)
 *   ffff0ffc   how many slots there are
 */
	.macro	kuser_at, offset
	.org	__vectors_start + \offset
	.endm

	kuser_at 0xf60
__kuser_cmpxchg64:
	stmfd	sp!, {r4, r5, r6, r7}
	ldrd	r4, r5, [r0]			@ old
	ldrd	r6, r7, [r1]			@ new
	dmb	ish
1:	ldrexd	r0, r1, [r2]
	eors	r3, r0, r4
	eorseq	r3, r1, r5
	strexdeq r3, r6, r7, [r2]
	teqeq	r3, #1
	beq	1b
	dmb	ish
	rsbs	r0, r3, #0			@ C when it is 0
	ldmfd	sp!, {r4, r5, r6, r7}
	bx	lr

	kuser_at 0xfa0
__kuser_memory_barrier:
	dmb	ish
	bx	lr

	kuser_at 0xfc0
__kuser_cmpxchg:
	dmb	ish
1:	ldrex	r3, [r2]
	subs	r3, r3, r0
	strexeq	r3, r1, [r2]
	teqeq	r3, #1
	beq	1b
	rsbs	r0, r3, #0
	b	__kuser_memory_barrier

	kuser_at 0xfe0
__kuser_get_tls:
	mrc	p15, 0, r0, c13, c0, 3		@ TPIDRURO
	bx	lr

	kuser_at 0xffc
__kuser_helper_version:
	.word	(0x1000 - 0xf60) >> 5
