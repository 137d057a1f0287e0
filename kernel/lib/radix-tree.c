/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Radix trees: where the page cache finds page n of a file.
 *
 * Idea.  Six bits of the index choose one of 64 slots at each level, the highest bits first.  The
 * tree is as high as the largest index needs, so a small file has one node, or none.
 *
 *     height 2:    root.rnode -> [ 0 | 1 | ... | 63 ]           index >> 6
 *                                  |   |
 *                                  v   v
 *                   [items 0..63]   [items 64..127]             index & 63
 *
 * A tag is a bit for each slot: in the lowest nodes it says that the item has it, above that some
 * item below does, so that all dirty pages are found without looking at the clean ones.
 *
 * Invariants
 *   R1  node->count is the number of slots that aren't NULL, and never 0 in a tree
 *   R2  a slot's tag in an inner node is set if and only if a tag bit is set in the node below
 *   R3  an index beyond the height's reach isn't in the tree
 *
 * Locking: the owner's (address_space.tree_lock).  Nodes are allocated below it, so gfp_mask doesn't
 * let the allocator sleep.  Different from Linux 4.x: no RCU, no nodes allocated beforehand.  Tests: radix_tree.*
 */
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/radix-tree.h>
#include <linux/slab.h>
#include <linux/string.h>

#define MAP_SHIFT	6
#define MAP_SIZE	(1UL << MAP_SHIFT)
#define MAP_MASK	(MAP_SIZE - 1)
#define TAG_LONGS	(MAP_SIZE / BITS_PER_LONG)

struct radix_tree_node {
	unsigned int count;
	struct radix_tree_node *parent;	/* NULL: the root's */
	void *slots[MAP_SIZE];
	unsigned long tags[RADIX_TREE_MAX_TAGS][TAG_LONGS];
};

static struct kmem_cache *node_cachep;

void __init radix_tree_init(void)
{
	node_cachep = kmem_cache_create("radix_tree_node", sizeof(struct radix_tree_node), 0,
					SLAB_PANIC, NULL);
}

static struct radix_tree_node *node_alloc(struct radix_tree_root *root)
{
	return kmem_cache_zalloc(node_cachep, root->gfp_mask);
}

static bool any_tag(const struct radix_tree_node *node, unsigned int tag)
{
	return node->tags[tag][0] | node->tags[tag][TAG_LONGS - 1];	/* which are two, or one and the same */
}

/* The largest index that a tree of @height levels can have */
static __always_inline unsigned long maxindex(unsigned int height)
{
	unsigned int bits = height * MAP_SHIFT;

	return bits >= BITS_PER_LONG ? ~0UL : (1UL << bits) - 1;
}

/* More levels above, until @index fits */
static int extend(struct radix_tree_root *root, unsigned long index)
{
	struct radix_tree_node *node;
	unsigned int tag;

	while (index > maxindex(root->height)) {
		if (!root->rnode) {
			root->height++;
			continue;
		}
		node = node_alloc(root);
		if (!node)
			return -ENOMEM;
		node->slots[0] = root->rnode;
		node->count = 1;
		for (tag = 0; tag < RADIX_TREE_MAX_TAGS; tag++)
			if (radix_tree_tagged(root, tag))
				__set_bit(0, node->tags[tag]);
		if (root->height)
			((struct radix_tree_node *)root->rnode)->parent = node;
		root->rnode = node;
		root->height++;
	}
	return 0;
}

/* The lowest node on the way to @index, whose slot is slots[index & MAP_MASK]; NULL: there is none */
static struct radix_tree_node *find_node(const struct radix_tree_root *root, unsigned long index)
{
	struct radix_tree_node *node = root->rnode;
	unsigned int shift;

	if (!root->height || index > maxindex(root->height))
		return NULL;
	for (shift = (root->height - 1) * MAP_SHIFT; node && shift; shift -= MAP_SHIFT)
		node = node->slots[index >> shift & MAP_MASK];
	return node;
}

/* Levels that hold nothing but item 0's branch aren't needed */
static void shrink(struct radix_tree_root *root)
{
	struct radix_tree_node *node;

	while (root->height) {
		node = root->rnode;
		if (!node || node->count != 1 || !node->slots[0])
			break;
		root->rnode = node->slots[0];
		root->height--;
		if (root->height)
			((struct radix_tree_node *)root->rnode)->parent = NULL;
		kmem_cache_free(node_cachep, node);
	}
	if (!root->rnode)
		root->height = 0;
}

/* The slot of @node, on the way to @index, whose level is @level from below */
static unsigned int slot_at(unsigned long index, unsigned int level)
{
	return index >> (level * MAP_SHIFT) & MAP_MASK;
}

/* From @node, of @level, upwards: those on the way to @index that have nothing left go, and levels that aren't needed */
static void free_empty(struct radix_tree_root *root, struct radix_tree_node *node, unsigned long index,
		       unsigned int level)
{
	struct radix_tree_node *parent;

	for (; node && !node->count; node = parent) {
		parent = node->parent;
		kmem_cache_free(node_cachep, node);
		if (parent) {
			parent->slots[slot_at(index, ++level)] = NULL;
			parent->count--;
		} else {
			root->rnode = NULL;
		}
	}
	shrink(root);
}

int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item)
{
	struct radix_tree_node *parent = NULL, *node;
	unsigned int shift;
	void **slot = &root->rnode;

	BUG_ON(!item);
	if (extend(root, index)) {
		shrink(root);
		return -ENOMEM;
	}
	for (shift = root->height * MAP_SHIFT; shift; shift -= MAP_SHIFT) {
		node = *slot;
		if (!node) {
			node = node_alloc(root);
			if (!node) {
				free_empty(root, parent, index, shift / MAP_SHIFT);
				return -ENOMEM;
			}
			node->parent = parent;
			*slot = node;
			if (parent)
				parent->count++;
		}
		parent = node;
		slot = &node->slots[index >> (shift - MAP_SHIFT) & MAP_MASK];
	}
	if (*slot)
		return -EEXIST;
	*slot = item;
	if (parent)
		parent->count++;
	return 0;
}

/* The slot of @index, in @node, which is find_node(); NULL: there are no nodes that lead there */
static __always_inline void **slot_in(struct radix_tree_node *node, const struct radix_tree_root *root, unsigned long index)
{
	if (node)
		return &node->slots[index & MAP_MASK];
	return root->height || index ? NULL : (void **)&root->rnode;
}

void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index)
{
	void **slot = slot_in(find_node(root, index), root, index);

	return slot ? *slot : NULL;
}

void *radix_tree_replace(struct radix_tree_root *root, unsigned long index, void *item)
{
	void **slot = slot_in(find_node(root, index), root, index), *old;

	BUG_ON(!slot);
	old = *slot;
	BUG_ON(!old || !item);
	*slot = item;
	return old;
}

/* ------------------------------------------------------------------ tags */

void radix_tree_tag_set(struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	struct radix_tree_node *node = find_node(root, index);
	unsigned int level;

	root->tags |= 1U << tag;
	for (level = 0; node; node = node->parent, level++)
		__set_bit(slot_at(index, level), node->tags[tag]);
}

void radix_tree_tag_clear(struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	struct radix_tree_node *node = find_node(root, index);
	unsigned int level = 0;

	for (; node; node = node->parent, level++) {
		__clear_bit(slot_at(index, level), node->tags[tag]);
		if (any_tag(node, tag))
			return;
	}
	root->tags &= ~(1U << tag);
}

int radix_tree_tag_get(const struct radix_tree_root *root, unsigned long index, unsigned int tag)
{
	struct radix_tree_node *node;

	if (!radix_tree_tagged(root, tag))
		return 0;
	if (!root->height)
		return !index;
	node = find_node(root, index);
	return node && test_bit(index & MAP_MASK, node->tags[tag]);
}

/* ------------------------------------------------------------------ delete */

void *radix_tree_delete(struct radix_tree_root *root, unsigned long index)
{
	struct radix_tree_node *node = find_node(root, index);
	void **slot = slot_in(node, root, index), *item = slot ? *slot : NULL;
	unsigned int tag;

	if (!item)
		return NULL;
	for (tag = 0; root->tags >> tag; tag++)
		if (radix_tree_tagged(root, tag) && (!node || test_bit(index & MAP_MASK, node->tags[tag])))
			radix_tree_tag_clear(root, index, tag);
	*slot = NULL;
	if (node)
		node->count--;
	if (!node || !node->count || node == root->rnode)
		free_empty(root, node, index, 0);
	return item;
}

/* ------------------------------------------------------------------ many in a row */

/* The first slot of @node at or behind @offset that isn't NULL, or, if @tagged, has @tag; MAP_SIZE: none */
static unsigned int next_used(const struct radix_tree_node *node, unsigned int offset, bool tagged, unsigned int tag)
{
	if (tagged)
		return find_next_bit(node->tags[tag], MAP_SIZE, offset);
	while (offset < MAP_SIZE && !node->slots[offset])
		offset++;
	return offset;
}

void **radix_tree_next_chunk(const struct radix_tree_root *root, struct radix_tree_iter *iter, unsigned int flags)
{
	unsigned int tag = flags & RADIX_TREE_ITER_TAG_MASK, shift, offset, used;
	unsigned long index = iter->next_index;
	bool tagged = flags & RADIX_TREE_ITER_TAGGED;
	struct radix_tree_node *node;

	if (!index && iter->index)
		return NULL;				/* the last chunk ended with the largest index */
	if (tagged && !radix_tree_tagged(root, tag))
		return NULL;
	if (!root->height) {
		if (index || !root->rnode)
			return NULL;
		*iter = (struct radix_tree_iter) { .index = 0, .next_index = 1, .tags = 1 };
		return (void **)&root->rnode;
	}
again:
	if (index > maxindex(root->height))
		return NULL;
	node = root->rnode;
	for (shift = (root->height - 1) * MAP_SHIFT; ; shift -= MAP_SHIFT) {
		offset = index >> shift & MAP_MASK;
		used = next_used(node, offset, tagged, tag);
		if (used != offset) {
			/* To where this slot begins; behind the last one, to what follows this node */
			index = ((index >> shift) + used - offset) << shift;
			if (!index)
				return NULL;
			if (used == MAP_SIZE)
				goto again;
		}
		if (!shift)
			break;
		node = node->slots[used];
	}
	iter->index = index;
	if (tagged) {
		iter->tags = node->tags[tag][used / BITS_PER_LONG] >> used % BITS_PER_LONG;
		iter->next_index = (index | (BITS_PER_LONG - 1)) + 1;
	} else {
		iter->next_index = (index | MAP_MASK) + 1;
	}
	return &node->slots[used];
}
