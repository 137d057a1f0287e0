/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slab caches looked at from outside: their invariants, what is in use, /proc/slabinfo.
 *
 * Idea.  A slab's free objects can be found in two ways, by its counters and by its lists, and
 * the two must agree.  The lists are walked into a map of one bit for each object of the slab:
 *
 *   freelist -> 0c0 -> 000 -> NULL, of objects 000 040 080 0c0     map  1 0 0 1   2 are free
 *
 * A walk that meets a bit that is set, or an address that is no object's, ends there: a broken
 * list never hangs or misleads the walker.
 *
 * Invariants: I1 to I7 of slab.c; slab_check() names the one that is broken.
 *
 * Locking.  slab_caches_lock for the list of caches and the map, then each cache's list_lock,
 * interrupts off throughout, so CPU slabs hold still, too (with more processors than one: theirs
 * only if they are stopped).
 *
 * Different from Linux 4.x: it validates caches one by one by /sys/kernel/slab/NAME/validate,
 * and counts objects in CPU slabs as used, where here each free object is found.
 *
 * Tests: slab_debug.check_sees_* (tests/kernel/slab_debug.c) break the invariants one by one.
 */
#include <linux/bitops.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "slab.h"

static unsigned long object_map[MAX_OBJS_PER_PAGE / BITS_PER_LONG];	/* slab_caches_lock */
static unsigned int map_free;						/* bits that are set */

/* --- Free objects -------------------------------------------------------------------------- */

static bool map_list(struct kmem_cache *s, struct page *page, void *object)
{
	unsigned int i;

	for (; object; object = get_freepointer(s, object)) {
		if (!check_valid_pointer(s, page, object))
			return false;
		i = slab_index(s, page, object);
		if (test_bit(i, object_map))
			return false;
		__set_bit(i, object_map);
		map_free++;
	}
	return true;
}

/* Makes the map of the free list that starts at @freelist.  False: the list is broken. */
bool slab_map_free(struct kmem_cache *s, struct page *page, void *freelist)
{
	memset(object_map, 0, sizeof(object_map));
	map_free = 0;
	return map_list(s, page, freelist);
}

bool slab_object_is_free(struct kmem_cache *s, struct page *page, const void *object)
{
	return test_bit(slab_index(s, page, object), object_map);
}

/* --- Invariants ---------------------------------------------------------------------------- */

static bool violated(struct kmem_cache *s, struct page *page, const char *which, const char *what)
{
	pr_err("slab_check: %s violated: %s: %s (slab %p: objects %u, inuse %u, frozen %u)\n",
	       which, s->name, what, page, page ? page->objects : 0, page ? page->inuse : 0,
	       page ? page->frozen : 0);
	return false;
}

static bool check_fills(struct kmem_cache *s, struct page *page)
{
	void *p, *start = slab_first_object(s, page);

	for_each_object(p, s, start, page->objects)
		if (!slab_object_intact(s, page, p, !slab_object_is_free(s, page, p)))
			return violated(s, page, "I7", "an object's fill bytes are overwritten");
	return true;
}

/* I1, I2, I3 and I7 of one slab, whichever list it is on */
static bool check_slab_page(struct kmem_cache *s, struct page *page)
{
	unsigned int bytes = (unsigned int)PAGE_SIZE << compound_order(page);

	if (!PageSlab(page) || page->slab_cache != s)
		return violated(s, page, "I1", "a frame that isn't this cache's");
	if (page->objects != bytes / s->size)
		return violated(s, page, "I1", "objects don't match the order");
	if (!slab_map_free(s, page, page->freelist))
		return violated(s, page, "I2", "the free list leaves the slab or meets itself");
	if (page->inuse + map_free != page->objects)
		return violated(s, page, "I3", "inuse and the free list don't add up");
	return !kmem_cache_debug(s) || check_fills(s, page);
}

static bool check_list(struct kmem_cache *s, struct list_head *list, bool is_full,
		       unsigned long *slabs, unsigned long *objects)
{
	struct page *page;

	list_for_each_entry(page, list, lru) {
		if (!check_slab_page(s, page))
			return false;
		if (page->frozen)
			return violated(s, page, "I4", "frozen on a list");
		if ((page->inuse == page->objects) != is_full)
			return violated(s, page, "I5", is_full ? "free objects on the full list"
							       : "full on the partial list");
		(*slabs)++;
		*objects += page->objects;
	}
	return true;
}

/* The slab that a CPU has taken over, if it has one: its own list continues the slab's. */
static bool check_cpu_slab(struct kmem_cache *s, struct kmem_cache_cpu *c, unsigned long *slabs,
			   unsigned long *objects)
{
	if (!c->page)
		return !c->freelist || violated(s, NULL, "I2", "a CPU list without a slab");
	if (!check_slab_page(s, c->page))
		return false;
	if (!c->page->frozen)
		return violated(s, c->page, "I4", "a CPU's slab isn't frozen");
	if (kmem_cache_debug(s))
		return violated(s, c->page, "I7", "a CPU slab in a cache with checks");
	if (!map_list(s, c->page, c->freelist))
		return violated(s, c->page, "I2", "the CPU's list leaves the slab or meets itself");
	(*slabs)++;
	*objects += c->page->objects;
	return true;
}

static bool check_cache(struct kmem_cache *s)
{
	struct kmem_cache_node *n = &s->node;
	unsigned long slabs = 0, objects = 0;
	unsigned int cpu;

	if (!check_list(s, &n->partial, false, &slabs, &objects))
		return false;
	if (slabs != n->nr_partial)
		return violated(s, NULL, "I5", "nr_partial is wrong");
	if (!check_list(s, &n->full, true, &slabs, &objects))
		return false;
	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		if (!check_cpu_slab(s, &s->cpu_slab[cpu], &slabs, &objects))
			return false;
	if (slabs != n->nr_slabs || objects != n->total_objects)
		return violated(s, NULL, "I6", "nr_slabs or total_objects is wrong");
	return true;
}

/* slab_check - do all invariants hold in all caches?  The first that doesn't is printed. */
bool slab_check(void)
{
	struct kmem_cache *s;
	unsigned long flags;
	bool good = true;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(s, &slab_caches, list) {
		spin_lock(&s->node.list_lock);
		good &= check_cache(s);
		spin_unlock(&s->node.list_lock);
	}
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return good;
}

/* --- Counts -------------------------------------------------------------------------------- */

/* Objects of @s that a user has.  Caller holds list_lock. */
static unsigned long cache_in_use(struct kmem_cache *s)
{
	unsigned long used = s->node.total_objects;
	struct kmem_cache_cpu *c;
	struct page *page;
	void *p;

	list_for_each_entry(page, &s->node.partial, lru)
		used -= page->objects - page->inuse;
	for (c = s->cpu_slab; c < s->cpu_slab + CONFIG_NR_CPUS; c++) {
		if (c->page)
			used -= c->page->objects - c->page->inuse;
		for (p = c->freelist; p; p = get_freepointer(s, p))
			used--;
	}
	return used;
}

/* Objects in use in all caches.  What kmalloc() took from the buddy allocator isn't counted. */
unsigned long slab_objects_in_use(void)
{
	unsigned long flags, used = 0;
	struct kmem_cache *s;

	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(s, &slab_caches, list) {
		spin_lock(&s->node.list_lock);
		used += cache_in_use(s);
		spin_unlock(&s->node.list_lock);
	}
	spin_unlock_irqrestore(&slab_caches_lock, flags);
	return used;
}

static void cache_show(struct seq_file *m, struct kmem_cache *s)
{
	struct kmem_cache_node *n = &s->node;

	seq_printf(m, "%-17s %6lu %6lu %6u %4u %4u", s->name, cache_in_use(s), n->total_objects,
		   s->size, oo_objects(s->oo), 1U << oo_order(s->oo));
	seq_printf(m, " : tunables %4u %4u %4u", 0U, 0U, 0U);
	seq_printf(m, " : slabdata %6lu %6lu %6lu\n", n->nr_slabs, n->nr_slabs, 0UL);
}

/* The text of /proc/slabinfo, in Linux's format */
void slabinfo_show(struct seq_file *m)
{
	struct kmem_cache *s;
	unsigned long flags;

	seq_puts(m, "slabinfo - version: 2.1\n");
	seq_puts(m, "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>");
	seq_puts(m, " : tunables <limit> <batchcount> <sharedfactor>");
	seq_puts(m, " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	spin_lock_irqsave(&slab_caches_lock, flags);
	list_for_each_entry(s, &slab_caches, list) {
		spin_lock(&s->node.list_lock);
		cache_show(m, s);
		spin_unlock(&s->node.list_lock);
	}
	spin_unlock_irqrestore(&slab_caches_lock, flags);
}
