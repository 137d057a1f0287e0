/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tracepoints tell of memory when three numbers aren't enough: tables, pages, VMAs, free lists.
 *
 * Idea.  An abort is recorded from outside, by trace_abort() around its handler, and from inside, by the tracepoints that
 * the handler passes.  What is looked up is looked up again here, by reading alone.
 *
 *   mm, vma ...      the address space, if it isn't what was recorded last
 *   abort_enter      address, fault status, pc
 *   walk, page       each level for the address, as the processor found it
 *     find_vma         and the nodes of the tree that were visited
 *     mm_page_alloc    ...
 *     set_pte          ...
 *   mm, vma ...      if the fault has made the stack grow
 *   walk, page       the same entries, as it leaves them
 *   abort_exit
 *
 * Invariant (nothing asserts it): nothing here changes what it looks at, but for the reader's count of mmap_sem.
 * Context: any; whoever holds mmap_sem for writing at that moment hides the address space from trace_mm().
 * Article 3.4.1 to 3.4.4, 3.3.4.  Read linux/trace.h first, kernel/trace.c after.  Tests: trace.*
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rbtree_augmented.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/trace.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include "internal.h"

#define RECORD(id, text, ...)						\
	do {								\
		const unsigned long __args[] = { __VA_ARGS__ };		\
									\
		trace_record(TRACE_##id, __args, ARRAY_SIZE(__args), text); \
	} while (0)

/* ------------------------------------------------------------------ page tables and pages */

static void trace_page(pte_t pte)
{
	struct page *page;

	if (!trace_on(page) || !pte_present(pte) || !pfn_valid(pte_pfn(pte)))
		return;
	page = pte_page(pte);
	RECORD(page, NULL, page_to_pfn(page), page->flags, (unsigned long)page_ref_count(page),
	       (unsigned long)page_mapcount(page), (unsigned long)page->mapping, page->index);
}

/* The entries for @addr in @mm's tables, and the page that they lead to */
static void trace_walk(struct mm_struct *mm, unsigned long addr)
{
	unsigned long flags = trace_begin();
	unsigned long half = (addr >> SECTION_SHIFT) & 1;
	pgd_t *pgd = pgd_offset(mm ?: &init_mm, addr);
	pmd_t *pmd = pmd_offset(pud_offset(pgd, addr), addr);
	pte_t *ptep = NULL;

	if (!pmd_none(*pmd) && !pmd_bad(*pmd) && virt_addr_valid(pmd_page_vaddr(*pmd)))
		ptep = pte_offset_kernel(pmd, addr);
	if (trace_on(walk))
		RECORD(walk, NULL, addr, (unsigned long)pgd, pmd_val(pmd[half]), (unsigned long)ptep,
		       ptep ? pte_val(*ptep) : 0, ptep ? pte_val(ptep[PTE_HWTABLE_PTRS]) : 0);
	if (ptep)
		trace_page(*ptep);
	trace_end(flags);
}

/* address, ptep: what the entry has become, and its hardware twin */
void trace_set_pte(enum trace_id id, const unsigned long *given)
{
	const pte_t *ptep = (const pte_t *)given[1];
	const unsigned long args[] = { given[0], pte_val(ptep[0]), pte_val(ptep[PTE_HWTABLE_PTRS]) };

	trace_record(id, args, ARRAY_SIZE(args), NULL);
}

/* ------------------------------------------------------------------ VMAs */

static unsigned long vma_start_or_0(unsigned long vma)
{
	return vma ? ((const struct vm_area_struct *)vma)->vm_start : 0;
}

/* address, vma */
void trace_vmacache_hit(enum trace_id id, const unsigned long *given)
{
	const unsigned long args[] = { given[0], vma_start_or_0(given[1]) };

	trace_record(id, args, ARRAY_SIZE(args), NULL);
}

/* address, vma, mm: and the nodes on the way to it */
void trace_find_vma(enum trace_id id, const unsigned long *given)
{
	struct rb_node *node = ((const struct mm_struct *)given[2])->mm_rb.rb_node;
	unsigned long args[32] = { given[0], vma_start_or_0(given[1]) };
	unsigned int n = 2;

	while (node && n < ARRAY_SIZE(args)) {
		const struct vm_area_struct *vma = rb_vma(node);

		args[n++] = vma->vm_start;
		if (vma->vm_end > given[0] && vma->vm_start <= given[0])
			break;
		node = vma->vm_end > given[0] ? node->rb_left : node->rb_right;
	}
	trace_record(id, args, n, NULL);
}

/* Where the VMA of @node starts; 1, which no VMA does, without one */
static unsigned long start_of(struct rb_node *node)
{
	return node ? rb_vma(node)->vm_start : 1;
}

static void trace_vma(const struct vm_area_struct *vma)
{
	const struct rb_node *rb = &vma->vm_rb;

	RECORD(vma, vma->vm_file ? vma->vm_file->f_dentry->d_name : NULL, vma->vm_start, vma->vm_end, vma->vm_flags,
	       vma->vm_pgoff, start_of(rb_parent(rb)), start_of(rb->rb_left), start_of(rb->rb_right),
	       vma->rb_subtree_gap, rb_is_red(rb));
}

/* A number that is another when a VMA, the heap's end or the tree is another */
static u32 fingerprint(const struct mm_struct *mm)
{
	u32 h = (u32)mm ^ (u32)mm->brk;
	const struct vm_area_struct *vma;

	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		h = (h ^ (u32)vma->vm_start) * 0x01000193;
		h = (h ^ (u32)vma->vm_end) * 0x01000193;
		h = (h ^ (u32)vma->vm_flags ^ (u32)vma->vm_pgoff) * 0x01000193;
		h = (h ^ (u32)rb_parent(&vma->vm_rb) ^ rb_is_red(&vma->vm_rb)) * 0x01000193;
	}
	return h;
}

static u32 last;		/* of the address space that was recorded last */

void trace_forget_mm(void)
{
	last = 0;
}

static void record_mm(struct mm_struct *mm)
{
	const struct vm_area_struct *vma;
	u32 now = fingerprint(mm);

	if (now == last)
		return;
	last = now;
	if (trace_on(mm))
		RECORD(mm, NULL, (unsigned long)mm->pgd, mm->mmap_base, mm->start_code, mm->end_code, mm->start_data,
		       mm->end_data, mm->start_brk, mm->brk, mm->start_stack, mm->total_vm,
		       get_mm_rss(mm) - get_mm_counter(mm, MM_ANONPAGES), get_mm_counter(mm, MM_ANONPAGES));
	for (vma = mm->mmap; vma && trace_on(vma); vma = vma->vm_next)
		trace_vma(vma);
}

void trace_mm(struct mm_struct *mm)
{
	unsigned long flags = trace_begin();

	if ((trace_on(mm) || trace_on(vma)) && mm && down_read_trylock(&mm->mmap_sem)) {
		record_mm(mm);
		up_read(&mm->mmap_sem);
	}
	trace_end(flags);
}

/* ------------------------------------------------------------------ page frames and the page cache */

/* page, order, gfp */
void trace_page_alloc(enum trace_id id, const unsigned long *given)
{
	const struct page *page = (const struct page *)given[0];
	const unsigned long args[] = { page_to_pfn(page), given[1], given[2], zone_idx(page_zone(page)) };

	trace_record(id, args, ARRAY_SIZE(args), NULL);
}

/* zone, migratetype, pages: this CPU's list was filled, and what is left.  Called with the zone's lock. */
void trace_pcp_refill(enum trace_id id, const unsigned long *given)
{
	struct zone *zone = (struct zone *)given[0];
	unsigned long args[5 + MAX_ORDER] = {
		zone_idx(zone), given[1], given[2], zone_page_state(zone, NR_FREE_PAGES),
		(unsigned long)this_cpu_pcp(zone)->count,
	};
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++)
		args[5 + order] = zone->free_area[order].nr_free;
	trace_record(id, args, ARRAY_SIZE(args), NULL);
}

/* mapping, index, page or NULL */
void trace_page_cache(enum trace_id id, const unsigned long *given)
{
	const struct inode *host = ((const struct address_space *)given[0])->host;
	const struct page *page = (const struct page *)given[2];
	const unsigned long args[] = { host ? host->i_ino : 0, given[1], page ? page_to_pfn(page) : 0 };

	trace_record(id, args, ARRAY_SIZE(args), NULL);
}

/* ------------------------------------------------------------------ aborts */

int trace_abort(unsigned long addr, unsigned int fsr, struct pt_regs *regs, abort_fn *fn)
{
	struct mm_struct *mm = current->mm;
	int ret;

	trace_mm(mm);
	RECORD(abort_enter, NULL, addr, fsr, regs->ARM_pc, regs->ARM_cpsr);
	trace_walk(current->active_mm, addr);
	ret = fn(addr, fsr, regs);
	trace_mm(mm);
	trace_walk(current->active_mm, addr);
	if (trace_on(abort_exit))
		RECORD(abort_exit, NULL, addr, (unsigned long)ret);
	return ret;
}
