/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VMACACHE_H
#define _LINUX_VMACACHE_H

#include <linux/mm_types.h>
#include <linux/sched.h>

/* The VMAs that faults of one task found last: mm/vmacache.c */
struct vm_area_struct *vmacache_find(struct mm_struct *mm, unsigned long addr);
void vmacache_update(unsigned long addr, struct vm_area_struct *newvma);

/* No task's cached VMAs are good any more.  Caller holds mmap_sem for writing. */
static inline void vmacache_invalidate(struct mm_struct *mm)
{
	mm->vmacache_seqnum++;
}

static inline void vmacache_flush(struct task_struct *tsk)
{
	unsigned int i;

	for (i = 0; i < VMACACHE_SIZE; i++)
		tsk->vmacache[i] = NULL;
}

#endif
