/* SPDX-License-Identifier: GPL-2.0-only */
/* madvise, mincore, msync, mlock and kin, remap_file_pages: effects and errors. */
#include "user.h"

static int present(const char *p)
{
	u8 there = 0xff;

	return SYS(mincore, p, PAGE, &there) ? -1 : there & 1;
}

/* Does MADV_DONTNEED give zeros again on private memory, and the file's contents on a file's? */
TEST(advise, dontneed)
{
	char *p = map(4 * PAGE);
	long fd;

	memset(p, 3, 4 * PAGE);
	CHECK_EQ(SYS(madvise, p + PAGE, 2 * PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(p[PAGE - 1], 3);
	CHECK_EQ(present(p + PAGE), 0);
	CHECK_EQ(p[PAGE], 0);
	CHECK_EQ(p[3 * PAGE], 3);
	unmap(p, 4 * PAGE);
	spit("/tmp/advise", "file");
	fd = SYS(open, "/tmp/advise", O_RDWR);
	p = map_at(NULL, PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	NEED(!IS_ERR(p));
	p[0] = 'm';
	CHECK_EQ(SYS(madvise, p, PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(p[0], 'f');
	unmap(p, PAGE);
	SYS(close, fd);
	SYS(unlink, "/tmp/advise");
}

/* Are hints taken, and nonsense refused? */
TEST(advise, madvise_errors)
{
	char *p = map(4 * PAGE);

	for (int hint = MADV_NORMAL; hint <= MADV_SEQUENTIAL; hint++)
		CHECK_EQ(SYS(madvise, p, 4 * PAGE, hint), 0);
	CHECK_EQ(SYS(madvise, p, 4 * PAGE, MADV_NORMAL), 0);
	CHECK_EQ(SYS(madvise, p + 1, PAGE, MADV_NORMAL), -EINVAL);
	CHECK_EQ(SYS(madvise, p, PAGE, 77), -EINVAL);
	CHECK_EQ(SYS(madvise, p, 0, MADV_DONTNEED), 0);
	CHECK_EQ(SYS(madvise, p, 0xfffff001, MADV_DONTNEED), -EINVAL);
	unmap(p + PAGE, PAGE);
	memset(p, 1, PAGE);
	memset(p + 2 * PAGE, 1, PAGE);
	/* It goes on behind a hole, and says ENOMEM at the end. */
	CHECK_EQ(SYS(madvise, p, 4 * PAGE, MADV_DONTNEED), -ENOMEM);
	CHECK_EQ(p[0], 0);
	CHECK_EQ(p[2 * PAGE], 0);
	SYS(mlock, p, PAGE);
	CHECK_EQ(SYS(madvise, p, PAGE, MADV_DONTNEED), -EINVAL);
	unmap(p, 4 * PAGE);
}

static char *page;

static int touches(void *unused)
{
	return touch(page).sig;
}

/* Is a MADV_DONTFORK area missing in the child, and there again after MADV_DOFORK? */
TEST(advise, dontfork)
{
	page = map(PAGE);
	*page = 1;
	CHECK_EQ(SYS(madvise, page, PAGE, MADV_DONTFORK), 0);
	CHECK_EQ(exited(in_child(touches, NULL)), SIGSEGV);
	CHECK_EQ(SYS(madvise, page, PAGE, MADV_DOFORK), 0);
	CHECK_EQ(exited(in_child(touches, NULL)), 0);
	unmap(page, PAGE);
}

/* Does mincore tell touched from untouched, and refuse what it should? */
TEST(advise, mincore)
{
	char *p = map(4 * PAGE);
	u8 there[4];

	p[PAGE] = 1;
	(void)*(volatile char *)(p + 2 * PAGE);
	CHECK_EQ(SYS(mincore, p, 4 * PAGE, there), 0);
	CHECK_EQ(there[0] & 1, 0);
	CHECK_EQ(there[1] & 1, 1);
	CHECK_EQ(there[3] & 1, 0);
	CHECK_EQ(SYS(mincore, p + 1, PAGE, there), -EINVAL);
	CHECK_EQ(SYS(mincore, p, PAGE, NULL), -EFAULT);
	CHECK_EQ(SYS(mincore, p, PAGE, 0xc0000000), -EFAULT);
	CHECK_EQ(SYS(mincore, p, 0, there), 0);
	CHECK_EQ(SYS(mincore, 0xc0000000, PAGE, there), -ENOMEM);
	unmap(p + 2 * PAGE, PAGE);
	CHECK_EQ(SYS(mincore, p, 4 * PAGE, there), -ENOMEM);
	unmap(p, 4 * PAGE);
}

/* msync: which flags, which ranges? */
TEST(advise, msync)
{
	char *p = map_shared(3 * PAGE);

	memset(p, 1, 3 * PAGE);
	CHECK_EQ(SYS(msync, p, 3 * PAGE, MS_SYNC), 0);
	CHECK_EQ(SYS(msync, p, 3 * PAGE, MS_ASYNC), 0);
	CHECK_EQ(SYS(msync, p, 3 * PAGE, MS_SYNC | MS_ASYNC), -EINVAL);
	CHECK_EQ(SYS(msync, p, 3 * PAGE, 8), -EINVAL);
	CHECK_EQ(SYS(msync, p + 1, PAGE, MS_SYNC), -EINVAL);
	CHECK_EQ(SYS(msync, p, 0, MS_SYNC), 0);
	SYS(mlock, p, PAGE);
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC | MS_INVALIDATE), -EBUSY);
	SYS(munlock, p, PAGE);
	unmap(p + PAGE, PAGE);
	CHECK_EQ(SYS(msync, p, 3 * PAGE, MS_SYNC), -ENOMEM);
	unmap(p, 3 * PAGE);
}

/* Does mlock bring pages in, count them, and stop at a hole? */
TEST(advise, mlock)
{
	char *p = map(8 * PAGE);
	long before = field("/proc/self/status", "VmLck");

	CHECK_EQ(SYS(mlock, p, 3 * PAGE), 0);
	CHECK_EQ(present(p + 2 * PAGE), 1);
	CHECK_EQ(present(p + 3 * PAGE), 0);
	CHECK_EQ(field("/proc/self/status", "VmLck"), before + 12);
	CHECK_EQ(SYS(mlock, p + 5, 10), 0);
	CHECK_EQ(SYS(munlock, p, 3 * PAGE), 0);
	CHECK_EQ(field("/proc/self/status", "VmLck"), before);
	unmap(p + 4 * PAGE, PAGE);
	CHECK_EQ(SYS(mlock, p + 3 * PAGE, 3 * PAGE), -ENOMEM);
	CHECK_EQ(SYS(munlock, p + 3 * PAGE, 3 * PAGE), -ENOMEM);
	SYS(munlock, p, 8 * PAGE);
	unmap(p, 8 * PAGE);
}

static int all_locked(void *unused)
{
	static const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	char *p = map(2 * PAGE), *q;

	if (SYS(setrlimit, RLIMIT_MEMLOCK, &unlimited))
		return 10;
	if (SYS(mlockall, 0) != -EINVAL || SYS(mlockall, 0x10) != -EINVAL)
		return 1;
	if (SYS(mlockall, MCL_CURRENT) || present(p) != 1)
		return 2;
	q = map(2 * PAGE);
	if (present(q) != 0)
		return 3;
	if (SYS(mlockall, MCL_FUTURE) || SYS(munlockall))
		return 4;
	if (field("/proc/self/status", "VmLck") != 0)
		return 5;
	if (SYS(mlockall, MCL_CURRENT | MCL_FUTURE))
		return 6;
	q = map(2 * PAGE);
	return present(q) == 1 && present(q + PAGE) == 1 ? 0 : 7;
}

static int gone(void *unused)
{
	return field("/proc/self/status", "VmLck") != 0;
}

static int locks_are_not_inherited(void *unused)
{
	SYS(mlockall, MCL_CURRENT | MCL_FUTURE);
	return exited(in_child(gone, NULL));
}

/* mlockall: now, in future, never again; and a child has no locks? */
TEST(advise, mlockall)
{
	CHECK_EQ(exited(in_child(all_locked, NULL)), 0);
	CHECK_EQ(exited(in_child(locks_are_not_inherited, NULL)), 0);
}

/* Does remap_file_pages show another page of the file at the same place? */
TEST(advise, remap_file_pages)
{
	char *p = map_shared(4 * PAGE);

	NEED(!IS_ERR(p));
	for (int i = 0; i < 4; i++)
		p[i * PAGE] = (char)('a' + i);
	CHECK_EQ(SYS(remap_file_pages, p, PAGE, 0, 3, 0), 0);
	CHECK_EQ(p[0], 'd');
	CHECK_EQ(p[PAGE], 'b');
	CHECK_EQ(SYS(remap_file_pages, p, PAGE, PROT_READ, 0, 0), -EINVAL);
	CHECK_EQ(SYS(remap_file_pages, p, 2 * PAGE, 0, 0xfffffffe, 0), -EINVAL);
	unmap(p, 4 * PAGE);
	p = map(PAGE);
	CHECK_EQ(SYS(remap_file_pages, p, PAGE, 0, 0, 0), -EINVAL);
	unmap(p, PAGE);
}
