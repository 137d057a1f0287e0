/* SPDX-License-Identifier: GPL-2.0-only */
/* What the hardware reads: the short-descriptor format, ARM ARM B3.5.1. */
#ifndef _ASM_PGTABLE_2LEVEL_HWDEF_H
#define _ASM_PGTABLE_2LEVEL_HWDEF_H

#include <linux/const.h>
#include <linux/types.h>

/*
 * First level.   table:    31 ......... 10 | 9 | 8 - 5  | 4 | 3  | 2   | 0 1
 *                          table address   |   | domain | 1 | NS | PXN |
 *                section:  31 .. 20 | 19 NS | 17 nG | 16 S | 15 APX | 14-12 TEX |
 *                          11-10 AP | 8-5 domain | 4 XN | 3 C | 2 B | 1 0
 */
#define PMD_TYPE_MASK		(_AT(pmdval_t, 3) << 0)
#define PMD_TYPE_FAULT		(_AT(pmdval_t, 0) << 0)
#define PMD_TYPE_TABLE		(_AT(pmdval_t, 1) << 0)
#define PMD_TYPE_SECT		(_AT(pmdval_t, 2) << 0)
#define PMD_PXNTABLE		(_AT(pmdval_t, 1) << 2)
#define PMD_BIT4		(_AT(pmdval_t, 1) << 4)
#define PMD_DOMAIN(x)		(_AT(pmdval_t, (x)) << 5)
#define PMD_DOMAIN_MASK		PMD_DOMAIN(0x0f)

#define PMD_SECT_BUFFERABLE	(_AT(pmdval_t, 1) << 2)
#define PMD_SECT_CACHEABLE	(_AT(pmdval_t, 1) << 3)
#define PMD_SECT_XN		(_AT(pmdval_t, 1) << 4)
#define PMD_SECT_AP_WRITE	(_AT(pmdval_t, 1) << 10)
#define PMD_SECT_AP_READ	(_AT(pmdval_t, 1) << 11)
#define PMD_SECT_TEX(x)		(_AT(pmdval_t, (x)) << 12)
#define PMD_SECT_APX		(_AT(pmdval_t, 1) << 15)
#define PMD_SECT_S		(_AT(pmdval_t, 1) << 16)
#define PMD_SECT_nG		(_AT(pmdval_t, 1) << 17)

/* With TEX remap on (proc-v7.S): TEX[0], C, B choose the type, as in L_PTE_MT_* */
#define PMD_SECT_UNCACHED	(_AT(pmdval_t, 0))
#define PMD_SECT_WBWA		(PMD_SECT_TEX(1) | PMD_SECT_CACHEABLE | PMD_SECT_BUFFERABLE)
#define PMD_SECT_DEV_SHARED	(PMD_SECT_TEX(1))

/*
 * Second level, small page:  31 .. 12 | 11 nG | 10 S | 9 APX | 8-6 TEX | 5-4 AP |
 *                            3 C | 2 B | 1 | 0 XN
 */
#define PTE_TYPE_MASK		(_AT(pteval_t, 3) << 0)
#define PTE_TYPE_FAULT		(_AT(pteval_t, 0) << 0)
#define PTE_TYPE_LARGE		(_AT(pteval_t, 1) << 0)
#define PTE_TYPE_SMALL		(_AT(pteval_t, 2) << 0)
#define PTE_BUFFERABLE		(_AT(pteval_t, 1) << 2)
#define PTE_CACHEABLE		(_AT(pteval_t, 1) << 3)
#define PTE_EXT_XN		(_AT(pteval_t, 1) << 0)
#define PTE_EXT_AP0		(_AT(pteval_t, 1) << 4)
#define PTE_EXT_AP1		(_AT(pteval_t, 2) << 4)
#define PTE_EXT_TEX(x)		(_AT(pteval_t, (x)) << 6)
#define PTE_EXT_APX		(_AT(pteval_t, 1) << 9)
#define PTE_EXT_SHARED		(_AT(pteval_t, 1) << 10)
#define PTE_EXT_NG		(_AT(pteval_t, 1) << 11)

#endif
