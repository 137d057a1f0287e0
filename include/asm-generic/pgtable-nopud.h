/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For machines without an upper directory: a pud is the pgd entry that holds it, and every
 * function of the pud level hands on to the pgd's.
 */
#ifndef _PGTABLE_NOPUD_H
#define _PGTABLE_NOPUD_H

#define __PAGETABLE_PUD_FOLDED

#ifndef __ASSEMBLY__
typedef struct { pgd_t pgd; } pud_t;
#endif

#define PUD_SHIFT	PGDIR_SHIFT
#define PTRS_PER_PUD	1
#define PUD_SIZE	(1UL << PUD_SHIFT)
#define PUD_MASK	(~(PUD_SIZE - 1))

#ifndef __ASSEMBLY__

struct mm_struct;

/* The pgd entry always "holds" its one pud: whether anything is mapped, the pmd level says */
static inline int pgd_none(pgd_t pgd)		{ return 0; }
static inline int pgd_bad(pgd_t pgd)		{ return 0; }
static inline int pgd_present(pgd_t pgd)	{ return 1; }
static inline void pgd_clear(pgd_t *pgd)	{ }

#define pud_val(x)	(pgd_val((x).pgd))
#define __pud(x)	((pud_t) { __pgd(x) })
#define pud_index(addr)	(0UL)
#define set_pgd(pgdptr, pgdval)	set_pud((pud_t *)(pgdptr), (pud_t) { pgdval })

static inline pud_t *pud_offset(pgd_t *pgd, unsigned long address)
{
	return (pud_t *)pgd;
}

#define pgd_populate(mm, pgd, pud) do { } while (0)
#define pud_alloc_one(mm, address) NULL
#define pud_free(mm, x)		do { } while (0)
#define pud_free_tlb(tlb, x, addr) do { } while (0)
#define pud_addr_end(addr, end)	(end)

#endif
#endif
