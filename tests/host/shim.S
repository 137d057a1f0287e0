/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Enters the kernel as a boot loader would, with the device tree that the test chose: QEMU's own loader
 * would repair or refuse it.  Runs with the MMU off from where QEMU's loader device put it; copies the
 * image down to where it belongs (QEMU puts a tree of its own at the bottom of virt's RAM, so the image
 * can't be loaded there) and jumps to it.
 *
 *	SOURCE, ENTRY, LENGTH	the image: where it is, where it goes, how long it is
 *	TREE			what the kernel finds in r2
 */
	.arm
	.text
	.globl	_start
_start:
	ldr	r0, =SOURCE
	ldr	r1, =ENTRY
	ldr	r2, =LENGTH
1:	ldr	r3, [r0], #4
	str	r3, [r1], #4
	subs	r2, r2, #4
	bhi	1b
	mov	r0, #0
	mvn	r1, #0
	ldr	r2, =TREE
	ldr	pc, =ENTRY
