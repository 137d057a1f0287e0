/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Extended attributes, as a file system without them answers: none is there and none can be set.
 *
 * Programs tell "this file system has none" (EOPNOTSUPP) from "this kernel doesn't know the call" (ENOSYS): ls -l
 * and cp -p go on after the first, and complain of the second.
 * Different from Linux: no file system has any, so a value is never looked at.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define XATTR_CREATE		1
#define XATTR_REPLACE		2
#define XATTR_NAME_MAX		255
#define XATTR_SIZE_MAX		65536
#define XATTR_USER_PREFIX	"user."

/* Whether an attribute of the name at @uname could be on @inode at all; with @write, whether it could be changed. */
static long xattr_permission(struct inode *inode, const char __user *uname, bool write)
{
	char name[XATTR_NAME_MAX + 1];
	long len = strncpy_from_user(name, uname, sizeof(name));

	if (len < 0)
		return len;
	if (len == 0 || len == sizeof(name))
		return -ERANGE;
	if (write && IS_RDONLY(inode))
		return -EROFS;
	if (!strncmp(name, XATTR_USER_PREFIX, strlen(XATTR_USER_PREFIX)) && !S_ISREG(inode->i_mode) &&
	    !S_ISDIR(inode->i_mode))
		return write ? -EPERM : -ENODATA;
	return 0;
}

static long getxattr(struct inode *inode, const char __user *name)
{
	return xattr_permission(inode, name, false) ?: -EOPNOTSUPP;
}

static long setxattr(struct inode *inode, const char __user *name, size_t size, int flags)
{
	if (flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return -EINVAL;
	if (size > XATTR_SIZE_MAX)
		return -E2BIG;
	return xattr_permission(inode, name, true) ?: -EOPNOTSUPP;
}

static long removexattr(struct inode *inode, const char __user *name)
{
	return xattr_permission(inode, name, true) ?: -EOPNOTSUPP;
}

/* How long the list of names is */
static long listxattr(struct inode *inode)
{
	return 0;
}

/* Each call comes three times: by path, by path without following a symbolic link, by descriptor. */
#define AT_PATH(path, lookup, call) ({						\
	struct dentry *dentry = user_path_at(AT_FDCWD, path, lookup);		\
	long ret = PTR_ERR(dentry);						\
										\
	if (!IS_ERR(dentry)) {							\
		struct inode *inode = dentry->d_inode;				\
										\
		ret = call;							\
		dput(dentry);							\
	}									\
	ret;									\
})

#define AT_FD(fd, call) ({							\
	struct file *file = fget(fd);						\
	long ret = -EBADF;							\
										\
	if (file) {								\
		struct inode *inode = file->f_dentry->d_inode;			\
										\
		ret = call;							\
		fput(file);							\
	}									\
	ret;									\
})

SYSCALL_DEFINE4(getxattr, const char __user *, path, const char __user *, name, void __user *, value, size_t, size)
{
	return AT_PATH(path, LOOKUP_FOLLOW, getxattr(inode, name));
}

SYSCALL_DEFINE4(lgetxattr, const char __user *, path, const char __user *, name, void __user *, value, size_t, size)
{
	return AT_PATH(path, 0, getxattr(inode, name));
}

SYSCALL_DEFINE4(fgetxattr, int, fd, const char __user *, name, void __user *, value, size_t, size)
{
	return AT_FD(fd, getxattr(inode, name));
}

SYSCALL_DEFINE5(setxattr, const char __user *, path, const char __user *, name, const void __user *, value, size_t, size,
		int, flags)
{
	return AT_PATH(path, LOOKUP_FOLLOW, setxattr(inode, name, size, flags));
}

SYSCALL_DEFINE5(lsetxattr, const char __user *, path, const char __user *, name, const void __user *, value, size_t, size,
		int, flags)
{
	return AT_PATH(path, 0, setxattr(inode, name, size, flags));
}

SYSCALL_DEFINE5(fsetxattr, int, fd, const char __user *, name, const void __user *, value, size_t, size, int, flags)
{
	return AT_FD(fd, setxattr(inode, name, size, flags));
}

SYSCALL_DEFINE2(removexattr, const char __user *, path, const char __user *, name)
{
	return AT_PATH(path, LOOKUP_FOLLOW, removexattr(inode, name));
}

SYSCALL_DEFINE2(lremovexattr, const char __user *, path, const char __user *, name)
{
	return AT_PATH(path, 0, removexattr(inode, name));
}

SYSCALL_DEFINE2(fremovexattr, int, fd, const char __user *, name)
{
	return AT_FD(fd, removexattr(inode, name));
}

SYSCALL_DEFINE3(listxattr, const char __user *, path, char __user *, list, size_t, size)
{
	return AT_PATH(path, LOOKUP_FOLLOW, listxattr(inode));
}

SYSCALL_DEFINE3(llistxattr, const char __user *, path, char __user *, list, size_t, size)
{
	return AT_PATH(path, 0, listxattr(inode));
}

SYSCALL_DEFINE3(flistxattr, int, fd, char __user *, list, size_t, size)
{
	return AT_FD(fd, listxattr(inode));
}
