/* SPDX-License-Identifier: GPL-2.0-only */
/* Clocks, sleeping, interval timers. */
#include "user.h"

static volatile int ticks;
static struct siginfo info;

static void tick(int sig, struct siginfo *si, struct ucontext *uc)
{
	ticks++;
	info = *si;
}

/* Do clocks go forward, and agree with one another? */
TEST(clock, forward)
{
	struct timespec res;
	struct timeval tv;
	u64 last = now();

	for (int i = 0; i < 10000; i++) {
		u64 t = now();

		if (t < last)
			CHECK_EQ(i, -1);
		last = t;
	}
	CHECK_EQ(SYS(clock_getres, CLOCK_MONOTONIC, &res), 0);
	CHECK(res.sec == 0 && res.nsec > 0 && res.nsec <= 10000000);
	CHECK_EQ(SYS(gettimeofday, &tv, NULL), 0);
	CHECK(tv.usec >= 0 && tv.usec < 1000000);
	CHECK_EQ(SYS(clock_gettime, 99, &res), -EINVAL);
}

/* What @which shows, in ns */
static u64 clock_of(int which)
{
	struct timespec t;

	CHECK_EQ(SYS(clock_gettime, which, &t), 0);
	return t.sec * 1000000000ull + t.nsec;
}

/* Do the coarse clocks stand still between two ticks, and show when the last one was? */
TEST(clock, coarse)
{
	static const struct { int fine, coarse; } pairs[] = {
		{ CLOCK_REALTIME, CLOCK_REALTIME_COARSE }, { CLOCK_MONOTONIC, CLOCK_MONOTONIC_COARSE },
	};

	for (u32 i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct timespec res;
		u64 seen[3];

		CHECK_EQ(SYS(clock_getres, pairs[i].coarse, &res), 0);
		CHECK(res.sec == 0 && res.nsec >= 1000000);
		seen[0] = clock_of(pairs[i].coarse);
		for (int n = 1; n < 3; n++)
			do {
				CHECK((seen[n] = clock_of(pairs[i].coarse)) <= clock_of(pairs[i].fine));
			} while (seen[n] == seen[n - 1]);
		CHECK(seen[1] > seen[0] && seen[2] >= seen[1] + res.nsec / 2);
	}
}

/* Is the time what it was set to, on the coarse clock too, and can't it be before the machine was switched on? */
TEST(clock, set)
{
	static const int clocks[] = { CLOCK_REALTIME, CLOCK_REALTIME_COARSE };
	u64 real = clock_of(CLOCK_REALTIME), start = now();
	struct timespec t = { 2000000000, 0 };

	/* At different distances from the last tick */
	for (int i = 0; i < 20; i++) {
		struct timespec set = { 1000000000 + i, 999999999 }, back = { 0, 0 };
		u64 wanted = set.sec * 1000000000ull + set.nsec, before = now();

		CHECK_EQ(SYS(clock_settime, CLOCK_REALTIME, &set), 0);
		for (u32 n = 0; n < ARRAY_SIZE(clocks); n++) {
			u64 shown = clock_of(clocks[n]);

			CHECK(shown >= wanted && shown - wanted <= now() - before);
		}
		CHECK_EQ(SYS(clock_settime, CLOCK_REALTIME, &back), -EINVAL);
		CHECK(clock_of(CLOCK_REALTIME) >= set.sec * 1000000000ull);
		for (u64 until = now() + 700000; now() < until; )
			;
	}
	CHECK_EQ(SYS(clock_settime, CLOCK_MONOTONIC, &t), -EINVAL);
	real += now() - start;
	t.sec = (long)(real / 1000000000);
	t.nsec = (long)(real % 1000000000);
	CHECK_EQ(SYS(clock_settime, CLOCK_REALTIME, &t), 0);
}

/* Does nanosleep sleep as long as it says, and not much longer? */
TEST(clock, sleep)
{
	struct timespec t = { 0, 20000000 }, bad = { 0, 1000000000 }, until;
	u64 start = now(), took;

	CHECK_EQ(SYS(nanosleep, &t, NULL), 0);
	took = now() - start;
	CHECK(took >= 20000000 && took < 200000000);
	CHECK_EQ(SYS(nanosleep, &bad, NULL), -EINVAL);
	SYS(clock_gettime, CLOCK_MONOTONIC, &until);
	until.sec++;
	until.nsec = 0;
	CHECK_EQ(SYS(clock_nanosleep, CLOCK_MONOTONIC, 1, &until, NULL), 0);
	CHECK(now() >= until.sec * 1000000000ull);
}

/* Does an interval timer come again and again, and tell what is left? */
TEST(clock, itimer)
{
	struct itimerval t = { { 0, 10000 }, { 0, 10000 } }, old, off = { { 0, 0 }, { 0, 0 } };

	ticks = 0;
	on_signal(SIGALRM, tick, SA_SIGINFO | SA_RESTART);
	CHECK_EQ(SYS(setitimer, ITIMER_REAL, &t, &old), 0);
	/* init's limit for this program */
	CHECK(old.value.sec > 0);
	while (ticks < 5)
		SYS(pause);
	CHECK_EQ(SYS(getitimer, ITIMER_REAL, &t), 0);
	CHECK(t.value.sec == 0 && t.interval.usec == 10000);
	SYS(setitimer, ITIMER_REAL, &off, &t);
	ticks = 0;
	pause_ms(40);
	CHECK_EQ(ticks, 0);
	SYS(setitimer, ITIMER_REAL, &old, NULL);
	t.value.usec = 1000000;
	CHECK_EQ(SYS(setitimer, ITIMER_REAL, &t, NULL), -EINVAL);
	CHECK_EQ(SYS(setitimer, 7, &t, NULL), -EINVAL);
	on_signal(SIGALRM, SIG_DFL, 0);
}

/* And a POSIX timer, with its value? */
TEST(clock, timer_create)
{
	struct { long value; int signo, notify; int pad[13]; } ev = { 1234, SIGUSR1, 0, { 0 } };
	struct { struct timespec interval, value; } t = { { 0, 0 }, { 0, 10000000 } };
	int id;

	ticks = 0;
	on_signal(SIGUSR1, tick, SA_SIGINFO);
	CHECK_EQ(SYS(timer_create, CLOCK_MONOTONIC, &ev, &id), 0);
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	for (int i = 0; i < 20 && !ticks; i++)
		pause_ms(10);
	CHECK_EQ(ticks, 1);
	CHECK_EQ(info.code, SI_TIMER);
	CHECK_EQ(info.timer.value, 1234);
	CHECK_EQ(SYS(timer_delete, id), 0);
	CHECK_EQ(SYS(timer_delete, id), -EINVAL);
	on_signal(SIGUSR1, SIG_DFL, 0);
}

/*
 * Does a timer with a period of a nanosecond leave the machine alive, and does one whose signal is blocked send it
 * once and count the rest?  The rest is counted when the signal is taken: by a timer that was stopped before, nothing.
 */
TEST(clock, overruns)
{
	struct { long value; int signo, notify; int pad[13]; } ev = { 7, SIGRTMIN + 2, 1, { 0 } };
	struct { struct timespec interval, value; } t = { { 0, 1 }, { 0, 1 } };
	struct timespec none = { 0, 0 };
	u64 mask = sigbit(SIGRTMIN + 2);
	struct siginfo got;
	int id;

	CHECK_EQ(SYS(timer_create, CLOCK_MONOTONIC, &ev, &id), 0);	/* SIGEV_NONE */
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	pause_ms(50);
	CHECK_EQ(SYS(timer_delete, id), 0);

	ev.notify = 0;
	block(SIG_BLOCK, mask);
	CHECK_EQ(SYS(timer_create, CLOCK_MONOTONIC, &ev, &id), 0);
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	pause_ms(100);
	CHECK_EQ(SYS(timer_getoverrun, id), 0);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &none, 8), SIGRTMIN + 2);
	CHECK_EQ(got.code, SI_TIMER);
	/* 100 ms are 100 million periods, but for a tick at either end */
	CHECK(got.timer.overrun > 50000000);
	CHECK_EQ(SYS(timer_getoverrun, id), got.timer.overrun);

	pause_ms(20);
	t.value.nsec = t.interval.nsec = 0;
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &none, 8), SIGRTMIN + 2);
	CHECK_EQ(got.timer.overrun, 0);
	CHECK_EQ(SYS(timer_getoverrun, id), 0);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &none, 8), -EAGAIN);
	CHECK_EQ(SYS(timer_delete, id), 0);
	CHECK_EQ(SYS(timer_getoverrun, id), -EINVAL);
	block(SIG_UNBLOCK, mask);
}

/* What is left of a period while the signal of an earlier one waits; and does a timer whose signal is ignored go on? */
TEST(clock, period_while_blocked)
{
	struct { long value; int signo, notify; int pad[13]; } ev = { 7, SIGRTMIN + 2, 0, { 0 } };
	struct { struct timespec interval, value; } t = { { 0, 40000000 }, { 0, 40000000 } }, left;
	struct timespec soon = { 1, 0 }, none = { 0, 0 };
	u64 mask = sigbit(SIGRTMIN + 2);
	struct siginfo got;
	int id;

	CHECK_EQ(SYS(timer_create, CLOCK_MONOTONIC, &ev, &id), 0);
	block(SIG_BLOCK, mask);
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	pause_ms(100);
	CHECK_EQ(SYS(timer_gettime, id, &left), 0);
	CHECK(left.value.sec == 0 && left.value.nsec > 0 && left.value.nsec <= 40000000);
	CHECK_EQ(left.interval.nsec, 40000000);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &soon, 8), SIGRTMIN + 2);
	CHECK(got.timer.overrun >= 1);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &soon, 8), SIGRTMIN + 2);

	on_signal(SIGRTMIN + 2, SIG_IGN, 0);
	block(SIG_UNBLOCK, mask);
	CHECK_EQ(SYS(timer_settime, id, 0, &t, NULL), 0);
	pause_ms(100);
	block(SIG_BLOCK, mask);
	on_signal(SIGRTMIN + 2, SIG_DFL, 0);
	CHECK_EQ(SYS(rt_sigtimedwait, &mask, &got, &soon, 8), SIGRTMIN + 2);
	CHECK_EQ(SYS(timer_delete, id), 0);
	SYS(rt_sigtimedwait, &mask, &got, &none, 8);
	block(SIG_UNBLOCK, mask);
}
