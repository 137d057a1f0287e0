/* SPDX-License-Identifier: GPL-2.0-only */
/* Fault reporting, shared by arch/arm/kernel and arch/arm/mm */
#ifndef _ASM_SYSTEM_MISC_H
#define _ASM_SYSTEM_MISC_H

#include <linux/types.h>

struct mm_struct;
struct pt_regs;
struct task_struct;

/* Says where and why, and lets the caller end the task or panic.  Doesn't sleep. */
void die(const char *str, struct pt_regs *regs, int err);
/* die() for an exception that user mode may have caused: there it is a signal. */
void arm_notify_die(const char *str, struct pt_regs *regs, int sig, int code,
		    unsigned long addr, unsigned int err, unsigned int trap);
/* The entries of every level for @addr, Linux and hardware side by side */
void show_pte(struct mm_struct *mm, unsigned long addr);
void __show_regs(struct pt_regs *regs);

void do_DataAbort(unsigned long addr, unsigned int fsr, struct pt_regs *regs);
void do_PrefetchAbort(unsigned long addr, unsigned int ifsr, struct pt_regs *regs);
void do_undefinstr(struct pt_regs *regs);
long arm_syscall(unsigned int no, struct pt_regs *regs);
long sys_sigreturn(struct pt_regs *regs);
long sys_rt_sigreturn(struct pt_regs *regs);
int do_work_pending(struct pt_regs *regs, unsigned int thread_flags, int syscall);
void bad_mode(struct pt_regs *regs, int reason);
void handle_bad_stack(struct pt_regs *regs);
void early_exception(int kind, unsigned long lr, unsigned int fsr, unsigned long far);

void early_trap_init(void *vectors_base);
void cpu_init(void);

/* An Oops becomes a panic */
extern int panic_on_oops;
extern unsigned int nr_oopses;
extern union thread_union overflow_stack;

/* What was in fault when an Oops was last reported: for tests and debuggers */
struct oops_info {
	unsigned long addr;
	unsigned int fsr;
	unsigned long pc;
};
extern struct oops_info oops_info;

#endif
