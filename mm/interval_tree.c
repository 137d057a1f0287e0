/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who maps this page of this file, or of this anon_vma: VMAs by the range of page numbers
 * that they show.
 *
 *   vm_pgoff .............. vm_pgoff + vma_pages - 1
 *
 * Invariant  a VMA's range changes only while it is out of the tree (mm/vma.c, vma_adjust).
 * Locking: i_mmap_rwsem, or the anon_vma root's rwsem.  Article 3.3.4 (shared, rb_subtree_last).
 */
#include <linux/fs.h>
#include <linux/interval_tree_generic.h>
#include <linux/mm.h>
#include <linux/rmap.h>

static inline unsigned long vma_start_pgoff(struct vm_area_struct *v)
{
	return v->vm_pgoff;
}

static inline unsigned long vma_last_pgoff(struct vm_area_struct *v)
{
	return v->vm_pgoff + vma_pages(v) - 1;
}

INTERVAL_TREE_DEFINE(struct vm_area_struct, shared.rb, unsigned long, shared.rb_subtree_last,
		     vma_start_pgoff, vma_last_pgoff, , vma_interval_tree)

static inline unsigned long avc_start_pgoff(struct anon_vma_chain *avc)
{
	return vma_start_pgoff(avc->vma);
}

static inline unsigned long avc_last_pgoff(struct anon_vma_chain *avc)
{
	return vma_last_pgoff(avc->vma);
}

INTERVAL_TREE_DEFINE(struct anon_vma_chain, rb, unsigned long, rb_subtree_last,
		     avc_start_pgoff, avc_last_pgoff, , anon_vma_interval_tree)
