/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * int futex_atomic_cmpxchg_inatomic(u32 *uval, u32 __user *uaddr, u32 oldval, u32 newval)
 *
 * *uaddr becomes newval if it is oldval; *uval: what it was.  0; -EFAULT: it can't be written, or,
 * with page faults disabled, not now.  Article 3.5.1; ARM ARM A3.4.
 */
#include <linux/linkage.h>
#include <linux/errno.h>
#include <asm/asm-extable.h>
#include <asm/domain.h>
#include <asm/memory.h>
#include <asm/assembler.h>

	.arch	armv7-a
	.text
ENTRY(futex_atomic_cmpxchg_inatomic)
	push	{r4, lr}
	tst	r1, #3
	bne	2f
	cmp	r1, #TASK_SIZE
	bhs	2f
	dmb	ish
	uaccess_enable ip
1:
USERL(3f, ldrex r4, [r1])
	teq	r4, r2
	bne	4f
USERL(3f, strex ip, r3, [r1])
	cmp	ip, #0
	bne	1b
4:	uaccess_disable ip
	dmb	ish
	str	r4, [r0]
	mov	r0, #0
	pop	{r4, pc}
3:	uaccess_disable ip
2:	mvn	r0, #(EFAULT - 1)
	pop	{r4, pc}
ENDPROC(futex_atomic_cmpxchg_inatomic)
