/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mprotect: new permissions for what is mapped.
 *
 * Idea.  The VMAs in the range are cut at its ends, get new vm_flags, and are joined with
 * neighbours that are alike now; then every present entry gets the new bits (pte_modify), and
 * the TLB forgets the range.  The VM_MAY* bits say what may be allowed at all.
 *
 *   before    AAAAAAAAAAAA        mprotect       after    AAAABBBBAAAA  cut twice
 *                 [----)                                  and back: AAAAAAAAAAAA joined again
 *
 * Invariant  after change_protection() no TLB knows an entry of the range with the old bits.
 * Locking: mmap_sem for writing.  A private page stays read-only when it becomes writable
 * memory: the fault decides whether to copy.  Article 3.3.4.  Tests: vma.*, tests/user/mmap.c
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/trace.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>
#include "internal.h"

static unsigned long change_pte_range(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
				      unsigned long end, pgprot_t newprot)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long pages = 0;
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(mm, pmd, addr, &ptl);

	do {
		if (!pte_present(*pte))
			continue;
		set_pte_at(mm, addr, pte, pte_modify(*pte, newprot));
		pages++;
	} while (pte++, addr += PAGE_SIZE, addr != end);
	pte_unmap_unlock(pte - 1, ptl);
	return pages;
}

static unsigned long change_pmd_range(struct vm_area_struct *vma, pud_t *pud, unsigned long addr,
				      unsigned long end, pgprot_t newprot)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next, pages = 0;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd))
			pages += change_pte_range(vma, pmd, addr, next, newprot);
	} while (pmd++, addr = next, addr != end);
	return pages;
}

static unsigned long change_pud_range(struct vm_area_struct *vma, pgd_t *pgd, unsigned long addr,
				      unsigned long end, pgprot_t newprot)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next, pages = 0;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			pages += change_pmd_range(vma, pud, addr, next, newprot);
	} while (pud++, addr = next, addr != end);
	return pages;
}

/* The entries of [start, end) of @vma get @newprot.  Returns how many changed. */
static unsigned long change_protection(struct vm_area_struct *vma, unsigned long start,
				       unsigned long end, pgprot_t newprot)
{
	unsigned long addr = start, next, pages = 0;
	pgd_t *pgd = pgd_offset(vma->vm_mm, addr);

	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			pages += change_pud_range(vma, pgd, addr, next, newprot);
	} while (pgd++, addr = next, addr != end);
	if (pages)
		flush_tlb_range(vma, start, end);
	return pages;
}

/*
 * mprotect_fixup - [start, end), inside @vma, has @newflags now
 *
 * *@pprev: the VMA that contains it, or the one before what follows.  0, -ENOMEM.  Caller
 * holds mmap_sem for writing.
 */
int mprotect_fixup(struct vm_area_struct *vma, struct vm_area_struct **pprev,
		   unsigned long start, unsigned long end, unsigned long newflags)
{
	unsigned long oldflags = vma->vm_flags, charged = 0;
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *modified;

	if (newflags == oldflags) {
		*pprev = vma;
		return 0;
	}
	/* Memory that becomes private and writable is charged from now on */
	if (newflags & VM_WRITE && !(oldflags & (VM_ACCOUNT | VM_WRITE | VM_SHARED |
						 VM_NORESERVE))) {
		charged = (end - start) >> PAGE_SHIFT;
		if (security_vm_enough_memory_mm(mm, (long)charged))
			return -ENOMEM;
		newflags |= VM_ACCOUNT;
	}

	modified = vma_modify(vma, *pprev, start, end, newflags);
	if (IS_ERR(modified)) {
		*pprev = vma;
		vm_unacct_memory((long)charged);
		return (int)PTR_ERR(modified);
	}
	*pprev = vma = modified;
	vma->vm_flags = newflags;
	vma_set_page_prot(vma);
	trace_event(change_protection, start, end);
	change_protection(vma, start, end, vma->vm_page_prot);
	/* Locked pages are all copied now: later writes find them in memory */
	if ((oldflags & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED && newflags & VM_WRITE)
		populate_vma_page_range(vma, start, end, NULL);
	vm_stat_account(mm, oldflags, -(long)((end - start) >> PAGE_SHIFT));
	vm_stat_account(mm, newflags, (long)((end - start) >> PAGE_SHIFT));
	return 0;
}

/* The first VMA of the range, with PROT_GROWSDOWN taken down to its start; none grows up.  NULL: none. */
static struct vm_area_struct *first_area(struct mm_struct *mm, unsigned long *start,
					 unsigned long end, int grows, int *error)
{
	struct vm_area_struct *vma = find_vma(mm, *start);

	*error = -ENOMEM;
	if (!vma)
		return NULL;
	if (grows & PROT_GROWSDOWN) {
		if (vma->vm_start >= end)
			return NULL;
		*start = vma->vm_start;
		*error = -EINVAL;
		return vma->vm_flags & VM_GROWSDOWN ? vma : NULL;
	}
	if (vma->vm_start > *start)
		return NULL;
	*error = -EINVAL;
	return grows & PROT_GROWSUP ? NULL : vma;
}

/* Each VMA from @vma to @end; a hole ends it with -ENOMEM, what was done stays done */
static int protect_areas(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			 unsigned long prot)
{
	unsigned long nstart = start, tmp, newflags, vm_flags = calc_vm_prot_bits(prot);
	struct vm_area_struct *prev = start > vma->vm_start ? vma : vma->vm_prev;
	int error;

	for (;;) {
		newflags = vm_flags | (vma->vm_flags & ~(VM_READ | VM_WRITE | VM_EXEC));
		if ((newflags & ~(newflags >> 4)) & (VM_READ | VM_WRITE | VM_EXEC))
			return -EACCES;
		tmp = min(vma->vm_end, end);
		error = mprotect_fixup(vma, &prev, nstart, tmp, newflags);
		if (error)
			return error;
		nstart = max(tmp, prev->vm_end);
		if (nstart >= end)
			return 0;
		vma = prev->vm_next;
		if (!vma || vma->vm_start != nstart)
			return -ENOMEM;
	}
}

/*
 * mprotect(2).  0, or in this order: -EINVAL (both GROWS flags, unaligned), 0 for length 0,
 * -ENOMEM (wraps, a hole), -EINVAL (unknown prot), -EACCES (beyond VM_MAY*).
 */
int do_mprotect(unsigned long start, size_t len, unsigned long prot)
{
	const int grows = (int)(prot & (PROT_GROWSDOWN | PROT_GROWSUP));
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	unsigned long end;
	int error;

	prot &= ~(unsigned long)(PROT_GROWSDOWN | PROT_GROWSUP);
	if (grows == (PROT_GROWSDOWN | PROT_GROWSUP) || offset_in_page(start))
		return -EINVAL;
	if (!len)
		return 0;
	len = PAGE_ALIGN(len);
	end = start + len;
	if (end <= start)
		return -ENOMEM;
	if (prot & ~(unsigned long)(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM))
		return -EINVAL;
	if (prot & PROT_READ && current->personality & READ_IMPLIES_EXEC)
		prot |= PROT_EXEC;

	down_write(&mm->mmap_sem);
	vma = first_area(mm, &start, end, grows, &error);
	if (vma)
		error = protect_areas(vma, start, end, prot);
	up_write(&mm->mmap_sem);
	return error;
}

SYSCALL_DEFINE3(mprotect, unsigned long, start, size_t, len, unsigned long, prot)
{
	return do_mprotect(start, len, prot);
}
