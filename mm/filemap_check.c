/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does a file's tree of pages hold together?  Every page of it, against what the tree and the page say.
 *
 *     mapping -> page_tree -> page -> mapping, index     back again?
 *                    |          |
 *                  tags   ==  PG_dirty, PG_writeback
 *
 * Invariants: C1 of mm/filemap.c, W1 and W2 of mm/page-writeback.c; that nrpages counts the tree's pages.
 * Context: any that may take tree_lock; nobody else changes the mapping meanwhile.  Linux 4.x has no such check.
 * Tests: writeback.check; called after each self-test (page_cache_check()).
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>

/* C1, W1, W2 for one page: what is wrong with it, or NULL */
static const char *page_check(struct address_space *mapping, struct page *page)
{
	bool dirty, writeback;

	if (page->mapping != mapping || radix_tree_lookup(&mapping->page_tree, page->index) != page)
		return "C1: it is at another place";
	dirty = radix_tree_tag_get(&mapping->page_tree, page->index, PAGECACHE_TAG_DIRTY);
	writeback = radix_tree_tag_get(&mapping->page_tree, page->index, PAGECACHE_TAG_WRITEBACK);
	if (mapping_cap_account_dirty(mapping) && PageDirty(page) && !dirty)
		return "W1: it is dirty, and has no tag";
	if (dirty && !PageDirty(page) && !PageLocked(page))
		return "W1: it has a tag, and isn't dirty";
	if (writeback != PageWriteback(page))
		return "W2: the tag and PG_writeback disagree";
	return NULL;
}

/* mapping_check - is all right with @mapping?  Says what isn't.  What was counted is added to *@c. */
bool mapping_check(struct address_space *mapping, struct mapping_count *c)
{
	unsigned long pages = 0, flags;
	struct radix_tree_iter iter;
	bool good = true;
	const char *what;
	void **slot;

	spin_lock_irqsave(&mapping->tree_lock, flags);
	radix_tree_for_each_slot(slot, &mapping->page_tree, &iter, 0) {
		struct page *page = *slot;

		if (radix_tree_exceptional_entry(page))
			continue;	/* in swap: swap_check() */
		what = page_check(mapping, page);
		if (what) {
			pr_err("page %lu of inode %lu: %s\n", page->index, mapping->host->i_ino, what);
			good = false;
		}
		pages++;
		c->dirty += mapping_cap_account_dirty(mapping) && PageDirty(page);
		c->writeback += PageWriteback(page);
	}
	if (pages != mapping->nrpages) {
		pr_err("nrpages of inode %lu is %lu, its tree has %lu\n", mapping->host->i_ino, mapping->nrpages, pages);
		good = false;
	}
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	c->pages += pages;
	return good;
}
