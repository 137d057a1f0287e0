/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading, writing, and where: the system calls, and what the kernel itself reads of files.
 *
 * vfs_read() and vfs_write() check the access and the memory, then the file's own method does it.
 * fdget_pos() makes calls that move the file's position follow one another (linux/file.h).
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#define MAX_RW_COUNT	((size_t)(INT_MAX & PAGE_MASK))

/* ------------------------------------------------------------------ position */

/* Sets the position of a file of @size bytes */
static loff_t set_pos(struct file *file, loff_t offset, int whence, loff_t size)
{
	switch (whence) {
	case SEEK_END:
		offset += size;
		break;
	case SEEK_CUR:
		offset += file->f_pos;
		break;
	case SEEK_SET:
		break;
	default:
		return -EINVAL;
	}
	if (offset < 0 || offset > MAX_LFS_FILESIZE)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	return set_pos(file, offset, whence, file_inode(file)->i_size);
}

/* fixed_size_llseek - the same for what has @size bytes, whatever the inode says, and no place behind them. */
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size)
{
	loff_t old = file->f_pos, pos = set_pos(file, offset, whence, size);

	if (pos <= size)
		return pos;
	file->f_pos = old;
	return -EINVAL;
}

/* Pipes, terminals: there's no place to go to */
loff_t no_llseek(struct file *file, loff_t offset, int whence)
{
	return -ESPIPE;
}

/* vfs_llseek - moves @file's position, as fdget_pos() has made safe.  The new one, or errno. */
static loff_t vfs_llseek(struct file *file, loff_t offset, int whence)
{
	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	return (file->f_op->llseek ?: generic_file_llseek)(file, offset, whence);
}

SYSCALL_DEFINE3(lseek, unsigned int, fd, long, offset, unsigned int, whence)
{
	struct fd f = fdget_pos(fd);
	loff_t ret;

	if (!f.file)
		return -EBADF;
	ret = vfs_llseek(f.file, offset, (int)whence);
	fdput_pos(f);
	return ret > INT_MAX ? -EOVERFLOW : (long)ret;
}

SYSCALL_DEFINE5(llseek, unsigned int, fd, unsigned long, offset_high, unsigned long, offset_low,
		loff_t __user *, result, unsigned int, whence)
{
	struct fd f = fdget_pos(fd);
	loff_t ret;

	if (!f.file)
		return -EBADF;
	ret = vfs_llseek(f.file, (loff_t)((u64)offset_high << 32 | offset_low), (int)whence);
	fdput_pos(f);
	if (ret < 0)
		return (long)ret;
	return copy_to_user(result, &ret, sizeof(ret)) ? -EFAULT : 0;
}

/* ------------------------------------------------------------------ read and write */

/* vfs_read - up to @count bytes from *@pos, which moves on.  How many; 0 at the end; errno. */
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!file->f_op->read)
		return S_ISDIR(file_inode(file)->i_mode) ? -EISDIR : -EINVAL;
	if (!access_ok(VERIFY_WRITE, buf, count))
		return -EFAULT;
	if (*pos < 0)
		return -EINVAL;
	return file->f_op->read(file, buf, min(count, MAX_RW_COUNT), pos);
}

ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!file->f_op->write)
		return -EINVAL;
	if (!access_ok(VERIFY_READ, buf, count))
		return -EFAULT;
	if (*pos < 0)
		return -EINVAL;
	return file->f_op->write(file, buf, min(count, MAX_RW_COUNT), pos);
}

SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
	struct fd f = fdget_pos(fd);
	ssize_t ret;

	if (!f.file)
		return -EBADF;
	ret = vfs_read(f.file, buf, count, &f.file->f_pos);
	fdput_pos(f);
	return ret;
}

SYSCALL_DEFINE3(write, unsigned int, fd, const char __user *, buf, size_t, count)
{
	struct fd f = fdget_pos(fd);
	ssize_t ret;

	if (!f.file)
		return -EBADF;
	ret = vfs_write(f.file, buf, count, &f.file->f_pos);
	fdput_pos(f);
	return ret;
}

/* At a position of the caller's */
static long rw_at(unsigned int fd, char __user *buf, size_t count, loff_t pos, bool write)
{
	ssize_t ret = -ESPIPE;
	struct fd f;

	if (pos < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	if (f.file->f_op->llseek != no_llseek)
		ret = write ? vfs_write(f.file, buf, count, &pos) : vfs_read(f.file, buf, count, &pos);
	fdput(f);
	return ret;
}

SYSCALL_DEFINE4(pread64, unsigned int, fd, char __user *, buf, size_t, count, loff_t, pos)
{
	return rw_at(fd, buf, count, pos, false);
}

SYSCALL_DEFINE4(pwrite64, unsigned int, fd, const char __user *, buf, size_t, count, loff_t, pos)
{
	return rw_at(fd, (char __user *)buf, count, pos, true);
}

/* ------------------------------------------------------------------ vectors */

/* Reads or writes one piece after the other, until one comes out short */
static ssize_t rw_pieces(struct file *file, const struct iovec *iov, unsigned long nr, loff_t *pos,
			 bool write)
{
	ssize_t done = 0, ret;

	for (; nr; nr--, iov++) {
		if (!iov->iov_len)
			continue;
		ret = write ? vfs_write(file, iov->iov_base, iov->iov_len, pos) :
		      vfs_read(file, iov->iov_base, iov->iov_len, pos);
		if (ret < 0)
			return done ?: ret;
		done += ret;
		if ((size_t)ret < iov->iov_len)
			break;
	}
	return done;
}

/* The user's pieces: checked, and copied to memory that the caller frees; ERR_PTR */
static struct iovec *get_pieces(const struct iovec __user *vec, unsigned long nr)
{
	struct iovec *iov;
	size_t total = 0;
	unsigned long i;

	if (nr > UIO_MAXIOV)
		return ERR_PTR(-EINVAL);
	iov = kmalloc(max(nr, 1UL) * sizeof(*iov), GFP_KERNEL);
	if (!iov)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(iov, vec, nr * sizeof(*iov))) {
		kfree(iov);
		return ERR_PTR(-EFAULT);
	}
	for (i = 0; i < nr; i++) {
		if ((ssize_t)iov[i].iov_len < 0) {
			kfree(iov);
			return ERR_PTR(-EINVAL);
		}
		iov[i].iov_len = min(iov[i].iov_len, MAX_RW_COUNT - total);
		total += iov[i].iov_len;
	}
	return iov;
}

static long rw_vector(unsigned int fd, const struct iovec __user *vec, unsigned long nr, loff_t *pos,
		      bool write)
{
	struct iovec *iov = get_pieces(vec, nr);
	ssize_t ret = -EBADF;
	struct fd f;

	if (IS_ERR(iov))
		return PTR_ERR(iov);
	f = pos ? fdget(fd) : fdget_pos(fd);
	if (f.file && pos)
		ret = f.file->f_op->llseek == no_llseek ? -ESPIPE : rw_pieces(f.file, iov, nr, pos, write);
	else if (f.file)
		ret = rw_pieces(f.file, iov, nr, &f.file->f_pos, write);
	fdput_pos(f);
	kfree(iov);
	return ret;
}

SYSCALL_DEFINE3(readv, unsigned int, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return rw_vector(fd, vec, vlen, NULL, false);
}

SYSCALL_DEFINE3(writev, unsigned int, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return rw_vector(fd, vec, vlen, NULL, true);
}

SYSCALL_DEFINE5(preadv, unsigned int, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h)
{
	loff_t pos = (loff_t)((u64)pos_h << 32 | pos_l);

	return pos < 0 ? -EINVAL : rw_vector(fd, vec, vlen, &pos, false);
}

SYSCALL_DEFINE5(pwritev, unsigned int, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h)
{
	loff_t pos = (loff_t)((u64)pos_h << 32 | pos_l);

	return pos < 0 ? -EINVAL : rw_vector(fd, vec, vlen, &pos, true);
}

/* ------------------------------------------------------------------ one file to another */

/* Copies through a page; *@ppos NULL: at @in's own position */
static long do_sendfile(int out_fd, int in_fd, loff_t *ppos, size_t count)
{
	struct file *in = fget((unsigned int)in_fd), *out = fget((unsigned int)out_fd);
	char *page = kmalloc(PAGE_SIZE, GFP_KERNEL);
	loff_t pos;
	long done = 0;
	ssize_t n = in && out ? (page ? 0 : -ENOMEM) : -EBADF;

	if (!n) {
		pos = ppos ? *ppos : in->f_pos;
		while (count && !signal_pending(current)) {
			n = kernel_read(in, pos, page, min_t(size_t, count, PAGE_SIZE));
			if (n <= 0)
				break;
			n = kernel_write(out, page, (size_t)n, -1);
			if (n <= 0)
				break;
			pos += n;
			done += n;
			count -= (size_t)n;
		}
		if (ppos)
			*ppos = pos;
		else
			in->f_pos = pos;
	}
	kfree(page);
	if (in)
		fput(in);
	if (out)
		fput(out);
	return done ?: n;
}

SYSCALL_DEFINE4(sendfile64, int, out_fd, int, in_fd, loff_t __user *, offset, size_t, count)
{
	loff_t pos;
	long ret;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, count);
	if (copy_from_user(&pos, offset, sizeof(pos)))
		return -EFAULT;
	if (pos < 0)
		return -EINVAL;
	ret = do_sendfile(out_fd, in_fd, &pos, count);
	return copy_to_user(offset, &pos, sizeof(pos)) ? -EFAULT : ret;
}

SYSCALL_DEFINE4(sendfile, int, out_fd, int, in_fd, long __user *, offset, size_t, count)
{
	long off;
	loff_t pos;
	long ret;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, count);
	if (get_user(off, offset))
		return -EFAULT;
	pos = off;
	if (pos < 0)
		return -EINVAL;
	ret = do_sendfile(out_fd, in_fd, &pos, count);
	return put_user((long)pos, offset) ? -EFAULT : ret;
}

/* ------------------------------------------------------------------ for the kernel itself */

/* kernel_read - up to @count bytes from @offset to @buf, which is the kernel's.  As vfs_read(). */
int kernel_read(struct file *file, loff_t offset, void *buf, unsigned long count)
{
	mm_segment_t old_fs = get_fs();
	ssize_t ret, done = 0;

	set_fs(KERNEL_DS);
	do {
		ret = vfs_read(file, (__force char __user *)buf + done, count - (size_t)done, &offset);
		if (ret > 0)
			done += ret;
	} while (ret > 0 && (size_t)done < count);
	set_fs(old_fs);
	return (int)(done ?: ret);
}

/* kernel_write - @count bytes of the kernel's @buf to @pos; -1: to the file's own position. */
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t pos)
{
	mm_segment_t old_fs = get_fs();
	ssize_t ret;

	set_fs(KERNEL_DS);
	if (pos < 0) {
		mutex_lock(&file->f_pos_lock);
		ret = vfs_write(file, (__force const char __user *)buf, count, &file->f_pos);
		mutex_unlock(&file->f_pos_lock);
	} else {
		ret = vfs_write(file, (__force const char __user *)buf, count, &pos);
	}
	set_fs(old_fs);
	return ret;
}
