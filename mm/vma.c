/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VMAs: the pieces of an address space, kept in order, found, joined and cut.
 *
 * Idea.  A process sees 3 GiB, of which it uses pieces.  A piece that is alike throughout is one
 * VMA (vm_area_struct).  The VMAs of an address space stand in a list by address and in a
 * red-black tree, where each also knows the largest hole before any VMA of its subtree
 * (rb_subtree_gap), so that a search for free addresses enters only subtrees that have one.
 *
 *   mmap ->  A 1000-3000  <->  B 3000-4000  <->  C 8000-9000      vm_next, vm_prev
 *
 *   mm_rb ->           B  gap 4000          a hole's size belongs to the VMA behind it:
 *                     / \                   1000 before A, 0 before B, 4000 before C
 *           gap 1000 A   C gap 4000         (a stack's guard gap is no part of the hole before it)
 *
 *   find_vma, find_vma_links, find_vma_prev     look
 *   vma_link, insert_vm_struct, vma_append      enter
 *   vma_merge, split_vma, vma_modify            decide which become one, or where one is cut
 *     vma_adjust                                does it: ranges, list, both trees, anon_vmas
 *   detach_vmas_to_be_unmapped                  take out; the rest is munmap()'s
 *
 * What system calls do with them is in mm/mmap.c; page tables aren't touched here.
 *
 * Invariants (vma_check() asserts them; the debug build the first four after every change)
 *   A1  list and tree hold the same VMAs, in the order of addresses, map_count of them
 *   A2  VMAs are whole pages, not empty, and don't overlap
 *   A3  rb_subtree_gap is the maximum over the subtree of vm_start_gap() less the end before, or 0
 *   A4  highest_vm_end is the end of the last VMA
 *   A5  total_vm is the pages of all VMAs, locked_vm those of VM_LOCKED ones; of these, exec_vm is code that can't be
 *       written to, stack_vm what grows down, data_vm what else is private and can be written to
 *
 * Locking.  mmap_sem: for writing to change, for reading to look; a stack alone grows with less
 * (expand_stack).  vma_adjust() takes the file's i_mmap lock, then the anon_vma's, as the order at
 * the head of mm/rmap.c has it.  What makes a VMA may sleep; the look-ups don't.
 * Different from Linux 4.4, where this is a part of mm/mmap.c: no huge pages, no NUMA policies, no
 * userfaultfd.  Article 3.3.4.  Tests: vma.*, mremap.*, tests/host/vma.c (against a model)
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/rbtree_augmented.h>
#include <linux/rmap.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/vmacache.h>
#include <asm/pgtable.h>
#include "internal.h"

/* By VM_READ, VM_WRITE, VM_EXEC, VM_SHARED.  Private VMAs are never writable at once. */
pgprot_t protection_map[16] = {
	PAGE_NONE, PAGE_READONLY, PAGE_COPY, PAGE_COPY,
	PAGE_READONLY_EXEC, PAGE_READONLY_EXEC, PAGE_COPY_EXEC, PAGE_COPY_EXEC,
	PAGE_NONE, PAGE_READONLY, PAGE_SHARED, PAGE_SHARED,
	PAGE_READONLY_EXEC, PAGE_READONLY_EXEC, PAGE_SHARED_EXEC, PAGE_SHARED_EXEC,
};

/* Is the file to be asked before a page of @vma, which is shared, becomes writable? */
static bool vma_wants_writenotify(const struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED) && vma->vm_ops &&
	       (vma->vm_ops->page_mkwrite || vma->vm_ops->pfn_mkwrite);
}

/*
 * vma_set_page_prot - vm_page_prot follows vm_flags; the memory type that a driver has chosen stays.
 *
 * Where page_mkwrite() wants to know, pages are mapped as those of a private VMA: a page that was read
 * before is read-only until then, too.  Caller holds mmap_sem for writing.
 */
void vma_set_page_prot(struct vm_area_struct *vma)
{
	unsigned long vm_flags = vma->vm_flags;

	if (vma_wants_writenotify(vma))
		vm_flags &= ~VM_SHARED;
	vma->vm_page_prot = pgprot_modify(vma->vm_page_prot, vm_get_page_prot(vm_flags));
}

/* ------------------------------------------------------------------ list and tree */

static __always_inline unsigned long vma_compute_subtree_gap(struct vm_area_struct *vma)
{
	unsigned long max = vma->vm_start, gap;

	if (vma->vm_prev)
		max -= vma->vm_prev->vm_end;
	if (unlikely(vma->vm_flags & VM_GROWSDOWN))		/* vm_start_gap() */
		max = max > stack_guard_gap ? max - stack_guard_gap : 0;
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
 * find_vma_links - where a VMA [addr, end) would stand
 *
 * 0 with the VMA before, the link in the tree and its parent; -ENOMEM when something is
 * there.  Caller holds mmap_sem for writing.
 */
int find_vma_links(struct mm_struct *mm, unsigned long addr, unsigned long end,
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
	if (vma->vm_flags & VM_DENYWRITE)
		atomic_dec(&file_inode(file)->i_writecount);
	if (vma->vm_flags & VM_SHARED)
		atomic_inc(&file->f_mapping->i_mmap_writable);
	vma_interval_tree_insert(vma, &file->f_mapping->i_mmap);
}

static void __remove_shared_vm_struct(struct vm_area_struct *vma, struct file *file,
				      struct address_space *mapping)
{
	if (vma->vm_flags & VM_DENYWRITE)
		atomic_inc(&file_inode(file)->i_writecount);
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
void vma_link(struct mm_struct *mm, struct vm_area_struct *vma, struct vm_area_struct *prev,
	      struct rb_node **rb_link, struct rb_node *rb_parent)
{
	struct address_space *mapping = vma->vm_file ? vma->vm_file->f_mapping : NULL;

	if (mapping)
		i_mmap_lock_write(mapping);
	__vma_link(mm, vma, prev, rb_link, rb_parent);
	__vma_link_file(vma);
	if (mapping)
		i_mmap_unlock_write(mapping);
	mm->map_count++;
	trace_event(vma_link, vma->vm_start, vma->vm_end, vma->vm_flags);
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

/* The first VMA that ends above @addr, or NULL.  Caller holds mmap_sem.  Article 3.3.4. */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = vmacache_find(mm, addr);
	struct rb_node *rb_node;

	if (likely(vma)) {
		trace_event(vmacache_hit, addr, vma);
		return vma;
	}
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
	trace_event(find_vma, addr, vma, mm);
	return vma;
}

/* The same, and in *@pprev the VMA before it, also when there is none behind @addr */
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

/*
 * detach_vmas_to_be_unmapped - the VMAs from @vma to @end leave list and tree
 *
 * They stay linked to each other, up to a NULL; @prev is the one before, or NULL.  None reaches
 * over @end.  Caller holds mmap_sem for writing.  Article 3.3.4.
 */
void detach_vmas_to_be_unmapped(struct mm_struct *mm, struct vm_area_struct *vma,
				struct vm_area_struct *prev, unsigned long end)
{
	struct vm_area_struct **insertion_point = prev ? &prev->vm_next : &mm->mmap;
	struct vm_area_struct *tail_vma = NULL;

	trace_event(detach_vmas, vma->vm_start, end);
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

/* ------------------------------------------------------------------ joining and cutting */

/*
 * What vma_adjust() is about to do.  @vma gets the range [start, end) and @pgoff; as only
 * its successors can be concerned, there are five cases:
 *
 *   before      VVVVNNNN      after   VVVVVVVV   remove_next 1: all of next is taken over
 *               VVVVNNNNMMMM          VVVVVVVVVVVV  2: and the one behind it
 *               VVVVNNNN              VVVVVVNN   adjust_next > 0: pages of next come over
 *               VVVVNNNN              VVNNNNNN   adjust_next < 0: pages go to next
 *               VVVVVVVV              VVVViiii   insert: what is cut off is a VMA of its own
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
	if (!c->exporter || !c->exporter->anon_vma || c->importer->anon_vma)
		return 0;
	c->importer->anon_vma = c->exporter->anon_vma;
	return anon_vma_clone(c->importer, c->exporter);
}

/* A VMA's range changes: it leaves the interval trees of its anon_vmas meanwhile */
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

/*
 * vma_grow_down - the stack @vma begins @grow pages lower
 *
 * Caller holds mmap_sem for reading at least, page_table_lock, and @vma's anon_vma for writing, and
 * has seen that nothing is there.
 */
void vma_grow_down(struct vm_area_struct *vma, unsigned long grow)
{
	anon_vma_interval_tree_pre_update_vma(vma);
	vma->vm_start -= grow << PAGE_SHIFT;
	vma->vm_pgoff -= grow;
	anon_vma_interval_tree_post_update_vma(vma);
	vma_gap_update(vma);
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

static void change_vmas(struct vma_change *c)
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

/* The VMA that was taken over goes; its pages belong to @c->vma */
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
	change_vmas(&c);
	if (c.remove_next) {
		bool two = c.remove_next == 2;

		drop_next(&c);
		if (two)
			return vma_adjust(vma, start, end, pgoff, NULL);
	}
	validate_mm(vma->vm_mm);
	return 0;
}

/* Could a VMA of @vma's kind have these flags, file and operations? */
static inline int is_mergeable_vma(struct vm_area_struct *vma, struct file *file,
				   unsigned long vm_flags)
{
	return vma->vm_flags == vm_flags && vma->vm_file == file &&
	       !(vma->vm_ops && vma->vm_ops->close);
}

/*
 * Two VMAs with pages of different anon_vmas can't be one.  A VMA without any may take the other's only if
 * that hasn't been forked: the chain would grow and grow.
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
 *   prev or of next already, or the VMA between (area)
 *
 *     PPPP****NNNN   cannot merge           PPPP****NNNN   1  PPPPPPPPPPPP  both joined
 *     PPPP****....   2  PPPPPPPP            ....****NNNN   3  ....NNNNNNNN
 *     PPPPPP**NNNN   4  PPPPPPNNNNNN (the tail of prev goes to next)
 *     PPPP**NNNNNN   5  PPPPPPNNNN   (the head of next goes to prev)
 *     PPPPXXXXNNNN   6  PPPPPPPPPPPP  7  PPPPPPPPNNNN  8  PPPPNNNNNNNN (X between changed)
 *
 * The VMA that contains [addr, end) now, or NULL when it can't be merged or there is no
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
		trace_event(vma_merge, addr, end, prev->vm_start);
		return vma_adjust(prev, prev->vm_start, new_end, prev->vm_pgoff, NULL) ? NULL : prev;
	}
	if (next && end == next->vm_start &&
	    can_vma_merge_before(next, vm_flags, anon_vma, file, pgoff + pglen)) {
		int err;

		trace_event(vma_merge, addr, end, next->vm_start);
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
 * Called for a VMA's first anonymous page, so that mprotect() back and forth can join again.
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
static struct vm_area_struct *dup_vma(struct vm_area_struct *vma)
{
	struct vm_area_struct *new = kmem_cache_alloc(vm_area_cachep, GFP_KERNEL);

	if (new) {
		*new = *vma;
		INIT_LIST_HEAD(&new->anon_vma_chain);
	}
	return new;
}

/* Cuts @vma at @addr: the new VMA is the lower part if @new_below.  0, -ENOMEM. */
int __split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, int new_below)
{
	struct vm_area_struct *new = dup_vma(vma);
	pgoff_t cut = (addr - vma->vm_start) >> PAGE_SHIFT;
	int err;

	if (!new)
		return -ENOMEM;
	trace_event(split_vma, vma->vm_start, vma->vm_end, addr);
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

/* The same, unless there are too many VMAs already */
int split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, int new_below)
{
	if (mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	return __split_vma(mm, vma, addr, new_below);
}

/*
 * vma_modify - [start, end), inside @vma, is going to have @newflags
 *
 * @prev is the VMA before @start, which is @vma itself when @start is inside it.  Returns the VMA
 * that contains the range: joined with neighbours that have @newflags already, or cut to [start,
 * end), and then the caller sets the flags.  ERR_PTR(-ENOMEM): too many VMAs, or no memory; one of
 * the two cuts may have been made.  Caller holds mmap_sem for writing.
 */
struct vm_area_struct *vma_modify(struct vm_area_struct *vma, struct vm_area_struct *prev,
				  unsigned long start, unsigned long end, unsigned long newflags)
{
	pgoff_t pgoff = vma->vm_pgoff + ((start - vma->vm_start) >> PAGE_SHIFT);
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *merged;
	int err = 0;

	merged = vma_merge(mm, prev, start, end, newflags, vma->anon_vma, vma->vm_file, pgoff);
	if (merged)
		return merged;
	if (start != vma->vm_start)
		err = split_vma(mm, vma, start, 1);
	if (!err && end != vma->vm_end)
		err = split_vma(mm, vma, end, 0);
	return err ? ERR_PTR(err) : vma;
}

/* ------------------------------------------------------------------ entering */

/*
 * vma_append - for fork: @vma goes behind all other VMAs of @mm
 *
 * Nobody else knows @mm.  The tree needs no search: the last VMA has no right child.
 */
void vma_append(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct rb_node *last = rb_last(&mm->mm_rb);
	struct vm_area_struct *prev = last ? rb_vma(last) : NULL;

	vma_link(mm, vma, prev, last ? &last->rb_right : &mm->mm_rb.rb_node, last);
}

/* Enters a VMA that the caller has made.  0, -ENOMEM.  mmap_sem for writing. */
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
 * copy_vma - a VMA like *@vmap at [addr, addr + len), for mremap to move pages to
 *
 * Joined with a neighbour if possible; that may be *@vmap itself, which then is replaced by the
 * result.  *@need_rmap_locks: a walk of the page's VMAs might come by the new place before the
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

	/* No page knows its number yet: the VMA may take the one that merges best */
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
	new = dup_vma(vma);
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

/* All of them: A5 holds only when the operation that changes VMAs has finished */
bool vma_check(struct mm_struct *mm)
{
	struct mm_struct sum = { };
	struct vm_area_struct *vma;

	if (!vma_tree_check(mm))
		return false;
	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		vm_stat_account(&sum, vma->vm_flags, (long)vma_pages(vma));
		if (vma->vm_flags & VM_LOCKED)
			sum.locked_vm += vma_pages(vma);
	}
	if (sum.total_vm != mm->total_vm || sum.locked_vm != mm->locked_vm)
		return violated("A5", sum.total_vm);
	if (sum.data_vm != mm->data_vm || sum.exec_vm != mm->exec_vm || sum.stack_vm != mm->stack_vm)
		return violated("A5", sum.data_vm);
	return true;
}
