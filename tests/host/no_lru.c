/* SPDX-License-Identifier: GPL-2.0-only */
/* The page allocator without mm/swap.c: no page is on a list of reclaim */
#include <linux/mm.h>

void __page_cache_release(struct page *page);

void __page_cache_release(struct page *page)
{
}
