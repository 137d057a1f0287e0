/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of arch/arm/mm share */
#ifndef _ARM_MM_H
#define _ARM_MM_H

#include <linux/types.h>
#include <asm/sections.h>
#include <asm/mach/map.h>
#include <asm/pgtable.h>

void create_mapping(struct map_desc *md);
void split_section(const pmd_t *pmd, pte_t *table);
void adjust_lowmem_bounds(void);
void bootmem_init(void);

static inline pmd_t *pmd_off_k(unsigned long virt)
{
	return pmd_offset(pud_offset(pgd_offset_k(virt), virt), virt);
}

#endif
