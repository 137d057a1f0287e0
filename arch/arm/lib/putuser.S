/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * put_user: one value of 1, 2, 4 or 8 bytes (article 3.5.1).
 *
 *   in    r0 = address, r1 = limit - 1, r2 = value (r3 its high word)
 *   out   r0 = 0 or -EFAULT
 *   lost  ip, flags
 *
 * Of eight bytes that lie in two pages, the first four may have been written when the second
 * four fault, as with any two stores.  Tests: uaccess.*
 */
#include <linux/linkage.h>
#include <linux/errno.h>
#include <asm/asm-extable.h>
#include <asm/domain.h>
#include <asm/assembler.h>

	.text
	.macro	put_user_begin, size
ENTRY(__put_user_\size)
	adds	ip, r0, #\size - 1
	sbcscc	ip, ip, r1
	bcs	__put_user_bad_address
	uaccess_enable ip
	.endm

	.macro	put_user_end, size
	uaccess_disable ip
	mov	r0, #0
	bx	lr
ENDPROC(__put_user_\size)
	.endm

	put_user_begin 1
USERL(__put_user_fault, strb r2, [r0])
	put_user_end 1

	put_user_begin 2
USERL(__put_user_fault, strh r2, [r0])
	put_user_end 2

	put_user_begin 4
USERL(__put_user_fault, str r2, [r0])
	put_user_end 4

	put_user_begin 8
USERL(__put_user_fault, str r2, [r0])
USERL(__put_user_fault, str r3, [r0, #4])
	put_user_end 8

__put_user_fault:
	uaccess_disable ip
__put_user_bad_address:
	mvn	r0, #(EFAULT - 1)
	bx	lr
ENDPROC(__put_user_bad_address)
