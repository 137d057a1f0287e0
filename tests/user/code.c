/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions that are data first: written by the program, by write(), by a debugger, cut off with their file.
 *
 * QEMU fetches whatever was written last, so here it's the debug build's model of the caches that complains (as
 * a warning) of what a board would fetch wrongly.
 */
#include "user.h"

#define MOV_R0(n)	(0xe3a00000u | (n))
#define BX_LR		0xe12fff1eu

static int call(const void *code)
{
	return ((int (*)(void))code)();
}

/* int f(void) { return n; } at @p */
static void put_function(u32 *p, u32 n)
{
	p[0] = MOV_R0(n);
	p[1] = BX_LR;
}

static long code_file(u32 n)
{
	long fd = SYS(open, "/tmp/code", O_RDWR | O_CREAT | O_TRUNC, 0700);
	u32 insns[2];

	put_function(insns, n);
	CHECK_EQ(SYS(write, fd, insns, 8), 8);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	return fd;
}

static void close_file(long fd)
{
	SYS(close, fd);
	SYS(unlink, "/tmp/code");
}

/* Is what write() puts into a file run by those who have it mapped, and by those who map it then? */
TEST(code, written)
{
	long fd = code_file(1);
	char *p = map_at(NULL, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, (int)fd, 0), *q;
	u32 insns[2];

	NEED(!IS_ERR(p));
	CHECK_EQ(call(p), 1);
	for (u32 n = 2; n < 20; n++) {
		put_function(insns, n);
		CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 0, 0), 8);
		CHECK_EQ(call(p), n);
		CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, PAGE - 4, 0), 8);
		CHECK_EQ(call(p + PAGE - 4), n);
		q = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
		CHECK_EQ(call(q), n);
		unmap(q, PAGE);
	}
	unmap(p, 2 * PAGE);
	put_function(insns, 99);
	CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 0, 0), 8);
	p = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
	CHECK_EQ(call(p), 99);
	unmap(p, PAGE);
	close_file(fd);
}

/* When a file is cut in the middle of a page of code, does what's left run, and is the rest zeros? */
TEST(code, cut)
{
	long fd = code_file(1);
	char *p = map_at(NULL, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, (int)fd, 0), *q;
	u32 insns[2];

	NEED(!IS_ERR(p));
	put_function(insns, 5);
	CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 64, 0), 8);
	CHECK_EQ(call(p + 64), 5);
	CHECK_EQ(SYS(ftruncate, fd, 68), 0);
	CHECK_EQ(*(u32 *)(p + 68), 0);
	CHECK_EQ(call(p), 1);
	q = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
	CHECK_EQ(call(q), 1);
	unmap(q, PAGE);
	CHECK_EQ(SYS(ftruncate, fd, PAGE), 0);
	CHECK_EQ(SYS(pwrite64, fd, &insns[1], 4, 0, 68, 0), 4);
	CHECK_EQ(call(p + 64), 5);
	unmap(p, 2 * PAGE);
	close_file(fd);
}

enum { FALLOC_FL_KEEP_SIZE = 1, FALLOC_FL_PUNCH_HOLE = 2 };

/* When a hole is punched into a page of code, does the rest run, and new code in the hole? */
TEST(code, hole)
{
	long fd = SYS(memfd_create, "code", 0);
	char *p, *q;
	u32 insns[2];

	NEED(fd >= 0 && SYS(ftruncate, fd, PAGE) == 0);
	p = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, (int)fd, 0);
	NEED(!IS_ERR(p));
	put_function(insns, 3);
	CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 0, 0), 8);
	CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 64, 0), 8);
	CHECK_EQ(call(p) + call(p + 64), 6);
	CHECK_EQ(SYS(fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 60, 0, 8, 0), 0);
	CHECK_EQ(call(p), 3);
	CHECK_EQ(*(u32 *)(p + 64), 0);
	q = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
	CHECK_EQ(call(q), 3);
	unmap(q, PAGE);
	put_function(insns, 4);
	CHECK_EQ(SYS(pwrite64, fd, insns, 8, 0, 64, 0), 8);
	CHECK_EQ(call(p + 64), 4);
	unmap(p, PAGE);
	SYS(close, fd);
}

/* Does code run as a debugger changes it by /proc/self/mem, a copy of the file's page or anonymous? */
TEST(code, patched)
{
	long fd = code_file(1), mem = SYS(open, "/proc/self/mem", O_RDWR);
	char *p = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0), *q = map(PAGE);
	u32 insns[2];

	NEED(!IS_ERR(p) && mem >= 0);
	CHECK_EQ(call(p), 1);
	CHECK_EQ(SYS(mprotect, q, PAGE, PROT_READ | PROT_EXEC), 0);
	for (u32 n = 2; n < 20; n++) {
		put_function(insns, n);
		CHECK_EQ(SYS(pwrite64, mem, insns, 8, 0, p, 0), 8);
		CHECK_EQ(call(p), n);
		CHECK_EQ(SYS(pwrite64, mem, insns, 8, 0, q, 0), 8);
		CHECK_EQ(call(q), n);
		/* And while it isn't executable */
		put_function(insns, n + 100);
		CHECK_EQ(SYS(mprotect, q, PAGE, PROT_READ), 0);
		CHECK_EQ(SYS(pwrite64, mem, insns, 8, 0, q, 0), 8);
		CHECK_EQ(SYS(mprotect, q, PAGE, PROT_READ | PROT_EXEC), 0);
		CHECK_EQ(call(q), n + 100);
	}
	SYS(close, mem);
	unmap(p, PAGE);
	unmap(q, PAGE);
	p = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, (int)fd, 0);
	CHECK_EQ(call(p), 1);
	unmap(p, PAGE);
	close_file(fd);
}

/* Does what a program writes and says cacheflush for run: where it was written, at another address, in a child? */
TEST(code, made)
{
	long fd = code_file(1);
	char *w = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, (int)fd, 0);
	char *x = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, (int)fd, 0);
	char *p = map_at(NULL, PAGE, PROT_RW | PROT_EXEC, MAP_PRIVATE | MAP_ANON, -1, 0);
	int pid;

	NEED(!IS_ERR(w) && !IS_ERR(x) && !IS_ERR(p));
	for (u32 n = 2; n < 20; n++) {
		put_function((u32 *)w, n);
		CHECK_EQ(SYS(ARM_cacheflush, w, w + 8, 0), 0);
		CHECK_EQ(SYS(ARM_cacheflush, x, x + 8, 0), 0);
		CHECK_EQ(call(x), n);
		put_function((u32 *)p, n);
		CHECK_EQ(SYS(ARM_cacheflush, p, p + 8, 0), 0);
		CHECK_EQ(call(p), n);
		pid = fork();
		if (!pid) {
			int before = call(p);

			put_function((u32 *)p, n + 100);
			SYS(ARM_cacheflush, p, p + 8, 0);
			exit(before == n && call(p) == n + 100 ? 0 : 1);
		}
		CHECK_EQ(wait_for(pid), 0);
		CHECK_EQ(call(p), n);
	}
	/* A copy that was never written by its program, but is made of what was */
	pid = fork();
	if (!pid) {
		SYS(mprotect, p, PAGE, PROT_READ | PROT_EXEC);
		exit(call(p) == 19 ? 0 : 1);
	}
	CHECK_EQ(wait_for(pid), 0);
	unmap(w, PAGE);
	unmap(x, PAGE);
	unmap(p, PAGE);
	close_file(fd);
}
