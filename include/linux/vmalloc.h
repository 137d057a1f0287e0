/* SPDX-License-Identifier: GPL-2.0-only */
/* Virtually contiguous kernel memory: mm/vmalloc.c, article 3.2.5 */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <asm/pgtable.h>

struct seq_file;
struct page;

/* vm_struct.flags */
#define VM_IOREMAP		0x00000001	/* device registers: ioremap() */
#define VM_ALLOC		0x00000002	/* pages of its own: vmalloc() */
#define VM_MAP			0x00000004	/* pages of somebody's: vmap() */
#define VM_USERMAP		0x00000008	/* may be mapped to user space */
#define VM_VPAGES		0x00000010	/* the array of pages is vmalloc()ed itself */
#define VM_UNINITIALIZED	0x00000020	/* not complete: not for readers yet */
#define VM_NO_GUARD		0x00000040	/* no guard page behind */

/* Bits 20 and up are the architecture's: static mappings and their memory type */
#define VM_ARM_STATIC_MAPPING	0x40000000
#define VM_ARM_EMPTY_MAPPING	0x20000000
#define VM_ARM_MTYPE(mt)	((unsigned long)(mt) << 20)
#define VM_ARM_MTYPE_MASK	(0x1fUL << 20)

/*
 * One area of vmalloc space.  All areas stand in vmlist, in the order of their addresses, and
 * in a tree; vmap_area_lock protects both.
 */
struct vm_struct {
	struct vm_struct *next;
	void *addr;
	unsigned long size;		/* bytes, with the guard page */
	unsigned long flags;
	struct page **pages;
	unsigned int nr_pages;
	phys_addr_t phys_addr;		/* of VM_IOREMAP areas */
	const void *caller;
	/* alloc_vmap_area()'s */
	struct vm_struct *prev;
	struct rb_node rb_node;
	unsigned long gap;		/* free bytes between the area before and this one */
	unsigned long subtree_gap;	/* the largest gap of all in the subtree */
};

void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void *vmalloc_32(unsigned long size);
void *vmalloc_exec(unsigned long size);
void *vmalloc_user(unsigned long size);
void *__vmalloc(unsigned long size, gfp_t gfp_mask, pgprot_t prot);
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot,
			   unsigned long vm_flags, int node, const void *caller);
void vfree(const void *addr);
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);
void vunmap(const void *addr);

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller);
struct vm_struct *__get_vm_area(unsigned long size, unsigned long flags, unsigned long start,
				unsigned long end);
struct vm_struct *find_vm_area(const void *addr);
struct vm_struct *remove_vm_area(const void *addr);
void free_vm_area(struct vm_struct *area);
int map_vm_area(struct vm_struct *area, pgprot_t prot, struct page **pages);
void unmap_kernel_range(unsigned long addr, unsigned long size);
int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr,
		       pgprot_t prot);
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);

/* Boot only: an area that exists already, at vm->addr */
void vm_area_add_early(struct vm_struct *vm);

void vmallocinfo_show(struct seq_file *m);
bool vmap_check(void);
unsigned long nr_vmalloc_areas(void);

/* Is @addr inside vmalloc space?  Whether anything is mapped there is another question. */
static inline bool is_vmalloc_addr(const void *x)
{
	unsigned long addr = (unsigned long)x;

	return addr >= VMALLOC_START && addr < VMALLOC_END;
}

/* The bytes that may be used */
static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->flags & VM_NO_GUARD ? area->size : area->size - PAGE_SIZE;
}

#endif
