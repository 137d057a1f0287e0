/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cache maintenance by address and by set and way (ARM ARM B2.2.6).
 *
 *   write code:   clean D to the point of unification, then invalidate I and the predictor
 *   hand memory to a device or to a processor with its cache off: clean + invalidate to the
 *   point of coherency
 *   turn a cache off: clean + invalidate all of it, level by level, by set and way
 *
 * QEMU has no caches, so nothing here is ever seen to be missing: each caller is reviewed.
 */
#include <linux/linkage.h>
#include <asm/asm-extable.h>

	.syntax	unified
	.text

	@ the smallest line in bytes: \field of CTR is log2(words), 0 for the I cache, 16 for D
	.macro	cache_line_size, reg, tmp, field
	mrc	p15, 0, \tmp, c0, c0, 1		@ CTR
	ubfx	\tmp, \tmp, #\field, #4
	mov	\reg, #4
	mov	\reg, \reg, lsl \tmp
	.endm

/*
 * int v7_coherent_user_range(unsigned long start, unsigned long end)
 *
 * [start, end) holds new instructions.  The address may be a user's: a fault there that can't
 * be mended gives -EFAULT.  Returns 0 when done.
 */
ENTRY(v7_coherent_user_range)
	cache_line_size r2, r3, 16
	sub	r3, r2, #1
	bic	ip, r0, r3
1:
USER(	mcr	p15, 0, ip, c7, c11, 1		)	@ DCCMVAU
	add	ip, ip, r2
	cmp	ip, r1
	blo	1b
	dsb	ishst
	cache_line_size r2, r3, 0
	sub	r3, r2, #1
	bic	ip, r0, r3
2:
USER(	mcr	p15, 0, ip, c7, c5, 1		)	@ ICIMVAU
	add	ip, ip, r2
	cmp	ip, r1
	blo	2b
	mov	r0, #0
	mcr	p15, 0, r0, c7, c1, 6		@ BPIALLIS
	dsb	ishst
	isb
	bx	lr
9001:	mov	r0, #-14			@ EFAULT
	bx	lr
ENDPROC(v7_coherent_user_range)

/* void v7_flush_kern_dcache_area(void *addr, size_t size) - clean + invalidate to coherency */
ENTRY(v7_flush_kern_dcache_area)
	cache_line_size r2, r3, 16
	add	r1, r0, r1
	sub	r3, r2, #1
	bic	r0, r0, r3
1:	mcr	p15, 0, r0, c7, c14, 1		@ DCCIMVAC
	add	r0, r0, r2
	cmp	r0, r1
	blo	1b
	dsb	st
	bx	lr
ENDPROC(v7_flush_kern_dcache_area)

/*
 * void v7_flush_kern_cache_all(void) - every level up to coherency, by set and way, then the
 * I cache.  CLIDR tells the levels, CCSIDR each one's shape.
 */
ENTRY(v7_flush_kern_cache_all)
	push	{r4-r11, lr}
	dmb
	mrc	p15, 1, r0, c0, c0, 1		@ CLIDR
	ubfx	r3, r0, #24, #3			@ level of coherency
	lsls	r3, r3, #1
	beq	5f
	mov	r10, #0				@ level * 2
1:	add	r2, r10, r10, lsr #1		@ * 3: the field of this level
	mov	r1, r0, lsr r2
	and	r1, r1, #7
	cmp	r1, #2
	blt	4f				@ no data cache here
	mcr	p15, 2, r10, c0, c0, 0		@ CSSELR
	isb
	mrc	p15, 1, r1, c0, c0, 0		@ CCSIDR
	and	r2, r1, #7
	add	r2, r2, #4			@ log2 of the line
	ubfx	r4, r1, #3, #10			@ ways - 1
	clz	r5, r4				@ where the way number stands
	ubfx	r7, r1, #13, #15		@ sets - 1
2:	mov	r9, r7
3:	orr	r11, r10, r4, lsl r5
	orr	r11, r11, r9, lsl r2
	mcr	p15, 0, r11, c7, c14, 2		@ DCCISW
	subs	r9, r9, #1
	bge	3b
	subs	r4, r4, #1
	bge	2b
4:	add	r10, r10, #2
	cmp	r3, r10
	bgt	1b
5:	mov	r10, #0
	mcr	p15, 2, r10, c0, c0, 0
	dsb	st
	isb
	mcr	p15, 0, r10, c7, c5, 0		@ ICIALLU
	dsb	st
	isb
	pop	{r4-r11, pc}
ENDPROC(v7_flush_kern_cache_all)
