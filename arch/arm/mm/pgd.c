/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First-level tables: one for each address space.
 *
 * Idea.  A pgd has 2048 entries of 8 bytes, 16 KiB, aligned to that.  The lower part is the
 * program's; the kernel's part is the same in all, so a new one starts with a copy of
 * swapper_pg_dir's.  What is added to swapper_pg_dir later (vmalloc) reaches the others when
 * they first use it: do_translation_fault() in fault.c copies the pair.
 *
 *     index   0 ......... 1527 | 1528 ..... 2047
 *             user: zero       | kernel: copied from init_mm.pgd
 *             00000000         | bf000000 (MODULES_VADDR)
 *
 * Invariants (nothing asserts them; tests: pgtable.pgd_alloc G1 and G3, fault_user.* G2)
 *   G1  an entry of the kernel's part is 0 or equal to swapper_pg_dir's
 *   G2  when a pgd is freed its user part holds no table any more, but for the first entry's:
 *       free_pgtables() never goes below FIRST_USER_ADDRESS, so pgd_free() sees to that one
 *   G3  context.vmalloc_seq is read before the copy: what is added meanwhile is seen as missing
 *
 * Context.  pgd_alloc() may sleep; nobody else knows the new table.  pgd_free() must not be
 * given the table that TTBR0 holds.  Different from Linux: no table for low vectors, since
 * ARMv7 has its vectors at ffff0000.  Article 3.1.2.  Tests: pgtable.pgd_*, pgtable.sync_*.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/pgalloc.h>

#define PGD_ORDER	2
#define FIRST_KERNEL_PGD_NR (MODULES_VADDR >> PGDIR_SHIFT)

BUILD_BUG_ON(sizeof(pgd_t) * PTRS_PER_PGD != PAGE_SIZE << PGD_ORDER);

/* A table with the kernel's part filled in, or NULL without memory.  May sleep. */
pgd_t *pgd_alloc(struct mm_struct *mm)
{
	pgd_t *new_pgd = (pgd_t *)__get_free_pages(GFP_KERNEL | __GFP_REPEAT, PGD_ORDER);

	if (!new_pgd)
		return NULL;
	mm->context.vmalloc_seq = READ_ONCE(init_mm.context.vmalloc_seq);
	memset(new_pgd, 0, FIRST_KERNEL_PGD_NR * sizeof(pgd_t));
	memcpy(new_pgd + FIRST_KERNEL_PGD_NR, init_mm.pgd + FIRST_KERNEL_PGD_NR,
	       (PTRS_PER_PGD - FIRST_KERNEL_PGD_NR) * sizeof(pgd_t));
	dsb(ishst);
	return new_pgd;
}

/* The user tables are gone already, all but the first (G2).  Doesn't sleep. */
void pgd_free(struct mm_struct *mm, pgd_t *pgd)
{
	pmd_t *pmd = pmd_offset(pud_offset(pgd, 0), 0);

	VM_BUG_ON(pgd == init_mm.pgd);
	if (!pmd_none_or_clear_bad(pmd)) {
		pgtable_t pte = pmd_pgtable(*pmd);

		pmd_clear(pmd);
		pte_free(mm, pte);
		mm_dec_nr_ptes(mm);
	}
	free_pages((unsigned long)pgd, PGD_ORDER);
}
