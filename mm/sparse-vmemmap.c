/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmemmap: memory behind the struct pages of a section (make VMEMMAP=1).
 *
 * Idea.  Address space for the struct pages of all frames that there can be is cheap: 32 MiB for 4 GiB.  Memory isn't,
 * so it is put behind those of RAM only, by the page tables, which are made for that anyway.  From then on the MMU does
 * what other models do with tables of their own: find a frame's struct page.
 *
 *     VMEMMAP_START                                               VMEMMAP_END
 *     fda00000          fe200000                                  ffa00000
 *     [                 ^ the struct page of pfn 40000                   ]
 *                       [32 pages][32 pages]          ...
 *
 *     sparse_mem_map_populate(section)
 *       `- vmemmap_populate(start, end)                           arch/arm/mm/mmu.c
 *            `- vmemmap_populate_basepages()
 *                 `- vmemmap_pgd_populate() ... vmemmap_pte_populate()
 *                      a table that is missing, then a page, from memblock
 *
 * Context.  Boot, one thread, lowmem mapped; entries go from invalid to valid, so no TLB has to be flushed.
 *
 * Differs from Linux 4.x: no hot-plug, so nothing is ever taken away; no large blocks (arm64 with pages of 4 KiB maps
 * vmemmap by 2 MiB).
 *
 * Read vmemmap_populate_basepages() upwards.  Article 3.2.2.  Tests: sparsemem.*, memory_model.*
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>

/* @size bytes of lowmem, aligned to that and zeroed.  Panics without memory. */
static void *__init vmemmap_alloc_block(unsigned long size, int node)
{
	return memblock_virt_alloc(size, size);
}

static pgd_t *__init vmemmap_pgd_populate(unsigned long addr, int node)
{
	pgd_t *pgd = pgd_offset_k(addr);

	if (pgd_none(*pgd))
		pgd_populate(&init_mm, pgd, vmemmap_alloc_block(PAGE_SIZE, node));
	return pgd;
}

static pud_t *__init vmemmap_pud_populate(pgd_t *pgd, unsigned long addr, int node)
{
	pud_t *pud = pud_offset(pgd, addr);

	if (pud_none(*pud))
		pud_populate(&init_mm, pud, vmemmap_alloc_block(PAGE_SIZE, node));
	return pud;
}

static pmd_t *__init vmemmap_pmd_populate(pud_t *pud, unsigned long addr, int node)
{
	pmd_t *pmd = pmd_offset(pud, addr);

	if (pmd_none(*pmd))
		pmd_populate_kernel(&init_mm, pmd, vmemmap_alloc_block(PAGE_SIZE, node));
	return pmd;
}

static pte_t *__init vmemmap_pte_populate(pmd_t *pmd, unsigned long addr, int node)
{
	pte_t *pte = pte_offset_kernel(pmd, addr);

	if (pte_none(*pte)) {
		void *p = vmemmap_alloc_block(PAGE_SIZE, node);

		set_pte_at(&init_mm, addr, pte, pfn_pte(__phys_to_pfn(__pa(p)), PAGE_KERNEL));
	}
	return pte;
}

/*
 * vmemmap_populate_basepages - there are pages of memory at [@start, @end) of vmemmap afterwards.
 *
 * Those that are there already stay.  Returns 0; panics without memory.
 */
int __init vmemmap_populate_basepages(unsigned long start, unsigned long end, int node)
{
	unsigned long addr = start & PAGE_MASK;

	for (; addr < end; addr += PAGE_SIZE) {
		pgd_t *pgd = vmemmap_pgd_populate(addr, node);
		pud_t *pud = vmemmap_pud_populate(pgd, addr, node);
		pmd_t *pmd = vmemmap_pmd_populate(pud, addr, node);

		vmemmap_pte_populate(pmd, addr, node);
	}
	return 0;
}

/* sparse_mem_map_populate - the struct pages of section @pnum, not written yet.  Panics without memory. */
struct page *__init sparse_mem_map_populate(unsigned long pnum, int nid)
{
	struct page *map = pfn_to_page(section_nr_to_pfn(pnum));

	if (vmemmap_populate((unsigned long)map, (unsigned long)(map + PAGES_PER_SECTION), nid))
		panic("no struct pages for section %lu", pnum);
	return map;
}
