/* SPDX-License-Identifier: GPL-2.0-only */
/* exec: what a program that is about to start consists of (fs part: kernel/exec.c) */
#ifndef _LINUX_BINFMTS_H
#define _LINUX_BINFMTS_H

#include <linux/types.h>

struct file;
struct mm_struct;
struct pt_regs;
struct vm_area_struct;

#define BINPRM_BUF_SIZE	128
#define MAX_ARG_STRLEN	(PAGE_SIZE * 32)
#define MAX_ARG_STRINGS	0x7fffffff

#define EXSTACK_DEFAULT		0	/* the file doesn't say */
#define EXSTACK_DISABLE_X	1
#define EXSTACK_ENABLE_X	2

struct linux_binprm {
	char buf[BINPRM_BUF_SIZE];	/* the file begins so */
	struct vm_area_struct *vma;	/* the new stack */
	struct mm_struct *mm;
	unsigned long p;		/* how far the stack is filled */
	unsigned long exec;		/* where filename lies on it */
	int recursion_depth;		/* interpreters of interpreters */
	struct file *file;
	int argc, envc;
	const char *filename;		/* as AT_EXECFN and /proc show it */
	const char *interp;		/* what is really loaded: differs for scripts */
	char *interp_copy;		/* ... and then is this */
};

/* 0: started, never to return to the old program; -ENOEXEC: not one of mine; or another error */
int load_elf_binary(struct linux_binprm *bprm);
int load_script(struct linux_binprm *bprm);

int do_execve(const char *filename, const char __user *const __user *argv,
	      const char __user *const __user *envp);
int kernel_execve(const char *filename, const char *const *argv, const char *const *envp);
int search_binary_handler(struct linux_binprm *bprm);
int prepare_binprm(struct linux_binprm *bprm);
int remove_arg_zero(struct linux_binprm *bprm);
int copy_strings_kernel(int argc, const char *const *argv, struct linux_binprm *bprm);
int bprm_change_interp(const char *interp, struct linux_binprm *bprm);
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack);
int flush_old_exec(struct linux_binprm *bprm);
void setup_new_exec(struct linux_binprm *bprm);
void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp);

/* 0: addresses aren't random; 1: but for the heap; 2: all.  norandmaps, sys/kernel. */
extern int randomize_va_space;

#endif
