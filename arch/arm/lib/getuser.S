/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * get_user: one value of 1, 2, 4 or 8 bytes (article 3.5.1).
 *
 *   in    r0 = address, r1 = limit - 1
 *   out   r0 = 0 or -EFAULT, r2 = value (r3 its high word, of 8 bytes only); 0 after a fault
 *   lost  ip, flags
 *
 * The limit is checked first, the carry telling of an end beyond 4 GiB.  Tests: uaccess.*
 */
#include <linux/linkage.h>
#include <linux/errno.h>
#include <asm/asm-extable.h>
#include <asm/domain.h>
#include <asm/assembler.h>

	.text
	.macro	get_user_begin, size
ENTRY(__get_user_\size)
	adds	ip, r0, #\size - 1
	sbcscc	ip, ip, r1
	bcs	__get_user_bad_address
	uaccess_enable ip
	.endm

	.macro	get_user_end, size
	uaccess_disable ip
	mov	r0, #0
	bx	lr
ENDPROC(__get_user_\size)
	.endm

	get_user_begin 1
USERL(__get_user_fault, ldrb r2, [r0])
	get_user_end 1

	get_user_begin 2
USERL(__get_user_fault, ldrh r2, [r0])
	get_user_end 2

	get_user_begin 4
USERL(__get_user_fault, ldr r2, [r0])
	get_user_end 4

	get_user_begin 8
USERL(__get_user_fault_8, ldr r2, [r0])
USERL(__get_user_fault_8, ldr r3, [r0, #4])
	get_user_end 8

	@ r3 belongs to the caller unless eight bytes were asked for; a limit that fails an access
	@ of eight bytes leaves it, since the value counts for nothing then
__get_user_fault_8:
	mov	r3, #0
__get_user_fault:
	uaccess_disable ip
__get_user_bad_address:
	mov	r2, #0
	mvn	r0, #(EFAULT - 1)
	bx	lr
ENDPROC(__get_user_bad_address)
