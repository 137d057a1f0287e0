/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tasks: struct task_struct, its states, and the scheduler's interface (kernel/sched.c).
 *
 *   created ---> RUNNING <---> INTERRUPTIBLE    waits, a signal ends the wait
 *                   |    <---> UNINTERRUPTIBLE  waits
 *                   v
 *                 DEAD       switched away from for the last time; its stack is freed
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/signal.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

struct completion;
struct kthread;
struct rlimit;
struct mm_struct;

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_UNINTERRUPTIBLE	2
#define TASK_DEAD		64
#define TASK_WAKEKILL		128	/* a fatal signal ends the wait, too */

#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_ALL		(TASK_NORMAL | TASK_WAKEKILL)

/* In exit_state */
#define EXIT_DEAD		16
#define EXIT_ZOMBIE		32	/* waits for its parent to ask */

/* In flags: only the task itself changes them */
#define PF_EXITING		0x00000004
#define PF_FORKNOEXEC		0x00000040
#define PF_MEMALLOC		0x00000800	/* reclaims memory: may use all reserves */
#define PF_KSWAPD		0x00040000
#define PF_KTHREAD		0x00200000
#define PF_RANDOMIZE		0x00400000

#define TASK_COMM_LEN		16
#define STACK_END_MAGIC		0x57ac6e9d

/* A turn on the processor, in ticks: 100 ms, as SCHED_RR's */
#define RR_TIMESLICE		(100 * CONFIG_HZ / 1000)

struct task_struct {
	volatile long state;		/* TASK_*: changed by its owner, and by a wake-up */
	void *stack;			/* THREAD_SIZE bytes, thread_info at the bottom */
	atomic_t usage;			/* 0 frees it: one for its life, one until it is reaped */
	unsigned int flags;		/* PF_* */
	pid_t pid;
	char comm[TASK_COMM_LEN];

	struct list_head run_list;	/* run queue lock */
	bool on_rq;			/* run queue lock */
	int time_slice;			/* ticks left; run queue lock */
	unsigned long nvcsw;		/* times it gave the processor up */
	unsigned long nivcsw;		/* times its turn was over */

	struct mm_struct *mm;		/* NULL: a kernel thread */
	struct mm_struct *active_mm;	/* whose page tables are loaded while it runs */
	unsigned long min_flt, maj_flt;	/* faults: without, and with, reading from a disk */

	struct sigpending pending;
	unsigned int personality;	/* PER_* | ADDR_* */
	struct rlimit *rlim;		/* RLIM_NLIMITS; of the process */
	u32 vmacache_seqnum;		/* of mm, when vmacache was valid */
	struct vm_area_struct *vmacache[VMACACHE_SIZE];

	int exit_state;			/* EXIT_*; tasklist_lock */
	long exit_code;
	struct list_head tasks;		/* all tasks; tasklist_lock */
	struct task_struct *parent;	/* tasklist_lock, as are the two lists */
	struct list_head children;
	struct list_head sibling;
	wait_queue_head_t wait_chldexit;

	struct kthread *kthread;	/* of those made by kthread_create() */
	struct completion *vfork_done;	/* completed when it lets go of its mm */
	struct thread_struct thread;
};

extern struct task_struct init_task;
extern spinlock_t tasklist_lock;

union thread_union {
	struct thread_info thread_info;
	unsigned long stack[THREAD_SIZE / sizeof(long)];
};

extern union thread_union init_thread_union;

#define task_thread_info(task)	((struct thread_info *)(task)->stack)
#define task_stack_page(task)	((task)->stack)
#define end_of_stack(p)		((unsigned long *)(task_thread_info(p) + 1))
#define task_stack_end_corrupted(p) (*end_of_stack(p) != STACK_END_MAGIC)

void set_task_stack_end_magic(struct task_struct *tsk);

/* The caller holds tasklist_lock.  The idle task is not among them. */
#define for_each_process(p)						\
	list_for_each_entry(p, &init_task.tasks, tasks)

#define is_idle_task(p)		((p)->pid == 0)

static inline pid_t task_pid_nr(const struct task_struct *tsk)
{
	return tsk->pid;
}

/* Thread flags */
static inline void set_tsk_need_resched(struct task_struct *tsk)
{
	set_bit(TIF_NEED_RESCHED, &task_thread_info(tsk)->flags);
}

static inline void clear_tsk_need_resched(struct task_struct *tsk)
{
	clear_bit(TIF_NEED_RESCHED, &task_thread_info(tsk)->flags);
}

static inline bool need_resched(void)
{
	return unlikely(READ_ONCE(current_thread_info()->flags) & _TIF_NEED_RESCHED);
}

static inline bool signal_pending(const struct task_struct *p)
{
	return unlikely(READ_ONCE(task_thread_info(p)->flags) & _TIF_SIGPENDING);
}

/* Is it going to die? */
static inline bool fatal_signal_pending(const struct task_struct *p)
{
	return signal_pending(p) && p->pending.signal;
}

static inline bool signal_pending_state(long state, const struct task_struct *p)
{
	return (state & TASK_INTERRUPTIBLE) && signal_pending(p);
}

/*
 * A waiter sets its state before it looks at what it waits for; who brings that about, looks
 * at the state after.  The barrier makes one of the two see the other.
 */
#define __set_current_state(state_value) do { current->state = (state_value); } while (0)
#define set_current_state(state_value)					\
	do {								\
		WRITE_ONCE(current->state, (state_value));		\
		smp_mb();						\
	} while (0)

#define MAX_SCHEDULE_TIMEOUT	((long)(~0UL >> 1))

void schedule(void);
void io_schedule(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
void yield(void);
int wake_up_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int state);
void sched_init(void);
void scheduler_tick(void);
struct task_struct *curr_task(unsigned int cpu);
void schedule_tail(struct task_struct *prev);
__noreturn void cpu_idle(void);
int __cond_resched(void);

/* cond_resched - let others run if the turn is over.  Returns whether they did.  May sleep. */
#define cond_resched()							\
	({ might_sleep(); need_resched() ? __cond_resched() : 0; })

/* arch/arm/kernel */
struct task_struct *__switch_to(struct task_struct *prev, struct thread_info *prev_ti,
				struct thread_info *next_ti);
#define switch_to(prev, next, last)					\
	((last) = __switch_to((prev), task_thread_info(prev), task_thread_info(next)))
void copy_thread(struct task_struct *p, int (*fn)(void *), void *arg);
void ret_from_fork(void);

/*
 * Address spaces: kernel/fork.c.  mm_alloc() gives one use (mm_users) of an empty one, or NULL.
 * mmput() gives a use up, and takes the user part apart after the last; mmdrop() gives up
 * mm_count.  All but mmdrop() may sleep.
 */
struct mm_struct *mm_alloc(void);
struct mm_struct *dup_mm(struct mm_struct *oldmm);
void mmput(struct mm_struct *mm);
void __mmdrop(struct mm_struct *mm);
struct mm_struct *get_task_mm(struct task_struct *task);

static inline void mmdrop(struct mm_struct *mm)
{
	if (unlikely(atomic_dec_and_test(&mm->mm_count)))
		__mmdrop(mm);
}

/* kernel/fork.c, kernel/exit.c, kernel/pid.c */
void fork_init(void);
struct task_struct *copy_process(int (*fn)(void *), void *arg);
pid_t kernel_thread(int (*fn)(void *), void *arg, unsigned long flags);
void free_thread_stack(struct task_struct *tsk);
void __put_task_struct(struct task_struct *tsk);
void set_task_comm(struct task_struct *tsk, const char *name);
__noreturn void do_exit(long code);
void release_task(struct task_struct *p);
pid_t alloc_pid(void);
void free_pid(pid_t pid);
struct task_struct *find_task_by_pid(pid_t pid);

static inline void get_task_struct(struct task_struct *tsk)
{
	atomic_inc(&tsk->usage);
}

static inline void put_task_struct(struct task_struct *tsk)
{
	if (atomic_dec_and_test(&tsk->usage))
		__put_task_struct(tsk);
}

#endif
