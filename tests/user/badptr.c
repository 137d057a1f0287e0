/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What if a program passes ridiculous pointers to a system call?  Every call that takes a pointer, each of its
 * pointers, every kind of bad place: EFAULT or another error, never a signal, never a success that can't be.
 */
#include "user.h"

static char *readonly, *half, *edge, *none;
static char *good;
static int fd, dirfd, pipefd[2];
static ulong places[16];
static u32 nplaces;

/* Which arguments are pointers: 'r' the kernel reads, 'w' it writes, 's' it reads a string, 'o' may be NULL */
struct call {
	const char *name;
	int nr;
	const char *kinds;	/* one letter an argument; '-' stands for the number in arg[] */
	long arg[6];
};
#define CALL(name, kinds, ...) { #name, NR_##name, kinds, { __VA_ARGS__ } }
#define FD	-1001
#define DIRFD	-1002
#define PIPE	-1003

static const struct call calls[] = {
	CALL(read, "-w-", FD, 0, 64),
	CALL(write, "-r-", PIPE, 0, 64),
	CALL(pread64, "-w----", FD, 0, 64, 0, 0, 0),
	/* One byte only: Linux 6.1 never comes back from a write to a file that is readable in part */
	CALL(pwrite64, "-r----", FD, 0, 1, 0, 0, 0),
	CALL(readv, "-r-", FD, 0, 2),
	CALL(writev, "-r-", PIPE, 0, 2),
	CALL(open, "s--", 0, O_RDONLY, 0),
	CALL(openat, "-s--", AT_FDCWD, 0, O_RDONLY, 0),
	CALL(creat, "s-", 0, 0600),
	CALL(unlink, "s"),
	CALL(unlinkat, "-s-", AT_FDCWD, 0, 0),
	CALL(mkdir, "s-", 0, 0700),
	CALL(mkdirat, "-s-", AT_FDCWD, 0, 0700),
	CALL(rmdir, "s"),
	CALL(mknod, "s--", 0, S_IFREG | 0600, 0),
	CALL(chmod, "s-", 0, 0600),
	CALL(chdir, "s"),
	CALL(access, "s-", 0, 0),
	CALL(faccessat, "-s-", AT_FDCWD, 0, 0),
	CALL(truncate64, "s---", 0, 0, 0, 0),
	CALL(stat64, "sw"),
	CALL(lstat64, "sw"),
	CALL(fstat64, "-w", FD),
	CALL(fstatat64, "-sw-", AT_FDCWD, 0, 0, 0),
	CALL(statfs64, "s-w", 0, 88),
	CALL(readlink, "sw-", 0, 0, 64),
	CALL(readlinkat, "-sw-", AT_FDCWD, 0, 0, 64),
	CALL(link, "ss"),
	CALL(symlink, "ss"),
	CALL(rename, "ss"),
	CALL(renameat, "-s-s", AT_FDCWD, 0, AT_FDCWD),
	CALL(linkat, "-s-s-", AT_FDCWD, 0, AT_FDCWD),
	CALL(symlinkat, "s-s", 0, AT_FDCWD),
	CALL(utimensat, "-so-", AT_FDCWD, 0, 0, 0),
	CALL(getdents64, "-w-", DIRFD, 0, 512),
	CALL(getcwd, "w-", 0, 64),
	CALL(execve, "soo"),
	CALL(_llseek, "---w-", FD, 0, 0, 0, 0),
	CALL(pipe, "w"),
	CALL(pipe2, "w-", 0, 0),
	CALL(poll, "r--", 0, 1, 0),
	CALL(wait4, "-o-o", -1, 0, WNOHANG),
	CALL(rt_sigaction, "-o--", SIGUSR1, 0, 0, 8),
	CALL(rt_sigprocmask, "-o--", SIG_BLOCK, 0, 0, 8),
	CALL(rt_sigpending, "w-", 0, 8),
	CALL(sigaltstack, "o-"),
	CALL(rt_sigtimedwait, "r---", 0, 0, 0, 8),
	CALL(rt_sigqueueinfo, "--r", 0, 0, 0),
	CALL(nanosleep, "r-"),
	CALL(clock_gettime, "-w", CLOCK_MONOTONIC),
	CALL(clock_getres, "-o", CLOCK_MONOTONIC),
	CALL(clock_nanosleep, "--r-", CLOCK_MONOTONIC, 0),
	CALL(gettimeofday, "o-"),
	CALL(setitimer, "-o-", ITIMER_REAL),
	CALL(getitimer, "-w", ITIMER_REAL),
	CALL(times, "o"),
	CALL(getrusage, "-w", 0),
	CALL(ugetrlimit, "-w", RLIMIT_STACK),
	CALL(setrlimit, "-r", RLIMIT_CPU),
	CALL(prlimit64, "--o-", 0, RLIMIT_CPU),
	CALL(uname, "w"),
	CALL(sysinfo, "w"),
	CALL(mincore, "--w", -1004, 4 * 4096),
	CALL(futex, "r---", 0, FUTEX_WAIT, 12345, 0),
	CALL(getrandom, "w--", 0, 64, 0),
	CALL(sched_getaffinity, "--w", 0, 8),
	CALL(mount, "sssoo"),
	CALL(umount2, "s-", 0, 0),
	CALL(memfd_create, "s-", 0, 0),
	CALL(statx, "-s--w", AT_FDCWD, 0, 0, 0x7ff),
	CALL(fstatfs64, "--w", FD, 88),
	CALL(waitid, "--o--", 0, 0, 0, WNOHANG | 4),
	CALL(timer_create, "-oo", CLOCK_MONOTONIC),
	CALL(timer_settime, "--r-", 0, 0, 0, 0),
	CALL(timer_gettime, "-w", 0),
	CALL(ppoll, "r-o--", 0, 1, 0, 0, 8),
	CALL(_newselect, "-ooo-", 64, 0, 0, 0, -1005),
	CALL(pselect6, "-ooo--", 64, 0, 0, 0, -1005, 0),
	CALL(sendfile64, "--o-", PIPE, FD, 0, 4),
	CALL(get_robust_list, "-ww", 0),
	CALL(fcntl64, "--r", FD, 5),
	CALL(ioctl, "--w", 1, 0x5401),
	CALL(ioctl, "--w", 1, 0x5413),
	CALL(ioctl, "--r", 1, 0x5402),
	CALL(ioctl, "--w", PIPE, 0x541b),
	CALL(sched_getaffinity, "--w", 0, 4),
	CALL(preadv, "-r---", FD, 0, 2, 0, 0),
	CALL(mremap, "o----", 0, 4096, 8192, 0, 0),
	CALL(chown32, "s--", 0, 0, 0),
	CALL(renameat2, "-s-s-", AT_FDCWD, 0, AT_FDCWD, 0, 0),
	CALL(execveat, "-s---", AT_FDCWD, 0, 0, 0, 0),
	CALL(process_vm_readv, "-r-r--", 1, 0, 1, 0, 1, 0),
	CALL(shmctl, "--w", 0, 14),
	CALL(shmctl, "--w", 0, 3 | 0x100),
};

static long value_of(long v)
{
	static const struct timespec at_once = { 0, 0 };

	return v == -1005 ? (long)&at_once : v == FD ? fd : v == DIRFD ? dirfd : v == PIPE ? pipefd[1] : v == -1004 ? (long)good : v;
}

/* Is @place bad for an argument of this kind? */
static int is_bad(char kind, ulong place)
{
	if (place == (ulong)readonly)
		return kind == 'w';
	return !(kind == 'o' && !place);
}

static void one_pointer(const struct call *c, int which)
{
	long args[6];

	for (u32 i = 0; i < nplaces; i++) {
		long r;

		if (!is_bad(c->kinds[which], places[i]))
			continue;
		for (int a = 0; a < 6; a++)
			args[a] = a == which ? (long)places[i] : strchr("rwso", c->kinds[a] ? c->kinds[a] : '-') ?
				  (long)good : value_of(c->arg[a]);
		memcpy(good, "nosuch", 7);
		/* Whatever lies in front of what isn't mapped is no string that ends. */
		memset(edge - 64, 'x', 64);
		r = syscall6(c->nr, args[0], args[1], args[2], args[3], args[4], args[5]);
		if (r == -ENOSYS) {
			print("    # %s: ENOSYS\n", c->name);
			return;
		}
		/* Three bytes may have been transferred before the edge. */
		if (r >= 0 && r != 3 && !(r == 1 && c->nr == NR_pwrite64) && c->kinds[which] != 'o') {
			print("    # %s: argument %d = 0x%lx gives %ld\n", c->name, which + 1, places[i], r);
			failures++;
		}
	}
}

/* Does every call survive every kind of bad pointer? */
TEST(badptr, all_calls)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		if (getenv("TAP_VERBOSE"))
			print("# %s\n", calls[i].name);
		for (int a = 0; calls[i].kinds[a]; a++)
			if (calls[i].kinds[a] != '-')
				one_pointer(&calls[i], a);
	}
}

/* Is it EFAULT exactly, where nothing else can be wrong? */
TEST(badptr, efault)
{
	static const ulong bad[] = { 1, 0xbf000000, 0xc0000000, 0xc0008000, 0xffff0000, 0xfffffff0 };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CHECK_EQ(SYS(read, fd, bad[i], 16), -EFAULT);
		CHECK_EQ(SYS(write, pipefd[1], bad[i], 16), bad[i] == 0xffff0000 ? -EFAULT : -EFAULT);
		CHECK_EQ(SYS(open, bad[i], 0), -EFAULT);
		CHECK_EQ(SYS(uname, bad[i]), -EFAULT);
		CHECK_EQ(SYS(clock_gettime, 0, bad[i]), -EFAULT);
		CHECK_EQ(SYS(fstat64, fd, bad[i]), -EFAULT);
		CHECK_EQ(SYS(nanosleep, bad[i], NULL), -EFAULT);
		CHECK_EQ(SYS(rt_sigaction, SIGUSR1, bad[i], NULL, 8), -EFAULT);
		CHECK_EQ(SYS(pipe, bad[i]), -EFAULT);
		CHECK_EQ(SYS(getrandom, bad[i], 16, 0), -EFAULT);
	}
}

/* What is half there: is the half that fits transferred and counted, or nothing? */
TEST(badptr, half_mapped)
{
	long r;

	SYS(lseek, fd, 0, SEEK_SET);
	r = SYS(read, fd, edge - 16, 64);
	CHECK(r == 16 || r == -EFAULT);
	r = SYS(write, pipefd[1], edge - 16, 64);
	CHECK(r == 16 || r == -EFAULT);
	if (r > 0)
		SYS(read, pipefd[0], good, r);
	CHECK_EQ(SYS(uname, edge - 8), -EFAULT);
	CHECK_EQ(SYS(clock_gettime, 1, edge - 4), -EFAULT);
	memcpy(edge - 6, "/tmp/b", 6);
	CHECK_EQ(SYS(open, edge - 6, 0), -EFAULT);
	/* A string that ends with the last byte is whole. */
	memcpy(edge - 5, "/tmp", 5);
	r = SYS(open, edge - 5, 0);
	CHECK(r >= 0);
	SYS(close, r);
}

/* Unaligned, but there: does it work? */
TEST(badptr, unaligned)
{
	struct timespec t;

	for (int i = 0; i < 4; i++) {
		CHECK_EQ(SYS(clock_gettime, 1, good + i), 0);
		CHECK_EQ(SYS(uname, good + i), 0);
		CHECK_EQ(SYS(pread64, fd, good + i, 3, 0, 0, 0), 3);
	}
	CHECK_EQ(SYS(clock_gettime, 1, edge - 8), 0);
	memcpy(&t, edge - 8, 8);
	CHECK(t.nsec < 1000000000);
}

/* Lengths that wrap around: refused? */
TEST(badptr, wrapping)
{
	struct iovec v[2] = { { good, 0x7fffffff }, { good, 0x7fffffff } };

	CHECK(SYS(read, fd, good, 0xffffffff) < 0);
	CHECK(SYS(read, fd, 0xbefff000, 0x7ffff000) < 0);
	CHECK(SYS(write, pipefd[1], 0xfffff000, 0x2000) < 0);
	CHECK(SYS(writev, pipefd[1], v, -1) == -EINVAL);
	v[1].len = 0xffffffff;
	CHECK(SYS(writev, pipefd[1], v, 2) == -EINVAL);
	CHECK_EQ(SYS(writev, pipefd[1], v, 1025), -EINVAL);
}

/* Are the kernel's bytes untouched by all this, as far as a program can tell? */
TEST(badptr, kernel_memory)
{
	char *p = (char *)0xc0008000;

	CHECK_EQ(SYS(write, pipefd[1], p, 4), -EFAULT);
	CHECK_EQ(SYS(mincore, p, PAGE, good), -ENOMEM);
	CHECK_EQ(SYS(madvise, p, PAGE, MADV_DONTNEED), -ENOMEM);
	CHECK_EQ(SYS(mprotect, p, PAGE, PROT_RW), -ENOMEM);
	CHECK_EQ(SYS(mlock, p, PAGE), -ENOMEM);
	CHECK(SYS(ARM_cacheflush, p, p + 4, 0) < 0);
}

/* Only readable memory and a bad stack pointer: does the kernel kill the program, and nothing else? */
static void smash_stack(int sig)
{
}

static int signal_without_stack(void *unused)
{
	on_signal(SIGUSR1, smash_stack, 0);
	__asm__ volatile("mov	r7, %0\n	mov	r0, %1\n	mov	r1, %2\n	mov	sp, %3\n	svc	#0\n"
			 : : "r" (NR_kill), "r" (getpid()), "r" (SIGUSR1), "r" (0xc0001000)
			 : "r0", "r1", "r7", "memory");
	return 1;
}

TEST(badptr, signal_stack)
{
	CHECK_EQ(killed(in_child(signal_without_stack, NULL)), SIGSEGV);
}

static int bad_sigreturn(void *sp)
{
	__asm__ volatile("mov	r7, %0\n	mov	sp, %1\n	svc	#0\n" : : "r" (NR_rt_sigreturn), "r" (sp)
			 : "r7", "memory");
	return 1;
}

/* Is a sigreturn from a bad, an unaligned, a forged frame deadly for the program alone? */
TEST(badptr, sigreturn)
{
	static ulong forged[400] __attribute__((aligned(8)));

	CHECK_EQ(killed(in_child(bad_sigreturn, (void *)0xc0001000)), SIGSEGV);
	CHECK_EQ(killed(in_child(bad_sigreturn, (void *)8)), SIGSEGV);
	CHECK_EQ(killed(in_child(bad_sigreturn, good + 4)), SIGSEGV);
	/* A mode other than the user's in the frame's cpsr */
	for (size_t i = 0; i < ARRAY_SIZE(forged); i++)
		forged[i] = 0xd3;
	CHECK(killed(in_child(bad_sigreturn, forged)) != 0);
}

int main(void)
{
	struct area last;
	char *area = map(8 * PAGE);

	good = map(4 * PAGE);
	readonly = area;
	SYS(mprotect, readonly, PAGE, PROT_READ);
	half = area + 2 * PAGE;
	edge = area + 4 * PAGE;
	unmap(edge, PAGE);
	none = area + 6 * PAGE;
	SYS(mprotect, none, PAGE, PROT_NONE);
	places[nplaces++] = 0;
	places[nplaces++] = 1;
	places[nplaces++] = 0xfff;
	places[nplaces++] = 0xbf000000;
	/* With norandmaps the stack ends there, with a zero: an empty string */
	if (!area_at(0xbefffffe, &last))
		places[nplaces++] = 0xbefffffe;
	places[nplaces++] = 0xc0000000;
	places[nplaces++] = 0xc0008001;
	places[nplaces++] = 0xf0000000;
	places[nplaces++] = 0xfffffffc;
	places[nplaces++] = 0xffffffff;
	places[nplaces++] = (ulong)readonly;
	places[nplaces++] = (ulong)edge;
	places[nplaces++] = (ulong)edge - 3;
	places[nplaces++] = (ulong)none + 5;
	SYS(mkdir, "/tmp/badptr", 0700);
	SYS(chdir, "/tmp/badptr");
	spit("/tmp/badptr/file", "0123456789012345678901234567890123456789012345678901234567890123456789");
	fd = (int)SYS(open, "/tmp/badptr/file", O_RDWR);
	dirfd = (int)SYS(open, "/", O_RDONLY);
	SYS(pipe2, pipefd, O_NONBLOCK);
	return run_tests();
}
