/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mincore: which pages of a range would a program find without waiting?
 *
 * Idea.  One byte a page: 1 when the page-table entry is present, or when there's none, but
 * the file has the page in memory.  The answer is old when it arrives; a page of answers is
 * gathered under mmap_sem and copied out without it.
 *
 *     pages     A A A F F .          vec   1 0 0 1 0, then -ENOMEM: a hole
 *     present   x
 *     in file         x
 *
 * Locking: mmap_sem for reading, the table's lock for its entries.  Tests: mincore.*
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/pgtable.h>

/* Is @page, with a reference that goes, or NULL, in memory? */
static unsigned char is_resident(struct page *page)
{
	unsigned char present = page && PageUptodate(page);

	if (page)
		put_page(page);
	return present;
}

/* No entry: does the file have the page, in memory or, if it is in swap, in the swap cache? */
static unsigned char mincore_page(struct vm_area_struct *vma, unsigned long addr)
{
	pgoff_t pgoff = vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT);
	struct page *page = vma->vm_file ? find_get_entry(vma->vm_file->f_mapping, pgoff) : NULL;

	if (radix_tree_exceptional_entry(page))
		page = find_swap_cache(radix_to_swp_entry(page));
	return is_resident(page);
}

/* An entry that is not present: does the file have the page, or the swap cache? */
static unsigned char mincore_entry(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	return pte_none(pte) ? mincore_page(vma, addr) : is_resident(find_swap_cache(pte_to_swp_entry(pte)));
}

/* No table; @walk->private is where the answers go on */
static int mincore_unmapped_range(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	unsigned char *vec = walk->private;

	for (; addr != end; addr += PAGE_SIZE)
		*vec++ = mincore_page(walk->vma, addr);
	walk->private = vec;
	return 0;
}

static int mincore_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	unsigned char *vec = walk->private;
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);

	for (; addr != end; pte++, addr += PAGE_SIZE)
		*vec++ = pte_present(*pte) ? 1 : mincore_entry(walk->vma, addr, *pte);
	pte_unmap_unlock(pte - 1, ptl);
	walk->private = vec;
	return 0;
}

/*
 * Answers for up to @pages pages from @addr: as many as the VMA has.  How many, or -ENOMEM
 * without a VMA.  Caller holds mmap_sem.
 */
static long do_mincore(unsigned long addr, unsigned long pages, unsigned char *vec)
{
	struct vm_area_struct *vma = find_vma(current->mm, addr);
	struct mm_walk walk = {
		.pmd_entry = mincore_pte_range,
		.pte_hole = mincore_unmapped_range,
		.test_walk = walk_every_vma,
		.mm = current->mm,
		.private = vec,
	};
	int err;

	if (!vma || addr < vma->vm_start)
		return -ENOMEM;
	pages = min(pages, (vma->vm_end - addr) >> PAGE_SHIFT);
	err = walk_page_range(addr, addr + (pages << PAGE_SHIFT), &walk);
	return err ? err : (long)pages;
}

/* 0, or in this order: -EINVAL (unaligned), -ENOMEM (not user space), -EFAULT (vec), -EAGAIN (no
 * memory), -ENOMEM (a hole) */
SYSCALL_DEFINE3(mincore, unsigned long, start, size_t, len, unsigned char __user *, vec)
{
	unsigned long pages = (len >> PAGE_SHIFT) + (offset_in_page(len) != 0);
	unsigned char *answers;
	long done = 0;

	if (offset_in_page(start))
		return -EINVAL;
	if (!access_ok(VERIFY_READ, (void __user *)start, len))
		return -ENOMEM;
	if (!access_ok(VERIFY_WRITE, vec, pages))
		return -EFAULT;
	answers = (unsigned char *)__get_free_page(GFP_USER);
	if (!answers)
		return -EAGAIN;
	while (pages) {
		down_read(&current->mm->mmap_sem);
		done = do_mincore(start, min(pages, PAGE_SIZE), answers);
		up_read(&current->mm->mmap_sem);
		if (done < 0)
			break;
		if (copy_to_user(vec, answers, (unsigned long)done)) {
			done = -EFAULT;
			break;
		}
		pages -= (unsigned long)done;
		vec += done;
		start += (unsigned long)done << PAGE_SHIFT;
		done = 0;
	}
	free_page((unsigned long)answers);
	return done;
}
