/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that several share, and swapoff(), on a machine that has less than they need.
 *
 *   /dev/vdb  a swap area of four times the machine's memory, made by the host's mkswap (tests/host/swap.t)
 *
 * Without it, or with a smaller one, there is nothing to test.
 */
#include "churn.h"

static ulong ram;			/* pages */

/* Swap is on; otherwise the test is skipped */
static int begin(void)
{
	struct sysinfo info;
	long fd = SYS(open, "/dev/vdb", O_RDWR), kib;

	if (fd < 0 || SYS(sysinfo, &info)) {
		skip("there is no such disk");
		return 0;
	}
	SYS(close, fd);
	ram = info.totalram / PAGE * info.mem_unit;
	if (SYS(swapon, "/dev/vdb", 0)) {
		skip("the disk is no swap area");
		return 0;
	}
	kib = field("/proc/meminfo", "SwapTotal");
	if (kib / 4 >= (long)ram * 3)
		return 1;
	SYS(swapoff, "/dev/vdb");
	skip("the swap area is small");
	return 0;
}

static long swap_used(void)
{
	return field("/proc/meminfo", "SwapTotal") - field("/proc/meminfo", "SwapFree");
}

static int churn_shared(void *unused)
{
	char *p = map_shared(2 * ram * PAGE);

	return IS_ERR(p) ? 201 : churn(p, 2 * ram, 5);
}

/* Does shared anonymous memory keep every byte, though it is twice the machine's, and is nothing of it left in swap? */
TEST(swapped, shared)
{
	if (!begin())
		return;
	CHECK_EQ(exited(in_child(churn_shared, NULL)), 0);
	CHECK(swap_used() < 4 * 1024);		/* what others have there */
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
}

/* A quarter of the machine's memory each: private and shared memory; and an eighth, a file of tmpfs */
static struct {
	char *private, *shared;
	int fd;
} has;

static void write_all(void)
{
	static u32 buf[WORDS];
	ulong i;

	has.private = map(ram / 4 * PAGE);
	has.shared = map_shared(ram / 4 * PAGE);
	has.fd = (int)SYS(open, "/tmp/swapped", O_RDWR | O_CREAT, 0600);
	for (i = 0; i < ram / 4; i++) {
		fill((u32 *)(has.private + i * PAGE), first_word(1, i, 0));
		fill((u32 *)(has.shared + i * PAGE), first_word(2, i, 0));
	}
	for (i = 0; i < ram / 8; i++) {
		fill(buf, first_word(3, i, 0));
		CHECK_EQ(SYS(write, has.fd, buf, PAGE), PAGE);
	}
}

static int all_is_there(void *unused)
{
	static u32 buf[WORDS];
	ulong i;

	for (i = 0; i < ram / 4; i++)
		if (!holds((u32 *)(has.private + i * PAGE), first_word(1, i, 0)) ||
		    !holds((u32 *)(has.shared + i * PAGE), first_word(2, i, 0)))
			return 1;
	for (i = 0; i < ram / 8; i++)
		if (SYS(pread64, has.fd, buf, PAGE, 0, (u32)(i * PAGE), 0) != PAGE || !holds(buf, first_word(3, i, 0)))
			return 1;
	return 0;
}

static void end_all(void)
{
	unmap(has.private, ram / 4 * PAGE);
	unmap(has.shared, ram / 4 * PAGE);
	SYS(close, has.fd);
	SYS(unlink, "/tmp/swapped");
}

/* As much as the machine has, for a moment: what isn't used goes to swap */
static void push_out(void)
{
	char *p = map(ram * PAGE);

	for (ulong i = 0; i < ram; i++)
		p[i * PAGE] = 1;
	unmap(p, ram * PAGE);
}

/* Does swapoff() bring back what is in swap of private and shared memory and of tmpfs, for parent and child, to the byte? */
TEST(swapped, swapoff)
{
	int pid, go[2];
	char c = 0;

	if (!begin())
		return;
	write_all();
	CHECK_EQ(SYS(pipe, go), 0);
	push_out();
	CHECK(swap_used() > (long)ram / 8 * 4);
	pid = fork();
	if (!pid) {
		SYS(read, go[0], &c, 1);
		exit(all_is_there(NULL));
	}
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
	CHECK_EQ(field("/proc/meminfo", "SwapCached"), 0);
	CHECK_EQ(field("/proc/meminfo", "SwapTotal"), 0);
	CHECK_EQ(all_is_there(NULL), 0);
	CHECK_EQ(SYS(write, go[1], &c, 1), 1);
	CHECK_EQ(exited(wait_for(pid)), 0);
	SYS(close, go[0]);
	SYS(close, go[1]);
	end_all();
}

static int needs_swap(void *unused)
{
	char *p = map(ram / 4 * 5 * PAGE);

	for (ulong i = 0; i < ram / 4 * 5; i++)
		p[i * PAGE] = 1;
	/* Strictly, there isn't so much without swap */
	if (spit("/proc/sys/vm/overcommit_memory", "2") != 1)
		return 1;
	if (SYS(swapoff, "/dev/vdb") != -ENOMEM)
		return 2;
	spit("/proc/sys/vm/overcommit_memory", "0");
	for (ulong i = 0; i < ram / 4 * 5; i++)
		if (p[i * PAGE] != 1)
			return 3;
	return 0;
}

/* Does a swapoff() for which there is too little memory fail, and leave all as it was? */
TEST(swapped, swapoff_no_memory)
{
	if (!begin())
		return;
	CHECK_EQ(exited(in_child(needs_swap, NULL)), 0);
	CHECK_EQ(spit("/proc/sys/vm/overcommit_memory", "0"), 1);
	CHECK(field("/proc/meminfo", "SwapTotal") > 0);
	CHECK_EQ(SYS(swapoff, "/dev/vdb"), 0);
}
