/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a page fit to be freed, and fit to be handed out?  The part that every page passes; what is
 * done with one that isn't fit stands in mm/page_check.c.
 */
#ifndef _MM_PAGE_CHECK_H
#define _MM_PAGE_CHECK_H

#include "internal.h"

/* Flags that a single page must not have when it is freed */
#define PAGE_FLAGS_CHECK_SINGLE	(PAGE_FLAGS_CHECK_AT_FREE | 1UL << PG_head)

bool check_page_bad(struct page *page, unsigned long check_flags);
bool free_tail_pages_prepare(struct page *head, unsigned int order, bool compound);
bool check_new_tail_pages(struct page *head, unsigned int order);

/* Nobody uses @page: no users, no mapping, no page tables, and none of @check_flags is set */
static __always_inline bool page_expected_state(const struct page *page,
						unsigned long check_flags)
{
	return likely(!((page->flags & check_flags) | (unsigned long)page->mapping |
			(unsigned int)~page->_mapcount.counter |
			(unsigned int)page->_refcount.counter));
}

/* May @page be freed?  If so, it has no flags but its zone afterwards. */
static __always_inline bool free_page_prepare(struct page *page)
{
	if (unlikely(!page_expected_state(page, PAGE_FLAGS_CHECK_SINGLE)) &&
	    check_page_bad(page, PAGE_FLAGS_CHECK_SINGLE))
		return false;
	page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	return true;
}

/* Must the pages of a block behind the first be looked at one by one? */
static inline bool check_tail_pages(unsigned int order)
{
	return IS_ENABLED(CONFIG_DEBUG_VM) || order <= PAGE_ALLOC_COSTLY_ORDER;
}

/*
 * May the block of 2^@order frames at @page be freed?
 *
 *   order is right     a compound page says its own; a block starts at a multiple of its size
 *   pages are unused   all of them, or the first (see check_tail_pages)
 */
static inline bool free_pages_prepare(struct page *page, unsigned int order)
{
	bool compound = PageHead(page);

	if (compound && compound_order(page) != order) {
		bad_page(page, "compound page freed with another order than its own", 0);
		return false;
	}
	if (page_idx(page) & ((1UL << order) - 1)) {
		bad_page(page, "block not aligned to its order", 0);
		return false;
	}
	if ((compound || check_tail_pages(order)) &&
	    !free_tail_pages_prepare(page, order, compound))
		return false;
	if (compound)
		__ClearPageHead(page);
	return free_page_prepare(page);
}

/* Is @page, just taken from a free list, unfit to be handed out? */
static __always_inline bool check_new_page(struct page *page)
{
	return unlikely(!page_expected_state(page, PAGE_FLAGS_CHECK_AT_PREP)) &&
	       check_page_bad(page, PAGE_FLAGS_CHECK_AT_PREP);
}

static inline bool check_new_pages(struct page *page, unsigned int order)
{
	return check_new_page(page) ||
	       (check_tail_pages(order) && check_new_tail_pages(page, order));
}

#endif
