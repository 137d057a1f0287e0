/* SPDX-License-Identifier: GPL-2.0-only */
/* The devices that are nothing but memory: null, zero, full, random, urandom, kmsg; mmapdev.c's five */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmapdev.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static ssize_t read_null(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return 0;
}

static ssize_t write_null(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return (ssize_t)count;
}

static ssize_t write_full(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return -ENOSPC;
}

static ssize_t read_zero(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	size_t done, chunk;

	for (done = 0; done < count; done += chunk) {
		chunk = min_t(size_t, count - done, PAGE_SIZE);
		if (clear_user(buf + done, chunk))
			return (ssize_t)done ?: -EFAULT;
		if (signal_pending(current))
			return (ssize_t)(done + chunk);
		cond_resched();
	}
	return (ssize_t)done;
}

/* A private mapping is anonymous memory; a shared one, memory that is shared from here on */
static int mmap_zero(struct file *file, struct vm_area_struct *vma)
{
	if (!(vma->vm_flags & VM_SHARED))
		return 0;
	return shmem_zero_setup(vma);
}

static ssize_t read_random(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	size_t done, chunk;
	u8 bytes[64];

	for (done = 0; done < count; done += chunk) {
		chunk = min(count - done, sizeof(bytes));
		get_random_bytes(bytes, (int)chunk);
		if (copy_to_user(buf + done, bytes, chunk))
			return (ssize_t)done ?: -EFAULT;
		if (signal_pending(current))
			return (ssize_t)(done + chunk);
		cond_resched();
	}
	return (ssize_t)done;
}

/* A line for the kernel's log */
static ssize_t write_kmsg(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char line[256];
	size_t len = min(count, sizeof(line) - 1);

	if (copy_from_user(line, buf, len))
		return -EFAULT;
	line[len] = '\0';
	pr_info("%s%s", line, len && line[len - 1] == '\n' ? "" : "\n");
	return (ssize_t)count;
}

static loff_t null_lseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos = 0;
}

static const struct file_operations null_fops = {
	.llseek = null_lseek, .read = read_null, .write = write_null,
};

static const struct file_operations zero_fops = {
	.llseek = null_lseek, .read = read_zero, .write = write_null, .mmap = mmap_zero,
};

static const struct file_operations full_fops = {
	.llseek = null_lseek, .read = read_zero, .write = write_full,
};

static const struct file_operations random_fops = {
	.llseek = null_lseek, .read = read_random, .write = write_null,
};

static const struct file_operations kmsg_fops = {
	.llseek = no_llseek, .write = write_kmsg,
};

static int __init mem_devices_init(void)
{
	register_chrdev(MKDEV(1, 3), "null", &null_fops);
	register_chrdev(MKDEV(1, 5), "zero", &zero_fops);
	register_chrdev(MKDEV(1, 7), "full", &full_fops);
	register_chrdev(MKDEV(1, 8), "random", &random_fops);
	register_chrdev(MKDEV(1, 9), "urandom", &random_fops);
	register_chrdev(MKDEV(1, 11), "kmsg", &kmsg_fops);
	/* 240 is for local use */
	register_chrdev(MKDEV(240, 0), "mmap-fault", &mmapdev_fault_fops);
	register_chrdev(MKDEV(240, 1), "mmap-insert", &mmapdev_insert_fops);
	register_chrdev(MKDEV(240, 2), "mmap-remap", &mmapdev_remap_fops);
	register_chrdev(MKDEV(240, 3), "mmap-pfn", &mmapdev_pfn_fops);
	register_chrdev(MKDEV(240, 4), "mmap-mixed", &mmapdev_mixed_fops);
	return 0;
}
device_initcall(mem_devices_init);
