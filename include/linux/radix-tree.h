/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tree from numbers (unsigned long) to pointers, 64 children a node, with tags: kernel/lib/radix-tree.c.
 * The owner's lock protects it.
 */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

#include <linux/bitops.h>
#include <linux/gfp.h>
#include <linux/types.h>

#define RADIX_TREE_MAX_TAGS	2

/* An item with this bit is no pointer: the owner's data, above the two lowest bits */
#define RADIX_TREE_EXCEPTIONAL_ENTRY	2
#define RADIX_TREE_EXCEPTIONAL_SHIFT	2

struct radix_tree_node;

struct radix_tree_root {
	unsigned int height;		/* levels; 0: at most item 0, in rnode itself */
	gfp_t gfp_mask;
	void *rnode;
	unsigned int tags;		/* bit: some item has it */
};

#define RADIX_TREE_INIT(mask)	{ .gfp_mask = (mask) }
#define INIT_RADIX_TREE(root, mask)					\
	(*(root) = (struct radix_tree_root)RADIX_TREE_INIT(mask))

void radix_tree_init(void);

/* 0, -EEXIST, -ENOMEM */
int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item);
void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index);
/* What was there; NULL: nothing */
void *radix_tree_delete(struct radix_tree_root *root, unsigned long index);

/* The item that is there becomes @item; its tags stay.  What was there. */
void *radix_tree_replace(struct radix_tree_root *root, unsigned long index, void *item);

static inline bool radix_tree_exceptional_entry(const void *item)
{
	return (unsigned long)item & RADIX_TREE_EXCEPTIONAL_ENTRY;
}

/* Tags of an item that is there */
void radix_tree_tag_set(struct radix_tree_root *root, unsigned long index, unsigned int tag);
void radix_tree_tag_clear(struct radix_tree_root *root, unsigned long index, unsigned int tag);
int radix_tree_tag_get(const struct radix_tree_root *root, unsigned long index, unsigned int tag);

static inline int radix_tree_tagged(const struct radix_tree_root *root, unsigned int tag)
{
	return root->tags >> tag & 1;
}

/* ------------------------------------------------------------------ many in a row */

/*
 * A chunk is a run of slots in one node: those from index to before next_index.  From one of its slots to the next is a
 * step in an array; only for the next chunk the tree is gone through from above.
 */
struct radix_tree_iter {
	unsigned long index;		/* of the slot that was found last */
	unsigned long next_index;	/* where the next chunk may begin; 0 behind the largest index */
	unsigned long tags;		/* bit n: the slot n behind that one has the tag */
};

#define RADIX_TREE_ITER_TAG_MASK	0xff	/* which tag */
#define RADIX_TREE_ITER_TAGGED		0x100	/* only slots that have it */

static __always_inline void **radix_tree_iter_init(struct radix_tree_iter *iter, unsigned long start)
{
	iter->index = 0;
	iter->next_index = start;
	return NULL;
}

/* The first slot at or behind iter->next_index that has an item, or the tag in @flags; NULL: there is none. */
void **radix_tree_next_chunk(const struct radix_tree_root *root, struct radix_tree_iter *iter, unsigned int flags);

/* The next one in the chunk of @slot; NULL: there is none */
static __always_inline void **radix_tree_next_slot(void **slot, struct radix_tree_iter *iter, unsigned int flags)
{
	unsigned long step;

	if (flags & RADIX_TREE_ITER_TAGGED) {
		iter->tags &= ~1UL;
		if (!iter->tags)
			return NULL;
		step = __ffs(iter->tags);
		iter->tags >>= step;
		iter->index += step;
		return slot + step;
	}
	while (iter->index + 1 != iter->next_index) {
		iter->index++;
		if (*++slot)
			return slot;
	}
	return NULL;
}

/*
 * radix_tree_for_each_slot - @slot goes through the slots with items from number @start on, in their order; iter->index is
 * the item's number.  radix_tree_for_each_tagged - those with @tag.  The owner's lock is held, and no item comes or goes
 * until the end.
 */
#define radix_tree_for_each_slot(slot, root, iter, start)				\
	for (slot = radix_tree_iter_init(iter, start);					\
	     slot || (slot = radix_tree_next_chunk(root, iter, 0));			\
	     slot = radix_tree_next_slot(slot, iter, 0))

#define radix_tree_for_each_tagged(slot, root, iter, start, tag)			\
	for (slot = radix_tree_iter_init(iter, start);					\
	     slot || (slot = radix_tree_next_chunk(root, iter, RADIX_TREE_ITER_TAGGED | (tag)));	\
	     slot = radix_tree_next_slot(slot, iter, RADIX_TREE_ITER_TAGGED))

#endif
