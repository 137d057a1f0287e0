/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc: memory that is contiguous in virtual addresses only.
 *
 * Idea.  Three steps, as everywhere: a piece of address space, page frames from
 * wherever there are some, and page-table entries that join the two.
 *
 *   vmalloc -> __vmalloc_node_flags -> __vmalloc_node -> __vmalloc_node_range
 *       __get_vm_area_node      alloc_vmap_area: a hole;  setup_vmalloc_vm: who and what for
 *       __vmalloc_area_node     alloc_page for each page;  map_vm_area: the entries
 *   vfree -> __vunmap -> remove_vm_area -> unmap_vm_area, then __free_page for each
 *
 *   VMALLOC_START                                                        VMALLOC_END
 *     | pages |g|   | pages |g| pages |g|          hole           | static |
 *     A .........   B ........  C .......                          D ...........
 *     vmlist -> A -> B -> C -> D                mm/vmap_area.c finds the hole
 *
 * Every area ends in a guard page (g) that is never mapped, so that running off its end is an
 * Oops.  The lowest hole that is large enough is taken.
 *
 * Invariants: V1 to V5 in mm/vmap_area.c; vmap_check() asserts them.
 *
 * Locking.  vmap_area_lock, a spinlock, holds list and tree together; page-table entries of an
 * area belong to who holds the area.  vmalloc() and vfree() may sleep; not from interrupts.
 * TLB: entries go from invalid to valid without a flush (flush_cache_vmap: the walker sees
 * them); unmapping flushes before the pages are given back.
 *
 * Different from Linux 4.4: vm_struct and vmap_area are one, unmapping isn't lazy, no per-CPU
 * vmap blocks, VM_IOREMAP areas are aligned to pages only (there are no larger ones in them),
 * vfree() isn't for interrupts.  Article 3.2.5.  Tests: vmalloc.*, tests/host/vmap.t; debugger:
 * p *vmlist, p *vmlist->next.
 */
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/barrier.h>
#include <asm/cacheflush.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>
#include "vmap_area.h"

static struct vm_struct *vmlist;
static struct vm_struct *vmlist_last;
static DEFINE_SPINLOCK(vmap_area_lock);
static unsigned long nr_areas;

/* ------------------------------------------------------------------ page tables */

static void vunmap_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end)
{
	pte_t *pte = pte_offset_kernel(pmd, addr);

	do {
		pte_clear(&init_mm, addr, pte);
	} while (pte++, addr += PAGE_SIZE, addr != end);
}

static void vunmap_pmd_range(pud_t *pud, unsigned long addr, unsigned long end)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd))
			vunmap_pte_range(pmd, addr, next);
	} while (pmd++, addr = next, addr != end);
}

static void vunmap_pud_range(pgd_t *pgd, unsigned long addr, unsigned long end)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			vunmap_pmd_range(pud, addr, next);
	} while (pud++, addr = next, addr != end);
}

static void vunmap_page_range(unsigned long addr, unsigned long end)
{
	pgd_t *pgd = pgd_offset_k(addr);
	unsigned long next;

	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			vunmap_pud_range(pgd, addr, next);
	} while (pgd++, addr = next, addr != end);
}

/*
 * What is mapped: page *@pages after page, or, with @pages NULL, the frames from @pfn on.  An
 * entry that is there already is a bug of who owns the area: -EBUSY.
 */
struct vmap_source {
	struct page **pages;
	unsigned long pfn;
	pgprot_t prot;
};

static int vmap_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			  struct vmap_source *src)
{
	pte_t *pte = pte_alloc_kernel(pmd, addr);

	if (!pte)
		return -ENOMEM;
	do {
		unsigned long pfn = src->pages ? page_to_pfn(*src->pages++) : src->pfn++;

		if (WARN_ON(!pte_none(*pte)))
			return -EBUSY;
		set_pte_at(&init_mm, addr, pte, pfn_pte(pfn, src->prot));
	} while (pte++, addr += PAGE_SIZE, addr != end);
	return 0;
}

static int vmap_pmd_range(pud_t *pud, unsigned long addr, unsigned long end,
			  struct vmap_source *src)
{
	pmd_t *pmd = pmd_alloc(&init_mm, pud, addr);
	unsigned long next;
	int err = 0;

	do {
		next = pmd_addr_end(addr, end);
		err = vmap_pte_range(pmd, addr, next, src);
	} while (!err && (pmd++, addr = next, addr != end));
	return err;
}

static int vmap_pud_range(pgd_t *pgd, unsigned long addr, unsigned long end,
			  struct vmap_source *src)
{
	pud_t *pud = pud_alloc(&init_mm, pgd, addr);
	unsigned long next;
	int err = 0;

	do {
		next = pud_addr_end(addr, end);
		err = vmap_pmd_range(pud, addr, next, src);
	} while (!err && (pud++, addr = next, addr != end));
	return err;
}

/* 0, -ENOMEM, -EBUSY: what was mapped before the failure stays, for the caller to unmap */
static int vmap_page_range(unsigned long start, unsigned long end, struct vmap_source *src)
{
	unsigned long addr = start, next;
	pgd_t *pgd = pgd_offset_k(addr);
	int err;

	do {
		next = pgd_addr_end(addr, end);
		err = vmap_pud_range(pgd, addr, next, src);
	} while (!err && (pgd++, addr = next, addr != end));
	flush_cache_vmap(start, end);
	return err;
}

/*
 * map_vm_area - the entries for @area's pages
 *
 * @pages: as many as the area has room for.  0, -ENOMEM, or -EBUSY where something is mapped
 * already: what was mapped until then goes with the area.  May sleep.
 */
int map_vm_area(struct vm_struct *area, pgprot_t prot, struct page **pages)
{
	unsigned long addr = (unsigned long)area->addr;
	struct vmap_source src = { .pages = pages, .prot = prot };

	return vmap_page_range(addr, addr + get_vm_area_size(area), &src);
}

/* ioremap_page_range - the same for @phys_addr and what follows it; whole pages */
int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr,
		       pgprot_t prot)
{
	struct vmap_source src = { .pfn = __phys_to_pfn(phys_addr), .prot = prot };

	return vmap_page_range(addr, end, &src);
}

/* The entries of [addr, addr + size) go, and then what the TLB knows of them */
void unmap_kernel_range(unsigned long addr, unsigned long size)
{
	flush_cache_vunmap(addr, addr + size);
	vunmap_page_range(addr, addr + size);
	flush_tlb_kernel_range(addr, addr + size);
}

static void unmap_vm_area(struct vm_struct *area)
{
	unmap_kernel_range((unsigned long)area->addr, get_vm_area_size(area));
}

/* vmalloc_to_page - the page behind a vmalloc address, or NULL if nothing is mapped there */
struct page *vmalloc_to_page(const void *vmalloc_addr)
{
	unsigned long addr = (unsigned long)vmalloc_addr;
	pmd_t *pmd = mm_find_pmd(&init_mm, addr);
	pte_t *pte;

	if (!pmd)
		return NULL;
	pte = pte_offset_kernel(pmd, addr);
	return pte_present(*pte) ? pte_page(*pte) : NULL;
}

unsigned long vmalloc_to_pfn(const void *vmalloc_addr)
{
	return page_to_pfn(vmalloc_to_page(vmalloc_addr));
}

/* ------------------------------------------------------------------ areas */

/* Into the list and the trees, in front of @next (NULL: at the end).  Caller holds the lock. */
static void link_vm(struct vm_struct *vm, struct vm_struct *next)
{
	struct vm_struct *prev = next ? next->prev : vmlist_last;

	vm->next = next;
	vm->prev = prev;
	if (prev)
		prev->next = vm;
	else
		vmlist = vm;
	if (next)
		next->prev = vm;
	else
		vmlist_last = vm;
	vmap_area_insert(vm);
	nr_areas++;
}

/* Out of the list and the trees.  Caller holds the lock. */
static void unlink_vm(struct vm_struct *vm)
{
	vmap_area_erase(vm);
	if (vm->prev)
		vm->prev->next = vm->next;
	else
		vmlist = vm->next;
	if (vm->next)
		vm->next->prev = vm->prev;
	else
		vmlist_last = vm->prev;
	nr_areas--;
}

/*
 * alloc_vmap_area - the lowest hole of @vm->size bytes within [vstart, vend), aligned
 *
 * @align is a power of two.  @vm->addr is set, and @vm linked.  0, or -EBUSY when no hole is
 * large enough.  Doesn't sleep.
 */
static int alloc_vmap_area(struct vm_struct *vm, unsigned long align, unsigned long vstart,
			   unsigned long vend)
{
	struct vm_struct *next;
	unsigned long addr;

	spin_lock(&vmap_area_lock);
	for (next = vmap_first_gap(vm->size); next; next = vmap_next_gap(next, vm->size)) {
		addr = ALIGN(max(vmap_area_end(next->prev), vstart), align);
		if (addr > vend - vm->size)
			goto overflow;
		if (addr >= vstart && addr <= (unsigned long)next->addr &&
		    (unsigned long)next->addr - addr >= vm->size)
			goto found;
	}
	addr = ALIGN(max(vmap_area_end(vmlist_last), vstart), align);
	if (addr < vstart || addr > vend - vm->size)
		goto overflow;
found:
	vm->addr = (void *)addr;
	link_vm(vm, next);
	spin_unlock(&vmap_area_lock);
	return 0;

overflow:
	spin_unlock(&vmap_area_lock);
	return -EBUSY;
}

static void setup_vmalloc_vm(struct vm_struct *vm, unsigned long flags, const void *caller)
{
	vm->flags = flags;
	vm->caller = caller;
}

/*
 * A vm_struct with a hole of its own, or NULL.  @size is whole pages or rounded up to such; the
 * guard is added here.  May sleep if @gfp_mask allows it.
 */
static struct vm_struct *__get_vm_area_node(unsigned long size, unsigned long align,
			unsigned long flags, unsigned long start, unsigned long end,
			int node, gfp_t gfp_mask, const void *caller)
{
	struct vm_struct *area;

	BUG_ON(in_interrupt());
	size = PAGE_ALIGN(size);
	if (unlikely(!size))
		return NULL;
	if (!(flags & VM_NO_GUARD))
		size += PAGE_SIZE;

	area = kzalloc(sizeof(*area), gfp_mask & (GFP_KERNEL | GFP_ATOMIC | __GFP_NOWARN));
	if (unlikely(!area))
		return NULL;
	area->size = size;
	setup_vmalloc_vm(area, flags, caller);
	/* A size of 0: adding the guard page has made it wrap */
	if (!size || size > end - start || alloc_vmap_area(area, align, start, end)) {
		if (!(gfp_mask & __GFP_NOWARN))
			pr_warn("vmap allocation for size %lu failed: use vmalloc=<size> to increase size\n",
				size);
		kfree(area);
		return NULL;
	}
	return area;
}

/* get_vm_area - address space alone: @size bytes for the caller to map.  NULL.  May sleep. */
struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	return get_vm_area_caller(size, flags, __builtin_return_address(0));
}

struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	return __get_vm_area_node(size, PAGE_SIZE, flags, VMALLOC_START, VMALLOC_END,
				  NUMA_NO_NODE, GFP_KERNEL, caller);
}

/* The same within [start, end) */
struct vm_struct *__get_vm_area(unsigned long size, unsigned long flags, unsigned long start,
				unsigned long end)
{
	return __get_vm_area_node(size, PAGE_SIZE, flags, start, end, NUMA_NO_NODE, GFP_KERNEL,
				  __builtin_return_address(0));
}

/* The area that begins at @addr, or NULL */
struct vm_struct *find_vm_area(const void *addr)
{
	struct vm_struct *vm;

	spin_lock(&vmap_area_lock);
	vm = vmap_area_find(addr);
	spin_unlock(&vmap_area_lock);
	return vm;
}

/*
 * remove_vm_area - take the area that begins at @addr out of vmalloc space
 *
 * Its entries are gone and flushed before the addresses can be given to somebody else.
 * Returns the area, for the caller to kfree(), or NULL if none begins there.
 */
struct vm_struct *remove_vm_area(const void *addr)
{
	struct vm_struct *vm = find_vm_area(addr);

	if (!vm)
		return NULL;
	unmap_vm_area(vm);
	spin_lock(&vmap_area_lock);
	unlink_vm(vm);
	spin_unlock(&vmap_area_lock);
	return vm;
}

/* Gives back what get_vm_area() gave */
void free_vm_area(struct vm_struct *area)
{
	struct vm_struct *removed = remove_vm_area(area->addr);

	BUG_ON(removed != area);
	kfree(area);
}

/* ------------------------------------------------------------------ vmalloc, vmap */

static void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask,
			    pgprot_t prot, int node, const void *caller);

/* The array of pages: from the slab, or, when larger than a page, from vmalloc itself */
static struct page **alloc_page_array(struct vm_struct *area, unsigned int nr_pages,
				      gfp_t gfp_mask, int node, const void *caller)
{
	unsigned long bytes = nr_pages * sizeof(struct page *);

	gfp_mask = (gfp_mask & (GFP_KERNEL | __GFP_NOWARN)) | __GFP_ZERO;
	if (bytes <= PAGE_SIZE)
		return kmalloc(bytes, gfp_mask);
	area->flags |= VM_VPAGES;
	return __vmalloc_node(bytes, 1, gfp_mask | __GFP_HIGHMEM, PAGE_KERNEL, node, caller);
}

static void free_area_pages(struct vm_struct *area)
{
	unsigned int i;

	for (i = 0; i < area->nr_pages; i++)
		__free_page(area->pages[i]);
	if (area->flags & VM_VPAGES)
		vfree(area->pages);
	else
		kfree(area->pages);
}

/* Pages for @area, and the entries.  NULL when there is no memory: then @area is gone. */
static void *__vmalloc_area_node(struct vm_struct *area, gfp_t gfp_mask, pgprot_t prot,
				 int node, const void *caller)
{
	unsigned int nr_pages = get_vm_area_size(area) >> PAGE_SHIFT;

	area->pages = alloc_page_array(area, nr_pages, gfp_mask, node, caller);
	if (!area->pages)
		goto fail;
	for (; area->nr_pages < nr_pages; area->nr_pages++) {
		struct page *page;

		if (node == NUMA_NO_NODE)
			page = alloc_page(gfp_mask);
		else
			page = alloc_pages_node(node, gfp_mask, 0);
		if (unlikely(!page))
			goto fail;
		area->pages[area->nr_pages] = page;
		if (gfpflags_allow_blocking(gfp_mask))
			cond_resched();
	}
	if (map_vm_area(area, prot, area->pages))
		goto fail;
	/* Whoever sees the flag gone must see the pages */
	smp_wmb();
	area->flags &= ~VM_UNINITIALIZED;
	return area->addr;

fail:
	if (!(gfp_mask & __GFP_NOWARN))
		pr_warn("vmalloc: allocation failure: %lu of %zu bytes\n",
			(unsigned long)area->nr_pages * PAGE_SIZE, get_vm_area_size(area));
	remove_vm_area(area->addr);
	free_area_pages(area);
	kfree(area);
	return NULL;
}

/*
 * __vmalloc_node_range - @size bytes of mapped memory within [start, end)
 *
 * @align of the address, a power of two of pages; @gfp_mask for the pages; @prot of the
 * entries; @vm_flags beyond VM_ALLOC.  The address, or NULL: no memory, no address space, or
 * a size of 0 or larger than all memory.  May sleep.
 */
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot,
			   unsigned long vm_flags, int node, const void *caller)
{
	unsigned long real_size = PAGE_ALIGN(size);
	struct vm_struct *area;

	if (!size || real_size < size || (real_size >> PAGE_SHIFT) > totalram_pages) {
		if (!(gfp_mask & __GFP_NOWARN))
			pr_warn("vmalloc: allocation failure: %lu bytes can't be had\n", size);
		return NULL;
	}
	area = __get_vm_area_node(real_size, max(align, PAGE_SIZE),
				  VM_ALLOC | VM_UNINITIALIZED | vm_flags, start, end, node,
				  gfp_mask, caller);
	if (!area)
		return NULL;
	return __vmalloc_area_node(area, gfp_mask, prot, node, caller);
}

static void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask,
			    pgprot_t prot, int node, const void *caller)
{
	return __vmalloc_node_range(size, align, VMALLOC_START, VMALLOC_END, gfp_mask, prot, 0,
				    node, caller);
}

static void *__vmalloc_node_flags(unsigned long size, int node, gfp_t flags, const void *caller)
{
	return __vmalloc_node(size, 1, flags, PAGE_KERNEL, node, caller);
}

/* vmalloc - @size bytes, whole pages, contents unknown; NULL without memory.  May sleep. */
void *vmalloc(unsigned long size)
{
	return __vmalloc_node_flags(size, NUMA_NO_NODE, GFP_KERNEL | __GFP_HIGHMEM, __builtin_return_address(0));
}

/* vzalloc - the same, zeroed */
void *vzalloc(unsigned long size)
{
	return __vmalloc_node_flags(size, NUMA_NO_NODE,
				    GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO, __builtin_return_address(0));
}

/* vmalloc_32 - from pages whose addresses have 32 bits: lowmem */
void *vmalloc_32(unsigned long size)
{
	return __vmalloc_node_flags(size, NUMA_NO_NODE, GFP_KERNEL, __builtin_return_address(0));
}

/* vmalloc_exec - for code: executable, and therefore not writable */
void *vmalloc_exec(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_HIGHMEM, PAGE_KERNEL_ROX, NUMA_NO_NODE,
			      __builtin_return_address(0));
}

/* vmalloc_user - zeroed, and may be mapped to user space */
void *vmalloc_user(unsigned long size)
{
	return __vmalloc_node_range(size, 1, VMALLOC_START, VMALLOC_END,
				    GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO, PAGE_KERNEL,
				    VM_USERMAP, NUMA_NO_NODE, __builtin_return_address(0));
}

void *__vmalloc(unsigned long size, gfp_t gfp_mask, pgprot_t prot)
{
	return __vmalloc_node(size, 1, gfp_mask, prot, NUMA_NO_NODE,
			      __builtin_return_address(0));
}

/*
 * vmap - @count pages of the caller's, one behind the other
 *
 * @flags: VM_MAP and the like.  The pages stay the caller's.  NULL without memory.  May sleep.
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	struct vm_struct *area;

	if (!count || count > totalram_pages)
		return NULL;
	area = get_vm_area_caller((unsigned long)count << PAGE_SHIFT, flags,
				  __builtin_return_address(0));
	if (!area)
		return NULL;
	if (map_vm_area(area, prot, pages)) {
		free_vm_area(area);
		return NULL;
	}
	return area->addr;
}

static void __vunmap(const void *addr, int deallocate_pages)
{
	struct vm_struct *area;

	if (!addr)
		return;
	if (WARN(!PAGE_ALIGNED(addr), "Trying to vfree() bad address (%p)\n", addr))
		return;
	area = remove_vm_area(addr);
	if (WARN(!area, "Trying to vfree() nonexistent vm area (%p)\n", addr))
		return;
	if (deallocate_pages)
		free_area_pages(area);
	kfree(area);
}

/* vfree - gives back what vmalloc() and its like gave; NULL is nothing.  Not in interrupts. */
void vfree(const void *addr)
{
	BUG_ON(in_interrupt());
	__vunmap(addr, 1);
}

/* vunmap - undoes vmap(): the pages stay.  May sleep. */
void vunmap(const void *addr)
{
	BUG_ON(in_interrupt());
	might_sleep();
	__vunmap(addr, 0);
}

/* ------------------------------------------------------------------ boot */

/* In front of what @vm goes, by its address: for areas whose place is given */
void __init vm_area_add_early(struct vm_struct *vm)
{
	struct vm_struct *next = vmlist;

	while (next && next->addr < vm->addr)
		next = next->next;
	BUG_ON(next && vmap_area_end(vm) > (unsigned long)next->addr);
	BUG_ON(next ? next->prev && vmap_area_end(next->prev) > (unsigned long)vm->addr :
	       vmap_area_end(vmlist_last) > (unsigned long)vm->addr);
	link_vm(vm, next);
}

/* ------------------------------------------------------------------ for readers */

static void show_area(struct seq_file *m, const struct vm_struct *vm)
{
	static const struct {
		unsigned long flag;
		const char *name;
	} names[] = {
		{ VM_IOREMAP, " ioremap" }, { VM_ALLOC, " vmalloc" }, { VM_MAP, " vmap" },
		{ VM_USERMAP, " user" }, { VM_VPAGES, " vpages" },
	};
	unsigned int i;

	seq_printf(m, "0x%p-0x%p %7lu", vm->addr, (char *)vm->addr + vm->size, vm->size);
	if (vm->caller)
		seq_printf(m, " %pS", vm->caller);
	if (vm->nr_pages)
		seq_printf(m, " pages=%u", vm->nr_pages);
	if (vm->phys_addr)
		seq_printf(m, " phys=%pa", &vm->phys_addr);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (vm->flags & names[i].flag)
			seq_puts(m, names[i].name);
	seq_putc(m, '\n');
}

/* The text of /proc/vmallocinfo */
void vmallocinfo_show(struct seq_file *m)
{
	struct vm_struct *vm;

	spin_lock(&vmap_area_lock);
	for (vm = vmlist; vm; vm = vm->next)
		show_area(m, vm);
	spin_unlock(&vmap_area_lock);
}

unsigned long nr_vmalloc_areas(void)
{
	return nr_areas;
}

/* Asserts the invariants V1 to V5: false and a message when one doesn't hold */
bool vmap_check(void)
{
	return vmap_areas_check(vmlist, vmlist_last);
}
