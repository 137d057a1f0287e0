/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/bits.h>
#include <linux/const.h>
#include <linux/bug.h>
#include <linux/printk.h>
#include <linux/sprintf.h>



#define U32_MAX		((u32)~0U)
#define INT_MAX		((int)(~0U >> 1))
#define INT_MIN		(-INT_MAX - 1)
#define UINT_MAX	(~0U)
#define LONG_MAX	((long)(~0UL >> 1))
#define LONG_MIN	(-LONG_MAX - 1)
#define ULONG_MAX	(~0UL)
#define LLONG_MAX	((long long)(~0ULL >> 1))
#define LLONG_MIN	(-LLONG_MAX - 1)
#define ULLONG_MAX	(~0ULL)
#define SIZE_MAX	(~(size_t)0)

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))

#define __round_mask(x, y) ((__typeof__(x))((y) - 1))
#define round_up(x, y)	((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y) ((x) & ~__round_mask(x, y))
#define roundup(x, y)	((((x) + ((y) - 1)) / (y)) * (y))
#define rounddown(x, y)	((x) - ((x) % (y)))

#define __ALIGN_MASK(x, mask) (((x) + (mask)) & ~(mask))
#define ALIGN(x, a)	__ALIGN_MASK(x, (__typeof__(x))(a) - 1)
#define ALIGN_DOWN(x, a) round_down(x, a)
#define PTR_ALIGN(p, a)	((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a) - 1)) == 0)

#define min(a, b) ({ __typeof__(a) __min1 = (a); __typeof__(b) __min2 = (b); \
	(void)(&__min1 == &__min2); __min1 < __min2 ? __min1 : __min2; })
#define max(a, b) ({ __typeof__(a) __max1 = (a); __typeof__(b) __max2 = (b); \
	(void)(&__max1 == &__max2); __max1 > __max2 ? __max1 : __max2; })
#define min_t(t, a, b) ({ t __min1 = (a); t __min2 = (b); __min1 < __min2 ? __min1 : __min2; })
#define max_t(t, a, b) ({ t __max1 = (a); t __max2 = (b); __max1 > __max2 ? __max1 : __max2; })
#define clamp(v, lo, hi) min((__typeof__(v))max(v, lo), hi)
#define clamp_t(t, v, lo, hi) min_t(t, max_t(t, v, lo), hi)
#define swap(a, b) do { __typeof__(a) __swap = (a); (a) = (b); (b) = __swap; } while (0)
#define abs(x) ({ __typeof__(x) __abs = (x); __abs < 0 ? -__abs : __abs; })

#define container_of(ptr, type, member)					\
	({ const __typeof__(((type *)0)->member) *__mptr = (ptr);	\
	   (type *)((char *)__mptr - offsetof(type, member)); })

#define upper_32_bits(n) ((u32)(((u64)(n)) >> 32))
#define lower_32_bits(n) ((u32)(n))

#define __stringify_1(x...) #x
#define __stringify(x...) __stringify_1(x)

#define _RET_IP_	((unsigned long)__builtin_return_address(0))
#define _THIS_IP_	({ __label__ __here; __here: (unsigned long)&&__here; })

/* Says that a function may sleep; a debug build complains when it must not here. */
#ifdef CONFIG_DEBUG_KERNEL
void __might_sleep(const char *file, int line);
#define might_sleep()	__might_sleep(__FILE__, __LINE__)
#else
#define might_sleep()	do { } while (0)
#endif
#define might_sleep_if(cond) do { if (cond) might_sleep(); } while (0)

enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_RUNNING,
	SYSTEM_HALT,
};
extern enum system_states system_state;

#endif
