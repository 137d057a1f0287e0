/* SPDX-License-Identifier: GPL-2.0-only */
/* The heap: brk up and down, its limits, what it may not run into. */
#include "user.h"

static ulong top(void)
{
	return (ulong)SYS(brk, 0);
}

/* Does the heap grow zeroed, shrink, and lose what was in it? */
TEST(brk, up_and_down)
{
	ulong start = top();

	CHECK_EQ(SYS(brk, start + 3 * PAGE), start + 3 * PAGE);
	memset((void *)start, 7, 3 * PAGE);
	CHECK_EQ(SYS(brk, start), start);
	CHECK_EQ(SYS(brk, start + 3 * PAGE), start + 3 * PAGE);
	CHECK_EQ(*(char *)((start + PAGE) & -PAGE), 0);
	CHECK_EQ(SYS(brk, start), start);
	CHECK_EQ(touch((void *)((start + 2 * PAGE) & -PAGE)).sig, SIGSEGV);
}

/* Is a break within a page remembered to the byte? */
TEST(brk, bytes)
{
	ulong start = top();

	for (ulong i = 1; i < 3 * PAGE; i = i * 3 + 1)
		CHECK_EQ(SYS(brk, start + i), start + i);
	CHECK_EQ(SYS(brk, start), start);
}

/* Does what can't be leave the break where it is? */
TEST(brk, refused)
{
	ulong start = top();
	char *wall = (char *)((start + 4 * PAGE) & -PAGE);

	CHECK_EQ(SYS(brk, 1), start);
	CHECK_EQ(SYS(brk, 0xbf000000), start);
	CHECK_EQ(SYS(brk, 0xfffff000), start);
	CHECK_EQ((ulong)map_at(wall, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0), (ulong)wall);
	CHECK_EQ(SYS(brk, start + 8 * PAGE), start);
	CHECK_EQ(top(), start);
	CHECK_EQ(unmap(wall, PAGE), 0);
	CHECK_EQ(SYS(brk, start + 8 * PAGE), start + 8 * PAGE);
	CHECK_EQ(SYS(brk, start), start);
}

static int limited(void *unused)
{
	ulong start = top();

	if (rlimit(RLIMIT_DATA, 4 * MiB))
		return 1;
	if ((ulong)SYS(brk, start + 8 * MiB) != start)
		return 2;
	return (ulong)SYS(brk, start + 2 * MiB) == start + 2 * MiB ? 0 : 3;
}

/* Does RLIMIT_DATA hold? */
TEST(brk, rlimit_data)
{
	CHECK_EQ(in_child(limited, NULL), 0);
}

static int locked(void *unused)
{
	ulong start = (top() + PAGE - 1) & -PAGE;
	u8 there[4] = { 0 };

	if (SYS(brk, start) != (long)start || SYS(mlockall, MCL_FUTURE))
		return 1;
	if (SYS(brk, start + 4 * PAGE) != (long)(start + 4 * PAGE))
		return 2;
	if (SYS(mincore, start, 4 * PAGE, there))
		return 3;
	return there[0] & there[1] & there[2] & there[3] & 1 ? 0 : 4;
}

/* With MCL_FUTURE, are new pages of the heap there at once? */
TEST(brk, mlockall_future)
{
	CHECK_EQ(in_child(locked, NULL), 0);
}
