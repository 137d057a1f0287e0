/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs self-tests of the kernel on the host: what tests/kernel/selftest.h says, for the
 * sanitizers.  Included before everything else, it takes that header's place.  Each test
 * enters itself in a list before main(); tests/host/selftest.c runs them.
 */
#ifndef _SELFTEST_H
#define _SELFTEST_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/sched.h>

#define SELFTEST(subject, which)					\
	static void selftest_##subject##_##which(void);			\
	__attribute__((__constructor__))				\
	static void __add_##subject##_##which(void)			\
	{								\
		host_selftest_add(#subject "." #which, selftest_##subject##_##which); \
	}								\
	static void selftest_##subject##_##which(void)

void host_selftest_add(const char *name, void (*fn)(void));
void host_selftests_run(void (*after_each)(void));

__printf(3, 4) void selftest_fail(const char *file, int line, const char *fmt, ...);

#define EXPECT(cond)							\
	({ bool __ok = !!(cond);					\
	   if (!__ok)							\
		selftest_fail(__FILE__, __LINE__, "%s", #cond);		\
	   __ok; })

#define EXPECT_EQ(a, b)							\
	({ unsigned long __a = (unsigned long)(a), __b = (unsigned long)(b); \
	   if (__a != __b)						\
		selftest_fail(__FILE__, __LINE__, "%s is %#lx, not %#lx", #a, __a, __b); \
	   __a == __b; })

#define ASSERT(cond)							\
	do {								\
		if (!EXPECT(cond))					\
			return;						\
	} while (0)

bool selftest_oopses(int (*fn)(void *), void *arg);

#define EXPECT_OOPS(fn, arg)						\
	({ bool __oopsed = selftest_oopses((fn), (arg));		\
	   if (!__oopsed)						\
		selftest_fail(__FILE__, __LINE__, "%s(%s) ends without an Oops", #fn, #arg); \
	   __oopsed; })

u64 selftest_mute(void);
void selftest_unmute(void);
char *selftest_log_since(u64 mark);
u32 selftest_random(void);
u32 selftest_random_below(u32 limit);

#endif
