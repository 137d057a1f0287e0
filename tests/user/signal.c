/* SPDX-License-Identifier: GPL-2.0-only */
/* Signals: handlers and what they are told, masks, stacks, restarted calls, what sigreturn puts back. */
#include "user.h"

static volatile int caught, times;
static struct siginfo info;
static struct ucontext *where;
static volatile ulong handler_sp;

static void note(int sig, struct siginfo *si, struct ucontext *uc)
{
	int here;

	caught = sig;
	times++;
	info = *si;
	where = uc;
	handler_sp = (ulong)&here;
}

static void count(int sig)
{
	times++;
}

/* Is the handler told who sent it? */
TEST(signal, siginfo)
{
	struct { int signo, err, code, pid, uid; long value; int pad[26]; } q = { SIGUSR1, 0, SI_QUEUE, 1234, 0, 77 };

	CHECK_EQ(on_signal(SIGUSR1, note, SA_SIGINFO), 0);
	caught = 0;
	CHECK_EQ(SYS(kill, getpid(), SIGUSR1), 0);
	CHECK_EQ(caught, SIGUSR1);
	CHECK_EQ(info.signo, SIGUSR1);
	CHECK_EQ(info.code, SI_USER);
	CHECK_EQ(info.from.pid, getpid());
	SYS(tgkill, getpid(), gettid(), SIGUSR1);
	CHECK_EQ(info.code, SI_TKILL);
	CHECK_EQ(SYS(rt_sigqueueinfo, getpid(), SIGUSR1, &q), 0);
	CHECK_EQ(info.code, SI_QUEUE);
	CHECK_EQ(info.from.pid, 1234);
	CHECK_EQ(info.from.value, 77);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/* Leaves ones where the next frame will be */
static noinline void soil_stack(void)
{
	char dirt[2048];

	memset(dirt, 0xff, sizeof(dirt));
	__asm__ volatile("" : : "r" (dirt) : "memory");
}

/* Is siginfo zero behind what a reason can have, whatever is on the stack, and in what was queued? */
TEST(signal, siginfo_padding)
{
	struct siginfo queued = { SIGUSR1, 0, SI_QUEUE, { } };

	on_signal(SIGUSR1, note, SA_SIGINFO);
	for (int round = 0; round < 2; round++) {
		soil_stack();
		memset(queued.pad, 0xff, sizeof(queued.pad));
		CHECK_EQ(round ? SYS(rt_sigqueueinfo, getpid(), SIGUSR1, &queued) : SYS(kill, getpid(), SIGUSR1), 0);
		CHECK_EQ(info.code, round ? SI_QUEUE : SI_USER);
		for (size_t i = 5; i < ARRAY_SIZE(info.pad); i++)
			CHECK_EQ(info.pad[i], 0);
	}
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/* A frame that ends @beyond bytes behind @p, on an alternate stack: which signal's handler runs for SIGUSR1? */
static int handled_on_stack(char *p, ulong beyond)
{
	struct stack alternate = { p + beyond - PAGE, 0, PAGE }, none = { NULL, 2 /* SS_DISABLE */, 0 };

	caught = times = 0;
	SYS(sigaltstack, &alternate, NULL);
	SYS(kill, getpid(), SIGUSR1);
	SYS(sigaltstack, &none, NULL);
	CHECK_EQ(times, 1);
	return caught;
}

/* Is a frame that can't be written SIGSEGV, whichever of its words is the first that can't? */
TEST(signal, frame_half_mapped)
{
	char *p = map(3 * PAGE);
	int last = SIGUSR1;

	SYS(mprotect, p + PAGE, PAGE, 0);
	on_signal(SIGUSR1, note, SA_SIGINFO | SA_ONSTACK);
	on_signal(SIGSEGV, note, SA_SIGINFO);
	for (ulong beyond = 8; beyond <= sizeof(struct siginfo) + sizeof(struct ucontext); beyond += 8) {
		/* its beginning is in the page that is closed */
		CHECK_EQ(handled_on_stack(p + 2 * PAGE, beyond), SIGSEGV);
		/* its end is; of that the last words aren't in use */
		if (last == SIGUSR1)
			last = handled_on_stack(p + PAGE, beyond);
		else
			CHECK_EQ(handled_on_stack(p + PAGE, beyond), SIGSEGV);
	}
	CHECK_EQ(last, SIGSEGV);
	on_signal(SIGUSR1, SIG_DFL, 0);
	on_signal(SIGSEGV, SIG_DFL, 0);
	unmap(p, 3 * PAGE);
}

/* Without SA_RESTORER, does the kernel's own way back work, for both kinds of frame? */
TEST(signal, no_restorer)
{
	struct sigaction plain = { count, 0, NULL, 0 }, rt = { note, SA_SIGINFO, NULL, 0 };

	times = 0;
	SYS(rt_sigaction, SIGUSR1, &plain, NULL, 8);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(times, 1);
	SYS(rt_sigaction, SIGUSR1, &rt, NULL, 8);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(times, 2);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

__attribute__((target("thumb"))) static void thumb_handler(int sig)
{
	times += 10;
}

/* Is a handler in Thumb code entered in Thumb state, and left for ARM? */
TEST(signal, thumb)
{
	struct sigaction plain = { thumb_handler, 0, NULL, 0 };

	times = 0;
	SYS(rt_sigaction, SIGUSR1, &plain, NULL, 8);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(times, 10);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/* Are all registers and flags what they were after a handler in the middle of a loop? */
TEST(signal, registers)
{
	struct itimerval t = { { 0, 2000 }, { 0, 2000 } }, off = { { 0, 0 }, { 0, 0 } };
	ulong bad = 0;

	times = 0;
	on_signal(SIGALRM, count, 0);
	SYS(setitimer, ITIMER_REAL, &t, NULL);
	while (times < 10) {
		ulong a = 0x11111111, b = 0x22222222, c = 0x33333333, d = 0x44444444, e = 0x55555555, n = 20000, f = 0;

		__asm__ volatile("1:	adds	%5, %5, #0\n"	/* Z is clear */
				 "	moveq	%6, #1\n"
				 "	subs	%5, %5, #1\n"
				 "	bne	1b\n"
				 : "+r" (a), "+r" (b), "+r" (c), "+r" (d), "+r" (e), "+r" (n), "+r" (f) : : "cc");
		bad |= (a ^ 0x11111111) | (b ^ 0x22222222) | (c ^ 0x33333333) | (d ^ 0x44444444) | (e ^ 0x55555555) | f;
	}
	SYS(setitimer, ITIMER_REAL, &off, NULL);
	CHECK_EQ(bad, 0);
	on_signal(SIGALRM, SIG_DFL, 0);
}

static void edit(int sig, struct siginfo *si, struct ucontext *uc)
{
	uc->mc.r[0] = 4242;
	uc->mc.r[15] += 4;
}

/* Can a handler repair the registers of what faulted? */
TEST(signal, edit_context)
{
	register long r0 __asm__("r0") = 0;

	on_signal(SIGSEGV, edit, SA_SIGINFO);
	__asm__ volatile("ldr r0, [%1]" : "+r" (r0) : "r" (8));
	CHECK_EQ(r0, 4242);
	on_signal(SIGSEGV, SIG_DFL, 0);
}

/* Is a blocked signal pending until it is let in, once, and told by rt_sigpending? */
TEST(signal, masks)
{
	u64 pending = 0;

	times = 0;
	on_signal(SIGUSR1, count, 0);
	block(SIG_BLOCK, sigbit(SIGUSR1));
	SYS(kill, getpid(), SIGUSR1);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(times, 0);
	SYS(rt_sigpending, &pending, 8);
	CHECK(pending == sigbit(SIGUSR1));
	block(SIG_UNBLOCK, sigbit(SIGUSR1));
	CHECK_EQ(times, 1);
	/* KILL and STOP can't be blocked or caught. */
	block(SIG_SETMASK, ~0ull);
	CHECK(block(SIG_SETMASK, 0) == (~0ull & ~sigbit(SIGKILL) & ~sigbit(SIGSTOP)));
	CHECK_EQ(on_signal(SIGKILL, count, 0), -EINVAL);
	CHECK_EQ(on_signal(SIGSTOP, SIG_IGN, 0), -EINVAL);
	CHECK_EQ(on_signal(65, count, 0), -EINVAL);
	CHECK_EQ(on_signal(0, count, 0), -EINVAL);
	CHECK_EQ(SYS(rt_sigprocmask, 9, &pending, NULL, 8), -EINVAL);
	CHECK_EQ(SYS(rt_sigprocmask, SIG_BLOCK, &pending, NULL, 4), -EINVAL);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

static volatile u64 mask_inside;

static void look(int sig)
{
	mask_inside = block(SIG_BLOCK, 0);
}

/* Does the handler run with its own signal and sa_mask blocked, and is the mask back afterwards? */
TEST(signal, handler_mask)
{
	struct sigaction sa = { look, SA_RESTORER, restore_rt, sigbit(SIGUSR2) };

	sa.flags = 0;
	SYS(rt_sigaction, SIGUSR1, &sa, NULL, 8);
	SYS(kill, getpid(), SIGUSR1);
	CHECK(mask_inside == (sigbit(SIGUSR1) | sigbit(SIGUSR2)));
	CHECK(block(SIG_BLOCK, 0) == 0);
	sa.flags = SA_NODEFER | SA_RESETHAND;
	sa.mask = 0;
	SYS(rt_sigaction, SIGUSR1, &sa, NULL, 8);
	SYS(kill, getpid(), SIGUSR1);
	CHECK(mask_inside == 0);
	SYS(rt_sigaction, SIGUSR1, NULL, &sa, 8);
	CHECK_EQ((ulong)sa.handler, 0);
}

/* Do queued real-time signals all arrive, in order? */
static int order[8], norder;

static void append(int sig, struct siginfo *si, struct ucontext *uc)
{
	order[norder++ & 7] = sig * 100 + (int)si->from.value;
}

TEST(signal, realtime)
{
	struct { int signo, err, code, pid, uid; long value; int pad[26]; } q = { 0, 0, SI_QUEUE, 0, 0, 0 };

	norder = 0;
	on_signal(34, append, SA_SIGINFO);
	on_signal(35, append, SA_SIGINFO);
	block(SIG_BLOCK, sigbit(34) | sigbit(35));
	for (int i = 0; i < 6; i++) {
		q.signo = 35 - i % 2;
		q.value = i;
		CHECK_EQ(SYS(rt_sigqueueinfo, getpid(), q.signo, &q), 0);
	}
	block(SIG_SETMASK, 0);
	CHECK_EQ(norder, 6);
	/* Frames are stacked: the last one built runs first, so either all of 35 or all of 34 in their order. */
	for (int i = 0; i + 1 < 6; i++)
		if (order[i] / 100 == order[i + 1] / 100)
			CHECK(order[i] < order[i + 1]);
	on_signal(34, SIG_DFL, 0);
	on_signal(35, SIG_DFL, 0);
}

/* Does SA_ONSTACK use the other stack, tell so, and refuse to change it meanwhile? */
static long change_inside;

static void on_stack(int sig, struct siginfo *si, struct ucontext *uc)
{
	struct stack now_on, other = { NULL, SS_DISABLE, 0 };

	note(sig, si, uc);
	change_inside = SYS(sigaltstack, &other, NULL);
	SYS(sigaltstack, NULL, &now_on);
	times = now_on.flags;
}

TEST(signal, altstack)
{
	char *mem = map(4 * PAGE);
	struct stack ss = { mem, 0, 4 * PAGE }, small = { mem, 0, 100 }, odd = { mem, 77, 4 * PAGE }, old;

	CHECK_EQ(SYS(sigaltstack, &small, NULL), -ENOMEM);
	CHECK_EQ(SYS(sigaltstack, &odd, NULL), -EINVAL);
	CHECK_EQ(SYS(sigaltstack, &ss, &old), 0);
	CHECK_EQ(old.flags, SS_DISABLE);
	on_signal(SIGUSR1, on_stack, SA_SIGINFO | SA_ONSTACK);
	SYS(kill, getpid(), SIGUSR1);
	CHECK(handler_sp > (ulong)mem && handler_sp < (ulong)mem + 4 * PAGE);
	CHECK_EQ(change_inside, -EPERM);
	CHECK_EQ(times, SS_ONSTACK);
	on_signal(SIGUSR1, note, SA_SIGINFO);
	SYS(kill, getpid(), SIGUSR1);
	CHECK(!(handler_sp > (ulong)mem && handler_sp < (ulong)mem + 4 * PAGE));
	ss.flags = SS_DISABLE;
	CHECK_EQ(SYS(sigaltstack, &ss, NULL), 0);
	on_signal(SIGUSR1, SIG_DFL, 0);
	unmap(mem, 4 * PAGE);
}

static noinline int overflow(volatile int *from)
{
	volatile int frame[512];

	frame[0] = *from;
	return *from < 0 ? 0 : overflow(frame) + frame[0];
}

static void leave(int sig)
{
	exit(sig == SIGSEGV ? 55 : 1);
}

static int overflows(void *unused)
{
	struct stack ss = { map(4 * PAGE), 0, 4 * PAGE };
	volatile int start = 0;

	SYS(sigaltstack, &ss, NULL);
	on_signal(SIGSEGV, leave, SA_ONSTACK);
	return overflow(&start);
}

/* Is a stack overflow caught on the other stack? */
TEST(signal, overflow)
{
	CHECK_EQ(in_child(overflows, NULL), 55 << 8);
}

static int sends_later(void *parent)
{
	pause_ms(30);
	SYS(kill, (long)parent, SIGUSR1);
	return 0;
}

/* Is a read interrupted with EINTR, or gone on with under SA_RESTART, and wait4, too? */
TEST(signal, restart)
{
	int fds[2], pid, status;
	char c = 0;

	SYS(pipe, fds);
	times = 0;
	on_signal(SIGUSR1, count, 0);
	pid = fork();
	if (!pid)
		exit(sends_later((void *)SYS(getppid)));
	CHECK_EQ(SYS(read, fds[0], &c, 1), -EINTR);
	CHECK_EQ(times, 1);
	CHECK_EQ(wait_for(pid), 0);
	on_signal(SIGUSR1, count, SA_RESTART);
	pid = fork();
	if (!pid) {
		sends_later((void *)SYS(getppid));
		pause_ms(30);
		SYS(write, fds[1], "x", 1);
		exit(0);
	}
	CHECK_EQ(SYS(read, fds[0], &c, 1), 1);
	CHECK_EQ(c, 'x');
	CHECK_EQ(times, 2);
	CHECK_EQ(wait_for(pid), 0);
	pid = fork();
	if (!pid) {
		sends_later((void *)SYS(getppid));
		pause_ms(30);
		exit(3);
	}
	CHECK_EQ(SYS(wait4, pid, &status, 0, NULL), pid);
	CHECK_EQ(status, 3 << 8);
	CHECK_EQ(times, 3);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/* Does nanosleep tell what was left, and pause and rt_sigsuspend always say EINTR? */
TEST(signal, sleep)
{
	struct timespec t = { 5, 0 }, left = { 0, 0 };
	u64 set = sigbit(SIGUSR1), none = 0;
	int pid;

	times = 0;
	on_signal(SIGUSR1, count, SA_RESTART);
	pid = fork();
	if (!pid)
		exit(sends_later((void *)SYS(getppid)));
	CHECK_EQ(SYS(nanosleep, &t, &left), -EINTR);
	CHECK(left.sec == 4);
	wait_for(pid);
	pid = fork();
	if (!pid)
		exit(sends_later((void *)SYS(getppid)));
	CHECK_EQ(SYS(pause), -EINTR);
	wait_for(pid);
	block(SIG_BLOCK, set);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(SYS(rt_sigsuspend, &none, 8), -EINTR);
	CHECK_EQ(times, 3);
	CHECK(block(SIG_SETMASK, 0) == set);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/* Does rt_sigtimedwait take a blocked signal, and give up in time? */
TEST(signal, timedwait)
{
	struct timespec t = { 0, 10000000 };
	u64 set = sigbit(SIGUSR1);

	block(SIG_BLOCK, set);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(SYS(rt_sigtimedwait, &set, &info, &t, 8), SIGUSR1);
	CHECK_EQ(info.from.pid, getpid());
	CHECK_EQ(SYS(rt_sigtimedwait, &set, &info, &t, 8), -EAGAIN);
	block(SIG_SETMASK, 0);
}

/* Does SIGCHLD tell who and how, and are children of one who ignores it gone by themselves? */
TEST(signal, sigchld)
{
	int pid, status;

	on_signal(SIGCHLD, note, SA_SIGINFO | SA_RESTART);
	caught = 0;
	pid = fork();
	if (!pid)
		exit(17);
	CHECK_EQ(wait_for(pid), 17 << 8);
	CHECK_EQ(caught, SIGCHLD);
	CHECK_EQ(info.code, CLD_EXITED);
	CHECK_EQ(info.chld.pid, pid);
	CHECK_EQ(info.chld.status, 17);
	on_signal(SIGCHLD, SIG_IGN, 0);
	pid = fork();
	if (!pid)
		exit(0);
	CHECK_EQ(SYS(wait4, pid, &status, 0, NULL), -ECHILD);
	on_signal(SIGCHLD, SIG_DFL, 0);
}

/* Does a stopped process stand still, say so to wait4, and go on? */
TEST(signal, stop_and_continue)
{
	volatile u32 *counter = (volatile u32 *)map_shared(PAGE);
	int pid = fork(), status;
	u32 seen;

	if (!pid)
		for (;;)
			(*counter)++;
	while (!*counter)
		SYS(sched_yield);
	SYS(kill, pid, SIGSTOP);
	CHECK_EQ(SYS(wait4, pid, &status, WUNTRACED, NULL), pid);
	CHECK_EQ(status, SIGSTOP << 8 | 0x7f);
	seen = *counter;
	pause_ms(50);
	CHECK_EQ(*counter, seen);
	SYS(kill, pid, SIGCONT);
	CHECK_EQ(SYS(wait4, pid, &status, WCONTINUED, NULL), pid);
	CHECK_EQ(status, 0xffff);
	pause_ms(50);
	CHECK(*counter != seen);
	SYS(kill, pid, SIGKILL);
	CHECK_EQ(killed(wait_for(pid)), SIGKILL);
	unmap(counter, PAGE);
}

/* Nested to a depth of a hundred: do all frames unwind? */
static void nest(int sig)
{
	if (++times < 100)
		SYS(kill, getpid(), SIGUSR1);
}

TEST(signal, nested)
{
	times = 0;
	on_signal(SIGUSR1, nest, SA_NODEFER);
	SYS(kill, getpid(), SIGUSR1);
	CHECK_EQ(times, 100);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

static int queues_too_many(void *unused)
{
	struct siginfo queued = { SIGRTMIN + 1, 0, SI_QUEUE, { .pad = { 0 } } };
	struct timespec none = { 0, 0 };
	u64 mask = sigbit(SIGRTMIN + 1);
	int n = 0;

	block(SIG_BLOCK, mask);
	if (rlimit(RLIMIT_SIGPENDING, 10) < 0)
		return 1;
	while (n < 1000 && SYS(rt_sigqueueinfo, getpid(), SIGRTMIN + 1, &queued) == 0)
		n++;
	if (n < 1 || n > 10 || SYS(rt_sigqueueinfo, getpid(), SIGRTMIN + 1, &queued) != -EAGAIN)
		return 2;
	/* The kernel's own and kill()'s come all the same */
	if (SYS(kill, getpid(), SIGRTMIN + 1) != 0)
		return 3;
	/* What was queued is there, and room again */
	for (int i = 0; i < n; i++)
		if (SYS(rt_sigtimedwait, &mask, &queued, &none, 8) != SIGRTMIN + 1)
			return 4;
	return SYS(rt_sigqueueinfo, getpid(), SIGRTMIN + 1, &queued) == 0 ? 0 : 5;
}

/* Does RLIMIT_SIGPENDING bound how many signals wait? */
TEST(signal, queue_limit)
{
	CHECK_EQ(exited(in_child(queues_too_many, NULL)), 0);
}
