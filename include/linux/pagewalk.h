/* SPDX-License-Identifier: GPL-2.0-only */
/* A walk over page tables: mm/pagewalk.c (in Linux 4.x this is a part of linux/mm.h) */
#ifndef _LINUX_PAGEWALK_H
#define _LINUX_PAGEWALK_H

#include <linux/mm.h>

/*
 * What is to be called for what.  Each may be NULL, gets whole pages [@addr, @next) and the walk, and ends
 * it by returning anything but 0.  The caller of the walk holds mmap_sem for reading, so all may sleep that
 * take no lock themselves.
 */
struct mm_walk {
	/* A table, or the part of it that the range has; its entries may be looked at under its lock */
	int (*pmd_entry)(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk);
	/* One entry of it, present or not.  Nothing is locked: it may change meanwhile. */
	int (*pte_entry)(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk);
	/* There is no table, or no VMA (@walk->vma is NULL then) */
	int (*pte_hole)(unsigned long addr, unsigned long next, struct mm_walk *walk);
	/*
	 * A VMA: 0 walks into it, 1 goes on behind it, and a negative number is the walk's result.  Without
	 * this one a VM_PFNMAP VMA is a hole, since its frames have no struct page to look at.
	 */
	int (*test_walk)(unsigned long addr, unsigned long next, struct mm_walk *walk);
	struct mm_struct *mm;		/* whose tables; set by the caller */
	struct vm_area_struct *vma;	/* that the function is called for; set by the walk */
	void *private;			/* the caller's own */
};

int walk_every_vma(unsigned long addr, unsigned long next, struct mm_walk *walk);
int walk_page_range(unsigned long addr, unsigned long end, struct mm_walk *walk);
int walk_page_vma(struct vm_area_struct *vma, struct mm_walk *walk);
int walk_page_range_novma(unsigned long addr, unsigned long end, struct mm_walk *walk);

#endif
