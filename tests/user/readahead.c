/* SPDX-License-Identifier: GPL-2.0-only */
/* Advice on files: what is refused, and that no advice changes what is read. */
#include "user.h"

enum { FADV_NORMAL, FADV_RANDOM, FADV_SEQUENTIAL, FADV_WILLNEED, FADV_DONTNEED, FADV_NOREUSE };

#define NPAGES	64
#define NAME	"/tmp/readahead"

static ulong words[PAGE / 4];

static long fadvise(long fd, int advice, u64 offset, u64 len)
{
	return SYS(arm_fadvise64_64, fd, advice, (u32)offset, (u32)(offset >> 32), (u32)len, (u32)(len >> 32));
}

static long readahead(long fd, u64 offset, size_t count)
{
	return SYS(readahead, fd, 0, (u32)offset, (u32)(offset >> 32), count, 0);
}

/* A file of NPAGES pages; each word is its number */
static long make_file(void)
{
	long fd = SYS(open, NAME, O_RDWR | O_CREAT | O_TRUNC, 0600);

	for (u32 p = 0; fd >= 0 && p < NPAGES; p++) {
		for (u32 i = 0; i < ARRAY_SIZE(words); i++)
			words[i] = p * ARRAY_SIZE(words) + i;
		if (SYS(write, fd, words, PAGE) != (long)PAGE)
			return -1;
	}
	return fd;
}

static int page_is_right(long fd, u32 p)
{
	if (SYS(pread64, fd, words, PAGE, 0, p * PAGE, 0) != (long)PAGE)
		return 0;
	for (u32 i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i] != p * ARRAY_SIZE(words) + i)
			return 0;
	return 1;
}

/* Forwards, backwards, with strides and at random, after each advice: is what is read what was written? */
TEST(readahead, contents)
{
	long fd = make_file(), wrong = 0;
	char *m;

	NEED(fd >= 0);
	m = map_at(NULL, NPAGES * PAGE, PROT_READ, MAP_SHARED, (int)fd, 0);
	NEED(!IS_ERR(m));
	for (int advice = FADV_NORMAL; advice <= FADV_NOREUSE; advice++) {
		CHECK_EQ(fadvise(fd, advice, 0, 0), 0);
		for (u32 p = 0; p < NPAGES; p++)
			wrong += !page_is_right(fd, p);
		CHECK_EQ(fadvise(fd, advice, 5 * PAGE + 1, 17 * PAGE), 0);
		for (u32 p = NPAGES; p-- > 0;)
			wrong += !page_is_right(fd, p);
		CHECK_EQ(fadvise(fd, FADV_DONTNEED, 0, 0), 0);
		for (u32 p = 0; p < NPAGES; p++)
			wrong += !page_is_right(fd, p * 7 % NPAGES) + !page_is_right(fd, rnd() % NPAGES);
		CHECK_EQ(SYS(madvise, m, NPAGES * PAGE, advice <= FADV_WILLNEED ? advice : MADV_NORMAL), 0);
		for (u32 p = 0; p < NPAGES; p++)
			wrong += *(volatile ulong *)(m + p * PAGE + 8) != p * PAGE / 4 + 2;
	}
	CHECK_EQ(wrong, 0);
	unmap(m, NPAGES * PAGE);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, NAME), 0);
}

/* Which descriptors, advice and ranges are refused? */
TEST(readahead, errors)
{
	long fd = make_file(), fds[2], wr;

	NEED(fd >= 0);
	CHECK_EQ(fadvise(fd, 6, 0, 0), -EINVAL);
	CHECK_EQ(fadvise(fd, -1, 0, 0), -EINVAL);
	CHECK_EQ(fadvise(fd, FADV_NORMAL, 0, 1ull << 63), -EINVAL);
	CHECK_EQ(fadvise(fd, FADV_WILLNEED, 1ull << 40, 1ull << 62), 0);
	CHECK_EQ(fadvise(99, FADV_NORMAL, 0, 0), -EBADF);
	CHECK_EQ(readahead(99, 0, 1), -EBADF);
	CHECK_EQ(readahead(fd, 0, 0), 0);
	CHECK_EQ(readahead(fd, 0, 10 * PAGE), 0);
	CHECK_EQ(readahead(fd, 1ull << 40, 10 * PAGE), 0);
	wr = SYS(open, NAME, O_WRONLY);
	CHECK_EQ(readahead(wr, 0, 1), -EBADF);
	CHECK_EQ(fadvise(wr, FADV_WILLNEED, 0, 1), 0);
	SYS(close, wr);
	CHECK_EQ(SYS(pipe, fds), 0);
	CHECK_EQ(fadvise(fds[0], FADV_NORMAL, 0, 0), -ESPIPE);
	CHECK_EQ(fadvise(fds[0], 6, 0, 0), -ESPIPE);
	CHECK_EQ(readahead(fds[0], 0, 1), -EINVAL);
	CHECK_EQ(readahead(fds[1], 0, 1), -EBADF);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	SYS(close, fd);
	fd = SYS(open, "/tmp", O_RDONLY | O_DIRECTORY);
	CHECK_EQ(readahead(fd, 0, 1), -EINVAL);
	SYS(close, fd);
	fd = SYS(open, "/dev/zero", O_RDONLY);
	CHECK_EQ(readahead(fd, 0, 1), -EINVAL);
	CHECK_EQ(fadvise(fd, FADV_SEQUENTIAL, 0, 0), 0);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, NAME), 0);
}
