/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about what paging_init() left behind (article 3.2): the linear mapping, the
 * layout that boot printed, permissions, fixmap.
 */
#include <linux/errno.h>
#include <linux/memblock.h>
#include <linux/vmalloc.h>
#include <asm/cp15.h>
#include <asm/fixmap.h>
#include <asm/highmem.h>
#include <asm/mach/map.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/set_memory.h>
#include "selftest.h"
#include "../../arch/arm/mm/mm.h"

/* The hardware's own answer: the address translation operation for privileged reads */
static bool hw_translate(unsigned long va, bool write, phys_addr_t *pa)
{
	u32 par;

	if (write)
		__asm__ volatile("mcr p15, 0, %0, c7, c8, 1" : : "r" (va));	/* ATS1CPW */
	else
		__asm__ volatile("mcr p15, 0, %0, c7, c8, 0" : : "r" (va));	/* ATS1CPR */
	isb();
	__asm__ volatile("mrc p15, 0, %0, c7, c4, 0" : "=r" (par));
	*pa = (par & PAGE_MASK) | (va & ~PAGE_MASK);
	return !(par & 1);
}

/* Is every megabyte of lowmem mapped to where __pa() says, and nothing behind it? */
SELFTEST(mmu, lowmem_linear)
{
	struct memblock_region *reg;
	phys_addr_t pa, phys;

	for_each_memblock(memory, reg) {
		phys_addr_t end = min(reg->base + reg->size, arm_lowmem_limit);

		for (phys = PAGE_ALIGN(reg->base); phys < end; phys += SZ_1M) {
			unsigned long va = (unsigned long)__va(phys);

			if (!EXPECT(hw_translate(va, false, &pa)) || !EXPECT_EQ(pa, phys))
				return;
			EXPECT_EQ(__pa(va), phys);
		}
	}
	EXPECT_EQ(__pa((char *)high_memory - 1), arm_lowmem_limit - 1);
	EXPECT(!hw_translate((unsigned long)high_memory, false, &pa));
}

/* Is the identity map of the switch gone, and all else below the modules? */
SELFTEST(mmu, no_identity_map)
{
	unsigned long addr;
	phys_addr_t pa;

	for (addr = 0; addr < MODULES_VADDR; addr += PMD_SIZE) {
		pgd_t *pgd = pgd_offset_k(addr);

		if (!EXPECT(!pgd->pgd[0] && !pgd->pgd[1]))
			return;
	}
	EXPECT(!hw_translate(PHYS_OFFSET + TEXT_OFFSET, false, &pa));
}

/* May text and rodata be read only, and data be written? */
SELFTEST(mmu, image_permissions)
{
	phys_addr_t pa;

	EXPECT(hw_translate((unsigned long)_stext, false, &pa));
	EXPECT(!hw_translate((unsigned long)_stext, true, &pa));
	EXPECT(!hw_translate((unsigned long)_etext - 4, true, &pa));
	EXPECT(hw_translate((unsigned long)__start_rodata, false, &pa));
	EXPECT(!hw_translate((unsigned long)__start_rodata, true, &pa));
	EXPECT(!hw_translate((unsigned long)__end_rodata - 4, true, &pa));
	EXPECT(hw_translate((unsigned long)_sdata, true, &pa));
	EXPECT(hw_translate((unsigned long)__bss_stop - 4, true, &pa));
}

/* Where a first-level entry or a page says something is mapped */
static bool mapped(unsigned long addr)
{
	pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr), addr);
	unsigned int half = (addr >> SECTION_SHIFT) & 1;

	if (pmd_none(pmd[half]))
		return false;
	if (pmd_large(pmd[half]))
		return true;
	return pte_present(*pte_offset_kernel(pmd, addr));
}

/* Is nothing mapped outside of the areas that the printed layout names? */
SELFTEST(mmu, layout)
{
	unsigned long addr = 0;

	do {
		bool named = (addr >= MODULES_VADDR && addr < PAGE_OFFSET) ||
			     (addr >= PAGE_OFFSET && addr < (unsigned long)high_memory) ||
			     (addr >= VMALLOC_START && addr < VMALLOC_END) ||
#ifdef CONFIG_SPARSEMEM_VMEMMAP
			     (addr >= VMEMMAP_START && addr < VMEMMAP_END) ||
#endif
			     (addr >= FIXADDR_START && addr < FIXADDR_END) ||
			     addr >= CONFIG_VECTORS_BASE;

		if (!named && !EXPECT(!mapped(addr)))
			return;
		addr += PAGE_SIZE;
	} while (addr);
	EXPECT_EQ(PKMAP_BASE, PAGE_OFFSET - PMD_SIZE);
	EXPECT_EQ(LAST_PKMAP, PTRS_PER_PTE);
	EXPECT_EQ(FIXADDR_TOP, 0xffeff000);
	EXPECT(VMALLOC_START - (unsigned long)high_memory <= VMALLOC_OFFSET);
	EXPECT(VMALLOC_START > (unsigned long)high_memory);
	EXPECT(IS_ALIGNED(VMALLOC_START, VMALLOC_OFFSET));
	EXPECT_EQ(TASK_SIZE, PAGE_OFFSET - SZ_16M);
}

/* Is RAM away from the image mapped by sections, and around it by pages? */
SELFTEST(mmu, sections)
{
	unsigned long far = ALIGN((unsigned long)_end, PMD_SIZE);
	struct memblock_region *reg;

	EXPECT(!pmd_large(*pmd_offset(pud_offset(pgd_offset_k(PAGE_OFFSET), 0), 0)));
	for_each_memblock(memory, reg)
		if (reg->base <= __pa(far) && reg->base + reg->size >= __pa(far) + SZ_2M)
			EXPECT(pmd_large(*pmd_offset(pud_offset(pgd_offset_k(far), far), far)));
}

/* Is the MMU on, with caches, TEX remap and high vectors, and the access flag off? */
SELFTEST(mmu, control)
{
	u32 want = CR_M | CR_C | CR_I | CR_Z | CR_TRE | CR_V;

	EXPECT_EQ(get_cr() & (want | CR_AFE | CR_A), want);
	EXPECT_EQ(get_domain() & domain_mask(DOMAIN_USER), domain_val(DOMAIN_USER, USER_IN_KERNEL));
}

/* Do the vectors stand at ffff0000, not writable, with the stubs behind? */
SELFTEST(mmu, vectors)
{
	phys_addr_t pa;

	EXPECT(hw_translate(CONFIG_VECTORS_BASE, false, &pa));
	EXPECT(!hw_translate(CONFIG_VECTORS_BASE, true, &pa));
	EXPECT(!hw_translate(CONFIG_VECTORS_BASE + PAGE_SIZE, true, &pa));
	EXPECT_EQ(*(u32 *)(CONFIG_VECTORS_BASE + 0x10) >> 24, 0xea);	/* b vector_dabt */
	EXPECT(!mapped(CONFIG_VECTORS_BASE + 2 * PAGE_SIZE));
}

/* Does a fixmap slot show the page it was given, and fault after it was cleared? */
SELFTEST(mmu, fixmap)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long va = fix_to_virt(FIX_BTMAP_END);
	phys_addr_t pa;

	ASSERT(page);
	EXPECT_EQ(virt_to_fix(va), FIX_BTMAP_END);
	EXPECT_EQ(fix_to_virt(0), FIXADDR_TOP);
	*(u32 *)page_address(page) = 0x12345678;
	set_fixmap(FIX_BTMAP_END, page_to_phys(page));
	EXPECT_EQ(*(volatile u32 *)va, 0x12345678);
	clear_fixmap(FIX_BTMAP_END);
	EXPECT(!hw_translate(va, false, &pa));
	__free_page(page);
}

static int bad_fixmap(void *arg)
{
	__set_fixmap(__end_of_fixed_addresses, PHYS_OFFSET, FIXMAP_PAGE_NORMAL);
	return 0;
}

/* Is an index beyond the fixmap's last slot caught? */
SELFTEST(mmu, fixmap_range)
{
	EXPECT_OOPS(bad_fixmap, NULL);
	EXPECT(strstr(last_oops.text, "kernel BUG at"));
}

/* Do the types of mem_types[] keep W and X apart, but for the one that boot splits with? */
SELFTEST(mmu, mem_types)
{
	unsigned int i;

	for (i = 0; i < NR_MEM_TYPES; i++) {
		const struct mem_type *t = get_mem_type(i);

		if (i == MT_MEMORY_RWX)
			continue;
		EXPECT(t->prot_pte & (L_PTE_RDONLY | L_PTE_XN));
		EXPECT(!t->prot_sect || t->prot_sect & PMD_SECT_XN);
	}
	EXPECT(!get_mem_type(NR_MEM_TYPES));
}

/* When a pair of sections becomes a table, does each half keep its own permissions, and a hole stay one? */
SELFTEST(mmu, split_section)
{
	pmdval_t common = PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_WBWA | PMD_SECT_S;
	pmd_t pair[2] = { __pmd(0x50000000 | common | PMD_SECT_XN), __pmd(0x7ab00000 | common) };
	pte_t *table = (pte_t *)get_zeroed_page(GFP_KERNEL);

	ASSERT(table);
	split_section(pair, table);
	EXPECT_EQ(pte_pfn(table[255]), 0x500ff);
	EXPECT_EQ(pte_pfn(table[256]), 0x7ab00);
	EXPECT_EQ(pte_val(table[255]) & (L_PTE_XN | L_PTE_RDONLY), L_PTE_XN);
	EXPECT_EQ(pte_val(table[256]) & (L_PTE_XN | L_PTE_RDONLY), 0);
	EXPECT_EQ(pte_val(table[511]) & (L_PTE_XN | L_PTE_RDONLY), 0);
	clear_page(table);
	pair[0] = __pmd(pmd_val(pair[0]) | PMD_SECT_APX);
	pair[1] = __pmd(0);
	split_section(pair, table);
	EXPECT_EQ(pte_val(table[0]) & (L_PTE_XN | L_PTE_RDONLY), L_PTE_XN | L_PTE_RDONLY);
	EXPECT(pte_none(table[256]));
	free_page((unsigned long)table);
}

/* Does set_memory_* refuse what isn't page-mapped lowmem? */
SELFTEST(mmu, set_memory_refuses)
{
	EXPECT_EQ(set_memory_ro(VMALLOC_START, 1), (unsigned long)-EINVAL);
	EXPECT_EQ(set_memory_ro(0x1000, 1), (unsigned long)-EINVAL);
}

/* Does set_memory_ro take writing away, and set_memory_rw give it back? */
SELFTEST(mmu, set_memory_ro)
{
	/* In .data, which is mapped in pages however large .bss becomes */
	static char buf[2 * PAGE_SIZE] __aligned(PAGE_SIZE) = { 1 };
	phys_addr_t pa;

	EXPECT_EQ(set_memory_ro((unsigned long)buf, 1), 0);
	EXPECT(!hw_translate((unsigned long)buf, true, &pa));
	EXPECT(hw_translate((unsigned long)buf + PAGE_SIZE, true, &pa));
	EXPECT_EQ(set_memory_rw((unsigned long)buf, 1), 0);
	EXPECT(hw_translate((unsigned long)buf, true, &pa));
}
