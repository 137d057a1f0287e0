/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about sections and vmemmap, of the build that has them (make VMEMMAP=1): what has struct pages, and at which price. */
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/rmap.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <asm/pgtable.h>
#include "../../mm/internal.h"
#include "selftest.h"

/* ---- sections ---- */

/* Do SECTION_ALIGN_DOWN() and SECTION_ALIGN_UP() find the section around a frame, also at its edges? */
SELFTEST(sparsemem, align)
{
	EXPECT_EQ(SECTION_ALIGN_DOWN(0x41000), 0x41000);
	EXPECT_EQ(SECTION_ALIGN_DOWN(0x41fff), 0x41000);
	EXPECT_EQ(SECTION_ALIGN_UP(0x41000), 0x41000);
	EXPECT_EQ(SECTION_ALIGN_UP(0x41001), 0x42000);
	EXPECT_EQ(pfn_to_section_nr(0x41fff), 0x41);
	EXPECT_EQ(section_nr_to_pfn(0x41), 0x41000);
	EXPECT_EQ(NR_MEM_SECTIONS << SECTION_SIZE_BITS, 0);
	EXPECT_EQ(PAGES_PER_SECTION * sizeof(struct page), SZ_128K);
}

static bool ram_in_section(unsigned long nr)
{
	unsigned long start = section_nr_to_pfn(nr), end = start + PAGES_PER_SECTION;
	struct memblock_region *reg;

	for_each_memblock(memory, reg)
		if (memblock_region_memory_base_pfn(reg) < end && memblock_region_memory_end_pfn(reg) > start)
			return true;
	return false;
}

static unsigned long nr_valid_sections(void)
{
	unsigned long nr, n = 0;

	for (nr = 0; nr < NR_MEM_SECTIONS; nr++)
		n += valid_section(__nr_to_section(nr));
	return n;
}

/* Is a section present, and valid, if and only if there is RAM in it? */
SELFTEST(sparsemem, sections)
{
	unsigned long nr;

	for (nr = 0; nr < NR_MEM_SECTIONS; nr++) {
		const struct mem_section *ms = __nr_to_section(nr);
		bool ram = ram_in_section(nr);

		if (!EXPECT_EQ(present_section(ms), ram) || !EXPECT_EQ(valid_section(ms), ram))
			selftest_note("section %lu", nr);
		EXPECT_EQ(pfn_valid(section_nr_to_pfn(nr)), ram);
		EXPECT_EQ(pfn_valid(section_nr_to_pfn(nr + 1) - 1), ram);
	}
}

/* Does pfn_valid() say no to numbers that no frame can have? */
SELFTEST(sparsemem, no_frame)
{
	EXPECT(!pfn_valid(1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT)));
	EXPECT(!pfn_valid(ULONG_MAX));
	EXPECT(!pfn_valid(PHYS_PFN_OFFSET | 1UL << 31));
}

/* Does a section's word give its struct pages back? */
SELFTEST(sparsemem, decode)
{
	unsigned long nr;

	for (nr = 0; nr < NR_MEM_SECTIONS; nr++) {
		unsigned long word = __nr_to_section(nr)->section_mem_map;

		if (!valid_section(__nr_to_section(nr)))
			continue;
		EXPECT(sparse_decode_mem_map(word, nr) == pfn_to_page(section_nr_to_pfn(nr)));
		EXPECT(sparse_decode_mem_map(word, nr) + PAGES_PER_SECTION ==
		       vmemmap + section_nr_to_pfn(nr + 1));
	}
}

/* Is a frame that is no RAM, but shares a section with some, reserved for ever? */
SELFTEST(sparsemem, odd_frames)
{
	unsigned long pfn, nr, wrong = 0;

	for (nr = 0; nr < NR_MEM_SECTIONS; nr++) {
		if (!valid_section(__nr_to_section(nr)))
			continue;
		for (pfn = section_nr_to_pfn(nr); pfn < section_nr_to_pfn(nr + 1); pfn++) {
			const struct page *page = pfn_to_page(pfn);

			if (!memblock_is_memory(__pfn_to_phys(pfn)))
				wrong += !PageReserved(page) || page_ref_count(page) != 1;
		}
	}
	EXPECT_EQ(wrong, 0);
}

/* Has each pageblock a migrate type of its own, also where sections meet? */
SELFTEST(sparsemem, pageblocks)
{
	unsigned long nr = (SECTION_ALIGN_UP(min_low_pfn) >> pageblock_order) + PAGEBLOCKS_PER_SECTION - 1;
	struct zone *zone = contig_page_data.node_zones;
	unsigned long flags;
	u8 before[3], i;

	if (!pageblock_valid(nr - 1) || !pageblock_valid(nr + 1))
		SELFTEST_SKIP("no two sections of RAM side by side");
	spin_lock_irqsave(&zone->lock, flags);
	for (i = 0; i < 3; i++)
		before[i] = *pageblock_type(zone, nr - 1 + i);
	*pageblock_type(zone, nr) = (u8)(before[1] ^ 1);
	EXPECT_EQ(*pageblock_type(zone, nr - 1), before[0]);
	EXPECT_EQ(get_pageblock_migratetype(zone, pfn_to_page(nr << pageblock_order)), before[1] ^ 1);
	EXPECT_EQ(get_pageblock_migratetype(zone, pfn_to_page(((nr + 1) << pageblock_order) - 1)), before[1] ^ 1);
	EXPECT_EQ(*pageblock_type(zone, nr + 1), before[2]);
	*pageblock_type(zone, nr) = before[1];
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* ---- vmemmap ---- */

/* The entry for a page of vmemmap, or NULL without a table */
static pte_t *vmemmap_pte(unsigned long addr)
{
	pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr), addr);

	return pmd_none(*pmd) ? NULL : pte_offset_kernel(pmd, addr);
}

/* Is there memory behind the struct pages of sections with RAM, each page in a frame of its own, and behind no others? */
SELFTEST(sparsemem, populated)
{
	unsigned long addr, pages = 0, last = 0;

	for (addr = VMEMMAP_START; addr < VMEMMAP_END; addr += PAGE_SIZE) {
		unsigned long pfn = page_to_pfn((struct page *)addr);
		pte_t *pte = vmemmap_pte(addr);
		bool there = pte && pte_present(*pte);

		if (!EXPECT_EQ(there, pfn_valid(pfn)))
			selftest_note("the struct page of pfn 0x%lx", pfn);
		if (!there)
			continue;
		pages++;
		EXPECT(pte_write(*pte) && !pte_exec(*pte));
		EXPECT(PageReserved(pte_page(*pte)) && !PageHighMem(pte_page(*pte)));
		EXPECT(pte_pfn(*pte) != last);
		last = pte_pfn(*pte);
	}
	EXPECT_EQ(pages * PAGE_SIZE, nr_valid_sections() * PAGES_PER_SECTION * sizeof(struct page));
}

/* Does a hole in RAM cost nothing: are struct pages paid for RAM's sections only, and no others? */
SELFTEST(sparsemem, hole_is_free)
{
	unsigned long spanned = max_pfn - min_low_pfn, paid = nr_valid_sections() * PAGES_PER_SECTION;
	unsigned long regions = memblock.memory.cnt, present = get_num_physpages();

	EXPECT(paid >= present);
	EXPECT(paid <= present + 2 * regions * PAGES_PER_SECTION);
	selftest_note("%lu KiB of struct pages for %lu MiB of RAM; one array would take %lu KiB",
		      paid * sizeof(struct page) / 1024, present >> (20 - PAGE_SHIFT),
		      spanned * sizeof(struct page) / 1024);
}

static int touch(void *page)
{
	return READ_ONCE(((struct page *)page)->_mapcount.counter);
}

/* Does who touches the struct page of a frame that isn't there die of it, at its address? */
SELFTEST(sparsemem, no_struct_page)
{
	unsigned long pfn = 0;

	while (pfn_valid(pfn))
		pfn += PAGES_PER_SECTION;
	if (EXPECT_OOPS(touch, pfn_to_page(pfn)))
		EXPECT_EQ(last_oops.addr, &pfn_to_page(pfn)->_mapcount);
}

/* Is an entry for a frame in a hole of RAM reported, instead of followed to a struct page that isn't there? */
SELFTEST(sparsemem, entry_of_a_hole)
{
	struct vm_area_struct vma = { .vm_start = SZ_1M, .vm_end = SZ_2M, .vm_flags = VM_READ };
	struct normal_pages normal = normal_pages(&vma);
	unsigned long pfn = min_low_pfn;
	struct page *page;
	u64 mark;

	while (pfn < max_pfn && pfn_valid(pfn))
		pfn += PAGES_PER_SECTION;
	if (pfn >= max_pfn)
		SELFTEST_SKIP("RAM has no hole");
	mark = selftest_mute();
	page = vm_normal_page_of(&normal, &vma, SZ_1M, pfn_pte(pfn, PAGE_READONLY));
	selftest_unmute();
	EXPECT(!page);
	EXPECT(strstr(selftest_log_since(mark), "Bad page map"));
}
