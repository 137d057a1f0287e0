/* SPDX-License-Identifier: GPL-2.0-only */
/* The LRU lists (mm/swap.c): every page that could be reclaimed is on one of them */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <asm/pgtable.h>

extern unsigned long total_swap_pages;		/* no swap area: 0 */

void lru_cache_add(struct page *page);
void lru_cache_add_anon(struct page *page);
void lru_cache_add_file(struct page *page);
void lru_cache_add_active(struct page *page);
void lru_cache_add_active_or_unevictable(struct page *page, struct vm_area_struct *vma);
void add_page_to_unevictable_list(struct page *page);
void lru_add_drain(void);
void lru_add_drain_all(void);
void activate_page(struct page *page);
void deactivate_page(struct page *page);
void mark_page_accessed(struct page *page);
void release_pages(struct page **pages, int nr, bool cold);
void free_pages_and_swap_cache(struct page **pages, int nr);
int isolate_lru_page(struct page *page);
void putback_lru_page(struct page *page);
bool lru_check(void);

/* One more user of @entry's place in swap: there are no swap areas yet */
static inline int swap_duplicate(swp_entry_t entry)
{
	return -EINVAL;
}

/* One reference less, as put_page(): without swap there's no cache entry to drop with it */
#define free_page_and_swap_cache(page)	put_page(page)
#define free_swap_and_cache(entry)	((void)(entry))

/*
 * reuse_swap_page - is the caller's mapping of anonymous @page, which is locked, the only use
 * of its contents?
 */
static inline bool reuse_swap_page(struct page *page)
{
	return page_mapcount(page) <= 1;
}

#endif
