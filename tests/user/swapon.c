/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * swapon() and swapoff(): areas that the host's mkswap has made (tests/host/swap.t); without them only what needs none is
 * tested.
 *
 *   /dev/vda  an ext2 disk with files: good, holes, small (no header), text
 *   /dev/vdb  an area of 64 pages; /dev/vdc  one of 32
 *   /dev/vdd  a header that says more than there is
 */
#include "user.h"

enum { PREFER = 0x8000, DIR_MODE = 0755 };

static const char heading[] = "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n";

/* Is there such a disk?  Without it the test is skipped. */
static int have(const char *name)
{
	long fd = SYS(open, name, O_RDONLY);

	if (fd < 0)
		skip("there is no such disk");
	else
		SYS(close, fd);
	return fd >= 0;
}

static int swaps_say(const char *lines)
{
	const char *text = slurp("/proc/swaps");

	if (text && !strncmp(text, heading, sizeof(heading) - 1) && !strcmp(text + sizeof(heading) - 1, lines))
		return 1;
	print("# /proc/swaps: %s", text ? text : "none\n");
	return 0;
}

static int disk_is_mounted(void)
{
	if (!have("/dev/vda"))
		return 0;
	SYS(mkdir, "/tmp/swapon", DIR_MODE);
	return SYS(mount, "/dev/vda", "/tmp/swapon", "ext2", 0, NULL) == 0;
}

static void unmount(void)
{
	CHECK_EQ(SYS(umount2, "/tmp/swapon", 0), 0);
	SYS(rmdir, "/tmp/swapon");
}

/* Are errors those of the man page, in Linux's order? */
TEST(swapon, errors)
{
	int fd;

	CHECK_EQ(SYS(swapon, "/nothing", 0x80000), -EINVAL);
	CHECK_EQ(SYS(swapon, "/nothing", 0), -ENOENT);
	CHECK_EQ(SYS(swapon, NULL, 0), -EFAULT);
	CHECK_EQ(SYS(swapoff, "/nothing"), -ENOENT);
	CHECK_EQ(SYS(swapoff, NULL), -EFAULT);
	CHECK_EQ(SYS(swapon, "/tmp", 0), -EISDIR);
	CHECK_EQ(SYS(swapon, "/dev/null", 0), -EINVAL);
	CHECK_EQ(SYS(swapoff, "/dev/null"), -EINVAL);
	/* A file of no disk has no place to swap to */
	fd = (int)SYS(open, "/tmp/swapon.file", O_RDWR | O_CREAT, 0600);
	NEED(fd >= 0);
	CHECK_EQ(SYS(swapon, "/tmp/swapon.file", 0), -EINVAL);
	CHECK_EQ(SYS(swapoff, "/tmp/swapon.file"), -EINVAL);
	SYS(close, fd);
	SYS(unlink, "/tmp/swapon.file");
}

static int as_nobody(void *arg)
{
	CHECK_EQ(SYS(setuid32, 65534), 0);
	CHECK_EQ(SYS(swapon, "/nothing", 0x80000), -EINVAL);
	CHECK_EQ(SYS(swapon, "/nothing", 0), -EPERM);
	CHECK_EQ(SYS(swapoff, "/nothing"), -EPERM);
	return failures != 0;
}

/* Is it root's alone? */
TEST(swapon, not_root)
{
	CHECK_EQ(exited(in_child(as_nobody, NULL)), 0);
}

/* Does a disk count in /proc/swaps, /proc/meminfo and sysinfo(), with its priority, and not a second time? */
TEST(swapon, disk)
{
	struct sysinfo before, info;

	if (!have("/dev/vdb"))
		return;
	CHECK(swaps_say(""));
	CHECK_EQ(SYS(sysinfo, &before), 0);
	CHECK_EQ(SYS(swapon, "/dev/vdb", PREFER | 42), 0);
	CHECK_EQ(SYS(swapon, "/dev/vdb", 0), -EBUSY);
	CHECK(swaps_say("/dev/vdb                                partition\t252\t0\t42\n"));
	CHECK_EQ(field("/proc/meminfo", "SwapTotal"), 252);
	CHECK_EQ(field("/proc/meminfo", "SwapFree"), 252);
	CHECK_EQ(field("/proc/meminfo", "SwapCached"), 0);
	CHECK_EQ(SYS(sysinfo, &info), 0);
	CHECK_EQ(info.totalswap - before.totalswap, 63 * PAGE / info.mem_unit);
	CHECK_EQ(info.freeswap, info.totalswap);
	/* Nobody else may claim it */
	CHECK_EQ(SYS(open, "/dev/vdb", O_RDWR | O_EXCL), -EBUSY);
	CHECK_EQ(SYS(swapon, "/dev/vdc", 0), 0);
	CHECK(swaps_say("/dev/vdb                                partition\t252\t0\t42\n"
			"/dev/vdc                                partition\t124\t0\t-1\n"));
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), -EINVAL);
	CHECK(swaps_say("/dev/vdc                                partition\t124\t0\t-1\n"));
	CHECK_EQ(SYS(swapoff, "/dev/vdc"), 0);
	CHECK(swaps_say(""));
	CHECK_EQ(field("/proc/meminfo", "SwapTotal"), 0);
}

/* Is a disk that says more than it has, or has no header, refused? */
TEST(swapon, bad_disk)
{
	if (!have("/dev/vdd"))
		return;
	CHECK_EQ(SYS(swapon, "/dev/vdd", 0), -EINVAL);
	CHECK_EQ(SYS(swapon, "/dev/vda", 0), -EINVAL);
	CHECK(swaps_say(""));
}

/* Is a file taken, and can it be neither removed, renamed nor made shorter then, nor its disk be unmounted? */
TEST(swapon, file)
{
	char line[100];
	long size;

	if (!disk_is_mounted())
		return;
	CHECK_EQ(SYS(swapon, "/tmp/swapon/good", 0), 0);
	CHECK_EQ(SYS(swapon, "/tmp/swapon/good", 0), -EBUSY);
	/* All but the header; where blocks are smaller than pages, a piece at the beginning may be left out */
	size = field("/proc/meminfo", "SwapTotal");
	CHECK(size >= 300 && size <= 396);
	format(line, sizeof(line), "/tmp/swapon/good                        file\t\t%d\t0\t-1\n", (int)size);
	CHECK(swaps_say(line));
	CHECK_EQ(SYS(unlink, "/tmp/swapon/good"), -EPERM);
	CHECK_EQ(SYS(rmdir, "/tmp/swapon/good"), -EPERM);
	CHECK_EQ(SYS(rename, "/tmp/swapon/text", "/tmp/swapon/good"), -EPERM);
	CHECK_EQ(SYS(rename, "/tmp/swapon/good", "/tmp/swapon/other"), -EPERM);
	CHECK_EQ(SYS(truncate, "/tmp/swapon/good", 0), -ETXTBSY);
	CHECK_EQ(SYS(truncate, "/tmp/swapon/good", 100 * PAGE), -ETXTBSY);
	CHECK_EQ(SYS(truncate, "/tmp/swapon/good", 101 * PAGE), 0);
	CHECK_EQ(SYS(umount2, "/tmp/swapon", 0), -EBUSY);
	CHECK_EQ(SYS(swapoff, "/tmp/swapon/good"), 0);
	CHECK(swaps_say(""));
	CHECK_EQ(SYS(truncate, "/tmp/swapon/good", 100 * PAGE), 0);
	CHECK_EQ(SYS(truncate, "/tmp/swapon/text", 3), 0);
	unmount();
}

/* Is a name that would be two columns, or two lines, one in /proc/swaps all the same? */
TEST(swapon, escaped)
{
	const char *name = "/tmp/swapon/two words\n\\";
	const char *text;

	if (!disk_is_mounted())
		return;
	CHECK_EQ(SYS(link, "/tmp/swapon/good", name), 0);
	CHECK_EQ(SYS(swapon, name, 0), 0);
	text = slurp("/proc/swaps");
	CHECK(text && strstr(text, "\n/tmp/swapon/two\\040words\\012\\134        file\t\t"));
	CHECK_EQ(SYS(swapoff, name), 0);
	CHECK_EQ(SYS(unlink, name), 0);
	unmount();
}

/* Are files with holes, and those that aren't areas, refused? */
TEST(swapon, bad_file)
{
	if (!disk_is_mounted())
		return;
	CHECK_EQ(SYS(swapon, "/tmp/swapon/holes", 0), -EINVAL);
	CHECK_EQ(SYS(swapon, "/tmp/swapon/small", 0), -EINVAL);
	CHECK_EQ(SYS(swapon, "/tmp/swapon/text", 0), -EINVAL);
	CHECK(swaps_say(""));
	unmount();
}
