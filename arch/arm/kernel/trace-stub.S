/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a tracepoint to trace_hit(), without a trace in the registers (linux/trace.h).
 *
 *   sp at the tracepoint ->  lr              what the tracepoint saved
 *                            ip
 *                            r3 ... r0
 *                            argument a
 *                            argument b
 *   sp here ->               argument c
 *
 * In: r0 = the event's number, lr = back.  r4 and above are the procedure call standard's to keep; the flags are lost.
 */
#include <linux/linkage.h>

	.arch	armv7-a
	.text
ENTRY(__trace_stub)
	mov	r1, sp
	mov	r2, lr
	mov	r3, fp
	push	{r4, lr}
	mov	r4, sp
	bic	sp, sp, #7			@ the procedure call standard wants 8
	bl	trace_hit
	mov	sp, r4
	pop	{r4, pc}
ENDPROC(__trace_stub)
