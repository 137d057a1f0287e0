/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What memory management costs a program, in guest instructions: the first program of build/bench.cpio.
 *
 * Each figure is an average over many repetitions, and the least of ATTEMPTS such averages, less what the loop around
 * them costs.  A window of repetitions (window.h) is over before the next tick, but for one that is larger itself.
 *
 * "wall": says how long all of it takes, and waits for no tick.
 * "profile NAME": does the one operation once more than is needed to warm up, between profile_begin() and profile_end(),
 * for a debugger that steps through it (scripts/profile).
 */
#include "user.h"
#include "window.h"

#define ANON		(MAP_PRIVATE | MAP_ANON)
#define ATTEMPTS	2
#define MANY		10000u
#define FAULTS		500
#define FAULT_AROUND	(64u << 10)	/* a read of a file maps what is there of so much */

static u64 best;
static u32 pages = 896;
static const char *profiled;		/* the one operation, or NULL */
static int wall;

static void report(const char *name, u64 total, u32 operations)
{
	if (!profiled && !wall)
		print("bench: %s: %lu\n", name, (ulong)((total + operations / 2) / operations));
}

static int profiling(const char *name)
{
	return profiled && !strcmp(profiled, name);
}

/* @body between profile_begin() and profile_end(), at the last of some times */
#define PROFILE(name, body)								\
	for (u32 i = 0; profiling(name) && i < 20; i++) {				\
		if (i == 19)								\
			profile_begin();						\
		body;									\
		if (i == 19)								\
			profile_end();							\
	}

/* The least of ATTEMPTS times of @rounds times @body, less the loop */
#define TIME(rounds, body)								\
	({										\
		u64 least_ = ~0ull, loop_ = empty_loop(rounds);				\
											\
		for (int attempt_ = 0; attempt_ <= ATTEMPTS; attempt_++) {		\
			u64 start_ = attempt_ ? window() : now(), t_;			\
											\
			for (u32 i = 0; i < (rounds); i++) {				\
				body;							\
				barrier();						\
			}								\
			t_ = now() - start_;						\
			/* The first one warms up */					\
			if (attempt_ && t_ < least_)					\
				least_ = t_;						\
		}									\
		least_ > loop_ ? least_ - loop_ : 0;					\
	})

#define BENCH(name, rounds, body)							\
	do {										\
		if (profiled)								\
			PROFILE(name, body)						\
		else									\
			report(name, TIME(rounds, body), rounds);			\
	} while (0)

static void keep_least(u64 t)
{
	if (t < best)
		best = t;
}

static noinline u64 write_all(const char *name, volatile char *p, u32 n)
{
	u64 start = window();

	PROFILE(name, p[i * PAGE] = 1);
	for (u32 i = 0; i < n; i++)
		p[i * PAGE] = 1;
	return now() - start - empty_loop(n);
}

static noinline u64 read_all(const char *name, volatile char *p, u32 n)
{
	u64 start = window();

	PROFILE(name, (void)p[i * FAULT_AROUND]);
	for (u32 i = 0; i < n; i++)
		(void)p[i * PAGE];
	return now() - start - empty_loop(n);
}

static noinline u64 unmap_all(const char *name, char *p, u32 n)
{
	u64 start = window();

	if (profiling(name))
		profile_begin();
	unmap(p, n * PAGE);
	if (profiling(name))
		profile_end();
	return now() - start;
}

static void system_call(void)
{
	BENCH("null system call (getppid), user to user", 5000, SYS(getppid));
}

static void faults(void)
{
	static const char fresh_write[] = "anonymous write fault, a new page", zero_read[] = "anonymous read fault (zero page)",
			  zero_write[] = "write fault on a zero page", touched[] = "munmap, for each touched page",
			  zeroes[] = "munmap, for each zero page", large[] = "first touch of 64 MiB, for each page";
	u64 fresh = ~0ull, zero = ~0ull, cow = ~0ull, gone = ~0ull, zeroes_gone = ~0ull, all = ~0ull;
	u32 many = profiled ? pages : 64 * MiB / PAGE;

	for (int i = 0; i < ATTEMPTS; i++) {
		char *p = map(pages * PAGE);

		best = fresh, keep_least(write_all(fresh_write, p, pages)), fresh = best;
		best = gone, keep_least(unmap_all(touched, p, pages)), gone = best;
		p = map(pages * PAGE);
		best = zero, keep_least(read_all(zero_read, p, pages)), zero = best;
		best = zeroes_gone, keep_least(unmap_all(zeroes, p, pages)), zeroes_gone = best;
		p = map(pages * PAGE);
		read_all("", p, pages);
		best = cow, keep_least(write_all(zero_write, p, pages)), cow = best;
		unmap(p, pages * PAGE);
		p = map(many * PAGE);
		best = all, keep_least(write_all(large, p, many)), all = best;
		unmap(p, many * PAGE);
	}
	report(fresh_write, fresh, pages);
	report(large, all, many);
	report(zero_read, zero, pages);
	report(zero_write, cow, pages);
	report(touched, gone, pages);
	report(zeroes, zeroes_gone, pages);
}

static void map_and_unmap(void)
{
	static const char populate[] = "MAP_POPULATE, for each page";
	char *p;

	BENCH("mmap + munmap of 4 KiB, untouched", 200, p = map(PAGE); unmap(p, PAGE));
	BENCH("mmap + touch + munmap of 4 KiB", 200, p = map(PAGE); *(volatile char *)p = 1; unmap(p, PAGE));
	BENCH("mmap + munmap of 256 MiB, untouched", 10, p = map(256 * MiB); unmap(p, 256 * MiB));
	p = map(16 * PAGE);
	BENCH("MAP_FIXED over what is there, 64 KiB untouched", 200, map_at(p, 16 * PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0));
	unmap(p, 16 * PAGE);
	best = ~0ull;
	for (int i = 0; i < ATTEMPTS; i++) {
		u64 start = window();

		if (profiling(populate))
			profile_begin();
		p = map_at(NULL, pages * PAGE, PROT_RW, ANON | MAP_POPULATE, -1, 0);
		if (profiling(populate))
			profile_end();
		keep_least(now() - start);
		unmap(p, pages * PAGE);
	}
	report(populate, best, pages);
}

static void heap(void)
{
	ulong top = (ulong)SYS(brk, 0);

	SYS(brk, top + PAGE);
	top += PAGE;
	BENCH("brk grow + shrink 4 KiB", 200, SYS(brk, top + PAGE); SYS(brk, top));
}

static void protect_and_move(void)
{
	char *p = map(3 * PAGE), *a = map(64 * PAGE), *b = a + 32 * PAGE;

	memset(p, 1, 3 * PAGE);
	BENCH("mprotect that splits and merges again, the pair", 200,
	      SYS(mprotect, p + PAGE, PAGE, PROT_READ); SYS(mprotect, p + PAGE, PAGE, PROT_RW));
	unmap(p, 3 * PAGE);
	unmap(a + 16 * PAGE, 48 * PAGE);
	memset(a, 1, 16 * PAGE);
	BENCH("mremap that moves 16 pages", 200,
	      SYS(mremap, i & 1 ? b : a, 16 * PAGE, 16 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, i & 1 ? a : b));
	unmap(a, 16 * PAGE);
}

static noinline void fork_once(void)
{
	int pid = fork(), status;

	if (!pid)
		SYS(exit_group, 0);
	SYS(wait4, pid, &status, 0, NULL);
}

static void forks(void)
{
	char *p;

	BENCH("fork + exit + wait, small process", 40, fork_once());
	p = map(4 * MiB);
	memset(p, 1, 4 * MiB);
	BENCH("fork + exit + wait, 4 MiB touched", 4, fork_once());
	unmap(p, 4 * MiB);
	p = map(32 * MiB);
	memset(p, 1, 32 * MiB);
	BENCH("fork + exit + wait, 32 MiB touched", 1, fork_once());
	unmap(p, 32 * MiB);
}

static void copy_on_write(void)
{
	char *p = map(pages * PAGE);
	volatile u64 *told = (volatile u64 *)map_shared(PAGE);
	static const char in_child_[] = "COW fault in the child", last_owner[] = "COW fault of the last owner (reuse)";
	u64 copy = ~0ull, reuse = ~0ull;

	memset(p, 1, pages * PAGE);
	for (int i = 0; i < ATTEMPTS; i++) {
		int pid = fork();

		if (!pid) {
			*told = write_all(in_child_, p, pages);
			exit(0);
		}
		wait_for(pid);
		best = copy, keep_least(*told), copy = best;
		best = reuse, keep_least(write_all(last_owner, p, pages)), reuse = best;
	}
	report(in_child_, copy, pages);
	report(last_owner, reuse, pages);
	unmap(p, pages * PAGE);
	unmap(told, PAGE);
}

static void allow(int sig, struct siginfo *info, struct ucontext *uc)
{
	SYS(mprotect, (ulong)info->fault.addr & -PAGE, PAGE, PROT_RW);
}

static void handled_fault(void)
{
	char *p = map(PAGE);
	static const char handled[] = "SIGSEGV, handler, mprotect, return";
	u64 both, protect;

	*p = 1;
	on_signal(SIGSEGV, allow, SA_SIGINFO);
	SYS(mprotect, p, PAGE, PROT_READ);
	PROFILE(handled, *(volatile char *)p = 1; SYS(mprotect, p, PAGE, PROT_READ));
	both = TIME(200, SYS(mprotect, p, PAGE, PROT_READ); *(volatile char *)p = 1);
	SYS(mprotect, p, PAGE, PROT_READ);
	protect = TIME(200, SYS(mprotect, p, PAGE, i & 1 ? PROT_READ : PROT_RW));
	report(handled, both - protect, 200);
	on_signal(SIGSEGV, SIG_DFL, 0);
	unmap(p, PAGE);
}

static struct context before_fault;

static void jump(int sig, struct siginfo *info, struct ucontext *uc)
{
	block(SIG_UNBLOCK, sigbit(SIGSEGV));
	restore_context(&before_fault, 1);
}

static noinline void fault_and_jump(char *p)
{
	if (!save_context(&before_fault))
		(void)*(volatile char *)p;
}

static void jumped_out_fault(void)
{
	char *p = map_at(NULL, PAGE, PROT_NONE, ANON, -1, 0);

	on_signal(SIGSEGV, jump, SA_SIGINFO);
	BENCH("SIGSEGV, handler, siglongjmp", 200, fault_and_jump(p));
	on_signal(SIGSEGV, SIG_DFL, 0);
	unmap(p, PAGE);
}

static const char file_page[] = "munmap, for each file page";

/* Least of ATTEMPTS: @all of a mapping of @fd, page by page, and then its munmap */
static void file_faults(const char *name, long fd, ulong prot, ulong flags, u64 (*all)(const char *name, volatile char *p, u32 n))
{
	u64 fault = ~0ull, gone = ~0ull;

	for (int i = 0; i < ATTEMPTS; i++) {
		char *p = map_at(NULL, pages * PAGE, prot, flags, fd, 0);

		best = fault, keep_least(all(name, p, pages)), fault = best;
		best = gone, keep_least(unmap_all(file_page, p, pages)), gone = best;
	}
	report(name, fault, pages);
	if (all == read_all)
		report(file_page, gone, pages);
}

static u64 fill(const char *name, long fd)
{
	static char page[PAGE];
	u64 start;

	SYS(lseek, fd, 0, 0);
	start = window();
	PROFILE(name, SYS(write, fd, page, PAGE));
	for (u32 i = 0; i < pages; i++)
		SYS(write, fd, page, PAGE);
	return now() - start - empty_loop(pages);
}

static void files(void)
{
	static const char cached[] = "truncate, for each cached page", fresh[] = "write() of 4 KiB to a new page";
	long fd = SYS(open, "/tmp/bench", O_RDWR | O_CREAT, 0644);
	static char page[PAGE];
	u64 truncate = ~0ull, new = ~0ull, start;

	fill("", fd);
	file_faults("read fault on a cached file page, in sequence", fd, PROT_READ, MAP_SHARED, read_all);
	file_faults("private write fault on a cached file page", fd, PROT_RW, MAP_PRIVATE, write_all);
	file_faults("shared write fault on a cached file page", fd, PROT_RW, MAP_SHARED, write_all);
	BENCH("read() of 4 KiB from the cache", pages, if (!i) SYS(lseek, fd, 0, 0); SYS(read, fd, page, PAGE));
	BENCH("write() of 4 KiB to a cached page", pages, if (!i) SYS(lseek, fd, 0, 0); SYS(write, fd, page, PAGE));
	SYS(ftruncate, fd, 0);
	for (int i = 0; i < ATTEMPTS; i++) {
		best = new, keep_least(fill(fresh, fd)), new = best;
		start = window();
		if (profiling(cached))
			profile_begin();
		SYS(ftruncate, fd, 0);
		if (profiling(cached))
			profile_end();
		best = truncate, keep_least(now() - start), truncate = best;
	}
	report(fresh, new, pages);
	report(cached, truncate, pages);
	SYS(close, fd);
	SYS(unlink, "/tmp/bench");
}

/* @n VMAs of @size pages each, every other of which may be used: nothing is joined */
static char *make_vmas(u32 n, u32 size)
{
	char *p = map_at(NULL, n * size * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);

	for (u32 i = 0; i < n; i += 2)
		SYS(mprotect, p + i * size * PAGE, size * PAGE, PROT_RW);
	return p;
}

static noinline void read_whole(const char *path)
{
	static char buf[4 * PAGE];
	long fd = SYS(open, path, O_RDONLY);

	while (SYS(read, fd, buf, sizeof(buf)) > 0)
		;
	SYS(close, fd);
}

/* Of each of 300 VMAs, and those that every program has */
static void proc_files(void)
{
	static const char *const files[][2] = {
		{ "/proc/self/maps", "/proc/self/maps, for each VMA" }, { "/proc/self/smaps", "/proc/self/smaps, for each VMA" },
		{ "/proc/self/smaps_rollup", "/proc/self/smaps_rollup, for each VMA" },
	};
	u32 n = profiled ? 2 : 300, all = n + (u32)count_areas();	/* whose buffer stays mapped: not below a hole that @vmas leaves */
	char *vmas = make_vmas(n, 1);

	for (u32 f = 0; f < ARRAY_SIZE(files); f++) {
		if (SYS(access, files[f][0], 0))
			continue;
		PROFILE(files[f][1], read_whole(files[f][0]));
		if (!profiled)
			report(files[f][1], TIME(1, read_whole(files[f][0])), all);
	}
	unmap(vmas, n * PAGE);
}

static noinline void exec_once(void)
{
	static char *const args[] = { "/init", "exit", NULL }, *const envp[] = { NULL };
	int pid = fork(), status;

	if (!pid) {
		SYS(execve, args[0], args, envp);
		exit(1);
	}
	SYS(wait4, pid, &status, 0, NULL);
}

static void execs(void)
{
	BENCH("fork + exec + exit + wait", 20, exec_once());
}

/* @order: the @n pages of make_vmas(, @size) that may be used, at random */
static void shuffle(u16 *order, u32 n, u32 size)
{
	for (u32 i = 0; i < n; i++)
		order[i] = (u16)(i / size * 2 * size + i % size);
	for (u32 i = n - 1; i > 0; i--) {
		u32 j = rnd() % i;
		u16 t = order[i];

		order[i] = order[j];
		order[j] = t;
	}
}

static void many_vmas(void)
{
	static const struct { u32 n; const char *map, *fault; } among[] = {
		{ 10, "mmap + munmap among 10 VMAs", "fault at a random one of 10 VMAs" },
		{ 100, "mmap + munmap among 100 VMAs", "fault at a random one of 100 VMAs" },
		{ 1000, "mmap + munmap among 1,000 VMAs", "fault at a random one of 1,000 VMAs" },
		{ MANY, "mmap + munmap among 10,000 VMAs", "fault at a random one of 10,000 VMAs" },
	};
	static u16 order[MANY / 2];

	for (u32 j = 0; j < ARRAY_SIZE(among); j++) {
		const char *at_random = among[j].fault;
		u32 n = among[j].n, size = n < 2 * FAULTS ? 2 * FAULTS / n : 1;
		char *vmas = make_vmas(n, size), *p;

		BENCH(among[j].map, 200, p = map_at(NULL, PAGE, PROT_READ, ANON, -1, 0); unmap(p, PAGE));
		shuffle(order, n / 2 * size, size);
		best = ~0ull;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			u64 start = window();

			PROFILE(at_random, *(volatile char *)(vmas + order[i] * PAGE) = 1);
			for (u32 i = 0; i < FAULTS; i++)
				*(volatile char *)(vmas + order[i] * PAGE) = 1;
			keep_least(now() - start - empty_loop(FAULTS));
			SYS(madvise, vmas, n * size * PAGE, MADV_DONTNEED);
		}
		report(at_random, best, FAULTS);
		unmap(vmas, n * size * PAGE);
	}
}

/* The number behind @name in a short file of /proc; slurp() would leave a buffer mapped, which each fork copied */
static u64 number_in(const char *path, const char *name)
{
	static char text[PAGE];
	long fd = SYS(open, path, O_RDONLY), n = SYS(read, fd, text, PAGE - 1);
	const char *at;

	SYS(close, fd);
	text[n > 0 ? n : 0] = '\0';
	at = strstr(text, name);
	if (!at)
		return 0;
	for (at += strlen(name); *at < '0' || *at > '9'; at++)
		;
	return number(&at, 10);
}

static void memory(void)
{
	SYS(mkdir, "/proc", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	report("used when the first program begins, KiB",
	       number_in("/proc/meminfo", "MemTotal:") - number_in("/proc/meminfo", "MemFree:"), 1);
	report("VmPTE of a small process, KiB", number_in("/proc/self/status", "VmPTE:"), 1);
}

int main(void)
{
	u64 start;

	if (argc == 2 && !strcmp(argv[1], "exit"))
		return 0;
	start = now();
	wall = argc == 2;
	if (argc == 3) {
		profiled = argv[2];
		pages = 320;
	}
	memory();
	no_windows = wall || profiled;
	measure_loops();
	system_call();
	forks();
	execs();
	faults();
	map_and_unmap();
	heap();
	protect_and_move();
	copy_on_write();
	handled_fault();
	jumped_out_fault();
	files();
	proc_files();
	many_vmas();
	if (wall)
		print("bench: wall: %lu\n", (ulong)((now() - start) / 1000));
	return 0;
}
