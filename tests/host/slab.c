/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slab caches on the host, over the real page allocator and 16 MiB of "RAM": first the kernel's
 * own self-tests of them, then what needs more than a test in the kernel may do: a map of who
 * owns each word, memory that runs out, free lists that somebody overwrote.  And radix trees, whose nodes are objects.
 */
#include "host.h"
#include "host-selftest.h"
#include "../kernel/slab.c"
#include "../kernel/slab_debug.c"
#include "../kernel/radix_tree.c"
#include <linux/memblock.h>

#define RAM_SIZE	(16UL << 20)
#define RAM_PFN		0x40000UL

static void make_ram(void)
{
	unsigned long sizes[MAX_NR_ZONES] = { RAM_SIZE >> PAGE_SHIFT, 0 };
	unsigned long holes[MAX_NR_ZONES] = { 0, 0 };

	host_ram = aligned_alloc(4UL << 20, RAM_SIZE);
	BUG_ON(!host_ram);
	host_phys_pfn_offset = RAM_PFN;
	high_memory = host_ram + RAM_SIZE;
	arm_lowmem_limit = (phys_addr_t)((RAM_PFN << PAGE_SHIFT) + RAM_SIZE);
	memblock_set_current_limit(arm_lowmem_limit);
	memblock_add((phys_addr_t)(RAM_PFN << PAGE_SHIFT), RAM_SIZE);
	free_area_init_node(0, sizes, RAM_PFN, holes);
	free_all_bootmem();
	setup_per_cpu_pageset();
	kmem_cache_init();
	radix_tree_init();
	system_state = SYSTEM_RUNNING;
}

static unsigned long objects_before, pages_before;

static void take_stock(void)
{
	kmem_cache_shrink_all();
	objects_before = slab_objects_in_use();
	pages_before = nr_free_and_pcp_pages();
}

static void compare(void)
{
	kmem_cache_shrink_all();
	EXPECT_EQ(slab_objects_in_use(), objects_before);
	EXPECT_EQ(nr_free_and_pcp_pages(), pages_before);
	EXPECT(!irqs_disabled());
	EXPECT_EQ(preempt_count(), 0);
	EXPECT(slab_check());
	EXPECT(zone_check());
}

/* --- The model: for each 8 bytes of RAM, the number of the object that owns them ------------ */

static u16 owner_of[RAM_SIZE / 8];

static void claim(const void *p, size_t size, u16 from, u16 to)
{
	size_t first = ((unsigned long)p - PAGE_OFFSET) / 8, i;

	for (i = first; i < first + DIV_ROUND_UP(size, 8); i++) {
		MUST(owner_of[i] == from);
		owner_of[i] = to;
	}
}

#define NR_CACHES	8
#define NR_OBJECTS	3000

struct model_object {
	u8 *p;
	size_t size;
	struct kmem_cache *s;		/* NULL: kmalloc */
};

static struct kmem_cache *random_caches[NR_CACHES];

static void model_alloc(struct model_object *o, u16 number, gfp_t flags)
{
	o->s = host_below(3) ? random_caches[host_below(NR_CACHES)] : NULL;
	o->size = o->s ? kmem_cache_size(o->s) : host_below(host_below(50) ? 500 : 40000) + 1;
	o->p = o->s ? kmem_cache_alloc(o->s, flags) : kmalloc(o->size, flags);
	if (!o->p)
		return;
	MUST(!((unsigned long)o->p & 7));
	claim(o->p, o->size, 0, number);
	if (flags & __GFP_ZERO)
		MUST(filled_with(o->p, 0, o->size));
	memset(o->p, (u8)number, o->size);
}

static void model_free(struct model_object *o, u16 number)
{
	MUST(filled_with(o->p, (u8)number, o->size));
	claim(o->p, o->size, number, 0);
	if (o->s && host_below(2))
		kmem_cache_free(o->s, o->p);
	else
		kfree(o->p);
	o->p = NULL;
}

/* Do 8 caches of random shape and kmalloc ever give a word to two owners, or lose content? */
SELFTEST(slab_model, owners)
{
	static const unsigned long checks[] = { 0, 0, SLAB_RED_ZONE, ALL_CHECKS };
	static struct model_object objects[NR_OBJECTS + 1];
	unsigned int i, step, failed = 0;
	size_t size;

	for (i = 0; i < NR_CACHES; i++) {
		size = sizeof(void *) + host_below(i < 6 ? 400 : 9000);
		random_caches[i] = kmem_cache_create("test-model", size, 1UL << host_below(8),
						     checks[host_below(4)], NULL);
		ASSERT(random_caches[i]);
	}
	for (step = 0; step < 60000; step++) {
		i = 1 + host_below(NR_OBJECTS);
		if (objects[i].p)
			model_free(&objects[i], (u16)i);
		else
			model_alloc(&objects[i], (u16)i, GFP_NOWAIT | __GFP_NOWARN |
				    (host_below(4) ? (__force gfp_t)0 : __GFP_ZERO));
		failed += !objects[i].p;
		if (step % 3000 == 0)
			MUST(slab_check());
		if (step % 7000 == 0)
			kmem_cache_shrink_all();
	}
	for (i = 1; i <= NR_OBJECTS; i++)
		if (objects[i].p)
			model_free(&objects[i], (u16)i);
	for (i = 0; i < NR_CACHES; i++)
		kmem_cache_destroy(random_caches[i]);
	EXPECT(failed > 0);
}

/* --- No memory ----------------------------------------------------------------------------- */

/* Allocates until there is no more, chained through the objects. */
static void *exhaust(struct kmem_cache *s, gfp_t flags, unsigned int *n)
{
	void *chain = NULL, *p;

	for (*n = 0; (p = kmem_cache_alloc(s, flags)) != NULL; (*n)++) {
		*(void **)p = chain;
		chain = p;
	}
	return chain;
}

static void free_chain(struct kmem_cache *s, void *chain)
{
	void *next;

	for (; chain; chain = next) {
		next = *(void **)chain;
		kmem_cache_free(s, chain);
	}
}

/* When pages run out, is it NULL and a message, or no message if so asked, and no cache? */
SELFTEST(slab_host, exhaustion)
{
	struct kmem_cache *s = kmem_cache_create("test-exhaust", 1000, 0, 0, NULL);
	unsigned int n, quiet;
	void *chain, *rest;
	u64 mark;

	ASSERT(s);
	chain = exhaust(s, GFP_NOWAIT, &n);
	EXPECT(n > 8000);
	EXPECT(strstr(host_log, "SLUB: Unable to allocate memory"));
	EXPECT(strstr(host_log, "cache: test-exhaust, object size: 1000"));
	mark = selftest_mute();
	EXPECT(!kmem_cache_alloc(s, GFP_NOWAIT | __GFP_NOWARN));
	EXPECT(!strstr(selftest_log_since(mark), "Unable"));
	rest = exhaust(kmalloc_caches[6], GFP_NOWAIT | __GFP_NOWARN, &quiet);
	EXPECT(!kmalloc(64, GFP_NOWAIT | __GFP_NOWARN));
	EXPECT(!kmemdup("x", 64, GFP_NOWAIT | __GFP_NOWARN));
	EXPECT(!kstrdup("0123456789012345678901234567890123456789012345", GFP_NOWAIT |
			__GFP_NOWARN));
	EXPECT(slab_check());
	free_chain(kmalloc_caches[6], rest);
	free_chain(s, chain);
	kmem_cache_destroy(s);
}

/* If only single frames are left, does a cache that likes order 3 make do with them? */
SELFTEST(slab_host, smallest_order)
{
	struct kmem_cache *s = kmem_cache_create("test-order", 2000, 0, 0, NULL);
	unsigned long page, odd = 0, even = 0;
	unsigned int i;
	void *p[16];

	ASSERT(s && oo_order(s->oo) > oo_order(s->min));
	/* all frames, in two chains by the lowest bit of their number; then one is freed */
	while ((page = __get_free_page(GFP_NOWAIT | __GFP_NOWARN)) != 0) {
		*(unsigned long *)page = (page >> PAGE_SHIFT & 1) ? odd : even;
		*((page >> PAGE_SHIFT & 1) ? &odd : &even) = page;
	}
	for (; odd; odd = page) {
		page = *(unsigned long *)odd;
		free_page(odd);
	}
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		p[i] = kmem_cache_alloc(s, GFP_NOWAIT);
		EXPECT(p[i] && compound_order(virt_to_head_page(p[i])) == oo_order(s->min));
		if (p[i])
			EXPECT_EQ(virt_to_head_page(p[i])->objects, oo_objects(s->min));
	}
	EXPECT(slab_check());
	EXPECT(!strstr(host_log, "Unable"));
	for (i = 0; i < ARRAY_SIZE(p); i++)
		kmem_cache_free(s, p[i]);
	for (; even; even = page) {
		page = *(unsigned long *)even;
		free_page(even);
	}
	kmem_cache_destroy(s);
}

/* Does a cache whose struct doesn't fit any more fail, and panic if it may not fail? */
static void create_or_panic(void *unused)
{
	kmem_cache_create("test-panic", 1, 0, SLAB_PANIC, NULL);
}

SELFTEST(slab_host, panic_flag)
{
	EXPECT(host_try(create_or_panic, NULL));
	EXPECT(strstr(host_log, "Failed to create slab 'test-panic'. Error -22"));
}

/* --- Damage that is hard to do, or to undo, in a kernel ------------------------------------- */

/* Without red zones nothing tells which objects a broken list held: do they count as in use? */
SELFTEST(slab_host, lost_objects)
{
	struct kmem_cache *s = kmem_cache_create("test-lost", 64, 0, SLAB_CONSISTENCY_CHECKS, NULL);
	unsigned int objects;
	struct page *page;
	void *p, *q, *at;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	page = virt_to_head_page(p);
	page->freelist = (char *)page->freelist + 1;
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(strstr(host_log, "Freepointer corrupt"));
	EXPECT(slab_check());
	kmem_cache_free(s, q);
	if (!(s->flags & SLAB_RED_ZONE)) {
		EXPECT(virt_to_head_page(q) != page);
		EXPECT_EQ(page->inuse, page->objects);
		objects = page->objects;
		for_each_object(at, s, slab_first_object(s, page), objects)
			if (at != p)
				kmem_cache_free(s, at);
	}
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* The bytes behind a slab's last object are watched, too. */
SELFTEST(slab_host, slab_padding)
{
	struct kmem_cache *s = kmem_cache_create("test-padding", 600, 0, ALL_CHECKS, NULL);
	unsigned long errors = nr_slab_errors;
	struct page *page;
	void *p;
	u8 *end;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	page = virt_to_head_page(p);
	end = (u8 *)lowmem_page_address(page) + (PAGE_SIZE << compound_order(page));
	ASSERT(page->objects * s->size < PAGE_SIZE << compound_order(page));
	end[-1] = 'E';
	kmem_cache_free(s, p);
	EXPECT(strstr(host_log, "Padding overwritten"));
	EXPECT_EQ(end[-1], 0x5a);
	EXPECT_EQ(nr_slab_errors - errors, 1);
	end[-1] = 'F';
	kmem_cache_destroy(s);
	EXPECT_EQ(nr_slab_errors - errors, 2);
}

int main(void)
{
	make_ram();
	take_stock();
	host_selftests_run(compare);
	return host_done();
}
