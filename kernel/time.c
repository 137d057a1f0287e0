/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time: the clock, the ticks, the timers.
 *
 * The clock is the generic timer's counter, turned into nanoseconds by a multiplication:
 *
 *     ns = counter * mult / 2^SHIFT,   mult = 10^9 * 2^SHIFT / frequency
 *
 * in two halves of 32 bits, so that nothing overflows.  With SHIFT = 22 and 62.5 MHz (QEMU's)
 * mult is 2^26 exactly; at 1 MHz it still fits 32 bits.
 *
 * Timers stand in one list, the next to expire first; the tick runs those whose time has come,
 * in its interrupt.  Linux 4.x has a wheel and a softirq: there are more of them there.
 *
 * Locking.  timer_lock, interrupts off, for the list; it is not held while a timer's function
 * runs.
 */
#include <linux/bug.h>
#include <linux/clockchips.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <asm/arch_timer.h>

#define SCHED_CLOCK_SHIFT	22

static u32 sched_clock_mult;

volatile unsigned long jiffies = INITIAL_JIFFIES;
static u64 jiffies_64;
static u64 tick_ns;		/* sched_clock() at the last tick, or when the time was set */

static LIST_HEAD(timers);
static DEFINE_SPINLOCK(timer_lock);

void __init sched_clock_init(void)
{
	u32 freq;

	if (sched_clock_mult || !arch_timer_present())
		return;
	freq = arch_timer_get_cntfrq();
	if (freq < 1000000)
		return;
	sched_clock_mult = (u32)(((u64)NSEC_PER_SEC << SCHED_CLOCK_SHIFT) / freq);
}

/* time_init - start the clock and the tick; needs init_IRQ().  Without them nothing can wait. */
void __init time_init(void)
{
	int err;

	sched_clock_init();
	err = arch_timer_of_init();
	if (err)
		panic("No usable timer (%d)", err);
}

u64 sched_clock(void)
{
	u32 mult = sched_clock_mult;
	u64 count;

	if (unlikely(!mult))
		return 0;
	count = arch_counter_get_cntvct();
	return (((count >> 32) * mult) << (32 - SCHED_CLOCK_SHIFT)) +
	       (((count & U32_MAX) * mult) >> SCHED_CLOCK_SHIFT);
}

void do_timer(unsigned long ticks)
{
	tick_ns = sched_clock();
	jiffies += ticks;
	jiffies_64 += ticks;
}

void timekeeping_forward_now(void)
{
	unsigned long flags;

	local_irq_save(flags);
	tick_ns = sched_clock();
	local_irq_restore(flags);
}

u64 ktime_get_coarse_ns(void)
{
	unsigned long seen;
	u64 ns;

	/* A tick may come between the halves of tick_ns */
	do {
		seen = jiffies;
		barrier();
		ns = tick_ns;
		barrier();
	} while (unlikely(seen != jiffies));
	return ns;
}

void setup_timer(struct timer_list *timer, void (*fn)(unsigned long), unsigned long data)
{
	*timer = (struct timer_list)TIMER_INITIALIZER(fn, 0, data);
}

/* The caller holds timer_lock. */
static void timer_detach(struct timer_list *timer)
{
	list_del(&timer->entry);
	timer->entry.next = NULL;
}

/* Behind those that expire at the same tick.  The caller holds timer_lock. */
static void timer_insert(struct timer_list *timer)
{
	struct timer_list *t;

	list_for_each_entry_reverse(t, &timers, entry) {
		if (time_after_eq(timer->expires, t->expires)) {
			list_add(&timer->entry, &t->entry);
			return;
		}
	}
	list_add(&timer->entry, &timers);
}

/* mod_timer - (re)start @timer for the tick @expires.  1: it was pending.  Any context. */
int mod_timer(struct timer_list *timer, unsigned long expires)
{
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&timer_lock, flags);
	pending = timer_pending(timer);
	if (pending)
		timer_detach(timer);
	timer->expires = expires;
	timer_insert(timer);
	spin_unlock_irqrestore(&timer_lock, flags);
	return pending;
}

/* add_timer - start @timer, which is not pending, for the tick timer->expires. */
void add_timer(struct timer_list *timer)
{
	BUG_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}

/* del_timer - 1: @timer was pending and won't run; 0: it wasn't. */
int del_timer(struct timer_list *timer)
{
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&timer_lock, flags);
	pending = timer_pending(timer);
	if (pending)
		timer_detach(timer);
	spin_unlock_irqrestore(&timer_lock, flags);
	return pending;
}

/* run_local_timers - run what has expired.  Called by the tick, interrupts off. */
void run_local_timers(void)
{
	void (*fn)(unsigned long);
	struct timer_list *timer;
	unsigned long data;

	spin_lock(&timer_lock);
	while (!list_empty(&timers)) {
		timer = list_first_entry(&timers, struct timer_list, entry);
		if (time_before(jiffies, timer->expires))
			break;
		timer_detach(timer);
		fn = timer->function;
		data = timer->data;
		spin_unlock(&timer_lock);
		fn(data);
		spin_lock(&timer_lock);
	}
	spin_unlock(&timer_lock);
}

void udelay(unsigned long usecs)
{
	u64 end = sched_clock() + (u64)usecs * NSEC_PER_USEC;

	if (!sched_clock_mult)
		return;
	while (sched_clock() < end)
		cpu_relax();
}

void mdelay(unsigned long msecs)
{
	while (msecs--)
		udelay(1000);
}

void msleep(unsigned int msecs)
{
	long timeout = (long)msecs_to_jiffies(msecs) + 1;

	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}
