/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to the limits, and back: afterwards free memory is what it was. */
#include "user.h"

#define ANON (MAP_PRIVATE | MAP_ANON)

static long free_kib(void)
{
	struct sysinfo info;

	SYS(sysinfo, &info);
	return (long)(info.freeram / 1024 * info.mem_unit);
}

/* Linux keeps some of what was free for its caches; a leak is larger. */
static void check_free(long before)
{
	long now_free = free_kib();

	for (int i = 0; i < 20 && now_free < before - 8192; i++) {
		pause_ms(20);
		now_free = free_kib();
	}
	CHECK(now_free >= before - 8192);
}

static int bomb(void *unused)
{
	int children = 0;

	if (rlimit(RLIMIT_NPROC, 20000))
		return 1;
	SYS(setpgid, 0, 0);
	for (int i = 0; i < 7; i++) {
		int pid = fork();

		if (pid > 0)
			children++;
		if (pid == 0)
			children = 0;
	}
	while (children--)
		SYS(wait4, -1, NULL, 0, NULL);
	return 0;
}

/* 127 processes from one, each of which forks: do all end, and is all memory back? */
TEST(stress, fork_bomb)
{
	long before = free_kib();

	CHECK_EQ(in_child(bomb, NULL), 0);
	check_free(before);
}

static int endless_bomb(void *unused)
{
	SYS(setpgid, 0, 0);
	for (;;)
		if (fork() < 0)
			SYS(sched_yield);
	return 0;
}

/* A bomb that never ends: does kill(-pgid) end it? */
TEST(stress, killed_bomb)
{
	long before = free_kib();
	int pid = fork();

	if (!pid) {
		struct rlimit r = { 300, 300 };

		SYS(setrlimit, RLIMIT_NPROC, &r);
		/* The limit is for users other than root. */
		SYS(prctl, 0);
		syscall6(208, 1000, 1000, 1000, 0, 0, 0);
		exit(endless_bomb(NULL));
	}
	pause_ms(300);
	while (SYS(kill, -pid, SIGKILL) == 0)
		SYS(wait4, pid, NULL, WNOHANG, NULL);
	check_free(before);
}

static int map_all(void *unused)
{
	ulong total = 0;
	size_t chunk = 64 * MiB;

	while (chunk >= PAGE) {
		char *p = map_at(NULL, chunk, PROT_READ, ANON | MAP_NORESERVE, -1, 0);

		if (IS_ERR(p)) {
			if ((long)p != -ENOMEM)
				return 1;
			chunk /= 2;
			continue;
		}
		total += chunk;
	}
	/* Nearly the whole space, up to 0xbf000000 */
	return total > 0xa0000000 ? 0 : 2;
}

/* mmap until ENOMEM: is it the address space that ends? */
TEST(stress, map_everything)
{
	long before = free_kib();

	CHECK_EQ(in_child(map_all, NULL), 0);
	check_free(before);
}

static int brk_all(void *unused)
{
	ulong start = (ulong)SYS(brk, 0), top = start, step = 16 * MiB;

	while (step >= PAGE) {
		if ((ulong)SYS(brk, top + step) == top + step) {
			top += step;
			*(char *)(top - 1) = 1;
		} else {
			step /= 2;
		}
	}
	if (top - start < 256 * MiB)
		return 1;
	return (ulong)SYS(brk, start) == start ? 0 : 2;
}

/* brk to the limit and back? */
TEST(stress, brk_to_the_limit)
{
	long before = free_kib();

	CHECK_EQ(in_child(brk_all, NULL), 0);
	check_free(before);
}

static int eat(void *unused)
{
	size_t chunk = 256 * MiB;

	while (chunk >= MiB) {
		char *p = map_at(NULL, chunk, PROT_RW, ANON | MAP_NORESERVE, -1, 0);

		if (IS_ERR(p)) {
			chunk /= 2;
			continue;
		}
		for (size_t i = 0; i < chunk; i += PAGE)
			p[i] = 1;
	}
	return 0;
}

/* One that touches all memory there is: is it killed, alone, and everything back? */
TEST(stress, out_of_memory)
{
	long before = free_kib();
	int status = in_child(eat, NULL);

	CHECK(killed(status) == SIGKILL || status == 0);
	check_free(before);
}

static int all_areas(void *unused)
{
	const ulong pages = 140000;
	char *p = map_at(NULL, pages * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	ulong limit = 65530, made = 0;
	const char *text = slurp("/proc/sys/vm/max_map_count");
	long r = 0;

	if (text)
		limit = number(&text, 10);
	if (IS_ERR(p))
		return 1;
	for (ulong i = 0; i < pages - 1 && !r; i += 2) {
		r = SYS(mprotect, p + i * PAGE, PAGE, PROT_RW);
		made += !r;
	}
	if (r != -ENOMEM)
		return 2;
	/* Each that was made added two areas; the program's own are few. */
	if (2 * made > limit || 2 * made < limit - 40)
		return 3;
	for (ulong i = 0; i < made; i += 97) {
		p[2 * i * PAGE] = (char)i;
		if (p[2 * i * PAGE] != (char)i)
			return 4;
	}
	return unmap(p, pages * PAGE) == 0 ? 0 : 5;
}

/* As many areas as max_map_count allows, and not one more? */
TEST(stress, all_areas)
{
	long before = free_kib();

	CHECK_EQ(in_child(all_areas, NULL), 0);
	check_free(before);
}

static noinline int recursion(volatile int *from)
{
	volatile int frame[256];

	frame[0] = *from + 1;
	return *from < 0 ? 0 : recursion(frame) + frame[0];
}

static int recurse(void *unused)
{
	volatile int start = 0;

	return recursion(&start);
}

/* Recursion without end: does the stack's limit end it by SIGSEGV? */
TEST(stress, stack_recursion)
{
	long before = free_kib();

	CHECK_EQ(killed(in_child(recurse, NULL)), SIGSEGV);
	check_free(before);
}

/* 1,000 children share one page, each reads it, each writes its own copy: is the parent's what it was? */
TEST(stress, shared_page)
{
	long before = free_kib();
	/* Each needs 44 KiB of the kernel's. */
	const int children = before > 80 * 1024 ? 1000 : 300;
	volatile u32 *page = (volatile u32 *)map(PAGE);
	int fds[2], made = 0, good = 0, status;
	char c;

	page[0] = 4711;
	NEED(SYS(pipe, fds) == 0);
	for (int i = 0; i < children; i++) {
		int pid = fork();

		if (!pid) {
			SYS(close, fds[1]);
			SYS(read, fds[0], &c, 1);
			if (page[0] != 4711)
				exit(1);
			page[0] = i;
			SYS(sched_yield);
			exit(page[0] == (u32)i ? 0 : 2);
		}
		if (pid < 0)
			break;
		made++;
	}
	CHECK_EQ(made, children);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	for (int i = 0; i < made; i++) {
		CHECK(SYS(wait4, -1, &status, 0, NULL) > 0);
		good += status == 0;
	}
	CHECK_EQ(good, made);
	CHECK_EQ(page[0], 4711);
	unmap(page, PAGE);
	check_free(before);
}

/* Random mmap, munmap, mprotect, mremap for a while: does memory hold what was written? */
TEST(stress, random)
{
	enum { SLOTS = 40 };
	static struct { char *p; u32 pages; u8 mark; } slot[SLOTS];
	long before = free_kib();

	for (int i = 0; i < 5000; i++) {
		u32 n = rnd() % SLOTS, pages = 1 + rnd() % 20;

		if (!slot[n].p) {
			slot[n].p = map(pages * PAGE);
			slot[n].pages = pages;
			slot[n].mark = (u8)rnd();
			for (u32 j = 0; j < pages; j++)
				slot[n].p[j * PAGE] = (char)slot[n].mark;
			continue;
		}
		for (u32 j = 0; j < slot[n].pages; j++)
			if (slot[n].p[j * PAGE] != (char)slot[n].mark)
				CHECK_EQ(i, -1);
		switch (rnd() % 4) {
		case 0:
			CHECK_EQ(unmap(slot[n].p, slot[n].pages * PAGE), 0);
			slot[n].p = NULL;
			break;
		case 1:
			/* One area again: mremap takes no more */
			CHECK_EQ(SYS(mprotect, slot[n].p, slot[n].pages * PAGE, PROT_RW), 0);
			slot[n].p = (char *)SYS(mremap, slot[n].p, slot[n].pages * PAGE, pages * PAGE, MREMAP_MAYMOVE);
			NEED(!IS_ERR(slot[n].p));
			for (u32 j = slot[n].pages; j < pages; j++)
				slot[n].p[j * PAGE] = (char)slot[n].mark;
			slot[n].pages = pages;
			break;
		case 2:
			CHECK_EQ(SYS(mprotect, slot[n].p, PAGE, PROT_READ), 0);
			break;
		case 3:
			CHECK_EQ(SYS(mprotect, slot[n].p, slot[n].pages * PAGE, PROT_RW), 0);
			break;
		}
	}
	for (u32 n = 0; n < SLOTS; n++)
		if (slot[n].p)
			unmap(slot[n].p, slot[n].pages * PAGE);
	check_free(before);
}
