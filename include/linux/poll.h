/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for several files at once: a file's poll() says what is possible now, and by poll_wait()
 * which wait queue is woken when that changes.
 */
#ifndef _LINUX_POLL_H
#define _LINUX_POLL_H

#include <linux/fs.h>
#include <linux/wait.h>

#define POLLIN		0x0001
#define POLLPRI		0x0002
#define POLLOUT		0x0004
#define POLLERR		0x0008
#define POLLHUP		0x0010
#define POLLNVAL	0x0020
#define POLLRDNORM	0x0040
#define POLLWRNORM	0x0100

struct poll_table_entry {
	struct file *filp;
	wait_queue_t wait;
	wait_queue_head_t *wait_address;
};

/* Of one call of poll() or select(); NULL in a file's poll(): only the answer is wanted */
typedef struct poll_table_struct {
	struct poll_table_entry *entries;
	unsigned int nr, max;
	bool triggered;
	struct task_struct *task;
} poll_table;

void poll_wait(struct file *file, wait_queue_head_t *q, poll_table *p);

#endif
