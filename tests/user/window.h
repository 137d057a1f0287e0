/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time for the benchmarks, in instructions: under qemu -icount shift=0 each takes a nanosecond of the guest's clock, so that
 * clock_gettime() counts them, with the timer's grain of 16.
 *
 *     u64 start = window();
 *     for (u32 i = 0; i < rounds; i++)
 *             ...
 *     total = now() - start - empty_loop(rounds);
 *
 * A window begins right behind a tick of the timer, and the next is 4 million instructions later on Linux, 10 million here:
 * what takes less has no tick in it.
 *
 * Whoever includes it has u32, u64, noinline, barrier() and now(), the clock in nanoseconds, from user.h or of its own.
 */
#ifndef TESTS_USER_WINDOW_H
#define TESTS_USER_WINDOW_H

#define TICK		150		/* a tick takes more than that */

static u64 loop_0, loop_1000;
static int no_windows;			/* window() is now() */

/* Without the clock, which QEMU takes long to read */
static noinline void idle(void)
{
	for (u32 i = 0; i < 2000; i++)
		barrier();
}

/* The time right behind a tick: two readings of the clock have been further apart than they usually are */
static noinline u64 window(void)
{
	static u64 usual = ~0ull - TICK;
	u64 before = now(), after;

	if (no_windows)
		return before;
	for (;; before = after) {
		idle();
		after = now();
		if (after - before > usual + TICK)
			return now();
		if (after - before < usual)
			usual = after - before;
	}
}

static noinline u64 measure_loop(u32 rounds)
{
	u64 start = window();

	for (u32 i = 0; i < rounds; i++)
		barrier();
	return now() - start;
}

/* What the loop itself costs, which is the same for each below, and reading the clock */
static u64 empty_loop(u32 rounds)
{
	return loop_0 + (loop_1000 - loop_0) * rounds / 1000;
}

/* To be called first */
static void measure_loops(void)
{
	loop_0 = measure_loop(0);
	loop_1000 = measure_loop(1000);
}

/* Between these two scripts/profile counts by function and line */
static noinline __attribute__((unused)) void profile_begin(void)
{
	__asm__ volatile("@ begin" : : : "memory");
}

static noinline __attribute__((unused)) void profile_end(void)
{
	__asm__ volatile("@ end" : : : "memory");
}

#endif
