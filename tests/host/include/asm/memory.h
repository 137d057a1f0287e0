/* SPDX-License-Identifier: GPL-2.0-only */
/* On the host, "physical memory" is the array host_ram: frame PHYS_PFN_OFFSET is its start. */
#ifndef _ASM_MEMORY_H
#define _ASM_MEMORY_H

#include <linux/const.h>
#include <linux/sizes.h>
#include <linux/types.h>
#include <asm/page.h>

extern char *host_ram;
extern unsigned long host_phys_pfn_offset;
extern phys_addr_t arm_lowmem_limit;
extern void *high_memory;
extern unsigned long host_task_size;

#define PAGE_OFFSET		((unsigned long)host_ram)
#define PHYS_PFN_OFFSET		(host_phys_pfn_offset)
#define PHYS_OFFSET		((phys_addr_t)(PHYS_PFN_OFFSET << PAGE_SHIFT))

#define TASK_SIZE		host_task_size
#define TASK_UNMAPPED_BASE	(TASK_SIZE / 3)

#define __pa(x)			((phys_addr_t)((unsigned long)(x) - PAGE_OFFSET) + PHYS_OFFSET)
#define __va(x)			((void *)(PAGE_OFFSET + ((phys_addr_t)(x) - PHYS_OFFSET)))
#define __phys_to_pfn(paddr)	((unsigned long)((paddr) >> PAGE_SHIFT))
#define virt_addr_valid(kaddr)						\
	((unsigned long)(kaddr) >= PAGE_OFFSET &&			\
	 (unsigned long)(kaddr) < (unsigned long)high_memory)

#endif
