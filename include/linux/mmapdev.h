/* SPDX-License-Identifier: GPL-2.0-only */
/* The three ways in which a driver's mmap() can work: kernel/drivers/mmapdev.c */
#ifndef _LINUX_MMAPDEV_H
#define _LINUX_MMAPDEV_H

#include <linux/fs.h>

#define MMAPDEV_PAGES	8	/* how large the devices are, but for the second, which has no size */

extern const struct file_operations mmapdev_fault_fops;
extern const struct file_operations mmapdev_insert_fops;
extern const struct file_operations mmapdev_remap_fops;
extern const struct file_operations mmapdev_pfn_fops;
extern const struct file_operations mmapdev_mixed_fops;

#endif
