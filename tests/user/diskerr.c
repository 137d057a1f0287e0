/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks that fail: /dev/vda, on which each read of sector 80 and each write of sector 160 is an error, and /dev/vdb, of
 * which each flush is (tests/host/disk.t); without them there is nothing to test.
 */
#include "user.h"

enum { BLKFLSBUF = 0x1261, SECTOR = 512 };

#define BAD_READ	(80 * SECTOR)
#define BAD_WRITE	(160 * SECTOR)

static u8 buf[PAGE];

static int open_disk(const char *name)
{
	long fd = SYS(open, name, O_RDWR);

	if (fd < 0)
		skip("there is no such disk");
	return fd < 0 ? -1 : (int)fd;
}

/* Is a read error EIO from read(), what was read before it counts, and is the rest read all the same? */
TEST(diskerr, read)
{
	int fd = open_disk("/dev/vda");
	static u8 large[3 * PAGE];

	if (fd < 0)
		return;
	CHECK_EQ(SYS(pread64, fd, buf, 1, 0, BAD_READ, 0), -EIO);
	CHECK_EQ(SYS(pread64, fd, buf, 1, 0, BAD_READ + 100, 0), -EIO);
	CHECK_EQ(SYS(pread64, fd, large, sizeof(large), 0, BAD_READ - PAGE, 0), PAGE);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, BAD_READ + PAGE, 0), PAGE);
	/* A write of a part of that page has to read it */
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, BAD_READ, 0), -EIO);
	SYS(close, fd);
}

/* ... SIGBUS from a fault, and EFAULT from a call? */
TEST(diskerr, fault)
{
	int fd = open_disk("/dev/vda"), fds[2];
	struct fault f;
	char *p;

	if (fd < 0)
		return;
	p = map_at(NULL, 3 * PAGE, PROT_READ, MAP_SHARED, fd, BAD_READ - PAGE);
	NEED(!IS_ERR(p));
	CHECK_EQ(touch(p).sig, 0);
	f = touch(p + PAGE);
	CHECK_EQ(f.sig, SIGBUS);
	CHECK_EQ(f.code, BUS_ADRERR);
	CHECK_EQ(f.addr, (ulong)p + PAGE);
	CHECK_EQ(touch(p + 2 * PAGE).sig, 0);
	CHECK_EQ(SYS(pipe, fds), 0);
	CHECK_EQ(SYS(write, fds[1], p + PAGE, 1), -EFAULT);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	unmap(p, 3 * PAGE);
	SYS(close, fd);
}

/* Is a write error EIO from fsync(), once, and is what else was written on the disk? */
TEST(diskerr, fsync)
{
	int fd = open_disk("/dev/vda");

	if (fd < 0)
		return;
	memset(buf, 'w', sizeof(buf));
	CHECK_EQ(SYS(pwrite64, fd, buf, PAGE, 0, BAD_WRITE, 0), PAGE);
	CHECK_EQ(SYS(pwrite64, fd, buf, PAGE, 0, BAD_WRITE + 2 * PAGE, 0), PAGE);
	CHECK_EQ(SYS(fsync, fd), -EIO);
	CHECK_EQ(SYS(fsync, fd), 0);
	CHECK_EQ(SYS(ioctl, fd, BLKFLSBUF, 0), 0);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, BAD_WRITE, 0), PAGE);
	CHECK_EQ(buf[0], 0);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, BAD_WRITE + 2 * PAGE, 0), PAGE);
	CHECK_EQ(buf[0], 'w');
	SYS(close, fd);
}

/* ... and from msync(), of a store, which says nothing? */
TEST(diskerr, msync)
{
	int fd = open_disk("/dev/vda");
	char *p;

	if (fd < 0)
		return;
	p = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, fd, BAD_WRITE);
	NEED(!IS_ERR(p));
	p[5] = 'm';
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC), -EIO);
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC), 0);
	CHECK_EQ(p[5], 'm');
	unmap(p, PAGE);
	SYS(close, fd);
}

/* Does the last close write what it can, of other pages and of the very page of which a sector fails? */
TEST(diskerr, last_close)
{
	static const int places[] = { BAD_WRITE - 2 * SECTOR, BAD_WRITE + 2 * SECTOR };
	int fd = open_disk("/dev/vda");

	if (fd < 0)
		return;
	for (int i = 0; i < 2; i++)
		CHECK_EQ(SYS(pwrite64, fd, "before", 6, 0, places[i], 0), 6);
	CHECK_EQ(SYS(pwrite64, fd, "broken", 6, 0, BAD_WRITE, 0), 6);
	CHECK_EQ(SYS(close, fd), 0);
	fd = open_disk("/dev/vda");
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(SYS(pread64, fd, buf, 6, 0, places[i], 0), 6);
		CHECK(!memcmp(buf, "before", 6));
	}
	CHECK_EQ(SYS(pread64, fd, buf, 6, 0, BAD_WRITE, 0), 6);
	CHECK_EQ(buf[0], 0);
	SYS(close, fd);
}

/* Is a cache that can't be flushed an error, each time? */
TEST(diskerr, flush)
{
	int fd = open_disk("/dev/vdb");

	if (fd < 0)
		return;
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 100, 0), 1);
	CHECK_EQ(SYS(fsync, fd), -EIO);
	CHECK_EQ(SYS(fsync, fd), -EIO);
	CHECK_EQ(SYS(pread64, fd, buf, 1, 0, 100, 0), 1);
	CHECK_EQ(buf[0], 'x');
	SYS(close, fd);
}
