/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file of 64 MiB on a disk, through calls and through mappings, in wall time: init of scripts/bench-disk, on this kernel
 * and on Linux, which finds what it needs for the disk in /modules.
 *
 * "cold": the file system was mounted anew, so that nothing is in the page cache.
 */
#include "user.h"

#define SIZE	(64 * MiB)
#define CHUNK	(64 * 1024ul)

static char buf[CHUNK];

static void check(const char *what, long err)
{
	if (err >= 0)
		return;
	print("failed: %s: %d\n", what, (int)err);
	exit(1);
}

static void mount_disk(void)
{
	check("mount", SYS(mount, "/dev/vda", "/mnt", "ext2", 0, NULL));
}

static long open_file(int flags)
{
	long fd = SYS(open, "/mnt/file", flags, 0644);

	check("open", fd);
	return fd;
}

static void write_calls(void)
{
	long fd = open_file(O_RDWR | O_CREAT | O_TRUNC);
	ulong done;

	for (done = 0; done < SIZE; done += CHUNK)
		check("write", SYS(write, fd, buf, CHUNK) - (long)CHUNK);
	check("fsync", SYS(fsync, fd));
	SYS(close, fd);
}

static void read_calls(void)
{
	long fd = open_file(O_RDONLY);
	ulong done;

	for (done = 0; done < SIZE; done += CHUNK)
		check("read", SYS(read, fd, buf, CHUNK) - (long)CHUNK);
	SYS(close, fd);
}

static void touch_all(int prot)
{
	long fd = open_file(O_RDWR);
	volatile char *p = map_at(NULL, SIZE, prot, MAP_SHARED, (int)fd, 0);
	ulong at;

	check("mmap", IS_ERR(p) ? (long)p : 0);
	for (at = 0; at < SIZE; at += PAGE) {
		if (prot & PROT_WRITE)
			p[at] = (char)at;
		else
			(void)p[at];
	}
	if (prot & PROT_WRITE)
		check("msync", SYS(msync, p, SIZE, MS_SYNC));
	unmap((char *)p, SIZE);
	SYS(close, fd);
}

static void read_mapping(void)
{
	touch_all(PROT_READ);
}

static void write_mapping(void)
{
	touch_all(PROT_RW);
}

static void measure(const char *name, void (*fn)(void), int cold)
{
	u64 start;

	if (cold) {
		check("umount", SYS(umount2, "/mnt", 0));
		mount_disk();
	}
	start = now();
	fn();
	print("time %d us: %s\n", (int)((u32)((now() - start) >> 3) / 125), name);
}

int main(void)
{
	SYS(mkdir, "/mnt", 0755);
	SYS(mkdir, "/dev", 0755);
	load_modules();
	SYS(mknod, "/dev/vda", 060600, 254 << 8);
	mount_disk();
	measure("write() of a new file, and fsync()", write_calls, 0);
	measure("read(), cold", read_calls, 1);
	measure("read(), from the page cache", read_calls, 0);
	measure("a mapping read, cold", read_mapping, 1);
	measure("a mapping read, from the page cache", read_mapping, 0);
	measure("a mapping written, cold, and msync()", write_mapping, 1);
	check("umount", SYS(umount2, "/mnt", 0));
	print("done\n");
	SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	exit(0);
}
