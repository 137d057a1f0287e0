/* SPDX-License-Identifier: GPL-2.0-only */
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

/* @delimiter, and @v in hexadecimal with zeros up to @width digits; what files of a thousand lines are made of */
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, u64 v, unsigned int width)
{
	char digits[16], *end = digits + sizeof(digits), *p = end;

	seq_puts(m, delimiter);
	for (; v || end - p < (long)width; v >>= 4)
		*--p = "0123456789abcdef"[v & 15];
	seq_write(m, p, (size_t)(end - p));
}

/* @delimiter, and @num in decimal */
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, u64 num)
{
	char digits[20], *end = digits + sizeof(digits), *p = end;

	seq_puts(m, delimiter);
	for (; num >> 32; num /= 10)
		*--p = (char)('0' + num % 10);
	for (u32 low = (u32)num; low || p == end; low /= 10)
		*--p = (char)('0' + low % 10);
	seq_write(m, p, (size_t)(end - p));
}

/* Spaces, until @width characters stand behind @line, where m->count was */
void seq_pad(struct seq_file *m, size_t line, size_t width)
{
	static const char spaces[] = "                                                                ";
	size_t have = m->count - line;

	for (; have < width && !seq_has_overflowed(m); have = m->count - line)
		seq_write(m, spaces, min(width - have, sizeof(spaces) - 1));
}

void seq_putc(struct seq_file *m, char c)
{
	if (m->count + 1 >= m->size) {
		m->count = m->size;
		return;
	}
	m->buf[m->count++] = c;
	m->buf[m->count] = '\0';
}

/* seq_escape - @s, of which the characters in @esc are written as a backslash and three octal digits. */
void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	for (; *s; s++) {
		if (strchr(esc, *s))
			seq_printf(m, "\\%03o", *s);
		else
			seq_putc(m, *s);
	}
}
