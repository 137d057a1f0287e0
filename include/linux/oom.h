/* SPDX-License-Identifier: GPL-2.0-only */
/* No memory is left, and somebody must go: mm/oom_kill.c */
#ifndef _LINUX_OOM_H
#define _LINUX_OOM_H

#include <linux/gfp.h>

#define OOM_SCORE_ADJ_MIN	(-1000)
#define OOM_SCORE_ADJ_MAX	1000

/* What becomes of a request that finds no memory */
enum oom_verdict {
	OOM_NOBODY,	/* it fails: there is nobody whose end would help */
	OOM_KILLED,	/* somebody is dying: wait a tick and try again */
	OOM_DYING,	/* the current task is: it may have the reserve, or fails */
};

struct task_struct;

unsigned long oom_badness(struct task_struct *p, unsigned long totalpages);
enum oom_verdict out_of_memory(gfp_t gfp_mask, unsigned int order);
void exit_oom_victim(void);
void pagefault_out_of_memory(void);

#endif
