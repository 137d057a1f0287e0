/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Self-tests: C functions linked into the kernel, each of which asks one question.
 *
 *   SELFTEST(page_alloc, zero)
 *   {
 *           struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
 *
 *           ASSERT(page);
 *           EXPECT(!memchr_inv(page_address(page), 0, PAGE_SIZE));
 *           __free_page(page);
 *   }
 *
 * The comment directly above each is the question it asks; scripts/selftest-index makes it part of the kernel, and a
 * test that has none doesn't build.  EXPECT records a failure and goes on; ASSERT leaves the test.  After each test free
 * pages, slab objects, vmalloc areas and tasks must be what they were, and the invariants hold.
 */
#ifndef _SELFTEST_H
#define _SELFTEST_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

/* Made from comments by scripts/selftest-index; ordered by subject, and as in the sources within one */
struct selftest_text {
	const char *question;
	const char *sections;		/* of the article, "3.3.4 3.4.4"; or "" */
};

struct selftest {
	const char *name;		/* subject.case */
	const struct selftest_text *text;
	void (*fn)(void);
	unsigned int flags;
};

#define SELFTEST_BROKEN	1		/* fails on purpose: only runs when named */

#define __SELFTEST(subject, which, fl)					\
	static void selftest_##subject##_##which(void);			\
	extern const struct selftest_text selftest_text_##subject##_##which; \
	static const struct selftest __selftest_##subject##_##which	\
	__used __section(".selftests") __aligned(4) = {			\
		.name = #subject "." #which,				\
		.text = &selftest_text_##subject##_##which,		\
		.fn = selftest_##subject##_##which,			\
		.flags = (fl),						\
	};								\
	static void selftest_##subject##_##which(void)

#define SELFTEST(subject, which)	__SELFTEST(subject, which, 0)
#define SELFTEST_BROKEN_ON_PURPOSE(subject, which) __SELFTEST(subject, which, SELFTEST_BROKEN)

/* On the console as it is, and not in the log: what the harness itself says */
__printf(1, 2) void selftest_print(const char *fmt, ...);
__printf(3, 4) void selftest_fail(const char *file, int line, const char *fmt, ...);
void selftest_skip(const char *reason);
/* A line about the running test, for a failure that was reported */
__printf(1, 2) void selftest_note(const char *fmt, ...);

#define EXPECT(cond)							\
	({ bool __ok = !!(cond);					\
	   if (!__ok)							\
		selftest_fail(__FILE__, __LINE__, "%s", #cond);		\
	   __ok; })

/* For numbers and pointers: a failure shows both */
#define EXPECT_EQ(a, b)							\
	({ unsigned long __a = (unsigned long)(a), __b = (unsigned long)(b); \
	   if (__a != __b)						\
		selftest_fail(__FILE__, __LINE__, "%s is %#lx (%ld), not %#lx (%ld)", #a, \
			      __a, (long)__a, __b, (long)__b);		\
	   __a == __b; })

#define EXPECT_STREQ(a, b)						\
	({ const char *__sa = (a), *__sb = (b);				\
	   bool __same = !strcmp(__sa, __sb);				\
	   if (!__same)							\
		selftest_fail(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #a, __sa, __sb); \
	   __same; })

#define ASSERT(cond)							\
	do {								\
		if (!EXPECT(cond))					\
			return;						\
	} while (0)

#define SELFTEST_SKIP(reason)						\
	do {								\
		selftest_skip(reason);					\
		return;							\
	} while (0)

/* What the newest EXPECT_OOPS saw */
struct last_oops {
	unsigned long addr;		/* address in fault */
	unsigned long fsr;		/* fault status, 0 for a BUG */
	unsigned long pc;
	char *text;			/* the whole report */
};
extern struct last_oops last_oops;

/* Runs @fn(@arg) in a kernel thread.  True if it died by an Oops. */
bool selftest_oopses(int (*fn)(void *), void *arg);

#define EXPECT_OOPS(fn, arg)						\
	({ bool __oopsed = selftest_oopses((fn), (arg));		\
	   if (!__oopsed)						\
		selftest_fail(__FILE__, __LINE__, "%s(%s) ends without an Oops", #fn, #arg); \
	   __oopsed; })

/* The log is silent on the console between the two: for reports that a test provokes */
u64 selftest_mute(void);
void selftest_unmute(void);
/* All that was logged since @mark, in a static buffer */
char *selftest_log_since(u64 mark);

/* The same sequence for the same selftest.seed= and test, whatever ran before */
u32 selftest_random(void);

/* A number below @limit */
static inline u32 selftest_random_below(u32 limit)
{
	return (u32)(((u64)selftest_random() * limit) >> 32);
}

#define MAX_SELFTESTS	1024

/* tests/kernel/index.c */

/*
 * selftests_choose - the tests that @words, the value of selftest=, name; in the order in which they are linked
 *
 * @words is cut to pieces.  @tests gets them, and has room for MAX_SELFTESTS; *@list: are they to be listed instead of
 * run?  How many they are; or -ENOENT, with a "Bail out!" on the console, when a word names none.
 */
int selftests_choose(char *words, const struct selftest **tests, bool *list);

/* Prints name, sections and question of @n tests, a line each, by subject.  Reorders @tests. */
void selftests_list(const struct selftest **tests, unsigned int n);

/* tests/kernel/again.c: prints the commands that repeat the test @name, as comments.  Any context. */
void selftest_print_again(const char *name, u32 seed);

/* tests/kernel/leaks.c */
void leaks_init(void);
void leaks_begin(void);
void leaks_report(void);

#define BENCH_PATTERNS	64	/* the longest bench=, with its end */

/*
 * tests/kernel/bench.c: runs those whose name matches one of @patterns, and prints their figures; "all" is
 * each.  0, or 1 when a pattern matches none.
 */
int run_benchmarks(const char *patterns);

#endif
