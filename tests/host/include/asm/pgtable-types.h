/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/pgtable.h says what the entries mean */
#ifndef _ASM_PGTABLE_TYPES_H
#define _ASM_PGTABLE_TYPES_H

#include <linux/types.h>

typedef u32 pgd_t;
typedef u32 pud_t;
typedef u32 pmd_t;
typedef u32 pte_t;
typedef u32 pgprot_t;

#endif
