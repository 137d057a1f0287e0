/* SPDX-License-Identifier: GPL-2.0-only */
/* The three ways in which a driver's mmap() can work: kernel/drivers/mmapdev.c */
#ifndef _LINUX_MMAPDEV_H
#define _LINUX_MMAPDEV_H

#include <linux/fs.h>

#define MMAPDEV_PAGES	8	/* how large the first and the third device are */

extern const struct file_operations mmapdev_fault_fops;
extern const struct file_operations mmapdev_insert_fops;
extern const struct file_operations mmapdev_remap_fops;

#endif
