/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For machines without a middle directory: a pmd is the pud entry that holds it, and every function of
 * the pud level hands on to the pmd's.  With no upper directory either (asm-generic/pgtable-nopud.h),
 * two levels are left.  ARM's two levels are not of this kind: there a pmd is one half of a pair.
 */
#ifndef _PGTABLE_NOPMD_H
#define _PGTABLE_NOPMD_H

#include <asm-generic/pgtable-nopud.h>

#define __PAGETABLE_PMD_FOLDED

#ifndef __ASSEMBLY__
typedef struct { pud_t pud; } pmd_t;
#endif

#define PMD_SHIFT	PUD_SHIFT
#define PTRS_PER_PMD	1
#define PMD_SIZE	(1UL << PMD_SHIFT)
#define PMD_MASK	(~(PMD_SIZE - 1))

#ifndef __ASSEMBLY__

struct mm_struct;

/* The pud entry always "holds" its one pmd: whether anything is mapped, the pmd itself says */
static inline int pud_none(pud_t pud)		{ return 0; }
static inline int pud_bad(pud_t pud)		{ return 0; }
static inline int pud_present(pud_t pud)	{ return 1; }
static inline void pud_clear(pud_t *pud)	{ }

#define pmd_val(x)	(pud_val((x).pud))
#define __pmd(x)	((pmd_t) { __pud(x) })
#define pmd_index(addr)	(0UL)

static inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	return (pmd_t *)pud;
}

#define pud_populate(mm, pud, pmd) do { } while (0)
#define pmd_alloc_one(mm, address) NULL
#define pmd_free(mm, x)		do { } while (0)
#define pmd_free_tlb(tlb, x, addr) do { } while (0)
#define pmd_addr_end(addr, end)	(end)

#endif
#endif
