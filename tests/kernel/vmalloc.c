/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about vmalloc (article 3.2.5): each function of the API, each step of the call
 * chain, and every way to fail.
 */
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/cacheflush.h>
#include "selftest.h"

static int read_byte(void *p)
{
	return *(volatile char *)p;
}

static int write_byte(void *p)
{
	*(volatile char *)p = 1;
	return 0;
}

static void *at(void *p, unsigned long offset)
{
	return (char *)p + offset;
}

static pte_t *pte_of(const void *p)
{
	unsigned long addr = (unsigned long)p;

	return pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(addr), addr), addr), addr);
}

/* Does vmap_check() find that invariant @which is broken now? */
static bool check_finds(const char *which)
{
	u64 mark = selftest_mute();
	bool finds = !vmap_check();
	char want[32];

	selftest_unmute();
	snprintf(want, sizeof(want), "vmap_check: %s violated", which);
	return finds && strstr(selftest_log_since(mark), want);
}

/* Is every byte of an area ours, and none of another's? */
SELFTEST(vmalloc, own_memory)
{
	u32 *a = vmalloc(3 * PAGE_SIZE), *b = vmalloc(5 * PAGE_SIZE);
	unsigned int i, wrong = 0;

	if (EXPECT(a && b)) {
		for (i = 0; i < 3 * PAGE_SIZE / 4; i++)
			a[i] = i;
		for (i = 0; i < 5 * PAGE_SIZE / 4; i++)
			b[i] = ~i;
		for (i = 0; i < 3 * PAGE_SIZE / 4; i++)
			wrong += a[i] != i;
		for (i = 0; i < 5 * PAGE_SIZE / 4; i++)
			wrong += b[i] != ~i;
		EXPECT_EQ(wrong, 0);
		EXPECT(is_vmalloc_addr(a) && is_vmalloc_addr(b) && PAGE_ALIGNED(a));
	}
	vfree(a);
	vfree(b);
}

/* Do sizes that aren't whole pages get whole pages? */
SELFTEST(vmalloc, rounds_up)
{
	char *a = vmalloc(PAGE_SIZE + 1);

	ASSERT(a);
	EXPECT_EQ(find_vm_area(a)->nr_pages, 2);
	EXPECT_EQ(get_vm_area_size(find_vm_area(a)), 2 * PAGE_SIZE);
	EXPECT_EQ(find_vm_area(a)->size, 3 * PAGE_SIZE);
	EXPECT_EQ(find_vm_area(a)->flags, VM_ALLOC);
	a[2 * PAGE_SIZE - 1] = 1;
	vfree(a);
}

/* Is vzalloc's memory zero, also after somebody wrote to the same pages? */
SELFTEST(vmalloc, vzalloc)
{
	unsigned int round;

	for (round = 0; round < 3; round++) {
		void *a = vzalloc(4 * PAGE_SIZE);

		ASSERT(a);
		EXPECT(!memchr_inv(a, 0, 4 * PAGE_SIZE));
		memset(a, 0xff, 4 * PAGE_SIZE);
		vfree(a);
	}
}

/* Is vmalloc_user's memory zero, and marked as fit for user space? */
SELFTEST(vmalloc, user)
{
	void *a = vmalloc_user(2 * PAGE_SIZE);

	ASSERT(a);
	EXPECT(!memchr_inv(a, 0, 2 * PAGE_SIZE));
	EXPECT_EQ(find_vm_area(a)->flags, VM_ALLOC | VM_USERMAP);
	memset(a, 0xff, 2 * PAGE_SIZE);
	vfree(a);
}

/* Does an area that lies in two page tables have all its pages, and lose all of them? */
SELFTEST(vmalloc, two_tables)
{
	unsigned long edge = ALIGN(VMALLOC_START + SZ_64M, PMD_SIZE);
	u32 *a = __vmalloc_node_range(4 * PAGE_SIZE, 1, edge - 2 * PAGE_SIZE, VMALLOC_END,
				      GFP_KERNEL | __GFP_HIGHMEM, PAGE_KERNEL, 0, NUMA_NO_NODE,
				      selftest_vmalloc_two_tables);
	unsigned int i;

	ASSERT(a);
	EXPECT_EQ(a, edge - 2 * PAGE_SIZE);
	for (i = 0; i < 4; i++)
		a[i * PAGE_SIZE / 4] = i;
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(a[i * PAGE_SIZE / 4], i);
		EXPECT_EQ(vmalloc_to_page(at(a, i * PAGE_SIZE)), find_vm_area(a)->pages[i]);
	}
	vfree(a);
	for (i = 0; i < 4; i++)
		EXPECT(!vmalloc_to_page(at(a, i * PAGE_SIZE)));
}

/* Which addresses are vmalloc's? */
SELFTEST(vmalloc, is_vmalloc_addr)
{
	EXPECT(is_vmalloc_addr((void *)VMALLOC_START));
	EXPECT(is_vmalloc_addr((void *)(VMALLOC_END - 1)));
	EXPECT(!is_vmalloc_addr((void *)(VMALLOC_START - 1)));
	EXPECT(!is_vmalloc_addr((void *)VMALLOC_END));
	EXPECT(!is_vmalloc_addr((char *)high_memory - 1));
	EXPECT(!is_vmalloc_addr(NULL));
}

/* Does vmalloc prefer high memory, and vmalloc_32 keep to lowmem? */
SELFTEST(vmalloc, zones)
{
	void *a = vmalloc(PAGE_SIZE), *b = vmalloc_32(PAGE_SIZE);

	if (EXPECT(a && b)) {
		if (totalhigh_pages > 1000)
			EXPECT(PageHighMem(vmalloc_to_page(a)));
		EXPECT(!PageHighMem(vmalloc_to_page(b)));
	}
	vfree(a);
	vfree(b);
}

/* Does vmalloc_to_page find the page of each address, and nothing where nothing is? */
SELFTEST(vmalloc, to_page)
{
	char *a = vmalloc(2 * PAGE_SIZE);
	struct vm_struct *vm;

	ASSERT(a);
	vm = find_vm_area(a);
	EXPECT_EQ(vmalloc_to_page(a), vm->pages[0]);
	EXPECT_EQ(vmalloc_to_page(a + PAGE_SIZE + 5), vm->pages[1]);
	EXPECT_EQ(vmalloc_to_pfn(a), page_to_pfn(vm->pages[0]));
	EXPECT(!vmalloc_to_page(a + 2 * PAGE_SIZE));
	EXPECT(!vmalloc_to_page((void *)(VMALLOC_END - PMD_SIZE)) ||
	       find_vm_area((void *)(VMALLOC_END - PMD_SIZE)));
	vfree(a);
}

/* Is the page behind an area never mapped, so that running over the end is an Oops? */
SELFTEST(vmalloc, guard_page)
{
	char *a = vmalloc(PAGE_SIZE), *b = vmalloc(PAGE_SIZE);

	if (EXPECT(a && b)) {
		EXPECT_OOPS(read_byte, at(a, PAGE_SIZE));
		EXPECT_EQ(last_oops.addr, a + PAGE_SIZE);
		EXPECT_OOPS(write_byte, at(b, 2 * PAGE_SIZE - 1));
	}
	vfree(a);
	vfree(b);
}

/*
 * Does an access after vfree() fault, and name the address?  The area lies high up, where the
 * stack of the thread that dies isn't put in its place.
 */
SELFTEST(vmalloc, use_after_free)
{
	char *a = __vmalloc_node_range(PAGE_SIZE, 1, VMALLOC_START + SZ_64M, VMALLOC_END,
				       GFP_KERNEL, PAGE_KERNEL, 0, NUMA_NO_NODE,
				       selftest_vmalloc_use_after_free);

	ASSERT(a);
	*a = 42;
	vfree(a);
	EXPECT_OOPS(read_byte, a);
	EXPECT_EQ(last_oops.addr, a);
}

/*
 * Does each area take the lowest hole that fits?
 *
 *   before   AAAg BBBg CCCg            freed: B
 *   1 page   AAAg Xg.. CCCg            fits into B's hole
 *   3 pages  AAAg Xg.. CCCg YYYg       doesn't any more
 */
SELFTEST(vmalloc, lowest_hole)
{
	void *a = vmalloc(3 * PAGE_SIZE), *b = vmalloc(3 * PAGE_SIZE), *c = vmalloc(3 * PAGE_SIZE);
	void *x, *y;

	ASSERT(a && b && c && a < b && b < c);
	vfree(b);
	x = vmalloc(PAGE_SIZE);
	EXPECT(x <= b);
	y = vmalloc(3 * PAGE_SIZE);
	EXPECT(x < b || y > c);
	vfree(a);
	vfree(c);
	vfree(x);
	vfree(y);
}

/* Is an alignment larger than a page kept, and the hole before it used by the next? */
SELFTEST(vmalloc, alignment)
{
	unsigned int shift;

	for (shift = PAGE_SHIFT; shift < 20; shift++) {
		void *p = __vmalloc_node_range(PAGE_SIZE, 1UL << shift, VMALLOC_START, VMALLOC_END,
					       GFP_KERNEL, PAGE_KERNEL, 0, NUMA_NO_NODE,
					       selftest_vmalloc_alignment);

		ASSERT(p);
		EXPECT(IS_ALIGNED((unsigned long)p, 1UL << shift));
		vfree(p);
	}
}

/* Do an area's limits hold, in the modules' range, too? */
SELFTEST(vmalloc, range)
{
	struct vm_struct *a = __get_vm_area(PAGE_SIZE, VM_MAP, MODULES_VADDR, MODULES_END);
	struct vm_struct *b = __get_vm_area(PAGE_SIZE, VM_MAP, MODULES_VADDR, MODULES_END);

	if (EXPECT(a && b)) {
		EXPECT_EQ(a->addr, MODULES_VADDR);
		EXPECT_EQ(b->addr, MODULES_VADDR + 2 * PAGE_SIZE);
	}
	selftest_mute();
	EXPECT(!__get_vm_area(SZ_16M, VM_MAP | VM_NO_GUARD, MODULES_VADDR, MODULES_END));
	selftest_unmute();
	free_vm_area(b);
	free_vm_area(a);
}

/* Do areas without a guard lie side by side, even those of one page? */
SELFTEST(vmalloc, no_guard)
{
	struct vm_struct *a = __get_vm_area(PAGE_SIZE, VM_MAP | VM_NO_GUARD, MODULES_VADDR,
					    MODULES_END);
	struct vm_struct *b = __get_vm_area(PAGE_SIZE, VM_MAP | VM_NO_GUARD, MODULES_VADDR,
					    MODULES_END);

	ASSERT(a && b);
	EXPECT_EQ(a->addr, MODULES_VADDR);
	EXPECT_EQ(b->addr, MODULES_VADDR + PAGE_SIZE);
	EXPECT_EQ(a->size, PAGE_SIZE);
	EXPECT_EQ(get_vm_area_size(a), PAGE_SIZE);
	free_vm_area(a);
	free_vm_area(b);
}

/* Does vmap show the caller's pages in the caller's order, and vunmap leave them alone? */
SELFTEST(vmalloc, vmap)
{
	struct page *pages[4];
	unsigned int i;
	u32 *area;

	for (i = 0; i < 4; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		ASSERT(pages[i]);
	}
	area = vmap(pages, 4, VM_MAP, PAGE_KERNEL);
	if (EXPECT(area)) {
		for (i = 0; i < 4; i++)
			area[i * PAGE_SIZE / 4] = 0x1000 + i;
		EXPECT(find_vm_area(area)->flags & VM_MAP);
		vunmap(area);
		for (i = 0; i < 4; i++)
			EXPECT(!vmalloc_to_page(at(area, i * PAGE_SIZE)));
	}
	for (i = 0; i < 4; i++) {
		u32 *p = kmap_atomic(pages[i]);

		EXPECT_EQ(*p, 0x1000 + i);
		kunmap_atomic(p);
		EXPECT_EQ(page_count(pages[i]), 1);
		__free_page(pages[i]);
	}
}

/* Is a read-only mapping of a page read-only, while its other mapping isn't? */
SELFTEST(vmalloc, vmap_readonly)
{
	struct page *page = alloc_page(GFP_KERNEL);
	u32 *area;

	ASSERT(page);
	area = vmap(&page, 1, VM_MAP, PAGE_KERNEL_RO);
	if (EXPECT(area)) {
		*(u32 *)page_address(page) = 7;
		EXPECT_EQ(READ_ONCE(*area), 7);
		EXPECT_OOPS(write_byte, area);
		vunmap(area);
	}
	__free_page(page);
}

/* Can code run in vmalloc_exec's memory, which nobody can write through that mapping? */
SELFTEST(vmalloc, exec)
{
	u32 *area = vmalloc_exec(PAGE_SIZE), *alias;

	ASSERT(area);
	alias = kmap(vmalloc_to_page(area));
	alias[0] = 0xe3a0002a;		/* mov r0, #42 */
	alias[1] = 0xe12fff1e;		/* bx lr */
	flush_icache_range((unsigned long)alias, (unsigned long)(alias + 2));
	kunmap(vmalloc_to_page(area));
	EXPECT_EQ(((int (*)(void))area)(), 42);
	EXPECT_OOPS(write_byte, area);
	vfree(area);
}

/* Is address space alone given and taken back, with no page behind it? */
SELFTEST(vmalloc, get_vm_area)
{
	struct vm_struct *area = get_vm_area(8 * PAGE_SIZE, VM_IOREMAP);

	ASSERT(area);
	EXPECT_EQ(area->nr_pages, 0);
	EXPECT_EQ(area->flags, VM_IOREMAP);
	EXPECT(!vmalloc_to_page(area->addr));
	EXPECT_EQ(find_vm_area(area->addr), area);
	EXPECT(!find_vm_area((char *)area->addr + PAGE_SIZE));
	EXPECT_EQ(remove_vm_area(area->addr), area);
	EXPECT(!remove_vm_area(area->addr));
	kfree(area);
}

/* Does map_vm_area refuse to map over what is there, and leave it? */
SELFTEST(vmalloc, map_twice)
{
	struct vm_struct *area = get_vm_area(PAGE_SIZE, VM_MAP);
	struct page *page = alloc_page(GFP_KERNEL), *other = alloc_page(GFP_KERNEL);

	ASSERT(area && page && other);
	EXPECT_EQ(map_vm_area(area, PAGE_KERNEL, &page), 0);
	EXPECT_EQ(vmalloc_to_page(area->addr), page);
	selftest_mute();
	EXPECT_EQ(map_vm_area(area, PAGE_KERNEL, &other), (unsigned long)-EBUSY);
	selftest_unmute();
	EXPECT_EQ(vmalloc_to_page(area->addr), page);
	free_vm_area(area);
	__free_page(page);
	__free_page(other);
}

/* Does ioremap_page_range map frame after frame, and unmap_kernel_range take them away? */
SELFTEST(vmalloc, map_frames)
{
	struct vm_struct *area = get_vm_area(3 * PAGE_SIZE, VM_MAP);
	unsigned long addr;

	ASSERT(area);
	addr = (unsigned long)area->addr;
	EXPECT_EQ(ioremap_page_range(addr, addr + 3 * PAGE_SIZE, 0x0c005000,
				     pgprot_device(PAGE_KERNEL)), 0);
	EXPECT_EQ(vmalloc_to_pfn(area->addr), 0x0c005);
	EXPECT_EQ(vmalloc_to_pfn(at(area->addr, 2 * PAGE_SIZE + 4)), 0x0c007);
	unmap_kernel_range(addr, PAGE_SIZE);
	EXPECT(!vmalloc_to_page(area->addr));
	EXPECT(vmalloc_to_page(at(area->addr, PAGE_SIZE)));
	free_vm_area(area);
	EXPECT(!vmalloc_to_page((void *)(addr + PAGE_SIZE)));
}

/* Are sizes of 0, of more than all memory, and those that wrap refused? */
SELFTEST(vmalloc, bad_sizes)
{
	u64 mark = selftest_mute();

	EXPECT(!vmalloc(0));
	EXPECT(!vmalloc(~0UL));
	EXPECT(!vmalloc((totalram_pages + 1) << PAGE_SHIFT));
	EXPECT(!get_vm_area(0, VM_MAP));
	EXPECT(!get_vm_area(~0UL, VM_MAP));
	EXPECT(!get_vm_area(-PAGE_SIZE, VM_MAP));	/* with its guard: 0 */
	EXPECT(!get_vm_area(-PAGE_SIZE, VM_MAP | VM_NO_GUARD));
	EXPECT(!vmap(NULL, 0, VM_MAP, PAGE_KERNEL));
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "allocation failure"));
}

/* Is a hole that doesn't exist reported, with what to do about it? */
SELFTEST(vmalloc, no_space)
{
	u64 mark = selftest_mute();

	EXPECT(!get_vm_area(VMALLOC_END - VMALLOC_START, VM_MAP));
	EXPECT(!get_vm_area(VMALLOC_END - VMALLOC_START - SZ_1M, VM_MAP));
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "use vmalloc=<size> to increase size"));
}

/* When memory ends in the middle, is all given back that was taken before? */
SELFTEST(vmalloc, out_of_memory)
{
	unsigned long areas = nr_vmalloc_areas();
	void *hogs[64];
	unsigned int n;
	u64 mark = selftest_mute();

	for (n = 0; n < ARRAY_SIZE(hogs); n++) {
		hogs[n] = __vmalloc(SZ_16M, GFP_KERNEL | __GFP_HIGHMEM, PAGE_KERNEL);
		if (!hogs[n])
			break;
	}
	selftest_unmute();
	EXPECT(n < ARRAY_SIZE(hogs));
	EXPECT(strstr(selftest_log_since(mark), "fail"));
	EXPECT_EQ(nr_vmalloc_areas(), areas + 2 * n);	/* each has an array of pages, too */
	while (n--)
		vfree(hogs[n]);
}

/* Are wrong arguments of vfree() reported, and nothing freed? */
SELFTEST(vmalloc, bad_vfree)
{
	char *a = vmalloc(2 * PAGE_SIZE);
	unsigned long areas = nr_vmalloc_areas();
	u64 mark;

	ASSERT(a);
	vfree(NULL);
	mark = selftest_mute();
	vfree(a + 8);
	vfree(a + PAGE_SIZE);
	vfree((void *)PAGE_OFFSET);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "bad address"));
	EXPECT(strstr(selftest_log_since(mark), "nonexistent vm area"));
	EXPECT_EQ(nr_vmalloc_areas(), areas);
	*a = 1;
	vfree(a);
}

/* Does an array of pages larger than a page get an area of its own, and lose it again? */
SELFTEST(vmalloc, many_pages)
{
	unsigned long areas = nr_vmalloc_areas();
	void *a = vmalloc(1100 * PAGE_SIZE);

	if (!a)
		SELFTEST_SKIP("not enough memory");
	EXPECT(find_vm_area(a)->flags & VM_VPAGES);
	EXPECT_EQ(nr_vmalloc_areas(), areas + 2);
	vfree(a);
	EXPECT_EQ(nr_vmalloc_areas(), areas);
}

/* Does /proc/vmallocinfo show size, caller, pages and kind? */
SELFTEST(vmalloc, vmallocinfo)
{
	struct seq_file m = { .size = SZ_16K };
	char want[48];
	void *a;

	m.buf = kmalloc(m.size, GFP_KERNEL);
	a = vmalloc(2 * PAGE_SIZE);
	ASSERT(m.buf && a);
	vmallocinfo_show(&m);
	snprintf(want, sizeof(want), "0x%p-0x%p   12288", a, at(a, 3 * PAGE_SIZE));
	EXPECT(strstr(m.buf, want));
	EXPECT(strstr(strstr(m.buf, want), "selftest_vmalloc_vmallocinfo+0x"));
	EXPECT(strstr(strstr(m.buf, want), " pages=2 vmalloc\n"));
	EXPECT(strstr(m.buf, "ioremap"));
	vfree(a);
	kfree(m.buf);
}

/* Does vmap_check() find areas that overlap, and a gap that isn't what it was? */
SELFTEST(vmalloc, check_order)
{
	void *a = vmalloc(PAGE_SIZE), *b = vmalloc(PAGE_SIZE);
	struct vm_struct *vm;

	ASSERT(a && b);
	vm = find_vm_area(a < b ? a : b);
	vm->size += SZ_64M;
	EXPECT(check_finds("V1"));
	vm->size -= SZ_64M;
	vm->gap += PAGE_SIZE;
	EXPECT(check_finds("V3"));
	vm->gap -= PAGE_SIZE;
	EXPECT(vmap_check());
	vfree(a);
	vfree(b);
}

/* Does vmap_check() find a page that isn't the area's, a guard, and a hole that are mapped? */
SELFTEST(vmalloc, check_mappings)
{
	void *a = vmalloc(2 * PAGE_SIZE), *hole;
	struct vm_struct *vm;
	pte_t *pte;

	ASSERT(a);
	vm = find_vm_area(a);
	swap(vm->pages[0], vm->pages[1]);
	EXPECT(check_finds("V4"));
	swap(vm->pages[0], vm->pages[1]);
	pte = pte_of(at(a, 2 * PAGE_SIZE));
	set_pte_at(&init_mm, (unsigned long)a + 2 * PAGE_SIZE, pte, *pte_of(a));
	EXPECT(check_finds("V4"));
	unmap_kernel_range((unsigned long)a + 2 * PAGE_SIZE, PAGE_SIZE);
	EXPECT(vmap_check());

	hole = __vmalloc_node_range(PAGE_SIZE, PMD_SIZE, VMALLOC_START + SZ_64M, VMALLOC_END,
				    GFP_KERNEL, PAGE_KERNEL, 0, NUMA_NO_NODE, NULL);
	if (EXPECT(hole)) {
		pte = pte_of(hole);
		vfree(hole);
		set_pte_at(&init_mm, (unsigned long)hole, pte, *pte_of(a));
		EXPECT(check_finds("V5"));
		unmap_kernel_range((unsigned long)hole, PAGE_SIZE);
		EXPECT(vmap_check());
	}
	vfree(a);
}

#define STORM	200

/* After hundreds of random calls, is every area intact, and does vmap_check() agree? */
SELFTEST(vmalloc, storm)
{
	static u32 *area[STORM];
	static u32 pages[STORM];
	unsigned int step, wrong = 0;

	for (step = 0; step < 2000; step++) {
		u32 i = selftest_random_below(STORM);

		if (area[i]) {
			wrong += area[i][0] != i || area[i][pages[i] * PAGE_SIZE / 4 - 1] != ~i;
			vfree(area[i]);
			area[i] = NULL;
			continue;
		}
		pages[i] = 1 + selftest_random_below(4);
		area[i] = vmalloc(pages[i] * PAGE_SIZE);
		if (!area[i])
			continue;
		area[i][0] = i;
		area[i][pages[i] * PAGE_SIZE / 4 - 1] = ~i;
		if (step % 200 == 0)
			EXPECT(vmap_check());
	}
	EXPECT_EQ(wrong, 0);
	for (step = 0; step < STORM; step++) {
		vfree(area[step]);
		area[step] = NULL;
	}
}

/* Is kvmalloc() memory of every size whole and writable, from vmalloc() when it is too much for kmalloc()? */
SELFTEST(vmalloc, kvmalloc)
{
	static const size_t sizes[] = { 1, 100, PAGE_SIZE, SZ_64K, KMALLOC_MAX_SIZE + 1 };
	unsigned int i;
	char *p;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = kvmalloc(sizes[i], GFP_KERNEL);
		ASSERT(p);
		memset(p, 0x5a, sizes[i]);
		EXPECT(p[sizes[i] - 1] == 0x5a);
		EXPECT(sizes[i] > PAGE_SIZE || !is_vmalloc_addr(p));
		EXPECT(sizes[i] <= KMALLOC_MAX_SIZE || is_vmalloc_addr(p));
		kvfree(p);
	}
	kvfree(NULL);
}
