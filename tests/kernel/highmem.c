/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about PKMAP, kmap_atomic and high pages (article 3.2.4) */
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
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
		EXPECT(nr_pkmap_flushes - flushes <= 3);
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

static struct page *wanted;
static volatile bool got;

static int waits_for_slot(void *unused)
{
	*(u32 *)kmap(wanted) = 0x77;
	got = true;
	kunmap(wanted);
	return 0;
}

/* With every slot in use, does kmap wait, and go on when one is given back? */
SELFTEST(highmem, waits)
{
	static struct page *pages[LAST_PKMAP];
	struct task_struct *task;
	unsigned int n, i;

	kmap_flush_unused();
	for (n = 0; n < LAST_PKMAP; n++) {
		pages[n] = high_page();
		if (!pages[n])
			break;
		kmap(pages[n]);
	}
	wanted = high_page();
	if (n == LAST_PKMAP && wanted) {
		EXPECT_EQ(nr_pkmap_used(), LAST_PKMAP);
		got = false;
		task = kthread_create(waits_for_slot, NULL, "waits");
		get_task_struct(task);
		wake_up_process(task);
		for (i = 0; i < 10; i++)
			yield();
		EXPECT(!got);
		kunmap(pages[17]);
		while (!task->exit_state)
			yield();
		EXPECT(got);
		put_task_struct(task);
		kmap(pages[17]);
	} else {
		selftest_skip("not enough high memory");
	}
	if (wanted)
		__free_page(wanted);
	for (i = 0; i < n; i++) {
		kunmap(pages[i]);
		__free_page(pages[i]);
	}
	kmap_flush_unused();
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
	clear_highpage(page);
	va = kmap_atomic(page);
	EXPECT(!memchr_inv(va, 0, PAGE_SIZE));
	kunmap_atomic(va);
	__free_page(other);
	__free_page(page);
}
