/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mlock and its kin: pages of VM_LOCKED VMAs stay in memory.
 *
 * Idea.  Locking changes VMAs first and pages after: the range is cut out, gets VM_LOCKED, and
 * then every page of it is faulted in (mm/gup.c).  A locked page is marked PG_mlocked, counted
 * in NR_MLOCK, and moved to the unevictable list, where reclaim doesn't look.  A page may be in
 * several VMAs, and is let go when no other that maps it is VM_LOCKED.
 *
 *     before    AAAAAAAAAAAA       mlock          after    AAAALLLLAAAA     locked_vm += 4
 *                   [----)
 *     mlockall(MCL_FUTURE)  puts VM_LOCKED into def_flags, which every later VMA gets
 *     VM_LOCKONFAULT        (mlock2, MCL_ONFAULT) nothing is faulted in: locked once touched
 *
 * Invariants (rmap_counters_check() asserts L1; vma_check() L2, as A5; nothing asserts L3)
 *   L1  NR_MLOCK is the number of PG_mlocked pages
 *   L2  locked_vm is the pages of all VM_LOCKED VMAs (A5 of mm/vma.c), within RLIMIT_MEMLOCK
 *       when it was raised; VM_SPECIAL VMAs are never VM_LOCKED
 *   L3  a page that one VMA lets go stays marked while another VM_LOCKED VMA maps it
 *
 * Context: mmap_sem for writing where VMAs change; the page lock for the single-page functions.
 * Article 3.3.4 (VM_LOCKED, mlockall).  Tests: mlock.*
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/vmstat.h>
#include "internal.h"

/* ------------------------------------------------------------------ pages */

void mlock_vma_page(struct page *page)
{
	if (TestSetPageMlocked(page))
		return;
	inc_zone_page_state(page, NR_MLOCK);
	if (!isolate_lru_page(page))
		putback_lru_page(page);
}

static int mlocked_elsewhere(struct page *page, struct vm_area_struct *vma, unsigned long address,
			     void *arg)
{
	bool *locked = arg;

	if (!(vma->vm_flags & VM_LOCKED) || !page_mapped_in_vma(page, vma))
		return SWAP_AGAIN;
	*locked = true;
	return SWAP_SUCCESS;
}

/* Another VM_LOCKED VMA may map it, too (L3).  @page is locked. */
static bool try_to_munlock(struct page *page)
{
	bool locked = false;
	struct rmap_walk_control rwc = { .rmap_one = mlocked_elsewhere, .arg = &locked };

	if (page_mapcount(page) > 1 && page->mapping)
		rmap_walk(page, &rwc);
	return locked;
}

/* One VMA lets @page go, which is locked: that VMA isn't VM_LOCKED any more */
void munlock_vma_page(struct page *page)
{
	if (!PageMlocked(page) || try_to_munlock(page))
		return;
	ClearPageMlocked(page);
	dec_zone_page_state(page, NR_MLOCK);
	if (!isolate_lru_page(page))
		putback_lru_page(page);
}

/* What one table has.  A page is locked without the table's lock, for that may sleep. */
static int munlock_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	for (; addr != end; addr += PAGE_SIZE) {
		struct page *page = follow_page(walk->vma, addr, FOLL_GET | FOLL_DUMP);

		if (IS_ERR_OR_NULL(page))
			continue;
		lock_page(page);
		munlock_vma_page(page);
		unlock_page(page);
		put_page(page);
	}
	return 0;
}

/*
 * munlock_vma_pages_range - the present pages of [start, end) are let go
 *
 * @vma, which contains them, isn't VM_LOCKED any more.  Caller holds mmap_sem for writing.
 */
void munlock_vma_pages_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_walk walk = { .pmd_entry = munlock_pte_range, .mm = vma->vm_mm };

	vma->vm_flags &= VM_LOCKED_CLEAR_MASK;
	walk_page_range(start, end, &walk);
}

/* ------------------------------------------------------------------ VMAs */

/*
 * mlock_fixup - [start, end), inside @vma, has @newflags: locked or not
 *
 * *@prev: the VMA that contains it now.  0, -ENOMEM.  Caller holds mmap_sem for writing; pages
 * aren't faulted in yet.
 */
static int mlock_fixup(struct vm_area_struct *vma, struct vm_area_struct **prev,
		       unsigned long start, unsigned long end, unsigned long newflags)
{
	unsigned long oldflags = vma->vm_flags, nr_pages = (end - start) >> PAGE_SHIFT;
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *area;

	if (newflags == oldflags || oldflags & VM_SPECIAL) {
		*prev = vma;
		return 0;
	}
	area = vma_modify(vma, *prev, start, end, newflags);
	if (IS_ERR(area)) {
		*prev = vma;
		return (int)PTR_ERR(area);
	}
	*prev = area;
	if (newflags & VM_LOCKED) {
		if (!(oldflags & VM_LOCKED))
			mm->locked_vm += nr_pages;
		area->vm_flags = newflags;
	} else {
		mm->locked_vm -= nr_pages;
		munlock_vma_pages_range(area, start, end);
	}
	return 0;
}

/* @flags, VM_LOCKED and VM_LOCKONFAULT or none, for all of a range.  A hole: -ENOMEM. */
static int apply_vma_lock_flags(unsigned long start, size_t len, unsigned long flags)
{
	struct vm_area_struct *vma, *prev;
	unsigned long end = start + len, nend;
	int error;

	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	vma = find_vma(current->mm, start);
	if (!vma || vma->vm_start > start)
		return -ENOMEM;
	prev = start > vma->vm_start ? vma : vma->vm_prev;
	for (;;) {
		nend = min(vma->vm_end, end);
		error = mlock_fixup(vma, &prev, start, nend,
				    (vma->vm_flags & VM_LOCKED_CLEAR_MASK) | flags);
		if (error)
			return error;
		start = max(nend, prev->vm_end);
		if (start >= end)
			return 0;
		vma = prev->vm_next;
		if (!vma || vma->vm_start != start)
			return -ENOMEM;
	}
}

/* What get_user_pages() says, as POSIX has it for mlock */
static int mlock_posix_error_return(int retval)
{
	if (retval == -EFAULT)
		return -ENOMEM;
	return retval == -ENOMEM ? -EAGAIN : retval;
}

/* -EPERM: the limit is 0; -EINVAL: wraps; -ENOMEM: over the limit, a hole; -EAGAIN: no memory */
static int do_mlock(unsigned long start, size_t len, unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	int error = -ENOMEM;

	if (!can_do_mlock())
		return -EPERM;
	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	down_write(&mm->mmap_sem);
	if (!mlock_over_limit(mm->locked_vm + (len >> PAGE_SHIFT)))
		error = apply_vma_lock_flags(start, len, flags);
	up_write(&mm->mmap_sem);
	if (error)
		return error;
	return mlock_posix_error_return(__mm_populate(start, len, 0));
}

SYSCALL_DEFINE2(mlock, unsigned long, start, size_t, len)
{
	return do_mlock(start, len, VM_LOCKED);
}

SYSCALL_DEFINE3(mlock2, unsigned long, start, size_t, len, int, flags)
{
	if (flags & ~MLOCK_ONFAULT)
		return -EINVAL;
	return do_mlock(start, len, VM_LOCKED | (flags & MLOCK_ONFAULT ? VM_LOCKONFAULT : 0));
}

SYSCALL_DEFINE2(munlock, unsigned long, start, size_t, len)
{
	struct mm_struct *mm = current->mm;
	int error;

	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	down_write(&mm->mmap_sem);
	error = apply_vma_lock_flags(start, len, 0);
	up_write(&mm->mmap_sem);
	return error;
}

/* All VMAs there are (MCL_CURRENT), all that will be (MCL_FUTURE); 0 lets all go */
static void apply_mlockall_flags(struct mm_struct *mm, int flags)
{
	unsigned long lock = VM_LOCKED | (flags & MCL_ONFAULT ? VM_LOCKONFAULT : 0);
	struct vm_area_struct *vma, *prev = NULL;

	mm->def_flags &= VM_LOCKED_CLEAR_MASK;
	if (flags & MCL_FUTURE) {
		mm->def_flags |= lock;
		if (!(flags & MCL_CURRENT))
			return;
	}
	if (!(flags & MCL_CURRENT))
		lock = 0;
	/* Errors are ignored, as by Linux: there is no way to say which VMA stays as it is */
	for (vma = mm->mmap; vma; vma = prev->vm_next)
		mlock_fixup(vma, &prev, vma->vm_start, vma->vm_end,
			    (vma->vm_flags & VM_LOCKED_CLEAR_MASK) | lock);
}

/* 0; -EINVAL: unknown or no flags; -EPERM: the limit is 0; -ENOMEM: over the limit */
SYSCALL_DEFINE1(mlockall, int, flags)
{
	struct mm_struct *mm = current->mm;
	int ret = -ENOMEM;

	if (!flags || flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) || flags == MCL_ONFAULT)
		return -EINVAL;
	if (!can_do_mlock())
		return -EPERM;
	down_write(&mm->mmap_sem);
	if (!(flags & MCL_CURRENT) || !mlock_over_limit(mm->total_vm)) {
		apply_mlockall_flags(mm, flags);
		ret = 0;
	}
	up_write(&mm->mmap_sem);
	if (!ret && flags & MCL_CURRENT)
		mm_populate(0, TASK_SIZE);
	return ret;
}

SYSCALL_DEFINE0(munlockall)
{
	struct mm_struct *mm = current->mm;

	down_write(&mm->mmap_sem);
	apply_mlockall_flags(mm, 0);
	up_write(&mm->mmap_sem);
	return 0;
}
