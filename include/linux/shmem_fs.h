/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tmpfs and shared memory: what an inode and an instance of the file system keep besides what all do.
 *
 * mm/shmem.c has the pages and what they are charged to, mm/memfd.c files without a name, kernel/fs/tmpfs.c
 * names, mount options and inodes.
 */
#ifndef _LINUX_SHMEM_FS_H
#define _LINUX_SHMEM_FS_H

#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>

struct shmem_inode_info {
	spinlock_t lock;
	unsigned long flags;		/* VM_NORESERVE: the commit charge goes by page; else by i_size */
	unsigned long alloced;		/* pages charged to the file; lock */
	unsigned long swapped;		/* ... that are in swap; lock */
	pgoff_t hole_start, hole_next;	/* pages that fallocate() is taking away: faults wait; lock */
	pgoff_t falloc_start, falloc_next;	/* pages that it is making, until now: they stay in memory; lock */
	unsigned long falloc_unswapped;	/* ... of which so often one was wanted for swap; lock */
	struct list_head swaplist;	/* of files that may have pages in swap; shmem_swaplist_mutex */
	atomic_t stop_eviction;		/* swapoff() is at it: it can't go */
	unsigned int seals;		/* F_SEAL_*, what may not be done any more; i_mutex */
	struct inode vfs_inode;
};

/* One instance.  A limit of 0 is none. */
struct shmem_sb_info {
	unsigned long max_blocks;	/* pages that its files may have together */
	unsigned long used_blocks;	/* ... and have; stat_lock */
	unsigned long max_inodes;	/* inodes, and names beyond a file's first */
	unsigned long free_inodes;	/* of them; stat_lock */
	spinlock_t stat_lock;
	umode_t mode;			/* of the root directory */
	uid_t uid;
	gid_t gid;
};

/* Seals (memfd.c), once set, stay as long as the file.  A file that knows none has F_SEAL_SEAL from its beginning. */
#define F_SEAL_SEAL	0x0001		/* no more seals */
#define F_SEAL_SHRINK	0x0002
#define F_SEAL_GROW	0x0004
#define F_SEAL_WRITE	0x0008

static inline struct shmem_inode_info *SHMEM_I(struct inode *inode)
{
	return container_of(inode, struct shmem_inode_info, vfs_inode);
}

static inline struct shmem_sb_info *SHMEM_SB(const struct super_block *sb)
{
	return sb->s_fs_info;
}

/* mm/shmem.c */
extern const struct file_operations shmem_file_operations;
extern const struct inode_operations shmem_inode_operations;
extern const struct address_space_operations shmem_aops;
void shmem_evict_pages(struct inode *inode);
void shmem_truncate_range(struct inode *inode, loff_t lstart, loff_t lend);
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags);
int shmem_unuse(unsigned int type);
void shmem_swap_count(unsigned int type, u16 *counts, unsigned int max);
bool shmem_swap_check(void);
unsigned long shmem_swapped(struct inode *inode);
void shmem_swapin_range(struct address_space *mapping, pgoff_t start, pgoff_t end);
void shmem_unlock_mapping(struct address_space *mapping);

/* Are the pages of @mapping those of a file in memory, which can be swapped out? */
static inline bool shmem_mapping(const struct address_space *mapping)
{
	return mapping->a_ops == &shmem_aops;
}

/* mm/memfd.c */
#define F_ADD_SEALS	1033
#define F_GET_SEALS	1034
long shmem_fcntl(struct file *file, unsigned int cmd, unsigned long arg);

/* kernel/fs/tmpfs.c */
extern struct super_block *shm_sb;
void shmem_init(void);
struct inode *shmem_get_inode(struct super_block *sb, umode_t mode, dev_t dev, unsigned long flags);
int shmem_fill_super(struct super_block *sb, const char *source, char *data);

#endif
