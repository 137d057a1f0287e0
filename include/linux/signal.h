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
#define _NSIG		64

#define sigmask(sig)	(1UL << ((sig) - 1))

#define ILL_ILLOPC	1
#define SEGV_MAPERR	1	/* nothing is mapped there */
#define SEGV_ACCERR	2	/* something is, but not for this access */
#define BUS_ADRALN	1
#define BUS_ADRERR	2

#ifndef __ASSEMBLY__

#include <linux/types.h>

struct pt_regs;
struct task_struct;

/* Why a signal was sent, as its handler gets to know: the part that faults use */
struct siginfo {
	int si_signo;
	int si_errno;
	int si_code;
	void __user *si_addr;
};

/*
 * A task's signals: which are pending, and the reason of the newest.  Each is fatal so far, for
 * no program can install a handler.
 */
struct sigpending {
	unsigned long signal;		/* sigmask() bits */
	struct siginfo info;
};

/* Sends @sig to @t for something it did itself: it can't be ignored.  Any context. */
int force_sig_info(int sig, struct siginfo *info, struct task_struct *t);
void force_sig(int sig, struct task_struct *t);
/* Will nobody catch @sig? */
int unhandled_signal(struct task_struct *tsk, int sig);
/* On the way to user mode, with TIF_SIGPENDING: acts on what is pending.  May not return. */
void do_signal(struct pt_regs *regs);

#endif

#endif
