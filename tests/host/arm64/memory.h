/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arm64's address space, computed for any VA_BITS: the macros of the article's section 3.2.2, with Linux 4.x's values.
 *
 * Nothing here is for this kernel, which runs on 32-bit ARM.  tests/host/arm64/layout.c draws what the macros say, and
 * scripts/arm64-layout runs it: docs/arm64.md.  Who includes this says first
 *
 *   CONFIG_ARM64_VA_BITS       bits of an address: 36, 39, 42, 47 or 48
 *   CONFIG_ARM64_PAGE_SHIFT    12, 14 or 16: pages of 4, 16 or 64 KiB
 *   CONFIG_KASAN               1: with the address sanitizer's shadow, an eighth of the kernel's half; else 0
 *   memstart_addr              the physical address of the first RAM
 *
 * Each may be a variable.  All is counted from both ends of the kernel's half, so that one number decides:
 *
 *   VA_START     = ~0 << VA_BITS          upwards:   KASAN, modules, the kernel's image, vmalloc
 *   PAGE_OFFSET  = ~0 << (VA_BITS - 1)    upwards:   RAM, linear
 *                                         downwards: vmemmap, PCI I/O, fixmap, the end of vmalloc
 *
 * The values are those of Linux 4.12.  Before 4.7 vmemmap lay elsewhere; 5.4 turned the two halves round, so that the
 * linear map comes first.
 */
#ifndef _ARM64_MEMORY_H
#define _ARM64_MEMORY_H

#define UL(x)			x##UL

#define SZ_64K			UL(0x00010000)
#define SZ_2M			UL(0x00200000)
#define SZ_16M			UL(0x01000000)
#define SZ_128M			UL(0x08000000)

/* ---- tables: one of 2^(PAGE_SHIFT - 3) entries of 8 bytes is a page ---- */

#define PAGE_SHIFT		CONFIG_ARM64_PAGE_SHIFT

/* As many as it takes for VA_BITS - PAGE_SHIFT bits of index */
#define PGTABLE_LEVELS		((VA_BITS - 4) / (PAGE_SHIFT - 3))

/* How much an entry of a level covers, level 3 being the pages' */
#define ARM64_HW_PGTABLE_LEVEL_SHIFT(n)	((PAGE_SHIFT - 3) * (4 - (n)) + 3)

/* The topmost level but one of four; with fewer it is folded into the top */
#define PUD_SHIFT		ARM64_HW_PGTABLE_LEVEL_SHIFT(PGTABLE_LEVELS > 3 ? 1 : 4 - PGTABLE_LEVELS)
#define PUD_SIZE		(UL(1) << PUD_SHIFT)

/* ---- the linear map, and user space ---- */

#define VA_BITS			(CONFIG_ARM64_VA_BITS)
#define VA_START		(UL(0xffffffffffffffff) << VA_BITS)
#define PAGE_OFFSET		(UL(0xffffffffffffffff) << (VA_BITS - 1))
#define TASK_SIZE_64		(UL(1) << VA_BITS)
#define TASK_UNMAPPED_BASE	(TASK_SIZE_64 / 4)

/* ---- upwards from VA_START ---- */

/* A byte of shadow for eight bytes of the kernel's half */
#define KASAN_SHADOW_SIZE	(CONFIG_KASAN ? UL(1) << (VA_BITS - 3) : UL(0))

/* Modules lie where a branch from the kernel's image reaches them */
#define MODULES_VADDR		(VA_START + KASAN_SHADOW_SIZE)
#define MODULES_VSIZE		SZ_128M
#define MODULES_END		(MODULES_VADDR + MODULES_VSIZE)

/* The kernel's image is a part of the vmalloc area, without KASLR at its start */
#define KIMAGE_VADDR		(MODULES_END)
#define VMALLOC_START		(MODULES_END)

/* ---- downwards from PAGE_OFFSET ---- */

/* struct page is 64 bytes at most; one for each page of the linear map, which is half of the kernel's half */
#define STRUCT_PAGE_MAX_SHIFT	6
#define VMEMMAP_SIZE		(UL(1) << (VA_BITS - PAGE_SHIFT - 1 + STRUCT_PAGE_MAX_SHIFT))
#define VMEMMAP_START		(PAGE_OFFSET - VMEMMAP_SIZE)

#define PCI_IO_SIZE		SZ_16M
#define PCI_IO_END		(VMEMMAP_START - SZ_2M)
#define PCI_IO_START		(PCI_IO_END - PCI_IO_SIZE)

/* The fixmap grows downwards from here: some slots, and 4 MiB for the device tree */
#define FIXADDR_TOP		(PCI_IO_START - SZ_2M)

/* Room of an upper table's entry for all of these but vmemmap */
#define VMALLOC_END		(PAGE_OFFSET - PUD_SIZE - VMEMMAP_SIZE - SZ_64K)

/* ---- struct pages ---- */

#define SECTION_SIZE_BITS	30
#define PAGES_PER_SECTION	(UL(1) << (SECTION_SIZE_BITS - PAGE_SHIFT))
#define SECTION_ALIGN_DOWN(pfn)	((pfn) & ~(PAGES_PER_SECTION - 1))

struct page {
	unsigned char bytes[1 << STRUCT_PAGE_MAX_SHIFT];
};

/*
 * Indexed by pfn: the struct page of the first RAM is at VMEMMAP_START, so vmemmap itself lies below, where nothing has
 * to be.  The article has a second definition, in which that of the first frame of RAM's section is there.
 */
#define vmemmap			((struct page *)VMEMMAP_START - (memstart_addr >> PAGE_SHIFT))
#define vmemmap_by_section	((struct page *)VMEMMAP_START - SECTION_ALIGN_DOWN(memstart_addr >> PAGE_SHIFT))

#define __pfn_to_page(pfn)	(vmemmap + (pfn))
#define __page_to_pfn(page)	((unsigned long)((page) - vmemmap))

#endif
