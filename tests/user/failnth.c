/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /proc/self/fail-nth: the N-th allocation from now on fails, and then?
 *
 * A Linux that is built without CONFIG_FAULT_INJECTION has no such file, and skips all of it.
 */
#include "user.h"

static long fail_nth_fd;

/* Opened before anything is to fail */
static int can_fail(void)
{
	if (!fail_nth_fd)
		fail_nth_fd = SYS(open, "/proc/self/fail-nth", O_RDWR);
	if (fail_nth_fd < 0)
		skip("no /proc/self/fail-nth");
	return fail_nth_fd >= 0;
}

static long set_nth(const char *text)
{
	return SYS(pwrite64, fail_nth_fd, text, strlen(text), 0, 0, 0);
}

static long get_nth(void)
{
	char text[16] = "";
	const char *p = text;

	return SYS(pread64, fail_nth_fd, text, sizeof(text) - 1, 0, 0) > 0 ? (long)number(&p, 10) : -1;
}

/* Is what was written read, and what isn't a number refused? */
TEST(failnth, file)
{
	char text[16] = "";

	if (!can_fail())
		return;
	CHECK_EQ(get_nth(), 0);
	CHECK_EQ(set_nth("1000000\n"), 8);
	CHECK_EQ(get_nth(), 1000000);
	CHECK_EQ(SYS(pread64, fail_nth_fd, text, sizeof(text), 0, 0), 8);
	CHECK(!strcmp(text, "1000000\n"));
	CHECK_EQ(SYS(pread64, fail_nth_fd, text, sizeof(text), 0, 8, 0), 0);
	CHECK_EQ(set_nth("0x10"), 4);
	CHECK_EQ(get_nth(), 16);
	CHECK_EQ(set_nth("many"), -EINVAL);
	CHECK_EQ(set_nth("-1"), -EINVAL);
	CHECK_EQ(set_nth("4294967296"), -ERANGE);
	CHECK_EQ(get_nth(), 16);
	CHECK_EQ(set_nth("0"), 1);
	CHECK_EQ(get_nth(), 0);
}

static int has_none(void *unused)
{
	return strcmp(slurp("/proc/self/fail-nth"), "0\n") != 0;
}

/* Does a call fail once, does the next one succeed, and has a child nothing of it? */
TEST(failnth, once)
{
	char *p;
	long r;

	if (!can_fail())
		return;
	set_nth("1");
	r = (long)map(PAGE);
	CHECK_EQ(get_nth(), 0);
	CHECK_EQ(r, -ENOMEM);
	p = map(PAGE);
	CHECK(!IS_ERR(p));
	unmap(p, PAGE);
	set_nth("1000");
	CHECK_EQ(exited(in_child(has_none, NULL)), 0);
	CHECK(get_nth() > 900);
	set_nth("0");
}
