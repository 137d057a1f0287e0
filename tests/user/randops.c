/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory calls at random, and what they answer: the first program of a machine, here or on Linux.
 *
 *     randops FIRST LAST COUNT [verbose]    for each seed from FIRST to LAST, COUNT operations; a line for each seed, or
 *                                           for each operation, so that two machines' first difference can be found:
 *
 *     seed 7: answers 1f3a55c0 contents 90b1c2d3 faults 5bd1e995 maps 0badcafe
 *
 *   answers    what each call returned, but for addresses: these are relative to where the first one was
 *   contents   of every byte that could be read in between and in the end, of memory and of files
 *   faults     signal, code and place of each access that was refused
 *   maps       the VMAs of the arena now and then, as /proc/self/maps has them
 *
 * Two machines that differ in nothing but how much memory they have print the same; with /dev/vda, a swap area, one with
 * less memory than is used does so, too (tests/host/randops.t).  Each seed runs in a process of its own, in an arena of
 * fixed addresses; a forked child goes on with the same generator, and what it found is part of its parent's answers.
 */
#include "user.h"

enum {
	ARENA_PAGES = 8192, FILES = 3, FILE_PAGES = 600, RUN = 256,
	IPC_PRIVATE = 0, IPC_CREAT = 01000, IPC_RMID = 0, IPC_64 = 0x100,
};

#define ARENA	0x30000000ul

static u32 state;			/* of the generator */
static u32 answers, contents, faults, maps;
static int files[FILES];
static int depth;			/* of forks */
static int verbose, done;		/* each operation is told, with what calls returned; their number */

static u32 draw(u32 below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return (state >> 3) % below;
}

static void mix(u32 *digest, u32 value)
{
	*digest = (*digest ^ value) * 0x01000193u;
	*digest ^= *digest >> 15;
}

static void answer(long value)
{
	if (verbose)
		print("# %lx\n", (ulong)value);
	mix(&answers, (u32)value);
}

/* ------------------------------------------------------------------ places */

static char *at(u32 page)
{
	return (char *)(ARENA + page * PAGE);
}

/* A run of pages of the arena, mostly a short one, and where the last ones were as likely as anywhere */
struct run { u32 page, n; };

static struct run any_run(void)
{
	static u32 last;
	struct run r;

	r.n = draw(3) ? 1 + draw(16) : 1 + draw(RUN);
	r.page = draw(2) ? draw(ARENA_PAGES - RUN) : (last + draw(64)) % (ARENA_PAGES - RUN);
	last = r.page;
	return r;
}

static int any_prot(void)
{
	static const u8 prots[] = { PROT_RW, PROT_RW, PROT_RW, PROT_RW, PROT_READ, PROT_READ, PROT_NONE, PROT_READ | PROT_EXEC };

	return prots[draw(ARRAY_SIZE(prots))];
}

/* ------------------------------------------------------------------ accesses */

static struct context before_access;

static void refused(int sig, struct siginfo *info, struct ucontext *uc)
{
	mix(&faults, (u32)sig << 8 | (u32)info->code);
	mix(&faults, (u32)info->fault.addr);
	restore_context(&before_access, 1);
}

/* Words of the page at @p: where it begins and ends, and one in between.  0: refused. */
static int look_at(const char *p)
{
	const volatile u32 *w = (const volatile u32 *)p;
	u32 between = 1 + draw(1021);

	if (save_context(&before_access))
		return 0;
	mix(&contents, w[0]);
	mix(&contents, w[between]);
	mix(&contents, w[1023]);
	return 1;
}

static int store_to(char *p, u32 value)
{
	volatile u32 *w = (volatile u32 *)p;
	u32 between = draw(1024);

	if (save_context(&before_access))
		return 0;
	w[0] = value;
	w[between] = value * 3;
	w[1023] = value * 5;
	return 1;
}

/* Pages of a run, until one is refused */
static void access_run(int write)
{
	struct run r = any_run();

	for (u32 i = 0; i < r.n; i++)
		if (!(write ? store_to(at(r.page + i), draw(1u << 28)) : look_at(at(r.page + i))))
			return;
}

/* ------------------------------------------------------------------ operations */

static void op_anon(void)
{
	struct run r = any_run();
	int prot = any_prot(), flags = (draw(4) ? MAP_PRIVATE : MAP_SHARED) | MAP_ANON | MAP_FIXED;

	if (!draw(16))
		flags |= MAP_POPULATE;
	answer((long)map_at(at(r.page), r.n * PAGE, prot, flags, -1, 0));
	if (prot == PROT_RW && draw(4))
		for (u32 i = 0; i < r.n; i++)
			store_to(at(r.page + i), draw(1u << 28));
}

static void op_file(void)
{
	struct run r = any_run();
	int prot = any_prot(), fd = files[draw(FILES)];
	ulong offset = draw(FILE_PAGES) * PAGE;

	answer((long)map_at(at(r.page), r.n * PAGE, prot, (draw(2) ? MAP_PRIVATE : MAP_SHARED) | MAP_FIXED, fd, offset));
}

static void op_munmap(void)
{
	struct run r = any_run();

	answer(unmap(at(r.page), r.n * PAGE));
}

static void op_mprotect(void)
{
	struct run r = any_run();
	int prot = any_prot();

	answer(SYS(mprotect, at(r.page), r.n * PAGE, prot));
}

static int in_one_area(struct run r)
{
	struct area area;

	return area_at((ulong)at(r.page), &area) && area.start <= (ulong)at(r.page) &&
	       area.end >= (ulong)at(r.page + r.n);
}

/* Only what can be moved, or cut: since 5.x it is looked at before anything else is done */
static void op_mremap(void)
{
	struct run from = any_run(), to = any_run();

	print("from %x %x to %x %x\n", from.page, from.n, to.page, to.n);
	if (!in_one_area(from))
		return;
	if (draw(2))
		answer(SYS(mremap, at(from.page), from.n * PAGE, to.n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at(to.page)));
	else
		answer(SYS(mremap, at(from.page), from.n * PAGE, to.n * PAGE, 0));
}

static void op_madvise(void)
{
	static const u8 advice[] = { MADV_DONTNEED, MADV_DONTNEED, MADV_WILLNEED, MADV_RANDOM, MADV_SEQUENTIAL, MADV_NORMAL,
				     MADV_DONTFORK, MADV_DOFORK };
	struct run r = any_run();
	int a = advice[draw(ARRAY_SIZE(advice))];

	answer(SYS(madvise, at(r.page), r.n * PAGE, a));
}

static void op_mlock(void)
{
	struct run r = any_run();

	r.n = 1 + r.n % 8;
	answer(draw(2) ? SYS(mlock, at(r.page), r.n * PAGE) : SYS(munlock, at(r.page), r.n * PAGE));
	/* Not so much that the small machine has nothing left */
	if (!draw(4))
		answer(SYS(munlock, at(0), ARENA_PAGES * PAGE) == 0);
}

static void op_msync(void)
{
	static const u8 flags[] = { MS_ASYNC, MS_SYNC, MS_SYNC | MS_INVALIDATE, MS_ASYNC | MS_SYNC, 0 };
	struct run r = any_run();
	int f = flags[draw(ARRAY_SIZE(flags))];

	answer(SYS(msync, at(r.page), r.n * PAGE, f));
}

/* Which pages are in memory is the machine's business; whether all of the range is mapped isn't */
static void op_mincore(void)
{
	static u8 vec[RUN];
	struct run r = any_run();

	answer(SYS(mincore, at(r.page), r.n * PAGE, vec));
}

static void op_brk(void)
{
	static ulong start;
	ulong now_at = (ulong)SYS(brk, 0), want;

	if (!start)
		start = now_at;
	want = start + draw(64) * PAGE + draw(PAGE);
	answer((long)((ulong)SYS(brk, want) - start));
	if (want > start + PAGE) {
		want = (start + draw((u32)((want - start) / PAGE)) * PAGE + PAGE - 1) & ~(PAGE - 1);
		store_to((char *)want, draw(1u << 28));
		look_at((char *)want);
	}
}

static void op_file_write(void)
{
	static u32 buf[2 * 1024];
	int fd = files[draw(FILES)];
	u32 offset = draw(FILE_PAGES * PAGE), n = 1 + draw(sizeof(buf) - 1), first = draw(1u << 28);

	for (size_t i = 0; i < ARRAY_SIZE(buf); i++)
		buf[i] = first + (u32)i;
	answer(SYS(pwrite64, fd, buf, n, 0, offset, 0));
}

static void op_file_read(void)
{
	static u8 buf[2 * PAGE];
	int fd = files[draw(FILES)];
	u32 offset = draw(FILE_PAGES * PAGE), n = 1 + draw(sizeof(buf) - 1);
	long got = SYS(pread64, fd, buf, n, 0, offset, 0);

	answer(got);
	for (long i = 0; i < got; i += 61)
		mix(&contents, buf[i]);
}

static void op_truncate(void)
{
	int fd = files[draw(FILES)];

	answer(SYS(ftruncate64, fd, 0, draw(FILE_PAGES * PAGE), 0));
}

/* read() and write() between a file and the arena, which need not be accessible */
static void op_file_arena(void)
{
	struct run r = any_run();
	int fd = files[draw(FILES)];
	u32 offset = draw(FILE_PAGES) * PAGE, n = 1 + draw(4 * PAGE);

	if (draw(2))
		answer(SYS(pread64, fd, at(r.page), n, 0, offset, 0));
	else
		answer(SYS(pwrite64, fd, at(r.page), n, 0, offset, 0));
}

static void op_shm(void)
{
	struct run r = any_run();
	long id = SYS(shmget, IPC_PRIVATE, r.n * PAGE, IPC_CREAT | 0600), p;
	char *where = (char *)(((ulong)at(r.page) + 0x3fff) & ~0x3ffful);

	if (id < 0) {
		answer(id);
		return;
	}
	p = SYS(shmat, id, where, 0);
	answer(p);
	if (!IS_ERR(p))
		store_to((char *)p, draw(1u << 28));
	answer(SYS(shmctl, id, IPC_RMID | IPC_64, NULL));
	if (!draw(3) && !IS_ERR(p))
		answer(SYS(shmdt, p));
}

/* Somewhere outside of the arena: what two that follow each other have between them is the same everywhere */
static void op_anywhere(void)
{
	ulong n = 1 + draw(32), m = 1 + draw(32);
	char *p = map(n * PAGE), *q = map(m * PAGE);

	answer(IS_ERR(p) || IS_ERR(q) ? (long)p : (long)(q - p));
	if (!IS_ERR(p)) {
		store_to(p, 1);
		unmap(p, n * PAGE);
	}
	if (!IS_ERR(q))
		unmap(q, m * PAGE);
}

static void op_fork(void);

static void op_store(void) { access_run(1); }
static void op_look(void) { access_run(0); }

static const struct {
	void (*fn)(void);
	u32 weight;
	const char *name;
} ops[] = {
	{ op_store, 26, "store" }, { op_look, 16, "look" }, { op_anon, 14, "anon" }, { op_file, 8, "file" },
	{ op_munmap, 5, "munmap" }, { op_mprotect, 6, "mprotect" }, { op_mremap, 6, "mremap" },
	{ op_madvise, 5, "madvise" }, { op_mlock, 2, "mlock" }, { op_msync, 2, "msync" },
	{ op_mincore, 2, "mincore" }, { op_brk, 3, "brk" }, { op_file_write, 4, "file_write" },
	{ op_file_read, 4, "file_read" }, { op_truncate, 1, "truncate" }, { op_file_arena, 4, "file_arena" },
	{ op_shm, 2, "shm" }, { op_anywhere, 2, "anywhere" }, { op_fork, 1, "fork" },
};

static void one_op(void)
{
	u32 total = 0, n;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		total += ops[i].weight;
	n = draw(total);
	for (i = 0; n >= ops[i].weight; i++)
		n -= ops[i].weight;
	ops[i].fn();
	if (verbose)
		print("%s%d %s %08x %08x %08x\n", depth ? "  " : "", ++done, ops[i].name, answers, contents, faults);
}

/* The child changes what is its own and what is shared; so does its parent, before and after */
static void op_fork(void)
{
	int pid, status;

	if (depth)
		return;
	pid = fork();
	if (!pid) {
		depth++;
		for (u32 i = 0; i < 40; i++)
			one_op();
		exit((int)((answers ^ contents ^ faults) & 0x7f));
	}
	answer(pid > 0);
	status = wait_for(pid);
	answer(exited(status));
	answer(killed(status));
}

/* ------------------------------------------------------------------ what there is */

/* The arena's lines of /proc/self/maps: addresses, permissions, offset and name */
static void look_at_maps(void)
{
	struct area area;
	ulong from = ARENA;

	while (area_at(from, &area) && area.start < ARENA + ARENA_PAGES * PAGE) {
		mix(&maps, (u32)area.start);
		mix(&maps, (u32)area.end);
		mix(&maps, (u32)area.offset);
		for (const char *c = area.perms; *c; c++)
			mix(&maps, (u32)*c);
		from = area.end;
	}
}

static void look_at_all(void)
{
	static u8 buf[PAGE];

	for (u32 i = 0; i < ARENA_PAGES; i++)
		look_at(at(i));
	for (int i = 0; i < FILES; i++)
		for (u32 page = 0; page < FILE_PAGES; page++) {
			long got = SYS(pread64, files[i], buf, PAGE, 0, page * PAGE, 0);

			for (long k = 0; k < got; k += 97)
				mix(&contents, buf[k]);
		}
}

static int run_seed(u32 seed, u32 count)
{
	char name[32];

	on_signal(SIGSEGV, refused, SA_SIGINFO | SA_NODEFER);
	on_signal(SIGBUS, refused, SA_SIGINFO | SA_NODEFER);
	state = seed * 2654435761u | 1;
	for (int i = 0; i < FILES; i++) {
		format(name, sizeof(name), "/tmp/randops%d", i);
		files[i] = (int)SYS(open, name, O_RDWR | O_CREAT | O_TRUNC, 0600);
		if (files[i] < 0 || SYS(ftruncate64, files[i], 0, FILE_PAGES * PAGE / 2, 0))
			return 1;
	}
	for (u32 i = 0; i < count; i++) {
		one_op();
		if (i % 250 == 249)
			look_at_maps();
	}
	look_at_all();
	print("seed %u: answers %08x contents %08x faults %08x maps %08x\n", seed, answers, contents, faults, maps);
	return 0;
}

/* ------------------------------------------------------------------ the first program */

int main(void)
{
	ulong arg[3] = { 1, 1, 1000 };

	for (int i = 0; i < 3 && i + 1 < argc; i++) {
		const char *text = argv[i + 1];

		arg[i] = number(&text, 10);
	}
	verbose = argc > 4;
	SYS(mkdir, "/proc", 0755);
	SYS(mkdir, "/tmp", 0755);
	SYS(mount, "proc", "/proc", "proc", 0, NULL);
	SYS(mount, "tmp", "/tmp", "tmpfs", 0, "size=1g");
	load_modules();
	SYS(mknod, "/dev/vda", 060600, 254 << 8);
	SYS(swapon, "/dev/vda", 0);
	spit("/proc/sys/vm/overcommit_memory", "1");
	for (ulong seed = arg[0]; seed <= arg[1]; seed++) {
		int pid = fork();

		if (!pid)
			exit(run_seed((u32)seed, (u32)arg[2]));
		if (wait_for(pid))
			print("seed %lu: ended badly\n", seed);
	}
	print("%ld pages were swapped out\n", field("/proc/vmstat", "pswpout"));
	SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	return 0;
}
