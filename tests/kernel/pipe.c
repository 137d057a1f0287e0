/* SPDX-License-Identifier: GPL-2.0-only */
/* Named pipes: who waits for whom, and that nothing is left of a pipe that nobody has opened */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "file_test.h"
#include "selftest.h"

/* The calls of @file with a buffer of the kernel's */
static long transfer(struct file *file, void *buf, size_t count, bool write)
{
	mm_segment_t old = get_fs();
	loff_t pos = 0;
	long ret;

	set_fs(KERNEL_DS);
	ret = write ? file->f_op->write(file, (__force const char __user *)buf, count, &pos) :
	      file->f_op->read(file, (__force char __user *)buf, count, &pos);
	set_fs(old);
	return ret;
}

/* Does a writer that won't wait for a reader get ENXIO, and leave nothing behind? */
SELFTEST(pipe, fifo_without_reader)
{
	ASSERT(!path_mknod("/t.fifo", S_IFIFO | 0600, 0));
	EXPECT_EQ(PTR_ERR(filp_open("/t.fifo", O_WRONLY | O_NONBLOCK, 0)), -ENXIO);
	EXPECT_EQ(remove_name("/t.fifo", false), 0);
}

/* Are full, empty and ended three different answers? */
SELFTEST(pipe, full_empty_ended)
{
	struct file *r, *w;
	char buf[512] = "piped";
	long n, total = 0;

	ASSERT(!path_mknod("/t.fifo", S_IFIFO | 0600, 0));
	r = filp_open("/t.fifo", O_RDONLY | O_NONBLOCK, 0);
	w = filp_open("/t.fifo", O_WRONLY | O_NONBLOCK, 0);
	EXPECT_EQ(remove_name("/t.fifo", false), 0);
	ASSERT(!IS_ERR(r) && !IS_ERR(w));
	EXPECT_EQ(transfer(r, buf, sizeof(buf), false), -EAGAIN);
	while ((n = transfer(w, buf, sizeof(buf), true)) > 0)
		total += n;
	EXPECT_EQ(n, -EAGAIN);
	EXPECT_EQ(total, 65536);
	fput(w);
	while ((n = transfer(r, buf, sizeof(buf), false)) > 0)
		total -= n;
	EXPECT_EQ(n, 0);
	EXPECT_EQ(total, 0);
	EXPECT_EQ(strcmp(buf, "piped"), 0);
	fput(r);
}

static int opens_writes_and_closes(void *unused)
{
	struct file *w = filp_open("/t.fifo", O_WRONLY, 0);
	char text[] = "hello";
	long n;

	if (IS_ERR(w))
		return (int)PTR_ERR(w);
	n = transfer(w, text, 5, true);
	fput(w);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return (int)n;
}

/* Is a reader let in by a writer that has gone again before the reader runs? */
SELFTEST(pipe, writer_in_a_hurry)
{
	struct task_struct *k;
	char buf[8] = "";
	struct file *r;

	ASSERT(!path_mknod("/t.fifo", S_IFIFO | 0600, 0));
	k = kthread_run(opens_writes_and_closes, NULL, "writer");
	r = filp_open("/t.fifo", O_RDONLY, 0);
	EXPECT(!IS_ERR(r));
	if (!IS_ERR(r)) {
		EXPECT_EQ(transfer(r, buf, sizeof(buf), false), 5);
		EXPECT_EQ(strcmp(buf, "hello"), 0);
		EXPECT_EQ(transfer(r, buf, sizeof(buf), false), 0);
		fput(r);
	}
	EXPECT_EQ(kthread_stop(k), 5);
	EXPECT_EQ(remove_name("/t.fifo", false), 0);
}
