/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The program that scripts/figures draws: a bit of everything that an address space can have.  It calls here() twice,
 * for the debugger to look: in the top-down layout, with a child that shares its memory, and, started anew, in the
 * legacy one.
 */
#include "user.h"

#define FILE_PAGES 4

static char data[2 * PAGE] = { 1 };	/* .data */
static char bss[3 * PAGE];

static noinline void here(volatile void *addr)
{
	__asm__ volatile("" : : "r"(addr) : "memory");
}

static long file(void)
{
	static char page[PAGE];
	long fd = SYS(open, "/tmp/notes", O_RDWR | O_CREAT, 0644);

	for (int i = 0; i < FILE_PAGES; i++) {
		memset(page, 'a' + i, PAGE);
		SYS(write, fd, page, PAGE);
	}
	return fd;
}

static void touch_all(volatile char *p, ulong pages)
{
	for (ulong i = 0; i < pages; i++)
		p[i * PAGE] = 1;
}

/* Anonymous memory, a file, shared and private, a hole, a heap; the page to look at */
static volatile char *fill(void)
{
	long fd = file();
	volatile char *anon, *shared, *own;
	ulong heap = (ulong)SYS(brk, 0);

	SYS(brk, heap + 3 * PAGE);
	touch_all((char *)heap, 2);
	touch_all(data, 2);
	touch_all(bss, 3);
	anon = map(8 * PAGE);
	touch_all(anon, 3);
	shared = map_at(NULL, FILE_PAGES * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	(void)shared[PAGE];
	map_at((void *)(shared - 3 * PAGE), PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
	own = map_at((void *)(shared - 6 * PAGE), 2 * PAGE, PROT_RW, MAP_PRIVATE | MAP_FIXED, fd, 2 * PAGE);
	own[0] = 'x';
	(void)own[PAGE];
	return anon;
}

static int child(void *unused)
{
	SYS(pause);
	return 0;
}

int main(void)
{
	static char *const args[] = { "figure", "legacy", NULL }, *const envp[] = { NULL };
	volatile char *page = fill();

	if (argc == 1) {
		int pid = fork();

		if (!pid)
			exit(child(NULL));
		SYS(sched_yield);
		here(page);
		SYS(kill, pid, SIGKILL);
		wait_for(pid);
		SYS(personality, ADDR_COMPAT_LAYOUT | ADDR_NO_RANDOMIZE);
		SYS(execve, "/bin/figure", args, envp);
		return 1;
	}
	here(page);
	return 0;
}
