/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/fs.h>
#include <linux/uaccess.h>
#include "file_test.h"

asmlinkage long sys_unlinkat(int dfd, const char __user *pathname, int flag);
asmlinkage long sys_umount(char __user *name, int flags);

long remove_name(const char *name, bool dir)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_unlinkat(AT_FDCWD, (__force const char __user *)name, dir ? AT_REMOVEDIR : 0);
	set_fs(old);
	return ret;
}

long unmount(const char *dir)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_umount((__force char __user *)dir, 0);
	set_fs(old);
	return ret;
}
