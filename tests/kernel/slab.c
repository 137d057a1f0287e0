/* SPDX-License-Identifier: GPL-2.0-only */
/* What callers of the slab caches rely on: mm/slab.c, slab_common.c, util.c. */
#include <linux/fault-inject.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/vmstat.h>
#include "slab_test.h"

static struct kmem_cache *cache_of(const void *p)
{
	return virt_to_head_page(p)->slab_cache;
}

/* Does each size come from the smallest class that holds it? */
SELFTEST(slab, kmalloc_classes)
{
	unsigned int size, i, chosen;

	for (size = 1; size <= KMALLOC_MAX_CACHE_SIZE; size++) {
		chosen = kmem_cache_size(kmalloc_caches[kmalloc_index(size)]);
		for (i = 1; i <= KMALLOC_SHIFT_HIGH; i++)
			if (kmem_cache_size(kmalloc_caches[i]) >= size &&
			    kmem_cache_size(kmalloc_caches[i]) < chosen)
				break;
		if (chosen < size || i <= KMALLOC_SHIFT_HIGH)
			break;
	}
	EXPECT_EQ(size, KMALLOC_MAX_CACHE_SIZE + 1);
}

/* Is memory of every size aligned, as large as asked for, and nobody else's? */
SELFTEST(slab, kmalloc_sizes)
{
	static const int around[] = { -1, 0, 1 };
	unsigned int shift, i;
	size_t size;
	u8 *p, *q;

	for (shift = 3; shift <= 16; shift++) {
		for (i = 0; i < ARRAY_SIZE(around); i++) {
			size = (1UL << shift) + around[i];
			p = kmalloc(size, GFP_KERNEL);
			q = kmalloc(size, GFP_KERNEL);
			EXPECT(p && q && p != q);
			if (p && q) {
				EXPECT(IS_ALIGNED((unsigned long)p, ARCH_KMALLOC_MINALIGN));
				EXPECT(ksize(p) >= size);
				memset(p, 0x11, size);
				memset(q, 0x22, size);
				EXPECT(filled_with(p, 0x11, size));
			}
			kfree(p);
			kfree(q);
		}
	}
}

/* Do a constant size, known to the compiler, and a variable one lead to the same cache? */
SELFTEST(slab, kmalloc_constant)
{
	volatile size_t size = 100;
	void *p = kmalloc(100, GFP_KERNEL);
	void *q = kmalloc(size, GFP_KERNEL);

	ASSERT(p && q);
	EXPECT(cache_of(p) == kmalloc_caches[7]);
	EXPECT(cache_of(q) == kmalloc_caches[7]);
	kfree(p);
	kfree(q);
}

/* What is kmalloc(0), and what may be done with it? */
SELFTEST(slab, zero_size)
{
	volatile size_t none = 0;

	EXPECT(kmalloc(0, GFP_KERNEL) == ZERO_SIZE_PTR);
	EXPECT(kmalloc(none, GFP_KERNEL) == ZERO_SIZE_PTR);
	EXPECT(kcalloc(none, 8, GFP_KERNEL) == ZERO_SIZE_PTR);
	EXPECT_EQ(ksize(ZERO_SIZE_PTR), 0);
	EXPECT_EQ(ksize(NULL), 0);
	kfree(ZERO_SIZE_PTR);
	kzfree(ZERO_SIZE_PTR);
	kfree(NULL);
	kzfree(NULL);
	kmem_cache_destroy(NULL);
}

/* Is memory zero that is asked for as zero, although its last user left it dirty? */
SELFTEST(slab, zeroed)
{
	static const size_t sizes[] = { 5, 8, 64, 100, 1000, 4096, 8192, 20000 };
	unsigned int i;
	void *p;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = kmalloc(sizes[i], GFP_KERNEL);
		ASSERT(p);
		memset(p, 0xff, sizes[i]);
		kfree(p);
		p = kzalloc(sizes[i], GFP_KERNEL);
		ASSERT(p);
		EXPECT(filled_with(p, 0, sizes[i]));
		kfree(p);
	}
	p = kcalloc(7, 13, GFP_KERNEL);
	ASSERT(p);
	EXPECT(filled_with(p, 0, 7 * 13));
	kfree(p);
}

/* Does an array whose size overflows fail, rather than come out small? */
SELFTEST(slab, array_overflow)
{
	volatile size_t many = SIZE_MAX / 8 + 2;
	void *p;

	EXPECT(!kmalloc_array(many, 8, GFP_KERNEL));
	EXPECT(!kcalloc(many, 8, GFP_KERNEL));
	EXPECT(!kcalloc(8, many, GFP_KERNEL));
	p = kmalloc_array(many, 0, GFP_KERNEL);
	EXPECT(p == ZERO_SIZE_PTR);
	p = kmalloc_array(10, 10, GFP_KERNEL);
	EXPECT(p && ksize(p) >= 100);
	kfree(p);
}

/* Does what no class holds come from the buddy allocator, and return to it? */
SELFTEST(slab, large)
{
	unsigned long objects = slab_objects_in_use();
	void *p = kmalloc(KMALLOC_MAX_CACHE_SIZE + 1, GFP_KERNEL);
	void *q = kmalloc(100000, GFP_KERNEL);

	ASSERT(p && q);
	EXPECT(!PageSlab(virt_to_head_page(p)));
	EXPECT(PageCompound(virt_to_head_page(p)));
	EXPECT(!offset_in_page(p) && !offset_in_page(q));
	EXPECT_EQ(ksize(p), 4 * PAGE_SIZE);
	EXPECT_EQ(ksize(q), 32 * PAGE_SIZE);
	EXPECT_EQ(slab_objects_in_use(), objects);
	memset(q, 0x33, ksize(q));
	kfree(p);
	kfree(q);
}

/* What if somebody asks for more than there can be? */
SELFTEST(slab, too_large)
{
	volatile size_t huge = KMALLOC_MAX_SIZE + 1;
	void *p;

	EXPECT(!kmalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	EXPECT(!kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN));
	huge = SIZE_MAX;
	EXPECT(!kzalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	p = kmalloc(32, GFP_KERNEL);
	ASSERT(p);
	memset(p, 0x44, 32);
	EXPECT(!krealloc(p, huge, GFP_KERNEL | __GFP_NOWARN));
	EXPECT(filled_with(p, 0x44, 32));
	kfree(p);
}

/* When memory runs out, does kmalloc say NULL, and is all of it there again afterwards? */
SELFTEST(slab, out_of_memory)
{
	void *p, *chain = NULL;
	unsigned int n = 0;

	while ((p = kmalloc(1 << 20, GFP_NOWAIT | __GFP_NOWARN)) != NULL) {
		*(void **)p = chain;
		chain = p;
		n++;
	}
	EXPECT(n > 0);
	for (; chain; chain = p) {
		p = *(void **)chain;
		kfree(chain);
	}
	p = kmalloc(1 << 20, GFP_KERNEL);
	EXPECT(p != NULL);
	kfree(p);
}

/* Does krealloc keep the content, grow in place while it can, and know its special cases? */
SELFTEST(slab, krealloc)
{
	void *p = krealloc(NULL, 20, GFP_KERNEL);
	void *q;
	size_t room;

	ASSERT(p);
	room = ksize(p);
	memset(p, 0x55, 20);
	EXPECT(krealloc(p, room, GFP_KERNEL) == p);
	EXPECT(krealloc(p, 1, GFP_KERNEL) == p);
	q = __krealloc(p, room + 1, GFP_KERNEL);
	ASSERT(q);
	EXPECT(q != p && filled_with(q, 0x55, 20) && filled_with(p, 0x55, 20));
	kfree(q);
	p = krealloc(p, 30000, GFP_KERNEL);
	ASSERT(p);
	EXPECT(filled_with(p, 0x55, 20));
	EXPECT(krealloc(p, 0, GFP_KERNEL) == ZERO_SIZE_PTR);
	p = krealloc(ZERO_SIZE_PTR, 8, GFP_KERNEL);
	EXPECT(p && !ZERO_OR_NULL_PTR(p));
	kzfree(p);
}

/* Are copies complete, terminated and their own? */
SELFTEST(slab, copies)
{
	char text[] = "pagewalk";
	char *a = kstrdup(text, GFP_KERNEL);
	char *b = kstrndup(text, 4, GFP_KERNEL);
	char *c = kstrndup(text, 100, GFP_KERNEL);
	char *d = kmemdup(text + 2, 3, GFP_KERNEL);

	ASSERT(a && b && c && d);
	text[0] = 'P';
	EXPECT(!strcmp(a, "pagewalk"));
	EXPECT(!strcmp(b, "page"));
	EXPECT(!strcmp(c, "pagewalk"));
	EXPECT(!memcmp(d, "gew", 3));
	EXPECT(!kstrdup(NULL, GFP_KERNEL));
	EXPECT(!kstrndup(NULL, 1, GFP_KERNEL));
	kfree(a);
	kfree(b);
	kfree(c);
	kfree(d);
}

/* Do allocation and freeing leave interrupts as they were, on the slow paths, too? */
SELFTEST(slab, interrupts)
{
	struct kmem_cache *s = kmem_cache_create("test-irq", 2048, 0, 0, NULL);
	unsigned long flags;
	void *p[20];
	unsigned int i;
	bool off = true;

	ASSERT(s);
	local_irq_save(flags);
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		p[i] = kmem_cache_alloc(s, GFP_ATOMIC);
		off &= irqs_disabled();
	}
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		kmem_cache_free(s, p[i]);
		off &= irqs_disabled();
	}
	local_irq_restore(flags);
	EXPECT(off);
	EXPECT(!irqs_disabled());
	for (i = 0; i < ARRAY_SIZE(p); i++)
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		kmem_cache_free(s, p[i]);
	EXPECT(!irqs_disabled());
	kmem_cache_destroy(s);
}

/* Does each kind of alignment that can be asked for hold for all objects of several slabs? */
SELFTEST(slab, alignment)
{
	static const struct {
		size_t size, align;
		unsigned long flags;
		unsigned long wanted;
	} kinds[] = {
		{  12,    0, 0,					     8 },
		{  12,   32, 0,					    32 },
		{ 100,    0, SLAB_HWCACHE_ALIGN,		    64 },
		{  20,    0, SLAB_HWCACHE_ALIGN,		    32 },
		{  60,  128, SLAB_HWCACHE_ALIGN,		   128 },
		{ 700,  256, ALL_CHECKS,			   256 },
		{   9,    4, SLAB_RED_ZONE,			     8 },
		{ 200, 4096, 0,					  4096 },
	};
	struct kmem_cache *s;
	void *p[40];
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		s = kmem_cache_create("test-align", kinds[i].size, kinds[i].align, kinds[i].flags,
				      NULL);
		ASSERT(s);
		for (j = 0; j < ARRAY_SIZE(p); j++) {
			p[j] = kmem_cache_alloc(s, GFP_KERNEL);
			EXPECT(p[j] && IS_ALIGNED((unsigned long)p[j], kinds[i].wanted));
		}
		for (j = 0; j < ARRAY_SIZE(p); j++)
			kmem_cache_free(s, p[j]);
		kmem_cache_destroy(s);
	}
}

/* Are impossible caches refused? */
SELFTEST(slab, create_refuses)
{
	struct reports r = expect_reports();

	EXPECT(!kmem_cache_create(NULL, 64, 0, 0, NULL));
	EXPECT(!kmem_cache_create("test-none", 0, 0, 0, NULL));
	EXPECT(!kmem_cache_create("test-byte", 1, 0, 0, NULL));
	EXPECT(!kmem_cache_create("test-huge", KMALLOC_MAX_SIZE + 1, 0, 0, NULL));
	EXPECT(!kmem_cache_create("test-all", SIZE_MAX - 8, 0, 0, NULL));
	EXPECT(!kmem_cache_create("test-full", KMALLOC_MAX_SIZE, 0, SLAB_RED_ZONE, NULL));
	EXPECT(!kmem_cache_create("test-odd", 64, 24, 0, NULL));
	EXPECT(reported(&r, "kmem_cache_create(test-odd) failed"));
	EXPECT_EQ(reports_end(&r), 0);
}

static unsigned int constructed;

static void construct(void *object)
{
	memset(object, 0x77, 48);
	constructed++;
}

static void constructor_questions(unsigned long flags)
{
	struct kmem_cache *s = kmem_cache_create("test-ctor", 48, 0, flags, construct);
	void *p[100];
	unsigned int i, round;

	ASSERT(s);
	constructed = 0;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < ARRAY_SIZE(p); i++) {
			p[i] = kmem_cache_alloc(s, GFP_KERNEL);
			EXPECT(p[i] && filled_with(p[i], 0x77, 48));
		}
		EXPECT_EQ(constructed, s->node.total_objects);
		for (i = 0; i < ARRAY_SIZE(p); i++)
			kmem_cache_free(s, p[i]);
	}
	EXPECT_EQ(kmem_cache_shrink(s), 0);
	constructed = 0;
	p[0] = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(constructed > 0 && constructed == s->node.total_objects);
	kmem_cache_free(s, p[0]);
	kmem_cache_destroy(s);
}

/* Does the constructor run once for each object of a slab, and does its work last? */
SELFTEST(slab, constructor)
{
	constructor_questions(0);
	constructor_questions(ALL_CHECKS);
}

/* Do slabs go back to the buddy allocator when their last object is freed? */
SELFTEST(slab, empty_slabs_go_back)
{
	struct kmem_cache *s = kmem_cache_create("test-empty", 1000, 0, 0, NULL);
	unsigned long pages = global_page_state(NR_SLAB_UNRECLAIMABLE);
	void *p[400];
	unsigned int i;

	ASSERT(s);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(s->node.nr_slabs >= 400 / oo_objects(s->oo));
	EXPECT_EQ(global_page_state(NR_SLAB_UNRECLAIMABLE) - pages,
		  s->node.nr_slabs << oo_order(s->oo));
	for (i = 0; i < ARRAY_SIZE(p); i++)
		kmem_cache_free(s, p[i]);
	EXPECT(s->node.nr_slabs <= s->min_partial + 1);
	EXPECT_EQ(kmem_cache_shrink(s), 0);
	EXPECT_EQ(s->node.nr_slabs, 0);
	EXPECT_EQ(global_page_state(NR_SLAB_UNRECLAIMABLE), pages);
	kmem_cache_destroy(s);
}

/* Are the pages of a reclaimable cache counted as such? */
SELFTEST(slab, reclaimable_is_counted)
{
	struct kmem_cache *s = kmem_cache_create("test-recl", 64, 0, SLAB_RECLAIM_ACCOUNT, NULL);
	unsigned long pages = global_page_state(NR_SLAB_RECLAIMABLE);
	void *p;

	ASSERT(s);
	p = kmem_cache_zalloc(s, GFP_KERNEL);
	EXPECT(p && filled_with(p, 0, 64));
	EXPECT_EQ(global_page_state(NR_SLAB_RECLAIMABLE), pages + (1UL << oo_order(s->oo)));
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
	EXPECT_EQ(global_page_state(NR_SLAB_RECLAIMABLE), pages);
}

/* After a shrink, is the fullest slab used first, so that the others can become empty? */
SELFTEST(slab, shrink_sorts)
{
	struct kmem_cache *s = kmem_cache_create("test-sort", 256, 0, 0, NULL);
	unsigned int n, i;
	void *p[64] = { NULL };
	struct page *page;

	ASSERT(s);
	n = oo_objects(s->oo);
	ASSERT(n >= 4 && 3 * n <= ARRAY_SIZE(p));
	for (i = 0; i < 3 * n; i++)
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
	/* of the first slab one object lives, of the second all but one, of the third none */
	for (i = 1; i < n; i++)
		kmem_cache_free(s, p[i]);
	kmem_cache_free(s, p[n]);
	for (i = 2 * n; i < 3 * n; i++)
		kmem_cache_free(s, p[i]);
	page = virt_to_head_page(p[n + 1]);
	EXPECT_EQ(kmem_cache_shrink(s), 1);
	EXPECT_EQ(s->node.nr_slabs, 2);
	p[n] = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(virt_to_head_page(p[n]) == page);
	kmem_cache_free(s, p[0]);
	for (i = n; i < 2 * n; i++)
		kmem_cache_free(s, p[i]);
	kmem_cache_destroy(s);
}

/* Is the cache of caches an ordinary one, though it had to exist before it could be made? */
SELFTEST(slab, cache_of_caches)
{
	struct kmem_cache *s = kmem_cache_create("test-self", 64, 0, 0, NULL);

	ASSERT(s);
	EXPECT(cache_of(s) == kmem_cache);
	EXPECT(cache_of(kmem_cache) == kmem_cache);
	EXPECT_EQ(kmem_cache_size(kmem_cache), sizeof(struct kmem_cache));
	kmem_cache_destroy(s);
}

#define STORM_SLOTS	256

struct storm_slot {
	u8 *p;
	size_t size;
	u8 byte;
};

static void storm_step(struct storm_slot *slot)
{
	size_t size = selftest_random_below(selftest_random_below(8) ? 300 : 12000);
	u8 *p;

	if (!slot->p || ZERO_OR_NULL_PTR(slot->p)) {
		slot->p = kmalloc(size, GFP_KERNEL);
	} else if (selftest_random_below(4) == 0) {
		p = krealloc(slot->p, size, GFP_KERNEL);
		EXPECT(ZERO_OR_NULL_PTR(p) || filled_with(p, slot->byte, min(size, slot->size)));
		slot->p = p;
	} else {
		EXPECT(filled_with(slot->p, slot->byte, slot->size));
		kfree(slot->p);
		slot->p = NULL;
	}
	if (ZERO_OR_NULL_PTR(slot->p))
		return;
	slot->size = size;
	slot->byte = (u8)selftest_random();
	memset(slot->p, slot->byte, size);
}

/* Does content survive any order of allocations, resizings and frees of all sizes? */
SELFTEST(slab, storm)
{
	static struct storm_slot slots[STORM_SLOTS];
	unsigned long objects = slab_objects_in_use();
	unsigned int i;

	for (i = 0; i < 8000; i++) {
		storm_step(&slots[selftest_random_below(STORM_SLOTS)]);
		if (i % 1000 == 0)
			EXPECT(slab_check());
	}
	for (i = 0; i < STORM_SLOTS; i++) {
		if (!ZERO_OR_NULL_PTR(slots[i].p))
			EXPECT(filled_with(slots[i].p, slots[i].byte, slots[i].size));
		kfree(slots[i].p);
		slots[i].p = NULL;
	}
	EXPECT(slab_check());
	EXPECT_EQ(slab_objects_in_use(), objects);
}

/* Does ksize() end before what stands behind the object? */
SELFTEST(slab, ksize)
{
	struct kmem_cache *plain = kmem_cache_create("test-plain", 44, 16, 0, NULL);
	struct kmem_cache *tracked = kmem_cache_create("test-tracked", 44, 0, SLAB_STORE_USER, NULL);
	struct kmem_cache *red = kmem_cache_create("test-red", 44, 0, SLAB_RED_ZONE, NULL);
	void *p, *q, *r;

	ASSERT(plain && tracked && red);
	p = kmem_cache_alloc(plain, GFP_KERNEL);
	q = kmem_cache_alloc(tracked, GFP_KERNEL);
	r = kmem_cache_alloc(red, GFP_KERNEL);
	ASSERT(p && q && r);
	EXPECT_EQ(ksize(p), kmem_cache_debug(plain) ? 44 : 48);
	EXPECT(ksize(q) >= 44 && ksize(q) <= tracked->inuse);
	EXPECT_EQ(ksize(r), 44);
	kmem_cache_free(plain, p);
	kmem_cache_free(tracked, q);
	kmem_cache_free(red, r);
	kmem_cache_destroy(plain);
	kmem_cache_destroy(tracked);
	kmem_cache_destroy(red);
}

/* Does the text of /proc/slabinfo count what is there? */
SELFTEST(slab, slabinfo)
{
	struct kmem_cache *s = kmem_cache_create("test-slabinfo", 1000, 0, 0, NULL);
	unsigned long before = slab_objects_in_use();
	static char text[8192], line[64];
	struct seq_file m = { .buf = text, .size = sizeof(text) };
	void *p, *q;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT_EQ(slab_objects_in_use(), before + 2);
	slabinfo_show(&m);
	EXPECT(!strncmp(text, "slabinfo - version: 2.1\n", 24));
	EXPECT(strstr(text, "\nkmalloc-64 "));
	snprintf(line, sizeof(line), "\n%-17s %6u %6lu %6u %4u", "test-slabinfo", 2,
		 s->node.total_objects, s->size, oo_objects(s->oo));
	EXPECT(strstr(text, line));
	kmem_cache_free(s, p);
	EXPECT_EQ(slab_objects_in_use(), before + 1);
	kmem_cache_free(s, q);
	kmem_cache_destroy(s);
}

/* Is nothing left of a cache, and an object as it was, whichever allocation fails? */
SELFTEST(slab, no_memory)
{
	unsigned int n, left = 0;

	for (n = 1; !left; n++) {
		struct kmem_cache *s;
		char *p, *q, *large, *copy;

		ASSERT(n < 100);
		set_fail_nth(current, n);
		s = kmem_cache_create("test-no-memory", 700, 0, SLAB_HWCACHE_ALIGN, NULL);
		p = s ? kmem_cache_zalloc(s, GFP_KERNEL) : NULL;
		copy = kstrdup("forty-two bytes, with the one that ends them", GFP_KERNEL);
		q = copy ? krealloc(copy, 1000, GFP_KERNEL) : NULL;
		EXPECT(!q == !copy || !current->fail_nth);
		EXPECT(!copy || !strncmp(q ?: copy, "forty-two", 9));
		large = kcalloc(3, PAGE_SIZE, GFP_KERNEL);
		EXPECT(!large || !memchr_inv(large, 0, 3 * PAGE_SIZE));
		left = current->fail_nth;
		set_fail_nth(current, 0);
		EXPECT(left == 0 || (s && p && q && large));
		kfree(large);
		kfree(q ?: copy);
		if (p)
			kmem_cache_free(s, p);
		if (s)
			kmem_cache_destroy(s);
	}
	EXPECT(n > 6);
}
