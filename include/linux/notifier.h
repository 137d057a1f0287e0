/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifier chains: functions that want to hear of an event, called by priority, the highest
 * first, until one says stop.
 */
#ifndef _LINUX_NOTIFIER_H
#define _LINUX_NOTIFIER_H

#include <linux/spinlock.h>

#define NOTIFY_DONE		0x0000	/* not mine */
#define NOTIFY_OK		0x0001
#define NOTIFY_STOP_MASK	0x8000	/* nobody else is asked */
#define NOTIFY_BAD		(NOTIFY_STOP_MASK | 0x0002)
#define NOTIFY_STOP		(NOTIFY_OK | NOTIFY_STOP_MASK)

struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long action, void *data);
	struct notifier_block *next;
	int priority;
};

struct atomic_notifier_head {
	spinlock_t lock;		/* for changes; the callers only read */
	struct notifier_block *head;
};

#define ATOMIC_NOTIFIER_HEAD(name)					\
	struct atomic_notifier_head name = { __SPIN_LOCK_UNLOCKED(name.lock), NULL }

int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb);
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb);
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long action,
			       void *data);

#endif
