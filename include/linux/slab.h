/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory in pieces smaller than a page: caches of objects of one size, and kmalloc(), which
 * picks one of the general caches by size.  How it works stands in mm/slab.c.
 *
 *   size of a kmalloc        comes from
 *   0                        nowhere: ZERO_SIZE_PTR, which may be freed but not followed
 *   1 ... 8192               kmalloc-8, -16, -32, -64, -96, -128, -192, -256, ... -8192
 *   8193 ... 4 MiB           the buddy allocator, as a compound page
 *
 * Every object is aligned to 8 bytes, what the procedure call standard asks for a long long,
 * and no more is promised.  Linux/ARM aligns kmalloc to 64 bytes, since a device that writes to
 * memory behind the cache's back must not share a line with something else; no device here
 * does DMA to kmalloc memory of less than a line, so small objects may be small.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/kernel.h>
#include <asm/page.h>

/* Flags of a cache.  The first four switch its checks on: kmem_cache_create() adds them by itself
 * in the debug build and for what slub_debug= names. */
#define SLAB_CONSISTENCY_CHECKS	0x00000100UL	/* pointers and lists, at each alloc and free */
#define SLAB_DEBUG_FREE		SLAB_CONSISTENCY_CHECKS		/* its name before Linux 4.6 */
#define SLAB_RED_ZONE		0x00000400UL	/* known bytes before and behind each object */
#define SLAB_POISON		0x00000800UL	/* known bytes in free objects */
#define SLAB_STORE_USER		0x00010000UL	/* who allocated and who freed it last */
#define SLAB_HWCACHE_ALIGN	0x00002000UL	/* an object shares no cache line needlessly */
#define SLAB_RECLAIM_ACCOUNT	0x00020000UL	/* its objects can be got back: a cache of something */
#define SLAB_PANIC		0x00040000UL	/* kmem_cache_create() never returns NULL */

#define ARCH_KMALLOC_MINALIGN	8
#define ARCH_SLAB_MINALIGN	8

#define KMALLOC_SHIFT_LOW	3
#define KMALLOC_SHIFT_HIGH	(PAGE_SHIFT + 1)
#define KMALLOC_SHIFT_MAX	(MAX_ORDER + PAGE_SHIFT - 1)
#define KMALLOC_MIN_SIZE	(1UL << KMALLOC_SHIFT_LOW)
#define KMALLOC_MAX_CACHE_SIZE	(1UL << KMALLOC_SHIFT_HIGH)	/* the largest from a cache */
#define KMALLOC_MAX_SIZE	(1UL << KMALLOC_SHIFT_MAX)	/* the largest at all */
#define KMALLOC_MAX_ORDER	(KMALLOC_SHIFT_MAX - PAGE_SHIFT)

/* What kmalloc(0) returns: not NULL, so it is no failure, but nothing is mapped there. */
#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(x)	((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

struct kmem_cache;
struct seq_file;

/* Index n >= 3 is the cache of 2^n bytes; 1 is the one of 96 and 2 the one of 192. */
extern struct kmem_cache *kmalloc_caches[KMALLOC_SHIFT_HIGH + 1];

/* Reports of misuse so far.  Each is printed and, where that can be done, put right. */
extern unsigned long nr_slab_errors;

void kmem_cache_init(void);

struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
				     unsigned long flags, void (*ctor)(void *object));
void kmem_cache_destroy(struct kmem_cache *s);
int kmem_cache_shrink(struct kmem_cache *s);
void kmem_cache_shrink_all(void);
unsigned int kmem_cache_size(struct kmem_cache *s);

void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags);
void kmem_cache_free(struct kmem_cache *s, void *object);

void *__kmalloc(size_t size, gfp_t flags);
void *__kmalloc_track_caller(size_t size, gfp_t flags, unsigned long caller);
void *kmalloc_large(size_t size, gfp_t flags);
void *krealloc(const void *object, size_t new_size, gfp_t flags);
void *__krealloc(const void *object, size_t new_size, gfp_t flags);
size_t ksize(const void *object);
void kfree(const void *object);
void *kvmalloc(size_t size, gfp_t flags);
void kvfree(const void *addr);
void kzfree(const void *object);

bool slab_check(void);
unsigned long slab_objects_in_use(void);
void slabinfo_show(struct seq_file *m);

/* A cache for objects of type struct @__struct, named after it */
#define KMEM_CACHE(__struct, __flags)					\
	kmem_cache_create(#__struct, sizeof(struct __struct),		\
			  __alignof__(struct __struct), (__flags), NULL)

/* kmalloc() as if @caller had called it: for helpers that allocate on someone's behalf */
#define kmalloc_track_caller(size, flags)				\
	__kmalloc_track_caller(size, flags, _RET_IP_)

/* The index in kmalloc_caches[] for a @size of 1 to 8192.  Folds to a number for constants. */
static __always_inline unsigned int kmalloc_index(size_t size)
{
	if (size <= KMALLOC_MIN_SIZE)
		return KMALLOC_SHIFT_LOW;
	if (size > 64 && size <= 96)
		return 1;
	if (size > 128 && size <= 192)
		return 2;
	return 32 - __builtin_clz((unsigned int)size - 1);
}

/*
 * kmalloc - @size bytes of lowmem, aligned to 8, or NULL without memory.
 * Sleeps if @flags has __GFP_DIRECT_RECLAIM (GFP_KERNEL does).  Free with kfree().
 */
static __always_inline void *kmalloc(size_t size, gfp_t flags)
{
	if (__builtin_constant_p(size)) {
		if (!size)
			return ZERO_SIZE_PTR;
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return kmalloc_large(size, flags);
		return kmem_cache_alloc(kmalloc_caches[kmalloc_index(size)], flags);
	}
	return __kmalloc(size, flags);
}

static inline void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

/* An array of @n times @size bytes.  NULL, too, if the product overflows. */
static inline void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	if (size != 0 && n > SIZE_MAX / size)
		return NULL;
	return __kmalloc(n * size, flags);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc_array(n, size, flags | __GFP_ZERO);
}

/* Not for caches with a constructor: zeros would undo its work. */
static inline void *kmem_cache_zalloc(struct kmem_cache *s, gfp_t flags)
{
	return kmem_cache_alloc(s, flags | __GFP_ZERO);
}

#endif
