/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Atomic integers by exclusive load and store (ARM ARM A3.4): strex fails, and the loop goes
 * round, when anything else wrote the word in between.  The forms that return a value are
 * full barriers, the others are none.
 */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/types.h>
#include <asm/barrier.h>

#define ATOMIC_INIT(i)	{ (i) }
#define atomic_read(v)	READ_ONCE((v)->counter)
#define atomic_set(v, i) WRITE_ONCE((v)->counter, (i))

#define ATOMIC_OPS(op, insn)						\
static inline void atomic_##op(int i, atomic_t *v)			\
{									\
	unsigned long failed;						\
	int result;							\
									\
	__asm__ __volatile__(						\
	"1:	ldrex	%0, [%3]\n"					\
	"	" insn "	%0, %0, %4\n"				\
	"	strex	%1, %0, [%3]\n"					\
	"	teq	%1, #0\n"					\
	"	bne	1b"						\
	: "=&r" (result), "=&r" (failed), "+Qo" (v->counter)		\
	: "r" (&v->counter), "Ir" (i) : "cc");				\
}									\
									\
static inline int atomic_##op##_return(int i, atomic_t *v)		\
{									\
	unsigned long failed;						\
	int result;							\
									\
	smp_mb();							\
	__asm__ __volatile__(						\
	"1:	ldrex	%0, [%3]\n"					\
	"	" insn "	%0, %0, %4\n"				\
	"	strex	%1, %0, [%3]\n"					\
	"	teq	%1, #0\n"					\
	"	bne	1b"						\
	: "=&r" (result), "=&r" (failed), "+Qo" (v->counter)		\
	: "r" (&v->counter), "Ir" (i) : "cc");				\
	smp_mb();							\
	return result;							\
}

ATOMIC_OPS(add, "add")
ATOMIC_OPS(sub, "sub")

static inline int atomic_cmpxchg(atomic_t *v, int old, int new)
{
	unsigned long failed;
	int seen;

	smp_mb();
	do {
		__asm__ __volatile__(
		"ldrex	%1, [%3]\n"
		"mov	%0, #0\n"
		"teq	%1, %4\n"
		"strexeq %0, %5, [%3]"
		: "=&r" (failed), "=&r" (seen), "+Qo" (v->counter)
		: "r" (&v->counter), "Ir" (old), "r" (new) : "cc");
	} while (failed);
	smp_mb();
	return seen;
}

/* Adds @i unless the value is @unless.  Returns the value before. */
static inline int __atomic_add_unless(atomic_t *v, int i, int unless)
{
	int seen, old = atomic_read(v);

	while (old != unless) {
		seen = atomic_cmpxchg(v, old, old + i);
		if (seen == old)
			break;
		old = seen;
	}
	return old;
}

/* Adds @i unless one of the bits of @mask is set.  Returns whether it did, and then is a barrier. */
static inline bool atomic_add_unless_mask(int i, int mask, atomic_t *v)
{
	unsigned long failed, blocked;
	int result;

	__asm__ __volatile__(
	"1:	ldrex	%0, [%4]\n"
	"	ands	%2, %0, %6\n"
	"	bne	2f\n"
	"	add	%0, %0, %5\n"
	"	strex	%1, %0, [%4]\n"
	"	teq	%1, #0\n"
	"	bne	1b\n"
	"2:"
	: "=&r" (result), "=&r" (failed), "=&r" (blocked), "+Qo" (v->counter)
	: "r" (&v->counter), "Ir" (i), "Ir" (mask) : "cc");
	smp_mb();
	return !blocked;
}

static inline unsigned long __xchg_word(unsigned long new, volatile void *ptr)
{
	unsigned long failed, old;

	smp_mb();
	__asm__ __volatile__(
	"1:	ldrex	%0, [%3]\n"
	"	strex	%1, %2, [%3]\n"
	"	teq	%1, #0\n"
	"	bne	1b"
	: "=&r" (old), "=&r" (failed)
	: "r" (new), "r" (ptr) : "memory", "cc");
	smp_mb();
	return old;
}

static inline unsigned long __cmpxchg_word(volatile void *ptr, unsigned long old,
					   unsigned long new)
{
	return (unsigned long)atomic_cmpxchg((atomic_t *)ptr, (int)old, (int)new);
}

/* For words: pointers, unsigned longs, ints */
#define xchg(ptr, x)							\
	((__typeof__(*(ptr)))__xchg_word((unsigned long)(x), (ptr)))
#define cmpxchg(ptr, old, new)						\
	((__typeof__(*(ptr)))__cmpxchg_word((ptr), (unsigned long)(old), (unsigned long)(new)))

#define atomic_xchg(v, new)		xchg(&(v)->counter, (new))
#define atomic_inc(v)			atomic_add(1, (v))
#define atomic_dec(v)			atomic_sub(1, (v))
#define atomic_inc_return(v)		atomic_add_return(1, (v))
#define atomic_dec_return(v)		atomic_sub_return(1, (v))
#define atomic_inc_and_test(v)		(atomic_add_return(1, (v)) == 0)
#define atomic_dec_and_test(v)		(atomic_sub_return(1, (v)) == 0)
#define atomic_sub_and_test(i, v)	(atomic_sub_return((i), (v)) == 0)
#define atomic_add_negative(i, v)	(atomic_add_return((i), (v)) < 0)
#define atomic_add_unless(v, i, u)	(__atomic_add_unless((v), (i), (u)) != (u))
#define atomic_inc_not_zero(v)		atomic_add_unless((v), 1, 0)

/* long is int here */
#define atomic_long_read(v)		atomic_read((atomic_t *)(v))
#define atomic_long_set(v, i)		atomic_set((atomic_t *)(v), (i))
#define atomic_long_add(i, v)		atomic_add((i), (atomic_t *)(v))
#define atomic_long_sub(i, v)		atomic_sub((i), (atomic_t *)(v))
#define atomic_long_inc(v)		atomic_inc((atomic_t *)(v))
#define atomic_long_dec(v)		atomic_dec((atomic_t *)(v))
#define atomic_long_dec_and_test(v)	atomic_dec_and_test((atomic_t *)(v))
#define ATOMIC_LONG_INIT(i)		{ (i) }

#define ATOMIC64_INIT(i)		{ (i) }

/* Two words at once: only the exclusive pair promises that without LPAE */
static inline s64 atomic64_read(const atomic64_t *v)
{
	s64 result;

	__asm__ __volatile__("ldrexd	%0, %H0, [%1]"
			     : "=&r" (result) : "r" (&v->counter), "Qo" (v->counter));
	return result;
}

static inline s64 atomic64_xchg(atomic64_t *v, s64 new)
{
	unsigned long failed;
	s64 old;

	smp_mb();
	__asm__ __volatile__(
	"1:	ldrexd	%0, %H0, [%3]\n"
	"	strexd	%1, %4, %H4, [%3]\n"
	"	teq	%1, #0\n"
	"	bne	1b"
	: "=&r" (old), "=&r" (failed), "+Qo" (v->counter)
	: "r" (&v->counter), "r" (new) : "cc");
	smp_mb();
	return old;
}

static inline void atomic64_set(atomic64_t *v, s64 i)
{
	unsigned long failed;
	s64 old;

	__asm__ __volatile__(
	"1:	ldrexd	%0, %H0, [%3]\n"
	"	strexd	%1, %4, %H4, [%3]\n"
	"	teq	%1, #0\n"
	"	bne	1b"
	: "=&r" (old), "=&r" (failed), "=Qo" (v->counter)
	: "r" (&v->counter), "r" (i) : "cc");
}

#endif
