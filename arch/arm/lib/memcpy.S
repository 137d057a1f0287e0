/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memcpy: bursts of eight words, four at a time, where both ends can be aligned; where they can't, words are
 * put together from two by shifts, so that no access is unaligned.
 */
#include <linux/linkage.h>

	.syntax	unified
	.text
	@ source \pull/8 bytes beyond a word: each word is the end of one, which is in ip, and the start of the next
	.macro	shifted_words, pull, push
	subs	r2, r2, #32
	blo	2f
1:	mov	r3, ip, lsr #\pull
	ldmia	r1!, {r4 - r9, ip, lr}			@ the last word comes into lr
	orr	r3, r3, r4, lsl #\push
	mov	r4, r4, lsr #\pull
	orr	r4, r4, r5, lsl #\push
	mov	r5, r5, lsr #\pull
	orr	r5, r5, r6, lsl #\push
	mov	r6, r6, lsr #\pull
	orr	r6, r6, r7, lsl #\push
	mov	r7, r7, lsr #\pull
	orr	r7, r7, r8, lsl #\push
	mov	r8, r8, lsr #\pull
	orr	r8, r8, r9, lsl #\push
	mov	r9, r9, lsr #\pull
	orr	r9, r9, ip, lsl #\push
	mov	ip, ip, lsr #\pull
	orr	ip, ip, lr, lsl #\push
	subs	r2, r2, #32
	stmia	r0!, {r3 - r9, ip}
	mov	ip, lr
	bhs	1b
2:	adds	r2, r2, #28			@ 32 too many taken, 4 for the next word
	blo	4f
3:	mov	r3, ip, lsr #\pull
	ldr	ip, [r1], #4
	subs	r2, r2, #4
	orr	r3, r3, ip, lsl #\push
	str	r3, [r0], #4
	bhs	3b
4:	sub	r1, r1, #(4 - \pull / 8)		@ back to the next byte of the source
	b	.Ltail
	.endm

ENTRY(__aeabi_memcpy)
ENTRY(__aeabi_memcpy4)
ENTRY(__aeabi_memcpy8)
ENTRY(memcpy)
	UNWIND(.fnstart)
	UNWIND(.save {r0, r4 - r9, lr})
	push	{r0, r4 - r9, lr}
	cmp	r2, #8
	blo	.Lbytes
1:	tst	r0, #3				@ align the destination
	beq	2f
	ldrb	r3, [r1], #1
	strb	r3, [r0], #1
	sub	r2, r2, #1
	b	1b
2:	ands	ip, r1, #3
	bne	.Lmisaligned
	subs	r2, r2, #32
	blo	4f
	subs	r2, r2, #128 - 32
	blo	7f
6:	.rept	4
	ldmia	r1!, {r3 - r9, ip}
	stmia	r0!, {r3 - r9, ip}
	.endr
	subs	r2, r2, #128
	bhs	6b
7:	adds	r2, r2, #128 - 32
	bmi	4f
3:	ldmia	r1!, {r3 - r9, ip}
	subs	r2, r2, #32
	stmia	r0!, {r3 - r9, ip}
	bhs	3b
4:	adds	r2, r2, #28			@ 32 too many taken, 4 for the next word
	blo	.Ltail
5:	ldr	r3, [r1], #4
	subs	r2, r2, #4
	str	r3, [r0], #4
	bhs	5b
.Ltail:
	add	r2, r2, #4
.Lbytes:
	subs	r2, r2, #1
	ldrbhs	r3, [r1], #1
	strbhs	r3, [r0], #1
	bhs	.Lbytes
	pop	{r0, r4 - r9, pc}

.Lmisaligned:
	bic	r1, r1, #3
	cmp	ip, #2
	ldr	ip, [r1], #4
	beq	.Lby2
	bhi	.Lby3
	shifted_words 8, 24
.Lby2:	shifted_words 16, 16
.Lby3:	shifted_words 24, 8
	UNWIND(.fnend)
ENDPROC(memcpy)
