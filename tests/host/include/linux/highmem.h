/* SPDX-License-Identifier: GPL-2.0-only */
/* High pages have an address on the host, as all have. */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>

static inline void *kmap_atomic(struct page *page)
{
	return lowmem_page_address(page);
}

static inline void kunmap_atomic(void *addr)
{
}

static inline void clear_highpage(struct page *page)
{
	clear_page(lowmem_page_address(page));
}

#endif
