/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How what memory management costs grows with the size of what it is asked for: the first program of build/curves.cpio.
 * Each line "curve: NAME: SIZE: COST" is a point of a plot of docs/bench.md (scripts/curves).
 */
#include "user.h"
#include "window.h"

#define ATTEMPTS	3
#define ANON		(MAP_PRIVATE | MAP_ANON)
#define LARGEST		(256 * MiB)

/* The least of ATTEMPTS windows that @body makes of @t, less what @rounds of its loop cost */
#define LEAST(rounds, body)							\
	({									\
		u64 least_ = ~0ull, t;						\
										\
		for (int attempt_ = 0; attempt_ < ATTEMPTS; attempt_++) {	\
			body;							\
			if (t < least_)						\
				least_ = t;					\
		}								\
		least_ -= empty_loop(rounds);					\
	})

static void point(const char *name, ulong size, u64 total, u32 operations)
{
	print("curve: %s: %lu: %lu\n", name, size, (ulong)((total + operations / 2) / operations));
}

static noinline u64 write_each(char *p, u32 pages)
{
	u64 start = window();

	for (u32 i = 0; i < pages; i++)
		*(volatile char *)(p + i * PAGE) = 1;
	return now() - start;
}

static noinline u64 read_each(const char *p, u32 pages)
{
	u64 start = window();

	for (u32 i = 0; i < pages; i++)
		(void)*(const volatile char *)(p + i * PAGE);
	return now() - start;
}

/* The first write to each page of a mapping of @size bytes */
static void anonymous_faults(void)
{
	for (ulong size = PAGE; size <= LARGEST; size *= 4) {
		u32 pages = size / PAGE;
		char *p;

		point("fault", size, LEAST(pages, p = map(size); t = write_each(p, pages); unmap(p, size)), pages);
	}
}

static noinline u64 map_and_unmap(u32 rounds)
{
	u64 start = window();

	for (u32 i = 0; i < rounds; i++) {
		char *p = map_at(NULL, PAGE, PROT_READ, ANON, -1, 0);

		unmap(p, PAGE);
	}
	return now() - start;
}

/* One more mapping among many, none of which are joined */
static void many_vmas(void)
{
	static const u32 counts[] = { 10, 30, 100, 300, 1000, 3000, 10000, 30000, 60000 };

	spit("/proc/sys/vm/max_map_count", "100000");
	for (u32 j = 0; j < ARRAY_SIZE(counts); j++) {
		u32 n = counts[j];
		char *p = map_at(NULL, n * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);

		for (u32 i = 0; i < n; i += 2)
			SYS(mprotect, p + i * PAGE, PAGE, PROT_RW);
		point("vmas", n, LEAST(100, t = map_and_unmap(100)), 100);
		unmap(p, n * PAGE);
	}
}

static noinline u64 fork_once(void)
{
	u64 start = window();
	int pid = fork();

	if (!pid)
		exit(0);
	wait_for(pid);
	return now() - start;
}

/* fork, exit and wait of a process that has written to so many bytes */
static void forks(void)
{
	char *p = map(LARGEST);
	ulong touched = 0;

	for (ulong size = MiB; size <= LARGEST; size *= 2) {
		memset(p + touched, 1, size - touched);
		touched = size;
		point("fork", size, LEAST(0, t = fork_once()), 1);
	}
	unmap(p, LARGEST);
}

static noinline u64 read_file(long fd, u32 pages)
{
	static char page[PAGE];
	u64 start;

	SYS(lseek, fd, 0, 0);
	start = window();
	for (u32 i = 0; i < pages; i++)
		SYS(read, fd, page, PAGE);
	return now() - start;
}

/* All of a file in the page cache, by read() and through a mapping; for each page */
static void page_cache(void)
{
	static char page[PAGE];
	long fd = SYS(open, "/tmp/curve", O_RDWR | O_CREAT, 0644);
	ulong filled = 0;

	for (ulong size = MiB; size <= LARGEST; size *= 2) {
		u32 pages = size / PAGE;
		char *p;

		SYS(lseek, fd, filled, 0);
		for (; filled < size; filled += PAGE)
			SYS(write, fd, page, PAGE);
		point("read", size, LEAST(pages, t = read_file(fd, pages)), pages);
		point("file fault", size, LEAST(pages, p = map_at(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
						 t = read_each(p, pages); unmap(p, size)), pages);
	}
	SYS(close, fd);
	SYS(unlink, "/tmp/curve");
}

int main(void)
{
	SYS(mkdir, "/proc", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	measure_loops();
	anonymous_faults();
	many_vmas();
	forks();
	page_cache();
	return 0;
}
