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
 * Tests: files.truncate, readahead.dontneed, tests/user/{files,mmap}.c
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>

/* do_invalidatepage - bytes [@offset, @offset + @length) of @page, locked, leave the file: its file system hears of it. */
static __always_inline void do_invalidatepage(struct page *page, unsigned int offset, unsigned int length)
{
	if (PagePrivate(page) && page->mapping->a_ops->invalidatepage)
		page->mapping->a_ops->invalidatepage(page, offset, length);
}

/* truncate_inode_page - @page, locked and not being written, leaves the file and all that map it, unless it has already. */
void truncate_inode_page(struct address_space *mapping, struct page *page)
{
	if (page->mapping != mapping)
		return;
	if (page_mapped(page))
		unmap_mapping_range(mapping, (loff_t)page->index << PAGE_SHIFT, PAGE_SIZE, 0);
	do_invalidatepage(page, 0, PAGE_SIZE);
	delete_from_page_cache(page);
}

/* The file's last page keeps its first @offset bytes */
static void truncate_partial_page(struct address_space *mapping, pgoff_t index, unsigned int offset)
{
	struct page *page = find_lock_page(mapping, index);

	if (!page)
		return;
	wait_on_page_writeback(page);
	zero_user(page, offset, PAGE_SIZE - offset);
	do_invalidatepage(page, offset, PAGE_SIZE - offset);
	unlock_page(page);
	put_page(page);
}

/* truncate_inode_pages - everything from byte @lstart on leaves the page cache. */
void truncate_inode_pages(struct address_space *mapping, loff_t lstart)
{
	unsigned int partial = (unsigned int)offset_in_page((unsigned long)lstart);
	pgoff_t start = (pgoff_t)((lstart + PAGE_SIZE - 1) >> PAGE_SHIFT);
	struct page *pages[PAGEVEC_SIZE];
	unsigned int i, n;

	if (!mapping->nrpages)
		return;
	if (partial)
		truncate_partial_page(mapping, start - 1, partial);
	while ((n = find_get_pages(mapping, start, PAGEVEC_SIZE, pages))) {
		for (i = 0; i < n; i++) {
			struct page *page = pages[i];

			lock_page(page);
			wait_on_page_writeback(page);
			truncate_inode_page(mapping, page);
			unlock_page(page);
			put_page(page);
		}
		cond_resched();
	}
}

/* @page, locked, leaves the file if nobody uses it and nothing would be lost */
static bool invalidate_inode_page(struct address_space *mapping, struct page *page)
{
	if (page->mapping != mapping || PageDirty(page) || PageWriteback(page) || page_mapped(page))
		return false;
	if (PagePrivate(page) && !try_to_release_page(page, GFP_KERNEL))
		return false;
	return remove_mapping(mapping, page);
}

/*
 * invalidate_mapping_pages - of pages @start to @end, those leave memory that are clean and that nobody uses.
 *
 * How many.  Waits for no page, and takes none from a mapping.  No lock is held; sleeps.
 */
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	struct page *pages[PAGEVEC_SIZE];
	unsigned long count = 0;
	unsigned int i, n;

	do {
		n = find_get_pages(mapping, start, PAGEVEC_SIZE, pages);
		for (i = 0; i < n; i++) {
			start = pages[i]->index + 1;
			if (start - 1 <= end && trylock_page(pages[i])) {
				if (invalidate_inode_page(mapping, pages[i]))
					count++;
				unlock_page(pages[i]);
			}
			put_page(pages[i]);
		}
		cond_resched();
	} while (n == PAGEVEC_SIZE && start && start <= end);
	return count;
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

/*
 * pagecache_isize_extended - the file grew from @from bytes to more than @to, without a write to what is between.
 *
 * The page that has the old end may be mapped and writable; of what was behind the end in it, the file system knows
 * nothing.  So the next store asks it again: page_mkwrite().  Only where blocks are smaller than pages.
 */
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to)
{
	unsigned int block = inode->i_sb->s_blocksize;
	loff_t end = (from + block - 1) & ~((loff_t)block - 1);
	struct page *page;

	if (block >= PAGE_SIZE || to <= end || !(end & (PAGE_SIZE - 1)))
		return;
	page = find_lock_page(inode->i_mapping, (pgoff_t)(end >> PAGE_SHIFT));
	if (!page)
		return;
	if (page_mkclean(page))
		set_page_dirty(page);
	unlock_page(page);
	put_page(page);
}

/* truncate_setsize - the file has @newsize bytes: fewer or more.  i_mutex is held. */
void truncate_setsize(struct inode *inode, loff_t newsize)
{
	loff_t oldsize = inode->i_size;

	inode->i_size = newsize;
	if (newsize < oldsize)
		truncate_pagecache(inode, newsize);
	else if (inode->i_sb->s_bdev)
		pagecache_isize_extended(inode, oldsize, newsize);
}
