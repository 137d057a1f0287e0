/* SPDX-License-Identifier: GPL-2.0-only */
/* An address space without a program: user_mm.h */
#include <linux/mmu_context.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmacache.h>
#include <asm/mmu_context.h>
#include <asm/pgtable.h>
#include "user_mm.h"

struct mm_struct *user_mm_create(void)
{
	return mm_alloc();
}

bool user_mm_check(struct mm_struct *mm)
{
	bool good;

	down_read(&mm->mmap_sem);
	good = rmap_check(mm);
	up_read(&mm->mmap_sem);
	return good & rmap_counters_check();
}

/* Checks its counts before it goes */
void user_mm_destroy(struct mm_struct *mm)
{
	EXPECT(user_mm_check(mm));
	mmput(mm);
}

void user_mm_enter(struct mm_struct *mm)
{
	use_mm(mm);
	set_fs(USER_DS);
}

/* Back to the kernel's own tables, so that @mm isn't kept by being loaded */
void user_mm_leave(struct mm_struct *mm)
{
	set_fs(KERNEL_DS);
	unuse_mm(mm);
	use_mm(&init_mm);
	unuse_mm(&init_mm);
}

/* A kernel thread has no vmacache: what it has is of the time before */
void user_mm_as_program(bool on)
{
	vmacache_flush(current);
	if (on)
		current->flags &= ~(unsigned int)PF_KTHREAD;
	else
		current->flags |= PF_KTHREAD;
}

struct vm_area_struct *user_mm_map(struct mm_struct *mm, unsigned long addr, unsigned long len,
				   unsigned long flags)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
	int err;

	if (!vma)
		return NULL;
	vma->vm_mm = mm;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = flags | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	if (flags & VM_SHARED)
		vma->vm_flags |= VM_MAYSHARE;
	vma->vm_page_prot = vm_get_page_prot(flags);
	INIT_LIST_HEAD(&vma->anon_vma_chain);
	down_write(&mm->mmap_sem);
	vm_stat_account(mm, vma->vm_flags, (long)vma_pages(vma));	/* A5 in mm/vma.c: the caller counts */
	err = insert_vm_struct(mm, vma);
	if (err)
		vm_stat_account(mm, vma->vm_flags, -(long)vma_pages(vma));
	up_write(&mm->mmap_sem);
	if (!err)
		return vma;
	kmem_cache_free(vm_area_cachep, vma);
	return NULL;
}

/* What dup_mmap() does for one VMA */
static int fork_vma(struct mm_struct *child, struct mm_struct *mm, struct vm_area_struct *from)
{
	struct vm_area_struct *vma = user_mm_map(child, from->vm_start, from->vm_end - from->vm_start,
						 from->vm_flags);
	int err;

	if (!vma)
		return -ENOMEM;
	down_write(&mm->mmap_sem);
	vma->vm_ops = from->vm_ops;
	err = anon_vma_fork(vma, from);
	if (!err)
		err = copy_page_range(child, mm, vma);
	flush_tlb_mm(mm);
	up_write(&mm->mmap_sem);
	return err;
}

struct mm_struct *user_mm_fork(struct mm_struct *mm)
{
	struct mm_struct *child = user_mm_create();
	struct vm_area_struct *from;
	int err = 0;

	if (!child)
		return NULL;
	for (from = mm->mmap; from && !err; from = from->vm_next)
		err = fork_vma(child, mm, from);
	if (!err)
		return child;
	mmput(child);
	return NULL;
}

pte_t *user_mm_pte(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmd = mm_find_pmd(mm, addr);

	return pmd ? pte_offset_map(pmd, addr) : NULL;
}

struct page *user_mm_page(struct mm_struct *mm, unsigned long addr)
{
	pte_t *pte = user_mm_pte(mm, addr);

	return pte && pte_present(*pte) ? pte_page(*pte) : NULL;
}

u32 user_read(unsigned long addr)
{
	u32 value;

	return get_user(value, (u32 __user *)addr) ? USER_FAULT : value;
}

int user_write(unsigned long addr, u32 value)
{
	return put_user(value, (u32 __user *)addr);
}
