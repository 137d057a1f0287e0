/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory calls, traced: their entries in the table of system calls lead here, and from here to where they led before.
 *
 *   off   vector_swi -> sys_call_table[45] -> sys_brk
 *   on    vector_swi -> sys_call_table[45] -> trace_call -> sys_brk
 *
 * So a call that isn't traced costs what it always does, and a source says nothing of it.  Before and after each, the
 * address space is recorded if it has changed.  Calls that don't return (exit, and exec's old program) leave one record.
 * Linux does this with a flag of the thread, TIF_SYSCALL_TRACEPOINT.  Test: trace.call
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/trace.h>
#include <asm/patch.h>
#include <asm/ptrace.h>
#include <asm/unistd.h>

#define CALL(nr, name)	NR_##name = nr,
enum {
#include <asm/calls.h>
};

typedef long (*call_fn)(unsigned long, unsigned long, unsigned long, unsigned long, unsigned long, unsigned long);

extern const call_fn sys_call_table[NR_syscalls];

/* Those that take their arguments as C does, and concern memory */
static struct {
	u16 nr;
	const char *name;
	call_fn fn;			/* where the entry leads when it isn't traced */
} calls[] = {
#define TRACED(name)	{ NR_##name, #name, NULL }
	TRACED(exit), TRACED(exit_group), TRACED(fork), TRACED(vfork), TRACED(clone), TRACED(execve), TRACED(brk),
	TRACED(mmap2), TRACED(munmap), TRACED(mremap), TRACED(mprotect), TRACED(madvise), TRACED(mincore),
	TRACED(msync), TRACED(mlock), TRACED(munlock), TRACED(mlockall), TRACED(munlockall),
};

static asmlinkage long trace_call(unsigned long r0, unsigned long r1, unsigned long r2, unsigned long r3,
				  unsigned long r4, unsigned long r5)
{
	const unsigned long args[] = { task_pt_regs(current)->ARM_r7, r0, r1, r2, r3, r4, r5 };
	unsigned int i = 0;
	long ret;

	while (calls[i].nr != args[0])		/* only their entries lead here */
		i++;
	trace_mm(current->mm);
	if (trace_on(call_enter))
		trace_record(TRACE_call_enter, args, ARRAY_SIZE(args), calls[i].name);
	ret = calls[i].fn(r0, r1, r2, r3, r4, r5);
	trace_mm(current->mm);
	if (trace_on(call_exit))
		trace_record(TRACE_call_exit, (const unsigned long[]) { args[0], (unsigned long)ret }, 2, NULL);
	return ret;
}

void trace_calls(bool on)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (!calls[i].fn)
			calls[i].fn = sys_call_table[calls[i].nr];
		patch_text((unsigned long)&sys_call_table[calls[i].nr], (u32)(on ? trace_call : calls[i].fn));
	}
}
