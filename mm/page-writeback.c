/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dirty pages: contents that no disk has.
 *
 * A page of a file is dirtied as its address_space says; all others only bear the mark.
 * Context: any, a page-table lock may be held (zap.c), so a file's set_page_dirty() doesn't sleep.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rmap.h>

/* Returns whether it was clean before */
int set_page_dirty(struct page *page)
{
	struct address_space *mapping = PageAnon(page) ? NULL : page->mapping;

	if (mapping && mapping->a_ops && mapping->a_ops->set_page_dirty)
		return mapping->a_ops->set_page_dirty(page);
	return !TestSetPageDirty(page);
}
