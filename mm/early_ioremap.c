/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device registers before vmalloc works: windows in the fixmap.
 *
 *   FIX_BTMAP_BEGIN    slot 0: NR_FIX_BTMAPS pages, higher addresses for lower indices
 *                      slot 1 ...
 *   FIX_BTMAP_END      end of slot FIX_BTMAPS_SLOTS - 1
 *
 * Invariant: a slot with a size is mapped, one without isn't, which latter pt_check() asserts (P6 in
 * arch/arm/mm/dump.c).  Boot only, one thread; what is still mapped when boot is over is a leak.  Tests: ioremap.early*
 */
#include <linux/kernel.h>
#include <asm/fixmap.h>
#include <asm/io.h>

static struct {
	void __iomem *addr;
	size_t size;
} early[FIX_BTMAPS_SLOTS];

static unsigned int slot_index(unsigned int slot)
{
	return FIX_BTMAP_BEGIN - slot * NR_FIX_BTMAPS;
}

/* Is the fixmap entry @idx, one of FIX_BTMAP's, a page of a mapping that is there? */
bool early_ioremap_slot_used(enum fixed_addresses idx)
{
	unsigned int n = FIX_BTMAP_BEGIN - idx, slot = n / NR_FIX_BTMAPS;
	unsigned long offset = (unsigned long)early[slot].addr & ~PAGE_MASK;

	return (n % NR_FIX_BTMAPS) * PAGE_SIZE < early[slot].size + offset && early[slot].size;
}

/* NULL: a range that wraps or is too long, or no slot */
void __iomem *early_ioremap(phys_addr_t phys, size_t size)
{
	unsigned long offset = phys & ~PAGE_MASK, pages, i;
	phys_addr_t last = phys + size - 1;
	unsigned int slot, idx;

	if (!size || last < phys)
		return NULL;
	pages = PAGE_ALIGN(size + offset) >> PAGE_SHIFT;
	if (WARN_ON(pages > NR_FIX_BTMAPS))
		return NULL;
	for (slot = 0; slot < FIX_BTMAPS_SLOTS && early[slot].size; slot++)
		;
	if (WARN_ON(slot == FIX_BTMAPS_SLOTS))
		return NULL;
	idx = slot_index(slot);
	for (i = 0; i < pages; i++)
		__set_fixmap(idx - i, (phys & PAGE_MASK) + i * PAGE_SIZE, FIXMAP_PAGE_IO);
	early[slot].size = size;
	early[slot].addr = (void __iomem *)(fix_to_virt(idx) + offset);
	return early[slot].addr;
}

void early_iounmap(void __iomem *addr, size_t size)
{
	unsigned long pages, i;
	unsigned int slot;

	for (slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		if (early[slot].size && early[slot].addr == addr)
			break;
	if (WARN(slot == FIX_BTMAPS_SLOTS || early[slot].size != size,
		 "early_iounmap(%p, %zu) of what isn't mapped so\n", (void __force *)addr, size))
		return;
	pages = PAGE_ALIGN(size + ((unsigned long)addr & ~PAGE_MASK)) >> PAGE_SHIFT;
	for (i = 0; i < pages; i++)
		clear_fixmap(slot_index(slot) - i);
	early[slot].size = 0;
}
