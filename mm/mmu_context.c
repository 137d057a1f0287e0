/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel thread that works in a program's address space for a while.
 *
 * Idea.  A kernel thread has no mm; the tables that are loaded while it runs are borrowed from who ran
 * before.  Between use_mm() and unuse_mm() it has one as a program has: its faults in user memory
 * are mended, and it can use the uaccess routines.
 *
 *              mm        active_mm
 *   before     NULL      A (borrowed)
 *   use_mm(B)  B         B
 *   unuse_mm   NULL      B (borrowed)
 *
 * Invariant  an address space that is active_mm of a kernel thread has mm_count for that.
 *
 * Context.  The caller is a kernel thread and has mm_users of @mm.  Nothing differs from Linux 4.x.
 * Tests: fault_user.*, uaccess.*, context.*
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmu_context.h>
#include <linux/sched.h>
#include <asm/mmu_context.h>

/* use_mm - the current kernel thread takes @mm on */
void use_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;
	struct mm_struct *active_mm = tsk->active_mm;
	unsigned long flags;

	task_lock(tsk);
	local_irq_save(flags);
	if (active_mm != mm) {
		atomic_inc(&mm->mm_count);
		tsk->active_mm = mm;
	}
	tsk->mm = mm;
	switch_mm(active_mm, mm, tsk);
	local_irq_restore(flags);
	task_unlock(tsk);
	if (active_mm != mm)
		mmdrop(active_mm);
}

/* unuse_mm - and lets it go; its tables stay loaded until something else is */
void unuse_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;

	task_lock(tsk);
	tsk->mm = NULL;
	enter_lazy_tlb(mm, tsk);
	task_unlock(tsk);
}
