/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Copies between kernel and user memory, clearing, and strings of user memory (article 3.5.1).
 *
 * Idea.  The copy goes by bursts of eight words, eight at a time, then words, then bytes.  When one of its accesses
 * faults for good, nothing of the step is undone: the pointers still say what is left, and the
 * rest is tried byte by byte.  The first byte that faults then gives the exact count (A2 in
 * linux/uaccess.h).
 *
 *      bursts -> words -> bytes -> 0 left
 *        \         \        \
 *         +---------+--------\--> fault: bytes, one by one
 *                             +-> fault: ip - r0 bytes are left
 *
 * An aborted load or store leaves its base register as it was (ARM ARM B1.9.8), and bytes that a
 * broken stm has stored are stored once more.  Pointers that don't share an alignment are copied
 * by words all the same: ARMv7 loads and stores them unaligned.
 *
 * Invariant  U1  user memory is open only between uaccess_enable and every way out.
 * Context.  May sleep in a fault.  Nobody nests these.  Tests: uaccess.*
 */
#include <linux/linkage.h>
#include <linux/errno.h>
#include <asm/asm-extable.h>
#include <asm/domain.h>
#include <asm/assembler.h>

	.text

	@ The instructions x of one side: user memory's fault leads on, the kernel's is an Oops
	.macro	u_ldm, l, x:vararg
USERL(\l, \x)
	.endm
	.macro	k_ldm, l, x:vararg
	\x
	.endm

	@ Eight words.  A load that faults has moved neither pointer, a store that faults only that of the load
	.macro	burst, l, s
	\l	10f, ldmia r1!, {r3 - r9, lr}
	\s	9f, stmia r0!, {r3 - r9, lr}
	.endm

/*
 * r0 = to, r1 = from, r2 = bytes.  \l and \s are u_ldm for the side that is the user's.
 * Out: r0 = bytes left.
 */
	.macro	copy_user, l, s
	UNWIND(.fnstart)
	uaccess_enable ip
	add	ip, r0, r2			@ where the destination ends: what is left is the way there
	cmp	r2, #32
	blo	5f
	orr	r3, r0, r1
	tst	r3, #3
	bne	5f
	UNWIND(.fnend)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r9, lr})
	push	{r4 - r9, lr}
	subs	r2, r2, #256
	blo	2f
1:	.rept	8
	burst	\l, \s
	.endr
	subs	r2, r2, #256
	bhs	1b
2:	adds	r2, r2, #256 - 32
	bmi	4f
3:	burst	\l, \s
	subs	r2, r2, #32
	bhs	3b
4:	pop	{r4 - r9, lr}
	UNWIND(.fnend)
	UNWIND(.fnstart)
5:	sub	r2, ip, r0
	subs	r2, r2, #4
	blo	7f
6:	\l	7f, ldr r3, [r1], #4
	\s	11f, str r3, [r0], #4
	subs	r2, r2, #4
	bhs	6b
7:	cmp	r0, ip
	beq	8f
12:	\l	8f, ldrb r3, [r1], #1
	\s	8f, strb r3, [r0], #1
	cmp	r0, ip
	bne	12b
8:	uaccess_disable r3
	sub	r0, ip, r0
	bx	lr
9:	sub	r1, r1, #32			@ the load of this burst was done
10:	pop	{r4 - r9, lr}
	b	7b
11:	sub	r1, r1, #4			@ the load of this word was done
	b	7b
	UNWIND(.fnend)
	.endm

/* unsigned long arm_copy_from_user(void *to, const void __user *from, unsigned long n) */
ENTRY(arm_copy_from_user)
	copy_user u_ldm, k_ldm
ENDPROC(arm_copy_from_user)

/* unsigned long arm_copy_to_user(void __user *to, const void *from, unsigned long n) */
ENTRY(arm_copy_to_user)
	copy_user k_ldm, u_ldm
ENDPROC(arm_copy_to_user)

/* unsigned long arm_clear_user(void __user *addr, unsigned long n): bytes left */
ENTRY(arm_clear_user)
	UNWIND(.fnstart)
	UNWIND(.save {r4 - r7, lr})
	push	{r4 - r7, lr}
	uaccess_enable ip
	mov	r2, #0
	mov	r3, #0
1:	cmp	r1, #0
	beq	5f
	tst	r0, #3
	beq	2f
USERL(5f, strb r2, [r0], #1)
	sub	r1, r1, #1
	b	1b
2:	mov	r4, #0
	mov	r5, #0
	mov	r6, #0
	mov	r7, #0
	mov	ip, #0
	mov	lr, #0
	subs	r1, r1, #32
	blo	4f
3:
USERL(6f, stmia r0!, {r2 - r7, ip, lr})
	subs	r1, r1, #32
	bhs	3b
4:	adds	r1, r1, #32
	beq	5f
7:
USERL(5f, strb r2, [r0], #1)
	subs	r1, r1, #1
	bne	7b
5:	uaccess_disable ip
	mov	r0, r1
	pop	{r4 - r7, pc}
6:	add	r1, r1, #32
	b	7b
	UNWIND(.fnend)
ENDPROC(arm_clear_user)

/*
 * long arm_strncpy_from_user(char *to, const char __user *from, long max)
 *
 * Bytes before the NUL, which is copied, too; max, max > 0, if there is none; or -EFAULT.
 */
ENTRY(arm_strncpy_from_user)
	mov	ip, r1
	uaccess_enable r3
1:
USERL(3f, ldrb r3, [r1])
	strb	r3, [r0], #1
	cmp	r3, #0
	beq	2f
	add	r1, r1, #1
	subs	r2, r2, #1
	bne	1b
2:	uaccess_disable r3
	sub	r0, r1, ip
	bx	lr
3:	uaccess_disable r3
	mvn	r0, #(EFAULT - 1)
	bx	lr
ENDPROC(arm_strncpy_from_user)

/*
 * long arm_strnlen_user(const char __user *s, long max)
 *
 * Bytes with the NUL; max + 1, max > 0, if there is none; 0 after a fault.
 */
ENTRY(arm_strnlen_user)
	mov	ip, r0
	uaccess_enable r3
1:
USERL(3f, ldrb r3, [r0])
	add	r0, r0, #1
	cmp	r3, #0
	beq	2f
	subs	r1, r1, #1
	bne	1b
	add	r0, r0, #1
2:	uaccess_disable r3
	sub	r0, r0, ip
	bx	lr
3:	uaccess_disable r3
	mov	r0, #0
	bx	lr
ENDPROC(arm_strnlen_user)
