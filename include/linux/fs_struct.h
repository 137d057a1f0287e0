/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a process stands in the tree of files: kernel/fs/fs_struct.c */
#ifndef _LINUX_FS_STRUCT_H
#define _LINUX_FS_STRUCT_H

#include <linux/atomic.h>
#include <linux/types.h>

struct dentry;
struct task_struct;

struct fs_struct {
	atomic_t users;			/* threads that share it */
	umode_t umask;
	struct dentry *root, *pwd;
};

extern struct fs_struct init_fs;

int copy_fs(unsigned long clone_flags, struct task_struct *tsk);
void exit_fs(struct task_struct *tsk);
void enter_mounted_root(struct fs_struct *fs);

#endif
