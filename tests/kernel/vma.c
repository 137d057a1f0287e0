/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about VMAs (article 3.3.4, 3.3.5): merging in all its cases, cutting, holes,
 * limits, and the order of errors.  vma_test.h says how strips are drawn.
 */
#include <linux/err.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include "vma_test.h"

/* Does a mapping join what is alike before, behind, or on both sides of it?  Cases 1 to 3. */
SELFTEST(vma, merge_map)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 4, RW);
	map(8, 12, RW);
	EXPECT_STRIP(mm, "aaaa....bbbb....");
	map(4, 6, RW);			/* 2 */
	EXPECT_STRIP(mm, "aaaaaa..bbbb....");
	map(7, 8, RW);			/* 3 */
	EXPECT_STRIP(mm, "aaaaaa.bbbbb....");
	map(6, 7, RW);			/* 1 */
	EXPECT_STRIP(mm, "aaaaaaaaaaaa....");
	map(12, 14, PROT_READ);		/* not alike */
	EXPECT_STRIP(mm, "aaaaaaaaaaaabb..");
	leave(mm);
}

/* Does a mapping between two with pages of different anon_vmas join the one before it, or both if that has no pages yet? */
SELFTEST(vma, merge_between)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 4, RW);
	map(8, 12, RW);
	down_read(&mm->mmap_sem);
	EXPECT_EQ(anon_vma_prepare(find_vma(mm, PAGE(8))), 0);
	up_read(&mm->mmap_sem);
	map(4, 8, RW);
	EXPECT_STRIP(mm, "aaaaaaaaaaaa....");
	unmap(0, 8);
	map(0, 4, RW);
	down_read(&mm->mmap_sem);
	EXPECT_EQ(anon_vma_prepare(find_vma(mm, PAGE(0))), 0);
	up_read(&mm->mmap_sem);
	map(4, 8, RW);
	EXPECT_STRIP(mm, "aaaaaaaabbbb....");
	leave(mm);
}

/* Do permissions cut a VMA in three, and join it again when they are set back?  4 to 8. */
SELFTEST(vma, merge_protect)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 12, RW);
	EXPECT_EQ(protect(4, 8, PROT_READ), 0);
	EXPECT_STRIP(mm, "aaaabbbbcccc");
	EXPECT_EQ(protect(2, 4, PROT_READ), 0);		/* 4: the tail goes to next */
	EXPECT_STRIP(mm, "aabbbbbbcccc");
	EXPECT_EQ(protect(8, 10, PROT_READ), 0);	/* 5: the head comes to prev */
	EXPECT_STRIP(mm, "aabbbbbbbbcc");
	EXPECT_EQ(protect(2, 10, RW), 0);		/* 6: all three are one */
	EXPECT_STRIP(mm, "aaaaaaaaaaaa");
	map(4, 8, PROT_READ);
	EXPECT_EQ(protect(8, 12, PROT_NONE), 0);
	EXPECT_STRIP(mm, "aaaabbbbcccc");
	EXPECT_EQ(protect(4, 8, RW), 0);		/* 7: prev takes all of it */
	EXPECT_STRIP(mm, "aaaaaaaabbbb");
	EXPECT_EQ(protect(4, 8, PROT_READ), 0);
	EXPECT_EQ(protect(8, 12, PROT_READ), 0);	/* 8 */
	EXPECT_STRIP(mm, "aaaabbbbbbbb");
	EXPECT_EQ(mm->map_count, 2);
	leave(mm);
}

/* Does munmap cut at both ends, take whole VMAs, and leave what it wasn't asked for? */
SELFTEST(vma, unmap)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 12, RW);
	EXPECT_EQ(unmap(4, 6), 0);
	EXPECT_STRIP(mm, "aaaa..bbbbbb");
	map(4, 5, PROT_READ);
	EXPECT_EQ(unmap(3, 8), 0);
	EXPECT_STRIP(mm, "aaa.....bbbb");
	EXPECT_EQ(unmap(20, 30), 0);
	EXPECT_EQ(unmap(0, 12), 0);
	EXPECT_STRIP(mm, "............");
	EXPECT_EQ(mm->total_vm, 0);
	leave(mm);
}

/* Do the system calls refuse, with the errors of the man pages? */
SELFTEST(vma, errors)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	EXPECT_EQ(vm_mmap(NULL, 0, 0, RW, ANON, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, MAP_ANONYMOUS, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON | MAP_SHARED, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, 0, ~0UL, RW, ANON, 0), (unsigned long)-ENOMEM);
	EXPECT_EQ(vm_mmap(NULL, 0, TASK_SIZE, RW, ANON, 0), (unsigned long)-ENOMEM);
	EXPECT_EQ(vm_mmap(NULL, 123, PAGE_SIZE, RW, ANON | MAP_FIXED, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, TASK_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0),
		  (unsigned long)-ENOMEM);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON | MAP_FIXED, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 100), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_munmap(BASE, 0), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_munmap(BASE + 1, PAGE_SIZE), (unsigned long)-EINVAL);
	EXPECT_EQ(vm_munmap(TASK_SIZE - PAGE_SIZE, 2 * PAGE_SIZE), (unsigned long)-EINVAL);
	map(0, 2, RW);
	EXPECT_EQ(do_mprotect(BASE + 1, PAGE_SIZE, RW), (unsigned long)-EINVAL);
	EXPECT_EQ(do_mprotect(BASE, 0, RW), 0);
	EXPECT_EQ(do_mprotect(BASE, PAGE_SIZE, 0x40), (unsigned long)-EINVAL);
	EXPECT_EQ(protect(0, 4, PROT_READ), (unsigned long)-ENOMEM);	/* a hole behind it */
	EXPECT_EQ(find_vma(mm, BASE)->vm_flags & VM_WRITE, 0);		/* up to there it's done */
	EXPECT_EQ(do_mprotect(BASE, PAGE_SIZE, PROT_GROWSDOWN | RW), (unsigned long)-EINVAL);
	EXPECT_EQ(do_mprotect(BASE, PAGE_SIZE, PROT_GROWSUP | RW), (unsigned long)-EINVAL);
	EXPECT_EQ(do_mprotect(BASE + 2 * PAGE_SIZE, PAGE_SIZE, PROT_GROWSUP | RW), (unsigned long)-ENOMEM);
	leave(mm);
}

/* Is the highest hole taken top-down, and the lowest bottom-up, of those that fit? */
SELFTEST(vma, holes)
{
	struct mm_struct *mm = enter();
	unsigned long a, b, c, d;

	ASSERT(mm);
	a = vm_mmap(NULL, 0, 4 * PAGE_SIZE, RW, ANON, 0);
	EXPECT_EQ(a, mm->mmap_base - 4 * PAGE_SIZE);
	b = vm_mmap(NULL, 0, 4 * PAGE_SIZE, PROT_READ, ANON, 0);
	EXPECT_EQ(b, a - 4 * PAGE_SIZE);
	c = vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0);
	EXPECT_EQ(c, b - PAGE_SIZE);
	vm_munmap(b, 4 * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, 5 * PAGE_SIZE, PROT_READ, ANON, 0), c - 5 * PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, 3 * PAGE_SIZE, PROT_READ, ANON, 0), b + PAGE_SIZE);
	mm->get_unmapped_area = arch_get_unmapped_area;
	d = mm->mmap_base = TASK_UNMAPPED_BASE;
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0), d);
	EXPECT_EQ(vm_mmap(NULL, BASE + PAGE_SIZE - 1, PAGE_SIZE, RW, ANON, 0), BASE);	/* rounded down */
	EXPECT_EQ(vm_mmap(NULL, 5, PAGE_SIZE, RW, ANON, 0), d + PAGE_SIZE);		/* no hint */
	mmap_min_addr = 4 * PAGE_SIZE;
	EXPECT_EQ(vm_mmap(NULL, 3 * PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0), (unsigned long)-EPERM);
	EXPECT_EQ(vm_mmap(NULL, PAGE_SIZE, PAGE_SIZE, RW, ANON, 0), 4 * PAGE_SIZE);	/* the lowest */
	mmap_min_addr = DEFAULT_MMAP_MIN_ADDR;
	EXPECT(vma_check(mm));
	leave(mm);
}

/* Does MAP_FIXED take the place of what was there? */
SELFTEST(vma, fixed)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 8, RW);
	user_write(BASE + 2 * PAGE_SIZE, 0x1111);
	EXPECT_EQ(user_read(BASE + 2 * PAGE_SIZE), 0x1111);
	map(2, 4, PROT_READ);
	EXPECT_STRIP(mm, "aabbcccc");
	EXPECT_EQ(user_read(BASE + 2 * PAGE_SIZE), 0);
	leave(mm);
}

/* Does find_vma give the VMA above when there is none at the address, and the cache agree? */
SELFTEST(vma, find)
{
	struct mm_struct *mm = enter();
	struct vm_area_struct *prev;
	unsigned int round;

	ASSERT(mm);
	map(2, 4, RW);
	map(6, 8, PROT_READ);
	for (round = 0; round < 2; round++) {
		EXPECT_EQ(find_vma(mm, BASE)->vm_start, BASE + 2 * PAGE_SIZE);
		EXPECT_EQ(find_vma(mm, BASE + 3 * PAGE_SIZE)->vm_start, BASE + 2 * PAGE_SIZE);
		EXPECT_EQ(find_vma(mm, BASE + 4 * PAGE_SIZE)->vm_start, BASE + 6 * PAGE_SIZE);
		EXPECT(!find_vma(mm, BASE + 8 * PAGE_SIZE));
	}
	EXPECT(!find_vma_prev(mm, BASE + 8 * PAGE_SIZE, &prev));
	EXPECT_EQ(prev->vm_start, BASE + 6 * PAGE_SIZE);
	EXPECT(!find_vma_intersection(mm, BASE + 4 * PAGE_SIZE, BASE + 6 * PAGE_SIZE));
	EXPECT(find_vma_intersection(mm, BASE + 4 * PAGE_SIZE, BASE + 6 * PAGE_SIZE + 1));
	unmap(2, 4);
	EXPECT_EQ(find_vma(mm, BASE + 3 * PAGE_SIZE)->vm_start, BASE + 6 * PAGE_SIZE);
	leave(mm);
}

/* Do limits hold: RLIMIT_AS, RLIMIT_MEMLOCK, max_map_count? */
SELFTEST(vma, limits)
{
	struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS, *before = current->rlim;
	int max_before = sysctl_max_map_count;
	struct mm_struct *mm = enter();
	unsigned int i;

	ASSERT(mm);
	current->rlim = rlim;
	rlim[RLIMIT_AS].rlim_cur = 8 * PAGE_SIZE;
	EXPECT_EQ(map(0, 8, RW), BASE);
	EXPECT_EQ(map(8, 9, RW), (unsigned long)-ENOMEM);
	rlim[RLIMIT_AS].rlim_cur = RLIM_INFINITY;
	rlim[RLIMIT_MEMLOCK].rlim_cur = 2 * PAGE_SIZE;
	EXPECT_EQ(vm_mmap(NULL, BASE + 16 * PAGE_SIZE, 3 * PAGE_SIZE, RW,
			  ANON | MAP_FIXED | MAP_LOCKED, 0), (unsigned long)-EAGAIN);
	EXPECT_EQ(vm_mmap(NULL, BASE + 16 * PAGE_SIZE, 2 * PAGE_SIZE, RW,
			  ANON | MAP_FIXED | MAP_LOCKED, 0), BASE + 16 * PAGE_SIZE);
	EXPECT_EQ(mm->locked_vm, 2);
	EXPECT(user_mm_page(mm, BASE + 17 * PAGE_SIZE));
	unmap(16, 18);
	EXPECT_EQ(mm->locked_vm, 0);
	sysctl_max_map_count = 6;
	for (i = 10; i < 24; i += 2)
		map(i, i + 1, i & 2 ? RW : PROT_READ);
	EXPECT(mm->map_count <= 7);
	EXPECT_EQ(unmap(2, 3), (unsigned long)-ENOMEM);
	sysctl_max_map_count = max_before;
	EXPECT_EQ(unmap(2, 3), 0);
	current->rlim = before;
	leave(mm);
}

/* Could @pages be charged to @mm, or by the kernel itself?  They aren't. */
static bool may_charge(struct mm_struct *mm, long pages, int cap_sys_admin)
{
	if (__vm_enough_memory(mm, pages, cap_sys_admin))
		return false;
	vm_unacct_memory(pages);
	return true;
}

/* Is the commit charge counted, refused beyond the limit in mode 2, and given back? */
SELFTEST(vma, overcommit)
{
	unsigned long admin = sysctl_admin_reserve_kbytes, user = sysctl_user_reserve_kbytes;
	long before = atomic_long_read(&vm_committed_as), left;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	map(0, 8, RW);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), before + 8);
	map(8, 12, PROT_READ);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), before + 8);
	protect(8, 12, RW);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), before + 12);
	sysctl_overcommit_memory = OVERCOMMIT_NEVER;
	EXPECT_EQ(vm_mmap(NULL, 0, (vm_commit_limit() + 1) << PAGE_SHIFT, RW, ANON, 0),
		  (unsigned long)-ENOMEM);
	/* What root and a program itself leave free: 64 KiB, and 128 KiB or 1/32 of the program */
	sysctl_admin_reserve_kbytes = 64;
	sysctl_user_reserve_kbytes = 128;
	left = (long)vm_commit_limit() - atomic_long_read(&vm_committed_as);
	EXPECT(may_charge(NULL, left - 1, 1) && !may_charge(NULL, left, 1));
	EXPECT(may_charge(NULL, left - 17, 0) && !may_charge(NULL, left - 16, 0));
	map(16, 64, PROT_READ);
	EXPECT_EQ(mm->total_vm, 60);
	EXPECT(may_charge(mm, left - 18, 0) && !may_charge(mm, left - 17, 0));
	EXPECT(!IS_ERR_VALUE(vm_mmap(NULL, 0, SZ_512M, PROT_READ, ANON, 0)));
	EXPECT(may_charge(mm, left - 49, 0) && !may_charge(mm, left - 48, 0));
	sysctl_admin_reserve_kbytes = admin;
	sysctl_user_reserve_kbytes = user;
	sysctl_overcommit_memory = OVERCOMMIT_ALWAYS;
	EXPECT(!IS_ERR_VALUE(vm_mmap(NULL, 0, SZ_512M, RW, ANON, 0)));
	sysctl_overcommit_memory = OVERCOMMIT_GUESS;
	leave(mm);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), before);
}

/* Does brk grow and shrink the heap, stop at what is in its way, and keep the old end then? */
SELFTEST(brk, heap)
{
	struct mm_struct *mm = enter();
	unsigned long start = BASE + 0x800;

	ASSERT(mm);
	mm->start_brk = mm->brk = start;
	EXPECT_EQ(sys_brk(0), start);
	EXPECT_EQ(sys_brk(BASE + 0xfff), BASE + 0xfff);
	EXPECT_EQ(mm->map_count, 0);
	EXPECT_EQ(sys_brk(BASE + 4 * PAGE_SIZE), BASE + 4 * PAGE_SIZE);
	EXPECT_EQ(user_write(BASE + 3 * PAGE_SIZE, 5), 0);
	EXPECT_STRIP(mm, ".aaa....");
	EXPECT_EQ(sys_brk(BASE + 6 * PAGE_SIZE + 1), BASE + 6 * PAGE_SIZE + 1);
	EXPECT_STRIP(mm, ".aaaaaa.");
	EXPECT_EQ(sys_brk(BASE + 2 * PAGE_SIZE), BASE + 2 * PAGE_SIZE);
	EXPECT_STRIP(mm, ".a......");
	map(5, 6, RW);
	EXPECT_EQ(sys_brk(BASE + 5 * PAGE_SIZE), BASE + 2 * PAGE_SIZE);
	EXPECT_EQ(sys_brk(BASE + 4 * PAGE_SIZE), BASE + 4 * PAGE_SIZE);
	leave(mm);
}

/* Is RLIMIT_DATA heeded? */
SELFTEST(brk, limit)
{
	struct rlimit rlim[RLIM_NLIMITS] = INIT_RLIMITS, *before = current->rlim;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	current->rlim = rlim;
	rlim[RLIMIT_DATA].rlim_cur = 4 * PAGE_SIZE;
	mm->start_brk = mm->brk = BASE;
	EXPECT_EQ(sys_brk(BASE + 5 * PAGE_SIZE), BASE);
	EXPECT_EQ(sys_brk(BASE + 4 * PAGE_SIZE), BASE + 4 * PAGE_SIZE);
	current->rlim = before;
	leave(mm);
}

/* Does brk leave the heap's pages to faults, unless all that is mapped from now on is to be locked? */
SELFTEST(brk, populate)
{
	struct mm_struct *mm = enter();

	ASSERT(mm);
	mm->start_brk = mm->brk = BASE;
	EXPECT_EQ(sys_brk(BASE + 4 * PAGE_SIZE), BASE + 4 * PAGE_SIZE);
	EXPECT(!user_mm_pte(mm, BASE));		/* not even a table */
	EXPECT_EQ(get_mm_rss(mm), 0);
	EXPECT_EQ(user_write(BASE + PAGE_SIZE, 1), 0);
	EXPECT_EQ(get_mm_rss(mm), 1);
	EXPECT_EQ(sys_mlockall(MCL_FUTURE), 0);
	EXPECT_EQ(sys_brk(BASE + 6 * PAGE_SIZE), BASE + 6 * PAGE_SIZE);
	EXPECT_EQ(get_mm_rss(mm), 3);
	EXPECT(user_mm_page(mm, BASE + 4 * PAGE_SIZE) && user_mm_page(mm, BASE + 5 * PAGE_SIZE));
	EXPECT(!user_mm_page(mm, BASE));
	leave(mm);
}

/* Does a stack grow down to what is touched, but not over its limit or into its guard gap? */
SELFTEST(vma, stack_growth)
{
	struct mm_struct *mm = enter();
	unsigned long top = BASE + SZ_16M, start;

	ASSERT(mm);
	start = vm_mmap(NULL, top - PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, 0);
	EXPECT_EQ(start, top - PAGE_SIZE);
	EXPECT_EQ(user_write(top - 3 * PAGE_SIZE, 1), 0);
	EXPECT_EQ(mm->mmap->vm_start, top - 3 * PAGE_SIZE);
	EXPECT_EQ(mm->stack_vm, 3);
	EXPECT(user_write(top - SZ_8M - 2 * PAGE_SIZE, 1));
	vm_mmap(NULL, BASE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0);
	EXPECT(user_write(BASE + 4 * PAGE_SIZE, 1));
	EXPECT(vma_check(mm));
	leave(mm);
}

/*
 * Is nothing placed in a stack's guard gap: by a search from either side, for a hint, or by brk?  MAP_FIXED
 * alone may.  The gap is the stack's, and goes with it.
 */
SELFTEST(vma, stack_guard_gap)
{
	unsigned long gap = stack_guard_gap >> PAGE_SHIFT, top, at;
	struct mm_struct *mm = enter();

	ASSERT(mm);
	top = mm->mmap_base;
	vm_mmap(NULL, top - PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, 0);
	at = top - (gap + 2) * PAGE_SIZE;
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0), at);
	EXPECT_EQ(vm_mmap(NULL, at + PAGE_SIZE, PAGE_SIZE, RW, ANON, 0), at - PAGE_SIZE);	/* hint refused */
	EXPECT_EQ(vm_mmap(NULL, at - 2 * PAGE_SIZE, PAGE_SIZE, RW, ANON, 0), at - 2 * PAGE_SIZE);
	mm->start_brk = mm->brk = at + PAGE_SIZE;
	EXPECT_EQ(sys_brk(at + PAGE_SIZE + 1), at + PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, at + PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, 0), at + PAGE_SIZE);
	EXPECT(vma_check(mm));
	vm_munmap(top - PAGE_SIZE, PAGE_SIZE);
	EXPECT_EQ(vm_mmap(NULL, 0, gap * PAGE_SIZE, RW, ANON, 0), at + 2 * PAGE_SIZE);

	/* From below: a stack that begins within its gap of the lowest address leaves no hole there */
	mm->get_unmapped_area = arch_get_unmapped_area;
	mm->mmap_base = TASK_UNMAPPED_BASE;
	at = mm->mmap_base + gap * PAGE_SIZE;
	vm_mmap(NULL, at, PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, 0);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, RW, ANON, 0), at + PAGE_SIZE);
	vm_mmap(NULL, at + 4 * PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, 0);
	EXPECT_EQ(vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ, ANON, 0), at + 5 * PAGE_SIZE);
	EXPECT(vma_check(mm));
	leave(mm);
}

/* Are the pages of a locked stack there, when the kernel makes it grow? */
SELFTEST(vma, locked_stack_grows)
{
	struct mm_struct *mm = enter();
	unsigned long at;

	ASSERT(mm);
	at = vm_mmap(NULL, BASE + SZ_1M, PAGE_SIZE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN | MAP_LOCKED, 0);
	EXPECT_EQ(at, BASE + SZ_1M);
	down_read(&mm->mmap_sem);
	EXPECT(find_extend_vma(mm, at - 3 * PAGE_SIZE));
	up_read(&mm->mmap_sem);
	EXPECT_EQ(mm->locked_vm, 4);
	EXPECT(user_mm_page(mm, at - 3 * PAGE_SIZE) && user_mm_page(mm, at - PAGE_SIZE));
	leave(mm);
}

/* Do two address spaces see one page of shared anonymous memory, also after one has gone? */
SELFTEST(mmap, shared)
{
	struct mm_struct *mm = enter(), *child;
	unsigned long addr;

	ASSERT(mm);
	addr = vm_mmap(NULL, BASE, 2 * PAGE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0);
	EXPECT_EQ(addr, BASE);
	EXPECT_EQ(user_write(BASE, 0xabcd), 0);
	child = dup_mm(mm);
	user_mm_leave(mm);
	if (EXPECT(child)) {
		user_mm_enter(child);
		EXPECT_EQ(user_read(BASE), 0xabcd);
		EXPECT_EQ(user_write(BASE + PAGE_SIZE, 7), 0);
		user_mm_leave(child);
		user_mm_enter(mm);
		EXPECT_EQ(user_read(BASE + PAGE_SIZE), 7);
		user_mm_leave(mm);
		user_mm_destroy(child);
	}
	user_mm_destroy(mm);
}

/* Can a VMA without a file have a fault() that gives it pages, the same to everybody? */
SELFTEST(mmap, special)
{
	struct page *pages[] = { alloc_page(GFP_KERNEL | __GFP_ZERO), NULL };
	struct mm_struct *mm = enter();
	struct vm_area_struct *vma;

	ASSERT(mm && pages[0]);
	*(u32 *)page_address(pages[0]) = 0x1234;
	down_write(&mm->mmap_sem);
	EXPECT_EQ(install_special_mapping(mm, BASE, 2 * PAGE_SIZE, VM_READ | VM_MAYREAD, pages), 0);
	up_write(&mm->mmap_sem);
	vma = find_vma(mm, BASE);
	EXPECT(vma && !vma->vm_file && vma->vm_ops && vma->vm_ops->fault);
	EXPECT_EQ(user_read(BASE), 0x1234);
	EXPECT_EQ(user_mm_page(mm, BASE), pages[0]);
	EXPECT_EQ(user_read(PAGE(1)), USER_FAULT);	/* behind the last page: SIGBUS */
	leave(mm);
	EXPECT_EQ(page_count(pages[0]), 1);
	__free_page(pages[0]);
}

#define STORM_PAGES	48

/* After hundreds of random calls, is every page's protection what a plain array says? */
SELFTEST(vma, storm)
{
	static signed char model[STORM_PAGES];
	static const unsigned long prots[] = { PROT_NONE, PROT_READ, RW };
	struct mm_struct *mm = enter();
	unsigned int step, i, wrong = 0;

	ASSERT(mm);
	memset(model, -1, sizeof(model));
	for (step = 0; step < 600; step++) {
		u32 from = selftest_random_below(STORM_PAGES);
		u32 to = from + 1 + selftest_random_below(STORM_PAGES - from);
		u32 p = selftest_random_below(3), what = selftest_random_below(3);
		bool hole = false;

		for (i = from; i < to; i++)
			hole |= model[i] < 0;
		if (what == 0)
			unmap(from, to);
		else if (what == 1)
			map(from, to, prots[p]);
		else if (!hole)
			protect(from, to, prots[p]);
		for (i = from; i < to; i++)
			if (what != 2 || !hole)
				model[i] = what == 0 ? -1 : (signed char)p;
		for (i = 0; i < STORM_PAGES; i++) {
			unsigned long addr = BASE + i * PAGE_SIZE;
			struct vm_area_struct *vma = find_vma(mm, addr);
			bool in = vma && vma->vm_start <= addr;

			wrong += in != (model[i] >= 0);
			if (in && model[i] >= 0)
				wrong += (vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC)) !=
					 calc_vm_prot_bits(prots[(int)model[i]]);
		}
		if (!EXPECT_EQ(wrong, 0) || !EXPECT(vma_check(mm)))
			break;
	}
	leave(mm);
}

/* Does fork's copy have the same VMAs but VM_DONTCOPY's, and pages of its own when it writes? */
SELFTEST(mmap, dup_mm)
{
	long committed = atomic_long_read(&vm_committed_as);
	struct mm_struct *mm = enter(), *child;

	ASSERT(mm);
	map(0, 4, RW);
	map(4, 6, PROT_READ);
	map(8, 10, RW);
	find_vma(mm, BASE + 8 * PAGE_SIZE)->vm_flags |= VM_DONTCOPY;
	EXPECT_EQ(user_write(BASE, 0x1111), 0);
	child = dup_mm(mm);
	EXPECT_EQ(user_read(BASE), 0x1111);
	user_mm_leave(mm);
	if (EXPECT(child)) {
		EXPECT_EQ(atomic_long_read(&vm_committed_as), committed + 10);
		user_mm_enter(child);
		EXPECT_STRIP(child, "aaaabb....");
		EXPECT_EQ(user_read(BASE), 0x1111);
		EXPECT_EQ(user_mm_page(child, BASE), user_mm_page(mm, BASE));
		EXPECT_EQ(user_write(BASE, 0x2222), 0);
		EXPECT(user_mm_page(child, BASE) != user_mm_page(mm, BASE));
		EXPECT_EQ(user_read(BASE), 0x2222);
		user_mm_leave(child);
		user_mm_enter(mm);
		EXPECT_EQ(user_read(BASE), 0x1111);
		user_mm_leave(mm);
		user_mm_destroy(child);
	}
	user_mm_destroy(mm);
	EXPECT_EQ(atomic_long_read(&vm_committed_as), committed);
}
