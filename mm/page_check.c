/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page checks: what becomes of a page that isn't in the state in which it should be.
 *
 * Idea.  A page that changes hands has no users, no mapping, no page tables and none of the flags
 * that mean somebody has it.  That is one expression (page_expected_state), which every page must pass;
 * one that fails is reported here, with the reason, and stays where it is.
 *
 *     when               what is looked at                                   flags that must be 0
 *     a page is freed    flags, _mapcount, _refcount, mapping                CHECK_AT_FREE, head
 *     a block is freed   its order and alignment, the first page,
 *                        each other page if the order is at most 3,
 *                        if it is compound, or in the debug build
 *     a page leaves      the same words                                      all
 *     the buddy lists
 *
 * Invariants (nothing asserts C2; C1 is what these checks are)
 *   C1  a page in a per-CPU list or handed out has no flag set but its zone
 *   C2  a page that failed is in no list: it is lost, not shared
 *
 * Context.  Any; interrupts may be off and a zone's lock held.
 *
 * Differs from Linux 4.x: of a block above PAGE_ALLOC_COSTLY_ORDER that isn't compound, only the
 * first page is checked (Linux looks at each: 512 pages for order 9), so a flag that its owner left
 * in another page is cleared when that page is handed out; block alignment and the order of a
 * compound page are checked in every build.
 *
 * Read mm/page_check.h first.  Shown by tests/kernel/bad_page.c.
 */
#include "page_check.h"

/* Says what page_expected_state() found */
static const char *page_bad_reason(const struct page *page, unsigned long check_flags,
				   unsigned long *bad_flags)
{
	*bad_flags = 0;
	if (page->_mapcount.counter != -1)
		return "nonzero mapcount";
	if (page->mapping)
		return "non-NULL mapping";
	if (page->_refcount.counter)
		return "nonzero _refcount";
	*bad_flags = page->flags & check_flags;
	return check_flags & 1UL << PG_head && *bad_flags == 1UL << PG_head ?
		"compound page freed as a single one" : "flags set";
}

/*
 * Reports a page that isn't in order, and keeps it from merging with its neighbours.  Returns
 * false if it is in order after all, but for flags that the owner of a large block left in one
 * of its later pages, which weren't looked at when it was freed: these are cleared.
 */
bool check_page_bad(struct page *page, unsigned long check_flags)
{
	unsigned long bad_flags;
	const char *reason;

	if (!IS_ENABLED(CONFIG_DEBUG_VM) &&
	    page_expected_state(page, PAGE_FLAGS_CHECK_SINGLE)) {
		page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
		return false;
	}
	reason = page_bad_reason(page, check_flags, &bad_flags);
	bad_page(page, reason, bad_flags);
	page_mapcount_reset(page);
	return true;
}

/* The pages of a block behind its first: each a free page, and each a tail if it is compound */
bool free_tail_pages_prepare(struct page *head, unsigned int order, bool compound)
{
	struct page *page;

	for (page = head + 1; page < head + (1UL << order); page++) {
		if (compound && unlikely(page->compound_head != (unsigned long)head + 1)) {
			bad_page(page, "compound_head not consistent", 0);
			return false;
		}
		if (!free_page_prepare(page))
			return false;
		if (compound)
			page->compound_head = 0;
	}
	return true;
}

/* Is one of the pages of a block behind its first unfit to be handed out? */
bool check_new_tail_pages(struct page *head, unsigned int order)
{
	struct page *page;

	for (page = head + 1; page < head + (1UL << order); page++)
		if (check_new_page(page))
			return true;
	return false;
}
