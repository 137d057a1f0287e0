/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs that use more memory than there is, in wall time: the first program of a machine with a swap area, /dev/vda, here
 * and on Linux, which finds what it needs for the disk in /modules.  scripts/bench-swap runs it.
 */
#include "churn.h"

static ulong pages;

static void check(const char *what, long ret)
{
	if (ret) {
		print("%s: %ld\n", what, ret);
		SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	}
}

static int one(void *who)
{
	char *p = map(pages * PAGE);

	return IS_ERR(p) ? 201 : churn(p, pages, (u32)(ulong)who);
}

/* @n programs at once, each with @times times the machine's memory, of which argv[1] says how many MiB it is */
static void measure(const char *name, int n, ulong times)
{
	const char *mebibytes = argc > 1 ? argv[1] : "128";
	u64 start = now();
	int pid[8], i;

	pages = number(&mebibytes, 10) * MiB / PAGE * times;
	for (i = 0; i < n; i++) {
		pid[i] = fork();
		if (!pid[i])
			exit(one((void *)(ulong)(i + 1)));
	}
	for (i = 0; i < n; i++)
		check(name, wait_for(pid[i]));
	print("time %u us: %s\n", (u32)((now() - start) / 1000), name);
}

int main(void)
{
	SYS(mkdir, "/proc", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	load_modules();
	SYS(mknod, "/dev/vda", 060600, 254 << 8);
	check("swapon", SYS(swapon, "/dev/vda", 0));
	measure("one program, three times the memory", 1, 3);
	measure("four, each as large as the memory", 4, 1);
	print("done\n");
	SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	exit(0);
}
