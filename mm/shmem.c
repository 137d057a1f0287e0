/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared memory: what MAP_SHARED | MAP_ANONYMOUS maps, and a child sees, too.
 *
 * Idea.  Behind the VMA stands a file that no directory names.  It has no disk: what is in the
 * page cache is all there is of it, and a page that nobody has touched is zero.
 *
 *   vma -> vm_file -> f_mapping -> page_tree        one file for each mmap()
 *   fault at pgoff n                filemap_fault -> simple_readpage: a cleared page
 *
 * Invariant: its pages leave only with the last VMA that maps the file, or by truncation.
 * Locking: the page cache's.  Article 3.3.4.  Tests: mmap.shared, tests/user/mmap.c
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define FALLOC_FL_KEEP_SIZE	1

/* No disk, so no dirty pages are counted */
static int shmem_set_page_dirty(struct page *page)
{
	return !TestSetPageDirty(page);
}

static const struct address_space_operations shmem_aops = {
	.readpage = simple_readpage,
	.write_begin = simple_write_begin,
	.write_end = simple_write_end,
	.set_page_dirty = shmem_set_page_dirty,
};

static const struct vm_operations_struct shmem_vm_ops = {
	.fault = filemap_fault,
};

int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}

static const struct file_operations shmem_file_operations = {
	.llseek = generic_file_llseek,
	.read = generic_file_read,
	.write = generic_file_write,
	.mmap = shmem_mmap,
	.fallocate = simple_fallocate,
};

/* fallocate(): pages for [@offset, @offset + @len), or a hole there.  0, -EOPNOTSUPP, -ENOSPC. */
long simple_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	pgoff_t index = (pgoff_t)(offset >> PAGE_SHIFT), end;
	struct page *page;

	if (mode & ~FALLOC_FL_KEEP_SIZE)
		return -EOPNOTSUPP;
	end = (pgoff_t)((offset + len + PAGE_SIZE - 1) >> PAGE_SHIFT);
	for (; index < end; index++) {
		page = read_cache_page(inode->i_mapping, index, file);
		if (IS_ERR(page))
			return -ENOSPC;
		put_page(page);
		if (signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	mutex_lock(&inode->i_mutex);
	if (!(mode & FALLOC_FL_KEEP_SIZE) && offset + len > inode->i_size)
		inode->i_size = offset + len;
	mutex_unlock(&inode->i_mutex);
	return 0;
}

/* shmem_init_inode - @inode's contents are shared memory: pages that have no other place. */
void shmem_init_inode(struct inode *inode)
{
	inode->i_data.a_ops = &shmem_aops;
	__set_bit(AS_SHMEM, &inode->i_data.flags);
	__set_bit(AS_UNEVICTABLE, &inode->i_data.flags);
}

/* shmem_file_setup - a file of @size zero bytes that no directory names; ERR_PTR(-ENOMEM). */
struct file *shmem_file_setup(const char *name, loff_t size)
{
	struct file *file = anon_file(name, S_IFREG | 0600, FMODE_READ | FMODE_WRITE | FMODE_LSEEK,
				      &shmem_file_operations, NULL);

	if (IS_ERR(file))
		return file;
	shmem_init_inode(file->f_inode);
	file->f_inode->i_size = size;
	return file;
}

/* shmem_zero_setup - puts a new object behind @vma.  0, -ENOMEM.  Article 3.3.4. */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	struct file *file = shmem_file_setup("/dev/zero (deleted)", (loff_t)(vma->vm_end - vma->vm_start));

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	if (vma->vm_file)
		fput(vma->vm_file);
	vma->vm_file = file;
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}

/* ------------------------------------------------------------------ memfd_create */

#define MFD_CLOEXEC	1
#define MFD_NAME_MAX	249

/* memfd_create(2): shared memory behind a descriptor, without a name.  Seals aren't known: -EINVAL. */
SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	char name[MFD_NAME_MAX + 24] = "/memfd:";
	struct file *file;
	long len;
	int fd;

	if (flags & ~MFD_CLOEXEC)
		return -EINVAL;
	len = strncpy_from_user(name + 7, uname, MFD_NAME_MAX + 1);
	if (len < 0 || len > MFD_NAME_MAX)
		return len < 0 ? -EFAULT : -EINVAL;
	strcpy(name + 7 + len, " (deleted)");
	fd = get_unused_fd_flags(flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (fd < 0)
		return fd;
	file = shmem_file_setup(name, 0);
	if (IS_ERR(file)) {
		put_unused_fd((unsigned int)fd);
		return PTR_ERR(file);
	}
	file->f_flags = O_RDWR;
	fd_install((unsigned int)fd, file);
	return fd;
}
