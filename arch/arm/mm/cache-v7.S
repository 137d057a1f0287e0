/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cache maintenance by address (ARM ARM B2.2.6).
 *
 *   write code:   clean D to the point of unification, then invalidate I and the predictor
 *   hand memory to a device or to a processor with its cache off: clean + invalidate to the
 *   point of coherency
 *
 * QEMU has no caches, so what is missing isn't seen, but by the debug build's model (cachecheck.c): each caller is
 * reviewed.
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
