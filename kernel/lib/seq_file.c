/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/seq_file.h>
#include <linux/sprintf.h>

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

void seq_puts(struct seq_file *m, const char *s)
{
	seq_printf(m, "%s", s);
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
