/* SPDX-License-Identifier: GPL-2.0-only */
/* What a file is like: stat() in its several layouts, statfs(), readlink() */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

static void vfs_getattr(struct inode *inode, struct kstat *stat)
{
	*stat = (struct kstat) {
		.ino = inode->i_ino,
		.dev = inode->i_sb->s_dev,
		.rdev = inode->i_rdev,
		.mode = inode->i_mode,
		.nlink = inode->i_nlink,
		.uid = inode->i_uid,
		.gid = inode->i_gid,
		.size = inode->i_size,
		.atime = inode->i_atime,
		.mtime = inode->i_mtime,
		.ctime = inode->i_ctime,
		.blksize = PAGE_SIZE,
		.blocks = inode->i_blocks,
	};
	if (inode->i_op->getattr)
		inode->i_op->getattr(inode, stat);
}

/* Of the file at @name, or open as @dfd ("" and AT_EMPTY_PATH) */
static int vfs_fstatat(int dfd, const char __user *name, struct kstat *stat, int flags)
{
	unsigned int lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct dentry *dentry;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	dentry = user_path_at(dfd, name, lookup);
	if (IS_ERR(dentry))
		return (int)PTR_ERR(dentry);
	vfs_getattr(dentry->d_inode, stat);
	dput(dentry);
	return 0;
}

static int vfs_fstat(unsigned int fd, struct kstat *stat)
{
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	vfs_getattr(file_inode(file), stat);
	fput(file);
	return 0;
}

static u32 ns_to_sec(u64 ns, u32 *nsec)
{
	return (u32)div_u64_rem(ns, NSEC_PER_SEC, nsec);
}

/* ------------------------------------------------------------------ layouts */

/* stat64(), as ARM's EABI lays it out: 104 bytes */
struct stat64 {
	u64 st_dev;
	u8 pad0[4];
	u32 __st_ino;
	u32 st_mode;
	u32 st_nlink;
	u32 st_uid;
	u32 st_gid;
	u64 st_rdev;
	u8 pad3[4];
	s64 st_size __aligned(8);
	u32 st_blksize;
	u64 st_blocks __aligned(8);
	u32 st_atime, st_atime_nsec;
	u32 st_mtime, st_mtime_nsec;
	u32 st_ctime, st_ctime_nsec;
	u64 st_ino __aligned(8);
};

static_assert(sizeof(struct stat64) == 104);

static long cp_new_stat64(const struct kstat *stat, struct stat64 __user *statbuf)
{
	struct stat64 tmp = {
		.st_dev = new_encode_dev(stat->dev),
		.__st_ino = (u32)stat->ino,
		.st_mode = stat->mode,
		.st_nlink = stat->nlink,
		.st_uid = stat->uid,
		.st_gid = stat->gid,
		.st_rdev = new_encode_dev(stat->rdev),
		.st_size = stat->size,
		.st_blksize = (u32)stat->blksize,
		.st_blocks = stat->blocks,
		.st_ino = stat->ino,
	};

	tmp.st_atime = ns_to_sec(stat->atime, &tmp.st_atime_nsec);
	tmp.st_mtime = ns_to_sec(stat->mtime, &tmp.st_mtime_nsec);
	tmp.st_ctime = ns_to_sec(stat->ctime, &tmp.st_ctime_nsec);
	return copy_to_user(statbuf, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(stat64, const char __user *, filename, struct stat64 __user *, statbuf)
{
	struct kstat stat;
	int err = vfs_fstatat(AT_FDCWD, filename, &stat, 0);

	return err ?: cp_new_stat64(&stat, statbuf);
}

SYSCALL_DEFINE2(lstat64, const char __user *, filename, struct stat64 __user *, statbuf)
{
	struct kstat stat;
	int err = vfs_fstatat(AT_FDCWD, filename, &stat, AT_SYMLINK_NOFOLLOW);

	return err ?: cp_new_stat64(&stat, statbuf);
}

SYSCALL_DEFINE2(fstat64, unsigned long, fd, struct stat64 __user *, statbuf)
{
	struct kstat stat;
	int err = vfs_fstat((unsigned int)fd, &stat);

	return err ?: cp_new_stat64(&stat, statbuf);
}

SYSCALL_DEFINE4(fstatat64, int, dfd, const char __user *, filename, struct stat64 __user *, statbuf,
		int, flag)
{
	struct kstat stat;
	int err = vfs_fstatat(dfd, filename, &stat, flag);

	return err ?: cp_new_stat64(&stat, statbuf);
}

struct statx_timestamp {
	s64 tv_sec;
	u32 tv_nsec;
	s32 pad;
};

struct statx {
	u32 stx_mask;
	u32 stx_blksize;
	u64 stx_attributes;
	u32 stx_nlink;
	u32 stx_uid;
	u32 stx_gid;
	u16 stx_mode;
	u16 pad1;
	u64 stx_ino;
	u64 stx_size;
	u64 stx_blocks;
	u64 stx_attributes_mask;
	struct statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
	u32 stx_rdev_major, stx_rdev_minor;
	u32 stx_dev_major, stx_dev_minor;
	u64 pad2[14];
};

static_assert(sizeof(struct statx) == 256);

#define STATX_BASIC_STATS	0x7ff

static struct statx_timestamp statx_time(u64 ns)
{
	struct statx_timestamp ts = { .tv_nsec = 0 };

	ts.tv_sec = ns_to_sec(ns, &ts.tv_nsec);
	return ts;
}

/* glibc's stat() asks for this first */
SYSCALL_DEFINE5(statx, int, dfd, const char __user *, filename, unsigned int, flags, unsigned int, mask,
		struct statx __user *, buffer)
{
	struct kstat stat;
	struct statx tmp;
	int err = vfs_fstatat(dfd, filename, &stat, (int)(flags & ~0x6000U));

	if (err)
		return err;
	tmp = (struct statx) {
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = (u32)stat.blksize,
		.stx_nlink = stat.nlink,
		.stx_uid = stat.uid,
		.stx_gid = stat.gid,
		.stx_mode = stat.mode,
		.stx_ino = stat.ino,
		.stx_size = (u64)stat.size,
		.stx_blocks = stat.blocks,
		.stx_atime = statx_time(stat.atime),
		.stx_mtime = statx_time(stat.mtime),
		.stx_ctime = statx_time(stat.ctime),
		.stx_rdev_major = MAJOR(stat.rdev),
		.stx_rdev_minor = MINOR(stat.rdev),
		.stx_dev_major = MAJOR(stat.dev),
		.stx_dev_minor = MINOR(stat.dev),
	};
	return copy_to_user(buffer, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

/* ------------------------------------------------------------------ symbolic links */

SYSCALL_DEFINE4(readlinkat, int, dfd, const char __user *, path, char __user *, buf, int, bufsiz)
{
	const struct inode_operations *op;
	struct dentry *dentry;
	char *text;
	int len;

	if (bufsiz <= 0)
		return -EINVAL;
	dentry = user_path_at(dfd, path, LOOKUP_EMPTY);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	op = dentry->d_inode->i_op;
	text = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!text)
		len = -ENOMEM;
	else if (!S_ISLNK(dentry->d_inode->i_mode) || !op->readlink)
		len = -EINVAL;
	else
		len = op->readlink(dentry, text, PATH_MAX);
	if (len >= 0)
		touch_atime(dentry->d_inode);
	if (len > bufsiz)
		len = bufsiz;
	if (len > 0 && copy_to_user(buf, text, (unsigned long)len))
		len = -EFAULT;
	kfree(text);
	dput(dentry);
	return len;
}

SYSCALL_DEFINE3(readlink, const char __user *, path, char __user *, buf, int, bufsiz)
{
	return sys_readlinkat(AT_FDCWD, path, buf, bufsiz);
}

/* ------------------------------------------------------------------ file systems */

struct statfs64 {
	u32 f_type, f_bsize;
	u64 f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	u32 f_fsid[2];
	u32 f_namelen, f_frsize, f_flags, f_spare[4];
} __packed __aligned(4);

static_assert(sizeof(struct statfs64) == 84);

static long do_statfs64(struct super_block *sb, size_t size, struct statfs64 __user *buf)
{
	struct kstatfs st = {
		.f_type = (long)sb->s_magic, .f_bsize = PAGE_SIZE, .f_namelen = NAME_MAX,
	};
	struct statfs64 tmp;
	int err;

	if (size != sizeof(tmp))
		return -EINVAL;
	err = sb->s_op && sb->s_op->statfs ? sb->s_op->statfs(sb, &st) : 0;
	if (err)
		return err;
	tmp = (struct statfs64) {
		.f_type = (u32)st.f_type,
		.f_bsize = (u32)st.f_bsize,
		.f_frsize = (u32)st.f_bsize,
		.f_blocks = st.f_blocks,
		.f_bfree = st.f_bfree,
		.f_bavail = st.f_bavail,
		.f_files = st.f_files,
		.f_ffree = st.f_ffree,
		.f_namelen = (u32)st.f_namelen,
	};
	return copy_to_user(buf, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(statfs64, const char __user *, pathname, size_t, sz, struct statfs64 __user *, buf)
{
	struct dentry *dentry = user_path_at(AT_FDCWD, pathname, LOOKUP_FOLLOW);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = do_statfs64(dentry->d_sb, sz, buf);
	dput(dentry);
	return err;
}

SYSCALL_DEFINE3(fstatfs64, unsigned int, fd, size_t, sz, struct statfs64 __user *, buf)
{
	struct file *file = fget(fd);
	long err;

	if (!file)
		return -EBADF;
	err = do_statfs64(file->f_dentry->d_sb, sz, buf);
	fput(file);
	return err;
}
