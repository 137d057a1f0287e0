/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about ASIDs and the switch of address spaces: is each given its own number, is the TLB
 * flushed when numbers are used again, and do kernel stacks stay mapped?
 */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/mmu_context.h>
#include "user_mm.h"

#define ASIDS	(1u << ASID_BITS)

static u32 loaded_asid(void)
{
	u32 contextidr;

	__asm__ volatile("mrc p15, 0, %0, c13, c0, 1" : "=r" (contextidr));
	return contextidr & (ASIDS - 1);
}

/* Switches there and back: @mm has a number of the current generation afterwards */
static u64 visit(struct mm_struct *mm)
{
	user_mm_enter(mm);
	EXPECT_EQ(loaded_asid(), ASID(mm));
	user_mm_leave(mm);
	return (u64)atomic64_read(&mm->context.id);
}

/* Is the number that is loaded the address space's, and 0 while there is none? */
SELFTEST(context, asid_loaded)
{
	struct mm_struct *mm = user_mm_create();
	u64 id;

	ASSERT(mm);
	EXPECT_EQ(atomic64_read(&mm->context.id), 0);
	id = visit(mm);
	EXPECT(id & ~ASID_MASK);
	EXPECT(id & ASID_MASK);
	EXPECT_EQ(loaded_asid(), 0);
	EXPECT(visit(mm) == id);
	user_mm_destroy(mm);
}

/* Are two address spaces told apart without a flush between them? */
SELFTEST(context, no_flush_needed)
{
	struct mm_struct *a = user_mm_create(), *b = user_mm_create();
	unsigned int i;

	if (EXPECT(a && b) &&
	    EXPECT(user_mm_map(a, USER_ADDR, PAGE_SIZE, VM_READ | VM_WRITE)) &&
	    EXPECT(user_mm_map(b, USER_ADDR, PAGE_SIZE, VM_READ | VM_WRITE))) {
		for (i = 1; i < 20; i++) {
			user_mm_enter(a);
			EXPECT_EQ(user_read(USER_ADDR), i - 1);
			EXPECT_EQ(user_write(USER_ADDR, i), 0);
			user_mm_leave(a);
			user_mm_enter(b);
			EXPECT_EQ(user_read(USER_ADDR), (i - 1) * 1000);
			EXPECT_EQ(user_write(USER_ADDR, i * 1000), 0);
			user_mm_leave(b);
		}
		EXPECT(ASID(a) != ASID(b));
	}
	if (a)
		user_mm_destroy(a);
	if (b)
		user_mm_destroy(b);
}

/* Many address spaces that share one set of tables: only their numbers are looked at */
static struct mm_struct *many_contexts(struct mm_struct *real, unsigned int n)
{
	struct mm_struct *mms = vzalloc(n * sizeof(*mms));
	unsigned int i;

	for (i = 0; mms && i < n; i++) {
		mms[i].pgd = real->pgd;
		mms[i].context.vmalloc_seq = real->context.vmalloc_seq;
		atomic_set(&mms[i].mm_count, 1);
		atomic_set(&mms[i].mm_users, 1);
	}
	return mms;
}

static bool same_asid(struct mm_struct *mms, unsigned int n, unsigned int i)
{
	u64 id = (u64)atomic64_read(&mms[i].context.id);
	unsigned int j;

	for (j = 0; j < n; j++)
		if (j != i && (u64)atomic64_read(&mms[j].context.id) == id)
			return true;
	return false;
}

/* With more address spaces than numbers, does a new generation begin, and is no number used twice? */
SELFTEST(context, rollover)
{
	const unsigned int n = 3 * ASIDS;
	struct mm_struct *real = user_mm_create(), *mms;
	u64 first, last = 0;
	unsigned int i;

	ASSERT(real);
	mms = many_contexts(real, n);
	if (EXPECT(mms)) {
		first = visit(&mms[0]);
		for (i = 1; i < n; i++) {
			last = visit(&mms[i]);
			EXPECT(last & ~ASID_MASK);
			EXPECT(!same_asid(mms, i + 1, i));
		}
		EXPECT((last >> ASID_BITS) - (first >> ASID_BITS) >= 2);
		for (i = 0; i < 2 * n; i++) {
			unsigned int which = selftest_random_below(n);

			visit(&mms[which]);
			EXPECT(!same_asid(mms, n, which));
		}
		vfree(mms);
	}
	user_mm_destroy(real);
}

/* Does a space keep its number over a change of generation while it runs, and its memory with it? */
SELFTEST(context, rollover_of_the_running)
{
	struct mm_struct *real = user_mm_create(), *mms;
	unsigned int i, before;

	ASSERT(real);
	mms = many_contexts(real, ASIDS + 8);
	if (EXPECT(mms) && EXPECT(user_mm_map(real, USER_ADDR, PAGE_SIZE, VM_READ | VM_WRITE))) {
		user_mm_enter(real);
		EXPECT_EQ(user_write(USER_ADDR, 4711), 0);
		user_mm_leave(real);
		before = ASID(real);
		for (i = 0; i < ASIDS + 8; i++) {
			/* From the one to the other, so that real is what runs at each change */
			user_mm_enter(real);
			if (!i)
				before = ASID(real);
			EXPECT_EQ(user_read(USER_ADDR), 4711);
			check_and_switch_context(&mms[i], current);
			check_and_switch_context(real, current);
			EXPECT_EQ(user_read(USER_ADDR), 4711);
			user_mm_leave(real);
		}
		EXPECT_EQ(ASID(real), before);
	}
	vfree(mms);
	user_mm_destroy(real);
}

/* Does a page directory that is behind get the vmalloc area's new entries before it is loaded? */
SELFTEST(context, vmalloc_seq)
{
	struct mm_struct *mm = user_mm_create();
	pgd_t *pgd;
	unsigned long addr = VMALLOC_START;

	ASSERT(mm);
	EXPECT_EQ(mm->context.vmalloc_seq, init_mm.context.vmalloc_seq);
	pgd = pgd_offset(mm, addr);
	EXPECT_EQ(pgd->pgd[0], pgd_offset_k(addr)->pgd[0]);
	memset(pgd, 0, sizeof(*pgd) * (pgd_index(VMALLOC_END) - pgd_index(addr)));
	mm->context.vmalloc_seq--;
	user_mm_enter(mm);		/* our stack is in the vmalloc area */
	EXPECT_EQ(mm->context.vmalloc_seq, init_mm.context.vmalloc_seq);
	EXPECT(!memcmp(pgd, pgd_offset_k(addr),
		       sizeof(*pgd) * (pgd_index(VMALLOC_END) - pgd_index(addr))));
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Does a page directory that is behind get the new entries, too, when only the task changes and the tables stay? */
SELFTEST(context, vmalloc_seq_lazy)
{
	struct mm_struct *mm = user_mm_create();
	pgd_t *pgd;

	ASSERT(mm);
	pgd = pgd_offset(mm, VMALLOC_START + 32 * PGDIR_SIZE);
	memset(pgd, 0, sizeof(*pgd));
	mm->context.vmalloc_seq--;
	enter_lazy_tlb(mm, current);
	EXPECT_EQ(mm->context.vmalloc_seq, init_mm.context.vmalloc_seq);
	EXPECT_EQ(pgd->pgd[0], pgd_offset_k(VMALLOC_START + 32 * PGDIR_SIZE)->pgd[0]);
	pgd->pgd[0] = 0;
	mm->context.vmalloc_seq--;
	switch_mm(mm, mm, current);
	EXPECT_EQ(pgd->pgd[0], pgd_offset_k(VMALLOC_START + 32 * PGDIR_SIZE)->pgd[0]);
	user_mm_destroy(mm);
}
