/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is killed when memory is used up, and what each way to use it up comes to.
 *
 * A machine with more than 256 MiB would take long: there the tests that fill it are left out.
 */
#include "user.h"

#define HOG	(2048 * MiB)	/* more than there is */

static int small_machine(void)
{
	struct sysinfo info;

	if (SYS(sysinfo, &info) || info.totalram > 256 * MiB / info.mem_unit) {
		skip("more than 256 MiB");
		return 0;
	}
	return 1;
}

static char *reserve(void)
{
	char *p = map_at(NULL, HOG, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);

	if (IS_ERR(p))
		exit(99);
	return p;
}

static int by_store(void *unused)
{
	char *p = reserve();

	for (ulong i = 0; i < HOG; i += PAGE)
		p[i] = 1;
	return 1;
}

static int by_read(void *unused)
{
	char *p = reserve();
	long fd = SYS(open, "/dev/zero", O_RDONLY), r;

	for (ulong i = 0; i < HOG; i += 8 * MiB)
		if ((r = SYS(read, fd, p + i, 8 * MiB)) != (long)(8 * MiB))
			return r < 0 ? (int)-r : 2;
	return 3;
}

static int by_mlock(void *unused)
{
	char *p = reserve();

	return (int)-SYS(mlock, p, HOG);
}

static int by_populate(void *unused)
{
	char *p = map_at(NULL, HOG, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE | MAP_POPULATE, -1, 0);

	return IS_ERR(p) ? (int)-(long)p : 4;
}

/* However a program takes all memory, is it killed, instead of being told something else? */
TEST(oom, ways)
{
	if (!small_machine())
		return;
	CHECK_EQ(killed(in_child(by_store, NULL)), SIGKILL);
	CHECK_EQ(killed(in_child(by_read, NULL)), SIGKILL);
	CHECK_EQ(killed(in_child(by_mlock, NULL)), SIGKILL);
	CHECK_EQ(killed(in_child(by_populate, NULL)), SIGKILL);
}

/* Takes all but a little and stays, as the second biggest or the biggest there is */
static int holds(void *flag)
{
	ulong keep = 6 * MiB, size = (ulong)field("/proc/meminfo", "MemFree") * 1024 - keep;
	char *p = reserve();

	for (ulong i = 0; i < size; i += PAGE)
		p[i] = 1;
	*(volatile int *)flag = 1;
	while (SYS(pause) < 0)
		;
	return 0;
}

static int wants_a_little(void *unused)
{
	char *p = reserve();

	for (ulong i = 0; i < 16 * MiB; i += PAGE)
		p[i] = 1;
	return 0;
}

/* Is it the largest that goes, not who asks last; and oom_score_adj that decides when it is set? */
TEST(oom, largest)
{
	int *flag = (int *)map_shared(PAGE), pid, adj;

	if (!small_machine())
		return;
	for (adj = 0; adj < 2; adj++) {
		*flag = 0;
		pid = fork();
		if (!pid)
			exit(holds(flag));
		while (!*(volatile int *)flag)
			pause_ms(10);
		if (!adj) {
			CHECK_EQ(in_child(wants_a_little, NULL), 0);
			CHECK_EQ(killed(wait_for(pid)), SIGKILL);
		} else {
			char path[40];
			int other;

			format(path, sizeof(path), "/proc/%d/oom_score_adj", pid);
			CHECK(spit(path, "-1000") > 0);
			other = fork();
			if (!other)
				exit(wants_a_little(NULL));
			CHECK_EQ(killed(wait_for(other)), SIGKILL);
			CHECK_EQ(SYS(kill, pid, 0), 0);
			SYS(kill, pid, SIGKILL);
			CHECK_EQ(killed(wait_for(pid)), SIGKILL);
		}
	}
	unmap(flag, PAGE);
}

static long number_in(const char *path)
{
	const char *text = slurp(path);
	int minus = text && *text == '-';

	if (!text)
		return -9999;
	text += minus;
	return minus ? -(long)number(&text, 10) : (long)number(&text, 10);
}

static int inherits(void *unused)
{
	return number_in("/proc/self/oom_score_adj") == -17 ? 0 : 1;
}

/* Is oom_score_adj kept in its bounds, inherited, and weighed in oom_score? */
TEST(oom, score_adj)
{
	long score = number_in("/proc/self/oom_score");

	CHECK_EQ(number_in("/proc/self/oom_score_adj"), 0);
	CHECK_EQ(spit("/proc/self/oom_score_adj", "1001"), -EINVAL);
	CHECK_EQ(spit("/proc/self/oom_score_adj", "-1001"), -EINVAL);
	CHECK_EQ(spit("/proc/self/oom_score_adj", "much"), -EINVAL);
	CHECK(spit("/proc/self/oom_score_adj", "500") > 0);
	CHECK(number_in("/proc/self/oom_score") >= score + 450);
	CHECK(spit("/proc/self/oom_score_adj", "-1000") > 0);
	CHECK_EQ(number_in("/proc/self/oom_score"), 0);
	CHECK(spit("/proc/self/oom_score_adj", "-17\n") > 0);
	CHECK_EQ(in_child(inherits, NULL), 0);
	CHECK(spit("/proc/self/oom_score_adj", "0") > 0);
	CHECK_EQ(number_in("/proc/1/oom_score"), 0);
}
