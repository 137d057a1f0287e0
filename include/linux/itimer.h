/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ITIMER_H
#define _LINUX_ITIMER_H

#include <linux/types.h>

struct kernel_siginfo;
struct signal_struct;

/* kernel/posix/itimer.c */
void itimer_tick(bool user);
void exit_itimers(struct signal_struct *sig, bool exec);
void posix_timer_delivered(struct kernel_siginfo *info);

#endif
