/* SPDX-License-Identifier: GPL-2.0-only */
/* mremap: shrink, grow in place, move, move to a fixed place, and its errors. */
#include "user.h"

#define ANON (MAP_PRIVATE | MAP_ANON)

static char *filled(size_t pages)
{
	char *p = map(pages * PAGE);

	for (size_t i = 0; i < pages; i++)
		p[i * PAGE] = (char)(i + 1);
	return p;
}

static int holds(const char *p, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		if (p[i * PAGE] != (char)(i + 1))
			return 0;
	return 1;
}

/* Does shrinking unmap the tail and stay in place? */
TEST(mremap, shrink)
{
	char *p = filled(6);

	CHECK_EQ(SYS(mremap, p, 6 * PAGE, 2 * PAGE, 0), (long)p);
	CHECK(holds(p, 2));
	CHECK_EQ(touch(p + 2 * PAGE).sig, SIGSEGV);
	CHECK_EQ(unmap(p, 2 * PAGE), 0);
}

/* Does growing keep the place when there is room, and say ENOMEM when there is none? */
TEST(mremap, grow)
{
	char *p = filled(6);

	unmap(p + 3 * PAGE, 3 * PAGE);
	CHECK_EQ(SYS(mremap, p, 3 * PAGE, 5 * PAGE, 0), (long)p);
	CHECK(holds(p, 3));
	CHECK_EQ(p[4 * PAGE], 0);
	map_at(p + 5 * PAGE, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0);
	CHECK_EQ(SYS(mremap, p, 5 * PAGE, 6 * PAGE, 0), -ENOMEM);
	unmap(p, 6 * PAGE);
}

/* Are pages moved, not copied: same contents, old place gone? */
TEST(mremap, move)
{
	char *p = filled(4), *q;

	map_at(p + 4 * PAGE, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0);
	q = (char *)SYS(mremap, p, 4 * PAGE, 16 * PAGE, MREMAP_MAYMOVE);
	NEED(!IS_ERR(q));
	CHECK(q != p);
	CHECK(holds(q, 4));
	CHECK_EQ(q[15 * PAGE], 0);
	CHECK_EQ(touch(p).sig, SIGSEGV);
	unmap(q, 16 * PAGE);
	unmap(p + 4 * PAGE, PAGE);
}

/* Does MREMAP_FIXED go where it is told and unmap what was there? */
TEST(mremap, fixed)
{
	char *p = filled(3), *there = map(8 * PAGE);

	memset(there, 9, 8 * PAGE);
	CHECK_EQ(SYS(mremap, p, 3 * PAGE, 3 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, there + 2 * PAGE),
		 (long)there + 2 * PAGE);
	CHECK(holds(there + 2 * PAGE, 3));
	CHECK_EQ(there[2 * PAGE - 1], 9);
	CHECK_EQ(there[5 * PAGE], 9);
	CHECK_EQ(touch(p).sig, SIGSEGV);
	unmap(there, 8 * PAGE);
}

/* Does old_size 0 on a shared mapping give a second one of the same pages? */
TEST(mremap, duplicate)
{
	char *p = map_shared(2 * PAGE), *q;

	q = (char *)SYS(mremap, p, 0, 2 * PAGE, MREMAP_MAYMOVE);
	NEED(!IS_ERR(q));
	p[PAGE] = 'd';
	CHECK_EQ(q[PAGE], 'd');
	unmap(p, 2 * PAGE);
	unmap(q, 2 * PAGE);
}

/* What does it refuse? */
TEST(mremap, errors)
{
	char *p = filled(4), *q = map(8 * PAGE);

	CHECK_EQ(SYS(mremap, p + 1, PAGE, PAGE, MREMAP_MAYMOVE), -EINVAL);
	CHECK_EQ(SYS(mremap, p, PAGE, 0, MREMAP_MAYMOVE), -EINVAL);
	CHECK_EQ(SYS(mremap, p, PAGE, PAGE, 0x80), -EINVAL);
	CHECK_EQ(SYS(mremap, p, PAGE, PAGE, MREMAP_FIXED, q), -EINVAL);
	CHECK_EQ(SYS(mremap, p, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q + 1), -EINVAL);
	CHECK_EQ(SYS(mremap, p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p + PAGE), -EINVAL);
	CHECK_EQ(SYS(mremap, p, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, 0xc0000000), -EINVAL);
	CHECK_EQ(SYS(mremap, p, 5 * PAGE + 64 * MiB, 6 * PAGE + 64 * MiB, MREMAP_MAYMOVE), -EFAULT);
	unmap(q + 4 * PAGE, PAGE);
	CHECK_EQ(SYS(mremap, q + 4 * PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE), -EFAULT);
	unmap(p, 4 * PAGE);
	unmap(q, 8 * PAGE);
}

/* Do protections go along, and only the part that is moved? */
TEST(mremap, middle)
{
	char *p = filled(6), *q;

	SYS(mprotect, p + 2 * PAGE, 2 * PAGE, PROT_READ);
	q = (char *)SYS(mremap, p + 2 * PAGE, PAGE, 3 * PAGE, MREMAP_MAYMOVE);
	NEED(!IS_ERR(q));
	CHECK_EQ(*q, 3);
	CHECK_EQ(poke(q, 1).sig, SIGSEGV);
	CHECK_EQ(touch(p + 2 * PAGE).sig, SIGSEGV);
	CHECK_EQ(p[3 * PAGE], 4);
	CHECK_EQ(p[PAGE], 2);
	unmap(q, 3 * PAGE);
	unmap(p, 6 * PAGE);
}

/* Does a large move across page tables keep every page? */
TEST(mremap, across_tables)
{
	const size_t pages = 5 * MiB / PAGE;
	char *p = map(pages * PAGE), *q;

	NEED(!IS_ERR(p));
	for (size_t i = 0; i < pages; i++)
		*(u32 *)(p + i * PAGE) = i * 2654435761u;
	map_at(p + pages * PAGE, PAGE, PROT_NONE, ANON | MAP_FIXED, -1, 0);
	q = (char *)SYS(mremap, p, pages * PAGE, (pages + 1) * PAGE, MREMAP_MAYMOVE);
	NEED(!IS_ERR(q));
	for (size_t i = 0; i < pages; i++)
		if (*(u32 *)(q + i * PAGE) != i * 2654435761u)
			CHECK_EQ(i, -1);
	unmap(q, (pages + 1) * PAGE);
	unmap(p + pages * PAGE, PAGE);
}
