/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about tasks: kernel/sched.c, fork.c, exit.c, kthread.c, pid.c.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kthread.h>
#include <linux/signal.h>
#include <asm/pgtable.h>
#include "selftest.h"

static int stops_when_asked(void *data)
{
	int *turns = data;

	while (!kthread_should_stop()) {
		(*turns)++;
		yield();
	}
	return 123;
}

/* Does a thread run beside us, end when asked, and give its value to who asked? */
SELFTEST(kthread, run_and_stop)
{
	struct task_struct *k;
	int turns = 0, i;

	k = kthread_run(stops_when_asked, &turns, "test/%d", 7);
	ASSERT(!IS_ERR(k));
	EXPECT_STREQ(k->comm, "test/7");
	EXPECT(k->flags & PF_KTHREAD);
	EXPECT(kthread_data(k) == &turns);
	for (i = 0; i < 5; i++)
		yield();
	EXPECT(turns >= 4);
	EXPECT_EQ(kthread_stop(k), 123);
}

/* Does a thread that is stopped before its first turn never call its function? */
SELFTEST(kthread, stop_before_start)
{
	struct task_struct *k;
	int turns = 0;

	k = kthread_create(stops_when_asked, &turns, "never");
	ASSERT(!IS_ERR(k));
	yield();
	EXPECT_EQ(turns, 0);
	EXPECT_EQ(kthread_stop(k), -EINTR);
	EXPECT_EQ(turns, 0);
}

static int returns_seven(void *data)
{
	return 7;
}

/* Can we still ask for the value of a thread that has ended by itself? */
SELFTEST(kthread, ends_by_itself)
{
	struct task_struct *k = kthread_run(returns_seven, NULL, "seven");

	ASSERT(!IS_ERR(k));
	get_task_struct(k);
	yield();
	yield();
	EXPECT_EQ(k->exit_state, EXIT_DEAD);
	EXPECT(k->stack);		/* as long as somebody has the task */
	EXPECT_EQ(kthread_stop(k), 7);
	put_task_struct(k);
}

static int bugs(void *data)
{
	BUG_ON(!data);
	return 0;
}

/* Does BUG() end the thread, say where, and leave everybody else running? */
SELFTEST(kthread, bug)
{
	ASSERT(EXPECT_OOPS(bugs, NULL));
	EXPECT(strstr(last_oops.text, "kernel BUG at tests/kernel/sched.c:"));
	EXPECT(strstr(last_oops.text, "bugs+0x"));
	EXPECT(!selftest_oopses(bugs, &last_oops));
}

static int bugs_with_lock(void *data)
{
	spin_lock(data);
	BUG();
}

/* Is a thread that dies with a spinlock held said to, and does that leave the others free? */
SELFTEST(kthread, bug_while_atomic)
{
	static spinlock_t lock;

	if (!IS_ENABLED(CONFIG_PREEMPT_COUNT))
		SELFTEST_SKIP("only the debug build counts spinlocks");
	spin_lock_init(&lock);
	ASSERT(EXPECT_OOPS(bugs_with_lock, &lock));
	EXPECT(strstr(last_oops.text, "exited with preempt_count 1"));
	if (spin_trylock(&lock)) {
		EXPECT(!"nobody has it");
		spin_unlock(&lock);
	}
	EXPECT(!in_atomic());
}

static struct task_struct *found;

static int looks_at_itself(void *data)
{
	struct task_struct *me = current;
	unsigned long sp = (unsigned long)__builtin_frame_address(0);

	EXPECT_EQ(sp & ~(THREAD_SIZE - 1), (unsigned long)me->stack);
	EXPECT_EQ((unsigned long)me->stack % THREAD_ALIGN, 0);
	EXPECT((unsigned long)me->stack >= VMALLOC_START);
	EXPECT((unsigned long)me->stack < VMALLOC_END);
	EXPECT_EQ(*end_of_stack(me), STACK_END_MAGIC);
	EXPECT(curr_task(0) == me);
	EXPECT(!irqs_disabled());
	EXPECT(!in_atomic());
	EXPECT(!me->mm);
	EXPECT(me->active_mm == &init_mm);
	spin_lock(&tasklist_lock);
	found = find_task_by_pid(me->pid);
	spin_unlock(&tasklist_lock);
	EXPECT(found == me);
	return me->pid;
}

/* Does a new thread find itself on a stack of vmalloc, aligned, unlocked and in the list? */
SELFTEST(kthread, stack)
{
	struct task_struct *k = kthread_run(looks_at_itself, NULL, "looks");
	pid_t pid;

	ASSERT(!IS_ERR(k));
	get_task_struct(k);
	pid = k->pid;
	yield();
	EXPECT_EQ(kthread_stop(k), pid);
	spin_lock(&tasklist_lock);
	EXPECT(!find_task_by_pid(pid));
	spin_unlock(&tasklist_lock);
	put_task_struct(k);
}

#define MANY	100

/* Are a hundred threads at once a hundred different ones? */
SELFTEST(kthread, many)
{
	static struct task_struct *k[MANY];
	unsigned int i, n, same = 0;
	int turns = 0;

	for (n = 0; n < MANY; n++) {
		k[n] = kthread_run(stops_when_asked, &turns, "many/%u", n);
		if (!EXPECT(!IS_ERR(k[n])))
			break;
		for (i = 0; i < n; i++)
			same += k[i]->pid == k[n]->pid || k[i]->stack == k[n]->stack;
	}
	EXPECT_EQ(same, 0);
	for (i = 0; i < MANY && turns < (int)n; i++)
		yield();
	EXPECT(turns >= (int)n);
	for (i = 0; i < n; i++)
		EXPECT_EQ(kthread_stop(k[i]), 123);
}

/* Do freed process numbers come back, but not at once? */
SELFTEST(sched, pids)
{
	pid_t a = alloc_pid(), b;

	ASSERT(a > 0);
	free_pid(a);
	b = alloc_pid();
	EXPECT(b > 0);
	EXPECT(b != a);
	free_pid(b);
}

static char turns_taken[32];

static int takes_turns(void *name)
{
	int i;

	for (i = 0; i < 3; i++) {
		strlcat(turns_taken, name, sizeof(turns_taken));
		yield();
	}
	return 0;
}

/* Do tasks that yield take turns in the order in which they came? */
SELFTEST(sched, round_robin)
{
	struct task_struct *k[3];
	static char *names[3] = { "a", "b", "c" };
	int i;

	turns_taken[0] = '\0';
	for (i = 0; i < 3; i++) {
		k[i] = kthread_create(takes_turns, names[i], "%s", names[i]);
		ASSERT(!IS_ERR(k[i]));
		get_task_struct(k[i]);
	}
	for (i = 0; i < 3; i++)
		wake_up_process(k[i]);
	for (i = 0; i < 6; i++)
		yield();
	EXPECT_STREQ(turns_taken, "abcabcabc");
	for (i = 0; i < 3; i++) {
		kthread_stop(k[i]);
		put_task_struct(k[i]);
	}
}

static int keeps_busy(void *data)
{
	unsigned long *rounds = data;

	while (!kthread_should_stop()) {
		(*rounds)++;
		cond_resched();
	}
	return 0;
}

/* Does a task that never waits lose the processor at cond_resched once its slice is used up? */
SELFTEST(sched, time_slice)
{
	unsigned long rounds = 0, start, last = jiffies;
	struct task_struct *k = kthread_run(keeps_busy, &rounds, "busy");
	unsigned int switches = 0, ticks = 0;

	ASSERT(!IS_ERR(k));
	/* Ticks that were missed, because the host was busy, come as one and use up no more of a slice */
	while (ticks < 3 * RR_TIMESLICE) {
		ticks += jiffies != last;
		last = jiffies;
		start = rounds;
		cond_resched();
		switches += rounds != start;
	}
	EXPECT(rounds > 0);
	EXPECT(switches >= 1);
	/* Another thread that wakes up meanwhile, as the flusher may, ends a slice as well */
	EXPECT(switches <= 8);
	EXPECT(k->nivcsw >= 1);
	kthread_stop(k);
}

static int sleeps(void *data)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule();
	return 0;
}

/* Does wake_up_process say whether there was somebody to wake? */
SELFTEST(sched, wake_up)
{
	struct task_struct *k = kthread_run(sleeps, NULL, "sleeps");

	ASSERT(!IS_ERR(k));
	get_task_struct(k);
	yield();
	EXPECT_EQ(k->state, TASK_UNINTERRUPTIBLE);
	EXPECT_EQ(wake_up_state(k, TASK_INTERRUPTIBLE), 0);
	EXPECT_EQ(wake_up_process(k), 1);
	EXPECT_EQ(wake_up_process(k), 0);
	EXPECT_EQ(wake_up_process(current), 0);
	kthread_stop(k);
	put_task_struct(k);
}

/* Is a wake-up between "I am going to wait" and the wait itself not lost? */
SELFTEST(sched, wake_up_before_sleep)
{
	unsigned long start = jiffies;

	set_current_state(TASK_UNINTERRUPTIBLE);
	EXPECT_EQ(wake_up_process(current), 1);
	EXPECT(schedule_timeout(HZ) > 0);
	EXPECT(time_before(jiffies, start + HZ / 2));
}

/* Is a switch in a critical section reported? */
SELFTEST(sched, while_atomic)
{
	unsigned long before = nr_warnings;
	u64 mark = selftest_mute();

	preempt_count_add(1);
	schedule();
	preempt_count_sub(1);
	selftest_unmute();
	EXPECT(nr_warnings > before);
	nr_warnings = before;
	EXPECT(strstr(selftest_log_since(mark), "BUG: scheduling while atomic: "));
}
