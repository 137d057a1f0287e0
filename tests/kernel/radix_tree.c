/* SPDX-License-Identifier: GPL-2.0-only */
/* Radix trees against an array */
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/kernel.h>
#include <linux/radix-tree.h>
#include <linux/sched.h>
#include "selftest.h"

#define NR	700

static unsigned long items[NR];

/* An index: small ones, ones at the edges of levels, and huge ones */
static unsigned long index_of(unsigned int i)
{
	if (i < 300)
		return i;
	if (i < 500)
		return (i - 300) * 64 + 1023;
	return ~0UL - (i - 500) * 4099;
}

/* Does a tree find exactly what was put in, at any height, and is it empty again at the end? */
SELFTEST(radix_tree, insert_and_delete)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	bool in[NR] = { false };
	unsigned int i, n, wrong = 0;

	for (n = 0; n < 4000; n++) {
		i = selftest_random() % NR;
		wrong += radix_tree_lookup(&root, index_of(i)) != (in[i] ? &items[i] : NULL);
		if (selftest_random() % 3) {
			wrong += radix_tree_insert(&root, index_of(i), &items[i]) != (in[i] ? -EEXIST : 0);
			in[i] = true;
		} else {
			wrong += radix_tree_delete(&root, index_of(i)) != (in[i] ? &items[i] : NULL);
			in[i] = false;
		}
	}
	EXPECT_EQ(wrong, 0);
	for (i = 0; i < NR; i++)
		if (in[i])
			radix_tree_delete(&root, index_of(i));
	EXPECT(!root.rnode);
	EXPECT_EQ(root.height, 0);
}

/* Is a tree as before, and without empty nodes, when there is no memory for one of the nodes of a new item? */
SELFTEST(radix_tree, no_memory)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	unsigned int first, height, i, n, left, failed = 0;
	int err;

	for (first = 0; first < 3; first++) {
		for (i = 0; i < first; i++)
			EXPECT_EQ(radix_tree_insert(&root, i, &items[i]), 0);
		height = root.height;
		for (n = 1, left = 0; !left && n < 20; n++) {
			set_fail_nth(current, n);
			err = radix_tree_insert(&root, 123456789, &items[10]);
			left = current->fail_nth;
			set_fail_nth(current, 0);
			/* A slab of fewer pages may have done */
			if (!err)
				EXPECT(radix_tree_delete(&root, 123456789) == &items[10]);
			failed += err == -ENOMEM;
			EXPECT(err == -ENOMEM || !err);
			EXPECT_EQ(root.height, height);
			EXPECT(!radix_tree_lookup(&root, 123456789));
			for (i = 0; i < first; i++)
				EXPECT(radix_tree_lookup(&root, i) == &items[i]);
		}
		EXPECT(left);
		for (i = 0; i < first; i++)
			EXPECT(radix_tree_delete(&root, i) == &items[i]);
		EXPECT(!root.rnode);
	}
	EXPECT(failed > 10);
}

/* The indices in their order: which is the @k-th? */
static unsigned int in_order(unsigned int k)
{
	return k < 500 ? k : NR + 499 - k;
}

/* Of the indices from the @k-th on, the first that is @in and not below @start; NR: none */
static unsigned int next_in(const bool *in, unsigned int k, unsigned long start)
{
	while (k < NR && (!in[in_order(k)] || index_of(in_order(k)) < start))
		k++;
	return k;
}

/* Does a walk from anywhere meet each item, or each with the tag, once, in its order, and with its number? */
SELFTEST(radix_tree, for_each)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	bool in[NR] = { false }, tagged[NR] = { false };
	struct radix_tree_iter iter;
	unsigned int i, k, n, wrong = 0;
	unsigned long start;
	void **slot;

	for (n = 0; n < 3000; n++) {
		i = selftest_random_below(NR);
		if (in[i])
			radix_tree_delete(&root, index_of(i));
		else
			EXPECT_EQ(radix_tree_insert(&root, index_of(i), &items[i]), 0);
		in[i] = !in[i];
		tagged[i] = in[i] && !selftest_random_below(4);
		if (tagged[i])
			radix_tree_tag_set(&root, index_of(i), 1);
		if (n % 30)
			continue;
		start = n % 60 ? 0 : index_of(selftest_random_below(NR)) + selftest_random_below(2);
		k = next_in(in, 0, start);
		radix_tree_for_each_slot(slot, &root, &iter, start) {
			if (k == NR || *slot != &items[in_order(k)] || iter.index != index_of(in_order(k)))
				break;
			k = next_in(in, k + 1, start);
		}
		wrong += slot || k != NR;
		k = next_in(tagged, 0, start);
		radix_tree_for_each_tagged(slot, &root, &iter, start, 1) {
			if (k == NR || *slot != &items[in_order(k)] || iter.index != index_of(in_order(k)))
				break;
			k = next_in(tagged, k + 1, start);
		}
		wrong += slot || k != NR;
	}
	EXPECT_EQ(wrong, 0);
	for (i = 0; i < NR; i++)
		if (in[i])
			radix_tree_delete(&root, index_of(i));
	radix_tree_for_each_slot(slot, &root, &iter, 0)
		wrong++;
	EXPECT_EQ(wrong, 0);
	EXPECT(!root.rnode);
}

/* Does a walk meet the tagged items alone, and does no tag stay when its item goes? */
SELFTEST(radix_tree, tags)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	struct radix_tree_iter iter;
	unsigned int i, n = 0, wrong = 0;
	void **slot;

	for (i = 0; i < 300; i++)
		EXPECT_EQ(radix_tree_insert(&root, i * 37, &items[i]), 0);
	for (i = 0; i < 300; i += 7)
		radix_tree_tag_set(&root, i * 37, 0);
	radix_tree_tag_set(&root, 37, 1);
	radix_tree_for_each_tagged(slot, &root, &iter, 0, 0)
		wrong += *slot != &items[7 * n++];
	EXPECT_EQ(n, 43);
	radix_tree_for_each_tagged(slot, &root, &iter, 38, 1)
		wrong++;
	EXPECT_EQ(wrong, 0);
	radix_tree_for_each_tagged(slot, &root, &iter, 0, 1)
		EXPECT_EQ(iter.index, 37);
	EXPECT(radix_tree_tag_get(&root, 7 * 37, 0));
	EXPECT(!radix_tree_tag_get(&root, 8 * 37, 0));
	radix_tree_tag_clear(&root, 7 * 37, 0);
	EXPECT(!radix_tree_tag_get(&root, 7 * 37, 0));
	for (i = 0; i < 300; i++)
		radix_tree_delete(&root, i * 37);
	EXPECT(!radix_tree_tagged(&root, 0) && !radix_tree_tagged(&root, 1));
}

/* Can an item be put in another's place, and data be told from pointers? */
SELFTEST(radix_tree, replace)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	void *data = (void *)(5ul << RADIX_TREE_EXCEPTIONAL_SHIFT | RADIX_TREE_EXCEPTIONAL_ENTRY);
	static const unsigned long numbers[] = { 0, 63, 64, 5000, ~0ul };
	struct radix_tree_iter iter;
	unsigned int i = 0;
	void **slot;

	EXPECT_EQ(radix_tree_insert(&root, 0, &items[0]), 0);
	EXPECT(radix_tree_replace(&root, 0, data) == &items[0]);	/* in the root itself */
	EXPECT(radix_tree_lookup(&root, 0) == data);
	for (i = 1; i < ARRAY_SIZE(numbers); i++)
		EXPECT_EQ(radix_tree_insert(&root, numbers[i], &items[i]), 0);
	radix_tree_tag_set(&root, 5000, 1);
	EXPECT(radix_tree_replace(&root, 5000, data) == &items[3]);
	EXPECT(radix_tree_tag_get(&root, 5000, 1));
	i = 0;
	radix_tree_for_each_slot(slot, &root, &iter, 0) {
		EXPECT_EQ(iter.index, numbers[i]);
		EXPECT(*slot == (i == 0 || i == 3 ? data : &items[i]));
		EXPECT_EQ(radix_tree_exceptional_entry(*slot), i == 0 || i == 3);
		i++;
	}
	EXPECT_EQ(i, ARRAY_SIZE(numbers));
	EXPECT(!radix_tree_exceptional_entry(NULL));
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		EXPECT(radix_tree_delete(&root, numbers[i]));
}
