/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Broken on purpose, to prove that red is red: tests/host/endings.t runs each by its name and
 * looks at the status that QEMU ends with.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/sched.h>
#include "selftest.h"

/* Does a failed expectation end the run with 1? */
SELFTEST_BROKEN_ON_PURPOSE(broken, fail)
{
	EXPECT_EQ(1 + 1, 3);
}

/* Does a leak end the run with 1, too, and does the report say what is missing? */
SELFTEST_BROKEN_ON_PURPOSE(broken, leak)
{
	struct page *page = alloc_page(GFP_KERNEL), *block = alloc_pages(GFP_KERNEL, 2);

	if (EXPECT(page && block))
		selftest_note("leaks 0x%lx and 0x%lx", page_to_pfn(page), page_to_pfn(block));
}

/* Does a panic end the run with 2? */
SELFTEST_BROKEN_ON_PURPOSE(broken, panic)
{
	panic("broken on purpose");
}

/* Is a panic heard though the console was muted? */
SELFTEST_BROKEN_ON_PURPOSE(broken, muted_panic)
{
	selftest_mute();
	pr_err("said before the panic\n");
	panic("broken on purpose");
}

/* Does an Oops that nobody expects end the run with 2? */
SELFTEST_BROKEN_ON_PURPOSE(broken, oops)
{
	unsigned long nowhere = 8;

	barrier();
	*(volatile int *)RELOC_HIDE((void *)nowhere, 0) = 0;
}

static int faults_too(struct notifier_block *nb, unsigned long event, void *data)
{
	unsigned long nowhere = 12;

	return *(volatile int *)RELOC_HIDE((void *)nowhere, 0);
}

static void oopses(unsigned long unused)
{
	unsigned long nowhere = 16;

	*(volatile int *)RELOC_HIDE((void *)nowhere, 0) = 0;
}

/* Does an Oops in the report of an Oops end the run with 2? */
SELFTEST_BROKEN_ON_PURPOSE(broken, oops_in_oops)
{
	static struct notifier_block nb = { .notifier_call = faults_too };

	register_die_notifier(&nb);
	oopses(0);
}

/* Does an Oops in an interrupt end the run with 2? */
SELFTEST_BROKEN_ON_PURPOSE(broken, oops_in_interrupt)
{
	static struct timer_list timer;

	setup_timer(&timer, oopses, 0);
	mod_timer(&timer, jiffies + 1);
	msleep(100);
}

/* Does an Oops end the run with 2 though locks are held that the end of the task would take? */
SELFTEST_BROKEN_ON_PURPOSE(broken, oops_with_locks)
{
	spin_lock(&tasklist_lock);
	spin_lock_irq(&current->sighand->siglock);
	oopses(0);
	spin_unlock_irq(&current->sighand->siglock);
	spin_unlock(&tasklist_lock);
}

/* Does a hang end the run with 124, by time-out? */
SELFTEST_BROKEN_ON_PURPOSE(broken, hang)
{
	for (;;)
		barrier();
}
