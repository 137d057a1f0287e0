/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memfd_create(2): shared memory behind a descriptor.
 *
 * Idea.  A file of the kernel's own tmpfs (mm/shmem.c) that no directory names: it can be written, mapped and passed
 * on as any other, and goes with the last descriptor and mapping.
 *
 *     memfd_create("x")  ->  fd  ->  file "/memfd:x (deleted)"  ->  inode, i_nlink 0, size 0
 *
 * Its pages are charged one by one (VM_NORESERVE).  Context: process; sleeps.  Differs from Linux 4.x: no seals.
 * Article 3.3.4.  Tests: tests/user/tmpfs.c
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define MFD_CLOEXEC	1
#define MFD_PREFIX	"/memfd:"
#define MFD_NAME_MAX	249		/* what NAME_MAX leaves beside "memfd:" */

/* The name that /proc shows, into @name.  0, -EFAULT, -EINVAL. */
static int memfd_name(char *name, const char __user *uname)
{
	size_t prefix = strlen(MFD_PREFIX);
	long len = strncpy_from_user(name + prefix, uname, MFD_NAME_MAX + 1);

	if (len < 0 || len > MFD_NAME_MAX)
		return len < 0 ? -EFAULT : -EINVAL;
	memcpy(name, MFD_PREFIX, prefix);
	strcpy(name + prefix + len, " (deleted)");
	return 0;
}

SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	char name[sizeof(MFD_PREFIX) + MFD_NAME_MAX + sizeof(" (deleted)")];
	struct file *file;
	int fd, err;

	if (flags & ~MFD_CLOEXEC)
		return -EINVAL;
	err = memfd_name(name, uname);
	if (err)
		return err;
	fd = get_unused_fd_flags(flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (fd < 0)
		return fd;
	file = shmem_file_setup(name, 0, VM_NORESERVE);
	if (IS_ERR(file)) {
		put_unused_fd((unsigned int)fd);
		return PTR_ERR(file);
	}
	file->f_flags = O_RDWR | O_LARGEFILE;
	fd_install((unsigned int)fd, file);
	return fd;
}
