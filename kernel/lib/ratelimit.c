/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/printk.h>
#include <linux/ratelimit.h>

bool ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	if (!rs->printed || time_after_eq(jiffies, rs->begin + (unsigned long)rs->interval)) {
		if (rs->missed)
			pr_warn("%s: %d callbacks suppressed\n", func, rs->missed);
		rs->begin = jiffies;
		rs->printed = 0;
		rs->missed = 0;
	}
	if (rs->printed < rs->burst) {
		rs->printed++;
		return true;
	}
	rs->missed++;
	return false;
}
