/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Data abort on ARMv7.
 *
 *   in   r2 = pt_regs, r4 = aborted pc, r5 = aborted psr
 *   out  r0 = DFAR, r1 = DFSR, r2 = pt_regs: the arguments of do_DataAbort
 *
 * That an ldrex/strex pair is broken by this is seen to on the way back (E4 in entry-armv.S).
 * Article 3.4.1; ARM ARM B3.13, A3.4.4.  Reading on: arch/arm/mm/fault.c.
 */
#include <linux/linkage.h>

	.syntax	unified
	.text
	.align	5
ENTRY(v7_early_abort)
	mrc	p15, 0, r0, c6, c0, 0		@ DFAR
	mrc	p15, 0, r1, c5, c0, 0		@ DFSR
	b	do_DataAbort
ENDPROC(v7_early_abort)
