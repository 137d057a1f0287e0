/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the compiler and sparse are told: annotations that they check, and attributes.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#ifdef __CHECKER__
#define __user		__attribute__((noderef, address_space(1)))
#define __iomem		__attribute__((noderef, address_space(2)))
#define __force		__attribute__((force))
#define __bitwise	__attribute__((bitwise))
#define __must_hold(x)	__attribute__((context(x, 1, 1)))
#define __acquires(x)	__attribute__((context(x, 0, 1)))
#define __releases(x)	__attribute__((context(x, 1, 0)))
#define __acquire(x)	__context__(x, 1)
#define __release(x)	__context__(x, -1)
#define __cond_lock(x, c) ((c) ? ({ __acquire(x); 1; }) : 0)
#else
#define __user
#define __iomem
#define __force
#define __bitwise
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x)	((void)0)
#define __release(x)	((void)0)
#define __cond_lock(x, c) (c)
#endif

#ifndef __ASSEMBLY__

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define barrier()	__asm__ __volatile__("" : : : "memory")
#define unreachable()	__builtin_unreachable()

#define __packed	__attribute__((__packed__))
#define __aligned(x)	__attribute__((__aligned__(x)))
#define __section(s)	__attribute__((__section__(s)))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))
#define __noreturn	__attribute__((__noreturn__))
#define __must_check	__attribute__((__warn_unused_result__))
#define __maybe_unused	__attribute__((__unused__))
#define __used		__attribute__((__used__))
#define __weak		__attribute__((__weak__))
#define __cold		__attribute__((__cold__))
#define __pure		__attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __must_inline inline __attribute__((__always_inline__))	/* it wouldn't work as a function */
#ifdef CONFIG_STEP		/* for the debugger every other function is one */
#define __always_inline	inline
#else
#define __always_inline	__must_inline
#endif
#define noinline	__attribute__((__noinline__))
#define fallthrough	__attribute__((__fallthrough__))
#define asmlinkage
#define __exception

/* A load or store that the compiler neither repeats, splits nor drops */
#define READ_ONCE(x)	(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

/* Makes the compiler forget where a pointer came from */
#define RELOC_HIDE(ptr, off)						\
	({ unsigned long __ptr;						\
	   __asm__("" : "=r" (__ptr) : "0" (ptr));			\
	   (__typeof__(ptr))(__ptr + (off)); })

#define BUILD_BUG_ON(cond)	_Static_assert(!(cond), "BUILD_BUG_ON: " #cond)
#ifndef static_assert
#define static_assert(cond)	_Static_assert(cond, #cond)
#endif

#endif /* __ASSEMBLY__ */
#endif
