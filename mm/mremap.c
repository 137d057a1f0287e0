/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mremap: a VMA grows, shrinks or moves, and takes its pages along.
 *
 * Idea.  No page is copied: growing changes vm_end if nothing is in the way, moving makes a
 * second VMA of the same kind elsewhere and carries the page-table entries over.
 *
 *   shrink         AAAAAAAA....   ->   AAAA........      munmap of the tail
 *   grow           AAAA....BBBB   ->   AAAAAAAABBBB      vma_adjust
 *   move           AAAABBBB....   ->   ....BBBBAAAAAA    copy_vma, move_page_tables, munmap
 *   (old size 0)   SSSS........   ->   SSSS....SSSS      a second mapping of shared memory
 *
 * Invariants (nothing asserts them)
 *   M1  a page keeps its place in its file or anon_vma: the entries move, vm_pgoff goes along
 *   M2  VM_ACCOUNT memory is charged once: what is more than before when it grows, nothing when it moves
 *   M3  no TLB knows the old place when its table's lock is released
 *
 * Locking: mmap_sem for writing.  Entries move under both tables' locks, and under the rmap
 * locks when a walk could pass the page by (need_rmap_locks, see copy_vma()).
 * Article 3.3.4 (mremap).  Tests: mremap.*
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/trace.h>
#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>
#include "internal.h"

/* ------------------------------------------------------------------ page tables */

static void take_rmap_locks(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		i_mmap_lock_write(vma->vm_file->f_mapping);
	if (vma->anon_vma)
		anon_vma_lock_write(vma->anon_vma);
}

static void drop_rmap_locks(struct vm_area_struct *vma)
{
	if (vma->anon_vma)
		anon_vma_unlock_write(vma->anon_vma);
	if (vma->vm_file)
		i_mmap_unlock_write(vma->vm_file->f_mapping);
}

/* The entries of [old_addr, old_end), in one table, to another table (or the same) */
static void move_ptes(struct vm_area_struct *vma, pmd_t *old_pmd, unsigned long old_addr,
		      unsigned long old_end, pmd_t *new_pmd, unsigned long new_addr)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long start = old_addr;
	spinlock_t *old_ptl, *new_ptl = pte_lockptr(mm, new_pmd);
	pte_t *old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	pte_t *new_pte = pte_offset_map(new_pmd, new_addr);
	bool present = false;

	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	else
		__acquire(new_ptl);
	for (; old_addr < old_end; old_addr += PAGE_SIZE, old_pte++,
				   new_addr += PAGE_SIZE, new_pte++) {
		pte_t pte;

		if (pte_none(*old_pte))
			continue;
		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		present |= pte_present(pte);
		set_pte_at(mm, new_addr, new_pte, move_pte(pte, vma->vm_page_prot, old_addr, new_addr));
	}
	if (present)
		flush_tlb_range(vma, start, old_end);
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	else
		__release(new_ptl);
	pte_unmap(new_pte - 1);
	pte_unmap_unlock(old_pte - 1, old_ptl);
}

/*
 * move_page_tables - the entries of [old_addr, old_addr + len) of @vma go to @new_addr
 *
 * Returns how many bytes it got to: less than @len when there is no memory for a table.  The
 * ranges may overlap if @new_addr is the lower one.  Caller holds mmap_sem for writing.
 */
unsigned long move_page_tables(struct vm_area_struct *vma, unsigned long old_addr,
			       unsigned long new_addr, unsigned long len, bool need_rmap_locks)
{
	unsigned long start = old_addr, old_end = old_addr + len, extent;
	pmd_t *old_pmd, *new_pmd;

	trace_event(move_page_tables, old_addr, new_addr, len);
	flush_cache_range(vma, old_addr, old_end);
	for (; old_addr < old_end; old_addr += extent, new_addr += extent) {
		/* As far as one table reaches, on both sides */
		extent = min(pte_table_end(old_addr, old_end) - old_addr,
			     PMD_SIZE - (new_addr & ~PMD_MASK));
		old_pmd = mm_find_pmd(vma->vm_mm, old_addr);
		if (!old_pmd || pmd_none(*old_pmd))
			continue;
		new_pmd = mm_alloc_pmd(vma->vm_mm, new_addr);
		if (!new_pmd)
			break;
		if (need_rmap_locks)
			take_rmap_locks(vma);
		move_ptes(vma, old_pmd, old_addr, old_addr + extent, new_pmd, new_addr);
		if (need_rmap_locks)
			drop_rmap_locks(vma);
	}
	return old_addr - start;
}

/* ------------------------------------------------------------------ VMAs */

/*
 * Takes the old place away without giving its commit charge back: that belongs to the new place now.
 * What of @vma isn't moved (it lies before or behind) keeps VM_ACCOUNT.
 */
static void unmap_old_place(struct vm_area_struct *vma, unsigned long old_addr,
			    unsigned long old_len, unsigned long moved_flags)
{
	bool before = old_addr > vma->vm_start, behind = old_addr + old_len < vma->vm_end;
	struct mm_struct *mm = vma->vm_mm;
	long excess = (long)vma_pages(vma) - (long)(old_len >> PAGE_SHIFT);

	if (moved_flags & VM_ACCOUNT)
		vma->vm_flags &= ~VM_ACCOUNT;
	if (do_munmap(mm, old_addr, old_len) < 0) {
		/* No memory to cut it: what stays there is more than was charged */
		if (moved_flags & VM_ACCOUNT)
			vm_unacct_memory(excess);
		return;
	}
	if (moved_flags & VM_ACCOUNT && (before || behind)) {
		vma->vm_flags |= VM_ACCOUNT;
		if (before && behind)
			vma->vm_next->vm_flags |= VM_ACCOUNT;
	}
}

/* What move_vma() is asked for */
struct move {
	unsigned long old_addr, old_len, new_addr, new_len;
	bool locked;			/* answer: the new place wants its pages at once */
};

/* The entries, and what the driver says to it; on failure they are back.  0, or the error. */
static int move_entries(struct vm_area_struct *vma, struct vm_area_struct *new_vma,
			const struct move *m, bool need_rmap_locks)
{
	unsigned long moved;
	int err = 0;

	moved = move_page_tables(vma, m->old_addr, m->new_addr, m->old_len, need_rmap_locks);
	if (moved < m->old_len)
		err = -ENOMEM;
	else if (vma->vm_ops && vma->vm_ops->mremap)
		err = vma->vm_ops->mremap(new_vma);
	if (err)
		move_page_tables(new_vma, m->new_addr, m->old_addr, moved, true);
	return err;
}

/* @vma's range goes to free addresses, and has another length there.  The address, or -ENOMEM. */
static unsigned long move_vma(struct vm_area_struct *vma, struct move *m)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long vm_flags = vma->vm_flags, hiwater_vm = mm->hiwater_vm;
	pgoff_t new_pgoff = vma->vm_pgoff + ((m->old_addr - vma->vm_start) >> PAGE_SHIFT);
	struct vm_area_struct *new_vma;
	bool need_rmap_locks;
	int err;

	/* Cutting both VMAs may make three more */
	if (mm->map_count >= sysctl_max_map_count - 3)
		return -ENOMEM;
	new_vma = copy_vma(&vma, m->new_addr, m->new_len, new_pgoff, &need_rmap_locks);
	if (!new_vma)
		return -ENOMEM;
	err = move_entries(vma, new_vma, m, need_rmap_locks);

	vm_stat_account(mm, vm_flags, (long)(m->new_len >> PAGE_SHIFT));
	if (vm_flags & VM_LOCKED)
		mm->locked_vm += m->new_len >> PAGE_SHIFT;
	if (err) {
		unmap_old_place(new_vma, m->new_addr, m->new_len, vm_flags);
		return err;
	}
	m->locked = vm_flags & VM_LOCKED;
	if (m->old_len)
		unmap_old_place(vma, m->old_addr, m->old_len, vm_flags);
	mm->hiwater_vm = hiwater_vm;
	return m->new_addr;
}

/*
 * vma_to_resize - the VMA of @addr, if it may have @new_len bytes from there
 *
 * *@charged: pages that were charged for it.  ERR_PTR, in this order: -EFAULT (no VMA, more
 * than one, may not grow), -EINVAL (size 0 of private memory, file too long), -EAGAIN (locked),
 * -ENOMEM.
 */
static struct vm_area_struct *vma_to_resize(unsigned long addr, unsigned long old_len,
					    unsigned long new_len, unsigned long *charged)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma = find_vma(mm, addr);
	unsigned long more, pgoff;

	if (!vma || vma->vm_start > addr)
		return ERR_PTR(-EFAULT);
	if (!old_len && !(vma->vm_flags & (VM_SHARED | VM_MAYSHARE)))
		return ERR_PTR(-EINVAL);
	if (old_len > vma->vm_end - addr)
		return ERR_PTR(-EFAULT);
	if (new_len == old_len)
		return vma;
	pgoff = ((addr - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
	if (pgoff + (new_len >> PAGE_SHIFT) < pgoff)
		return ERR_PTR(-EINVAL);
	if (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP))
		return ERR_PTR(-EFAULT);
	more = (new_len - old_len) >> PAGE_SHIFT;
	if (vma->vm_flags & VM_LOCKED && mlock_over_limit(mm->locked_vm + more))
		return ERR_PTR(-EAGAIN);
	if (!may_expand_vm(mm, more))
		return ERR_PTR(-ENOMEM);
	if (vma->vm_flags & VM_ACCOUNT) {
		if (security_vm_enough_memory_mm(mm, (long)more))
			return ERR_PTR(-ENOMEM);
		*charged = more;
	}
	return vma;
}

/* Free addresses for the move: @flags has MAP_FIXED or not */
static unsigned long place_for(struct vm_area_struct *vma, const struct move *m,
			       unsigned long flags)
{
	pgoff_t pgoff = vma->vm_pgoff + ((m->old_addr - vma->vm_start) >> PAGE_SHIFT);
	unsigned long addr;

	if (vma->vm_flags & VM_MAYSHARE)
		flags |= MAP_SHARED;
	addr = get_unmapped_area(vma->vm_file, m->new_addr, m->new_len, pgoff, flags);
	return !offset_in_page(addr) && addr < mmap_min_addr ? (unsigned long)-EPERM : addr;
}

/* MREMAP_FIXED: what is at the new place goes first.  The address, or the error. */
static unsigned long mremap_to(struct move *m)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	unsigned long ret, charged = 0;
	int err;

	if (offset_in_page(m->new_addr) || m->new_len > TASK_SIZE ||
	    m->new_addr > TASK_SIZE - m->new_len)
		return -EINVAL;
	if (m->old_addr + m->old_len > m->new_addr && m->new_addr + m->new_len > m->old_addr)
		return -EINVAL;
	err = do_munmap(mm, m->new_addr, m->new_len);
	if (err)
		return err;
	if (m->old_len > m->new_len) {
		err = do_munmap(mm, m->old_addr + m->new_len, m->old_len - m->new_len);
		if (err)
			return err;
		m->old_len = m->new_len;
	}
	vma = vma_to_resize(m->old_addr, m->old_len, m->new_len, &charged);
	if (IS_ERR(vma))
		return (unsigned long)PTR_ERR(vma);
	ret = place_for(vma, m, MAP_FIXED);
	if (!offset_in_page(ret))
		ret = move_vma(vma, m);
	if (offset_in_page(ret))
		vm_unacct_memory((long)charged);
	return ret;
}

/* Is there nothing in the way of @delta bytes behind @vma? */
static bool vma_expandable(struct vm_area_struct *vma, unsigned long delta)
{
	unsigned long end = vma->vm_end + delta;

	if (end < vma->vm_end || end > TASK_SIZE)
		return false;
	return !vma->vm_next || vma->vm_next->vm_start >= end;
}

/* In place: @vma ends with the range.  The address, or -ENOMEM. */
static unsigned long expand_in_place(struct vm_area_struct *vma, struct move *m)
{
	unsigned long pages = (m->new_len - m->old_len) >> PAGE_SHIFT;
	struct mm_struct *mm = vma->vm_mm;

	if (vma_adjust(vma, vma->vm_start, m->old_addr + m->new_len, vma->vm_pgoff, NULL))
		return -ENOMEM;
	vm_stat_account(mm, vma->vm_flags, (long)pages);
	if (vma->vm_flags & VM_LOCKED) {
		mm->locked_vm += pages;
		m->locked = true;
	}
	return m->old_addr;
}

/* Where it is if it can be, elsewhere if it may be.  The address, or the error. */
static unsigned long grow(struct move *m, unsigned long flags)
{
	unsigned long ret = -ENOMEM, charged = 0;
	struct vm_area_struct *vma;

	vma = vma_to_resize(m->old_addr, m->old_len, m->new_len, &charged);
	if (IS_ERR(vma))
		return (unsigned long)PTR_ERR(vma);
	if (m->old_len == vma->vm_end - m->old_addr &&
	    vma_expandable(vma, m->new_len - m->old_len)) {
		ret = expand_in_place(vma, m);
	} else if (flags & MREMAP_MAYMOVE) {
		m->new_addr = 0;
		ret = m->new_addr = place_for(vma, m, 0);
		if (!offset_in_page(ret))
			ret = move_vma(vma, m);
	}
	if (offset_in_page(ret))
		vm_unacct_memory((long)charged);
	return ret;
}

static unsigned long do_mremap(struct move *m, unsigned long flags)
{
	int err;

	if (flags & MREMAP_FIXED)
		return mremap_to(m);
	if (m->old_len > m->new_len) {
		err = do_munmap(current->mm, m->old_addr + m->new_len, m->old_len - m->new_len);
		return err ? (unsigned long)err : m->old_addr;
	}
	if (m->old_len == m->new_len)
		return m->old_addr;
	return grow(m, flags);
}

/*
 * mremap(2).  The new address, or -EINVAL (flags, unaligned, new size 0, ranges that overlap or
 * leave user space), else as vma_to_resize(); -ENOMEM: it can't grow there and may not move.
 */
SYSCALL_DEFINE5(mremap, unsigned long, addr, unsigned long, old_len, unsigned long, new_len,
		unsigned long, flags, unsigned long, new_addr)
{
	struct mm_struct *mm = current->mm;
	struct move m = {
		.old_addr = addr, .old_len = PAGE_ALIGN(old_len),
		.new_addr = new_addr, .new_len = PAGE_ALIGN(new_len),
	};
	unsigned long ret;

	if (flags & ~(unsigned long)(MREMAP_FIXED | MREMAP_MAYMOVE) ||
	    (flags & (MREMAP_FIXED | MREMAP_MAYMOVE)) == MREMAP_FIXED)
		return -EINVAL;
	if (offset_in_page(addr) || !m.new_len)
		return -EINVAL;
	down_write(&mm->mmap_sem);
	ret = do_mremap(&m, flags);
	up_write(&mm->mmap_sem);
	if (m.locked && m.new_len > m.old_len)
		mm_populate(ret + m.old_len, m.new_len - m.old_len);
	return (long)ret;
}
