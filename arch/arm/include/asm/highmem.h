/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * High memory's addresses (article 3.2.4): PKMAP, one page table below PAGE_OFFSET.
 *
 *   bfe00000 PKMAP_BASE            slot 0
 *   bfe01000                       slot 1  ...
 *   bffff000                       slot LAST_PKMAP - 1
 *   c0000000 PAGE_OFFSET
 */
#ifndef _ASM_HIGHMEM_H
#define _ASM_HIGHMEM_H

#include <asm/pgtable.h>

#define PKMAP_BASE		(PAGE_OFFSET - PMD_SIZE)
#define LAST_PKMAP		PTRS_PER_PTE
#define LAST_PKMAP_MASK		(LAST_PKMAP - 1)
#define PKMAP_NR(virt)		(((virt) - PKMAP_BASE) >> PAGE_SHIFT)
#define PKMAP_ADDR(nr)		(PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))

#define kmap_prot		PAGE_KERNEL

extern pte_t *pkmap_page_table;

/* arch/arm/mm/highmem.c: the hardware's bits of an entry with kmap_prot */
extern pteval_t kmap_hw_prot;

/* The caller flushes the TLB, which orders the stores, too */
static inline void set_kmap_pte(pte_t *ptep, unsigned long pfn)
{
	ptep[0] = pfn_pte(pfn, kmap_prot);
	ptep[PTE_HWTABLE_PTRS] = __pte(__pfn_to_phys(pfn) | kmap_hw_prot);
}

#endif
