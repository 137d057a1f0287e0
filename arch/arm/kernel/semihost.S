/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Semihosting: "svc 0x123456" in ARM state asks the debugger, or an emulator that runs with
 * -semihosting, to do something for us.  Without one the call is an ordinary svc, which our
 * vector answers by returning.  r14 is that svc's own return address in SVC mode, so it is
 * kept on the stack, and so is everything else that the vector might use.
 */
#define SYS_EXIT_EXTENDED		0x20
#define ADP_STOPPED_APPLICATION_EXIT	0x20026

	.text
	.arm
	.align	2

/* void semihost_exit(int status) */
	.globl	semihost_exit
	.type	semihost_exit, %function
semihost_exit:
	stmfd	sp!, {r4 - r12, lr}
	ldr	r2, =ADP_STOPPED_APPLICATION_EXIT
	mov	r3, r0
	stmfd	sp!, {r2, r3}
	mov	r0, #SYS_EXIT_EXTENDED
	mov	r1, sp
	svc	0x123456
	add	sp, sp, #8
	ldmfd	sp!, {r4 - r12, pc}
	.size	semihost_exit, . - semihost_exit
	.ltorg
