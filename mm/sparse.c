/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sections: which parts of the physical address space have struct pages (make VMEMMAP=1).
 *
 * Idea.  The physical address space is cut into sections of 2^SECTION_SIZE_BITS bytes.  A section in which there is RAM
 * is present and has struct pages for all of its frames; the others have none.  mem_section[] says which is which, so
 * pfn_valid() is a look at one word:
 *
 *     pfn              40000    41000    42000       ...       60000    61000
 *     RAM              [=================]          hole       [======]
 *     mem_section[]    present  present                        present            one for each 16 MiB
 *     vmemmap          [32 pages][32 pages]                    [32 pages]         struct pages, in frames of their own
 *
 * The word holds where the section's struct pages are, less its first pfn, so that adding any pfn of it gives the struct
 * page; two flags stand in the bits below.  With vmemmap that sum is the same for all sections, and pfn_to_page() needs
 * no look at the table.
 *
 *     bootmem_init()
 *       |- arm_memory_present() -> memory_present()      RAM's sections are marked
 *       |- sparse_init()                                 each gets its struct pages (mm/sparse-vmemmap.c)
 *       `- zone_sizes_init() -> free_area_init_node()    which are written as reserved frames (mm/mm_init.c)
 *
 * Invariants (nothing asserts them but the tests)
 *   V1  a section is present if and only if a frame of RAM lies in it
 *   V2  a valid section's struct pages are all mapped, and those of no other are
 *   V3  a block of the buddy allocator lies within one section: the walkers of a block ask once
 *
 * Context.  Boot, one thread; afterwards mem_section[] is only read.
 *
 * Differs from Linux 4.x: mem_section[] is one small array (Linux has roots that are allocated, SPARSEMEM_EXTREME); a
 * section's migrate types stand in it instead of behind a pointer; there is no model with sections and without vmemmap,
 * where struct page has to name its section; no hot-plug.  Linux on 32-bit ARM has sections but no vmemmap: its layout
 * is arm64's (docs/article.md).
 *
 * Read memory_present(), sparse_init(), then pfn_valid() in linux/mmzone.h.  Article 3.2.2.  Tests: sparsemem.*, memory_model.*
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page_ext.h>
#include <linux/string.h>

struct mem_section mem_section[NR_MEM_SECTIONS];

/*
 * memory_present - there is RAM at the frames [@start, @end): their sections are marked.
 *
 * Boot, before sparse_init(), for each piece of RAM in any order.
 */
void __init memory_present(int nid, unsigned long start, unsigned long end)
{
	unsigned long pfn;

	for (pfn = SECTION_ALIGN_DOWN(start); pfn < end; pfn += PAGES_PER_SECTION)
		__pfn_to_section(pfn)->section_mem_map |= SECTION_MARKED_PRESENT;
}

/* The word of section @pnum, whose struct pages are at @mem_map */
static unsigned long __init sparse_encode_mem_map(struct page *mem_map, unsigned long pnum)
{
	unsigned long coded = (unsigned long)(mem_map - section_nr_to_pfn(pnum));

	BUG_ON(coded & ~SECTION_MAP_MASK);
	return coded;
}

/* sparse_decode_mem_map - the struct pages of section @pnum, whose word is @coded_mem_map */
struct page *sparse_decode_mem_map(unsigned long coded_mem_map, unsigned long pnum)
{
	return (struct page *)(coded_mem_map & SECTION_MAP_MASK) + section_nr_to_pfn(pnum);
}

static void __init sparse_init_one_section(struct mem_section *ms, unsigned long pnum, struct page *mem_map)
{
	ms->section_mem_map &= ~SECTION_MAP_MASK;
	ms->section_mem_map |= sparse_encode_mem_map(mem_map, pnum) | SECTION_HAS_MEM_MAP;
	memset(ms->pageblock_migratetype, MIGRATE_MOVABLE, sizeof(ms->pageblock_migratetype));
	page_ext_init_section(ms);
}

/* sparse_init - struct pages for every section that was marked.  Boot, once, lowmem mapped.  Panics without memory. */
void __init sparse_init(void)
{
	unsigned long pnum, sections = 0;

	BUILD_BUG_ON(PFN_SECTION_SHIFT < MAX_ORDER - 1);
	for (pnum = 0; pnum < NR_MEM_SECTIONS; pnum++) {
		struct mem_section *ms = __nr_to_section(pnum);

		if (!present_section(ms))
			continue;
		sparse_init_one_section(ms, pnum, sparse_mem_map_populate(pnum, 0));
		sections++;
	}
	pr_info("  vmemmap: %lu sections of %u MiB, %lu KiB of struct pages\n", sections,
		1U << (SECTION_SIZE_BITS - 20), sections * PAGES_PER_SECTION * sizeof(struct page) / 1024);
}
