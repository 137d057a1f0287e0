/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From memblock to the zones, and what boot says about memory.
 *
 *   bootmem_init    pfn bounds of lowmem and highmem; with VMEMMAP=1 arm_memory_present, sparse_init;
 *                   zone_sizes_init -> free_area_init_node
 *   mem_init        memblock's free memory goes to the buddy allocator; "Memory:" and
 *                   "Virtual kernel memory layout:" as Linux prints them
 *   free_initmem    what only boot needed goes there, too
 *
 *      PHYS_OFFSET          arm_lowmem_limit           end of RAM
 *      min_low_pfn          max_low_pfn                max_pfn
 *      |---- ZONE_NORMAL ---|----- ZONE_HIGHMEM -------|
 *
 * Invariants: the printed layout is the real one (test mmu.layout walks the tables); after
 * mem_init() memblock allocates no more.  Context: boot, one thread.  Article 3.2.1, 3.2.3.
 * Tests: mmu.layout (3.2.1), zone.* (3.2.3)
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <asm/fixmap.h>
#include <asm/highmem.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/set_memory.h>
#include "mm.h"

static void __init find_limits(void)
{
	min_low_pfn = PFN_UP(memblock_start_of_DRAM());
	max_low_pfn = PFN_DOWN(arm_lowmem_limit);
	max_pfn = PFN_DOWN(memblock_end_of_DRAM());
}

/* Frames of [start, end) that no memory stands behind */
static unsigned long __init absent_pages(unsigned long start, unsigned long end)
{
	struct memblock_region *reg;
	unsigned long absent = end - start;

	for_each_memblock(memory, reg) {
		unsigned long s = max(start, memblock_region_memory_base_pfn(reg));
		unsigned long e = min(end, memblock_region_memory_end_pfn(reg));

		if (s < e)
			absent -= e - s;
	}
	return absent;
}

static void __init zone_sizes_init(unsigned long min, unsigned long max_low,
				   unsigned long max_high)
{
	unsigned long zone_size[MAX_NR_ZONES], zhole_size[MAX_NR_ZONES];

	zone_size[ZONE_NORMAL] = max_low - min;
	zhole_size[ZONE_NORMAL] = absent_pages(min, max_low);
	zone_size[ZONE_HIGHMEM] = max_high - max_low;
	zhole_size[ZONE_HIGHMEM] = absent_pages(max_low, max_high);
	free_area_init_node(0, zone_size, min, zhole_size);
}

#ifdef CONFIG_SPARSEMEM
/* The sections in which there is RAM get struct pages */
static void __init arm_memory_present(void)
{
	struct memblock_region *reg;

	for_each_memblock(memory, reg)
		memory_present(0, memblock_region_memory_base_pfn(reg), memblock_region_memory_end_pfn(reg));
}
#else
static void __init arm_memory_present(void)
{
}
#endif

/* Called by paging_init(), lowmem mapped */
void __init bootmem_init(void)
{
	find_limits();
	arm_memory_present();
	sparse_init();
	zone_sizes_init(min_low_pfn, max_low_pfn, max_pfn);
}

/* ------------------------------------------------------------------ what boot says */

static unsigned long __init kb(const char *start, const char *end)
{
	return (unsigned long)(end - start) >> 10;
}

static void __init print_memory(void)
{
	unsigned long physpages = get_num_physpages(), free = nr_free_and_pcp_pages();

	pr_info("Memory: %luK/%luK available (%luK kernel code, %luK rodata, %luK rwdata, "
		"%luK init, %luK bss, %luK reserved, %luK highmem)\n",
		free << (PAGE_SHIFT - 10), physpages << (PAGE_SHIFT - 10),
		kb(_stext, _etext), kb(__start_rodata, __end_rodata), kb(_sdata, _edata),
		kb(__init_begin, __init_end) + kb(__initdata_begin, __initdata_end),
		kb(__bss_start, __bss_stop), (physpages - totalram_pages) << (PAGE_SHIFT - 10),
		totalhigh_pages << (PAGE_SHIFT - 10));
}

static void __init print_range(const char *name, unsigned long start, unsigned long end)
{
	unsigned long size = end - start;

	if (size >= SZ_4M || size == SZ_2M)
		pr_notice("%10s : 0x%08lx - 0x%08lx   (%4lu MB)\n", name, start, end, size >> 20);
	else
		pr_notice("%10s : 0x%08lx - 0x%08lx   (%4lu kB)\n", name, start, end,
			  DIV_ROUND_UP(size, SZ_1K));
}

static void __init print_layout(void)
{
	pr_notice("Virtual kernel memory layout:\n");
	print_range("vector", CONFIG_VECTORS_BASE, CONFIG_VECTORS_BASE + PAGE_SIZE);
	print_range("fixmap", FIXADDR_START, FIXADDR_END);
#ifdef CONFIG_SPARSEMEM_VMEMMAP
	print_range("vmemmap", VMEMMAP_START, VMEMMAP_END);
#endif
	print_range("vmalloc", VMALLOC_START, VMALLOC_END);
	print_range("lowmem", PAGE_OFFSET, (unsigned long)high_memory);
	print_range("pkmap", PKMAP_BASE, PKMAP_BASE + LAST_PKMAP * PAGE_SIZE);
	print_range("modules", MODULES_VADDR, MODULES_END);
	print_range(".text", (unsigned long)_stext, (unsigned long)_etext);
	print_range(".init", (unsigned long)__init_begin, (unsigned long)__init_end);
	print_range(".rodata", (unsigned long)__start_rodata, (unsigned long)__end_rodata);
	print_range(".data", (unsigned long)_sdata, (unsigned long)_edata);
	print_range(".bss", (unsigned long)__bss_start, (unsigned long)__bss_stop);
}

/* Hands memory to the buddy allocator.  Once, after paging_init(). */
void __init mem_init(void)
{
	free_all_bootmem();
	free_highpages();
	print_memory();
	print_layout();
}

/*
 * free_initmem - gives the pages of init text and data to the buddy allocator
 *
 * The caller, and all that runs, is outside of them.  Text must lose "executable" before it
 * gets "writable".
 */
void free_initmem(void)
{
	unsigned long text = (unsigned long)__init_begin;
	int pages = (int)((__init_end - __init_begin) >> PAGE_SHIFT);

	set_memory_nx(text, pages);
	set_memory_rw(text, pages);
	free_reserved_area(__initdata_begin, __initdata_end, POISON_FREE_INITMEM, NULL);
	free_reserved_area(__init_begin, __init_end, POISON_FREE_INITMEM, "unused kernel");
}
