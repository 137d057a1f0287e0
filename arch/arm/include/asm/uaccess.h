/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * User memory, from ARM's side: limits, the domain that opens and closes it, and the accesses of
 * up to eight bytes.  The interface is include/linux/uaccess.h, copies are in arch/arm/lib.
 *
 *      kernel        DACR_KERNEL     user memory closed: any access is a domain fault
 *        open        DACR_UACCESS    mcr, isb
 *        ldr, str                    a fault is mended, or the exception table knows a way on
 *        close       DACR_KERNEL     mcr, isb
 *
 * An exception in between saves the DACR, closes, and opens again when it goes back
 * (entry-armv.S), so a page fault may sleep here.
 */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <asm/domain.h>
#include <asm/memory.h>
#include <asm/thread_info.h>

#define VERIFY_READ	0
#define VERIFY_WRITE	1

/* The end of what a user pointer may reach.  0 is 4 GiB: the kernel's own pointers pass, too. */
#define KERNEL_DS	0x00000000
#define USER_DS		TASK_SIZE

#define get_fs()	(current_thread_info()->addr_limit)

static inline void set_fs(mm_segment_t fs)
{
	current_thread_info()->addr_limit = fs;
}

/* 0 if [@addr, @addr + @size) lies below the limit and doesn't wrap */
#define __range_ok(addr, size)						\
({	unsigned long __flag, __sum;					\
									\
	(void)(addr);							\
	__asm__(".syntax unified\n"					\
		"	adds	%1, %2, %3\n"				\
		"	sbcscc	%1, %1, %0\n"				\
		"	movcc	%0, #0\n"				\
		"	.syntax divided"				\
		: "=&r" (__flag), "=&r" (__sum)				\
		: "r" ((__force unsigned long)(addr)),			\
		  "Ir" ((unsigned long)(size)), "0" (get_fs()) : "cc");	\
	__flag; })

static inline unsigned int uaccess_save_and_enable(void)
{
	unsigned int old = get_domain();

	set_domain(DACR_UACCESS);
	return old;
}

static inline void uaccess_restore(unsigned int flags)
{
	set_domain(flags);
}

/*
 * arch/arm/lib/getuser.S, putuser.S.  In: r0 = address, r1 = limit - 1, r2 (and r3) = value.
 * Out: r0 = 0 or -EFAULT, r2 (and r3) = value.  ip and flags are lost, r3 only when it is in use.
 */
#define __get_user_x(r2var, ptr, err, size)				\
	__asm__ __volatile__("bl	__get_user_" #size		\
			     : "=&r" (err), "=&r" (r2var)		\
			     : "0" (ptr), "r" (__limit) : "ip", "lr", "cc")

#define __put_user_x(r2var, ptr, err, size)				\
	__asm__ __volatile__("bl	__put_user_" #size		\
			     : "=&r" (err)				\
			     : "0" (ptr), "r" (__limit), "r" (r2var)	\
			     : "ip", "lr", "cc", "memory")

/* Types that can't hold all of eight bytes must not see a cast from them */
#define __inttype(x)							\
	__typeof__(__builtin_choose_expr(sizeof(x) > sizeof(0UL), 0ULL, 0UL))

/* What is to stand in fixed registers is known before: a call in between would lose it */
#define __get_user_check(x, p, limit)					\
({	__typeof__(*(p)) __user *__p = (p);				\
	unsigned long __last = (limit) - 1;				\
	register __typeof__(*(p)) __user *__ptr __asm__("r0") = __p;	\
	register unsigned long __limit __asm__("r1") = __last;		\
	register __inttype(x) __val __asm__("r2");			\
	register int __err __asm__("r0");				\
									\
	switch (sizeof(*(p))) {						\
	case 1: __get_user_x(__val, __ptr, __err, 1); break;		\
	case 2: __get_user_x(__val, __ptr, __err, 2); break;		\
	case 4: __get_user_x(__val, __ptr, __err, 4); break;		\
	case 8:								\
		if (sizeof(x) < 8)					\
			__get_user_x(__val, __ptr, __err, 4);		\
		else							\
			__get_user_x(__val, __ptr, __err, 8);		\
		break;							\
	default: __get_user_bad();					\
	}								\
	(x) = (__force __typeof__(*(p)))__val;				\
	__err; })

#define __put_user_check(x, p, limit)					\
({	const __typeof__(*(p)) __value = (x);				\
	__typeof__(*(p)) __user *__p = (p);				\
	unsigned long __last = (limit) - 1;				\
	register __inttype(*(p)) __val __asm__("r2") =			\
		(__force __inttype(*(p)))__value;			\
	register __typeof__(*(p)) __user *__ptr __asm__("r0") = __p;	\
	register unsigned long __limit __asm__("r1") = __last;		\
	register int __err __asm__("r0");				\
									\
	switch (sizeof(*(p))) {						\
	case 1: __put_user_x(__val, __ptr, __err, 1); break;		\
	case 2: __put_user_x(__val, __ptr, __err, 2); break;		\
	case 4: __put_user_x(__val, __ptr, __err, 4); break;		\
	case 8: __put_user_x(__val, __ptr, __err, 8); break;		\
	default: __put_user_bad();					\
	}								\
	__err; })

/*
 * Words to user memory that access_ok() was asked of, several in a window that user_access_begin() opens and
 * user_access_end() closes.  A fault leads to @label, where the window is still open.  In between there must be none of the
 * other accesses, which close it behind them.
 */
#define user_access_begin()	set_domain(DACR_UACCESS)
#define user_access_end()	set_domain(DACR_KERNEL)

#define unsafe_put_user(x, ptr, label)					\
	do {								\
		const __typeof__(*(ptr)) __value = (x);			\
		__typeof__(*(ptr)) __user *__p = (ptr);			\
									\
		_Static_assert(sizeof(__value) == 4, "a word");		\
		__asm__ goto("1:	str	%0, %1\n"		\
			     "	.pushsection __ex_table, \"a\"\n"	\
			     "	.align	3\n"				\
			     "	.long	1b, %l2\n"			\
			     "	.popsection"				\
			     : : "r" (__value), "Qo" (*(__force __typeof__(__value) *)__p) \
			     : "memory" : label);			\
	} while (0)

int __get_user_bad(void);
int __put_user_bad(void);

/* arch/arm/lib: they open and close.  Each returns how many bytes are left to do. */
unsigned long __must_check arm_copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long __must_check arm_copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long __must_check arm_clear_user(void __user *addr, unsigned long n);
/* Bytes before the NUL, @max if there is none among so many, or -EFAULT */
long __must_check arm_strncpy_from_user(char *to, const char __user *from, long max);
/* Bytes with the NUL, more than @max if there is none among so many, 0 for a fault */
long __must_check arm_strnlen_user(const char __user *s, long max);

#endif
