/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memblock: physical memory before there are page frames.
 *
 * Idea.  Two sorted lists of [base, base + size) are all that boot needs: "memory", which the
 * device tree fills, and "reserved", which holds the kernel, the initrd, the tree itself and
 * whatever was allocated since.  What is in the first list and not in the second is free.
 *
 *   virt with 1 GiB, an initrd and the kernel's own tables:
 *
 *     memory    [40000000 ................................................. 80000000)
 *     reserved     [40004000 kernel)   [48000000 initrd)   [6f7f0000 mem_map ... 6f800000)
 *     free      [) [       gap     ...][      gap       ...][                    ..........)
 *                                              ^ current_limit = arm_lowmem_limit 6f800000:
 *                                                the linear map ends there
 *
 * An allocation searches free ranges below current_limit from the top down, so that the low
 * end stays in one piece, and reserves what it finds.
 *
 * Invariants (tests/host/memblock.t compares each with a bitmap after every operation)
 *   M1  regions are sorted, none is empty
 *   M2  between two regions there is a gap: overlapping and touching ones are merged
 *   M3  total_size is the sum of the sizes
 *   M4  base + size doesn't wrap.  phys_addr_t has 32 bits, so a region that ends at 4 GiB is
 *       cut by a byte, and its last page is never used
 *
 * Context.  Boot only: one processor, no locks, nothing sleeps.  A list that overflows, and
 * an allocation that must not fail, panic with what was asked for.  After free_all_bootmem()
 * the lists may be read, but an allocation would hand out a page that is in use.
 *
 * Differs from Linux 4.x.  The lists are static and don't grow; regions have no node and no
 * flags; empty lists have no dummy region; an iteration's place is an address instead of two
 * indices, so that its body may change the lists.
 *
 * Read memblock_add_range() and memblock_remove_range(), then __next_mem_range(), then the
 * allocators.  Shown by tests/kernel/memblock.c and tests/host/memblock.t; the boot argument
 * memblock=debug prints the lists.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/string.h>
#include <asm/memory.h>

/* Allocations start on a line of the cache if the caller doesn't say otherwise */
#define MEMBLOCK_DEFAULT_ALIGN	64

static struct memblock_region memblock_memory_init_regions[INIT_MEMBLOCK_REGIONS];
static struct memblock_region memblock_reserved_init_regions[INIT_MEMBLOCK_REGIONS];

struct memblock memblock = {
	.current_limit = MEMBLOCK_ALLOC_ANYWHERE,
	.memory = {
		.max = INIT_MEMBLOCK_REGIONS,
		.regions = memblock_memory_init_regions,
		.name = "memory",
	},
	.reserved = {
		.max = INIT_MEMBLOCK_REGIONS,
		.regions = memblock_reserved_init_regions,
		.name = "reserved",
	},
};

static bool memblock_debug;

/* The end of [base, base + size), cut so that it doesn't wrap (M4) */
static phys_addr_t memblock_cap_end(phys_addr_t base, phys_addr_t size)
{
	return base + min(size, (phys_addr_t)(PHYS_ADDR_MAX - base));
}

static void memblock_insert_region(struct memblock_type *type, unsigned long idx,
				   phys_addr_t base, phys_addr_t size)
{
	struct memblock_region *rgn = &type->regions[idx];

	if (type->cnt >= type->max)
		panic("memblock: no room for [0x%08lx-0x%08lx] in the %s list: %lu regions are its limit",
		      (unsigned long)base, (unsigned long)(base + size - 1), type->name, type->max);
	memmove(rgn + 1, rgn, (type->cnt - idx) * sizeof(*rgn));
	rgn->base = base;
	rgn->size = size;
	type->cnt++;
	type->total_size += size;
}

/* Takes out @nr regions from @idx on */
static void memblock_remove_regions(struct memblock_type *type, unsigned long idx,
				    unsigned long nr)
{
	struct memblock_region *rgn = &type->regions[idx];
	unsigned long i;

	for (i = 0; i < nr; i++)
		type->total_size -= rgn[i].size;
	type->cnt -= nr;
	memmove(rgn, rgn + nr, (type->cnt - idx) * sizeof(*rgn));
}

/*
 * memblock_add_range - makes [@base, @base + @size) part of @type.
 *
 * Regions that it overlaps or touches become one with it:
 *     before   AAAA....BBBB....CC
 *     add          ******
 *     after    AAAAAAAAAAAA....CC
 * Panics when the list is full.
 */
void memblock_add_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = memblock_cap_end(base, size);
	unsigned long first = 0, past;

	if (base == end)
		return;
	while (first < type->cnt && memblock_region_end(&type->regions[first]) < base)
		first++;
	for (past = first; past < type->cnt && type->regions[past].base <= end; past++) {
		base = min(base, type->regions[past].base);
		end = max(end, memblock_region_end(&type->regions[past]));
	}
	memblock_remove_regions(type, first, past - first);
	memblock_insert_region(type, first, base, end - base);
}

/*
 * memblock_remove_range - cuts [@base, @base + @size) out of @type.
 *
 *     before   AAAAAAAAAAAA....BB
 *     remove       ****
 *     after    AAAA....CCCC....BB      one region becomes two: the list can overflow
 */
void memblock_remove_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = memblock_cap_end(base, size);
	unsigned long i = 0;

	if (base == end)
		return;
	while (i < type->cnt && type->regions[i].base < end) {
		phys_addr_t rbase = type->regions[i].base;
		phys_addr_t rend = memblock_region_end(&type->regions[i]);

		if (rend <= base) {
			i++;
			continue;
		}
		memblock_remove_regions(type, i, 1);
		if (rbase < base)
			memblock_insert_region(type, i++, rbase, base - rbase);
		if (end < rend)
			memblock_insert_region(type, i++, end, rend - end);
	}
}

/* memblock_search - the index of the region of @type that holds @addr, or -1 */
int memblock_search(const struct memblock_type *type, phys_addr_t addr)
{
	unsigned long left = 0, right = type->cnt;

	while (left < right) {
		unsigned long mid = (left + right) / 2;
		const struct memblock_region *rgn = &type->regions[mid];

		if (addr < rgn->base)
			right = mid;
		else if (addr - rgn->base >= rgn->size)
			left = mid + 1;
		else
			return (int)mid;
	}
	return -1;
}

/* memblock_overlaps_region - is a byte of [@base, @base + @size) in @type? */
bool memblock_overlaps_region(const struct memblock_type *type, phys_addr_t base,
			      phys_addr_t size)
{
	phys_addr_t end = memblock_cap_end(base, size);
	unsigned long i;

	for (i = 0; i < type->cnt; i++)
		if (max(base, type->regions[i].base) <
		    min(end, memblock_region_end(&type->regions[i])))
			return true;
	return false;
}

/* memblock_covers_region - is all of [@base, @base + @size) in @type? */
bool memblock_covers_region(const struct memblock_type *type, phys_addr_t base,
			    phys_addr_t size)
{
	int idx = memblock_search(type, base);

	return idx >= 0 &&
	       memblock_cap_end(base, size) <= memblock_region_end(&type->regions[idx]);
}

/*
 * __next_mem_range - the lowest free range of @mb that lies at or above *@pos.
 *
 * Returns false when there is none; else the range is [*@out_start, *@out_end), and *@pos its
 * end.
 */
bool __next_mem_range(const struct memblock *mb, phys_addr_t *pos,
		      phys_addr_t *out_start, phys_addr_t *out_end)
{
	unsigned long m, r = 0;

	for (m = 0; m < mb->memory.cnt; m++) {
		phys_addr_t start = max(*pos, mb->memory.regions[m].base);
		phys_addr_t end = memblock_region_end(&mb->memory.regions[m]);

		for (; r < mb->reserved.cnt && start < end; r++) {
			const struct memblock_region *res = &mb->reserved.regions[r];

			if (res->base > start) {
				end = min(end, res->base);
				break;
			}
			start = max(start, memblock_region_end(res));
		}
		if (start < end) {
			*out_start = start;
			*pos = *out_end = end;
			return true;
		}
		r = r ? r - 1 : 0;	/* it may reach into the next region, too */
	}
	return false;
}

/* __next_mem_range_rev - the same downwards: the highest free range that ends by *@pos */
bool __next_mem_range_rev(const struct memblock *mb, phys_addr_t *pos,
			  phys_addr_t *out_start, phys_addr_t *out_end)
{
	unsigned long m, r = mb->reserved.cnt;

	for (m = mb->memory.cnt; m-- > 0; ) {
		phys_addr_t start = mb->memory.regions[m].base;
		phys_addr_t end = min(*pos, memblock_region_end(&mb->memory.regions[m]));

		for (; r > 0 && start < end; r--) {
			const struct memblock_region *res = &mb->reserved.regions[r - 1];

			if (memblock_region_end(res) < end) {
				start = max(start, memblock_region_end(res));
				break;
			}
			end = min(end, res->base);
		}
		if (start < end) {
			*pos = *out_start = start;
			*out_end = end;
			return true;
		}
		r = r < mb->reserved.cnt ? r + 1 : r;
	}
	return false;
}

/* Where @size bytes lie in the free range [@start, @end): at its low or high end, or 0 */
static phys_addr_t memblock_fit(phys_addr_t start, phys_addr_t end, phys_addr_t size,
				phys_addr_t align, bool bottom_up)
{
	phys_addr_t at;

	if (start >= end || end - start < size)
		return 0;
	if (!bottom_up) {
		at = round_down(end - size, align);
		return at >= start ? at : 0;
	}
	at = round_up(start, align);
	return at >= start && at < end && end - at >= size ? at : 0;
}

/*
 * __memblock_find_range - a free place of @mb within [@start, @end) for @size bytes.
 *
 * @align is a power of two.  The first page is never found, so 0 says that there is none.
 */
phys_addr_t __memblock_find_range(const struct memblock *mb, phys_addr_t start,
				  phys_addr_t end, phys_addr_t size, phys_addr_t align)
{
	phys_addr_t pos, s, e, at = 0;

	if (end == MEMBLOCK_ALLOC_ACCESSIBLE)
		end = mb->current_limit;
	start = max(start, (phys_addr_t)PAGE_SIZE);
	if (!size)
		return 0;
	if (mb->bottom_up) {
		pos = start;
		while (!at && __next_mem_range(mb, &pos, &s, &e))
			at = memblock_fit(max(s, start), min(e, end), size, align, true);
	} else {
		pos = end;
		while (!at && __next_mem_range_rev(mb, &pos, &s, &e))
			at = memblock_fit(max(s, start), min(e, end), size, align, false);
	}
	return at;
}

/*
 * __memblock_enforce_limit - forgets all memory of @mb beyond its first @limit bytes.
 *
 * Holes don't count.  Reservations beyond the end go, too.
 */
void __memblock_enforce_limit(struct memblock *mb, phys_addr_t limit)
{
	phys_addr_t left = limit, max_addr;
	unsigned long i;

	for (i = 0; i < mb->memory.cnt; i++) {
		const struct memblock_region *rgn = &mb->memory.regions[i];

		if (left <= rgn->size)
			break;
		left -= rgn->size;
	}
	if (i == mb->memory.cnt || !limit)
		return;
	max_addr = mb->memory.regions[i].base + left;
	memblock_remove_range(&mb->memory, max_addr, PHYS_ADDR_MAX);
	memblock_remove_range(&mb->reserved, max_addr, PHYS_ADDR_MAX);
}

/* memblock_add - there is memory at [@base, @base + @size)  (article 3.2.3) */
void __init memblock_add(phys_addr_t base, phys_addr_t size)
{
	memblock_add_range(&memblock.memory, base, size);
}

/* memblock_reserve - [@base, @base + @size) is taken; memory need not be there */
void __init memblock_reserve(phys_addr_t base, phys_addr_t size)
{
	memblock_add_range(&memblock.reserved, base, size);
}

/* memblock_find_in_range - as __memblock_find_range, in the machine's memory; reserves nothing */
phys_addr_t __init memblock_find_in_range(phys_addr_t start, phys_addr_t end,
					  phys_addr_t size, phys_addr_t align)
{
	return __memblock_find_range(&memblock, start, end, size, align);
}

/*
 * memblock_alloc_range - reserves @size bytes within [@start, @end).
 *
 * @align is a power of two, 0 stands for a cache line; @end may be
 * MEMBLOCK_ALLOC_ACCESSIBLE.  Returns the physical address, or 0.  The memory isn't cleared.
 */
phys_addr_t __init memblock_alloc_range(phys_addr_t size, phys_addr_t align,
					phys_addr_t start, phys_addr_t end)
{
	phys_addr_t found;

	if (!align)
		align = MEMBLOCK_DEFAULT_ALIGN;
	found = memblock_find_in_range(start, end, size, align);
	if (found)
		memblock_reserve(found, size);
	return found;
}

/* __memblock_alloc_base - @size bytes below @max_addr, or 0 */
phys_addr_t __init __memblock_alloc_base(phys_addr_t size, phys_addr_t align,
					 phys_addr_t max_addr)
{
	return memblock_alloc_range(size, align, 0, max_addr);
}

/* memblock_alloc_base - the same; panics when there is no room  (article 3.2.3) */
phys_addr_t __init memblock_alloc_base(phys_addr_t size, phys_addr_t align,
				       phys_addr_t max_addr)
{
	phys_addr_t found = __memblock_alloc_base(size, align, max_addr);

	if (!found)
		panic("memblock: failed to allocate %lu bytes below 0x%08lx: memory %lu KiB, reserved %lu KiB",
		      (unsigned long)size, (unsigned long)max_addr,
		      (unsigned long)memblock_phys_mem_size() / 1024,
		      (unsigned long)memblock_reserved_size() / 1024);
	return found;
}

/* The part of the free memory that has an address: below current_limit and mapped lowmem */
static phys_addr_t __init memblock_lowmem_limit(void)
{
	phys_addr_t limit = memblock.current_limit;

	return arm_lowmem_limit ? min(limit, arm_lowmem_limit) : limit;
}

/*
 * memblock_virt_alloc - @size cleared bytes of lowmem; panics when there is no room.
 *
 * Lowmem must be mapped up to the current limit (article 3.2.3: early_alloc).
 */
void * __init memblock_virt_alloc(phys_addr_t size, phys_addr_t align)
{
	return memset(__va(memblock_alloc_base(size, align, memblock_lowmem_limit())), 0, size);
}

/* memblock_phys_mem_size - bytes of memory, holes left out */
phys_addr_t memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

/* memblock_start_of_DRAM - the lowest address of memory.  There must be some. */
phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.regions[0].base;
}

/* memblock_end_of_DRAM - the address behind the last byte of memory.  There must be some. */
phys_addr_t memblock_end_of_DRAM(void)
{
	return memblock_region_end(&memblock.memory.regions[memblock.memory.cnt - 1]);
}

bool memblock_is_memory(phys_addr_t addr)
{
	return memblock_search(&memblock.memory, addr) >= 0;
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return memblock_search(&memblock.reserved, addr) >= 0;
}

/* memblock_is_region_memory - is all of [@base, @base + @size) memory? */
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	return memblock_covers_region(&memblock.memory, base, size);
}

/* memblock_is_region_reserved - is any of [@base, @base + @size) reserved? */
bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size)
{
	return memblock_overlaps_region(&memblock.reserved, base, size);
}

/* memblock_set_current_limit - allocations end below @limit from now on  (article 3.2.3) */
void __init memblock_set_current_limit(phys_addr_t limit)
{
	memblock.current_limit = limit;
}

/* memblock_enforce_memory_limit - the boot argument mem=: keeps the first @limit bytes */
void __init memblock_enforce_memory_limit(phys_addr_t limit)
{
	__memblock_enforce_limit(&memblock, limit);
}

static void __init memblock_dump(const struct memblock_type *type)
{
	unsigned long i;

	pr_info(" %s.cnt  = 0x%lx\n", type->name, type->cnt);
	for (i = 0; i < type->cnt; i++)
		pr_info(" %s[0x%lx]\t[0x%08lx-0x%08lx], 0x%lx bytes\n", type->name, i,
			(unsigned long)type->regions[i].base,
			(unsigned long)memblock_region_end(&type->regions[i]) - 1,
			(unsigned long)type->regions[i].size);
}

/* memblock_dump_all - prints both lists if memblock=debug was given */
void __init memblock_dump_all(void)
{
	if (!memblock_debug)
		return;
	pr_info("MEMBLOCK configuration:\n");
	pr_info(" memory size = 0x%lx reserved size = 0x%lx\n",
		(unsigned long)memblock_phys_mem_size(), (unsigned long)memblock_reserved_size());
	memblock_dump(&memblock.memory);
	memblock_dump(&memblock.reserved);
}

static int __init early_memblock(char *p)
{
	if (strcmp(p, "debug"))
		return -EINVAL;
	memblock_debug = true;
	return 0;
}
early_param("memblock", early_memblock);
