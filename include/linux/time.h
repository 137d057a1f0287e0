/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/types.h>

#define MSEC_PER_SEC	1000L
#define USEC_PER_SEC	1000000L
#define NSEC_PER_SEC	1000000000L
#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_USEC	1000L

struct timespec {
	time_t tv_sec;
	long tv_nsec;
};

struct timeval {
	time_t tv_sec;
	suseconds_t tv_usec;
};

/* sched_clock - nanoseconds since power-on; 0 before sched_clock_init().  Any context. */
u64 sched_clock(void);

/* Starts the clock, if the processor has a counter whose frequency is known.  Again: nothing. */
void sched_clock_init(void);

/* sched_clock() at the last tick, which costs less than reading the clock.  Any context. */
u64 ktime_get_coarse_ns(void);

/* Brings what ktime_get_coarse_ns() shows up to now, as a tick does.  Any context. */
void timekeeping_forward_now(void);

/* Nanoseconds since 1970: now; and at the last tick, which is what files are stamped with */
u64 ktime_get_real_ns(void);
u64 current_time_ns(void);

/* It is @ns since 1970, for both of them.  Process context. */
void set_real_time(u64 ns);

/* A timespec at @uts, of 32 or 64 bits, in ns.  0, -EFAULT, -EINVAL (negative, too many ns). */
int get_user_time(const void __user *uts, bool time64, u64 *ns);

void time_init(void);

/* The tick: @ticks periods of 1/HZ have passed.  Called by the timer's interrupt. */
void do_timer(unsigned long ticks);

#endif
