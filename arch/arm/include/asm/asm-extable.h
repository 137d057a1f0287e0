/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * USER(instruction): an access to user memory.  When it faults and nothing can be mapped, the
 * exception table leads to the local label 9001 after it (article 3.4.3, fixup_exception).
 */
#ifndef _ASM_ASM_EXTABLE_H
#define _ASM_ASM_EXTABLE_H

#ifdef __ASSEMBLY__

#define USERL(l, x...)				\
9999:	x;					\
	.pushsection __ex_table, "a";		\
	.align	3;				\
	.long	9999b, l;			\
	.popsection

#define USER(x...)	USERL(9001f, x)

#endif
#endif
