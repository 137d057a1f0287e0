/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BUG_H
#define _ASM_BUG_H

/* An encoding that the architecture keeps undefined for ever (ARM ARM A5.4) */
#define BUG_INSTR_VALUE	0xe7f001f2

#ifndef __ASSEMBLY__

struct bug_entry {
	unsigned long bug_addr;
	const char *file;
	unsigned long line;
};

#define BUG()								\
do {									\
	__asm__ __volatile__(						\
		"1:	.word	%c2\n"					\
		"	.pushsection __bug_table, \"a\"\n"		\
		"	.align	2\n"					\
		"	.word	1b, %c0, %c1\n"				\
		"	.popsection"					\
		: : "i" (__FILE__), "i" (__LINE__), "i" (BUG_INSTR_VALUE)); \
	unreachable();							\
} while (0)

#endif
#endif
