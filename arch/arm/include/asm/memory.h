/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where things lie in the address space, and how lowmem addresses become physical.
 *
 *   00000000 TASK_SIZE  user programs
 *   bf000000            modules
 *   bfe00000            PKMAP (asm/highmem.h)
 *   c0000000            lowmem, linear: virtual = physical - PHYS_OFFSET + PAGE_OFFSET
 *   high_memory         a gap of VMALLOC_OFFSET, then vmalloc (asm/pgtable.h)
 *   ff800000            VMALLOC_END; with VMEMMAP=1 fd800000, and vmemmap from fda00000 to ffa00000
 *   ffc00000            FIXADDR (asm/fixmap.h)
 *   ffff0000            vectors
 *
 * Article 3.2.1.  PHYS_OFFSET is found at boot: one image runs wherever RAM starts.
 */
#ifndef _ASM_MEMORY_H
#define _ASM_MEMORY_H

#include <linux/const.h>
#include <linux/sizes.h>
#include <linux/types.h>
#include <asm/page.h>

#define PAGE_OFFSET		UL(CONFIG_PAGE_OFFSET)
#define TASK_SIZE		(UL(CONFIG_PAGE_OFFSET) - SZ_16M)
/* Where the stack ends, before it is moved at random (article 3.3.1) */
#define STACK_TOP		TASK_SIZE
#define STACK_TOP_MAX		TASK_SIZE
#define TASK_UNMAPPED_BASE	ALIGN(TASK_SIZE / 3, SZ_16M)

#define MODULES_VADDR		(PAGE_OFFSET - SZ_16M)
#define MODULES_END		(PAGE_OFFSET - SZ_2M)

#ifdef CONFIG_SPARSEMEM_VMEMMAP
#include <asm/sparsemem.h>

/*
 * The struct pages of all frames that there can be, indexed by pfn (article 3.2.2): 2^20 of 32 bytes.  2 MiB of nothing
 * lie on both sides, so an index that is a little wrong faults.
 */
#define STRUCT_PAGE_MAX_SHIFT	5
#define VMEMMAP_SIZE		(UL(1) << (MAX_PHYSMEM_BITS - PAGE_SHIFT + STRUCT_PAGE_MAX_SHIFT))
#define VMEMMAP_START		UL(0xfda00000)
#define VMEMMAP_END		(VMEMMAP_START + VMEMMAP_SIZE)
#define vmemmap			((struct page *)VMEMMAP_START)
#endif

/* The image is entered at this distance from the start of RAM */
#define TEXT_OFFSET		0x00010000

/* head.S maps lowmem from PAGE_OFFSET to this far behind the image: early tables come from it */
#define BOOT_MAP_EXTRA		0x00100000

#define CONFIG_VECTORS_BASE	UL(0xffff0000)

#ifndef __ASSEMBLY__

extern unsigned long __pv_phys_pfn_offset;	/* set by boot/head.S */
extern phys_addr_t arm_lowmem_limit;		/* physical end of lowmem */
extern void *high_memory;			/* virtual end of lowmem */

#define PHYS_PFN_OFFSET	(__pv_phys_pfn_offset)
#define PHYS_OFFSET	((phys_addr_t)(PHYS_PFN_OFFSET << PAGE_SHIFT))

static inline phys_addr_t __virt_to_phys(unsigned long x)
{
	return (phys_addr_t)x - PAGE_OFFSET + PHYS_OFFSET;
}

static inline unsigned long __phys_to_virt(phys_addr_t x)
{
	return x - PHYS_OFFSET + PAGE_OFFSET;
}

/* For lowmem addresses only: vmalloc, PKMAP and fixmap addresses have page tables to ask */
#define __pa(x)			__virt_to_phys((unsigned long)(x))
#define __va(x)			((void *)__phys_to_virt((phys_addr_t)(x)))

static inline phys_addr_t virt_to_phys(const volatile void *x)
{
	return __virt_to_phys((unsigned long)x);
}

static inline void *phys_to_virt(phys_addr_t x)
{
	return (void *)__phys_to_virt(x);
}

#define virt_addr_valid(kaddr)						\
	((unsigned long)(kaddr) >= PAGE_OFFSET &&			\
	 (unsigned long)(kaddr) < (unsigned long)high_memory)

#define __pfn_to_phys(pfn)	((phys_addr_t)(pfn) << PAGE_SHIFT)
#define __phys_to_pfn(paddr)	((unsigned long)((paddr) >> PAGE_SHIFT))
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)		((x) >> PAGE_SHIFT)
#define page_to_phys(page)	__pfn_to_phys(page_to_pfn(page))
#define phys_to_page(phys)	pfn_to_page(__phys_to_pfn(phys))

#endif
#endif
