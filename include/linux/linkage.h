/* SPDX-License-Identifier: GPL-2.0-only */
/* Assembly functions: ENTRY() before, ENDPROC() after; UNWIND() for what the unwinder reads */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

#include <asm/unwind.h>

#ifdef __ASSEMBLY__
#define ENTRY(name)			\
	.globl	name;			\
	.align	2;			\
	name:

#define END(name)			\
	.size	name, . - name

#define ENDPROC(name)			\
	.type	name, %function;	\
	END(name)
#endif

#endif
