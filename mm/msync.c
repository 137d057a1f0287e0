/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * msync: what was written to shared mappings of files reaches the files.
 *
 * Idea.  A file's pages are the page cache's own, so its readers see every store at once; what
 * is left to do is writing dirty pages to where the file lives: MS_SYNC does so and waits.
 *
 *   MS_SYNC         fsync() of the part of each VM_SHARED VMA in the range
 *   MS_ASYNC        nothing: dirty pages are on their way anyway
 *   MS_INVALIDATE   nothing, but -EBUSY over locked memory
 *
 * Locking: mmap_sem for reading, let go while a file is written; so the VMA is looked up again
 * after it.  Tests: msync.*
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

/* The part of @vma in [start, end): caller holds mmap_sem, which is not held meanwhile */
static int sync_area(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	struct file *file = get_file(vma->vm_file);
	loff_t fstart = (loff_t)(start - vma->vm_start) + ((loff_t)vma->vm_pgoff << PAGE_SHIFT);
	loff_t fend = fstart + (loff_t)(min(end, vma->vm_end) - start) - 1;
	int error;

	up_read(&mm->mmap_sem);
	error = vfs_fsync_range(file, fstart, fend, 1);
	fput(file);
	down_read(&mm->mmap_sem);
	return error;
}

/* Caller holds mmap_sem for reading.  A hole: -ENOMEM, when all the rest is done. */
static int sync_range(unsigned long start, unsigned long end, int flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int error, unmapped_error = 0;

	while (start < end) {
		unsigned long next;

		vma = find_vma(mm, start);
		if (!vma)
			return -ENOMEM;
		if (start < vma->vm_start) {
			unmapped_error = -ENOMEM;
			start = vma->vm_start;
			if (start >= end)
				break;
		}
		if (flags & MS_INVALIDATE && vma->vm_flags & VM_LOCKED)
			return -EBUSY;
		next = vma->vm_end;
		if (flags & MS_SYNC && vma->vm_file && vma->vm_flags & VM_SHARED) {
			error = sync_area(vma, start, end);
			if (error)
				return error;
		}
		start = next;
	}
	return unmapped_error;
}

/* 0, or in this order: -EINVAL (flags, unaligned), -ENOMEM (wraps, a hole), -EBUSY, -EIO */
SYSCALL_DEFINE3(msync, unsigned long, start, size_t, len, int, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long end;
	int error;

	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) || offset_in_page(start) ||
	    (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC))
		return -EINVAL;
	end = start + PAGE_ALIGN(len);
	if (end < start)
		return -ENOMEM;
	down_read(&mm->mmap_sem);
	error = sync_range(start, end, flags);
	up_read(&mm->mmap_sem);
	return error;
}
