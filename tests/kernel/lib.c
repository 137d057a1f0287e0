/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about kernel/lib and arch/arm/lib: each against the simplest way to do the same */
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/kallsyms.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/rbtree_augmented.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/stacktrace.h>
#include "selftest.h"

/* ------------------------------------------------------------------ memory */

#define SPACE	256
#define MARGIN	32

static u8 src[SPACE], dst[SPACE], expected[SPACE];

static void fill_buffers(void)
{
	unsigned int i;

	for (i = 0; i < SPACE; i++) {
		src[i] = (u8)selftest_random();
		dst[i] = expected[i] = (u8)selftest_random();
	}
}

/* Does memcpy copy just the bytes it should, for each alignment of both ends and each length? */
SELFTEST(string, memcpy)
{
	unsigned int from, to, len, i;

	for (from = 0; from < 8; from++)
		for (to = 0; to < 8; to++)
			for (len = 0; len <= 130; len++) {
				fill_buffers();
				for (i = 0; i < len; i++)
					expected[MARGIN + to + i] = src[MARGIN + from + i];
				EXPECT_EQ(memcpy(dst + MARGIN + to, src + MARGIN + from, len),
					  dst + MARGIN + to);
				if (!EXPECT(!memcmp(dst, expected, SPACE)))
					return;
			}
}

/* Does memmove, when source and destination overlap either way? */
SELFTEST(string, memmove)
{
	int shift;
	unsigned int at, len, i;

	for (shift = -20; shift <= 20; shift++)
		for (at = 0; at < 4; at++)
			for (len = 0; len <= 80; len += 1 + len / 16) {
				u8 *from = dst + MARGIN + at, *to = from + shift;

				fill_buffers();
				for (i = 0; i < len; i++)
					expected[to - dst + i] = from[i];
				memmove(to, from, len);
				if (!EXPECT(!memcmp(dst, expected, SPACE)))
					return;
			}
}

/* Does memset? */
SELFTEST(string, memset)
{
	unsigned int to, len, i;

	for (to = 0; to < 8; to++)
		for (len = 0; len <= 130; len++) {
			fill_buffers();
			for (i = 0; i < len; i++)
				expected[MARGIN + to + i] = 0xa7;
			memset(dst + MARGIN + to, 0x5a7, len);
			if (!EXPECT(!memcmp(dst, expected, SPACE)))
				return;
		}
}

/* Are whole pages cleared and copied, and not a byte beyond? */
SELFTEST(string, pages)
{
	u8 *area = (u8 *)__get_free_pages(GFP_KERNEL, 2);
	unsigned int i, wrong = 0;

	ASSERT(area);
	for (i = 0; i < 4 * PAGE_SIZE; i++)
		area[i] = (u8)(i * 3 + 1);
	clear_page(area + PAGE_SIZE);
	EXPECT(!memchr_inv(area + PAGE_SIZE, 0, PAGE_SIZE));
	copy_page(area + PAGE_SIZE, area + 2 * PAGE_SIZE);
	for (i = 0; i < 4 * PAGE_SIZE; i++)
		wrong += area[i] != (u8)((i / PAGE_SIZE == 1 ? i + PAGE_SIZE : i) * 3 + 1);
	EXPECT_EQ(wrong, 0);
	free_pages((unsigned long)area, 2);
}

/* Do comparisons see the first difference, and searches the first match? */
SELFTEST(string, compare_and_find)
{
	char text[] = "page,frame,,table";

	EXPECT(memcmp("abc", "abd", 3) < 0 && memcmp("abc", "abd", 2) == 0);
	EXPECT(strcmp("ab", "abc") < 0 && strcmp("b", "abc") > 0 && !strcmp("", ""));
	EXPECT(!strncmp("abcd", "abce", 3) && strncmp("abcd", "abce", 4) < 0);
	EXPECT_EQ(strchr(text, 'f'), text + 5);
	EXPECT(!strchr(text, 'z') && strchr(text, 0) == text + 17);
	EXPECT_EQ(strrchr(text, 'a'), text + 13);
	EXPECT_EQ(strstr(text, "ram"), text + 6);
	EXPECT(!strstr(text, "rame2") && strstr(text, "") == text);
	EXPECT_EQ(memchr(text, ',', 4), 0);
	EXPECT_EQ(memchr_inv("aaaaaaaaab", 'a', 10), strchr("aaaaaaaaab", 'b'));
	EXPECT_EQ(strspn("aabbc", "ab"), 4);
	EXPECT_EQ(strcspn("aabbc", "c"), 4);
	EXPECT_EQ(strnlen("abc", 2), 2);
	EXPECT_STREQ(kbasename("/a/b/name"), "name");
}

/* Do the copying functions end what they cut, and say that they cut? */
SELFTEST(string, bounded_copies)
{
	char buf[8] = "xxxxxxx";

	EXPECT_EQ(strlcpy(buf, "0123456789", 4), 10);
	EXPECT_STREQ(buf, "012");
	EXPECT_EQ(strscpy(buf, "01234567", 8), (unsigned long)-E2BIG);
	EXPECT_STREQ(buf, "0123456");
	EXPECT_EQ(strscpy(buf, "ab", 8), 2);
	EXPECT_EQ(strlcat(buf, "cdefghij", 8), 10);
	EXPECT_STREQ(buf, "abcdefg");
}

/* Does strsep cut at each separator, empty pieces included? */
SELFTEST(string, strsep)
{
	char text[] = "a,,b", *rest = text, blanks[] = "  x y ";

	EXPECT_STREQ(strsep(&rest, ","), "a");
	EXPECT_STREQ(strsep(&rest, ","), "");
	EXPECT_STREQ(strsep(&rest, ","), "b");
	EXPECT(!strsep(&rest, ","));
	EXPECT_STREQ(strim(blanks), "x y");
}

/* ------------------------------------------------------------------ numbers and text */

/* Are numbers read with their prefixes, and what is none refused? */
SELFTEST(string, numbers)
{
	unsigned int u;
	unsigned long ul;
	char *end;
	int n;

	EXPECT_EQ(simple_strtoul("0x1fG", &end, 0), 31);
	EXPECT_EQ(*end, 'G');
	EXPECT_EQ(simple_strtoul("017", NULL, 0), 15);
	EXPECT_EQ(simple_strtol("-12", NULL, 10), (unsigned long)-12);
	EXPECT(!kstrtouint("4294967295\n", 10, &u) && u == ~0u);
	EXPECT_EQ(kstrtouint("4294967296", 10, &u), (unsigned long)-ERANGE);
	EXPECT_EQ(kstrtouint("12x", 10, &u), (unsigned long)-EINVAL);
	EXPECT_EQ(kstrtoul("", 10, &ul), (unsigned long)-EINVAL);
	EXPECT(!kstrtoint("-2147483648", 0, &n) && n == INT_MIN);
	EXPECT_EQ(kstrtoint("2147483648", 0, &n), (unsigned long)-ERANGE);
	EXPECT(memparse("3G", &end) == 3ULL << 30 && !*end);
	EXPECT_EQ(memparse("16k", NULL), 16384);
}

#define PRINTS(want, ...)						\
	do {								\
		char __buf[96];						\
									\
		snprintf(__buf, sizeof(__buf), __VA_ARGS__);		\
		EXPECT_STREQ(__buf, want);				\
	} while (0)

/* Does printf format as C says? */
SELFTEST(vsprintf, formats)
{
	PRINTS("42 -7 +3  5", "%d %d %+d % d", 42, -7, 3, 5);
	PRINTS("0x2a 2A 052 0", "%#x %X %#o %#x", 42, 42, 42, 0);
	PRINTS("[   42] [42   ] [00042] [  042]", "[%5d] [%-5d] [%05d] [%5.3d]", 42, 42, 42, 42);
	PRINTS("[-0042] [0x00ff]", "[%05d] [%#06x]", -42, 255);
	PRINTS("[  abc] [abc  ] [ab] [(null)]", "[%5s] [%-5s] [%.2s] [%s]", "abc", "abc", "abc",
	       (char *)RELOC_HIDE((char *)NULL, 0));
	PRINTS("[  7] [7  ] [ab ]", "[%*d] [%*d] [%-*s]", 3, 7, -3, 7, 3, "ab");
	PRINTS("18446744073709551615 -1 ff 255", "%llu %lld %llx %hhu", ~0ULL, -1LL, 255ULL, 511);
	PRINTS("12345678901234", "%llu", 12345678901234ULL);
	PRINTS("c% 65535 -1", "%c%% %hu %hd", 'c', -1, -1);
	PRINTS("4096 -4096", "%zu %ld", (size_t)4096, -4096L);
}

/* ... and Linux's pointers? */
SELFTEST(vsprintf, pointers)
{
	phys_addr_t phys = 0x40010000;

	PRINTS("00001234", "%p", (void *)0x1234);
	PRINTS("0x40010000", "%pa", &phys);
	PRINTS("kmalloc_large", "%ps", kmalloc_large);
	PRINTS("0x1234", "%pS", (void *)0x1234);
}

/* Does a short buffer get what fits, and the caller the whole length? */
SELFTEST(vsprintf, truncation)
{
	char buf[8] = "zzzzzzz";

	EXPECT_EQ(snprintf(buf, 5, "%s", "0123456789"), 10);
	EXPECT_STREQ(buf, "0123");
	EXPECT_EQ(buf[5], 'z');
	EXPECT_EQ(scnprintf(buf, 5, "%d", 1234567), 4);
	EXPECT_EQ(snprintf(NULL, 0, "%d", 1234567), 7);
}

/* Does a text sink take what fits and say when it is full? */
SELFTEST(vsprintf, seq_file)
{
	char buf[12];
	struct seq_file m = { .buf = buf, .size = sizeof(buf) };

	seq_printf(&m, "%d-", 12);
	seq_puts(&m, "abc");
	seq_putc(&m, '!');
	EXPECT_STREQ(buf, "12-abc!");
	EXPECT(!seq_has_overflowed(&m));
	seq_puts(&m, "much too long");
	EXPECT(seq_has_overflowed(&m));
	EXPECT_STREQ(buf, "12-abc!much");
}

/* ------------------------------------------------------------------ bits */

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
			for (next = from; next < 128 && !test_bit((int)next, map); next++)
				;
			EXPECT_EQ(find_next_bit(map, 128, from), min(next, 128UL));
			for (next = from; next < 100 && test_bit((int)next, map); next++)
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

/* ------------------------------------------------------------------ symbols, backtraces */

/* Does a function's address lead to its name, and the name to its address? */
SELFTEST(kallsyms, lookup)
{
	unsigned long size, offset, addr = (unsigned long)vsnprintf;
	char name[KSYM_NAME_LEN];

	EXPECT_STREQ(kallsyms_lookup(addr + 8, &size, &offset, name), "vsnprintf");
	EXPECT_EQ(offset, 8);
	EXPECT(size > 8 && size < 4096);
	EXPECT_EQ(kallsyms_lookup_name("vsnprintf"), addr);
	EXPECT_EQ(kallsyms_lookup_name("no_such_function"), 0);
	EXPECT(!kallsyms_lookup(0x1000, &size, &offset, name));
}

static noinline unsigned int innermost(unsigned long *trace, unsigned int n)
{
	unsigned int got = stack_trace_save(trace, n, 0);

	barrier();
	return got;
}

static noinline unsigned int middle(unsigned long *trace, unsigned int n)
{
	volatile char frame[200];
	unsigned int got;

	frame[0] = 1;
	got = innermost(trace, n);
	return got + frame[0] - 1;
}

static noinline unsigned int outermost(unsigned long *trace, unsigned int n)
{
	unsigned int got = middle(trace, n);

	barrier();
	return got;
}

/* Does a backtrace name the callers in their order, and end where the thread began? */
SELFTEST(unwind, callers)
{
	static const char * const want[] = {
		"innermost", "middle", "outermost", "selftest_unwind_callers",
	};
	unsigned long trace[32], size, offset;
	unsigned int i, n = outermost(trace, ARRAY_SIZE(trace));
	char name[KSYM_NAME_LEN];

	ASSERT(n > ARRAY_SIZE(want) && n < ARRAY_SIZE(trace));
	for (i = 0; i < ARRAY_SIZE(want); i++)
		if (EXPECT(kallsyms_lookup(trace[i] - 1, &size, &offset, name)))
			EXPECT_STREQ(name, want[i]);
	if (EXPECT(kallsyms_lookup(trace[n - 1] - 1, &size, &offset, name)))
		EXPECT_STREQ(name, "ret_from_fork");
}

/* Does a short array get the nearest callers, and @skip leave those out? */
SELFTEST(unwind, bounds)
{
	unsigned long whole[32] = { }, part[3] = { };

	outermost(whole, ARRAY_SIZE(whole));
	EXPECT_EQ(outermost(part, ARRAY_SIZE(part)), 3);
	EXPECT_EQ(part[1], whole[1]);
}
