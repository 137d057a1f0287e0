/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables of HOST_LEVELS levels against a model: an array that says of each page what its entry is.
 *
 * pgtable-generic.c, pagewalk.c, insert.c, zap.c, copy_range.c, mremap.c and mprotect.c are the kernel's; the levels
 * are those of tests/host/levels/asm/pgtable.h, with the folding of asm-generic.  Two address spaces have
 * the same VMAs, of frames that nobody counts (VM_PFNMAP).  Each round maps, changes, moves, copies and
 * unmaps at random, now and then without memory, and asks
 *   - is every entry what the model says, found one by one, and by a walk over all?
 *   - when VMAs have gone, is no table of any level left that covers none of those that stay?
 *   - are all tables freed at the end, each once?
 */
#include "host.h"
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rmap.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>
#include "../../mm/mprotect.c"

#define PAGES		(1u << PAGES_SHIFT)
#define ADDR(page)	((unsigned long)(page) << PAGE_SHIFT)
#define ROUNDS		60
#define STEPS		120
#define MAX_VMAS	12

struct mm_struct init_mm;
struct page *mem_map;
unsigned long max_mapnr;
struct pglist_data contig_page_data;

/* --- Tables ------------------------------------------------------------------------------- */

static struct table {
	void *table;
	struct mm_struct *mm;
	unsigned long addr, size;	/* what it covers */
} tables[2 * PAGES];

static unsigned int nr_tables, fail_one_in;

void *host_table_alloc(struct mm_struct *mm, unsigned long addr, unsigned int shift, size_t size)
{
	struct table *t = &tables[nr_tables];

	if (fail_one_in && !host_below(fail_one_in))
		return NULL;
	MUST(nr_tables < ARRAY_SIZE(tables));
	t->mm = mm;
	t->size = 1UL << shift;
	t->addr = addr & ~(t->size - 1);
	t->table = aligned_alloc(16, ALIGN(size, 16));
	memset(t->table, 0, size);
	nr_tables++;
	return t->table;
}

void host_table_free(void *table)
{
	unsigned int i;

	for (i = 0; i < nr_tables && tables[i].table != table; i++)
		;
	MUST(i < nr_tables);
	tables[i] = tables[--nr_tables];
	free(table);
}

/* mmu_gather hands over nothing but tables: frames aren't counted */
void release_pages_batched(struct page **pages, int nr)
{
	for (; nr; nr--, pages++)
		host_table_free(container_of(*pages, struct host_pte_table, page));
}

/* No page is in the swap cache */
void free_pages_and_swap_cache(struct page **pages, int nr)
{
	MUST(!nr);
}

void lru_add_drain(void)
{
}

bool vma_is_shmem(const struct vm_area_struct *vma)
{
	return false;
}

/* No entry names a place in swap */
int free_swap_and_cache(swp_entry_t entry)
{
	MUST(!entry.val);
	return 0;
}

int swap_duplicate(swp_entry_t entry)
{
	MUST(!entry.val);
	return -EINVAL;
}

void mmlist_add(struct mm_struct *mm, struct mm_struct *behind)
{
}

/* mmu_gather's room for more than a few tables, if there is some */
unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	return host_below(2) ? (unsigned long)malloc(PAGE_SIZE << order) : 0;
}

void free_pages(unsigned long addr, unsigned int order)
{
	free((void *)addr);
}

void flush_tlb_mm(struct mm_struct *mm)
{
}

void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	MUST(start < end);
}

/* --- Address spaces ----------------------------------------------------------------------- */

static struct mm_struct mms[2];
static struct vm_area_struct vmas[2][MAX_VMAS];
static unsigned int nr_vmas;
static unsigned long model[2][PAGES];	/* the entries */
static unsigned long nr_steps, nr_failures;

static unsigned long entry(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmd = mm_find_pmd(mm, addr);

	return pmd ? pte_val(*pte_offset_map(pmd, addr)) : 0;
}

/* How far a walk has come, which leaves nothing out, and what it should find */
struct walked {
	unsigned long *m, at;
};

static int walked_entry(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct walked *w = walk->private;

	MUST(addr == w->at && next == addr + PAGE_SIZE);
	MUST(pte_val(*pte) == w->m[addr >> PAGE_SHIFT]);
	MUST(!walk->vma || (walk->vma->vm_start <= addr && walk->vma->vm_end >= next));
	w->at = next;
	return 0;
}

static int walked_hole(unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct walked *w = walk->private;

	MUST(addr == w->at && next > addr);
	for (; addr != next; addr += PAGE_SIZE)
		MUST(!w->m[addr >> PAGE_SHIFT]);
	w->at = next;
	return 0;
}

static int walked_table(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct walked *w = walk->private;

	MUST(addr == w->at && next > addr && pmd_present(*pmd));
	MUST(addr >> PMD_SHIFT == (next - 1) >> PMD_SHIFT);
	return 0;
}

static void compare(void)
{
	unsigned int i, page;

	for (i = 0; i < 2; i++) {
		unsigned int first = host_below(PAGES), last = first + host_below(PAGES - first);
		unsigned long from = ADDR(first), to = ADDR(last + 1);
		struct walked w = { model[i], from };
		struct mm_walk walk = {
			.pmd_entry = walked_table,
			.pte_entry = walked_entry,
			.pte_hole = walked_hole,
			.test_walk = walk_every_vma,
			.mm = &mms[i],
			.private = &w,
		};

		for (page = 0; page < PAGES; page++)
			MUST(entry(&mms[i], ADDR(page)) == model[i][page]);
		down_read(&mms[i].mmap_sem);
		MUST(!walk_page_range(from, to, &walk) && w.at == to);
		w.at = 0;
		MUST(!walk_page_range_novma(0, ADDR(PAGES), &walk) && w.at == ADDR(PAGES));
		up_read(&mms[i].mmap_sem);
	}
}

/* VMAs between @from and its end, with holes of all sizes between them, the same for both */
static void make_vmas(void)
{
	unsigned int page = 1 + host_below(40), i, n;

	for (nr_vmas = 0; nr_vmas < MAX_VMAS; nr_vmas++) {
		page += host_below(2) ? host_below(20) : host_below(700);
		n = 1 + (host_below(2) ? host_below(30) : host_below(600));
		if (page + n > PAGES)
			break;
		for (i = 0; i < 2; i++)
			vmas[i][nr_vmas] = (struct vm_area_struct) {
				.vm_mm = &mms[i],
				.vm_start = ADDR(page),
				.vm_end = ADDR(page + n),
				.vm_flags = VM_READ | VM_WRITE | VM_SHARED | VM_PFNMAP,
				.vm_page_prot = PAGE_SHARED,
			};
		page += n;
	}
	for (i = 0; i < 2; i++) {
		mms[i].pgd = malloc(PTRS_PER_PGD * sizeof(pgd_t));
		memset(mms[i].pgd, 0, PTRS_PER_PGD * sizeof(pgd_t));
		for (n = 0; n + 1 < nr_vmas; n++) {
			vmas[i][n].vm_next = &vmas[i][n + 1];
			vmas[i][n + 1].vm_prev = &vmas[i][n];
		}
	}
}

/* Some pages of @vma: the first, and how many */
static unsigned int some_pages(const struct vm_area_struct *vma, unsigned int *nr)
{
	unsigned int total = (unsigned int)vma_pages(vma), from = host_below(total);

	*nr = 1 + host_below(host_below(2) ? min(total - from, 5u) : total - from);
	return (unsigned int)(vma->vm_start >> PAGE_SHIFT) + from;
}

static bool empty(const unsigned long *m, unsigned int from, unsigned int nr)
{
	for (; nr; nr--)
		if (m[from++])
			return false;
	return true;
}

/* --- What is done at random --------------------------------------------------------------- */

static void insert(struct vm_area_struct *vma, unsigned long *m)
{
	unsigned int nr, page = some_pages(vma, &nr);
	unsigned long pfn = 1 + host_below(1000);
	int err = vm_insert_pfn(vma, ADDR(page), pfn);

	if (err == -ENOMEM)
		nr_failures++;
	else
		MUST(err == (m[page] ? -EBUSY : 0));
	if (!err)
		m[page] = pfn << PAGE_SHIFT | pgprot_val(PAGE_SHARED);
}

static void remap(struct vm_area_struct *vma, unsigned long *m)
{
	unsigned int nr, i, page = some_pages(vma, &nr);
	unsigned long pfn = 1 + host_below(1000);
	pgprot_t prot = host_below(2) ? PAGE_SHARED : PAGE_READONLY;
	int err;

	if (!empty(m, page, nr))
		return;
	err = remap_pfn_range(vma, ADDR(page), pfn, ADDR(nr), prot);
	MUST(!err || err == -ENOMEM);
	if (err) {
		nr_failures++;
		zap_page_range(vma, ADDR(page), ADDR(nr), NULL);
		return;
	}
	for (i = 0; i < nr; i++)
		m[page + i] = (pfn + i) << PAGE_SHIFT | pgprot_val(prot);
}

static void zap(struct vm_area_struct *vma, unsigned long *m)
{
	unsigned int nr, page = some_pages(vma, &nr);

	zap_page_range(vma, ADDR(page), ADDR(nr), NULL);
	memset(m + page, 0, nr * sizeof(*m));
}

static void protect(struct vm_area_struct *vma, unsigned long *m)
{
	unsigned int nr, i, page = some_pages(vma, &nr), changed = 0;
	pgprot_t prot = host_below(2) ? PAGE_SHARED : PAGE_READONLY;

	for (i = page; i < page + nr; i++)
		if (m[i]) {
			m[i] = (m[i] & PAGE_MASK) | pgprot_val(prot);
			changed++;
		}
	MUST(change_protection(vma, ADDR(page), ADDR(page + nr), prot) == changed);
}

/* To a part of a VMA that is empty: of the same VMA to a lower place, or of another */
static void move(struct vm_area_struct *vma, struct vm_area_struct *to, unsigned long *m)
{
	unsigned int nr, room, i, page = some_pages(vma, &nr), new = some_pages(to, &room);
	unsigned long moved;

	nr = min(nr, room);
	if (!empty(m, new, nr) || (new < page + nr && page < new + nr))
		return;
	moved = move_page_tables(vma, ADDR(page), ADDR(new), ADDR(nr), false);
	MUST(PAGE_ALIGNED(moved) && moved <= ADDR(nr) && (fail_one_in || moved == ADDR(nr)));
	nr_failures += moved != ADDR(nr);
	for (i = 0; i < moved >> PAGE_SHIFT; i++) {
		m[new + i] = m[page + i];
		m[page + i] = 0;
	}
}

static void copy(unsigned int i)
{
	unsigned int page = (unsigned int)(vmas[0][i].vm_start >> PAGE_SHIFT);
	unsigned int nr = (unsigned int)vma_pages(&vmas[0][i]);

	if (!empty(model[1], page, nr))
		return;
	if (copy_page_range(&mms[1], &mms[0], &vmas[0][i])) {
		nr_failures++;
		zap_page_range(&vmas[1][i], vmas[1][i].vm_start, ADDR(nr), NULL);
		return;
	}
	memmove(&model[1][page], &model[0][page], nr * sizeof(model[0][0]));
}

static void step(void)
{
	unsigned int which = host_below(2), i = host_below(nr_vmas);
	struct vm_area_struct *vma = &vmas[which][i];
	unsigned long *m = model[which];

	nr_steps++;
	switch (host_below(7)) {
	case 0:
	case 1:
		return remap(vma, m);
	case 2:
		return insert(vma, m);
	case 3:
		return zap(vma, m);
	case 4:
		return protect(vma, m);
	case 5:
		return move(vma, &vmas[which][host_below(nr_vmas)], m);
	case 6:
		return copy(i);
	}
}

/* --- VMAs go, some and then all ----------------------------------------------------------- */

static bool needed(const struct table *t)
{
	struct vm_area_struct *vma = t->mm == &mms[0] ? vmas[0] : vmas[1];
	unsigned int i;

	for (i = 0; i < nr_vmas; i++, vma++)
		if (vma->vm_mm && vma->vm_start < t->addr + t->size && vma->vm_end > t->addr)
			return true;
	return false;
}

/* As munmap does with VMAs @from to @to of one address space */
static void unmap(unsigned int which, unsigned int from, unsigned int to)
{
	struct vm_area_struct *first = &vmas[which][from], *last = &vmas[which][to], *vma;
	struct vm_area_struct *prev = first->vm_prev, *next = last->vm_next;
	struct mmu_gather tlb;
	unsigned int i;

	last->vm_next = NULL;
	tlb_gather_mmu(&tlb, &mms[which], first->vm_start, last->vm_end);
	unmap_vmas(&tlb, first, first->vm_start, last->vm_end);
	free_pgtables(&tlb, first, prev ? prev->vm_end : 0, next ? next->vm_start : 0);
	tlb_finish_mmu(&tlb, first->vm_start, last->vm_end);
	if (prev)
		prev->vm_next = next;
	if (next)
		next->vm_prev = prev;
	for (vma = first; vma <= last; vma++) {
		memset(&model[which][vma->vm_start >> PAGE_SHIFT], 0, vma_pages(vma) * sizeof(long));
		vma->vm_mm = NULL;
	}
	for (i = 0; i < nr_tables; i++)
		MUST(needed(&tables[i]));
}

static void unmap_all(void)
{
	unsigned int which, from, to;

	for (which = 0; which < 2; which++) {
		from = host_below(nr_vmas);
		to = from + host_below(nr_vmas - from);
		unmap(which, from, to);
		compare();
		if (from)
			unmap(which, 0, from - 1);
		compare();
		if (to + 1 < nr_vmas)
			unmap(which, to + 1, nr_vmas - 1);
		compare();
		MUST(!atomic_long_read(&mms[which].nr_ptes));
	}
	MUST(!nr_tables);
	free(mms[0].pgd);
	free(mms[1].pgd);
}

static void rounds(const char *what, unsigned int fail)
{
	unsigned int round, n;

	nr_steps = nr_failures = 0;
	for (round = 0; round < ROUNDS; round++) {
		do
			make_vmas();
		while (!nr_vmas);
		fail_one_in = fail;
		for (n = 0; n < STEPS; n++) {
			step();
			if (n % 8 == 0)
				compare();
		}
		fail_one_in = 0;
		compare();
		unmap_all();
	}
	host_ok(fail ? nr_failures > 100 : !nr_failures, "%s: %lu steps, %lu without memory", what,
		nr_steps, nr_failures);
}

/* --- Entries that make no sense ------------------------------------------------------------ */

/* Is a bad entry of the level that @clobber writes to reported once, cleared, and then nothing there? */
static void bad_entry(const char *level, void (*clobber)(struct mm_struct *mm, unsigned long addr))
{
	struct vm_area_struct *vma = &vmas[0][0];
	bool told, gone;

	do
		make_vmas();
	while (!nr_vmas);
	MUST(!vm_insert_pfn(vma, vma->vm_start, 1));
	clobber(&mms[0], vma->vm_start);
	host_log_clear();
	MUST(!entry(&mms[0], vma->vm_start));
	zap_page_range(vma, vma->vm_start, PAGE_SIZE, NULL);
	told = strstr(host_log, level);
	host_log_clear();
	zap_page_range(vma, vma->vm_start, PAGE_SIZE, NULL);
	gone = !host_log[0];
	host_ok(told && gone, "%s: said once, and cleared", level);
	/* What it led to is leaked by intention: it can't be trusted */
	while (nr_tables)
		host_table_free(tables[0].table);
	free(mms[0].pgd);
	free(mms[1].pgd);
	atomic_long_set(&mms[0].nr_ptes, 0);
}

static void clobber_pmd(struct mm_struct *mm, unsigned long addr)
{
	*mm_find_pmd(mm, addr) = __pmd(2);
}

#if HOST_LEVELS > 2
static void clobber_pud(struct mm_struct *mm, unsigned long addr)
{
	*pud_offset(pgd_offset(mm, addr), addr) = __pud(2);
}
#endif

#if HOST_LEVELS > 3
static void clobber_pgd(struct mm_struct *mm, unsigned long addr)
{
	*pgd_offset(mm, addr) = __pgd(2);
}
#endif

/* --- What the walkers call: VMAs are few, and pages that are counted there are none -------- */

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = mm == &mms[0] ? vmas[0] : vmas[1], *end = vma + nr_vmas;

	while (vma < end && (!vma->vm_mm || vma->vm_end <= addr))
		vma++;
	return vma < end ? vma : NULL;
}

struct page *vm_normal_page(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	MUST(vma->vm_flags & VM_PFNMAP);
	return NULL;
}

void print_bad_pte(struct vm_area_struct *vma, unsigned long addr, pte_t pte, struct page *page)
{
	panic("an entry that isn't present at %lx", addr);
}

void unlink_anon_vmas(struct vm_area_struct *vma)
{
}

void unlink_file_vma(struct vm_area_struct *vma)
{
}

int main(void)
{
	host_seed(HOST_LEVELS);
	host_task_size = ADDR(PAGES);
	rounds("maps, changes, moves, copies, unmaps", 0);
	rounds("the same without memory now and then", 12);
	bad_entry("bad pmd", clobber_pmd);
#if HOST_LEVELS > 2
	bad_entry("bad pud", clobber_pud);
#endif
#if HOST_LEVELS > 3
	bad_entry("bad pgd", clobber_pgd);
#endif
	host_ok(true, "%lu checks held", host_musts);
	return host_done();
}
