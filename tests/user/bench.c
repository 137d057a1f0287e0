/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What memory management costs a program, in guest instructions: the first program of build/bench.cpio.
 *
 * Under qemu -icount shift=0 an instruction takes a nanosecond of the guest's clock, so that clock_gettime()
 * counts them, with the timer's grain of 16.  Each figure is an average over many repetitions, and the least of
 * three such averages, less what the loop around them costs; ticks of the timer are in it.
 *
 * "profile NAME": does the one operation once more than is needed to warm up, between profile_begin() and profile_end(),
 * for a debugger that steps through it (scripts/profile).
 */
#include "user.h"

#define ANON		(MAP_PRIVATE | MAP_ANON)
#define ATTEMPTS	3
#define MANY		10000
#define FEW		10

static u64 best;
static u32 pages = 1024;
static const char *profiled;		/* the one operation, or NULL */

static void report(const char *name, u64 total, u32 operations)
{
	if (!profiled)
		print("bench: %s: %lu\n", name, (ulong)((total + operations / 2) / operations));
}

static int profiling(const char *name)
{
	return profiled && !strcmp(profiled, name);
}

static noinline void profile_begin(void)
{
	__asm__ volatile("@ begin" : : : "memory");
}

static noinline void profile_end(void)
{
	__asm__ volatile("@ end" : : : "memory");
}

/* @body between the two, at the last of some times */
#define PROFILE(name, body)								\
	for (u32 i = 0; profiling(name) && i < 20; i++) {				\
		if (i == 19)								\
			profile_begin();						\
		body;									\
		if (i == 19)								\
			profile_end();							\
	}

/* Costs nothing but the loop; what the loops below cost is the same for each */
static noinline u64 empty_loop(u32 rounds)
{
	u64 start = now();

	for (u32 i = 0; i < rounds; i++)
		barrier();
	return now() - start;
}

/* The least of ATTEMPTS times of @rounds times @body, less the loop */
#define TIME(rounds, body)								\
	({										\
		u64 least_ = ~0ull, loop_ = empty_loop(rounds);				\
											\
		for (int attempt_ = 0; attempt_ <= ATTEMPTS; attempt_++) {		\
			u64 start_ = now(), t_;						\
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

static noinline u64 write_all(const char *name, volatile char *p)
{
	u32 n = pages;
	u64 start = now();

	PROFILE(name, p[i * PAGE] = 1);
	for (u32 i = 0; i < n; i++)
		p[i * PAGE] = 1;
	return now() - start - empty_loop(n);
}

static noinline u64 read_all(const char *name, volatile char *p)
{
	u32 n = pages;
	u64 start = now();

	PROFILE(name, (void)p[i * PAGE]);
	for (u32 i = 0; i < n; i++)
		(void)p[i * PAGE];
	return now() - start - empty_loop(n);
}

static noinline u64 unmap_all(const char *name, char *p)
{
	u64 start = now();

	if (profiling(name))
		profile_begin();
	unmap(p, pages * PAGE);
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
			  zero_write[] = "write fault on a zero page", touched[] = "munmap, for each touched page";
	u64 fresh = ~0ull, zero = ~0ull, cow = ~0ull, gone = ~0ull;

	for (int i = 0; i < ATTEMPTS; i++) {
		char *p = map(pages * PAGE);

		best = fresh, keep_least(write_all(fresh_write, p)), fresh = best;
		best = gone, keep_least(unmap_all(touched, p)), gone = best;
		p = map(pages * PAGE);
		best = zero, keep_least(read_all(zero_read, p)), zero = best;
		best = cow, keep_least(write_all(zero_write, p)), cow = best;
		unmap(p, pages * PAGE);
	}
	report(fresh_write, fresh, pages);
	report(zero_read, zero, pages);
	report(zero_write, cow, pages);
	report(touched, gone, pages);
}

static void map_and_unmap(void)
{
	static const char populate[] = "MAP_POPULATE, for each page";
	char *p;

	BENCH("mmap + munmap of 4 KiB, untouched", 500, p = map(PAGE); unmap(p, PAGE));
	BENCH("mmap + touch + munmap of 4 KiB", 500, p = map(PAGE); *(volatile char *)p = 1; unmap(p, PAGE));
	BENCH("mmap + munmap of 256 MiB, untouched", 20, p = map(256 * MiB); unmap(p, 256 * MiB));
	best = ~0ull;
	for (int i = 0; i < ATTEMPTS; i++) {
		u64 start = now();

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
	BENCH("brk grow + shrink 4 KiB", 500, SYS(brk, top + PAGE); SYS(brk, top));
}

static void protect_and_move(void)
{
	char *p = map(3 * PAGE), *a = map(64 * PAGE), *b = a + 32 * PAGE;

	memset(p, 1, 3 * PAGE);
	BENCH("mprotect that splits and merges again, the pair", 500,
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

	BENCH("fork + exit + wait, small process", 50, fork_once());
	p = map(32 * MiB);
	memset(p, 1, 32 * MiB);
	BENCH("the same with 32 MiB touched", 5, fork_once());
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
			*told = write_all(in_child_, p);
			exit(0);
		}
		wait_for(pid);
		best = copy, keep_least(*told), copy = best;
		best = reuse, keep_least(write_all(last_owner, p)), reuse = best;
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
	both = TIME(500, SYS(mprotect, p, PAGE, PROT_READ); *(volatile char *)p = 1);
	SYS(mprotect, p, PAGE, PROT_READ);
	protect = TIME(500, SYS(mprotect, p, PAGE, i & 1 ? PROT_READ : PROT_RW));
	report(handled, both - protect, 500);
	on_signal(SIGSEGV, SIG_DFL, 0);
	unmap(p, PAGE);
}

static const char file_page[] = "munmap, for each file page";

/* Least of ATTEMPTS: @all of a mapping of @fd, page by page, and then its munmap */
static void file_faults(const char *name, long fd, ulong prot, ulong flags, u64 (*all)(const char *name, volatile char *p))
{
	u64 fault = ~0ull, gone = ~0ull;

	for (int i = 0; i < ATTEMPTS; i++) {
		char *p = map_at(NULL, pages * PAGE, prot, flags, fd, 0);

		best = fault, keep_least(all(name, p)), fault = best;
		best = gone, keep_least(unmap_all(file_page, p)), gone = best;
	}
	report(name, fault, pages);
	if (all == read_all)
		report(file_page, gone, pages);
}

static void fill(long fd)
{
	static char page[PAGE];

	SYS(lseek, fd, 0, 0);
	for (u32 i = 0; i < pages; i++)
		SYS(write, fd, page, PAGE);
}

static void files(void)
{
	static const char cached[] = "truncate, for each cached page";
	long fd = SYS(open, "/tmp/bench", O_RDWR | O_CREAT, 0644);
	static char page[PAGE];
	u64 truncate = ~0ull, start;

	fill(fd);
	file_faults("read fault on a cached file page, in sequence", fd, PROT_READ, MAP_SHARED, read_all);
	file_faults("private write fault on a cached file page", fd, PROT_RW, MAP_PRIVATE, write_all);
	file_faults("shared write fault on a cached file page", fd, PROT_RW, MAP_SHARED, write_all);
	BENCH("read() of 4 KiB from the cache", pages, if (!i) SYS(lseek, fd, 0, 0); SYS(read, fd, page, PAGE));
	BENCH("write() of 4 KiB to a cached page", pages, if (!i) SYS(lseek, fd, 0, 0); SYS(write, fd, page, PAGE));
	for (int i = 0; i < ATTEMPTS; i++) {
		fill(fd);
		start = now();
		if (profiling(cached))
			profile_begin();
		SYS(ftruncate, fd, 0);
		if (profiling(cached))
			profile_end();
		best = truncate, keep_least(now() - start), truncate = best;
	}
	report(cached, truncate, pages);
	SYS(close, fd);
	SYS(unlink, "/tmp/bench");
}

/* @n VMAs of a page each, with a page between, from which nothing is joined */
static char *make_vmas(u32 n)
{
	char *p = map_at(NULL, 2 * n * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);

	for (u32 i = 0; i < n / 2; i++)
		SYS(mprotect, p + 2 * i * PAGE, PAGE, PROT_RW);
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

/* Of each of 1000 VMAs, and those that every program has */
static void proc_files(void)
{
	u32 n = profiled ? 2 : 1000;
	char *vmas = make_vmas(n);
	u64 maps, smaps;

	SYS(mkdir, "/proc", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	PROFILE("/proc/self/maps, for each VMA", read_whole("/proc/self/maps"));
	PROFILE("/proc/self/smaps, for each VMA", read_whole("/proc/self/smaps"));
	maps = TIME(3, read_whole("/proc/self/maps"));
	smaps = TIME(3, read_whole("/proc/self/smaps"));
	report("/proc/self/maps, for each VMA", maps, 3 * n);
	report("/proc/self/smaps, for each VMA", smaps, 3 * n);
	unmap(vmas, 2 * n * PAGE);
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
	BENCH("fork + exec + exit + wait", 50, exec_once());
}

static void many_vmas(void)
{
	static const char at_random[] = "fault at a random one of 10,000 VMAs";
	static u16 order[MANY / 2];
	char *vmas, *p;

	vmas = make_vmas(FEW);
	BENCH("mmap + munmap among 10 VMAs", 500,
	      p = map_at(NULL, PAGE, PROT_READ, ANON, -1, 0); unmap(p, PAGE));
	unmap(vmas, 2 * FEW * PAGE);
	vmas = make_vmas(MANY);
	BENCH("mmap + munmap among 10,000 VMAs", 500,
	      p = map_at(NULL, PAGE, PROT_READ, ANON, -1, 0); unmap(p, PAGE));
	for (u32 i = 0; i < ARRAY_SIZE(order); i++)
		order[i] = (u16)i;
	for (u32 i = ARRAY_SIZE(order) - 1; i > 0; i--) {
		u32 j = rnd() % i;
		u16 t = order[i];

		order[i] = order[j];
		order[j] = t;
	}
	best = ~0ull;
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		u64 start = now();

		PROFILE(at_random, *(volatile char *)(vmas + 2 * order[i] * PAGE) = 1);
		for (u32 i = 0; i < ARRAY_SIZE(order); i++)
			*(volatile char *)(vmas + 2 * order[i] * PAGE) = 1;
		keep_least(now() - start - empty_loop(ARRAY_SIZE(order)));
		SYS(madvise, vmas, 2 * MANY * PAGE, MADV_DONTNEED);
	}
	report(at_random, best, ARRAY_SIZE(order));
	unmap(vmas, 2 * MANY * PAGE);
}

int main(void)
{
	if (argc == 2)		/* exec_once() */
		return 0;
	if (argc == 3) {
		profiled = argv[2];
		pages = 64;
	}
	system_call();
	forks();
	execs();
	faults();
	map_and_unmap();
	heap();
	protect_and_move();
	copy_on_write();
	handled_fault();
	files();
	proc_files();
	many_vmas();
	return 0;
}
