/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A system call or a fault with each of its allocations failing once, for failnth.c and failnth_fs.c.
 *
 * For N = 1, 2, ... the N-th allocation from now on fails (/proc/self/fail-nth), until the call needs fewer:
 *
 *     before()                  what the call finds
 *     fail-nth = N; call()      its own error, or it gets along without
 *     after()                   takes back what it did
 *     ...                       the address space and the next descriptor are as before
 *
 * When the call is through, the kernel's invariants hold (/proc/invariants), and as many pages, objects and whatever
 * else is counted are in use as after one call without a failure.
 * A Linux that is built without CONFIG_FAULT_INJECTION has no such file, and skips all of it.
 */
#ifndef TESTS_FAILNTH_H
#define TESTS_FAILNTH_H

#include "user.h"

enum { ENFILE = 23, ENOLCK = 37, MAX_N = 500 };

struct op {
	const char *name;
	long (*call)(void);		/* 0 or more, or -errno */
	void (*before)(void);
	void (*after)(long result);
	int errors[4];			/* that it may end with; none: ENOMEM */
};

/* ------------------------------------------------------------------ fail-nth */

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

static long set_nth_text(const char *text)
{
	return SYS(pwrite64, fail_nth_fd, text, strlen(text), 0, 0, 0);
}

static long get_nth(void)
{
	char text[16] = "";
	const char *p = text;

	return SYS(pread64, fail_nth_fd, text, sizeof(text) - 1, 0, 0, 0) > 0 ? (long)number(&p, 10) : -1;
}

static void set_nth(int n)
{
	char text[16];

	format(text, sizeof(text), "%d", n);
	CHECK(set_nth_text(text) > 0);
}

/* ------------------------------------------------------------------ what there is */

/* Lines of /proc/meminfo: KiB */
static const char *const meminfo[] = { "Mlocked", "AnonPages", "Mapped", "Shmem", "KernelStack", "PageTables", "Committed_AS" };

#define MAX_CACHES	64

struct stock {
	long kib[ARRAY_SIZE(meminfo)];
	long free, nr_caches, vmallocs;
	struct { char name[24]; long used; } cache[MAX_CACHES];
};

static int count_lines(const char *path)
{
	const char *text = slurp(path);
	int n = 0;

	for (; text && *text; text++)
		n += *text == '\n';
	return n;
}

/* Says which invariants are broken, if any; what caches hold back has gone back afterwards */
static void check_invariants(const char *after)
{
	const char *text = slurp("/proc/invariants"), *broken = text ? strstr(text, "BROKEN") : NULL;

	if (broken) {
		print("    # after %s:\n%s", after, text);
		CHECK(!broken);
	}
}

static void take_stock(struct stock *s)
{
	struct sysinfo info;
	const char *text;

	for (size_t i = 0; i < ARRAY_SIZE(meminfo); i++)
		s->kib[i] = field("/proc/meminfo", meminfo[i]);
	s->vmallocs = count_lines("/proc/vmallocinfo");
	s->nr_caches = 0;
	for (text = slurp("/proc/slabinfo"); text && *text; text = strchr(text, '\n') + 1) {
		size_t len = 0;

		while (text[len] != ' ')
			len++;
		if (text[0] == '#' || !strncmp(text, "slabinfo", 8) || len >= 24 || s->nr_caches == MAX_CACHES)
			continue;
		memcpy(s->cache[s->nr_caches].name, text, len);
		s->cache[s->nr_caches].name[len] = 0;
		for (text += len; *text == ' '; text++)
			;
		s->cache[s->nr_caches++].used = (long)number(&text, 10);
	}
	SYS(sysinfo, &info);
	s->free = (long)(info.freeram / PAGE * info.mem_unit);
}

static void same(const char *op, const char *what, long before, long after)
{
	if (before != after) {
		print("    # %s: %s: %ld before, %ld after\n", op, what, before, after);
		CHECK(before == after);
	}
}

/* Nothing but what has vanished, too: a cache of the kernel's may be smaller now */
static void compare(const char *op, const struct stock *a, const struct stock *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(meminfo); i++)
		same(op, meminfo[i], a->kib[i], b->kib[i]);
	same(op, "lines of vmallocinfo", a->vmallocs, b->vmallocs);
	for (long i = 0; i < a->nr_caches; i++)
		same(op, a->cache[i].name, a->cache[i].used, b->cache[i].used);
	if (b->free < a->free)
		same(op, "free pages", a->free, b->free);
}

/* A number that is another when a mapping of ours is; two that continue each other are one */
static u32 fingerprint(void)
{
	const char *text = slurp("/proc/self/maps"), *rest, *last = "";
	ulong start, end, last_end = 0;
	u32 h = 0;

	for (; text && *text; text = strchr(rest, '\n') + 1) {
		rest = text;
		start = number(&rest, 16);
		rest++;
		end = number(&rest, 16);
		if (start != last_end || strncmp(rest, last, 5))
			h = (h ^ last_end) * 0x01000193, h = (h ^ start) * 0x01000193;
		for (int i = 0; i < 5; i++)
			h = (h ^ (u32)rest[i]) * 0x01000193;
		last = rest;
		last_end = end;
	}
	return h ^ last_end;
}

/* ------------------------------------------------------------------ the loop */

static int may_end_with(const struct op *op, long result)
{
	if (!op->errors[0])
		return result == -ENOMEM;
	for (size_t i = 0; i < ARRAY_SIZE(op->errors); i++)
		if (op->errors[i] && result == -op->errors[i])
			return 1;
	return 0;
}

static long usual;		/* what the call ends with when nothing fails: it may be an error */

static long next_fd(void)
{
	long next = SYS(dup, 0);

	SYS(close, next);
	return next;
}

/* One call, with its @n-th allocation failing, 0: none.  What is left of n. */
static long once(const struct op *op, int n)
{
	u32 maps = fingerprint();
	long result, left, next = next_fd();
	int before = failures;

	if (op->before)
		op->before();
	if (n)
		set_nth(n);
	result = op->call();
	left = n ? get_nth() : 1;
	if (n)
		set_nth(0);
	if (!n)
		usual = result;
	else if (left)
		CHECK(result == usual || (result >= 0 && usual >= 0));
	else if (result < 0)
		CHECK(result == usual || may_end_with(op, result));
	if (op->after)
		op->after(result);
	CHECK(fingerprint() == maps);
	CHECK_EQ(next_fd(), next);
	if (failures != before)
		print("    # %s: %ld with the allocation %d failing, %ld left\n", op->name, result, n, left);
	return left;
}

static void run_op(const struct op *op)
{
	static struct stock before, after;
	int n, wrong = failures;

	/* What is made once for all is made now, and the pages here are touched */
	once(op, 0);
	take_stock(&before);
	take_stock(&after);
	once(op, 1000000);
	check_invariants("a first call");
	take_stock(&before);
	for (n = 1; n < MAX_N && !once(op, n) && failures < wrong + 8; n++)
		;
	CHECK(n < MAX_N);
	check_invariants(op->name);
	take_stock(&after);
	compare(op->name, &before, &after);
	if (getenv("TAP_VERBOSE"))
		print("    # %s: %d allocations\n", op->name, n - 1);
}

static void run_ops(const struct op *ops, size_t n)
{
	if (!can_fail())
		return;
	for (size_t i = 0; i < n; i++)
		run_op(&ops[i]);
}

/* ------------------------------------------------------------------ what calls work on */

#define AREA		((char *)0x30000000)	/* nothing else is there */
#define AREA_SIZE	(64 * PAGE)
#define DIR		"/tmp/nth"
#define FILE		DIR "/file"

static long fd;		/* of what a call works on */

/* 16 pages of DIR/file, of which each has its number */
static void make_file(void)
{
	static char page[PAGE];

	fd = SYS(open, FILE, O_RDWR | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0);
	for (int i = 0; i < 16; i++) {
		page[0] = (char)i;
		CHECK_EQ(SYS(write, fd, page, PAGE), PAGE);
	}
	SYS(lseek, fd, 0, SEEK_SET);
}

static void close_file(long unused)
{
	SYS(close, fd);
	SYS(unlink, FILE);
}

static long mapped(char *p)
{
	return IS_ERR(p) ? (long)p : 0;
}

/* 0: @p has @value, and no signal has come */
static long reads(const volatile char *p, char value)
{
	return *p == value ? 0 : -EFAULT;
}

#endif
