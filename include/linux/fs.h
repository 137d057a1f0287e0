/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files (kernel/fs), as far as memory needs them: Linux's structures, the fewest members.
 *
 *   files_struct.fd[n] -> file -> f_dentry -> dentry: a name in a directory, d_parent above it
 *                          |                    | d_inode
 *                          |                    v
 *                          +-- f_inode ------> inode: the file itself, i_op (names), i_fop (contents)
 *                          +-- f_mapping          | i_mapping
 *                          |                      v
 *   vm_area_struct.vm_file +                 address_space (article 3.3.4)
 *                                               page_tree   its pages in memory
 *                                               i_mmap      every VMA that maps it
 *                                               a_ops       how pages are read and written
 *
 * Locking.  inode.i_mutex: a directory's names, a file's size and writes.  dentry_lock (dcache.c): the
 * tree's links.  tree_lock: page_tree.  Which comes before which: mm/rmap.c.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/radix-tree.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/types.h>

struct backing_dev_info;
struct block_device;
struct dentry;
struct files_struct;
struct file;
struct inode;
struct kstat;
struct kstatfs;
struct page;
struct poll_table_struct;
struct seq_file;
struct super_block;
struct vm_area_struct;
struct writeback_control;

#define FMODE_READ	((__force fmode_t)0x1)
#define FMODE_WRITE	((__force fmode_t)0x2)
#define FMODE_LSEEK	((__force fmode_t)0x4)
#define FMODE_RANDOM	((__force fmode_t)0x1000)	/* POSIX_FADV_RANDOM: no read-ahead */
#define FMODE_PATH	((__force fmode_t)0x4000)	/* O_PATH: a name, no contents */
#define FMODE_WRITER	((__force fmode_t)0x10000)	/* counted in i_writecount */

#define READ	0
#define WRITE	1

#define PATH_MAX	4096
#define NAME_MAX	255

/* open(2), as ARM numbers it */
#define O_ACCMODE	00000003
#define O_RDONLY	00000000
#define O_WRONLY	00000001
#define O_RDWR		00000002
#define O_CREAT		00000100
#define O_EXCL		00000200
#define O_NOCTTY	00000400
#define O_TRUNC		00001000
#define O_APPEND	00002000
#define O_NONBLOCK	00004000
#define O_DSYNC		00010000
#define O_DIRECTORY	00040000
#define O_NOFOLLOW	00100000
#define O_DIRECT	00200000
#define O_LARGEFILE	00400000
#define O_NOATIME	01000000
#define O_CLOEXEC	02000000
#define __O_SYNC	04000000
#define O_SYNC		(__O_SYNC | O_DSYNC)
#define O_PATH		010000000
#define O_TMPFILE	(020000000 | O_DIRECTORY)

/* mount(2) */
#define MS_RDONLY	1
#define MS_REMOUNT	32
#define MS_NOATIME	1024		/* i_atime stays */
#define MS_NODIRATIME	2048		/* ... of directories */
#define MS_BIND		4096
#define MS_RELATIME	0x200000	/* i_atime moves when it would tell something new: touch_atime() */
#define MS_STRICTATIME	0x1000000	/* neither */
#define MS_ACTIVE	(1UL << 30)	/* s_flags: it is in use, and its unused inodes stay */

#define AT_FDCWD		-100
#define AT_SYMLINK_NOFOLLOW	0x100
#define AT_REMOVEDIR		0x200
#define AT_EACCESS		0x200
#define AT_SYMLINK_FOLLOW	0x400
#define AT_NO_AUTOMOUNT		0x800
#define AT_EMPTY_PATH		0x1000

#define SEEK_SET	0
#define SEEK_CUR	1
#define SEEK_END	2

#define MAX_LFS_FILESIZE	((loff_t)PAGE_SIZE << (BITS_PER_LONG - 1))

/*
 * What a file system does for the page cache.  All may sleep but set_page_dirty.  What returns int returns 0 or a
 * negative errno, unless something else is said.  readpage, write_begin and write_end are needed; of the others any
 * may be NULL.  Who has writepage has set_page_dirty, too: __set_page_dirty_nobuffers() or what calls it.
 */
struct address_space_operations {
	/*
	 * Starts to write @page, which is locked and no longer marked dirty: set_page_writeback(), unlock_page(), and
	 * once the disk has it, or can't have it, page_endio().  Or redirty_page_for_writepage(), unlock_page().
	 */
	int (*writepage)(struct page *page, struct writeback_control *wbc);
	/*
	 * @page, locked, not uptodate and in the tree, with a reference of the caller: reads it, marks it uptodate
	 * and unlocks it; after an error it is unlocked, but not uptodate.  @file may be NULL.
	 */
	int (*readpage)(struct file *file, struct page *page);
	/* Starts to write the dirty pages of @wbc's range: writepage() for many.  No lock is held. */
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
	/*
	 * Marks @page dirty; returns whether it was clean.  The page is locked or mapped, so that it stays in the
	 * file; a page-table lock may be held.
	 */
	int (*set_page_dirty)(struct page *page);
	/*
	 * Starts to read @nr_pages new pages, linked by page->lru, the lowest page->index last, which aren't in the
	 * tree yet: takes each off the list, adds it (add_to_page_cache_lru()), and drops the list's reference.  What is
	 * left in the list is not read.  Errors aren't told: who needs the page reads it.  @filp may be NULL.
	 */
	int (*readpages)(struct file *filp, struct address_space *mapping,
			 struct list_head *pages, unsigned int nr_pages);
	/*
	 * Around a write of [pos, pos + len), within one page, i_mutex held.  *@pagep gets the page with a reference,
	 * locked, and fit for the write: what is outside of the range is uptodate or zero.
	 */
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos,
			   unsigned int len, struct page **pagep);
	/*
	 * @copied bytes of the @len are written to @page: moves i_size, marks the page uptodate and dirty, unlocks it
	 * and drops the reference.  Returns how many bytes count as written.
	 */
	int (*write_end)(struct file *file, struct address_space *mapping, loff_t pos,
			 unsigned int len, unsigned int copied, struct page *page);
	/* Bytes [@offset, @offset + @length) of @page, locked, leave the file: what the file system keeps of them goes */
	void (*invalidatepage)(struct page *page, unsigned int offset, unsigned int length);
	/* Where block @block of the file is on the disk; 0: nowhere.  Swap files are used by what this says, without the file. */
	sector_t (*bmap)(struct address_space *mapping, sector_t block);
	/* @page, locked, clean and PagePrivate, is to leave memory: gives up what ->private has.  1, or 0: not now. */
	int (*releasepage)(struct page *page, gfp_t gfp);
};

/* Of writepage() for reclaim: it would rather not now.  The page is still locked, dirty again, and becomes active. */
#define AOP_WRITEPAGE_ACTIVATE	0x80000

/* Tags of page_tree */
#define PAGECACHE_TAG_DIRTY	0
#define PAGECACHE_TAG_WRITEBACK	1

/* The pages of one file, and the VMAs that map them */
struct address_space {
	struct inode *host;
	struct radix_tree_root page_tree;	/* pages, by number; tree_lock */
	spinlock_t tree_lock;
	unsigned long nrpages;			/* tree_lock */
	struct rb_root i_mmap;			/* VMAs, by their place in the file */
	struct rw_semaphore i_mmap_rwsem;	/* i_mmap */
	atomic_t i_mmap_writable;		/* VM_SHARED VMAs; negative: there may be none */
	const struct address_space_operations *a_ops;
	unsigned long flags;			/* AS_* */
	gfp_t gfp_mask;				/* how its pages are allocated: linux/pagemap.h */
};

#define AS_EIO		0		/* a write has failed, and nobody was told: filemap_check_errors() */
#define AS_ENOSPC	1
#define AS_UNEVICTABLE	3		/* its pages stay in memory */
#define AS_SHMEM	8		/* they are nowhere else, if not in swap: NR_SHMEM */
#define AS_NO_WRITEBACK_TAGS	5	/* dirty pages, and those being written, have no tags, and the flusher leaves them alone */
#define AS_BDEV		9		/* a device's: their locks are taken inside those of files' pages */

struct iattr {
	unsigned int ia_valid;		/* ATTR_*: which of these */
	umode_t ia_mode;
	uid_t ia_uid;
	gid_t ia_gid;
	loff_t ia_size;
	u64 ia_atime, ia_mtime;		/* ns since 1970 */
};

#define ATTR_MODE	1
#define ATTR_UID	2
#define ATTR_GID	4
#define ATTR_SIZE	8
#define ATTR_ATIME	16
#define ATTR_MTIME	32

/* What a directory's names can be asked.  The directory's i_mutex is held. */
struct inode_operations {
	/* Gives @dentry its inode, if there is such a name: 0, or an error other than -ENOENT */
	int (*lookup)(struct inode *dir, struct dentry *dentry);
	int (*create)(struct inode *dir, struct dentry *dentry, umode_t mode);
	int (*link)(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry);
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*symlink)(struct inode *dir, struct dentry *dentry, const char *target);
	int (*mkdir)(struct inode *dir, struct dentry *dentry, umode_t mode);
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	int (*mknod)(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t rdev);
	int (*rename)(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		      struct dentry *new_dentry);
	/* A symbolic link's target, to @buf: its length, or an error */
	int (*readlink)(struct dentry *dentry, char *buf, size_t size);
	/* ... or, where that is more than text (/proc/self/fd/1), the place itself, with a reference */
	struct dentry *(*follow)(struct dentry *dentry);
	int (*setattr)(struct dentry *dentry, struct iattr *attr);
	void (*getattr)(struct inode *inode, struct kstat *stat);
};

/* i_state, under inode_lock: kernel/fs/inode.c, fs-writeback.c */
#define I_DIRTY_SYNC		1
#define I_DIRTY_DATASYNC	2
#define I_DIRTY_PAGES		4
#define I_DIRTY			(I_DIRTY_SYNC | I_DIRTY_DATASYNC | I_DIRTY_PAGES)
#define I_NEW			8
#define I_FREEING		32
#define I_SYNC			128
#define I_BAD			256		/* the disk has no such inode */

/* i_flags */
#define S_SWAPFILE		256		/* its blocks hold what is swapped out: no truncation, no removal */
#define IS_SWAPFILE(inode)	((inode)->i_flags & S_SWAPFILE)

struct inode {
	umode_t i_mode;
	uid_t i_uid;
	gid_t i_gid;
	unsigned int i_nlink;
	unsigned long i_ino;
	dev_t i_rdev;
	loff_t i_size;
	u64 i_blocks;			/* of 512 bytes, as stat() shows them */
	u64 i_atime, i_mtime, i_ctime;	/* ns since 1970 */
	const struct inode_operations *i_op;
	const struct file_operations *i_fop;
	struct super_block *i_sb;
	unsigned long i_state;		/* I_* */
	unsigned int i_flags;		/* S_SWAPFILE; i_mutex */
	unsigned long dirtied_when;	/* jiffies */
	struct list_head i_sb_list;	/* of s_inodes */
	struct list_head i_hash, i_lru, i_io_list;
	struct address_space *i_mapping;
	struct address_space i_data;
	struct mutex i_mutex;
	atomic_t i_count;
	atomic_t i_writecount;		/* open for writing; negative: being executed */
	char *i_link;			/* of a symbolic link, kmalloc'ed */
	void *i_private;
};

/* A name.  Exists as long as somebody refers to it: a file, a child, the file system itself. */
struct dentry {
	atomic_t d_count;
	bool d_unhashed;		/* not to be found any more, or not yet */
	struct dentry *d_parent;	/* itself: a root */
	char *d_name;
	struct inode *d_inode;		/* NULL: no such file */
	struct super_block *d_sb;
	struct list_head d_hash;
	struct list_head d_child;	/* of the parent's */
	struct list_head d_subdirs;	/* all names below that are known */
	struct dentry *d_mounted;	/* the root of what is mounted here */
	struct dentry *d_covers;	/* of a root: where that is */
	void *d_fsdata;
};

struct super_operations {
	/* An inode inside of something larger, all zeros; NULL: no memory.  Without it, from inode_cache. */
	struct inode *(*alloc_inode)(struct super_block *sb);
	void (*destroy_inode)(struct inode *inode);
	/* Nobody refers to it any more: its pages go, too.  Without it, only those. */
	void (*evict_inode)(struct inode *inode);
	/* Other options for an instance in use; @flags: MS_*; @data, which may be changed, may be NULL.  0, errno. */
	int (*remount_fs)(struct super_block *sb, unsigned long *flags, char *data);
	/* What isn't pages of @inode goes to where sync_fs() and fsync() write it from.  0, errno. */
	int (*write_inode)(struct inode *inode, struct writeback_control *wbc);
	int (*sync_fs)(struct super_block *sb);	/* ... and all that belongs to no file.  0, errno. */
	int (*statfs)(struct super_block *sb, struct kstatfs *buf);
	void (*put_super)(struct super_block *sb);	/* all names and inodes are gone */
	void (*show_options)(struct seq_file *m, struct super_block *sb);	/* ",size=4k", for /proc/mounts */
};

struct super_block {
	const char *s_id;		/* its type's name */
	const struct file_system_type *s_type;	/* NULL: it can't be mounted */
	char *s_source;			/* what mount(2) called the device, kmalloc'ed */
	dev_t s_dev;
	unsigned long s_flags;		/* MS_NOATIME, MS_NODIRATIME, MS_RELATIME, MS_RDONLY, MS_ACTIVE */
	unsigned long s_magic;
	struct block_device *s_bdev;	/* what it is on, or NULL */
	unsigned int s_blocksize;	/* bytes, of one that has a device */
	unsigned char s_blocksize_bits;
	unsigned long s_next_ino;
	const struct super_operations *s_op;
	struct dentry *s_root;
	struct list_head s_list;	/* of all; sb_lock */
	struct list_head s_mounts;	/* of those that are mounted; mount_mutex */
	unsigned int s_count;		/* sb_lock */
	struct rw_semaphore s_umount;
	struct list_head s_inodes;	/* inode_lock; new ones at the head */
	struct list_head s_dirty, s_io;	/* inode_lock: fs-writeback.c */
	struct backing_dev_info *s_bdi;	/* what stands behind its files */
	void *s_fs_info;
};

/* A type of file system, for mount() */
struct file_system_type {
	const char *name;
	bool requires_dev;	/* the source is a block device */
	bool in_dcache;		/* names are nowhere else: the file system has a reference of each (libfs.c) */
	/* Makes the root; @data, the options, may be changed, and NULL.  0; errno: the caller gives all back. */
	int (*fill_super)(struct super_block *sb, const char *source, char *data);
	struct list_head list;
};

/* One entry at a time for getdents: non-zero ends it */
struct dir_context {
	int (*actor)(struct dir_context *ctx, const char *name, int namelen, loff_t pos,
		     unsigned long ino, unsigned int type);
	loff_t pos;
};

struct file_operations {
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	int (*iterate)(struct file *file, struct dir_context *ctx);
	unsigned int (*poll)(struct file *file, struct poll_table_struct *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long addr,
					   unsigned long len, unsigned long pgoff,
					   unsigned long flags);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
};

/* How a file is being read: mm/readahead.c */
struct file_ra_state {
	pgoff_t start;			/* the last window: from this page on, */
	unsigned int size;		/* so many pages, */
	unsigned int async_size;	/* of which so many are left when the next one is due */
	unsigned int ra_pages;		/* the largest window; 0: no read-ahead */
	unsigned int mmap_miss;		/* faults that found no page, less those that did */
	loff_t prev_pos;		/* where the last read() ended; -1: there was none */
};

struct file {
	struct dentry *f_dentry;
	struct inode *f_inode;
	const struct file_operations *f_op;
	struct address_space *f_mapping;
	atomic_long_t f_count;		/* 0 frees it */
	unsigned int f_flags;		/* O_* */
	fmode_t f_mode;
	loff_t f_pos;
	struct mutex f_pos_lock;
	struct file_ra_state f_ra;
	void *private_data;
};

static inline struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

#define file_count(f)	atomic_long_read(&(f)->f_count)

static inline struct file *get_file(struct file *f)
{
	atomic_long_inc(&f->f_count);
	return f;
}

/* ------------------------------------------------------------------ names: dcache.c, namei.c */

void dcache_init(void);
struct dentry *d_alloc(struct dentry *parent, const char *name, size_t len);
struct dentry *d_alloc_root(struct super_block *sb, struct inode *inode);
struct dentry *d_lookup(struct dentry *parent, const char *name, size_t len);
void d_add(struct dentry *dentry, struct inode *inode);
void d_instantiate(struct dentry *dentry, struct inode *inode);
void d_drop(struct dentry *dentry);
void d_move(struct dentry *dentry, struct dentry *parent, char *name);
void dput(struct dentry *dentry);
struct dentry *d_follow_mounts(struct dentry *dentry);
struct dentry *d_parent_mounted(struct dentry *dentry);
struct dentry *dget_parent(struct dentry *dentry);
void d_mount(struct dentry *root, struct dentry *dentry);
struct dentry *d_umount(struct dentry *root, bool pinned);
void d_genocide(struct dentry *root);
bool d_is_below(struct dentry *dentry, struct dentry *ancestor);
char *d_path(struct dentry *dentry, char *buf, int buflen);
int dcache_readdir(struct file *file, struct dir_context *ctx);

static inline struct dentry *dget(struct dentry *dentry)
{
	if (dentry)
		atomic_inc(&dentry->d_count);
	return dentry;
}

/* A path of the user's in the kernel's memory */
struct filename {
	char name[PATH_MAX];
};

struct filename *getname(const char __user *filename);
struct filename *getname_flags(const char __user *filename, bool empty_ok);
void putname(struct filename *name);

#define LOOKUP_FOLLOW		0x0001	/* the last component may be a symbolic link */
#define LOOKUP_DIRECTORY	0x0002
#define LOOKUP_EMPTY		0x4000	/* "" is the starting point itself */

struct dentry *lookup_one(struct dentry *dir, const char *name, size_t len);
struct dentry *path_lookup(int dfd, const char *name, unsigned int flags);
struct dentry *user_path_at(int dfd, const char __user *name, unsigned int flags);
struct dentry *path_create(int dfd, const char *name, bool is_dir, struct dentry **parent);
void path_create_done(struct dentry *dentry, struct dentry *parent);
int path_mknod(const char *name, umode_t mode, dev_t dev);
int path_symlink(const char *target, const char *name);
int path_link(const char *old, const char *name);
struct file *do_filp_open(int dfd, const char *name, unsigned int flags, umode_t mode);

/* ------------------------------------------------------------------ inodes: inode.c */

void inode_init(void);
struct inode *new_inode(struct super_block *sb);
struct inode *iget_locked(struct super_block *sb, unsigned long ino);
int insert_inode_locked(struct inode *inode, unsigned long ino);
void unlock_new_inode(struct inode *inode);
void iget_failed(struct inode *inode);
void evict_inodes(struct super_block *sb);
extern int sysctl_vfs_cache_pressure;
bool inodes_open_for_writing(struct super_block *sb);
bool page_cache_check(void);

sector_t bmap(struct inode *inode, sector_t block);

extern spinlock_t inode_lock;
void __iget(struct inode *inode);
void wait_on_inode(struct inode *inode, unsigned long bits);
void inode_clear_state(struct inode *inode, unsigned long bits);

static inline bool is_bad_inode(const struct inode *inode)
{
	return inode->i_state & I_BAD;
}

static inline bool IS_RDONLY(const struct inode *inode)
{
	return inode->i_sb->s_flags & MS_RDONLY;
}

/* drop_caches.c */
extern int sysctl_drop_caches;
void drop_caches(void);

/* fs-writeback.c */
void __mark_inode_dirty(struct inode *inode, unsigned long flags);
int write_inode_now(struct inode *inode, bool sync);
int sync_inode_metadata(struct inode *inode, unsigned long flags);
int sync_filesystem(struct super_block *sb);

extern struct backing_dev_info noop_backing_dev_info;

static inline void mark_inode_dirty(struct inode *inode)
{
	if (inode->i_sb->s_bdi != &noop_backing_dev_info)
		__mark_inode_dirty(inode, I_DIRTY_SYNC | I_DIRTY_DATASYNC | I_DIRTY_PAGES);
}

static inline void mark_inode_dirty_sync(struct inode *inode)
{
	if (inode->i_sb->s_bdi != &noop_backing_dev_info)
		__mark_inode_dirty(inode, I_DIRTY_SYNC);
}
void iput(struct inode *inode);
void clear_nlink(struct inode *inode);

static inline struct inode *ihold(struct inode *inode)
{
	atomic_inc(&inode->i_count);
	return inode;
}

static inline bool IS_DEADDIR(const struct inode *inode)
{
	return S_ISDIR(inode->i_mode) && !inode->i_nlink;
}

/* Writers and executors of a file keep each other away: 0, -ETXTBSY */
int get_write_access(struct inode *inode);
void put_write_access(struct inode *inode);
int deny_write_access(struct file *file);
void allow_write_access(struct file *file);

/* ------------------------------------------------------------------ open files */

struct file *alloc_file(struct dentry *dentry, fmode_t mode, const struct file_operations *fop);
struct file *alloc_file_pseudo(struct inode *inode, const char *name, fmode_t mode,
			       const struct file_operations *fop);
struct file *anon_file(const char *name, umode_t mode, fmode_t fmode, const struct file_operations *fop,
		       void *private_data);
struct file *dentry_open(struct dentry *dentry, unsigned int flags);
struct file *filp_open(const char *name, unsigned int flags, umode_t mode);
struct file *open_exec(const char *name);
int kernel_read(struct file *file, loff_t offset, void *buf, unsigned long count);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t pos);
int filp_close(struct file *file, struct files_struct *files);
int do_truncate(struct dentry *dentry, loff_t length);
int inode_newsize_ok(const struct inode *inode, loff_t offset);
void setattr_copy(struct inode *inode, const struct iattr *attr);
long vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len);
int notify_change(struct dentry *dentry, struct iattr *attr);
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
loff_t no_llseek(struct file *file, loff_t offset, int whence);

/* The file of descriptor @fd, with one use for the caller; NULL: there's none */
struct file *fget(unsigned int fd);

/* Gives up one use; the last one releases it.  May sleep. */
void fput(struct file *file);

/* locks.c */
long fcntl_lock(struct file *file, unsigned int op, void __user *arg, bool is64);
void locks_remove_posix(struct file *file, const struct files_struct *owner);
void locks_remove_flock(struct file *file);

void file_table_init(void);

/* When contents were written and read: inode.c */
void file_update_time(struct file *file);
void touch_atime(struct inode *inode);

static inline void file_accessed(struct file *file)
{
	if (!(file->f_flags & O_NOATIME))
		touch_atime(file->f_inode);
}

/* ------------------------------------------------------------------ file systems: super.c, libfs.c, ramfs.c */

int register_filesystem(struct file_system_type *fs);
void iterate_supers(void (*fn)(struct super_block *sb, void *arg), void *arg);
struct super_block *new_super(const char *id, unsigned long magic,
			      const struct super_operations *op);
int do_mount_fs(const char *type, const char *source, const char *dir, unsigned long flags, char *data);
void mount_root(void);
void show_file_systems(struct seq_file *m);
int show_mount_table(struct seq_file *m);
bool populate_rootfs(void);
void ramfs_init(void);
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);
void simple_keep(struct inode *dir, struct dentry *dentry, struct inode *inode);
int simple_symlink(struct inode *dir, struct dentry *dentry, struct inode *inode, const char *target);
int simple_link(struct dentry *old_dentry, struct inode *dir, struct dentry *dentry);
int simple_unlink(struct inode *dir, struct dentry *dentry);
int simple_rmdir(struct inode *dir, struct dentry *dentry);
int simple_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		  struct dentry *new_dentry);
int simple_setattr(struct dentry *dentry, struct iattr *attr);
extern const struct file_operations simple_dir_operations;
extern const struct inode_operations simple_symlink_inode_operations;

/* ------------------------------------------------------------------ devices: char_dev.c */

#define MAJOR(dev)	((unsigned int)((dev) >> 20))
#define MINOR(dev)	((unsigned int)((dev) & 0xfffff))
#define MKDEV(ma, mi)	((dev_t)(((ma) << 20) | (mi)))

/* As stat() shows it */
static inline u32 new_encode_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | MAJOR(dev) << 8 | (MINOR(dev) & ~0xffU) << 12;
}

static inline dev_t new_decode_dev(u32 dev)
{
	return MKDEV((dev & 0xfff00) >> 8, (dev & 0xff) | ((dev >> 12) & 0xfff00));
}

/* Files for all devices: of a file system of their own, or in /dev */
int devfs_fill_super(struct super_block *sb, const char *source, char *data);
void make_device_nodes(void);
extern const struct file_operations fifo_fops;	/* pipe.c */
int register_chrdev(dev_t dev, const char *name, const struct file_operations *fops);
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev);

/* ------------------------------------------------------------------ contents in the page cache: mm/filemap.c */

void address_space_init(struct address_space *mapping, struct inode *host);
ssize_t generic_file_read(struct file *file, char __user *buf, size_t count, loff_t *ppos);
ssize_t generic_file_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos);
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);
extern const struct vm_operations_struct generic_file_vm_ops;
int simple_readpage(struct file *file, struct page *page);
int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
		       struct page **pagep);
int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
		     unsigned int copied, struct page *page);

static inline void i_mmap_lock_write(struct address_space *mapping)
{
	down_write(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_unlock_write(struct address_space *mapping)
{
	up_write(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_lock_read(struct address_space *mapping)
{
	down_read(&mapping->i_mmap_rwsem);
}

static inline void i_mmap_unlock_read(struct address_space *mapping)
{
	up_read(&mapping->i_mmap_rwsem);
}

/* A shared mapping, writable now or by mprotect(), is about to be made: 0; -EPERM: there may be none */
static inline int mapping_map_writable(struct address_space *mapping)
{
	return atomic_inc_unless_negative(&mapping->i_mmap_writable) ? 0 : -EPERM;
}

static inline void mapping_unmap_writable(struct address_space *mapping)
{
	atomic_dec(&mapping->i_mmap_writable);
}

/* From now on there may be no such mapping: 0; -EBUSY: there is one */
static inline int mapping_deny_writable(struct address_space *mapping)
{
	return atomic_dec_unless_positive(&mapping->i_mmap_writable) ? 0 : -EBUSY;
}

static inline void mapping_allow_writable(struct address_space *mapping)
{
	atomic_inc(&mapping->i_mmap_writable);
}

static inline bool mapping_mapped(struct address_space *mapping)
{
	return !RB_EMPTY_ROOT(&mapping->i_mmap);
}

#endif
