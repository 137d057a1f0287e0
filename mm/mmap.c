/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What programs ask of their address space: mmap, munmap, brk, free addresses, growing stacks.
 *
 * Idea.  To map is to enter a VMA (mm/vma.c) into the address space; no page is mapped then, they
 * come by faults (mm/memory.c).  To unmap is to take VMAs out, with their pages and page tables.
 *
 *   0     text data bss  heap ->                 <- mmap()ed            <- stack  TASK_SIZE
 *   |.....TTTT.DDDDBBBB.HHHHH......................MMM..MMMMMM............SSSSSSS|
 *                       start_brk  brk                        mmap_base
 *
 *   sys_mmap2 -> sys_mmap_pgoff -> vm_mmap_pgoff (mm/util.c) -> do_mmap_pgoff -> do_mmap
 *       get_unmapped_area       where: arch_get_unmapped_area(_topdown) -> vm_unmapped_area
 *       mmap_region             clear_way, vma_merge, else a new VMA: new_vma, vma_link
 *   sys_munmap -> vm_munmap -> do_munmap
 *       __split_vma at both ends, detach_vmas_to_be_unmapped, unmap_region, remove_vma_list
 *   sys_brk -> do_brk, or do_munmap              fault -> expand_stack
 *
 * Invariants (vma_check() asserts A5, and self-tests compare vm_committed_as; nothing asserts M2 and M3)
 *   M1  the mm's counters of pages (A5 of mm/vma.c) and vm_committed_as follow every change
 *   M2  what do_mmap() refuses for its arguments has changed nothing; when mmap_region() fails, for
 *       want of memory or by the file's mmap(), what was mapped there may be gone
 *   M3  no program's VMA begins below FIRST_USER_ADDRESS, or below mmap_min_addr
 *
 * Locking.  mmap_sem for writing, but for a stack that grows: the fault holds it for reading, and
 * page_table_lock keeps two apart.  All of this may sleep; the lock order stands at the head of
 * mm/rmap.c.
 * Different from Linux 4.4: no huge pages, no NUMA policies, no userfaultfd.  Article 3.3.4,
 * 3.3.5.  Tests: vma.* (3.3.4), mmap.* (3.3.4), brk.* (3.3.5), tests/user/mmap.c, tests/user/brk.c,
 * tests/user/layout.c, tests/host/vma.c
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/trace.h>
#include <asm/pgtable.h>
#include <asm/tlb.h>
#include "internal.h"

int sysctl_max_map_count = DEFAULT_MAX_MAP_COUNT;
unsigned long mmap_min_addr = DEFAULT_MMAP_MIN_ADDR;
struct kmem_cache *vm_area_cachep;
unsigned long stack_guard_gap = 256UL << PAGE_SHIFT;

/* stack_guard_gap=N, in pages */
static int __init cmdline_parse_stack_guard_gap(char *arg)
{
	unsigned long pages;

	if (kstrtoul(arg, 10, &pages) || pages >= TASK_SIZE >> PAGE_SHIFT)
		return -EINVAL;
	stack_guard_gap = pages << PAGE_SHIFT;
	return 0;
}
early_param("stack_guard_gap", cmdline_parse_stack_guard_gap);

void __init mmap_init(void)
{
	vm_area_cachep = kmem_cache_create("vm_area_struct", sizeof(struct vm_area_struct), 0,
					   SLAB_PANIC, NULL);
}

/* ------------------------------------------------------------------ accounting */

/* Does a mapping count in the commit charge?  A private writable one does, unless it says otherwise. */
static inline int accountable_mapping(struct file *file, unsigned long vm_flags)
{
	return (vm_flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

/*
 * Counts @pages more, or less, of a mapping with @flags: executable code that stays as it is, a stack, or data, which is
 * private and can be written to.  What else there is counts in total_vm alone.
 */
void vm_stat_account(struct mm_struct *mm, unsigned long flags, long pages)
{
	mm->total_vm += pages;
	if ((flags & (VM_EXEC | VM_WRITE | VM_GROWSDOWN)) == VM_EXEC)
		mm->exec_vm += pages;
	else if (flags & VM_GROWSDOWN)
		mm->stack_vm += pages;
	else if ((flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		mm->data_vm += pages;
}

/* May @npages more be mapped under RLIMIT_AS? */
bool may_expand_vm(struct mm_struct *mm, unsigned long npages)
{
	return mm->total_vm + npages <= rlimit(RLIMIT_AS) >> PAGE_SHIFT;
}

/* -EAGAIN when locking @len bytes more is over RLIMIT_MEMLOCK */
static int mlock_future_check(struct mm_struct *mm, unsigned long flags, unsigned long len)
{
	return flags & VM_LOCKED && mlock_over_limit(mm->locked_vm + (len >> PAGE_SHIFT)) ? -EAGAIN : 0;
}

/* ------------------------------------------------------------------ free addresses */

/*
 * unmapped_area - the lowest hole of @info->length within the limits
 *
 * A subtree is entered only if rb_subtree_gap says that it has a hole of the length; VMAs that
 * begin below the low limit don't count.  A stack's own start decides here, not its guard gap's:
 * a VMA before it may lie within the gap, with a hole that is free.
 */
unsigned long unmapped_area(struct vm_unmapped_area_info *info)
{
	struct mm_struct *mm = current->mm;
	unsigned long length = info->length + info->align_mask;
	unsigned long low_limit, high_limit, gap_start, gap_end;
	struct vm_area_struct *vma;

	if (length < info->length || info->high_limit < length)
		return -ENOMEM;
	high_limit = info->high_limit - length;
	if (info->low_limit > high_limit)
		return -ENOMEM;
	low_limit = info->low_limit + length;

	if (RB_EMPTY_ROOT(&mm->mm_rb))
		goto check_highest;
	vma = rb_vma(mm->mm_rb.rb_node);
	if (vma->rb_subtree_gap < length)
		goto check_highest;

	for (;;) {
		gap_end = vma->vm_start;
		if (gap_end >= low_limit && vma->vm_rb.rb_left) {
			struct vm_area_struct *left = rb_vma(vma->vm_rb.rb_left);

			if (left->rb_subtree_gap >= length) {
				vma = left;
				continue;
			}
		}
		gap_start = vma->vm_prev ? vma->vm_prev->vm_end : 0;
check_current:
		if (gap_start > high_limit)
			return -ENOMEM;
		if (gap_end >= low_limit && gap_end - gap_start >= length) {
			gap_end = vm_start_gap(vma);
			if (gap_end >= low_limit && gap_end > gap_start && gap_end - gap_start >= length)
				goto found;
		}
		if (vma->vm_rb.rb_right) {
			struct vm_area_struct *right = rb_vma(vma->vm_rb.rb_right);

			if (right->rb_subtree_gap >= length) {
				vma = right;
				continue;
			}
		}
		for (;;) {		/* up, until from a left child */
			struct rb_node *prev = &vma->vm_rb;

			if (!rb_parent(prev))
				goto check_highest;
			vma = rb_vma(rb_parent(prev));
			if (prev == vma->vm_rb.rb_left) {
				gap_start = vma->vm_prev->vm_end;
				gap_end = vma->vm_start;
				goto check_current;
			}
		}
	}

check_highest:
	gap_start = mm->highest_vm_end;
	if (gap_start > high_limit)
		return -ENOMEM;
found:
	if (gap_start < info->low_limit)
		gap_start = info->low_limit;
	return gap_start + ((info->align_offset - gap_start) & info->align_mask);
}

/* The same from the top: the highest hole */
unsigned long unmapped_area_topdown(struct vm_unmapped_area_info *info)
{
	struct mm_struct *mm = current->mm;
	unsigned long length = info->length + info->align_mask;
	unsigned long low_limit, high_limit, gap_start, gap_end;
	struct vm_area_struct *vma;

	if (length < info->length)
		return -ENOMEM;
	gap_end = info->high_limit;
	if (gap_end < length)
		return -ENOMEM;
	high_limit = gap_end - length;
	if (info->low_limit > high_limit)
		return -ENOMEM;
	low_limit = info->low_limit + length;

	gap_start = mm->highest_vm_end;
	if (gap_start <= high_limit)
		goto found_highest;
	if (RB_EMPTY_ROOT(&mm->mm_rb))
		return -ENOMEM;
	vma = rb_vma(mm->mm_rb.rb_node);
	if (vma->rb_subtree_gap < length)
		return -ENOMEM;

	for (;;) {
		gap_start = vma->vm_prev ? vma->vm_prev->vm_end : 0;
		if (gap_start <= high_limit && vma->vm_rb.rb_right) {
			struct vm_area_struct *right = rb_vma(vma->vm_rb.rb_right);

			if (right->rb_subtree_gap >= length) {
				vma = right;
				continue;
			}
		}
check_current:
		if (vma->vm_start < low_limit)
			return -ENOMEM;
		if (gap_start <= high_limit && vma->vm_start - gap_start >= length) {
			gap_end = vm_start_gap(vma);
			if (gap_end >= low_limit && gap_end > gap_start && gap_end - gap_start >= length)
				goto found;
		}
		if (vma->vm_rb.rb_left) {
			struct vm_area_struct *left = rb_vma(vma->vm_rb.rb_left);

			if (left->rb_subtree_gap >= length) {
				vma = left;
				continue;
			}
		}
		for (;;) {		/* up, until from a right child */
			struct rb_node *prev = &vma->vm_rb;

			if (!rb_parent(prev))
				return -ENOMEM;
			vma = rb_vma(rb_parent(prev));
			if (prev == vma->vm_rb.rb_right) {
				gap_start = vma->vm_prev ? vma->vm_prev->vm_end : 0;
				goto check_current;
			}
		}
	}

found:
	if (gap_end > info->high_limit)
		gap_end = info->high_limit;
found_highest:
	gap_end -= info->length;
	return gap_end - ((gap_end - info->align_offset) & info->align_mask);
}

/* Where @len bytes at or near @addr can go: an address, or -ENOMEM, -EINVAL.  Article 3.3.4. */
unsigned long get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				unsigned long pgoff, unsigned long flags)
{
	unsigned long (*get_area)(struct file *file, unsigned long addr, unsigned long len,
				  unsigned long pgoff, unsigned long flags);

	if (flags & MAP_FIXED && addr < FIRST_USER_ADDRESS)
		return -EINVAL;
	if (len > TASK_SIZE)
		return -ENOMEM;
	get_area = current->mm->get_unmapped_area;
	if (file && file->f_op->get_unmapped_area)
		get_area = file->f_op->get_unmapped_area;
	addr = get_area(file, addr, len, pgoff, flags);
	trace_event(get_unmapped_area, len, flags, addr);
	if (IS_ERR_VALUE(addr))
		return addr;
	if (addr > TASK_SIZE - len)
		return -ENOMEM;
	return PAGE_ALIGNED(addr) ? addr : (unsigned long)-EINVAL;
}

/* ------------------------------------------------------------------ munmap */

/* Their pages, and the page tables that nobody else uses */
static void unmap_region(struct mm_struct *mm, struct vm_area_struct *vma,
			 struct vm_area_struct *prev, unsigned long start, unsigned long end)
{
	struct vm_area_struct *next = prev ? prev->vm_next : mm->mmap;
	struct mmu_gather tlb;

	lru_add_drain();
	tlb_gather_mmu(&tlb, mm, start, end);
	update_hiwater_rss(mm);
	unmap_vmas(&tlb, vma, start, end);
	free_pgtables(&tlb, vma, prev ? prev->vm_end : FIRST_USER_ADDRESS,
		      next ? next->vm_start : USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb, start, end);
}

/* Ends one VMA; returns the next */
static struct vm_area_struct *remove_vma(struct vm_area_struct *vma)
{
	struct vm_area_struct *next = vma->vm_next;

	might_sleep();
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	if (vma->vm_file)
		fput(vma->vm_file);
	kmem_cache_free(vm_area_cachep, vma);
	return next;
}

static void remove_vma_list(struct mm_struct *mm, struct vm_area_struct *vma)
{
	unsigned long nr_accounted = 0;

	update_hiwater_vm(mm);
	do {
		long nrpages = (long)vma_pages(vma);

		if (vma->vm_flags & VM_ACCOUNT)
			nr_accounted += nrpages;
		vm_stat_account(mm, vma->vm_flags, -nrpages);
		vma = remove_vma(vma);
	} while (vma);
	vm_unacct_memory(nr_accounted);
	validate_mm(mm);
}

/* What is to be unmapped isn't locked any more */
static void munlock_detached(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long end)
{
	for (; vma && vma->vm_start < end; vma = vma->vm_next)
		if (vma->vm_flags & VM_LOCKED) {
			mm->locked_vm -= vma_pages(vma);
			munlock_vma_pages_all(vma);
		}
}

/*
 * do_munmap - nothing is mapped in [start, start + len) any more
 *
 * 0; -EINVAL: unaligned, empty, not user space; -ENOMEM: cutting would make too many VMAs, or
 * no memory.  Caller holds mmap_sem for writing.  Article 3.3.4.
 */
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len)
{
	struct vm_area_struct *vma, *prev, *last;
	unsigned long end;
	int error;

	if (offset_in_page(start) || start > TASK_SIZE || len > TASK_SIZE - start)
		return -EINVAL;
	len = PAGE_ALIGN(len);
	if (!len)
		return -EINVAL;
	end = start + len;

	vma = find_vma(mm, start);
	if (!vma || vma->vm_start >= end)
		return 0;
	prev = vma->vm_prev;
	if (start > vma->vm_start) {
		/* Only here can the number of VMAs grow beyond its limit */
		if (end < vma->vm_end && mm->map_count >= sysctl_max_map_count)
			return -ENOMEM;
		error = __split_vma(mm, vma, start, 0);
		if (error)
			return error;
		prev = vma;
		vma = vma->vm_next;
	}
	/* Most often a VMA is unmapped up to its end, and there is nothing to look for */
	last = vma->vm_end == end ? NULL : find_vma(mm, end);
	if (last && end > last->vm_start) {
		error = __split_vma(mm, last, end, 1);
		if (error)
			return error;
	}
	vma = prev ? prev->vm_next : mm->mmap;

	if (mm->locked_vm)
		munlock_detached(mm, vma, end);
	detach_vmas_to_be_unmapped(mm, vma, prev, end);
	unmap_region(mm, vma, prev, start, end);
	remove_vma_list(mm, vma);
	return 0;
}

int vm_munmap(unsigned long start, size_t len)
{
	struct mm_struct *mm = current->mm;
	int ret;

	down_write(&mm->mmap_sem);
	ret = do_munmap(mm, start, len);
	up_write(&mm->mmap_sem);
	return ret;
}

asmlinkage long sys_munmap(unsigned long addr, size_t len)
{
	return vm_munmap(addr, len);
}

/* ------------------------------------------------------------------ mmap */

/* Unmaps what is in the way of [addr, addr + len), and finds the links there.  0, -ENOMEM. */
static int clear_way(struct mm_struct *mm, unsigned long addr, unsigned long len,
		     struct vm_area_struct **prev, struct rb_node ***rb_link,
		     struct rb_node **rb_parent)
{
	while (find_vma_links(mm, addr, addr + len, prev, rb_link, rb_parent))
		if (do_munmap(mm, addr, len))
			return -ENOMEM;
	return 0;
}

/* Pages of [addr, end) that VMAs have already: MAP_FIXED takes their place */
static unsigned long count_vma_pages_range(struct mm_struct *mm, unsigned long addr,
					   unsigned long end)
{
	struct vm_area_struct *vma = find_vma_intersection(mm, addr, end);
	unsigned long nr_pages = 0;

	for (; vma && vma->vm_start < end; vma = vma->vm_next)
		nr_pages += (min(end, vma->vm_end) - max(addr, vma->vm_start)) >> PAGE_SHIFT;
	return nr_pages;
}

/*
 * The file's own mmap is asked, and @vma has the file from then on.  0, or the error.
 *
 * VM_DENYWRITE: writers are kept off until the VMA is linked, which counts for itself; mmap_region() lets go.
 */
static noinline int map_file(struct file *file, struct vm_area_struct *vma, struct vm_area_struct *prev)
{
	bool denies = vma->vm_flags & VM_DENYWRITE;
	int error = denies ? deny_write_access(file) : 0;

	if (error)
		return error;
	vma->vm_file = get_file(file);
	error = file->f_op->mmap(file, vma);
	if (!error)
		return 0;
	if (denies)
		allow_write_access(file);
	vma->vm_file = NULL;
	fput(file);
	/* The driver may have mapped some of it */
	unmap_region(vma->vm_mm, vma, prev, vma->vm_start, vma->vm_end);
	return error;
}

/* A new VMA behind @prev, not linked yet: file or shared memory behind it.  ERR_PTR on failure. */
static struct vm_area_struct *new_vma(struct mm_struct *mm, struct vm_area_struct *prev,
				      struct file *file, unsigned long addr, unsigned long len,
				      unsigned long vm_flags, unsigned long pgoff)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
	int error = 0;

	if (!vma)
		return ERR_PTR(-ENOMEM);
	vma->vm_mm = mm;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = vm_flags;
	vma->vm_page_prot = vm_get_page_prot(vm_flags);
	vma->vm_pgoff = pgoff;
	INIT_LIST_HEAD(&vma->anon_vma_chain);

	if (file)
		error = map_file(file, vma, prev);
	else if (vm_flags & VM_SHARED)
		error = shmem_zero_setup(vma);
	if (!error)
		return vma;
	kmem_cache_free(vm_area_cachep, vma);
	return ERR_PTR(error);
}

/*
 * mmap_region - [addr, addr + len) is a VMA with @vm_flags from now on
 *
 * @addr, or -ENOMEM or what the file's mmap says.  What was mapped there is gone, also when
 * this fails later.  Caller holds mmap_sem for writing.  Article 3.3.4.
 */
unsigned long mmap_region(struct file *file, unsigned long addr, unsigned long len,
			  unsigned long vm_flags, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma, *prev;
	struct rb_node **rb_link, *rb_parent;
	unsigned long charged = 0;

	if (unlikely(!may_expand_vm(mm, len >> PAGE_SHIFT)) &&
	    !may_expand_vm(mm, (len >> PAGE_SHIFT) - count_vma_pages_range(mm, addr, addr + len)))
		return -ENOMEM;
	if (clear_way(mm, addr, len, &prev, &rb_link, &rb_parent))
		return -ENOMEM;
	if (accountable_mapping(file, vm_flags)) {
		charged = len >> PAGE_SHIFT;
		if (security_vm_enough_memory_mm(mm, (long)charged))
			return -ENOMEM;
		vm_flags |= VM_ACCOUNT;
	}

	if (file || !(vm_flags & VM_SHARED)) {
		vma = vma_merge(mm, prev, addr, addr + len, vm_flags, NULL, file, pgoff);
		if (vma)
			goto out;
	}
	vma = new_vma(mm, prev, file, addr, len, vm_flags, pgoff);
	if (IS_ERR(vma)) {
		vm_unacct_memory((long)charged);
		return (unsigned long)PTR_ERR(vma);
	}
	vma_set_page_prot(vma);		/* now that the driver has chosen vm_ops */
	vma_link(mm, vma, prev, rb_link, rb_parent);
	if (vm_flags & VM_DENYWRITE && file)
		allow_write_access(file);
out:
	/* Shared anonymous memory has a file, too, by now */
	vm_stat_account(mm, vm_flags, (long)(len >> PAGE_SHIFT));
	if (vm_flags & VM_LOCKED) {
		if (vma->vm_flags & VM_SPECIAL)
			vma->vm_flags &= VM_LOCKED_CLEAR_MASK;
		else
			mm->locked_vm += len >> PAGE_SHIFT;
	}
	return addr;
}

/* What a file's mode allows, and what sort of mapping it is.  0, or the error. */
static int file_vm_flags(struct file *file, unsigned long flags, unsigned long *vm_flags)
{
	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		if (*vm_flags & VM_WRITE && !(file->f_mode & FMODE_WRITE))
			return -EACCES;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		if (!(file->f_mode & FMODE_WRITE))
			*vm_flags &= ~(VM_MAYWRITE | VM_SHARED);
		fallthrough;
	case MAP_PRIVATE:
		if (!(file->f_mode & FMODE_READ))
			return -EACCES;
		if (!file->f_op->mmap)
			return -ENODEV;
		return *vm_flags & VM_GROWSDOWN ? -EINVAL : 0;
	}
	return -EINVAL;
}

static int anon_vm_flags(unsigned long addr, unsigned long flags, unsigned long *vm_flags,
			 unsigned long *pgoff)
{
	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		if (*vm_flags & VM_GROWSDOWN)
			return -EINVAL;
		*pgoff = 0;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		return 0;
	case MAP_PRIVATE:
		*pgoff = addr >> PAGE_SHIFT;	/* so that neighbours' numbers go on */
		return 0;
	}
	return -EINVAL;
}

/* A hint is rounded down to its page; page 0 is no hint, and one that is too low asks for the lowest */
static unsigned long round_hint_to_min(unsigned long hint)
{
	hint &= PAGE_MASK;
	return hint && hint < mmap_min_addr ? PAGE_ALIGN(mmap_min_addr) : hint;
}

/* mmap_region() of a shared mapping.  -EPERM: seals keep @file from being written through one. */
static unsigned long map_shared_file(struct file *file, unsigned long addr, unsigned long len,
				     unsigned long vm_flags, unsigned long pgoff)
{
	int error = mapping_map_writable(file->f_mapping);

	if (error)
		return (unsigned long)error;
	addr = mmap_region(file, addr, len, vm_flags, pgoff);
	mapping_unmap_writable(file->f_mapping);
	return addr;
}

/*
 * do_mmap - map @len bytes, with what @prot and @flags say
 *
 * @populate: how many bytes to fault in at once, for the caller when it has let go of the lock.
 * The address, or in this order: -EINVAL (length 0), -ENOMEM (too long), -EOVERFLOW, -ENOMEM
 * (too many VMAs), what get_unmapped_area says, -EPERM, -EAGAIN (locked memory), -EACCES,
 * -ENODEV, -EINVAL.  Caller holds mmap_sem for writing.  Article 3.3.4.
 */
unsigned long do_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flags, unsigned long vm_flags,
		      unsigned long pgoff, unsigned long *populate)
{
	struct mm_struct *mm = current->mm;
	int err;

	*populate = 0;
	if (!len)
		return -EINVAL;
	/* What an old program may read is code, too, if it says nothing else */
	if (prot & PROT_READ && current->personality & READ_IMPLIES_EXEC)
		prot |= PROT_EXEC;
	if (!(flags & MAP_FIXED))
		addr = round_hint_to_min(addr);
	len = PAGE_ALIGN(len);
	if (!len)
		return -ENOMEM;
	if (pgoff + (len >> PAGE_SHIFT) < pgoff)
		return -EOVERFLOW;
	if (mm->map_count > sysctl_max_map_count)
		return -ENOMEM;
	addr = get_unmapped_area(file, addr, len, pgoff, flags);
	if (offset_in_page(addr))
		return addr;
	if (addr < mmap_min_addr)
		return -EPERM;
	if (flags & MAP_LOCKED && !can_do_mlock())
		return -EPERM;

	vm_flags |= calc_vm_prot_bits(prot) | calc_vm_flag_bits(flags) | mm->def_flags |
		    VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	if (mlock_future_check(mm, vm_flags, len))
		return -EAGAIN;
	err = file ? file_vm_flags(file, flags, &vm_flags) :
		     anon_vm_flags(addr, flags, &vm_flags, &pgoff);
	if (err)
		return err;
	if (flags & MAP_NORESERVE && sysctl_overcommit_memory != OVERCOMMIT_NEVER)
		vm_flags |= VM_NORESERVE;

	if (file && vm_flags & VM_SHARED)
		addr = map_shared_file(file, addr, len, vm_flags, pgoff);
	else
		addr = mmap_region(file, addr, len, vm_flags, pgoff);
	if (!IS_ERR_VALUE(addr) && (vm_flags & VM_LOCKED ||
				    (flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE))
		*populate = len;
	return addr;
}

/* mmap2(2): the offset counts pages.  -EBADF, or what do_mmap() says.  Article 3.3.4. */
asmlinkage long sys_mmap_pgoff(unsigned long addr, unsigned long len, unsigned long prot,
			       unsigned long flags, unsigned long fd, unsigned long pgoff)
{
	struct file *file = NULL;
	unsigned long ret;

	if (!(flags & MAP_ANONYMOUS)) {
		file = fget((unsigned int)fd);
		if (!file)
			return -EBADF;
	}
	if (flags & MAP_HUGETLB) {		/* there are none, as without hugetlbfs */
		if (file)
			fput(file);
		return -EINVAL;
	}
	flags &= ~(unsigned long)(MAP_EXECUTABLE | MAP_DENYWRITE);
	ret = vm_mmap_pgoff(file, addr, len, prot, flags, pgoff);
	if (file)
		fput(file);
	return (long)ret;
}

/* ------------------------------------------------------------------ pages of the kernel's own */

static int special_mapping_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct page **pages = vma->vm_private_data;
	pgoff_t pgoff;

	for (pgoff = vmf->pgoff - vma->vm_pgoff; pgoff && *pages; pages++)
		pgoff--;
	if (!*pages)
		return VM_FAULT_SIGBUS;
	get_page(*pages);
	vmf->page = *pages;
	return 0;
}

static const struct vm_operations_struct special_mapping_vmops = {
	.fault = special_mapping_fault,
};

/*
 * install_special_mapping - a VMA at [addr, addr + len) that shows @pages, up to a NULL
 *
 * The array and the pages stay the caller's for as long as any program has the VMA.  0, -ENOMEM,
 * -EINVAL (the range isn't free).  Caller holds mmap_sem for writing.
 */
int install_special_mapping(struct mm_struct *mm, unsigned long addr, unsigned long len,
			    unsigned long vm_flags, struct page **pages)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
	int ret;

	if (!vma)
		return -ENOMEM;
	INIT_LIST_HEAD(&vma->anon_vma_chain);
	vma->vm_mm = mm;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = vm_flags | mm->def_flags | VM_DONTEXPAND;
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	vma->vm_ops = &special_mapping_vmops;
	vma->vm_private_data = pages;
	ret = insert_vm_struct(mm, vma);
	if (ret) {
		kmem_cache_free(vm_area_cachep, vma);
		return ret;
	}
	vm_stat_account(mm, vma->vm_flags, (long)(len >> PAGE_SHIFT));
	return 0;
}

/* ------------------------------------------------------------------ brk */

/*
 * do_brk - anonymous memory at [addr, addr + len): mmap_region without what it needn't ask
 *
 * @addr, or an error as do_mmap's.  Caller holds mmap_sem for writing.  Article 3.3.5.
 */
static unsigned long do_brk(unsigned long addr, unsigned long len)
{
	unsigned long flags = VM_DATA_DEFAULT_FLAGS | VM_ACCOUNT;
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma, *prev;
	struct rb_node **rb_link, *rb_parent;
	unsigned long error;
	int err;

	len = PAGE_ALIGN(len);
	if (!len)
		return addr;
	flags |= mm->def_flags;
	error = get_unmapped_area(NULL, addr, len, 0, MAP_FIXED);
	if (offset_in_page(error))
		return error;
	err = mlock_future_check(mm, mm->def_flags, len);
	if (err)
		return err;
	if (clear_way(mm, addr, len, &prev, &rb_link, &rb_parent))
		return -ENOMEM;
	if (!may_expand_vm(mm, len >> PAGE_SHIFT) || mm->map_count > sysctl_max_map_count ||
	    security_vm_enough_memory_mm(mm, (long)(len >> PAGE_SHIFT)))
		return -ENOMEM;

	vma = vma_merge(mm, prev, addr, addr + len, flags, NULL, NULL, addr >> PAGE_SHIFT);
	if (!vma) {
		vma = new_vma(mm, prev, NULL, addr, len, flags, addr >> PAGE_SHIFT);
		if (IS_ERR(vma)) {
			vm_unacct_memory((long)(len >> PAGE_SHIFT));
			return (unsigned long)PTR_ERR(vma);
		}
		vma_link(mm, vma, prev, rb_link, rb_parent);
	}
	vm_stat_account(mm, flags, (long)(len >> PAGE_SHIFT));
	if (flags & VM_LOCKED)
		mm->locked_vm += len >> PAGE_SHIFT;
	return addr;
}

/* The same for exec: takes the lock, and faults the pages in when they are locked */
unsigned long vm_brk(unsigned long addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;
	bool populate;
	unsigned long ret;

	down_write(&mm->mmap_sem);
	ret = do_brk(addr, len);
	populate = mm->def_flags & VM_LOCKED;
	up_write(&mm->mmap_sem);
	if (populate)
		mm_populate(addr, len);
	return ret;
}

/* brk(2): the new end of the heap, or the old one when it can't be.  Article 3.3.5. */
SYSCALL_DEFINE1(brk, unsigned long, brk)
{
	struct mm_struct *mm = current->mm;
	unsigned long oldbrk = 0, newbrk, grown = 0;
	struct vm_area_struct *next;

	down_write(&mm->mmap_sem);
	if (brk < mm->start_brk)
		goto out;
	if (rlimit(RLIMIT_DATA) < RLIM_INFINITY &&
	    (brk - mm->start_brk) + (mm->end_data - mm->start_data) > rlimit(RLIMIT_DATA))
		goto out;
	newbrk = PAGE_ALIGN(brk);
	oldbrk = PAGE_ALIGN(mm->brk);
	if (newbrk < brk)
		goto out;
	if (newbrk < oldbrk) {
		if (do_munmap(mm, newbrk, oldbrk - newbrk))
			goto out;
	} else if (newbrk > oldbrk) {
		/* A page stays free between the heap and what lies above, below a stack its guard gap, too */
		next = find_vma(mm, oldbrk);
		if (next && newbrk + PAGE_SIZE > vm_start_gap(next))
			goto out;
		if (do_brk(oldbrk, newbrk - oldbrk) != oldbrk)
			goto out;
		if (mm->def_flags & VM_LOCKED)
			grown = newbrk - oldbrk;
	}
	mm->brk = brk;
out:
	brk = mm->brk;
	up_write(&mm->mmap_sem);
	if (grown)
		mm_populate(oldbrk, grown);
	return (long)brk;
}

/* ------------------------------------------------------------------ stacks */

/* May the stack grow by @grow pages to @size bytes?  They are charged then.  0, -ENOMEM. */
static int acct_stack_growth(struct vm_area_struct *vma, unsigned long size, unsigned long grow)
{
	struct mm_struct *mm = vma->vm_mm;

	if (!may_expand_vm(mm, grow) || size > rlimit(RLIMIT_STACK))
		return -ENOMEM;
	if (vma->vm_flags & VM_LOCKED && mlock_over_limit(mm->locked_vm + grow))
		return -ENOMEM;
	return security_vm_enough_memory_mm(mm, (long)grow);
}

/*
 * expand_stack - @vma, VM_GROWSDOWN, reaches down to @address
 *
 * 0, or -ENOMEM: over a limit, or into the guard gap above another VMA.  Caller holds mmap_sem
 * for reading at least; page_table_lock keeps two that grow it apart.
 */
int expand_stack(struct vm_area_struct *vma, unsigned long address)
{
	struct vm_area_struct *prev = vma->vm_prev;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long grow;
	int error = 0;

	address &= PAGE_MASK;
	if (address < mmap_min_addr)
		return -EPERM;
	if (prev && !(prev->vm_flags & VM_GROWSDOWN) && prev->vm_flags & (VM_READ | VM_WRITE |
	    VM_EXEC) && address - prev->vm_end < stack_guard_gap)
		return -ENOMEM;
	if (anon_vma_prepare(vma))
		return -ENOMEM;
	anon_vma_lock_write(vma->anon_vma);
	if (address < vma->vm_start) {
		grow = (vma->vm_start - address) >> PAGE_SHIFT;
		error = grow > vma->vm_pgoff ? -ENOMEM :
			acct_stack_growth(vma, vma->vm_end - address, grow);
		if (!error) {
			spin_lock(&mm->page_table_lock);
			if (vma->vm_flags & VM_LOCKED)
				mm->locked_vm += grow;
			vm_stat_account(mm, vma->vm_flags, (long)grow);
			vma_grow_down(vma, grow);
			spin_unlock(&mm->page_table_lock);
		}
	}
	anon_vma_unlock_write(vma->anon_vma);
	trace_event(expand_stack, vma->vm_start, address, error);
	validate_mm(mm);
	return error;
}

/* The VMA of @addr; a stack above it grows, a locked one with its pages.  Caller holds mmap_sem for reading. */
struct vm_area_struct *find_extend_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	unsigned long start;

	addr &= PAGE_MASK;
	vma = find_vma(mm, addr);
	if (!vma || vma->vm_start <= addr)
		return vma;
	start = vma->vm_start;
	if (!(vma->vm_flags & VM_GROWSDOWN) || expand_stack(vma, addr))
		return NULL;
	if (vma->vm_flags & VM_LOCKED)
		populate_vma_page_range(vma, addr, start, NULL);
	return vma;
}

/* ------------------------------------------------------------------ whole address spaces */

/* The last user has gone: every VMA, page and table of @mm goes.  May sleep. */
void exit_mmap(struct mm_struct *mm)
{
	struct vm_area_struct *vma = mm->mmap;
	unsigned long nr_accounted = 0;
	struct mmu_gather tlb;

	if (!vma)
		return;
	VM_BUG_ON(!vma_check(mm));
	/* Of a large one it would take too long */
	VM_BUG_ON(get_mm_rss(mm) < 1024 && !rmap_check(mm));
	if (mm->locked_vm)
		munlock_detached(mm, vma, TASK_SIZE);
	lru_add_drain();
	tlb_gather_mmu(&tlb, mm, 0, -1UL);
	unmap_vmas(&tlb, vma, 0, -1UL);
	free_pgtables(&tlb, vma, FIRST_USER_ADDRESS, USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb, 0, -1UL);
	while (vma) {
		if (vma->vm_flags & VM_ACCOUNT)
			nr_accounted += vma_pages(vma);
		vma = remove_vma(vma);
	}
	mm->mmap = NULL;
	mm->mm_rb = RB_ROOT;
	vm_unacct_memory((long)nr_accounted);
}
