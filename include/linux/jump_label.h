/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static keys: a test that costs one nop as long as its answer is no.
 *
 *   if (static_branch_unlikely(&key))         off:  nop                on:  b  1f
 *           what is done then                       ...                     ...
 *                                                1: what is done then  1: what is done then
 *
 * The compiler puts the rare code out of the way, and where the nop stands is noted in __jump_table.  Turning the key
 * rewrites the instruction at every such place.  Kernel text that stays, not __init.
 */
#ifndef _LINUX_JUMP_LABEL_H
#define _LINUX_JUMP_LABEL_H

#include <linux/types.h>

struct static_key {
	bool enabled;
};

/* One place: the nop, where it leads when the key is on, and whose it is */
struct jump_entry {
	unsigned long code;
	unsigned long target;
	struct static_key *key;
};

extern const struct jump_entry __start___jump_table[], __stop___jump_table[];

/* @key is the address of a variable */
#define static_branch_unlikely(key)					\
({	__label__ __on, __out;						\
	bool __enabled = false;						\
	asm inline goto("1:	nop\n"						\
		 "	.pushsection __jump_table, \"a\"\n"		\
		 "	.balign	4\n"					\
		 "	.word	1b, %l[__on], %c0\n"			\
		 "	.popsection\n"					\
		 : : "i" (key) : : __on);				\
	goto __out;							\
__on: __attribute__((__cold__));					\
	__enabled = true;						\
__out:	unlikely(__enabled);						\
})

/* kernel/jump_label.c.  Process context.  No effect when the key is that already. */
void static_key_enable(struct static_key *key);
void static_key_disable(struct static_key *key);

#endif
