/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slab caches: hand out objects of one size, many to a page frame.
 *
 * Idea (SLUB's).  A slab is a block of 2^order frames cut into equal objects and nothing else: a
 * free object holds the pointer to the next free one, and the slab's own state fits into the
 * struct page of its first frame.  Each CPU owns one slab of each cache, takes objects from it
 * and puts them back by two loads and two stores, and asks the cache's lists only when that slab
 * is empty, or for an object of another slab.
 *
 *   cache "kmalloc-64", offset 0, size 64: a slab is one frame of 64 objects
 *
 *   kmem_cache                    struct page         page frame c0401000
 *    cpu_slab[0].page  ---------> inuse    64         000  used
 *    cpu_slab[0].freelist --.     objects  64         040  next: 0c0 <-.
 *                           |     frozen    1         080  used        |
 *                           |     freelist  NULL      0c0  next: NULL  |
 *                           `--------------------------> 040 is first -'
 *    node.partial <-> page <-> page     inuse < objects, frozen 0
 *    node.full    <-> page              inuse = objects, frozen 0
 *
 *   a slab's life        .---------- shrink ----------.
 *                        v                            |
 *     new -> partial -> frozen -> full -> partial -> empty -> back to the buddy allocator
 *              ^ get_partial  ^ used up   ^ first free  ^ last free, and min_partial others wait
 *
 * When a CPU takes a slab over it takes the whole free list, and the slab counts as used up
 * (inuse = objects).  What other CPUs free meanwhile gathers in page->freelist, and is fetched
 * in one go when the CPU's own list is empty.
 *
 * Invariants (slab_check() in slab_check.c asserts them after every self-test)
 *   I1  a slab's frame has PG_slab and names its cache; objects is what fits into its order
 *   I2  a free list leads from object start to object start of its slab, to none twice, to NULL
 *   I3  inuse + length of page->freelist = objects; the CPU's list is among the inuse ones
 *   I4  frozen means: the current slab of a CPU, on no list
 *   I5  in partial inuse < objects, in full inuse = objects; nr_partial counts the partial ones
 *   I6  nr_slabs = partial + full + frozen, total_objects is the sum of their objects
 *   I7  in a cache with checks no slab is frozen, and fill bytes are as slab_debug.c wrote them
 *
 * Locking.  cpu_slab: interrupts off.  Everything else: node.list_lock, taken with interrupts
 * off.  Order: slab_caches_lock, list_lock.  No lock is held and interrupts are as the caller
 * had them while pages are allocated; they are freed without list_lock.  Allocation sleeps if
 * its gfp flags allow it, freeing never does.
 *
 * Different from Linux 4.x: a slab's counters change under list_lock, not by cmpxchg_double (which
 * ARM lacks); full slabs stand on a list in every build, so that each leaked object can be named
 * and each slab checked; no per-CPU partial lists, merging of caches, memory cgroups or NUMA.
 *
 * Read kmem_cache_alloc(), kfree(), then ___slab_alloc() and __slab_free(), new_slab().
 * Tests: tests/kernel/slab*.c, tests/host/slab.t.  Debugger: p kmalloc_caches[6]->node
 */
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "slab.h"

#define SHRINK_PROMOTE_MAX	32

/* Zones that the kernel cannot reach by a plain pointer hold no slabs */
#define GFP_SLAB_BUG_MASK	(__GFP_DMA32 | __GFP_HIGHMEM)

enum slab_state slab_state;
struct kmem_cache *kmem_cache;

/* --- The pages of a slab ------------------------------------------------------------------- */

static enum zone_stat_item slab_zone_stat(const struct kmem_cache *s)
{
	return (s->flags & SLAB_RECLAIM_ACCOUNT) ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE;
}

/* A block of the order that the cache likes if it is to be had at once, else the smallest. */
static struct page *alloc_slab_page(struct kmem_cache *s, gfp_t flags)
{
	struct kmem_cache_order_objects oo = s->oo;
	gfp_t try = flags;
	struct page *page;

	if (oo.x != s->min.x)
		try = (flags | __GFP_NOWARN | __GFP_NORETRY | __GFP_NOMEMALLOC) & ~(__GFP_NOFAIL | __GFP_DIRECT_RECLAIM);
	page = alloc_pages(try, oo_order(oo));
	if (unlikely(!page) && oo.x != s->min.x) {
		oo = s->min;
		page = alloc_pages(flags, oo_order(oo));
	}
	if (page)
		page->objects = oo_objects(oo);
	return page;
}

/* Failures are reported ten at a time, each five seconds */
static DEFINE_RATELIMIT_STATE(slub_oom_rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);

static void slab_out_of_memory(struct kmem_cache *s, gfp_t flags)
{
	if (flags & __GFP_NOWARN || !__ratelimit(&slub_oom_rs))
		return;
	pr_warn("SLUB: Unable to allocate memory (gfp=0x%x)\n", (__force u32)flags);
	pr_warn("  cache: %s, object size: %u, buffer size: %u, default order: %u, min order: %u\n",
		s->name, s->object_size, s->size, oo_order(s->oo), oo_order(s->min));
	pr_warn("  slabs: %lu, objs: %lu\n", s->node.nr_slabs, s->node.total_objects);
}

/* Cuts the slab into objects, constructs each and chains them in the order of addresses. */
static void init_slab_objects(struct kmem_cache *s, struct page *page)
{
	void *start = slab_first_object(s, page);
	void *p, *last = NULL;

	for_each_object(p, s, start, page->objects) {
		if (kmem_cache_debug(s))
			setup_object_debug(s, page, p);
		if (unlikely(s->ctor))
			s->ctor(p);
		if (last)
			set_freepointer(s, last, p);
		last = p;
	}
	set_freepointer(s, last, NULL);
	page->freelist = start;
	page->inuse = 0;
	page->frozen = 0;
}

/* Adds an empty slab to the partial list.  Sleeps if @flags allows it.  False without memory. */
static bool new_slab(struct kmem_cache *s, gfp_t flags)
{
	struct kmem_cache_node *n = &s->node;
	unsigned long irqflags;
	struct page *page;

	WARN_ON_ONCE(flags & GFP_SLAB_BUG_MASK);
	WARN_ON_ONCE(s->ctor && (flags & __GFP_ZERO));
	flags &= ~(GFP_SLAB_BUG_MASK | __GFP_MOVABLE | __GFP_ZERO);
	page = alloc_slab_page(s, flags | s->allocflags);
	if (!page) {
		slab_out_of_memory(s, flags);
		return false;
	}
	page->slab_cache = s;
	__SetPageSlab(page);
	if (kmem_cache_debug(s))
		setup_slab_debug(s, page);
	init_slab_objects(s, page);
	mod_zone_page_state(page_zone(page), slab_zone_stat(s), 1 << compound_order(page));

	spin_lock_irqsave(&n->list_lock, irqflags);
	list_add_tail(&page->lru, &n->partial);
	n->nr_partial++;
	n->nr_slabs++;
	n->total_objects += page->objects;
	spin_unlock_irqrestore(&n->list_lock, irqflags);
	return true;
}

/* Gives an empty slab's pages back.  It is on no list and nobody else knows it. */
static void free_slab(struct kmem_cache *s, struct page *page)
{
	unsigned int order = compound_order(page);

	if (kmem_cache_debug(s))
		free_slab_debug(s, page);
	mod_zone_page_state(page_zone(page), slab_zone_stat(s), -(1L << order));
	__ClearPageSlab(page);
	page->freelist = NULL;
	page->private = 0;
	page_mapcount_reset(page);
	if (current->reclaim_state)
		current->reclaim_state->reclaimed_slab += 1UL << order;
	__free_pages(page, order);
}

static void free_slab_list(struct kmem_cache *s, struct list_head *list)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, list, lru)
		free_slab(s, page);
}

/* --- The lists.  Caller holds list_lock. --------------------------------------------------- */

static void add_partial(struct kmem_cache_node *n, struct page *page)
{
	list_add_tail(&page->lru, &n->partial);
	n->nr_partial++;
}

static void remove_partial(struct kmem_cache_node *n, struct page *page)
{
	list_del(&page->lru);
	n->nr_partial--;
}

/* Takes a slab off its list and out of the counts; what remains is free_slab(). */
static void forget_slab(struct kmem_cache_node *n, struct page *page, bool was_partial)
{
	list_del(&page->lru);
	if (was_partial)
		n->nr_partial--;
	n->nr_slabs--;
	n->total_objects -= page->objects;
}

/* Freezes the first partial slab for a CPU. */
static struct page *get_partial(struct kmem_cache_node *n)
{
	struct page *page;

	if (!n->nr_partial)
		return NULL;
	page = list_first_entry(&n->partial, struct page, lru);
	remove_partial(n, page);
	page->frozen = 1;
	return page;
}

/* Moves all free objects of a frozen slab to the CPU, which will use them without the lock. */
static void *get_freelist(struct page *page)
{
	void *freelist = page->freelist;

	page->freelist = NULL;
	page->inuse = page->objects;
	return freelist;
}

/* The CPU gives its slab up: its free objects return to the slab, the slab to a list. */
static void deactivate_slab(struct kmem_cache *s, struct kmem_cache_cpu *c)
{
	struct page *page = c->page;
	void *object;

	while ((object = c->freelist) != NULL) {
		c->freelist = get_freepointer(s, object);
		set_freepointer(s, object, page->freelist);
		page->freelist = object;
		page->inuse--;
	}
	c->page = NULL;
	page->frozen = 0;
	if (page->inuse == page->objects)
		list_add(&page->lru, &s->node.full);
	else
		add_partial(&s->node, page);
}

static void flush_slab(struct kmem_cache *s)
{
	struct kmem_cache_cpu *c;
	unsigned long flags;

	spin_lock_irqsave(&s->node.list_lock, flags);
	c = this_cpu_slab(s);
	if (c->page)
		deactivate_slab(s, c);
	spin_unlock_irqrestore(&s->node.list_lock, flags);
}

/* --- Allocation ---------------------------------------------------------------------------- */

/*
 * Refills the CPU's list from, in this order: what was freed into its slab from elsewhere; the
 * first partial slab.  Interrupts are off.  Returns an object, or NULL when a new slab is due.
 */
static void *___slab_alloc(struct kmem_cache *s)
{
	struct kmem_cache_cpu *c = this_cpu_slab(s);
	struct kmem_cache_node *n = &s->node;
	void *object = c->freelist;	/* an interrupt may have refilled it meanwhile */

	if (likely(!object)) {
		spin_lock(&n->list_lock);
		if (c->page && !c->page->freelist)
			deactivate_slab(s, c);
		if (!c->page)
			c->page = get_partial(n);
		if (c->page)
			object = get_freelist(c->page);
		spin_unlock(&n->list_lock);
	}
	if (object)
		c->freelist = get_freepointer(s, object);
	return object;
}

/* The same for a cache with checks: one object, straight from the partial list. */
static void *alloc_single_from_partial(struct kmem_cache *s, unsigned long addr)
{
	struct kmem_cache_node *n = &s->node;
	struct page *page;
	bool good = false;
	void *object = NULL;

	spin_lock(&n->list_lock);
	while (!good && n->nr_partial) {
		page = list_first_entry(&n->partial, struct page, lru);
		object = page->freelist;
		good = alloc_debug_processing(s, page, object, addr);
		if (good) {
			page->freelist = get_freepointer(s, object);
			page->inuse++;
		}
		/* A slab that failed its checks may have lost its list: nothing to take there. */
		if (!page->freelist)
			page->inuse = page->objects;
		if (page->inuse == page->objects) {
			remove_partial(n, page);
			list_add(&page->lru, &n->full);
		}
	}
	spin_unlock(&n->list_lock);
	return good ? object : NULL;
}

static noinline void *__slab_alloc(struct kmem_cache *s, gfp_t gfpflags, unsigned long addr)
{
	unsigned long flags;
	void *object;

	do {
		local_irq_save(flags);
		object = kmem_cache_debug(s) ? alloc_single_from_partial(s, addr)
					     : ___slab_alloc(s);
		local_irq_restore(flags);
	} while (unlikely(!object) && new_slab(s, gfpflags));
	return object;
}

/* slab_alloc() while there are allocations that have to fail */
static noinline void *slab_alloc_may_fail(struct kmem_cache *s, gfp_t gfpflags, unsigned long addr)
{
	void *object = should_failslab(s, gfpflags) ? NULL : __slab_alloc(s, gfpflags, addr);

	if (gfpflags & __GFP_ZERO && object)
		memset(object, 0, s->object_size);
	return object;
}

static __always_inline void *slab_alloc(struct kmem_cache *s, gfp_t gfpflags, unsigned long addr)
{
	struct kmem_cache_cpu *c;
	unsigned long flags;
	void *object;

	might_sleep_if(gfpflags_allow_blocking(gfpflags));
	if (fault_inject_on())
		return slab_alloc_may_fail(s, gfpflags, addr);
	local_irq_save(flags);
	c = this_cpu_slab(s);
	object = c->freelist;
	if (likely(object)) {
		c->freelist = get_freepointer(s, object);
		local_irq_restore(flags);
	} else {
		local_irq_restore(flags);
		object = __slab_alloc(s, gfpflags, addr);
	}
	if (unlikely(gfpflags & __GFP_ZERO) && object)
		memset(object, 0, s->object_size);
	return object;
}

/*
 * kmem_cache_alloc - an object of cache @s, or NULL without memory.
 * With a constructor: in the state that it left, or in which the object was freed.  Without:
 * any content, zeros if @flags has __GFP_ZERO.  Sleeps if @flags has __GFP_DIRECT_RECLAIM.
 */
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
{
	return slab_alloc(s, flags, _RET_IP_);
}

/* kmem_cache_alloc() whose owner, for the reports, is the code at @addr */
void *slab_alloc_caller(struct kmem_cache *s, gfp_t flags, unsigned long addr)
{
	return slab_alloc(s, flags, addr);
}

/* --- Freeing ------------------------------------------------------------------------------- */

/*
 * Frees an object of a slab that is not this CPU's.  Interrupts are off.
 *
 *   the slab was    now            it
 *   frozen          frozen         stays with its CPU, which fetches the object later
 *   full            partial        joins the partial list at its end
 *   partial         partial        stays where it is
 *   either          empty          goes back to the buddy allocator, if enough others are kept
 */
static noinline void __slab_free(struct kmem_cache *s, struct page *page, void *object,
				 unsigned long addr)
{
	struct kmem_cache_node *n = &s->node;
	bool was_full, empty = false;

	spin_lock(&n->list_lock);
	if (kmem_cache_debug(s) && !free_debug_processing(s, page, object, addr))
		goto out_unlock;
	was_full = page->inuse == page->objects;
	set_freepointer(s, object, page->freelist);
	page->freelist = object;
	page->inuse--;
	if (page->frozen)
		goto out_unlock;
	empty = !page->inuse && n->nr_partial >= s->min_partial;
	if (empty) {
		forget_slab(n, page, !was_full);
	} else if (was_full) {
		list_del(&page->lru);
		add_partial(n, page);
	}
out_unlock:
	spin_unlock(&n->list_lock);
	if (empty)
		free_slab(s, page);
}

static __always_inline void slab_free(struct kmem_cache *s, struct page *page, void *object,
				      unsigned long addr)
{
	struct kmem_cache_cpu *c;
	unsigned long flags;

	local_irq_save(flags);
	c = this_cpu_slab(s);
	if (likely(page == c->page)) {
		set_freepointer(s, object, c->freelist);
		c->freelist = object;
	} else {
		__slab_free(s, page, object, addr);
	}
	local_irq_restore(flags);
}

/*
 * kmem_cache_free - gives @object back to the cache @s that it came from.  Never sleeps.
 * An object of another cache is reported, and goes to where it belongs.
 */
void kmem_cache_free(struct kmem_cache *s, void *object)
{
	struct page *page = virt_to_head_page(object);

	if (unlikely(page->slab_cache != s || !PageSlab(page))) {
		slab_wrong_cache(s, page, object);
		if (!PageSlab(page))
			return;
		s = page->slab_cache;
	}
	slab_free(s, page, object, _RET_IP_);
}

/*
 * kfree - gives back what kmalloc() and its relatives, or kmem_cache_alloc(), returned.
 * NULL and ZERO_SIZE_PTR are fine.  Never sleeps.
 */
void kfree(const void *x)
{
	struct page *page;

	if (unlikely(ZERO_OR_NULL_PTR(x)))
		return;
	VM_BUG_ON(!virt_addr_valid(x));
	page = virt_to_head_page(x);
	if (unlikely(!PageSlab(page))) {
		BUG_ON(!PageCompound(page));
		__free_pages(page, compound_order(page));
		return;
	}
	slab_free(page->slab_cache, page, (void *)x, _RET_IP_);
}

/* --- A whole cache ------------------------------------------------------------------------- */

/*
 * Gives all empty slabs back, and sorts the partial ones: the fullest will be used first, so
 * that the others have a chance to become empty.  Never sleeps.  Returns 1 if slabs remain.
 */
int __kmem_cache_shrink(struct kmem_cache *s)
{
	struct kmem_cache_node *n = &s->node;
	struct list_head promote[SHRINK_PROMOTE_MAX];
	struct page *page, *next;
	unsigned long flags;
	unsigned int i, free;
	LIST_HEAD(discard);

	for (i = 0; i < SHRINK_PROMOTE_MAX; i++)
		INIT_LIST_HEAD(&promote[i]);
	flush_slab(s);
	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry_safe(page, next, &n->partial, lru) {
		free = page->objects - page->inuse;
		if (free == page->objects) {
			forget_slab(n, page, true);
			list_add(&page->lru, &discard);
		} else if (free <= SHRINK_PROMOTE_MAX) {
			list_move(&page->lru, &promote[free - 1]);
		}
	}
	for (i = SHRINK_PROMOTE_MAX; i-- > 0;)
		list_splice(&promote[i], &n->partial);
	spin_unlock_irqrestore(&n->list_lock, flags);
	free_slab_list(s, &discard);
	return n->nr_slabs != 0;
}

/* Frees all slabs of a cache that is about to go.  False, with a report, if objects live. */
bool __kmem_cache_shutdown(struct kmem_cache *s)
{
	if (!__kmem_cache_shrink(s))
		return true;
	slab_leak_report(s);
	return false;
}

/* Moves the cache that was needed to allocate the first struct kmem_cache into one itself. */
static struct kmem_cache * __init bootstrap(struct kmem_cache *boot)
{
	struct kmem_cache *s = kmem_cache_zalloc(boot, GFP_NOWAIT);
	struct page *page;

	if (!s)
		panic("kmem_cache_init: no memory for the first cache");
	flush_slab(boot);
	memcpy(s, boot, sizeof(*s));
	INIT_LIST_HEAD(&s->node.partial);
	INIT_LIST_HEAD(&s->node.full);
	list_splice(&boot->node.partial, &s->node.partial);
	list_splice(&boot->node.full, &s->node.full);
	list_for_each_entry(page, &s->node.partial, lru)
		page->slab_cache = s;
	list_for_each_entry(page, &s->node.full, lru)
		page->slab_cache = s;
	list_add(&s->list, &slab_caches);
	return s;
}

/* From the buddy allocator to kmalloc().  Called once, by mm_init(). */
void __init kmem_cache_init(void)
{
	static struct kmem_cache boot_kmem_cache __initdata;

	create_boot_cache(&boot_kmem_cache, "kmem_cache", sizeof(struct kmem_cache),
			  SLAB_HWCACHE_ALIGN);
	kmem_cache = bootstrap(&boot_kmem_cache);
	slab_state = PARTIAL;
	create_kmalloc_caches();
	slab_state = UP;
	pr_info("SLUB: HWalign=%u, Order=0-%u, MinObjects=%u, CPUs=%u\n", SLAB_CACHE_LINE,
		PAGE_ALLOC_COSTLY_ORDER, SLUB_MIN_OBJECTS, CONFIG_NR_CPUS);
}
