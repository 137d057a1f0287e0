/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory models: from a frame's number to its struct page, and back (article 3.2.2).
 *
 *   FLATMEM             mem_map[], one array in lowmem for all frames from the first of RAM to the last
 *
 *     pfn 40000              hole               80000
 *     RAM   [=========]...................[=====]
 *     lowmem   [mem_map  has  struct pages for all]
 *
 *   SPARSEMEM_VMEMMAP   vmemmap[], an array in address space for every pfn there can be; memory stands behind it
 *                       only where a section of RAM is (mm/sparse.c)
 *
 *     pfn 0         40000                       80000            fffff
 *     RAM           [=========]...................[=====]
 *     vmemmap [      ######                        ###              ]      #: mapped
 *
 * Both are a sum.  vmemmap's has a constant in it where FLATMEM has two variables, and it wastes nothing on holes, but a
 * struct page that isn't there can't be touched: who walks over frames asks pfn_valid() first.
 */
#ifndef _ASM_GENERIC_MEMORY_MODEL_H
#define _ASM_GENERIC_MEMORY_MODEL_H

#include <asm/memory.h>

#ifdef CONFIG_SPARSEMEM_VMEMMAP

#define __pfn_to_page(pfn)	(vmemmap + (pfn))
#define __page_to_pfn(page)	((unsigned long)((page) - vmemmap))

/* Of lowmem */
#define virt_to_page(kaddr)	__pfn_to_page(__phys_to_pfn(__pa(kaddr)))
#define page_to_virt(page)	__va(__page_to_pfn(page) << PAGE_SHIFT)

#else

#define __pfn_to_page(pfn)	(mem_map + ((pfn) - PHYS_PFN_OFFSET))
#define __page_to_pfn(page)	((unsigned long)((page) - mem_map) + PHYS_PFN_OFFSET)
#define pfn_valid(pfn)		((pfn) - PHYS_PFN_OFFSET < max_mapnr)

/* Of lowmem: its first page is mem_map's */
#define virt_to_page(kaddr)						\
	(mem_map + (((unsigned long)(kaddr) - PAGE_OFFSET) >> PAGE_SHIFT))
#define page_to_virt(page)						\
	((void *)(PAGE_OFFSET + ((unsigned long)((page) - mem_map) << PAGE_SHIFT)))

#endif

#define pfn_to_page		__pfn_to_page
#define page_to_pfn		__page_to_pfn

#endif
