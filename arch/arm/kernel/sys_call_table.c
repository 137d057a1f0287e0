/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of system calls.
 *
 * Every name that Linux/ARM knows is a weak second name of sys_ni_syscall, so that a call exists
 * as soon as some file defines it with SYSCALL_DEFINEn.  The entry code (vector_swi) counts on
 * nothing but that each entry is a function.
 */
#include <linux/compiler.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <asm/unistd.h>

asmlinkage long sys_ni_syscall(void);
extern long (*const sys_call_table[NR_syscalls])(void);

/* One bit for each number that has been complained about */
static unsigned long complained[BITS_TO_LONGS(NR_syscalls)];

/* No such call: once for each number, the log says who wanted it */
asmlinkage long sys_ni_syscall(void)
{
	unsigned long nr = task_pt_regs(current)->ARM_r7;

	if (nr < NR_syscalls && !test_and_set_bit(nr, complained))
		pr_debug("%s[%d]: system call %lu doesn't exist\n", current->comm, current->pid, nr);
	return -ENOSYS;
}

#define CALL(nr, name) \
	asmlinkage long sys_##name(void) __attribute__((weak, alias("sys_ni_syscall")));
#include <asm/calls.h>
#undef CALL

#define CALL(nr, name) [nr] = sys_##name,
#pragma GCC diagnostic ignored "-Woverride-init"
long (*const sys_call_table[NR_syscalls])(void) = {
	[0 ... NR_syscalls - 1] = sys_ni_syscall,
#include <asm/calls.h>
};
