/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commit charge: how much memory may be mapped that programs could come to need (overcommit).
 *
 * Idea.  Private writable memory is charged when it is mapped, and taken when it is touched.
 * vm_committed_as is the charge of all address spaces, in pages.
 *
 *   overcommit_memory  0  refuse only what is obviously too much: more than all that is free
 *                         or could be freed
 *                      1  never refuse
 *                      2  refuse when the charge would pass the limit:
 *                         RAM * overcommit_ratio / 100 + swap, less a reserve
 *
 * Invariant: vm_committed_as is the sum of vma_pages over all VM_ACCOUNT VMAs, and of what shared memory is charged
 * (mm/shmem.c); nothing asserts it, but each self-test must leave it as it was.
 * Context: mmap_sem for writing.  Article 3.3.4 (security_vm_enough_memory_mm).  Tests: vma.overcommit,
 * tests/user/proc.c
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

int sysctl_overcommit_memory = OVERCOMMIT_GUESS;
int sysctl_overcommit_ratio = 50;
unsigned long sysctl_user_reserve_kbytes = 1UL << 17;
unsigned long sysctl_admin_reserve_kbytes = 1UL << 13;
atomic_long_t vm_committed_as;

unsigned long vm_commit_limit(void)
{
	return totalram_pages / 100 * sysctl_overcommit_ratio + total_swap_pages;
}

/* Mode 0: what is free, in files' pages, in swap and in caches that can shrink */
static unsigned long pages_within_reach(void)
{
	unsigned long free = global_page_state(NR_FREE_PAGES) + global_page_state(NR_FILE_PAGES) -
			     global_page_state(NR_SHMEM) + (unsigned long)get_nr_swap_pages() +
			     global_page_state(NR_SLAB_RECLAIMABLE);

	return free > totalreserve_pages ? free - totalreserve_pages : 0;
}

int __vm_enough_memory(struct mm_struct *mm, long pages, int cap_sys_admin)
{
	unsigned long admin = sysctl_admin_reserve_kbytes >> (PAGE_SHIFT - 10);
	unsigned long user = sysctl_user_reserve_kbytes >> (PAGE_SHIFT - 10);
	long allowed;

	vm_acct_memory(pages);
	if (sysctl_overcommit_memory == OVERCOMMIT_ALWAYS)
		return 0;
	if (sysctl_overcommit_memory == OVERCOMMIT_GUESS) {
		allowed = (long)pages_within_reach();
		if (!cap_sys_admin)
			allowed -= (long)min(admin, (unsigned long)allowed / 32);
		if (allowed > pages)
			return 0;
	} else {
		allowed = (long)vm_commit_limit();
		if (!cap_sys_admin)
			allowed -= (long)min(admin, (unsigned long)allowed / 32);
		if (mm)
			allowed -= (long)min(mm->total_vm / 32, user);
		if (atomic_long_read(&vm_committed_as) < allowed)
			return 0;
	}
	vm_unacct_memory(pages);
	return -ENOMEM;
}
