/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel/lib against the C library and against naive models, with random input.
 *
 * The kernel's sources are part of this file, under names of their own, so that both are at
 * hand.  Each string lies in an allocation that ends with it: the sanitizer sees a byte too many.
 */
#include "host.h"

#define memchr		k_memchr
#define memcmp		k_memcmp
#define memchr_inv	k_memchr_inv
#define memscan		k_memscan
#define strlen		k_strlen
#define strnlen		k_strnlen
#define strcmp		k_strcmp
#define strncmp		k_strncmp
#define strcasecmp	k_strcasecmp
#define strncasecmp	k_strncasecmp
#define strcpy		k_strcpy
#define strncpy		k_strncpy
#define strlcpy		k_strlcpy
#define strlcat		k_strlcat
#define strscpy		k_strscpy
#define strchr		k_strchr
#define strrchr		k_strrchr
#define strnchr		k_strnchr
#define strstr		k_strstr
#define strsep		k_strsep
#define strspn		k_strspn
#define strcspn		k_strcspn
#define vsnprintf	k_vsnprintf
#define vscnprintf	k_vscnprintf
#define snprintf	k_snprintf
#define scnprintf	k_scnprintf
#define sprintf		k_sprintf
#define seq_printf	k_seq_printf
#define seq_vprintf	k_seq_vprintf
#define seq_puts	k_seq_puts
#define seq_putc	k_seq_putc

#include "../../kernel/lib/string.c"
#include "../../kernel/lib/kstrtox.c"
#include "../../kernel/lib/vsprintf.c"
#include "../../kernel/lib/seq_file.c"
#include "../../kernel/lib/find_bit.c"
#include "../../kernel/lib/glob.c"
#include "../../kernel/lib/sort.c"
#include <linux/bsearch.h>
#include <linux/log2.h>

int c_memcmp(const void *a, const void *b, size_t n) __asm__("memcmp");
void *c_memchr(const void *s, int c, size_t n) __asm__("memchr");
size_t c_strlen(const char *s) __asm__("strlen");
size_t c_strnlen(const char *s, size_t n) __asm__("strnlen");
int c_strcmp(const char *a, const char *b) __asm__("strcmp");
int c_strncmp(const char *a, const char *b, size_t n) __asm__("strncmp");
int c_strcasecmp(const char *a, const char *b) __asm__("strcasecmp");
int c_strncasecmp(const char *a, const char *b, size_t n) __asm__("strncasecmp");
char *c_strncpy(char *dest, const char *src, size_t n) __asm__("strncpy");
char *c_strchr(const char *s, int c) __asm__("strchr");
char *c_strrchr(const char *s, int c) __asm__("strrchr");
char *c_strstr(const char *s, const char *what) __asm__("strstr");
char *c_strsep(char **s, const char *separators) __asm__("strsep");
size_t c_strspn(const char *s, const char *accept) __asm__("strspn");
size_t c_strcspn(const char *s, const char *reject) __asm__("strcspn");
int c_vsnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args)
	__asm__("vsnprintf");

/* The host has no table of symbols */
int sprint_symbol(char *buf, unsigned long addr)
{
	return k_sprintf(buf, "symbol");
}

int sprint_backtrace(char *buf, unsigned long addr)
{
	return k_sprintf(buf, "caller");
}

int sprint_symbol_no_offset(char *buf, unsigned long addr)
{
	return k_sprintf(buf, "name");
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Up to @max characters of @set in an allocation of just that size; @ended: and a NUL */
static char *random_text(const char *set, u32 max, bool ended, size_t *len)
{
	u32 n = host_below(max + 1), kinds = (u32)c_strlen(set), i;
	char *s = malloc(n + ended + !(n + ended));

	for (i = 0; i < n; i++)
		s[i] = set[host_below(kinds)];
	if (ended)
		s[n] = '\0';
	*len = n;
	return s;
}

/* ------------------------------------------------------------------ strings */

static void compare_two(void)
{
	static const char set[] = "aAbBz\x80\xff";
	size_t la, lb, n;
	char *a = random_text(set, 6, true, &la), *b = random_text(set, 6, true, &lb);

	n = host_below(8);
	MUST(sign(k_strcmp(a, b)) == sign(c_strcmp(a, b)));
	MUST(sign(k_strncmp(a, b, n)) == sign(c_strncmp(a, b, n)));
	MUST(sign(k_strcasecmp(a, b)) == sign(c_strcasecmp(a, b)));
	MUST(sign(k_strncasecmp(a, b, n)) == sign(c_strncasecmp(a, b, n)));
	n = min(la, lb);
	MUST(sign(k_memcmp(a, b, n)) == sign(c_memcmp(a, b, n)));
	free(a);
	free(b);
}

static void search_one(void)
{
	size_t len, other;
	char *s = random_text("abc,", 12, true, &len), *what = random_text("abc", 3, true, &other);
	int c = "abc,z"[host_below(6)];		/* NUL, too */

	MUST(k_strlen(s) == len && k_strnlen(s, other) == c_strnlen(s, other));
	MUST(k_strchr(s, c) == c_strchr(s, c) && k_strrchr(s, c) == c_strrchr(s, c));
	MUST(k_strstr(s, what) == c_strstr(s, what));
	MUST(k_strspn(s, what) == c_strspn(s, what));
	MUST(k_strcspn(s, what) == c_strcspn(s, what));
	MUST(k_memchr(s, c, len) == c_memchr(s, c, len));
	MUST(k_memscan(s, c, len) == (c_memchr(s, c, len) ?: s + len));
	if (c)
		MUST(k_strnchr(s, len, c) == c_memchr(s, c, len));
	free(s);
	free(what);
}

static void invert_search(void)
{
	u32 n = host_below(70), skip = host_below(9), i;
	char *area = malloc(n + skip + 1), *s = area + skip;

	memset(area, 'x', n + skip + 1);
	MUST(!k_memchr_inv(s, 'x', n));
	if (n) {
		i = host_below(n);
		s[i] = s[i + host_below(n - i)] = 'y';
		MUST(k_memchr_inv(s, 'x', n) == s + i);
	}
	free(area);
}

static void cut_copies(void)
{
	size_t len, size = host_below(8), kept;
	char *open = random_text("abc", 10, false, &len), *s = malloc(len + 1);
	char *buf = malloc(size + !size), *other = malloc(size + !size);

	memcpy(s, open, len);
	s[len] = '\0';
	kept = size ? min(len, size - 1) : 0;
	MUST(k_strlcpy(buf, s, size) == len);
	MUST(!size || (!c_memcmp(buf, s, kept) && !buf[kept]));
	MUST(k_strscpy(buf, s, size) == (len < size ? (ssize_t)len : -E2BIG));
	MUST(!size || (!c_memcmp(buf, s, kept) && !buf[kept]));
	if (len >= size)			/* nothing ends the source */
		MUST(k_strscpy(buf, open, size) == -E2BIG);
	if (size) {
		buf[kept] = '\0';
		MUST(k_strlcat(buf, "xyz", size) == kept + 3);
		MUST(c_strlen(buf) == min(kept + 3, size - 1));
	}
	k_strncpy(buf, s, size);
	c_strncpy(other, s, size);
	MUST(!c_memcmp(buf, other, size));
	free(open);
	free(s);
	free(buf);
	free(other);
}

static void cut_pieces(void)
{
	size_t len;
	char *s = random_text("ab,;", 10, true, &len), *copy = malloc(len + 1);
	char *rest = s, *c_rest = copy, *piece, *c_piece;

	memcpy(copy, s, len + 1);
	do {
		piece = k_strsep(&rest, ",;");
		c_piece = c_strsep(&c_rest, ",;");
		MUST(!piece == !c_piece);
		MUST(!piece || !c_strcmp(piece, c_piece));
	} while (piece);
	free(s);
	free(copy);
}

/* ------------------------------------------------------------------ numbers */

/* What kstrtoull must say: the grammar, and arithmetic that can't overflow */
static int naive_number(const char *s, unsigned int base, bool minus_allowed, __int128 *res)
{
	bool minus = minus_allowed && *s == '-';
	int digit, n = 0;

	s += minus || *s == '+';
	if (*s == '0' && (s[1] == 'x' || s[1] == 'X') && (base == 0 || base == 16) && isxdigit(s[2])) {
		base = 16;
		s += 2;
	}
	if (!base)
		base = *s == '0' ? 8 : 10;
	for (*res = 0; isxdigit(*s); s++, n++) {
		digit = isdigit(*s) ? *s - '0' : tolower(*s) - 'a' + 10;
		if (digit >= (int)base)
			break;
		if (*res < (__int128)1 << 100)
			*res = *res * base + digit;
	}
	s += *s == '\n';
	if (!n || *s)
		return -EINVAL;
	if (minus)
		*res = -*res;
	return 0;
}

static int in_range(int err, __int128 n, __int128 low, __int128 high)
{
	return err ? err : n < low || n > high ? -ERANGE : 0;
}

static void read_number(void)
{
	static const unsigned int bases[] = { 0, 8, 10, 16 };
	static const char * const sets[] = { "0123456789", "0x1fF9", "+-07x\n", "0123456789abcdef" };
	unsigned int base = bases[host_below(4)], ui;
	unsigned long long ull;
	unsigned long ul;
	size_t len;
	char *s = random_text(sets[host_below(4)], 24, true, &len), *end, *c_end;
	__int128 want;
	int err, got, i;

	err = naive_number(s, base, false, &want);
	got = kstrtoull(s, base, &ull);
	MUST(got == in_range(err, want, 0, ULLONG_MAX) && (got || ull == want));
	got = kstrtoul(s, base, &ul);
	MUST(got == in_range(err, want, 0, ULONG_MAX) && (got || ul == want));
	got = kstrtouint(s, base, &ui);
	MUST(got == in_range(err, want, 0, UINT_MAX) && (got || ui == want));
	err = naive_number(s, base, true, &want);
	got = kstrtoint(s, base, &i);
	MUST(got == in_range(err, want, INT_MIN, INT_MAX) && (got || i == want));
	if (len < 15 && isdigit(*s)) {
		MUST(simple_strtoul(s, &end, base) == strtoul(s, &c_end, (int)base));
		MUST(end == c_end);
	}
	free(s);
}

/* ------------------------------------------------------------------ printf */

static __printf(2, 0) void print_both(size_t size, const char *fmt, ...)
{
	static char want[512];
	char *buf = malloc(size + !size);
	__builtin_va_list args;
	int n, c_n;

	__builtin_va_start(args, fmt);
	n = k_vsnprintf(buf, size, fmt, args);
	__builtin_va_end(args);
	__builtin_va_start(args, fmt);
	c_n = c_vsnprintf(want, sizeof(want), fmt, args);
	__builtin_va_end(args);
	MUST(n == c_n);
	if (size) {
		want[min(size - 1, sizeof(want) - 1)] = '\0';
		MUST(!c_strcmp(buf, want));
	}
	free(buf);
}

/* Flags, width and precision at random.  Where Linux differs from C there is no '#'. */
static char *random_spec(char *p, char conversion, bool is_zero)
{
	static const char flags[] = "-+ 0";
	bool precise = !host_below(3);
	u32 i;

	*p++ = '%';
	for (i = host_below(3); i; i--)
		*p++ = flags[host_below(4)];
	if (!host_below(3) && c_strchr("xXo", conversion) && !is_zero &&
	    !(precise && conversion == 'o'))
		*p++ = '#';
	if (host_below(2))
		p += k_sprintf(p, "%u", 1 + host_below(30));
	if (precise)
		p += k_sprintf(p, ".%u", host_below(24));
	return p;
}

static void print_number(void)
{
	static const char * const lengths[] = { "hh", "h", "", "l", "ll", "z", "t" };
	static const char conversions[] = "diuxXo";
	char fmt[64] = "<", *p = fmt + 1, conversion = conversions[host_below(6)];
	u32 length = host_below(7);
	u64 n = ((u64)host_random() << 32 | host_random()) >> host_below(64);
	u64 kept = length == 0 ? (u8)n : length == 1 ? (u16)n : length == 2 ? (u32)n : n;

	n = host_below(8) ? n : 0;
	p = random_spec(p, conversion, !kept || !n);
	k_sprintf(p, "%s%c>", lengths[length], conversion);
	if (length < 3)
		print_both(host_below(60), fmt, (int)n);
	else
		print_both(host_below(60), fmt, n);
}

static void print_text(void)
{
	size_t len;
	char *s = random_text("ab", 12, true, &len);
	char fmt[64] = "<", *end = random_spec(fmt + 1, 's', false), *p;

	/* C leaves open what '0', '+' and ' ' mean here */
	for (p = fmt + 2; *p && c_strchr("-+ 0", *p); p++)
		*p = '-';
	k_sprintf(end, "s|%%%dc|%%%%>", (int)host_below(9) - 4);
	print_both(host_below(60), fmt, s, 'x');
	free(s);
}

/* A sink of any size holds the beginning of the whole text, and says whether that is all */
static void sink_text(void)
{
	static const char whole[] = "one 2 three!";
	size_t size = host_below(20);
	struct seq_file m = { .buf = malloc(size + !size), .size = size };

	seq_puts(&m, "one");
	seq_printf(&m, " %d ", 2);
	seq_puts(&m, "three");
	seq_putc(&m, '!');
	MUST(seq_has_overflowed(&m) == (size < sizeof(whole)));
	if (size >= sizeof(whole))
		MUST(m.count == sizeof(whole) - 1 && !c_strcmp(m.buf, whole));
	else if (size)
		MUST(c_strlen(m.buf) < size && !c_memcmp(m.buf, whole, c_strlen(m.buf)));
	free(m.buf);
}

/* ------------------------------------------------------------------ patterns, order, bits */

/* Tries every length for every '*' */
static bool naive_glob(const char *pat, const char *s)
{
	if (*pat == '*')
		return naive_glob(pat + 1, s) || (*s && naive_glob(pat, s + 1));
	if (!*pat || !*s)
		return !*pat && !*s;
	if (*pat == '[')			/* the only class below */
		return (*s == 'a' || *s == 'b') && naive_glob(pat + 5, s + 1);
	return (*pat == '?' || *pat == *s) && naive_glob(pat + 1, s + 1);
}

static void match_pattern(void)
{
	static const char * const pieces[] = { "*", "?", "a", "b", "c", "[a-b]" };
	char pat[64] = "";
	size_t len;
	char *s = random_text("abc", 10, true, &len);
	u32 n = host_below(8);

	while (n--)
		k_strlcat(pat, pieces[host_below(6)], sizeof(pat));
	MUST(glob_match(pat, s) == naive_glob(pat, s));
	free(s);
}

static size_t element_size;

static int by_bytes(const void *a, const void *b)
{
	return c_memcmp(a, b, element_size);
}

static void sort_bytes(void)
{
	static const size_t sizes[] = { 1, 3, 4, 8, 12 };
	size_t size = element_size = sizes[host_below(5)], n = host_below(40), i, sum = 0;
	char *base = malloc(n * size + 1), *key;

	for (i = 0; i < n * size; i++)
		sum += base[i] = (char)host_below(4);
	sort(base, n, size, by_bytes, NULL);
	for (i = 1; i < n; i++)
		MUST(by_bytes(base + (i - 1) * size, base + i * size) <= 0);
	for (i = 0; i < n * size; i++)
		sum -= base[i];
	MUST(!sum);
	for (i = 0; i < n; i++) {
		key = bsearch(base + i * size, base, n, size, by_bytes);
		MUST(key && !by_bytes(key, base + i * size));
	}
	free(base);
}

static void find_bits(void)
{
	u32 size = host_below(200), from = host_below(210), i, words = BITS_TO_LONGS(size);
	unsigned long *map = malloc(words * sizeof(long) + 1);
	unsigned int set = 0;

	for (i = 0; i < words; i++) {
		map[i] = host_below(3) ? 0 : (u64)host_random() << 32 | host_random();
		map[i] = host_below(2) ? map[i] : ~map[i];
		MUST(hweight_long(map[i]) == __builtin_popcountl(map[i]));
		MUST(!map[i] || __fls(map[i]) == ilog2(map[i]));
	}
	for (i = from; i < size && !test_bit(i, map); i++)
		;
	MUST(find_next_bit(map, size, from) == min(i, size) || from >= size);
	for (i = from; i < size && test_bit(i, map); i++)
		;
	MUST(find_next_zero_bit(map, size, from) == min(i, size) || from >= size);
	for_each_set_bit(i, map, size)
		set++;
	for_each_clear_bit(i, map, size)
		set++;
	MUST(set == size);
	free(map);
}

static const struct {
	const char *what;
	void (*fn)(void);
} tests[] = {
	{ "comparisons agree with the C library's", compare_two },
	{ "searches agree with the C library's", search_one },
	{ "memchr_inv finds the first other byte", invert_search },
	{ "copies are cut, ended and counted", cut_copies },
	{ "strsep agrees with the C library's", cut_pieces },
	{ "numbers are read, out of range or refused", read_number },
	{ "printf of numbers agrees with the C library's", print_number },
	{ "printf of text agrees with the C library's", print_text },
	{ "a text sink takes what fits", sink_text },
	{ "patterns match as if every way were tried", match_pattern },
	{ "what is sorted is in order and found", sort_bytes },
	{ "bits are found and counted", find_bits },
};

int main(void)
{
	unsigned int i, round;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		unsigned long before = host_musts;

		host_seed(i + 1);
		for (round = 0; round < 20000; round++)
			tests[i].fn();
		host_ok(host_musts > before, "%s (%lu checks)", tests[i].what, host_musts - before);
	}
	return host_done();
}
