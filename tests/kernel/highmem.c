/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about PKMAP, kmap_atomic and high pages (article 3.2.4) */
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ptdump.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <asm/tlbflush.h>
#include "selftest.h"

static struct page *high_page(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (page && !PageHighMem(page)) {
		__free_page(page);
		return NULL;
	}
	return page;
}

#define NEED_HIGH_PAGE(page)						\
	struct page *page = high_page();				\
	if (!page)							\
		SELFTEST_SKIP("no high memory")

/* Does a lowmem page keep its linear address, with no slot taken? */
SELFTEST(highmem, lowmem_page)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *va;

	ASSERT(page);
	va = kmap(page);
	EXPECT_EQ(va, page_address(page));
	EXPECT_EQ(va, __va(page_to_phys(page)));
	EXPECT_EQ(nr_pkmap_used(), 0);
	EXPECT_EQ(kmap_to_page(va), page);
	kunmap(page);
	va = kmap_atomic(page);
	EXPECT_EQ(va, page_address(page));
	EXPECT(in_atomic());
	kunmap_atomic(va);
	EXPECT(!in_atomic());
	__free_page(page);
}

/* Does kmap give a high page a slot, the same one to everybody, until the last kunmap? */
SELFTEST(highmem, kmap)
{
	u32 *a, *b;

	NEED_HIGH_PAGE(page);
	kmap_flush_unused();	/* somebody may have had this page mapped */
	EXPECT(!page_address(page));
	a = kmap(page);
	EXPECT((unsigned long)a >= PKMAP_BASE && (unsigned long)a < PAGE_OFFSET);
	EXPECT_EQ(kmap_to_page(a), page);
	EXPECT_EQ(page_address(page), a);
	*a = 0x1234;
	b = kmap(page);
	EXPECT_EQ(a, b);
	EXPECT_EQ(nr_pkmap_used(), 1);
	kunmap(page);
	EXPECT_EQ(*b, 0x1234);
	kunmap(page);
	EXPECT_EQ(nr_pkmap_used(), 0);
	__free_page(page);
	kmap_flush_unused();
}

/* Does kunmap leave the mapping for the next kmap, until the round is over? */
SELFTEST(highmem, lazy)
{
	unsigned long flushes;
	void *a;

	NEED_HIGH_PAGE(page);
	kmap_flush_unused();
	flushes = nr_pkmap_flushes;
	a = kmap(page);
	kunmap(page);
	EXPECT_EQ(page_address(page), a);
	EXPECT_EQ(kmap(page), a);
	kunmap(page);
	EXPECT_EQ(nr_pkmap_flushes, flushes);
	kmap_flush_unused();
	EXPECT_EQ(nr_pkmap_flushes, flushes + 1);
	EXPECT(!page_address(page));
	__free_page(page);
}

/* Does kmap_high_get pin a mapping that is there, and make none? */
SELFTEST(highmem, kmap_high_get)
{
	void *a;

	NEED_HIGH_PAGE(page);
	kmap_flush_unused();
	EXPECT(!kmap_high_get(page));
	a = kmap(page);
	EXPECT_EQ(kmap_high_get(page), a);
	kunmap(page);
	EXPECT_EQ(nr_pkmap_used(), 1);
	kunmap_high(page);
	EXPECT_EQ(nr_pkmap_used(), 0);
	__free_page(page);
	kmap_flush_unused();
}

/* Is there one TLB flush for a round of all slots, however many pages went through them? */
SELFTEST(highmem, one_flush_a_round)
{
	static struct page *pages[LAST_PKMAP * 2];
	unsigned long flushes;
	unsigned int i, n, wrong = 0;

	for (n = 0; n < ARRAY_SIZE(pages); n++) {
		pages[n] = high_page();
		if (!pages[n])
			break;
	}
	if (n == ARRAY_SIZE(pages)) {
		kmap_flush_unused();
		flushes = nr_pkmap_flushes;
		for (i = 0; i < n; i++) {
			*(u32 *)kmap(pages[i]) = i;
			kunmap(pages[i]);
		}
		/* Two rounds; before the first, there may be nothing to flush */
		flushes = nr_pkmap_flushes - flushes;
		EXPECT(flushes >= 1 && flushes <= 2);
		for (i = 0; i < n; i++) {
			wrong += *(u32 *)kmap(pages[i]) != i;
			kunmap(pages[i]);
		}
		EXPECT_EQ(wrong, 0);
	} else {
		selftest_skip("not enough high memory");
	}
	for (i = 0; i < n; i++)
		__free_page(pages[i]);
	kmap_flush_unused();
}

static struct page *wanted[2];
static void * volatile got[3];

/* Waiter @n wants wanted[n & 1]: the first and the third the same page */
static int waits_for_slot(void *n)
{
	struct page *page = wanted[(unsigned long)n & 1];

	got[(unsigned long)n] = kmap(page);
	*(u32 *)got[(unsigned long)n] = 0x77;
	kunmap(page);
	return 0;
}

static struct task_struct *start_waiter(unsigned long n)
{
	struct task_struct *task = kthread_create(waits_for_slot, (void *)n, "waits");

	if (IS_ERR(task))
		return NULL;
	get_task_struct(task);
	wake_up_process(task);
	return task;
}

/* Three tasks wait while all slots are used.  One slot is given back: it's enough for all. */
static void fight_for_a_slot(struct page *let_go)
{
	struct task_struct *task[3];
	unsigned long end;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		got[i] = NULL;
		task[i] = start_waiter(i);
		EXPECT(task[i]);
	}
	for (i = 0; i < 10; i++)
		yield();
	EXPECT(!got[0] && !got[1] && !got[2]);
	kunmap(let_go);
	end = jiffies + 5 * HZ;
	for (i = 0; i < 3; i++) {
		while (task[i] && !task[i]->exit_state && time_before(jiffies, end))
			yield();
		/* Nobody has woken it: it shall end, anyway */
		while (task[i] && !task[i]->exit_state) {
			EXPECT(got[i]);
			wake_up_process(task[i]);
			yield();
		}
		if (task[i])
			put_task_struct(task[i]);
		EXPECT(got[i]);
	}
	kmap(let_go);
}

/* With every slot in use, does kmap wait, and go on when one is given back? */
SELFTEST(highmem, waits)
{
	static struct page *pages[LAST_PKMAP];
	unsigned int n, i;

	kmap_flush_unused();
	for (n = 0; n < LAST_PKMAP; n++) {
		pages[n] = high_page();
		if (!pages[n])
			break;
		kmap(pages[n]);
	}
	wanted[0] = high_page();
	wanted[1] = high_page();
	if (n == LAST_PKMAP && wanted[0] && wanted[1]) {
		EXPECT_EQ(nr_pkmap_used(), LAST_PKMAP);
		EXPECT(!kmap_high_get(wanted[0]));
		fight_for_a_slot(pages[17]);
		EXPECT_EQ(nr_pkmap_used(), LAST_PKMAP);
	} else {
		selftest_skip("not enough high memory");
	}
	for (i = 0; i < n; i++) {
		kunmap(pages[i]);
		__free_page(pages[i]);
	}
	for (i = 0; i < 2; i++)
		if (wanted[i])
			__free_page(wanted[i]);
	kmap_flush_unused();
}

/* Does pkmap_check(), and with it pt_check(), find an entry that no slot accounts for? */
SELFTEST(highmem, check_slots)
{
	unsigned int slot;
	pte_t *pte, saved;
	void *va;
	u64 mark;

	NEED_HIGH_PAGE(page);
	va = kmap(page);
	slot = PKMAP_NR((unsigned long)va);
	pte = &pkmap_page_table[slot];
	saved = *pte;
	EXPECT(pkmap_check());
	mark = selftest_mute();
	set_pte_at(&init_mm, (unsigned long)va, pte, mk_pte(page + 1, kmap_prot));
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pkmap_check: K2 violated"));
	mark = selftest_mute();
	pte_clear(&init_mm, (unsigned long)va, pte);
	EXPECT(!pkmap_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pkmap_check: K1 violated"));
	set_pte_at(&init_mm, (unsigned long)va, pte, saved);
	flush_tlb_kernel_page((unsigned long)va);
	EXPECT(pkmap_check());
	kunmap(page);
	__free_page(page);
	kmap_flush_unused();
}

/* Does kmap_atomic_pfn show the frame that kmap_atomic shows? */
SELFTEST(highmem, atomic_pfn)
{
	u32 *va;

	NEED_HIGH_PAGE(page);
	va = kmap_atomic_pfn(page_to_pfn(page));
	EXPECT((unsigned long)va >= FIXADDR_START && (unsigned long)va < FIXADDR_END);
	*va = 0x1234567;
	kunmap_atomic(va);
	va = kmap_atomic(page);
	EXPECT_EQ(*va, 0x1234567);
	kunmap_atomic(va);
	EXPECT(!in_atomic());
	__free_page(page);
}

/* Do nested atomic mappings have slots of their own, given back in the reverse order? */
SELFTEST(highmem, atomic_nesting)
{
	struct page *pages[KM_TYPE_NR];
	u32 *va[KM_TYPE_NR];
	unsigned int i, n;

	for (n = 0; n < KM_TYPE_NR; n++) {
		pages[n] = high_page();
		if (!pages[n])
			break;
	}
	if (n < KM_TYPE_NR) {
		while (n--)
			__free_page(pages[n]);
		SELFTEST_SKIP("no high memory");
	}
	for (i = 0; i < n; i++) {
		va[i] = kmap_atomic(pages[i]);
		*va[i] = i;
	}
	for (i = 0; i < n; i++)
		EXPECT_EQ(*va[i], i);
	EXPECT((unsigned long)va[0] >= FIXADDR_START && (unsigned long)va[0] < FIXADDR_END);
	while (i--)
		kunmap_atomic(va[i]);
	EXPECT(!in_atomic());
	for (i = 0; i < n; i++) {
		va[0] = kmap_atomic(pages[i]);
		EXPECT_EQ(*va[0], i);
		kunmap_atomic(va[0]);
		__free_page(pages[i]);
	}
}

#ifdef CONFIG_DEBUG_VM
static int read_word(void *p)
{
	return *(volatile int *)p;
}

/* Does the debug build catch a use after kunmap_atomic? */
SELFTEST(highmem, atomic_use_after)
{
	void *va;

	NEED_HIGH_PAGE(page);
	va = kmap_atomic(page);
	kunmap_atomic(va);
	EXPECT_OOPS(read_word, va);
	__free_page(page);
}
#endif

/* Are high pages cleared and copied whole, and segments alone? */
SELFTEST(highmem, clear_and_copy)
{
	unsigned int i, wrong = 0;
	struct page *other;
	u8 *va;

	NEED_HIGH_PAGE(page);
	other = alloc_page(GFP_HIGHUSER);
	ASSERT(other);
	va = kmap_atomic(page);
	for (i = 0; i < PAGE_SIZE; i++)
		va[i] = (u8)(i * 7);
	kunmap_atomic(va);
	copy_highpage(other, page);
	zero_user_segment(other, 100, 200);
	va = kmap_atomic(other);
	for (i = 0; i < PAGE_SIZE; i++)
		wrong += va[i] != (i >= 100 && i < 200 ? 0 : (u8)(i * 7));
	kunmap_atomic(va);
	EXPECT_EQ(wrong, 0);
	copy_user_highpage(page, other, 0x10000, NULL);
	va = kmap_atomic(page);
	EXPECT(va[99] == (99 * 7 & 0xff) && va[100] == 0);
	kunmap_atomic(va);
	clear_highpage(page);
	clear_user_highpage(other, 0x10000);
	for (i = 0; i < 2; i++) {
		va = kmap_atomic(i ? other : page);
		EXPECT(!memchr_inv(va, 0, PAGE_SIZE));
		kunmap_atomic(va);
	}
	__free_page(other);
	__free_page(page);
}
