/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mapping by drivers: entries that no fault has asked for.
 *
 * Idea.  A driver's mmap() knows what the VMA shows, and enters it itself; article 3.3.4 has three
 * thoughts about how.
 *
 *   frames in a row, all at once         remap_pfn_range       VM_PFNMAP: vm_pgoff is the first
 *   pages of the kernel, one by one      vm_insert_page        counted and mapped like a file's
 *   frames, one by one, from fault()     vm_insert_pfn         VM_PFNMAP or VM_MIXEDMAP
 *
 *   remap_pfn_range of 3 frames from 0x9000:
 *       vm_start                       vm_end      vm_pgoff = 0x9000
 *       | pte 0x9000 | pte 0x9001 | pte 0x9002 |   no struct page is looked at, ever
 *
 * Invariants (remap_pfn_range() has a BUG_ON for M1; nothing asserts M2)
 *   M1  an entry is written only where there was none
 *   M2  frames of a VM_PFNMAP VMA aren't counted, referenced or reclaimed: vm_normal_page()
 *
 * Context.  Caller holds mmap_sem for writing, in mmap(), or for reading, in fault().  May sleep.
 * Differs from Linux 4.x: no memory-type tracking.  Tests: fault_user.remap*, .insert*.  Article 3.3.4.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rmap.h>
#include <asm/cacheflush.h>
#include <asm/pgalloc.h>
#include "internal.h"

/* ------------------------------------------------------------------ one page */

static int insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page,
		       pgprot_t prot)
{
	struct mm_struct *mm = vma->vm_mm;
	int retval = -EBUSY;
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;

	if (PageAnon(page))
		return -EINVAL;
	flush_dcache_page(page);
	pmd = mm_alloc_pmd(mm, addr);
	if (!pmd)
		return -ENOMEM;
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (pte_none(*pte)) {
		get_page(page);
		inc_mm_counter(mm, mm_counter_file(page));
		page_add_file_rmap(page);
		set_pte_at(mm, addr, pte, mk_pte(page, prot));
		retval = 0;
	}
	pte_unmap_unlock(pte, ptl);
	return retval;
}

/*
 * vm_insert_page - @page, which the caller has allocated, at @addr of @vma.
 *
 * The entry has a reference of its own, so the driver may drop its.  0, -EFAULT: not in the VMA,
 * -EINVAL: a free or anonymous page, -EBUSY: something is there, -ENOMEM.
 */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (!page_count(page))
		return -EINVAL;
	if (!(vma->vm_flags & VM_MIXEDMAP)) {
		BUG_ON(down_read_trylock(&vma->vm_mm->mmap_sem));
		BUG_ON(vma->vm_flags & VM_PFNMAP);
		vma->vm_flags |= VM_MIXEDMAP;
	}
	return insert_page(vma, addr, page, vma->vm_page_prot);
}

/* ------------------------------------------------------------------ one frame */

static int insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
		      pgprot_t prot)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_alloc_pmd(mm, addr);
	int retval = -EBUSY;
	spinlock_t *ptl;
	pte_t *pte;

	if (!pmd)
		return -ENOMEM;
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (pte_none(*pte)) {
		set_pte_at(mm, addr, pte, pte_mkspecial(pfn_pte(pfn, prot)));
		update_mmu_cache(vma, addr, pte);
		retval = 0;
	}
	pte_unmap_unlock(pte, ptl);
	return retval;
}

/*
 * vm_insert_pfn - frame @pfn at @addr of @vma, whose flags say VM_PFNMAP or, for frames that have no
 * struct page, VM_MIXEDMAP.  A private VMA that may be written to can't have such frames, since
 * a copy couldn't be told from them.  0, -EFAULT, -EBUSY, -ENOMEM.  From vm_ops->fault() as a rule.
 */
int vm_insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn)
{
	BUG_ON(!(vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP)));
	BUG_ON((vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP)) == (VM_PFNMAP | VM_MIXEDMAP));
	BUG_ON(vma->vm_flags & VM_PFNMAP && is_cow_mapping(vma->vm_flags));
	BUG_ON(vma->vm_flags & VM_MIXEDMAP && pfn_valid(pfn));
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	return insert_pfn(vma, addr, pfn, vma->vm_page_prot);
}

/* vm_insert_mixed - the same where some frames have a struct page and some haven't */
int vm_insert_mixed(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn)
{
	BUG_ON(!(vma->vm_flags & VM_MIXEDMAP));
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (pfn_valid(pfn))
		return insert_page(vma, addr, pfn_to_page(pfn), vma->vm_page_prot);
	return insert_pfn(vma, addr, pfn, vma->vm_page_prot);
}

/* ------------------------------------------------------------------ frames in a row */

static int remap_pte_range(struct mm_struct *mm, pmd_t *pmd, unsigned long addr,
			   unsigned long end, unsigned long pfn, pgprot_t prot)
{
	pte_t *start, *pte;
	spinlock_t *ptl;

	if (pte_alloc(mm, pmd, addr))
		return -ENOMEM;
	start = pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	do {
		BUG_ON(!pte_none(*pte));
		set_pte_at(mm, addr, pte, pte_mkspecial(pfn_pte(pfn, prot)));
		pfn++;
	} while (pte++, addr += PAGE_SIZE, addr != end);
	pte_unmap_unlock(start, ptl);
	return 0;
}

static inline int remap_pmd_range(struct mm_struct *mm, pud_t *pud, unsigned long addr,
				  unsigned long end, unsigned long pfn, pgprot_t prot)
{
	pmd_t *pmd = pmd_alloc(mm, pud, addr);
	unsigned long next;

	if (!pmd)
		return -ENOMEM;
	do {
		next = pmd_addr_end(addr, end);
		if (remap_pte_range(mm, pmd, addr, next, pfn, prot))
			return -ENOMEM;
		pfn += (next - addr) >> PAGE_SHIFT;
	} while (pmd++, addr = next, addr != end);
	return 0;
}

static inline int remap_pud_range(struct mm_struct *mm, pgd_t *pgd, unsigned long addr,
				  unsigned long end, unsigned long pfn, pgprot_t prot)
{
	pud_t *pud = pud_alloc(mm, pgd, addr);
	unsigned long next;

	if (!pud)
		return -ENOMEM;
	do {
		next = pud_addr_end(addr, end);
		if (remap_pmd_range(mm, pud, addr, next, pfn, prot))
			return -ENOMEM;
		pfn += (next - addr) >> PAGE_SHIFT;
	} while (pud++, addr = next, addr != end);
	return 0;
}

/*
 * remap_pfn_range - @size bytes of memory from frame @pfn on, at @addr of @vma (article 3.3.4).
 *
 * From a driver's mmap(), which chooses @prot (pgprot_noncached() for registers).  A private VMA
 * that may be written to must be mapped from end to end, since vm_pgoff then tells frames from
 * copies.  0, -EINVAL, -ENOMEM; after an error what is mapped already goes with the VMA.
 */
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
		    unsigned long size, pgprot_t prot)
{
	unsigned long next, end = addr + PAGE_ALIGN(size);
	struct mm_struct *mm = vma->vm_mm;
	pgd_t *pgd;

	if (is_cow_mapping(vma->vm_flags)) {
		if (addr != vma->vm_start || end != vma->vm_end)
			return -EINVAL;
		vma->vm_pgoff = pfn;
	}
	vma->vm_flags |= VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP;
	BUG_ON(addr >= end);
	pgd = pgd_offset(mm, addr);
	do {
		int err;

		next = pgd_addr_end(addr, end);
		err = remap_pud_range(mm, pgd, addr, next, pfn, prot);
		if (err)
			return err;
		pfn += (next - addr) >> PAGE_SHIFT;
	} while (pgd++, addr = next, addr != end);
	return 0;
}

/*
 * vm_iomap_memory - all of @vma from the @len bytes of memory at physical @start, as vm_pgoff says.
 * 0, or -EINVAL: it isn't that long.
 */
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start, unsigned long len)
{
	unsigned long vm_len, pfn, pages;

	if (start + len < start)
		return -EINVAL;
	len += start & ~PAGE_MASK;
	pfn = start >> PAGE_SHIFT;
	pages = (len + ~PAGE_MASK) >> PAGE_SHIFT;
	if (pfn + pages < pfn || vma->vm_pgoff > pages)
		return -EINVAL;
	pfn += vma->vm_pgoff;
	pages -= vma->vm_pgoff;
	vm_len = vma->vm_end - vma->vm_start;
	if (vm_len >> PAGE_SHIFT > pages)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, pfn, vm_len, vma->vm_page_prot);
}
