/* SPDX-License-Identifier: GPL-2.0-only */
/* Allocations that fail because somebody wants to see what happens then: kernel/lib/fault-inject.c */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/gfp.h>
#include <linux/jump_label.h>

struct kmem_cache;
struct task_struct;

/* A rule for failures, as a boot argument gives it */
struct fault_attr {
	int interval, probability;
	int space, times;		/* how many bytes are handed out before, how many may fail: both count down */
	int count;			/* since one was considered, up to interval */
	u32 random;
};

bool should_fail(struct fault_attr *attr, size_t size);

/*
 * fault_inject_on - may an allocation have to fail?  One nop while nobody has asked for it; then each allocation asks the
 * function for its kind, below.
 */
extern struct static_key fault_inject_key;
#define fault_inject_on()	static_branch_unlikely(&fault_inject_key)

/* Has this allocation to fail?  Any context; counts the allocation as tried. */
bool should_fail_alloc_page(gfp_t gfp_mask, unsigned int order);
bool should_failslab(struct kmem_cache *s, gfp_t gfpflags);

/* set_fail_nth - the @n-th allocation of @task from now on fails, 0: none.  Process context. */
void set_fail_nth(struct task_struct *task, unsigned int n);

#endif
