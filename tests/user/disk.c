/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks as files: /dev/vda and /dev/vdb, which are read-only, and /dev/vdc, whose bytes the host has made by a rule
 * (tests/host/disk.t); without them there is nothing to test.  The host looks at what becomes of vdc.
 */
#include "user.h"

enum {
	BLKROGET = 0x125e, BLKGETSIZE = 0x1260, BLKFLSBUF = 0x1261, BLKSSZGET = 0x1268, BLKBSZGET = 0x80041270,
	BLKGETSIZE64 = 0x80041272, S_IFBLK = 060000, DISK_MAJOR = 254, DISK_MINORS = 16, SECTOR = 512,
};

static const char *const disks[] = { "/dev/vda", "/dev/vdb", "/dev/vdc" };
static u8 buf[64 * 1024];

/* The byte at @pos of disk @n */
static u8 byte_at(int n, ulong pos)
{
	return (u8)((pos * 7 + (pos >> 8) + (ulong)n * 100) % 251);
}

/* Is @p what disk @n has at @pos? */
static int is_of_disk(int n, const u8 *p, ulong pos, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != byte_at(n, pos + i))
			return 0;
	return 1;
}

/* A descriptor; -1: there is no such disk, and the test is skipped */
static int open_disk(int n, int flags)
{
	long fd = SYS(open, disks[n], flags);

	if (fd < 0)
		skip("there is no such disk");
	return fd < 0 ? -1 : (int)fd;
}

static ulong disk_size(int fd)
{
	u64 size = 0;

	CHECK_EQ(SYS(ioctl, fd, BLKGETSIZE64, &size), 0);
	return (ulong)size;
}

/* Do the node, the ioctls and lseek() say what the device is? */
TEST(disk, what_it_is)
{
	int fd = open_disk(0, O_RDONLY), n = -1;
	struct stat64 st;
	ulong size, sectors = 0;

	if (fd < 0)
		return;
	size = disk_size(fd);
	CHECK_EQ(SYS(fstat64, fd, &st), 0);
	CHECK_EQ(st.mode & S_IFMT, S_IFBLK);
	CHECK_EQ(st.rdev, DISK_MAJOR << 8);
	CHECK_EQ(st.size, 0);
	CHECK_EQ(SYS(stat64, disks[1], &st), 0);
	CHECK_EQ(st.rdev, DISK_MAJOR << 8 | DISK_MINORS);
	CHECK_EQ(SYS(ioctl, fd, BLKGETSIZE, &sectors), 0);
	CHECK_EQ(sectors * SECTOR, size);
	CHECK_EQ(SYS(ioctl, fd, BLKSSZGET, &n), 0);
	CHECK_EQ(n, SECTOR);
	CHECK_EQ(SYS(ioctl, fd, BLKBSZGET, &n), 0);
	CHECK_EQ(n, (int)(size & -size) < (int)PAGE ? (int)(size & -size) : (int)PAGE);
	CHECK_EQ(SYS(ioctl, fd, 0x12345678, &n), -ENOTTY);
	CHECK_EQ(SYS(ioctl, fd, BLKGETSIZE64, NULL), -EFAULT);
	CHECK_EQ(SYS(lseek, fd, 0, SEEK_END), size);
	CHECK_EQ(SYS(lseek, fd, -1, SEEK_CUR), size - 1);
	CHECK_EQ(SYS(lseek, fd, 2, SEEK_CUR), -EINVAL);
	CHECK_EQ(SYS(lseek, fd, 0, SEEK_CUR), size - 1);
	SYS(close, fd);
}

/* All of disk @n, in pieces that fit nothing */
static void read_all(int n)
{
	int fd = open_disk(n, O_RDONLY);
	ulong size, pos = 0;
	long got;

	if (fd < 0)
		return;
	size = disk_size(fd);
	while ((got = SYS(read, fd, buf, 5001)) > 0) {
		CHECK(is_of_disk(n, buf, pos, (size_t)got));
		pos += (ulong)got;
	}
	CHECK_EQ(got, 0);
	CHECK_EQ(pos, size);
	SYS(close, fd);
}

/* Is all of it what the host wrote, and does it end where it ends? */
TEST(disk, read)
{
	read_all(0);
}

/* Is the second drive another one? */
TEST(disk, second)
{
	read_all(1);
}

/* pread across pages, across the end, behind it? */
TEST(disk, pread)
{
	int fd = open_disk(0, O_RDONLY);
	ulong size;

	if (fd < 0)
		return;
	size = disk_size(fd);
	CHECK_EQ(SYS(pread64, fd, buf, 3 * PAGE, 0, PAGE / 2 + 1, 0), 3 * PAGE);
	CHECK(is_of_disk(0, buf, PAGE / 2 + 1, 3 * PAGE));
	CHECK_EQ(SYS(pread64, fd, buf, 1000, 0, size - 10, 0), 10);
	CHECK(is_of_disk(0, buf, size - 10, 10));
	CHECK_EQ(SYS(pread64, fd, buf, 1000, 0, size, 0), 0);
	CHECK_EQ(SYS(pread64, fd, buf, 1000, 0, size + 100000, 0), 0);
	CHECK_EQ(SYS(pread64, fd, buf, 1000, 0, 0, 1000), 0);
	SYS(close, fd);
}

static void check_map(int flags)
{
	int fd = open_disk(0, O_RDONLY);
	ulong size, pages;
	u8 *p;

	if (fd < 0)
		return;
	size = disk_size(fd);
	pages = (size + PAGE - 1) / PAGE;
	NEED(size % PAGE);
	p = (u8 *)map_at(NULL, (pages + 1) * PAGE, PROT_READ | (flags & MAP_PRIVATE ? PROT_WRITE : 0), flags, fd, 0);
	NEED(!IS_ERR(p));
	/* Backwards, and then what that brought along */
	CHECK(is_of_disk(0, p + size - 100, size - 100, 100));
	CHECK(is_of_disk(0, p, 0, size));
	for (ulong i = size; i < pages * PAGE; i++)
		CHECK_EQ(p[i], 0);
	CHECK_EQ(touch(p + pages * PAGE).sig, SIGBUS);
	if (flags & MAP_PRIVATE) {
		p[PAGE] = (u8)(byte_at(0, PAGE) + 1);
		CHECK_EQ(SYS(pread64, fd, buf, 1, 0, PAGE, 0), 1);
		CHECK_EQ(buf[0], byte_at(0, PAGE));
	}
	unmap(p, (pages + 1) * PAGE);
	SYS(close, fd);
}

/* Has a shared mapping the device's bytes, zeros in the rest of its last page, and SIGBUS behind it? */
TEST(disk, map_shared)
{
	check_map(MAP_SHARED);
}

/* ... and a private one, in which one may write? */
TEST(disk, map_private)
{
	check_map(MAP_PRIVATE);
}

static long cached(void)
{
	return field("/proc/meminfo", "Cached");
}

/* Do all openings and nodes share one cache, does BLKFLSBUF forget what isn't mapped, and the last close all? */
TEST(disk, cache)
{
	long before = cached(), fd = open_disk(0, O_RDONLY), other, all;
	u8 seen[2];
	char *p;

	if (fd < 0)
		return;
	SYS(mknod, "/tmp/disk", S_IFBLK | 0600, DISK_MAJOR << 8);
	other = SYS(open, "/tmp/disk", O_RDONLY);
	CHECK_EQ(SYS(unlink, "/tmp/disk"), 0);
	NEED(other >= 0);
	p = map_at(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, (int)fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(SYS(mincore, p, 2 * PAGE, seen), 0);
	CHECK_EQ(seen[0] | seen[1], 0);
	CHECK_EQ(SYS(pread64, other, buf, sizeof(buf), 0, 0, 0), sizeof(buf));
	CHECK_EQ(SYS(mincore, p, 2 * PAGE, seen), 0);
	CHECK_EQ(seen[0] & seen[1], 1);
	all = cached();
	CHECK(all >= before + (long)sizeof(buf) / 1024);
	CHECK_EQ(touch(p).sig, 0);
	unmap(p + PAGE, PAGE);
	CHECK_EQ(SYS(ioctl, fd, BLKFLSBUF, 0), 0);
	CHECK(cached() < all);
	CHECK_EQ(SYS(mincore, p, PAGE, seen), 0);
	CHECK_EQ(seen[0], 1);
	CHECK_EQ(SYS(pread64, other, buf, PAGE, 0, 3 * PAGE, 0), PAGE);
	CHECK(is_of_disk(0, buf, 3 * PAGE, PAGE));
	SYS(close, fd);
	SYS(close, other);
	CHECK_EQ((u8)p[0], byte_at(0, 0));
	unmap(p, PAGE);
	CHECK_EQ(cached(), before);
}

/* Which of the first 64 pages are in memory, a bit each, once those of @wanted are there, or after a second */
static u64 in_memory(const char *p, u64 wanted)
{
	u8 seen[64];
	u64 bits = 0;

	for (int i = 0; i == 0 || (i < 1000 && (bits & wanted) != wanted); i++) {
		if (i)
			pause_ms(1);
		CHECK_EQ(SYS(mincore, p, 64 * PAGE, seen), 0);
		bits = 0;
		for (int n = 0; n < 64; n++)
			bits |= (u64)(seen[n] & 1) << n;
	}
	return bits;
}

#define RANGE(from, to)	((~0ull << (from)) & (~0ull >> (63 - (to))))

/* Is the disk read ahead: by read(), by faults, by advice; and by nobody who says that he goes here and there? */
TEST(disk, read_ahead)
{
	long fd = open_disk(0, O_RDONLY);
	u64 want = RANGE(0, 3);
	char *p;

	if (fd < 0)
		return;
	p = map_at(NULL, 64 * PAGE, PROT_READ, MAP_SHARED, (int)fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, 0, 0), PAGE);
	CHECK(in_memory(p, want) == want);
	want |= RANGE(4, 11);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, PAGE, 0), PAGE);
	CHECK(in_memory(p, want) == want);
	CHECK_EQ(SYS(arm_fadvise64_64, fd, MADV_RANDOM, 0, 0, 0, 0), 0);
	want |= RANGE(20, 20);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, 20 * PAGE, 0), PAGE);
	CHECK(in_memory(p, want) == want);
	want |= RANGE(24, 26);
	CHECK_EQ(SYS(madvise, p + 24 * PAGE, 3 * PAGE, MADV_WILLNEED), 0);
	CHECK(in_memory(p, want) == want);
	want |= RANGE(30, 31);
	CHECK_EQ(SYS(readahead, fd, 0, 30 * PAGE + 1, 0, PAGE), 0);
	CHECK(in_memory(p, want) == want);
	/* A fault reads around its page */
	want |= RANGE(29, 60);
	CHECK_EQ(touch(p + 45 * PAGE).sig, 0);
	CHECK(in_memory(p, want) == want);
	CHECK(is_of_disk(0, (u8 *)p, 0, 64 * PAGE));
	CHECK_EQ(SYS(madvise, p, 64 * PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(SYS(arm_fadvise64_64, fd, MADV_DONTNEED, 0, 0, 0, 0), 0);
	CHECK(in_memory(p, 0) == 0);
	unmap(p, 64 * PAGE);
	SYS(close, fd);
}

/* What can't be written isn't: neither by write() nor through a mapping? */
TEST(disk, read_only)
{
	int fd = open_disk(0, O_RDWR), n = 0;
	u8 *p;

	if (fd < 0)
		return;
	CHECK_EQ(SYS(ioctl, fd, BLKROGET, &n), 0);
	CHECK_EQ(n, 1);
	CHECK_EQ(SYS(write, fd, "x", 1), -EPERM);
	CHECK_EQ((long)map_at(NULL, PAGE, PROT_RW, MAP_SHARED, fd, 0), -EPERM);
	p = (u8 *)map_at(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	NEED(!IS_ERR(p));
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_RW), -EACCES);
	unmap(p, PAGE);
	CHECK_EQ(SYS(fsync, fd), 0);
	SYS(close, fd);
}

/* Is a claim the only one, and no more than a claim? */
TEST(disk, claim)
{
	int fd = open_disk(0, O_RDONLY | O_EXCL);
	long other;

	if (fd < 0)
		return;
	CHECK_EQ(SYS(open, disks[0], O_RDONLY | O_EXCL), -EBUSY);
	other = SYS(open, disks[0], O_RDONLY);
	CHECK(other >= 0);
	SYS(close, fd);
	fd = open_disk(0, O_RDONLY | O_EXCL);
	CHECK(fd >= 0);
	SYS(close, fd);
	SYS(close, other);
}

/* A node of no device? */
TEST(disk, no_device)
{
	SYS(mknod, "/tmp/no-disk", S_IFBLK | 0600, DISK_MAJOR << 8 | 0xf0);
	CHECK_EQ(SYS(open, "/tmp/no-disk", O_RDONLY), -ENXIO);
	CHECK_EQ(SYS(unlink, "/tmp/no-disk"), 0);
}

static int reader(void *arg)
{
	int n = (int)(long)arg & 1;
	long fd = SYS(open, disks[n], O_RDONLY), got;
	ulong pos, i, size = fd < 0 ? 0 : disk_size((int)fd);

	/* Each goes its own way through the pages */
	for (i = 0; i < size / PAGE; i++) {
		pos = (i * (ulong)(2 * (long)arg + 3)) % (size / PAGE) * PAGE;
		got = SYS(pread64, fd, buf, PAGE, 0, pos, 0);
		if (got != (long)PAGE || !is_of_disk(n, buf, pos, PAGE))
			return 1;
	}
	return size == 0;
}

/* Six readers of two disks at once, some of whom want the same pages? */
TEST(disk, at_once)
{
	int fd = open_disk(0, O_RDONLY), pids[6];

	if (fd < 0)
		return;
	SYS(close, fd);
	for (long i = 0; i < 6; i++) {
		pids[i] = fork();
		if (!pids[i])
			exit(reader((void *)i));
	}
	for (int i = 0; i < 6; i++)
		CHECK_EQ(wait_for(pids[i]), 0);
}

/* Do /proc/partitions and a fresh devtmpfs know the disks? */
TEST(disk, lists)
{
	int fd = open_disk(0, O_RDONLY);
	struct stat64 st;
	char line[64];
	char *text;

	if (fd < 0)
		return;
	format(line, sizeof(line), "%4d  %7d %10d vda\n", DISK_MAJOR, 0, (int)(disk_size(fd) / 1024));
	SYS(close, fd);
	text = slurp("/proc/partitions");
	NEED(text);
	CHECK(strstr(text, line));
	CHECK(strstr(text, " vdb\n"));
	SYS(mkdir, "/tmp/dev", 0755);
	NEED(SYS(mount, "none", "/tmp/dev", "devtmpfs", 0, NULL) == 0);
	CHECK_EQ(SYS(stat64, "/tmp/dev/vdb", &st), 0);
	CHECK_EQ(st.rdev, DISK_MAJOR << 8 | DISK_MINORS);
	CHECK_EQ(SYS(umount2, "/tmp/dev", 0), 0);
	SYS(rmdir, "/tmp/dev");
}

/* ------------------------------------------------------------------ writing: what is on vdc is of "disk 5" afterwards, in places */

#define OTHER	5

static u8 *other_bytes(ulong pos, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf[i] = byte_at(OTHER, pos + i);
	return buf;
}

/* Bytes [@pos, @pos + @len) of vdc become those of the other disk */
static void write_at(int fd, ulong pos, size_t len)
{
	CHECK_EQ(SYS(pwrite64, fd, other_bytes(pos, len), len, 0, pos, 0), len);
}

/* Do writes that fit neither sectors nor pages change what they say, and nothing beside it? */
TEST(disk, write)
{
	int fd = open_disk(2, O_RDWR), n = 1;
	ulong size;

	if (fd < 0)
		return;
	size = disk_size(fd);
	CHECK_EQ(SYS(ioctl, fd, BLKROGET, &n), 0);
	CHECK_EQ(n, 0);
	write_at(fd, 700, 1000);		/* within a page */
	write_at(fd, 2 * PAGE - 10, 3 * PAGE);	/* two in part, two whole */
	write_at(fd, size - 700, 700);		/* the last ones */
	CHECK_EQ(SYS(fsync, fd), 0);
	CHECK_EQ(SYS(ioctl, fd, BLKFLSBUF, 0), 0);
	CHECK_EQ(SYS(pread64, fd, buf, 3000, 0, 0, 0), 3000);
	CHECK(is_of_disk(2, buf, 0, 700));
	CHECK(is_of_disk(OTHER, buf + 700, 700, 1000));
	CHECK(is_of_disk(2, buf + 1700, 1700, 1300));
	CHECK_EQ(SYS(pread64, fd, buf, 5 * PAGE, 0, PAGE, 0), 5 * PAGE);
	CHECK(is_of_disk(2, buf, PAGE, PAGE - 10));
	CHECK(is_of_disk(OTHER, buf + PAGE - 10, 2 * PAGE - 10, 3 * PAGE));
	CHECK(is_of_disk(2, buf + 4 * PAGE - 10, 5 * PAGE - 10, PAGE));
	CHECK_EQ(SYS(pread64, fd, buf, 1000, 0, size - 1000, 0), 1000);
	CHECK(is_of_disk(2, buf, size - 1000, 300));
	CHECK(is_of_disk(OTHER, buf + 300, size - 700, 700));
	SYS(close, fd);
}

/* Does a device not grow? */
TEST(disk, write_end)
{
	int fd = open_disk(2, O_RDWR);
	ulong size;

	if (fd < 0)
		return;
	size = disk_size(fd);
	CHECK_EQ(SYS(pwrite64, fd, other_bytes(size - 100, 300), 300, 0, size - 100, 0), 100);
	CHECK_EQ(SYS(pwrite64, fd, buf, 1, 0, size, 0), -ENOSPC);
	CHECK_EQ(SYS(pwrite64, fd, buf, 1, 0, 0, 100), -ENOSPC);
	CHECK_EQ(SYS(ftruncate, fd, 0), -EINVAL);
	CHECK_EQ(disk_size(fd), size);
	SYS(close, fd);
	fd = open_disk(2, O_WRONLY | O_APPEND);
	CHECK_EQ(SYS(write, fd, buf, 1), -ENOSPC);
	SYS(close, fd);
}

/* Do stores to a shared mapping come to the disk: by msync(), and again after that, and by the last close alone? */
TEST(disk, map_store)
{
	int fd = open_disk(2, O_RDWR);
	u8 *p;

	if (fd < 0)
		return;
	p = (u8 *)map_at(NULL, 3 * PAGE, PROT_RW, MAP_SHARED, fd, 20 * PAGE);
	NEED(!IS_ERR(p));
	for (ulong i = 0; i < 300; i++)
		p[i] = byte_at(OTHER, 20 * PAGE + i);
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC), 0);
	CHECK_EQ(field("/proc/meminfo", "Dirty"), 0);
	for (ulong i = 300; i < 600; i++)
		p[i] = byte_at(OTHER, 20 * PAGE + i);
	CHECK_EQ(SYS(pread64, fd, buf, 700, 0, 20 * PAGE, 0), 700);
	CHECK(is_of_disk(OTHER, buf, 20 * PAGE, 600));
	for (ulong i = 0; i < PAGE; i++)
		p[2 * PAGE + i] = byte_at(OTHER, 22 * PAGE + i);
	SYS(close, fd);
	unmap(p, 3 * PAGE);

	fd = open_disk(2, O_RDONLY);
	CHECK_EQ(SYS(pread64, fd, buf, 3 * PAGE, 0, 20 * PAGE, 0), 3 * PAGE);
	CHECK(is_of_disk(OTHER, buf, 20 * PAGE, 600));
	CHECK(is_of_disk(2, buf + 600, 20 * PAGE + 600, 2 * PAGE - 600));
	CHECK(is_of_disk(OTHER, buf + 2 * PAGE, 22 * PAGE, PAGE));
	SYS(close, fd);
}

/* ... and by sync()? */
TEST(disk, sync)
{
	int fd = open_disk(2, O_RDWR);

	if (fd < 0)
		return;
	write_at(fd, 700, 1000);
	CHECK_EQ(field("/proc/meminfo", "Dirty"), PAGE / 1024);
	CHECK_EQ(SYS(sync), 0);
	CHECK_EQ(field("/proc/meminfo", "Dirty"), 0);
	CHECK_EQ(field("/proc/meminfo", "Writeback"), 0);
	SYS(close, fd);
}

static int writer(void *arg)
{
	long fd = SYS(open, disks[2], O_RDWR);

	/* Every third piece of 1000 bytes of the second half, so that all write to the same pages */
	for (ulong i = (ulong)arg; i < 300; i += 3) {
		ulong pos = 600000 + i * 1000;

		if (SYS(pwrite64, fd, other_bytes(pos, 1000), 1000, 0, pos, 0) != 1000)
			return 1;
		if (i % 16 == 0 && SYS(fdatasync, fd))
			return 2;
	}
	return SYS(fsync, fd) != 0;
}

/* Three writers to the same pages, who sync while the others write? */
TEST(disk, write_at_once)
{
	int fd = open_disk(2, O_RDONLY), pids[3];

	if (fd < 0)
		return;
	for (long i = 0; i < 3; i++) {
		pids[i] = fork();
		if (!pids[i])
			exit(writer((void *)i));
	}
	for (int i = 0; i < 3; i++)
		CHECK_EQ(wait_for(pids[i]), 0);
	CHECK_EQ(SYS(ioctl, fd, BLKFLSBUF, 0), 0);
	for (ulong pos = 600000; pos < 900000; pos += 50000) {
		CHECK_EQ(SYS(pread64, fd, buf, 50000, 0, pos, 0), 50000);
		CHECK(is_of_disk(OTHER, buf, pos, 50000));
	}
	SYS(close, fd);
}

static long free_pages(void)
{
	struct sysinfo info;

	return SYS(sysinfo, &info) ? 0 : (long)(info.freeram / PAGE * info.mem_unit);
}

/* All of vdc through the cache and back, some of it written */
static void one_round(void)
{
	long fd = SYS(open, disks[2], O_RDWR), got;

	write_at((int)fd, 700, 1000);
	write_at((int)fd, 601000, 3 * PAGE);
	while ((got = SYS(read, fd, buf, sizeof(buf))) > 0)
		;
	CHECK_EQ(got, 0);
	SYS(close, fd);
}

/* Does memory come back?  How much requests take at once differs from run to run, so a few pages don't count. */
TEST(disk, nothing_lost)
{
	int fd = open_disk(2, O_RDONLY);
	long before;

	if (fd < 0)
		return;
	SYS(close, fd);
	for (int i = 0; i < 3; i++)
		one_round();
	before = free_pages();
	for (int i = 0; i < 30; i++)
		one_round();
	CHECK(free_pages() >= before - 10);
}
