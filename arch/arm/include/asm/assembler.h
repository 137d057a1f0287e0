/* SPDX-License-Identifier: GPL-2.0-only */
/* Macros of the entry code */
#ifndef _ASM_ASSEMBLER_H
#define _ASM_ASSEMBLER_H

#ifndef __ASSEMBLY__
#error For assembly only
#endif

	.syntax	unified
	.arm

	.macro	disable_irq
	cpsid	i
	.endm

	@ struct thread_info: the bottom of the stack (asm/thread_info.h)
	.macro	get_thread_info, rd
	mov	\rd, sp, lsr #13
	mov	\rd, \rd, lsl #13
	.endm

	@ Closes user memory to the kernel (DACR)
	.macro	uaccess_disable, tmp
	mov	\tmp, #DACR_KERNEL & 0xff
	mcr	p15, 0, \tmp, c3, c0, 0
	isb
	.endm

	@ Opens it: for the uaccess routines and on the way to user mode
	.macro	uaccess_enable, tmp
	mov	\tmp, #DACR_UACCESS & 0xff
	mcr	p15, 0, \tmp, c3, c0, 0
	isb
	.endm

#endif
