/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about table entries and tables (article 3.1): types and bits, the hardware twin,
 * allocation, and kernel entries that reach other page directories.
 */
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/cp15.h>
#include <asm/mmu_context.h>
#include <asm/pgalloc.h>
#include "selftest.h"

#define SOME_PHYS	0x40123000

/* A table of our own, to write entries into: one page, never walked by the hardware */
static pte_t *scratch_table(void)
{
	return (pte_t *)get_zeroed_page(GFP_KERNEL);
}

static u32 hw(pte_t *ptep)
{
	return pte_val(ptep[PTE_HWTABLE_PTRS]);
}

/* Do the constants describe 2048 pairs of 512 pages, covering 4 GiB? */
SELFTEST(pgtable, geometry)
{
	EXPECT_EQ(PAGE_SIZE, 4096);
	EXPECT_EQ(PGDIR_SIZE, SZ_2M);
	EXPECT_EQ(PMD_SIZE, PGDIR_SIZE);
	EXPECT_EQ(PUD_SIZE, PGDIR_SIZE);
	EXPECT_EQ((u64)PTRS_PER_PGD * PTRS_PER_PUD * PTRS_PER_PMD * PTRS_PER_PTE * PAGE_SIZE >> 32, 1);
	EXPECT_EQ(sizeof(pgd_t), 8);
	EXPECT_EQ(sizeof(pte_t), 4);
	EXPECT_EQ(PTRS_PER_PTE, 1 << (PMD_SHIFT - PAGE_SHIFT));
}

/* Does PAGE_ALIGN round up to the next page, as the article's examples say? */
SELFTEST(pgtable, page_align)
{
	EXPECT_EQ(PAGE_ALIGN(6000UL), 8192);
	EXPECT_EQ(PAGE_ALIGN(0x84590860UL), 0x84591000);
	EXPECT_EQ(PAGE_ALIGN(0UL), 0);
	EXPECT_EQ(PAGE_ALIGN(1UL), PAGE_SIZE);
	EXPECT_EQ(PAGE_ALIGN(PAGE_SIZE), PAGE_SIZE);
	EXPECT_EQ(0x12345678UL & PAGE_MASK, 0x12345000);
}

/* Does each index take its own bits of an address? */
SELFTEST(pgtable, index)
{
	EXPECT_EQ(pgd_index(0UL), 0);
	EXPECT_EQ(pgd_index(0xffffffffUL), 2047);
	EXPECT_EQ(pgd_index(PAGE_OFFSET), 1536);
	EXPECT_EQ(pte_index(0x001ff000UL), 511);
	EXPECT_EQ(pte_index(0x00200000UL), 0);
	EXPECT_EQ(pud_index(0xc0123456UL), 0);
	EXPECT_EQ(pmd_index(0xc0123456UL), 0);
}

/* Do the constructors and the _val functions undo each other? */
SELFTEST(pgtable, values)
{
	EXPECT_EQ(pte_val(__pte(0x12345678)), 0x12345678);
	EXPECT_EQ(pmd_val(__pmd(0x12345678)), 0x12345678);
	EXPECT_EQ(pgd_val(__pgd(0x12345400)), 0x12345400);
	EXPECT_EQ(__pgd(0x12345400).pgd[1], 0x12345800);
	EXPECT_EQ(pud_val(__pud(0x12345400)), 0x12345400);
	EXPECT_EQ(pgprot_val(__pgprot(0x7c3)), 0x7c3);
}

/* Does every pte function change its own bit and no other? */
SELFTEST(pgtable, pte_bits)
{
	static const struct {
		pte_t (*set)(pte_t), (*clear)(pte_t);
		pteval_t bit;
	} fn[] = {
		{ pte_mkread,	 pte_rdprotect, L_PTE_USER },
		{ pte_wrprotect, pte_mkwrite,	L_PTE_RDONLY },
		{ pte_mkdirty,	 pte_mkclean,	L_PTE_DIRTY },
		{ pte_mkyoung,	 pte_mkold,	L_PTE_YOUNG },
		{ pte_exprotect, pte_mkexec,	L_PTE_XN },
	};
	unsigned int i, round;

	for (i = 0; i < ARRAY_SIZE(fn); i++)
		for (round = 0; round < 16; round++) {
			pteval_t v = selftest_random();

			EXPECT_EQ(pte_val(fn[i].set(__pte(v))), v | fn[i].bit);
			EXPECT_EQ(pte_val(fn[i].clear(__pte(v))), v & ~fn[i].bit);
		}
}

/* Do the questions answer what the bits say? */
SELFTEST(pgtable, pte_questions)
{
	pte_t none = __pte(0), pte = pfn_pte(__phys_to_pfn(SOME_PHYS), PAGE_SHARED);

	EXPECT(pte_none(none) && !pte_present(none));
	EXPECT(!pte_none(pte) && pte_present(pte));
	EXPECT(pte_read(pte) && !pte_read(pte_rdprotect(pte)));
	EXPECT(pte_write(pte) && !pte_write(pte_wrprotect(pte)));
	EXPECT(!pte_exec(pte) && pte_exec(pte_mkexec(pte)));
	EXPECT(!pte_dirty(pte) && pte_dirty(pte_mkdirty(pte)));
	EXPECT(pte_young(pte) && !pte_young(pte_mkold(pte)));
	EXPECT(!pte_file(none) && pte_file(__pte(L_PTE_FILE)));
	EXPECT_EQ(pte_pfn(pte), __phys_to_pfn(SOME_PHYS));
}

/* Does mk_pte name the page, and pte_page find it again? */
SELFTEST(pgtable, mk_pte)
{
	struct page *page = alloc_page(GFP_KERNEL);
	pte_t pte;

	ASSERT(page);
	pte = mk_pte(page, PAGE_KERNEL);
	EXPECT_EQ(pte_page(pte), page);
	EXPECT_EQ(pte_val(pte) & PAGE_MASK, page_to_phys(page));
	EXPECT_EQ(pte_val(pte) & ~PAGE_MASK, pgprot_val(PAGE_KERNEL));
	__free_page(page);
}

/* Does pte_modify change the permissions and leave frame, type, young and dirty? */
SELFTEST(pgtable, pte_modify)
{
	pte_t old = pte_mkdirty(pfn_pte(__phys_to_pfn(SOME_PHYS), PAGE_SHARED));
	pte_t new = pte_modify(old, PAGE_READONLY_EXEC);

	EXPECT_EQ(pte_pfn(new), pte_pfn(old));
	EXPECT_EQ(pte_val(new) & L_PTE_MT_MASK, pte_val(old) & L_PTE_MT_MASK);
	EXPECT(pte_dirty(new) && pte_young(new));
	EXPECT(!pte_write(new) && pte_exec(new) && pte_read(new));
	new = pte_modify(old, PAGE_NONE);
	EXPECT(pte_val(new) & L_PTE_NONE);
	EXPECT(!pte_read(new));
	EXPECT_EQ(pte_val(pte_modify(new, PAGE_SHARED)), pte_val(old));
}

/* Is the hardware entry what the table in proc-v7.S says, for every combination of bits? */
SELFTEST(pgtable, hardware_twin)
{
	static const pteval_t types[] = {
		L_PTE_MT_UNCACHED, L_PTE_MT_BUFFERABLE, L_PTE_MT_WRITETHROUGH,
		L_PTE_MT_WRITEBACK, L_PTE_MT_DEV_SHARED, L_PTE_MT_WRITEALLOC,
	};
	static const pteval_t bits[] = {
		L_PTE_PRESENT, L_PTE_YOUNG, L_PTE_DIRTY, L_PTE_RDONLY, L_PTE_USER, L_PTE_XN,
		L_PTE_SHARED, L_PTE_NONE,
	};
	pte_t *ptep = scratch_table();
	unsigned int i, t, set;

	ASSERT(ptep);
	for (t = 0; t < ARRAY_SIZE(types); t++)
		for (set = 0; set < 1 << ARRAY_SIZE(bits); set++) {
			pteval_t v = SOME_PHYS | types[t];
			u32 want = SOME_PHYS | PTE_TYPE_SMALL | PTE_EXT_AP0 | PTE_EXT_NG;

			for (i = 0; i < ARRAY_SIZE(bits); i++)
				if (set & 1 << i)
					v |= bits[i];
			want |= types[t] & (PTE_BUFFERABLE | PTE_CACHEABLE);
			if (types[t] & 1 << 4)
				want |= PTE_EXT_TEX(1);
			if (v & L_PTE_USER)
				want |= PTE_EXT_AP1;
			if (v & L_PTE_RDONLY || !(v & L_PTE_DIRTY))
				want |= PTE_EXT_APX;
			if (v & L_PTE_XN)
				want |= PTE_EXT_XN;
			if (v & L_PTE_SHARED)
				want |= PTE_EXT_SHARED;
			if (!(v & L_PTE_PRESENT) || !(v & L_PTE_YOUNG) || v & L_PTE_NONE)
				want = 0;
			set_pte_ext(ptep, __pte(v), PTE_EXT_NG);
			if (!EXPECT_EQ(pte_val(*ptep), v) || !EXPECT_EQ(hw(ptep), want))
				break;
		}
	set_pte(ptep, __pte(0));
	EXPECT_EQ(hw(ptep), 0);
	free_page((unsigned long)ptep);
}

/* Is an entry of user space not global, and one of kernel space global? */
SELFTEST(pgtable, global)
{
	pte_t *ptep = scratch_table();

	ASSERT(ptep);
	set_pte_at(&init_mm, TASK_SIZE - PAGE_SIZE, ptep, pfn_pte(1, PAGE_SHARED));
	EXPECT(hw(ptep) & PTE_EXT_NG);
	set_pte_at(&init_mm, PAGE_OFFSET, ptep, pfn_pte(1, PAGE_KERNEL));
	EXPECT(hw(ptep) && !(hw(ptep) & PTE_EXT_NG));
	pte_clear(&init_mm, PAGE_OFFSET, ptep);
	EXPECT(pte_none(*ptep) && !hw(ptep));
	free_page((unsigned long)ptep);
}

/* Does a new page directory hold the kernel's entries and no user's, aligned to 16 KiB? */
SELFTEST(pgtable, pgd_alloc)
{
	pgd_t *pgd = pgd_alloc(&init_mm);
	unsigned int i;

	ASSERT(pgd);
	EXPECT(IS_ALIGNED((unsigned long)pgd, SZ_16K));
	for (i = 0; i < pgd_index(MODULES_VADDR); i++)
		if (pgd[i].pgd[0] | pgd[i].pgd[1])
			break;
	EXPECT_EQ(i, pgd_index(MODULES_VADDR));
	EXPECT(!memcmp(pgd + i, swapper_pg_dir + i, (PTRS_PER_PGD - i) * sizeof(pgd_t)));
	pgd_free(&init_mm, pgd);
}

/* An address space that no task runs in, with nothing in its user part */
static bool make_mm(struct mm_struct *mm)
{
	*mm = (struct mm_struct) {
		.mm_users = ATOMIC_INIT(1),
		.mm_count = ATOMIC_INIT(1),
		.pgd = pgd_alloc(mm),
	};
	spin_lock_init(&mm->page_table_lock);
	return mm->pgd != NULL;
}

/* Does the walk down make one table for a pair, find it again, and undo it? */
SELFTEST(pgtable, alloc_tables)
{
	struct mm_struct mm;
	unsigned long addr = 0x10000000;
	pgtable_t table;
	pud_t *pud;
	pmd_t *pmd;
	pte_t *pte;

	ASSERT(make_mm(&mm));
	pud = pud_alloc(&mm, pgd_offset(&mm, addr), addr);
	pmd = pmd_alloc(&mm, pud, addr);
	EXPECT(pmd_none(*pmd) && pgd_present(*pgd_offset(&mm, addr)) && pud_present(*pud));
	EXPECT(!pgd_none(*pgd_offset(&mm, addr)) && !pud_none(*pud));
	pte = pte_alloc_map(&mm, pmd, addr);
	if (EXPECT(pte)) {
		EXPECT(pmd_present(*pmd) && !pmd_bad(*pmd) && !pud_bad(*pud));
		EXPECT_EQ(pmd_val(pmd[1]), pmd_val(pmd[0]) + 1024);
		EXPECT_EQ(pmd_val(*pmd) & 0x3ff, _PAGE_USER_TABLE);
		EXPECT_EQ(pte_alloc_map(&mm, pmd, addr + PAGE_SIZE), pte + 1);
		EXPECT_EQ(pte_alloc_map(&mm, pmd, addr + SZ_1M), pte + 256);
		table = pmd_page(*pmd);
		EXPECT_EQ(page_address(table), pte);
		EXPECT_EQ(pud_page(*pud), table);
		pmd_clear(pmd);
		EXPECT(pmd_none(pmd[0]) && pmd_none(pmd[1]));
		pte_free(&mm, table);
		pmd_free(&mm, pmd);
		pud_free(&mm, pud);
	}
	pgd_free(&mm, mm.pgd);
}

/* Do set_pgd, set_pud and set_pmd write the entry that is read back? */
SELFTEST(pgtable, set_entries)
{
	struct mm_struct mm;
	unsigned long addr = 0x20000000;
	pgd_t *pgd, value = { { 0x40000c01, 0x40001001 } };
	pud_t pud = { value };

	ASSERT(make_mm(&mm));
	pgd = pgd_offset(&mm, addr);
	set_pgd(pgd, value);
	EXPECT_EQ(pgd->pgd[0], 0x40000c01);
	EXPECT_EQ(pgd->pgd[1], 0x40001001);
	pmd_clear(pmd_offset(pud_offset(pgd, addr), addr));
	set_pud(pud_offset(pgd, addr), pud);
	EXPECT_EQ(pud_val(*pud_offset(pgd, addr)), 0x40000c01);
	pmd_clear(pmd_offset(pud_offset(pgd, addr), addr));
	set_pmd(pmd_offset(pud_offset(pgd, addr), addr), __pmd(0x40000c01));
	EXPECT_EQ(pgd_val(*pgd), 0x40000c01);
	pgd_clear(pgd);
	pud_clear(pud_offset(pgd, addr));
	pmd_clear(pmd_offset(pud_offset(pgd, addr), addr));
	pgd_free(&mm, mm.pgd);
}

/*
 * Does a kernel mapping made after a page directory was copied reach it when it is used?
 * The pair is taken away from the copy, the copy is loaded, and the memory is read.
 */
SELFTEST(pgtable, sync_other_pgd)
{
	struct mm_struct mm;
	unsigned long *area, seen, flags, addr;

	/* Far from this thread's stack, which must stay mapped */
	area = __vmalloc_node_range(PAGE_SIZE, 1, VMALLOC_START + SZ_64M, VMALLOC_END, GFP_KERNEL,
				    PAGE_KERNEL, 0, NUMA_NO_NODE, selftest_pgtable_sync_other_pgd);
	ASSERT(area);
	addr = (unsigned long)area;
	*area = 0x600d600d;
	if (!EXPECT(make_mm(&mm))) {
		vfree(area);
		return;
	}
	pmd_clear(pmd_offset(pud_offset(pgd_offset(&mm, addr), addr), addr));
	local_irq_save(flags);
	cpu_switch_mm(mm.pgd, &mm);
	local_flush_tlb_all();
	seen = READ_ONCE(*area);
	cpu_switch_mm(init_mm.pgd, &init_mm);
	local_flush_tlb_all();
	local_irq_restore(flags);
	EXPECT_EQ(seen, 0x600d600d);
	EXPECT_EQ(pgd_offset(&mm, addr)->pgd[0], pgd_offset_k(addr)->pgd[0]);
	EXPECT_EQ(pgd_offset(&mm, addr)->pgd[1], pgd_offset_k(addr)->pgd[1]);
	pgd_free(&mm, mm.pgd);
	vfree(area);
}

/* Does pgd_addr_end stop at each 2 MiB, at the end, and not run over at 4 GiB? */
SELFTEST(pgtable, addr_end)
{
	EXPECT_EQ(pgd_addr_end(0xc0000000UL, 0xc0800000UL), 0xc0200000);
	EXPECT_EQ(pgd_addr_end(0xc0123000UL, 0xc0800000UL), 0xc0200000);
	EXPECT_EQ(pgd_addr_end(0xc0123000UL, 0xc0124000UL), 0xc0124000);
	EXPECT_EQ(pgd_addr_end(0xffe00000UL, 0UL), 0);
	EXPECT_EQ(pud_addr_end(0xc0000000UL, 0xc0200000UL), 0xc0200000);
	EXPECT_EQ(pmd_addr_end(0xc0000000UL, 0xc0200000UL), 0xc0200000);
}
