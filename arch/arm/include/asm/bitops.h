/* SPDX-License-Identifier: GPL-2.0-only */
/* Bits of arrays of words: atomic by ldrex and strex (ARM ARM A3.4) */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <linux/types.h>
#include <asm/barrier.h>

#define __BIT_OP(name, insn)						\
static inline void name(unsigned int nr, volatile unsigned long *p)	\
{									\
	volatile unsigned long *word = p + (nr >> 5);			\
	unsigned long failed, value, mask = 1UL << (nr & 31);		\
									\
	__asm__ __volatile__(						\
	"1:	ldrex	%0, [%3]\n"					\
	"	" insn "	%0, %0, %4\n"				\
	"	strex	%1, %0, [%3]\n"					\
	"	teq	%1, #0\n"					\
	"	bne	1b"						\
	: "=&r" (value), "=&r" (failed), "+Qo" (*word)			\
	: "r" (word), "r" (mask) : "cc");				\
}									\
									\
static inline int test_and_##name(unsigned int nr, volatile unsigned long *p)	\
{									\
	volatile unsigned long *word = p + (nr >> 5);			\
	unsigned long failed, old, value, mask = 1UL << (nr & 31);	\
									\
	smp_mb();							\
	__asm__ __volatile__(						\
	"1:	ldrex	%0, [%4]\n"					\
	"	" insn "	%1, %0, %5\n"				\
	"	strex	%2, %1, [%4]\n"					\
	"	teq	%2, #0\n"					\
	"	bne	1b"						\
	: "=&r" (old), "=&r" (value), "=&r" (failed), "+Qo" (*word)	\
	: "r" (word), "r" (mask) : "cc");				\
	smp_mb();							\
	return (old & mask) != 0;					\
}

__BIT_OP(set_bit, "orr")
__BIT_OP(clear_bit, "bic")
__BIT_OP(change_bit, "eor")

#endif
