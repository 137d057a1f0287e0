/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * posix_fadvise(2), readahead(2): what a program knows about its use of a file.
 *
 * Idea.  As madvise() says it of memory (mm/madvise.c), this says it of an open file, or of its contents for all.
 *
 *   POSIX_FADV_NORMAL       this file reads ahead as far as its device does
 *   POSIX_FADV_SEQUENTIAL   twice as far
 *   POSIX_FADV_RANDOM       what read() asks for and no more: FMODE_RANDOM
 *   POSIX_FADV_WILLNEED     starts to read it; readahead(2) is the same
 *   POSIX_FADV_DONTNEED     starts to write it, and drops what is clean, whole and used by nobody
 *   POSIX_FADV_NOREUSE      nothing, as on Linux
 *
 * Invariant  advice changes no byte that a program can see.
 * Locking: none is held; sleeps.  Files that have nothing behind them (noop_backing_dev_info) take all advice and do
 * nothing.  Article 3.3.4.  Tests: readahead.*, tests/user/readahead.c
 */
#include <linux/backing-dev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/fdtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/writeback.h>

#define POSIX_FADV_NORMAL	0
#define POSIX_FADV_RANDOM	1
#define POSIX_FADV_SEQUENTIAL	2
#define POSIX_FADV_WILLNEED	3
#define POSIX_FADV_DONTNEED	4
#define POSIX_FADV_NOREUSE	5

/* Pages that lie in bytes [@offset, @endbyte] as a whole leave memory, if they can */
static void fadvise_dontneed(struct address_space *mapping, loff_t offset, loff_t endbyte)
{
	pgoff_t start = (pgoff_t)((offset + PAGE_SIZE - 1) >> PAGE_SHIFT), end = (pgoff_t)(endbyte >> PAGE_SHIFT);

	__filemap_fdatawrite_range(mapping, offset, endbyte, WB_SYNC_NONE);
	/* A page of which only a part isn't needed stays, but for the file's last one */
	if (offset_in_page((unsigned long)endbyte) != PAGE_SIZE - 1 && endbyte != mapping->host->i_size - 1) {
		if (!end)
			return;
		end--;
	}
	if (end < start)
		return;
	/* Those that wait in a list of this processor's, to come on to the LRU, can't go before */
	if (invalidate_mapping_pages(mapping, start, end) < end - start + 1) {
		lru_add_drain_all();
		invalidate_mapping_pages(mapping, start, end);
	}
}

/* @len 0: to the end.  0; -EINVAL: a length below 0, no such advice. */
static int vfs_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	struct address_space *mapping = file->f_mapping;
	struct backing_dev_info *bdi = inode_to_bdi(mapping->host);
	pgoff_t start = (pgoff_t)(offset >> PAGE_SHIFT);
	loff_t endbyte = LLONG_MAX;

	if (len < 0 || advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE)
		return -EINVAL;
	if (bdi == &noop_backing_dev_info)
		return 0;
	if (len && offset + len > offset)
		endbyte = offset + len - 1;
	switch (advice) {
	case POSIX_FADV_NORMAL:
		file->f_ra.ra_pages = bdi->ra_pages;
		file->f_mode &= ~FMODE_RANDOM;
		break;
	case POSIX_FADV_RANDOM:
		file->f_mode |= FMODE_RANDOM;
		break;
	case POSIX_FADV_SEQUENTIAL:
		file->f_ra.ra_pages = bdi->ra_pages * 2;
		file->f_mode &= ~FMODE_RANDOM;
		break;
	case POSIX_FADV_WILLNEED:
		/* All of them wrap to 0 */
		force_page_cache_readahead(mapping, file, start,
					   (pgoff_t)(endbyte >> PAGE_SHIFT) - start + 1 ?: ULONG_MAX);
		break;
	case POSIX_FADV_DONTNEED:
		fadvise_dontneed(mapping, offset, endbyte);
		break;
	}
	return 0;
}

/* posix_fadvise(2).  0, -EBADF, -ESPIPE, -EINVAL. */
SYSCALL_DEFINE4(arm_fadvise64_64, int, fd, int, advice, loff_t, offset, loff_t, len)
{
	struct file *file = fget((unsigned int)fd);
	long err;

	if (!file)
		return -EBADF;
	err = S_ISFIFO(file_inode(file)->i_mode) ? -ESPIPE : vfs_fadvise(file, offset, len, advice);
	fput(file);
	return err;
}

/* readahead(2).  0; -EBADF: also if it isn't open for reading; -EINVAL: no file that has contents. */
SYSCALL_DEFINE3(readahead, int, fd, loff_t, offset, size_t, count)
{
	struct file *file = fget((unsigned int)fd);
	umode_t mode;
	long err;

	if (!file)
		return -EBADF;
	mode = file_inode(file)->i_mode;
	if (!(file->f_mode & FMODE_READ))
		err = -EBADF;
	else if (!file->f_mapping->a_ops || (!S_ISREG(mode) && !S_ISBLK(mode)))
		err = -EINVAL;
	else
		err = vfs_fadvise(file, offset, (loff_t)count, POSIX_FADV_WILLNEED);
	fput(file);
	return err;
}
