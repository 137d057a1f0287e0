/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the slab files share: slab.c (allocate and free), slab_common.c (caches and kmalloc),
 * slab_debug.c (red zones, poison, owners), slab_check.c (invariants and counts).
 */
#ifndef _MM_SLAB_H
#define _MM_SLAB_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

/* The slab that this CPU takes objects from.  Touched by this CPU only, with interrupts off. */
struct kmem_cache_cpu {
	void *freelist;			/* free objects of @page that this CPU has taken over */
	struct page *page;		/* frozen, on no list; or NULL */
};

/* list_lock covers all of it, and freelist, inuse, frozen and lru of every slab of the cache. */
struct kmem_cache_node {
	spinlock_t list_lock;
	unsigned long nr_partial;	/* slabs in @partial */
	struct list_head partial;	/* slabs with a free object */
	struct list_head full;		/* slabs without */
	unsigned long nr_slabs;		/* partial, full and frozen */
	unsigned long total_objects;	/* used and free, of all these */
};

/* Order in the upper half, objects that fit in the lower: always needed together. */
struct kmem_cache_order_objects {
	unsigned int x;
};

struct kmem_cache {
	struct kmem_cache_cpu cpu_slab[CONFIG_NR_CPUS];
	unsigned int offset;		/* of the free pointer in a free object */
	unsigned int object_size;	/* what the user asked for */
	unsigned int size;		/* from one object to the next */
	unsigned int inuse;		/* object_size rounded up; metadata begins behind */
	unsigned int align;
	unsigned int red_left_pad;	/* from the slot's first byte to the object's */
	unsigned long flags;		/* SLAB_*, __OBJECT_POISON */
	unsigned long min_partial;	/* slabs worth keeping although they are empty */
	struct kmem_cache_order_objects oo;	/* the size of slab that it likes */
	struct kmem_cache_order_objects min;	/* and the least, when memory is short */
	gfp_t allocflags;		/* added to each request for pages */
	void (*ctor)(void *object);
	const char *name;
	struct list_head list;		/* slab_caches */
	struct kmem_cache_node node;
};

/* Free objects are filled with POISON_FREE: the cache has no constructor to preserve. */
#define __OBJECT_POISON		0x80000000UL

#define SLAB_DEBUG_FLAGS						\
	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER)

/* Slabs are made so large that they hold this many objects, up to PAGE_ALLOC_COSTLY_ORDER */
#define SLUB_MIN_OBJECTS	8

/* Lines of the Cortex-A7 and A15 */
#define SLAB_CACHE_LINE		64

#define OO_SHIFT	16
#define OO_MASK		((1U << OO_SHIFT) - 1)

/* The most objects that a slab can have: the smallest size in the largest slab that is shared */
#define MAX_OBJS_PER_PAGE						\
	((PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER) / ARCH_SLAB_MINALIGN)

enum slab_state {
	DOWN,			/* nothing works */
	PARTIAL,		/* the cache of struct kmem_cache works */
	UP,			/* kmalloc works */
};

extern enum slab_state slab_state;
extern struct list_head slab_caches;
extern spinlock_t slab_caches_lock;		/* slab_caches, object_map */
extern struct kmem_cache *kmem_cache;	/* the cache of struct kmem_cache */

static inline unsigned int oo_order(struct kmem_cache_order_objects x)
{
	return x.x >> OO_SHIFT;
}

static inline unsigned int oo_objects(struct kmem_cache_order_objects x)
{
	return x.x & OO_MASK;
}

/* Caller has interrupts off.  Folds to the first element while there is one processor. */
static __always_inline struct kmem_cache_cpu *this_cpu_slab(struct kmem_cache *s)
{
	return &s->cpu_slab[CONFIG_NR_CPUS > 1 ? smp_processor_id() : 0];
}

/* Does the cache have any check?  Then it has no CPU slabs: each call goes by the node's list. */
static inline bool kmem_cache_debug(const struct kmem_cache *s)
{
	return unlikely(s->flags & SLAB_DEBUG_FLAGS);
}

static __always_inline void *get_freepointer(const struct kmem_cache *s, const void *object)
{
	return *(void **)((const char *)object + s->offset);
}

static __always_inline void set_freepointer(const struct kmem_cache *s, void *object, void *next)
{
	*(void **)((char *)object + s->offset) = next;
}

/* The first object of a slab: the red zone before it comes first */
static inline void *slab_first_object(const struct kmem_cache *s, const struct page *page)
{
	return (char *)lowmem_page_address(page) + s->red_left_pad;
}

/* @addr is the slab's first object */
#define for_each_object(p, s, addr, objects)				\
	for ((p) = (addr); (char *)(p) < (char *)(addr) + (objects) * (s)->size; \
	     (p) = (char *)(p) + (s)->size)

static inline unsigned int slab_index(const struct kmem_cache *s, const struct page *page,
				      const void *object)
{
	return (unsigned int)((const char *)object - (char *)slab_first_object(s, page)) / s->size;
}

/* mm/slab.c */
int __kmem_cache_shrink(struct kmem_cache *s);
bool __kmem_cache_shutdown(struct kmem_cache *s);
void *slab_alloc_caller(struct kmem_cache *s, gfp_t flags, unsigned long addr);

/* mm/slab_common.c */
void create_boot_cache(struct kmem_cache *s, const char *name, size_t size, unsigned long flags);
void create_kmalloc_caches(void);

/* mm/slab_check.c: the state of one slab's objects.  Caller holds slab_caches_lock and list_lock. */
bool slab_map_free(struct kmem_cache *s, struct page *page, void *freelist);
bool slab_object_is_free(struct kmem_cache *s, struct page *page, const void *object);

/* mm/slab_debug.c.  Caller holds list_lock or is the only one who knows the slab. */
unsigned long kmem_cache_flags(unsigned long flags, const char *name);
void setup_slab_debug(struct kmem_cache *s, struct page *page);
void setup_object_debug(struct kmem_cache *s, struct page *page, void *object);
void free_slab_debug(struct kmem_cache *s, struct page *page);
bool alloc_debug_processing(struct kmem_cache *s, struct page *page, void *object,
			    unsigned long addr);
bool free_debug_processing(struct kmem_cache *s, struct page *page, void *object,
			   unsigned long addr);
bool check_valid_pointer(const struct kmem_cache *s, const struct page *page, const void *object);
bool slab_object_intact(struct kmem_cache *s, struct page *page, void *object, bool in_use);
unsigned int debug_metadata_size(const struct kmem_cache *s);
void slab_leak_report(struct kmem_cache *s);
void slab_wrong_cache(struct kmem_cache *s, struct page *page, const void *object);

#endif
