/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * remap_file_pages: pages of a shared mapping in another order than in the file.
 *
 * Idea.  Until 4.0, Linux had non-linear VMAs, in which each empty entry said which page of
 * the file it stood for.  Since then the call is an ordinary mapping in the middle of another:
 *
 *     before    file  0 1 2 3 4 5      remap_file_pages(page 2, 1 page, pgoff 5)
 *     after     file  0 1|5|3 4 5      three VMAs
 *
 * Locking: mmap_sem for writing.  Article 3.3.4, non-linear mapping.  Tests: mremap.file_pages
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

/* Is [vma, end) all one file's, mapped alike, without a hole? */
static bool same_file_up_to(struct vm_area_struct *vma, unsigned long end)
{
	struct vm_area_struct *next = vma;

	while (next->vm_end < end) {
		if (!next->vm_next || next->vm_next->vm_start != next->vm_end)
			return false;
		next = next->vm_next;
		if (next->vm_file != vma->vm_file || next->vm_flags != vma->vm_flags)
			return false;
	}
	return true;
}

static unsigned long remap_area(unsigned long start, unsigned long size, unsigned long pgoff,
				unsigned long flags, unsigned long *populate)
{
	struct vm_area_struct *vma = find_vma(current->mm, start);
	unsigned long ret, prot;
	struct file *file;

	if (!vma || !(vma->vm_flags & VM_SHARED) || !vma->vm_file || start < vma->vm_start ||
	    !same_file_up_to(vma, start + size))
		return -EINVAL;
	prot = vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC);	/* as PROT_* */
	flags = (flags & MAP_NONBLOCK) | MAP_SHARED | MAP_FIXED | MAP_POPULATE;
	if (vma->vm_flags & VM_LOCKED)
		flags |= MAP_LOCKED;
	file = get_file(vma->vm_file);
	ret = do_mmap_pgoff(file, start, size, prot, flags, pgoff, populate);
	fput(file);
	return ret;
}

/* 0; -EINVAL: @prot isn't 0, wraps, not one shared file mapping; else as mmap(2) */
SYSCALL_DEFINE5(remap_file_pages, unsigned long, start, unsigned long, size, unsigned long, prot,
		unsigned long, pgoff, unsigned long, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long ret, populate = 0;

	start &= PAGE_MASK;
	size &= PAGE_MASK;
	if (prot || start + size <= start || pgoff + (size >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	down_write(&mm->mmap_sem);
	ret = remap_area(start, size, pgoff, flags, &populate);
	up_write(&mm->mmap_sem);
	if (populate)
		mm_populate(ret, populate);
	return IS_ERR_VALUE(ret) ? (long)ret : 0;
}
