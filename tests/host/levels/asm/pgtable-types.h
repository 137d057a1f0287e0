/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of each level that isn't folded, as types of their own: asm/pgtable.h */
#ifndef _ASM_PGTABLE_TYPES_H
#define _ASM_PGTABLE_TYPES_H

#include <linux/types.h>

typedef struct { unsigned long pte; } pte_t;
#if HOST_LEVELS > 2
typedef struct { unsigned long pmd; } pmd_t;
#endif
#if HOST_LEVELS > 3
typedef struct { unsigned long pud; } pud_t;
#endif
typedef struct { unsigned long pgd; } pgd_t;
typedef struct { u32 pgprot; } pgprot_t;
typedef struct page *pgtable_t;

#endif
