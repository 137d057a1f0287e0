/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about memory, strings, numbers and printf, on the processor: kernel/lib against the
 * simplest way to do the same.  tests/host/lib.c asks the C library.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
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

/* Does memmove copy what was there before, when source and destination overlap either way? */
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

/* Does memset fill just the bytes it should? */
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

/* Is a source that nothing ends read no further than asked?  An unmapped page follows it. */
SELFTEST(string, unended_source)
{
	char *page = vmalloc(PAGE_SIZE), buf[8];
	char *last = page + PAGE_SIZE - 5;

	ASSERT(page);
	memcpy(last, "abcde", 5);
	EXPECT_EQ(strscpy(buf, last, 5), (unsigned long)-E2BIG);
	EXPECT_STREQ(buf, "abcd");
	EXPECT_EQ(strscpy(buf, last, 0), (unsigned long)-E2BIG);
	EXPECT_EQ(strnlen(last, 5), 5);
	EXPECT(!strncmp(last, "abcdef", 5) && !strnchr(last, 5, 'z'));
	EXPECT_EQ(memscan(last, 'z', 5), last + 5);
	EXPECT_EQ(memscan(last, 'c', 5), last + 2);
	vfree(page);
}

/* Are letters the same in either case, and nothing else? */
SELFTEST(string, ignoring_case)
{
	EXPECT(!strcasecmp("PageTable", "pAGEtABLE") && strcasecmp("a", "B") < 0);
	EXPECT(strcasecmp("[", "{") && strcasecmp("ab", "AB c") < 0);
	EXPECT(!strncasecmp("ABCx", "abcY", 3) && strncasecmp("ABCx", "abcY", 4) < 0);
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
	EXPECT(!kstrtoint("+7\n", 0, &n) && n == 7);
	EXPECT_EQ(kstrtoint("-+5", 0, &n), (unsigned long)-EINVAL);
	EXPECT_EQ(kstrtoint("--5", 0, &n), (unsigned long)-EINVAL);
	EXPECT_EQ(kstrtoul("-5", 0, &ul), (unsigned long)-EINVAL);
	EXPECT(memparse("3G", &end) == 3ULL << 30 && !*end);
	EXPECT_EQ(memparse("16k", NULL), 16384);
}

/* Is a list of numbers and ranges taken apart? */
SELFTEST(string, get_option)
{
	char text[] = "1,0x2,4-7", *s = text;
	int n = 0;

	EXPECT(get_option(&s, &n) == 2 && n == 1);
	EXPECT(get_option(&s, &n) == 2 && n == 2);
	EXPECT(get_option(&s, &n) == 3 && n == 4 && *s == '-');
	s++;
	EXPECT(get_option(&s, &n) == 1 && n == 7 && !*s);
	EXPECT_EQ(get_option(&s, &n), 0);
}

#define PRINTS(want, ...)						\
	do {								\
		char __buf[96];						\
									\
		snprintf(__buf, sizeof(__buf), __VA_ARGS__);		\
		EXPECT_STREQ(__buf, want);				\
	} while (0)

/* Does printf format as C says, but for 0 in %#x, which Linux prefixes, too? */
SELFTEST(vsprintf, formats)
{
	PRINTS("42 -7 +3  5", "%d %d %+d % d", 42, -7, 3, 5);
	PRINTS("0x2a 2A 052 0x0 0", "%#x %X %#o %#x %#o", 42, 42, 42, 0, 0);
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

/* Does printf format pointers as Linux does? */
SELFTEST(vsprintf, pointers)
{
	phys_addr_t phys = 0x40010000, zero = 0;
	static const u8 bytes[] = { 0x00, 0xa1, 0x5f };

	PRINTS("00001234", "%p", (void *)0x1234);
	PRINTS("0x40010000 0x00000000", "%pa %pa", &phys, &zero);
	PRINTS("00 a1 5f|00", "%*ph|%ph", 3, bytes, bytes);
	PRINTS("00:a1:5f 00-a1 00a15f", "%*phC %*phD %*phN", 3, bytes, 2, bytes, 3, bytes);
	PRINTS("kmalloc_large", "%ps", kmalloc_large);
	PRINTS("0x1234", "%pS", (void *)0x1234);
}

/* What if the pointer whose target is to be printed is NULL? */
SELFTEST(vsprintf, null_pointers)
{
	void *null = RELOC_HIDE((void *)NULL, 0);

	PRINTS("(null) (null) (null).", "%pa %*phC %pV.", null, 6, null, null);
}

static __printf(3, 4) int format_within(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list args;
	struct va_format vaf = { fmt, &args };
	int n;

	__builtin_va_start(args, fmt);
	n = snprintf(buf, size, "<%pV>", &vaf);
	__builtin_va_end(args);
	return n;
}

/* Is a format inside a format cut where the buffer ends, and counted whole? */
SELFTEST(vsprintf, nested)
{
	char buf[16] = "zzzzzzzzzzzzzzz";

	EXPECT_EQ(format_within(buf, sizeof(buf), "%d-%s", 12, "ab"), 7);
	EXPECT_STREQ(buf, "<12-ab>");
	EXPECT_EQ(format_within(buf, 4, "%d-%s", 12, "ab"), 7);
	EXPECT_STREQ(buf, "<12");
	EXPECT_EQ(buf[4], 'a');
	EXPECT_EQ(sprintf(buf, "%s", "no size"), 7);
	EXPECT_STREQ(buf, "no size");
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

/* Do numbers in a seq_file look as with printf, keep to their width, and overflow as a whole? */
SELFTEST(vsprintf, seq_numbers)
{
	static const u64 numbers[] = { 0, 1, 9, 10, 0xabc, 99999999, 0xffffffff, 0x100000000ULL, ~0ULL };
	char text[64], wanted[64];
	struct seq_file m;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		m = (struct seq_file) { .buf = text, .size = sizeof(text) };
		seq_setwidth(&m, 50);
		seq_put_hex_ll(&m, "-", numbers[i], 8);
		seq_put_decimal_ull(&m, " ", numbers[i]);
		seq_put_hex_ll(&m, "", numbers[i], 0);
		snprintf(wanted, sizeof(wanted), "-%08llx %llu%llx", numbers[i], numbers[i], numbers[i]);
		EXPECT_STREQ(text, wanted);
		seq_pad(&m, '|');
		EXPECT_EQ(m.count, max(strlen(wanted), 50u) + 1);
		EXPECT(text[m.count - 1] == '|' && (strlen(wanted) >= 50 || text[strlen(wanted)] == ' '));
	}
	m = (struct seq_file) { .buf = text, .size = 9 };
	seq_put_hex_ll(&m, "", 0x12345678, 8);
	EXPECT(!seq_has_overflowed(&m));
	EXPECT_STREQ(text, "12345678");
	seq_put_decimal_ull(&m, "", 1);
	EXPECT(seq_has_overflowed(&m));
	m = (struct seq_file) { .buf = text, .size = 8 };
	seq_put_hex_ll(&m, "", 0x12345678, 8);
	EXPECT(seq_has_overflowed(&m));
}
