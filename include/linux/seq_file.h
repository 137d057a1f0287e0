/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text in a buffer, written to its end and no further (kernel/lib/seq_file.c); and files whose text is made of
 * records while they are read (kernel/fs/seq_read.c)
 */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/mutex.h>
#include <linux/types.h>

struct dentry;
struct file;
struct seq_file;

/*
 * How a file's records are come by.  A read calls start(), for each record show() and next(), and stop(), so that
 * locks can be held from start() to stop().  *@pos is the number of a record, which next() counts up.
 *   start, next    the record, NULL: there are no more, or ERR_PTR
 *   show           0, or errno
 */
struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

struct seq_file {
	char *buf;		/* ended by NUL when size isn't 0 */
	size_t size;
	size_t count;		/* == size when something didn't fit */
	size_t pad_until;	/* seq_setwidth() */

	/* Of a file: buf[from ... from + count) is made and not yet read */
	size_t from;
	loff_t index;		/* of the next record */
	loff_t read_pos;	/* of the reader, behind what was read */
	unsigned long version;	/* for start(): where next() was; 0 at the beginning */
	struct mutex lock;	/* all of the above */
	const struct seq_operations *op;
	struct file *file;
	void *private;
};

int seq_open(struct file *file, const struct seq_operations *op);
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos);
void seq_release(struct file *file);
void seq_path(struct seq_file *m, struct dentry *dentry, const char *esc);

__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);
__printf(2, 0) void seq_vprintf(struct seq_file *m, const char *fmt, __builtin_va_list args);
void seq_puts(struct seq_file *m, const char *s);
void seq_write(struct seq_file *m, const char *s, size_t n);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, u64 v, unsigned int width);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, u64 num);
void seq_setwidth(struct seq_file *m, size_t width);
void seq_pad(struct seq_file *m, char c);
void seq_putc(struct seq_file *m, char c);

/* seq_room - where the caller puts the next @n characters; NULL: there's no room, and the text has overflowed. */
static inline char *seq_room(struct seq_file *m, size_t n)
{
	char *p = m->buf + m->count;

	if (n >= m->size - m->count) {
		m->count = m->size;
		return NULL;
	}
	m->count += n;
	p[n] = '\0';
	return p;
}

static inline bool seq_has_overflowed(const struct seq_file *m)
{
	return m->count == m->size;
}

#endif
