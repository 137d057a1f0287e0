/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting semaphores: @count may hold it at once; who waits is served in order. */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	spinlock_t lock;
	unsigned int count;		/* how many more may take it */
	struct list_head wait_list;
};

#define __SEMAPHORE_INITIALIZER(name, n)				\
	{ .lock = __SPIN_LOCK_UNLOCKED(name.lock), .count = (n),	\
	  .wait_list = { &(name).wait_list, &(name).wait_list } }
#define DEFINE_SEMAPHORE(name)						\
	struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)

void sema_init(struct semaphore *sem, int val);
void down(struct semaphore *sem);
int __must_check down_interruptible(struct semaphore *sem);
int __must_check down_trylock(struct semaphore *sem);
int __must_check down_timeout(struct semaphore *sem, long jiffies);
void up(struct semaphore *sem);

#endif
