/* SPDX-License-Identifier: GPL-2.0-only */
/* The smallest text sink: a buffer that is written to its end, and no further */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/types.h>

struct seq_file {
	char *buf;		/* ended by NUL when size isn't 0 */
	size_t size;
	size_t count;		/* == size when something didn't fit */
	void *private;
};

__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);
__printf(2, 0) void seq_vprintf(struct seq_file *m, const char *fmt, __builtin_va_list args);
void seq_puts(struct seq_file *m, const char *s);
void seq_write(struct seq_file *m, const char *s, size_t n);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, u64 v, unsigned int width);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, u64 num);
void seq_pad(struct seq_file *m, size_t line, size_t width);
void seq_putc(struct seq_file *m, char c);
void seq_escape(struct seq_file *m, const char *s, const char *esc);

static inline bool seq_has_overflowed(const struct seq_file *m)
{
	return m->count == m->size;
}

#endif
