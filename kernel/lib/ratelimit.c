/* SPDX-License-Identifier: GPL-2.0-only */
/* Keeps a message that could come for ever from filling the log. */
#include <linux/ratelimit.h>

/* Starts a new interval.  Returns how many were held back in the last. */
static int ratelimit_restart(struct ratelimit_state *rs)
{
	int missed = rs->missed;

	rs->begin = jiffies | 1;
	rs->printed = 0;
	rs->missed = 0;
	return missed;
}

bool ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	unsigned long flags;
	int missed = 0;
	bool allowed;

	spin_lock_irqsave(&rs->lock, flags);
	if (!rs->begin || time_after_eq(jiffies, rs->begin + rs->interval))
		missed = ratelimit_restart(rs);
	allowed = rs->printed < rs->burst;
	if (allowed)
		rs->printed++;
	else
		rs->missed++;
	spin_unlock_irqrestore(&rs->lock, flags);
	if (missed)
		pr_warn("%s: %d callbacks suppressed\n", func, missed);
	return allowed;
}
