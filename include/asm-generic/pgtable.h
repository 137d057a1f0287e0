/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Operations on page-table entries that are the same for all processors and any number of levels, made
 * of those that asm/pgtable.h has.  The caller holds the table's lock unless said otherwise.
 */
#ifndef _ASM_GENERIC_PGTABLE_H
#define _ASM_GENERIC_PGTABLE_H

#ifndef __ASSEMBLY__

/*
 * The end of what the entry for @addr covers, or @end if that comes first; safe at the very end of the
 * address space, where it wraps to 0.  A level that is folded has one entry, which ends with the range:
 * asm-generic/pgtable-nopud.h and its like say so.
 */
#define pgd_addr_end(addr, end)						\
({	unsigned long __boundary = ((addr) + PGDIR_SIZE) & PGDIR_MASK;	\
	(__boundary - 1 < (end) - 1) ? __boundary : (end);		\
})
#ifndef pud_addr_end
#define pud_addr_end(addr, end)						\
({	unsigned long __boundary = ((addr) + PUD_SIZE) & PUD_MASK;	\
	(__boundary - 1 < (end) - 1) ? __boundary : (end);		\
})
#endif
#ifndef pmd_addr_end
#define pmd_addr_end(addr, end)						\
({	unsigned long __boundary = ((addr) + PMD_SIZE) & PMD_MASK;	\
	(__boundary - 1 < (end) - 1) ? __boundary : (end);		\
})
#endif

/*
 * mm/pgtable-generic.c: report an entry that no table can have, and clear it.  Nobody calls those of
 * the levels that are folded: their entries are never bad.
 */
void pgd_clear_bad(pgd_t *pgd);
void pud_clear_bad(pud_t *pud);
void pmd_clear_bad(pmd_t *pmd);

/* Is there nothing below the entry?  One that makes no sense is reported and cleared. */
static inline int pgd_none_or_clear_bad(pgd_t *pgd)
{
	if (pgd_none(*pgd))
		return 1;
	if (unlikely(pgd_bad(*pgd))) {
		pgd_clear_bad(pgd);
		return 1;
	}
	return 0;
}

static inline int pud_none_or_clear_bad(pud_t *pud)
{
	if (pud_none(*pud))
		return 1;
	if (unlikely(pud_bad(*pud))) {
		pud_clear_bad(pud);
		return 1;
	}
	return 0;
}

static inline int pmd_none_or_clear_bad(pmd_t *pmd)
{
	if (pmd_none(*pmd))
		return 1;
	if (unlikely(pmd_bad(*pmd))) {
		pmd_clear_bad(pmd);
		return 1;
	}
	return 0;
}

/* The forms for an address space that goes as a whole save nothing here */
#define ptep_get_and_clear_full(mm, address, ptep, full) ptep_get_and_clear(mm, address, ptep)
#define pte_clear_not_present_full(mm, address, ptep, full) ptep_get_and_clear(mm, address, ptep)

/* The entry that was there.  No TLB knows it any more. */
static inline pte_t ptep_clear_flush(struct vm_area_struct *vma, unsigned long address,
				     pte_t *ptep)
{
	pte_t pte = ptep_get_and_clear(vma->vm_mm, address, ptep);

	if (pte_present(pte))
		flush_tlb_page(vma, address);
	return pte;
}

#ifndef __HAVE_ARCH_PTEP_SET_WRPROTECT
/* fork: the parent's entry loses the right to write.  The caller flushes the TLB. */
static inline void ptep_set_wrprotect(struct mm_struct *mm, unsigned long address, pte_t *ptep)
{
	set_pte_at(mm, address, ptep, pte_wrprotect(*ptep));
}
#endif

#ifndef set_pte_old
/* An entry that isn't young, where there was none */
#define set_pte_old(ptep, pte)	set_pte(ptep, pte)
#endif

/*
 * A fault gives an entry more rights, or makes it young or dirty.  Returns whether that was a
 * change.  An entry that was valid before may stand in the TLB with fewer rights.
 */
static inline int ptep_set_access_flags(struct vm_area_struct *vma, unsigned long address,
					pte_t *ptep, pte_t entry, int dirty)
{
	if (pte_same(*ptep, entry))
		return 0;
	set_pte_at(vma->vm_mm, address, ptep, entry);
	flush_tlb_page(vma, address);
	return 1;
}

static inline int ptep_test_and_clear_young(struct vm_area_struct *vma, unsigned long address,
					    pte_t *ptep)
{
	pte_t pte = *ptep;

	if (!pte_young(pte))
		return 0;
	set_pte_at(vma->vm_mm, address, ptep, pte_mkold(pte));
	return 1;
}

static inline int ptep_clear_flush_young(struct vm_area_struct *vma, unsigned long address,
					 pte_t *ptep)
{
	int young = ptep_test_and_clear_young(vma, address, ptep);

	if (young)
		flush_tlb_page(vma, address);
	return young;
}

#define set_pte_at_notify(mm, addr, ptep, pte)	set_pte_at(mm, addr, ptep, pte)
#define my_zero_pfn(addr)			page_to_pfn(ZERO_PAGE(addr))
#define move_pte(pte, prot, old_addr, new_addr)	(pte)

#endif
#endif
