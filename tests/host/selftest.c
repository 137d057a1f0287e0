/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's self-tests on the host: see tests/host/include/host-selftest.h. */
#include <linux/bug.h>
#include <linux/string.h>
#include "host.h"
#include "host-selftest.h"

int vprintf(const char *fmt, __builtin_va_list args);

#define MAX_TESTS	256

static struct {
	const char *name;
	void (*fn)(void);
} tests[MAX_TESTS];
static unsigned int nr_tests, failures;

void host_selftest_add(const char *name, void (*fn)(void))
{
	BUG_ON(nr_tests == MAX_TESTS);
	tests[nr_tests].name = name;
	tests[nr_tests++].fn = fn;
}

void selftest_fail(const char *file, int line, const char *fmt, ...)
{
	__builtin_va_list args;

	failures++;
	printf("# %s:%d: expected: ", file, line);
	__builtin_va_start(args, fmt);
	vprintf(fmt, args);
	__builtin_va_end(args);
	printf("\n");
}

/* Runs all tests that are linked; @after_each may find more failures. */
void host_selftests_run(void (*after_each)(void))
{
	unsigned int i;

	for (i = 0; i < nr_tests; i++) {
		failures = 0;
		host_log_clear();
		host_seed(i + 1);
		tests[i].fn();
		after_each();
		host_ok(!failures, "%s", tests[i].name);
	}
}

struct oops_call {
	int (*fn)(void *);
	void *arg;
};

static void make_call(void *call)
{
	((struct oops_call *)call)->fn(((struct oops_call *)call)->arg);
}

bool selftest_oopses(int (*fn)(void *), void *arg)
{
	struct oops_call call = { fn, arg };

	return host_try(make_call, &call);
}

u64 selftest_mute(void)
{
	return strlen(host_log);
}

void selftest_unmute(void)
{
}

char *selftest_log_since(u64 mark)
{
	return host_log + mark;
}

u32 selftest_random(void)
{
	return host_random();
}

u32 selftest_random_below(u32 limit)
{
	return host_below(limit);
}
