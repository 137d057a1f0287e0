/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The VMAs that a task's faults found last.
 *
 * Idea.  Faults come in runs: a task keeps VMACACHE_SIZE VMAs, by the page number's low bits,
 * and asks them before the tree.  Whoever takes a VMA out of an address space raises
 * mm->vmacache_seqnum; a task whose number differs has an empty cache.  It has 64 bits: a task that
 * slept meanwhile must not find its number again.
 *
 *   task->vmacache[(addr >> PAGE_SHIFT) & VMACACHE_MASK], the one that was right last first
 *
 * Invariant: with equal sequence numbers, every cached VMA belongs to current->mm.
 * Context: the caller holds mmap_sem.  Article 3.3.4 (find_vma).  Tests: vma.find, tests/host/vma.c
 */
#include <linux/mm.h>
#include <linux/vmacache.h>

/* A kernel thread changes from one address space to another (use_mm) without emptying it */
static inline bool vmacache_valid_mm(struct mm_struct *mm)
{
	return current->mm == mm && !(current->flags & PF_KTHREAD);
}

#define VMACACHE_HASH(addr)	((addr) >> PAGE_SHIFT & VMACACHE_MASK)

static bool vmacache_valid(struct mm_struct *mm)
{
	struct task_struct *curr = current;

	if (!vmacache_valid_mm(mm))
		return false;
	if (mm->vmacache_seqnum != curr->vmacache_seqnum) {
		curr->vmacache_seqnum = mm->vmacache_seqnum;
		vmacache_flush(curr);
		return false;
	}
	return true;
}

void vmacache_update(unsigned long addr, struct vm_area_struct *newvma)
{
	struct task_struct *curr = current;

	if (!vmacache_valid_mm(newvma->vm_mm))
		return;
	curr->vmacache_last = VMACACHE_HASH(addr);
	curr->vmacache[curr->vmacache_last] = newvma;
}

/* The cached VMA that @addr is in, or NULL: then the tree must be asked */
struct vm_area_struct *vmacache_find(struct mm_struct *mm, unsigned long addr)
{
	struct task_struct *curr = current;
	struct vm_area_struct *vma;
	unsigned int i;

	if (!vmacache_valid(mm))
		return NULL;
	vma = curr->vmacache[curr->vmacache_last];
	if (vma && vma->vm_start <= addr && vma->vm_end > addr)
		return vma;
	for (i = 0; i < VMACACHE_SIZE; i++) {
		vma = curr->vmacache[i];
		if (vma && vma->vm_start <= addr && vma->vm_end > addr) {
			curr->vmacache_last = i;
			return vma;
		}
	}
	return NULL;
}
