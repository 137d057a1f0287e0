/* SPDX-License-Identifier: GPL-2.0-only */
/* At most @burst times in @interval jiffies; the rest is counted. */
#ifndef _LINUX_RATELIMIT_H
#define _LINUX_RATELIMIT_H

#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

#define DEFAULT_RATELIMIT_INTERVAL	(5 * HZ)
#define DEFAULT_RATELIMIT_BURST		10

struct ratelimit_state {
	spinlock_t lock;
	unsigned long interval;
	int burst;
	int printed;
	int missed;
	unsigned long begin;		/* of the running interval; 0: none yet */
};

#define RATELIMIT_STATE_INIT(interval_init, burst_init)			\
	{ .lock = __SPIN_LOCK_NO_CLASS, .interval = (interval_init), .burst = (burst_init) }
#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)		\
	struct ratelimit_state name = RATELIMIT_STATE_INIT(interval_init, burst_init)

/* ___ratelimit - may it be done?  Says who, @func, was held back.  Any context. */
bool ___ratelimit(struct ratelimit_state *rs, const char *func);
#define __ratelimit(state)	___ratelimit((state), __func__)

#define printk_ratelimited(fmt, ...)					\
	do {								\
		static DEFINE_RATELIMIT_STATE(_rs, DEFAULT_RATELIMIT_INTERVAL, \
					      DEFAULT_RATELIMIT_BURST);	\
		if (__ratelimit(&_rs))					\
			printk(fmt, ##__VA_ARGS__);			\
	} while (0)
#define pr_warn_ratelimited(fmt, ...)					\
	printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_ratelimited(fmt, ...)					\
	printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)

#endif
