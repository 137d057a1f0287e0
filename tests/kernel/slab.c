/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to the slab caches: mm/slab.c, slab_common.c, slab_debug.c, slab_check.c, util.c.
 *
 * The first part asks what a caller relies on, the second what happens to those who make
 * mistakes, the third whether slab_check() would see a broken invariant.
 */
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmstat.h>
#include "selftest.h"
#include "../../mm/slab.h"

#define ALL_CHECKS	SLAB_DEBUG_FLAGS

/* Objects that hold 0x40 + their number tell who overwrote whom. */
static bool filled_with(const void *p, u8 byte, size_t bytes)
{
	const u8 *at = p;
	size_t i;

	for (i = 0; i < bytes; i++)
		if (at[i] != byte)
			return false;
	return true;
}

static struct kmem_cache *cache_of(const void *p)
{
	return virt_to_head_page(p)->slab_cache;
}

/* What was printed and counted since a mark; meanwhile the console is silent. */
struct reports {
	u64 mark;
	unsigned long errors;
	int loglevel;
};

static struct reports expect_reports(void)
{
	struct reports r = { log_mark(), nr_slab_errors, console_loglevel };

	console_loglevel = CONSOLE_LOGLEVEL_SILENT;
	return r;
}

static unsigned long reports_end(const struct reports *r)
{
	console_loglevel = r->loglevel;
	return nr_slab_errors - r->errors;
}

static bool reported(const struct reports *r, const char *text)
{
	static char log[16384];

	log_read_since(r->mark, log, sizeof(log));
	return strstr(log, text) != NULL;
}

/* --- What a caller relies on --------------------------------------------------------------- */

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
	EXPECT(PAGE_ALIGNED(p) && PAGE_ALIGNED(q));
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

/* Does the constructor run once for each object of a slab, and does its work last? */
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

SELFTEST(slab, constructor)
{
	constructor_questions(0);
	constructor_questions(ALL_CHECKS);
}

/* Do slabs go back to the buddy allocator when their last object is freed? */
SELFTEST(slab, empty_slabs_go_back)
{
	struct kmem_cache *s = kmem_cache_create("test-empty", 512, 0, 0, NULL);
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
	void *p[64];
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
	size_t size = selftest_random() % (selftest_random() % 8 ? 300 : 12000);
	u8 *p;

	if (!slot->p || ZERO_OR_NULL_PTR(slot->p)) {
		slot->p = kmalloc(size, GFP_KERNEL);
	} else if (selftest_random() % 4 == 0) {
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
		storm_step(&slots[selftest_random() % STORM_SLOTS]);
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

/* Does the text of /proc/slabinfo count what is there? */
SELFTEST(slab, slabinfo)
{
	struct kmem_cache *s = kmem_cache_create("test-slabinfo", 1000, 0, 0, NULL);
	unsigned long before = slab_objects_in_use();
	void *p, *q;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	EXPECT_EQ(slab_objects_in_use(), before + 2);
	kmem_cache_free(s, p);
	EXPECT_EQ(slab_objects_in_use(), before + 1);
	kmem_cache_free(s, q);
	kmem_cache_destroy(s);
}

/* --- Mistakes, in caches with checks ------------------------------------------------------- */

static struct kmem_cache *checked_cache(void)
{
	return kmem_cache_create("test-checked", 60, 0, ALL_CHECKS, NULL);
}

/* Is a write past the end reported with the byte, the object and who allocated it, and repaired? */
SELFTEST(slab, redzone)
{
	struct kmem_cache *s = checked_cache();
	struct reports r = expect_reports();
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
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

/* Is a write before the object seen, too? */
SELFTEST(slab, left_redzone)
{
	struct kmem_cache *s = checked_cache();
	struct reports r = expect_reports();
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	p[-1] = 'B';
	kmem_cache_free(s, (void *)p);
	EXPECT(reported(&r, "First byte 0x42 instead of 0xcc"));
	EXPECT_EQ(reports_end(&r), 1);
	kmem_cache_destroy(s);
}

/* Is a write after free found when the object is used again, or when its slab goes? */
SELFTEST(slab, poison)
{
	struct kmem_cache *s = checked_cache();
	struct reports r = expect_reports();
	volatile u8 *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
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
SELFTEST(slab, double_free)
{
	struct kmem_cache *s = checked_cache();
	struct reports r = expect_reports();
	void *p, *q;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p && q);
	kmem_cache_free(s, p);
	kfree(p);
	EXPECT(reported(&r, "Object already free"));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	EXPECT(kmem_cache_alloc(s, GFP_KERNEL) == p);
	EXPECT(kmem_cache_alloc(s, GFP_KERNEL) != p);
	r = expect_reports();
	kmem_cache_destroy(s);
	EXPECT_EQ(reports_end(&r), 1);
	kmem_cache_free(s, p);
	kmem_cache_free(s, q);
	EXPECT_EQ(kmem_cache_shrink(s), 1);
	/* the third object, which only the slab knows: it lies behind the second */
	kmem_cache_free(s, (char *)q + s->size);
	kmem_cache_destroy(s);
}

/* Is the free of an address inside an object refused? */
SELFTEST(slab, interior_pointer)
{
	struct kmem_cache *s = checked_cache();
	struct reports r = expect_reports();
	char *p;

	ASSERT(s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	ASSERT(p);
	kfree(p + 8);
	EXPECT(reported(&r, "Invalid object pointer"));
	EXPECT_EQ(reports_end(&r), 1);
	EXPECT(slab_check());
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* Does an object that is freed into another cache go home, with a report in every build? */
SELFTEST(slab, wrong_cache)
{
	struct kmem_cache *a = kmem_cache_create("test-a", 64, 0, 0, NULL);
	struct kmem_cache *b = kmem_cache_create("test-b", 64, 0, 0, NULL);
	struct reports r = expect_reports();
	void *p, *page;

	ASSERT(a && b);
	p = kmem_cache_alloc(a, GFP_KERNEL);
	page = (void *)__get_free_page(GFP_KERNEL);
	ASSERT(p && page);
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

static void free_page_by_kfree(void *page)
{
	kfree(page);
}

/* Does kfree of a page that it never gave out stop there and then? */
SELFTEST(slab, kfree_of_a_page)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	ASSERT(page);
	EXPECT_OOPS(free_page_by_kfree, (void *)page);
	free_page(page);
}

/* Is each leaked object named when its cache is destroyed, and is the cache still whole? */
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

SELFTEST(slab, destroy_with_leaks)
{
	leak_questions(0);
	leak_questions(ALL_CHECKS);
}

/* --- Would slab_check() see it? ------------------------------------------------------------ */

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
SELFTEST(slab, check_sees_slabs)
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

/* Are those of a CPU's slab?  (In the debug build no cache has any.) */
SELFTEST(slab, check_sees_cpu_slabs)
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
		SEES("I2", c->freelist = p + 1, c->freelist = free);
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

/* Are the fill bytes? */
SELFTEST(slab, check_sees_fills)
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
