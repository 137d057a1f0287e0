/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc against a model: an array of areas in the order of their addresses, in which the
 * lowest hole is found by looking at one after the other, as article 3.2.5 shows it.
 *
 * vmalloc.c and vmap_area.c are the kernel's, over the real slab and page allocators and 16 MiB
 * of "RAM"; page tables are arrays, and so is the TLB: it remembers each entry that was there
 * until it is flushed.  Addresses are those of a 32-bit machine, which nobody follows here.
 */
#include "host.h"
#include "host-selftest.h"
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/memblock.h>
#include <linux/slab.h>
#include "../../mm/vmap_area.c"
#include "../../mm/vmalloc.c"

#define RAM_SIZE	(16UL << 20)
#define RAM_PFN		0x40000UL

/* --- Page tables and the TLB ------------------------------------------------------------- */

pmd_t host_pmds[1 << (32 - PMD_SHIFT)];
pte_t host_ptes[1 << (32 - PAGE_SHIFT)];
struct mm_struct init_mm;

static bool in_tlb[1 << (32 - PAGE_SHIFT)];
static unsigned int tables_left = ~0u;		/* so many can be allocated */

void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
{
	MUST(ptep == &host_ptes[addr >> PAGE_SHIFT]);
	MUST(host_pmds[addr >> PMD_SHIFT]);
	MUST(!in_tlb[addr >> PAGE_SHIFT]);
	*ptep = pte;
	in_tlb[addr >> PAGE_SHIFT] = true;
}

void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	MUST(ptep == &host_ptes[addr >> PAGE_SHIFT]);
	*ptep = 0;
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	for (; start < end; start += PAGE_SIZE)
		in_tlb[start >> PAGE_SHIFT] = false;
}

int __pte_alloc_kernel(pmd_t *pmd, unsigned long address)
{
	MUST(pmd == pgd_offset_k(address));
	if (!tables_left)
		return -ENOMEM;
	tables_left--;
	*pmd = 1;
	return 0;
}

pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd = pgd_offset_k(address);

	MUST(mm == &init_mm);
	return *pmd ? pmd : NULL;
}

int sprint_symbol(char *buf, unsigned long addr)
{
	return snprintf(buf, KSYM_SYMBOL_LEN, "%#lx", addr);
}

/* --- The model --------------------------------------------------------------------------- */

#define MAX_AREAS	700

struct model_area {
	unsigned long addr, size;
	struct vm_struct *vm;
	bool fixed;			/* boot's: never freed */
};

static struct model_area model[MAX_AREAS + 1];
static unsigned int nr_model;

static unsigned long model_lowest(unsigned long size, unsigned long align, unsigned long start,
				  unsigned long end)
{
	unsigned long addr = ALIGN(start, align);
	unsigned int i;

	for (i = 0; i < nr_model; i++) {
		if (model[i].addr + model[i].size <= addr)
			continue;
		if (addr + size <= model[i].addr)
			break;
		addr = ALIGN(model[i].addr + model[i].size, align);
	}
	return addr + size <= end ? addr : 0;
}

static void model_insert(struct vm_struct *vm, bool fixed)
{
	unsigned int i = nr_model++;

	MUST(nr_model <= MAX_AREAS);
	for (; i && model[i - 1].addr > (unsigned long)vm->addr; i--)
		model[i] = model[i - 1];
	model[i] = (struct model_area) { (unsigned long)vm->addr, vm->size, vm, fixed };
}

static void model_remove(unsigned int i)
{
	for (nr_model--; i < nr_model; i++)
		model[i] = model[i + 1];
}

/* Is the list the model, element by element, and does the kernel's own check agree? */
static void compare_with_model(void)
{
	struct vm_struct *vm = vmlist;
	unsigned int i;

	for (i = 0; i < nr_model; i++, vm = vm->next)
		MUST(vm == model[i].vm && (unsigned long)vm->addr == model[i].addr &&
		     vm->size == model[i].size);
	MUST(!vm);
	MUST(nr_vmalloc_areas() == nr_model);
	MUST(vmap_check());
}

/* A place to look in: all of vmalloc's, the modules', or a piece that gets full */
static void random_range(unsigned long *start, unsigned long *end)
{
	*start = VMALLOC_START;
	*end = VMALLOC_END;
	switch (host_below(6)) {
	case 0:
		*start = MODULES_VADDR;
		*end = MODULES_VADDR + SZ_1M;
		break;
	case 1:
		*start += host_below(200) * PAGE_SIZE;
		*end = *start + (1 + host_below(400)) * PAGE_SIZE;
		break;
	}
}

/* Allocates from both.  Returns whether there was a hole. */
static bool random_alloc(void)
{
	unsigned long pages = 1 + host_below(host_below(8) ? 12 : 300);
	unsigned long align = PAGE_SIZE << (host_below(4) ? 0 : host_below(8));
	unsigned long flags = VM_MAP | (host_below(4) ? 0 : VM_NO_GUARD);
	unsigned long start, end, size, want;
	struct vm_struct *vm;

	random_range(&start, &end);
	size = (pages + !(flags & VM_NO_GUARD)) * PAGE_SIZE;
	want = model_lowest(size, align, start, end);
	vm = __get_vm_area_node(pages * PAGE_SIZE - host_below(PAGE_SIZE), align, flags, start,
				end, NUMA_NO_NODE, GFP_KERNEL | __GFP_NOWARN, NULL);
	MUST(!!vm == !!want);
	if (!vm)
		return false;
	MUST((unsigned long)vm->addr == want && vm->size == size);
	MUST(find_vm_area(vm->addr) == vm);
	model_insert(vm, false);
	return true;
}

static void random_free(void)
{
	unsigned int i = host_below(nr_model);
	struct vm_struct *vm = model[i].vm;

	if (model[i].fixed)
		return;
	if (host_below(2)) {
		free_vm_area(vm);
	} else {
		MUST(remove_vm_area(vm->addr) == vm);
		kfree(vm);
	}
	MUST(!find_vm_area((void *)model[i].addr));
	model_remove(i);
}

static void free_all(void)
{
	unsigned int i;

	for (i = nr_model; i--; )
		if (!model[i].fixed) {
			free_vm_area(model[i].vm);
			model_remove(i);
		}
	compare_with_model();
}

/* Whatever is allocated and freed, is it always the lowest hole, and NULL only without one? */
SELFTEST(vmap_model, lowest_hole)
{
	unsigned int seed, step, crowd, full = 0;

	for (seed = 1; seed <= 6; seed++) {
		host_seed(seed);
		for (step = 0; step < 3000; step++) {
			/* It fills, empties, and fills again */
			crowd = step / 500 % 2 ? 20 : MAX_AREAS - 20;
			if (nr_model < MAX_AREAS && host_below(nr_model < crowd ? 4 : 3) != 0 &&
			    nr_model < crowd)
				full += !random_alloc();
			else
				random_free();
			compare_with_model();
		}
		free_all();
	}
	EXPECT(full > 100);
}

/* Do areas of one size lie without holes, whichever of them are freed and taken again? */
SELFTEST(vmap_model, dense)
{
	static void *addr[300];
	unsigned int i, round;

	for (i = 0; i < ARRAY_SIZE(addr); i++) {
		addr[i] = vmalloc(PAGE_SIZE);
		EXPECT_EQ(addr[i], VMALLOC_START + i * 2 * PAGE_SIZE);
	}
	for (round = 0; round < 500; round++) {
		void *was;

		i = host_below(ARRAY_SIZE(addr));
		was = addr[i];
		vfree(was);
		addr[i] = vmalloc(PAGE_SIZE);
		EXPECT_EQ(addr[i], was);
	}
	MUST(vmap_check());
	for (i = 0; i < ARRAY_SIZE(addr); i++)
		vfree(addr[i]);
}

/* --- Failures ---------------------------------------------------------------------------- */

/* When memory ends in the middle of an area, is all of it given back, again and again? */
SELFTEST(vmap_host, no_pages)
{
	void *areas[16];
	unsigned int n, round;

	for (round = 0; round < 3; round++) {
		for (n = 0; n < ARRAY_SIZE(areas); n++) {
			areas[n] = vmalloc((400 + host_below(100)) * PAGE_SIZE);
			if (!areas[n])
				break;
		}
		EXPECT(n > 4 && n < ARRAY_SIZE(areas));
		EXPECT(strstr(host_log, "vmalloc: allocation failure"));
		MUST(vmap_check());
		while (n--)
			vfree(areas[n]);
	}
}

/* Is all of an area given back, and its address free again, whichever of its allocations fails? */
SELFTEST(vmap_host, each_allocation)
{
	unsigned int n, left = 0, failed = 0;
	void *area;

	for (n = 1; !left; n++) {
		ASSERT(n < 50);
		set_fail_nth(current, n);
		area = vmalloc(9 * PAGE_SIZE);
		left = current->fail_nth;
		set_fail_nth(current, 0);
		EXPECT(area || !left);
		MUST(vmap_check());
		failed += !area;
		if (area)
			vfree(area);
		EXPECT_EQ(nr_vmalloc_areas(), nr_model);
		EXPECT(!memchr_inv(host_ptes, 0, sizeof(host_ptes)));
	}
	EXPECT(failed > 10);
}

/* When the second or third page table can't be had, is what was mapped undone? */
SELFTEST(vmap_host, no_tables)
{
	static struct page *pages[1100];
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned int i, left, need = 0;
	void *area;

	ASSERT(page);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		pages[i] = page;
	for (left = 0; !need && left < 5; left++) {
		memset(host_pmds, 0, sizeof(host_pmds));
		tables_left = left;
		area = vmap(pages, ARRAY_SIZE(pages), VM_MAP, PAGE_KERNEL);
		if (area) {
			need = left;
			vunmap(area);
		}
		EXPECT_EQ(nr_vmalloc_areas(), nr_model);
		EXPECT(!memchr_inv(host_ptes, 0, sizeof(host_ptes)));
	}
	EXPECT_EQ(need, 3);
	memset(host_pmds, 0, sizeof(host_pmds));
	tables_left = 0;
	EXPECT(!vmalloc(4 * PAGE_SIZE));
	tables_left = ~0u;
	__free_page(page);
}

/* Is an entry that somebody left behind noticed, rather than mapped over? */
SELFTEST(vmap_host, left_behind)
{
	pte_t *pte = &host_ptes[(VMALLOC_START >> PAGE_SHIFT) + 2];

	host_pmds[VMALLOC_START >> PMD_SHIFT] = 1;
	*pte = pfn_pte(RAM_PFN, PAGE_KERNEL);
	EXPECT(!vmap_check());
	EXPECT(strstr(host_log, "vmap_check: V5 violated"));
	EXPECT(!vmalloc(4 * PAGE_SIZE));
	EXPECT(strstr(host_log, "WARNING"));
	MUST(vmap_check());
}

static void call_vfree(void *area)
{
	vfree(area);
}

static void call_vmalloc(void *unused)
{
	vmalloc(PAGE_SIZE);
}

/* Does a call from an interrupt end there, and not in a lock that is taken twice? */
SELFTEST(vmap_host, interrupt)
{
	void *area = vmalloc(PAGE_SIZE);

	host_thread_info.preempt_count += HARDIRQ_OFFSET;
	EXPECT(host_try(call_vfree, area));
	EXPECT(host_try(call_vmalloc, NULL));
	host_thread_info.preempt_count -= HARDIRQ_OFFSET;
	vfree(area);
}

/* Does vmap_check() see each thing that may be wrong with list and trees? */
SELFTEST(vmap_host, check_sees)
{
	void *a = vmalloc(PAGE_SIZE), *b = vmalloc(2 * PAGE_SIZE), *c = vmalloc(PAGE_SIZE);
	struct vm_struct *vm, *was;
	u64 mark;

	vfree(b);				/* before c there's a gap now */
	vm = find_vm_area(c);
#define SEES(which, breaks, mends)					\
	do {								\
		mark = selftest_mute();					\
		breaks;							\
		EXPECT(!vmap_check());					\
		EXPECT(strstr(selftest_log_since(mark), which " violated")); \
		mends;							\
		EXPECT(vmap_check());					\
	} while (0)
	SEES("V1", find_vm_area(a)->size += 8 * PAGE_SIZE, find_vm_area(a)->size -= 8 * PAGE_SIZE);
	SEES("V1", was = vm->prev; vm->prev = NULL, vm->prev = was);
	SEES("V2", was = vmlist_last; vmlist_last = vmlist, vmlist_last = was);
	/* It reaches down to a, but the tree of gaps still has it */
	vm->flags |= VM_UNINITIALIZED;
	SEES("V2", vm->addr -= vm->gap; vm->size += vm->gap; was = (void *)vm->gap; vm->gap = 0,
	     vm->gap = (unsigned long)was; vm->size -= vm->gap; vm->addr = c);
	vm->flags &= ~VM_UNINITIALIZED;
	SEES("V3", vm->gap++, vm->gap--);
	SEES("V3", vm->subtree_gap++, vm->subtree_gap--);
	SEES("V4", vm->pages[0]++, vm->pages[0]--);
#undef SEES
	vfree(a);
	vfree(c);
}

/* --- Boot -------------------------------------------------------------------------------- */

static void make_ram(void)
{
	unsigned long sizes[MAX_NR_ZONES] = { RAM_SIZE >> PAGE_SHIFT, 0 };
	unsigned long holes[MAX_NR_ZONES] = { 0, 0 };

	host_ram = aligned_alloc(4UL << 20, RAM_SIZE);
	BUG_ON(!host_ram);
	host_phys_pfn_offset = RAM_PFN;
	high_memory = host_ram + RAM_SIZE;
	arm_lowmem_limit = (phys_addr_t)((RAM_PFN << PAGE_SHIFT) + RAM_SIZE);
	memblock_set_current_limit(arm_lowmem_limit);
	memblock_add((phys_addr_t)(RAM_PFN << PAGE_SHIFT), RAM_SIZE);
	free_area_init_node(0, sizes, RAM_PFN, holes);
	free_all_bootmem();
	setup_per_cpu_pageset();
	kmem_cache_init();
	system_state = SYSTEM_RUNNING;
}

/* What create_mapping() enters before the allocators work, in no order */
static void static_mappings(void)
{
	static struct vm_struct fixed[] = {
		{ .addr = (void *)(VMALLOC_END - SZ_1M), .size = SZ_1M },
		{ .addr = (void *)(VMALLOC_START + SZ_16M), .size = SZ_1M },
		{ .addr = (void *)(VMALLOC_END - SZ_2M), .size = SZ_1M },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fixed); i++) {
		fixed[i].flags = VM_IOREMAP | VM_ARM_STATIC_MAPPING;
		vm_area_add_early(&fixed[i]);
		model_insert(&fixed[i], true);
		compare_with_model();
	}
}

static unsigned long objects_before, pages_before;

static void compare(void)
{
	kmem_cache_shrink_all();
	EXPECT_EQ(slab_objects_in_use(), objects_before);
	EXPECT_EQ(nr_free_and_pcp_pages(), pages_before);
	EXPECT(!memchr_inv(host_ptes, 0, sizeof(host_ptes)));
	EXPECT(!memchr_inv(in_tlb, 0, sizeof(in_tlb)));
	EXPECT_EQ(preempt_count(), 0);
	compare_with_model();
	EXPECT(slab_check());
	EXPECT(zone_check());
}

int main(void)
{
	make_ram();
	static_mappings();
	kmem_cache_shrink_all();
	objects_before = slab_objects_in_use();
	pages_before = nr_free_and_pcp_pages();
	host_selftests_run(compare);
	printf("# %lu times, something had to hold\n", host_musts);
	return host_done();
}
