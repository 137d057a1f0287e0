/* SPDX-License-Identifier: GPL-2.0-only */
/* mmap, munmap, mprotect: what they do, and each errno of their man pages. */
#include "user.h"

#define ANON (MAP_PRIVATE | MAP_ANON)

/* Is a new mapping zero, all of it, and writable? */
TEST(mmap, zero_filled)
{
	char *p = map(5 * PAGE);
	int sum = 0;

	NEED(!IS_ERR(p));
	CHECK_EQ((ulong)p & (PAGE - 1), 0);
	for (size_t i = 0; i < 5 * PAGE; i++)
		sum |= p[i];
	CHECK_EQ(sum, 0);
	for (size_t i = 0; i < 5 * PAGE; i += PAGE)
		p[i] = (char)(i / PAGE + 1);
	for (size_t i = 0; i < 5 * PAGE; i += PAGE)
		CHECK_EQ(p[i], i / PAGE + 1);
	CHECK_EQ(unmap(p, 5 * PAGE), 0);
	CHECK_EQ(touch(p).sig, SIGSEGV);
}

/* What does mmap refuse? */
TEST(mmap, errors)
{
	long fd = SYS(open, "/proc/self/exe", O_RDONLY);

	CHECK_EQ((long)map(0), -EINVAL);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, MAP_ANON, -1, 0), -EINVAL);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0), -EBADF);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE, 77, 0), -EBADF);
	CHECK_EQ((long)map_at((void *)0x40000123, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0), -EINVAL);
	CHECK_EQ((long)map_at((void *)0xc0000000, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0), -ENOMEM);
	CHECK_EQ((long)map_at((void *)0xbefff000, 0x2000000, PROT_READ, ANON | MAP_FIXED, -1, 0), -ENOMEM);
	CHECK_EQ((long)map(0xfffff000), -ENOMEM);
	CHECK_EQ((long)map(0xc0000000), -ENOMEM);
	CHECK_EQ(SYS(mmap2, 0, 2 * PAGE, PROT_READ, MAP_PRIVATE, 0, 0xffffffff) < 0, 1);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, ANON | MAP_HUGETLB, -1, 0), -EINVAL);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_HUGETLB, fd, 0), -EINVAL);
	SYS(close, fd);
}

/* Is the hint taken where it is free, and another place found where not? */
TEST(mmap, hint)
{
	char *p = map(4 * PAGE), *q;

	NEED(!IS_ERR(p));
	unmap(p, 4 * PAGE);
	q = map_at(p + PAGE, PAGE, PROT_RW, ANON, -1, 0);
	CHECK_EQ((ulong)q, (ulong)p + PAGE);
	p = map_at(q, PAGE, PROT_RW, ANON, -1, 0);
	CHECK(p != q);
	CHECK(!IS_ERR(p));
	unmap(p, PAGE);
	unmap(q, PAGE);
	/* One that isn't a page's address is rounded down. */
	p = map_at(q + PAGE - 1, PAGE, PROT_RW, ANON, -1, 0);
	CHECK_EQ((ulong)p, (ulong)q);
	unmap(p, PAGE);
	/* In page 0 it's none. */
	p = map_at((void *)5, PAGE, PROT_RW, ANON, -1, 0);
	CHECK((ulong)p > MiB && !IS_ERR(p));
	unmap(p, PAGE);
}

/* Does MAP_FIXED replace what was there, in the middle as well? */
TEST(mmap, fixed)
{
	char *p = map(8 * PAGE);

	NEED(!IS_ERR(p));
	memset(p, 1, 8 * PAGE);
	CHECK_EQ((ulong)map_at(p + 2 * PAGE, 3 * PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0), (ulong)p + 2 * PAGE);
	CHECK_EQ(p[2 * PAGE - 1], 1);
	CHECK_EQ(p[2 * PAGE], 0);
	CHECK_EQ(p[5 * PAGE - 1], 0);
	CHECK_EQ(p[5 * PAGE], 1);
	CHECK_EQ(unmap(p, 8 * PAGE), 0);
}

/* Are the two lowest pages left alone: not mapped, refused (ARM's FIRST_USER_ADDRESS), not taken for a hint? */
TEST(mmap, lowest_pages)
{
	const char *text = slurp("/proc/sys/vm/mmap_min_addr");
	long min = text ? (long)number(&text, 10) : -1, p;
	char *q;

	CHECK(min >= 0);
	CHECK_EQ(touch((void *)0).sig, SIGSEGV);
	CHECK_EQ((long)map_at((void *)0, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0), -EINVAL);
	CHECK_EQ((long)map_at((void *)PAGE, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0), -EINVAL);
	q = map(PAGE);
	CHECK_EQ(SYS(mremap, q, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE), -EINVAL);
	unmap(q, PAGE);
	p = (long)map_at((void *)PAGE, min + PAGE, PROT_RW, ANON, -1, 0);
	CHECK((ulong)p >= (ulong)min && (ulong)p >= 2 * PAGE && !IS_ERR((void *)p));
	unmap((void *)p, min + PAGE);
}

/* Do neighbours become one area, and is one cut by munmap two? */
TEST(mmap, merge_and_split)
{
	char *p = map(8 * PAGE);
	struct area a;
	int before;

	NEED(!IS_ERR(p));
	before = count_areas();
	CHECK_EQ(unmap(p + 3 * PAGE, 2 * PAGE), 0);
	CHECK_EQ(count_areas(), before + 1);
	CHECK(area_at((ulong)p + 2 * PAGE, &a) && a.end == (ulong)p + 3 * PAGE);
	CHECK(area_at((ulong)p + 3 * PAGE, &a) && a.start == (ulong)p + 5 * PAGE);
	map_at(p + 3 * PAGE, 2 * PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0);
	CHECK_EQ(count_areas(), before);
	CHECK_EQ(SYS(mprotect, p + 2 * PAGE, PAGE, PROT_READ), 0);
	CHECK_EQ(count_areas(), before + 2);
	CHECK_EQ(SYS(mprotect, p + 3 * PAGE, PAGE, PROT_READ), 0);
	CHECK_EQ(count_areas(), before + 2);
	CHECK_EQ(SYS(mprotect, p + 2 * PAGE, 2 * PAGE, PROT_RW), 0);
	CHECK_EQ(count_areas(), before);
	CHECK_EQ(unmap(p, 8 * PAGE), 0);
}

/* Does munmap take holes, ends, everything, and refuse what it should? */
TEST(mmap, munmap)
{
	char *p = map(6 * PAGE);

	NEED(!IS_ERR(p));
	CHECK_EQ(unmap(p, 0), -EINVAL);
	CHECK_EQ(unmap(p + 1, PAGE), -EINVAL);
	CHECK_EQ(unmap(0xc0000000, PAGE), -EINVAL);
	CHECK_EQ(unmap(0xbe000000, 0x50000000), -EINVAL);
	CHECK_EQ(unmap(p, 0xfffff000), -EINVAL);
	CHECK_EQ(unmap(p + PAGE, PAGE), 0);
	CHECK_EQ(unmap(p + 3 * PAGE, PAGE), 0);
	CHECK_EQ(unmap(p + 3 * PAGE, PAGE), 0);
	/* A length that is no whole page is rounded up. */
	CHECK_EQ(unmap(p, 5 * PAGE + 1), 0);
	CHECK_EQ(touch(p + 5 * PAGE).sig, SIGSEGV);
}

/* Does each protection let through what it should, and nothing else? */
TEST(mmap, protections)
{
	char *p = map(PAGE);
	static const struct { int prot, read, write; } row[] = {
		{ PROT_NONE, SIGSEGV, SIGSEGV }, { PROT_READ, 0, SIGSEGV }, { PROT_READ | PROT_EXEC, 0, SIGSEGV },
		{ PROT_RW, 0, 0 }, { PROT_RW | PROT_EXEC, 0, 0 }, { PROT_WRITE, 0, 0 },
	};

	NEED(!IS_ERR(p));
	*p = 5;
	for (size_t i = 0; i < ARRAY_SIZE(row); i++) {
		struct fault f;

		CHECK_EQ(SYS(mprotect, p, PAGE, row[i].prot), 0);
		f = touch(p);
		CHECK_EQ(f.sig, row[i].read);
		CHECK_EQ(f.code, f.sig ? SEGV_ACCERR : 0);
		f = poke(p, 5);
		CHECK_EQ(f.sig, row[i].write);
		CHECK_EQ(f.code, f.sig ? SEGV_ACCERR : 0);
		CHECK_EQ(f.addr, f.sig ? (ulong)p : 0);
	}
	CHECK_EQ(*p, 5);
	unmap(p, PAGE);
}

static void jump_to(void *p)
{
	((void (*)(void))p)();
}

/* Is code run from executable pages, and from no others? */
TEST(mmap, execute)
{
	ulong *p = (ulong *)map(PAGE);
	struct fault f;

	NEED(!IS_ERR(p));
	p[0] = 0xe12fff1e;	/* bx lr */
	f = catch_fault(jump_to, p);
	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.code, SEGV_ACCERR);
	CHECK_EQ(f.addr, (ulong)p);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_READ | PROT_EXEC), 0);
	CHECK_EQ(SYS(ARM_cacheflush, p, p + 1, 0), 0);
	CHECK_EQ(catch_fault(jump_to, p).sig, 0);
	unmap(p, PAGE);
	f = catch_fault(jump_to, p);
	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.code, SEGV_MAPERR);
}

/* What does mprotect refuse, and how far does it get before a hole? */
TEST(mmap, mprotect_errors)
{
	char *p = map(4 * PAGE);

	NEED(!IS_ERR(p));
	*p = 1;
	CHECK_EQ(SYS(mprotect, p + 1, PAGE, PROT_READ), -EINVAL);
	CHECK_EQ(SYS(mprotect, p, PAGE, 0x100), -EINVAL);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_GROWSDOWN | PROT_GROWSUP), -EINVAL);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_READ | PROT_GROWSDOWN), -EINVAL);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_READ | PROT_GROWSUP), -EINVAL);
	CHECK_EQ(SYS(mprotect, p, 0, PROT_READ), 0);
	CHECK_EQ(SYS(mprotect, p, 0xfffff000, PROT_READ), -ENOMEM);
	unmap(p + 2 * PAGE, PAGE);
	CHECK_EQ(SYS(mprotect, p, 4 * PAGE, PROT_READ), -ENOMEM);
	CHECK_EQ(poke(p, 1).sig, SIGSEGV);
	CHECK_EQ(poke(p + 3 * PAGE, 1).sig, 0);
	CHECK_EQ(SYS(mprotect, p + 2 * PAGE, PAGE, PROT_READ), -ENOMEM);
	unmap(p, 4 * PAGE);
}

/* Does a shared file mapping opened for reading stay read-only (VM_MAYWRITE)? */
TEST(mmap, may_write)
{
	long fd;
	char *p;

	spit("/tmp/maywrite", "hello");
	fd = SYS(open, "/tmp/maywrite", O_RDONLY);
	NEED(fd >= 0);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_RW, MAP_SHARED, fd, 0), -EACCES);
	p = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_RW), -EACCES);
	unmap(p, PAGE);
	p = map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_RW), 0);
	CHECK_EQ(poke(p, 'j').sig, 0);
	CHECK_EQ(p[1], 'e');
	unmap(p, PAGE);
	SYS(close, fd);
	CHECK(!strncmp(slurp("/tmp/maywrite"), "hello", 5));
	fd = SYS(open, "/tmp/maywrite", O_WRONLY);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0), -EACCES);
	SYS(close, fd);
	SYS(unlink, "/tmp/maywrite");
}

/* Do a shared mapping, the file, and another process see one another's writes? */
TEST(mmap, shared_file)
{
	long fd = SYS(open, "/tmp/shared", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char buf[8] = "";
	char *p, *q;

	NEED(fd >= 0);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	p = map_at(NULL, 2 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	q = map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PAGE);
	NEED(!IS_ERR(p) && !IS_ERR(q));
	memcpy(p + PAGE, "written", 8);
	CHECK(!strcmp(q, "written"));
	CHECK_EQ(SYS(pread64, fd, buf, 8, 0, PAGE, 0), 8);
	CHECK(!strcmp(buf, "written"));
	CHECK_EQ(SYS(pwrite64, fd, "WR", 2, 0, PAGE, 0), 2);
	CHECK(!strcmp(q, "WRitten"));
	/* The mapping outlives the descriptor and the name. */
	SYS(close, fd);
	SYS(unlink, "/tmp/shared");
	CHECK(!strcmp(p + PAGE, "WRitten"));
	unmap(p, 2 * PAGE);
	unmap(q, PAGE);
}

/* What lies behind the end of a file: zeros to the end of its page, then SIGBUS, also after a truncation? */
TEST(mmap, beyond_the_end)
{
	long fd = SYS(open, "/tmp/short", O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct fault f;
	char *p;

	NEED(fd >= 0);
	CHECK_EQ(SYS(ftruncate, fd, PAGE + 10), 0);
	p = map_at(NULL, 4 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(p[PAGE + 10], 0);
	f = touch(p + 2 * PAGE + 7);
	CHECK_EQ(f.sig, SIGBUS);
	CHECK_EQ(f.code, BUS_ADRERR);
	CHECK_EQ(f.addr, (ulong)p + 2 * PAGE + 7);
	p[0] = p[PAGE] = 'x';
	CHECK_EQ(SYS(ftruncate, fd, 100), 0);
	CHECK_EQ(touch(p).sig, 0);
	CHECK_EQ(touch(p + PAGE).sig, SIGBUS);
	CHECK_EQ(SYS(ftruncate, fd, 2 * PAGE), 0);
	CHECK_EQ(touch(p + PAGE).sig, 0);
	CHECK_EQ(p[PAGE], 0);
	unmap(p, 4 * PAGE);
	SYS(close, fd);
	SYS(unlink, "/tmp/short");
}

/* Are pages there at once with MAP_POPULATE and MAP_LOCKED? */
TEST(mmap, populate)
{
	u8 there[8];
	char *p = map_at(NULL, 8 * PAGE, PROT_RW, ANON | MAP_POPULATE, -1, 0);

	NEED(!IS_ERR(p));
	memset(there, 0, 8);
	CHECK_EQ(SYS(mincore, p, 8 * PAGE, there), 0);
	for (int i = 0; i < 8; i++)
		CHECK_EQ(there[i] & 1, 1);
	unmap(p, 8 * PAGE);
	p = map_at(NULL, 4 * PAGE, PROT_RW, ANON | MAP_LOCKED, -1, 0);
	NEED(!IS_ERR(p));
	memset(there, 0, 8);
	CHECK_EQ(SYS(mincore, p, 4 * PAGE, there), 0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(there[i] & 1, 1);
	unmap(p, 4 * PAGE);
}

static char *shared;

static int write_shared(void *unused)
{
	shared[PAGE] = 'c';
	return 0;
}

/* Is shared anonymous memory shared with a child, page by page, touched before or not? */
TEST(mmap, shared_anonymous)
{
	shared = map_shared(3 * PAGE);
	NEED(!IS_ERR(shared));
	shared[0] = 'p';
	CHECK_EQ(in_child(write_shared, NULL), 0);
	CHECK_EQ(shared[PAGE], 'c');
	CHECK_EQ(shared[2 * PAGE], 0);
	unmap(shared, 3 * PAGE);
}

/* /dev/zero: private it is anonymous memory, shared it is shared memory; writing to it goes nowhere? */
TEST(mmap, dev_zero)
{
	long fd = SYS(open, "/dev/zero", O_RDWR);
	char *p;

	NEED(fd >= 0);
	p = map_at(NULL, 2 * PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(p[PAGE], 0);
	p[PAGE] = 7;
	CHECK_EQ(p[PAGE], 7);
	unmap(p, 2 * PAGE);
	shared = map_at(NULL, 3 * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	NEED(!IS_ERR(shared));
	CHECK_EQ(in_child(write_shared, NULL), 0);
	CHECK_EQ(shared[PAGE], 'c');
	unmap(shared, 3 * PAGE);
	SYS(close, fd);
	fd = SYS(open, "/dev/null", O_RDWR);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0), -ENODEV);
	SYS(close, fd);
}

static int over_as(void *unused)
{
	char *p;

	if (rlimit(RLIMIT_AS, 64 * MiB))
		return 1;
	if ((long)map(64 * MiB) != -ENOMEM)
		return 2;
	p = map(8 * MiB);
	if (IS_ERR(p))
		return 3;
	return (long)SYS(mremap, p, 8 * MiB, 80 * MiB, MREMAP_MAYMOVE) == -ENOMEM ? 0 : 4;
}

/* Does RLIMIT_AS hold for mmap and mremap? */
TEST(mmap, rlimit_as)
{
	CHECK_EQ(in_child(over_as, NULL), 0);
}
