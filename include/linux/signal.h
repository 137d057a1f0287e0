/* SPDX-License-Identifier: GPL-2.0-only */
/* Signal numbers and codes, as programs see them */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#define SIGHUP		1
#define SIGINT		2
#define SIGQUIT		3
#define SIGILL		4
#define SIGTRAP		5
#define SIGABRT		6
#define SIGBUS		7
#define SIGFPE		8
#define SIGKILL		9
#define SIGUSR1		10
#define SIGSEGV		11
#define SIGUSR2		12
#define SIGPIPE		13
#define SIGALRM		14
#define SIGTERM		15
#define SIGSTKFLT	16
#define SIGCHLD		17
#define SIGCONT		18
#define SIGSTOP		19
#define SIGTSTP		20
#define SIGTTIN		21
#define SIGTTOU		22
#define SIGURG		23
#define SIGXCPU		24
#define SIGXFSZ		25
#define SIGVTALRM	26
#define SIGPROF		27
#define SIGWINCH	28
#define SIGIO		29
#define SIGPWR		30
#define SIGSYS		31
#define SIGRTMIN	32
#define _NSIG		64
#define _NSIG_BPW	32
#define _NSIG_WORDS	(_NSIG / _NSIG_BPW)

#define sigmask(sig)	(1UL << ((sig) - 1))

/* si_code: who or what sent it */
#define SI_USER		0	/* kill() */
#define SI_KERNEL	0x80
#define SI_QUEUE	-1	/* sigqueue() */
#define SI_TIMER	-2
#define SI_TKILL	-6
#define ILL_ILLOPC	1
#define ILL_ILLTRP	4
#define FPE_FLTINV	7
#define SEGV_MAPERR	1	/* nothing is mapped there */
#define SEGV_ACCERR	2	/* something is, but not for this access */
#define TRAP_BRKPT	1
#define TRAP_HWBKPT	4
#define BUS_ADRALN	1
#define BUS_ADRERR	2
#define CLD_EXITED	1
#define CLD_KILLED	2
#define CLD_DUMPED	3
#define CLD_STOPPED	5
#define CLD_CONTINUED	6

#define SA_NOCLDSTOP	0x00000001
#define SA_NOCLDWAIT	0x00000002
#define SA_SIGINFO	0x00000004
#define SA_THIRTYTWO	0x02000000
#define SA_RESTORER	0x04000000
#define SA_ONSTACK	0x08000000
#define SA_RESTART	0x10000000
#define SA_NODEFER	0x40000000
#define SA_RESETHAND	0x80000000

#define SIG_BLOCK	0
#define SIG_UNBLOCK	1
#define SIG_SETMASK	2

#define SS_ONSTACK	1
#define SS_DISABLE	2
#define MINSIGSTKSZ	2048

#ifndef __ASSEMBLY__

#include <linux/list.h>
#include <linux/types.h>

struct pt_regs;
struct task_struct;

typedef struct {
	unsigned long sig[_NSIG_WORDS];
} sigset_t;

typedef union sigval {
	int sival_int;
	void __user *sival_ptr;
} sigval_t;

/* Why a signal was sent */
struct kernel_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
	union {
		struct {			/* kill() */
			pid_t _pid;
			uid_t _uid;
		} _kill;
		struct {			/* POSIX timers */
			int _tid;
			int _overrun;
			sigval_t _sigval;
			int _sys_private;
		} _timer;
		struct {			/* sigqueue() */
			pid_t _pid;
			uid_t _uid;
			sigval_t _sigval;
		} _rt;
		struct {			/* SIGCHLD */
			pid_t _pid;
			uid_t _uid;
			int _status;
			long _utime;
			long _stime;
		} _sigchld;
		struct {			/* SIGILL, SIGFPE, SIGSEGV, SIGBUS */
			void __user *_addr;
		} _sigfault;
	} _sifields;
};

/* What its handler gets to know: the same in 128 bytes */
typedef struct siginfo {
	struct kernel_siginfo info;
	int _si_pad[32 - sizeof(struct kernel_siginfo) / sizeof(int)];	/* zero */
} siginfo_t;

#define si_pid		_sifields._kill._pid
#define si_uid		_sifields._kill._uid
#define si_tid		_sifields._timer._tid
#define si_overrun	_sifields._timer._overrun
#define si_status	_sifields._sigchld._status
#define si_utime	_sifields._sigchld._utime
#define si_stime	_sifields._sigchld._stime
#define si_value	_sifields._rt._sigval
#define si_addr		_sifields._sigfault._addr

typedef void (*__sighandler_t)(int);

#define SIG_DFL		((__sighandler_t)0)
#define SIG_IGN		((__sighandler_t)1)

/* rt_sigaction()'s structure, as ARM has it */
struct sigaction {
	__sighandler_t sa_handler;
	unsigned long sa_flags;
	void (*sa_restorer)(void);
	sigset_t sa_mask;
};

struct k_sigaction {
	struct sigaction sa;
};

/* Signals that wait for a task or for a process: the set, and a struct sigqueue for each */
struct sigpending {
	struct list_head list;
	sigset_t signal;
};

/* @sig is 1 to _NSIG */
static inline void sigaddset(sigset_t *set, int sig)
{
	unsigned int bit = (unsigned int)sig - 1;

	set->sig[bit / _NSIG_BPW] |= 1UL << (bit % _NSIG_BPW);
}

static inline void sigdelset(sigset_t *set, int sig)
{
	unsigned int bit = (unsigned int)sig - 1;

	set->sig[bit / _NSIG_BPW] &= ~(1UL << (bit % _NSIG_BPW));
}

static inline int sigismember(const sigset_t *set, int sig)
{
	unsigned int bit = (unsigned int)sig - 1;

	return 1 & (set->sig[bit / _NSIG_BPW] >> (bit % _NSIG_BPW));
}

/* @mask: of the first 32 */
static inline void sigdelsetmask(sigset_t *set, unsigned long mask)
{
	set->sig[0] &= ~mask;
}

static inline void sigemptyset(sigset_t *set)
{
	set->sig[0] = set->sig[1] = 0;
}

static inline void sigorsets(sigset_t *r, const sigset_t *a, const sigset_t *b)
{
	r->sig[0] = a->sig[0] | b->sig[0];
	r->sig[1] = a->sig[1] | b->sig[1];
}

static inline void sigandsets(sigset_t *r, const sigset_t *a, const sigset_t *b)
{
	r->sig[0] = a->sig[0] & b->sig[0];
	r->sig[1] = a->sig[1] & b->sig[1];
}

/* Of @a those that aren't in @b */
static inline void sigandnsets(sigset_t *r, const sigset_t *a, const sigset_t *b)
{
	r->sig[0] = a->sig[0] & ~b->sig[0];
	r->sig[1] = a->sig[1] & ~b->sig[1];
}

static inline void init_sigpending(struct sigpending *pending)
{
	sigemptyset(&pending->signal);
	INIT_LIST_HEAD(&pending->list);
}

struct sigaltstack {
	void __user *ss_sp;
	int ss_flags;
	size_t ss_size;
};

/* A signal on its way to its handler */
struct ksignal {
	struct k_sigaction ka;
	struct kernel_siginfo info;
	int sig;
};

struct restart_block;

/* kernel/signal.c */
void signals_init(void);
void recalc_sigpending(void);
int dequeue_signal(struct task_struct *tsk, const sigset_t *mask, struct kernel_siginfo *info);
int copy_siginfo_to_user(struct siginfo __user *to, const struct kernel_siginfo *from);
int get_signal(struct ksignal *ksig);
void signal_delivered(struct ksignal *ksig);
void set_current_blocked(const sigset_t *newset);
sigset_t *sigmask_to_save(void);
void restore_saved_sigmask(void);
int set_user_sigmask(const sigset_t __user *umask, size_t sigsetsize);
void restore_user_sigmask(const sigset_t __user *umask, bool interrupted);
int restore_altstack(const struct sigaltstack __user *uss);
void force_sigsegv(int sig, struct task_struct *t);
/* Reasons that needn't be spelled out */
#define SEND_SIG_NOINFO	((struct kernel_siginfo *)0)	/* from the current process */
#define SEND_SIG_PRIV	((struct kernel_siginfo *)1)	/* from the kernel */

int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
int send_sig(int sig, struct task_struct *p, int priv);
int group_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
int send_sigqueue(const struct kernel_siginfo *info, struct task_struct *t, bool group);
int kill_pgrp(pid_t pgrp, int sig, int priv);
long do_no_restart_syscall(struct restart_block *param);

/* Sends @sig to @t for something it did itself: it can't be ignored.  Any context. */
int force_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *t);
void force_sig(int sig, struct task_struct *t);
/* Will nobody catch @sig? */
int unhandled_signal(struct task_struct *tsk, int sig);

#endif

#endif
