/* SPDX-License-Identifier: GPL-2.0-only */
/* Allocations that have to fail (kernel/lib/fault-inject.c); system calls that meet them: tests/kernel/failnth.c */
#include <linux/fault-inject.h>
#include <linux/jump_label.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/patch.h>
#include "selftest.h"

static void *page(void)
{
	return alloc_page(GFP_KERNEL);
}

static void put_page_back(void *p)
{
	__free_page(p);
}

static void *highmem_block(void)
{
	return alloc_pages(GFP_HIGHUSER | __GFP_ZERO, 2);
}

static void free_block(void *p)
{
	__free_pages(p, 2);
}

static void *table(void)
{
	return (void *)get_zeroed_page(GFP_KERNEL);
}

static void free_table(void *p)
{
	free_page((unsigned long)p);
}

static void *small(void)
{
	return kmalloc(40, GFP_KERNEL);
}

static void *large(void)
{
	return kzalloc(5 * PAGE_SIZE, GFP_KERNEL);
}

static void *atomic(void)
{
	return kmalloc(2000, GFP_ATOMIC);
}

static void *object(void)
{
	return kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
}

static void free_object(void *p)
{
	kmem_cache_free(vm_area_cachep, p);
}

static void *virtual(void)
{
	return vmalloc(3 * PAGE_SIZE);
}

static void kfree_it(void *p)
{
	kfree(p);
}

static void vfree_it(void *p)
{
	vfree(p);
}

static const struct {
	const char *name;
	void *(*alloc)(void);
	void (*free)(void *);
	unsigned int least;		/* allocations that it makes, without slabs that it may need */
} kinds[] = {
	{ "page", page, put_page_back, 1 },	{ "block", highmem_block, free_block, 1 },
	{ "table", table, free_table, 1 },	{ "kmalloc", small, kfree_it, 1 },
	{ "large kmalloc", large, kfree_it, 1 }, { "GFP_ATOMIC", atomic, kfree_it, 1 },
	{ "object", object, free_object, 1 },	{ "vmalloc", virtual, vfree_it, 5 },
};

/* Does each kind of allocation fail at its N-th, for every N until it has all that it needs? */
SELFTEST(fault_inject, kinds)
{
	unsigned int i, n, left, failures;
	void *p;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		failures = 0;
		for (n = 1, left = 0; !left && n < 20; n++) {
			set_fail_nth(current, n);
			p = kinds[i].alloc();
			left = current->fail_nth;
			set_fail_nth(current, 0);
			if (!EXPECT(p || !left))
				selftest_note("%s: fails with %u left of %u", kinds[i].name, left, n);
			if (p)
				kinds[i].free(p);
			failures += !p;
		}
		EXPECT(left);
		if (!EXPECT(failures >= kinds[i].least))
			selftest_note("%s: %u failures", kinds[i].name, failures);
	}
}

/* Does what must not fail neither fail nor count? */
SELFTEST(fault_inject, nofail)
{
	void *p;

	set_fail_nth(current, 1);
	p = kmalloc(40, GFP_KERNEL | __GFP_NOFAIL);
	EXPECT_EQ(current->fail_nth, 1);
	EXPECT(p);
	kfree(p);
	set_fail_nth(current, 0);
}

static int allocate_in_thread(void *result)
{
	struct page *p = alloc_page(GFP_KERNEL);

	EXPECT_EQ(current->fail_nth, 0);
	EXPECT(p);
	if (p)
		__free_page(p);
	*(volatile int *)result = 1;
	return 0;
}

/* Is it the task's own, and a new task has none? */
SELFTEST(fault_inject, one_task)
{
	struct task_struct *task;
	volatile int done = 0;

	set_fail_nth(current, 1000);
	task = kthread_create(allocate_in_thread, (void *)&done, "other");
	if (EXPECT(!IS_ERR(task))) {
		wake_up_process(task);
		while (!done)
			yield();
	}
	EXPECT(current->fail_nth > 900);
	set_fail_nth(current, 0);
}

/* Do space, interval, probability and times of a boot argument mean what Linux means? */
SELFTEST(fault_inject, rule)
{
	struct fault_attr a = { .interval = 3, .probability = 100, .space = 2 * PAGE_SIZE, .times = 2 };
	unsigned int i, failed = 0, as_before = 0;
	struct fault_attr half = { .interval = 1, .probability = 50, .times = -1 }, again = half;

	for (i = 0; i < 20; i++)
		failed |= (unsigned int)should_fail(&a, PAGE_SIZE) << i;
	EXPECT_EQ(failed, 1 << 4 | 1 << 7);
	for (i = failed = 0; i < 1000; i++) {
		bool fails = should_fail(&half, 1);

		failed += fails;
		as_before += fails == should_fail(&again, 1);
	}
	EXPECT(failed > 400 && failed < 600);
	EXPECT_EQ(as_before, 1000);
}

/* How many places don't have what the key makes of them */
static unsigned int wrong_places(bool on)
{
	const struct jump_entry *e;
	unsigned int wrong = 0;

	for (e = __start___jump_table; e < __stop___jump_table; e++)
		if (e->key == &fault_inject_key)
			wrong += *(const u32 *)e->code != (on ? arm_gen_branch(e->code, e->target) : arm_gen_nop());
	return wrong;
}

/* Does it cost one nop while nobody has asked for a failure, and again afterwards? */
SELFTEST(fault_inject, nops)
{
	EXPECT_EQ(wrong_places(false), 0);
	set_fail_nth(current, 5);
	EXPECT_EQ(wrong_places(true), 0);
	set_fail_nth(current, 0);
	EXPECT_EQ(wrong_places(false), 0);
}
