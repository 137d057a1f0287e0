/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tasks: struct task_struct, its states, and the scheduler's interface (kernel/sched.c).
 *
 *   created ---> RUNNING <---> INTERRUPTIBLE    waits, a signal ends the wait
 *                   |    <---> UNINTERRUPTIBLE  waits
 *                   v
 *                 DEAD       switched away from for the last time
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/cred.h>
#include <linux/preempt.h>
#include <linux/resource.h>
#include <linux/shm.h>
#include <linux/smp.h>
#include <linux/signal.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

struct completion;
struct files_struct;
struct fs_struct;
struct kthread;
struct mm_struct;
struct robust_list_head;

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_UNINTERRUPTIBLE	2
#define __TASK_STOPPED		4	/* by SIGSTOP and its kin, until SIGCONT */
#define TASK_DEAD		64
#define TASK_WAKEKILL		128	/* a fatal signal ends the wait, too */

#define TASK_STOPPED		(TASK_WAKEKILL | __TASK_STOPPED)
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_ALL		(TASK_NORMAL | __TASK_STOPPED)

/* In exit_state */
#define EXIT_DEAD		16
#define EXIT_ZOMBIE		32	/* waits for its parent to ask */

/* In flags: only the task itself changes them */
#define PF_EXITING		0x00000004
#define PF_FORKNOEXEC		0x00000040
#define PF_SIGNALED		0x00000400	/* killed by a signal */
#define PF_MEMALLOC		0x00000800	/* reclaims memory: may use all reserves */
#define PF_KSWAPD		0x00040000
#define PF_KTHREAD		0x00200000
#define PF_RANDOMIZE		0x00400000

#define TASK_COMM_LEN		16
#define STACK_END_MAGIC		0x57ac6e9d

/* A turn on the processor, in ticks: 100 ms, as SCHED_RR's */
#define RR_TIMESLICE		(100 * CONFIG_HZ / 1000)

/* What a clone() shares with its parent, or does besides */
#define CSIGNAL			0x000000ff
#define CLONE_VM		0x00000100
#define CLONE_FS		0x00000200
#define CLONE_FILES		0x00000400
#define CLONE_SIGHAND		0x00000800
#define CLONE_PTRACE		0x00002000
#define CLONE_VFORK		0x00004000
#define CLONE_PARENT		0x00008000
#define CLONE_THREAD		0x00010000
#define CLONE_NEWNS		0x00020000
#define CLONE_SYSVSEM		0x00040000
#define CLONE_SETTLS		0x00080000
#define CLONE_PARENT_SETTID	0x00100000
#define CLONE_CHILD_CLEARTID	0x00200000
#define CLONE_DETACHED		0x00400000
#define CLONE_UNTRACED		0x00800000
#define CLONE_CHILD_SETTID	0x01000000
#define CLONE_NEWALL		0x7e020000	/* namespaces: there are none */

/* How a process treats its signals; shared with CLONE_SIGHAND */
struct sighand_struct {
	atomic_t count;
	spinlock_t siglock;		/* this, signal_struct's and task_struct's signals */
	struct k_sigaction action[_NSIG];
};

/* In signal_struct.flags */
#define SIGNAL_STOP_STOPPED	0x00000001
#define SIGNAL_STOP_CONTINUED	0x00000002
#define SIGNAL_GROUP_EXIT	0x00000004	/* all threads are to end */
#define SIGNAL_UNKILLABLE	0x00000040	/* pid 1: only for what it asks for */

/*
 * A process: what its threads have in common.  siglock protects what is about signals,
 * tasklist_lock the list of threads, groups and sessions.
 */
struct signal_struct {
	atomic_t sigcnt;		/* tasks that refer to it */
	atomic_t live;			/* threads that haven't begun to exit */
	int nr_threads;
	struct list_head thread_head;	/* task_struct.thread_node */
	wait_queue_head_t wait_chldexit;

	struct sigpending shared_pending;
	int group_exit_code;
	struct task_struct *group_exit_task;	/* waits in de_thread() */
	int notify_count;		/* ... until so many are left */
	int group_stop_count;		/* threads that have yet to stop */
	bool stop_notify;		/* it goes on: the parent is to be told */
	unsigned int flags;		/* SIGNAL_* */

	struct task_struct *leader_task;	/* group leader: whom timers' signals are sent to */
	struct timer_list real_timer;	/* ITIMER_REAL */
	u64 it_real_expires, it_real_incr;	/* ns */
	struct cpu_itimer {
		u64 value, incr;	/* ns; 0: off */
	} it[2];			/* ITIMER_VIRTUAL, ITIMER_PROF */
	struct list_head posix_timers;

	pid_t pgrp, session;
	int leader;			/* of its session */

	u64 utime, stime, cutime, cstime;	/* ns: of dead threads, of waited-for children */
	unsigned long nvcsw, nivcsw, cnvcsw, cnivcsw;
	unsigned long min_flt, maj_flt, cmin_flt, cmaj_flt;
	unsigned long maxrss, cmaxrss;	/* pages */
	struct rlimit rlim[RLIM_NLIMITS];
	int oom_score_adj;		/* OOM_SCORE_ADJ_MIN to MAX: mm/oom_kill.c */
};

/* A system call that was interrupted, and goes on by restart_syscall() */
struct restart_block {
	long (*fn)(struct restart_block *);
	union {
		struct {
			u32 __user *uaddr;
			u32 val;
			u32 flags;
			u32 bitset;
			u64 time;
		} futex;
		struct {
			int clockid;
			void __user *rmtp;
			int time64;
			u64 expires;	/* ns */
		} nanosleep;
		struct {
			void __user *ufds;
			unsigned int nfds;
			int has_timeout;
			u64 expires;
		} poll;
	};
};

struct task_struct {
	volatile long state;		/* TASK_*: changed by its owner, and by a wake-up */
	void *stack;			/* THREAD_SIZE bytes, thread_info at the bottom */
	atomic_t usage;			/* 0 frees it: one for its life, one until it is reaped */
	unsigned int flags;		/* PF_* */
	pid_t pid;			/* of the thread */
	pid_t tgid;			/* of its process: the leader's pid */
	char comm[TASK_COMM_LEN];

	struct list_head run_list;	/* run queue lock */
	bool on_rq;			/* run queue lock */
	int time_slice;			/* ticks left; run queue lock */
	u64 utime, stime;		/* ns in user mode, in the kernel: by ticks */
	u64 start_time;			/* ns after boot */
	unsigned long nvcsw;		/* times it gave the processor up */
	unsigned long nivcsw;		/* times its turn was over */

	struct mm_struct *mm;		/* NULL: a kernel thread */
	struct mm_struct *active_mm;	/* whose page tables are loaded while it runs */
	unsigned long min_flt, maj_flt;	/* faults: without, and with, reading from a disk */
	struct reclaim_state *reclaim_state;	/* while it reclaims */
	unsigned int nr_dirtied;	/* pages since it looked whether too many are dirty */
	unsigned int fail_nth;		/* so manieth allocation from now fails; 0: none (linux/fault-inject.h) */

	struct signal_struct *signal;	/* the process */
	struct sighand_struct *sighand;	/* NULL: it has ended */
	sigset_t blocked, real_blocked;
	sigset_t saved_sigmask;		/* what is blocked again when a call is over (kernel/sigmask.c) */
	bool restore_sigmask;		/* ... after a handler */
	struct sigpending pending;	/* for this thread */
	unsigned long sas_ss_sp;	/* sigaltstack() */
	size_t sas_ss_size;
	struct restart_block restart_block;

	struct cred cred;
	struct files_struct *files;	/* open files */
	struct fs_struct *fs;		/* root, working directory */
	struct sysv_shm sysvshm;	/* its segments of System V shared memory */
	unsigned int personality;	/* PER_* | ADDR_* */
	struct rlimit *rlim;		/* signal->rlim */
	u64 vmacache_seqnum;		/* of mm, when vmacache was valid */
	unsigned int vmacache_last;	/* which of them was right most recently */
	struct vm_area_struct *vmacache[VMACACHE_SIZE];

	int exit_state;			/* EXIT_*; tasklist_lock */
	long exit_code;			/* as wait4() gives it */
	int exit_signal;		/* for the parent; -1: a thread, or nobody will ask */
	struct list_head tasks;		/* all processes, by their leaders; tasklist_lock */
	struct list_head pid_link;	/* of its hash chain; tasklist_lock */
	struct task_struct *group_leader;	/* the thread whose pid is tgid */
	struct list_head thread_node;	/* signal->thread_head; tasklist_lock */
	struct task_struct *real_parent;	/* tasklist_lock, as are the two lists */
	struct task_struct *parent;	/* who gets SIGCHLD: the same, for there is no ptrace */
	struct list_head children;
	struct list_head sibling;

	spinlock_t alloc_lock;		/* task_lock(): of mm and vfork_done, for those who aren't the task itself */
	struct kthread *kthread;	/* of those made by kthread_create() */
	struct completion *vfork_done;	/* completed when it lets go of its mm */
	int __user *set_child_tid;	/* CLONE_CHILD_SETTID */
	int __user *clear_child_tid;	/* CLONE_CHILD_CLEARTID: cleared and woken at the end */
	struct robust_list_head __user *robust_list;
#ifdef CONFIG_LOCKDEP
	struct lockdep_task lockdep;	/* locks that it holds */
#endif
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

/*
 * capable - may the current task do what CAP_... is for?  Root may; the kernel's own threads, when they
 * stand in for a program, have no privileges.
 */
#define CAP_IPC_LOCK		14
#define CAP_SYS_ADMIN		21
#define CAP_SYS_RESOURCE	24
#define capable(cap)		(!current->cred.euid && !(current->flags & PF_KTHREAD))

/* A task's mm doesn't go, and its parent by vfork doesn't go on, while it is locked.  Inside tasklist_lock. */
static inline void task_lock(struct task_struct *p)
{
	spin_lock(&p->alloc_lock);
}

static inline void task_unlock(struct task_struct *p)
{
	spin_unlock(&p->alloc_lock);
}

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

/* Is @sp on the current task's alternate stack for signals? */
static inline int on_sig_stack(unsigned long sp)
{
	return sp > current->sas_ss_sp && sp - current->sas_ss_sp <= current->sas_ss_size;
}

/* What a program is told of that stack when its stack pointer is @sp: SS_* */
static inline int sas_ss_flags(unsigned long sp)
{
	return !current->sas_ss_size ? SS_DISABLE : on_sig_stack(sp) ? SS_ONSTACK : 0;
}

static inline bool signal_pending(const struct task_struct *p)
{
	return unlikely(READ_ONCE(task_thread_info(p)->flags) & _TIF_SIGPENDING);
}

/* Is it going to die? */
static inline bool fatal_signal_pending(const struct task_struct *p)
{
	return signal_pending(p) && sigismember(&p->pending.signal, SIGKILL);
}

static inline bool signal_pending_state(long state, const struct task_struct *p)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) || !signal_pending(p))
		return false;
	return (state & TASK_INTERRUPTIBLE) || fatal_signal_pending(p);
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
long schedule_timeout(long timeout);
bool schedule_until(u64 expires);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
void yield(void);
int wake_up_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int state);
void sched_init(void);
void scheduler_tick(bool user);
unsigned int nr_running(void);
unsigned long nr_context_switches(void);
extern unsigned long total_forks;
extern pid_t last_pid;
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
	(vfp_off(), (last) = __switch_to((prev), task_thread_info(prev), task_thread_info(next)))
int copy_thread(unsigned long clone_flags, unsigned long stack_start, unsigned long stk_sz,
		struct task_struct *p);
void flush_thread(void);
void exit_thread(void);
void kernel_thread_returned(long code);
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

/* kernel/fork.c */
void fork_init(void);
struct task_struct *copy_process(unsigned long clone_flags, unsigned long stack_start,
				 unsigned long stack_size, int __user *child_tidptr);
long do_fork(unsigned long clone_flags, unsigned long stack_start, unsigned long stack_size,
	     int __user *parent_tidptr, int __user *child_tidptr);
pid_t kernel_thread(int (*fn)(void *), void *arg, unsigned long flags);
void mm_release(struct task_struct *tsk, struct mm_struct *mm);
void __put_task_struct(struct task_struct *tsk);
void set_task_comm(struct task_struct *tsk, const char *name);
void unlink_task(struct task_struct *p);
struct sighand_struct *copy_sighand_struct(struct sighand_struct *old);
void __cleanup_sighand(struct sighand_struct *sighand);

/* kernel/exit.c */
__noreturn void do_exit(long code);
__noreturn void do_group_exit(int exit_code);
void release_task(struct task_struct *p);
int de_thread(struct task_struct *tsk);
extern struct task_struct *child_reaper;	/* pid 1: gets the orphans */
__noreturn void exit_init(int code);
struct rusage;
void getrusage_children(struct task_struct *p, struct rusage *r);

/* kernel/signal.c; tasklist_lock or siglock is held where Linux holds it */
void flush_signal_handlers(struct task_struct *t, int force_default);
int zap_other_threads(struct task_struct *p);
bool do_notify_parent(struct task_struct *tsk, int sig);
void exit_signals(struct task_struct *tsk);
void flush_sigqueue(struct sigpending *queue);

/* kernel/pid.c */
pid_t alloc_pid(void);
void free_pid(pid_t pid);
void pidhash_init(void);
void attach_pid(struct task_struct *task);
void detach_pid(struct task_struct *task);
struct task_struct *find_task_by_pid(pid_t pid);

/* Are all threads of the process to end, or all but one that execs? */
static inline bool signal_group_exit(const struct signal_struct *sig)
{
	return sig->flags & SIGNAL_GROUP_EXIT || sig->group_exit_task;
}

static inline bool thread_group_leader(const struct task_struct *p)
{
	return p->exit_signal >= 0;
}

static inline bool thread_group_empty(const struct task_struct *p)
{
	return p->signal->nr_threads == 1;
}

static inline bool same_thread_group(const struct task_struct *p1, const struct task_struct *p2)
{
	return p1->signal == p2->signal;
}

#define for_each_thread(p, t)						\
	list_for_each_entry(t, &(p)->signal->thread_head, thread_node)

static inline bool is_global_init(const struct task_struct *tsk)
{
	return tsk->tgid == 1;
}

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
