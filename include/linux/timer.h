/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timers: a function that is called once, at a tick, from the timer's interrupt.  It must not
 * sleep; it may add its own timer again.
 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/types.h>

struct timer_list {
	struct list_head entry;		/* next == NULL: not pending */
	unsigned long expires;		/* in jiffies */
	void (*function)(unsigned long data);
	unsigned long data;
};

#define TIMER_INITIALIZER(fn, when, arg)				\
	{ .entry = { NULL, NULL }, .expires = (when), .function = (fn), .data = (arg) }
#define DEFINE_TIMER(name, fn, when, arg)				\
	struct timer_list name = TIMER_INITIALIZER(fn, when, arg)

void setup_timer(struct timer_list *timer, void (*fn)(unsigned long), unsigned long data);
void add_timer(struct timer_list *timer);
int mod_timer(struct timer_list *timer, unsigned long expires);
int del_timer(struct timer_list *timer);
#define del_timer_sync(timer)	del_timer(timer)
void run_local_timers(void);

static inline bool timer_pending(const struct timer_list *timer)
{
	return timer->entry.next != NULL;
}

#endif
