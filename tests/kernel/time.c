/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about time and interrupts: kernel/time.c, irq.c, drivers/gic.c, arch_timer.c.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/gic.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include "selftest.h"

#define TIMER_IRQ	27

/* Lets a tick pass and returns right after it. */
static void wait_for_tick(void)
{
	unsigned long start = jiffies;

	while (jiffies == start)
		cpu_relax();
}

/* Does the clock only go forward, and not stand still? */
SELFTEST(time, monotonic)
{
	u64 now, last = sched_clock(), first = last;
	unsigned int i, back = 0;

	for (i = 0; i < 10000; i++) {
		now = sched_clock();
		back += now < last;
		last = now;
	}
	EXPECT_EQ(back, 0);
	EXPECT(last > first);
}

/* Do the clock and the ticks agree how long 10 ticks are? */
SELFTEST(time, clock_and_jiffies)
{
	unsigned long from, ticks;
	u64 start, ns;

	wait_for_tick();
	from = jiffies;
	start = sched_clock();
	while (time_before(jiffies, from + 10))
		cpu_relax();
	ns = sched_clock() - start;
	ticks = jiffies - from;
	EXPECT(ns > 9 * (u64)TICK_NSEC);
	EXPECT(ns < (ticks + 2) * (u64)TICK_NSEC);
}

/* Are comparisons right where jiffies wraps, and conversions rounded up? */
SELFTEST(time, jiffies)
{
	EXPECT(time_after(5UL, (unsigned long)-5));
	EXPECT(time_before((unsigned long)-5, 5UL));
	EXPECT(time_after_eq(7UL, 7UL));
	EXPECT_EQ(msecs_to_jiffies(0), 0);
	EXPECT_EQ(msecs_to_jiffies(1), 1);
	EXPECT_EQ(msecs_to_jiffies(10), 1);
	EXPECT_EQ(msecs_to_jiffies(11), 2);
	EXPECT_EQ(msecs_to_jiffies(5000000), 5000 * HZ);
	EXPECT_EQ(usecs_to_jiffies(10001), 2);
	EXPECT_EQ(jiffies_to_msecs(HZ), 1000);
}

/* Does a busy wait take as long as it was asked to? */
SELFTEST(time, udelay)
{
	u64 start = sched_clock();

	udelay(300);
	EXPECT(sched_clock() - start >= 300 * (u64)NSEC_PER_USEC);
	start = sched_clock();
	mdelay(3);
	EXPECT(sched_clock() - start >= 3 * (u64)NSEC_PER_MSEC);
}

/* Does a sleep last at least as long as asked, and return nothing left? */
SELFTEST(time, sleep)
{
	unsigned long from = jiffies;
	u64 start = sched_clock();

	EXPECT_EQ(schedule_timeout_uninterruptible(4), 0);
	EXPECT(time_after_eq(jiffies, from + 4));
	start = sched_clock();
	msleep(25);
	EXPECT(sched_clock() - start >= 25 * (u64)NSEC_PER_MSEC);
	EXPECT(sched_clock() - start < 500 * (u64)NSEC_PER_MSEC);
	EXPECT_EQ(schedule_timeout_interruptible(0), 0);
}

/* Does nobody take a wait for over whose tick came late, so that jiffies made up for it in the middle? */
SELFTEST(time, never_early)
{
	u64 start, expires;

	wait_for_tick();
	local_irq_disable();
	start = ktime_get_ns();
	while (ktime_get_ns() < start + 5 * (u64)TICK_NSEC)
		cpu_relax();
	expires = ktime_get_ns() + 2 * (u64)TICK_NSEC;
	set_current_state(TASK_INTERRUPTIBLE);
	EXPECT(schedule_until(expires));	/* jiffies made its jump in there */
	local_irq_enable();
	EXPECT(ktime_get_ns() < expires);
	do
		set_current_state(TASK_INTERRUPTIBLE);
	while (schedule_until(expires));
	EXPECT(ktime_get_ns() >= expires);
}

static char fired[16];
static bool fired_wrong;

static void fires(unsigned long letter)
{
	size_t n = strlen(fired);

	fired[n] = (char)letter;
	fired[n + 1] = '\0';
	fired_wrong |= !in_interrupt() || !irqs_disabled();
}

/* Do timers fire in the order of their time, those of one tick in the order of coming? */
SELFTEST(timer, order)
{
	unsigned long now = jiffies;
	struct timer_list a, b, c, d;

	fired[0] = '\0';
	fired_wrong = false;
	setup_timer(&a, fires, 'a');
	setup_timer(&b, fires, 'b');
	setup_timer(&c, fires, 'c');
	setup_timer(&d, fires, 'd');
	mod_timer(&c, now + 4);
	mod_timer(&a, now + 2);
	mod_timer(&d, now + 4);
	b.expires = now + 3;
	add_timer(&b);
	EXPECT(timer_pending(&b));
	schedule_timeout_uninterruptible(8);
	EXPECT_STREQ(fired, "abcd");
	EXPECT(!fired_wrong);
	EXPECT(!timer_pending(&b));
}

/* Can a timer be moved and taken back, and do both say whether it was pending? */
SELFTEST(timer, change)
{
	struct timer_list a, b;

	fired[0] = '\0';
	setup_timer(&a, fires, 'a');
	setup_timer(&b, fires, 'b');
	EXPECT_EQ(mod_timer(&a, jiffies + 2), 0);
	EXPECT_EQ(mod_timer(&b, jiffies + 2), 0);
	EXPECT_EQ(mod_timer(&a, jiffies + 40), 1);
	EXPECT_EQ(del_timer(&b), 1);
	EXPECT_EQ(del_timer(&b), 0);
	schedule_timeout_uninterruptible(3);
	EXPECT_STREQ(fired, "");
	schedule_timeout_uninterruptible(40);
	EXPECT_STREQ(fired, "a");
	EXPECT_EQ(mod_timer(&b, jiffies - 1), 0);	/* in the past: at the next tick */
	schedule_timeout_uninterruptible(2);
	EXPECT_STREQ(fired, "ab");
}

static struct timer_list again;
static unsigned int times;

static void fires_again(unsigned long limit)
{
	if (++times < limit)
		mod_timer(&again, jiffies + 1);
}

/* Can a timer's function start its own timer again? */
SELFTEST(timer, again)
{
	times = 0;
	setup_timer(&again, fires_again, 5);
	mod_timer(&again, jiffies + 1);
	schedule_timeout_uninterruptible(10);
	EXPECT_EQ(times, 5);
	EXPECT(!timer_pending(&again));
}

/* Does the timer interrupt once for each tick, and not while interrupts are off? */
SELFTEST(irq, tick)
{
	unsigned long count, from;

	wait_for_tick();
	count = kstat_irqs(TIMER_IRQ);
	from = jiffies;
	schedule_timeout_uninterruptible(5);
	EXPECT(kstat_irqs(TIMER_IRQ) >= count + 1);
	EXPECT(kstat_irqs(TIMER_IRQ) - count <= jiffies - from);
	local_irq_disable();
	from = jiffies;
	mdelay(25);
	EXPECT_EQ(jiffies, from);
	local_irq_enable();
	udelay(10);
	EXPECT(jiffies - from >= 2);		/* what was missed is made up for */
}

static unsigned int handled;
static void *handled_dev;

static irqreturn_t handles(int irq, void *dev)
{
	EXPECT(in_interrupt());
	EXPECT(irqs_disabled());
	handled++;
	handled_dev = dev;
	return dev ? IRQ_HANDLED : IRQ_NONE;
}

/* Does a handler get its line's interrupts with its own device, until it is freed? */
SELFTEST(irq, handler)
{
	unsigned long count = kstat_irqs(1);
	u64 mark;

	handled = 0;
	ASSERT(request_irq(1, handles, 0, "selftest", &handled) == 0);
	gic_send_sgi(1);
	udelay(10);
	EXPECT_EQ(handled, 1);
	EXPECT(handled_dev == &handled);
	EXPECT_EQ(kstat_irqs(1), count + 1);
	EXPECT(!in_interrupt());
	local_irq_disable();
	gic_send_sgi(1);
	udelay(10);
	EXPECT_EQ(handled, 1);
	local_irq_enable();
	udelay(10);
	EXPECT_EQ(handled, 2);
	free_irq(1, &handled);
	mark = selftest_mute();
	gic_send_sgi(1);
	udelay(10);
	selftest_unmute();
	EXPECT_EQ(handled, 2);
	EXPECT_STREQ(selftest_log_since(mark), "");
}

/* Is a line that nobody cares about said to be so, once in a while, and survived? */
SELFTEST(irq, nobody_cared)
{
	u64 mark = selftest_mute();
	unsigned int i;

	handled = 0;
	request_irq(2, handles, 0, "careless", NULL);
	for (i = 0; i < 100; i++) {
		gic_send_sgi(2);
		udelay(2);
	}
	selftest_unmute();
	free_irq(2, NULL);
	EXPECT_EQ(handled, 100);
	EXPECT_STREQ(selftest_log_since(mark), "irq 2: nobody cared (careless), disabled\n");
}

/* Are a line that doesn't exist, one without handler, and one that is taken refused? */
SELFTEST(irq, refused)
{
	EXPECT_EQ(request_irq(NR_IRQS, handles, 0, "x", NULL), -EINVAL);
	EXPECT_EQ(request_irq(3, NULL, 0, "x", NULL), -EINVAL);
	EXPECT_EQ(request_irq(TIMER_IRQ, handles, 0, "x", NULL), -EBUSY);
}
