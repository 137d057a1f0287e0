/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about the faults of programs (article 3.4.4): what does each row of the table in
 * mm/memory.c leave behind, who shares a page with whom, and is everything gone afterwards?
 */
#include <linux/extable.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/timer.h>
#include <asm/cacheflush.h>
#include <asm/mmu_context.h>
#include <asm/pgtable.h>
#include <asm/system_misc.h>
#include "user_mm.h"

#define RW	(VM_READ | VM_WRITE)
#define A(n)	(USER_ADDR + (n) * PAGE_SIZE)

/* An address space with one VMA of @pages, entered; NULL without memory */
static struct mm_struct *enter_new(unsigned long pages, unsigned long flags)
{
	struct mm_struct *mm = user_mm_create();

	if (!EXPECT(mm))
		return NULL;
	if (!EXPECT(user_mm_map(mm, USER_ADDR, pages * PAGE_SIZE, flags))) {
		user_mm_destroy(mm);
		return NULL;
	}
	user_mm_enter(mm);
	return mm;
}

static void leave(struct mm_struct *mm)
{
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Does a read of untouched memory see the zero page, read-only and counted nowhere? */
SELFTEST(fault_user, anonymous_read)
{
	struct mm_struct *mm = enter_new(2, RW);
	pte_t *pte;

	ASSERT(mm);
	EXPECT_EQ(user_read(A(1) + 8), 0);
	pte = user_mm_pte(mm, A(1));
	EXPECT(pte && pte_present(*pte) && pte_young(*pte) && !pte_write(*pte));
	EXPECT(is_zero_pfn(pte_pfn(*pte)));
	EXPECT(!vm_normal_page(mm->mmap, A(1), *pte));
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 1);
	EXPECT(pte_none(*user_mm_pte(mm, A(0))));
	EXPECT(!mm->mmap->anon_vma);
	leave(mm);
}

/* What counting_fault() says next, and a page for it */
static int next_answers[2];
static unsigned int nr_answers;

static int counting_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	int answer = next_answers[min(nr_answers++, 1U)];

	if (answer & VM_FAULT_RETRY) {
		up_read(&vma->vm_mm->mmap_sem);
	} else if (!(answer & VM_FAULT_ERROR)) {
		vmf->page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
		if (!vmf->page)
			return VM_FAULT_OOM;
	}
	return answer;
}

static const struct vm_operations_struct counting_vm_ops = { .fault = counting_fault };

/* Is a fault counted once when it is retried, as major by its first try, and not at all when it fails? */
SELFTEST(fault_user, counted_once)
{
	struct mm_struct *mm = enter_new(4, RW | VM_SHARED | VM_MIXEDMAP);
	unsigned long minor = current->min_flt, major = current->maj_flt;

	ASSERT(mm);
	mm->mmap->vm_ops = &counting_vm_ops;
	nr_answers = 0;
	next_answers[0] = VM_FAULT_RETRY;
	next_answers[1] = 0;
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT_EQ(nr_answers, 2);
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major);
	nr_answers = 0;
	next_answers[0] = VM_FAULT_RETRY | VM_FAULT_MAJOR;
	EXPECT_EQ(user_read(A(1)), 0);
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major + 1);
	next_answers[0] = next_answers[1] = VM_FAULT_SIGBUS;
	EXPECT_EQ(user_read(A(2)), USER_FAULT);
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major + 1);
	nr_answers = 0;
	next_answers[0] = VM_FAULT_RETRY;
	next_answers[1] = VM_FAULT_MAJOR;
	mm_populate(A(3), PAGE_SIZE);
	EXPECT(user_mm_page(mm, A(3)));
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major + 2);
	leave(mm);
}

/* Does a write get a page of its own: zeroed, dirty, counted, known to reverse mapping and LRU? */
SELFTEST(fault_user, anonymous_write)
{
	struct mm_struct *mm = enter_new(2, RW);
	struct page *page;
	pte_t *pte;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0) + 4, 7), 0);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT_EQ(user_read(A(0) + 4), 7);
	EXPECT_EQ(user_read(A(1) - 4), 0);
	pte = user_mm_pte(mm, A(0));
	EXPECT(pte_present(*pte) && pte_write(*pte) && pte_dirty(*pte) && pte_young(*pte));
	page = pte_page(*pte);
	EXPECT(PageAnon(page) && PageSwapBacked(page) && PageUptodate(page) && PageActive(page));
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(page_count(page), 2);		/* one is the pagevec's */
	lru_add_drain();
	EXPECT_EQ(page_count(page), 1);
	EXPECT(PageLRU(page));
	EXPECT_EQ(page->index, A(0) >> PAGE_SHIFT);
	EXPECT_EQ(page_address_in_vma(page, mm->mmap), A(0));
	EXPECT(page_anon_vma(page) == mm->mmap->anon_vma);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 1);
	leave(mm);
}

/* Does a write after a read replace the zero page, and leave it zero? */
SELFTEST(fault_user, write_to_zero_page)
{
	struct mm_struct *mm = enter_new(2, RW);

	ASSERT(mm);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT_EQ(user_read(A(1)), 0);
	EXPECT_EQ(user_write(A(0), 1), 0);
	EXPECT(!is_zero_pfn(pte_pfn(*user_mm_pte(mm, A(0)))));
	EXPECT_EQ(user_read(A(0)), 1);
	EXPECT_EQ(user_read(A(0) + 4), 0);
	EXPECT_EQ(user_read(A(1)), 0);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 1);
	leave(mm);
}

/* Is every access that no VMA allows refused, and nothing mapped for it? */
SELFTEST(fault_user, refused)
{
	struct mm_struct *mm = enter_new(1, VM_READ);

	ASSERT(mm);
	EXPECT(user_mm_map(mm, A(4), PAGE_SIZE, 0));
	EXPECT(user_mm_map(mm, A(6), PAGE_SIZE, VM_WRITE));
	EXPECT_EQ(user_write(A(0), 1), -EFAULT);
	EXPECT_EQ(user_read(A(1)), USER_FAULT);
	EXPECT_EQ(user_read(A(0) - 4), USER_FAULT);
	EXPECT_EQ(user_read(A(4)), USER_FAULT);
	EXPECT_EQ(user_write(A(4), 1), -EFAULT);
	EXPECT_EQ(user_read(0), USER_FAULT);
	EXPECT_EQ(user_read(TASK_SIZE - 4), USER_FAULT);
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 0);
	EXPECT_EQ(user_write(A(6), 1), 0);	/* ARM reads what it may write */
	EXPECT_EQ(user_read(A(6)), 1);
	leave(mm);
}

extern const struct exception_table_entry __start___ex_table[];

#define DFSR_PAGE_TRANSLATION	7
#define DFSR_PAGE_PERMISSION	15
#define DFSR_WNR		(1 << 11)
#define DFSR_CM			(1 << 13)

/*
 * An abort as the processor reports it, in a uaccess routine of this thread: @fsr at @addr.  True: the instruction is
 * tried again; false: the exception table sends it to its fixup.
 */
static bool abort_in_uaccess(unsigned long addr, unsigned int fsr)
{
	struct svc_pt_regs svc = {
		.regs = { .ARM_pc = __start___ex_table[0].insn, .ARM_cpsr = SVC_MODE },
		.dacr = DACR_UACCESS,
	};

	do_DataAbort(addr, fsr, &svc.regs);
	return svc.regs.ARM_pc == __start___ex_table[0].insn;
}

/* Is the abort of a cache maintenance operation, which says that it is a write, mended as a read? */
SELFTEST(fault_user, cache_maintenance)
{
	struct mm_struct *mm = enter_new(2, VM_READ);
	pte_t *pte;

	ASSERT(mm);
	EXPECT(user_mm_map(mm, A(4), PAGE_SIZE, RW));
	EXPECT(!abort_in_uaccess(A(0), DFSR_PAGE_TRANSLATION | DFSR_WNR));
	EXPECT(abort_in_uaccess(A(0), DFSR_PAGE_TRANSLATION | DFSR_WNR | DFSR_CM));
	pte = user_mm_pte(mm, A(0));
	EXPECT(pte && pte_present(*pte) && !pte_write(*pte) && is_zero_pfn(pte_pfn(*pte)));
	EXPECT(!abort_in_uaccess(A(0), DFSR_PAGE_PERMISSION | DFSR_WNR));
	/* Where nothing is, it is no good either, and what may be written needn't be. */
	EXPECT(!abort_in_uaccess(A(8), DFSR_PAGE_TRANSLATION | DFSR_WNR | DFSR_CM));
	EXPECT(abort_in_uaccess(A(4), DFSR_PAGE_TRANSLATION | DFSR_WNR | DFSR_CM));
	EXPECT(is_zero_pfn(pte_pfn(*user_mm_pte(mm, A(4)))));
	EXPECT(abort_in_uaccess(A(4), DFSR_PAGE_PERMISSION | DFSR_WNR));
	EXPECT(pte_dirty(*user_mm_pte(mm, A(4))));
	leave(mm);
}

/* Is an entry that was made old young again after an access, and dirty again after a write? */
SELFTEST(fault_user, young_and_dirty)
{
	struct mm_struct *mm = enter_new(1, RW);
	struct vm_area_struct *vma;
	pte_t *pte;

	ASSERT(mm);
	vma = mm->mmap;
	EXPECT_EQ(user_write(A(0), 5), 0);
	pte = user_mm_pte(mm, A(0));
	EXPECT(ptep_clear_flush_young(vma, A(0), pte));
	EXPECT(!pte_young(*pte) && !pte_val(pte[PTE_HWTABLE_PTRS]));
	EXPECT(!ptep_clear_flush_young(vma, A(0), pte));
	EXPECT_EQ(user_read(A(0)), 5);
	EXPECT(pte_young(*pte) && pte_dirty(*pte));
	set_pte_at(mm, A(0), pte, pte_mkclean(*pte));
	flush_tlb_page(vma, A(0));
	EXPECT_EQ(user_read(A(0)), 5);
	EXPECT(!pte_dirty(*pte));
	EXPECT_EQ(user_write(A(0), 6), 0);
	EXPECT(pte_dirty(*pte));
	EXPECT_EQ(user_read(A(0)), 6);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 1);
	leave(mm);
}

/* Do parent and child share pages after fork, and part when either writes? */
SELFTEST(fault_user, fork_cow)
{
	struct mm_struct *mm = enter_new(3, RW), *child;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 10), 0);
	EXPECT_EQ(user_write(A(1), 11), 0);
	EXPECT_EQ(user_read(A(2)), 0);
	lru_add_drain();
	page = user_mm_page(mm, A(0));
	child = user_mm_fork(mm);
	if (EXPECT(child)) {
		EXPECT_EQ(page_mapcount(page), 2);
		EXPECT_EQ(page_count(page), 2);
		EXPECT(user_mm_page(child, A(0)) == page);
		EXPECT(!pte_write(*user_mm_pte(mm, A(0))) && !pte_write(*user_mm_pte(child, A(0))));
		EXPECT(!pte_young(*user_mm_pte(child, A(0))));
		EXPECT_EQ(get_mm_counter(child, MM_ANONPAGES), 2);
		EXPECT(user_mm_check(mm) && user_mm_check(child));

		/* The parent still runs: it writes first, and gets the copy */
		EXPECT_EQ(user_write(A(0), 20), 0);
		EXPECT(user_mm_page(mm, A(0)) != page);
		EXPECT_EQ(page_mapcount(page), 1);
		user_mm_leave(mm);
		user_mm_enter(child);
		EXPECT_EQ(user_read(A(0)), 10);
		EXPECT_EQ(user_write(A(0), 30), 0);	/* the last owner: no copy */
		EXPECT(user_mm_page(child, A(0)) == page);
		EXPECT(page_anon_vma(page) == child->mmap->anon_vma);
		EXPECT_EQ(user_write(A(1), 31), 0);
		EXPECT_EQ(user_write(A(2), 32), 0);
		user_mm_leave(child);
		user_mm_enter(mm);
		EXPECT_EQ(user_read(A(0)), 20);
		EXPECT_EQ(user_read(A(1)), 11);
		EXPECT_EQ(user_read(A(2)), 0);
		EXPECT(user_mm_check(mm));
		user_mm_destroy(child);
	}
	leave(mm);
}

/* When the child is gone, does the parent write to its page again without a copy? */
SELFTEST(fault_user, fork_reuse)
{
	struct mm_struct *mm = enter_new(1, RW), *child;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 10), 0);
	page = user_mm_page(mm, A(0));
	child = user_mm_fork(mm);
	if (EXPECT(child))
		user_mm_destroy(child);
	EXPECT(!pte_write(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(user_write(A(0), 11), 0);
	EXPECT(user_mm_page(mm, A(0)) == page);
	leave(mm);
}

/* One page in a hundred address spaces: are counts right on the way up and on the way down? */
SELFTEST(fault_user, fork_many)
{
	struct mm_struct *mm = enter_new(1, RW), *child[100];
	unsigned int i, n = 0;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 10), 0);
	page = user_mm_page(mm, A(0));
	lru_add_drain();
	for (i = 0; i < ARRAY_SIZE(child); i++) {
		child[n] = user_mm_fork(i & 1 ? child[n - 1] : mm);
		if (EXPECT(child[n]))
			n++;
	}
	EXPECT_EQ(page_mapcount(page), n + 1);
	EXPECT_EQ(page_count(page), n + 1);
	EXPECT(user_mm_check(child[n / 2]));
	for (i = 0; i < n; i++)
		mmput(child[(i * 37) % n]);
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(page_count(page), 1);
	leave(mm);
}

#define FAMILY	6
#define PAGES	40

static u32 model[FAMILY][PAGES];
static struct mm_struct *family[FAMILY];

static void family_write(unsigned int who)
{
	unsigned int p = selftest_random_below(PAGES);
	u32 value = selftest_random();

	user_mm_enter(family[who]);
	EXPECT_EQ(user_read(A(p)), model[who][p]);
	EXPECT_EQ(user_write(A(p), value), 0);
	model[who][p] = value;
	p = selftest_random_below(PAGES);
	EXPECT_EQ(user_read(A(p)), model[who][p]);
	user_mm_leave(family[who]);
}

static void family_replace(unsigned int dies, unsigned int parent)
{
	if (dies == parent)
		return;
	user_mm_destroy(family[dies]);
	family[dies] = user_mm_fork(family[parent]);
	memcpy(model[dies], model[parent], sizeof(model[0]));
}

/* Do many address spaces that fork, write and die keep their own contents?  Against a model. */
SELFTEST(fault_user, family)
{
	unsigned int i, round;

	memset(model, 0, sizeof(model));
	for (i = 0; i < FAMILY; i++) {
		family[i] = user_mm_create();
		ASSERT(family[i]);
		ASSERT(user_mm_map(family[i], USER_ADDR, PAGES * PAGE_SIZE, RW));
	}
	for (round = 0; round < 1500; round++) {
		family_write(selftest_random_below(FAMILY));
		if (round % 10 == 9)
			family_replace(selftest_random_below(FAMILY),
				       selftest_random_below(FAMILY));
		for (i = 0; i < FAMILY; i++)
			ASSERT(family[i]);
	}
	for (i = 0; i < FAMILY; i++)
		user_mm_destroy(family[i]);
}

/* Does zap_page_range take the pages away, leave the VMA, and flush the TLB? */
SELFTEST(fault_user, zap)
{
	struct mm_struct *mm = enter_new(600, RW);
	unsigned int i;

	ASSERT(mm);
	for (i = 0; i < 600; i++)
		EXPECT_EQ(user_write(A(i), i + 1), 0);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 600);
	down_read(&mm->mmap_sem);
	zap_page_range(mm->mmap, A(10), 580 * PAGE_SIZE, NULL);
	up_read(&mm->mmap_sem);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 20);
	for (i = 0; i < 600; i += 7)
		EXPECT_EQ(user_read(A(i)), i < 10 || i >= 590 ? i + 1 : 0);
	leave(mm);
}

/* Are the tables of a VMA freed with it, and those that a neighbour needs kept? */
SELFTEST(fault_user, page_tables)
{
	struct mm_struct *mm = user_mm_create();
	unsigned int i;

	ASSERT(mm);
	EXPECT(user_mm_map(mm, PAGE_SIZE, PAGE_SIZE, RW));
	EXPECT(user_mm_map(mm, SZ_2M - PAGE_SIZE, 2 * PAGE_SIZE, RW));
	EXPECT(user_mm_map(mm, TASK_SIZE - PAGE_SIZE, PAGE_SIZE, RW));
	user_mm_enter(mm);
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(user_write(PAGE_SIZE, 1), 0);
		EXPECT_EQ(user_write(SZ_2M - 4, 2), 0);
		EXPECT_EQ(user_write(SZ_2M, 3), 0);
		EXPECT_EQ(user_write(TASK_SIZE - 4, 4), 0);
	}
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 3);
	EXPECT_EQ(user_read(PAGE_SIZE), 1);
	EXPECT_EQ(user_read(TASK_SIZE - 4), 4);
	EXPECT_EQ(vm_munmap(SZ_2M, PAGE_SIZE), 0);	/* all that the second table has */
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 2);
	EXPECT(!mm_find_pmd(mm, SZ_2M) && mm_find_pmd(mm, 0));
	EXPECT_EQ(user_read(SZ_2M), USER_FAULT);
	EXPECT_EQ(user_read(SZ_2M - 4), 2);
	EXPECT_EQ(vm_munmap(TASK_SIZE - PAGE_SIZE, PAGE_SIZE), 0);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 1);
	EXPECT_EQ(vm_munmap(PAGE_SIZE, PAGE_SIZE), 0);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 1);
	EXPECT_EQ(user_read(SZ_2M - 4), 2);
	EXPECT(user_mm_map(mm, SZ_2M, PAGE_SIZE, RW));
	EXPECT_EQ(user_read(SZ_2M), 0);
	EXPECT_EQ(user_write(SZ_2M, 5), 0);
	EXPECT_EQ(vm_munmap(SZ_2M - PAGE_SIZE, 2 * PAGE_SIZE), 0);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 1);	/* the first table stays until the pgd goes */
	EXPECT_EQ(get_mm_rss(mm), 0);
	leave(mm);
}

/* ------------------------------------------------------------------ VMAs with vm_ops */

static struct page *file_page;
static unsigned int mkwrites;

static int test_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	if (vmf->pgoff != A(0) >> PAGE_SHIFT)
		return VM_FAULT_SIGBUS;
	get_page(file_page);
	vmf->page = file_page;
	return 0;
}

static int test_mkwrite(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	mkwrites++;
	lock_page(vmf->page);
	return VM_FAULT_LOCKED;
}

static const struct vm_operations_struct test_ops = { .fault = test_fault };
static const struct vm_operations_struct test_ops_mkwrite = {
	.fault = test_fault,
	.page_mkwrite = test_mkwrite,
};

static struct mm_struct *enter_file(unsigned long flags, const struct vm_operations_struct *ops)
{
	struct mm_struct *mm = enter_new(2, flags);

	if (!mm)
		return NULL;
	file_page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	if (!EXPECT(file_page)) {
		leave(mm);
		return NULL;
	}
	mkwrites = 0;
	mm->mmap->vm_ops = ops;
	vma_set_page_prot(mm->mmap);		/* as mmap_region() does after the driver's mmap() */
	return mm;
}

static void leave_file(struct mm_struct *mm)
{
	mm->mmap->vm_ops = NULL;
	leave(mm);
	EXPECT_EQ(page_count(file_page), 1);
	EXPECT_EQ(page_mapcount(file_page), 0);
	__free_page(file_page);
}

/* Does a read fault map the page that fault() gives, and SIGBUS what it refuses? */
SELFTEST(fault_user, do_read_fault)
{
	struct mm_struct *mm = enter_file(RW, &test_ops);

	ASSERT(mm);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT(user_mm_page(mm, A(0)) == file_page);
	EXPECT(!pte_write(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(page_mapcount(file_page), 1);
	EXPECT_EQ(page_count(file_page), 2);
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 1);
	EXPECT(!PageLocked(file_page));
	EXPECT_EQ(user_read(A(1)), USER_FAULT);
	leave_file(mm);
}

static struct vm_fault around;
static unsigned int arounds;

static void test_map_pages(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	around = *vmf;
	arounds++;
	EXPECT(in_atomic() || !IS_ENABLED(CONFIG_PREEMPT_COUNT));
	EXPECT(vmf->pte == user_mm_pte(vma->vm_mm, (unsigned long)vmf->virtual_address));
}

/* Was map_pages() asked for pages [@first, @last], counted from USER_ADDR? */
static bool around_is(unsigned long first, unsigned long last)
{
	return around.virtual_address == (void __user *)A(first) && around.pgoff == A(first) >> PAGE_SHIFT &&
	       around.max_pgoff == A(last) >> PAGE_SHIFT;
}

/* Which pages does a read fault map with its own: 16, aligned, of the VMA and of one table, that aren't there yet? */
SELFTEST(fault_user, do_fault_around)
{
	static const struct vm_operations_struct ops = { .fault = test_fault, .map_pages = test_map_pages };
	const unsigned long table = PTRS_PER_PTE;
	struct mm_struct *mm = enter_file(VM_READ, &ops);	/* pages 0 and 1 */
	struct vm_area_struct *vma;

	ASSERT(mm);
	vma = user_mm_map(mm, A(4), 36 * PAGE_SIZE, VM_READ);
	ASSERT(vma);
	vma->vm_ops = &ops;
	vma = user_mm_map(mm, A(table - 4), 40 * PAGE_SIZE, VM_READ);
	ASSERT(vma);
	vma->vm_ops = &ops;
	arounds = 0;
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT(around_is(0, 1));			/* the VMA ends in the window */
	EXPECT_EQ(user_read(A(1)), USER_FAULT);
	EXPECT(around_is(1, 1));			/* the first page is mapped */
	EXPECT_EQ(user_read(A(6)), USER_FAULT);
	EXPECT(around_is(4, 19));			/* the VMA begins in the window */
	EXPECT_EQ(user_read(A(25)), USER_FAULT);
	EXPECT(around_is(16, 31));
	EXPECT_EQ(user_read(A(39)), USER_FAULT);
	EXPECT(around_is(32, 39));
	EXPECT_EQ(user_read(A(table - 3)), USER_FAULT);
	EXPECT(around_is(table - 4, table - 1));	/* the table ends */
	EXPECT_EQ(user_read(A(table)), USER_FAULT);
	EXPECT(around_is(table, table + 15));
	EXPECT_EQ(arounds, 7);
	leave_file(mm);
}

/* Is what the kernel writes to a page fetched as code, too: at once while it's mapped, else when it is? */
SELFTEST(fault_user, flush_dcache_page)
{
	struct mm_struct *mm = enter_file(RW, &test_ops);

	ASSERT(mm);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT(!(file_page->flags & 1UL << PG_dcache_clean));
	leave_file(mm);

	mm = enter_file(VM_READ | VM_EXEC, &test_ops);
	ASSERT(mm);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT(file_page->flags & 1UL << PG_dcache_clean);
	flush_dcache_page(file_page);
	EXPECT(file_page->flags & 1UL << PG_dcache_clean);
	get_page(file_page);
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
	flush_dcache_page(file_page);
	EXPECT(!(file_page->flags & 1UL << PG_dcache_clean));
	put_page(file_page);
	leave_file(mm);
}

/* Does a private write get a copy at once, and one after a read, too? */
SELFTEST(fault_user, do_cow_fault)
{
	unsigned int read_first;

	for (read_first = 0; read_first < 2; read_first++) {
		struct mm_struct *mm = enter_file(RW, &test_ops);
		u32 *kaddr;

		ASSERT(mm);
		kaddr = kmap(file_page);
		kaddr[1] = 99;
		if (read_first)
			EXPECT_EQ(user_read(A(0)), 0);
		EXPECT_EQ(user_write(A(0), 5), 0);
		EXPECT(user_mm_page(mm, A(0)) != file_page);
		EXPECT_EQ(user_read(A(0)), 5);
		EXPECT_EQ(user_read(A(0) + 4), 99);
		EXPECT_EQ(kaddr[0], 0);
		EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 0);
		EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 1);
		EXPECT_EQ(page_mapcount(file_page), 0);
		EXPECT_EQ(user_write(A(1), 5), -EFAULT);
		kunmap(file_page);
		leave_file(mm);
	}
}

/* Does a shared write reach the page itself, make it dirty, and ask page_mkwrite once? */
SELFTEST(fault_user, do_shared_fault)
{
	unsigned int read_first;

	for (read_first = 0; read_first < 2; read_first++) {
		struct mm_struct *mm = enter_file(RW | VM_SHARED, &test_ops_mkwrite);

		ASSERT(mm);
		file_page->mapping = (struct address_space *)&test_ops;	/* not truncated */
		if (read_first)
			EXPECT_EQ(user_read(A(0)), 0);
		file_page->mapping = NULL;
		EXPECT_EQ(user_write(A(0), 5), 0);
		EXPECT_EQ(user_write(A(0), 6), 0);
		EXPECT_EQ(mkwrites, 1);
		EXPECT(PageDirty(file_page) && !PageLocked(file_page));
		EXPECT(user_mm_page(mm, A(0)) == file_page);
		EXPECT(pte_dirty(*user_mm_pte(mm, A(0))));
		EXPECT_EQ(user_read(A(0)), 6);
		EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 1);
		ClearPageDirty(file_page);
		leave_file(mm);
		EXPECT_EQ(mkwrites, 1);
	}
}

/* ------------------------------------------------------------------ broken tables */

/* Is an entry of a swap area that doesn't exist reported, and the access refused? */
SELFTEST(fault_user, do_swap_page)
{
	struct mm_struct *mm = enter_new(1, RW);
	pte_t *pte;
	u64 mark;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
	pte = user_mm_pte(mm, A(0));
	set_pte_at(mm, A(0), pte, __swp_entry_to_pte(__swp_entry(1, 1234)));
	EXPECT(!pte_present(*pte) && !pte_none(*pte));
	mark = selftest_mute();
	EXPECT_EQ(user_read(A(0)), USER_FAULT);
	EXPECT_EQ(user_write(A(0), 1), -EFAULT);
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "Bad page map"));
	EXPECT(pte_none(*pte));
	leave(mm);
}

/* Is a section in user space reported and cleared, instead of being followed? */
SELFTEST(fault_user, bad_pmd)
{
	struct mm_struct *mm = enter_new(1, RW);
	pmd_t *pmd;
	u64 mark;

	ASSERT(mm);
	pmd = pmd_offset(pud_offset(pgd_offset(mm, A(0)), A(0)), A(0));
	pmd[0] = __pmd(PMD_TYPE_SECT);
	pmd[1] = __pmd(PMD_TYPE_SECT);
	EXPECT(!mm_find_pmd(mm, A(0)));
	mark = selftest_mute();
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "bad pmd"));
	EXPECT(pmd_none(pmd[0]) && pmd_none(pmd[1]));
	EXPECT_EQ(user_write(A(0), 1), 0);
	leave(mm);
}

/* ------------------------------------------------------------------ drivers' mappings */

/* Do the frames of remap_pfn_range show, uncounted and unreferenced? */
SELFTEST(fault_user, remap_pfn_range)
{
	struct mm_struct *mm = enter_new(4, RW | VM_SHARED);
	struct page *pages = alloc_pages(GFP_KERNEL | __GFP_ZERO, 2);
	struct vm_area_struct *vma;
	u32 *kaddr;
	unsigned int i;

	ASSERT(mm && pages);
	vma = mm->mmap;
	kaddr = page_address(pages);
	for (i = 0; i < 4; i++)
		kaddr[i * 1024] = i + 100;
	down_write(&mm->mmap_sem);
	EXPECT_EQ(remap_pfn_range(vma, A(0), page_to_pfn(pages), 4 * PAGE_SIZE, vma->vm_page_prot), 0);
	up_write(&mm->mmap_sem);
	EXPECT((vma->vm_flags & (VM_IO | VM_PFNMAP)) == (VM_IO | VM_PFNMAP));
	for (i = 0; i < 4; i++)
		EXPECT_EQ(user_read(A(i)), i + 100);
	EXPECT_EQ(user_write(A(2), 7), 0);
	EXPECT_EQ(kaddr[2 * 1024], 7);
	EXPECT(!vm_normal_page(vma, A(1), *user_mm_pte(mm, A(1))));
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(page_count(pages), 1);
	EXPECT_EQ(page_mapcount(pages), 0);
	EXPECT_EQ(zap_vma_ptes(vma, A(0), PAGE_SIZE), 0);
	EXPECT_EQ(zap_vma_ptes(vma, A(0), 5 * PAGE_SIZE), -1);
	EXPECT(pte_none(*user_mm_pte(mm, A(0))));
	leave(mm);
	__free_pages(pages, 2);
}

/* Is a private mapping of frames copied by a write, and must it be mapped as a whole? */
SELFTEST(fault_user, remap_private)
{
	struct mm_struct *mm = enter_new(2, RW);
	struct page *pages = alloc_pages(GFP_KERNEL | __GFP_ZERO, 1);
	struct vm_area_struct *vma;
	u32 *kaddr;

	ASSERT(mm && pages);
	vma = mm->mmap;
	kaddr = page_address(pages);
	kaddr[1] = 5;
	down_write(&mm->mmap_sem);
	EXPECT_EQ(remap_pfn_range(vma, A(0), page_to_pfn(pages), PAGE_SIZE, vma->vm_page_prot), -EINVAL);
	EXPECT_EQ(remap_pfn_range(vma, A(0), page_to_pfn(pages), 2 * PAGE_SIZE, vma->vm_page_prot), 0);
	up_write(&mm->mmap_sem);
	EXPECT_EQ(vma->vm_pgoff, page_to_pfn(pages));
	EXPECT_EQ(user_write(A(0), 1), 0);
	EXPECT_EQ(user_read(A(0)), 1);
	EXPECT_EQ(user_read(A(0) + 4), 5);
	EXPECT_EQ(kaddr[0], 0);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 1);
	leave(mm);
	__free_pages(pages, 1);
}

/* Is an inserted page mapped and counted like a file's, once, and only inside the VMA? */
SELFTEST(fault_user, insert_page)
{
	struct mm_struct *mm = enter_new(2, RW | VM_SHARED);
	struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);

	ASSERT(mm && page);
	down_write(&mm->mmap_sem);
	EXPECT_EQ(vm_insert_page(mm->mmap, A(1), page), 0);
	EXPECT_EQ(vm_insert_page(mm->mmap, A(1), page), -EBUSY);
	EXPECT_EQ(vm_insert_page(mm->mmap, A(2), page), -EFAULT);
	EXPECT(mm->mmap->vm_flags & VM_MIXEDMAP);
	up_write(&mm->mmap_sem);
	EXPECT_EQ(page_count(page), 2);
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 1);
	EXPECT_EQ(user_write(A(1), 3), 0);
	EXPECT_EQ(user_read(A(1)), 3);
	leave(mm);
	EXPECT_EQ(page_count(page), 1);
	__free_page(page);
}

/* ------------------------------------------------------------------ get_user_pages */

/* Are pages faulted in, in order, with a reference each? */
SELFTEST(fault_user, gup)
{
	struct mm_struct *mm = enter_new(4, RW);
	struct page *pages[6] = { };
	unsigned long minor, major;
	unsigned int i;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(1), 1), 0);
	minor = current->min_flt;
	major = current->maj_flt;
	down_read(&mm->mmap_sem);
	EXPECT_EQ(get_user_pages(current, mm, A(0), 6, 1, 0, pages, NULL), 4);
	EXPECT(current->min_flt == minor + 3 && current->maj_flt == major);
	EXPECT_EQ(get_user_pages(current, mm, A(4), 1, 1, 0, pages + 4, NULL), -EFAULT);
	up_read(&mm->mmap_sem);
	lru_add_drain();
	for (i = 0; i < 4; i++) {
		EXPECT(pages[i] && pages[i] == user_mm_page(mm, A(i)));
		EXPECT_EQ(page_count(pages[i]), 2);
		put_page(pages[i]);
	}
	leave(mm);
}

/* Is a page dirty that was taken to be written to, though no entry says so? */
SELFTEST(fault_user, gup_dirty)
{
	struct mm_struct *mm = enter_file(RW | VM_SHARED, &test_ops);
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_read(A(0)), 0);
	down_read(&mm->mmap_sem);
	EXPECT_EQ(get_user_pages(current, mm, A(0), 1, 0, 0, &page, NULL), 1);
	put_page(file_page);
	EXPECT(!PageDirty(file_page) && !pte_dirty(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(get_user_pages(current, mm, A(0), 1, 1, 0, &page, NULL), 1);
	put_page(file_page);
	EXPECT(page == file_page && PageDirty(file_page));
	up_read(&mm->mmap_sem);
	ClearPageDirty(file_page);
	leave_file(mm);
}

/* Does a forced write to a read-only VMA go to a copy that stays read-only? */
SELFTEST(fault_user, access_remote)
{
	struct mm_struct *mm = enter_new(3, VM_READ);
	static u32 words[2 * PAGE_SIZE / 4], back[2 * PAGE_SIZE / 4];
	unsigned int i;

	ASSERT(mm);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		words[i] = selftest_random();
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT_EQ(access_remote_vm(mm, A(0) + 100, words, sizeof(words), 1), sizeof(words));
	EXPECT_EQ(access_remote_vm(mm, A(0) + 100, back, sizeof(back), 0), sizeof(back));
	EXPECT(!memcmp(words, back, sizeof(words)));
	EXPECT_EQ(user_read(A(0) + 100), words[0]);
	EXPECT_EQ(user_write(A(0) + 100, 1), -EFAULT);
	EXPECT_EQ(access_remote_vm(mm, A(3) - 8, back, 100, 0), 8);
	EXPECT_EQ(access_remote_vm(mm, A(3), back, 100, 0), 0);
	leave(mm);
}

static struct mm_struct *interrupted_mm;
static unsigned long not_copied[2];
static bool was_atomic;

static void read_in_interrupt(unsigned long data)
{
	u32 value;

	interrupted_mm = current->mm;
	was_atomic = in_atomic();
	not_copied[0] = __copy_from_user_inatomic(&value, uptr(A(0)), sizeof(value));
	not_copied[1] = __copy_from_user_inatomic(&value, uptr(A(1)), sizeof(value));
}

/* Does an interrupt find the mm of whom it interrupts, and is a fault of its own not mended all the same? */
SELFTEST(fault_user, in_interrupt)
{
	struct mm_struct *mm = enter_new(2, RW);
	struct timer_list timer;
	unsigned long end = jiffies + 10;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 1), 0);
	interrupted_mm = NULL;
	setup_timer(&timer, read_in_interrupt, 0);
	mod_timer(&timer, jiffies + 1);
	while (!READ_ONCE(interrupted_mm) && time_before(jiffies, end))
		cpu_relax();
	del_timer(&timer);
	EXPECT_EQ(interrupted_mm, mm);
	EXPECT(was_atomic);
	EXPECT(not_copied[0] == 0 && not_copied[1] == sizeof(u32));
	EXPECT(!user_mm_page(mm, A(1)));
	leave(mm);
}

/* Does mm_populate leave every page of a VMA present, and writable where it may be? */
SELFTEST(fault_user, populate)
{
	struct mm_struct *mm = enter_new(40, RW);
	unsigned int i;

	ASSERT(mm);
	EXPECT(user_mm_map(mm, A(50), PAGE_SIZE, VM_READ));
	mm_populate(A(0), 60 * PAGE_SIZE);
	for (i = 0; i < 40; i++)
		EXPECT(pte_write(*user_mm_pte(mm, A(i))));
	EXPECT(is_zero_pfn(pte_pfn(*user_mm_pte(mm, A(50)))));
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), 40);
	EXPECT_EQ(__mm_populate(A(0), 60 * PAGE_SIZE, 0), 0);
	leave(mm);
}

/* ------------------------------------------------------------------ pages of programs */

/* Are high and low pages cleared and copied through the windows, one after the other? */
SELFTEST(fault_user, copypage)
{
	static const gfp_t where[] = { GFP_KERNEL, GFP_HIGHUSER };
	unsigned int i;

	for (i = 0; i < 4; i++) {
		struct page *from = alloc_page(where[i & 1]), *to = alloc_page(where[i >> 1]);
		u32 *kfrom, *kto, value = selftest_random();

		ASSERT(from && to);
		kfrom = kmap(from);
		kto = kmap(to);
		memset(kfrom, 0x5a, PAGE_SIZE);
		memset(kto, 0xa5, PAGE_SIZE);
		kfrom[1023] = value;
		copy_user_highpage(to, from, A(0), NULL);
		EXPECT(!memcmp(kto, kfrom, PAGE_SIZE));
		clear_user_highpage(from, A(0));
		EXPECT(!memchr_inv(kfrom, 0, PAGE_SIZE));
		EXPECT_EQ(kto[1023], value);
		EXPECT(!in_atomic());
		kunmap(from);
		kunmap(to);
		__free_page(from);
		__free_page(to);
	}
}
