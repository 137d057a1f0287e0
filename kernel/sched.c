/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The scheduler: who has the processor, and the switch from one task to the next.
 *
 * Idea.  All tasks are equal and take turns.  The run queue holds those that could run but
 * don't; who runs is not in it.  A turn ends when the task waits, or at a point where it lets
 * others in (cond_resched(), the return to user mode) after the tick has found its slice used
 * up.  The kernel itself is never preempted.
 *
 *            wake up: to the tail                turn over: to the tail
 *   waiting ----------------------> | queue | <-------------------------+
 *      ^                               | head                           |
 *      |                               v                                |
 *      +---------------------------- running (rq.curr) -----------------+
 *        state != RUNNING              |  queue empty: the idle task, pid 0
 *                                      +--> DEAD: the next task drops its reference
 *
 * Invariants
 *   S1  a task is in the queue if and only if on_rq, and then its state is RUNNING
 *   S2  the idle task is never in the queue and never waits
 *   S3  rq.lock is taken by the task that goes and released by the one that comes, which
 *       therefore starts with the preempt_count of a held spinlock
 *
 * Locking.  rq.lock, interrupts off.  Below it only cpu_asid_lock is taken.  Linux 4.x has classes,
 * priorities and a queue for each processor; the names and the order of a switch are its.
 *
 * Read: schedule(), context_switch(), finish_task_switch(), try_to_wake_up().  Tests: sched.*
 */
#include <linux/init.h>
#include <linux/itimer.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <asm/mmu_context.h>

struct rq {
	spinlock_t lock;
	struct list_head queue;
	unsigned int nr_running;	/* in the queue */
	struct task_struct *curr;
	struct task_struct *idle;
	unsigned long nr_switches;
	struct mm_struct *prev_mm;	/* borrowed by who was switched away: to be dropped */
};

static struct rq runqueue = {
	.lock = __SPIN_LOCK_UNLOCKED(rq->lock),
	.queue = LIST_HEAD_INIT(runqueue.queue),
	.curr = &init_task,
	.idle = &init_task,
};

/* The lock is taken by one task and released by another (S3): tell the debug build, on both sides. */
static void rq_lock_leave(struct rq *rq)
{
	lock_release(&rq->lock);
}

static void rq_lock_handover(struct rq *rq)
{
#ifdef CONFIG_DEBUG_LOCKS
	rq->lock.owner = current;
#endif
	lock_acquire(&rq->lock, 0, false, 0);
}

static void enqueue_task(struct rq *rq, struct task_struct *p)
{
	list_add_tail(&p->run_list, &rq->queue);
	p->on_rq = true;
	rq->nr_running++;
}

/* Takes the first task off the queue; the idle task when there is none. */
static struct task_struct *pick_next_task(struct rq *rq)
{
	struct task_struct *next;

	if (list_empty(&rq->queue))
		return rq->idle;
	next = list_first_entry(&rq->queue, struct task_struct, run_list);
	list_del_init(&next->run_list);
	next->on_rq = false;
	rq->nr_running--;
	return next;
}

/* nr_running - tasks that wait for their turn. */
unsigned int nr_running(void)
{
	return runqueue.nr_running;
}

unsigned long nr_context_switches(void)
{
	return runqueue.nr_switches;
}

/* curr_task - who runs on @cpu: known even when its stack, and thread_info with it, is lost. */
struct task_struct *curr_task(unsigned int cpu)
{
	return runqueue.curr;
}

/* What must not be true when a task gives the processor up. */
static void schedule_debug(struct task_struct *prev)
{
	if (prev->state == TASK_DEAD)
		return;
	if (unlikely(task_stack_end_corrupted(prev)))
		panic("corrupted stack end detected inside scheduler");
	if (likely(!in_atomic()))
		return;
	nr_warnings++;
	pr_err("BUG: scheduling while atomic: %s/%d/0x%08x\n", prev->comm, prev->pid,
	       (unsigned int)preempt_count());
	debug_show_held_locks(prev);
	dump_stack();
}

/*
 * The first thing that happens after a switch, in the task that was switched to; @prev is
 * who ran before.  Releases the run queue and enables interrupts.  A dead @prev goes.
 */
static void finish_task_switch(struct task_struct *prev) __releases(&runqueue.lock)
{
	struct mm_struct *mm = runqueue.prev_mm;
	long prev_state = prev->state;

	runqueue.prev_mm = NULL;
	rq_lock_handover(&runqueue);
	spin_unlock_irq(&runqueue.lock);
	if (mm)
		mmdrop(mm);
	if (unlikely(prev_state == TASK_DEAD))
		put_task_struct(prev);
}

/* Where a new task begins, called by ret_from_fork. */
void schedule_tail(struct task_struct *prev) __releases(&runqueue.lock)
{
	finish_task_switch(prev);
	if (current->set_child_tid)
		put_user(current->pid, current->set_child_tid);
}

/*
 * Caller holds rq->lock, which is released.  A kernel thread has no mm of its own and goes on
 * with the page tables that are loaded: the kernel's part is the same in all of them.
 */
static void context_switch(struct rq *rq, struct task_struct *prev, struct task_struct *next)
	__releases(&rq->lock)
{
	rq->nr_switches++;
	rq->curr = next;
	if (!next->mm) {
		next->active_mm = prev->active_mm;
		atomic_inc(&prev->active_mm->mm_count);
		enter_lazy_tlb(prev->active_mm, next);
	} else {
		switch_mm(prev->active_mm, next->mm, next);
	}
	if (!prev->mm) {
		rq->prev_mm = prev->active_mm;
		prev->active_mm = NULL;
	}
	rq_lock_leave(rq);
	switch_to(prev, next, prev);
	finish_task_switch(prev);
}

/*
 * schedule - give the processor to the next task.  If the caller's state is RUNNING it is at
 * the end of the queue afterwards; else it returns when woken, or at once for a signal that
 * its state lets in.  Interrupts are on afterwards.  Not with a spinlock, not in an interrupt.
 */
void schedule(void)
{
	struct rq *rq = &runqueue;
	struct task_struct *prev = current, *next;

	schedule_debug(prev);
	spin_lock_irq(&rq->lock);
	clear_tsk_need_resched(prev);
	if (prev->state == TASK_RUNNING || signal_pending_state(prev->state, prev)) {
		prev->state = TASK_RUNNING;
		prev->nivcsw++;
		if (prev != rq->idle)
			enqueue_task(rq, prev);
	} else {
		prev->nvcsw++;
	}
	next = pick_next_task(rq);
	if (next != prev)
		context_switch(rq, prev, next);
	else
		spin_unlock_irq(&rq->lock);
}

/* yield - let every other task that can run have its turn first. */
void yield(void)
{
	__set_current_state(TASK_RUNNING);
	schedule();
}

int __cond_resched(void)
{
	schedule();
	return 1;
}

/* Returns 1 if @p was in one of the states of @mask and now runs, else 0. */
static int try_to_wake_up(struct task_struct *p, unsigned int mask)
{
	struct rq *rq = &runqueue;
	unsigned long flags;
	int woken = 0;

	spin_lock_irqsave(&rq->lock, flags);
	if (p->state & mask) {
		p->state = TASK_RUNNING;
		if (p != rq->curr && !p->on_rq) {
			enqueue_task(rq, p);
			if (is_idle_task(rq->curr))
				set_tsk_need_resched(rq->curr);
		}
		woken = 1;
	}
	spin_unlock_irqrestore(&rq->lock, flags);
	return woken;
}

/* wake_up_process - end @p's wait, or start a new task.  Any context.  1: it waited. */
int wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL);
}

int wake_up_state(struct task_struct *p, unsigned int state)
{
	return try_to_wake_up(p, state);
}

/* The tick: one more of the running task's slice is used, in user mode or not.  Interrupts off. */
void scheduler_tick(bool user)
{
	struct task_struct *curr = current;

	if (user)
		curr->utime += TICK_NSEC;
	else
		curr->stime += TICK_NSEC;
	if (!(curr->flags & (PF_KTHREAD | PF_EXITING)))
		itimer_tick(user);
	if (is_idle_task(curr) || --curr->time_slice > 0)
		return;
	curr->time_slice = RR_TIMESLICE;
	if (!list_empty(&runqueue.queue))
		set_tsk_need_resched(curr);
}

static void process_timeout(unsigned long data)
{
	wake_up_process((struct task_struct *)data);
}

/*
 * schedule_timeout - sleep, in the state that the caller has set, for @timeout jiffies or until
 * woken.  Returns what is left of it, 0 if nothing.  MAX_SCHEDULE_TIMEOUT: no limit.
 */
long schedule_timeout(long timeout)
{
	struct timer_list timer;
	unsigned long expire;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (WARN_ON(timeout < 0)) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	expire = jiffies + (unsigned long)timeout;
	setup_timer(&timer, process_timeout, (unsigned long)current);
	mod_timer(&timer, expire);
	schedule();
	del_timer_sync(&timer);
	timeout = (long)(expire - jiffies);
	return timeout < 0 ? 0 : timeout;
}

/*
 * schedule_until - the same up to @expires, in ns after boot; ~0: no limit.  Ticks are the grain.
 * False: the time has come.  True: woken before, or for nothing (a tick that was late made jiffies jump):
 * the caller looks again what it waits for.
 */
bool schedule_until(u64 expires)
{
	u64 now = ktime_get_ns();

	if (expires == ~0ULL) {
		schedule();
		return true;
	}
	if (expires <= now) {
		__set_current_state(TASK_RUNNING);
		return false;
	}
	schedule_timeout((long)min(div_u64(expires - now + TICK_NSEC - 1, TICK_NSEC) + 1, (u64)LONG_MAX - 1));
	return ktime_get_ns() < expires;
}

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

void set_task_stack_end_magic(struct task_struct *tsk)
{
	*end_of_stack(tsk) = STACK_END_MAGIC;
}

/* sched_init - from here on schedule() may be called: by the boot task, which is the idle task. */
void __init sched_init(void)
{
	set_task_stack_end_magic(&init_task);
}

/*
 * cpu_idle - what the boot task does when the others have taken over: wait for interrupts.
 * With interrupts off wfi still wakes up for one, so none is lost between test and wait.
 */
void cpu_idle(void)
{
	for (;;) {
		while (!need_resched()) {
			local_irq_disable();
			if (!need_resched())
				wfi();
			local_irq_enable();
		}
		schedule();
	}
}
