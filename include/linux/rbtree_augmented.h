/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trees whose nodes also keep something about their subtree, such as its largest gap.  The
 * three callbacks keep it right; they are inlined into the user's insert and erase, so that
 * nothing is called through a pointer.
 *
 *   propagate(node, stop)  recompute from @node up to, not including, @stop; may end early
 *                          where a value doesn't change
 *   copy(old, new)         @new stands where @old stood
 *   rotate(old, new)       @new has taken @old's place and @old has become its child
 *
 *   Insertion, by the uncle's colour (capitals black, (x) red, n the new node):
 *
 *     1. red uncle: recolour      2. inner grandchild: turn      3. outer: turn the grandparent
 *         G           g               G             G               G            P
 *        / \   ->    / \             / \           / \             / \          / \
 *      (p) (u)      P   U          (p)  U  ->    (n)  U          (p)  U  ->   (n)  (g)
 *      /            /                 \          /              /                    \
 *    (n)          (n)                 (n)      (p)            (n)                     U
 *
 *   Removal of a black node leaves the ways through n, NULL or black, one black short.  By n's
 *   sibling, drawn for n on the left; {p} has either colour, and keeps it where it stands:
 *
 *     1. red sibling: turn p,            2. no red below s: recolour;
 *        go on with a as sibling            {p} was red: done, black now; else go on from it
 *            P              S                 {p}             {p}
 *           / \            / \                / \             / \
 *          n  (s)   ->   (p)  B              n   S    ->     n  (s)
 *             / \        / \                    / \             / \
 *            A   B      n   A                  A   B           A   B
 *
 *     3. only the near child is red:     4. the far child is red: turn p, done;
 *        turn s, then 4                     s takes p's colour
 *           {p}            {p}                {p}             {s}
 *           / \            / \                / \             / \
 *          n   S    ->    n   A              n   S    ->     P   B
 *             / \              \                / \         / \
 *           (a)  B             (s)           {a} (b)       n  {a}
 *                                \
 *                                 B
 */
#ifndef _LINUX_RBTREE_AUGMENTED_H
#define _LINUX_RBTREE_AUGMENTED_H

#include <linux/compiler.h>
#include <linux/rbtree.h>

struct rb_augment_callbacks {
	void (*propagate)(struct rb_node *node, struct rb_node *stop);
	void (*copy)(struct rb_node *old, struct rb_node *new);
	void (*rotate)(struct rb_node *old, struct rb_node *new);
};

#define RB_RED		0
#define RB_BLACK	1

#define rb_color(rb)		((rb)->__rb_parent_color & 1)
#define rb_is_red(rb)		(!rb_color(rb))
#define rb_is_black(rb)		rb_color(rb)

static __always_inline void rb_set_parent_color(struct rb_node *rb, struct rb_node *p, int color)
{
	rb->__rb_parent_color = (unsigned long)p | color;
}

static __always_inline void rb_set_parent(struct rb_node *rb, struct rb_node *p)
{
	rb->__rb_parent_color = rb_color(rb) | (unsigned long)p;
}

static __always_inline void __rb_change_child(struct rb_node *old, struct rb_node *new,
					      struct rb_node *parent, struct rb_root *root)
{
	if (!parent)
		WRITE_ONCE(root->rb_node, new);
	else if (parent->rb_left == old)
		WRITE_ONCE(parent->rb_left, new);
	else
		WRITE_ONCE(parent->rb_right, new);
}

/* @new, a child of @old, takes its place and colour; @old becomes its child, of @color */
static __always_inline void __rb_rotate_set_parents(struct rb_node *old, struct rb_node *new,
						    struct rb_root *root, int color)
{
	struct rb_node *parent = rb_parent(old);

	new->__rb_parent_color = old->__rb_parent_color;
	rb_set_parent_color(old, new, color);
	__rb_change_child(old, new, parent, root);
}

/* @down goes down to the left, its right child comes up */
static __always_inline struct rb_node *__rb_turn_left(struct rb_node *down)
{
	struct rb_node *up = down->rb_right, *inner = up->rb_left;

	WRITE_ONCE(down->rb_right, inner);
	WRITE_ONCE(up->rb_left, down);
	if (inner)
		rb_set_parent(inner, down);
	return up;
}

static __always_inline struct rb_node *__rb_turn_right(struct rb_node *down)
{
	struct rb_node *up = down->rb_left, *inner = up->rb_right;

	WRITE_ONCE(down->rb_left, inner);
	WRITE_ONCE(up->rb_right, down);
	if (inner)
		rb_set_parent(inner, down);
	return up;
}

/* Balances after @node, red, was linked.  Inlined, @rotate is a constant: no call through it. */
static __always_inline void __rb_insert(struct rb_node *node, struct rb_root *root,
			void (*rotate)(struct rb_node *old, struct rb_node *new))
{
	struct rb_node *parent = rb_parent(node), *gparent, *uncle, *up;
	bool left;

	for (;;) {
		if (!parent) {
			rb_set_parent_color(node, NULL, RB_BLACK);
			return;
		}
		if (rb_is_black(parent))
			return;
		gparent = rb_parent(parent);
		left = parent == gparent->rb_left;
		uncle = left ? gparent->rb_right : gparent->rb_left;
		if (uncle && rb_is_red(uncle)) {		/* 1 */
			rb_set_parent_color(uncle, gparent, RB_BLACK);
			rb_set_parent_color(parent, gparent, RB_BLACK);
			node = gparent;
			parent = rb_parent(node);
			rb_set_parent_color(node, parent, RB_RED);
			continue;
		}
		if (node == (left ? parent->rb_right : parent->rb_left)) {	/* 2 */
			up = left ? __rb_turn_left(parent) : __rb_turn_right(parent);
			if (left)
				WRITE_ONCE(gparent->rb_left, up);
			else
				WRITE_ONCE(gparent->rb_right, up);
			rb_set_parent_color(up, gparent, RB_RED);
			rb_set_parent_color(parent, up, RB_RED);
			rotate(parent, up);
			parent = up;
		}
		up = left ? __rb_turn_right(gparent) : __rb_turn_left(gparent);	/* 3 */
		__rb_rotate_set_parents(gparent, up, root, RB_RED);
		rotate(gparent, up);
		return;
	}
}

static __always_inline void rb_insert_augmented(struct rb_node *node, struct rb_root *root,
						const struct rb_augment_callbacks *augment)
{
	__rb_insert(node, root, augment->rotate);
}

/* The ways through @parent's NULL or black child are one black short: repairs that */
static __always_inline void __rb_erase_color(struct rb_node *parent, struct rb_root *root,
			void (*rotate)(struct rb_node *old, struct rb_node *new))
{
	struct rb_node *node = NULL, *sibling, *near, *far, *up;
	bool left;

	for (;;) {
		left = node ? node == parent->rb_left : !parent->rb_left;
		sibling = left ? parent->rb_right : parent->rb_left;
		if (rb_is_red(sibling)) {			/* 1 */
			up = left ? __rb_turn_left(parent) : __rb_turn_right(parent);
			__rb_rotate_set_parents(parent, up, root, RB_RED);
			rotate(parent, up);
			sibling = left ? parent->rb_right : parent->rb_left;
		}
		near = left ? sibling->rb_left : sibling->rb_right;
		far = left ? sibling->rb_right : sibling->rb_left;
		if (!far || rb_is_black(far)) {
			if (!near || rb_is_black(near)) {	/* 2 */
				rb_set_parent_color(sibling, parent, RB_RED);
				if (rb_is_red(parent)) {
					rb_set_parent_color(parent, rb_parent(parent), RB_BLACK);
					return;
				}
				node = parent;
				parent = rb_parent(node);
				if (!parent)
					return;
				continue;
			}
			up = left ? __rb_turn_right(sibling) : __rb_turn_left(sibling);	/* 3 */
			__rb_change_child(sibling, up, parent, root);
			rb_set_parent_color(up, parent, RB_BLACK);
			rb_set_parent_color(sibling, up, RB_RED);
			rotate(sibling, up);
			sibling = up;
			far = left ? sibling->rb_right : sibling->rb_left;
		}
		up = left ? __rb_turn_left(parent) : __rb_turn_right(parent);	/* 4 */
		__rb_rotate_set_parents(parent, up, root, RB_BLACK);
		rb_set_parent_color(far, up, RB_BLACK);
		rotate(parent, up);
		return;
	}
}

/*
 * Takes @node out.  With two children its successor takes its place.  Returns the node below
 * which a black is missing, or NULL when the tree is balanced.
 */
static __always_inline struct rb_node *__rb_erase(struct rb_node *node, struct rb_root *root,
			void (*propagate)(struct rb_node *node, struct rb_node *stop),
			void (*copy)(struct rb_node *old, struct rb_node *new))
{
	struct rb_node *child = node->rb_right, *left = node->rb_left;
	struct rb_node *parent = rb_parent(node), *rebalance = NULL, *from = parent;
	unsigned long pc = node->__rb_parent_color;

	if (!left || !child) {
		/* One child at most: it is red, and takes its parent's colour */
		child = left ? left : child;
		__rb_change_child(node, child, parent, root);
		if (child)
			child->__rb_parent_color = pc;
		else if (pc & RB_BLACK)
			rebalance = parent;
	} else {
		struct rb_node *succ = child, *succ_child;
		bool succ_black;

		if (!succ->rb_left) {
			parent = succ;
			succ_child = succ->rb_right;
			copy(node, succ);
		} else {
			do
				succ = succ->rb_left;
			while (succ->rb_left);
			parent = rb_parent(succ);
			succ_child = succ->rb_right;
			WRITE_ONCE(parent->rb_left, succ_child);
			WRITE_ONCE(succ->rb_right, child);
			rb_set_parent(child, succ);
			copy(node, succ);
			propagate(parent, succ);
		}
		WRITE_ONCE(succ->rb_left, left);
		rb_set_parent(left, succ);
		__rb_change_child(node, succ, rb_parent(node), root);
		succ_black = rb_is_black(succ);
		succ->__rb_parent_color = pc;
		if (succ_child)
			rb_set_parent_color(succ_child, parent, RB_BLACK);
		else if (succ_black)
			rebalance = parent;
		from = succ;
	}
	propagate(from, NULL);
	return rebalance;
}

static __always_inline void rb_erase_augmented(struct rb_node *node, struct rb_root *root,
					       const struct rb_augment_callbacks *augment)
{
	struct rb_node *rebalance = __rb_erase(node, root, augment->propagate, augment->copy);

	if (rebalance)
		__rb_erase_color(rebalance, root, augment->rotate);
}

/*
 * The callbacks for a value @rbaugmented of type @rbtype in each node that @rbcompute(entry)
 * finds from the node and its children
 */
#define RB_DECLARE_CALLBACKS(rbstatic, rbname, rbstruct, rbfield, rbtype, rbaugmented, rbcompute) \
static __always_inline void rbname##_propagate(struct rb_node *rb, struct rb_node *stop) \
{									\
	while (rb != stop) {						\
		rbstruct *node = rb_entry(rb, rbstruct, rbfield);	\
		rbtype augmented = rbcompute(node);			\
									\
		if (node->rbaugmented == augmented)			\
			break;						\
		node->rbaugmented = augmented;				\
		rb = rb_parent(&node->rbfield);				\
	}								\
}									\
static __always_inline void rbname##_copy(struct rb_node *rb_old, struct rb_node *rb_new) \
{									\
	rbstruct *old = rb_entry(rb_old, rbstruct, rbfield);		\
	rbstruct *new = rb_entry(rb_new, rbstruct, rbfield);		\
									\
	new->rbaugmented = old->rbaugmented;				\
}									\
static __always_inline void rbname##_rotate(struct rb_node *rb_old, struct rb_node *rb_new) \
{									\
	rbstruct *old = rb_entry(rb_old, rbstruct, rbfield);		\
	rbstruct *new = rb_entry(rb_new, rbstruct, rbfield);		\
									\
	new->rbaugmented = old->rbaugmented;				\
	old->rbaugmented = rbcompute(old);				\
}									\
rbstatic const struct rb_augment_callbacks rbname = {			\
	rbname##_propagate, rbname##_copy, rbname##_rotate		\
}

#endif
