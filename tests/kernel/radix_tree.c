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

/* Does a search by tag find the tagged ones alone, in order, and no tag stay when its item goes? */
SELFTEST(radix_tree, tags)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	void *found[NR];
	unsigned int i, n, wrong = 0;

	for (i = 0; i < 300; i++)
		EXPECT_EQ(radix_tree_insert(&root, i * 37, &items[i]), 0);
	for (i = 0; i < 300; i += 7)
		radix_tree_tag_set(&root, i * 37, 0);
	radix_tree_tag_set(&root, 37, 1);
	n = radix_tree_gang_lookup_tag(&root, found, 0, NR, 0);
	EXPECT_EQ(n, 43);
	for (i = 0; i < n; i++)
		wrong += found[i] != &items[i * 7];
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(radix_tree_gang_lookup_tag(&root, found, 38, NR, 1), 0);
	EXPECT_EQ(radix_tree_gang_lookup_tag(&root, found, 0, NR, 1), 1);
	EXPECT(radix_tree_tag_get(&root, 7 * 37, 0));
	EXPECT(!radix_tree_tag_get(&root, 8 * 37, 0));
	radix_tree_tag_clear(&root, 7 * 37, 0);
	EXPECT(!radix_tree_tag_get(&root, 7 * 37, 0));
	n = radix_tree_gang_lookup(&root, found, 1, 5);
	EXPECT_EQ(n, 5);
	EXPECT(found[0] == &items[1]);
	for (i = 0; i < 300; i++)
		radix_tree_delete(&root, i * 37);
	EXPECT(!radix_tree_tagged(&root, 0) && !radix_tree_tagged(&root, 1));
}

/* Are items found one after the other with their numbers, others put in their places, and data told from pointers? */
SELFTEST(radix_tree, next_replace)
{
	struct radix_tree_root root = RADIX_TREE_INIT(GFP_KERNEL);
	void *data = (void *)(5ul << RADIX_TREE_EXCEPTIONAL_SHIFT | RADIX_TREE_EXCEPTIONAL_ENTRY);
	static const unsigned long numbers[] = { 0, 63, 64, 5000, ~0ul };
	unsigned long index = 0;
	unsigned int i;

	EXPECT(!radix_tree_next(&root, &index));
	EXPECT_EQ(radix_tree_insert(&root, 0, &items[0]), 0);
	EXPECT(radix_tree_replace(&root, 0, data) == &items[0]);	/* in the root itself */
	EXPECT(radix_tree_next(&root, &index) == data && !index);
	for (i = 1; i < ARRAY_SIZE(numbers); i++)
		EXPECT_EQ(radix_tree_insert(&root, numbers[i], &items[i]), 0);
	radix_tree_tag_set(&root, 5000, 1);
	EXPECT(radix_tree_replace(&root, 5000, data) == &items[3]);
	EXPECT(radix_tree_tag_get(&root, 5000, 1));
	for (i = 0, index = 0; i < ARRAY_SIZE(numbers); i++, index++) {
		void *item = radix_tree_next(&root, &index);

		EXPECT_EQ(index, numbers[i]);
		EXPECT(item == (i == 0 || i == 3 ? data : &items[i]));
		EXPECT_EQ(radix_tree_exceptional_entry(item), i == 0 || i == 3);
	}
	EXPECT(!radix_tree_exceptional_entry(NULL));
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		EXPECT(radix_tree_delete(&root, numbers[i]));
}
