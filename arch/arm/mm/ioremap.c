/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ioremap: device registers into vmalloc space.
 *
 * Idea.  An area of vmalloc space whose entries have a device's memory type, so that accesses
 * are neither cached, repeated nor reordered.  What boot mapped already, as a section, is
 * used again instead of mapped twice:
 *
 *   static_vmlist   | ff700000 console, 1 MiB section, MT_DEVICE |
 *   ioremap(phys inside it, MT_DEVICE) -> ff700000 + offset
 *
 * Invariants (nothing asserts them: ioremap() refuses what breaks O1, iounmap() what breaks O2)
 *   O1  RAM is never mapped with another memory type than lowmem has: the architecture
 *       forbids mismatched aliases (ARM ARM A3.5.7)
 *   O2  a static mapping outlives every user: iounmap() leaves it alone
 *
 * Context: process, may sleep.  Different from Linux: always in pages, no 1 MiB sections at
 * run time, so nothing but do_translation_fault() has to tell other page directories.
 * Article 3.2.5.  Tests: ioremap.*
 */
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <asm/io.h>
#include <asm/mach/map.h>
#include <asm/pgtable.h>
#include "mm.h"

LIST_HEAD(static_vmlist);

/* Boot only: @svm->vm is filled in */
void __init add_static_vm_early(struct static_vm *svm)
{
	vm_area_add_early(&svm->vm);
	list_add_tail(&svm->list, &static_vmlist);
}

/* The static mapping that shows [paddr, paddr + size) as memory of @mtype, or NULL */
struct static_vm *find_static_vm_paddr(phys_addr_t paddr, size_t size, unsigned int mtype)
{
	struct static_vm *svm;

	list_for_each_entry(svm, &static_vmlist, list) {
		const struct vm_struct *vm = &svm->vm;

		if (vm->flags & VM_ARM_STATIC_MAPPING &&
		    (vm->flags & VM_ARM_MTYPE_MASK) == VM_ARM_MTYPE(mtype) &&
		    paddr >= vm->phys_addr && paddr - vm->phys_addr < vm->size &&
		    size <= vm->size - (paddr - vm->phys_addr))
			return svm;
	}
	return NULL;
}

/* The one that @vaddr is in, or NULL */
struct static_vm *find_static_vm_vaddr(const void *vaddr)
{
	struct static_vm *svm;

	list_for_each_entry(svm, &static_vmlist, list)
		if (vaddr >= svm->vm.addr && (const char *)vaddr < (char *)svm->vm.addr + svm->vm.size)
			return svm;
	return NULL;
}

/* Is any page of [phys, phys + size) RAM? */
static bool is_ram(phys_addr_t phys, size_t size)
{
	unsigned long pfn, last = __phys_to_pfn(phys + size - 1);

	for (pfn = __phys_to_pfn(phys); pfn <= last; pfn++)
		if (pfn_valid(pfn) && memblock_is_memory(__pfn_to_phys(pfn)))
			return true;
	return false;
}

static void __iomem *remap_area(phys_addr_t phys, size_t size, pgprot_t prot, const void *caller)
{
	unsigned long offset = phys & ~PAGE_MASK;
	struct vm_struct *area;

	phys &= PAGE_MASK;
	size = PAGE_ALIGN(size + offset);
	area = get_vm_area_caller(size, VM_IOREMAP, caller);
	if (!area)
		return NULL;
	area->phys_addr = phys;
	if (ioremap_page_range((unsigned long)area->addr, (unsigned long)area->addr + size, phys,
			       prot)) {
		free_vm_area(area);
		return NULL;
	}
	return (void __iomem *)((unsigned long)area->addr + offset);
}

/* @mtype: a row of mem_types[].  Article 3.2.5. */
void __iomem *__arm_ioremap_caller(phys_addr_t phys, size_t size, unsigned int mtype,
				   const void *caller)
{
	const struct mem_type *type = get_mem_type(mtype);
	phys_addr_t last = phys + size - 1;
	struct static_vm *svm;

	if (!type || !size || last < phys)
		return NULL;
	svm = find_static_vm_paddr(phys, size, mtype);
	if (svm)
		return (void __iomem *)((unsigned long)svm->vm.addr + (phys - svm->vm.phys_addr));
	if (WARN(is_ram(phys, size), "ioremap of RAM at %pa\n", &phys))
		return NULL;
	return remap_area(phys, size, __pgprot(type->prot_pte), caller);
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return __arm_ioremap_caller(phys, size, MT_DEVICE, __builtin_return_address(0));
}

/* Writes may be gathered: for frame buffers */
void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return __arm_ioremap_caller(phys, size, MT_DEVICE_WC, __builtin_return_address(0));
}

/* For memory that isn't the kernel's RAM */
void __iomem *ioremap_cache(phys_addr_t phys, size_t size)
{
	return __arm_ioremap_caller(phys, size, MT_DEVICE_CACHED, __builtin_return_address(0));
}

/* Undoes ioremap(); a static mapping stays.  May sleep. */
void iounmap(volatile void __iomem *io_addr)
{
	void *addr = (void *)((unsigned long)io_addr & PAGE_MASK);

	if (!find_static_vm_vaddr(addr))
		vunmap(addr);
}
