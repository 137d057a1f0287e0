/* SPDX-License-Identifier: GPL-2.0-only */
/* Kinds of files and their permissions, and what stat() tells of a file */
#ifndef _LINUX_STAT_H
#define _LINUX_STAT_H

#include <linux/types.h>

#define S_IFMT		00170000
#define S_IFSOCK	0140000
#define S_IFLNK		0120000
#define S_IFREG		0100000
#define S_IFBLK		0060000
#define S_IFDIR		0040000
#define S_IFCHR		0020000
#define S_IFIFO		0010000
#define S_ISGID		0002000
#define S_ISVTX		0001000
#define S_IALLUGO	0007777
#define S_IRWXUGO	0000777
#define S_IXUGO		0000111

#define S_ISLNK(m)	(((m) & S_IFMT) == S_IFLNK)
#define S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define S_ISBLK(m)	(((m) & S_IFMT) == S_IFBLK)
#define S_ISFIFO(m)	(((m) & S_IFMT) == S_IFIFO)

#define DT_UNKNOWN	0
#define mode_to_dt(m)	((unsigned int)((m) & S_IFMT) >> 12)

/* What the kernel knows; the system calls make their own structures of it */
struct kstat {
	u64 ino;
	dev_t dev, rdev;
	umode_t mode;
	unsigned int nlink;
	uid_t uid;
	gid_t gid;
	loff_t size;
	u64 atime, mtime, ctime;	/* ns since 1970 */
	unsigned long blksize;
	u64 blocks;			/* of 512 bytes */
};

struct kstatfs {
	long f_type, f_bsize;
	u64 f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	long f_namelen;
};

#endif
