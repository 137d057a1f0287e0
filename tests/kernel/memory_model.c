/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about memory models, whichever this build has: from a frame to its struct page and back. */
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include "selftest.h"

/* Does every frame of RAM have a struct page, from which one comes back to it? */
SELFTEST(memory_model, frames)
{
	struct memblock_region *reg;
	unsigned long pfn, wrong = 0;

	for_each_memblock(memory, reg)
		for (pfn = memblock_region_memory_base_pfn(reg); pfn < memblock_region_memory_end_pfn(reg); pfn++)
			wrong += (unsigned long)(!pfn_valid(pfn) || page_to_pfn(pfn_to_page(pfn)) != pfn);
	EXPECT_EQ(wrong, 0);
}

/* Do the struct pages of two neighbours among the frames lie side by side? */
SELFTEST(memory_model, neighbours)
{
	struct page *page = pfn_to_page(min_low_pfn);

	EXPECT(pfn_to_page(min_low_pfn + 1) == page + 1);
	EXPECT_EQ((unsigned long)(page + 1) - (unsigned long)page, sizeof(struct page));
}

/* Is the page of a lowmem address that of its frame, and the page's address that one? */
SELFTEST(memory_model, lowmem)
{
	char *addr = (char *)__get_free_page(GFP_KERNEL);
	struct page *page;

	ASSERT(addr);
	page = virt_to_page(addr + PAGE_SIZE - 1);
	EXPECT(page == phys_to_page(__pa(addr)));
	EXPECT(page_to_virt(page) == addr && page_address(page) == addr);
	EXPECT(virt_to_page(PAGE_OFFSET) == pfn_to_page(PHYS_PFN_OFFSET));
	free_page((unsigned long)addr);
}
