/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files, as far as mappings need them (article 3.3.4).
 *
 *   vm_area_struct.vm_file -> file -> f_mapping -> address_space <- inode.i_mapping
 *                             f_op                  i_mmap: every area that maps it
 *                                                   page_tree: its pages in memory
 *                                                   a_ops: how they are read and written
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/types.h>

struct address_space;
struct file;
struct inode;
struct page;
struct vm_area_struct;

#define FMODE_READ	((__force fmode_t)0x1)
#define FMODE_WRITE	((__force fmode_t)0x2)

/* How a writer of dirty pages goes about it */
struct writeback_control {
	long nr_to_write;		/* pages; less those written */
	loff_t range_start, range_end;
	bool sync;			/* wait until they are on the disk */
};

struct address_space_operations {
	int (*writepage)(struct page *page, struct writeback_control *wbc);
	int (*readpage)(struct file *file, struct page *page);
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
	int (*set_page_dirty)(struct page *page);
	int (*readpages)(struct file *filp, struct address_space *mapping,
			 struct list_head *pages, unsigned int nr_pages);
	/* mincore(): is the page there, without reading it?  Doesn't sleep. */
	bool (*page_in_core)(struct address_space *mapping, pgoff_t pgoff);
};

/* The pages of one file, and the areas that map them */
struct address_space {
	struct inode *host;
	struct rb_root i_mmap;			/* areas, by their place in the file */
	struct rw_semaphore i_mmap_rwsem;	/* i_mmap */
	atomic_t i_mmap_writable;		/* VM_SHARED areas */
	spinlock_t tree_lock;
	unsigned long nrpages;
	const struct address_space_operations *a_ops;
	unsigned long flags;
};

struct inode {
	umode_t i_mode;
	unsigned long i_ino;
	loff_t i_size;
	u64 i_mtime;			/* ns since boot */
	struct address_space *i_mapping;
	struct address_space i_data;
	void *i_private;
};

struct file_operations {
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long addr,
					   unsigned long len, unsigned long pgoff,
					   unsigned long flags);
	int (*release)(struct inode *inode, struct file *file);
};

struct file {
	struct inode *f_inode;
	const struct file_operations *f_op;
	struct address_space *f_mapping;
	atomic_long_t f_count;		/* 0 frees it */
	unsigned int f_flags;		/* O_* */
	fmode_t f_mode;
	loff_t f_pos;
	void *private_data;
};

static inline struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

/* The contents have changed, through a mapping */
void file_update_time(struct file *file);

static inline struct file *get_file(struct file *f)
{
	atomic_long_inc(&f->f_count);
	return f;
}

/* The file of descriptor @fd, with one use for the caller; NULL: there's none */
struct file *fget(unsigned int fd);

/* Gives up one use; the last one releases it.  May sleep. */
void fput(struct file *file);

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

static inline bool mapping_mapped(struct address_space *mapping)
{
	return !RB_EMPTY_ROOT(&mapping->i_mmap);
}

#endif
