/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between kernel and user memory (article 3.5.1).  A user pointer is never followed: it goes
 * through one of these.
 *
 *   checked                      unchecked: access_ok() was asked  returns
 *   copy_from_user(to, from, n)  __copy_from_user                  bytes not copied; the rest of
 *                                                                  @to is then zero
 *   copy_to_user(to, from, n)    __copy_to_user                    bytes not copied
 *   get_user(x, ptr)             __get_user                        0, -EFAULT (and x = 0)
 *   put_user(x, ptr)             __put_user                        0, -EFAULT
 *   clear_user(to, n)            __clear_user                      bytes not cleared
 *   strncpy_from_user(to, s, n)  __strncpy_from_user               length, n: cut off, -EFAULT
 *   strnlen_user(s, n)           strlen_user(s)                    length with the NUL, 0: fault
 *                                unsafe_put_user(x, ptr, label)    goes to @label; several stand between
 *                                                                  user_access_begin() and _end()
 *
 * Invariants
 *   A1  no byte at or above the limit (TASK_SIZE) is touched by the checked forms, nor by the
 *       strings'
 *   A2  counts are exact to the byte, wherever in the range the fault was
 *
 * Context.  All may fault and therefore sleep, unless page faults are disabled; then what isn't
 * mapped is -EFAULT.  Processor side: asm/uaccess.h.  Tests: uaccess.*
 */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <asm/uaccess.h>

/*
 * access_ok - may [@addr, @addr + @size) be user memory at all?  Whether something is mapped
 * there, the access tells.  @type, VERIFY_READ or _WRITE, makes no difference on ARM.
 */
#define access_ok(type, addr, size)	(__range_ok(addr, size) == 0)

#define might_fault()		might_sleep()

/* Until enabled again, a fault in a uaccess routine is not mended (article 3.4.2) */
static inline void pagefault_disable(void)
{
	preempt_count_add(1);
}

static inline void pagefault_enable(void)
{
	preempt_count_sub(1);
}

#define pagefault_disabled()	in_atomic()

#define get_user(x, ptr)						\
({	const __typeof__(*(ptr)) __user *__gu_ptr = (ptr);		\
	might_fault();							\
	__get_user_check(x, __gu_ptr, get_fs()); })

#define put_user(x, ptr)						\
({	__typeof__(*(ptr)) __user *__pu_ptr = (ptr);			\
	might_fault();							\
	__put_user_check(x, __pu_ptr, get_fs()); })

/* The caller has asked access_ok(): any address passes */
#define __get_user(x, ptr)						\
({	const __typeof__(*(ptr)) __user *__gu_ptr = (ptr);		\
	__get_user_check(x, __gu_ptr, KERNEL_DS); })

#define __put_user(x, ptr)						\
({	__typeof__(*(ptr)) __user *__pu_ptr = (ptr);			\
	__put_user_check(x, __pu_ptr, KERNEL_DS); })

static inline unsigned long __must_check
__copy_from_user_inatomic(void *to, const void __user *from, unsigned long n)
{
	return arm_copy_from_user(to, from, n);
}

static inline unsigned long __must_check
__copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left = arm_copy_from_user(to, from, n);

	if (unlikely(left))
		memset((char *)to + (n - left), 0, left);
	return left;
}

static inline unsigned long __must_check
copy_from_user(void *to, const void __user *from, unsigned long n)
{
	might_fault();
	if (likely(access_ok(VERIFY_READ, from, n)))
		return __copy_from_user(to, from, n);
	memset(to, 0, n);
	return n;
}

static inline unsigned long __must_check
__copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return arm_copy_to_user(to, from, n);
}

#define __copy_to_user_inatomic	__copy_to_user

static inline unsigned long __must_check
copy_to_user(void __user *to, const void *from, unsigned long n)
{
	might_fault();
	return likely(access_ok(VERIFY_WRITE, to, n)) ? arm_copy_to_user(to, from, n) : n;
}

static inline unsigned long __must_check __clear_user(void __user *to, unsigned long n)
{
	return arm_clear_user(to, n);
}

static inline unsigned long __must_check clear_user(void __user *to, unsigned long n)
{
	might_fault();
	return likely(access_ok(VERIFY_WRITE, to, n)) ? arm_clear_user(to, n) : n;
}

/* How far a string that begins at @s may reach: 0 when it may not begin there at all */
static inline unsigned long user_addr_room(const char __user *s)
{
	unsigned long limit = get_fs(), addr = (__force unsigned long)s;

	return limit - 1 >= addr ? limit - addr : 0;
}

/* Without a look at the limit */
static inline long __must_check
__strncpy_from_user(char *to, const char __user *from, long n)
{
	return arm_strncpy_from_user(to, from, n);
}

/*
 * strncpy_from_user - a string into @to[@n].
 *
 * Its length; @n when it was cut off, and then without a NUL; -EFAULT, also when it runs into
 * the limit.
 */
static inline long __must_check
strncpy_from_user(char *to, const char __user *from, long n)
{
	unsigned long room = user_addr_room(from);
	long got;

	might_fault();
	if (unlikely(n <= 0))
		return 0;
	if (likely(room >= (unsigned long)n))
		return arm_strncpy_from_user(to, from, n);
	got = room ? arm_strncpy_from_user(to, from, (long)room) : -EFAULT;
	return got == (long)room ? -EFAULT : got;
}

/*
 * strnlen_user - the length of a string with its NUL; 0 for one that can't be read, and also
 * when it runs into the limit; more than @n if the first @n bytes have no NUL.
 */
static inline long __must_check strnlen_user(const char __user *s, long n)
{
	unsigned long room = user_addr_room(s);
	long len;

	might_fault();
	if (unlikely(n <= 0))
		return 0;
	if (likely(room >= (unsigned long)n))
		return arm_strnlen_user(s, n);
	len = room ? arm_strnlen_user(s, (long)room) : 0;
	return len > (long)room ? 0 : len;
}

/* strlen_user - the same without a bound of the caller's */
static inline long __must_check strlen_user(const char __user *s)
{
	return strnlen_user(s, LONG_MAX);
}

#endif
