/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about waiting: wait queues, completions, semaphores, rwsems, mutexes, spinlocks.
 *
 * The threads write one letter for each thing that they do; the kernel isn't preempted, so the
 * order of the letters is known.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/wait.h>
#include "selftest.h"

#define MAX_ACTORS	8

static char story[64];
static struct task_struct *actors[MAX_ACTORS];
static unsigned int nr_actors;

static void tell(char c)
{
	size_t n = strlen(story);

	if (n < sizeof(story) - 1) {
		story[n] = c;
		story[n + 1] = '\0';
	}
}

/* Starts a thread and lets it run until it waits or has ended. */
static struct task_struct *enter(int (*fn)(void *), void *arg)
{
	struct task_struct *k = kthread_run(fn, arg, "actor");

	if (!EXPECT(!IS_ERR(k)))
		return NULL;
	get_task_struct(k);
	actors[nr_actors++] = k;
	yield();
	return k;
}

static void begin(void)
{
	story[0] = '\0';
	nr_actors = 0;
}

static void curtain(void)
{
	while (nr_actors) {
		kthread_stop(actors[--nr_actors]);
		put_task_struct(actors[nr_actors]);
	}
}

/* ------------------------------------------------------------------ wait queues */

static DECLARE_WAIT_QUEUE_HEAD(wq);
static int ready;

static int waits_for_ready(void *name)
{
	wait_event(wq, ready);
	tell(*(char *)name);
	return 0;
}

/* Does wait_event sleep through wake-ups until its condition holds? */
SELFTEST(wait, condition)
{
	begin();
	ready = 0;
	enter(waits_for_ready, "w");
	EXPECT(waitqueue_active(&wq));
	wake_up(&wq);
	yield();
	EXPECT_STREQ(story, "");
	ready = 1;
	wake_up(&wq);
	yield();
	EXPECT_STREQ(story, "w");
	EXPECT(!waitqueue_active(&wq));
	wait_event(wq, ready);
	curtain();
}

static int waits_in_turn(void *name)
{
	DEFINE_WAIT(wait);

	prepare_to_wait_exclusive(&wq, &wait, TASK_UNINTERRUPTIBLE);
	schedule();
	finish_wait(&wq, &wait);
	tell(*(char *)name);
	return 0;
}

/* Does wake_up wake all who share and one who doesn't, the first that came? */
SELFTEST(wait, exclusive)
{
	begin();
	ready = 0;
	enter(waits_in_turn, "1");
	enter(waits_in_turn, "2");
	enter(waits_for_ready, "s");
	enter(waits_in_turn, "3");
	ready = 1;
	wake_up(&wq);
	yield();
	EXPECT_STREQ(story, "s1");
	wake_up_all(&wq);
	yield();
	EXPECT_STREQ(story, "s123");
	curtain();
}

/* Does a wait with a limit end at the limit, and not before? */
SELFTEST(wait, timeout)
{
	unsigned long start = jiffies;

	ready = 0;
	EXPECT_EQ(wait_event_timeout(wq, ready, 3), 0);
	EXPECT(time_after_eq(jiffies, start + 3));
	EXPECT(!waitqueue_active(&wq));
	ready = 1;
	EXPECT_EQ(wait_event_timeout(wq, ready, 3), 3);
	EXPECT_EQ(wait_event_timeout(wq, ready, 0), 1);
	ready = 0;
	EXPECT_EQ(wait_event_interruptible_timeout(wq, ready, 1), 0);
}

static int waits_interruptibly(void *data)
{
	long ret = wait_event_interruptible(wq, ready);

	tell(ret == -ERESTARTSYS ? 'i' : ret ? '?' : 'r');
	clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	return 0;
}

/* Does a signal end an interruptible wait, and only such a one? */
SELFTEST(wait, signal)
{
	struct task_struct *k[2];
	int i;

	begin();
	ready = 0;
	k[0] = enter(waits_interruptibly, NULL);
	k[1] = enter(waits_for_ready, "w");
	ASSERT(k[0] && k[1]);
	for (i = 0; i < 2; i++) {
		set_bit(TIF_SIGPENDING, &task_thread_info(k[i])->flags);
		wake_up_state(k[i], TASK_INTERRUPTIBLE);
	}
	yield();
	EXPECT_STREQ(story, "i");
	ready = 1;
	wake_up(&wq);
	yield();
	EXPECT_STREQ(story, "iw");
	curtain();
}

/* ------------------------------------------------------------------ completions */

static DECLARE_COMPLETION(done);

static int waits_for_done(void *name)
{
	wait_for_completion(&done);
	tell(*(char *)name);
	return 0;
}

/* Does each complete() let one go, in order, and one that comes before its waiter count? */
SELFTEST(completion, order)
{
	begin();
	reinit_completion(&done);
	enter(waits_for_done, "1");
	enter(waits_for_done, "2");
	complete(&done);
	yield();
	EXPECT_STREQ(story, "1");
	complete(&done);
	complete(&done);
	yield();
	EXPECT_STREQ(story, "12");
	EXPECT(completion_done(&done));
	wait_for_completion(&done);
	EXPECT(!completion_done(&done));
	EXPECT_EQ(wait_for_completion_timeout(&done, 2), 0);
	curtain();
}

/* Does complete_all() let everybody go, those who come later, too? */
SELFTEST(completion, all)
{
	begin();
	reinit_completion(&done);
	enter(waits_for_done, "1");
	enter(waits_for_done, "2");
	complete_all(&done);
	yield();
	EXPECT_STREQ(story, "12");
	wait_for_completion(&done);
	EXPECT(wait_for_completion_timeout(&done, 5) > 0);
	curtain();
}

/* ------------------------------------------------------------------ semaphores */

static struct semaphore sem;

static int takes_sem(void *name)
{
	down(&sem);
	tell(*(char *)name);
	return 0;
}

/* Do as many as it counts hold a semaphore at once, and the others come in order? */
SELFTEST(semaphore, order)
{
	begin();
	sema_init(&sem, 2);
	enter(takes_sem, "1");
	enter(takes_sem, "2");
	enter(takes_sem, "3");
	enter(takes_sem, "4");
	EXPECT_STREQ(story, "12");
	EXPECT_EQ(down_trylock(&sem), 1);
	up(&sem);
	EXPECT_EQ(down_trylock(&sem), 1);	/* it is 3's already */
	yield();
	EXPECT_STREQ(story, "123");
	up(&sem);
	yield();
	EXPECT_STREQ(story, "1234");
	up(&sem);
	EXPECT_EQ(down_trylock(&sem), 0);
	curtain();
}

/* Does down_timeout give up, and leave the queue, when its time is over? */
SELFTEST(semaphore, timeout)
{
	unsigned long start = jiffies;

	sema_init(&sem, 0);
	EXPECT_EQ(down_timeout(&sem, 2), -ETIME);
	EXPECT(time_after_eq(jiffies, start + 2));
	EXPECT(list_empty(&sem.wait_list));
	up(&sem);
	EXPECT_EQ(down_timeout(&sem, 2), 0);
	EXPECT_EQ(down_timeout(&sem, 0), -ETIME);
}

static int takes_sem_interruptibly(void *data)
{
	int ret = down_interruptible(&sem);

	tell(ret == -EINTR ? 'i' : ret ? '?' : 's');
	clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	return 0;
}

/* Does a signal end down_interruptible, without the semaphore? */
SELFTEST(semaphore, signal)
{
	struct task_struct *k;

	begin();
	sema_init(&sem, 0);
	k = enter(takes_sem_interruptibly, NULL);
	ASSERT(k);
	set_bit(TIF_SIGPENDING, &task_thread_info(k)->flags);
	wake_up_state(k, TASK_INTERRUPTIBLE);
	yield();
	EXPECT_STREQ(story, "i");
	EXPECT(list_empty(&sem.wait_list));
	curtain();
}

/* ------------------------------------------------------------------ reader/writer semaphores */

static DECLARE_RWSEM(rwsem);

static int reads(void *name)
{
	down_read(&rwsem);
	tell(*(char *)name);
	while (!kthread_should_stop())
		yield();
	up_read(&rwsem);
	return 0;
}

static int reads_once(void *name)
{
	down_read(&rwsem);
	tell(*(char *)name);
	up_read(&rwsem);
	return 0;
}

static int writes_once(void *name)
{
	down_write(&rwsem);
	tell(*(char *)name);
	up_write(&rwsem);
	return 0;
}

/* Do readers share, and does a writer wait for the last of them? */
SELFTEST(rwsem, readers_share)
{
	begin();
	down_read(&rwsem);
	enter(reads_once, "r");
	EXPECT_EQ(down_read_trylock(&rwsem), 1);
	EXPECT_EQ(down_write_trylock(&rwsem), 0);
	enter(writes_once, "W");
	EXPECT_STREQ(story, "r");
	up_read(&rwsem);
	yield();
	EXPECT_STREQ(story, "r");
	up_read(&rwsem);
	yield();
	EXPECT_STREQ(story, "rW");
	EXPECT(!rwsem_is_locked(&rwsem));
	curtain();
}

/* Does a writer keep readers and writers out? */
SELFTEST(rwsem, writer_alone)
{
	begin();
	down_write(&rwsem);
	EXPECT_EQ(down_read_trylock(&rwsem), 0);
	EXPECT_EQ(down_write_trylock(&rwsem), 0);
	enter(reads_once, "r");
	enter(writes_once, "W");
	EXPECT_STREQ(story, "");
	up_write(&rwsem);
	yield();				/* r runs, and wakes W */
	yield();
	EXPECT_STREQ(story, "rW");
	EXPECT(!rwsem_is_locked(&rwsem));
	curtain();
}

/* Is everybody served in the order of coming, so that readers can't starve a writer? */
SELFTEST(rwsem, order)
{
	begin();
	down_read(&rwsem);
	enter(writes_once, "A");
	enter(reads_once, "b");
	enter(reads_once, "c");
	enter(writes_once, "D");
	enter(reads_once, "e");
	EXPECT_EQ(down_read_trylock(&rwsem), 0);	/* A was here before */
	EXPECT_STREQ(story, "");
	up_read(&rwsem);
	msleep(10);
	EXPECT_STREQ(story, "AbcDe");
	EXPECT(!rwsem_is_locked(&rwsem));
	curtain();
}

/* Does a writer that becomes a reader let waiting readers in, but no writer? */
SELFTEST(rwsem, downgrade)
{
	begin();
	down_write(&rwsem);
	enter(reads_once, "r");
	enter(writes_once, "W");
	downgrade_write(&rwsem);
	yield();
	EXPECT_STREQ(story, "r");
	up_read(&rwsem);
	yield();
	EXPECT_STREQ(story, "rW");
	EXPECT(!rwsem_is_locked(&rwsem));
	curtain();
}

/* Can many readers hold it over their turns, and go in any order? */
SELFTEST(rwsem, many_readers)
{
	struct task_struct *k[4];
	int i;

	begin();
	for (i = 0; i < 4; i++)
		k[i] = enter(reads, "r");
	EXPECT_STREQ(story, "rrrr");
	EXPECT_EQ(atomic_read(&rwsem.count), 4 * RWSEM_READER);
	kthread_stop(k[2]);
	kthread_stop(k[0]);
	EXPECT_EQ(atomic_read(&rwsem.count), 2 * RWSEM_READER);
	kthread_stop(k[1]);
	kthread_stop(k[3]);
	EXPECT(!rwsem_is_locked(&rwsem));
	for (i = 0; i < 4; i++)
		put_task_struct(k[i]);
	nr_actors = 0;
}

/* ------------------------------------------------------------------ mutexes */

static DEFINE_MUTEX(mutex);
static int inside, most_inside;

static int works_alone(void *data)
{
	int i;

	for (i = 0; i < 20; i++) {
		mutex_lock(&mutex);
		inside++;
		most_inside = max(most_inside, inside);
		yield();
		inside--;
		mutex_unlock(&mutex);
		(*(int *)data)++;
	}
	return 0;
}

/* Is never more than one inside, and does everybody get in? */
SELFTEST(mutex, contention)
{
	int rounds = 0, i;

	begin();
	most_inside = 0;
	for (i = 0; i < MAX_ACTORS; i++)
		enter(works_alone, &rounds);
	curtain();
	EXPECT_EQ(rounds, 20 * MAX_ACTORS);
	EXPECT_EQ(most_inside, 1);
	EXPECT(!mutex_is_locked(&mutex));
}

static int locks_once(void *name)
{
	mutex_lock(&mutex);
	tell(*(char *)name);
	mutex_unlock(&mutex);
	return 0;
}

/* Is the mutex handed to the first who waits, so that who unlocks can't take it again first? */
SELFTEST(mutex, order)
{
	begin();
	mutex_lock(&mutex);
	EXPECT_EQ(mutex_trylock(&mutex), 0);
	enter(locks_once, "1");
	enter(locks_once, "2");
	mutex_unlock(&mutex);
	EXPECT_EQ(mutex_trylock(&mutex), 0);
	mutex_lock(&mutex);
	tell('m');
	mutex_unlock(&mutex);
	EXPECT_STREQ(story, "12m");
	EXPECT_EQ(mutex_trylock(&mutex), 1);
	mutex_unlock(&mutex);
	curtain();
}

static int locks_interruptibly(void *data)
{
	int ret = mutex_lock_interruptible(&mutex);

	tell(ret == -EINTR ? 'i' : ret ? '?' : 'm');
	clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	return 0;
}

/* Does a signal end mutex_lock_interruptible, without the mutex? */
SELFTEST(mutex, signal)
{
	struct task_struct *k;

	begin();
	mutex_lock(&mutex);
	k = enter(locks_interruptibly, NULL);
	ASSERT(k);
	set_bit(TIF_SIGPENDING, &task_thread_info(k)->flags);
	wake_up_state(k, TASK_INTERRUPTIBLE);
	yield();
	EXPECT_STREQ(story, "i");
	mutex_unlock(&mutex);
	EXPECT(!mutex_is_locked(&mutex));
	curtain();
}

static int locks_twice(void *data)
{
	struct mutex *m = data;

	mutex_lock(m);
	mutex_lock(m);
	return 0;
}

static int unlocks_unheld(void *data)
{
	mutex_unlock(data);
	return 0;
}

static int spins_twice(void *data)
{
	spin_lock(data);
	spin_lock(data);
	spin_unlock(data);
	spin_unlock(data);
	return 0;
}

static int writes_twice(void *data)
{
	down_write(data);
	down_read(data);
	return 0;
}

/* Does a debug build catch who takes a lock twice, or releases what isn't his? */
SELFTEST(locks, misuse)
{
	static struct mutex m1, m2;
	static struct rw_semaphore rw;
	static spinlock_t spin;

	if (!IS_ENABLED(CONFIG_DEBUG_LOCKS))
		SELFTEST_SKIP("only the debug build keeps owners");
	mutex_init(&m1);
	mutex_init(&m2);
	init_rwsem(&rw);
	spin_lock_init(&spin);
	EXPECT_OOPS(locks_twice, &m1);
	EXPECT_OOPS(unlocks_unheld, &m2);
	EXPECT_OOPS(spins_twice, &spin);
	EXPECT_OOPS(writes_twice, &rw);
}

static bool may_take(spinlock_t *lock)
{
	if (!spin_trylock(lock))
		return false;
	EXPECT(in_atomic());
	spin_unlock(lock);
	return true;
}

/* Does a spinlock count as atomic, and does trylock fail on one that is held? */
SELFTEST(locks, spinlock)
{
	unsigned long flags;
	spinlock_t spin;

	if (!IS_ENABLED(CONFIG_DEBUG_LOCKS))
		SELFTEST_SKIP("only the debug build takes spinlocks");
	spin_lock_init(&spin);
	spin_lock_irqsave(&spin, flags);
	EXPECT(in_atomic());
	EXPECT(irqs_disabled());
	assert_spin_locked(&spin);
	EXPECT(!may_take(&spin));
	spin_unlock_irqrestore(&spin, flags);
	EXPECT(!in_atomic());
	EXPECT(!irqs_disabled());
	EXPECT(may_take(&spin));
}
