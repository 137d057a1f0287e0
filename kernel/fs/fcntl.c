/* SPDX-License-Identifier: GPL-2.0-only */
/* dup() and fcntl() */
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define F_DUPFD		0
#define F_GETFD		1
#define F_SETFD		2
#define F_GETFL		3
#define F_SETFL		4
#define F_GETLK		5
#define F_SETLK		6
#define F_SETLKW	7
#define F_SETOWN	8
#define F_GETOWN	9
#define F_GETLK64	12
#define F_SETLK64	13
#define F_SETLKW64	14
#define F_DUPFD_CLOEXEC	1030
#define F_GETPIPE_SZ	1032
#define FD_CLOEXEC	1

/* ioctl()s that are about the descriptor, whatever file it is */
#define FIONCLEX	0x5450
#define FIOCLEX		0x5451
#define FIONBIO		0x5421

#define SETFL_MASK	(O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME)

/* The lowest number from @from on becomes another name of @file */
static int f_dupfd(unsigned int from, struct file *file, unsigned int flags)
{
	int fd;

	if (from >= rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	fd = alloc_fd(from, flags);
	if (fd >= 0)
		fd_install((unsigned int)fd, get_file(file));
	return fd;
}

SYSCALL_DEFINE1(dup, unsigned int, fildes)
{
	struct file *file = fget(fildes);
	int fd;

	if (!file)
		return -EBADF;
	fd = f_dupfd(0, file, 0);
	fput(file);
	return fd;
}

SYSCALL_DEFINE3(dup3, unsigned int, oldfd, unsigned int, newfd, int, flags)
{
	struct file *file;
	int fd;

	if (flags & ~O_CLOEXEC || oldfd == newfd)
		return -EINVAL;
	file = fget(oldfd);
	if (!file)
		return -EBADF;
	fd = replace_fd(newfd, file, (unsigned int)flags);
	fput(file);
	return fd;
}

SYSCALL_DEFINE2(dup2, unsigned int, oldfd, unsigned int, newfd)
{
	struct file *file;

	if (oldfd != newfd)
		return sys_dup3(oldfd, newfd, 0);
	file = fget(oldfd);
	if (!file)
		return -EBADF;
	fput(file);
	return (long)newfd;
}

static long do_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg, struct file *file)
{
	switch (cmd) {
	case F_DUPFD:
		return f_dupfd((unsigned int)arg, file, 0);
	case F_DUPFD_CLOEXEC:
		return f_dupfd((unsigned int)arg, file, O_CLOEXEC);
	case F_GETFD:
		return get_close_on_exec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		set_close_on_exec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return (long)(file->f_flags | O_LARGEFILE);
	case F_SETFL:
		file->f_flags = (file->f_flags & ~(unsigned int)SETFL_MASK) |
				((unsigned int)arg & SETFL_MASK);
		return 0;
	case F_SETOWN:
	case F_GETOWN:
		return 0;
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return fcntl_lock(file, cmd - F_GETLK, (void __user *)arg, false);
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return shmem_fcntl(file, cmd, arg);
	case F_GETLK64:
	case F_SETLK64:
	case F_SETLKW64:
		return fcntl_lock(file, cmd - F_GETLK64, (void __user *)arg, true);
	}
	return -EINVAL;
}

SYSCALL_DEFINE3(fcntl64, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct file *file = fget(fd);
	long ret;

	if (!file)
		return -EBADF;
	if (file->f_mode & FMODE_PATH && cmd != F_DUPFD && cmd != F_DUPFD_CLOEXEC && cmd != F_GETFD &&
	    cmd != F_SETFD && cmd != F_GETFL)
		ret = -EBADF;
	else
		ret = do_fcntl(fd, cmd, arg, file);
	fput(file);
	return ret;
}

SYSCALL_DEFINE3(fcntl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	return sys_fcntl64(fd, cmd, arg);
}

SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct file *file = fget(fd);
	long ret;

	if (!file)
		return -EBADF;
	if (cmd == FIONBIO) {
		int on;

		ret = get_user(on, (int __user *)arg);
		if (!ret)
			file->f_flags = on ? file->f_flags | O_NONBLOCK :
					file->f_flags & ~(unsigned int)O_NONBLOCK;
	} else if (cmd == FIOCLEX || cmd == FIONCLEX) {
		set_close_on_exec(fd, cmd == FIOCLEX);
		ret = 0;
	} else {
		ret = file->f_op->unlocked_ioctl ? file->f_op->unlocked_ioctl(file, cmd, arg) :
		      -ENOTTY;
	}
	fput(file);
	return ret;
}
