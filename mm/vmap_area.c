/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The areas of vmalloc space in the order of their addresses, and the holes between them.
 *
 * Idea.  Every area keeps the gap before it.  Those whose gap isn't 0 stand in a tree of gaps,
 * too, each with the largest gap of its subtree, so that the lowest hole of a size is found on
 * the way down one path.  Where areas lie densely the tree of gaps is small.
 *
 *   0      VMALLOC_START                                             VMALLOC_END
 *   | gap of A | A    g| B  g| C  g|     gap of D     | D  |          |
 *                                                                `----- behind the last: no gap
 *   areas        B           gaps   D: gap 7, subtree 9
 *              A   D               /
 *                 C               A: gap 9, subtree 9        B and C have none
 *
 * A new area goes before the one whose gap was found, so it is linked into the tree of areas
 * without a search: of two neighbours in order, one has no child on the other's side.
 *
 * Invariants (vmap_check() asserts them)
 *   V1  the list is in the order of addresses, and areas don't overlap
 *   V2  the tree of areas holds the same in the same order, the tree of gaps those with a gap
 *   V3  gap is the distance to the end of the area before (or to 0), subtree_gap the maximum
 *   V4  the entries of an area are its pages, or its frames from phys_addr on, in order; its
 *       guard has none
 *   V5  nothing is mapped in vmalloc space outside of areas
 *
 * Locking: the caller holds vmap_area_lock; who calls vmap_areas_check() sees to it that nobody
 * maps or unmaps meanwhile.  Nothing here sleeps or allocates.  Different from Linux 4.4, which
 * looks for a hole from where it found the last one, area by area.  Article 3.2.5.  Read after
 * mm/vmalloc.c, alloc_vmap_area().  Tests: vmalloc.*, tests/host/vmap.t.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagewalk.h>
#include <linux/rbtree_augmented.h>
#include <linux/vmalloc.h>
#include "vmap_area.h"

static struct rb_root vmap_area_root = RB_ROOT;	/* all areas */
static struct rb_root vmap_gap_root = RB_ROOT;	/* those with a hole before them */

static inline struct vm_struct *to_vm(struct rb_node *rb)
{
	return rb_entry(rb, struct vm_struct, rb_node);
}

static inline struct vm_struct *gap_vm(struct rb_node *rb)
{
	return rb_entry(rb, struct vm_struct, gap_node);
}

static inline unsigned long subtree_gap(struct rb_node *rb)
{
	return rb ? gap_vm(rb)->subtree_gap : 0;
}

/* ------------------------------------------------------------------ the tree of gaps */

static __always_inline unsigned long compute_subtree_gap(struct vm_struct *vm)
{
	unsigned long most = vm->gap, gap;

	gap = subtree_gap(vm->gap_node.rb_left);
	if (gap > most)
		most = gap;
	gap = subtree_gap(vm->gap_node.rb_right);
	return gap > most ? gap : most;
}

RB_DECLARE_CALLBACKS(static, vm_gap_callbacks, struct vm_struct, gap_node, unsigned long,
		     subtree_gap, compute_subtree_gap);

/* Into the tree of gaps, by address */
static void insert_gap(struct vm_struct *vm)
{
	struct rb_node **link = &vmap_gap_root.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = vm->addr < gap_vm(parent)->addr ? &parent->rb_left : &parent->rb_right;
	}
	vm->subtree_gap = vm->gap;
	rb_link_node(&vm->gap_node, parent, link);
	vm_gap_callbacks_propagate(parent, NULL);
	rb_insert_augmented(&vm->gap_node, &vmap_gap_root, &vm_gap_callbacks);
}

/* The hole before @vm is @gap bytes now */
static void set_gap(struct vm_struct *vm, unsigned long gap)
{
	unsigned long before = vm->gap;

	vm->gap = gap;
	if (before && gap)
		vm_gap_callbacks_propagate(&vm->gap_node, NULL);
	else if (before)
		rb_erase_augmented(&vm->gap_node, &vmap_gap_root, &vm_gap_callbacks);
	else if (gap)
		insert_gap(vm);
}

/* The first area below @rb with a gap of @size before it: subtree_gap says there is one */
static struct vm_struct *first_gap(struct rb_node *rb, unsigned long size)
{
	for (;;) {
		if (subtree_gap(rb->rb_left) >= size)
			rb = rb->rb_left;
		else if (gap_vm(rb)->gap >= size)
			return gap_vm(rb);
		else
			rb = rb->rb_right;
	}
}

/* The lowest area with a gap of @size bytes before it, or NULL */
struct vm_struct *vmap_first_gap(unsigned long size)
{
	struct rb_node *root = vmap_gap_root.rb_node;

	return subtree_gap(root) >= size ? first_gap(root, size) : NULL;
}

/* The next one above @vm, which has a gap itself, or NULL */
struct vm_struct *vmap_next_gap(struct vm_struct *vm, unsigned long size)
{
	struct rb_node *rb = &vm->gap_node, *parent;

	for (;;) {
		if (subtree_gap(rb->rb_right) >= size)
			return first_gap(rb->rb_right, size);
		while ((parent = rb_parent(rb)) && rb == parent->rb_right)
			rb = parent;
		if (!parent)
			return NULL;
		rb = parent;
		if (gap_vm(rb)->gap >= size)
			return gap_vm(rb);
	}
}

/* ------------------------------------------------------------------ the tree of areas */

/* Into the trees: @vm->addr, size, prev and next are set, gap is 0 */
void vmap_area_insert(struct vm_struct *vm)
{
	struct vm_struct *prev = vm->prev, *next = vm->next;
	struct rb_node *parent, **link;

	if (next && !next->rb_node.rb_left) {
		parent = &next->rb_node;
		link = &parent->rb_left;
	} else if (prev) {
		parent = &prev->rb_node;
		link = &parent->rb_right;
	} else {
		parent = NULL;
		link = &vmap_area_root.rb_node;
	}
	rb_link_node(&vm->rb_node, parent, link);
	rb_insert_color(&vm->rb_node, &vmap_area_root);
	if (next)
		set_gap(next, (unsigned long)next->addr - vmap_area_end(vm));
	set_gap(vm, (unsigned long)vm->addr - vmap_area_end(prev));
}

/* Out of the trees; prev and next are still those that it was inserted between */
void vmap_area_erase(struct vm_struct *vm)
{
	rb_erase(&vm->rb_node, &vmap_area_root);
	set_gap(vm, 0);
	if (vm->next)
		set_gap(vm->next, (unsigned long)vm->next->addr - vmap_area_end(vm->prev));
}

/* The area that begins at @addr, or NULL */
struct vm_struct *vmap_area_find(const void *addr)
{
	struct rb_node *rb = vmap_area_root.rb_node;

	while (rb) {
		struct vm_struct *vm = to_vm(rb);

		if (vm->addr == addr)
			return vm;
		rb = addr < vm->addr ? rb->rb_left : rb->rb_right;
	}
	return NULL;
}

/* ------------------------------------------------------------------ the check */

static bool broken(const char *which, const void *what)
{
	pr_err("vmap_check: %s violated at %p\n", which, what);
	return false;
}

/* V4: is page @i of @vm what its entry says? */
static bool check_entry(const struct vm_struct *vm, unsigned int i)
{
	const char *addr = (const char *)vm->addr + i * PAGE_SIZE;

	if (vm->pages)
		return vmalloc_to_page(addr) == vm->pages[i];
	return vmalloc_to_page(addr) && vmalloc_to_pfn(addr) == __phys_to_pfn(vm->phys_addr) + i;
}

/* V4 for one area; a static mapping consists of sections, which boot's golden dump shows */
static bool check_pages(const struct vm_struct *vm)
{
	unsigned int i, n = 0;

	if (vm->flags & (VM_UNINITIALIZED | VM_ARM_STATIC_MAPPING | VM_ARM_EMPTY_MAPPING))
		return true;
	if (vm->pages)
		n = vm->nr_pages;
	else if (vm->flags & VM_IOREMAP && vm->phys_addr)
		n = get_vm_area_size(vm) >> PAGE_SHIFT;
	for (i = 0; i < n; i++)
		if (!check_entry(vm, i))
			return false;
	return vm->flags & VM_NO_GUARD || !vmalloc_to_page((char *)vm->addr + get_vm_area_size(vm));
}

static int no_hole(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	return !pte_none(*pte);
}

/* V5: nothing is mapped in [from, to), which may be empty */
static bool check_hole(unsigned long from, unsigned long to)
{
	struct mm_walk walk = { .pte_entry = no_hole, .mm = &init_mm };

	return from >= to || !walk_page_range_novma(from, to, &walk);
}

/* V1 to V5: false and a message when one doesn't hold.  The list's two ends are given. */
bool vmap_areas_check(const struct vm_struct *first, const struct vm_struct *last)
{
	struct rb_node *rb = rb_first(&vmap_area_root), *gap = rb_first(&vmap_gap_root);
	const struct vm_struct *vm, *prev = NULL;

	for (vm = first; vm; prev = vm, vm = vm->next, rb = rb_next(rb)) {
		if (vm->prev != prev || vmap_area_end(prev) > (unsigned long)vm->addr)
			return broken("V1", vm->addr);
		if (rb != &vm->rb_node)
			return broken("V2", vm->addr);
		if (vm->gap != (unsigned long)vm->addr - vmap_area_end(prev))
			return broken("V3", vm->addr);
		if (vm->gap) {
			if (gap != &vm->gap_node)
				return broken("V2", vm->addr);
			if (vm->subtree_gap != compute_subtree_gap(gap_vm(gap)))
				return broken("V3", vm->addr);
			gap = rb_next(gap);
		}
		if (!check_pages(vm))
			return broken("V4", vm->addr);
		if (!check_hole(max(vmap_area_end(prev), VMALLOC_START), (unsigned long)vm->addr))
			return broken("V5", vm->addr);
	}
	if (prev != last || rb || gap)
		return broken("V2", last ? last->addr : NULL);
	return check_hole(max(vmap_area_end(prev), VMALLOC_START), VMALLOC_END) ||
	       broken("V5", last ? last->addr : NULL);
}
