/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The red-black tree against a model: a bitmap of the keys that are in it.
 *
 * After each random insertion or removal the walk in order must give the bitmap's keys, R1 to
 * R3 of linux/rbtree.h hold, and every node know the sum of its subtree.
 */
#include <linux/kernel.h>
#include <linux/rbtree_augmented.h>
#include "host.h"

#define KEYS 200

struct node {
	struct rb_node rb;
	unsigned long key, sum;
};

static struct node nodes[KEYS];
static bool in[KEYS];
static struct rb_root root;

#define to_node(r) rb_entry(r, struct node, rb)

static inline unsigned long sum_of(struct node *n)
{
	return n->key + (n->rb.rb_left ? to_node(n->rb.rb_left)->sum : 0) +
	       (n->rb.rb_right ? to_node(n->rb.rb_right)->sum : 0);
}

RB_DECLARE_CALLBACKS(static, sums, struct node, rb, unsigned long, sum, sum_of);

static void insert(struct node *n)
{
	struct rb_node **link = &root.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = n->key < to_node(parent)->key ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&n->rb, parent, link);
	n->sum = n->key;
	sums_propagate(parent, NULL);
	rb_insert_augmented(&n->rb, &root, &sums);
}

/* R1 to R3 below @rb; returns the black height */
static int check(struct rb_node *rb, struct rb_node *parent)
{
	int left, right;

	if (!rb)
		return 0;
	MUST(rb_parent(rb) == parent);
	MUST(parent || rb_is_black(rb));
	MUST(rb_is_black(rb) || rb_is_black(parent));
	MUST(to_node(rb)->sum == sum_of(to_node(rb)));
	left = check(rb->rb_left, rb);
	right = check(rb->rb_right, rb);
	MUST(left == right);
	return left + rb_is_black(rb);
}

static void check_all(void)
{
	struct rb_node *rb = rb_first(&root), *back = rb_last(&root);
	unsigned long key;

	check(root.rb_node, NULL);
	for (key = 0; key < KEYS; key++) {
		if (!in[key])
			continue;
		MUST(rb && to_node(rb)->key == key);
		rb = rb_next(rb);
	}
	MUST(!rb);
	for (key = KEYS; key-- > 0; ) {
		if (!in[key])
			continue;
		MUST(back && to_node(back)->key == key);
		back = rb_prev(back);
	}
	MUST(!back);
}

static void random_changes(u32 seed, unsigned int steps)
{
	unsigned int step;
	u32 key;

	host_seed(seed);
	root = RB_ROOT;
	for (key = 0; key < KEYS; key++) {
		in[key] = false;
		nodes[key].key = key;
	}
	for (step = 0; step < steps; step++) {
		key = host_below(KEYS);
		if (in[key])
			rb_erase_augmented(&nodes[key].rb, &root, &sums);
		else
			insert(&nodes[key]);
		in[key] = !in[key];
		check_all();
	}
}

/* The plain functions of rbtree.c: a key more, a key replaced by its copy, all taken out */
static void plain(void)
{
	static struct node copy[KEYS];
	struct rb_node **link, *parent, *rb;
	unsigned long key;

	root = RB_ROOT;
	for (key = 0; key < KEYS; key++) {
		link = &root.rb_node;
		parent = NULL;
		while (*link) {
			parent = *link;
			link = &parent->rb_right;
		}
		nodes[key].sum = 0;
		rb_link_node(&nodes[key].rb, parent, link);
		rb_insert_color(&nodes[key].rb, &root);
	}
	for (key = 0; key < KEYS; key += 3) {
		copy[key].key = key;
		rb_replace_node(&nodes[key].rb, &copy[key].rb, &root);
	}
	for (key = 0, rb = rb_first(&root); rb; rb = rb_next(rb), key++)
		MUST(to_node(rb)->key == key);
	MUST(key == KEYS);
	while ((rb = rb_first(&root)) != NULL)
		rb_erase(rb, &root);
	MUST(!rb_last(&root) && !rb_first_postorder(&root));
}

int main(void)
{
	u32 seed;

	for (seed = 1; seed <= 8; seed++) {
		random_changes(seed, 2000);
		host_ok(true, "random changes, seed %u: %lu checks", seed, host_musts);
	}
	plain();
	host_ok(true, "without augmentation, replaced and emptied");
	return host_done();
}
