/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a file's or a driver's mmap() puts into a VMA: the devices of kernel/drivers/mmapdev.c, the
 * functions of mm/insert.c that they use, and generic_file_mmap().  Strips as in vma_calls.c.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mman.h>
#include <linux/mmapdev.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include "vma_test.h"

/* An open file that stands in no directory */
struct dev_file {
	struct file file;
	struct inode inode;
	struct super_block sb;
};

static struct file *dev_open(struct dev_file *d, const struct file_operations *fops)
{
	memset(d, 0, sizeof(*d));
	d->inode.i_sb = &d->sb;
	d->inode.i_mapping = &d->inode.i_data;
	d->inode.i_data.host = &d->inode;
	d->inode.i_data.i_mmap = RB_ROOT;
	init_rwsem(&d->inode.i_data.i_mmap_rwsem);
	d->file.f_inode = &d->inode;
	d->file.f_mapping = &d->inode.i_data;
	d->file.f_op = fops;
	d->file.f_mode = FMODE_READ | FMODE_WRITE;
	atomic_long_set(&d->file.f_count, 1);
	return &d->file;
}

static unsigned long dev_map(struct file *file, unsigned int at, unsigned int n, unsigned int pgoff)
{
	return vm_mmap_pgoff(file, PAGE(at), n * PAGE_SIZE, RW, MAP_SHARED | MAP_FIXED, pgoff);
}

/* (a) Do pages come one by one when they are touched, the same to all, zeroed to the next? */
SELFTEST(mmapdev, by_fault)
{
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &mmapdev_fault_fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 4, 0), PAGE(0));
	EXPECT_EQ(dev_map(file, 8, 2, 2), PAGE(8));
	EXPECT(!user_mm_page(mm, PAGE(2)));
	EXPECT_EQ(user_write(PAGE(2), 0x77), 0);
	EXPECT(!user_mm_page(mm, PAGE(1)));
	EXPECT_EQ(user_read(PAGE(8)), 0x77);
	EXPECT_EQ(user_mm_page(mm, PAGE(8)), user_mm_page(mm, PAGE(2)));
	EXPECT_EQ(unmap(0, 1), 0);			/* a split: the device is still in use */
	EXPECT_EQ(user_read(PAGE(9)), 0);
	EXPECT_EQ(dev_map(file, 16, MMAPDEV_PAGES, 1), (unsigned long)-EINVAL);
	EXPECT_EQ(unmap(0, 4), 0);
	EXPECT_EQ(unmap(8, 10), 0);
	EXPECT_EQ(dev_map(file, 0, 4, 0), PAGE(0));
	EXPECT_EQ(user_read(PAGE(2)), 0);		/* nobody had it meanwhile: pages are new */
	leave(mm);
	EXPECT_EQ(atomic_long_read(&file->f_count), 1);
}

/* (b) Are all pages there before the first touch, a set for each mapping, gone with it? */
SELFTEST(mmapdev, by_mmap)
{
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &mmapdev_insert_fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 3, 0), PAGE(0));
	EXPECT(user_mm_page(mm, PAGE(0)) && user_mm_page(mm, PAGE(2)));
	EXPECT_EQ(user_write(PAGE(1), 0x55), 0);
	EXPECT_EQ(dev_map(file, 8, 3, 0), PAGE(8));
	EXPECT_EQ(user_read(PAGE(9)), 0);
	EXPECT_EQ(sys_madvise(PAGE(1), PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(user_read(PAGE(1)), USER_FAULT);	/* nobody brings it back: SIGBUS */
	EXPECT_EQ((unsigned long)sys_mremap(PAGE(0), 3 * PAGE_SIZE, 4 * PAGE_SIZE, MREMAP_MAYMOVE, 0),
		  (unsigned long)-EFAULT);
	leave(mm);
}

/* (c) Is the memory that the driver has had all along what everyone sees, before and after? */
SELFTEST(mmapdev, beforehand)
{
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &mmapdev_remap_fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, MMAPDEV_PAGES, 0), PAGE(0));
	EXPECT_EQ(user_write(PAGE(3), 0x99), 0);
	EXPECT_EQ(unmap(0, MMAPDEV_PAGES), 0);
	EXPECT_EQ(dev_map(file, 4, 1, 3), PAGE(4));
	EXPECT_EQ(user_read(PAGE(4)), 0x99);
	EXPECT(find_vma(mm, PAGE(4))->vm_flags & VM_PFNMAP);
	EXPECT_EQ(sys_madvise(PAGE(4), PAGE_SIZE, MADV_DONTNEED), -EINVAL);
	EXPECT_EQ(sys_mlock(PAGE(4), PAGE_SIZE), 0);	/* can't be locked, and that's no error */
	EXPECT_EQ(mm->locked_vm, 0);
	EXPECT_EQ(get_mm_rss(mm), 0);
	map(20, 21, RW);
	EXPECT_EQ(sys_mincore(PAGE(4), PAGE_SIZE, (unsigned char __user *)PAGE(20)), 0);
	EXPECT_EQ(user_read(PAGE(20)), 1);		/* the frames are there, though nobody counts them */
	EXPECT_EQ(dev_map(file, 16, 2, MMAPDEV_PAGES - 1), (unsigned long)-EINVAL);
	EXPECT_EQ(user_write(PAGE(4), 0), 0);
	leave(mm);
}

/* (a) Do frames come one by one when they are touched, uncounted, and the same as by the third way? */
SELFTEST(mmapdev, frames_by_fault)
{
	struct mm_struct *mm = enter();
	struct dev_file d, whole;
	struct file *file = dev_open(&d, &mmapdev_pfn_fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 4, 0), PAGE(0));
	EXPECT_EQ(user_write(PAGE(2), 0x77), 0);
	EXPECT(user_mm_page(mm, PAGE(2)) && !user_mm_page(mm, PAGE(1)));
	EXPECT(!vm_normal_page(find_vma(mm, PAGE(2)), PAGE(2), *user_mm_pte(mm, PAGE(2))));
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(dev_map(dev_open(&whole, &mmapdev_remap_fops), 8, 4, 0), PAGE(8));
	EXPECT_EQ(user_read(PAGE(10)), 0x77);
	EXPECT_EQ(user_write(PAGE(10), 0), 0);
	EXPECT_EQ(user_read(PAGE(2)), 0);
	EXPECT_EQ(sys_madvise(PAGE(2), PAGE_SIZE, MADV_DONTNEED), -EINVAL);
	EXPECT_EQ(dev_map(file, 16, 2, MMAPDEV_PAGES - 1), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap_pgoff(file, PAGE(16), PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 0),
		  (unsigned long)-EINVAL);
	leave(mm);
}

/* (a) Are those with a struct page counted while they are mapped, copied when private, and no longer kept? */
SELFTEST(mmapdev, mixed_by_fault)
{
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &mmapdev_mixed_fops);
	struct page *page;
	int before;

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 4, 4), PAGE(0));
	EXPECT_EQ(user_write(PAGE(3), 0x66), 0);
	page = user_mm_page(mm, PAGE(3));
	ASSERT(page);
	before = page_count(page) - 1;
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 1);
	EXPECT_EQ(vm_mmap_pgoff(file, PAGE(8), PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 7), PAGE(8));
	EXPECT_EQ(user_read(PAGE(8)), 0x66);
	EXPECT_EQ(page_mapcount(page), 2);
	EXPECT_EQ(user_write(PAGE(8), 0x67), 0);
	EXPECT_EQ(user_read(PAGE(3)), 0x66);
	EXPECT_EQ(page_mapcount(page), 1);
	EXPECT_EQ(sys_madvise(PAGE(3), PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 0);
	EXPECT_EQ(user_write(PAGE(3), 0), 0);		/* it comes again */
	EXPECT_EQ(user_mm_page(mm, PAGE(3)), page);
	leave(mm);
	EXPECT_EQ(page_count(page), before);
	EXPECT_EQ(page_mapcount(page), 0);
}

/* Gets as far as three pages, then its device says no */
static int failing_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);

		if (!page)
			return -ENOMEM;
		vm_insert_page(vma, vma->vm_start + i * PAGE_SIZE, page);
		put_page(page);
	}
	return -EIO;
}

/* Does a driver's mmap that fails leave neither pages nor page tables, and others' tables alone? */
SELFTEST(mmapdev, failed_mmap)
{
	static const struct file_operations fops = { .mmap = failing_mmap };
	struct mm_struct *mm = enter();
	unsigned long across = (BASE & PMD_MASK) + PMD_SIZE - 2 * PAGE_SIZE;
	struct dev_file d;
	struct file *file = dev_open(&d, &fops);

	ASSERT(mm);
	EXPECT_EQ(vm_mmap_pgoff(file, across, 4 * PAGE_SIZE, RW, MAP_SHARED | MAP_FIXED, 0), (unsigned long)-EIO);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 0);
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT(!mm->map_count && !mm->total_vm);
	vm_mmap(NULL, across - PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0);
	EXPECT_EQ(user_write(across - PAGE_SIZE, 0x77), 0);
	EXPECT_EQ(vm_mmap_pgoff(file, across, 4 * PAGE_SIZE, RW, MAP_SHARED | MAP_FIXED, 0), (unsigned long)-EIO);
	EXPECT_EQ(atomic_long_read(&mm->nr_ptes), 1);
	EXPECT_EQ(user_read(across - PAGE_SIZE), 0x77);
	EXPECT_EQ(atomic_long_read(&file->f_count), 1);
	EXPECT(!mapping_mapped(file->f_mapping));
	leave(mm);
}

static int opened, closed;

static void count_open(struct vm_area_struct *vma)
{
	opened++;
}

static void count_close(struct vm_area_struct *vma)
{
	closed++;
}

static const struct vm_operations_struct counting_vm_ops = { .open = count_open, .close = count_close };

static int counting_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &counting_vm_ops;
	return 0;
}

/* Is a VMA's open() called for each copy of it, by a cut and by fork, but not by mmap; and close() for each that goes? */
SELFTEST(mmapdev, open_and_close)
{
	static const struct file_operations fops = { .mmap = counting_mmap };
	struct mm_struct *mm = enter(), *child;
	struct dev_file d;
	struct file *file = dev_open(&d, &fops);

	ASSERT(mm);
	opened = closed = 0;
	EXPECT_EQ(dev_map(file, 0, 4, 0), PAGE(0));
	EXPECT(opened == 0 && closed == 0);
	EXPECT_EQ(unmap(1, 2), 0);			/* cut twice; the middle goes */
	EXPECT(opened == 2 && closed == 1);
	child = dup_mm(mm);
	EXPECT(child && opened == 4 && closed == 1);
	if (child)
		mmput(child);
	EXPECT_EQ(closed, 3);
	leave(mm);
	EXPECT(opened == 4 && closed == 5);
}

/* Is a page that a driver hasn't mapped, and for which it has no fault(), no anonymous page, but SIGBUS? */
SELFTEST(mmapdev, without_fault)
{
	static const struct file_operations fops = { .mmap = counting_mmap };
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 1, 0), PAGE(0));
	EXPECT_EQ(vm_mmap_pgoff(file, PAGE(4), PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 0), PAGE(4));
	EXPECT_EQ(user_read(PAGE(0)), USER_FAULT);
	EXPECT_EQ(user_write(PAGE(0), 1), -EFAULT);
	EXPECT_EQ(user_read(PAGE(4)), USER_FAULT);
	EXPECT_EQ(user_write(PAGE(4), 1), -EFAULT);
	EXPECT_EQ(get_mm_rss(mm), 0);
	leave(mm);
}

/* Do a driver's frames go, too, when their part of the file is unmapped, and only they? */
SELFTEST(mmapdev, unmap_mapping_range)
{
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &mmapdev_remap_fops);

	ASSERT(mm);
	EXPECT_EQ(dev_map(file, 0, 4, 1), PAGE(0));
	unmap_mapping_range(file->f_mapping, 2 * PAGE_SIZE, PAGE_SIZE, 0);
	EXPECT(user_mm_page(mm, PAGE(0)) && !user_mm_page(mm, PAGE(1)) && user_mm_page(mm, PAGE(2)));
	unmap_mapping_range(file->f_mapping, 0, 0, 1);
	EXPECT(!user_mm_page(mm, PAGE(0)) && !user_mm_page(mm, PAGE(3)));
	leave(mm);
}

/* ------------------------------------------------------------------ what they are made of */

/* No RAM, on any machine: nobody touches it here, and registers are mapped as this is */
#define NO_PAGE_PFN	0x10UL

static pte_t pte_at(struct mm_struct *mm, unsigned int page)
{
	pte_t *pte = user_mm_pte(mm, PAGE(page));

	return pte ? *pte : __pte(0);
}

/* Does vm_insert_pfn set an entry where there's none, inside the VMA, and leave one that is there? */
SELFTEST(mmapdev, insert_pfn)
{
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;

	ASSERT(mm);
	vma = user_mm_map(mm, PAGE(0), 2 * PAGE_SIZE, VM_READ | VM_WRITE | VM_SHARED | VM_PFNMAP);
	ASSERT(vma && !pfn_valid(NO_PAGE_PFN));
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(1), NO_PAGE_PFN), 0);
	EXPECT_EQ(pte_pfn(pte_at(mm, 1)), NO_PAGE_PFN);
	EXPECT_EQ(pte_val(pte_at(mm, 1)) & L_PTE_MT_MASK, L_PTE_MT_UNCACHED);
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(1), NO_PAGE_PFN + 1), -EBUSY);
	EXPECT_EQ(pte_pfn(pte_at(mm, 1)), NO_PAGE_PFN);
	EXPECT(pte_none(pte_at(mm, 0)));
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(2), NO_PAGE_PFN), -EFAULT);
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(0) - 1, NO_PAGE_PFN), -EFAULT);
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(protect(0, 2, PROT_READ), 0);		/* registers stay uncached */
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(0), NO_PAGE_PFN), 0);
	EXPECT_EQ(pte_val(pte_at(mm, 0)) & L_PTE_MT_MASK, L_PTE_MT_UNCACHED);
	EXPECT_EQ(pte_val(pte_at(mm, 1)) & L_PTE_MT_MASK, L_PTE_MT_UNCACHED);
	EXPECT(!pte_write(pte_at(mm, 0)) && !pte_write(pte_at(mm, 1)));
	leave(mm);
}

/* Does vm_insert_mixed count what has a struct page, and only that? */
SELFTEST(mmapdev, insert_mixed)
{
	struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;

	ASSERT(mm && page);
	vma = user_mm_map(mm, PAGE(0), 3 * PAGE_SIZE, VM_READ | VM_WRITE | VM_SHARED | VM_MIXEDMAP);
	ASSERT(vma);
	EXPECT_EQ(vm_insert_mixed(vma, PAGE(0), page_to_pfn(page)), 0);
	EXPECT_EQ(vm_insert_mixed(vma, PAGE(1), NO_PAGE_PFN), 0);
	EXPECT_EQ(vm_insert_pfn(vma, PAGE(2), NO_PAGE_PFN + 1), 0);
	EXPECT_EQ(vm_normal_page(vma, PAGE(0), pte_at(mm, 0)), page);
	EXPECT(!vm_normal_page(vma, PAGE(1), pte_at(mm, 1)));
	EXPECT_EQ(pte_pfn(pte_at(mm, 1)), NO_PAGE_PFN);
	EXPECT_EQ(pte_pfn(pte_at(mm, 2)), NO_PAGE_PFN + 1);
	EXPECT(page_count(page) == 2 && page_mapcount(page) == 1);
	EXPECT_EQ(get_mm_counter(mm, MM_FILEPAGES), 1);
	EXPECT_EQ(vm_insert_mixed(vma, PAGE(1), page_to_pfn(page)), -EBUSY);
	EXPECT_EQ(vm_insert_mixed(vma, PAGE(0), NO_PAGE_PFN), -EBUSY);
	EXPECT_EQ(vm_insert_mixed(vma, PAGE(3), NO_PAGE_PFN), -EFAULT);
	leave(mm);
	EXPECT_EQ(page_count(page), 1);
	__free_page(page);
}

/* Does vm_iomap_memory map what vm_pgoff says, and nothing outside of the device's memory? */
SELFTEST(mmapdev, iomap_memory)
{
	static const struct {
		phys_addr_t start;
		unsigned long len, pgoff;
		unsigned int pages;
		int want;
	} cases[] = {
		{ NO_PAGE_PFN << PAGE_SHIFT, 4 * PAGE_SIZE, 2, 2, 0 },
		{ NO_PAGE_PFN << PAGE_SHIFT, 4 * PAGE_SIZE, 0, 4, 0 },
		{ NO_PAGE_PFN << PAGE_SHIFT, 4 * PAGE_SIZE, 2, 3, -EINVAL },
		{ NO_PAGE_PFN << PAGE_SHIFT, 4 * PAGE_SIZE, 5, 1, -EINVAL },
		{ NO_PAGE_PFN << PAGE_SHIFT, 3 * PAGE_SIZE + 1, 3, 1, 0 },	/* a part of a page is all of it */
		{ (NO_PAGE_PFN << PAGE_SHIFT) + 8, PAGE_SIZE, 1, 1, 0 },	/* a page, on two */
		{ (NO_PAGE_PFN << PAGE_SHIFT) + 8, PAGE_SIZE - 8, 1, 1, -EINVAL },
		{ (phys_addr_t)-PAGE_SIZE, 2 * PAGE_SIZE, 0, 1, -EINVAL },	/* wraps */
	};
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;
	unsigned int i, at = 0;

	ASSERT(mm);
	for (i = 0; i < ARRAY_SIZE(cases); i++, at += 8) {
		vma = user_mm_map(mm, PAGE(at), cases[i].pages * PAGE_SIZE, VM_READ | VM_WRITE | VM_SHARED);
		ASSERT(vma);
		vma->vm_pgoff = cases[i].pgoff;
		EXPECT_EQ(vm_iomap_memory(vma, cases[i].start, cases[i].len), cases[i].want);
		if (cases[i].want) {
			EXPECT(pte_none(pte_at(mm, at)));
			continue;
		}
		EXPECT_EQ(pte_pfn(pte_at(mm, at)), NO_PAGE_PFN + cases[i].pgoff);
		EXPECT_EQ(pte_pfn(pte_at(mm, at + cases[i].pages - 1)),
			  NO_PAGE_PFN + cases[i].pgoff + cases[i].pages - 1);
	}
	leave(mm);
}

/* ------------------------------------------------------------------ files */

/* Page n of the file is full of the number n + 1 */
static int numbers_readpage(struct file *file, struct page *page)
{
	u32 *words = kmap(page);
	unsigned int i;

	for (i = 0; i < PAGE_SIZE / sizeof(*words); i++)
		words[i] = page->index + 1;
	kunmap(page);
	SetPageUptodate(page);
	unlock_page(page);
	return 0;
}

static const struct file_operations generic_fops = { .mmap = generic_file_mmap };

/* Does a file's mapping read its pages when they are touched, up to its end, and see what is written? */
SELFTEST(mmap, generic_file)
{
	static const struct address_space_operations unreadable = { }, numbers = { .readpage = numbers_readpage };
	struct mm_struct *mm = enter();
	struct vm_fault vmf = { .flags = FAULT_FLAG_WRITE | FAULT_FLAG_MKWRITE };
	struct dev_file d;
	struct file *file = dev_open(&d, &generic_fops);
	unsigned long minor, major;
	struct page *page;
	u64 before;

	ASSERT(mm);
	address_space_init(&d.inode.i_data, &d.inode);
	d.inode.i_size = 2 * PAGE_SIZE + 100;
	d.inode.i_data.a_ops = &unreadable;
	EXPECT_EQ(dev_map(file, 0, 4, 0), (unsigned long)-ENOEXEC);
	d.inode.i_data.a_ops = &numbers;
	EXPECT_EQ(dev_map(file, 0, 4, 0), PAGE(0));
	EXPECT_EQ(vm_mmap_pgoff(file, PAGE(8), 2 * PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 1), PAGE(8));
	EXPECT_EQ(d.inode.i_data.nrpages, 0);
	minor = current->min_flt;
	major = current->maj_flt;
	EXPECT_EQ(user_read(PAGE(1)), 2);
	EXPECT(current->min_flt == minor && current->maj_flt == major + 1);	/* it was read */
	EXPECT_EQ(user_read(PAGE(8)), 2);
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major + 1);	/* it was there */
	EXPECT_EQ(sys_madvise(PAGE(8), PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(d.inode.i_data.nrpages, 1);
	EXPECT_EQ(fixup_user_fault(current, mm, PAGE(9), 0), 0);
	EXPECT(current->min_flt == minor + 1 && current->maj_flt == major + 2);
	EXPECT_EQ(fixup_user_fault(current, mm, PAGE(2), 0), 0);
	EXPECT(current->min_flt == minor + 2 && current->maj_flt == major + 2);
	EXPECT_EQ(user_read(PAGE(2) + 200), 3);		/* a page has no end inside */
	EXPECT_EQ(user_read(PAGE(3)), USER_FAULT);
	page = user_mm_page(mm, PAGE(1));
	ASSERT(page);
	EXPECT_EQ(user_write(PAGE(1), 0x55), 0);
	EXPECT_EQ(user_read(PAGE(8)), 0x55);
	EXPECT_EQ(user_write(PAGE(8), 0x56), 0);
	EXPECT_EQ(user_read(PAGE(1)), 0x55);
	before = current_time_ns();
	d.inode.i_mtime = d.inode.i_ctime = 0;
	EXPECT_EQ(user_write(PAGE(0), 1), 0);		/* the first access: the file is told */
	EXPECT(d.inode.i_mtime >= before && d.inode.i_mtime <= current_time_ns());
	EXPECT(d.inode.i_ctime == d.inode.i_mtime);
	EXPECT_EQ(user_read(PAGE(2)), 3);
	before = current_time_ns();
	d.inode.i_mtime = 0;
	EXPECT_EQ(user_write(PAGE(2), 1), 0);		/* ... also of the first write to a page that was read */
	EXPECT(d.inode.i_mtime >= before);
	/* A page that was truncated before it could become writable: the access is tried again, the page let go */
	vmf.page = alloc_page(GFP_KERNEL);
	ASSERT(vmf.page);
	EXPECT_EQ(generic_file_vm_ops.page_mkwrite(find_vma(mm, PAGE(0)), &vmf), VM_FAULT_NOPAGE);
	if (!EXPECT(!PageLocked(vmf.page)))
		unlock_page(vmf.page);
	EXPECT(!PageDirty(vmf.page));
	__free_page(vmf.page);
	get_page(page);
	leave(mm);
	EXPECT(PageDirty(page));
	put_page(page);
	EXPECT(!mapping_mapped(&d.inode.i_data));
	truncate_inode_pages(&d.inode.i_data, 0);
	EXPECT_EQ(d.inode.i_data.nrpages, 0);
}

/* The disk is broken: the page stays in the cache, and has no contents */
static int broken_readpage(struct file *file, struct page *page)
{
	unlock_page(page);
	return 0;
}

/* Is a page that couldn't be read not said to be in memory? */
SELFTEST(mincore, not_uptodate)
{
	static const struct address_space_operations broken = { .readpage = broken_readpage };
	struct mm_struct *mm = enter();
	struct dev_file d;
	struct file *file = dev_open(&d, &generic_fops);

	ASSERT(mm);
	address_space_init(&d.inode.i_data, &d.inode);
	d.inode.i_size = PAGE_SIZE;
	d.inode.i_data.a_ops = &broken;
	map(20, 21, RW);
	EXPECT_EQ(dev_map(file, 0, 1, 0), PAGE(0));
	EXPECT_EQ(user_read(PAGE(0)), USER_FAULT);
	EXPECT_EQ(d.inode.i_data.nrpages, 1);
	EXPECT_EQ(sys_mincore(PAGE(0), PAGE_SIZE, (unsigned char __user *)PAGE(20)), 0);
	EXPECT_EQ(user_read(PAGE(20)), 0);
	leave(mm);
	truncate_inode_pages(&d.inode.i_data, 0);
}
