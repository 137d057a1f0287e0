/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about the calls of vma_calls.c where tables, files and address spaces meet: across
 * page tables, after fork, through files, with pages that have two owners.  Strips as there.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/vmstat.h>
#include "vma_test.h"

#define FIXED	(MREMAP_MAYMOVE | MREMAP_FIXED)

/* Moves or resizes pages [from, from + old) */
static unsigned long remap(unsigned int from, unsigned int old, unsigned int new,
			   unsigned long flags, unsigned int to)
{
	return (unsigned long)sys_mremap(PAGE(from), old * PAGE_SIZE, new * PAGE_SIZE, flags,
					 PAGE(to));
}

static void fill(unsigned int from, unsigned int to)
{
	unsigned int i;

	for (i = from; i < to; i++)
		user_write(PAGE(i), 0x1000 + i);
}

/* Are entries moved right when both places lie across borders of page tables, differently? */
SELFTEST(mremap, across_tables)
{
	const unsigned int n = 600, to = 5 * 512 + 77;
	struct mm_struct *mm = enter();
	unsigned int i, wrong = 0;

	ASSERT(mm);
	map(500, 500 + n, RW);
	fill(500, 500 + n);
	EXPECT_EQ(remap(500, n, n, FIXED, to), PAGE(to));
	for (i = 0; i < n; i++)
		wrong += user_read(PAGE(to + i)) != 0x1000 + 500 + i;
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(get_mm_counter(mm, MM_ANONPAGES), n);
	EXPECT(vma_check(mm));
	leave(mm);
}

/* Does a page that parent and child share go along in the parent, and stay in the child? */
SELFTEST(mremap, after_fork)
{
	struct mm_struct *mm = enter(), *child;

	ASSERT(mm);
	map(0, 4, RW);
	fill(0, 4);
	child = dup_mm(mm);
	EXPECT_EQ(remap(0, 4, 4, FIXED, 9), PAGE(9));
	EXPECT_EQ(user_read(PAGE(10)), 0x1001);
	EXPECT_EQ(user_write(PAGE(10), 7), 0);
	user_mm_leave(mm);
	if (EXPECT(child)) {
		user_mm_enter(child);
		EXPECT_EQ(user_read(PAGE(1)), 0x1001);
		leave(child);
	}
	user_mm_destroy(mm);
}

/* Does a page stay locked when one of two that lock it lets it go? */
SELFTEST(mlock, two_owners)
{
	unsigned long before = global_page_state(NR_MLOCK);
	struct mm_struct *mm = enter();
	struct page *page;

	ASSERT(mm);
	vm_mmap(NULL, BASE, PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	fill(0, 1);
	EXPECT_EQ(remap(0, 0, 1, FIXED, 4), PAGE(4));
	EXPECT_EQ(sys_mlock(PAGE(0), PAGE_SIZE), 0);
	EXPECT_EQ(sys_mlock(PAGE(4), PAGE_SIZE), 0);
	page = user_mm_page(mm, PAGE(0));
	EXPECT_EQ(user_mm_page(mm, PAGE(4)), page);
	EXPECT_EQ(global_page_state(NR_MLOCK), before + 1);
	EXPECT_EQ(sys_munlock(PAGE(0), PAGE_SIZE), 0);
	EXPECT(PageMlocked(page));
	EXPECT_EQ(sys_munlock(PAGE(4), PAGE_SIZE), 0);
	EXPECT(!PageMlocked(page));
	EXPECT_EQ(global_page_state(NR_MLOCK), before);
	leave(mm);
}

/* Does mincore tell touched pages from others, and look through a shared mapping's file? */
SELFTEST(mincore, through_files)
{
	unsigned char __user *vec = (unsigned char __user *)PAGE(16);
	struct mm_struct *mm = enter();
	u32 got[2];

	ASSERT(mm);
	map(16, 17, RW);
	map(0, 4, RW);
	fill(1, 3);
	EXPECT_EQ(sys_mincore(PAGE(0), 4 * PAGE_SIZE, vec), 0);
	EXPECT_EQ(user_read(PAGE(16)), 0x00010100);
	EXPECT(!user_mm_page(mm, PAGE(0)));
	vm_mmap(NULL, PAGE(4), 4 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	fill(4, 6);
	EXPECT_EQ(sys_madvise(PAGE(5), PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(sys_mincore(PAGE(0), 7 * PAGE_SIZE + 1, vec), 0);	/* two VMAs, 8 pages */
	EXPECT(!copy_from_user(got, vec, sizeof(got)));
	EXPECT_EQ(got[0], 0x00010100);
	EXPECT_EQ(got[1], 0x00000101);
	EXPECT_EQ(sys_mincore(PAGE(0) + 1, 1, vec), -EINVAL);
	EXPECT_EQ(sys_mincore(PAGE(8), PAGE_SIZE, vec), -ENOMEM);
	EXPECT_EQ(sys_mincore(PAGE(0), TASK_SIZE, vec), -ENOMEM);
	EXPECT_EQ(sys_mincore(PAGE(0), PAGE_SIZE, (unsigned char __user *)TASK_SIZE), -EFAULT);
	EXPECT_EQ(sys_mincore(PAGE(0), PAGE_SIZE, (unsigned char __user *)PAGE(20)), -EFAULT);
	leave(mm);
}

/* Is the answer right across page tables, of which one isn't there? */
SELFTEST(mincore, across_tables)
{
	unsigned char __user *vec = (unsigned char __user *)PAGE(2000);
	struct mm_struct *mm = enter();
	unsigned int i, wrong = 0;

	ASSERT(mm);
	map(2000, 2001, RW);
	map(300, 1600, PROT_NONE);
	sys_mprotect(PAGE(300), 1300 * PAGE_SIZE, RW);
	fill(400, 402);
	fill(1590, 1600);
	EXPECT_EQ(sys_mincore(PAGE(300), 1300 * PAGE_SIZE, vec), 0);
	for (i = 300; i < 1600; i++) {
		unsigned char got = 0xff;

		get_user(got, vec + i - 300);
		wrong += got != ((i >= 400 && i < 402) || i >= 1590);
	}
	EXPECT_EQ(wrong, 0);
	leave(mm);
}

static struct {
	unsigned int calls;
	loff_t start, end;
} written;

static int note_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	written.calls++;
	written.start = start;
	written.end = end;
	return 0;
}

/* Does msync write the part of the file that is mapped there, and report holes and locks? */
SELFTEST(msync, ranges)
{
	static const struct file_operations fops = { .fsync = note_fsync };
	const struct file_operations *before;
	struct mm_struct *mm = enter();
	struct file *file;

	ASSERT(mm);
	memset(&written, 0, sizeof(written));
	vm_mmap(NULL, BASE, 6 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	map(8, 10, RW);
	file = find_vma(mm, BASE)->vm_file;
	before = file->f_op;
	file->f_op = &fops;
	EXPECT_EQ(sys_msync(PAGE(2), 3 * PAGE_SIZE, MS_SYNC), 0);
	EXPECT_EQ(written.calls, 1);
	EXPECT_EQ(written.start, 2 * PAGE_SIZE);
	EXPECT_EQ(written.end, 5 * PAGE_SIZE - 1);
	EXPECT_EQ(sys_msync(PAGE(2), PAGE_SIZE, MS_ASYNC), 0);
	EXPECT_EQ(sys_msync(PAGE(8), PAGE_SIZE, MS_SYNC), 0);
	EXPECT_EQ(written.calls, 1);
	EXPECT_EQ(sys_msync(PAGE(0), 10 * PAGE_SIZE, MS_SYNC), -ENOMEM);
	EXPECT_EQ(written.calls, 2);
	EXPECT_EQ(written.end, 6 * PAGE_SIZE - 1);
	file->f_op = before;

	EXPECT_EQ(sys_msync(PAGE(0) + 1, PAGE_SIZE, MS_SYNC), -EINVAL);
	EXPECT_EQ(sys_msync(PAGE(0), PAGE_SIZE, MS_SYNC | MS_ASYNC), -EINVAL);
	EXPECT_EQ(sys_msync(PAGE(0), PAGE_SIZE, 64), -EINVAL);
	EXPECT_EQ(sys_msync(PAGE(0), -PAGE_SIZE, MS_SYNC), -ENOMEM);
	EXPECT_EQ(sys_msync(PAGE(0), 0, MS_SYNC), 0);
	EXPECT_EQ(sys_mlock(PAGE(8), PAGE_SIZE), 0);
	EXPECT_EQ(sys_msync(PAGE(8), PAGE_SIZE, MS_INVALIDATE), -EBUSY);
	leave(mm);
}

/* Does mmap2 refuse a descriptor that isn't open, and huge pages? */
SELFTEST(mmap, descriptor)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	EXPECT_EQ(sys_mmap_pgoff(0, PAGE_SIZE, RW, MAP_PRIVATE, 77, 0), -EBADF);
	EXPECT_EQ(sys_mmap_pgoff(0, PAGE_SIZE, RW, ANON | MAP_HUGETLB, 0, 0), -EINVAL);
	EXPECT_EQ(sys_mmap_pgoff(PAGE(3), PAGE_SIZE, RW, ANON | MAP_FIXED, (unsigned long)-1, 0),
		  PAGE(3));
	EXPECT_EQ(sys_mprotect(PAGE(3), PAGE_SIZE, PROT_READ), 0);
	EXPECT_EQ(sys_munmap(PAGE(3), PAGE_SIZE), 0);
	EXPECT_EQ(mm->map_count, 0);
	leave(mm);
}

/* Does munlock find the pages behind a table that isn't there? */
SELFTEST(mlock, behind_a_gap)
{
	unsigned long before = global_page_state(NR_MLOCK);
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 1600, PROT_NONE);
	protect(0, 1600, RW);
	fill(1300, 1301);
	find_vma(mm, BASE)->vm_flags |= VM_LOCKED | VM_LOCKONFAULT;
	mm->locked_vm = 1600;
	fill(1301, 1302);
	EXPECT_EQ(global_page_state(NR_MLOCK), before + 1);
	EXPECT_EQ(sys_munlock(PAGE(0), 1600 * PAGE_SIZE), 0);
	EXPECT_EQ(global_page_state(NR_MLOCK), before);
	leave(mm);
}

/* An address space while @personality is current's */
static struct mm_struct *enter_as(unsigned int personality, unsigned int *before)
{
	*before = current->personality;
	current->personality = personality;
	return enter();
}

static void leave_as(struct mm_struct *mm, unsigned int before)
{
	leave(mm);
	current->personality = before;
}

/* In the old layout, is the lowest hole taken that is large enough, at different depths of the tree, and the end at last? */
SELFTEST(mmap, legacy_layout)
{
	unsigned int before, i;
	struct mm_struct *mm = enter_as(current->personality | ADDR_COMPAT_LAYOUT, &before);
	unsigned long base;

	ASSERT(mm);
	base = vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0);
	EXPECT_EQ(base, TASK_UNMAPPED_BASE);
	/* Every second page, and three that are free together */
	for (i = 2; i < 64; i += 2)
		if (i != 40)
			EXPECT_EQ(vm_mmap(NULL, base + i * PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0),
				  base + i * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, 2 * PAGE_SIZE, RW, ANON, 0), base + 39 * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, 2 * PAGE_SIZE, RW, ANON, 0), base + 63 * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0), base + PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, base + 41 * PAGE_SIZE, PAGE_SIZE, RW, ANON, 0), base + 41 * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, TASK_SIZE - PAGE_SIZE, PROT_READ, ANON | MAP_NORESERVE, 0), (unsigned long)-ENOMEM);
	leave_as(mm, before);
}

/* When nothing is free below the top, does what comes next lie above it? */
SELFTEST(mmap, above_the_top)
{
	struct mm_struct *mm = enter();
	unsigned long top, low = max((unsigned long)FIRST_USER_ADDRESS, mmap_min_addr);

	ASSERT(mm);
	top = mm->mmap_base;
	EXPECT_EQ(vm_mmap(NULL, low, top - low, PROT_READ, ANON | MAP_FIXED | MAP_NORESERVE, 0), low);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ, ANON, 0), top);
	leave(mm);
}

/* Is the place a random one for who may have it, and a multiple of a page not far below the top? */
SELFTEST(mmap, random_layout)
{
	struct mm_struct *mm;
	unsigned long fixed, base[8];
	unsigned int i, others = 0;

	mm = enter();
	ASSERT(mm);
	fixed = mm->mmap_base;
	leave(mm);
	current->flags |= PF_RANDOMIZE;
	for (i = 0; i < ARRAY_SIZE(base); i++) {
		mm = enter();
		if (!EXPECT(mm))
			break;
		base[i] = mm->mmap_base;
		leave(mm);
		EXPECT(base[i] <= fixed && base[i] > fixed - 257 * PAGE_SIZE && !offset_in_page(base[i]));
		others += base[i] != base[0];
	}
	current->flags &= ~(unsigned int)PF_RANDOMIZE;
	EXPECT(others);
}

/* May what is readable be executed, when the program is an old one: mapped, protected, and of the heap? */
SELFTEST(mmap, read_implies_exec)
{
	unsigned int before;
	struct mm_struct *mm = enter_as(current->personality | READ_IMPLIES_EXEC, &before);
	struct vm_area_struct *vma;

	ASSERT(mm);
	map(0, 2, PROT_READ);
	map(4, 6, PROT_NONE);
	EXPECT_EQ(sys_mprotect(PAGE(4), 2 * PAGE_SIZE, RW), 0);
	mm->start_brk = mm->brk = PAGE(10);
	EXPECT_EQ(sys_brk(PAGE(12)), PAGE(12));
	for (vma = mm->mmap; vma; vma = vma->vm_next)
		EXPECT(vma->vm_flags & VM_EXEC);
	EXPECT_EQ(mm->map_count, 3);
	leave_as(mm, before);
}

/* Does brk stay where it is below its start, behind the end of all addresses, and over the limit? */
SELFTEST(brk, edges)
{
	struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS, *before = current->rlim;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	mm->start_brk = mm->brk = PAGE(0);
	EXPECT_EQ(sys_brk(PAGE(0) - 1), PAGE(0));
	EXPECT_EQ(sys_brk(~0UL), PAGE(0));
	current->rlim = rlim;
	rlim[RLIMIT_DATA].rlim_cur = 3 * PAGE_SIZE;
	EXPECT_EQ(sys_brk(PAGE(4)), PAGE(0));
	EXPECT_EQ(sys_brk(PAGE(3)), PAGE(3));
	rlim[RLIMIT_DATA].rlim_cur = RLIM_INFINITY;
	rlim[RLIMIT_AS].rlim_cur = 5 * PAGE_SIZE;
	EXPECT_EQ(sys_brk(PAGE(6)), PAGE(3));
	current->rlim = before;
	EXPECT_EQ(vm_brk(PAGE(20), 0), PAGE(20));
	mm->def_flags = VM_LOCKED;
	EXPECT_EQ(vm_brk(PAGE(20), 2 * PAGE_SIZE), PAGE(20));
	mm->def_flags = 0;
	EXPECT(user_mm_page(mm, PAGE(21)));
	EXPECT_EQ(mm->locked_vm, 2);
	leave(mm);
}

/* Is what a locked VMA grows by locked and there, and a part that moves to less room cut off first? */
SELFTEST(mremap, locked)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 4, RW);
	EXPECT_EQ(sys_mlock(PAGE(0), 4 * PAGE_SIZE), 0);
	EXPECT_EQ(remap(0, 4, 6, 0, 0), PAGE(0));
	EXPECT_EQ(mm->locked_vm, 6);
	EXPECT(user_mm_page(mm, PAGE(5)));
	EXPECT_EQ(remap(0, 6, 2, FIXED, 20), PAGE(20));
	EXPECT_EQ(mm->locked_vm, 2);
	EXPECT_STRIP(mm, "....................aa..");
	EXPECT_EQ(sys_munlock(PAGE(20), 2 * PAGE_SIZE), 0);
	EXPECT_EQ(sys_mlock2(PAGE(20), PAGE_SIZE, MLOCK_ONFAULT), 0);
	EXPECT_EQ(sys_mlock2(PAGE(20), PAGE_SIZE, ~0), -EINVAL);
	leave(mm);
}

/* Does MADV_REMOVE make holes of a file's pages, in its place, and refuse what isn't one's own to write? */
SELFTEST(madvise, remove)
{
	struct file *f = shmem_file_setup("remove", 4 * PAGE_SIZE, 0);
	struct mm_struct *mm = enter();

	ASSERT(mm && !IS_ERR(f));
	EXPECT_EQ(vm_mmap(f, PAGE(0), 3 * PAGE_SIZE, RW, MAP_SHARED | MAP_FIXED, PAGE_SIZE), PAGE(0));
	fill(0, 3);
	EXPECT_EQ(sys_madvise(PAGE(1), PAGE_SIZE, MADV_REMOVE), 0);
	EXPECT_EQ(user_read(PAGE(0)), 0x1000);
	EXPECT_EQ(user_read(PAGE(1)), 0);
	EXPECT_EQ(user_read(PAGE(2)), 0x1002);
	EXPECT_EQ(sys_mlock(PAGE(0), PAGE_SIZE), 0);
	EXPECT_EQ(sys_madvise(PAGE(0), PAGE_SIZE, MADV_REMOVE), -EINVAL);
	EXPECT_EQ(vm_mmap(f, PAGE(8), PAGE_SIZE, RW, MAP_PRIVATE | MAP_FIXED, 0), PAGE(8));
	EXPECT_EQ(sys_madvise(PAGE(8), PAGE_SIZE, MADV_REMOVE), -EACCES);
	map(10, 11, RW);
	EXPECT_EQ(sys_madvise(PAGE(10), PAGE_SIZE, MADV_REMOVE), -EINVAL);
	leave(mm);
	fput(f);
}

/* Does /proc/invariants name each check, and say that all hold? */
SELFTEST(invariants, text)
{
	static char text[1024];
	struct seq_file m = { .buf = text, .size = sizeof(text) };

	invariants_show(&m);
	EXPECT(strstr(text, "zone_check ok\n") && strstr(text, "swap_check ok\n") && strstr(text, "all_mms_check ok\n"));
	EXPECT(!strstr(text, "BROKEN"));
}
