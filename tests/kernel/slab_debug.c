/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happens to those who misuse the slab caches (mm/slab_debug.c), and whether slab_check()
 * would see a broken invariant (mm/slab_check.c).
 */
#include <linux/mm.h>
#include "slab_test.h"

/* Is a write past the end reported with the byte, the object and who allocated it, and repaired? */
SELFTEST(slab_debug, redzone)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	r = expect_reports();
	p[60] = 'A';
	kmem_cache_free(s, (void *)p);
	EXPECT(reported(&r, "BUG test-checked (Not tainted): Redzone overwritten"));
	EXPECT(reported(&r, "First byte 0x41 instead of 0xcc"));
	EXPECT(reported(&r, "INFO: Allocated in "));
	EXPECT(reported(&r, "6b 6b 6b 6b 6b 6b 6b 6b"));
	EXPECT(reported(&r, "kkkkkkkk"));
	EXPECT(reported(&r, "Fill cc: red zone of one in use"));
	EXPECT(reported(&r, "FIX test-checked: Restoring"));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	kmem_cache_destroy(s);
}

/* Is there a red zone even where the object fills its words? */
SELFTEST(slab_debug, redzone_of_whole_words)
{
	struct kmem_cache *s = kmem_cache_create("test-words", 64, 0, ALL_CHECKS, NULL);
	struct reports r;
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	r = expect_reports();
	p[64] = 0;
	kmem_cache_free(s, (void *)p);
	EXPECT(reported(&r, "BUG test-words (Not tainted): Redzone overwritten"));
	EXPECT_EQ(reports_end(&r), 1);
	kmem_cache_destroy(s);
}

/* Is a write before the object seen, too? */
SELFTEST(slab_debug, left_redzone)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	r = expect_reports();
	p[-1] = 'B';
	kmem_cache_free(s, (void *)p);
	EXPECT(reported(&r, "First byte 0x42 instead of 0xcc"));
	EXPECT_EQ(reports_end(&r), 1);
	kmem_cache_destroy(s);
}

/* Is a write after free found when the object is used again, or when its slab goes? */
SELFTEST(slab_debug, poison)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	r = expect_reports();
	EXPECT_EQ(p[0], 0x6b);
	EXPECT_EQ(p[59], 0xa5);
	p[0] = 1;
	kmem_cache_free(s, (void *)p);
	EXPECT_EQ(p[0], 0x6b);
	p[10] = 'C';
	EXPECT(kmem_cache_alloc(s, GFP_KERNEL) == p);
	EXPECT(reported(&r, "Poison overwritten"));
	EXPECT(reported(&r, "First byte 0x43 instead of 0x6b"));
	EXPECT(reported(&r, "INFO: Freed in "));
	EXPECT_EQ(p[10], 0x6b);
	kmem_cache_free(s, (void *)p);
	p[59] = 'D';
	EXPECT_EQ(kmem_cache_shrink(s), 0);
	EXPECT(reported(&r, "First byte 0x44 instead of 0xa5"));
	EXPECT_EQ(reports_end(&r), 2);
	kmem_cache_destroy(s);
}

/* Is a second free refused, and named? */
SELFTEST(slab_debug, double_free)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	void *p, *q;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	kmem_cache_free(s, p);
	r = expect_reports();
	kmem_cache_free(s, p);
	kfree(p);
	EXPECT(reported(&r, "Object already free"));
	EXPECT(reported(&r, "not freed, by "));
	EXPECT_EQ(reports_end(&r), 2);
	EXPECT(slab_check());
	/* it would now be handed out twice */
	EXPECT(kmem_cache_alloc(s, GFP_KERNEL) == p);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(q && q != p);
	kmem_cache_free(s, p);
	kmem_cache_free(s, q);
	kmem_cache_destroy(s);
}

/* Is the free of an address inside an object refused? */
SELFTEST(slab_debug, interior_pointer)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	char *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	r = expect_reports();
	kfree(p + 8);
	EXPECT(reported(&r, "Invalid object pointer"));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* Does an object that is freed into another cache go home, with a report in every build? */
SELFTEST(slab_debug, wrong_cache)
{
	struct kmem_cache *a = kmem_cache_create("test-a", 64, 0, 0, NULL);
	struct kmem_cache *b = kmem_cache_create("test-b", 64, 0, 0, NULL);
	struct reports r;
	void *p, *page;

	ASSERT(a && b);
	p = kmem_cache_alloc(a, GFP_KERNEL);
	page = (void *)__get_free_page(GFP_KERNEL);
	ASSERT(p && page);
	r = expect_reports();
	kmem_cache_free(b, p);
	EXPECT(reported(&r, "Wrong slab cache. test-b but object"));
	EXPECT(reported(&r, "is from test-a"));
	kmem_cache_free(a, page);
	EXPECT(reported(&r, "is from no slab"));
	EXPECT_EQ(reports_end(&r), 2);
	EXPECT(slab_check());
	free_page((unsigned long)page);
	EXPECT_EQ(kmem_cache_shrink(a), 0);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

static void freelist_questions(struct kmem_cache *s, void *p, const char *text)
{
	struct reports r = expect_reports();
	void *q;

	kmem_cache_free(s, p);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(p && q && p != q);
	EXPECT(reported(&r, text));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	kmem_cache_free(s, p);
	kmem_cache_free(s, q);
	EXPECT_EQ(kmem_cache_shrink(s), 0);
}

/* Does a use of the cache survive each way to break a free list, and are all objects still there? */
SELFTEST(slab_debug, freelist)
{
	struct kmem_cache *s = checked_cache();
	struct page *page;
	void *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	page = virt_to_head_page(p);
	set_freepointer(s, page->freelist, (void *)0x1234);
	freelist_questions(s, p, "Freechain corrupt after 1 objects");

	p = kmem_cache_alloc(s, GFP_KERNEL);
	page = virt_to_head_page(p);
	page->freelist = (char *)page->freelist + 4;
	freelist_questions(s, p, "Freechain corrupt after 0 objects");

	p = kmem_cache_alloc(s, GFP_KERNEL);
	page = virt_to_head_page(p);
	set_freepointer(s, get_freepointer(s, page->freelist), page->freelist);
	freelist_questions(s, p, "Freechain corrupt after");

	p = kmem_cache_alloc(s, GFP_KERNEL);
	virt_to_head_page(p)->inuse++;
	freelist_questions(s, p, "Wrong object count. Counter is 2 but counted were 1");
	kmem_cache_destroy(s);
}

/* Does an allocation see a pointer that leads astray? */
SELFTEST(slab_debug, freepointer)
{
	struct kmem_cache *s = checked_cache();
	struct reports r;
	void *p, *q;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	set_freepointer(s, virt_to_head_page(p)->freelist, (char *)p + 1);
	r = expect_reports();
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(q && q != p);
	EXPECT(reported(&r, "Freepointer corrupt"));
	EXPECT(reported(&r, "Free list made anew, 1 objects in use"));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	kmem_cache_free(s, p);
	kmem_cache_free(s, q);
	kmem_cache_destroy(s);
}

static int free_by_kfree(void *page)
{
	kfree(page);
	return 0;
}

/* Does kfree of a page that it never gave out stop there and then? */
SELFTEST(slab_debug, kfree_of_a_page)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	ASSERT(page);
	EXPECT_OOPS(free_by_kfree, (void *)page);
	free_page(page);
}

static void leak_questions(unsigned long flags)
{
	struct kmem_cache *s = kmem_cache_create("test-leak", 128, 0, flags, NULL);
	struct reports r;
	char name[48];
	void *p[50];
	unsigned int i;

	ASSERT(s);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(p); i += 2)
		kmem_cache_free(s, p[i]);
	for (i = 1; i < ARRAY_SIZE(p) - 4; i += 2)
		kmem_cache_free(s, p[i]);
	r = expect_reports();
	kmem_cache_destroy(s);
	EXPECT(reported(&r, "Objects remaining in test-leak on kmem_cache_close()"));
	EXPECT(reported(&r, "Slab cache still has objects"));
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		snprintf(name, sizeof(name), "INFO: Object %p @", p[i]);
		EXPECT_EQ(reported(&r, name), i == 47 || i == 49);
	}
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	p[0] = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT(p[0] != NULL);
	kmem_cache_free(s, p[0]);
	kmem_cache_free(s, p[47]);
	kmem_cache_free(s, p[49]);
	r = expect_reports();
	kmem_cache_destroy(s);
	EXPECT_EQ(reports_end(&r), 0);
}

/* Is each leaked object named when its cache is destroyed, and is the cache still whole? */
SELFTEST(slab_debug, destroy_with_leaks)
{
	leak_questions(0);
	leak_questions(ALL_CHECKS);
}

/* Breaks something, asks slab_check() for the invariant's name, mends it. */
#define SEES(name, breaks, mends)					\
do {									\
	struct reports __r = expect_reports();				\
									\
	breaks;								\
	EXPECT(!slab_check());						\
	mends;								\
	EXPECT(reported(&__r, "slab_check: " name " violated: test-seen")); \
	reports_end(&__r);						\
	EXPECT(slab_check());						\
} while (0)

/* Is each invariant of a slab on the partial list checked? */
SELFTEST(slab_debug, check_sees_slabs)
{
	struct kmem_cache *s = kmem_cache_create("test-seen", 200, 0, 0, NULL);
	struct page *page;
	void *p, *next;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	kmem_cache_shrink(s);
	page = virt_to_head_page(p);
	next = get_freepointer(s, page->freelist);
	ASSERT(page->freelist && next);

	SEES("I1", page->objects--, page->objects++);
	SEES("I1", __ClearPageSlab(page), __SetPageSlab(page));
	SEES("I2", page->freelist = (char *)page->freelist + 8,
		   page->freelist = (char *)page->freelist - 8);
	SEES("I2", set_freepointer(s, page->freelist, page->freelist),
		   set_freepointer(s, page->freelist, next));
	SEES("I3", page->inuse++, page->inuse--);
	SEES("I3", set_freepointer(s, page->freelist, NULL),
		   set_freepointer(s, page->freelist, next));
	SEES("I4", page->frozen = 1, page->frozen = 0);
	SEES("I5", s->node.nr_partial++, s->node.nr_partial--);
	SEES("I5", list_move(&page->lru, &s->node.full), list_move(&page->lru, &s->node.partial));
	SEES("I6", s->node.nr_slabs++, s->node.nr_slabs--);
	SEES("I6", s->node.total_objects--, s->node.total_objects++);
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* Is each invariant of a CPU's slab checked?  (In the debug build no cache has any.) */
SELFTEST(slab_debug, check_sees_cpu_slabs)
{
	struct kmem_cache *s = kmem_cache_create("test-seen", 200, 0, 0, NULL);
	struct kmem_cache_cpu *c;
	struct page *page;
	void *p, *free;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	c = &s->cpu_slab[0];
	if (!kmem_cache_debug(s)) {
		page = c->page;
		free = c->freelist;
		ASSERT(page && free);
		SEES("I2", c->freelist = (char *)p + 1, c->freelist = free);
		SEES("I2", c->page = NULL, c->page = page);
		SEES("I3", page->inuse--, page->inuse++);
		SEES("I4", page->frozen = 0, page->frozen = 1);
		SEES("I6", s->node.nr_slabs--, s->node.nr_slabs++);
	} else {
		EXPECT(!c->page && !c->freelist);
	}
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* Are the fill bytes of free objects and red zones checked? */
SELFTEST(slab_debug, check_sees_fills)
{
	struct kmem_cache *s = kmem_cache_create("test-seen", 60, 0, ALL_CHECKS, NULL);
	u8 *p, *free;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	free = virt_to_head_page(p)->freelist;
	SEES("I7", p[60] ^= 1, p[60] ^= 1);
	SEES("I7", p[-1] ^= 1, p[-1] ^= 1);
	SEES("I7", free[7] ^= 1, free[7] ^= 1);
	SEES("I7", free[59] ^= 1, free[59] ^= 1);
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}
