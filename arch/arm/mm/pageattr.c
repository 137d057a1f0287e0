/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Permissions of kernel pages, changed after boot: for memory whose use changes.
 *
 * Idea.  The lowmem around the image is mapped in pages, so the bits of each entry can be
 * changed in place: store, then TLB flush.  The physical page stays.
 *
 *   free_initmem:  init text  r-x  --set_memory_nx-->  r--  --set_memory_rw-->  rw-
 *
 * Invariant: at no moment is a page both writable and executable, so nx comes before rw.
 * Context: process; the range is page-mapped lowmem.  May not be used on sections: -EINVAL.
 * Tests: mmu.set_memory_*
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <asm/set_memory.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

/* The entry of @addr if lowmem is mapped in pages there, or NULL */
static pte_t *lowmem_pte(unsigned long addr)
{
	pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr), addr);

	if (!virt_addr_valid(addr) || pmd_none(*pmd) || pmd_bad(*pmd))
		return NULL;
	return pte_offset_kernel(pmd, addr);
}

static int change_memory_common(unsigned long addr, int numpages, pteval_t set, pteval_t clear)
{
	unsigned long a, start = addr & PAGE_MASK, end = start + numpages * PAGE_SIZE;

	for (a = start; a < end; a += PAGE_SIZE)
		if (!lowmem_pte(a))
			return -EINVAL;
	for (a = start; a < end; a += PAGE_SIZE) {
		pte_t *ptep = lowmem_pte(a);

		set_pte_ext(ptep, __pte((pte_val(*ptep) & ~clear) | set), 0);
	}
	flush_tlb_kernel_range(start, end);
	return 0;
}

/* Each: @numpages pages from @addr.  0, or -EINVAL if one isn't page-mapped lowmem. */
int set_memory_ro(unsigned long addr, int numpages)
{
	return change_memory_common(addr, numpages, L_PTE_RDONLY, 0);
}

int set_memory_rw(unsigned long addr, int numpages)
{
	return change_memory_common(addr, numpages, 0, L_PTE_RDONLY);
}

int set_memory_nx(unsigned long addr, int numpages)
{
	return change_memory_common(addr, numpages, L_PTE_XN, 0);
}
