/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared anonymous memory: what MAP_SHARED | MAP_ANONYMOUS maps, and a child sees, too.
 *
 * Idea.  Behind the area stands a file that no directory names; its pages are in an array, made
 * when somebody touches them, and stay until the last area that maps the file has gone.
 *
 *   vma -> vm_file -> f_inode -> i_private: struct shmem { pages[0] pages[1] ... }
 *   fault at pgoff n   pages[n], made and cleared if it isn't there
 *
 * Invariant: each page of the array has one reference for being there.
 * Locking: i_mmap_rwsem keeps two that fault on the same page apart.  Tests: mmap.shared
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

struct shmem {
	struct file file;
	struct inode inode;
	unsigned long nr_pages;
	struct page **pages;
};

static struct page *shmem_getpage(struct shmem *s, pgoff_t pgoff)
{
	struct page **slot = &s->pages[pgoff], *page;

	i_mmap_lock_write(&s->inode.i_data);
	page = *slot;
	if (!page) {
		page = alloc_page(GFP_HIGHUSER_MOVABLE);
		if (page) {
			clear_highpage(page);
			page->mapping = &s->inode.i_data;
			page->index = pgoff;
			SetPageUptodate(page);
			inc_zone_page_state(page, NR_FILE_PAGES);
			inc_zone_page_state(page, NR_SHMEM);
			*slot = page;
		}
	}
	i_mmap_unlock_write(&s->inode.i_data);
	return page;
}

static int shmem_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct shmem *s = vma->vm_file->f_inode->i_private;
	struct page *page;

	if (vmf->pgoff >= s->nr_pages)
		return VM_FAULT_SIGBUS;
	page = shmem_getpage(s, vmf->pgoff);
	if (!page)
		return VM_FAULT_OOM;
	get_page(page);
	lock_page(page);
	vmf->page = page;
	return VM_FAULT_LOCKED;
}

static const struct vm_operations_struct shmem_vm_ops = {
	.fault = shmem_fault,
};

static int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}

static int shmem_release(struct inode *inode, struct file *file)
{
	struct shmem *s = inode->i_private;
	unsigned long i;

	for (i = 0; i < s->nr_pages; i++) {
		struct page *page = s->pages[i];

		if (!page)
			continue;
		dec_zone_page_state(page, NR_FILE_PAGES);
		dec_zone_page_state(page, NR_SHMEM);
		page->mapping = NULL;
		put_page(page);
	}
	vfree(s->pages);
	kfree(s);
	return 0;
}

/* A page that comes or goes meanwhile may be told either way */
static bool shmem_page_in_core(struct address_space *mapping, pgoff_t pgoff)
{
	struct shmem *s = mapping->host->i_private;

	return pgoff < s->nr_pages && READ_ONCE(s->pages[pgoff]);
}

static const struct address_space_operations shmem_aops = {
	.page_in_core = shmem_page_in_core,
};

static const struct file_operations shmem_file_operations = {
	.mmap = shmem_mmap,
	.release = shmem_release,
};

/* Puts a new object behind @vma.  0, -ENOMEM.  Article 3.3.4. */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	struct shmem *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	s->nr_pages = vma_pages(vma);
	s->pages = vzalloc(s->nr_pages * sizeof(struct page *));
	if (!s->pages) {
		kfree(s);
		return -ENOMEM;
	}
	s->inode.i_mapping = &s->inode.i_data;
	s->inode.i_data.host = &s->inode;
	s->inode.i_data.a_ops = &shmem_aops;
	s->inode.i_private = s;
	init_rwsem(&s->inode.i_data.i_mmap_rwsem);
	s->file.f_inode = &s->inode;
	s->file.f_mapping = &s->inode.i_data;
	s->file.f_op = &shmem_file_operations;
	s->file.f_mode = FMODE_READ | FMODE_WRITE;
	atomic_long_set(&s->file.f_count, 1);
	vma->vm_file = &s->file;
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}
