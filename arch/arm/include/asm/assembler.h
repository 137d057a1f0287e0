/* SPDX-License-Identifier: GPL-2.0-only */
/* Macros of the entry code */
#ifndef _ASM_ASSEMBLER_H
#define _ASM_ASSEMBLER_H

#ifndef __ASSEMBLY__
#error For assembly only
#endif

	.syntax	unified
	.arm

	/*
	 * Call-frame information (DWARF, section 6.4) for code that begins with all registers of somebody
	 * else: a debugger finds by it whose they are.  Register \reg was saved \offset bytes from where
	 * register \base points to now: DW_CFA_expression, DW_OP_bregN with the offset in SLEB128.
	 */
	.cfi_sections .debug_frame

	.macro	cfi_saved_at, reg, base, offset
	.cfi_escape 0x10, \reg, 3, 0x70 + \base, ((\offset) & 0x7f) | 0x80, ((\offset) >> 7) & 0x7f
	.endm

	/* The interrupted code's registers are the struct pt_regs at sp + \offset; the frame is where its sp was (asm-offsets.h) */
	.macro	cfi_pt_regs, offset
	.cfi_escape 0x0f, 4, 0x70 + 13, ((\offset + S_SP) & 0x7f) | 0x80, ((\offset + S_SP) >> 7) & 0x7f, 0x06
	.irp	reg, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15
	cfi_saved_at \reg, 13, \offset + 4 * \reg
	.endr
	.endm

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
