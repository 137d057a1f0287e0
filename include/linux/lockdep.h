/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock order, checked at run time in the debug build: kernel/lockdep.c.  In the normal build all of this is nothing.
 *
 * Locks that are initialised at the same place are of one class, as those of all inodes are; the place gives it its
 * name.  The *_nested() functions take a second lock of a class whose first is held already, where a rule says which of
 * the two comes first.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/types.h>

#define MAX_LOCKDEP_SUBCLASSES	2
#define SINGLE_DEPTH_NESTING	1	/* the second lock of its class */

struct task_struct;
struct seq_file;

#ifdef CONFIG_LOCKDEP

#define MAX_LOCK_DEPTH		32

struct lock_class {
	const char *name;
	u8 id[MAX_LOCKDEP_SUBCLASSES];	/* 0: not known yet */
};

/* What a task, or the interrupt on top of it, holds; the newest last */
struct held_lock {
	const void *lock;
	unsigned long ip;		/* who took it */
	u8 id;
	bool irq;			/* taken in an interrupt */
	bool trylock;			/* taken without waiting, so that it can't be part of a deadlock */
};

struct lockdep_task {
	unsigned int depth;
	bool busy;			/* lockdep runs: locks that it takes itself aren't looked at */
	struct held_lock held[MAX_LOCK_DEPTH];
};

/* In a static initializer, outside functions: a class of its own for each such lock */
#define LOCK_CLASS_INIT(lockname)	.class = &(struct lock_class){ .name = #lockname },

/* The lock is of the class of all that are initialised here */
#define lock_init_class(lock, lockname)					\
	do {								\
		static struct lock_class __class = { .name = (lockname) };	\
		(lock)->class = &__class;				\
	} while (0)

/*
 * Around taking and releasing a lock.  lock_acquire() stands before the wait for it, so that a deadlock is
 * reported and not only suffered.  @ip: who takes it, 0: the caller.  Any context.
 */
void __lock_acquire(const void *lock, struct lock_class *class, unsigned int subclass, bool trylock, unsigned long ip);
void lock_release(const void *lock);
#define lock_acquire(lock, subclass, trylock, ip)	__lock_acquire(lock, (lock)->class, subclass, trylock, ip)

void lockdep_init_task(struct task_struct *tsk);	/* it holds nothing */
void debug_show_held_locks(struct task_struct *tsk);
void debug_check_no_locks_held(void);
void lockdep_show(struct seq_file *m);
bool lockdep_follows(const char *first, const char *then);

#else

#define LOCK_CLASS_INIT(lockname)
#define lock_init_class(lock, lockname)			do { } while (0)
#define __lock_acquire(lock, class, subclass, trylock, ip)	do { } while (0)
#define lock_acquire(lock, subclass, trylock, ip)	do { } while (0)
#define lock_release(lock)				do { } while (0)
#define lockdep_init_task(tsk)				do { } while (0)
#define debug_show_held_locks(tsk)			do { } while (0)
#define debug_check_no_locks_held()			do { } while (0)
#define lockdep_follows(first, then)			false

#endif

#endif
