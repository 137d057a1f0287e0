/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memblock against a model: 256 slots of memory, a bit each for "memory" and "reserved".
 *
 * After each random operation the lists must say what the bits say, and hold M1 to M4 of
 * mm/memblock.c.  The slots aren't whole pages; one series of tests puts them at the very end of
 * the address space.
 */
#include <linux/kernel.h>
#include <linux/memblock.h>
#include "host.h"

#define SLOTS		256
#define SLOT_SIZE	0x1800u
#define SPAN		(SLOTS * SLOT_SIZE)
#define NR_REGIONS	140

static struct memblock_region mem_regions[NR_REGIONS], res_regions[NR_REGIONS];
static struct memblock mb;
static bool is_mem[SLOTS], is_res[SLOTS];
static phys_addr_t base;

static void reset(phys_addr_t at)
{
	base = at;
	mb = (struct memblock) {
		.current_limit = MEMBLOCK_ALLOC_ANYWHERE,
		.memory = { .max = NR_REGIONS, .regions = mem_regions, .name = "memory" },
		.reserved = { .max = NR_REGIONS, .regions = res_regions, .name = "reserved" },
	};
	memset(is_mem, 0, sizeof(is_mem));
	memset(is_res, 0, sizeof(is_res));
}

/* Slot addresses; the one behind the last may be 4 GiB, which memblock cuts by a byte */
static u64 slot_addr(unsigned int slot)
{
	return min((u64)base + (u64)slot * SLOT_SIZE, (u64)PHYS_ADDR_MAX);
}

/* M1 to M4, and the same bytes as @model */
static void check_type(const struct memblock_type *type, const bool *model)
{
	unsigned long i, r = 0;
	phys_addr_t total = 0;

	for (i = 0; i < type->cnt; i++) {
		MUST(type->regions[i].size);
		MUST((u64)type->regions[i].base + type->regions[i].size <= PHYS_ADDR_MAX);
		if (i)
			MUST(memblock_region_end(&type->regions[i - 1]) < type->regions[i].base);
		total += type->regions[i].size;
	}
	MUST(total == type->total_size);
	for (i = 0; i < SLOTS; ) {
		unsigned long start = i;

		if (!model[i]) {
			i++;
			continue;
		}
		while (i < SLOTS && model[i])
			i++;
		MUST(r < type->cnt);
		MUST(type->regions[r].base == slot_addr(start));
		MUST(memblock_region_end(&type->regions[r]) == slot_addr(i));
		r++;
	}
	MUST(r == type->cnt);
}

/* Bytes [@addr, @addr + @size): all memory and none reserved? */
static bool model_free(u64 addr, u64 size)
{
	u64 s;

	if (addr < base || addr + size > slot_addr(SLOTS))
		return false;
	for (s = (addr - base) / SLOT_SIZE; s < SLOTS && slot_addr(s) < addr + size; s++)
		if (!is_mem[s] || is_res[s])
			return false;
	return true;
}

static u64 model_find(u64 start, u64 end, u64 size, u64 align)
{
	u64 addr, found = 0;

	for (addr = round_up(max(start, (u64)base), align); addr + size <= min(end, slot_addr(SLOTS));
	     addr += align)
		if (addr >= PAGE_SIZE && model_free(addr, size)) {
			found = addr;
			if (mb.bottom_up)
				break;
		}
	return found;
}

static void change(void)
{
	unsigned int first = host_below(SLOTS), n = host_below(3) ? host_below(12) : host_below(80);
	unsigned int what = host_below(5), i;
	phys_addr_t at = (phys_addr_t)slot_addr(first), size;

	n = min(n, SLOTS - first);
	/* The sum may wrap to 0: what add and remove are there to cut */
	size = n * SLOT_SIZE;
	if (what == 0)
		memblock_remove_range(&mb.memory, at, size);
	else if (what < 3)
		memblock_add_range(&mb.memory, at, size);
	else if (what == 3)
		memblock_remove_range(&mb.reserved, at, size);
	else
		memblock_add_range(&mb.reserved, at, size);
	for (i = first; i < first + n; i++)
		*(what < 3 ? &is_mem[i] : &is_res[i]) = what != 0 && what != 3;
}

static void check_search(void)
{
	unsigned int slot = host_below(SLOTS), n = host_below(SLOTS - slot), i;
	phys_addr_t addr = base + slot * SLOT_SIZE + host_below(SLOT_SIZE - 1);
	bool any = false, all = n != 0;

	MUST((memblock_search(&mb.memory, addr) >= 0) == is_mem[slot]);
	for (i = slot; i < slot + n; i++) {
		any |= is_mem[i];
		all &= is_mem[i];
	}
	addr = base + slot * SLOT_SIZE;
	MUST(memblock_overlaps_region(&mb.memory, addr, n * SLOT_SIZE) == any);
	if (n)
		MUST(memblock_covers_region(&mb.memory, addr, n * SLOT_SIZE) == all);
}

static void check_iteration(void)
{
	phys_addr_t pos = 0, start, end, last = 0;
	u64 bytes = 0, rev_bytes = 0, model = 0;
	unsigned int i;

	while (__next_mem_range(&mb, &pos, &start, &end)) {
		MUST(start < end && start >= last && pos == end);
		MUST(model_free(start, end - start));
		bytes += end - start;
		last = end;
	}
	pos = last = PHYS_ADDR_MAX;
	while (__next_mem_range_rev(&mb, &pos, &start, &end)) {
		MUST(start < end && end <= last && pos == start);
		rev_bytes += end - start;
		last = start;
	}
	for (i = 0; i < SLOTS; i++)
		if (is_mem[i] && !is_res[i])
			model += slot_addr(i + 1) - slot_addr(i);
	MUST(bytes == model && rev_bytes == model);
}

static void check_find(void)
{
	phys_addr_t align = 0x100u << host_below(9);
	phys_addr_t size = 1 + host_below(6 * SLOT_SIZE);
	phys_addr_t start = base + host_below(SPAN / 2), end = start + host_below(SPAN / 2);

	mb.bottom_up = host_below(2);
	if (host_below(2)) {
		start = 0;
		end = MEMBLOCK_ALLOC_ANYWHERE;
	}
	MUST(__memblock_find_range(&mb, start, end, size, align) ==
	     model_find(start, end, size, align));
	mb.current_limit = end;
	MUST(__memblock_find_range(&mb, start, MEMBLOCK_ALLOC_ACCESSIBLE, size, align) ==
	     model_find(start, end, size, align));
	mb.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
}

static void random_operations(phys_addr_t at, u32 seed, unsigned int rounds)
{
	reset(at);
	host_seed(seed);
	while (rounds--) {
		change();
		check_type(&mb.memory, is_mem);
		check_type(&mb.reserved, is_res);
		check_search();
		if (rounds % 8 == 0) {
			check_iteration();
			check_find();
		}
	}
}

/* mem= keeps the first bytes of memory, whatever holes lie between them */
static void limits(u32 seed)
{
	unsigned int i;

	reset(0x40000000);
	host_seed(seed);
	for (i = 0; i < 30; i++)
		change();
	while (mb.memory.total_size) {
		phys_addr_t before = mb.memory.total_size, limit = 1 + host_below(before);
		phys_addr_t end;

		__memblock_enforce_limit(&mb, limit);
		MUST(mb.memory.total_size == limit);
		end = memblock_region_end(&mb.memory.regions[mb.memory.cnt - 1]);
		MUST(!memblock_overlaps_region(&mb.reserved, end, PHYS_ADDR_MAX));
		__memblock_enforce_limit(&mb, limit);
		MUST(mb.memory.total_size == limit);
		if (limit == 1)
			break;
	}
}

static void add_too_many(void *unused)
{
	unsigned int i;

	for (i = 0; i <= NR_REGIONS; i++)
		memblock_add_range(&mb.memory, 0x10000 * (i + 1), 0x1000);
}

static void split_too_many(void *unused)
{
	unsigned int i;

	memblock_add_range(&mb.memory, 0, 0x80000000);
	for (i = 0; i <= NR_REGIONS; i++)
		memblock_remove_range(&mb.memory, 0x10000 * (i + 1), 0x1000);
}

int main(void)
{
	u32 seed;

	for (seed = 1; seed <= 8; seed++)
		random_operations(0x40000000, seed, 4000);
	host_ok(true, "lists agree with a bitmap, RAM at 1 GiB (%lu checks)", host_musts);
	for (seed = 1; seed <= 4; seed++)
		random_operations((phys_addr_t)-SPAN, seed, 4000);
	host_ok(true, "... RAM up to 4 GiB (%lu checks)", host_musts);
	for (seed = 1; seed <= 4; seed++)
		random_operations(0, seed, 4000);
	host_ok(true, "... RAM from 0, whose first page is never found (%lu checks)", host_musts);
	for (seed = 1; seed <= 50; seed++)
		limits(seed);
	host_ok(true, "a limit leaves exactly that much memory");

	reset(0);
	host_log_clear();
	host_ok(host_try(add_too_many, NULL), "too many regions panic");
	host_ok(mb.memory.cnt == NR_REGIONS && strstr(host_log, "the memory list: 140 regions"),
		"... and say which list, and how many it holds");
	reset(0);
	host_ok(host_try(split_too_many, NULL), "so do too many holes");
	return host_done();
}
