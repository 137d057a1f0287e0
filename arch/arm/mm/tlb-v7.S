/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLB maintenance over ranges (ARM ARM B3.18.7).  One page is done inline (asm/tlbflush.h).
 *
 *   dsb            the changed entries have reached where the walker looks
 *   TLBIMVAA ...   for each page, all ASIDs: kernel entries are global
 *   dsb, isb       done, before the next instruction is fetched or data touched
 */
#include <linux/linkage.h>
#include <asm/page.h>

	.syntax	unified
	.text
/*
 * void v7_flush_kern_tlb_range(unsigned long start, unsigned long end)
 *
 * Whole pages of kernel space.  start < end.
 */
ENTRY(v7_flush_kern_tlb_range)
	dsb	ish
	mov	r0, r0, lsr #PAGE_SHIFT
	mov	r0, r0, lsl #PAGE_SHIFT
	mov	r3, #0
1:	mcr	p15, 0, r0, c8, c7, 3		@ TLBIMVAA
	add	r0, r0, #PAGE_SIZE
	cmp	r0, r1
	blo	1b
	mcr	p15, 0, r3, c7, c5, 6		@ BPIALL: predictions are by virtual address
	dsb	ish
	isb
	bx	lr
ENDPROC(v7_flush_kern_tlb_range)
