/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Broken on purpose, to prove that red is red: tests/host/endings.t runs each by its name and
 * looks at the status that QEMU ends with.
 */
#include "selftest.h"

/* Does a failed expectation end the run with 1? */
SELFTEST_BROKEN_ON_PURPOSE(broken, fail)
{
	EXPECT_EQ(1 + 1, 3);
}

/* ... a leak too? */
SELFTEST_BROKEN_ON_PURPOSE(broken, leak)
{
	EXPECT(alloc_page(GFP_KERNEL));
}

/* Does a panic end it with 2? */
SELFTEST_BROKEN_ON_PURPOSE(broken, panic)
{
	panic("broken on purpose");
}

/* ... and is it heard when the console was muted? */
SELFTEST_BROKEN_ON_PURPOSE(broken, muted_panic)
{
	selftest_mute();
	pr_err("said before the panic\n");
	panic("broken on purpose");
}

/* ... and an Oops that nobody expects? */
SELFTEST_BROKEN_ON_PURPOSE(broken, oops)
{
	unsigned long nowhere = 8;

	barrier();
	*(volatile int *)RELOC_HIDE((void *)nowhere, 0) = 0;
}

/* Does a hang end with 124, by time-out? */
SELFTEST_BROKEN_ON_PURPOSE(broken, hang)
{
	for (;;)
		barrier();
}
