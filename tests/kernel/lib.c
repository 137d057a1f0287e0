/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about bits, lists, trees, order and patterns: kernel/lib against naive models */
#include <linux/bitops.h>
#include <linux/bsearch.h>
#include <linux/glob.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/rbtree_augmented.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include "selftest.h"

/* ------------------------------------------------------------------ bits */

static_assert(ilog2(4096) == 12 && ilog2(4097) == 12 && ilog2(1ULL << 40) == 40);

/* Do the bit operations change one bit, and say what it was? */
SELFTEST(bitops, one_bit)
{
	unsigned long map[3] = { };

	set_bit(33, map);
	EXPECT(test_bit(33, map) && map[1] == 2 && !map[0]);
	EXPECT(test_and_set_bit(33, map) && !test_and_set_bit(95, map));
	change_bit(33, map);
	EXPECT(!test_bit(33, map));
	EXPECT(test_and_clear_bit(95, map) && !map[2]);
	EXPECT(!test_and_change_bit(0, map) && map[0] == 1);
}

/* Do the searches agree with looking at every bit? */
SELFTEST(bitops, find)
{
	unsigned long map[4], i, from, next;
	unsigned int round;

	for (round = 0; round < 50; round++) {
		for (i = 0; i < 4; i++)
			map[i] = selftest_random() & selftest_random();
		for (from = 0; from <= 128; from++) {
			for (next = from; next < 128 && !test_bit(next, map); next++)
				;
			EXPECT_EQ(find_next_bit(map, 128, from), min(next, 128UL));
			for (next = from; next < 100 && test_bit(next, map); next++)
				;
			EXPECT_EQ(find_next_zero_bit(map, 100, from), min(next, 100UL));
		}
	}
}

/* Are the logarithms and roundings right at the powers of two and beside them? */
SELFTEST(bitops, logarithms)
{
	unsigned int i;

	EXPECT(fls(0) == 0 && ffs(0) == 0 && fls64(1ULL << 40) == 41);
	for (i = 1; i < 32; i++) {
		unsigned long n = 1UL << i;

		EXPECT_EQ(fls((unsigned int)n), i + 1);
		EXPECT_EQ(__ffs(n), i);
		EXPECT_EQ(ilog2(n), i);
		EXPECT(is_power_of_2(n) && !is_power_of_2(n + 1));
		EXPECT_EQ(roundup_pow_of_two(n - 1), i == 1 ? 1 : n);
		EXPECT_EQ(rounddown_pow_of_two(n + 1), i == 1 ? 2 : n);
		EXPECT_EQ(hweight32((u32)(n - 1)), i);
	}
	EXPECT_EQ(get_order(1), 0);
	EXPECT_EQ(get_order(PAGE_SIZE), 0);
	EXPECT_EQ(get_order(PAGE_SIZE + 1), 1);
	EXPECT_EQ(get_order(SZ_4M), 10);
}

/* Does 64-bit division agree with multiplication? */
SELFTEST(bitops, division)
{
	unsigned int i;

	for (i = 0; i < 200; i++) {
		u64 n = (u64)selftest_random() << 32 | selftest_random();
		u32 d = selftest_random() | 1, rem;
		u64 q = div_u64_rem(n, d, &rem);

		if (!EXPECT(q * d + rem == n && rem < d))
			return;
		EXPECT(div64_u64(n, d) == q);
	}
}

/* ------------------------------------------------------------------ lists and trees */

struct item {
	struct list_head list;
	struct rb_node rb;
	u32 key;
	u32 largest;		/* of the subtree */
};

/* Do lists keep their order through adding, moving, splicing and deleting? */
SELFTEST(list, operations)
{
	struct item a = { .key = 1 }, b = { .key = 2 }, c = { .key = 3 }, *pos, *next;
	LIST_HEAD(one);
	LIST_HEAD(two);
	u32 order = 0;

	EXPECT(list_empty(&one));
	list_add(&b.list, &one);
	list_add(&a.list, &one);
	list_add_tail(&c.list, &one);
	list_for_each_entry(pos, &one, list)
		order = order * 10 + pos->key;
	EXPECT_EQ(order, 123);
	list_move_tail(&a.list, &one);
	list_splice_init(&one, &two);
	EXPECT(list_empty(&one));
	order = 0;
	list_for_each_entry_reverse(pos, &two, list)
		order = order * 10 + pos->key;
	EXPECT_EQ(order, 132);
	list_for_each_entry_safe(pos, next, &two, list)
		list_del_init(&pos->list);
	EXPECT(list_empty(&two) && list_empty(&a.list));
}

/* Does a list come apart where it is cut, and turn by one? */
SELFTEST(list, cut_and_rotate)
{
	struct item items[4], *pos;
	LIST_HEAD(head);
	LIST_HEAD(front);
	u32 i, order = 0;

	for (i = 0; i < 4; i++) {
		items[i].key = i + 1;
		list_add_tail(&items[i].list, &head);
	}
	list_rotate_left(&head);
	list_cut_position(&front, &head, &items[2].list);
	list_for_each_entry(pos, &front, list)
		order = order * 10 + pos->key;
	list_for_each_entry(pos, &head, list)
		order = order * 10 + pos->key;
	EXPECT_EQ(order, 2341);
	list_cut_position(&front, &head, &head);
	EXPECT(list_empty(&front) && !list_empty(&head));
	list_replace_init(&items[3].list, &items[0].list);
	EXPECT(list_empty(&items[3].list));
}

static int add_between_strangers(void *arg)
{
	static struct list_head new;
	struct list_head *head = arg;

	head->next->prev = NULL;
	list_add(&new, head);
	return 0;
}

static int delete_twice(void *arg)
{
	list_del(arg);
	barrier();
	list_del(arg);
	return 0;
}

/* Does the debug build stop at a list whose neighbours disagree, and any build at a second del? */
SELFTEST(list, corruption)
{
	struct item a;
	LIST_HEAD(head);

	list_add(&a.list, &head);
	EXPECT_OOPS(delete_twice, &a.list);
	if (IS_ENABLED(CONFIG_DEBUG_LIST)) {
		INIT_LIST_HEAD(&head);
		list_add(&a.list, &head);
		EXPECT_OOPS(add_between_strangers, &head);
	}
}

/* Do hash chains keep their order, and their nodes know who points to them? */
SELFTEST(list, hlist)
{
	struct { struct hlist_node node; u32 key; } n[4] = { }, *pos;
	HLIST_HEAD(head);
	struct hlist_node *next;
	u32 i, order = 0;

	for (i = 0; i < 4; i++)
		n[i].key = i + 1;
	EXPECT(hlist_empty(&head) && hlist_unhashed(&n[0].node));
	hlist_add_head(&n[1].node, &head);
	hlist_add_before(&n[0].node, &n[1].node);
	hlist_add_behind(&n[3].node, &n[1].node);
	hlist_add_behind(&n[2].node, &n[1].node);
	hlist_for_each_entry(pos, &head, node) {
		EXPECT_EQ(*pos->node.pprev, &pos->node);
		order = order * 10 + pos->key;
	}
	EXPECT_EQ(order, 1234);
	hlist_del_init(&n[1].node);
	EXPECT(hlist_unhashed(&n[1].node) && n[0].node.next == &n[2].node);
	hlist_for_each_entry_safe(pos, next, &head, node)
		hlist_del_init(&pos->node);
	EXPECT(hlist_empty(&head));
}

static __always_inline u32 compute_largest(struct item *it)
{
	u32 most = it->key;

	if (it->rb.rb_left)
		most = max(most, rb_entry(it->rb.rb_left, struct item, rb)->largest);
	if (it->rb.rb_right)
		most = max(most, rb_entry(it->rb.rb_right, struct item, rb)->largest);
	return most;
}

RB_DECLARE_CALLBACKS(static, item_callbacks, struct item, rb, u32, largest, compute_largest);

static void insert_item(struct rb_root *root, struct item *it)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		struct item *other = rb_entry(*link, struct item, rb);

		parent = *link;
		other->largest = max(other->largest, it->key);
		link = it->key < other->key ? &parent->rb_left : &parent->rb_right;
	}
	it->largest = it->key;
	rb_link_node(&it->rb, parent, link);
	rb_insert_augmented(&it->rb, root, &item_callbacks);
}

/* R1 to R3 and the augmentation below @rb.  Returns the blacks on each way down, or -1. */
static int check_subtree(struct rb_node *rb)
{
	int left, right;

	if (!rb)
		return 0;
	left = check_subtree(rb->rb_left);
	right = check_subtree(rb->rb_right);
	if (left < 0 || left != right)
		return -1;
	if (rb_is_red(rb) && ((rb->rb_left && rb_is_red(rb->rb_left)) ||
			      (rb->rb_right && rb_is_red(rb->rb_right))))
		return -1;
	if (rb_entry(rb, struct item, rb)->largest != compute_largest(rb_entry(rb, struct item, rb)))
		return -1;
	return left + rb_is_black(rb);
}

#define ITEMS	300

/* Is the tree balanced, in order and rightly augmented after each of many random changes? */
SELFTEST(rbtree, random)
{
	struct item *items = kcalloc(ITEMS, sizeof(*items), GFP_KERNEL);
	static bool in[ITEMS];
	struct rb_root root = RB_ROOT;
	unsigned int step, n = 0;

	ASSERT(items);
	memset(in, 0, sizeof(in));
	for (step = 0; step < 3000; step++) {
		u32 i = selftest_random_below(ITEMS);
		struct rb_node *rb;
		unsigned int count = 0;
		u32 last = 0;

		if (in[i]) {
			rb_erase_augmented(&items[i].rb, &root, &item_callbacks);
		} else {
			items[i].key = selftest_random();
			insert_item(&root, &items[i]);
		}
		n += in[i] ? -1 : 1;
		in[i] = !in[i];
		if (step % 16)
			continue;
		if (!EXPECT(check_subtree(root.rb_node) >= 0))
			break;
		for (rb = rb_first(&root); rb; rb = rb_next(rb), count++) {
			EXPECT(rb_entry(rb, struct item, rb)->key >= last);
			last = rb_entry(rb, struct item, rb)->key;
		}
		EXPECT_EQ(count, n);
		for (rb = rb_last(&root), count = 0; rb; rb = rb_prev(rb))
			count++;
		EXPECT_EQ(count, n);
	}
	kfree(items);
}

/* Does the post-order walk visit children first, so that a tree can be freed on the way? */
SELFTEST(rbtree, postorder)
{
	struct item items[20] = { }, *pos, *next;
	struct rb_root root = RB_ROOT;
	unsigned int i, seen = 0, wrong = 0;

	for (i = 0; i < 20; i++) {
		items[i].key = i * 7 % 20;
		insert_item(&root, &items[i]);
	}
	rbtree_postorder_for_each_entry_safe(pos, next, &root, rb) {
		wrong += pos->rb.rb_left && rb_entry(pos->rb.rb_left, struct item, rb)->key != ~0u;
		wrong += pos->rb.rb_right && rb_entry(pos->rb.rb_right, struct item, rb)->key != ~0u;
		pos->key = ~0u;
		seen++;
	}
	EXPECT_EQ(seen, 20);
	EXPECT_EQ(wrong, 0);
}

static int by_value(const void *a, const void *b)
{
	const u32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Is everything in order after sort(), and nothing lost? */
SELFTEST(sort, random)
{
	static u32 v[257];
	unsigned int n, i;
	u32 sum, after;

	for (n = 0; n < ARRAY_SIZE(v); n += 1 + n / 8) {
		for (i = 0, sum = 0; i < n; i++)
			sum += v[i] = selftest_random_below(100);
		sort(v, n, sizeof(v[0]), by_value, NULL);
		for (i = 0, after = 0; i < n; i++) {
			after += v[i];
			EXPECT(!i || v[i - 1] <= v[i]);
		}
		EXPECT_EQ(after, sum);
	}
}

/* Does a search find every element, and nothing between, before or behind them? */
SELFTEST(sort, bsearch)
{
	u32 v[33], n, i, key;

	for (n = 0; n <= ARRAY_SIZE(v); n++) {
		for (i = 0; i < n; i++)
			v[i] = 2 * i + 1;
		for (key = 0; key <= 2 * n; key++)
			EXPECT_EQ(bsearch(&key, v, n, sizeof(v[0]), by_value),
				  key & 1 ? &v[key / 2] : NULL);
	}
}

/* Do patterns match what a shell's would? */
SELFTEST(glob, match)
{
	EXPECT(glob_match("", "") && !glob_match("", "a") && !glob_match("a", ""));
	EXPECT(glob_match("vmalloc.*", "vmalloc.guard_page") && !glob_match("vmalloc.*", "vmap.x"));
	EXPECT(glob_match("*page*", "a.page_b") && glob_match("**", "x") && glob_match("*", ""));
	EXPECT(glob_match("*ab*ab", "ababxab") && !glob_match("*ab*ab", "abxa"));
	EXPECT(glob_match("a?c", "abc") && !glob_match("a?c", "ac"));
	EXPECT(glob_match("[a-c]x", "bx") && !glob_match("[!a-c]x", "bx") && glob_match("[]]", "]"));
	EXPECT(glob_match("\\*", "*") && !glob_match("\\*", "x") && glob_match("[", "["));
}
