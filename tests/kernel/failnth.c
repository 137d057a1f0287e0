/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory calls and faults with each of their allocations failing once (kernel/lib/fault-inject.c), in an address space of
 * the test's own, whose counters, rmap and VMAs are checked each time; what is lost the harness finds, to the page and
 * the object.  Other calls: tests/user/failnth.c.
 */
#include <linux/err.h>
#include <linux/fault-inject.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/vmalloc.h>
#include <asm/io.h>
#include "vma_test.h"

#define MAX_N	200

struct call {
	const char *name;
	void (*before)(void);		/* what the call finds */
	long (*call)(void);		/* 0 or more, or -errno */
	int error, other;		/* that it may end with; 0: none, the call gets along without */
};

static struct file *file;

/* ------------------------------------------------------------------ what a call finds */

static void nothing(void)
{
}

static void touched(void)
{
	unsigned int i;

	map(0, 12, RW);
	for (i = 0; i < 12; i++)
		EXPECT_EQ(user_write(PAGE(i), i), 0);
}

static void untouched(void)
{
	map(0, 12, RW);
}

static void zero_page(void)
{
	map(0, 12, RW);
	EXPECT_EQ(user_read(PAGE(0)), 0);
}

static void readonly(void)
{
	map(0, 12, PROT_READ);
}

static void locked(void)
{
	map(0, 12, RW);
	EXPECT_EQ(sys_mlock(PAGE(0), 12 * PAGE_SIZE), 0);
}

static void shared(void)
{
	EXPECT_EQ(vm_mmap(NULL, BASE, 12 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0), BASE);
	EXPECT_EQ(user_write(PAGE(1), 1), 0);
}

static void map_file(unsigned long flags)
{
	EXPECT_EQ(vm_mmap(file, BASE, 12 * PAGE_SIZE, RW, flags | MAP_FIXED, 0), BASE);
}

static void file_private(void)
{
	map_file(MAP_PRIVATE);
}

static void file_shared(void)
{
	map_file(MAP_SHARED);
}

static void stack(void)
{
	EXPECT_EQ(vm_mmap(NULL, PAGE(8), PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, 0), PAGE(8));
	EXPECT_EQ(user_write(PAGE(8), 1), 0);
}

/* Three tables, a page in each */
static void wide(void)
{
	unsigned int i;

	EXPECT_EQ(vm_mmap(NULL, BASE, 3 * PMD_SIZE, RW, ANON | MAP_FIXED, 0), BASE);
	for (i = 0; i < 3; i++)
		EXPECT_EQ(user_write(BASE + i * PMD_SIZE, i), 0);
}

/* ------------------------------------------------------------------ calls */

static long mapped(unsigned long addr)
{
	return IS_ERR_VALUE(addr) ? (long)addr : 0;
}

static long mmap_new(void)
{
	return mapped(map(0, 4, RW));
}

static long mmap_over_the_middle(void)
{
	return mapped(map(4, 8, PROT_READ));
}

static long mmap_shared(void)
{
	return mapped(vm_mmap(NULL, BASE, 4 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0));
}

static long mmap_file(void)
{
	return mapped(vm_mmap(file, BASE, 4 * PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 0));
}

static long mmap_populate(void)
{
	return mapped(vm_mmap(NULL, BASE, 4 * PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_POPULATE, 0));
}

static long munmap_middle(void)
{
	return unmap(4, 8);
}

static long munmap_end(void)
{
	return unmap(8, 12);
}

static long mprotect_middle(void)
{
	return protect(4, 8, PROT_READ);
}

static long mprotect_writable(void)
{
	return protect(2, 12, RW);
}

static long mremap_grow(void)
{
	return mapped((unsigned long)sys_mremap(BASE, 12 * PAGE_SIZE, 14 * PAGE_SIZE, 0, 0));
}

static long mremap_middle(void)
{
	return mapped((unsigned long)sys_mremap(PAGE(4), 4 * PAGE_SIZE, 6 * PAGE_SIZE, MREMAP_MAYMOVE | MREMAP_FIXED,
						BASE + 4 * PMD_SIZE));
}

static long mremap_wide(void)
{
	return mapped((unsigned long)sys_mremap(BASE, 3 * PMD_SIZE, 3 * PMD_SIZE, MREMAP_MAYMOVE | MREMAP_FIXED,
						BASE + 5 * PMD_SIZE + PAGE_SIZE));
}

static long mlock_middle(void)
{
	return sys_mlock(PAGE(4), 4 * PAGE_SIZE);
}

static long munlock_middle(void)
{
	return sys_munlock(PAGE(4), 4 * PAGE_SIZE);
}

static long mlockall(void)
{
	return sys_mlockall(MCL_CURRENT | MCL_FUTURE);
}

static long munlockall(void)
{
	return sys_munlockall();
}

static long madvise_middle(void)
{
	return sys_madvise(PAGE(4), 4 * PAGE_SIZE, MADV_RANDOM);
}

static long madvise_dontneed(void)
{
	return sys_madvise(BASE, 12 * PAGE_SIZE, MADV_DONTNEED);
}

static long mincore(void)
{
	return sys_mincore(BASE, 12 * PAGE_SIZE, uptr(PAGE(0)));
}

static long remap_file_pages(void)
{
	return sys_remap_file_pages(PAGE(2), 2 * PAGE_SIZE, 0, 5, 0);
}

static long copy_mm(void)
{
	struct mm_struct *child = dup_mm(current->mm);

	if (IS_ERR_OR_NULL(child))
		return -ENOMEM;
	EXPECT(user_mm_check(child));
	mmput(child);
	return 0;
}

static long get_pages(void)
{
	struct page *pages[4];
	long i, n;

	down_read(&current->mm->mmap_sem);
	n = get_user_pages(current, current->mm, PAGE(2), 4, 1, 0, pages, NULL);
	up_read(&current->mm->mmap_sem);
	for (i = 0; i < n; i++)
		put_page(pages[i]);
	return n;
}

/* By the kernel's uaccess routines, for which no memory is EFAULT */
static long write_first(void)
{
	return user_write(PAGE(0), 5);
}

static long read_first(void)
{
	return user_read(PAGE(0)) == USER_FAULT ? -EFAULT : 0;
}

static long write_below(void)
{
	return user_write(PAGE(5), 5);
}

static const struct call calls[] = {
	{ "mmap", nothing, mmap_new, -ENOMEM },
	{ "mmap over the middle", touched, mmap_over_the_middle, -ENOMEM },
	{ "mmap, shared", nothing, mmap_shared, -ENOMEM, -ENOSPC },
	{ "mmap of a file", nothing, mmap_file, -ENOMEM },
	{ "mmap, populated", nothing, mmap_populate, -ENOMEM },
	{ "munmap of the middle", touched, munmap_middle, -ENOMEM },
	{ "munmap of the end", shared, munmap_end, -ENOMEM },
	{ "mprotect of the middle", touched, mprotect_middle, -ENOMEM },
	{ "mprotect of the middle of a file", file_private, mprotect_middle, -ENOMEM },
	{ "mprotect that makes writable", readonly, mprotect_writable, -ENOMEM },
	{ "mremap that grows", touched, mremap_grow },
	{ "mremap of the middle", touched, mremap_middle, -ENOMEM },
	{ "mremap of the middle of a file", file_shared, mremap_middle, -ENOMEM },
	{ "mremap of three tables", wide, mremap_wide, -ENOMEM },
	{ "mlock", touched, mlock_middle, -ENOMEM, -EAGAIN },
	{ "mlock of what isn't there", untouched, mlock_middle, -ENOMEM, -EAGAIN },
	{ "mlock of a file", file_private, mlock_middle, -ENOMEM, -EAGAIN },
	{ "munlock", locked, munlock_middle, -ENOMEM },
	{ "mlockall", untouched, mlockall },
	{ "munlockall", locked, munlockall },
	{ "madvise", touched, madvise_middle, -EAGAIN },
	{ "MADV_DONTNEED", touched, madvise_dontneed },
	{ "mincore", touched, mincore, -EAGAIN },
	{ "remap_file_pages", file_shared, remap_file_pages, -ENOMEM },
	{ "fork", touched, copy_mm, -ENOMEM },
	{ "fork of shared memory", shared, copy_mm, -ENOMEM },
	{ "fork of a file", file_private, copy_mm, -ENOMEM },
	{ "fork of three tables", wide, copy_mm, -ENOMEM },
	{ "get_user_pages", untouched, get_pages, -ENOMEM },
	{ "a write", untouched, write_first, -EFAULT },
	{ "a read", untouched, read_first, -EFAULT },
	{ "a write on the zero page", zero_page, write_first, -EFAULT },
	{ "a write on shared memory", shared, write_first, -EFAULT },
	{ "a read of a file", file_private, read_first, -EFAULT },
	{ "a private write on a file", file_private, write_first, -EFAULT },
	{ "a shared write on a file", file_shared, write_first, -EFAULT },
	{ "growth of a stack", stack, write_below, -EFAULT },
};

/* One call with its @n-th allocation failing.  What is left of n. */
static unsigned int once(const struct call *c, unsigned int n)
{
	struct mm_struct *mm = enter();
	unsigned int left;
	long ret;

	if (!EXPECT(mm))
		return 1;
	c->before();
	set_fail_nth(current, n);
	ret = c->call();
	left = current->fail_nth;
	set_fail_nth(current, 0);
	if (!EXPECT(ret >= 0 || (!left && ret == c->error) || (!left && ret == c->other)))
		selftest_note("%s: %ld with the allocation %u failing, %u left", c->name, ret, n, left);
	if (!EXPECT(vma_check(mm) && user_mm_check(mm)))
		selftest_note("%s with the allocation %u failing", c->name, n);
	leave(mm);
	return left;
}

/* Does each memory call, and each fault, end with its error or get along, whichever allocation fails, and lose nothing? */
SELFTEST(failnth, memory)
{
	char page[8] = "contents";
	unsigned int i, n;

	file = shmem_file_setup("failnth", 16 * PAGE_SIZE, 0);
	ASSERT(!IS_ERR(file));
	EXPECT_EQ(kernel_write(file, page, sizeof(page), 0), sizeof(page));
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		for (n = 1; n < MAX_N && !once(&calls[i], n); n++)
			;
		EXPECT(n < MAX_N);
	}
	fput(file);
}

/* ------------------------------------------------------------------ what the kernel has for itself */

static long alloc_mm(void)
{
	struct mm_struct *mm = mm_alloc();

	if (!mm)
		return -ENOMEM;
	mmput(mm);
	return 0;
}

static long map_device(void)
{
	void __iomem *p = ioremap(0x09000000, 5 * PAGE_SIZE);

	if (!p)
		return -ENOMEM;
	iounmap(p);
	return 0;
}

static long map_pages(void)
{
	struct page *pages[3] = { alloc_page(GFP_KERNEL), alloc_page(GFP_HIGHUSER), alloc_page(GFP_KERNEL) };
	void *p = pages[0] && pages[1] && pages[2] ? vmap(pages, 3, VM_MAP, PAGE_KERNEL) : NULL;
	unsigned int i;

	vunmap(p);
	for (i = 0; i < 3; i++)
		if (pages[i])
			__free_page(pages[i]);
	return p ? 0 : -ENOMEM;
}

static long allocate_exactly(void)
{
	void *p = alloc_pages_exact(5 * PAGE_SIZE, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	free_pages_exact(p, 5 * PAGE_SIZE);
	return 0;
}

static long make_shmem_file(void)
{
	struct file *f = shmem_file_setup("failnth2", 100 * PAGE_SIZE, 0);
	char c = 1;
	long ret;

	if (IS_ERR(f))
		return PTR_ERR(f);
	ret = kernel_write(f, &c, 1, 70 * PAGE_SIZE);
	if (ret >= 0)
		ret = vfs_fallocate(f, 0, 0, 3 * PAGE_SIZE);
	if (ret >= 0)
		ret = kernel_read(f, 70 * PAGE_SIZE, &c, 1);
	EXPECT(ret != 1 || c == 1);
	fput(f);
	return ret;
}

static const struct call own_calls[] = {
	{ "mm_alloc", nothing, alloc_mm, -ENOMEM },
	{ "ioremap", nothing, map_device, -ENOMEM },
	{ "vmap", nothing, map_pages, -ENOMEM },
	{ "alloc_pages_exact", nothing, allocate_exactly, -ENOMEM },
	{ "a file in memory", nothing, make_shmem_file, -ENOMEM, -ENOSPC },
};

/* Does what the kernel allocates for itself get along without each of its parts, and lose nothing? */
SELFTEST(failnth, kernel)
{
	unsigned int i, n, left;
	long ret;

	for (i = 0; i < ARRAY_SIZE(own_calls); i++) {
		const struct call *c = &own_calls[i];

		for (n = 1, left = 0; n < MAX_N && !left; n++) {
			set_fail_nth(current, n);
			ret = c->call();
			left = current->fail_nth;
			set_fail_nth(current, 0);
			if (!EXPECT(ret >= 0 || (!left && (ret == c->error || ret == c->other))))
				selftest_note("%s: %ld with the allocation %u failing, %u left", c->name, ret, n, left);
		}
		EXPECT(left);
	}
}
