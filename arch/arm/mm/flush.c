/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Caches and user pages: what must be clean before a page is executed.
 *
 * Idea.  ARMv7's data caches behave as physically tagged, so a page needs nothing when it is
 * mapped at another address.  Instructions are fetched past the data cache, so a page with new
 * contents is cleaned to where they are fetched from, once: PG_dcache_clean remembers it.
 *
 *   page written (kernel)      PG_dcache_clean = 0        flush_dcache_page()
 *   mapped executable          0 -> clean, then 1         __sync_icache_dcache(), from set_pte_at
 *
 * Invariant: no executable user entry is set for a page whose PG_dcache_clean is 0.
 * Context: any; takes a kmap_atomic slot for high pages.  ARM ARM B2.2.  QEMU has no caches:
 * reviewed, not seen.
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <asm/cacheflush.h>
#include <asm/pgtable.h>

static void __flush_dcache_page(struct page *page)
{
	void *addr = kmap_atomic(page);

	v7_flush_kern_dcache_area(addr, PAGE_SIZE);
	kunmap_atomic(addr);
}

/* Called by set_pte_at() before an executable user entry is written */
void __sync_icache_dcache(pte_t pteval)
{
	struct page *page;

	if (!pfn_valid(pte_pfn(pteval)))
		return;
	page = pte_page(pteval);
	if (!test_and_set_bit(PG_dcache_clean, &page->flags))
		__flush_dcache_page(page);
	__flush_icache_all();
}
