/* SPDX-License-Identifier: GPL-2.0-only */
/* getdents64(): a directory's entries, as many as fit */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

struct linux_dirent64 {
	u64 d_ino;
	s64 d_off;			/* where the next entry begins */
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[];
};

struct getdents_callback {
	struct dir_context ctx;
	struct linux_dirent64 __user *current_dir;
	struct linux_dirent64 __user *previous;
	unsigned int count;		/* bytes left */
	int error;
};

static int filldir64(struct dir_context *ctx, const char *name, int namlen, loff_t offset,
		     unsigned long ino, unsigned int d_type)
{
	struct getdents_callback *buf = container_of(ctx, struct getdents_callback, ctx);
	struct linux_dirent64 __user *dirent = buf->current_dir;
	unsigned int reclen = ALIGN(offsetof(struct linux_dirent64, d_name) + (unsigned int)namlen + 1,
				    sizeof(u64));
	u64 off = (u64)offset, d_ino = ino;

	buf->error = -EINVAL;		/* if even the first doesn't fit */
	if (reclen > buf->count)
		return -EINVAL;
	buf->error = -EFAULT;
	if (buf->previous && copy_to_user(&buf->previous->d_off, &off, sizeof(off)))
		return -EFAULT;
	if (copy_to_user(&dirent->d_ino, &d_ino, sizeof(d_ino)) ||
	    put_user((unsigned short)reclen, &dirent->d_reclen) ||
	    put_user((unsigned char)d_type, &dirent->d_type) ||
	    copy_to_user(dirent->d_name, name, (unsigned long)namlen) ||
	    put_user('\0', dirent->d_name + namlen))
		return -EFAULT;
	buf->error = 0;
	buf->previous = dirent;
	buf->current_dir = (struct linux_dirent64 __user *)((char __user *)dirent + reclen);
	buf->count -= reclen;
	return 0;
}

SYSCALL_DEFINE3(getdents64, unsigned int, fd, struct linux_dirent64 __user *, dirent, unsigned int, count)
{
	struct getdents_callback buf = {
		.ctx.actor = filldir64,
		.current_dir = dirent,
		.count = count,
	};
	struct fd f = fdget_pos(fd);
	struct inode *inode;
	int error = -ENOTDIR;
	u64 pos;

	if (!f.file)
		return -EBADF;
	inode = file_inode(f.file);
	if (f.file->f_op->iterate) {
		mutex_lock(&inode->i_mutex);
		buf.ctx.pos = f.file->f_pos;
		error = IS_DEADDIR(inode) ? -ENOENT : f.file->f_op->iterate(f.file, &buf.ctx);
		f.file->f_pos = buf.ctx.pos;
		file_accessed(f.file);
		mutex_unlock(&inode->i_mutex);
	}
	fdput_pos(f);
	if (error < 0)
		return error;
	if (!buf.previous)
		return buf.error;
	pos = (u64)buf.ctx.pos;
	if (copy_to_user(&buf.previous->d_off, &pos, sizeof(pos)))
		return -EFAULT;
	return (long)(count - buf.count);
}
