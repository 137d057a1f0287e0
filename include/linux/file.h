/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file of a descriptor, for the length of a system call.
 *
 * fdget() takes no reference when nobody else has the table of descriptors: then only the caller itself could close the
 * descriptor, and it is busy.  fdget_pos() takes f_pos_lock, too, which makes calls that move the position follow one
 * another, unless the descriptor is the only reference.  What was taken is in flags, and is given back by fdput(),
 * fdput_pos().
 */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct fd {
	struct file *file;	/* NULL: the descriptor isn't open */
	unsigned int flags;
};

#define FDPUT_FPUT		1
#define FDPUT_POS_UNLOCK	2

/* fdget - the file of descriptor @fd; the caller may sleep, but may not share its table before fdput(). */
static inline struct fd fdget(unsigned int fd)
{
	struct files_struct *files = current->files;
	struct file *file;

	if (likely(atomic_read(&files->count) == 1))
		return (struct fd) { fd < files->max_fds ? files->fd[fd] : NULL, 0 };
	file = fget(fd);
	return (struct fd) { file, file ? FDPUT_FPUT : 0 };
}

static inline void fdput(struct fd f)
{
	if (unlikely(f.flags & FDPUT_FPUT))
		fput(f.file);
}

/* fdget_pos - the same for who uses the file's position.  May sleep. */
static inline struct fd fdget_pos(unsigned int fd)
{
	struct fd f = fdget(fd);

	if (f.file && f.file->f_op->llseek != no_llseek && file_count(f.file) > 1) {
		f.flags |= FDPUT_POS_UNLOCK;
		mutex_lock(&f.file->f_pos_lock);
	}
	return f;
}

static inline void fdput_pos(struct fd f)
{
	if (unlikely(f.flags & FDPUT_POS_UNLOCK))
		mutex_unlock(&f.file->f_pos_lock);
	fdput(f);
}

#endif
