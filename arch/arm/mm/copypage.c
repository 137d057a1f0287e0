/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Clearing and copying pages of programs: what most faults do.
 *
 * Idea.  The page may lie in high memory and have no address.  kmap_atomic() would find it a free slot;
 * here the slot is always the same, so the entry to write is known to the compiler.
 *
 *   fixmap   FIX_COPYPAGE_TO     the page that is cleared, or copied to
 *            FIX_COPYPAGE_FROM   the page that is copied
 *
 * Invariant  N1  a window is used with preemption off, and never in an interrupt: so nobody changes
 *                it while it is looked through.  The debug build closes it afterwards.
 *
 * TLB: a window's old translation is flushed, on this CPU alone, when it gets a page.  One window for
 * each CPU.  Caches are physically tagged, so the address of the program doesn't matter (on Linux,
 * copypage-v6.c, it may).  Article 3.4.4.  Tests: fault_user.copypage, fault_user.*
 */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <asm/fixmap.h>
#include <asm/tlbflush.h>

/* An address for @page until close_window(): that of @idx */
static __always_inline void *open_window(enum fixed_addresses idx, struct page *page)
{
	unsigned long vaddr;

	if (!PageHighMem(page))
		return lowmem_page_address(page);
	vaddr = __fix_to_virt(idx + 2 * smp_processor_id());
	set_kmap_pte(fixmap_pte(vaddr), page_to_pfn(page));
	local_flush_tlb_kernel_page(vaddr);
	return (void *)vaddr;
}

static __always_inline void close_window(void *addr)
{
#ifdef CONFIG_DEBUG_VM
	if ((unsigned long)addr < FIXADDR_START)
		return;
	set_pte_ext(fixmap_pte((unsigned long)addr), __pte(0), 0);
	local_flush_tlb_kernel_page((unsigned long)addr);
#endif
}

/* clear_user_highpage - @page becomes zero.  Not in an interrupt. */
void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	void *to;

	preempt_disable();
	to = open_window(FIX_COPYPAGE_TO, page);
	clear_page(to);
	close_window(to);
	preempt_enable();
}

/* copy_user_highpage - the contents of @from to @to.  Not in an interrupt. */
void copy_user_highpage(struct page *to, struct page *from, unsigned long vaddr,
			struct vm_area_struct *vma)
{
	void *kto, *kfrom;

	preempt_disable();
	kfrom = open_window(FIX_COPYPAGE_FROM, from);
	kto = open_window(FIX_COPYPAGE_TO, to);
	copy_page(kto, kfrom);
	close_window(kto);
	close_window(kfrom);
	preempt_enable();
}
