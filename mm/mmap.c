/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The areas of an address space: found, made, joined, cut and taken away.
 *
 * Idea.  A process sees 3 GiB, of which it uses pieces.  Each piece that is alike throughout is
 * an area (vm_area_struct), in a list by address and in a red-black tree; nothing is mapped when
 * an area is made, the pages come by faults (mm/memory.c).
 *
 *   0     text data bss  heap ->                 <- mmap area           <- stack  TASK_SIZE
 *   |.....TTTT.DDDDBBBB.HHHHH......................MMM..MMMMMM............SSSSSSS|
 *                       start_brk  brk                        mmap_base
 *   rb_subtree_gap of a node: the largest hole before any area of its subtree
 *
 *   sys_mmap2 -> sys_mmap_pgoff -> vm_mmap_pgoff -> do_mmap_pgoff -> do_mmap
 *       get_unmapped_area       where: arch_get_unmapped_area(_topdown) -> vm_unmapped_area
 *       mmap_region             find_vma_links / do_munmap, vma_merge, else a new area, vma_link
 *   sys_munmap -> vm_munmap -> do_munmap
 *       find_vma_intersection, __split_vma at both ends, detach_vmas_to_be_unmapped,
 *       unmap_region, remove_vma_list
 *
 * Invariants (vma_check() asserts them; the debug build the first four after every change)
 *   A1  list and tree hold the same areas, in the order of addresses, map_count of them
 *   A2  areas are whole pages, not empty, and don't overlap
 *   A3  rb_subtree_gap is the maximum over the subtree of vm_start less the end before
 *   A4  highest_vm_end is the end of the last area
 *   A5  total_vm is the pages of all areas, locked_vm those of VM_LOCKED ones
 *
 * Locking.  mmap_sem: for writing to change areas, for reading to look.  The lock order stands
 * at the head of mm/rmap.c.  All of this may sleep.
 * Different from Linux 4.4: no huge pages, no NUMA policies, no userfaultfd.  Article 3.3.4,
 * 3.3.5.  Tests: vma.*, mmap.*, brk.*
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/rbtree_augmented.h>
#include <linux/resource.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/vmacache.h>
#include <asm/pgtable.h>
#include <asm/tlb.h>
#include "internal.h"

int sysctl_max_map_count = DEFAULT_MAX_MAP_COUNT;
unsigned long mmap_min_addr = DEFAULT_MMAP_MIN_ADDR;
struct kmem_cache *vm_area_cachep;

/* By VM_READ, VM_WRITE, VM_EXEC, VM_SHARED.  Private areas are never writable at once. */
pgprot_t protection_map[16] = {
	PAGE_NONE, PAGE_READONLY, PAGE_COPY, PAGE_COPY,
	PAGE_READONLY_EXEC, PAGE_READONLY_EXEC, PAGE_COPY_EXEC, PAGE_COPY_EXEC,
	PAGE_NONE, PAGE_READONLY, PAGE_SHARED, PAGE_SHARED,
	PAGE_READONLY_EXEC, PAGE_READONLY_EXEC, PAGE_SHARED_EXEC, PAGE_SHARED_EXEC,
};

/* vm_page_prot follows vm_flags */
void vma_set_page_prot(struct vm_area_struct *vma)
{
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
}

void __init mmap_init(void)
{
	vm_area_cachep = kmem_cache_create("vm_area_struct", sizeof(struct vm_area_struct), 0,
					   SLAB_PANIC, NULL);
}

/* ------------------------------------------------------------------ list and tree */

static inline struct vm_area_struct *rb_vma(struct rb_node *rb)
{
	return rb_entry(rb, struct vm_area_struct, vm_rb);
}

static __always_inline unsigned long vma_compute_subtree_gap(struct vm_area_struct *vma)
{
	unsigned long max = vma->vm_start, gap;

	if (vma->vm_prev)
		max -= vma->vm_prev->vm_end;
	if (vma->vm_rb.rb_left) {
		gap = rb_vma(vma->vm_rb.rb_left)->rb_subtree_gap;
		if (gap > max)
			max = gap;
	}
	if (vma->vm_rb.rb_right) {
		gap = rb_vma(vma->vm_rb.rb_right)->rb_subtree_gap;
		if (gap > max)
			max = gap;
	}
	return max;
}

RB_DECLARE_CALLBACKS(static, vma_gap_callbacks, struct vm_area_struct, vm_rb, unsigned long,
		     rb_subtree_gap, vma_compute_subtree_gap);

/* The gap before @vma has changed, by its start or the end before */
static void vma_gap_update(struct vm_area_struct *vma)
{
	vma_gap_callbacks_propagate(&vma->vm_rb, NULL);
}

static inline void vma_rb_insert(struct vm_area_struct *vma, struct rb_root *root)
{
	rb_insert_augmented(&vma->vm_rb, root, &vma_gap_callbacks);
}

static inline void vma_rb_erase(struct vm_area_struct *vma, struct rb_root *root)
{
	rb_erase_augmented(&vma->vm_rb, root, &vma_gap_callbacks);
}

/*
 * find_vma_links - where an area [addr, end) would stand
 *
 * 0 with the area before, the link in the tree and its parent; -ENOMEM when something is
 * there.  Caller holds mmap_sem for writing.
 */
static int find_vma_links(struct mm_struct *mm, unsigned long addr, unsigned long end,
			  struct vm_area_struct **pprev, struct rb_node ***rb_link,
			  struct rb_node **rb_parent)
{
	struct rb_node **link = &mm->mm_rb.rb_node, *parent = NULL, *prev = NULL;

	while (*link) {
		struct vm_area_struct *vma = rb_vma(*link);

		parent = *link;
		if (vma->vm_end > addr) {
			if (vma->vm_start < end)
				return -ENOMEM;
			link = &parent->rb_left;
		} else {
			prev = parent;
			link = &parent->rb_right;
		}
	}
	*pprev = prev ? rb_vma(prev) : NULL;
	*rb_link = link;
	*rb_parent = parent;
	return 0;
}

static void __vma_link_list(struct mm_struct *mm, struct vm_area_struct *vma,
			    struct vm_area_struct *prev, struct rb_node *rb_parent)
{
	struct vm_area_struct *next;

	vma->vm_prev = prev;
	if (prev) {
		next = prev->vm_next;
		prev->vm_next = vma;
	} else {
		mm->mmap = vma;
		next = rb_parent ? rb_vma(rb_parent) : NULL;
	}
	vma->vm_next = next;
	if (next)
		next->vm_prev = vma;
}

static void __vma_link_rb(struct mm_struct *mm, struct vm_area_struct *vma, struct rb_node **rb_link,
			  struct rb_node *rb_parent)
{
	if (vma->vm_next)
		vma_gap_update(vma->vm_next);
	else
		mm->highest_vm_end = vma->vm_end;

	/*
	 * The new node's own value starts at 0, so that the update below goes up the tree; the
	 * insertion then finds every ancestor right.
	 */
	rb_link_node(&vma->vm_rb, rb_parent, rb_link);
	vma->rb_subtree_gap = 0;
	vma_gap_update(vma);
	vma_rb_insert(vma, &mm->mm_rb);
}

static void __vma_link_file(struct vm_area_struct *vma)
{
	struct file *file = vma->vm_file;

	if (!file)
		return;
	if (vma->vm_flags & VM_SHARED)
		atomic_inc(&file->f_mapping->i_mmap_writable);
	vma_interval_tree_insert(vma, &file->f_mapping->i_mmap);
}

static void __remove_shared_vm_struct(struct vm_area_struct *vma, struct file *file,
				      struct address_space *mapping)
{
	if (vma->vm_flags & VM_SHARED)
		atomic_dec(&mapping->i_mmap_writable);
	vma_interval_tree_remove(vma, &mapping->i_mmap);
}

/* Before its page tables go: nobody shall find them through the file any more */
void unlink_file_vma(struct vm_area_struct *vma)
{
	struct file *file = vma->vm_file;

	if (file) {
		i_mmap_lock_write(file->f_mapping);
		__remove_shared_vm_struct(vma, file, file->f_mapping);
		i_mmap_unlock_write(file->f_mapping);
	}
}

static void __vma_link(struct mm_struct *mm, struct vm_area_struct *vma,
		       struct vm_area_struct *prev, struct rb_node **rb_link,
		       struct rb_node *rb_parent)
{
	__vma_link_list(mm, vma, prev, rb_parent);
	__vma_link_rb(mm, vma, rb_link, rb_parent);
}

/* Into list, tree, and the file's tree.  Caller holds mmap_sem for writing. */
static void vma_link(struct mm_struct *mm, struct vm_area_struct *vma,
		     struct vm_area_struct *prev, struct rb_node **rb_link,
		     struct rb_node *rb_parent)
{
	struct address_space *mapping = vma->vm_file ? vma->vm_file->f_mapping : NULL;

	if (mapping)
		i_mmap_lock_write(mapping);
	__vma_link(mm, vma, prev, rb_link, rb_parent);
	__vma_link_file(vma);
	if (mapping)
		i_mmap_unlock_write(mapping);
	mm->map_count++;
	validate_mm(mm);
}

static void __insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct vm_area_struct *prev;
	struct rb_node **rb_link, *rb_parent;

	if (find_vma_links(mm, vma->vm_start, vma->vm_end, &prev, &rb_link, &rb_parent))
		BUG();
	__vma_link(mm, vma, prev, rb_link, rb_parent);
	mm->map_count++;
}

static void __vma_unlink(struct mm_struct *mm, struct vm_area_struct *vma,
			 struct vm_area_struct *prev)
{
	struct vm_area_struct *next = vma->vm_next;

	vma_rb_erase(vma, &mm->mm_rb);
	prev->vm_next = next;
	if (next)
		next->vm_prev = prev;
	vmacache_invalidate(mm);
}

/* The first area that ends above @addr, or NULL.  Caller holds mmap_sem.  Article 3.3.4. */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = vmacache_find(mm, addr);
	struct rb_node *rb_node;

	if (likely(vma))
		return vma;
	rb_node = mm->mm_rb.rb_node;
	while (rb_node) {
		struct vm_area_struct *tmp = rb_vma(rb_node);

		if (tmp->vm_end > addr) {
			vma = tmp;
			if (tmp->vm_start <= addr)
				break;
			rb_node = rb_node->rb_left;
		} else {
			rb_node = rb_node->rb_right;
		}
	}
	if (vma)
		vmacache_update(addr, vma);
	return vma;
}

/* The same, and in *@pprev the area before it, also when there is none behind @addr */
struct vm_area_struct *find_vma_prev(struct mm_struct *mm, unsigned long addr,
				     struct vm_area_struct **pprev)
{
	struct vm_area_struct *vma = find_vma(mm, addr);
	struct rb_node *rb_node;

	if (vma) {
		*pprev = vma->vm_prev;
	} else {
		rb_node = rb_last(&mm->mm_rb);
		*pprev = rb_node ? rb_vma(rb_node) : NULL;
	}
	return vma;
}

/* ------------------------------------------------------------------ accounting */

/* Does a mapping promise memory?  A private writable one does, unless it says otherwise. */
static inline int accountable_mapping(struct file *file, unsigned long vm_flags)
{
	return (vm_flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

void vm_stat_account(struct mm_struct *mm, unsigned long flags, struct file *file, long pages)
{
	mm->total_vm += pages;
	if (file) {
		mm->shared_vm += pages;
		if ((flags & (VM_EXEC | VM_WRITE)) == VM_EXEC)
			mm->exec_vm += pages;
	} else if (flags & VM_GROWSDOWN) {
		mm->stack_vm += pages;
	}
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
 * A subtree is entered only if rb_subtree_gap says that it has a hole of the length; areas that
 * end below the low limit don't count.
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
		if (gap_end >= low_limit && gap_end - gap_start >= length)
			goto found;
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
		gap_end = vma->vm_start;
		if (gap_end < low_limit)
			return -ENOMEM;
		if (gap_start <= high_limit && gap_end - gap_start >= length)
			goto found;
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

	if (len > TASK_SIZE)
		return -ENOMEM;
	get_area = current->mm->get_unmapped_area;
	if (file && file->f_op->get_unmapped_area)
		get_area = file->f_op->get_unmapped_area;
	addr = get_area(file, addr, len, pgoff, flags);
	if (IS_ERR_VALUE(addr))
		return addr;
	if (addr > TASK_SIZE - len)
		return -ENOMEM;
	return PAGE_ALIGNED(addr) ? addr : (unsigned long)-EINVAL;
}

/* ------------------------------------------------------------------ joining and cutting */

/*
 * What vma_adjust() is about to do.  @vma gets the range [start, end) and @pgoff; as it has no
 * business with other areas than its successor, there are five cases:
 *
 *   before      VVVVNNNN      after   VVVVVVVV   remove_next 1: all of next is taken over
 *               VVVVNNNNMMMM          VVVVVVVVVVVV  2: and the one behind it
 *               VVVVNNNN              VVVVVVNN   adjust_next > 0: pages of next come over
 *               VVVVNNNN              VVNNNNNN   adjust_next < 0: pages go to next
 *               VVVVVVVV              VVVViiii   insert: what is cut off is an area of its own
 */
struct vma_change {
	struct mm_struct *mm;
	struct vm_area_struct *vma, *next, *insert;
	unsigned long start, end;
	pgoff_t pgoff;
	long adjust_next;		/* pages */
	int remove_next;
	struct vm_area_struct *importer, *exporter;	/* of pages, and so of anon_vmas */
};

static void classify_change(struct vma_change *c)
{
	struct vm_area_struct *vma = c->vma, *next = c->next;

	if (!next || c->insert)
		return;
	if (c->end >= next->vm_end) {
		c->remove_next = 1 + (c->end > next->vm_end);
		c->end = next->vm_end;
		c->exporter = next;
		/* With both anon_vmas imported now, the second step can't fail */
		if (c->remove_next == 2 && !next->anon_vma)
			c->exporter = next->vm_next;
		c->importer = vma;
	} else if (c->end > next->vm_start) {
		c->adjust_next = (long)((c->end - next->vm_start) >> PAGE_SHIFT);
		c->exporter = next;
		c->importer = vma;
	} else if (c->end < vma->vm_end) {
		c->adjust_next = -(long)((vma->vm_end - c->end) >> PAGE_SHIFT);
		c->exporter = vma;
		c->importer = next;
	}
}

/* Every anon_vma that the exporter's pages may belong to must find them in the importer */
static int import_anon_vmas(struct vma_change *c)
{
	int error;

	if (!c->exporter || !c->exporter->anon_vma || c->importer->anon_vma)
		return 0;
	c->importer->anon_vma = c->exporter->anon_vma;
	error = anon_vma_clone(c->importer, c->exporter);
	if (error)
		c->importer->anon_vma = NULL;
	return error;
}

/* An area's range changes: it leaves the interval trees of its anon_vmas meanwhile */
static void anon_vma_interval_tree_pre_update_vma(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		anon_vma_interval_tree_remove(avc, &avc->anon_vma->rb_root);
}

static void anon_vma_interval_tree_post_update_vma(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		anon_vma_interval_tree_insert(avc, &avc->anon_vma->rb_root);
}

/* The ranges themselves, all trees but mm_rb's locked and left */
static void change_ranges(struct vma_change *c)
{
	c->vma->vm_start = c->start;
	c->vma->vm_end = c->end;
	c->vma->vm_pgoff = c->pgoff;
	if (c->adjust_next) {
		c->next->vm_start += c->adjust_next * (long)PAGE_SIZE;
		c->next->vm_pgoff += c->adjust_next;
	}
}

/* mm_rb, the list and the gaps follow */
static void change_links(struct vma_change *c, bool start_changed, bool end_changed)
{
	struct file *file = c->vma->vm_file;

	if (c->remove_next) {
		__vma_unlink(c->mm, c->next, c->vma);
		if (file)
			__remove_shared_vm_struct(c->next, file, file->f_mapping);
	} else if (c->insert) {
		__insert_vm_struct(c->mm, c->insert);
	} else {
		if (start_changed)
			vma_gap_update(c->vma);
		if (end_changed) {
			if (!c->next)
				c->mm->highest_vm_end = c->end;
			else if (!c->adjust_next)
				vma_gap_update(c->next);
		}
		if (c->adjust_next)
			vma_gap_update(c->next);
	}
}

static void change_areas(struct vma_change *c)
{
	struct file *file = c->vma->vm_file;
	struct address_space *mapping = file ? file->f_mapping : NULL;
	bool start_changed = c->start != c->vma->vm_start, end_changed = c->end != c->vma->vm_end;
	struct anon_vma *anon_vma = c->vma->anon_vma;

	if (mapping) {
		i_mmap_lock_write(mapping);
		if (c->insert)
			__vma_link_file(c->insert);
		vma_interval_tree_remove(c->vma, &mapping->i_mmap);
		if (c->adjust_next)
			vma_interval_tree_remove(c->next, &mapping->i_mmap);
	}
	if (!anon_vma && c->adjust_next)
		anon_vma = c->next->anon_vma;
	if (anon_vma) {
		anon_vma_lock_write(anon_vma);
		anon_vma_interval_tree_pre_update_vma(c->vma);
		if (c->adjust_next)
			anon_vma_interval_tree_pre_update_vma(c->next);
	}

	change_ranges(c);

	if (mapping) {
		if (c->adjust_next)
			vma_interval_tree_insert(c->next, &mapping->i_mmap);
		vma_interval_tree_insert(c->vma, &mapping->i_mmap);
	}
	change_links(c, start_changed, end_changed);
	if (anon_vma) {
		anon_vma_interval_tree_post_update_vma(c->vma);
		if (c->adjust_next)
			anon_vma_interval_tree_post_update_vma(c->next);
		anon_vma_unlock_write(anon_vma);
	}
	if (mapping)
		i_mmap_unlock_write(mapping);
}

/* The area that was taken over goes; its pages belong to @c->vma */
static void drop_next(struct vma_change *c)
{
	if (c->vma->vm_file)
		fput(c->vma->vm_file);
	if (c->next->anon_vma)
		anon_vma_merge(c->vma, c->next);
	c->mm->map_count--;
	kmem_cache_free(vm_area_cachep, c->next);
	if (c->vma->vm_next)
		vma_gap_update(c->vma->vm_next);
	else
		c->mm->highest_vm_end = c->vma->vm_end;
}

/*
 * vma_adjust - @vma becomes [start, end) with @pgoff, its successor gives or takes the rest
 *
 * @insert: what is cut off @vma, or NULL.  0, or -ENOMEM with nothing changed.  Caller holds
 * mmap_sem for writing; page tables aren't touched.  Article 3.3.4.
 */
int vma_adjust(struct vm_area_struct *vma, unsigned long start, unsigned long end, pgoff_t pgoff,
	       struct vm_area_struct *insert)
{
	struct vma_change c = {
		.mm = vma->vm_mm, .vma = vma, .next = vma->vm_next, .insert = insert,
		.start = start, .end = end, .pgoff = pgoff,
	};
	int error;

	classify_change(&c);
	error = import_anon_vmas(&c);
	if (error)
		return error;
	change_areas(&c);
	if (c.remove_next) {
		bool two = c.remove_next == 2;

		drop_next(&c);
		if (two)
			return vma_adjust(vma, start, end, pgoff, NULL);
	}
	validate_mm(vma->vm_mm);
	return 0;
}

/* Could an area of @vma's kind have these flags, file and operations? */
static inline int is_mergeable_vma(struct vm_area_struct *vma, struct file *file,
				   unsigned long vm_flags)
{
	return vma->vm_flags == vm_flags && vma->vm_file == file &&
	       !(vma->vm_ops && vma->vm_ops->close);
}

/*
 * Two areas with pages of different families can't be one.  An area without any joins a family
 * only if that hasn't been forked: the chain would grow and grow.
 */
static inline int is_mergeable_anon_vma(struct anon_vma *anon_vma1, struct anon_vma *anon_vma2,
					struct vm_area_struct *vma)
{
	if ((!anon_vma1 || !anon_vma2) && (!vma || list_is_singular(&vma->anon_vma_chain)))
		return 1;
	return anon_vma1 == anon_vma2;
}

/* Could something with these properties stand directly before @vma and be one with it? */
static int can_vma_merge_before(struct vm_area_struct *vma, unsigned long vm_flags,
				struct anon_vma *anon_vma, struct file *file, pgoff_t vm_pgoff)
{
	return is_mergeable_vma(vma, file, vm_flags) &&
	       is_mergeable_anon_vma(anon_vma, vma->anon_vma, vma) && vma->vm_pgoff == vm_pgoff;
}

/* ... directly behind it? */
static int can_vma_merge_after(struct vm_area_struct *vma, unsigned long vm_flags,
			       struct anon_vma *anon_vma, struct file *file, pgoff_t vm_pgoff)
{
	return is_mergeable_vma(vma, file, vm_flags) &&
	       is_mergeable_anon_vma(anon_vma, vma->anon_vma, vma) &&
	       vma->vm_pgoff + vma_pages(vma) == vm_pgoff;
}

/*
 * vma_merge - [addr, end) has these properties now: can it be one with its neighbours?
 *
 *   prev before addr, next behind it; when mprotect and its like ask, [addr, end) is a part of
 *   prev or of next already, or the area between (area)
 *
 *     PPPP****NNNN   cannot merge           PPPP****NNNN   1  PPPPPPPPPPPP  both joined
 *     PPPP****....   2  PPPPPPPP            ....****NNNN   3  ....NNNNNNNN
 *     PPPPPP**NNNN   4  PPPPPPNNNNNN (the tail of prev goes to next)
 *     PPPP**NNNNNN   5  PPPPPPNNNN   (the head of next goes to prev)
 *     PPPPXXXXNNNN   6  PPPPPPPPPPPP  7  PPPPPPPPNNNN  8  PPPPNNNNNNNN (X between changed)
 *
 * The area that contains [addr, end) now, or NULL when it can't be merged or there is no
 * memory.  Caller holds mmap_sem for writing.  Article 3.3.4.
 */
struct vm_area_struct *vma_merge(struct mm_struct *mm, struct vm_area_struct *prev,
				 unsigned long addr, unsigned long end, unsigned long vm_flags,
				 struct anon_vma *anon_vma, struct file *file, pgoff_t pgoff)
{
	pgoff_t pglen = (end - addr) >> PAGE_SHIFT;
	struct vm_area_struct *area, *next;

	if (vm_flags & VM_SPECIAL)
		return NULL;
	next = prev ? prev->vm_next : mm->mmap;
	area = next;
	if (next && next->vm_end == end)	/* 6, 7, 8 */
		next = next->vm_next;

	if (prev && prev->vm_end == addr &&
	    can_vma_merge_after(prev, vm_flags, anon_vma, file, pgoff)) {
		unsigned long new_end = end;

		if (next && end == next->vm_start &&
		    can_vma_merge_before(next, vm_flags, anon_vma, file, pgoff + pglen) &&
		    is_mergeable_anon_vma(prev->anon_vma, next->anon_vma, NULL))
			new_end = next->vm_end;		/* 1, 6 */
		return vma_adjust(prev, prev->vm_start, new_end, prev->vm_pgoff, NULL) ? NULL : prev;
	}
	if (next && end == next->vm_start &&
	    can_vma_merge_before(next, vm_flags, anon_vma, file, pgoff + pglen)) {
		int err;

		if (prev && addr < prev->vm_end)	/* 4 */
			err = vma_adjust(prev, prev->vm_start, addr, prev->vm_pgoff, NULL);
		else					/* 3, 8 */
			err = vma_adjust(area, addr, next->vm_end, next->vm_pgoff - pglen, NULL);
		return err ? NULL : area;
	}
	return NULL;
}

/*
 * find_mergeable_anon_vma - the neighbour's anon_vma, if @vma could be one with it one day
 *
 * Called for an area's first anonymous page, so that mprotect() back and forth can join again.
 */
static int anon_vma_compatible(struct vm_area_struct *a, struct vm_area_struct *b)
{
	return a->vm_end == b->vm_start && a->vm_file == b->vm_file &&
	       !((a->vm_flags ^ b->vm_flags) & ~(VM_READ | VM_WRITE | VM_EXEC)) &&
	       b->vm_pgoff == a->vm_pgoff + vma_pages(a);
}

static struct anon_vma *reusable_anon_vma(struct vm_area_struct *old, struct vm_area_struct *a,
					  struct vm_area_struct *b)
{
	struct anon_vma *anon_vma;

	if (!anon_vma_compatible(a, b))
		return NULL;
	anon_vma = READ_ONCE(old->anon_vma);
	return anon_vma && list_is_singular(&old->anon_vma_chain) ? anon_vma : NULL;
}

struct anon_vma *find_mergeable_anon_vma(struct vm_area_struct *vma)
{
	struct vm_area_struct *near = vma->vm_next;
	struct anon_vma *anon_vma = near ? reusable_anon_vma(near, vma, near) : NULL;

	if (anon_vma)
		return anon_vma;
	near = vma->vm_prev;
	return near ? reusable_anon_vma(near, near, vma) : NULL;
}

/* A copy that has no anon_vma_chain yet and isn't linked; or NULL */
static struct vm_area_struct *dup_area(struct vm_area_struct *vma)
{
	struct vm_area_struct *new = kmem_cache_alloc(vm_area_cachep, GFP_KERNEL);

	if (new) {
		*new = *vma;
		INIT_LIST_HEAD(&new->anon_vma_chain);
	}
	return new;
}

/* Cuts @vma at @addr: the new area is the lower part if @new_below.  0, -ENOMEM. */
static int __split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr,
		       int new_below)
{
	struct vm_area_struct *new = dup_area(vma);
	pgoff_t cut = (addr - vma->vm_start) >> PAGE_SHIFT;
	int err;

	if (!new)
		return -ENOMEM;
	if (new_below) {
		new->vm_end = addr;
	} else {
		new->vm_start = addr;
		new->vm_pgoff += cut;
	}
	err = anon_vma_clone(new, vma);
	if (err)
		goto out_free_vma;
	if (new->vm_file)
		get_file(new->vm_file);
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);

	if (new_below)
		err = vma_adjust(vma, addr, vma->vm_end, vma->vm_pgoff + cut, new);
	else
		err = vma_adjust(vma, vma->vm_start, addr, vma->vm_pgoff, new);
	if (!err)
		return 0;

	if (new->vm_ops && new->vm_ops->close)
		new->vm_ops->close(new);
	if (new->vm_file)
		fput(new->vm_file);
	unlink_anon_vmas(new);
out_free_vma:
	kmem_cache_free(vm_area_cachep, new);
	return err;
}

/* The same, unless there are too many areas already */
int split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, int new_below)
{
	if (mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	return __split_vma(mm, vma, addr, new_below);
}

/* ------------------------------------------------------------------ munmap */

/* Takes the areas from @vma to @end out of list and tree; they stay linked to each other */
static void detach_vmas_to_be_unmapped(struct mm_struct *mm, struct vm_area_struct *vma,
				       struct vm_area_struct *prev, unsigned long end)
{
	struct vm_area_struct **insertion_point = prev ? &prev->vm_next : &mm->mmap;
	struct vm_area_struct *tail_vma = NULL;

	vma->vm_prev = NULL;
	do {
		vma_rb_erase(vma, &mm->mm_rb);
		mm->map_count--;
		tail_vma = vma;
		vma = vma->vm_next;
	} while (vma && vma->vm_start < end);
	*insertion_point = vma;
	if (vma) {
		vma->vm_prev = prev;
		vma_gap_update(vma);
	} else {
		mm->highest_vm_end = prev ? prev->vm_end : 0;
	}
	tail_vma->vm_next = NULL;
	vmacache_invalidate(mm);
}

/* Their pages, and the page tables that nobody else uses */
static void unmap_region(struct mm_struct *mm, struct vm_area_struct *vma,
			 struct vm_area_struct *prev, unsigned long start, unsigned long end)
{
	struct vm_area_struct *next = prev ? prev->vm_next : mm->mmap;
	struct mmu_gather tlb;

	lru_add_drain();
	tlb_gather_mmu(&tlb, mm, start, end);
	unmap_vmas(&tlb, vma, start, end);
	free_pgtables(&tlb, vma, prev ? prev->vm_end : FIRST_USER_ADDRESS,
		      next ? next->vm_start : USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb, start, end);
}

/* Ends one area; returns the next */
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

	do {
		long nrpages = (long)vma_pages(vma);

		if (vma->vm_flags & VM_ACCOUNT)
			nr_accounted += nrpages;
		vm_stat_account(mm, vma->vm_flags, vma->vm_file, -nrpages);
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
 * 0; -EINVAL: unaligned, empty, not user space; -ENOMEM: cutting would make too many areas, or
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
		/* Only here can the number of areas grow beyond its limit */
		if (end < vma->vm_end && mm->map_count >= sysctl_max_map_count)
			return -ENOMEM;
		error = __split_vma(mm, vma, start, 0);
		if (error)
			return error;
		prev = vma;
	}
	last = find_vma(mm, end);
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

/* Pages of [addr, end) that areas have already: MAP_FIXED takes their place */
static unsigned long count_vma_pages_range(struct mm_struct *mm, unsigned long addr,
					   unsigned long end)
{
	struct vm_area_struct *vma = find_vma_intersection(mm, addr, end);
	unsigned long nr_pages = 0;

	for (; vma && vma->vm_start < end; vma = vma->vm_next)
		nr_pages += (min(end, vma->vm_end) - max(addr, vma->vm_start)) >> PAGE_SHIFT;
	return nr_pages;
}

/* A new area, not linked yet: file or shared memory behind it.  ERR_PTR on failure. */
static struct vm_area_struct *new_vma(struct mm_struct *mm, struct file *file,
				      unsigned long addr, unsigned long len,
				      unsigned long vm_flags, unsigned long pgoff)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep, GFP_KERNEL);
	int error;

	if (!vma)
		return ERR_PTR(-ENOMEM);
	vma->vm_mm = mm;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = vm_flags;
	vma->vm_page_prot = vm_get_page_prot(vm_flags);
	vma->vm_pgoff = pgoff;
	INIT_LIST_HEAD(&vma->anon_vma_chain);

	if (file) {
		vma->vm_file = get_file(file);
		error = file->f_op->mmap(file, vma);
		if (error) {
			/* The driver may have mapped some of it */
			zap_page_range(vma, addr, len, NULL);
			vma->vm_file = NULL;
			fput(file);
			goto out_free_vma;
		}
	} else if (vm_flags & VM_SHARED) {
		error = shmem_zero_setup(vma);
		if (error)
			goto out_free_vma;
	}
	return vma;

out_free_vma:
	kmem_cache_free(vm_area_cachep, vma);
	return ERR_PTR(error);
}

/*
 * mmap_region - [addr, addr + len) is an area with @vm_flags from now on
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
	vma = new_vma(mm, file, addr, len, vm_flags, pgoff);
	if (IS_ERR(vma)) {
		vm_unacct_memory((long)charged);
		return (unsigned long)PTR_ERR(vma);
	}
	vma_link(mm, vma, prev, rb_link, rb_parent);
out:
	vm_stat_account(mm, vm_flags, file, (long)(len >> PAGE_SHIFT));
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

/*
 * do_mmap - map @len bytes, with what @prot and @flags say
 *
 * @populate: how many bytes to fault in at once, for the caller when it has let go of the lock.
 * The address, or in this order: -EINVAL (length 0), -ENOMEM (too long), -EOVERFLOW, -ENOMEM
 * (too many areas), what get_unmapped_area says, -EPERM, -EAGAIN (locked memory), -EACCES,
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
	if (!(flags & MAP_FIXED) && (addr & PAGE_MASK) && addr < mmap_min_addr)
		addr = PAGE_ALIGN(mmap_min_addr);
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
	} else if (flags & MAP_HUGETLB) {
		return -EINVAL;		/* no huge pages, as without hugetlbfs */
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
 * install_special_mapping - an area at [addr, addr + len) that shows @pages, up to a NULL
 *
 * The array and the pages stay the caller's for as long as any program has the area.  0, -ENOMEM,
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
	vm_stat_account(mm, vma->vm_flags, NULL, (long)(len >> PAGE_SHIFT));
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
		vma = new_vma(mm, NULL, addr, len, flags, addr >> PAGE_SHIFT);
		if (IS_ERR(vma)) {
			vm_unacct_memory((long)(len >> PAGE_SHIFT));
			return (unsigned long)PTR_ERR(vma);
		}
		vma_link(mm, vma, prev, rb_link, rb_parent);
	}
	vm_stat_account(mm, flags, NULL, (long)(len >> PAGE_SHIFT));
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
		/* A page stays free between the heap and what lies above */
		if (find_vma_intersection(mm, oldbrk, newbrk + PAGE_SIZE))
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

/* May the stack grow by @grow pages to @size bytes?  0, -ENOMEM. */
static int acct_stack_growth(struct vm_area_struct *vma, unsigned long size, unsigned long grow)
{
	struct mm_struct *mm = vma->vm_mm;

	if (!may_expand_vm(mm, grow) || size > rlimit(RLIMIT_STACK))
		return -ENOMEM;
	if (vma->vm_flags & VM_LOCKED && mlock_over_limit(mm->locked_vm + grow))
		return -ENOMEM;
	if (security_vm_enough_memory_mm(mm, (long)grow))
		return -ENOMEM;
	if (vma->vm_flags & VM_LOCKED)
		mm->locked_vm += grow;
	vm_stat_account(mm, vma->vm_flags, vma->vm_file, (long)grow);
	return 0;
}

/* Below a stack this much stays free of other areas */
static unsigned long stack_guard_gap = 256UL << PAGE_SHIFT;

/*
 * expand_stack - @vma, VM_GROWSDOWN, reaches down to @address
 *
 * 0, or -ENOMEM: over a limit, or into the guard gap above another area.  Caller holds mmap_sem
 * for reading at least; page_table_lock keeps two that grow it apart.
 */
int expand_stack(struct vm_area_struct *vma, unsigned long address)
{
	struct vm_area_struct *prev = vma->vm_prev;
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
			spin_lock(&vma->vm_mm->page_table_lock);
			anon_vma_interval_tree_pre_update_vma(vma);
			vma->vm_start = address;
			vma->vm_pgoff -= grow;
			anon_vma_interval_tree_post_update_vma(vma);
			vma_gap_update(vma);
			spin_unlock(&vma->vm_mm->page_table_lock);
		}
	}
	anon_vma_unlock_write(vma->anon_vma);
	validate_mm(vma->vm_mm);
	return error;
}

/* The area of @addr; a stack above it grows.  Caller holds mmap_sem for reading. */
struct vm_area_struct *find_extend_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;

	addr &= PAGE_MASK;
	vma = find_vma(mm, addr);
	if (!vma || vma->vm_start <= addr)
		return vma;
	if (!(vma->vm_flags & VM_GROWSDOWN) || expand_stack(vma, addr))
		return NULL;
	return vma;
}

/* ------------------------------------------------------------------ whole address spaces */

/*
 * vma_append - for fork: @vma goes behind all other areas of @mm
 *
 * Nobody else knows @mm.  The tree needs no search: the last area has no right child.
 */
void vma_append(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct rb_node *last = rb_last(&mm->mm_rb);
	struct vm_area_struct *prev = last ? rb_vma(last) : NULL;

	vma_link(mm, vma, prev, last ? &last->rb_right : &mm->mm_rb.rb_node, last);
}

/* Enters an area that the caller has made.  0, -ENOMEM.  mmap_sem for writing. */
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct vm_area_struct *prev;
	struct rb_node **rb_link, *rb_parent;

	if (find_vma_links(mm, vma->vm_start, vma->vm_end, &prev, &rb_link, &rb_parent))
		return -ENOMEM;
	if (vma->vm_flags & VM_ACCOUNT && security_vm_enough_memory_mm(mm, (long)vma_pages(vma)))
		return -ENOMEM;
	if (!vma->vm_file)
		vma->vm_pgoff = vma->vm_start >> PAGE_SHIFT;
	vma_link(mm, vma, prev, rb_link, rb_parent);
	return 0;
}

/*
 * copy_vma - an area like *@vmap at [addr, addr + len), for mremap to move pages to
 *
 * Joined with a neighbour if possible; that may be *@vmap itself, which then is replaced by the
 * result.  *@need_rmap_locks: a walk of the page's areas might come by the new place before the
 * old one, so that pages move only under the locks that keep it out.  NULL: no memory, or the
 * range isn't free.  Caller holds mmap_sem for writing.
 */
struct vm_area_struct *copy_vma(struct vm_area_struct **vmap, unsigned long addr,
				unsigned long len, pgoff_t pgoff, bool *need_rmap_locks)
{
	struct vm_area_struct *vma = *vmap, *new, *prev;
	unsigned long start = vma->vm_start;
	struct mm_struct *mm = vma->vm_mm;
	struct rb_node **rb_link, *rb_parent;

	/* No page knows its number yet: the area may take the one that merges best */
	if (!vma->vm_file && !vma->anon_vma)
		pgoff = addr >> PAGE_SHIFT;
	if (find_vma_links(mm, addr, addr + len, &prev, &rb_link, &rb_parent))
		return NULL;
	new = vma_merge(mm, prev, addr, addr + len, vma->vm_flags, vma->anon_vma, vma->vm_file,
			pgoff);
	if (new) {
		if (start >= new->vm_start && start < new->vm_end)
			*vmap = vma = new;
		*need_rmap_locks = new->vm_pgoff <= vma->vm_pgoff;
		return new;
	}

	*need_rmap_locks = false;
	new = dup_area(vma);
	if (!new)
		return NULL;
	new->vm_start = addr;
	new->vm_end = addr + len;
	new->vm_pgoff = pgoff;
	if (anon_vma_clone(new, vma)) {
		kmem_cache_free(vm_area_cachep, new);
		return NULL;
	}
	if (new->vm_file)
		get_file(new->vm_file);
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	vma_link(mm, new, prev, rb_link, rb_parent);
	return new;
}

/* The last user has gone: every area, page and table of @mm goes.  May sleep. */
void exit_mmap(struct mm_struct *mm)
{
	struct vm_area_struct *vma = mm->mmap;
	unsigned long nr_accounted = 0;
	struct mmu_gather tlb;

	if (!vma)
		return;
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

/* ------------------------------------------------------------------ the check */

static bool violated(const char *which, unsigned long addr)
{
	pr_err("vma_check: %s violated at %08lx\n", which, addr);
	return false;
}

/* Asserts A1 to A4: false and a message when one doesn't hold.  Caller holds mmap_sem. */
bool vma_tree_check(struct mm_struct *mm)
{
	struct rb_node *rb = rb_first(&mm->mm_rb);
	struct vm_area_struct *vma, *prev = NULL;
	int count = 0;

	for (vma = mm->mmap; vma; prev = vma, vma = vma->vm_next, rb = rb_next(rb), count++) {
		if (rb != &vma->vm_rb || vma->vm_prev != prev)
			return violated("A1", vma->vm_start);
		if (vma->vm_start >= vma->vm_end || offset_in_page(vma->vm_start | vma->vm_end) ||
		    (prev && prev->vm_end > vma->vm_start))
			return violated("A2", vma->vm_start);
		if (vma->rb_subtree_gap != vma_compute_subtree_gap(vma))
			return violated("A3", vma->vm_start);
	}
	if (rb || count != mm->map_count)
		return violated("A1", mm->map_count);
	if (mm->highest_vm_end != (prev ? prev->vm_end : 0))
		return violated("A4", mm->highest_vm_end);
	return true;
}

/* All of them: A5 holds only when the operation that changes areas has finished */
bool vma_check(struct mm_struct *mm)
{
	unsigned long total = 0, locked = 0;
	struct vm_area_struct *vma;

	if (!vma_tree_check(mm))
		return false;
	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		total += vma_pages(vma);
		if (vma->vm_flags & VM_LOCKED)
			locked += vma_pages(vma);
	}
	if (total != mm->total_vm || locked != mm->locked_vm)
		return violated("A5", total);
	return true;
}
