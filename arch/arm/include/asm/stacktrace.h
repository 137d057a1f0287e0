/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_STACKTRACE_H
#define _ASM_STACKTRACE_H

#include <linux/types.h>

struct stackframe {
	unsigned long fp, sp, lr, pc;
	bool returned_to;	/* pc follows a call, which may be the last instruction of its function */
};

/* From a function's frame to its caller's: 0, or -1 at the end or where the tables end */
int unwind_frame(struct stackframe *frame);

/* @frame's pc, and up to @size - 1 return addresses of its callers.  Returns how many. */
unsigned int stack_trace_save_frame(struct stackframe frame, unsigned long *store, unsigned int size);

#endif
