/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/bitops.h>
#include <linux/seq_file.h>
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include <linux/string.h>

void seq_vprintf(struct seq_file *m, const char *fmt, __builtin_va_list args)
{
	int n;

	if (seq_has_overflowed(m))
		return;
	n = vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
	m->count = (size_t)n < m->size - m->count ? m->count + n : m->size;
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	seq_vprintf(m, fmt, args);
	__builtin_va_end(args);
}

/* @n characters, or, if there isn't room for them and a NUL, those for which there is, and an overflow */
void seq_write(struct seq_file *m, const char *s, size_t n)
{
	size_t room = m->size - m->count, fits = min(n, room - 1);

	if (!room)
		return;
	memcpy(m->buf + m->count, s, fits);
	m->buf[m->count + fits] = '\0';
	m->count = fits == n ? m->count + n : m->size;
}

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}

void seq_putc(struct seq_file *m, char c)
{
	char *p = seq_room(m, 1);

	if (p)
		*p = c;
}

static void put_delimiter(struct seq_file *m, const char *delimiter)
{
	while (*delimiter)
		seq_putc(m, *delimiter++);
}

/* @digits of @v, which end at @end */
static inline void hex_digits(char *end, u32 v, unsigned int digits)
{
	for (; digits; digits--, v >>= 4)
		*--end = "0123456789abcdef"[v & 15];
}

/* @delimiter, and @v in hexadecimal with zeros up to @width digits; what files of a thousand lines are made of */
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, u64 v, unsigned int width)
{
	unsigned int needed = (unsigned int)(fls64(v | 1) + 3) / 4, digits = max(width, needed);
	char *p;

	put_delimiter(m, delimiter);
	p = seq_room(m, digits);
	if (!p)
		return;
	hex_digits(p + digits, (u32)v, min(digits, 8u));
	if (digits > 8)
		hex_digits(p + digits - 8, (u32)(v >> 32), digits - 8);
}

/* @delimiter, and @num in decimal */
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, u64 num)
{
	char digits[20], *end = digits + sizeof(digits), *p = end;

	put_delimiter(m, delimiter);
	for (; num >> 32; num /= 10)
		*--p = (char)('0' + num % 10);
	for (u32 low = (u32)num; low || p == end; low /= 10)
		*--p = (char)('0' + low % 10);
	seq_write(m, p, (size_t)(end - p));
}

/* seq_setwidth, seq_pad - what is written in between takes @width characters, with spaces behind it, and then comes @c. */
void seq_setwidth(struct seq_file *m, size_t width)
{
	m->pad_until = m->count + width;
}

void seq_pad(struct seq_file *m, char c)
{
	size_t n = m->pad_until > m->count ? m->pad_until - m->count : 0;
	char *p = seq_room(m, n);

	if (p)
		memset(p, ' ', n);
	seq_putc(m, c);
}
