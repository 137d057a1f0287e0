/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fixed mappings: virtual addresses known at compile time, whose page is chosen at run time
 * (article 3.2.4).
 *
 *   ffc00000 FIXADDR_START   index  __end_of_fixed_addresses - 1  (the last)
 *            ...                    FIX_COPYPAGE_*                    pages of programs
 *            ...                    FIX_KMAP_BEGIN .. FIX_KMAP_END    kmap_atomic
 *            ...                    FIX_BTMAP_END .. FIX_BTMAP_BEGIN  early_ioremap
 *   ffeff000 FIXADDR_TOP     index  0: FIX_EARLYCON
 *   fff00000 FIXADDR_END
 */
#ifndef _ASM_FIXMAP_H
#define _ASM_FIXMAP_H

#define FIXADDR_START		0xffc00000UL
#define FIXADDR_END		0xfff00000UL
#define FIXADDR_TOP		(FIXADDR_END - PAGE_SIZE)

#ifndef __ASSEMBLY__

#include <linux/bug.h>
#include <asm/kmap_types.h>
#include <asm/pgtable.h>

/* Early I/O mappings: slots of 32 pages */
#define NR_FIX_BTMAPS		32
#define FIX_BTMAPS_SLOTS	7
#define TOTAL_FIX_BTMAPS	(NR_FIX_BTMAPS * FIX_BTMAPS_SLOTS)

enum fixed_addresses {
	FIX_EARLYCON,
	FIX_BTMAP_END,
	FIX_BTMAP_BEGIN = FIX_BTMAP_END + TOTAL_FIX_BTMAPS - 1,
	FIX_FDT_END,				/* the device tree, up to 1 MiB and a bit */
	FIX_FDT_BEGIN = FIX_FDT_END + 257 - 1,
	FIX_KMAP_BEGIN,
	FIX_KMAP_END = FIX_KMAP_BEGIN + (KM_TYPE_NR * CONFIG_NR_CPUS) - 1,
	FIX_COPYPAGE_TO,			/* arch/arm/mm/copypage.c: two for each CPU */
	FIX_COPYPAGE_FROM,
	FIX_COPYPAGE_END = FIX_COPYPAGE_TO + 2 * CONFIG_NR_CPUS - 1,
	FIX_TEXT_POKE0,				/* arch/arm/kernel/patch.c */
	__end_of_fixed_addresses,
};

#define FIXMAP_PAGE_COMMON	(L_PTE_YOUNG | L_PTE_PRESENT | L_PTE_XN | L_PTE_DIRTY)
#define FIXMAP_PAGE_NORMAL	__pgprot(_L_PTE_DEFAULT | L_PTE_DIRTY | L_PTE_XN)
#define FIXMAP_PAGE_RO		__pgprot(_L_PTE_DEFAULT | L_PTE_DIRTY | L_PTE_XN | L_PTE_RDONLY)
#define FIXMAP_PAGE_IO							\
	__pgprot(FIXMAP_PAGE_COMMON | L_PTE_MT_DEV_SHARED | L_PTE_SHARED)
#define FIXMAP_PAGE_CLEAR	__pgprot(0)

#define __fix_to_virt(x)	(FIXADDR_TOP - ((unsigned long)(x) << PAGE_SHIFT))
#define __virt_to_fix(x)	((FIXADDR_TOP - ((x) & PAGE_MASK)) >> PAGE_SHIFT)

static inline unsigned long fix_to_virt(unsigned int idx)
{
	BUG_ON(idx >= __end_of_fixed_addresses);
	return __fix_to_virt(idx);
}

static inline unsigned long virt_to_fix(const unsigned long vaddr)
{
	BUG_ON(vaddr >= FIXADDR_END || vaddr < FIXADDR_START);
	return __virt_to_fix(vaddr);
}

/* Maps the page at @phys at the address of @idx; prot 0 unmaps.  Flushes its TLB entry. */
void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot);
void early_fixmap_init(void);
/* mm/early_ioremap.c */
bool early_ioremap_slot_used(enum fixed_addresses idx);

#define set_fixmap(idx, phys)	 __set_fixmap(idx, phys, FIXMAP_PAGE_NORMAL)
#define set_fixmap_io(idx, phys) __set_fixmap(idx, phys, FIXMAP_PAGE_IO)
#define clear_fixmap(idx)	 __set_fixmap(idx, 0, FIXMAP_PAGE_CLEAR)

BUILD_BUG_ON(FIXADDR_TOP - (__end_of_fixed_addresses << PAGE_SHIFT) < FIXADDR_START);

/* The one pte of a fixmap address: the tables of the area exist from early_fixmap_init() on */
#define FIXMAP_TABLES	((FIXADDR_END - FIXADDR_START + PMD_SIZE - 1) / PMD_SIZE)

extern pte_t bm_pte[FIXMAP_TABLES][PTRS_PER_PTE + PTE_HWTABLE_PTRS];

static inline pte_t *fixmap_pte(unsigned long vaddr)
{
	unsigned long n = vaddr - FIXADDR_START;

	return &bm_pte[n >> PMD_SHIFT][(n >> PAGE_SHIFT) & (PTRS_PER_PTE - 1)];
}

#endif
#endif
