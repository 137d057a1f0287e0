/* SPDX-License-Identifier: GPL-2.0-only */
/* Root, working directory and umask of a process */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

struct fs_struct init_fs = {
	.users = ATOMIC_INIT(1),
	.umask = 0022,
};

/* copy_fs - fork: shared with CLONE_FS, else a copy.  0, -ENOMEM. */
int copy_fs(unsigned long clone_flags, struct task_struct *tsk)
{
	struct fs_struct *old = current->fs, *fs;

	if (clone_flags & CLONE_FS) {
		atomic_inc(&old->users);
		return 0;
	}
	fs = kmalloc(sizeof(*fs), GFP_KERNEL);
	tsk->fs = fs;
	if (!fs)
		return -ENOMEM;
	atomic_set(&fs->users, 1);
	fs->umask = old->umask;
	fs->root = dget(old->root);
	fs->pwd = dget(old->pwd);
	return 0;
}

void exit_fs(struct task_struct *tsk)
{
	struct fs_struct *fs = tsk->fs;

	tsk->fs = NULL;
	if (!fs || !atomic_dec_and_test(&fs->users))
		return;
	dput(fs->root);
	dput(fs->pwd);
	kfree(fs);
}

/* Takes over @dentry's reference */
static int set_dir(struct dentry **place, struct dentry *dentry)
{
	struct dentry *old = *place;

	if (!S_ISDIR(dentry->d_inode->i_mode)) {
		dput(dentry);
		return -ENOTDIR;
	}
	*place = dentry;
	dput(old);
	return 0;
}

/* enter_mounted_root - what has been mounted on "/" is "/" of @fs, and its working directory.  Boot only. */
void __init enter_mounted_root(struct fs_struct *fs)
{
	set_dir(&fs->pwd, d_follow_mounts(dget(fs->root)));
	set_dir(&fs->root, dget(fs->pwd));
}

SYSCALL_DEFINE1(chdir, const char __user *, filename)
{
	struct dentry *dentry = user_path_at(AT_FDCWD, filename, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	return IS_ERR(dentry) ? PTR_ERR(dentry) : set_dir(&current->fs->pwd, dentry);
}

SYSCALL_DEFINE1(fchdir, unsigned int, fd)
{
	struct file *file = fget(fd);
	int err;

	if (!file)
		return -EBADF;
	err = set_dir(&current->fs->pwd, dget(file->f_dentry));
	fput(file);
	return err;
}

SYSCALL_DEFINE1(chroot, const char __user *, filename)
{
	struct dentry *dentry = user_path_at(AT_FDCWD, filename, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	return IS_ERR(dentry) ? PTR_ERR(dentry) : set_dir(&current->fs->root, dentry);
}

SYSCALL_DEFINE2(getcwd, char __user *, buf, unsigned long, size)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL), *path;
	long ret;

	if (!page)
		return -ENOMEM;
	path = d_path(current->fs->pwd, page, PATH_MAX);
	if (IS_ERR(path)) {
		ret = PTR_ERR(path);
	} else if (current->fs->pwd->d_unhashed && current->fs->pwd->d_parent != current->fs->pwd) {
		ret = -ENOENT;
	} else {
		ret = (long)strlen(path) + 1;
		if ((unsigned long)ret > size)
			ret = -ERANGE;
		else if (copy_to_user(buf, path, (unsigned long)ret))
			ret = -EFAULT;
	}
	kfree(page);
	return ret;
}

SYSCALL_DEFINE1(umask, int, mask)
{
	umode_t old = current->fs->umask;

	current->fs->umask = (umode_t)(mask & S_IRWXUGO);
	return old;
}
