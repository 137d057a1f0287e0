/* SPDX-License-Identifier: GPL-2.0-only */
/* VFP and NEON registers: each process's and each thread's own, over switches, signals, fork and exec. */
#include "user.h"

/* The compiler knows nothing of these registers, and so leaves them alone. */
__asm__(".fpu neon");

static void fill(u64 seed)
{
	u64 r[32], *p = r;

	for (int i = 0; i < 32; i++)
		r[i] = seed * (i + 1) + i;
	__asm__ volatile("vldmia %0!, {d0-d15}\n	vldmia %0, {d16-d31}" : "+r" (p) : : "memory");
}

static int holds(u64 seed)
{
	u64 r[32], *p = r;
	int bad = 0;

	__asm__ volatile("vstmia %0!, {d0-d15}\n	vstmia %0, {d16-d31}" : "+r" (p) : : "memory");
	for (int i = 0; i < 32; i++)
		bad += r[i] != seed * (i + 1) + i;
	return !bad;
}

static u32 fpscr(void)
{
	u32 v;

	__asm__ volatile("vmrs %0, fpscr" : "=r" (v));
	return v;
}

static void set_fpscr(u32 v)
{
	__asm__ volatile("vmsr fpscr, %0" : : "r" (v));
}

/* Do registers survive system calls and the switches that they bring? */
TEST(vfp, system_calls)
{
	fill(0x123456789abcdefull);
	for (int i = 0; i < 100; i++)
		SYS(sched_yield);
	CHECK(holds(0x123456789abcdefull));
}

static int spins(void *seed)
{
	struct timespec t;
	u64 until = now() + 100000000, s = 0x1111111111111111ull * (u64)(long)seed;

	fill(s);
	set_fpscr((u32)(long)seed << 22);
	do {
		/* now() in here would be the compiler's to spill registers for. */
		for (volatile int i = 0; i < 10000; i++)
			;
		if (!holds(s) || (fpscr() & 3 << 22) != ((u32)(long)seed & 3) << 22)
			return 1;
		SYS(clock_gettime, CLOCK_MONOTONIC, &t);
	} while (t.sec * 1000000000ull + t.nsec < until);
	return 0;
}

/* Have four processes that are preempted each their own, with the rounding mode? */
TEST(vfp, processes)
{
	int pids[4];

	for (long i = 0; i < 4; i++) {
		pids[i] = fork();
		if (!pids[i])
			exit(spins((void *)(i + 1)));
	}
	for (int i = 0; i < 4; i++)
		CHECK_EQ(wait_for(pids[i]), 0);
	set_fpscr(0);
}

static volatile int thread_bad;

static int spins_in_thread(void *seed)
{
	if (spins(seed))
		thread_bad++;
	return 0;
}

/* Have threads? */
TEST(vfp, threads)
{
	struct thread t[4];

	for (long i = 0; i < 4; i++)
		CHECK(thread_start(&t[i], spins_in_thread, (void *)(i + 1)) > 0);
	for (int i = 0; i < 4; i++)
		thread_join(&t[i]);
	CHECK_EQ(thread_bad, 0);
	set_fpscr(0);
}

static volatile int fresh;

static void clobber(int sig)
{
	fill(0xdeadbeefdeadbeefull);
	set_fpscr(2 << 22);
}

/* Does sigreturn put them back after a handler that used them? */
TEST(vfp, signal)
{
	struct sigaction sa = { clobber, 0, NULL, 0 };

	SYS(rt_sigaction, SIGUSR1, &sa, NULL, 8);
	fill(0xfedcba9876543210ull);
	set_fpscr(1 << 22);
	SYS(kill, getpid(), SIGUSR1);
	CHECK(holds(0xfedcba9876543210ull));
	CHECK_EQ(fpscr() & 3 << 22, 1 << 22);
	set_fpscr(0);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

static ulong magic, size;
static u64 in_frame;

static void inspect(int sig, struct siginfo *si, struct ucontext *uc)
{
	ulong *block = uc->regspace;

	/* Other coprocessors' blocks may come first: each has its magic and its size. */
	while (block[0] && block[0] != 0x56465001 && block[1])
		block += block[1] / 4;
	magic = block[0];
	size = block[1];
	in_frame = *(u64 *)(block + 2 + 2 * 3);
	*(u64 *)(block + 2 + 2 * 3) = 99;
}

/* Does the frame hold them, as VFP_MAGIC says, and may the handler change them there? */
TEST(vfp, frame)
{
	u64 d3;

	on_signal(SIGUSR1, inspect, SA_SIGINFO);
	fill(5);
	SYS(kill, getpid(), SIGUSR1);
	__asm__ volatile("vstr d3, [%0]" : : "r" (&d3) : "memory");
	CHECK_EQ(magic, 0x56465001);
	CHECK_EQ(size, 288);
	CHECK(in_frame == 5 * 4 + 3);
	CHECK(d3 == 99);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

static int inherits(void *unused)
{
	return !holds(0x5555);
}

/* Does the child start with the parent's, and are its changes its own? */
TEST(vfp, fork)
{
	int pid;

	fill(0x5555);
	pid = fork();
	if (!pid) {
		int bad = inherits(NULL);

		fill(0x7777);
		exit(bad || !holds(0x7777));
	}
	CHECK_EQ(wait_for(pid), 0);
	CHECK(holds(0x5555));
}

/* After exec, are registers zero, or at least nobody's? */
TEST(vfp, exec)
{
	char *args[] = { "vfp", "fresh", NULL }, *envp[] = { NULL };

	fill(0x99999999ull);
	CHECK_EQ(run("/proc/self/exe", args, envp), 0);
}

int main(void)
{
	if (argc > 1)
		return holds(0x99999999ull) ? 1 : 0;
	return run_tests();
}
