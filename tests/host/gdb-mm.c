/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The first program of tests/host/gdb-mm.t: brings memory into known states, prints what the kernel says of
 * them in /proc, and waits in stop_here() for a debugger to say the same.  Runs on Linux, too.
 *
 *   region, 8 pages   0, 1 written; 2 read (the zero page); 4 written, then read-only; 5 written after
 *                     fork; 3, 6, 7 untouched
 *                     child: 1 written again, so that it has a copy; 0 and 4 stay shared
 *   /data, 3 pages    mapped shared: 1 read, 2 written
 *
 * Everything is read and printed twice, and the second time changes nothing.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE	4096
#define PAGES	8
#define NR_FILES	8

static volatile char *region, *data;
static pid_t child;
static char text[NR_FILES][32768];

__attribute__((noinline)) void stop_here(void)
{
	__asm__ volatile("" : : : "memory");
}

static uint64_t pagemap(pid_t pid, const volatile char *addr)
{
	uint64_t entry = 0;
	char name[64];
	int fd;

	snprintf(name, sizeof(name), "/proc/%d/pagemap", pid);
	fd = open(name, O_RDONLY);
	if (fd >= 0 && pread(fd, &entry, 8, (off_t)((uintptr_t)addr / PAGE * 8)) != 8)
		entry = 0;
	close(fd);
	return entry;
}

static void show_pages(const char *what, pid_t pid, const volatile char *addr, int pages)
{
	for (int i = 0; i < pages; i++) {
		uint64_t entry = pagemap(pid, addr + i * PAGE);

		printf("%s %d addr %08lx pfn %05x\n", what, i, (unsigned long)(addr + i * PAGE),
		       entry >> 63 ? (unsigned int)entry : 0);
	}
}

/*
 * The file stays open, and is read from its beginning each time: what the open file takes is there while it is
 * read, and when GDB looks.
 */
static void slurp(int fd, char *to)
{
	size_t size = 0;
	int n;

	lseek(fd, 0, SEEK_SET);
	memset(to, 0, sizeof(text[0]));
	while ((n = (int)read(fd, to + size, sizeof(text[0]) - 1 - size)) > 0)
		size += (size_t)n;
}

static pid_t fork_child(void)
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready) || (pid = fork()) < 0)
		exit(1);
	if (pid == 0) {
		prctl(PR_SET_NAME, "second");
		region[1 * PAGE] = 'C';
		(void)!write(ready[1], "x", 1);
		for (;;)
			pause();
	}
	(void)!read(ready[0], &c, 1);
	return pid;
}

static const char *files[NR_FILES] = {
	"/proc/self/maps", NULL /* the child's */, "/proc/self/status", "/proc/vmallocinfo",
	"/proc/kernel_page_tables", "/proc/iomem", "/proc/buddyinfo", "/proc/slabinfo",
};
static int fds[NR_FILES];

/* All of it twice: the second time nothing is new, neither code that runs nor memory that is touched */
static void show_all(void)
{
	for (int i = 0; i < NR_FILES; i++)
		slurp(fds[i], text[i]);
	printf("== start\nchild %d\n", child);
	show_pages("region", getpid(), region, PAGES);
	show_pages("child", child, region, PAGES);
	show_pages("data", getpid(), data, 3);
	for (int i = 0; i < NR_FILES; i++)
		printf("== %s\n%s", i == 1 ? "/proc/CHILD/maps" : files[i], text[i]);
	printf("== end\n");
}

int main(void)
{
	char child_maps[32];
	int fd;

	mkdir("/proc", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	setvbuf(stdout, NULL, _IOLBF, 4096);
	region = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fd = open("/data", O_RDWR | O_CREAT, 0644);
	if (region == MAP_FAILED || fd < 0 || ftruncate(fd, 3 * PAGE))
		return 1;
	data = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (data == MAP_FAILED)
		return 1;
	region[0] = region[1 * PAGE] = region[4 * PAGE] = 'P';
	(void)region[2 * PAGE];
	mprotect((char *)region + 4 * PAGE, PAGE, PROT_READ);
	(void)data[1 * PAGE];
	data[2 * PAGE] = 'D';
	child = fork_child();
	region[5 * PAGE] = 'P';
	snprintf(child_maps, sizeof(child_maps), "/proc/%d/maps", child);
	for (int i = 0; i < NR_FILES; i++)
		fds[i] = open(i == 1 ? child_maps : files[i], O_RDONLY);

	show_all();
	show_all();
	for (;;) {
		stop_here();
		usleep(10000);
	}
}
