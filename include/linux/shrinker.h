/* SPDX-License-Identifier: GPL-2.0-only */
/* Caches that aren't pages on an LRU list, and can shrink when memory is scarce: mm/shrinker.c */
#ifndef _LINUX_SHRINKER_H
#define _LINUX_SHRINKER_H

#include <linux/gfp.h>
#include <linux/list.h>

struct shrink_control {
	gfp_t gfp_mask;			/* what the one who reclaims may do */
	unsigned long nr_to_scan;	/* objects */
};

#define SHRINK_STOP	(~0UL)		/* of scan_objects(): nothing can be done as things are */
#define DEFAULT_SEEKS	2		/* what it costs to make an object anew, in pages read from a disk */

/* Both functions are called with a lock held that registering needs, and may sleep if gfp_mask allows it */
struct shrinker {
	unsigned long (*count_objects)(struct shrinker *shrinker, struct shrink_control *sc);	/* that could go */
	unsigned long (*scan_objects)(struct shrinker *shrinker, struct shrink_control *sc);	/* how many have gone */
	int seeks;
	long nr_deferred;		/* objects that were to be scanned and weren't */
	struct list_head list;
};

void register_shrinker(struct shrinker *shrinker);
void unregister_shrinker(struct shrinker *shrinker);
unsigned long shrink_slab(gfp_t gfp_mask, unsigned long nr_scanned, unsigned long nr_eligible);
void drop_slab(void);

#endif
