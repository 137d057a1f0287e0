/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of a struct file */
#include <linux/fs.h>

/* Tasks have no table of open files: no descriptor is valid */
struct file *fget(unsigned int fd)
{
	return NULL;
}

void fput(struct file *file)
{
	if (atomic_dec_and_test((atomic_t *)&file->f_count) && file->f_op->release)
		file->f_op->release(file->f_inode, file);
}
