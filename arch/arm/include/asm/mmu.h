/* SPDX-License-Identifier: GPL-2.0-only */
/* What ARM keeps of an address space beside its page tables */
#ifndef _ASM_MMU_H
#define _ASM_MMU_H

#include <linux/types.h>

/*
 *   id           63 ........ 8 | 7 ... 0     arch/arm/mm/context.c
 *                generation    | ASID        0: has none yet
 *   vmalloc_seq  how many changes of the kernel's part of swapper_pg_dir this pgd has seen
 */
typedef struct {
	atomic64_t id;
	unsigned int vmalloc_seq;
	unsigned long sigpage;		/* where signal handlers return to */
} mm_context_t;

#define ASID_BITS	8
#define ASID_MASK	((~0ULL) << ASID_BITS)

/* The low word of id, whose generation bits the hardware's operations don't look at */
#define ASID(mm)	((unsigned int)((mm)->context.id.counter & ~ASID_MASK))

#endif
