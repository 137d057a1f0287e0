/* SPDX-License-Identifier: GPL-2.0-only */
/* Which LRU list a page is on, and the counting that goes with it.  zone->lru_lock is held. */
#ifndef _LINUX_MM_INLINE_H
#define _LINUX_MM_INLINE_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/vmstat.h>

/* Pages of files in the page cache; those of memory alone (anonymous, tmpfs) are swap backed */
static inline int page_is_file_cache(struct page *page)
{
	return !PageSwapBacked(page);
}

/* The list's counter.  All its changes are made under lru_lock, so a plain addition does. */
static inline void update_lru_size(struct zone *zone, enum lru_list lru, long nr_pages)
{
	atomic_long_t *size = &zone->vm_stat[NR_LRU_BASE + lru];

	atomic_long_set(size, atomic_long_read(size) + nr_pages);
}

static inline enum lru_list page_lru_base_type(struct page *page)
{
	return page_is_file_cache(page) ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
}

/* The list that @page is on, or belongs to */
static inline enum lru_list page_lru(struct page *page)
{
	BUILD_BUG_ON(LRU_ACTIVE_ANON != LRU_INACTIVE_ANON + 1 ||
		     LRU_ACTIVE_FILE != LRU_INACTIVE_FILE + 1);
	if (unlikely(PageUnevictable(page)))
		return LRU_UNEVICTABLE;
	return page_lru_base_type(page) + (enum lru_list)PageActive(page);
}

static inline void add_page_to_lru_list(struct page *page, struct zone *zone, enum lru_list lru)
{
	update_lru_size(zone, lru, 1);
	list_add(&page->lru, &zone->lruvec.lists[lru]);
}

static inline void del_page_from_lru_list(struct page *page, struct zone *zone, enum lru_list lru)
{
	__list_del_entry(&page->lru);
	update_lru_size(zone, lru, -1);
}

#endif
