/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The walker of page tables: mm/pagewalk.c.
 *
 * Most tests have a walk drawn: runs of pages by what was called for them, and how many they are.
 *     x  pte_entry, present      o  pte_entry, none      -  pte_hole in a VMA      .  in none
 */
#include <linux/mman.h>
#include <linux/pagewalk.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/highmem.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include "vma_test.h"

struct drawing {
	char text[100];
	char kind;			/* of the run that isn't written yet, */
	unsigned int run;		/* ... and how many pages it has */
	unsigned long at;		/* the end of the last call's range; 0 at first */
	unsigned int calls, disorder;
	unsigned int stop;		/* the call that returns ... */
	int result;			/* ... this */
};

static void end_run(struct drawing *d)
{
	size_t len = strlen(d->text);

	if (d->run)
		scnprintf(d->text + len, sizeof(d->text) - len, "%s%c%u", len ? " " : "", d->kind, d->run);
	d->run = 0;
}

/* Calls come in the order of addresses (W1) */
static int draw(struct mm_walk *walk, unsigned long addr, unsigned long next, char kind)
{
	struct drawing *d = walk->private;

	d->disorder += addr < d->at || next <= addr || offset_in_page(addr | next);
	d->at = next;
	if (kind != d->kind)
		end_run(d);
	d->kind = kind;
	d->run += (next - addr) >> PAGE_SHIFT;
	return ++d->calls == d->stop ? d->result : 0;
}

static int draw_pte(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	return draw(walk, addr, next, pte_present(*pte) ? 'x' : 'o');
}

static int draw_hole(unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	return draw(walk, addr, next, walk->vma ? '-' : '.');
}

static struct drawing drawing;

#define DRAW(...) (drawing = (struct drawing) { __VA_ARGS__ }, (struct mm_walk) {	\
	.pte_entry = draw_pte, .pte_hole = draw_hole, .mm = current->mm, .private = &drawing })

/* Walks over pages [from, to) of the strip and returns what walk_page_range() does */
static int walk_pages(struct mm_walk *walk, unsigned int from, unsigned int to)
{
	int ret;

	down_read(&current->mm->mmap_sem);
	ret = walk_page_range(PAGE(from), PAGE(to), walk);
	up_read(&current->mm->mmap_sem);
	end_run(&drawing);
	EXPECT_EQ(drawing.disorder, 0);
	return ret;
}

static char *drawn(unsigned int from, unsigned int to)
{
	struct mm_walk walk = DRAW();

	EXPECT_EQ(walk_pages(&walk, from, to), 0);
	return drawing.text;
}

static void touch(unsigned int page)
{
	EXPECT_EQ(user_write(PAGE(page), page), 0);
}

/* Is each page come by once, as an entry or in a hole, between VMAs and at both ends? */
SELFTEST(pagewalk, entries_and_holes)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(1, 4, RW);
	map(6, 8, RW);
	touch(2);
	touch(6);
	EXPECT_STREQ(drawn(0, 10), ".1 o1 x1 o1 .2 x1 o1 .2");
	EXPECT_EQ(drawing.calls, 8);
	EXPECT_STREQ(drawn(4, 6), ".2");
	EXPECT_EQ(drawing.calls, 1);
	EXPECT_STREQ(drawn(1, 4), "o1 x1 o1");
	leave(mm);
}

/* Are tables that are missing holes, one for each, before, between and behind those there are? */
SELFTEST(pagewalk, missing_tables)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 2400, RW);
	touch(522);
	touch(1600);
	EXPECT_STREQ(drawn(0, 2400), "-512 o10 x1 o501 -512 o64 x1 o447 -352");
	EXPECT_EQ(drawing.calls, 3 + 2 * 512);
	leave(mm);
}

/* Does a walk begin and end where it is told to, inside a table and at its edge? */
SELFTEST(pagewalk, ends_inside)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 1600, RW);
	touch(5);
	touch(510);
	touch(511);
	touch(512);
	EXPECT_STREQ(drawn(5, 6), "x1");
	EXPECT_STREQ(drawn(509, 513), "o1 x3");
	EXPECT_STREQ(drawn(511, 512), "x1");
	EXPECT_STREQ(drawn(500, 512), "o10 x2");
	EXPECT_STREQ(drawn(512, 514), "x1 o1");
	EXPECT_STREQ(drawn(1000, 1030), "o24 -6");
	leave(mm);
}

struct tables {
	unsigned int calls;
	unsigned long addr[4], next[4];
};

static int note_table(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct tables *t = walk->private;

	if (t->calls < ARRAY_SIZE(t->addr)) {
		t->addr[t->calls] = addr;
		t->next[t->calls] = next;
	}
	EXPECT_EQ(pmd, mm_find_pmd(walk->mm, addr));
	t->calls++;
	return 0;
}

/* Is pmd_entry called once for each part of a table that a VMA has, and for no other? */
SELFTEST(pagewalk, tables)
{
	struct mm_struct *mm = enter();
	struct tables t = { };
	struct mm_walk walk = { .pmd_entry = note_table, .mm = mm, .private = &t };

	ASSERT(mm);
	map(500, 520, RW);
	map(530, 2000, RW);
	touch(500);
	touch(515);
	EXPECT_EQ(walk_pages(&walk, 505, 2000), 0);
	EXPECT_EQ(t.calls, 3);
	EXPECT(t.addr[0] == PAGE(505) && t.next[0] == PAGE(512));
	EXPECT(t.addr[1] == PAGE(512) && t.next[1] == PAGE(520));
	EXPECT(t.addr[2] == PAGE(530) && t.next[2] == PAGE(1024));
	leave(mm);
}

/* Does an error of any function end the walk at once, and is it the result? */
SELFTEST(pagewalk, error)
{
	struct mm_struct *mm = enter();
	struct mm_walk walk;

	ASSERT(mm);
	map(0, 8, RW);
	touch(0);
	walk = DRAW(.stop = 3, .result = -EIO);
	EXPECT_EQ(walk_pages(&walk, 0, 10), -EIO);
	EXPECT_STREQ(drawing.text, "x1 o2");
	walk = DRAW(.stop = 9, .result = -EIO);
	EXPECT_EQ(walk_pages(&walk, 0, 10), -EIO);
	EXPECT_STREQ(drawing.text, "x1 o7 .2");
	walk = DRAW(.stop = 1, .result = -ENOSPC);
	map(2000, 2008, RW);
	EXPECT_EQ(walk_pages(&walk, 2000, 2010), -ENOSPC);
	EXPECT_STREQ(drawing.text, "-8");
	leave(mm);
}

static int seven(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	return 7;
}

/* Is a positive number the same: passed on from an entry, a hole, a gap, a table? */
SELFTEST(pagewalk, positive)
{
	struct mm_struct *mm = enter();
	struct mm_walk walk;

	ASSERT(mm);
	map(0, 8, RW);
	map(600, 1200, RW);
	touch(3);
	walk = DRAW(.stop = 4, .result = 7);
	EXPECT_EQ(walk_pages(&walk, 0, 10), 7);
	EXPECT_STREQ(drawing.text, "o3 x1");
	walk = DRAW(.stop = 1, .result = 7);
	EXPECT_EQ(walk_pages(&walk, 8, 700), 7);
	EXPECT_STREQ(drawing.text, ".592");
	walk = DRAW(.stop = 1, .result = 7);
	EXPECT_EQ(walk_pages(&walk, 600, 1200), 7);
	EXPECT_STREQ(drawing.text, "-424");
	walk = DRAW();
	walk.pmd_entry = seven;
	EXPECT_EQ(walk_pages(&walk, 0, 10), 7);
	EXPECT_STREQ(drawing.text, "");
	leave(mm);
}

/* The first page of a VMA says what is to be done with it */
static int ask_first_page(unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	return addr == PAGE(2) ? 1 : addr == PAGE(6) ? -EACCES : 0;
}

/* Does test_walk choose VMAs, and end the walk by an error alone? */
SELFTEST(pagewalk, test_walk)
{
	struct mm_struct *mm = enter();
	struct mm_walk walk;

	ASSERT(mm);
	map(0, 1, RW);
	map(2, 4, RW);
	map(5, 8, RW);
	touch(0);
	touch(2);
	touch(7);
	walk = DRAW();
	walk.test_walk = ask_first_page;
	EXPECT_EQ(walk_pages(&walk, 0, 9), 0);
	EXPECT_STREQ(drawing.text, "x1 .2 o2 x1 .1");	/* VMA 2 is passed over: two gaps of one */
	walk = DRAW();
	walk.test_walk = ask_first_page;
	EXPECT_EQ(walk_pages(&walk, 6, 9), -EACCES);
	EXPECT_EQ(drawing.calls, 0);
	leave(mm);
}

/* Is VM_PFNMAP a hole unless test_walk lets the walk in? */
SELFTEST(pagewalk, pfnmap)
{
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;
	struct mm_walk walk;
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT(mm && page);
	vma = user_mm_map(mm, PAGE(1), 3 * PAGE_SIZE, VM_READ | VM_WRITE | VM_SHARED);
	if (EXPECT(vma))
		EXPECT_EQ(remap_pfn_range(vma, PAGE(2), page_to_pfn(page), PAGE_SIZE, PAGE_SHARED), 0);
	EXPECT_STREQ(drawn(0, 5), ".1 -3 .1");
	EXPECT_STREQ(drawn(2, 3), "-1");
	walk = DRAW();
	walk.test_walk = walk_every_vma;
	EXPECT_EQ(walk_pages(&walk, 0, 5), 0);
	EXPECT_STREQ(drawing.text, ".1 o1 x1 o1 .1");
	walk = DRAW(.stop = 2, .result = -EIO);
	EXPECT_EQ(walk_pages(&walk, 0, 5), -EIO);
	walk = DRAW();
	walk.pte_hole = NULL;
	EXPECT_EQ(walk_pages(&walk, 0, 5), 0);
	EXPECT_EQ(drawing.calls, 0);
	leave(mm);
	__free_page(page);
}

/* Does walk_page_vma walk over one VMA, all of it? */
SELFTEST(pagewalk, one_vma)
{
	struct mm_struct *mm = enter();
	struct mm_walk walk;

	ASSERT(mm);
	map(0, 4, RW);
	map(4, 8, PROT_READ);
	touch(1);
	down_read(&mm->mmap_sem);
	walk = DRAW();
	EXPECT_EQ(walk_page_vma(find_vma(mm, PAGE(2)), &walk), 0);
	end_run(&drawing);
	EXPECT_STREQ(drawing.text, "o1 x1 o2");
	walk = DRAW(.stop = 2, .result = 5);
	EXPECT_EQ(walk_page_vma(find_vma(mm, PAGE(2)), &walk), 5);
	walk.mm = NULL;
	EXPECT_EQ(walk_page_vma(find_vma(mm, PAGE(2)), &walk), -EINVAL);
	up_read(&mm->mmap_sem);
	leave(mm);
}

/* Is an empty range refused, one that runs backwards, and nobody's address space? */
SELFTEST(pagewalk, arguments)
{
	struct mm_struct *mm = enter();
	struct mm_walk walk;

	ASSERT(mm);
	walk = DRAW();
	EXPECT_EQ(walk_pages(&walk, 3, 3), -EINVAL);
	EXPECT_EQ(walk_pages(&walk, 3, 2), -EINVAL);
	walk.mm = NULL;
	EXPECT_EQ(walk_pages(&walk, 0, 3), -EINVAL);
	EXPECT_EQ(walk_page_range_novma(PAGE(0), PAGE(3), &walk), -EINVAL);
	walk.mm = mm;
	EXPECT_EQ(walk_page_range_novma(PAGE(3), PAGE(3), &walk), -EINVAL);
	EXPECT_EQ(drawing.calls, 0);
	EXPECT_STREQ(drawn(0, 3), ".3");		/* an address space without VMAs */
	leave(mm);
}

/* Is a section in user space said and a hole, and left alone by a walk that asks tables alone? */
SELFTEST(pagewalk, bad_pmd)
{
	struct mm_struct *mm = enter();
	struct tables t = { };
	struct mm_walk walk;
	pmd_t *pmd;
	u64 mark;

	ASSERT(mm);
	map(0, 4, RW);
	pmd = pmd_offset(pud_offset(pgd_offset(mm, BASE), BASE), BASE);
	pmd[0] = __pmd(PMD_TYPE_SECT);
	pmd[1] = __pmd(PMD_TYPE_SECT);
	walk = DRAW();
	EXPECT_EQ(walk_page_range_novma(PAGE(0), PAGE(4), &walk), 0);
	EXPECT_EQ(drawing.calls, 0);
	EXPECT(pmd_bad(*pmd));
	walk = (struct mm_walk) { .pmd_entry = note_table, .mm = mm, .private = &t };
	mark = selftest_mute();
	EXPECT_EQ(walk_pages(&walk, 0, 4), 0);
	EXPECT_EQ(t.calls, 0);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "bad pmd"));
	EXPECT(pmd_none(*pmd));
	EXPECT_STREQ(drawn(0, 4), "-4");
	leave(mm);
}

static int count_tables(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	*(unsigned int *)walk->private += pmd_bad(*pmd) ? 100 : 1;
	return 0;
}

/* Does a walk without VMAs see the kernel's mappings, and pass over sections? */
SELFTEST(pagewalk, kernel_space)
{
	unsigned long area = (unsigned long)vmalloc(3 * PAGE_SIZE);
	unsigned long far = ALIGN((unsigned long)_end, PMD_SIZE);
	unsigned int tables = 0;
	struct mm_walk walk;

	ASSERT(area);
	walk = DRAW();
	walk.mm = &init_mm;
	EXPECT_EQ(walk_page_range_novma(area, area + 4 * PAGE_SIZE, &walk), 0);
	end_run(&drawing);
	EXPECT_STREQ(drawing.text, "x3 o1");
	vfree((void *)area);

	walk = DRAW();
	walk.mm = &init_mm;
	EXPECT_EQ(walk_page_range_novma(far, far + PMD_SIZE, &walk), 0);
	EXPECT_EQ(drawing.calls, 0);
	walk = (struct mm_walk) { .pmd_entry = count_tables, .mm = &init_mm, .private = &tables };
	EXPECT_EQ(walk_page_range_novma(PKMAP_BASE, PKMAP_BASE + PMD_SIZE, &walk), 0);
	EXPECT_EQ(tables, 1);
	EXPECT_EQ(walk_page_range_novma(far, far + PMD_SIZE, &walk), 0);
	EXPECT_EQ(tables, 101);
	EXPECT(pmd_bad(*pmd_offset(pud_offset(pgd_offset_k(far), far), far)));	/* still there */
}
