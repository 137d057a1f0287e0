/* SPDX-License-Identifier: GPL-2.0-only */
/* memset: the byte spread over a word, bursts of eight words, four at a time */
#include <linux/linkage.h>

	.syntax	unified
	.text
/* The run-time ABI has the last two arguments the other way round */
ENTRY(__aeabi_memset)
ENTRY(__aeabi_memset4)
ENTRY(__aeabi_memset8)
	UNWIND(.fnstart)
	mov	r3, r1
	mov	r1, r2
	mov	r2, r3
	b	memset
	UNWIND(.fnend)
ENDPROC(__aeabi_memset)

ENTRY(__memzero)
ENTRY(__aeabi_memclr)
ENTRY(__aeabi_memclr4)
ENTRY(__aeabi_memclr8)
	UNWIND(.fnstart)
	mov	r2, r1
	mov	r1, #0
	b	memset
	UNWIND(.fnend)
ENDPROC(__aeabi_memclr)

ENTRY(memset)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r9, lr})
	push	{r4 - r9, lr}
	mov	ip, r0
	and	r1, r1, #0xff
	orr	r1, r1, r1, lsl #8
	orr	r1, r1, r1, lsl #16
1:	tst	ip, #3
	beq	2f
	subs	r2, r2, #1
	blo	8f
	strb	r1, [ip], #1
	b	1b
2:	subs	r2, r2, #32
	blo	4f
	mov	r3, r1
	mov	r4, r1
	mov	r5, r1
	mov	r6, r1
	mov	r7, r1
	mov	r8, r1
	mov	r9, r1
	subs	r2, r2, #128 - 32
	blo	9f
3:	.rept	4
	stmia	ip!, {r1, r3 - r9}
	.endr
	subs	r2, r2, #128
	bhs	3b
9:	adds	r2, r2, #128 - 32
	bmi	4f
10:	stmia	ip!, {r1, r3 - r9}
	subs	r2, r2, #32
	bhs	10b
4:	adds	r2, r2, #28
	blo	6f
5:	subs	r2, r2, #4
	str	r1, [ip], #4
	bhs	5b
6:	add	r2, r2, #4
7:	subs	r2, r2, #1
	strbhs	r1, [ip], #1
	bhs	7b
8:	pop	{r4 - r9, pc}
	UNWIND(.fnend)
ENDPROC(memset)
