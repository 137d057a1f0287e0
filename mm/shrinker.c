/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shrinkers: caches of objects give memory back in step with the page cache.
 *
 * Idea.  Pages know when they were used, objects of a slab cache don't; whoever keeps them does.  So each such cache has
 * a function that counts what it could spare, and one that spares it.  It is asked for the same share of its objects as
 * was scanned of the pages, more or less of it as an object costs less or more than a page read from a disk:
 *
 *     scanned pages     objects to scan     4          1
 *     -------------  =  ---------------  *  -----  *  ---
 *     all pages         objects             seeks      2
 *
 *   shrink_zone (vmscan.c) -> shrink_slab -> do_shrink_slab -> scan_objects, 128 objects at a time
 *   drop_caches            -> drop_slab
 *
 * Invariant (nothing asserts it): what isn't scanned is deferred, at most twice what there is, so that a cache that
 * can't shrink in the middle of a file system call does it at the next occasion.
 *
 * Locking: shrinker_rwsem, for reading; if somebody registers one this very moment, nothing shrinks.  May sleep.
 * Differs from Linux 4.x: a file of its own, as since 6.7; one node and no cgroups.  Article 3.4.4.  Tests: vmscan.shrinker*
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#define SHRINK_BATCH	128UL

static LIST_HEAD(shrinker_list);
static DECLARE_RWSEM(shrinker_rwsem);

/* register_shrinker - @shrinker is asked from now on.  Sleeps. */
void register_shrinker(struct shrinker *shrinker)
{
	down_write(&shrinker_rwsem);
	shrinker->nr_deferred = 0;
	list_add_tail(&shrinker->list, &shrinker_list);
	up_write(&shrinker_rwsem);
}

/* unregister_shrinker - and not any more.  Sleeps. */
void unregister_shrinker(struct shrinker *shrinker)
{
	down_write(&shrinker_rwsem);
	list_del(&shrinker->list);
	up_write(&shrinker_rwsem);
}

/* Objects of one cache, in step with @nr_scanned of @nr_eligible pages.  How many have gone. */
static unsigned long do_shrink_slab(struct shrink_control *sc, struct shrinker *shrinker, unsigned long nr_scanned,
				    unsigned long nr_eligible)
{
	unsigned long freeable = shrinker->count_objects(shrinker, sc), freed = 0, ret;
	u64 delta = div_u64((u64)nr_scanned * 4, (u32)shrinker->seeks) * freeable;
	long total_scan;

	if (!freeable)
		return 0;
	total_scan = shrinker->nr_deferred + (long)min_t(u64, div_u64(delta, (u32)nr_eligible + 1), freeable * 2);
	total_scan = min(total_scan, (long)freeable * 2);
	/* A handful isn't worth the way, unless that is all there is; it is remembered */
	while ((unsigned long)total_scan >= min(SHRINK_BATCH, freeable)) {
		sc->nr_to_scan = min(SHRINK_BATCH, (unsigned long)total_scan);
		ret = shrinker->scan_objects(shrinker, sc);
		if (ret == SHRINK_STOP)
			break;
		freed += ret;
		count_vm_events(SLABS_SCANNED, sc->nr_to_scan);
		total_scan -= (long)sc->nr_to_scan;
		if (!total_scan)
			break;
		cond_resched();
	}
	shrinker->nr_deferred = total_scan;
	return freed;
}

/*
 * shrink_slab - all caches, in step with @nr_scanned of @nr_eligible pages.
 *
 * How many objects have gone.  PF_MEMALLOC is set, or no lock is held.  May sleep if @gfp_mask allows it.
 */
unsigned long shrink_slab(gfp_t gfp_mask, unsigned long nr_scanned, unsigned long nr_eligible)
{
	struct shrink_control sc = { .gfp_mask = gfp_mask };
	struct shrinker *shrinker;
	unsigned long freed = 0;

	if (!down_read_trylock(&shrinker_rwsem))
		return 1;
	list_for_each_entry(shrinker, &shrinker_list, list)
		freed += do_shrink_slab(&sc, shrinker, nr_scanned ?: SWAP_CLUSTER_MAX, nr_eligible);
	up_read(&shrinker_rwsem);
	return freed;
}

/* drop_slab - everything that can go.  No lock is held; sleeps. */
void drop_slab(void)
{
	while (shrink_slab(GFP_KERNEL, 1000, 1000) > 10)
		cond_resched();
}
