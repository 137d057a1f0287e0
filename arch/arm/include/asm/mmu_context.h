/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which page directory is loaded, and when it changes.
 *
 *   context_switch, activate_mm -> switch_mm -> check_and_switch_context -> cpu_switch_mm
 *                   next is a kernel thread  -> enter_lazy_tlb: keeps what is loaded
 *
 * Kernel stacks are vmalloc'ed, and an abort for want of its own stack's mapping can't be
 * handled.  So before a stack is switched to, the kernel's part of the page directory that will
 * be loaded then must be up to date: both ways end in check_vmalloc_seq().
 */
#ifndef _ASM_MMU_CONTEXT_H
#define _ASM_MMU_CONTEXT_H

#include <linux/mm_types.h>
#include <asm/memory.h>
#include <asm/pgtable.h>

struct task_struct;

/* arch/arm/mm/proc-v7.S */
void cpu_v7_switch_mm(phys_addr_t pgd, u32 contextidr);

/* arch/arm/mm/context.c */
void check_and_switch_context(struct mm_struct *mm, struct task_struct *tsk);
void __check_vmalloc_seq(struct mm_struct *mm);

/* Loads @pgd under @mm's ASID; init_mm has 0, under which nothing of a user is ever filed */
static inline void cpu_switch_mm(pgd_t *pgd, struct mm_struct *mm)
{
	cpu_v7_switch_mm(virt_to_phys(pgd), ASID(mm));
}

static inline void check_vmalloc_seq(struct mm_struct *mm)
{
	if (unlikely(mm->context.vmalloc_seq != init_mm.context.vmalloc_seq))
		__check_vmalloc_seq(mm);
}

/* 0.  A new address space gets its ASID when it is switched to for the first time. */
static inline int init_new_context(struct task_struct *tsk, struct mm_struct *mm)
{
	atomic64_set(&mm->context.id, 0);
	mm->context.sigpage = 0;
	return 0;
}

/* Its ASID stays taken until the next generation: nobody gets it in between */
#define destroy_context(mm)	do { } while (0)

/*
 * switch_mm - load @next's page tables.
 *
 * Interrupts are off, or the caller is @tsk itself.  When only the task changes, nothing is
 * loaded, but the stack of the next one must be mapped in the tables that stay.
 */
static inline void switch_mm(struct mm_struct *prev, struct mm_struct *next,
			     struct task_struct *tsk)
{
	if (prev == next)
		check_vmalloc_seq(next);
	else
		check_and_switch_context(next, tsk);
}

/* A kernel thread, @tsk, goes on with the tables of @mm, and needs only the kernel's part */
static inline void enter_lazy_tlb(struct mm_struct *mm, struct task_struct *tsk)
{
	if (mm != &init_mm)
		check_vmalloc_seq(mm);
}

/* activate_mm - exec: @next replaces @prev for the current task */
#define activate_mm(prev, next)	switch_mm(prev, next, NULL)

#endif
