/* SPDX-License-Identifier: GPL-2.0-only */
/* Words of the kernel's text and read-only data that change while it runs. */
#ifndef _ASM_PATCH_H
#define _ASM_PATCH_H

#include <linux/types.h>

/* ARM ARM A8.8.119 */
static inline u32 arm_gen_nop(void)
{
	return 0xe320f000;
}

/* ARM ARM A8.8.18: b, at most 32 MiB away; the kernel's text is smaller */
static inline u32 arm_gen_branch(unsigned long pc, unsigned long target)
{
	return 0xea000000 | (((target - pc - 8) >> 2) & 0x00ffffff);
}

/* patch_text - the word at @addr, of the image, becomes @word.  Process context. */
void patch_text(unsigned long addr, u32 word);

#endif
