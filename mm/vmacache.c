/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The areas that a task's faults found last.
 *
 * Idea.  Faults come in runs: a task keeps VMACACHE_SIZE areas, by the page number's low bits,
 * and asks them before the tree.  Whoever takes an area out of an address space raises
 * mm->vmacache_seqnum; a task whose number differs has an empty cache.
 *
 *   task->vmacache[(addr >> PAGE_SHIFT) & VMACACHE_MASK]
 *
 * Invariant: with equal sequence numbers, every cached area belongs to current->mm.
 * Context: the caller holds mmap_sem.  Article 3.3.4 (find_vma).  Tests: vma.cache_*
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
	if (vmacache_valid_mm(newvma->vm_mm))
		current->vmacache[VMACACHE_HASH(addr)] = newvma;
}

/* The cached area that @addr is in, or NULL: then the tree must be asked */
struct vm_area_struct *vmacache_find(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *const *cache = current->vmacache, *vma;
	unsigned int i, slot = VMACACHE_HASH(addr);

	if (!vmacache_valid(mm))
		return NULL;
	/* Where the last miss on this page, or on one four pages away, has put it: most likely */
	for (i = 0; i < VMACACHE_SIZE; i++, slot = (slot + 1) & VMACACHE_MASK) {
		vma = cache[slot];
		if (vma && vma->vm_start <= addr && vma->vm_end > addr)
			return vma;
	}
	return NULL;
}
