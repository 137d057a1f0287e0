/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slab caches from outside: their shape, their birth and death, and the caches behind kmalloc.
 *
 * Idea.  All that alloc and free need to know of a cache is worked out once, here: where in an
 * object the free pointer stands, how far objects are apart, how many frames make a slab.
 *
 *   one object's slot, all checks on, size from left to right:
 *
 *   | red_left_pad | object_size     | to word | free pointer | 2 tracks | pad  |
 *   | bb or cc     | 6b.....6b a5    | bb / cc | next free    | who      | 5a   |
 *                  ^ the user's pointer        ^ offset
 *                  |<----- inuse ------------->|
 *   |<------------------------------- size ---------------------------------->|
 *
 *   the same without checks:   | object_size, free pointer in its first word | to align |
 *
 * The order of a slab.  Room that no object fits into is lost, calls to the buddy allocator cost
 * time, and large blocks are rare when memory is fragmented.  So: the smallest order that holds 8
 * objects and wastes at most 1/16; if none up to order 3 does, 1/8, then 1/4, then fewer objects.
 *
 *   size     64   96   192  256  512   1024  2048  4096  8192   700
 *   order    0    0    0    0    0     1     2     3     3      1
 *   objects  64   42   21   16   8     8     8     8     4      11
 *
 * Locking.  slab_caches_lock covers the list of caches.  Creation may sleep; destruction doesn't,
 * but the caller sees to it that nobody else uses the cache any more.
 *
 * Different from Linux 4.x: no merging of caches that look alike, so a cache's name tells what is
 * in it; a spinlock instead of slab_mutex; struct kmem_cache_node and kmem_cache_cpu stand
 * inside struct kmem_cache, for there is one node; kmalloc-8, -16 and -32 exist, which ARM's
 * Linux lacks (include/linux/slab.h says why); the class of a size is computed by CLZ, not looked
 * up in size_index[].
 *
 * Read kmem_cache_create() and what it calls.  Tests: tests/kernel/slab.c, tests/host/slab.t.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "slab.h"

/* Partial slabs that stay although empty: more for large objects, whose slabs cost more */
#define MIN_PARTIAL	5
#define MAX_PARTIAL	10

LIST_HEAD(slab_caches);
DEFINE_SPINLOCK(slab_caches_lock);
struct kmem_cache *kmalloc_caches[KMALLOC_SHIFT_HIGH + 1];

static const struct {
	const char *name;
	unsigned int size;
} kmalloc_info[KMALLOC_SHIFT_HIGH + 1] = {
	[1]  = { "kmalloc-96",	   96 },
	[2]  = { "kmalloc-192",	  192 },
	[3]  = { "kmalloc-8",	    8 },
	[4]  = { "kmalloc-16",	   16 },
	[5]  = { "kmalloc-32",	   32 },
	[6]  = { "kmalloc-64",	   64 },
	[7]  = { "kmalloc-128",	  128 },
	[8]  = { "kmalloc-256",	  256 },
	[9]  = { "kmalloc-512",	  512 },
	[10] = { "kmalloc-1024", 1024 },
	[11] = { "kmalloc-2048", 2048 },
	[12] = { "kmalloc-4096", 4096 },
	[13] = { "kmalloc-8192", 8192 },
};

/* --- The shape of a cache ------------------------------------------------------------------ */

static unsigned int calculate_alignment(unsigned long flags, unsigned int align, unsigned int size)
{
	unsigned int line = SLAB_CACHE_LINE;

	if (flags & SLAB_HWCACHE_ALIGN) {
		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	return ALIGN(max(align, (unsigned int)ARCH_SLAB_MINALIGN), sizeof(void *));
}

static struct kmem_cache_order_objects oo_make(unsigned int order, unsigned int size)
{
	struct kmem_cache_order_objects oo = {
		(order << OO_SHIFT) + ((unsigned int)PAGE_SIZE << order) / size
	};

	return oo;
}

/* The first order up to @max that holds @min_objects and wastes at most 1/@fraction; or more. */
static unsigned int slab_order(unsigned int size, unsigned int min_objects, unsigned int max_order,
			       unsigned int fraction)
{
	unsigned int order, bytes;

	for (order = get_order(min_objects * size); order <= max_order; order++) {
		bytes = (unsigned int)PAGE_SIZE << order;
		if (bytes % size <= bytes / fraction)
			break;
	}
	return order;
}

/* The order of a slab of objects of @size, by the rule in the opening comment, or -E2BIG. */
static int calculate_order(unsigned int size)
{
	unsigned int most = ((unsigned int)PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER) / size;
	unsigned int objects, fraction, order;

	for (objects = min_t(unsigned int, SLUB_MIN_OBJECTS, most); objects > 1; objects--) {
		for (fraction = 16; fraction >= 4; fraction /= 2) {
			order = slab_order(size, objects, PAGE_ALLOC_COSTLY_ORDER, fraction);
			if (order <= PAGE_ALLOC_COSTLY_ORDER)
				return (int)order;
		}
	}
	order = slab_order(size, 1, MAX_ORDER - 1, 1);
	return order < MAX_ORDER ? (int)order : -E2BIG;
}

/* Fills in offset, inuse, red_left_pad and size: the slot in the opening comment. */
static void calculate_layout(struct kmem_cache *s)
{
	unsigned int size = ALIGN(s->object_size, (unsigned int)sizeof(void *));

	/* A write behind the object must hit a byte that is checked */
	if ((s->flags & SLAB_RED_ZONE) && size == s->object_size)
		size += sizeof(void *);
	s->inuse = size;
	if ((s->flags & SLAB_POISON) || s->ctor) {
		/* What the object holds while it is free must not be overwritten */
		s->offset = size;
		size += sizeof(void *);
	}
	size += debug_metadata_size(s);
	if (s->flags & SLAB_RED_ZONE) {
		s->red_left_pad = ALIGN((unsigned int)sizeof(void *), s->align);
		size += s->red_left_pad;
	}
	s->size = ALIGN(size, s->align);
}

/* Completes a zeroed @s whose name, object_size, align and ctor are set.  -E2BIG: too large. */
static int __kmem_cache_create(struct kmem_cache *s, unsigned long flags)
{
	int order;

	s->flags = kmem_cache_flags(flags, s->name);
	if ((s->flags & SLAB_POISON) && !s->ctor)
		s->flags |= __OBJECT_POISON;
	calculate_layout(s);
	order = calculate_order(s->size);
	if (order < 0)
		return order;
	s->oo = oo_make((unsigned int)order, s->size);
	s->min = oo_make((unsigned int)get_order(s->size), s->size);
	if (order)
		s->allocflags |= __GFP_COMP;
	if (s->flags & SLAB_RECLAIM_ACCOUNT)
		s->allocflags |= __GFP_RECLAIMABLE;
	/* half the logarithm of the size */
	s->min_partial = clamp((31UL - __builtin_clz(s->size)) / 2, (unsigned long)MIN_PARTIAL,
			       (unsigned long)MAX_PARTIAL);
	spin_lock_init(&s->node.list_lock);
	INIT_LIST_HEAD(&s->node.partial);
	INIT_LIST_HEAD(&s->node.full);
	return 0;
}

/* --- Birth and death ----------------------------------------------------------------------- */

static void add_cache(struct kmem_cache *s)
{
	unsigned long flags;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_add(&s->list, &slab_caches);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}

/*
 * kmem_cache_create - a cache of objects of @size bytes, aligned to @align (0: 8 bytes).
 *
 * @name must live as long as the cache.  @ctor, or NULL, runs once for each object when a slab is
 * made, not at each allocation; objects are to be freed in the state that it left.  Sleeps.
 * Returns NULL for a bad size (less than a word, more than a slab can hold), no name or no
 * memory, unless @flags has SLAB_PANIC.
 */
struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
				     unsigned long flags, void (*ctor)(void *object))
{
	struct kmem_cache *s = NULL;
	int err = -EINVAL;

	if (!name || in_interrupt() || size < sizeof(void *) || size > KMALLOC_MAX_SIZE ||
	    (align & (align - 1)) || align > PAGE_SIZE)
		goto fail;
	err = -ENOMEM;
	s = kmem_cache_zalloc(kmem_cache, GFP_KERNEL);
	if (!s)
		goto fail;
	s->name = name;
	s->object_size = (unsigned int)size;
	s->align = calculate_alignment(flags, (unsigned int)align, s->object_size);
	s->ctor = ctor;
	err = __kmem_cache_create(s, flags & ~SLAB_PANIC);
	if (err)
		goto fail_free;
	add_cache(s);
	return s;

fail_free:
	kmem_cache_free(kmem_cache, s);
fail:
	if (flags & SLAB_PANIC)
		panic("kmem_cache_create: Failed to create slab '%s'. Error %d\n", name, err);
	pr_warn("kmem_cache_create(%s) failed with error %d\n", name ? name : "(no name)", err);
	return NULL;
}

/*
 * kmem_cache_destroy - the end of a cache whose objects have all been freed.  NULL is fine.
 * Nobody may use the cache meanwhile.  Objects that live are reported one by one, and the cache
 * stays as it is, so that they can still be used, and freed.
 */
void kmem_cache_destroy(struct kmem_cache *s)
{
	unsigned long flags;

	if (!s)
		return;
	if (!__kmem_cache_shutdown(s)) {
		pr_err("kmem_cache_destroy %s: Slab cache still has objects\n", s->name);
		return;
	}
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_del(&s->list);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	kmem_cache_free(kmem_cache, s);
}

/* Gives a cache's empty slabs back to the buddy allocator.  Returns 0 if none is left. */
int kmem_cache_shrink(struct kmem_cache *s)
{
	return __kmem_cache_shrink(s);
}

/* kmem_cache_shrink() for all caches: afterwards free pages can be compared. */
void kmem_cache_shrink_all(void)
{
	struct kmem_cache *s;
	unsigned long flags;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(s, &slab_caches, list)
		__kmem_cache_shrink(s);
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}

/* A cache in memory that the caller has, on no list yet.  Boot only: panics if it can't be. */
void __init create_boot_cache(struct kmem_cache *s, const char *name, size_t size,
			      unsigned long flags)
{
	int err;

	s->name = name;
	s->object_size = (unsigned int)size;
	s->align = calculate_alignment(flags, ARCH_KMALLOC_MINALIGN, s->object_size);
	err = __kmem_cache_create(s, flags);
	if (err)
		panic("Creation of kmalloc slab %s size=%zu failed. Reason %d\n", name, size, err);
}

void __init create_kmalloc_caches(void)
{
	unsigned int i;

	for (i = 1; i <= KMALLOC_SHIFT_HIGH; i++) {
		kmalloc_caches[i] = kmem_cache_zalloc(kmem_cache, GFP_NOWAIT);
		if (!kmalloc_caches[i])
			panic("create_kmalloc_caches: no memory\n");
		create_boot_cache(kmalloc_caches[i], kmalloc_info[i].name, kmalloc_info[i].size, 0);
		add_cache(kmalloc_caches[i]);
	}
}

/* --- kmalloc and its relatives ------------------------------------------------------------- */

/*
 * kmalloc_large - @size bytes straight from the buddy allocator: for what no cache is made for.
 * Takes a whole number of pages, a power of two.  NULL without memory or above 4 MiB.
 */
void *kmalloc_large(size_t size, gfp_t flags)
{
	struct page *page;

	if (size > KMALLOC_MAX_SIZE) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	page = alloc_pages(flags | __GFP_COMP, (unsigned int)get_order(size));
	return page ? lowmem_page_address(page) : NULL;
}

/* kmalloc() for @caller, whom the reports of a cache with checks will name. */
void *__kmalloc_track_caller(size_t size, gfp_t flags, unsigned long caller)
{
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return kmalloc_large(size, flags);
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	return slab_alloc_caller(kmalloc_caches[kmalloc_index(size)], flags, caller);
}

/* kmalloc() of a size that the compiler doesn't know. */
void *__kmalloc(size_t size, gfp_t flags)
{
	return __kmalloc_track_caller(size, flags, _RET_IP_);
}

/* How many bytes of @object may be used: at least as many as were asked for.  0 for nothing. */
size_t ksize(const void *object)
{
	struct page *page;
	struct kmem_cache *s;

	if (unlikely(ZERO_OR_NULL_PTR(object)))
		return 0;
	page = virt_to_head_page(object);
	if (!PageSlab(page)) {
		WARN_ON(!PageCompound(page));
		return PAGE_SIZE << compound_order(page);
	}
	s = page->slab_cache;
	if (s->flags & (SLAB_RED_ZONE | SLAB_POISON))
		return s->object_size;
	return (s->offset || (s->flags & SLAB_STORE_USER)) ? s->inuse : s->size;
}

static void *do_krealloc(const void *object, size_t new_size, gfp_t flags, unsigned long caller)
{
	size_t old_size = ksize(object);
	void *new;

	if (object && old_size >= new_size)
		return (void *)object;
	new = __kmalloc_track_caller(new_size, flags, caller);
	if (new && object)
		memcpy(new, object, old_size);
	return new;
}

/* krealloc() that leaves the old object alive if the new one lies elsewhere. */
void *__krealloc(const void *object, size_t new_size, gfp_t flags)
{
	if (unlikely(!new_size))
		return ZERO_SIZE_PTR;
	return do_krealloc(object, new_size, flags, _RET_IP_);
}

/*
 * krealloc - @object with room for @new_size bytes, which may be where it was or elsewhere.
 * The content stays.  NULL: no memory, @object is as before.  @object NULL: kmalloc();
 * @new_size 0: kfree().  Sleeps as kmalloc() does.
 */
void *krealloc(const void *object, size_t new_size, gfp_t flags)
{
	void *new;

	if (unlikely(!new_size)) {
		kfree(object);
		return ZERO_SIZE_PTR;
	}
	new = do_krealloc(object, new_size, flags, _RET_IP_);
	if (new && new != object)
		kfree(object);
	return new;
}

/* kfree() of something secret: it is overwritten first. */
void kzfree(const void *object)
{
	if (unlikely(ZERO_OR_NULL_PTR(object)))
		return;
	memset((void *)object, 0, ksize(object));
	barrier();
	kfree(object);
}
