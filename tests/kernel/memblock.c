/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to memblock, on lists of the test's own: the machine's are history by now, and are
 * only read.  tests/host/memblock.t asks the same code at random.
 */
#include <linux/memblock.h>
#include "selftest.h"

#define MAX_REGIONS	8

static struct memblock_region mem[MAX_REGIONS], res[MAX_REGIONS];
static struct memblock mb;

static struct memblock_type *fresh(void)
{
	mb = (struct memblock) {
		.current_limit = MEMBLOCK_ALLOC_ANYWHERE,
		.memory = { .max = MAX_REGIONS, .regions = mem, .name = "memory" },
		.reserved = { .max = MAX_REGIONS, .regions = res, .name = "reserved" },
	};
	return &mb.memory;
}

static bool region_is(const struct memblock_type *type, unsigned long i, phys_addr_t base,
		      phys_addr_t end)
{
	return i < type->cnt && type->regions[i].base == base &&
	       memblock_region_end(&type->regions[i]) == end;
}

/* Are regions sorted, whatever the order in which they are added? */
SELFTEST(memblock, sorts)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x5000, 0x1000);
	memblock_add_range(type, 0x1000, 0x1000);
	memblock_add_range(type, 0x3000, 0x1000);
	ASSERT(type->cnt == 3);
	EXPECT(region_is(type, 0, 0x1000, 0x2000));
	EXPECT(region_is(type, 1, 0x3000, 0x4000));
	EXPECT(region_is(type, 2, 0x5000, 0x6000));
	EXPECT_EQ(type->total_size, 0x3000);
}

/* Do regions that touch become one, on both sides? */
SELFTEST(memblock, merges_adjacent)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x1000, 0x1000);
	memblock_add_range(type, 0x3000, 0x1000);
	memblock_add_range(type, 0x2000, 0x1000);
	EXPECT_EQ(type->cnt, 1);
	EXPECT(region_is(type, 0, 0x1000, 0x4000));
}

/* Do overlapping regions count once, when one covers several and when one is inside another? */
SELFTEST(memblock, merges_overlapping)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x2000, 0x1000);
	memblock_add_range(type, 0x4000, 0x1000);
	memblock_add_range(type, 0x1800, 0x4000);
	EXPECT_EQ(type->cnt, 1);
	EXPECT(region_is(type, 0, 0x1800, 0x5800));
	memblock_add_range(type, 0x2000, 0x100);
	EXPECT_EQ(type->cnt, 1);
	EXPECT_EQ(type->total_size, 0x4000);
}

/* Does a gap of one byte keep two regions apart? */
SELFTEST(memblock, one_byte_gap)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x1000, 0xfff);
	memblock_add_range(type, 0x2000, 0x1000);
	EXPECT_EQ(type->cnt, 2);
}

/* Is a region without size ignored? */
SELFTEST(memblock, empty_region)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x1000, 0);
	EXPECT_EQ(type->cnt, 0);
	memblock_add_range(type, 0x1000, 0x1000);
	memblock_remove_range(type, 0x1800, 0);
	EXPECT(region_is(type, 0, 0x1000, 0x2000));
	EXPECT(!memblock_overlaps_region(type, 0x1800, 0));
}

/* Is RAM that ends at 4 GiB, or claims to go on behind it, cut so that no sum wraps? */
SELFTEST(memblock, end_of_address_space)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0xc0000000, 0x40000000);
	EXPECT(region_is(type, 0, 0xc0000000, 0xffffffff));
	EXPECT_EQ(memblock_region_memory_end_pfn(&mem[0]), 0xfffff);
	memblock_add_range(type, 0xf0000000, 0xf0000000);
	EXPECT_EQ(type->cnt, 1);
	EXPECT(region_is(type, 0, 0xc0000000, 0xffffffff));
	memblock_remove_range(type, 0xd0000000, PHYS_ADDR_MAX);
	EXPECT(region_is(type, 0, 0xc0000000, 0xd0000000));
}

/* Does removing cut the start, the end, the middle, and whole regions? */
SELFTEST(memblock, remove)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x1000, 0x9000);
	memblock_remove_range(type, 0x0, 0x2000);
	memblock_remove_range(type, 0x9000, 0x5000);
	EXPECT(region_is(type, 0, 0x2000, 0x9000));
	memblock_remove_range(type, 0x4000, 0x1000);
	ASSERT(type->cnt == 2);
	EXPECT(region_is(type, 0, 0x2000, 0x4000));
	EXPECT(region_is(type, 1, 0x5000, 0x9000));
	memblock_remove_range(type, 0x3000, 0x3000);
	EXPECT(region_is(type, 0, 0x2000, 0x3000));
	EXPECT(region_is(type, 1, 0x6000, 0x9000));
	memblock_remove_range(type, 0, PHYS_ADDR_MAX);
	EXPECT_EQ(type->cnt, 0);
	EXPECT_EQ(type->total_size, 0);
}

/* Is a list that is just full still right, and nothing written behind it? */
SELFTEST(memblock, list_full)
{
	struct memblock_type *type = fresh();
	unsigned int i;

	type->max = MAX_REGIONS - 1;
	mem[MAX_REGIONS - 1].base = 0x12345678;
	for (i = MAX_REGIONS - 1; i > 0; i--)
		memblock_add_range(type, 0x2000 * i, 0x1000);
	EXPECT_EQ(type->cnt, type->max);
	EXPECT_EQ(mem[MAX_REGIONS - 1].base, 0x12345678);
	memblock_add_range(type, 0x3000, 0x1000);		/* fills a gap: room again */
	EXPECT_EQ(type->cnt, type->max - 1);
	EXPECT(region_is(type, 0, 0x2000, 0x5000));
}

/* Are the ends of a region inside, and the bytes around it outside? */
SELFTEST(memblock, search)
{
	struct memblock_type *type = fresh();

	memblock_add_range(type, 0x1000, 0x1000);
	memblock_add_range(type, 0x3000, 0x1000);
	EXPECT_EQ(memblock_search(type, 0xfff), -1);
	EXPECT_EQ(memblock_search(type, 0x1000), 0);
	EXPECT_EQ(memblock_search(type, 0x1fff), 0);
	EXPECT_EQ(memblock_search(type, 0x2000), -1);
	EXPECT_EQ(memblock_search(type, 0x3fff), 1);
	EXPECT_EQ(memblock_search(type, 0x4000), -1);
	EXPECT(memblock_covers_region(type, 0x1000, 0x1000));
	EXPECT(!memblock_covers_region(type, 0x1000, 0x1001));
	EXPECT(!memblock_covers_region(type, 0x1800, 0x2000));
	EXPECT(memblock_overlaps_region(type, 0x0, 0x1001));
	EXPECT(!memblock_overlaps_region(type, 0x2000, 0x1000));
}

/* Is free what is memory and not reserved, from both ends? */
SELFTEST(memblock, free_ranges)
{
	static const phys_addr_t expected[][2] = {
		{ 0x1000, 0x2000 }, { 0x3000, 0x4800 }, { 0x8000, 0x9000 },
	};
	phys_addr_t pos = 0, start, end;
	int i, n = ARRAY_SIZE(expected);

	fresh();
	memblock_add_range(&mb.memory, 0x1000, 0x4000);
	memblock_add_range(&mb.memory, 0x7000, 0x2000);
	memblock_add_range(&mb.reserved, 0x2000, 0x1000);
	memblock_add_range(&mb.reserved, 0x4800, 0x3800);	/* across the hole */
	for (i = 0; __next_mem_range(&mb, &pos, &start, &end); i++) {
		ASSERT(i < n);
		EXPECT(start == expected[i][0] && end == expected[i][1]);
	}
	EXPECT_EQ(i, n);
	pos = PHYS_ADDR_MAX;
	while (__next_mem_range_rev(&mb, &pos, &start, &end)) {
		ASSERT(--i >= 0);
		EXPECT(start == expected[i][0] && end == expected[i][1]);
	}
	EXPECT_EQ(i, 0);
}

/* Is the highest fitting place found, or the lowest if searching bottom up? */
SELFTEST(memblock, find_direction)
{
	fresh();
	memblock_add_range(&mb.memory, 0x10000, 0x10000);
	memblock_add_range(&mb.memory, 0x40000, 0x10000);
	memblock_add_range(&mb.reserved, 0x4f800, 0x400);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x400, 0x400), 0x4fc00);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x1000, 0x1000), 0x4e000);
	mb.bottom_up = true;
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x400, 0x400), 0x10000);
	EXPECT_EQ(__memblock_find_range(&mb, 0x10001, MEMBLOCK_ALLOC_ANYWHERE, 0x400, 0x400),
		  0x10400);
}

/* Do a search's ends and the current limit hold, and alignment within them? */
SELFTEST(memblock, find_limits)
{
	fresh();
	memblock_add_range(&mb.memory, 0x10000, 0x10000);
	EXPECT_EQ(__memblock_find_range(&mb, 0x12000, 0x14000, 0x1000, 0x1000), 0x13000);
	EXPECT_EQ(__memblock_find_range(&mb, 0x12000, 0x14000, 0x2000, 0x2000), 0x12000);
	EXPECT_EQ(__memblock_find_range(&mb, 0x12000, 0x14000, 0x2001, 0x1000), 0);
	EXPECT_EQ(__memblock_find_range(&mb, 0x12800, 0x14000, 0x1000, 0x2000), 0);
	mb.current_limit = 0x15000;
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ACCESSIBLE, 0x1000, 0x1000), 0x14000);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x1000, 0x1000), 0x1f000);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0, 0x1000), 0);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x20000, 0x1000), 0);
}

/* Is address 0 never handed out, since it says "none"? */
SELFTEST(memblock, never_zero)
{
	fresh();
	memblock_add_range(&mb.memory, 0, 0x2000);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x1000, 0x1000), 0x1000);
	EXPECT_EQ(__memblock_find_range(&mb, 0, MEMBLOCK_ALLOC_ANYWHERE, 0x1800, 0x40), 0);
}

/* Does mem= count bytes of memory, and take what lies behind out of both lists? */
SELFTEST(memblock, memory_limit)
{
	fresh();
	memblock_add_range(&mb.memory, 0x10000, 0x4000);
	memblock_add_range(&mb.memory, 0x20000, 0x4000);
	memblock_add_range(&mb.reserved, 0x21000, 0x2000);
	__memblock_enforce_limit(&mb, 0x9000);
	EXPECT_EQ(mb.memory.total_size, 0x8000);
	__memblock_enforce_limit(&mb, 0x6000);
	EXPECT_EQ(mb.memory.total_size, 0x6000);
	EXPECT(region_is(&mb.memory, 1, 0x20000, 0x22000));
	EXPECT(region_is(&mb.reserved, 0, 0x21000, 0x22000));
	__memblock_enforce_limit(&mb, 0x4000);
	EXPECT_EQ(mb.memory.cnt, 1);
	EXPECT_EQ(mb.reserved.cnt, 0);
}

/* Are partial pages left out of memory, and kept in reservations? */
SELFTEST(memblock, whole_pages)
{
	struct memblock_region reg = { 0x1800, 0x2000 }, tiny = { 0x1100, 0x200 };

	EXPECT_EQ(memblock_region_memory_base_pfn(&reg), 2);
	EXPECT_EQ(memblock_region_memory_end_pfn(&reg), 3);
	EXPECT_EQ(memblock_region_reserved_base_pfn(&reg), 1);
	EXPECT_EQ(memblock_region_reserved_end_pfn(&reg), 4);
	EXPECT_EQ(memblock_region_memory_base_pfn(&tiny), memblock_region_memory_end_pfn(&tiny));
	EXPECT_EQ(memblock_pfn_up(0xfffff001), 0x100000);
	EXPECT_EQ(memblock_pfn_up(0), 0);
}

/* Does what boot left say the truth: this code is reserved memory, and RAM starts where it does? */
SELFTEST(memblock, of_this_machine)
{
	phys_addr_t here = __pa((unsigned long)memblock_search & ~3UL);
	struct memblock_region *reg;
	phys_addr_t sum = 0;

	EXPECT(memblock_is_memory(here));
	EXPECT(memblock_is_reserved(here));
	EXPECT(memblock_is_region_reserved(here & (phys_addr_t)PAGE_MASK, PAGE_SIZE));
	EXPECT(memblock_is_region_memory(here, 4));
	EXPECT(!memblock_is_memory(memblock_start_of_DRAM() - 1));
	EXPECT(memblock_is_memory(memblock_start_of_DRAM()));
	EXPECT(memblock_is_memory(memblock_end_of_DRAM() - 1));
	EXPECT(!memblock_is_memory(memblock_end_of_DRAM()));
	for_each_memblock(memory, reg)
		sum += reg->size;
	EXPECT_EQ(sum, memblock_phys_mem_size());
	EXPECT(memblock_phys_mem_size() / PAGE_SIZE >= get_num_physpages());
}
