/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prefetch abort on ARMv7: the processor tells the address and the reason itself.
 *
 *   in   r2 = pt_regs, r4 = aborted pc, r5 = aborted psr
 *   out  r0 = IFAR, r1 = IFSR, r2 = pt_regs: the arguments of do_PrefetchAbort
 *
 * Article 3.4.1; ARM ARM B3.13.  Reading on: arch/arm/mm/fault.c.
 */
#include <linux/linkage.h>

	.syntax	unified
	.text
	.align	5
ENTRY(v7_pabort)
	mrc	p15, 0, r0, c6, c0, 2		@ IFAR
	mrc	p15, 0, r1, c5, c0, 1		@ IFSR
	b	do_PrefetchAbort
ENDPROC(v7_pabort)
