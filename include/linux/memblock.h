/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memblock: which physical memory there is, and which of it is taken, before page frames
 * have allocators.  See mm/memblock.c.
 */
#ifndef _LINUX_MEMBLOCK_H
#define _LINUX_MEMBLOCK_H

#include <linux/types.h>
#include <asm/page.h>

#define INIT_MEMBLOCK_REGIONS	128

/* Ends of a search: below current_limit, or anywhere */
#define MEMBLOCK_ALLOC_ACCESSIBLE 0
#define MEMBLOCK_ALLOC_ANYWHERE	(~(phys_addr_t)0)

#define PHYS_ADDR_MAX		(~(phys_addr_t)0)

struct memblock_region {
	phys_addr_t base;
	phys_addr_t size;
};

/* Regions in the order of their addresses; no two overlap or touch */
struct memblock_type {
	unsigned long cnt;
	unsigned long max;
	phys_addr_t total_size;
	struct memblock_region *regions;
	const char *name;
};

struct memblock {
	bool bottom_up;			/* search from low addresses */
	phys_addr_t current_limit;	/* allocations end below it */
	struct memblock_type memory;
	struct memblock_type reserved;
};

extern struct memblock memblock;

/* The core, on any list or pair of lists */
void memblock_add_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size);
void memblock_remove_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size);
int memblock_search(const struct memblock_type *type, phys_addr_t addr);
bool memblock_overlaps_region(const struct memblock_type *type, phys_addr_t base,
			      phys_addr_t size);
bool memblock_covers_region(const struct memblock_type *type, phys_addr_t base,
			    phys_addr_t size);
bool __next_mem_range(const struct memblock *mb, phys_addr_t *pos,
		      phys_addr_t *out_start, phys_addr_t *out_end);
bool __next_mem_range_rev(const struct memblock *mb, phys_addr_t *pos,
			  phys_addr_t *out_start, phys_addr_t *out_end);
phys_addr_t __memblock_find_range(const struct memblock *mb, phys_addr_t start,
				  phys_addr_t end, phys_addr_t size, phys_addr_t align);
void __memblock_enforce_limit(struct memblock *mb, phys_addr_t limit);

/* The machine's */
void memblock_add(phys_addr_t base, phys_addr_t size);
void memblock_reserve(phys_addr_t base, phys_addr_t size);

phys_addr_t memblock_find_in_range(phys_addr_t start, phys_addr_t end,
				   phys_addr_t size, phys_addr_t align);
phys_addr_t memblock_alloc_range(phys_addr_t size, phys_addr_t align,
				 phys_addr_t start, phys_addr_t end);
phys_addr_t __memblock_alloc_base(phys_addr_t size, phys_addr_t align, phys_addr_t max_addr);
phys_addr_t memblock_alloc_base(phys_addr_t size, phys_addr_t align, phys_addr_t max_addr);
void *memblock_virt_alloc(phys_addr_t size, phys_addr_t align);

phys_addr_t memblock_phys_mem_size(void);
phys_addr_t memblock_reserved_size(void);
phys_addr_t memblock_start_of_DRAM(void);
phys_addr_t memblock_end_of_DRAM(void);
bool memblock_is_memory(phys_addr_t addr);
bool memblock_is_reserved(phys_addr_t addr);
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size);
bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size);
void memblock_set_current_limit(phys_addr_t limit);
void memblock_enforce_memory_limit(phys_addr_t limit);
void memblock_dump_all(void);

static inline phys_addr_t memblock_region_end(const struct memblock_region *reg)
{
	return reg->base + reg->size;
}

/* for_each_memblock - the regions of memory or reserved, upwards  (article 3.2.3) */
#define for_each_memblock(memblock_type, region)			\
	for (region = memblock.memblock_type.regions;			\
	     region < memblock.memblock_type.regions + memblock.memblock_type.cnt; \
	     region++)

/*
 * for_each_free_mem_range - what is memory and not reserved, from @p_start up to *@p_end.
 * @pos is a phys_addr_t that holds the loop's place; the body may reserve what it was shown.
 */
#define for_each_free_mem_range(pos, p_start, p_end)			\
	for (pos = 0; __next_mem_range(&memblock, &pos, p_start, p_end); )
#define for_each_free_mem_range_reverse(pos, p_start, p_end)		\
	for (pos = PHYS_ADDR_MAX; __next_mem_range_rev(&memblock, &pos, p_start, p_end); )

/* The number of the first page at or after @addr.  No sum can wrap at 4 GiB. */
static inline unsigned long memblock_pfn_up(phys_addr_t addr)
{
	return addr ? (unsigned long)((addr - 1) >> PAGE_SHIFT) + 1 : 0;
}

/* The whole pages of a memory region: [base_pfn, end_pfn), empty when it holds none */
static inline unsigned long memblock_region_memory_base_pfn(const struct memblock_region *reg)
{
	return memblock_pfn_up(reg->base);
}

static inline unsigned long memblock_region_memory_end_pfn(const struct memblock_region *reg)
{
	unsigned long end = memblock_region_end(reg) >> PAGE_SHIFT;
	unsigned long base = memblock_region_memory_base_pfn(reg);

	return end < base ? base : end;
}

/* All pages that a reserved region touches */
static inline unsigned long memblock_region_reserved_base_pfn(const struct memblock_region *reg)
{
	return reg->base >> PAGE_SHIFT;
}

static inline unsigned long memblock_region_reserved_end_pfn(const struct memblock_region *reg)
{
	return memblock_pfn_up(memblock_region_end(reg));
}

#endif
