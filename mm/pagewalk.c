/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A generic walk over page tables, for those who look at entries rather than change them.
 *
 * Idea.  The way down the levels is the same for all callers; what they do with what they find differs.
 * So the caller supplies functions (struct mm_walk, linux/pagewalk.h), and this file goes down.
 *
 *     VMAs         | AAAAAAAAAAAAA |      | PPPP |            P: VM_PFNMAP
 *     tables       |-- table --|   (none) |--- table ---|
 *     entries      .  x x .  x x   . .  .  x x x  .  .
 *
 *     pmd_entry     [---------)            (as A's)           once for each table's part of a VMA
 *     pte_entry     ^  ^ ^ ^ ^ ^                              every entry of it, none ones too
 *     pte_hole                  [--) [----) [---) [---------) no table, no VMA, VM_PFNMAP
 *     test_walk    ?               ?       ?                  each VMA: 0 into it, > 0 past it, < 0 stop
 *
 *   walk_page_range          addr ... end of an address space, holes too
 *   walk_page_vma            one VMA
 *   walk_page_range_novma    what the tables say, whatever VMAs there are: kernel space, and checks
 *     __walk_page_range -> walk_pud_range -> walk_pmd_range -> walk_pte_range
 *
 * Invariants (nothing asserts them; tests ask for each)
 *   W1  pages are come by in the order of addresses, each once at most; with a pte_hole, and no
 *       test_walk that skips, exactly once
 *   W2  what a function returns that isn't 0 ends the walk and is its result, be it negative or not;
 *       but test_walk's positive answer only means to go on behind the VMA
 *   W3  pmd_entry and pte_entry see entries of tables alone: one that makes no sense is cleared and is a
 *       hole; but without VMAs, where sections are, pmd_entry sees those as well, and they stay
 *
 * Context.  Caller holds mmap_sem for reading at least, so that VMAs and tables stay, or nobody else knows
 * the address space any more.  Entries may change unless a function takes the table's lock itself, which
 * most do in pmd_entry.  Sleeps if they do.
 *
 * Hot paths go down by hand: the fault (memory.c), zap.c, copy_range.c, mprotect.c, mremap.c, gup.c.
 * Differs from Linux 4.4: no huge pages; a gap between VMAs is one hole and not one for each table; a
 * hole that VM_PFNMAP makes can stop the walk (W2); walk_page_range_novma() is of Linux 5.7.
 * Tests: pagewalk.*, tests/host/levels.c (two to four levels)
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagewalk.h>
#include <asm/pgtable.h>

static int walk_hole(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	return walk->pte_hole ? walk->pte_hole(addr, end, walk) : 0;
}

static int walk_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pte_t *pte = pte_offset_map(pmd, addr);
	int err;

	do {
		err = walk->pte_entry(pte, addr, addr + PAGE_SIZE, walk);
	} while (!err && (pte++, addr += PAGE_SIZE, addr != end));
	pte_unmap(pte);
	return err;
}

/* What there is below one pmd entry, which isn't none (W3) */
static int walk_pmd(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	int err = walk->pmd_entry ? walk->pmd_entry(pmd, addr, end, walk) : 0;

	if (err || !walk->pte_entry || pmd_bad(*pmd))
		return err;
	return walk_pte_range(pmd, addr, end, walk);
}

static int walk_pmd_range(pud_t *pud, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;
	int err;

	do {
		next = pmd_addr_end(addr, end);
		if (walk->vma ? pmd_none_or_clear_bad(pmd) : pmd_none(*pmd))
			err = walk_hole(addr, next, walk);
		else
			err = walk_pmd(pmd, addr, next, walk);
	} while (!err && (pmd++, addr = next, addr != end));
	return err;
}

static int walk_pud_range(pgd_t *pgd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next;
	int err;

	do {
		next = pud_addr_end(addr, end);
		if (pud_none_or_clear_bad(pud))
			err = walk_hole(addr, next, walk);
		else
			err = walk_pmd_range(pud, addr, next, walk);
	} while (!err && (pud++, addr = next, addr != end));
	return err;
}

static int __walk_page_range(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pgd_t *pgd = pgd_offset(walk->mm, addr);
	unsigned long next;
	int err;

	do {
		next = pgd_addr_end(addr, end);
		if (pgd_none_or_clear_bad(pgd))
			err = walk_hole(addr, next, walk);
		else
			err = walk_pud_range(pgd, addr, next, walk);
	} while (!err && (pgd++, addr = next, addr != end));
	return err;
}

/*
 * walk_every_vma - test_walk for who wants to see VM_PFNMAP VMAs as well: frames without a struct page
 * are memory, too, and copies of them, in a private one, are pages like all others.
 */
int walk_every_vma(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	return 0;
}

/* [addr, end) of @vma, if the walk is to go into it */
static int walk_in_vma(struct vm_area_struct *vma, unsigned long addr, unsigned long end,
		       struct mm_walk *walk)
{
	int skip;

	walk->vma = vma;
	if (walk->test_walk) {
		skip = walk->test_walk(addr, end, walk);
		if (skip)
			return min(skip, 0);
	} else if (vma->vm_flags & VM_PFNMAP) {
		return walk_hole(addr, end, walk);
	}
	return __walk_page_range(addr, end, walk);
}

/* Nobody can change the VMAs of @mm: its lock is held, or it has no users any more (exit_mmap) */
static bool vmas_stay(struct mm_struct *mm)
{
	return rwsem_is_locked(&mm->mmap_sem) || !atomic_read(&mm->mm_users);
}

/*
 * walk_page_range - walk over [@addr, @end) of @walk->mm, whole pages
 *
 * @walk->vma is the VMA that a function is called for, or NULL in a hole between them.  What a function
 * has returned if that wasn't 0; -EINVAL: an empty range, or no mm; or 0.
 */
int walk_page_range(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma;
	unsigned long next;
	int err = 0;

	if (addr >= end || !walk->mm)
		return -EINVAL;
	VM_BUG_ON(!vmas_stay(walk->mm));
	for (vma = find_vma(walk->mm, addr); !err && addr != end; addr = next) {
		if (!vma || addr < vma->vm_start) {
			next = vma ? min(end, vma->vm_start) : end;
			walk->vma = NULL;
			err = walk_hole(addr, next, walk);
		} else {
			next = min(end, vma->vm_end);
			err = walk_in_vma(vma, addr, next, walk);
			vma = vma->vm_next;
		}
	}
	return err;
}

/* walk_page_vma - the same over all of @vma, which is of @walk->mm */
int walk_page_vma(struct vm_area_struct *vma, struct mm_walk *walk)
{
	if (!walk->mm)
		return -EINVAL;
	VM_BUG_ON(!vmas_stay(walk->mm));
	return walk_in_vma(vma, vma->vm_start, vma->vm_end, walk);
}

/*
 * walk_page_range_novma - the same, by nothing but the tables; test_walk isn't asked
 *
 * Of kernel space nobody's lock is needed when the caller knows that the range stays.
 */
int walk_page_range_novma(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	if (addr >= end || !walk->mm)
		return -EINVAL;
	walk->vma = NULL;
	return __walk_page_range(addr, end, walk);
}
