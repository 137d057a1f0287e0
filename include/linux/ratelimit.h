/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages that may come in a flood: at most @burst of them in each @interval ticks. */
#ifndef _LINUX_RATELIMIT_H
#define _LINUX_RATELIMIT_H

#include <linux/jiffies.h>
#include <linux/types.h>

#define DEFAULT_RATELIMIT_INTERVAL	(5 * HZ)
#define DEFAULT_RATELIMIT_BURST		10

struct ratelimit_state {
	int interval;
	int burst;
	int printed;			/* since @begin */
	int missed;
	unsigned long begin;
};

#define RATELIMIT_STATE_INIT(interval_init, burst_init)			\
	{ .interval = (interval_init), .burst = (burst_init) }

bool ___ratelimit(struct ratelimit_state *rs, const char *func);

/* May the message be printed now?  What was left out is said when the next interval begins. */
#define __ratelimit(rs)		___ratelimit(rs, __func__)

#endif
