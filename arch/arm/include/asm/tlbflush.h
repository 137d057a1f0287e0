/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLB maintenance (ARM ARM B3.18.7), and the cleaning of written table entries.
 *
 * A changed entry needs, in this order: the store; dsb (the walker sees it); the TLB
 * operation; dsb (it is complete); isb (this processor's next instruction sees it).  The
 * ARMv7 walker of a multiprocessor core looks into the L1 data cache, so entries needn't be
 * cleaned from it: flush_pmd_entry() and cpu_set_pte_ext() check nothing and only order.
 *
 *   TLBIALL     c8,c7,0   everything      TLBIASID  c8,c7,2  all of one ASID
 *   TLBIMVA     c8,c7,1   one page, one ASID
 *   TLBIMVAA    c8,c7,3   one page, all ASIDs: for kernel addresses, whose entries are global
 * and BPIALL (c7,c5,6): the branch predictor works on virtual addresses.
 */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H

#ifndef __ASSEMBLY__

#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/page.h>

struct mm_struct;
struct vm_area_struct;

/* One page after another is dearer than everything from this on */
#define TLB_FLUSH_ALL_PAGES	64

static inline void local_flush_tlb_all(void)
{
	dsb(ishst);
	__asm__ __volatile__("mcr p15, 0, %0, c8, c7, 0	@ TLBIALL" : : "r" (0) : "memory");
	dsb(ish);
	isb();
}

/* @kaddr: a kernel page whose entry has changed */
static inline void local_flush_tlb_kernel_page(unsigned long kaddr)
{
	dsb(ishst);
	__asm__ __volatile__("mcr p15, 0, %0, c8, c7, 3	@ TLBIMVAA"
			     : : "r" (kaddr & PAGE_MASK) : "memory");
	dsb(ish);
	isb();
}

static inline void local_flush_bp_all(void)
{
	__asm__ __volatile__("mcr p15, 0, %0, c7, c5, 6	@ BPIALL" : : "r" (0) : "memory");
}

/* Everything that is filed under @asid; global entries stay */
static inline void local_flush_tlb_asid(unsigned int asid)
{
	dsb(ishst);
	__asm__ __volatile__("mcr p15, 0, %0, c8, c7, 2	@ TLBIASID" : : "r" (asid) : "memory");
	dsb(ish);
}

/* @uaddr, page aligned, with the ASID in its low bits */
static inline void local_flush_tlb_user_page(unsigned long uaddr_asid)
{
	dsb(ishst);
	__asm__ __volatile__("mcr p15, 0, %0, c8, c7, 1	@ TLBIMVA" : : "r" (uaddr_asid) : "memory");
	dsb(ish);
}

/*
 * User space.  The return to user mode and each uaccess routine have an isb before the first
 * access, so none is needed here.  Where instructions may have been mapped, predictions of
 * branches go, too: they are made by virtual address.  arch/arm/mm/flush.c
 */
void flush_tlb_mm(struct mm_struct *mm);
void flush_tlb_page(struct vm_area_struct *vma, unsigned long uaddr);
void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);

/* Another processor may have changed the entry meanwhile; this TLB never files a faulting one */
#define flush_tlb_fix_spurious_fault(vma, address)	do { } while (0)

/*
 * A new entry was written for @addr.  The data cache is physically tagged, the walker looks
 * into it, and set_pte_at() has seen to instructions: nothing is left to do.
 */
#define update_mmu_cache(vma, addr, ptep)		do { } while (0)

/* A first-level entry was written: order it before the walker's next look */
static inline void flush_pmd_entry(void *pmd)
{
	dsb(ishst);
}

/* ... was cleared: the TLB flush that follows orders it */
static inline void clean_pmd_entry(void *pmd)
{
}

/* arch/arm/mm/tlb-v7.S: page by page */
void v7_flush_kern_tlb_range(unsigned long start, unsigned long end);

/* [start, end) of kernel space: entries have changed */
void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_kernel_page(kaddr)	local_flush_tlb_kernel_page(kaddr)

#endif
#endif
