/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Do programs that need three times the memory that the machine has get it, and keep every byte of it?
 *
 *   /dev/vda  an ext2 disk, for a file of that size
 *   /dev/vdb  a swap area, made by the host's mkswap, for five programs of that size (tests/host/thrice.t)
 *
 * Without these there is nothing to test.  What each program does is in churn.h.
 */
#include "churn.h"

enum { PROGRAMS = 4 };

#define M	"/tmp/thrice"

static ulong pages;			/* three times RAM */

static int ready(void)
{
	struct sysinfo info;
	long vda = SYS(open, "/dev/vda", O_RDWR), vdb = SYS(open, "/dev/vdb", O_RDWR);

	if (vda >= 0)
		SYS(close, vda);
	if (vdb >= 0)
		SYS(close, vdb);
	if (vda < 0 || vdb < 0 || SYS(sysinfo, &info)) {
		skip("there are no such disks");
		return 0;
	}
	pages = info.totalram / PAGE * info.mem_unit * 3;
	return 1;
}

static int churn_memory(void *who)
{
	char *p = map(pages * PAGE);

	return IS_ERR(p) ? 201 : churn(p, pages, (u32)(ulong)who);
}

/* ------------------------------------------------------------------ in swap */

static int can_map(long kib)
{
	char *p = map((ulong)kib * 1024);

	if (!IS_ERR(p))
		unmap(p, (ulong)kib * 1024);
	return !IS_ERR(p);
}

/* Does the commit charge know of swap: by default only what never could be is refused, in the strict mode what may not? */
TEST(thrice, overcommit)
{
	long limit, left;

	if (!ready())
		return;
	CHECK(!can_map((long)(pages * PAGE / 1024)));
	limit = field("/proc/meminfo", "CommitLimit");
	CHECK_EQ(SYS(swapon, "/dev/vdb", 0), 0);
	CHECK_EQ(field("/proc/meminfo", "CommitLimit"), limit + field("/proc/meminfo", "SwapTotal"));
	CHECK(can_map((long)(pages * PAGE / 1024)));
	if (field("/proc/meminfo", "SwapTotal") < 1024 * 1024)
		CHECK(!can_map(field("/proc/meminfo", "SwapTotal") + field("/proc/meminfo", "MemTotal")));
	CHECK_EQ(spit("/proc/sys/vm/overcommit_memory", "2"), 1);
	left = field("/proc/meminfo", "CommitLimit") - field("/proc/meminfo", "Committed_AS");
	if (left < 2048 * 1024) {	/* otherwise there aren't so many addresses */
		CHECK(can_map(left / 8 * 7));
		CHECK(!can_map(left + 1024));
	}
	CHECK_EQ(spit("/proc/sys/vm/overcommit_memory", "0"), 1);
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
	CHECK_EQ(field("/proc/meminfo", "CommitLimit"), limit);
}

/* One program: in its memory, and nothing of it is in swap after its end? */
TEST(thrice, alone)
{
	long used;

	if (!ready())
		return;
	CHECK_EQ(SYS(swapon, "/dev/vdb", 0), 0);
	CHECK(field("/proc/meminfo", "SwapTotal") * 1024 / (long)PAGE > (long)pages);
	CHECK_EQ(exited(in_child(churn_memory, NULL)), 0);
	CHECK(field("/proc/vmstat", "pswpout") > (long)pages / 3);
	used = field("/proc/meminfo", "SwapTotal") - field("/proc/meminfo", "SwapFree");
	CHECK(used < 4 * 1024);		/* what others have there */
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
	CHECK_EQ(field("/proc/meminfo", "SwapTotal"), 0);
}

/* Four at once, and what each writes it finds, not what another one wrote? */
TEST(thrice, four)
{
	int pid[PROGRAMS], i;

	if (!ready())
		return;
	CHECK_EQ(SYS(swapon, "/dev/vdb", 0), 0);
	for (i = 0; i < PROGRAMS; i++) {
		pid[i] = fork();
		if (!pid[i])
			exit(churn_memory((void *)(ulong)(i + 1)));
	}
	for (i = 0; i < PROGRAMS; i++)
		CHECK_EQ(exited(wait_for(pid[i])), 0);
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
}

/* ------------------------------------------------------------------ in a file */

static int churn_file(void *unused)
{
	int fd = (int)SYS(open, M "/big", O_RDWR | O_CREAT, 0600), wrong;
	char *p;

	if (fd < 0 || SYS(ftruncate64, fd, 0, (u32)(pages * PAGE), 0))
		return 202;
	p = map_at(NULL, pages * PAGE, PROT_RW, MAP_SHARED, fd, 0);
	if (IS_ERR(p))
		return 203;
	wrong = churn(p, pages, 9);
	if (SYS(msync, p, pages * PAGE, MS_SYNC))
		return 204;
	return wrong;
}

/* Are the pages of the file that the mapping wrote once what read() finds, too? */
static int read_file(void *unused)
{
	static char buf[16 * PAGE];
	int fd = (int)SYS(open, M "/big", O_RDONLY);
	ulong i, k, same = 0;

	for (i = 0; i + 16 <= pages; i += 16) {
		if (SYS(read, fd, buf, sizeof(buf)) != sizeof(buf))
			return 205;
		for (k = 0; k < 16; k++)
			same += (ulong)holds((u32 *)(buf + k * PAGE), first_word(9, i + k, 0));
	}
	/* A quarter as many draws as pages, half of them writes: an eighth of the pages at most aren't as they were */
	return same < pages / 8 * 7 - 16;
}

/* A file of that size, written through a shared mapping, without swap: is it in the mapping and on the disk as it should be? */
TEST(thrice, shared_file)
{
	if (!ready())
		return;
	SYS(mkdir, M, 0755);
	CHECK_EQ(SYS(mount, "/dev/vda", M, "ext2", 0, NULL), 0);
	CHECK_EQ(exited(in_child(churn_file, NULL)), 0);
	CHECK_EQ(exited(in_child(read_file, NULL)), 0);
	CHECK_EQ(SYS(umount2, M, 0), 0);
	CHECK_EQ(SYS(mount, "/dev/vda", M, "ext2", 0, NULL), 0);
	CHECK_EQ(exited(in_child(read_file, NULL)), 0);
	CHECK_EQ(SYS(umount2, M, 0), 0);
	SYS(rmdir, M);
}
