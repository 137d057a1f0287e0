/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files whose text is made of records while they are read: /proc's.
 *
 *     records   0      1         2    3      4 ...        struct seq_operations knows them
 *               |------|---------|----|------|
 *     text      ..............rrrrrrrr|                   r: in the buffer, still to be read
 *                             ^from   ^from + count
 *                             ^read_pos (of the file)  ^index: record 3 is the next
 *
 * A read takes what is left in the buffer, and fills it once more with whole records if it wants more.  The buffer has a
 * page, and twice as much each time that not even one record fits.  So a long file costs its reader no more memory than
 * a short one, its records belong to the moments at which they were read, and each is whole.
 *
 * Invariants, while nobody holds the lock
 *   Q1  the records before index are in the text before read_pos + count, and no others
 *   Q2  from + count <= size, and size is 0 exactly when there is no buffer
 *
 * Context.  Process context; m->lock, a mutex, is held from the beginning of a read to its end, and is outside of what
 * start() takes.  Two readers of one open file (pread64()) wait for each other.  Tests: seq_read.*, tests/user/proc.c
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/*
 * seq_open - makes @file one of records, whose private_data is its seq_file.
 *
 * 0, -ENOMEM.  The caller may set m->private.  seq_release() undoes it.
 */
int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	mutex_init(&m->lock);
	m->op = op;
	m->file = file;
	file->private_data = m;
	return 0;
}

void seq_release(struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->buf);
	kfree(m);
}

/* An empty buffer of @size bytes instead of what there is.  0, -ENOMEM. */
static int seq_buf_alloc(struct seq_file *m, size_t size)
{
	kvfree(m->buf);
	m->size = m->count = 0;
	m->buf = kvmalloc(size, GFP_KERNEL);
	if (!m->buf)
		return -ENOMEM;
	m->size = size;
	return 0;
}

/*
 * Fills the empty buffer with the records from m->index on: one at least, if there is one, and no more when @wanted
 * bytes are there.  0, or the errno of the first record.
 */
static int seq_fill(struct seq_file *m, size_t wanted)
{
	loff_t pos = m->index;
	size_t before = 0;
	int err = 0;
	void *v;

	m->from = m->count = 0;
	v = m->op->start(m, &pos);
	while (!IS_ERR_OR_NULL(v) && before < wanted) {
		err = m->op->show(m, v);
		if (err || seq_has_overflowed(m)) {
			m->count = before;
			break;
		}
		before = m->count;
		v = m->op->next(m, v, &pos);
		m->index = pos;
	}
	m->op->stop(m, v);
	if (before || IS_ERR_OR_NULL(v) || err)
		return before ? 0 : IS_ERR(v) ? (int)PTR_ERR(v) : err;
	if (fatal_signal_pending(current))
		return -EINTR;
	/* Not even the first one fits */
	err = seq_buf_alloc(m, m->size * 2);
	return err ?: seq_fill(m, wanted);
}

/* Makes the text from its beginning on, up to @offset.  0, errno. */
static int seq_traverse(struct seq_file *m, loff_t offset)
{
	loff_t pos = 0;
	int err;

	m->index = 0;
	m->version = 0;
	m->from = m->count = 0;
	while (pos < offset) {
		err = seq_fill(m, 1);
		if (err || !m->count)		/* the end is before @offset: there is nothing to be read */
			return err;
		m->from = min_t(u64, m->count, (u64)(offset - pos));
		pos += m->from;
		m->count -= m->from;
	}
	return 0;
}

/* What is left in the buffer, to *@buf, of which *@size bytes are free.  0, -EFAULT. */
static int seq_copy(struct seq_file *m, char __user **buf, size_t *size)
{
	size_t n = min(m->count, *size);

	if (copy_to_user(*buf, m->buf + m->from, n))
		return -EFAULT;
	m->from += n;
	m->count -= n;
	*buf += n;
	*size -= n;
	return 0;
}

/*
 * seq_read - up to @size bytes of the text from *@ppos on, which moves on.
 *
 * How many, 0 at the end; -ENOMEM, -EFAULT, -EINTR, or what start() and show() say, if there are none.  May sleep.
 */
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	struct seq_file *m = file->private_data;
	char __user *start = buf;
	int err = 0;

	mutex_lock(&m->lock);
	if (!m->buf)
		err = seq_buf_alloc(m, PAGE_SIZE);
	if (!err && (!*ppos || *ppos != m->read_pos)) {
		m->read_pos = -1;
		err = seq_traverse(m, *ppos);
	}
	if (!err) {
		err = seq_copy(m, &buf, &size);
		if (!err && size)
			err = seq_fill(m, size) ?: seq_copy(m, &buf, &size);
		*ppos += buf - start;
		m->read_pos = *ppos;
	}
	mutex_unlock(&m->lock);
	return buf != start ? buf - start : err;
}

/*
 * seq_path - where @dentry is, as d_path() says it, with the characters in @esc as a backslash and three octal digits.
 *
 * The path is made at the end of the buffer and then moved to its place.
 */
void seq_path(struct seq_file *m, struct dentry *dentry, const char *esc)
{
	size_t room = m->size - m->count;
	const char *p = room > 1 ? d_path(dentry, m->buf + m->count + 1, (int)room - 1) : ERR_PTR(-ENAMETOOLONG);

	for (; !IS_ERR(p) && *p; p++) {
		if (!strchr(esc, *p))
			seq_putc(m, *p);
		else if (m->buf + m->count + 4 <= p)		/* with its NUL, in front of what is still to be moved */
			seq_printf(m, "\\%03o", *p);
		else
			break;
	}
	if (IS_ERR(p) || *p)
		m->count = m->size;
}
