/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tick, from the generic timer's virtual comparator: an interrupt when the counter has
 * reached CVAL.  CVAL goes up by the same amount each time, so a late interrupt doesn't make
 * the next one late, and what was missed is counted.
 */
#include <linux/clockchips.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <asm/arch_timer.h>

#define ARCH_TIMER_VIRT		2	/* third of: secure, non-secure, virtual, hypervisor */
#define ARCH_TIMER_VIRT_PPI	27	/* where every machine has it */

static u32 tick_period;			/* in counts */
static u64 tick_next;

static irqreturn_t arch_timer_handler(int irq, void *dev)
{
	u64 now = arch_counter_get_cntvct();
	unsigned long ticks = 0;

	while (now >= tick_next) {
		tick_next += tick_period;
		ticks++;
	}
	arch_timer_set_cntv_cval(tick_next);
	if (!ticks)
		return IRQ_NONE;
	do_timer(ticks);
	run_local_timers();
	scheduler_tick(user_mode(get_irq_regs()));
	return IRQ_HANDLED;
}

int __init arch_timer_of_init(void)
{
	int node = of_find_compatible("arm,armv7-timer");
	int irq = node >= 0 ? of_irq(node, ARCH_TIMER_VIRT) : -ENODEV;
	u32 freq;
	int err;

	if (irq < 0)
		irq = ARCH_TIMER_VIRT_PPI;
	freq = arch_timer_present() ? arch_timer_get_cntfrq() : 0;
	if (freq < HZ)
		return -ENODEV;
	tick_period = freq / HZ;
	tick_next = arch_counter_get_cntvct() + tick_period;
	arch_timer_set_cntv_cval(tick_next);
	arch_timer_set_cntv_ctl(ARCH_TIMER_CTRL_ENABLE);
	err = request_irq((unsigned int)irq, arch_timer_handler, IRQF_TRIGGER_NONE, "arch_timer",
			  NULL);
	if (!err)
		pr_info("arch_timer: %u.%02u MHz, %d Hz tick on irq %d\n", freq / 1000000,
			freq / 10000 % 100, HZ, irq);
	return err;
}
