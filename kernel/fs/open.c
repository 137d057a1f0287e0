/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opening and closing, and calls that change what an inode says of a file: size, mode, owner, times.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

/* ------------------------------------------------------------------ open and close */

static const struct file_operations path_fops = { };	/* O_PATH: no contents */

static fmode_t open_fmode(unsigned int flags)
{
	if (flags & O_PATH)
		return FMODE_PATH;
	/* 0, 1, 2 are read, write, both; 3 is for ioctl alone */
	return (__force fmode_t)((flags + 1) & O_ACCMODE) | FMODE_LSEEK;
}

/* dentry_open - the file @dentry, as @flags (O_*) say.  A reference, or ERR_PTR.  May sleep. */
struct file *dentry_open(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = dentry->d_inode;
	fmode_t mode = open_fmode(flags);
	bool writer = mode & FMODE_WRITE && S_ISREG(inode->i_mode);
	struct file *file;
	int err = 0;

	if (!inode->i_fop && !(flags & O_PATH))
		return ERR_PTR(-ENXIO);
	if (writer) {
		err = get_write_access(inode);
		if (err)
			return ERR_PTR(err);
		mode |= FMODE_WRITER;
	}
	file = alloc_file(dentry, mode, flags & O_PATH ? &path_fops : inode->i_fop);
	if (!file) {
		if (writer)
			put_write_access(inode);
		return ERR_PTR(-ENOMEM);
	}
	file->f_flags = flags;
	if (file->f_op->open)
		err = file->f_op->open(inode, file);
	file_ra_state_init(&file->f_ra, file->f_mapping);	/* which a disk's open() has chosen */
	file->f_flags &= ~(unsigned int)(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC);
	if (!err)
		return file;
	file->f_op = &path_fops;	/* never opened: nothing to release */
	fput(file);
	return ERR_PTR(err);
}

struct file *filp_open(const char *name, unsigned int flags, umode_t mode)
{
	return do_filp_open(AT_FDCWD, name, flags, mode);
}

/*
 * open_exec - @name to be executed: as long as it is open nobody can write to it.
 *
 * ERR_PTR: -EACCES when it isn't a regular file or nobody may execute it, -ETXTBSY, or what open says.
 */
struct file *open_exec(const char *name)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, name, LOOKUP_FOLLOW);
	struct file *file;
	int err;

	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	/* Before it is opened: to open a FIFO is to wait for its writer */
	if (!S_ISREG(dentry->d_inode->i_mode) || !(dentry->d_inode->i_mode & S_IXUGO))
		file = ERR_PTR(-EACCES);
	else
		file = dentry_open(dentry, O_RDONLY | O_LARGEFILE);
	dput(dentry);
	if (IS_ERR(file))
		return file;
	err = deny_write_access(file);
	if (!err)
		return file;
	fput(file);
	return ERR_PTR(err);
}

SYSCALL_DEFINE4(openat, int, dfd, const char __user *, filename, int, flags, umode_t, mode)
{
	struct filename *name = getname(filename);
	struct file *file;
	int fd;

	if (IS_ERR(name))
		return PTR_ERR(name);
	fd = get_unused_fd_flags((unsigned int)flags);
	if (fd >= 0) {
		file = do_filp_open(dfd, name->name, (unsigned int)flags, mode);
		if (IS_ERR(file)) {
			put_unused_fd((unsigned int)fd);
			fd = (int)PTR_ERR(file);
		} else {
			fd_install((unsigned int)fd, file);
		}
	}
	putname(name);
	return fd;
}

SYSCALL_DEFINE3(open, const char __user *, filename, int, flags, umode_t, mode)
{
	return sys_openat(AT_FDCWD, filename, flags, mode);
}

SYSCALL_DEFINE2(creat, const char __user *, pathname, umode_t, mode)
{
	return sys_openat(AT_FDCWD, pathname, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

SYSCALL_DEFINE1(close, unsigned int, fd)
{
	return close_fd(fd);
}

SYSCALL_DEFINE3(close_range, unsigned int, fd, unsigned int, max_fd, unsigned int, flags)
{
	if (flags || fd > max_fd)
		return -EINVAL;
	for (max_fd = min(max_fd, current->files->max_fds - 1); fd <= max_fd; fd++)
		close_fd(fd);
	return 0;
}

/* ------------------------------------------------------------------ attributes */

/*
 * inode_newsize_ok - may the file be made @offset bytes long?  0; -ETXTBSY: it is swapped to; -EFBIG; beyond
 * RLIMIT_FSIZE, also SIGXFSZ.
 *
 * A file that is longer already may be made shorter; one that is swapped to may only grow.
 */
int inode_newsize_ok(const struct inode *inode, loff_t offset)
{
	unsigned long limit = rlimit(RLIMIT_FSIZE);

	if (offset <= inode->i_size)
		return IS_SWAPFILE(inode) ? -ETXTBSY : 0;
	if (limit != RLIM_INFINITY && offset > (loff_t)limit) {
		send_sig(SIGXFSZ, current, 0);
		return -EFBIG;
	}
	return offset > MAX_LFS_FILESIZE ? -EFBIG : 0;
}

/* setattr_copy - what @attr says but the size becomes true of @inode.  i_mutex is held. */
void setattr_copy(struct inode *inode, const struct iattr *attr)
{
	if (attr->ia_valid & ATTR_MODE)
		inode->i_mode = (umode_t)((inode->i_mode & S_IFMT) | (attr->ia_mode & S_IALLUGO));
	if (attr->ia_valid & ATTR_UID)
		inode->i_uid = attr->ia_uid;
	if (attr->ia_valid & ATTR_GID)
		inode->i_gid = attr->ia_gid;
	inode->i_ctime = current_time_ns();
	if (attr->ia_valid & ATTR_SIZE)
		inode->i_mtime = inode->i_ctime;
	if (attr->ia_valid & ATTR_ATIME)
		inode->i_atime = attr->ia_atime;
	if (attr->ia_valid & ATTR_MTIME)
		inode->i_mtime = attr->ia_mtime;
}

/*
 * notify_change - what @attr says becomes true of the file.
 *
 * i_mutex is not held.  0, -EROFS, -EINVAL, -EPERM, or what the file system says.
 */
int notify_change(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	int err = 0;

	if (IS_RDONLY(inode))
		return -EROFS;
	mutex_lock(&inode->i_mutex);
	if (attr->ia_valid & ATTR_SIZE)
		err = inode_newsize_ok(inode, attr->ia_size);
	if (!err)
		err = (inode->i_op->setattr ?: simple_setattr)(dentry, attr);
	mutex_unlock(&inode->i_mutex);
	return err;
}

/* do_truncate - the file has @length bytes now.  The caller has write access. */
int do_truncate(struct dentry *dentry, loff_t length)
{
	struct iattr attr = { .ia_valid = ATTR_SIZE, .ia_size = length };

	if (length < 0)
		return -EINVAL;
	return notify_change(dentry, &attr);
}

static long truncate_path(const char __user *pathname, loff_t length)
{
	struct dentry *dentry;
	int err;

	if (length < 0)
		return -EINVAL;
	dentry = user_path_at(AT_FDCWD, pathname, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (S_ISDIR(dentry->d_inode->i_mode))
		err = -EISDIR;
	else
		err = S_ISREG(dentry->d_inode->i_mode) ? get_write_access(dentry->d_inode) : -EINVAL;
	if (!err) {
		err = do_truncate(dentry, length);
		put_write_access(dentry->d_inode);
	}
	dput(dentry);
	return err;
}

static long truncate_fd(unsigned int fd, loff_t length)
{
	struct file *file;
	int err = -EINVAL;

	if (length < 0)
		return -EINVAL;
	file = fget(fd);
	if (!file)
		return -EBADF;
	if (S_ISREG(file_inode(file)->i_mode) && file->f_mode & FMODE_WRITE)
		err = do_truncate(file->f_dentry, length);
	fput(file);
	return err;
}

SYSCALL_DEFINE2(truncate, const char __user *, path, long, length)
{
	return truncate_path(path, length);
}

SYSCALL_DEFINE2(truncate64, const char __user *, path, loff_t, length)
{
	return truncate_path(path, length);
}

SYSCALL_DEFINE2(ftruncate, unsigned int, fd, long, length)
{
	return truncate_fd(fd, length);
}

SYSCALL_DEFINE2(ftruncate64, unsigned int, fd, loff_t, length)
{
	return truncate_fd(fd, length);
}

/*
 * vfs_fallocate - pages for [@offset, @offset + @len) of @file, or a hole there, as @mode (FALLOC_FL_*) says.
 *
 * 0, or in this order: -EINVAL (the range), -EOPNOTSUPP (@mode), -EBADF (not open for writing), -ESPIPE, -ENODEV (no
 * regular file), -EFBIG, -ETXTBSY (it is swapped to), what the file system says.  May sleep.
 */
long vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	umode_t type = file_inode(file)->i_mode;

	if (offset < 0 || len <= 0)
		return -EINVAL;
	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE) || mode == FALLOC_FL_PUNCH_HOLE)
		return -EOPNOTSUPP;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (S_ISFIFO(type))
		return -ESPIPE;
	if (!S_ISREG(type) && !S_ISDIR(type))
		return -ENODEV;
	if (len > MAX_LFS_FILESIZE || offset > MAX_LFS_FILESIZE - len)
		return -EFBIG;
	if (IS_SWAPFILE(file_inode(file)))
		return -ETXTBSY;
	return file->f_op->fallocate ? file->f_op->fallocate(file, mode, offset, len) : -EOPNOTSUPP;
}

SYSCALL_DEFINE4(fallocate, int, fd, int, mode, loff_t, offset, loff_t, len)
{
	struct file *file = fget((unsigned int)fd);
	long err;

	if (!file)
		return -EBADF;
	err = vfs_fallocate(file, mode, offset, len);
	fput(file);
	return err;
}

/* Changes the file at @path, or open as @dfd with "" and AT_EMPTY_PATH */
static long change_at(int dfd, const char __user *path, int flags, struct iattr *attr)
{
	unsigned int lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct dentry *dentry;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	dentry = user_path_at(dfd, path, lookup);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = notify_change(dentry, attr);
	dput(dentry);
	return err;
}

static long change_fd(unsigned int fd, struct iattr *attr)
{
	struct file *file = fget(fd);
	int err;

	if (!file)
		return -EBADF;
	err = notify_change(file->f_dentry, attr);
	fput(file);
	return err;
}

SYSCALL_DEFINE3(fchmodat, int, dfd, const char __user *, filename, umode_t, mode)
{
	struct iattr attr = { .ia_valid = ATTR_MODE, .ia_mode = mode };

	return change_at(dfd, filename, 0, &attr);
}

SYSCALL_DEFINE2(chmod, const char __user *, filename, umode_t, mode)
{
	return sys_fchmodat(AT_FDCWD, filename, mode);
}

SYSCALL_DEFINE2(fchmod, unsigned int, fd, umode_t, mode)
{
	struct iattr attr = { .ia_valid = ATTR_MODE, .ia_mode = mode };

	return change_fd(fd, &attr);
}

static struct iattr owner_attr(uid_t user, gid_t group)
{
	return (struct iattr) {
		.ia_valid = (user != -1U ? ATTR_UID : 0) | (group != -1U ? ATTR_GID : 0),
		.ia_uid = user,
		.ia_gid = group,
	};
}

SYSCALL_DEFINE5(fchownat, int, dfd, const char __user *, filename, uid_t, user, gid_t, group, int, flag)
{
	struct iattr attr = owner_attr(user, group);

	return change_at(dfd, filename, flag, &attr);
}

SYSCALL_DEFINE3(chown, const char __user *, filename, uid_t, user, gid_t, group)
{
	return sys_fchownat(AT_FDCWD, filename, user, group, 0);
}

SYSCALL_DEFINE3(lchown, const char __user *, filename, uid_t, user, gid_t, group)
{
	return sys_fchownat(AT_FDCWD, filename, user, group, AT_SYMLINK_NOFOLLOW);
}

SYSCALL_DEFINE3(fchown, unsigned int, fd, uid_t, user, gid_t, group)
{
	struct iattr attr = owner_attr(user, group);

	return change_fd(fd, &attr);
}

#define UTIME_NOW	((1L << 30) - 1)
#define UTIME_OMIT	((1L << 30) - 2)

/* One of utimensat()'s two times, of 32 or 64 bits: into *@ns, or nothing.  0, -EFAULT, -EINVAL. */
static int utime_one(const void __user *utimes, int i, bool time64, u64 *ns, unsigned int bit,
		     struct iattr *attr)
{
	const char __user *ts = (const char __user *)utimes + i * (time64 ? 16 : 8);
	long nsec;

	if (utimes && get_user(nsec, (const long __user *)(ts + (time64 ? 8 : 4))))
		return -EFAULT;
	if (utimes && nsec == UTIME_OMIT)
		return 0;
	attr->ia_valid |= bit;
	if (utimes && nsec != UTIME_NOW)
		return get_user_time(ts, time64, ns);
	*ns = current_time_ns();
	return 0;
}

static long do_utimensat(int dfd, const char __user *filename, const void __user *utimes, int flags,
			 bool time64)
{
	struct iattr attr = { .ia_valid = 0 };
	int err = utime_one(utimes, 0, time64, &attr.ia_atime, ATTR_ATIME, &attr);

	if (!err)
		err = utime_one(utimes, 1, time64, &attr.ia_mtime, ATTR_MTIME, &attr);
	if (err)
		return err;
	if (!filename)
		return change_fd((unsigned int)dfd, &attr);
	return change_at(dfd, filename, flags, &attr);
}

SYSCALL_DEFINE4(utimensat, int, dfd, const char __user *, filename, const void __user *, utimes, int, flags)
{
	return do_utimensat(dfd, filename, utimes, flags, false);
}

SYSCALL_DEFINE4(utimensat_time64, int, dfd, const char __user *, filename, const void __user *, utimes,
		int, flags)
{
	return do_utimensat(dfd, filename, utimes, flags, true);
}

/* ------------------------------------------------------------------ access */

/* Root may do everything but execute what nobody may */
SYSCALL_DEFINE4(faccessat2, int, dfd, const char __user *, filename, int, mode, int, flags)
{
	unsigned int lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct dentry *dentry;
	bool read_only;
	umode_t i_mode;

	if (mode & ~7 || flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	dentry = user_path_at(dfd, filename, lookup);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	i_mode = dentry->d_inode->i_mode;
	read_only = IS_RDONLY(dentry->d_inode) && (S_ISREG(i_mode) || S_ISDIR(i_mode) || S_ISLNK(i_mode));
	dput(dentry);
	if (mode & 2 && read_only)
		return -EROFS;
	return mode & 1 && !S_ISDIR(i_mode) && !(i_mode & S_IXUGO) ? -EACCES : 0;
}

SYSCALL_DEFINE3(faccessat, int, dfd, const char __user *, filename, int, mode)
{
	return sys_faccessat2(dfd, filename, mode, 0);
}

SYSCALL_DEFINE2(access, const char __user *, filename, int, mode)
{
	return sys_faccessat2(AT_FDCWD, filename, mode, 0);
}

/* ------------------------------------------------------------------ to the disk */

/*
 * vfs_fsync_range - bytes [@start, @end] of @file are on its disk, and what else is needed to read them again.
 *
 * @datasync: what isn't needed for that, such as times, may stay behind.  0, -EINVAL: there is nothing to write it
 * to, -EIO, -ENOSPC.  No lock is held; sleeps.
 */
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync)
{
	return file->f_op->fsync ? file->f_op->fsync(file, start, end, datasync) : -EINVAL;
}

static long do_fsync(unsigned int fd, int datasync)
{
	struct file *file = fget(fd);
	long err;

	if (!file)
		return -EBADF;
	err = vfs_fsync_range(file, 0, LLONG_MAX, datasync);
	fput(file);
	return err;
}

SYSCALL_DEFINE1(fsync, unsigned int, fd)
{
	return do_fsync(fd, 0);
}

SYSCALL_DEFINE1(fdatasync, unsigned int, fd)
{
	return do_fsync(fd, 1);
}

#define SYNC_FILE_RANGE_WAIT_BEFORE	1
#define SYNC_FILE_RANGE_WRITE		2
#define SYNC_FILE_RANGE_WAIT_AFTER	4
#define SYNC_FILE_RANGE_ALL		7

/* Bytes [@offset, @endbyte] of @file, pages alone: not what leads to them, nor the disk's cache.  0, errno. */
static int do_sync_file_range(struct file *file, loff_t offset, loff_t endbyte, unsigned int flags)
{
	struct address_space *mapping = file->f_mapping;
	int err = 0;

	if (flags & SYNC_FILE_RANGE_WAIT_BEFORE)
		err = filemap_fdatawait_range(mapping, offset, endbyte);
	if (!err && flags & SYNC_FILE_RANGE_WRITE)
		err = filemap_fdatawrite_range(mapping, offset, endbyte);
	if (!err && flags & SYNC_FILE_RANGE_WAIT_AFTER)
		err = filemap_fdatawait_range(mapping, offset, endbyte);
	return err;
}

/* 0, or in this order: -EINVAL, -EBADF, -ESPIPE, -EIO, -ENOSPC */
SYSCALL_DEFINE4(sync_file_range2, unsigned int, fd, unsigned int, flags, loff_t, offset, loff_t, nbytes)
{
	struct file *file;
	umode_t mode;
	long err;

	if (flags & ~SYNC_FILE_RANGE_ALL || offset < 0 || nbytes < 0 || nbytes > LLONG_MAX - offset)
		return -EINVAL;
	file = fget(fd);
	if (!file)
		return -EBADF;
	mode = file_inode(file)->i_mode;
	if (S_ISREG(mode) || S_ISBLK(mode) || S_ISDIR(mode) || S_ISLNK(mode))
		err = do_sync_file_range(file, offset, nbytes ? offset + nbytes - 1 : LLONG_MAX, flags);
	else
		err = -ESPIPE;
	fput(file);
	return err;
}
