/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where things lie in a program's address space, and where free addresses are looked for.
 *
 *   legacy (bottom-up)                         flexible (top-down)
 *   0        TASK_SIZE/3            TASK_SIZE   0                  mmap_base        TASK_SIZE
 *   |text heap->  mmap->       <-stack|          |text heap->   <-mmap | gap  <-stack|
 *
 * The gap is RLIMIT_STACK, at least MIN_GAP and at most MAX_GAP, so that the stack can grow;
 * without a limit for the stack there is no such gap, and the layout is the legacy one.
 *
 * Context: the caller holds mmap_sem, or nobody else knows the mm.  Different from Linux: no
 * cache colours, for no VIPT cache of ARMv7 aliases.  Article 3.3.1, 3.3.3, 3.3.4.
 * Tests: vma.holes, tests/user/layout.c
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/resource.h>
#include <linux/sched.h>

#define MIN_GAP		(128 * 1024 * 1024UL)
#define MAX_GAP		(TASK_SIZE / 6 * 5)

int sysctl_legacy_va_layout;

static int mmap_is_legacy(void)
{
	if (current->personality & ADDR_COMPAT_LAYOUT || rlimit(RLIMIT_STACK) == RLIM_INFINITY)
		return 1;
	return sysctl_legacy_va_layout;
}

/* The top of the mmap area, @rnd bytes lower than it could be */
static unsigned long mmap_base(unsigned long rnd)
{
	unsigned long gap = clamp(rlimit(RLIMIT_STACK), MIN_GAP, MAX_GAP);

	return PAGE_ALIGN(TASK_SIZE - gap - rnd);
}

/* 8 bits of pages */
static unsigned long arch_mmap_rnd(void)
{
	return (unsigned long)(get_random_int() & 0xff) << PAGE_SHIFT;
}

/* For a new mm: bottom-up or top-down, and from where.  Article 3.3.3. */
void arch_pick_mmap_layout(struct mm_struct *mm)
{
	unsigned long random_factor = current->flags & PF_RANDOMIZE ? arch_mmap_rnd() : 0;

	if (mmap_is_legacy()) {
		mm->mmap_base = TASK_UNMAPPED_BASE + random_factor;
		mm->get_unmapped_area = arch_get_unmapped_area;
	} else {
		mm->mmap_base = mmap_base(random_factor);
		mm->get_unmapped_area = arch_get_unmapped_area_topdown;
	}
}

/* No program has anything below this */
static inline unsigned long lowest_address(void)
{
	return max((unsigned long)FIRST_USER_ADDRESS, mmap_min_addr);
}

/* Is [addr, addr + len) free, and user space?  A stack's guard gap isn't. */
static bool hint_is_free(struct mm_struct *mm, unsigned long addr, unsigned long len)
{
	struct vm_area_struct *vma;

	if (TASK_SIZE - len < addr || addr < lowest_address())
		return false;
	vma = find_vma(mm, addr);
	return !vma || addr + len <= vm_start_gap(vma);
}

/* Lowest addresses first, from mmap_base.  An address, or -ENOMEM.  Article 3.3.4. */
unsigned long arch_get_unmapped_area(struct file *filp, unsigned long addr, unsigned long len,
				     unsigned long pgoff, unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_unmapped_area_info info = { };

	if (len > TASK_SIZE - lowest_address())
		return -ENOMEM;
	if (flags & MAP_FIXED)
		return addr;
	if (addr) {
		addr = PAGE_ALIGN(addr);
		if (hint_is_free(mm, addr, len))
			return addr;
	}
	info.length = len;
	info.low_limit = mm->mmap_base;
	info.high_limit = TASK_SIZE;
	return vm_unmapped_area(&info);
}

/* Highest first, below mmap_base; when nothing is free there, bottom-up above it */
unsigned long arch_get_unmapped_area_topdown(struct file *filp, unsigned long addr0,
					     unsigned long len, unsigned long pgoff,
					     unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_unmapped_area_info info = { };
	unsigned long addr = addr0;

	if (len > TASK_SIZE - lowest_address())
		return -ENOMEM;
	if (flags & MAP_FIXED)
		return addr;
	if (addr) {
		addr = PAGE_ALIGN(addr);
		if (hint_is_free(mm, addr, len))
			return addr;
	}
	info.flags = VM_UNMAPPED_AREA_TOPDOWN;
	info.length = len;
	info.low_limit = lowest_address();
	info.high_limit = mm->mmap_base;
	addr = vm_unmapped_area(&info);
	if (offset_in_page(addr)) {
		info.flags = 0;
		info.low_limit = mm->mmap_base;
		info.high_limit = TASK_SIZE;
		addr = vm_unmapped_area(&info);
	}
	return addr;
}
