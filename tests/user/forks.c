/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Families of processes that split, merge, move and write the VMAs which they inherited, in random order.
 *
 * Each process keeps in its private memory what its pages must hold, so that the copy which fork makes is the
 * child's expectation, too.  On a debug build the kernel looks, whenever one of them ends, at every page's way
 * back to its VMAs.
 */
#include "user.h"

#define PAGES	12
#define STEPS	25
#define DEEPEST	4
#define TOTAL	400		/* processes of one family, so that it ends */

static char *mem;
static char expected[PAGES];
static int *started;		/* shared by all */

static int right(void)
{
	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] != expected[i] || mem[i * PAGE + PAGE - 1] != expected[i])
			return 0;
	return 1;
}

static void write_page(int i, char value)
{
	mem[i * PAGE] = mem[i * PAGE + PAGE - 1] = expected[i] = value;
}

/* Somewhere else and back: the pages keep their place in their anon_vma */
static int move(int first, int n)
{
	char *other = map(PAGES * PAGE), *there;

	if (IS_ERR(other))
		return 1;
	there = (char *)SYS(mremap, mem + first * PAGE, n * PAGE, n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, other);
	if (there == (char *)-EFAULT)		/* more than one VMA */
		return unmap(other, PAGES * PAGE) == 0;
	if (there != other)
		return 0;
	there = (char *)SYS(mremap, other, n * PAGE, n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, mem + first * PAGE);
	if (there != mem + first * PAGE)
		return 0;
	return unmap(other, PAGES * PAGE) == 0;
}

/* One change of some pages; 0 if the kernel refused what it must not */
static int change(void)
{
	int first = (int)(rnd() % PAGES), n = 1 + (int)(rnd() % (ulong)(PAGES - first));
	char *at = mem + first * PAGE;
	size_t len = (size_t)n * PAGE;

	switch (rnd() % 9) {
	case 0: return SYS(madvise, at, len, MADV_RANDOM) == 0;
	case 1: return SYS(madvise, at, len, MADV_NORMAL) == 0;
	case 2: return SYS(mlock, at, len) == 0;
	case 3: return SYS(munlock, at, len) == 0;
	case 4: return SYS(mprotect, at, len, PROT_READ) == 0 && SYS(mprotect, at, len, PROT_RW) == 0;
	case 5:
		for (int i = first; i < first + n; i++)
			expected[i] = 0;
		return unmap(at, len) == 0 &&
		       map_at(at, len, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0) == at;
	case 6: return move(first, n);
	case 7: SYS(sched_yield); return 1;
	default:
		for (int i = first; i < first + n; i++)
			write_page(i, (char)rnd());
		return 1;
	}
}

/* A process's life, and its children's.  Exits with 0, or with what went wrong. */
static int life(int depth)
{
	int children[3], n = 0, bad = 0;

	for (int i = 0; i < STEPS && !bad; i++) {
		if (depth < DEEPEST && n < 3 && rnd() % 6 == 0 && ++*started < TOTAL) {
			int pid = fork();

			if (!pid) {
				/* Its own random numbers from here on */
				for (int k = *started % 13; k >= 0; k--)
					rnd();
				exit(life(depth + 1));
			}
			if (pid > 0)
				children[n++] = pid;
		}
		if (!change())
			bad = 1;
		else if (!right())
			bad = 2;
		/* Some children are outlived, some not */
		if (n && rnd() % 8 == 0 && wait_for(children[--n]) != 0)
			bad = 3;
	}
	if (rnd() % 2)
		while (n > 0)
			if (wait_for(children[--n]) != 0)
				bad = 3;
	return bad;
}

static int family(void *unused)
{
	mem = map(PAGES * PAGE);
	if (IS_ERR(mem))
		return 4;
	for (int i = 0; i < PAGES; i++)
		write_page(i, (char)(i + 1));
	return life(0);
}

/* Does each see what it wrote and what it inherited, and nobody else's writes? */
TEST(forks, random)
{
	started = (int *)map_shared(PAGE);
	NEED(!IS_ERR(started));
	for (int i = 0; i < 5; i++) {
		*started = 0;
		CHECK_EQ(exited(in_child(family, NULL)), 0);
		/* Those that were left behind are init's */
		pause_ms(50);
	}
	CHECK(*started > 10);
	unmap(started, PAGE);
}
