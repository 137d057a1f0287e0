/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * madvise: what a program knows about its use of memory.
 *
 * Idea.  Most advice is a flag of the VMAs; MADV_DONTNEED acts: the pages go, the VMAs stay, so
 * that the next touch gets a fresh page (anonymous memory: zeros).
 *
 *     before    AAAAAAAAAAAA    MADV_DONTFORK     after   AAAADDDDAAAA
 *                   [----)                                    VM_DONTCOPY
 *
 *   MADV_NORMAL, _RANDOM, _SEQUENTIAL   VM_RAND_READ, VM_SEQ_READ: how far to read ahead
 *   MADV_WILLNEED                       starts to read what of a file isn't in memory
 *   MADV_REMOVE                         a hole in the file, for all who map it
 *   MADV_DONTFORK, _DOFORK              VM_DONTCOPY
 *   MADV_DONTDUMP, _DODUMP              VM_DONTDUMP
 *
 * Invariant  advice changes no byte that a program can see but by MADV_DONTNEED and MADV_REMOVE.
 * Locking: mmap_sem, for writing where VMAs may change.  Different from Linux 4.4: no huge
 * pages, no merging of equal pages, no poison.  Article 3.3.4 (VM_SEQ_READ, VM_RAND_READ,
 * VM_DONTCOPY).  Tests: madvise.*, readahead.mmap*
 */
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include "internal.h"

/* Advice that is a flag of the VMA: what it takes away and what it sets */
static const struct {
	int behavior;
	unsigned long clear, set;
} advice_flags[] = {
	{ MADV_NORMAL,		VM_RAND_READ | VM_SEQ_READ,	0 },
	{ MADV_RANDOM,		VM_SEQ_READ,			VM_RAND_READ },
	{ MADV_SEQUENTIAL,	VM_RAND_READ,			VM_SEQ_READ },
	{ MADV_DONTFORK,	0,				VM_DONTCOPY },
	{ MADV_DOFORK,		VM_DONTCOPY,			0 },
	{ MADV_DONTDUMP,	0,				VM_DONTDUMP },
	{ MADV_DODUMP,		VM_DONTDUMP,			0 },
};

/* The index in advice_flags[], or -1 */
static int advice_flag(int behavior)
{
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(advice_flags); i++)
		if (advice_flags[i].behavior == behavior)
			return i;
	return -1;
}

static bool madvise_behavior_valid(int behavior)
{
	return behavior == MADV_WILLNEED || behavior == MADV_DONTNEED || behavior == MADV_REMOVE ||
	       advice_flag(behavior) >= 0;
}

/* Does it change VMAs? */
static bool madvise_need_mmap_write(int behavior)
{
	return behavior != MADV_WILLNEED && behavior != MADV_DONTNEED && behavior != MADV_REMOVE;
}

/*
 * madvise_behavior - [start, end), inside @vma, gets other flags
 *
 * *@prev: the VMA that contains it.  0; -EINVAL: a device's memory; -EAGAIN: no memory.
 */
static int madvise_behavior(struct vm_area_struct *vma, struct vm_area_struct **prev,
			    unsigned long start, unsigned long end, int i)
{
	unsigned long new_flags = (vma->vm_flags & ~advice_flags[i].clear) | advice_flags[i].set;
	struct vm_area_struct *modified;

	if ((advice_flags[i].behavior == MADV_DOFORK && vma->vm_flags & VM_IO) ||
	    (advice_flags[i].behavior == MADV_DODUMP && vma->vm_flags & VM_SPECIAL))
		return -EINVAL;
	if (new_flags == vma->vm_flags) {
		*prev = vma;
		return 0;
	}
	modified = vma_modify(vma, *prev, start, end, new_flags);
	if (IS_ERR(modified)) {
		*prev = vma;
		return PTR_ERR(modified) == -ENOMEM ? -EAGAIN : (int)PTR_ERR(modified);
	}
	*prev = modified;
	modified->vm_flags = new_flags;
	return 0;
}

/* The pages of one table's entries that are in swap are being read, into the swap cache */
static int swapin_walk_pmd_entry(pmd_t *pmd, unsigned long start, unsigned long end, struct mm_walk *walk)
{
	struct page *page;
	pte_t pte;

	for (; start != end; start += PAGE_SIZE) {
		spinlock_t *ptl;
		pte_t *ptep = pte_offset_map_lock(walk->mm, pmd, start, &ptl);

		pte = *ptep;
		pte_unmap_unlock(ptep, ptl);
		if (!is_swap_pte(pte))
			continue;
		page = read_swap_cache_async(pte_to_swp_entry(pte), GFP_HIGHUSER_MOVABLE, walk->vma, start);
		if (page)
			put_page(page);
	}
	return 0;
}

static void force_swapin_readahead(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_walk walk = { .pmd_entry = swapin_walk_pmd_entry, .mm = vma->vm_mm };

	walk_page_range(start, end, &walk);
	lru_add_drain();	/* a reference of a pagevec's would look like another user */
}

/* What of the file behind [start, end) isn't in memory will be needed: as much as is read ahead at once; of none, what is in swap */
static int madvise_willneed(struct vm_area_struct *vma, struct vm_area_struct **prev,
			    unsigned long start, unsigned long end)
{
	struct file *file = vma->vm_file;

	*prev = vma;
	if (!file)
		force_swapin_readahead(vma, start, end);
	else if (shmem_mapping(file->f_mapping))
		shmem_swapin_range(file->f_mapping, linear_page_index(vma, start), linear_page_index(vma, end));
	else
		force_page_cache_readahead(file->f_mapping, file, linear_page_index(vma, start),
					   (end - start) >> PAGE_SHIFT);
	return 0;
}

/* The pages of [start, end) go.  -EINVAL: locked, or not ours to throw away. */
static int madvise_dontneed(struct vm_area_struct *vma, struct vm_area_struct **prev,
			    unsigned long start, unsigned long end)
{
	*prev = vma;
	if (vma->vm_flags & (VM_LOCKED | VM_PFNMAP))
		return -EINVAL;
	zap_page_range(vma, start, end - start, NULL);
	return 0;
}

/*
 * The pages of the file behind [start, end) go, and the memory they took; all who map them see zeros.
 *
 * 0; -EINVAL: locked, or no file; -EACCES: not shared and writable; what vfs_fallocate() says.  *@prev is NULL
 * after, because mmap_sem was let go of in between.
 */
static int madvise_remove(struct vm_area_struct *vma, struct vm_area_struct **prev,
			  unsigned long start, unsigned long end)
{
	struct file *file = vma->vm_file;
	loff_t offset;
	int error;

	*prev = NULL;
	if (vma->vm_flags & VM_LOCKED || !file || !file->f_mapping)
		return -EINVAL;
	if ((vma->vm_flags & (VM_SHARED | VM_WRITE)) != (VM_SHARED | VM_WRITE))
		return -EACCES;
	offset = (loff_t)(start - vma->vm_start) + ((loff_t)vma->vm_pgoff << PAGE_SHIFT);
	/* i_mutex comes before mmap_sem: who writes to the file holds it while it faults */
	get_file(file);
	up_read(&current->mm->mmap_sem);
	error = (int)vfs_fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset,
				   (loff_t)(end - start));
	fput(file);
	down_read(&current->mm->mmap_sem);
	return error;
}

static int madvise_vma(struct vm_area_struct *vma, struct vm_area_struct **prev,
		       unsigned long start, unsigned long end, int behavior)
{
	switch (behavior) {
	case MADV_WILLNEED:
		return madvise_willneed(vma, prev, start, end);
	case MADV_DONTNEED:
		return madvise_dontneed(vma, prev, start, end);
	case MADV_REMOVE:
		return madvise_remove(vma, prev, start, end);
	}
	return madvise_behavior(vma, prev, start, end, advice_flag(behavior));
}

/* Every VMA of [start, end).  A hole: -ENOMEM, when all the rest is done. */
static int madvise_range(unsigned long start, unsigned long end, int behavior)
{
	struct vm_area_struct *prev, *vma = find_vma_prev(current->mm, start, &prev);
	int error, unmapped_error = 0;

	if (vma && start > vma->vm_start)
		prev = vma;
	for (; vma; vma = prev ? prev->vm_next : find_vma(current->mm, start)) {
		unsigned long next;

		if (start < vma->vm_start) {
			unmapped_error = -ENOMEM;
			start = vma->vm_start;
			if (start >= end)
				return unmapped_error;
		}
		next = min(vma->vm_end, end);
		error = madvise_vma(vma, &prev, start, next, behavior);
		if (error)
			return error;
		start = max(next, prev ? prev->vm_end : 0);
		if (start >= end)
			return unmapped_error;
	}
	return -ENOMEM;
}

/* 0, or in this order: -EINVAL (advice, unaligned, wraps), -ENOMEM (a hole), -EINVAL, -EAGAIN */
SYSCALL_DEFINE3(madvise, unsigned long, start, size_t, len_in, int, behavior)
{
	struct mm_struct *mm = current->mm;
	unsigned long end, len = PAGE_ALIGN(len_in);
	bool write = madvise_need_mmap_write(behavior);
	int error;

	if (!madvise_behavior_valid(behavior) || offset_in_page(start) || (len_in && !len))
		return -EINVAL;
	end = start + len;
	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	if (write)
		down_write(&mm->mmap_sem);
	else
		down_read(&mm->mmap_sem);
	error = madvise_range(start, end, behavior);
	if (write)
		up_write(&mm->mmap_sem);
	else
		up_read(&mm->mmap_sem);
	return error;
}
