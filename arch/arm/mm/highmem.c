/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kmap_atomic: a fixmap slot for a moment.
 *
 *   FIX_KMAP_BEGIN + KM_TYPE_NR * cpu + depth      depth: how many are mapped already
 *
 * The CPU's slots are a stack.  Taking one raises preempt_count, so that its holder doesn't sleep and nobody else
 * can run on this CPU with it, and the entry needs no lock; an interrupt that maps something takes the
 * slot above and has given it back when it returns.
 *
 * Invariant  H1  slots at and above the depth are unused; the debug build clears them, so that
 *                a use after kunmap_atomic() faults (pt_check() looks, as its P6).
 * TLB: a slot's old translation is flushed, on this CPU alone, when the slot gets a page.
 * Article 3.2.4.  Tests: highmem.atomic_*; make bench.
 */
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/uaccess.h>
#include <asm/fixmap.h>
#include <asm/tlbflush.h>

static int kmap_atomic_idx[CONFIG_NR_CPUS];

static inline int kmap_atomic_idx_push(void)
{
	int idx = kmap_atomic_idx[smp_processor_id()]++;

	BUG_ON(idx >= KM_TYPE_NR);
	return idx;
}

static inline void kmap_atomic_idx_pop(void)
{
	BUG_ON(--kmap_atomic_idx[smp_processor_id()] < 0);
}

static inline enum fixed_addresses kmap_slot(int idx)
{
	return FIX_KMAP_BEGIN + KM_TYPE_NR * smp_processor_id() + idx;
}

/* The entry of a slot: all slots are in one table, higher ones at lower addresses */
static inline pte_t *kmap_pte(enum fixed_addresses slot)
{
	BUILD_BUG_ON(__fix_to_virt(FIX_KMAP_BEGIN) >> PMD_SHIFT !=
		     __fix_to_virt(FIX_KMAP_END) >> PMD_SHIFT);
	return fixmap_pte(__fix_to_virt(FIX_KMAP_BEGIN)) - (slot - FIX_KMAP_BEGIN);
}

/* kmap - an address for @page until kunmap().  May sleep. */
void *kmap(struct page *page)
{
	might_sleep();
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	return kmap_high(page);
}

void kunmap(struct page *page)
{
	BUG_ON(in_interrupt());
	if (PageHighMem(page))
		kunmap_high(page);
}

/*
 * The low bits of kmap_prot's hardware entry are the same for every page, so they are asked of
 * set_pte_ext() once.
 */
pteval_t kmap_hw_prot;

void __init kmap_atomic_init(void)
{
	pte_t *ptep = kmap_pte(FIX_KMAP_BEGIN);

	set_pte_ext(ptep, pfn_pte(0, kmap_prot), 0);
	kmap_hw_prot = pte_val(ptep[PTE_HWTABLE_PTRS]);
	pte_clear(&init_mm, __fix_to_virt(FIX_KMAP_BEGIN), ptep);
	local_flush_tlb_kernel_page(__fix_to_virt(FIX_KMAP_BEGIN));
}

/* kmap_atomic_pfn - the same for a frame that may have no struct page */
void *kmap_atomic_pfn(unsigned long pfn)
{
	enum fixed_addresses slot;
	unsigned long vaddr;
	pte_t *ptep;

	pagefault_disable();
	slot = kmap_slot(kmap_atomic_idx_push());
	vaddr = __fix_to_virt(slot);
	ptep = kmap_pte(slot);
	VM_BUG_ON(!pte_none(*ptep));
	set_kmap_pte(ptep, pfn);
	local_flush_tlb_kernel_page(vaddr);
	return (void *)vaddr;
}

/*
 * kmap_atomic - an address for @page on this CPU, until kunmap_atomic()
 *
 * Any context; the caller can't sleep until then.  Whether kmap() has mapped the page doesn't
 * matter: caches are physically tagged, so two addresses may show one page.
 */
void *kmap_atomic(struct page *page)
{
	if (PageHighMem(page))
		return kmap_atomic_pfn(page_to_pfn(page));
	pagefault_disable();
	return lowmem_page_address(page);
}

void __kunmap_atomic(void *kvaddr)
{
	unsigned long vaddr = (unsigned long)kvaddr & PAGE_MASK;

	if (vaddr >= FIXADDR_START) {
#ifdef CONFIG_DEBUG_VM
		BUG_ON(vaddr != __fix_to_virt(kmap_slot(kmap_atomic_idx[smp_processor_id()] - 1)));
		set_pte_ext(fixmap_pte(vaddr), __pte(0), 0);
		local_flush_tlb_kernel_page(vaddr);
#endif
		kmap_atomic_idx_pop();
	}
	pagefault_enable();
}

/* H1: may this slot's entry be present? */
bool kmap_atomic_slot_used(enum fixed_addresses slot)
{
	unsigned int n = slot - FIX_KMAP_BEGIN;

	if (!IS_ENABLED(CONFIG_DEBUG_VM))
		return true;
	return n % KM_TYPE_NR < (unsigned int)kmap_atomic_idx[n / KM_TYPE_NR];
}
