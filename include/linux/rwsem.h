/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reader/writer semaphores: many readers, or one writer, and who waits is served in the order
 * of coming, neighbouring readers together.  mmap_sem is one (article 3.4.2).
 *
 *   count   31 ................... 2   1        0
 *           number of readers        | waits  | writer |
 *
 * Without waiters all is done by an atomic operation on count; a waiter's bit sends every
 * down to kernel/rwsem.c, and the last up, too.
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct rw_semaphore {
	atomic_t count;
	spinlock_t wait_lock;
	struct list_head wait_list;	/* wait_lock */
#ifdef CONFIG_DEBUG_LOCKS
	struct task_struct *owner;	/* the writer */
#endif
#ifdef CONFIG_LOCKDEP
	struct lock_class *class;
#endif
};

#define RWSEM_WRITER		1
#define RWSEM_WAITING		2
#define RWSEM_READER		4

#define __RWSEM_INITIALIZER(name)					\
	{ LOCK_CLASS_INIT(name) .count = ATOMIC_INIT(0),		\
	  .wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock),		\
	  .wait_list = { &(name).wait_list, &(name).wait_list } }
#define DECLARE_RWSEM(name)						\
	struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem);
#define init_rwsem(sem)							\
	do {								\
		__init_rwsem(sem);					\
		lock_init_class(sem, #sem);				\
	} while (0)

void rwsem_down_read_slow(struct rw_semaphore *sem);
void rwsem_down_write_slow(struct rw_semaphore *sem);
void rwsem_wake(struct rw_semaphore *sem);

static inline void rwsem_set_owner(struct rw_semaphore *sem)
{
#ifdef CONFIG_DEBUG_LOCKS
	sem->owner = current;
#endif
}

static inline void rwsem_clear_owner(struct rw_semaphore *sem)
{
#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(sem->owner != current);
	sem->owner = NULL;
#endif
}

/* A writer that takes its own semaphore again waits for ever. */
static inline void rwsem_check_recursion(struct rw_semaphore *sem)
{
#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(sem->owner == current);
#endif
}

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return atomic_read(&sem->count) != 0;
}

static inline int __down_read_trylock(struct rw_semaphore *sem)
{
	return atomic_add_unless_mask(RWSEM_READER, RWSEM_WRITER | RWSEM_WAITING, &sem->count);
}

static inline int __down_write_trylock(struct rw_semaphore *sem)
{
	if (atomic_cmpxchg(&sem->count, 0, RWSEM_WRITER) != 0)
		return 0;
	rwsem_set_owner(sem);
	return 1;
}

/* down_read_trylock - 1: @sem is held for reading; 0: somebody writes, or waits. */
static inline int down_read_trylock(struct rw_semaphore *sem)
{
	int held = __down_read_trylock(sem);

	if (held)
		lock_acquire(sem, 0, true, 0);
	return held;
}

/* down_write_trylock - 1: @sem is held for writing; 0: it isn't free. */
static inline int down_write_trylock(struct rw_semaphore *sem)
{
	int held = __down_write_trylock(sem);

	if (held)
		lock_acquire(sem, 0, true, 0);
	return held;
}

/* down_read - hold @sem together with other readers.  Sleeps. */
static inline void down_read(struct rw_semaphore *sem)
{
	might_sleep();
	rwsem_check_recursion(sem);
	lock_acquire(sem, 0, false, 0);
	if (unlikely(!__down_read_trylock(sem)))
		rwsem_down_read_slow(sem);
}

/* down_write_nested - @sem is of the class of one that is held; @subclass: SINGLE_DEPTH_NESTING */
static inline void down_write_nested(struct rw_semaphore *sem, unsigned int subclass)
{
	might_sleep();
	rwsem_check_recursion(sem);
	lock_acquire(sem, subclass, false, 0);
	if (unlikely(!__down_write_trylock(sem)))
		rwsem_down_write_slow(sem);
}

/* down_write - hold @sem alone.  Sleeps. */
static inline void down_write(struct rw_semaphore *sem)
{
	down_write_nested(sem, 0);
}

static inline void up_read(struct rw_semaphore *sem)
{
	int left;

	lock_release(sem);
	left = atomic_sub_return(RWSEM_READER, &sem->count);

#ifdef CONFIG_DEBUG_LOCKS
	BUG_ON(left < 0 || left & RWSEM_WRITER);
#endif
	if (unlikely(left == RWSEM_WAITING))
		rwsem_wake(sem);
}

static inline void up_write(struct rw_semaphore *sem)
{
	rwsem_clear_owner(sem);
	lock_release(sem);
	if (unlikely(atomic_sub_return(RWSEM_WRITER, &sem->count) & RWSEM_WAITING))
		rwsem_wake(sem);
}

/* downgrade_write - go on as a reader, with no writer in between. */
static inline void downgrade_write(struct rw_semaphore *sem)
{
	rwsem_clear_owner(sem);
	if (unlikely(atomic_add_return(RWSEM_READER - RWSEM_WRITER, &sem->count) &
		     RWSEM_WAITING))
		rwsem_wake(sem);
}

#endif
