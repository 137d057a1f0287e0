/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device tree at boot: found, mapped through the fixmap, and checked before anybody
 * believes a word of it.
 *
 *   fixmap   FIX_FDT_BEGIN ........ FIX_FDT_END     257 pages, read-only: 1 MiB from anywhere
 *                  ^ initial_boot_params               in a page
 *
 * Every way in which it can be wrong ends in one line that says which.  An address where
 * nothing answers gives an abort: early_exception() knows from fdt_being_read what that means.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/of.h>
#include <linux/string.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <libfdt.h>

#define FDT_MAX_SIZE	SZ_1M

phys_addr_t fdt_being_read __initdata;
const char *machine_name = "unknown";

/* Maps [phys, phys + size) and returns where @phys is */
static void * __init fixmap_map_fdt(phys_addr_t phys, unsigned long size)
{
	phys_addr_t page = phys & PAGE_MASK;
	unsigned int idx;

	for (idx = FIX_FDT_BEGIN; page < phys + size; idx--, page += PAGE_SIZE)
		__set_fixmap(idx, page, FIXMAP_PAGE_RO);
	return (void *)(fix_to_virt(FIX_FDT_BEGIN) + (phys & ~PAGE_MASK));
}

static unsigned long __init fdt_checked_size(phys_addr_t phys)
{
	const void *fdt = fixmap_map_fdt(phys, sizeof(struct fdt_header));
	unsigned long size;

	if (fdt_magic(fdt) != FDT_MAGIC)
		panic("no device tree at 0x%08lx: magic is %08x, not %08x",
		      (unsigned long)phys, fdt_magic(fdt), FDT_MAGIC);
	size = fdt_totalsize(fdt);
	if (size < sizeof(struct fdt_header) || size > FDT_MAX_SIZE)
		panic("device tree at 0x%08lx: its size of %lu bytes isn't between %zu and %lu",
		      (unsigned long)phys, size, sizeof(struct fdt_header),
		      (unsigned long)FDT_MAX_SIZE);
	return size;
}

/*
 * setup_machine_fdt - initial_boot_params is the tree at @dt_phys from here on
 *
 * Boot only, before paging_init().  Panics if there is none, or one that is malformed.
 */
void __init setup_machine_fdt(phys_addr_t dt_phys)
{
	unsigned long size;
	const char *model;
	int err;

	if (!dt_phys)
		panic("no device tree: the loader left r2 zero");
	if (dt_phys & 7)
		panic("device tree at 0x%08lx isn't aligned to 8 bytes", (unsigned long)dt_phys);
	if (dt_phys >= __pa(swapper_pg_dir) && dt_phys < __pa(_end))
		panic("device tree at 0x%08lx lies over the kernel, which ends at 0x%08lx and needs %luK of RAM",
		      (unsigned long)dt_phys, (unsigned long)__pa(_end), LEAST_RAM >> 10);
	fdt_being_read = dt_phys;
	size = fdt_checked_size(dt_phys);
	initial_boot_params = fixmap_map_fdt(dt_phys, size);
	err = fdt_check_full(initial_boot_params, size);
	if (err)
		panic("device tree at 0x%08lx is malformed: %s", (unsigned long)dt_phys,
		      fdt_strerror(err));
	fdt_being_read = 0;

	model = of_get_property(0, "model", NULL);
	if (!model)
		model = of_get_property(0, "compatible", NULL);
	if (model)
		machine_name = model;
}
