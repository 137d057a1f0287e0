/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about device mappings: static ones, ioremap(), and those before vmalloc */
#include <linux/errno.h>
#include <linux/of.h>
#include <linux/vmalloc.h>
#include <asm/fixmap.h>
#include <asm/io.h>
#include <asm/mach/map.h>
#include <asm/setup.h>
#include "selftest.h"

#define PERIPH_ID	0xfe0		/* PL011: part number 11 */

static u32 part_number(u8 __iomem *base)
{
	return readl(base + PERIPH_ID) | (readl(base + PERIPH_ID + 4) & 15) << 8;
}

/* Does ioremap find the static section of the console, and are its registers there? */
SELFTEST(ioremap, static_mapping)
{
	unsigned long areas = nr_vmalloc_areas();
	u8 __iomem *base = ioremap(early_console_phys, PAGE_SIZE);
	struct static_vm *svm;

	ASSERT(base);
	EXPECT_EQ(nr_vmalloc_areas(), areas);
	svm = find_static_vm_vaddr((void __force *)base);
	EXPECT(svm && svm->vm.flags & VM_ARM_STATIC_MAPPING);
	EXPECT_EQ(find_static_vm_paddr(early_console_phys, PAGE_SIZE, MT_DEVICE), svm);
	EXPECT(!find_static_vm_paddr(early_console_phys, SZ_2M, MT_DEVICE));
	EXPECT(!find_static_vm_paddr(early_console_phys, PAGE_SIZE, MT_UNCACHED));
	EXPECT_EQ(part_number(base), 0x011);
	iounmap(base);
	EXPECT_EQ(part_number(base), 0x011);
}

/* Is the half of the pair beside the static section closed to vmalloc? */
SELFTEST(ioremap, pmd_gap)
{
	struct static_vm *svm = find_static_vm_paddr(early_console_phys, PAGE_SIZE, MT_DEVICE);
	unsigned long other;
	struct vm_struct *vm;

	ASSERT(svm);
	other = (unsigned long)svm->vm.addr ^ SECTION_SIZE;
	vm = find_vm_area((void *)other);
	EXPECT(vm && vm->flags & VM_ARM_EMPTY_MAPPING);
	selftest_mute();
	EXPECT(!__get_vm_area(PAGE_SIZE, VM_MAP, other & PMD_MASK, (other & PMD_MASK) + PMD_SIZE));
	selftest_unmute();
}

/* Does a mapping that isn't static show the same registers, with a device's memory type? */
SELFTEST(ioremap, device)
{
	int node = of_find_compatible("arm,cortex-a15-gic");
	phys_addr_t phys, size;
	void __iomem *base;
	pte_t *pte;
	unsigned long va;

	ASSERT(node >= 0 && !of_address(node, 0, &phys, &size));
	base = ioremap(phys, PAGE_SIZE);
	ASSERT(base);
	va = (unsigned long)base;
	pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(va), va), va), va);
	EXPECT_EQ(pte_val(*pte) & L_PTE_MT_MASK, L_PTE_MT_DEV_SHARED);
	EXPECT(!pte_exec(*pte));
	EXPECT_EQ(pte_pfn(*pte), __phys_to_pfn(phys));
	EXPECT_EQ(find_vm_area((void __force *)base)->phys_addr, phys);
	EXPECT(readl((u8 __iomem *)base + 4) & 31);	/* GICD_TYPER: interrupt lines */
	iounmap(base);
	EXPECT(!find_vm_area((void __force *)base));
}

/* Is an offset within a page kept? */
SELFTEST(ioremap, offset)
{
	void __iomem *base = ioremap_wc(0x0c000123, 16);

	ASSERT(base);
	EXPECT_EQ((unsigned long)base & ~PAGE_MASK, 0x123);
	iounmap(base);
	base = ioremap(0x0c000ffe, 4);
	ASSERT(base);
	EXPECT_EQ(get_vm_area_size(find_vm_area((void *)((unsigned long)base & PAGE_MASK))),
		  2 * PAGE_SIZE);
	iounmap(base);
}

/* Does each kind of ioremap have its memory type, none of them executable? */
SELFTEST(ioremap, memory_types)
{
	static const struct {
		void __iomem *(*map)(phys_addr_t phys, size_t size);
		pteval_t type;
	} kinds[] = {
		{ ioremap,	   L_PTE_MT_DEV_SHARED },
		{ ioremap_nocache, L_PTE_MT_DEV_SHARED },
		{ ioremap_wc,	   L_PTE_MT_BUFFERABLE },
		{ ioremap_cache,   L_PTE_MT_WRITEALLOC },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		void __iomem *base = kinds[i].map(0x0c000000, PAGE_SIZE);
		unsigned long va = (unsigned long)base;
		pte_t *pte;

		ASSERT(base);
		pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(va), va), va), va);
		EXPECT_EQ(pte_val(*pte) & L_PTE_MT_MASK, kinds[i].type);
		EXPECT(!pte_exec(*pte));
		iounmap(base);
	}
}

/* Do accesses of a byte, a half word and a word see the same register? */
SELFTEST(ioremap, accessors)
{
	u8 __iomem *base = ioremap(early_console_phys, PAGE_SIZE);

	ASSERT(base);
	EXPECT_EQ(readl(base + PERIPH_ID) & 0xff, 0x11);
	EXPECT_EQ(readw(base + PERIPH_ID) & 0xff, 0x11);
	EXPECT_EQ(readb(base + PERIPH_ID), 0x11);
	EXPECT_EQ(__raw_readl(base + PERIPH_ID), readl(base + PERIPH_ID));
	iounmap(base);
}

/* Are RAM, a size of 0 and a range that wraps refused? */
SELFTEST(ioremap, refuses)
{
	u64 mark;

	EXPECT(!ioremap(0x0c000000, 0));
	EXPECT(!ioremap(0xfffff000, 2 * PAGE_SIZE));
	mark = selftest_mute();
	EXPECT(!ioremap(PHYS_OFFSET, PAGE_SIZE));
	EXPECT(!ioremap_cache(PHYS_OFFSET + SZ_8M - 1, 2));
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "ioremap of RAM at"));
	EXPECT(!__arm_ioremap_caller(0x0c000000, PAGE_SIZE, NR_MEM_TYPES, NULL));
}

/* Do early mappings take slots, give them back, and refuse when all are taken or too small? */
SELFTEST(ioremap, early)
{
	void __iomem *va[FIX_BTMAPS_SLOTS];
	unsigned int i;

	for (i = 0; i < FIX_BTMAPS_SLOTS; i++) {
		va[i] = early_ioremap(early_console_phys, PAGE_SIZE);
		if (EXPECT(va[i]))
			EXPECT_EQ(part_number(va[i]), 0x011);
	}
	selftest_mute();
	EXPECT(!early_ioremap(early_console_phys, PAGE_SIZE));
	EXPECT(!early_ioremap(0xfffff000, SZ_8K));
	for (i = 0; i < FIX_BTMAPS_SLOTS; i++)
		early_iounmap(va[i], PAGE_SIZE);
	EXPECT(!early_ioremap(early_console_phys, (NR_FIX_BTMAPS + 1) * PAGE_SIZE));
	early_iounmap(va[0], PAGE_SIZE);
	selftest_unmute();
	for (i = FIX_BTMAP_END; i <= FIX_BTMAP_BEGIN; i++)
		EXPECT(!early_ioremap_slot_used(i));
}
