/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a test program starts, and what C can't say: raw clone and vfork, a jump out of a signal handler.
 */
	.syntax unified
	.arm
	.text

	.globl	_start
	.type	_start, %function
_start:
	.cfi_sections .debug_frame
	.cfi_startproc
	.cfi_undefined lr		@ nobody called: a backtrace ends here
	mov	fp, #0
	mov	lr, #0
	mov	r0, sp
	bic	sp, sp, #7
	bl	user_start
	.cfi_endproc
	.size	_start, . - _start

/* long clone_thread(unsigned long flags, void *stack_top, int *ptid, void *tls, int *ctid, int (*fn)(void *), void *arg) */
	.globl	clone_thread
	.type	clone_thread, %function
clone_thread:
	push	{r4-r7, lr}
	ldr	r4, [sp, #20]
	ldr	r5, [sp, #24]
	ldr	r6, [sp, #28]
	mov	r7, #120
	svc	#0
	cmp	r0, #0
	popne	{r4-r7, pc}
	mov	fp, #0
	mov	r0, r6
	blx	r5
	mov	r7, #1
	svc	#0
	.size	clone_thread, . - clone_thread

/* long vfork_call(int (*fn)(void *), void *arg): the child's exit status is what fn(arg) gives */
	.globl	vfork_call
	.type	vfork_call, %function
vfork_call:
	push	{r4-r7, lr}
	mov	r4, r0
	mov	r5, r1
	mov	r7, #190
	svc	#0
	cmp	r0, #0
	popne	{r4-r7, pc}
	sub	sp, sp, #4
	mov	r0, r5
	blx	r4
	mov	r7, #248
	svc	#0
	.size	vfork_call, . - vfork_call

/* int save_context(struct context *): 0 at first, then what restore_context() gives */
	.globl	save_context
	.type	save_context, %function
save_context:
	mov	ip, sp
	stmia	r0, {r4-r11, ip, lr}
	mov	r0, #0
	bx	lr
	.size	save_context, . - save_context

	.globl	restore_context
	.type	restore_context, %function
restore_context:
	ldmia	r0, {r4-r11, ip, lr}
	mov	sp, ip
	mov	r0, r1
	bx	lr
	.size	restore_context, . - restore_context

/* What a handler returns to when its sigaction has SA_RESTORER */
	.globl	restore_rt
	.type	restore_rt, %function
restore_rt:
	mov	r7, #173
	svc	#0
	.size	restore_rt, . - restore_rt

	.section .note.GNU-stack, "", %progbits
