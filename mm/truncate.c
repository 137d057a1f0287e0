/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Truncation: pages leave a file, and every mapping of it.
 *
 *     i_size is smaller first: no fault brings a page back
 *     unmap_mapping_range      entries go, private copies behind the end, too: access is SIGBUS
 *     truncate_inode_pages     pages leave the tree; the last one's rest is cleared
 *     unmap_mapping_range      again: entries that a fault made from a page it had found before
 *
 * Context: process, i_mutex held (or nobody else knows the inode).  Sleeps.  Article 3.4.4.
 * Tests: files.truncate, tests/user/{files,mmap}.c
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>

#define TRUNCATE_BATCH	14

/* Pages from @start on, each with a reference: how many */
static unsigned int find_pages(struct address_space *mapping, pgoff_t start, struct page **pages)
{
	unsigned int i, n;

	spin_lock(&mapping->tree_lock);
	n = radix_tree_gang_lookup(&mapping->page_tree, (void **)pages, start, TRUNCATE_BATCH);
	for (i = 0; i < n; i++)
		get_page(pages[i]);
	spin_unlock(&mapping->tree_lock);
	return n;
}

/* @page leaves the file, unless it has already */
static void truncate_inode_page(struct address_space *mapping, struct page *page)
{
	lock_page(page);
	if (page->mapping == mapping) {
		if (page_mapped(page))
			unmap_mapping_range(mapping, (loff_t)page->index << PAGE_SHIFT, PAGE_SIZE, 0);
		delete_from_page_cache(page);
	}
	unlock_page(page);
	put_page(page);
}

/* The file's last page keeps its first @offset bytes */
static void truncate_partial_page(struct address_space *mapping, pgoff_t index, unsigned int offset)
{
	struct page *page = find_lock_page(mapping, index);

	if (!page)
		return;
	zero_user(page, offset, PAGE_SIZE - offset);
	unlock_page(page);
	put_page(page);
}

/* truncate_inode_pages - everything from byte @lstart on leaves the page cache. */
void truncate_inode_pages(struct address_space *mapping, loff_t lstart)
{
	unsigned int partial = (unsigned int)offset_in_page((unsigned long)lstart);
	pgoff_t start = (pgoff_t)((lstart + PAGE_SIZE - 1) >> PAGE_SHIFT);
	struct page *pages[TRUNCATE_BATCH];
	unsigned int i, n;

	if (!mapping->nrpages)
		return;
	if (partial)
		truncate_partial_page(mapping, start - 1, partial);
	while ((n = find_pages(mapping, start, pages))) {
		for (i = 0; i < n; i++)
			truncate_inode_page(mapping, pages[i]);
		cond_resched();
	}
}

/* truncate_pagecache - the file ends at @newsize, which i_size says already. */
void truncate_pagecache(struct inode *inode, loff_t newsize)
{
	struct address_space *mapping = inode->i_mapping;
	loff_t holebegin = (newsize + PAGE_SIZE - 1) & ~((loff_t)PAGE_SIZE - 1);

	unmap_mapping_range(mapping, holebegin, 0, 1);
	truncate_inode_pages(mapping, newsize);
	unmap_mapping_range(mapping, holebegin, 0, 1);
}

/* truncate_setsize - the file has @newsize bytes: fewer or more.  i_mutex is held. */
void truncate_setsize(struct inode *inode, loff_t newsize)
{
	loff_t oldsize = inode->i_size;

	inode->i_size = newsize;
	if (newsize < oldsize)
		truncate_pagecache(inode, newsize);
}
