/* SPDX-License-Identifier: GPL-2.0-only */
/* Does every call for memory, processes and signals, and every fault, survive that one of its allocations fails? */
#include "failnth.h"

/* ------------------------------------------------------------------ the file itself */

/* Is what was written read, and what isn't a number refused? */
TEST(failnth, file)
{
	char text[16] = "";

	if (!can_fail())
		return;
	CHECK_EQ(get_nth(), 0);
	CHECK_EQ(SYS(pread64, fail_nth_fd, text, sizeof(text), 0, 0, 0), 2);
	CHECK(!strcmp(text, "0\n"));
	CHECK_EQ(SYS(pread64, fail_nth_fd, text, sizeof(text), 0, 2, 0), 0);
	CHECK_EQ(set_nth_text("0x100000"), 8);
	CHECK(get_nth() > 0xff000 && get_nth() <= 0x100000);
	CHECK_EQ(set_nth_text("many"), -EINVAL);
	CHECK_EQ(set_nth_text("-1"), -EINVAL);
	CHECK_EQ(set_nth_text("4294967296"), -ERANGE);
	CHECK(get_nth() > 0xff000);
	CHECK_EQ(set_nth_text("0"), 1);
	CHECK_EQ(get_nth(), 0);
}

static int has_none(void *unused)
{
	return strcmp(slurp("/proc/self/fail-nth"), "0\n") != 0;
}

/* Does a call fail once, does the next one succeed, and has a child nothing of it? */
TEST(failnth, once)
{
	char *p;
	long r;

	if (!can_fail())
		return;
	set_nth(1);
	r = (long)map(PAGE);
	CHECK_EQ(get_nth(), 0);
	CHECK_EQ(r, -ENOMEM);
	p = map(PAGE);
	CHECK(!IS_ERR(p));
	unmap(p, PAGE);
	set_nth(1000);
	CHECK_EQ(exited(in_child(has_none, NULL)), 0);
	CHECK(get_nth() > 900);
	set_nth(0);
}

/* ------------------------------------------------------------------ memory */

static void map_area(int prot, int flags)
{
	CHECK_EQ(map_at(AREA, AREA_SIZE, prot, flags | MAP_FIXED | MAP_ANON, -1, 0), AREA);
}

static void with_private(void)
{
	map_area(PROT_RW, MAP_PRIVATE);
}

static void with_touched(void)
{
	with_private();
	for (ulong i = 0; i < AREA_SIZE; i += PAGE)
		AREA[i] = 1;
}

static void with_shared(void)
{
	map_area(PROT_RW, MAP_SHARED);
	AREA[0] = AREA[AREA_SIZE - 1] = 1;
}

static void unmap_area(long unused)
{
	CHECK_EQ(unmap(AREA, 2 * AREA_SIZE), 0);
}

static void unmap_and_close(long unused)
{
	unmap_area(0);
	close_file(0);
}

static long mmap_private(void)
{
	return mapped(map_at(AREA, AREA_SIZE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0));
}

static long mmap_shared(void)
{
	return mapped(map_at(AREA, AREA_SIZE, PROT_RW, MAP_SHARED | MAP_ANON | MAP_FIXED, -1, 0));
}

static long mmap_populate(void)
{
	return mapped(map_at(AREA, AREA_SIZE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_POPULATE, -1, 0));
}

static long mmap_locked(void)
{
	return mapped(map_at(AREA, 8 * PAGE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_LOCKED, -1, 0));
}

static long mmap_stack(void)
{
	return mapped(map_at(AREA, PAGE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0));
}

static long mmap_file_private(void)
{
	return mapped(map_at(AREA, 16 * PAGE, PROT_RW, MAP_PRIVATE | MAP_FIXED, (int)fd, 0));
}

static long mmap_file_shared(void)
{
	return mapped(map_at(AREA, 16 * PAGE, PROT_RW, MAP_SHARED | MAP_FIXED, (int)fd, 0));
}

static long mmap_over(void)
{
	return mapped(map_at(AREA + 8 * PAGE, 8 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0));
}

static void open_zero(void)
{
	fd = SYS(open, "/dev/zero", O_RDWR);
	CHECK(fd >= 0);
}

static long munmap_middle(void)
{
	return unmap(AREA + 8 * PAGE, 8 * PAGE);
}

static long munmap_start(void)
{
	return unmap(AREA, 8 * PAGE);
}

static long munmap_all(void)
{
	return unmap(AREA, AREA_SIZE);
}

static ulong heap;

static void find_heap(void)
{
	heap = (ulong)SYS(brk, 0);
}

static long brk_grow(void)
{
	return SYS(brk, heap + 5 * PAGE) == (long)(heap + 5 * PAGE) ? 0 : -ENOMEM;
}

static void brk_back(long unused)
{
	CHECK_EQ(SYS(brk, heap), heap);
}

static long mprotect_middle(void)
{
	return SYS(mprotect, AREA + 8 * PAGE, 8 * PAGE, PROT_READ);
}

static long mprotect_start(void)
{
	return SYS(mprotect, AREA, 8 * PAGE, PROT_NONE);
}

static long mprotect_all(void)
{
	return SYS(mprotect, AREA, AREA_SIZE, PROT_READ);
}

static void with_readonly(void)
{
	map_area(PROT_READ, MAP_PRIVATE);
}

static long mprotect_writable(void)
{
	return SYS(mprotect, AREA, 3 * PAGE, PROT_RW);
}

static long mremap_grow(void)
{
	return mapped((char *)SYS(mremap, AREA, AREA_SIZE, AREA_SIZE + PAGE, 0));
}

static long mremap_shrink(void)
{
	return mapped((char *)SYS(mremap, AREA, AREA_SIZE, PAGE, 0));
}

static long mremap_move(void)
{
	return mapped((char *)SYS(mremap, AREA, AREA_SIZE, AREA_SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, AREA + 32 * MiB));
}

#define WIDE		(6 * MiB)	/* three tables */

static void with_wide(void)
{
	CHECK_EQ(map_at(AREA, WIDE, PROT_RW, MAP_FIXED | MAP_PRIVATE | MAP_ANON, -1, 0), AREA);
	for (ulong i = MiB; i < WIDE; i += 2 * MiB)
		AREA[i] = 1;
}

static long mremap_move_wide(void)
{
	return mapped((char *)SYS(mremap, AREA, WIDE, WIDE, MREMAP_MAYMOVE | MREMAP_FIXED, AREA + 32 * MiB + PAGE));
}

static void wide_back(long result)
{
	char *now = result >= 0 ? AREA + 32 * MiB + PAGE : AREA;

	for (ulong i = MiB; i < WIDE; i += 2 * MiB)
		CHECK_EQ(now[i], 1);
	unmap(AREA, WIDE);
	unmap(AREA + 32 * MiB, WIDE + PAGE);
}

static long mremap_move_part(void)
{
	return mapped((char *)SYS(mremap, AREA + 8 * PAGE, 8 * PAGE, 16 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
				  AREA + 32 * MiB));
}

static void mremap_back(long result)
{
	if (result >= 0)
		for (ulong i = 8 * PAGE; i < 16 * PAGE; i += PAGE)
			CHECK_EQ(AREA[32 * MiB + i - 8 * PAGE], 1);
	else
		for (ulong i = 0; i < AREA_SIZE; i += PAGE)
			CHECK_EQ(AREA[i], 1);
	unmap_area(0);
	unmap(AREA + 32 * MiB, AREA_SIZE);
}

static long mlock_middle(void)
{
	return SYS(mlock, AREA + 8 * PAGE, 8 * PAGE);
}

static long mlock2_middle(void)
{
	return SYS(mlock2, AREA + 8 * PAGE, 8 * PAGE, 1);
}

static void with_locked(void)
{
	with_private();
	CHECK_EQ(SYS(mlock, AREA, AREA_SIZE), 0);
}

static long munlock_middle(void)
{
	return SYS(munlock, AREA + 8 * PAGE, 8 * PAGE);
}

static long mlockall(void)
{
	return SYS(mlockall, MCL_CURRENT | MCL_FUTURE);
}

static void munlockall_and_unmap(long unused)
{
	CHECK_EQ(SYS(munlockall), 0);
	unmap_area(0);
}

static long madvise_dontneed(void)
{
	return SYS(madvise, AREA, AREA_SIZE, MADV_DONTNEED);
}

static long madvise_sequential(void)
{
	return SYS(madvise, AREA + 8 * PAGE, 8 * PAGE, MADV_SEQUENTIAL);
}

static long madvise_dontfork(void)
{
	return SYS(madvise, AREA + 8 * PAGE, 8 * PAGE, MADV_DONTFORK);
}

static void with_file_mapped(void)
{
	make_file();
	CHECK_EQ(mmap_file_shared(), 0);
}

static void with_file_dirty(void)
{
	with_file_mapped();
	for (ulong i = 0; i < 16 * PAGE; i += PAGE)
		AREA[i + 1] = 1;
}

static long madvise_willneed(void)
{
	return SYS(madvise, AREA, 16 * PAGE, MADV_WILLNEED);
}

static long mincore(void)
{
	u8 vec[16];

	return SYS(mincore, AREA, 16 * PAGE, vec);
}

static long msync(void)
{
	return SYS(msync, AREA, 16 * PAGE, MS_SYNC);
}

static long remap_file_pages(void)
{
	return SYS(remap_file_pages, AREA + PAGE, 2 * PAGE, 0, 7, 0);
}

static const struct op memory_ops[] = {
	{ "mmap", mmap_private, NULL, unmap_area },
	{ "mmap that joins", mmap_over, with_readonly, unmap_area },
	{ "mmap that replaces the middle", mmap_over, with_touched, unmap_area },
	{ "mmap, shared", mmap_shared, NULL, unmap_area, { ENOMEM, ENOSPC, ENFILE } },
	{ "mmap, populated", mmap_populate, NULL, unmap_area },
	{ "mmap, locked", mmap_locked, NULL, unmap_area, { ENOMEM, EAGAIN } },
	{ "mmap of a stack", mmap_stack, NULL, unmap_area },
	{ "mmap of a file, private", mmap_file_private, make_file, unmap_and_close },
	{ "mmap of a file, shared", mmap_file_shared, make_file, unmap_and_close },
	{ "mmap of /dev/zero, private", mmap_file_private, open_zero, unmap_and_close },
	{ "mmap of /dev/zero, shared", mmap_file_shared, open_zero, unmap_and_close, { ENOMEM, ENOSPC, ENFILE } },
	{ "munmap of the middle", munmap_middle, with_touched, unmap_area },
	{ "munmap of the start", munmap_start, with_touched, unmap_area },
	{ "munmap of all", munmap_all, with_touched, unmap_area },
	{ "brk", brk_grow, find_heap, brk_back },
	{ "mprotect of the middle", mprotect_middle, with_touched, unmap_area },
	{ "mprotect of the start", mprotect_start, with_touched, unmap_area },
	{ "mprotect of all", mprotect_all, with_touched, unmap_area },
	{ "mprotect of shared memory", mprotect_middle, with_shared, unmap_area },
	{ "mprotect that makes writable", mprotect_writable, with_readonly, unmap_area },
	{ "mremap that grows", mremap_grow, with_touched, unmap_area },
	{ "mremap that shrinks", mremap_shrink, with_touched, unmap_area },
	{ "mremap that moves", mremap_move, with_touched, mremap_back },
	{ "mremap that moves three tables", mremap_move_wide, with_wide, wide_back },
	{ "mremap that moves a part and grows", mremap_move_part, with_touched, mremap_back },
	{ "mlock", mlock_middle, with_private, unmap_area, { ENOMEM, EAGAIN } },
	{ "mlock of shared memory", mlock_middle, with_shared, unmap_area, { ENOMEM, EAGAIN } },
	{ "mlock2", mlock2_middle, with_private, unmap_area, { ENOMEM, EAGAIN } },
	{ "munlock", munlock_middle, with_locked, unmap_area },
	{ "mlockall", mlockall, with_private, munlockall_and_unmap },
	{ "MADV_DONTNEED", madvise_dontneed, with_touched, unmap_area },
	{ "MADV_SEQUENTIAL", madvise_sequential, with_touched, unmap_area, { EAGAIN } },
	{ "MADV_DONTFORK", madvise_dontfork, with_touched, unmap_area, { EAGAIN } },
	{ "MADV_WILLNEED", madvise_willneed, with_file_mapped, unmap_and_close, { EAGAIN } },
	{ "mincore", mincore, with_touched, unmap_area, { EAGAIN } },
	{ "msync", msync, with_file_dirty, unmap_and_close },
	{ "remap_file_pages", remap_file_pages, with_file_mapped, unmap_and_close },
};

/* Calls that change the address space */
TEST(failnth, memory)
{
	SYS(mkdir, DIR, 0700);
	run_ops(memory_ops, ARRAY_SIZE(memory_ops));
	SYS(rmdir, DIR);
}

/* ------------------------------------------------------------------ faults */

static int handled;

static void count_signal(int sig)
{
	handled++;
}

static long fault_write(void)
{
	AREA[0] = 1;
	return reads(AREA, 1);
}

static long fault_read(void)
{
	return reads(AREA, 0);
}

static void with_zero_page(void)
{
	with_private();
	CHECK_EQ(reads(AREA, 0), 0);
}

/* A child has the pages, too, until it is told to end */
static int child, child_pipe[2];

static void with_child(void)
{
	char c;

	SYS(pipe, child_pipe);
	child = fork();
	if (!child) {
		SYS(close, child_pipe[1]);
		SYS(read, child_pipe[0], &c, 1);
		exit(reads(AREA, 1) != 0);
	}
	SYS(close, child_pipe[0]);
}

static void with_shared_by_fork(void)
{
	with_touched();
	with_child();
}

static long fault_cow(void)
{
	AREA[0] = 2;
	return reads(AREA, 2);
}

static void end_child(long unused)
{
	SYS(close, child_pipe[1]);
	CHECK_EQ(wait_for(child), 0);
	unmap_area(0);
}

static void with_file_private(void)
{
	make_file();
	CHECK_EQ(mmap_file_private(), 0);
}

static long fault_file_read(void)
{
	return reads(AREA + 5 * PAGE, 5);
}

static long fault_file_write(void)
{
	AREA[5 * PAGE] = 7;
	return reads(AREA + 5 * PAGE, 7);
}

/* A hole, which a write fills */
static void with_hole(void)
{
	fd = SYS(open, FILE, O_RDWR | O_CREAT | O_TRUNC, 0600);
	CHECK_EQ(SYS(ftruncate, fd, 16 * PAGE), 0);
	CHECK_EQ(mmap_file_shared(), 0);
}

static long fault_hole_read(void)
{
	return reads(AREA + 5 * PAGE, 0);
}

static void with_zero_mapped(void)
{
	open_zero();
	CHECK_EQ(mmap_file_shared(), 0);
}

static void with_stack(void)
{
	CHECK_EQ(map_at(AREA + 8 * PAGE, PAGE, PROT_RW, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0),
		 AREA + 8 * PAGE);
}

static void with_touched_stack(void)
{
	with_stack();
	AREA[8 * PAGE] = 1;
}

static long fault_stack(void)
{
	return poke(AREA + 5 * PAGE, 7).sig == SIGSEGV ? -EFAULT : reads(AREA + 5 * PAGE, 7);
}

/* By the kernel: what has no page gets none, and the call says so */
static long fault_by_read(void)
{
	return SYS(read, fd, AREA, PAGE) == -EFAULT ? -EFAULT : reads(AREA, 0);
}

static void with_file_and_area(void)
{
	make_file();
	with_private();
}

static const struct op fault_ops[] = {
	{ "a write, a new page", fault_write, with_private, unmap_area },
	{ "a read, the zero page", fault_read, with_private, unmap_area },
	{ "a write on the zero page", fault_write, with_zero_page, unmap_area },
	{ "a write after fork", fault_cow, with_shared_by_fork, end_child },
	{ "a read of a file", fault_file_read, with_file_private, unmap_and_close },
	{ "a private write on a file", fault_file_write, with_file_private, unmap_and_close },
	{ "a shared write on a file", fault_file_write, with_file_mapped, unmap_and_close },
	{ "a read of a hole", fault_hole_read, with_hole, unmap_and_close },
	{ "a shared write on a hole", fault_file_write, with_hole, unmap_and_close },
	{ "a shared write on /dev/zero", fault_file_write, with_zero_mapped, unmap_and_close },
	{ "growth of a stack", fault_stack, with_touched_stack, unmap_area },
	{ "growth of a stack that nobody has used", fault_stack, with_stack, unmap_area, { EFAULT } },
	{ "read() into no page", fault_by_read, with_file_and_area, unmap_and_close, { EFAULT } },
};

/* Is each fault tried again when it finds no memory, though there is some? */
TEST(failnth, faults)
{
	SYS(mkdir, DIR, 0700);
	run_ops(fault_ops, ARRAY_SIZE(fault_ops));
	SYS(rmdir, DIR);
}

/* ------------------------------------------------------------------ processes and signals */

static long op_fork(void)
{
	int pid = fork();

	if (!pid)
		exit(0);
	return pid < 0 ? pid : wait_for(pid) ? -EINVAL : 0;
}

static int ends(void *unused)
{
	return 0;
}

static long op_vfork(void)
{
	long pid = vfork_call(ends, NULL);

	return pid < 0 ? pid : wait_for((int)pid) ? -EINVAL : 0;
}

static char thread_stack[4 * PAGE] __attribute__((aligned(8)));
static volatile int thread_alive;

static long op_thread(void)
{
	long r;

	thread_alive = 1;
	r = clone_thread(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_CHILD_CLEARTID |
			 CLONE_CHILD_SETTID, thread_stack + sizeof(thread_stack), NULL, NULL, (int *)&thread_alive, ends, NULL);
	while (r > 0 && thread_alive)
		SYS(futex, &thread_alive, FUTEX_WAIT, thread_alive, NULL);
	return r;
}

static long op_clone_vm(void)
{
	long pid = clone_thread(CLONE_VM | CLONE_VFORK | SIGCHLD, thread_stack + sizeof(thread_stack), NULL, NULL, NULL,
				ends, NULL);

	return pid < 0 ? pid : wait_for((int)pid) ? -EINVAL : 0;
}

/* What the child hands to the program that it becomes: execs of ours say what was left of N */
static int exec_n;
static char *exec_args[] = { NULL, "left", NULL, NULL };
static const char *exec_path;

/* The descriptor is its own: to be opened in the child, for /proc/self is the opener */
static int exec_fails(void *unused)
{
	static char number[12];
	long r;

	fail_nth_fd = SYS(open, "/proc/self/fail-nth", O_RDWR);
	format(number, sizeof(number), "%ld", fail_nth_fd);
	exec_args[0] = (char *)exec_path;
	exec_args[2] = number;
	set_nth(exec_n);
	r = SYS(execve, exec_path, exec_args, environ);
	return get_nth() ? 1 : 100 - (int)r;
}

/* Behind main(): 0 if something is left */
static int exec_end(void)
{
	const char *p = argv[argc - 1];

	fail_nth_fd = (long)number(&p, 10);
	return get_nth() > 0 ? 0 : 2;
}

/*
 * Only those from @first on.  A program dies, and not by its own fault, when what is left of it after the point of no return isn't enough.
 */
static void run_exec(const char *path, int first)
{
	static struct stock before, after;
	int status = -1, n, end;

	exec_path = path;
	exec_n = 100000;
	CHECK_EQ(in_child(exec_fails, NULL), 0);
	take_stock(&before);
	take_stock(&after);
	CHECK_EQ(in_child(exec_fails, NULL), 0);
	check_invariants("a first exec");
	take_stock(&before);
	for (n = first; n < MAX_N && status; n++) {
		exec_n = n;
		status = in_child(exec_fails, NULL);
		end = exited(status);
		if (killed(status) != SIGKILL && killed(status) != SIGSEGV && end != 0 && end != 2 && end != 100 + ENOMEM && end != 100 + E2BIG) {
			print("    # exec of %s: status 0x%x with the allocation %d failing\n", path, status, n);
			CHECK(!status);
		}
	}
	CHECK(n < MAX_N);
	check_invariants("exec");
	take_stock(&after);
	compare("exec", &before, &after);
	if (getenv("TAP_VERBOSE"))
		print("    # exec of %s: %d allocations\n", path, n - 2);
}

static const char *exe_path(void)
{
	static char path[80];
	long len = SYS(readlink, "/proc/self/exe", path, sizeof(path) - 1);

	path[len > 0 ? len : 0] = 0;
	return path;
}

/* Arguments of @nr * 128 KiB */
static char **large_environment(int nr)
{
	static char *strings[16];

	for (int i = 0; i < nr; i++) {
		strings[i] = map(128 * 1024);
		memset(strings[i], 'a', 128 * 1024 - 1);
	}
	return strings;
}

/* An ELF file that @interpreter is to be loaded beside, and which gives it the processor: ours is no dynamic linker */
static int make_interpreted(const char *path, const char *interpreter)
{
	static struct {
		u8 ident[16];
		u16 type, machine;
		u32 version, entry, phoff, shoff, flags;
		u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
		struct { u32 type, offset, vaddr, paddr, filesz, memsz, flags, align; } ph[2];
		char interp[80];
	} elf = {
		.ident = { 0x7f, 'E', 'L', 'F', 1, 1, 1 }, .type = 2, .machine = 40, .version = 1, .entry = 0x40000000,
		.phoff = 52, .flags = 0x05000000, .ehsize = 52, .phentsize = 32, .phnum = 2,
		.ph = { { 3, 116, 0x40000074, 0x40000074, 0, 0, 4, 1 },
			{ 1, 0, 0x40000000, 0x40000000, sizeof(elf), 3 * PAGE, 6, PAGE } },
	};
	long to = SYS(open, path, O_WRONLY | O_CREAT | O_TRUNC, 0755), n;

	memcpy(elf.interp, interpreter, strlen(interpreter) + 1);
	elf.ph[0].filesz = elf.ph[0].memsz = strlen(interpreter) + 1;
	n = SYS(write, to, &elf, sizeof(elf));
	SYS(close, to);
	return n == sizeof(elf);
}

static int exits_without(void *unused)
{
	fail_nth_fd = SYS(open, "/proc/self/fail-nth", O_RDWR);
	with_touched();
	make_file();
	mmap_file_private();
	set_nth(exec_n);
	return 0;
}

/* Does exec end in the old program with ENOMEM, in the new one, or in the death of both, and never leave anything? */
TEST(failnth, exec)
{
	const char *exe = exe_path();
	char script[100];

	if (!can_fail())
		return;
	SYS(mkdir, DIR, 0700);
	run_exec(exe, 1);
	format(script, sizeof(script), "#!%s left\n", exe);
	CHECK(spit(FILE, script) > 0);
	CHECK_EQ(SYS(chmod, FILE, 0755), 0);
	run_exec(FILE, 1);
	CHECK(make_interpreted(FILE, exe));
	run_exec(FILE, 1);
	SYS(unlink, FILE);
	SYS(rmdir, DIR);
}

/* Does an exit get along without each allocation? */
TEST(failnth, exit)
{
	static struct stock before, after;

	if (!can_fail())
		return;
	SYS(mkdir, DIR, 0700);
	for (exec_n = 20; exec_n > 0; exec_n--) {
		CHECK_EQ(in_child(exits_without, NULL), 0);
		if (exec_n == 20) {
			take_stock(&before);
			take_stock(&after);
		}
		if (exec_n == 19) {
			check_invariants("a first exit");
			take_stock(&before);
		}
	}
	check_invariants("exit");
	take_stock(&after);
	compare("exit", &before, &after);
	SYS(unlink, FILE);
	SYS(rmdir, DIR);
}

/* The same when what the new stack has needs two tables, both where it is first and where it comes to lie */
TEST(failnth, exec_large)
{
	char **usual_environ = environ;

	if (!can_fail())
		return;
	environ = large_environment(10);
	for (int round = 0; round < 3; round++)
		run_exec(exe_path(), 10 * 32);
	for (int i = 0; i < 10; i++)
		unmap(environ[i], 128 * 1024);
	environ = usual_environ;
}

static void with_handler(void)
{
	on_signal(SIGUSR1, count_signal, 0);
	on_signal(SIGRTMIN + 1, count_signal, 0);
	handled = 0;
}

static void without_handler(long result)
{
	CHECK_EQ(handled, result >= 0);
	on_signal(SIGUSR1, SIG_DFL, 0);
	on_signal(SIGRTMIN + 1, SIG_DFL, 0);
}

static long signal_kill(void)
{
	return SYS(kill, getpid(), SIGUSR1);
}

static long signal_tgkill(void)
{
	return SYS(tgkill, getpid(), gettid(), SIGUSR1);
}

static long signal_queue(void)
{
	struct siginfo info = { SIGRTMIN + 1, 0, SI_QUEUE, { { NULL } } };

	return SYS(rt_sigqueueinfo, getpid(), SIGRTMIN + 1, &info);
}

static int timer;

static long timer_create(void)
{
	return SYS(timer_create, CLOCK_MONOTONIC, NULL, &timer);
}

static void timer_delete(long result)
{
	if (result >= 0)
		CHECK_EQ(SYS(timer_delete, timer), 0);
}

static long sigaltstack(void)
{
	struct stack s = { thread_stack, 0, sizeof(thread_stack) }, off = { NULL, SS_DISABLE, 0 };
	long r = SYS(sigaltstack, &s, NULL);

	SYS(sigaltstack, &off, NULL);
	return r;
}

static const struct op process_ops[] = {
	{ "fork", op_fork, with_touched, unmap_area },
	{ "vfork", op_vfork },
	{ "clone of a thread", op_thread },
	{ "clone in the same memory", op_clone_vm },
	{ "kill", signal_kill, with_handler, without_handler },
	{ "tgkill", signal_tgkill, with_handler, without_handler, { EAGAIN } },
	{ "sigqueue", signal_queue, with_handler, without_handler, { EAGAIN } },
	{ "timer_create", timer_create, NULL, timer_delete, { EAGAIN } },
	{ "sigaltstack", sigaltstack },
};

/* fork and its kind, and signals */
TEST(failnth, processes)
{
	run_ops(process_ops, ARRAY_SIZE(process_ops));
}

int main(void)
{
	return argc > 2 && !strcmp(argv[1], "left") ? exec_end() : run_tests();
}
