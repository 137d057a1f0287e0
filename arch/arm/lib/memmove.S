/* SPDX-License-Identifier: GPL-2.0-only */
/* memmove: memcpy unless the destination begins inside the source; then from the end */
#include <linux/linkage.h>

	.syntax	unified
	.text
ENTRY(__aeabi_memmove)
ENTRY(__aeabi_memmove4)
ENTRY(__aeabi_memmove8)
ENTRY(memmove)
	UNWIND(.fnstart)
	sub	r3, r0, r1
	cmp	r3, r2				@ dest - src < n, unsigned: overlap
	bhs	memcpy
	cmp	r0, r1
	bxeq	lr
	push	{r0, r4, lr}
	UNWIND(.save {r0, r4, lr})
	add	r0, r0, r2
	add	r1, r1, r2
	eor	r3, r0, r1
	tst	r3, #3				@ words only if both can be aligned
	bne	3f
1:	tst	r0, #3
	beq	2f
	subs	r2, r2, #1
	blo	4f
	ldrb	r3, [r1, #-1]!
	strb	r3, [r0, #-1]!
	b	1b
2:	subs	r2, r2, #8
	ldmdbhs	r1!, {r3, r4}
	stmdbhs	r0!, {r3, r4}
	bhs	2b
	add	r2, r2, #8
3:	subs	r2, r2, #1
	ldrbhs	r3, [r1, #-1]!
	strbhs	r3, [r0, #-1]!
	bhs	3b
4:	pop	{r0, r4, pc}
	UNWIND(.fnend)
ENDPROC(memmove)
