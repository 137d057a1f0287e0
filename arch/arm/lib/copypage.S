/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whole pages: both addresses are mapped and page aligned.
 *
 * Twelve registers hold 48 bytes, and PAGE_SIZE = 5 * 17 * 48 + 16: five rounds of 17 bursts,
 * and a rest of four words.  No register is left for a count, but the address itself tells:
 *
 *   offset after a round   330 660 990 cc0 ff0     only the last has all bits of ff0
 *
 * clear_page takes 115 instructions, copy_page 189.
 */
#include <linux/linkage.h>
#include <asm/page.h>

#define BURST	48
#define BURSTS	17
#define LAST	(5 * BURSTS * BURST)

#if LAST != 0xff0 || PAGE_SIZE - LAST != 16
#error "the bursts don't make up a page"
#endif

	.syntax	unified
	.text
/* void clear_page(void *page) */
ENTRY(clear_page)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r11, lr})
	push	{r4 - r11, lr}
	.irp	reg, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, ip
	mov	\reg, #0
	.endr
1:
	.rept	BURSTS
	stmia	r0!, {r1 - r11, ip}
	.endr
	mvn	lr, r0
	tst	lr, #LAST
	bne	1b
	stmia	r0, {r1 - r4}
	pop	{r4 - r11, pc}
	UNWIND(.fnend)
ENDPROC(clear_page)

/* void copy_page(void *to, const void *from) */
ENTRY(copy_page)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r11, lr})
	push	{r4 - r11, lr}
1:
	.rept	BURSTS
	ldmia	r1!, {r2 - r11, ip, lr}
	stmia	r0!, {r2 - r11, ip, lr}
	.endr
	mvn	r2, r1
	tst	r2, #LAST
	bne	1b
	ldmia	r1, {r2 - r5}
	stmia	r0, {r2 - r5}
	pop	{r4 - r11, pc}
	UNWIND(.fnend)
ENDPROC(copy_page)
