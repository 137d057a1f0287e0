/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tree from numbers (unsigned long) to pointers, 64 children a node, with tags: kernel/lib/radix-tree.c.
 * The owner's lock protects it.
 */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

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

/* Up to @max items from @first on, in their order.  How many. */
unsigned int radix_tree_gang_lookup(const struct radix_tree_root *root, void **results,
				    unsigned long first, unsigned int max);
unsigned int radix_tree_gang_lookup_tag(const struct radix_tree_root *root, void **results,
					unsigned long first, unsigned int max, unsigned int tag);

/* radix_tree_gang_lookup(), and the items' numbers */
unsigned int radix_tree_gang_lookup_entries(const struct radix_tree_root *root, void **results, unsigned long *indices,
					    unsigned long first, unsigned int max);
/* The first item at or behind *@index, which becomes its number; NULL: there's none */
void *radix_tree_next(const struct radix_tree_root *root, unsigned long *index);
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

#endif
