/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ext2 on disks that fail: of /dev/vda, some blocks can't be read and one can't be written; of /dev/vdb, the bitmaps can't
 * be read (tests/host/ext2-error.t); without them there is nothing to test.  Each answer is an errno, and umount() works.
 */
#include "user.h"

enum { NR_syncfs = 373, O_SYNC = 04010000 };

#define M	"/tmp/m"

static u8 buf[4 * PAGE];

static int mounted(const char *disk)
{
	SYS(mkdir, M, 0755);
	if (SYS(access, disk, 0)) {
		skip("there is no such disk");
		return 0;
	}
	CHECK_EQ(SYS(mount, disk, M, "ext2", 0, "errors=continue"), 0);
	return 1;
}

static void unmounted(void)
{
	CHECK_EQ(SYS(umount2, M, 0), 0);
	CHECK_EQ(field("/proc/meminfo", "Dirty"), 0);
	CHECK_EQ(field("/proc/meminfo", "Writeback"), 0);
}

/* A page of a file that can't be read: EIO from read(), behind what can be, SIGBUS from a fault, each time? */
TEST(ext2err, read)
{
	struct fault f;
	char *p;
	long fd;

	if (!mounted("/dev/vda"))
		return;
	fd = SYS(open, M "/read", O_RDONLY);
	CHECK_EQ(SYS(pread64, fd, buf, 3 * PAGE, 0, 0, 0), PAGE);
	CHECK_EQ(buf[0], 'r');
	for (int i = 0; i < 2; i++)
		CHECK_EQ(SYS(pread64, fd, buf, 1, 0, PAGE + 5, 0), -EIO);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, 2 * PAGE, 0), PAGE);
	p = map_at(NULL, 3 * PAGE, PROT_READ, MAP_SHARED, (int)fd, 0);
	CHECK_EQ(touch(p).sig, 0);
	f = touch(p + PAGE);
	CHECK_EQ(f.sig, SIGBUS);
	CHECK_EQ(f.code, BUS_ADRERR);
	CHECK_EQ(touch(p + 2 * PAGE).sig, 0);
	unmap(p, 3 * PAGE);
	SYS(close, fd);
	unmounted();
}

/* A block that can't be written: EIO once, from whoever asks first: fsync, msync, syncfs, a write with O_SYNC? */
TEST(ext2err, write)
{
	long fd, sync_fd;
	char *p;

	if (!mounted("/dev/vda"))
		return;
	fd = SYS(open, M "/write", O_RDWR);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 0, 0), 1);
	CHECK_EQ(SYS(fsync, fd), -EIO);
	CHECK_EQ(SYS(fsync, fd), 0);
	p = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, (int)fd, 0);
	p[1] = 'y';
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC), -EIO);
	CHECK_EQ(SYS(msync, p, PAGE, MS_SYNC), 0);
	CHECK_EQ(p[1], 'y');
	unmap(p, PAGE);
	sync_fd = SYS(open, M "/write", O_RDWR | O_SYNC);
	CHECK_EQ(SYS(pwrite64, sync_fd, "z", 1, 0, 0, 0), -EIO);
	CHECK_EQ(SYS(pwrite64, sync_fd, "z", 1, 0, 2 * PAGE, 0), 1);
	SYS(close, sync_fd);
	CHECK_EQ(SYS(pwrite64, fd, "kept", 4, 0, PAGE, 0), 4);
	CHECK_EQ(SYS(fsync, fd), 0);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 0, 0), 1);
	CHECK_EQ(SYS(syncfs, fd), -EIO);
	CHECK_EQ(SYS(syncfs, fd), 0);
	CHECK_EQ(SYS(pwrite64, fd, "x", 1, 0, 0, 0), 1);
	SYS(close, fd);
	/* Nobody is told of that one */
	unmounted();
	CHECK(mounted("/dev/vda"));
	fd = SYS(open, M "/write", O_RDONLY);
	CHECK_EQ(SYS(pread64, fd, buf, 4, 0, PAGE, 0), 4);
	CHECK(!memcmp(buf, "kept", 4));
	SYS(close, fd);
	unmounted();
}

/* What leads to files: a directory, an indirect block, inodes? */
TEST(ext2err, metadata)
{
	struct stat64 st;
	long fd;

	if (!mounted("/dev/vda"))
		return;
	fd = SYS(open, M "/dir", O_RDONLY | O_DIRECTORY);
	CHECK_EQ(SYS(getdents64, fd, buf, sizeof(buf)), -EIO);
	SYS(close, fd);
	CHECK_EQ(SYS(stat64, M "/dir/name", &st), -EIO);
	CHECK_EQ(SYS(mknod, M "/dir/name", S_IFREG | 0644, 0), -EIO);
	CHECK_EQ(SYS(rmdir, M "/dir"), -EIO);
	fd = SYS(open, M "/indirect", O_RDWR);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, 0, 0), PAGE);
	CHECK_EQ(SYS(pread64, fd, buf, PAGE, 0, 13 * PAGE, 0), -EIO);
	CHECK_EQ(SYS(pwrite64, fd, buf, PAGE, 0, 14 * PAGE, 0), -EIO);
	CHECK_EQ(SYS(ftruncate, fd, 13 * PAGE), 0);
	CHECK_EQ(SYS(fsync, fd), 0);
	SYS(close, fd);
	CHECK_EQ(SYS(stat64, M "/inode", &st), -EIO);
	unmounted();
}

/* Bitmaps? */
TEST(ext2err, bitmaps)
{
	long fd;

	if (!mounted("/dev/vdb"))
		return;
	CHECK_EQ(SYS(mknod, M "/new", S_IFREG | 0644, 0), -EIO);
	CHECK_EQ(SYS(mkdir, M "/new", 0755), -EIO);
	fd = SYS(open, M "/write", O_RDWR | O_APPEND);
	CHECK_EQ(SYS(write, fd, buf, PAGE), -EIO);
	CHECK_EQ(SYS(ftruncate, fd, 0), 0);
	SYS(close, fd);
	CHECK_EQ(SYS(unlink, M "/read"), 0);
	unmounted();
}
