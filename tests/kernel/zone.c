/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about zones and mem_map: what boot made of them, what is counted, what is shown. */
#include <linux/memblock.h>
#include <linux/seq_file.h>
#include <linux/swap.h>
#include <linux/sysinfo.h>
#include <linux/vmstat.h>
#include <asm/sections.h>
#include "../../mm/internal.h"
#include "selftest.h"

#define NORMAL	(&contig_page_data.node_zones[ZONE_NORMAL])
#define HIGH	(&contig_page_data.node_zones[ZONE_HIGHMEM])

static unsigned long zone_free(struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES);
}

/* ---- boot's work ---- */

/* Does mem_map agree with memblock: is memory that boot reserved still reserved? */
SELFTEST(zone, mem_map)
{
	phys_addr_t text = __pa((unsigned long)zone_check & ~3UL);
	struct page *page = phys_to_page(text);
	struct memblock_region *reg;
	unsigned long present = 0;

	EXPECT_EQ(sizeof(struct page), 32);
	EXPECT(PageReserved(page) && page_ref_count(page) == 1);
	for_each_memblock(memory, reg)
		present += memblock_region_memory_end_pfn(reg) - memblock_region_memory_base_pfn(reg);
	EXPECT_EQ(get_num_physpages(), present);
	EXPECT(pfn_valid(PHYS_PFN_OFFSET) && !pfn_valid(PHYS_PFN_OFFSET - 1));
	EXPECT(pfn_valid(max_pfn - 1));
#ifdef CONFIG_FLATMEM
	EXPECT(PageReserved(virt_to_page(mem_map)));
	EXPECT(!pfn_valid(max_pfn));
#endif
	EXPECT(page_zone(pfn_to_page(max_low_pfn - 1)) == NORMAL);
	if (max_pfn > max_low_pfn && pfn_valid(max_low_pfn))
		EXPECT(page_zone(pfn_to_page(max_low_pfn)) == HIGH);
	EXPECT_EQ(zone_end_pfn(NORMAL), max_low_pfn);
	EXPECT_EQ(totalram_pages, NORMAL->managed_pages + HIGH->managed_pages);
	EXPECT_EQ(totalhigh_pages, HIGH->managed_pages);
}

/* Does free_reserved_area() fill, count and free whole pages only? */
SELFTEST(zone, free_reserved_area)
{
	char *addr = (char *)__get_free_pages(GFP_KERNEL, 2);
	struct page *page = virt_to_page(addr);
	unsigned long managed = NORMAL->managed_pages, total = totalram_pages;
	u64 mark;
	int i;

	ASSERT(addr);
	split_page(page, 2);
	for (i = 0; i < 4; i++) {
		__SetPageReserved(page + i);
		adjust_managed_page_count(page + i, -1);
	}
	EXPECT_EQ(NORMAL->managed_pages, managed - 4);
	mark = selftest_mute();
	EXPECT_EQ(free_reserved_area(addr + 1, addr + 3 * PAGE_SIZE + 5, 0xcc, "test"), 2);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "Freeing test memory: 8K"));
	if (!IS_ENABLED(CONFIG_DEBUG_PAGEALLOC))
		EXPECT(!memchr_inv(addr + 2 * PAGE_SIZE + 16, 0xcc, PAGE_SIZE - 16));
	free_reserved_page(page);
	free_reserved_page(page + 3);
	EXPECT_EQ(NORMAL->managed_pages, managed);
	EXPECT_EQ(totalram_pages, total);
}

/* Are the pages that only boot needed the allocator's now? */
SELFTEST(zone, init_memory)
{
	unsigned long addr, n = 0;

	for (addr = PAGE_ALIGN((unsigned long)__init_begin); addr + PAGE_SIZE <= (unsigned long)__init_end;
	     addr += PAGE_SIZE)
		n += (unsigned long)PageReserved(virt_to_page(addr));
	EXPECT_EQ(n, 0);
	for (addr = PAGE_ALIGN((unsigned long)__initdata_begin); addr + PAGE_SIZE <= (unsigned long)__initdata_end;
	     addr += PAGE_SIZE)
		n += (unsigned long)PageReserved(virt_to_page(addr));
	EXPECT_EQ(n, 0);
	EXPECT(PageReserved(virt_to_page(_stext)));
}

/* ---- what is shown ---- */

static char text[16384];

static char *shown(void (*show)(struct seq_file *m))
{
	struct seq_file m = { .buf = text, .size = sizeof(text) - 1 };

	show(&m);
	text[m.count] = '\0';
	return text;
}

/* The number behind @name in @where, or -1 */
static long number_after(const char *where, const char *name)
{
	const char *p = strstr(where, name);

	return p ? (long)simple_strtoul(skip_spaces(p + strlen(name)), NULL, 10) : -1;
}

/* Do /proc/buddyinfo's numbers add up to the free pages? */
SELFTEST(zone, buddyinfo)
{
	char *p = strstr(shown(buddyinfo_show), "Node 0, zone   Normal ");
	unsigned long pages = 0;
	int order;

	ASSERT(p);
	p += strlen("Node 0, zone   Normal ");
	for (order = 0; order < MAX_ORDER; order++)
		pages += simple_strtoul(skip_spaces(p), &p, 10) << order;
	EXPECT_EQ(pages, zone_free(NORMAL));
	EXPECT_EQ(*skip_spaces(p) == 'N', populated_zone(HIGH));
}

/* Do /proc/zoneinfo and /proc/vmstat say what the counters say? */
SELFTEST(zone, zoneinfo_and_vmstat)
{
	char *p = shown(zoneinfo_show);

	EXPECT(strstr(p, "Node 0, zone   Normal\n"));
	EXPECT_EQ(number_after(p, "pages free"), zone_free(NORMAL));
	EXPECT_EQ(number_after(p, "managed"), NORMAL->managed_pages);
	EXPECT_EQ(number_after(p, "start_pfn:"), NORMAL->zone_start_pfn);
	EXPECT_EQ(number_after(p, "batch:"), this_cpu_pcp(NORMAL)->batch);
	p = shown(vmstat_show);
	EXPECT_EQ(number_after(p, "nr_free_pages"), nr_free_pages());
	EXPECT(number_after(p, "nr_written") >= 0);
	EXPECT(number_after(p, "pgalloc_normal") > 0);
}

/* Are allocations and frees counted, one by one and in blocks? */
SELFTEST(zone, events)
{
	unsigned long before[NR_VM_EVENT_ITEMS], after[NR_VM_EVENT_ITEMS];
	struct page *one, *block, *few[3];
	int i;

	all_vm_events(before);
	one = alloc_page(GFP_KERNEL);
	block = alloc_pages(GFP_KERNEL, 4);
	ASSERT(one && block);
	all_vm_events(after);
	EXPECT_EQ(after[PGALLOC_NORMAL] - before[PGALLOC_NORMAL], 17);
	EXPECT_EQ(after[PGFREE], before[PGFREE]);
	__free_pages(block, 4);
	__free_page(one);
	drain_local_pages(NULL);
	all_vm_events(after);
	EXPECT_EQ(after[PGALLOC_NORMAL] - before[PGALLOC_NORMAL], 17);
	EXPECT_EQ(after[PGFREE] - before[PGFREE], 17);
	for (i = 0; i < 3; i++) {
		few[i] = alloc_page(GFP_KERNEL);
		ASSERT(few[i]);
	}
	release_pages(few, 3, false);
	all_vm_events(after);
	EXPECT_EQ(after[PGALLOC_NORMAL] - before[PGALLOC_NORMAL], 20);
	EXPECT_EQ(after[PGFREE] - before[PGFREE], 20);
}

/* Do counters by use change where they should, and sum up? */
SELFTEST(zone, counters)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long all = global_page_state(NR_MLOCK);

	ASSERT(page);
	inc_zone_page_state(page, NR_MLOCK);
	EXPECT_EQ(global_page_state(NR_MLOCK), all + 1);
	mod_zone_page_state(NORMAL, NR_MLOCK, 5);
	dec_zone_page_state(page, NR_MLOCK);
	EXPECT_EQ(zone_page_state(NORMAL, NR_MLOCK), all + 5);
	mod_zone_page_state(NORMAL, NR_MLOCK, -5);
	EXPECT_EQ(global_page_state(NR_MLOCK), all);
	__free_page(page);
}

/* Do sysinfo()'s numbers and the log's tell the same story? */
SELFTEST(zone, meminfo)
{
	struct sysinfo info = { .uptime = 0 };
	char *log;
	u64 mark;

	si_meminfo(&info);
	EXPECT_EQ(info.totalram, totalram_pages);
	EXPECT_EQ(info.freeram, nr_free_and_pcp_pages());
	EXPECT_EQ(info.totalhigh, HIGH->managed_pages);
	EXPECT_EQ(info.mem_unit, PAGE_SIZE);
	mark = selftest_mute();
	show_mem();
	selftest_unmute();
	log = selftest_log_since(mark);
	EXPECT(strstr(log, "Mem-Info:"));
	EXPECT(strstr(log, "lowmem_reserve[]:"));
	EXPECT_EQ(number_after(log, "Normal free:"), zone_free(NORMAL) * 4);
	EXPECT_EQ(number_after(strstr(log, "Normal: "), " = "), zone_free(NORMAL) * 4);
}
