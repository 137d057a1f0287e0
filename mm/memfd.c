/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memfd_create(2) and seals: shared memory behind a descriptor, of which some uses can be given up for ever.
 *
 * Idea.  A file of the kernel's own tmpfs (mm/shmem.c) that no directory names: it can be written, mapped and passed
 * on as any other, and goes with the last descriptor and mapping.  Who passes it on may seal it, and the receiver
 * need not fear that the contents change or the file shrinks (SIGBUS) while it looks at them.
 *
 *     memfd_create("x")  ->  fd  ->  file "/memfd:x (deleted)"  ->  inode, i_nlink 0, size 0
 *
 *   F_SEAL_     refused with EPERM from then on                            refused itself
 *   SHRINK      ftruncate to less
 *   GROW        ftruncate to more, write and fallocate beyond the end
 *   WRITE       write, punching a hole, shared mappings of a descriptor    EBUSY: there is one, or somebody else
 *               that may write                                             has a reference of a page
 *   SEAL        more seals
 *
 * Invariants (nothing asserts them)
 *   M1  seals are never taken away
 *   M2  with F_SEAL_WRITE, i_mmap_writable is negative, so that mmap() of a shared mapping fails
 *
 * Locking: i_mutex for seals and all that they refuse but mmap().  May sleep.  Article 3.3.4.
 * Tests: shmem.seal_pinned, tests/user/tmpfs.c
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* ------------------------------------------------------------------ seals */

#define F_ALL_SEALS	(F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
#define LAST_SCAN	4	/* about 150 ms */

/* Does anybody but the page cache and page tables refer to a page of @mapping? */
static bool memfd_pinned(struct address_space *mapping)
{
	struct page *pages[PAGEVEC_SIZE];
	bool pinned = false;
	pgoff_t index = 0;
	unsigned int i, n;

	while (!pinned && (n = find_get_pages(mapping, index, PAGEVEC_SIZE, pages))) {
		for (i = 0; i < n; i++) {
			index = pages[i]->index + 1;
			/* Ours, and the page cache's */
			if (page_count(pages[i]) - page_mapcount(pages[i]) != 2)
				pinned = true;
			put_page(pages[i]);
		}
		cond_resched();
	}
	return pinned;
}

/*
 * Who took a reference while the file could be written may still write to the page: waits a while until it is given
 * back.  0, -EBUSY, -EINTR.
 */
static int memfd_wait_for_pins(struct address_space *mapping)
{
	int scan;

	lru_add_drain_all();
	for (scan = 0; memfd_pinned(mapping); scan++) {
		if (scan > LAST_SCAN)
			return -EBUSY;
		if (fatal_signal_pending(current))
			return -EINTR;
		schedule_timeout_uninterruptible((HZ << scan) / 200);
	}
	return 0;
}

/* Keeps writers off.  0, -EBUSY, -EINTR. */
static int memfd_seal_write(struct address_space *mapping)
{
	int error = mapping_deny_writable(mapping);

	if (error)
		return error;
	error = memfd_wait_for_pins(mapping);
	if (error)
		mapping_allow_writable(mapping);
	return error;
}

/* 0, -EPERM (not open for writing, or sealed), -EINVAL (seals that aren't known), -EBUSY, -EINTR */
static int shmem_add_seals(struct file *file, unsigned int seals)
{
	struct inode *inode = file_inode(file);
	struct shmem_inode_info *info = SHMEM_I(inode);
	int error = 0;

	if (!(file->f_mode & FMODE_WRITE))
		return -EPERM;
	if (seals & ~(unsigned int)F_ALL_SEALS)
		return -EINVAL;
	mutex_lock(&inode->i_mutex);
	if (info->seals & F_SEAL_SEAL)
		error = -EPERM;
	else if (seals & ~info->seals & F_SEAL_WRITE)
		error = memfd_seal_write(inode->i_mapping);
	if (!error)
		info->seals |= seals;
	mutex_unlock(&inode->i_mutex);
	return error;
}

/* shmem_fcntl - F_ADD_SEALS and F_GET_SEALS.  The seals, 0; -EINVAL: @file is no shared memory; an error. */
long shmem_fcntl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (file->f_op != &shmem_file_operations)
		return -EINVAL;
	if (cmd == F_ADD_SEALS)
		return shmem_add_seals(file, (unsigned int)arg);
	return (long)SHMEM_I(file_inode(file))->seals;
}

/* ------------------------------------------------------------------ memfd_create */

#define MFD_CLOEXEC		1
#define MFD_ALLOW_SEALING	2
#define MFD_PREFIX		"/memfd:"
#define MFD_NAME_MAX		249	/* what NAME_MAX leaves beside "memfd:" */

/* The name that /proc shows, into @name.  0, -EFAULT, -EINVAL. */
static int memfd_name(char *name, const char __user *uname)
{
	size_t prefix = strlen(MFD_PREFIX);
	long len = strncpy_from_user(name + prefix, uname, MFD_NAME_MAX + 1);

	if (len < 0 || len > MFD_NAME_MAX)
		return len < 0 ? -EFAULT : -EINVAL;
	memcpy(name, MFD_PREFIX, prefix);
	strcpy(name + prefix + len, " (deleted)");
	return 0;
}

SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	char name[sizeof(MFD_PREFIX) + MFD_NAME_MAX + sizeof(" (deleted)")];
	struct file *file;
	int fd, err;

	if (flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING))
		return -EINVAL;
	err = memfd_name(name, uname);
	if (err)
		return err;
	fd = get_unused_fd_flags(flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (fd < 0)
		return fd;
	file = shmem_file_setup(name, 0, VM_NORESERVE);
	if (IS_ERR(file)) {
		put_unused_fd((unsigned int)fd);
		return PTR_ERR(file);
	}
	file->f_flags = O_RDWR | O_LARGEFILE;
	if (flags & MFD_ALLOW_SEALING)
		SHMEM_I(file_inode(file))->seals &= ~(unsigned int)F_SEAL_SEAL;
	fd_install((unsigned int)fd, file);
	return fd;
}
