/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory calls at random, and what they answer: the first program of a machine, here or on Linux.
 *
 *     randops FIRST LAST COUNT [verbose]    for each seed from FIRST to LAST, COUNT operations; a line for each seed, or
 *                                           for each operation, so that two machines' first difference can be found:
 *
 *     seed 7: answers 1f3a55c0 contents 90b1c2d3 faults 5bd1e995 maps 0badcafe accounts 600df00d
 *
 *   answers    what each call returned, but for addresses: these are relative to where the first one was
 *   contents   of every byte that could be read in between and in the end, of memory and of files
 *   faults     signal, code and place of each access that was refused
 *   maps       what the arena's addresses are now and then, as /proc/self/maps has them.  Neighbours that are alike count as
 *              one, since which of them the kernel merges is another matter since Linux 6.1
 *   accounts   /proc/self/status and smaps_rollup, the commit charge, and mincore(): what is in memory
 *
 * Two machines that differ in nothing but how much memory they have print the same, up to the accounts; with /dev/vda, a swap
 * area, one with less memory than is used does so, too (tests/host/randops.t).  Each seed runs in a process of its own, in an
 * arena of fixed addresses; a forked child goes on with the same generator, and what it found is part of its parent's answers.
 *
 * Each operation draws from a generator of its own, so that some can be left out and the others stay as they are: each line
 * of the file /keep, when it is there, has the numbers of those that run, "1-20 35 100-110", and is a run of its own
 * (scripts/compare makes it).
 *
 * Left out is what Linux 4.x and 6.1 don't do alike: mremap() of what isn't mapped, of private memory by an old length of 0,
 * and MREMAP_DONTUNMAP; MADV_REMOVE of what can't be written to, which later kernels allow for a file that can be;
 * MAP_SHARED_VALIDATE, MAP_FIXED_NOREPLACE, MADV_FREE and later advice; VmHWM, which there counts the last faults of a process
 * late; VmPTE, since a fault that ends in SIGBUS makes no page table any more.
 */
#include "user.h"

enum {
	ARENA_PAGES = 8192, FILES = 3, FILE_PAGES = 600, RUN = 128, KEEPS = 4000,
	IPC_PRIVATE = 0, IPC_CREAT = 01000, IPC_RMID = 0, IPC_64 = 0x100, SHM_RDONLY = 010000,
	MADV_REMOVE = 9, MADV_DONTDUMP = 16, MADV_DODUMP = 17, FALLOC_KEEP_SIZE = 1, FALLOC_PUNCH_HOLE = 2,
};

#define ARENA	0x30000000ul

static u32 state, the_seed, the_op;	/* of the generator */
static u32 answers, contents, faults, maps, accounts;
static int files[FILES];
static int depth;			/* of forks and threads */
static int verbose;			/* each operation is told, with what calls returned */
static struct { u32 first, last; } keeps[KEEPS];
static int nkeeps;

/* Starts the generator of an operation, or of whatever else has a number */
static u32 scrambled(u32 seed, u32 number)
{
	u32 x = seed * 2654435761u + number * 0x9e3779b9u + 0x7f4a7c15u;

	x = (x ^ x >> 16) * 0x85ebca6bu;
	x = (x ^ x >> 13) * 0xc2b2ae35u;
	return (x ^ x >> 16) | 1;
}

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

/* A run of pages of the arena, mostly a short one, and where those around this operation were as likely as anywhere */
struct run { u32 page, n; };

static struct run any_run(void)
{
	u32 near = scrambled(the_seed, ~(the_op / 16)) % ARENA_PAGES;
	struct run r;

	r.n = draw(3) ? 1 + draw(16) : 1 + draw(RUN);
	r.page = (draw(2) ? draw(ARENA_PAGES) : near + draw(128)) % (ARENA_PAGES - RUN);
	return r;
}

/* Where a call works: a run, but sometimes no such thing as a run of pages that are there */
struct range { ulong start, len; };

static struct range any_range(void)
{
	static const ulong outside[] = {
		0x20000000, ARENA + ARENA_PAGES * PAGE, 0xbf000000, 0xbf001000, 0xc0000000, 0xf0000000, 0xfffff000,
	};
	struct run r = any_run();
	struct range range = { (ulong)at(r.page), r.n * PAGE };

	/* Now and then what isn't pages, or nothing, or too long, or nobody's */
	switch (draw(60)) {
	case 0: range.start += 1 + draw(PAGE - 1); break;
	case 1: range.len = 0; break;
	case 2: case 3: range.len -= 1 + draw(PAGE - 1); break;
	case 4: range.len = -PAGE * (1 + draw(4)); break;
	case 5: range.len = -1ul - draw(PAGE); break;
	case 6: range.start = outside[draw(ARRAY_SIZE(outside))]; break;
	case 7: range.start += 1 + draw(PAGE - 1); range.len += draw(2 * PAGE); break;
	}
	if (verbose)
		print("# at %lx, %lx long\n", range.start, range.len);
	return range;
}

static int any_prot(void)
{
	static const u8 prots[] = { PROT_RW, PROT_RW, PROT_RW, PROT_RW, PROT_READ, PROT_READ, PROT_NONE, PROT_READ | PROT_EXEC };

	return prots[draw(ARRAY_SIZE(prots))];
}

/* ------------------------------------------------------------------ accesses */

static struct context before_access;
static int mends;			/* so many faults are mended by their handler */

/* What is missing is mapped, what is forbidden allowed, and the access is tried again */
static void mend(int sig, struct siginfo *info)
{
	char *page = (char *)((ulong)info->fault.addr & ~(PAGE - 1));

	mends--;
	if (sig == SIGSEGV && info->code == SEGV_ACCERR)
		answer(SYS(mprotect, page, PAGE, PROT_RW));
	else
		answer((long)map_at(page, PAGE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0));
}

static void refused(int sig, struct siginfo *info, struct ucontext *uc)
{
	mix(&faults, (u32)sig << 8 | (u32)info->code);
	mix(&faults, (u32)info->fault.addr);
	if (mends)
		mend(sig, info);
	else
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
	struct range r = any_range();
	int prot = any_prot(), flags = (draw(4) ? MAP_PRIVATE : MAP_SHARED) | MAP_ANON | MAP_FIXED;
	char *p;

	switch (draw(16)) {
	case 0: flags |= MAP_POPULATE; break;
	case 1: flags |= MAP_NORESERVE; break;
	case 2: flags &= ~(draw(4) ? 0 : MAP_PRIVATE | MAP_SHARED); break;
	}
	p = map_at((char *)r.start, r.len, prot, flags, -1, 0);
	answer((long)p);
	if (!IS_ERR(p) && prot == PROT_RW && draw(4))
		for (ulong i = 0; i < r.len / PAGE; i++)
			store_to(p + i * PAGE, draw(1u << 28));
}

static void op_file(void)
{
	struct range r = any_range();
	int prot = any_prot(), fd = draw(40) ? files[draw(FILES)] : 99;
	ulong offset = draw(40) ? draw(FILE_PAGES) * PAGE : -PAGE * (1 + draw(RUN));

	answer((long)map_at((char *)r.start, r.len, prot, (draw(2) ? MAP_PRIVATE : MAP_SHARED) | MAP_FIXED, fd, offset));
}

static void op_munmap(void)
{
	struct range r = any_range();

	answer(unmap(r.start, r.len));
}

static void op_mprotect(void)
{
	struct range r = any_range();
	int prot = draw(40) ? any_prot() : draw(2) ? 0x10 : PROT_READ | PROT_GROWSDOWN;

	answer(SYS(mprotect, r.start, r.len, prot));
}

/* What begins where nothing is mapped is looked at before anything else is done since 5.x */
static void op_mremap(void)
{
	struct range from = any_range(), to = any_range();
	struct area area;
	long r, flags;

	if (!area_at(from.start, &area) || area.start > from.start || (!from.len && area.perms[3] != 's'))
		return;
	switch (draw(5)) {
	case 0: case 1:
		answer(SYS(mremap, from.start, from.len, to.len, MREMAP_MAYMOVE | MREMAP_FIXED, to.start));
		break;
	case 2: case 3:
		flags = draw(20) ? 0 : draw(2) ? 8 : MREMAP_FIXED;
		answer(SYS(mremap, from.start, from.len, to.len, flags, to.start));
		break;
	case 4:
		/* The kernel says where to: somewhere outside the arena, from where it comes back */
		r = SYS(mremap, from.start, from.len, to.len, MREMAP_MAYMOVE);
		if (IS_ERR(r) || (ulong)r == from.start)
			answer(r);
		else
			answer(SYS(mremap, r, to.len, to.len, MREMAP_MAYMOVE | MREMAP_FIXED, at(any_run().page)));
		break;
	}
}

static void op_madvise(void)
{
	static const u8 advice[] = { MADV_DONTNEED, MADV_DONTNEED, MADV_DONTNEED, MADV_WILLNEED, MADV_RANDOM, MADV_SEQUENTIAL,
				     MADV_NORMAL, MADV_DONTFORK, MADV_DOFORK, MADV_REMOVE, MADV_DONTDUMP, MADV_DODUMP };
	struct range r = any_range();
	int a = draw(40) ? advice[draw(ARRAY_SIZE(advice))] : draw(2) ? 5 : 99;
	struct area area;

	if (a == MADV_REMOVE && (!area_at(r.start, &area) || area.start > r.start || area.end - r.start < r.len || area.perms[1] != 'w'))
		return;
	answer(SYS(madvise, r.start, r.len, a));
}

static void op_mlock(void)
{
	struct range r = any_range();

	if (r.len <= RUN * PAGE && r.len > 8 * PAGE)
		r.len %= 8 * PAGE;
	answer(draw(2) ? SYS(mlock, r.start, r.len) : SYS(munlock, r.start, r.len));
	/* Not so much that the small machine has nothing left */
	if (!draw(4))
		answer(SYS(munlock, at(0), ARENA_PAGES * PAGE) == 0);
}

static void op_msync(void)
{
	static const u8 flags[] = { MS_ASYNC, MS_SYNC, MS_SYNC | MS_INVALIDATE, MS_ASYNC | MS_SYNC, 0, 8 };
	struct range r = any_range();
	int f = flags[draw(ARRAY_SIZE(flags))];

	answer(SYS(msync, r.start, r.len, f));
}

/* Which pages are in memory is the machine's business; whether all of the range is mapped isn't */
static void op_mincore(void)
{
	static u8 vec[RUN + 2];
	struct range r = any_range();
	long got = SYS(mincore, r.start, r.len, draw(20) ? vec : (u8 *)0xc0000000);

	answer(got);
	for (ulong i = 0; !got && i < (r.len + PAGE - 1) / PAGE; i++)
		mix(&accounts, vec[i] & 1);
}

static void op_brk(void)
{
	static ulong start;
	ulong now_at = (ulong)SYS(brk, 0), want;

	if (!start)
		start = now_at;
	want = draw(20) ? start + draw(64) * PAGE + draw(PAGE) : draw(2) ? start - 1 - draw(PAGE) : 0xf0000000;
	answer((long)((ulong)SYS(brk, want) - start));
	if (want > start + PAGE && want < ARENA) {
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

	if (draw(3))
		answer(SYS(ftruncate64, fd, 0, draw(FILE_PAGES * PAGE), 0));
	else
		answer(SYS(fallocate, fd, draw(2) ? FALLOC_KEEP_SIZE | FALLOC_PUNCH_HOLE : draw(2), draw(FILE_PAGES * PAGE), 0,
			   draw(16 * PAGE), 0));
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
	p = SYS(shmat, id, where, draw(4) ? 0 : SHM_RDONLY);
	answer(p);
	if (!IS_ERR(p))
		store_to((char *)p, draw(1u << 28));
	answer(SYS(shmctl, id, IPC_RMID | IPC_64, NULL));
	if (!draw(3) && !IS_ERR(p))
		answer(SYS(shmdt, p));
}

/*
 * Somewhere outside of the arena: what two that follow each other have between them is the same everywhere, but for
 * threads, whose stacks lie there, beside what else each kernel has put there
 */
static void op_anywhere(void)
{
	ulong n = 1 + draw(32), m = 1 + draw(32);
	char *p = map(n * PAGE), *q = map(m * PAGE);

	answer(IS_ERR(p) || IS_ERR(q) ? (long)p : depth ? 0 : (long)(q - p));
	if (!IS_ERR(p)) {
		store_to(p, 1);
		unmap(p, n * PAGE);
	}
	if (!IS_ERR(q))
		unmap(q, m * PAGE);
}

/* Accesses whose handler mends what is wrong, page by page */
static void op_mended(void)
{
	struct run r = any_run();

	for (u32 i = 0; i < r.n % 8; i++) {
		mends = 3;
		if (draw(2))
			store_to(at(r.page + i), draw(1u << 28));
		else
			look_at(at(r.page + i));
	}
	mends = 0;
}

/* An access in a child without a handler: what it dies of, if it does */
static void op_killed(void)
{
	volatile char *p = at(any_run().page) + draw(PAGE);
	int pid = fork(), status;

	if (!pid) {
		on_signal(SIGSEGV, SIG_DFL, 0);
		on_signal(SIGBUS, SIG_DFL, 0);
		if (draw(2))
			*p = 1;
		exit(*p & 0x7f);
	}
	status = wait_for(pid);
	answer(exited(status));
	answer(killed(status));
}

static void op_fork(void);
static void op_threads(void);

static void op_store(void) { access_run(1); }
static void op_look(void) { access_run(0); }

static const struct {
	void (*fn)(void);
	u32 weight;
	const char *name;
} ops[] = {
	{ op_store, 26, "store" }, { op_look, 16, "look" }, { op_anon, 14, "anon" }, { op_file, 8, "file" },
	{ op_munmap, 5, "munmap" }, { op_mprotect, 6, "mprotect" }, { op_mremap, 7, "mremap" },
	{ op_madvise, 6, "madvise" }, { op_mlock, 2, "mlock" }, { op_msync, 2, "msync" },
	{ op_mincore, 2, "mincore" }, { op_brk, 3, "brk" }, { op_file_write, 4, "file_write" },
	{ op_file_read, 4, "file_read" }, { op_truncate, 2, "truncate" }, { op_file_arena, 4, "file_arena" },
	{ op_shm, 2, "shm" }, { op_anywhere, 2, "anywhere" }, { op_mended, 3, "mended" }, { op_killed, 1, "killed" },
	{ op_fork, 1, "fork" }, { op_threads, 1, "threads" },
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
		print("%s%u %s %08x %08x %08x %08x\n", depth ? "  " : "", the_op, ops[i].name, answers, contents, faults, accounts);
}

static void some_ops(int n)
{
	depth++;
	while (n--)
		one_op();
	depth--;
}

/* The child changes what is its own and what is shared; so does its parent, in between */
static void op_fork(void)
{
	int to_child[2], to_parent[2], pid, status;
	char c = 0;

	if (depth)
		return;
	SYS(pipe, to_child);
	SYS(pipe, to_parent);
	pid = fork();
	if (!pid) {
		some_ops(15);
		SYS(write, to_parent[1], &c, 1);
		SYS(read, to_child[0], &c, 1);
		some_ops(15);
		exit((int)((answers ^ contents ^ faults) & 0x7f));
	}
	SYS(read, to_parent[0], &c, 1);
	state ^= 0x5bd1e995;
	some_ops(15);
	SYS(write, to_child[1], &c, 1);
	status = wait_for(pid);
	answer(exited(status));
	answer(killed(status));
	for (int i = 0; i < 2; i++) {
		SYS(close, to_child[i]);
		SYS(close, to_parent[i]);
	}
}

static volatile int turn;

/* One of two threads, which work by turns */
static int takes_turns(void *me)
{
	int mine = (int)(long)me, now_is;

	for (int i = 0; i < 3; i++) {
		while ((now_is = turn) != mine)
			SYS(futex, &turn, FUTEX_WAIT, now_is, NULL);
		some_ops(4);
		turn = !mine;
		SYS(futex, &turn, FUTEX_WAKE, 1);
	}
	return 0;
}

static void op_threads(void)
{
	struct thread t[2];

	if (depth)
		return;
	turn = -1;
	for (int i = 0; i < 2; i++)
		answer(thread_start(&t[i], takes_turns, (void *)(long)i) > 0);
	turn = 0;
	SYS(futex, &turn, FUTEX_WAKE, 2);
	/* The last to work first: no stack goes while another thread works */
	for (int i = 1; i >= 0; i--)
		thread_join(&t[i]);
}

/* ------------------------------------------------------------------ what there is */

static void mix_area(const struct area *area)
{
	if (verbose)
		print("+ %u %lx-%lx %s %lx %s\n", the_op, area->start, area->end, area->perms, area->offset, area->name);
	mix(&maps, (u32)area->start);
	mix(&maps, (u32)area->end);
	mix(&maps, (u32)area->offset);
	for (const char *c = area->perms; *c; c++)
		mix(&maps, (u32)*c);
}

/* Do two VMAs that follow each other look like one? */
static int alike(const struct area *a, const struct area *b)
{
	return a->end == b->start && !strcmp(a->perms, b->perms) && !strcmp(a->name, b->name) &&
	       b->offset == (a->name[0] ? a->offset + (a->end - a->start) : 0);
}

/* The arena's lines of /proc/self/maps: addresses, permissions and offset */
static void look_at_maps(void)
{
	struct area area, whole = { 0 };
	ulong from = ARENA;

	while (area_at(from, &area) && area.start < ARENA + ARENA_PAGES * PAGE) {
		from = area.end;
		if (alike(&whole, &area)) {
			whole.end = area.end;
			continue;
		}
		mix_area(&whole);
		whole = area;
	}
	mix_area(&whole);
}

/* Sizes are relative to those at the beginning: not all have the same VMAs besides */
static const char *const status_names[] = {
	"VmSize", "VmPeak", "VmLck", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmStk", "VmSwap",
};
static const char *const rollup_names[] = {
	"Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty", "Referenced", "Anonymous", "Swap", "Locked",
};

static void look_at_accounts(void)
{
	static long first[ARRAY_SIZE(status_names) + ARRAY_SIZE(rollup_names) + 1];
	static int started;
	long now_is[ARRAY_SIZE(first)];
	char *p = map(PAGE);
	size_t n = 0;

	/* The buffer is in memory; and a page that goes brings the counters of this process up to date */
	memset(slurp("/proc/self/comm"), 0, 64 * PAGE);
	*p = 1;
	unmap(p, PAGE);
	for (size_t i = 0; i < ARRAY_SIZE(status_names); i++)
		now_is[n++] = field("/proc/self/status", status_names[i]);
	for (size_t i = 0; i < ARRAY_SIZE(rollup_names); i++)
		now_is[n++] = field("/proc/self/smaps_rollup", rollup_names[i]);
	now_is[n++] = field("/proc/meminfo", "Committed_AS");
	if (!started) {
		started = 1;
		memcpy(first, now_is, sizeof(first));
		first[1] = first[0];
	}
	for (size_t i = 0; i < n; i++) {
		if (verbose)
			print("= %u %s %ld\n", the_op, i < ARRAY_SIZE(status_names) ? status_names[i] : i < n - 1 ?
			      rollup_names[i - ARRAY_SIZE(status_names)] : "Committed_AS", now_is[i] - first[i]);
		mix(&accounts, (u32)(now_is[i] - first[i]));
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

static int is_kept(u32 op)
{
	for (int i = 0; i < nkeeps; i++)
		if (op >= keeps[i].first && op <= keeps[i].last)
			return 1;
	return !nkeeps;
}

static int run_seed(u32 seed, u32 count)
{
	char name[32];

	on_signal(SIGSEGV, refused, SA_SIGINFO | SA_NODEFER);
	on_signal(SIGBUS, refused, SA_SIGINFO | SA_NODEFER);
	for (int i = 0; i < FILES; i++) {
		format(name, sizeof(name), "/tmp/randops%d", i);
		files[i] = (int)SYS(open, name, O_RDWR | O_CREAT | O_TRUNC, 0600);
		if (files[i] < 0 || SYS(ftruncate64, files[i], 0, FILE_PAGES * PAGE / 2, 0))
			return 1;
	}
	look_at_accounts();
	the_seed = seed;
	for (the_op = 1; the_op <= count; the_op++) {
		state = scrambled(seed, the_op);
		if (is_kept(the_op))
			one_op();
		if (the_op % 250 == 0 || the_op == count) {
			look_at_maps();
			look_at_accounts();
		}
	}
	state = scrambled(seed, 0);
	look_at_all();
	print("seed %u: answers %08x contents %08x faults %08x maps %08x accounts %08x\n", seed, answers, contents, faults, maps,
	      accounts);
	return 0;
}

/* ------------------------------------------------------------------ the first program */

/* What a line of /keep says; where the next one begins */
static const char *read_keeps(const char *p)
{
	for (nkeeps = 0; *p >= '0' && *p <= '9' && nkeeps < KEEPS; nkeeps++) {
		keeps[nkeeps].first = keeps[nkeeps].last = (u32)number(&p, 10);
		if (*p == '-') {
			p++;
			keeps[nkeeps].last = (u32)number(&p, 10);
		}
		while (*p == ' ')
			p++;
	}
	return *p ? p + 1 : p;
}

static void in_a_process(u32 seed, u32 count)
{
	int pid = fork();

	if (!pid)
		exit(run_seed(seed, count));
	if (wait_for(pid))
		print("seed %u: ended badly\n", seed);
}

int main(void)
{
	ulong arg[3] = { 1, 1, 1000 };
	const char *keep;

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
	keep = slurp("/keep");
	for (ulong seed = arg[0]; seed <= arg[1]; seed++) {
		if (!keep)
			in_a_process((u32)seed, (u32)arg[2]);
		for (const char *p = keep; p && *p;) {
			p = read_keeps(p);
			in_a_process((u32)seed, (u32)arg[2]);
		}
	}
	print("%ld pages were swapped out\n", field("/proc/vmstat", "pswpout"));
	SYS(reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	return 0;
}
