/* SPDX-License-Identifier: GPL-2.0-only */
/* Which page directory is loaded */
#ifndef _ASM_MMU_CONTEXT_H
#define _ASM_MMU_CONTEXT_H

#include <linux/mm_types.h>
#include <asm/memory.h>

/* arch/arm/mm/proc-v7.S */
void cpu_v7_switch_mm(phys_addr_t pgd, u32 contextidr);

/*
 * Loads @pgd under ASID 0.  No program runs, so user entries are only ever looked at by tests,
 * which flush the TLB.  The caller can't be preempted.
 */
static inline void cpu_switch_mm(pgd_t *pgd, struct mm_struct *mm)
{
	cpu_v7_switch_mm(virt_to_phys(pgd), 0);
}

struct task_struct;

/* Called by the scheduler with interrupts off when @next has an address space of its own */
static inline void switch_mm(struct mm_struct *prev, struct mm_struct *next,
			     struct task_struct *tsk)
{
	if (prev != next)
		cpu_switch_mm(next->pgd, next);
}

#endif
