/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * get_user_pages: the pages behind user addresses, faulted in by the kernel itself.
 *
 * Idea.  For each page look at its entry; when that isn't good enough for the access, do what the
 * program's own access would do, handle_mm_fault(), and look again.
 *
 *     __get_user_pages
 *       find_extend_vma, check_vma_flags         may it be accessed like this at all?
 *       +-> follow_page_mask                     the page, with a reference (FOLL_GET)
 *       |     NULL: not there, or not writable
 *       +-- faultin_page -> handle_mm_fault
 *
 *   who                                     how
 *   get_user_pages                          references for the caller, who put_page()s them
 *   access_process_vm, access_remote_vm     bytes of another process (/proc/PID/mem, cmdline)
 *   mm_populate: mlock, MAP_POPULATE        only so that they are there; no references
 *
 * Invariants (nothing asserts them)
 *   W1  a write to a private VMA breaks COW even when forced upon a read-only VMA: then the copy
 *       stays read-only for the program (FOLL_COW says that the copy is made)
 *   W2  the zero page and drivers' frames have no page to give: -EFAULT, unless nobody asks for it
 *
 * Context.  Caller holds mmap_sem for reading; where faults may release it, @locked tells.  Sleeps.
 * Differs from Linux 4.x: nobody waits for a page being migrated.  Tests: fault_user.gup*, .populate, .access_remote.
 */
#include <linux/errno.h>
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <asm/cacheflush.h>
#include "internal.h"

/* The entry is writable, or it is a forced write's copy that must not look so (W1) */
static inline bool can_follow_write_pte(pte_t pte, unsigned int flags)
{
	return pte_write(pte) || ((flags & FOLL_FORCE) && (flags & FOLL_COW) && pte_dirty(pte));
}

/* A page that is used in passing, not through its entry: keep what reclaim would learn from that */
static void follow_touch(struct page *page, pte_t pte, unsigned int flags)
{
	if ((flags & FOLL_WRITE) && !pte_dirty(pte) && !PageDirty(page))
		set_page_dirty(page);
	if (!PageAnon(page))
		mark_page_accessed(page);
}

/*
 * follow_page_mask - the page at @address of @vma, if its entry allows what @flags, FOLL_*, ask.
 *
 * NULL: a fault could help.  ERR_PTR(-EFAULT): there is something, but no page (W2).
 */
struct page *follow_page_mask(struct vm_area_struct *vma, unsigned long address,
			      unsigned int flags, unsigned int *page_mask)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	struct page *page = NULL;
	spinlock_t *ptl;
	pte_t *ptep, pte;

	*page_mask = 0;
	/* Most pages that are asked for aren't there yet: that needs no lock to see */
	if (!pmd || pte_none(*pte_offset_map(pmd, address)))
		return NULL;
	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	pte = *ptep;
	if (!pte_present(pte) || ((flags & FOLL_WRITE) && !can_follow_write_pte(pte, flags)))
		goto out;
	page = vm_normal_page(vma, address, pte);
	if (unlikely(!page)) {
		if (is_zero_pfn(pte_pfn(pte)) && !(flags & FOLL_DUMP))
			page = pte_page(pte);
		else
			page = ERR_PTR(-EFAULT);
		if (IS_ERR(page))
			goto out;
	}
	if (flags & FOLL_GET)
		get_page(page);
	if ((flags & FOLL_TOUCH) && !is_zero_pfn(pte_pfn(pte)))
		follow_touch(page, pte, flags);
	if ((flags & FOLL_MLOCK) && (vma->vm_flags & VM_LOCKED) && page->mapping &&
	    trylock_page(page)) {
		/* The pagevec's pages aren't on a list yet, and couldn't be moved to another */
		lru_add_drain();
		mlock_vma_page(page);
		unlock_page(page);
	}
out:
	pte_unmap_unlock(ptep, ptl);
	return page;
}

/* What the program's own fault would have counted */
static void count_fault(struct task_struct *tsk, int ret)
{
	if (ret & VM_FAULT_MAJOR)
		tsk->maj_flt++;
	else
		tsk->min_flt++;
}

/*
 * A fault for the program.  0: look again; -EBUSY: mmap_sem was released, and *@nonblocking is 0;
 * -ENOENT: not to be faulted in (VM_LOCKONFAULT); -ENOMEM, -EFAULT.
 */
static int faultin_page(struct task_struct *tsk, struct vm_area_struct *vma, unsigned long address,
			unsigned int *flags, int *nonblocking)
{
	unsigned int fault_flags = 0;
	int ret;

	if ((*flags & (FOLL_POPULATE | FOLL_MLOCK)) == FOLL_MLOCK)
		return -ENOENT;
	if (*flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	if (nonblocking)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY;
	ret = handle_mm_fault(vma->vm_mm, vma, address, fault_flags);
	if (unlikely(ret & VM_FAULT_ERROR))
		return ret & VM_FAULT_OOM ? -ENOMEM : -EFAULT;
	if (tsk && !(ret & VM_FAULT_RETRY))
		count_fault(tsk, ret);
	if (ret & VM_FAULT_RETRY) {
		if (nonblocking)
			*nonblocking = 0;
		return -EBUSY;
	}
	/* COW is broken, and yet the entry isn't writable: the VMA isn't, either (W1) */
	if ((ret & VM_FAULT_WRITE) && !(vma->vm_flags & VM_WRITE))
		*flags |= FOLL_COW;
	return 0;
}

/* 0, or -EFAULT: @vma can't be accessed as @gup_flags ask, whatever is mapped */
static int check_vma_flags(struct vm_area_struct *vma, unsigned int gup_flags)
{
	unsigned long vm_flags = vma->vm_flags;

	if (vm_flags & (VM_IO | VM_PFNMAP))
		return -EFAULT;
	if (gup_flags & FOLL_WRITE) {
		if (vm_flags & VM_WRITE)
			return 0;
		if (!(gup_flags & FOLL_FORCE))
			return -EFAULT;
		/* Forced: a debugger's breakpoint goes to a private copy, never into the file */
		return is_cow_mapping(vm_flags) ? 0 : -EFAULT;
	}
	if (vm_flags & VM_READ)
		return 0;
	return gup_flags & FOLL_FORCE && vm_flags & VM_MAYREAD ? 0 : -EFAULT;
}

/*
 * __get_user_pages - @nr_pages pages from @start of @mm on.
 *
 * @pages, @vmas: may be NULL.  Returns how many were got, which may be fewer; an error only when it
 * is the first: -EFAULT, -ENOMEM, -ERESTARTSYS (the caller is being killed).
 */
long __get_user_pages(struct task_struct *tsk, struct mm_struct *mm, unsigned long start,
		      unsigned long nr_pages, unsigned int gup_flags, struct page **pages,
		      struct vm_area_struct **vmas, int *nonblocking)
{
	struct vm_area_struct *vma = NULL;
	unsigned int page_mask;
	long i = 0, err = 0;

	for (; i < (long)nr_pages; start += PAGE_SIZE) {
		unsigned int foll_flags = gup_flags;
		struct page *page;

		if (!vma || start >= vma->vm_end) {
			vma = find_extend_vma(mm, start);
			if (!vma || check_vma_flags(vma, gup_flags)) {
				err = -EFAULT;
				break;
			}
		}
retry:
		if (unlikely(fatal_signal_pending(current))) {
			err = -ERESTARTSYS;
			break;
		}
		cond_resched();
		page = follow_page_mask(vma, start, foll_flags, &page_mask);
		if (!page) {
			err = faultin_page(tsk, vma, start, &foll_flags, nonblocking);
			if (err == -ENOENT) {
				err = 0;
				goto next_page;
			}
			if (err)
				break;
			goto retry;
		}
		if (IS_ERR(page)) {
			err = PTR_ERR(page);
			/* Drivers' frames are as present as they can be (W2) */
			if (err == -EFAULT && !pages && vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))
				goto next_page;
			break;
		}
		if (pages) {
			pages[i] = page;
			flush_dcache_page(page);
		}
next_page:
		if (vmas)
			vmas[i] = vma;
		err = 0;
		i++;
	}
	if (err == -EBUSY)
		return i;
	return i ? i : err;
}

/*
 * get_user_pages - @nr_pages pages from @start of @mm on, each with a reference for the caller.
 *
 * @write: to be written to.  @force: even if the VMA's protection forbids it, as for a debugger.
 */
long get_user_pages(struct task_struct *tsk, struct mm_struct *mm, unsigned long start,
		    unsigned long nr_pages, int write, int force, struct page **pages,
		    struct vm_area_struct **vmas)
{
	unsigned int flags = FOLL_TOUCH;

	if (pages)
		flags |= FOLL_GET;
	if (write)
		flags |= FOLL_WRITE;
	if (force)
		flags |= FOLL_FORCE;
	return __get_user_pages(tsk, mm, start, nr_pages, flags, pages, vmas, NULL);
}

/*
 * fixup_user_fault - one fault for the program, at @address: futexes.  0, -EFAULT, -ENOMEM.
 * Caller holds mmap_sem for reading.
 */
int fixup_user_fault(struct task_struct *tsk, struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags)
{
	unsigned long vm_flags = fault_flags & FAULT_FLAG_WRITE ? VM_WRITE : VM_READ;
	struct vm_area_struct *vma = find_extend_vma(mm, address);
	int ret;

	if (!vma || address < vma->vm_start || !(vm_flags & vma->vm_flags))
		return -EFAULT;
	ret = handle_mm_fault(mm, vma, address & PAGE_MASK, fault_flags);
	if (ret & VM_FAULT_ERROR)
		return ret & VM_FAULT_OOM ? -ENOMEM : -EFAULT;
	if (tsk)
		count_fault(tsk, ret);
	return 0;
}

/* ------------------------------------------------------------------ populate */

/* Is the entry for @addr there, and good for @write?  A look without the lock: at worst, one fault more */
static inline bool populated(struct mm_struct *mm, unsigned long addr, bool write)
{
	pmd_t *pmd = mm_find_pmd(mm, addr);
	pte_t pte;

	if (!pmd)
		return false;
	pte = READ_ONCE(*pte_offset_map(pmd, addr));
	return pte_present(pte) && (!write || pte_write(pte));
}

/*
 * The same as __get_user_pages(), where the program itself might do it, and nobody wants the
 * pages: that each fault succeeds is enough.
 */
static long populate_by_faults(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			       bool write, int *nonblocking)
{
	unsigned int flags = (write ? FOLL_WRITE : 0) | FOLL_POPULATE;
	unsigned long addr;
	long err = 0;

	for (addr = start; addr != end && !err; addr += err ? 0 : PAGE_SIZE) {
		if (unlikely(fatal_signal_pending(current)))
			err = -ERESTARTSYS;
		else if (!populated(vma->vm_mm, addr, write))
			err = faultin_page(current, vma, addr, &flags, nonblocking);
		cond_resched();
	}
	if (err == -EBUSY || addr != start)
		return (long)((addr - start) >> PAGE_SHIFT);
	return err;
}

/*
 * populate_vma_page_range - [@start, @end), inside @vma, is faulted in; mlocked pages are moved to
 * the unevictable list.
 *
 * How many pages were done, or an error.  *@nonblocking becomes 0 when mmap_sem was released.
 */
long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			     int *nonblocking)
{
	/* Private pages are copied now, not at the first write; a file isn't made dirty for nothing */
	bool write = (vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;
	unsigned int gup_flags = FOLL_TOUCH | FOLL_POPULATE | FOLL_MLOCK;

	if (write)
		gup_flags |= FOLL_WRITE;
	if (!(vma->vm_flags & VM_LOCKED) && vma->vm_flags & (write ? VM_WRITE : VM_READ))
		return populate_by_faults(vma, start, end, write, nonblocking);
	if (vma->vm_flags & VM_LOCKONFAULT)
		gup_flags &= ~(unsigned int)FOLL_POPULATE;
	/* mlock() counts on pages that are there, even ones that the program may not touch */
	if (vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC))
		gup_flags |= FOLL_FORCE;
	return __get_user_pages(current, vma->vm_mm, start, (end - start) / PAGE_SIZE, gup_flags,
				NULL, NULL, nonblocking);
}

/*
 * __mm_populate - fault in what [@start, @start + @len) has of VMAs.
 *
 * 0, or the first error; @ignore_errors: go on after one.  Takes mmap_sem, and releases it between
 * VMAs.
 */
int __mm_populate(unsigned long start, unsigned long len, int ignore_errors)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = start + len, nstart = start, nend;
	struct vm_area_struct *vma = NULL;
	int locked = 0;
	long ret = 0;

	VM_BUG_ON(start & ~PAGE_MASK || len != PAGE_ALIGN(len));
	for (; nstart < end; nstart = nend) {
		if (!locked) {
			locked = 1;
			down_read(&mm->mmap_sem);
			vma = find_vma(mm, nstart);
		} else if (nstart >= vma->vm_end) {
			vma = vma->vm_next;
		}
		if (!vma || vma->vm_start >= end)
			break;
		nend = min(end, vma->vm_end);
		if (vma->vm_flags & (VM_IO | VM_PFNMAP))
			continue;
		if (nstart < vma->vm_start)
			nstart = vma->vm_start;
		ret = populate_vma_page_range(vma, nstart, nend, &locked);
		if (ret < 0) {
			if (ignore_errors) {
				ret = 0;
				continue;
			}
			break;
		}
		nend = nstart + (unsigned long)ret * PAGE_SIZE;
		ret = 0;
	}
	if (locked)
		up_read(&mm->mmap_sem);
	return (int)ret;
}

/* ------------------------------------------------------------------ another process's memory */

/* One page's part of access_remote_vm(): bytes done, 0: can't be accessed */
static int access_remote_page(struct task_struct *tsk, struct mm_struct *mm, unsigned long addr,
			      char *buf, int len, int write)
{
	int offset = (int)(addr & ~PAGE_MASK), bytes = min(len, (int)PAGE_SIZE - offset);
	struct vm_area_struct *vma;
	struct page *page;
	char *maddr;

	if (get_user_pages(tsk, mm, addr, 1, write, 1, &page, &vma) <= 0)
		return 0;
	maddr = kmap(page);
	if (write) {
		copy_to_user_page(vma, page, addr, maddr + offset, buf, (unsigned long)bytes);
		if (!PageAnon(page))
			set_page_dirty(page);
	} else {
		copy_from_user_page(vma, page, addr, buf, maddr + offset, (size_t)bytes);
	}
	kunmap(page);
	put_page(page);
	return bytes;
}

/*
 * access_remote_vm - @len bytes between @addr of @mm and @buf in the kernel.
 *
 * Returns how many were done.  @mm must stay: the caller has mm_users.  Protections don't count, as
 * for a debugger, but nothing shared is written to against them.
 */
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len, int write)
{
	int done = 0;

	down_read(&mm->mmap_sem);
	while (done < len) {
		int bytes = access_remote_page(NULL, mm, addr + (unsigned long)done,
					       (char *)buf + done, len - done, write);

		if (!bytes)
			break;
		done += bytes;
	}
	up_read(&mm->mmap_sem);
	return done;
}

/* access_process_vm - the same in @tsk's address space, if it has one */
int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf, int len, int write)
{
	struct mm_struct *mm = get_task_mm(tsk);
	int ret;

	if (!mm)
		return 0;
	ret = access_remote_vm(mm, addr, buf, len, write);
	mmput(mm);
	return ret;
}
