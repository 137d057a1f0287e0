/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mappings made at boot: pieces of address space for create_mapping(), and static device
 * mappings, which vmalloc and ioremap() know about from the start.
 */
#ifndef _ASM_MACH_MAP_H
#define _ASM_MACH_MAP_H

#include <linux/list.h>
#include <linux/vmalloc.h>
#include <asm/io.h>

/* Page frames, virtual start, bytes, type (a row of mem_types[] in arch/arm/mm/mmu.c) */
struct map_desc {
	unsigned long virtual;
	unsigned long pfn;
	unsigned long length;
	unsigned int type;
};

enum mem_type_index {
	MT_DEVICE,
	MT_DEVICE_CACHED,
	MT_DEVICE_WC,
	MT_UNCACHED,
	MT_LOW_VECTORS,
	MT_HIGH_VECTORS,
	MT_MEMORY_RWX,
	MT_MEMORY_RW,
	MT_MEMORY_RX,
	MT_ROM,
	NR_MEM_TYPES,
};

struct mem_type {
	pteval_t prot_pte;		/* of a page */
	pmdval_t prot_l1;		/* of a table's entry */
	pmdval_t prot_sect;		/* of a section; 0: always in pages */
	unsigned int domain;
};

const struct mem_type *get_mem_type(unsigned int type);
void iotable_init(struct map_desc *io_desc, int nr);
/* The static mapping of the console's registers, if setup_arch() knows where they are */
void debug_ll_io_init(void);

#endif
