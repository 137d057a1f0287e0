/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Caches, TLB and user pages: what must be clean before a page is executed, and what must be
 * forgotten when a mapping goes.
 *
 * Idea.  ARMv7's data caches behave as physically tagged, so a page needs nothing when it is
 * mapped at another address.  Instructions are fetched past the data cache, so a page with new
 * contents is cleaned to where they are fetched from, once: PG_dcache_clean remembers it.
 *
 *   kernel writes to a page that nobody maps     PG_dcache_clean = 0      flush_dcache_page()
 *   kernel writes to a page that is mapped       cleaned at once, 1       flush_dcache_page()
 *   executable user entry is set, 0              cleaned, 1               __sync_icache_dcache(), from set_pte_at
 *   debugger writes to code, I is PIPT           the range is cleaned     copy_to_user_page()
 *
 * The TLB of user space is kept by ASID.  A page or a few are flushed one by one, more by the
 * whole ASID.  An address space that has no ASID, or one of an earlier generation, has nothing
 * in the TLB; the flush then hits another's entries, or nobody's, and does no harm.
 *
 * Invariant: a page that an executable user entry leads to has PG_dcache_clean, and is clean: cachecheck_entry()
 * asserts that in the debug build, by the model in arch/arm/mm/cachecheck.c, since QEMU has no caches.  What a
 * program itself writes to such a page it has to clean by the call cacheflush.
 * Context: any; takes a kmap_atomic slot for high pages.  ARM ARM B2.2.  Tests: fault_user.flush_dcache_page,
 * cachecheck.*, tests/user/code.c
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/trace.h>
#include <asm/cacheflush.h>
#include <asm/mmu_context.h>
#include <asm/pgtable.h>

/* @first: PG_dcache_clean was 0 */
static void __flush_dcache_page(struct page *page, bool first)
{
	void *addr = kmap_atomic(page);

	v7_flush_kern_dcache_area(addr, PAGE_SIZE);
	kunmap_atomic(addr);
	cachecheck_dcache(page, first);
}

/* Called by set_pte_at() before an executable user entry is written */
void __sync_icache_dcache(pte_t pteval)
{
	struct page *page;

	if (!pfn_valid(pte_pfn(pteval)))
		return;
	page = pte_page(pteval);
	trace_event(sync_icache_dcache, page_to_pfn(page), test_bit(PG_dcache_clean, &page->flags));
	if (!test_and_set_bit(PG_dcache_clean, &page->flags))
		__flush_dcache_page(page, true);
	__flush_icache_all();
}

/* flush_dcache_page - the kernel has changed what is in @page.  Any context. */
void flush_dcache_page(struct page *page)
{
	if (!(page->flags & 1UL << PG_dcache_clean))
		return;
	trace_event(flush_dcache_page, page_to_pfn(page), page_mapped(page));
	if (!page_mapped(page)) {
		clear_bit(PG_dcache_clean, &page->flags);
	} else {
		__flush_dcache_page(page, false);
		__flush_icache_all();
	}
}

/*
 * copy_to_user_page - @len bytes at @dst, which lies in @page as mapped at @uaddr in @vma, of
 * another task as a rule.  What was code there must be fetched anew: by its lines, if those of @dst are the
 * same ones, as in a physically tagged I cache.  What isn't code any more may become it again.
 */
void copy_to_user_page(struct vm_area_struct *vma, struct page *page, unsigned long uaddr,
		       void *dst, const void *src, unsigned long len)
{
	memcpy(dst, src, len);
	if (vma->vm_flags & VM_EXEC && icache_is_pipt()) {
		flush_icache_range((unsigned long)dst, (unsigned long)dst + len);
		cachecheck_dcache(page, false);
		cachecheck_icache_line(page);
	} else {
		flush_dcache_page(page);
	}
}

/* ------------------------------------------------------------------ TLB */

/* flush_tlb_mm - all user entries of @mm may have changed */
void flush_tlb_mm(struct mm_struct *mm)
{
	trace_event(tlb_flush, ASID(mm), 0, TASK_SIZE);
	local_flush_tlb_asid(ASID(mm));
	local_flush_bp_all();
}

/* flush_tlb_page - the entry of the page at @uaddr in @vma has changed */
void flush_tlb_page(struct vm_area_struct *vma, unsigned long uaddr)
{
	trace_event(tlb_flush, ASID(vma->vm_mm), uaddr, uaddr + PAGE_SIZE);
	local_flush_tlb_user_page((uaddr & PAGE_MASK) | ASID(vma->vm_mm));
	if (vma->vm_flags & VM_EXEC)
		local_flush_bp_all();
}

/* flush_tlb_range - entries of [@start, @end), which lies in @vma, have changed */
void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	unsigned int asid = ASID(vma->vm_mm);

	trace_event(tlb_flush, asid, start, end);
	if (end - start > TLB_FLUSH_ALL_PAGES * PAGE_SIZE) {
		local_flush_tlb_asid(asid);
	} else {
		dsb(ishst);
		for (start &= PAGE_MASK; start < end; start += PAGE_SIZE)
			__asm__ __volatile__("mcr p15, 0, %0, c8, c7, 1	@ TLBIMVA"
					     : : "r" (start | asid) : "memory");
		dsb(ish);
	}
	if (vma->vm_flags & VM_EXEC)
		local_flush_bp_all();
}

/* flush_tlb_kernel_range - entries of [@start, @end), whole pages of kernel space, have changed */
void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	trace_event(tlb_flush, 0, start, end);
	if ((end - start) >> PAGE_SHIFT > TLB_FLUSH_ALL_PAGES)
		local_flush_tlb_all();
	else if (start < end)
		v7_flush_kern_tlb_range(start, end);
}
