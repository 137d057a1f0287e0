/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fork: a child's page tables, copied from the parent's.
 *
 * Idea.  No page is copied.  The child's entry leads to the parent's page, and where the VMA is
 * private and may be written to, both entries lose the right to write; whoever writes first gets a
 * copy then (do_wp_page() in memory.c).  What a fault could bring back anyway isn't copied at all.
 *
 *   VMA                                  parent's entry      child's entry        page
 *   private, VM_MAYWRITE                 read-only from now  read-only, old       one mapping more
 *   shared                               stays               clean, old           one mapping more
 *   no anon_vma, no driver's frames      stays               none: faults come    -
 *   any, the page is in swap             stays               the same             its slot counts one entry more
 *
 * The child's entries aren't young, so the hardware's halves of them stay 0 until it uses them.
 *
 * Invariants (rmap_check() finds a breach, as P3, R1 and P5; nothing asserts the order in D2)
 *   D1  no page that is mapped by two address spaces privately is writable in either
 *   D2  _mapcount, _refcount and rss_stat count the child's entry before it can be seen
 *
 * Locking.  The parent's mmap_sem for writing; nobody else knows the child yet, so its mmap_sem isn't
 * taken.  Of the two tables the child's lock first.  The caller flushes the parent's TLB before it
 * releases mmap_sem (dup_mmap).  Sleeps for tables.
 *
 * Differs from Linux 4.x: a slot that can't count one entry more ends the fork (-ENOMEM).
 * Tests: fault_user.fork_*, swap_user.fork*, tests/user/cow.c.  Article 3.4.4.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <asm/pgalloc.h>
#include "internal.h"

/* What one table's worth of copies adds */
struct copy_counts {
	long anon, file, shmem;
};

/* One entry that isn't present.  0, -ENOMEM: its slot can't count one more. */
static noinline int copy_swap_entry(struct mm_struct *dst_mm, struct mm_struct *src_mm, pte_t *dst_pte, pte_t *src_pte,
				    struct vm_area_struct *vma, unsigned long addr, long *swap)
{
	int err = swap_duplicate(pte_to_swp_entry(*src_pte));

	if (err == -ENOMEM)
		return err;
	if (err) {
		print_bad_pte(vma, addr, *src_pte, NULL);
		return 0;
	}
	mmlist_add(dst_mm, src_mm);
	(*swap)++;
	set_pte_at(dst_mm, addr, dst_pte, *src_pte);
	return 0;
}

/* One entry, which is present */
static __always_inline void copy_one_pte(struct mm_struct *dst_mm, struct mm_struct *src_mm,
					 pte_t *dst_pte, pte_t *src_pte,
					 struct vm_area_struct *vma, unsigned long addr,
					 const struct normal_pages *normal, unsigned long vm_flags,
					 struct copy_counts *c)
{
	pte_t pte = *src_pte;
	struct page *page;

	if (is_cow_mapping(vm_flags) && pte_write(pte)) {
		ptep_set_wrprotect(src_mm, addr, src_pte);
		pte = pte_wrprotect(pte);
	}
	if (vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);
	pte = pte_mkold(pte);
	page = vm_normal_page_of(normal, vma, addr, pte);
	if (page) {
		get_page(page);
		page_dup_rmap(page);
		if (likely(PageAnon(page)))
			c->anon++;
		else if (mm_counter_file(page) == MM_SHMEMPAGES)
			c->shmem++;
		else
			c->file++;
	}
	set_pte_old(dst_pte, pte);
}

/* Entries are copied in pieces, so that others get a turn */
#define COPY_BATCH	(64 * PAGE_SIZE)

/* 0, -ENOMEM */
static int copy_pte_piece(struct mm_struct *dst_mm, struct mm_struct *src_mm, pmd_t *dst_pmd,
			   pmd_t *src_pmd, struct vm_area_struct *vma, unsigned long addr,
			   unsigned long end)
{
	const struct normal_pages normal = normal_pages(vma);
	const unsigned long vm_flags = vma->vm_flags;
	struct copy_counts counts = { };
	spinlock_t *src_ptl, *dst_ptl;
	long swap = 0;
	int err = 0;
	pte_t *dst_pte = pte_offset_map_lock(dst_mm, dst_pmd, addr, &dst_ptl);
	pte_t *src_pte = pte_offset_map(src_pmd, addr);

	src_ptl = pte_lockptr(src_mm, src_pmd);
	spin_lock_nested(src_ptl, SINGLE_DEPTH_NESTING);
	for (; addr != end; dst_pte++, src_pte++, addr += PAGE_SIZE) {
		if (pte_none(*src_pte))
			continue;
		if (unlikely(!pte_present(*src_pte))) {
			err = copy_swap_entry(dst_mm, src_mm, dst_pte, src_pte, vma, addr, &swap);
			if (err)
				break;
			continue;
		}
		copy_one_pte(dst_mm, src_mm, dst_pte, src_pte, vma, addr, &normal, vm_flags, &counts);
	}
	spin_unlock(src_ptl);
	if (counts.anon)
		add_mm_counter(dst_mm, MM_ANONPAGES, counts.anon);
	if (counts.file)
		add_mm_counter(dst_mm, MM_FILEPAGES, counts.file);
	if (counts.shmem)
		add_mm_counter(dst_mm, MM_SHMEMPAGES, counts.shmem);
	if (swap)
		add_mm_counter(dst_mm, MM_SWAPENTS, swap);
	pte_unmap_unlock(dst_pte - 1, dst_ptl);
	return err;
}

static int copy_pte_range(struct mm_struct *dst_mm, struct mm_struct *src_mm, pmd_t *dst_pmd,
			  pmd_t *src_pmd, struct vm_area_struct *vma, unsigned long addr,
			  unsigned long end)
{
	if (pte_alloc(dst_mm, dst_pmd, addr))
		return -ENOMEM;
	while (addr != end) {
		unsigned long next = min(end - addr, COPY_BATCH) + addr;

		if (copy_pte_piece(dst_mm, src_mm, dst_pmd, src_pmd, vma, addr, next))
			return -ENOMEM;
		cond_resched();
		addr = next;
	}
	return 0;
}

static inline int copy_pmd_range(struct mm_struct *dst_mm, struct mm_struct *src_mm,
				 pud_t *dst_pud, pud_t *src_pud, struct vm_area_struct *vma,
				 unsigned long addr, unsigned long end)
{
	pmd_t *dst_pmd = pmd_alloc(dst_mm, dst_pud, addr);
	pmd_t *src_pmd = pmd_offset(src_pud, addr);
	unsigned long next;

	if (!dst_pmd)
		return -ENOMEM;
	do {
		next = pmd_addr_end(addr, end);
		if (pmd_none_or_clear_bad(src_pmd))
			continue;
		if (copy_pte_range(dst_mm, src_mm, dst_pmd, src_pmd, vma, addr, next))
			return -ENOMEM;
	} while (dst_pmd++, src_pmd++, addr = next, addr != end);
	return 0;
}

static inline int copy_pud_range(struct mm_struct *dst_mm, struct mm_struct *src_mm,
				 pgd_t *dst_pgd, pgd_t *src_pgd, struct vm_area_struct *vma,
				 unsigned long addr, unsigned long end)
{
	pud_t *dst_pud = pud_alloc(dst_mm, dst_pgd, addr);
	pud_t *src_pud = pud_offset(src_pgd, addr);
	unsigned long next;

	if (!dst_pud)
		return -ENOMEM;
	do {
		next = pud_addr_end(addr, end);
		if (pud_none_or_clear_bad(src_pud))
			continue;
		if (copy_pmd_range(dst_mm, src_mm, dst_pud, src_pud, vma, addr, next))
			return -ENOMEM;
	} while (dst_pud++, src_pud++, addr = next, addr != end);
	return 0;
}

/*
 * copy_page_range - the entries of @vma, a VMA of @src_mm, for @dst_mm at the same addresses.
 *
 * 0, or -ENOMEM: what is copied until then is unmapped with the rest of the child.
 */
int copy_page_range(struct mm_struct *dst_mm, struct mm_struct *src_mm, struct vm_area_struct *vma)
{
	unsigned long addr = vma->vm_start, end = vma->vm_end, next;
	pgd_t *src_pgd = pgd_offset(src_mm, addr), *dst_pgd = pgd_offset(dst_mm, addr);

	if (!(vma->vm_flags & (VM_HUGETLB | VM_PFNMAP | VM_MIXEDMAP)) && !vma->anon_vma)
		return 0;
	trace_event(copy_page_range, addr, end);
	do {
		next = pgd_addr_end(addr, end);
		if (pgd_none_or_clear_bad(src_pgd))
			continue;
		if (copy_pud_range(dst_mm, src_mm, dst_pgd, src_pgd, vma, addr, next))
			return -ENOMEM;
	} while (dst_pgd++, src_pgd++, addr = next, addr != end);
	return 0;
}
