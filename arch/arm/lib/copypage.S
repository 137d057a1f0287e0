/* SPDX-License-Identifier: GPL-2.0-only */
/* Whole pages: both addresses are mapped and page aligned */
#include <linux/linkage.h>
#include <asm/page.h>

	.syntax	unified
	.text
/* void clear_page(void *page) */
ENTRY(clear_page)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r8, lr})
	push	{r4 - r8, lr}
	add	ip, r0, #PAGE_SIZE
	mov	r1, #0
	mov	r2, #0
	mov	r3, #0
	mov	r4, #0
	mov	r5, #0
	mov	r6, #0
	mov	r7, #0
	mov	r8, #0
1:
	.rept	16
	stmia	r0!, {r1 - r8}
	.endr
	teq	r0, ip
	bne	1b
	pop	{r4 - r8, pc}
	UNWIND(.fnend)
ENDPROC(clear_page)

/* void copy_page(void *to, const void *from) */
ENTRY(copy_page)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r9, lr})
	push	{r4 - r9, lr}
	add	ip, r1, #PAGE_SIZE
1:
	.rept	8
	ldmia	r1!, {r2 - r9}
	stmia	r0!, {r2 - r9}
	.endr
	teq	r1, ip
	bne	1b
	pop	{r4 - r9, pc}
	UNWIND(.fnend)
ENDPROC(copy_page)
