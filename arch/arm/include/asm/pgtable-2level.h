/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two-level page table: ARM's short-descriptor format, arranged as Linux wants it.
 *
 * The hardware has 4096 first-level entries of 1 MiB, and second-level tables of 256 entries
 * (1 KiB).  It has no place for "accessed" and "dirty".  So entries are taken in pairs: 2048
 * of 2 MiB, each with one page that holds two hardware tables and, beside them, two tables of
 * the same shape for the kernel's eyes:
 *
 *      pgd                      one page of 4 KiB
 *   |        |                                            address of
 *   +--------+             +0     +----------------+  <-- the pte_t that mm/ works with
 *   |        |                    | Linux pt 0     |
 *   +--------+ pgd[n]     +1024   +----------------+
 *   |  .[0]--|---------.          | Linux pt 1     |
 *   |  .[1]--|-------.  '-+2048 ->+----------------+
 *   +--------+       |            | hardware pt 0  |
 *   |        |       '----+3072 ->+----------------+
 *   +--------+                    | hardware pt 1  |
 *                         +4096   +----------------+
 *
 * 512 Linux entries = 2 MiB; set_pte_ext writes an entry and, PTE_HWTABLE_OFF further on, its
 * hardware twin.  "Young" and "dirty" are kept by faults: the twin of an entry that is not
 * young is 0, that of one that isn't both writable and dirty is read-only; the fault that
 * follows sets the bit.  Article 3.1.1; ARM ARM B3.5.
 */
#ifndef _ASM_PGTABLE_2LEVEL_H
#define _ASM_PGTABLE_2LEVEL_H

#define __PAGETABLE_PMD_FOLDED

#define PTRS_PER_PTE		512
#define PTRS_PER_PMD		1
#define PTRS_PER_PGD		2048

#define PTE_HWTABLE_PTRS	(PTRS_PER_PTE)
#define PTE_HWTABLE_OFF		(PTE_HWTABLE_PTRS * 4)
#define PTE_HWTABLE_SIZE	(PTRS_PER_PTE * 4)

#define PMD_SHIFT		21
#define PGDIR_SHIFT		21

#define PMD_SIZE		(1UL << PMD_SHIFT)
#define PMD_MASK		(~(PMD_SIZE - 1))
#define PGDIR_SIZE		(1UL << PGDIR_SHIFT)
#define PGDIR_MASK		(~(PGDIR_SIZE - 1))

/* One hardware entry maps a section of 1 MiB */
#define SECTION_SHIFT		20
#define SECTION_SIZE		(1UL << SECTION_SHIFT)
#define SECTION_MASK		(~(SECTION_SIZE - 1))


/* Linux entries */
#define L_PTE_VALID		(_AT(pteval_t, 1) << 0)
#define L_PTE_PRESENT		(_AT(pteval_t, 1) << 0)
#define L_PTE_YOUNG		(_AT(pteval_t, 1) << 1)
#define L_PTE_FILE		(_AT(pteval_t, 1) << 2)		/* only when not present */
#define L_PTE_DIRTY		(_AT(pteval_t, 1) << 6)
#define L_PTE_RDONLY		(_AT(pteval_t, 1) << 7)
#define L_PTE_USER		(_AT(pteval_t, 1) << 8)
#define L_PTE_XN		(_AT(pteval_t, 1) << 9)
#define L_PTE_SHARED		(_AT(pteval_t, 1) << 10)
#define L_PTE_NONE		(_AT(pteval_t, 1) << 11)	/* PROT_NONE */

/* Memory types, in bits 2 to 5; the first three bits are TEX[0], C, B of TEX remap */
#define L_PTE_MT_UNCACHED	(_AT(pteval_t, 0x00) << 2)	/* strongly ordered */
#define L_PTE_MT_BUFFERABLE	(_AT(pteval_t, 0x01) << 2)	/* normal, not cached */
#define L_PTE_MT_WRITETHROUGH	(_AT(pteval_t, 0x02) << 2)
#define L_PTE_MT_WRITEBACK	(_AT(pteval_t, 0x03) << 2)
#define L_PTE_MT_DEV_SHARED	(_AT(pteval_t, 0x04) << 2)
#define L_PTE_MT_WRITEALLOC	(_AT(pteval_t, 0x07) << 2)
#define L_PTE_MT_MASK		(_AT(pteval_t, 0x0f) << 2)

#ifndef __ASSEMBLY__

#include <linux/bug.h>

struct mm_struct;

/* The pmd is folded: its pud is always there, and only the pmd itself says whether it is empty */
#define pud_none(pud)		(0)
#define pud_bad(pud)		(0)
#define pud_present(pud)	(1)
#define pud_clear(pudp)		do { } while (0)
/* The page of the table behind the first of the pair */
#define pud_page(pud)		pfn_to_page(__phys_to_pfn(pud_val(pud) & PAGE_MASK))
#define set_pud(pudp, pud)						\
	do {								\
		((pudp)->pgd) = (pud).pgd;				\
		flush_pmd_entry(pudp);					\
	} while (0)

static inline pmd_t *pmd_offset(pud_t *pud, unsigned long addr)
{
	return (pmd_t *)pud;
}

#define pmd_index(addr)		(0UL)
#define pmd_large(pmd)		(pmd_val(pmd) & 2)
#define pmd_bad(pmd)		(pmd_val(pmd) & 2)
#define pmd_none(pmd)		(!pmd_val(pmd))
#define pmd_present(pmd)	(pmd_val(pmd))

/* Writes the first of the pair; __pmd_populate() writes both */
#define set_pmd(pmdp, pmd)						\
	do {								\
		*(pmdp) = (pmd);					\
		flush_pmd_entry(pmdp);					\
	} while (0)

#define copy_pmd(pmdpd, pmdps)						\
	do {								\
		(pmdpd)[0] = (pmdps)[0];				\
		(pmdpd)[1] = (pmdps)[1];				\
		flush_pmd_entry(pmdpd);					\
	} while (0)

#define pmd_clear(pmdp)							\
	do {								\
		(pmdp)[0] = __pmd(0);					\
		(pmdp)[1] = __pmd(0);					\
		clean_pmd_entry(pmdp);					\
	} while (0)

#define pmd_addr_end(addr, end)	(end)
#define pmd_free_tlb(tlb, pmdp, addr) do { } while (0)

/* Linux entry and hardware twin together; @ext are hardware bits to add (PTE_EXT_NG) */
#define set_pte_ext(ptep, pte, ext) cpu_set_pte_ext(ptep, pte, ext)

/*
 * An entry for user space that isn't young: nothing for the hardware yet, so the Linux entry is
 * all that is written, into a place whose hardware twin is 0 already.
 */
#define set_pte_old set_pte_old
static inline void set_pte_old(pte_t *ptep, pte_t pte)
{
	VM_BUG_ON(pte_val(pte) & L_PTE_YOUNG || pte_val(ptep[PTE_HWTABLE_PTRS]));
	*ptep = pte;
}

/*
 * fork: the entry loses the right to write, in both tables; nothing else of it changes.  The
 * caller flushes the TLB, which orders the stores, too.
 */
#define __HAVE_ARCH_PTEP_SET_WRPROTECT
static inline void ptep_set_wrprotect(struct mm_struct *mm, unsigned long address, pte_t *ptep)
{
	pteval_t hw = pte_val(ptep[PTE_HWTABLE_PTRS]);

	if (hw)
		WRITE_ONCE(pte_val(ptep[PTE_HWTABLE_PTRS]), hw | PTE_EXT_APX);
	pte_val(*ptep) |= L_PTE_RDONLY;
}

/* A user entry comes or goes: arch/arm/mm/cachecheck.c */
#ifdef CONFIG_DEBUG_CACHE
void cachecheck_entry(pte_t pte);
#else
#define cachecheck_entry(pte)	do { (void)(pte); } while (0)
#endif

/*
 * Takes an entry away and returns what it was: the hardware's first, so that nothing is
 * translated by an entry that the kernel no longer sees.  The caller flushes the TLB before the
 * page gets another use; that orders the stores, too.
 */
static inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long address, pte_t *ptep)
{
	pte_t pte = *ptep;

	cachecheck_entry(pte);
	WRITE_ONCE(pte_val(ptep[PTE_HWTABLE_PTRS]), 0);
	WRITE_ONCE(pte_val(*ptep), 0);
	return pte;
}

#endif
#endif
