/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The three ways in which a driver's mmap() can work, each by a small device, and the first in two more.
 *
 * After mmap() finds addresses, somebody has to get memory and to set page-table entries:
 *
 *                            memory                  entries                 like
 *   a  mmapdev_fault_fops    at the first touch      at the first touch      files
 *      mmapdev_pfn_fops      before, by the driver   at the first touch      a graphics card's apertures
 *      mmapdev_mixed_fops    before, by the driver   at the first touch      files in a device's memory
 *   b  mmapdev_insert_fops   in mmap()               in mmap()               DMA buffers
 *   c  mmapdev_remap_fops    before, by the driver   in mmap()               frame buffers
 *
 * a gives the VMA a vm_operations_struct, whose fault() is called for each page; b and c need none, since
 * no access ever faults.  Who has the memory:
 *
 *   fault    the device, as long as anyone maps it; the kernel sets the entry and counts the page
 *   pfn      the driver for good; fault() sets the entry itself, vm_insert_pfn(), and nobody counts: the VMA
 *            knows frames by number only (VM_PFNMAP)
 *   mixed    the same by vm_insert_mixed(): what has a struct page is counted, what hasn't isn't (VM_MIXEDMAP)
 *   insert   the mapping: the page goes with its entry, vm_insert_page()
 *   remap    the driver for good, VM_PFNMAP; vm_iomap_memory() is remap_pfn_range() for a range that begins
 *            and ends where the device's memory does
 *
 * Context: mmap() under mmap_sem for writing, fault() for reading.  Article 3.3.4, "some
 * thoughts of mmap".  Tests: mmapdev.*
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmapdev.h>
#include <linux/mutex.h>
#include <asm/memory.h>

/* Does the VMA lie within a device of MMAPDEV_PAGES?  As it can't grow (VM_DONTEXPAND), it always will. */
static bool area_fits(struct vm_area_struct *vma)
{
	return vma->vm_pgoff <= MMAPDEV_PAGES && vma_pages(vma) <= MMAPDEV_PAGES - vma->vm_pgoff;
}

/* ------------------------------------------------------------------ a: at the first touch */

static DEFINE_MUTEX(fault_mutex);
static struct page *fault_pages[MMAPDEV_PAGES];	/* fault_mutex */
static unsigned int fault_users;		/* VMAs; fault_mutex */

/* A page of the device, made if nobody has touched it yet.  NULL without memory. */
static struct page *fault_page(pgoff_t pgoff)
{
	struct page *page;

	mutex_lock(&fault_mutex);
	page = fault_pages[pgoff];
	if (!page)
		page = fault_pages[pgoff] = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (page)
		get_page(page);
	mutex_unlock(&fault_mutex);
	return page;
}

static int mmapdev_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	vmf->page = fault_page(vmf->pgoff);
	return vmf->page ? 0 : VM_FAULT_OOM;
}

static void mmapdev_open(struct vm_area_struct *vma)
{
	mutex_lock(&fault_mutex);
	fault_users++;
	mutex_unlock(&fault_mutex);
}

/* The last VMA takes the pages along */
static void mmapdev_close(struct vm_area_struct *vma)
{
	unsigned int i;

	mutex_lock(&fault_mutex);
	if (!--fault_users) {
		for (i = 0; i < MMAPDEV_PAGES; i++) {
			if (fault_pages[i])
				put_page(fault_pages[i]);
			fault_pages[i] = NULL;
		}
	}
	mutex_unlock(&fault_mutex);
}

static const struct vm_operations_struct mmapdev_vm_ops = {
	.open	= mmapdev_open,
	.close	= mmapdev_close,
	.fault	= mmapdev_fault,
};

static int mmapdev_fault_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!area_fits(vma))
		return -EINVAL;
	vma->vm_ops = &mmapdev_vm_ops;
	vma->vm_flags |= VM_DONTEXPAND;
	mmapdev_open(vma);
	return 0;
}

const struct file_operations mmapdev_fault_fops = {
	.mmap	= mmapdev_fault_mmap,
};

/* ------------------------------------------------------------------ a: frames that are there */

/* Of all devices whose memory the driver has had all along */
static char driver_memory[MMAPDEV_PAGES * PAGE_SIZE] __aligned(PAGE_SIZE);

static int insert_driver_memory(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	unsigned long addr = (unsigned long)vmf->virtual_address;
	unsigned long pfn = (__pa(driver_memory) >> PAGE_SHIFT) + vmf->pgoff;
	int err;

	if (vma->vm_flags & VM_PFNMAP)
		err = vm_insert_pfn(vma, addr, pfn);
	else
		err = vm_insert_mixed(vma, addr, pfn);
	/* -EBUSY: another thread was faster, which is just as good */
	if (!err || err == -EBUSY)
		return VM_FAULT_NOPAGE;
	return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct driver_memory_vm_ops = {
	.fault	= insert_driver_memory,
};

/* A private mapping would need copies, which frames without a struct page can't be told from: -EINVAL */
static int mmapdev_pfn_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!area_fits(vma) || is_cow_mapping(vma->vm_flags))
		return -EINVAL;
	vma->vm_ops = &driver_memory_vm_ops;
	vma->vm_flags |= VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP;
	return 0;
}

const struct file_operations mmapdev_pfn_fops = {
	.mmap	= mmapdev_pfn_mmap,
};

static int mmapdev_mixed_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!area_fits(vma))
		return -EINVAL;
	vma->vm_ops = &driver_memory_vm_ops;
	vma->vm_flags |= VM_MIXEDMAP | VM_DONTEXPAND;
	return 0;
}

const struct file_operations mmapdev_mixed_fops = {
	.mmap	= mmapdev_mixed_mmap,
};

/* ------------------------------------------------------------------ b: in mmap() */

/* Each page has the reference of its entry only, so it goes when the entry goes */
static int mmapdev_insert_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned long addr;
	int err;

	vma->vm_flags |= VM_DONTEXPAND;
	for (addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE) {
		struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);

		if (!page)
			return -ENOMEM;
		err = vm_insert_page(vma, addr, page);
		put_page(page);
		if (err)
			return err;
	}
	return 0;
}

const struct file_operations mmapdev_insert_fops = {
	.mmap	= mmapdev_insert_mmap,
};

/* ------------------------------------------------------------------ c: beforehand */

static int mmapdev_remap_mmap(struct file *file, struct vm_area_struct *vma)
{
	return vm_iomap_memory(vma, __pa(driver_memory), sizeof(driver_memory));
}

const struct file_operations mmapdev_remap_fops = {
	.mmap	= mmapdev_remap_mmap,
};
