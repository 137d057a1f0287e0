/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of records: is the text the same however it is read, and does start() always have its stop()? */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "selftest.h"

#define RECORDS		40
#define LONGEST		20000		/* more than two pages: the buffer must grow more than once */

static unsigned int held, failing;	/* start() without stop(); the record whose show() fails */

/* Some are empty, one is longer than the first buffer; letters that tell which record and where in it */
static size_t length_of(unsigned int i)
{
	return i == 23 ? LONGEST : i % 5 == 4 ? 0 : i * 211 % 900;
}

static char letter(unsigned int i, size_t at)
{
	return (char)('A' + (i * 7 + at) % 50);
}

static void *test_start(struct seq_file *m, loff_t *pos)
{
	held++;
	return *pos < RECORDS ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void *test_next(struct seq_file *m, void *v, loff_t *pos)
{
	return ++*pos < RECORDS ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void test_stop(struct seq_file *m, void *v)
{
	held--;
}

static int test_show(struct seq_file *m, void *v)
{
	unsigned int i = (unsigned int)(unsigned long)v - 1;
	size_t at;

	if (i == failing)
		return -EIO;
	for (at = 0; at < length_of(i); at++)
		seq_putc(m, letter(i, at));
	return 0;
}

static const struct seq_operations test_op = {
	.start = test_start, .next = test_next, .stop = test_stop, .show = test_show,
};

static ssize_t read_at(struct file *file, char *buf, size_t size, loff_t *pos)
{
	mm_segment_t old = get_fs();
	ssize_t ret;

	set_fs(KERNEL_DS);
	ret = seq_read(file, (__force char __user *)buf, size, pos);
	set_fs(old);
	EXPECT_EQ(held, 0);
	return ret;
}

/* The whole text, to be freed; its size in *@size */
static char *whole_text(size_t *size)
{
	char *text, *p;
	unsigned int i;
	size_t at;

	for (*size = 0, i = 0; i < RECORDS; i++)
		*size += length_of(i);
	text = p = kmalloc(*size, GFP_KERNEL);
	for (i = 0; text && i < RECORDS; i++)
		for (at = 0; at < length_of(i); at++)
			*p++ = letter(i, at);
	return text;
}

/* Whatever sizes it is read in, and wherever somebody has been before: is the text the same? */
SELFTEST(seq_read, text)
{
	struct file file = { };
	size_t size, most, at;
	char *text = whole_text(&size), *got = kmalloc(size + 1, GFP_KERNEL);
	unsigned int round;
	loff_t pos, other;
	ssize_t n;

	failing = RECORDS;
	ASSERT(text && got && !seq_open(&file, &test_op));
	for (round = 0; round < 30; round++) {
		most = round & 1 ? 1 + selftest_random_below(7000) : 1 + selftest_random_below(300);
		for (pos = 0, at = 0; at <= size; at += (size_t)n) {
			/* pread() elsewhere: the next read must find its place again */
			if (!selftest_random_below(20)) {
				other = selftest_random_below((u32)size + 100);
				n = read_at(&file, got + at, min(most, size + 1 - at), &other);
				EXPECT(n >= 0);
			}
			n = read_at(&file, got + at, min(most, size + 1 - at), &pos);
			if (n <= 0)
				break;
		}
		EXPECT_EQ(n, 0);
		EXPECT_EQ(pos, size);
		EXPECT(at == size && !memcmp(got, text, size));
		pos = selftest_random_below((u32)size);
		at = (size_t)pos;
		n = read_at(&file, got, most, &pos);
		EXPECT(n > 0 && !memcmp(got, text + at, (size_t)n));
	}
	pos = (loff_t)size + 5;
	EXPECT_EQ(read_at(&file, got, 10, &pos), 0);
	seq_release(&file);
	kfree(got);
	kfree(text);
}

/* A record that can't be made: is everything before it read, and then its error, as often as one asks? */
SELFTEST(seq_read, error)
{
	struct file file = { };
	size_t size = 0;
	char *got = kmalloc(LONGEST, GFP_KERNEL);
	unsigned int i;
	loff_t pos = 0;
	ssize_t n;

	failing = 7;
	for (i = 0; i < failing; i++)
		size += length_of(i);
	ASSERT(got && !seq_open(&file, &test_op));
	while ((n = read_at(&file, got, 50, &pos)) > 0)
		;
	EXPECT_EQ(n, -EIO);
	EXPECT_EQ(pos, size);
	EXPECT_EQ(read_at(&file, got, 50, &pos), -EIO);
	failing = RECORDS;
	EXPECT_EQ(read_at(&file, got, 1, &pos), 1);
	EXPECT_EQ(got[0], letter(7, 0));
	seq_release(&file);
	kfree(got);
}

/* A buffer that can't be written to: is nothing lost, and read again? */
SELFTEST(seq_read, fault)
{
	struct file file = { };
	char got[4] = "";
	loff_t pos = 0;

	failing = RECORDS;
	ASSERT(!seq_open(&file, &test_op));
	EXPECT_EQ(read_at(&file, got, 3, &pos), 3);
	EXPECT_EQ(seq_read(&file, NULL, 100, &pos), -EFAULT);
	EXPECT_EQ(pos, 3);
	EXPECT_EQ(read_at(&file, got, 1, &pos), 1);
	EXPECT_EQ(got[0], letter(1, 3));
	seq_release(&file);
}
