/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about the calls that change what is mapped already: mremap, mlock, madvise,
 * mincore, msync, remap_file_pages (article 3.3.4).  vma_test.h says how strips are drawn.
 */
#include <linux/err.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/vmstat.h>
#include "vma_test.h"

/* mremap of pages [from, from + old) to @new pages */
static long remap(unsigned int from, unsigned int old, unsigned int new, unsigned long flags,
		  unsigned long to)
{
	return sys_mremap(PAGE(from), old * PAGE_SIZE, new * PAGE_SIZE, flags, to);
}

/* Does mremap shrink and grow in place, and refuse to grow into a neighbour? */
SELFTEST(mremap, in_place)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 6, RW);
	map(10, 12, PROT_READ);
	EXPECT_EQ(user_write(PAGE(1), 0x11), 0);
	EXPECT_EQ(remap(0, 6, 4, 0, 0), BASE);
	EXPECT_STRIP(mm, "aaaa......bb");
	EXPECT_EQ(remap(0, 4, 10, 0, 0), BASE);
	EXPECT_STRIP(mm, "aaaaaaaaaabb");
	EXPECT_EQ(user_read(PAGE(1)), 0x11);
	EXPECT_EQ(user_read(PAGE(9)), 0);
	EXPECT_EQ(remap(0, 10, 11, 0, 0), -ENOMEM);
	EXPECT_EQ(remap(2, 2, 3, 0, 0), -ENOMEM);	/* its own tail is in the way */
	EXPECT_EQ(remap(0, 4, 4, 0, 0), BASE);
	EXPECT_STRIP(mm, "aaaaaaaaaabb");
	leave(mm);
}

/* Do the pages go along when a VMA moves, to the same frames, across page tables, too? */
SELFTEST(mremap, move)
{
	long committed = atomic_long_read(&vm_committed_as);
	struct mm_struct *mm = enter();
	unsigned long to = BASE + 2 * PMD_SIZE - 3 * PAGE_SIZE;
	struct page *page[8];
	unsigned int i;

	ASSERT(mm);
	map(0, 8, RW);
	for (i = 0; i < 8; i += 2)
		EXPECT_EQ(user_write(PAGE(i), 0x100 + i), 0);
	for (i = 0; i < 8; i++)
		page[i] = user_mm_page(mm, PAGE(i));
	EXPECT_EQ(remap(0, 8, 10, MREMAP_MAYMOVE | MREMAP_FIXED, to), to);
	EXPECT_STRIP(mm, "..........");
	EXPECT_EQ(mm->map_count, 1);
	for (i = 0; i < 8; i++)
		EXPECT_EQ(user_mm_page(mm, to + i * PAGE_SIZE), page[i]);
	for (i = 0; i < 8; i += 2)
		EXPECT_EQ(user_read(to + i * PAGE_SIZE), 0x100 + i);
	EXPECT_EQ(user_read(PAGE(0)), USER_FAULT);
	EXPECT_EQ(user_write(to + 9 * PAGE_SIZE, 1), 0);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), committed + 10);
	EXPECT(vma_check(mm));
	leave(mm);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), committed);
}

/* Is what isn't moved left, with its commit charge: the middle of a VMA, its head, its tail? */
SELFTEST(mremap, part)
{
	long committed = atomic_long_read(&vm_committed_as);
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;
	unsigned long charged = 0;

	ASSERT(mm);
	map(0, 9, RW);
	EXPECT_EQ(user_write(PAGE(4), 4), 0);
	EXPECT_EQ(remap(3, 3, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(12)), PAGE(12));
	EXPECT_STRIP(mm, "aaa...bbb...cccc");
	EXPECT_EQ(user_read(PAGE(13)), 4);
	EXPECT_EQ(remap(0, 1, 1, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(20)), PAGE(20));
	EXPECT_EQ(remap(8, 1, 1, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(22)), PAGE(22));
	EXPECT_STRIP(mm, ".aa...bb....cccc....d.e.");
	for (vma = mm->mmap; vma; vma = vma->vm_next)
		charged += vma->vm_flags & VM_ACCOUNT ? vma_pages(vma) : 0;
	EXPECT_EQ(charged, 10);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), committed + 10);
	leave(mm);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), committed);
}

/* Does a moved VMA join what it came from when it comes back to it? */
SELFTEST(mremap, joins)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 8, RW);
	EXPECT_EQ(remap(4, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(12)), PAGE(12));
	EXPECT_STRIP(mm, "aaaa........bbbb");
	EXPECT_EQ(remap(12, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(4)), PAGE(4));
	EXPECT_STRIP(mm, "aaaaaaaa........");
	EXPECT_EQ(user_write(PAGE(2), 7), 0);	/* pages have numbers from now on */
	EXPECT_EQ(user_write(PAGE(6), 9), 0);
	EXPECT_EQ(remap(4, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(8)), PAGE(8));
	EXPECT_STRIP(mm, "aaaa....bbbb....");
	EXPECT_EQ(remap(8, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(4)), PAGE(4));
	EXPECT_STRIP(mm, "aaaaaaaa........");	/* joined with what ends where it began */
	EXPECT_EQ(user_read(PAGE(6)), 9);
	EXPECT_EQ(user_read(PAGE(10)), USER_FAULT);
	EXPECT_EQ(remap(4, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(12)), PAGE(12));
	EXPECT_EQ(remap(12, 4, 4, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(4)), PAGE(4));
	EXPECT_STRIP(mm, "aaaaaaaa........");
	leave(mm);
}

/* Where it may move but isn't told to, does it find a hole, and take what was locked along? */
SELFTEST(mremap, maymove)
{
	struct mm_struct *mm = enter();
	long addr;

	ASSERT(mm);
	map(0, 2, RW);
	map(2, 3, PROT_READ);
	EXPECT_EQ(sys_mlock(BASE, 2 * PAGE_SIZE), 0);
	EXPECT_EQ(user_write(PAGE(1), 9), 0);
	addr = remap(0, 2, 4, MREMAP_MAYMOVE, 0);
	EXPECT_EQ(addr, mm->mmap_base - 4 * PAGE_SIZE);
	EXPECT_STRIP(mm, "..a");
	EXPECT_EQ(mm->locked_vm, 4);
	EXPECT(user_mm_page(mm, (unsigned long)addr + 3 * PAGE_SIZE));
	EXPECT_EQ(user_read((unsigned long)addr + PAGE_SIZE), 9);
	leave(mm);
}

/* Are mremap's errors the man page's, in its order? */
SELFTEST(mremap, errors)
{
	struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS, *before = current->rlim;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	current->rlim = rlim;
	map(0, 4, RW);
	map(4, 6, PROT_READ);
	EXPECT_EQ(remap(0, 2, 4, 4, 0), -EINVAL);
	EXPECT_EQ(remap(0, 2, 4, MREMAP_FIXED, PAGE(10)), -EINVAL);
	EXPECT_EQ(sys_mremap(BASE + 1, PAGE_SIZE, PAGE_SIZE, 0, 0), -EINVAL);
	EXPECT_EQ(remap(0, 2, 0, 0, 0), -EINVAL);
	EXPECT_EQ(remap(0, 2, 2, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(10) + 1), -EINVAL);
	EXPECT_EQ(remap(0, 2, 2, MREMAP_MAYMOVE | MREMAP_FIXED, TASK_SIZE - PAGE_SIZE), -EINVAL);
	EXPECT_EQ(remap(0, 2, 2, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(1)), -EINVAL);
	EXPECT_EQ(remap(10, 1, 2, MREMAP_MAYMOVE, 0), -EFAULT);		/* a hole */
	EXPECT_EQ(remap(2, 4, 6, MREMAP_MAYMOVE, 0), -EFAULT);		/* two VMAs */
	EXPECT_EQ(remap(0, 0, 2, MREMAP_MAYMOVE, 0), -EINVAL);		/* size 0 of private memory */
	EXPECT_EQ(remap(0, 1, 1, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE_SIZE), -EINVAL);
	mmap_min_addr = 4 * PAGE_SIZE;
	EXPECT_EQ(remap(0, 1, 1, MREMAP_MAYMOVE | MREMAP_FIXED, 3 * PAGE_SIZE), -EPERM);
	mmap_min_addr = DEFAULT_MMAP_MIN_ADDR;
	EXPECT_EQ(sys_mlock(PAGE(4), PAGE_SIZE), 0);
	rlim[RLIMIT_MEMLOCK].rlim_cur = 2 * PAGE_SIZE;
	EXPECT_EQ(remap(4, 1, 4, MREMAP_MAYMOVE, 0), -EAGAIN);
	rlim[RLIMIT_AS].rlim_cur = 6 * PAGE_SIZE;
	EXPECT_EQ(remap(5, 1, 2, 0, 0), -ENOMEM);
	find_vma(mm, PAGE(5))->vm_flags |= VM_DONTEXPAND;
	EXPECT_EQ(remap(5, 1, 2, 0, 0), -EFAULT);
	current->rlim = before;
	EXPECT(vma_check(mm));
	leave(mm);
}

/* Does an old size of 0 make a second mapping of shared memory? */
SELFTEST(mremap, second_mapping)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	EXPECT_EQ(vm_mmap(NULL, BASE, 2 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0),
		  BASE);
	EXPECT_EQ(user_write(BASE, 0x77), 0);
	EXPECT_EQ(remap(0, 0, 2, MREMAP_MAYMOVE | MREMAP_FIXED, PAGE(4)), PAGE(4));
	EXPECT_STRIP(mm, "aa..bb..");
	EXPECT_EQ(user_read(PAGE(4)), 0x77);
	EXPECT_EQ(user_write(PAGE(5), 0x88), 0);
	EXPECT_EQ(user_read(PAGE(1)), 0x88);
	leave(mm);
}

/* Can the pages of a shared mapping be put in another order, and back? */
SELFTEST(mremap, file_pages)
{
	struct mm_struct *mm = enter();
	unsigned int i;

	ASSERT(mm);
	vm_mmap(NULL, BASE, 6 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	for (i = 0; i < 6; i++)
		user_write(PAGE(i), i);
	EXPECT_EQ(sys_remap_file_pages(PAGE(2), PAGE_SIZE, 0, 5, 0), 0);
	EXPECT_STRIP(mm, "aabccc");
	EXPECT_EQ(user_read(PAGE(2)), 5);
	EXPECT_EQ(sys_remap_file_pages(PAGE(2), PAGE_SIZE, 0, 2, 0), 0);
	EXPECT_STRIP(mm, "aaaaaa");
	EXPECT_EQ(user_read(PAGE(2)), 2);
	EXPECT_EQ(sys_remap_file_pages(PAGE(2), PAGE_SIZE, PROT_READ, 2, 0), -EINVAL);
	EXPECT_EQ(sys_remap_file_pages(PAGE(5), 2 * PAGE_SIZE, 0, 2, 0), -EINVAL);
	EXPECT_EQ(sys_remap_file_pages(PAGE(9), PAGE_SIZE, 0, 2, 0), -EINVAL);
	map(8, 9, RW);
	EXPECT_EQ(sys_remap_file_pages(PAGE(8), PAGE_SIZE, 0, 2, 0), -EINVAL);
	leave(mm);
}

/* Does mlock cut out what it locks and bring it into memory, and does munlock join it again? */
SELFTEST(mlock, range)
{
	struct mm_struct *mm = enter();
	unsigned long mlocked = global_page_state(NR_MLOCK);

	ASSERT(mm);
	map(0, 8, RW);
	EXPECT_EQ(user_write(BASE, 1), 0);	/* all parts have the same anon_vma from now on */
	EXPECT_EQ(sys_mlock(PAGE(2) + 5, 2 * PAGE_SIZE), 0);	/* bytes of three pages */
	EXPECT_STRIP(mm, "aabbbccc");
	EXPECT_EQ(mm->locked_vm, 3);
	EXPECT(user_mm_page(mm, PAGE(2)) && user_mm_page(mm, PAGE(4)) && !user_mm_page(mm, PAGE(5)));
	EXPECT_EQ(global_page_state(NR_MLOCK), mlocked + 3);
	EXPECT_EQ(sys_mlock(PAGE(4), 2 * PAGE_SIZE), 0);	/* one of them again */
	EXPECT_STRIP(mm, "aabbbbcc");
	EXPECT_EQ(mm->locked_vm, 4);
	EXPECT_EQ(sys_munlock(PAGE(3), PAGE_SIZE), 0);
	EXPECT_STRIP(mm, "aabcddee");
	EXPECT_EQ(global_page_state(NR_MLOCK), mlocked + 3);
	EXPECT_EQ(sys_munlock(BASE, 8 * PAGE_SIZE), 0);
	EXPECT_STRIP(mm, "aaaaaaaa");
	EXPECT_EQ(mm->locked_vm, 0);
	EXPECT_EQ(global_page_state(NR_MLOCK), mlocked);
	leave(mm);
}

/* Are holes and limits reported, and what lies before a hole locked nevertheless? */
SELFTEST(mlock, errors)
{
	struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS, *before = current->rlim;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	current->rlim = rlim;
	map(0, 2, RW);
	map(4, 6, RW);
	EXPECT_EQ(sys_mlock(BASE, 6 * PAGE_SIZE), -ENOMEM);
	EXPECT_EQ(mm->locked_vm, 2);
	EXPECT_EQ(sys_munlock(PAGE(2), PAGE_SIZE), -ENOMEM);
	EXPECT_EQ(sys_mlock(~0UL - PAGE_SIZE, PAGE_SIZE), -EINVAL);	/* wraps */
	EXPECT_EQ(sys_mlock(BASE, 0), 0);
	EXPECT_EQ(sys_mlock2(BASE, PAGE_SIZE, 2), -EINVAL);
	rlim[RLIMIT_MEMLOCK].rlim_cur = 3 * PAGE_SIZE;
	EXPECT_EQ(sys_mlock(PAGE(4), 2 * PAGE_SIZE), -ENOMEM);
	EXPECT_EQ(sys_mlockall(MCL_CURRENT), -ENOMEM);
	EXPECT_EQ(sys_mlockall(0), -EINVAL);
	EXPECT_EQ(sys_mlockall(8), -EINVAL);
	rlim[RLIMIT_MEMLOCK].rlim_cur = 0;
	EXPECT_EQ(sys_mlock(PAGE(4), PAGE_SIZE), -EPERM);
	EXPECT_EQ(sys_mlockall(MCL_FUTURE), -EPERM);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON | MAP_LOCKED, 0), (unsigned long)-EPERM);
	current->rlim = before;
	leave(mm);
}

/* Do MCL_CURRENT, MCL_FUTURE and MCL_ONFAULT lock what is, what will be, and what is touched? */
SELFTEST(mlock, all)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 2, RW);
	EXPECT_EQ(sys_mlockall(MCL_CURRENT), 0);
	EXPECT_EQ(mm->locked_vm, 2);
	EXPECT(user_mm_page(mm, PAGE(1)));
	map(4, 6, RW);
	EXPECT_EQ(mm->locked_vm, 2);
	EXPECT_EQ(sys_mlockall(MCL_FUTURE), 0);
	map(8, 9, RW);
	EXPECT_EQ(mm->locked_vm, 3);
	EXPECT(user_mm_page(mm, PAGE(8)) && !user_mm_page(mm, PAGE(4)));
	mm->start_brk = mm->brk = PAGE(12);
	sys_brk(PAGE(12) + 1);
	EXPECT_EQ(mm->locked_vm, 4);
	EXPECT(user_mm_page(mm, PAGE(12)));
	EXPECT_EQ(sys_munlockall(), 0);
	EXPECT_EQ(mm->locked_vm, 0);
	EXPECT_EQ(mm->def_flags, 0);
	EXPECT_EQ(sys_mlockall(MCL_CURRENT | MCL_ONFAULT), 0);
	EXPECT_EQ(mm->locked_vm, 6);
	EXPECT(!user_mm_page(mm, PAGE(5)));
	EXPECT_EQ(user_write(PAGE(5), 1), 0);
	EXPECT(PageMlocked(user_mm_page(mm, PAGE(5))));
	EXPECT(vma_check(mm));
	leave(mm);
}

/* Does a locked VMA that becomes writable get its pages at once? */
SELFTEST(mlock, becomes_writable)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 2, PROT_READ);
	EXPECT_EQ(sys_mlock(BASE, 2 * PAGE_SIZE), 0);
	EXPECT_EQ(protect(0, 2, RW), 0);
	EXPECT(user_mm_page(mm, BASE) && user_mm_page(mm, BASE) != user_mm_page(mm, PAGE(1)));
	leave(mm);
}

/* Does MADV_DONTNEED throw the pages away and keep the VMA, unless it is locked? */
SELFTEST(madvise, dontneed)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 4, RW);
	EXPECT_EQ(user_write(PAGE(1), 5), 0);
	EXPECT_EQ(user_write(PAGE(3), 6), 0);
	EXPECT_EQ(sys_madvise(PAGE(1), PAGE_SIZE + 1, MADV_DONTNEED), 0);
	EXPECT_EQ(user_read(PAGE(1)), 0);
	EXPECT_EQ(user_read(PAGE(3)), 6);
	EXPECT_STRIP(mm, "aaaa");
	EXPECT_EQ(sys_mlock(PAGE(3), PAGE_SIZE), 0);
	EXPECT_EQ(sys_madvise(PAGE(3), PAGE_SIZE, MADV_DONTNEED), -EINVAL);
	EXPECT_EQ(sys_munlock(PAGE(3), PAGE_SIZE), 0);
	map(6, 7, RW);
	EXPECT_EQ(user_write(PAGE(6), 8), 0);
	EXPECT_EQ(sys_madvise(PAGE(3), 4 * PAGE_SIZE, MADV_DONTNEED), -ENOMEM);
	EXPECT_EQ(user_read(PAGE(3)), 0);
	EXPECT_EQ(user_read(PAGE(6)), 0);	/* behind the hole, too */
	leave(mm);
}

/* Does advice cut VMAs and join them again, and does fork heed MADV_DONTFORK? */
SELFTEST(madvise, flags)
{
	struct mm_struct *mm = enter(), *child;

	ASSERT(mm);
	map(0, 8, RW);
	EXPECT_EQ(sys_madvise(PAGE(2), 2 * PAGE_SIZE, MADV_SEQUENTIAL), 0);
	EXPECT(find_vma(mm, PAGE(2))->vm_flags & VM_SEQ_READ);
	EXPECT_STRIP(mm, "aabbcccc");
	EXPECT_EQ(sys_madvise(PAGE(2), 2 * PAGE_SIZE, MADV_RANDOM), 0);
	EXPECT_EQ(find_vma(mm, PAGE(2))->vm_flags & (VM_SEQ_READ | VM_RAND_READ), VM_RAND_READ);
	EXPECT_EQ(sys_madvise(PAGE(4), 2 * PAGE_SIZE, MADV_RANDOM), 0);
	EXPECT_STRIP(mm, "aabbbbcc");
	EXPECT_EQ(sys_madvise(BASE, 8 * PAGE_SIZE, MADV_NORMAL), 0);
	EXPECT_STRIP(mm, "aaaaaaaa");
	EXPECT_EQ(sys_madvise(PAGE(6), 2 * PAGE_SIZE, MADV_DONTFORK), 0);
	child = dup_mm(mm);
	if (EXPECT(child)) {
		EXPECT_STRIP(child, "aaaaaa..");
		mmput(child);
	}
	EXPECT_EQ(sys_madvise(PAGE(6), 2 * PAGE_SIZE, MADV_DOFORK), 0);
	EXPECT_STRIP(mm, "aaaaaaaa");
	leave(mm);
}

/* Are madvise's errors the man page's? */
SELFTEST(madvise, errors)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 2, RW);
	EXPECT_EQ(sys_madvise(BASE, PAGE_SIZE, 77), -EINVAL);
	EXPECT_EQ(sys_madvise(BASE + 1, PAGE_SIZE, MADV_NORMAL), -EINVAL);
	EXPECT_EQ(sys_madvise(BASE, ~0UL, MADV_NORMAL), -EINVAL);
	EXPECT_EQ(sys_madvise(~0UL << PAGE_SHIFT, 2 * PAGE_SIZE, MADV_NORMAL), -EINVAL);
	EXPECT_EQ(sys_madvise(BASE, 0, MADV_NORMAL), 0);
	EXPECT_EQ(sys_madvise(PAGE(8), PAGE_SIZE, MADV_NORMAL), -ENOMEM);
	EXPECT_EQ(sys_madvise(PAGE(1), 2 * PAGE_SIZE, MADV_WILLNEED), -ENOMEM);
	find_vma(mm, BASE)->vm_flags |= VM_IO;
	EXPECT_EQ(sys_madvise(BASE, PAGE_SIZE, MADV_DOFORK), -EINVAL);
	leave(mm);
}

/* Does mincore tell which pages are there, VMA by VMA, up to a hole? */
SELFTEST(mincore, pages)
{
	struct mm_struct *mm = enter();
	unsigned char __user *vec = (unsigned char __user *)PAGE(100);

	ASSERT(mm);
	map(0, 4, RW);
	map(4, 6, PROT_READ);
	map(100, 101, RW);
	EXPECT_EQ(user_write(PAGE(1), 1), 0);
	EXPECT_EQ(user_read(PAGE(4)), 0);
	EXPECT_EQ(sys_mincore(BASE, 5 * PAGE_SIZE + 1, vec), 0);
	EXPECT_EQ(user_read(PAGE(100)), 0x00000100);
	EXPECT_EQ(user_read(PAGE(100) + 4), 0x00000001);
	EXPECT_EQ(sys_mincore(PAGE(5), 2 * PAGE_SIZE, vec), -ENOMEM);
	EXPECT_EQ(sys_mincore(BASE + 1, PAGE_SIZE, vec), -EINVAL);
	EXPECT_EQ(sys_mincore(BASE, ~0UL, vec), -ENOMEM);
	EXPECT_EQ(sys_mincore(BASE, PAGE_SIZE, (unsigned char __user *)PAGE(50)), -EFAULT);
	EXPECT_EQ(sys_mincore(BASE, 0, vec), 0);
	leave(mm);
}

/* Does msync check what it is given, and pass over memory without a file? */
SELFTEST(msync, errors)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 2, RW);
	vm_mmap(NULL, PAGE(2), PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	EXPECT_EQ(sys_msync(BASE, 3 * PAGE_SIZE, MS_SYNC), 0);
	EXPECT_EQ(sys_msync(BASE, 3 * PAGE_SIZE, MS_ASYNC), 0);
	EXPECT_EQ(sys_msync(BASE, PAGE_SIZE, 0), 0);
	EXPECT_EQ(sys_msync(BASE, PAGE_SIZE, 8), -EINVAL);
	EXPECT_EQ(sys_msync(BASE + 1, PAGE_SIZE, MS_SYNC), -EINVAL);
	EXPECT_EQ(sys_msync(BASE, PAGE_SIZE, MS_SYNC | MS_ASYNC), -EINVAL);
	EXPECT_EQ(sys_msync(BASE, ~0UL - PAGE_SIZE, MS_SYNC), -ENOMEM);
	EXPECT_EQ(sys_msync(BASE, 4 * PAGE_SIZE, MS_SYNC), -ENOMEM);
	EXPECT_EQ(sys_msync(PAGE(3), PAGE_SIZE, MS_SYNC), -ENOMEM);
	EXPECT_EQ(sys_mlock(BASE, PAGE_SIZE), 0);
	EXPECT_EQ(sys_msync(BASE, PAGE_SIZE, MS_INVALIDATE), -EBUSY);
	leave(mm);
}
