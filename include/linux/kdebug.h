/* SPDX-License-Identifier: GPL-2.0-only */
/* When the kernel dies: who is told, and how the report gets out. */
#ifndef _LINUX_KDEBUG_H
#define _LINUX_KDEBUG_H

#include <linux/notifier.h>

struct pt_regs;

enum die_val {
	DIE_UNUSED,
	DIE_OOPS = 1
};

/* What a notifier of the die chain gets as its data */
struct die_args {
	struct pt_regs *regs;
	const char *str;
	long err;
	int trapnr;
	int signr;
};

int register_die_notifier(struct notifier_block *nb);
int unregister_die_notifier(struct notifier_block *nb);
int notify_die(enum die_val val, const char *str, struct pt_regs *regs, long err, int trap,
	       int sig);

extern struct atomic_notifier_head panic_notifier_list;	/* data: the message */

extern int oops_in_progress;		/* locks that the console needs may be broken */
extern unsigned long nr_warnings;	/* WARNs and sleeps in the wrong place since boot */

/* Entered with 1 before a report of death, left with 0 after it. */
void bust_spinlocks(int yes);

__noreturn void __stack_chk_fail(void);

#endif
