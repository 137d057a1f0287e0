/* SPDX-License-Identifier: GPL-2.0-only */
/* Nobody else is there on the host: who would have to wait, waits for ever, and ends the test. */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/bug.h>

struct rw_semaphore {
	int count;			/* readers, or -1: a writer */
};

static inline void init_rwsem(struct rw_semaphore *sem)
{
	sem->count = 0;
}

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return sem->count != 0;
}

static inline void down_read(struct rw_semaphore *sem)
{
	BUG_ON(sem->count < 0);
	sem->count++;
}

static inline int down_read_trylock(struct rw_semaphore *sem)
{
	return sem->count < 0 ? 0 : ++sem->count;
}

static inline void up_read(struct rw_semaphore *sem)
{
	BUG_ON(sem->count <= 0);
	sem->count--;
}

static inline void down_write(struct rw_semaphore *sem)
{
	BUG_ON(sem->count);
	sem->count = -1;
}

static inline void up_write(struct rw_semaphore *sem)
{
	BUG_ON(sem->count != -1);
	sem->count = 0;
}

#endif
