/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifier chains, and the chain that is told when a task dies by an Oops.
 *
 * Locking.  Changes take the chain's lock.  A call walks without it, as it may come from an
 * Oops; so a block may be freed after unregistering only when no call can be under way.
 */
#include <linux/errno.h>
#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <asm/barrier.h>

/* atomic_notifier_chain_register - 0, or -EEXIST.  Equal priorities are called in this order. */
int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	struct notifier_block **link = &nh->head;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&nh->lock, flags);
	while (*link && *link != nb && (*link)->priority >= nb->priority)
		link = &(*link)->next;
	if (*link == nb) {
		err = -EEXIST;
	} else {
		nb->next = *link;
		smp_wmb();
		*link = nb;
	}
	spin_unlock_irqrestore(&nh->lock, flags);
	return err;
}

/* atomic_notifier_chain_unregister - 0, or -ENOENT. */
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	struct notifier_block **link = &nh->head;
	unsigned long flags;
	int err = -ENOENT;

	spin_lock_irqsave(&nh->lock, flags);
	while (*link && *link != nb)
		link = &(*link)->next;
	if (*link) {
		*link = nb->next;
		err = 0;
	}
	spin_unlock_irqrestore(&nh->lock, flags);
	return err;
}

/* atomic_notifier_call_chain - the last called function's answer.  Any context. */
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long action, void *data)
{
	struct notifier_block *nb, *next;
	int ret = NOTIFY_DONE;

	for (nb = READ_ONCE(nh->head); nb; nb = next) {
		next = READ_ONCE(nb->next);
		ret = nb->notifier_call(nb, action, data);
		if (ret & NOTIFY_STOP_MASK)
			break;
	}
	return ret;
}

static ATOMIC_NOTIFIER_HEAD(die_chain);

int register_die_notifier(struct notifier_block *nb)
{
	return atomic_notifier_chain_register(&die_chain, nb);
}

int unregister_die_notifier(struct notifier_block *nb)
{
	return atomic_notifier_chain_unregister(&die_chain, nb);
}

/* notify_die - tell the die chain; NOTIFY_STOP means that somebody has dealt with it. */
int notify_die(enum die_val val, const char *str, struct pt_regs *regs, long err, int trap,
	       int sig)
{
	struct die_args args = {
		.regs = regs, .str = str, .err = err, .trapnr = trap, .signr = sig,
	};

	return atomic_notifier_call_chain(&die_chain, val, &args);
}
