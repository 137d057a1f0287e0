/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of 4 KiB: the "small page" of the short-descriptor format (ARM ARM B3.5). */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/const.h>

/* PAGE_SHIFT determines the page size (article 3.1.1) */
#define PAGE_SHIFT	12
#define PAGE_SIZE	(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK	(~((1 << PAGE_SHIFT) - 1))

#ifndef __ASSEMBLY__

#include <linux/types.h>
#include <asm/pgtable-2level-types.h>

/* The start of the page at or after @addr */
#define PAGE_ALIGN(addr) (((addr) + PAGE_SIZE - 1) & (__typeof__(addr))PAGE_MASK)
#define PAGE_ALIGNED(addr) (((unsigned long)(addr) & (PAGE_SIZE - 1)) == 0)
#define offset_in_page(p) ((unsigned long)(p) & (PAGE_SIZE - 1))

struct page;
typedef struct page *pgtable_t;

/* arch/arm/lib/copypage.S: both addresses are mapped and page aligned */
void copy_page(void *to, const void *from);
void clear_page(void *page);

/* The smallest order whose block holds @size bytes */
static inline __attribute_const__ int get_order(unsigned long size)
{
	size = (size - 1) >> PAGE_SHIFT;
	return size ? 32 - __builtin_clz(size) : 0;
}

#endif
#endif
