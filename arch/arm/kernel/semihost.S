/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Semihosting: "svc 0x123456" in ARM state asks the debugger, or an emulator that runs with
 * -semihosting, to do something for us.  Without one the call is an ordinary svc, which our
 * vector answers by returning.  r14 is that svc's own return address in SVC mode, so it is
 * kept on the stack, and so is everything else that the vector might use; it writes r0 to the
 * word at sp, which is r3's.
 */
	.text
	.arm
	.align	2

/* long semihost_call(unsigned long operation, const void *arguments) */
	.globl	semihost_call
	.type	semihost_call, %function
semihost_call:
	stmfd	sp!, {r3 - r12, lr}
	svc	0x123456
	ldmfd	sp!, {r3 - r12, pc}
	.size	semihost_call, . - semihost_call
