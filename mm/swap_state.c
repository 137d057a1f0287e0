/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The swap cache: pages that have a slot in a swap area, found by it.
 *
 * Idea.  A page that programs share has one slot, and when it is read back it must become one page again, not one for
 * each of them.  So between memory and disk a page is in a tree, by its slot's number, and who comes for the slot looks
 * there first.  It is also where a page waits that is being written or read, as in a file's tree.
 *
 *     page->private = entry              swapper_spaces[type].page_tree: offset -> page      (one reference)
 *     PG_swapcache                       page->mapping, ->index stay those of the anon_vma
 *
 *   out    add_to_swap        a slot, into the tree, dirty     mapped, in the cache
 *          try_to_unmap       entries name the slot            in the cache only
 *          swap_writepage     write-back                       ... and on the disk
 *          shrink_page_list   __delete_from_swap_cache         on the disk only
 *   in     lookup_swap_cache, else swapin_readahead            in the cache, being read
 *          do_swap_page       an entry maps it again
 *          swap_free, try_to_free_swap                         as it was before
 *
 *   Read-ahead: what is near on the disk was swapped out together, so a power of two of slots around the one that is
 *   needed is read with it, the more the more of those before were used (PG_readahead tells), up to 2^page_cluster.
 *
 * Invariants (swap_check() asserts C1 and C2, page_cache_check() W3 of mm/page-writeback.c; nothing asserts C3)
 *   C1  a page in the tree of an area is PG_swapcache, and its private is the entry of its place
 *   C2  nrpages counts the tree's pages
 *   C3  PG_swapcache changes under the page lock alone, so who holds it knows
 *
 * Locking: the page lock around all; tree_lock, interrupts off, for the tree.  A page-table lock may be held where
 * nothing is said to sleep.
 *
 * Differs from Linux 4.x: the tree's index is the offset (4.10 and later); pages under write-back have no tag (4.8 and
 * later); what read-ahead reads in a row is one request, as Linux's plugs make it.
 *
 * Read add_to_swap(), read_swap_cache_async(), swapin_readahead().  Tests: swap.*
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>

int page_cluster = 3;		/* 2^3 pages are read at a time, at most */

static const struct address_space_operations swap_aops = {
	.writepage = swap_writepage,
	.set_page_dirty = __set_page_dirty_no_writeback,
};

#define SWAPPER_SPACE(n)							\
	{									\
		.page_tree = RADIX_TREE_INIT(GFP_ATOMIC | __GFP_NOWARN),	\
		.tree_lock = __SPIN_LOCK_UNLOCKED(swapper_spaces[n].tree_lock),	\
		.a_ops = &swap_aops,						\
		.flags = 1 << AS_NO_WRITEBACK_TAGS,				\
	}

struct address_space swapper_spaces[MAX_SWAPFILES] = {
	[0 ... MAX_SWAPFILES - 1] = SWAPPER_SPACE(0),
};

/* total_swapcache_pages - in the swap caches of all areas.  They count in NR_FILE_PAGES, too. */
unsigned long total_swapcache_pages(void)
{
	unsigned long pages = 0;
	unsigned int i;

	for (i = 0; i < MAX_SWAPFILES; i++)
		pages += swapper_spaces[i].nrpages;
	return pages;
}

/* ------------------------------------------------------------------ in and out of the tree */

/*
 * __add_to_swap_cache - @page, locked and of no file, is that of @entry, whose SWAP_HAS_CACHE is the caller's.
 *
 * 0: the tree has a reference; -ENOMEM.  Doesn't sleep.
 */
int __add_to_swap_cache(struct page *page, swp_entry_t entry)
{
	struct address_space *space = swap_address_space(entry);
	int err;

	VM_BUG_ON_PAGE(!PageLocked(page) || PageSwapCache(page) || !PageSwapBacked(page), page);
	spin_lock_irq(&space->tree_lock);
	err = radix_tree_insert(&space->page_tree, swp_offset(entry), page);
	if (!err) {
		get_page(page);
		set_page_private(page, entry.val);
		SetPageSwapCache(page);
		space->nrpages++;
		inc_zone_page_state(page, NR_FILE_PAGES);
	}
	spin_unlock_irq(&space->tree_lock);
	return err;
}

/* add_to_swap_cache - the same, as Linux calls it where a slot was just taken.  0, -ENOMEM. */
int add_to_swap_cache(struct page *page, swp_entry_t entry)
{
	return __add_to_swap_cache(page, entry);
}

/* __delete_from_swap_cache - @page, locked, isn't in the swap cache any more; the tree's reference is the caller's.  tree_lock. */
void __delete_from_swap_cache(struct page *page)
{
	swp_entry_t entry = { page_private(page) };
	struct address_space *space = swap_address_space(entry);

	VM_BUG_ON_PAGE(!PageLocked(page) || !PageSwapCache(page) || PageWriteback(page), page);
	radix_tree_delete(&space->page_tree, swp_offset(entry));
	set_page_private(page, 0);
	ClearPageSwapCache(page);
	space->nrpages--;
	dec_zone_page_state(page, NR_FILE_PAGES);
}

/*
 * delete_from_swap_cache - the same, with all that belongs to it: tree_lock, slot, reference.
 *
 * The caller has a reference of its own.  What the page has may be nowhere else then: it is to be marked dirty.
 */
void delete_from_swap_cache(struct page *page)
{
	swp_entry_t entry = { page_private(page) };
	struct address_space *space = swap_address_space(entry);

	spin_lock_irq(&space->tree_lock);
	__delete_from_swap_cache(page);
	spin_unlock_irq(&space->tree_lock);
	swapcache_free(entry);
	put_page(page);
}

/*
 * add_to_swap - a slot for anonymous @page, which is locked and uptodate: it is in the swap cache, and dirty.
 *
 * 1, or 0: there is no slot, or no memory for the tree.  Doesn't sleep.
 */
int add_to_swap(struct page *page)
{
	swp_entry_t entry;

	VM_BUG_ON_PAGE(!PageLocked(page) || !PageUptodate(page), page);
	entry = get_swap_page();
	if (!entry.val)
		return 0;
	if (add_to_swap_cache(page, entry)) {
		swapcache_free(entry);
		return 0;
	}
	SetPageDirty(page);
	return 1;
}

/* ------------------------------------------------------------------ pages that nobody needs any more */

/* Whoever unmaps the last entry of a page in the swap cache lets it go, as far as that needs no waiting */
static inline void free_swap_cache(struct page *page)
{
	if (PageSwapCache(page) && !page_mapped(page) && trylock_page(page)) {
		try_to_free_swap(page);
		unlock_page(page);
	}
}

/* free_page_and_swap_cache - put_page() by who has unmapped @page. */
void free_page_and_swap_cache(struct page *page)
{
	free_swap_cache(page);
	put_page(page);
}

/* free_pages_and_swap_cache - what mmu_gather has gathered.  Their entries are flushed. */
void free_pages_and_swap_cache(struct page **pages, int nr)
{
	int i;

	lru_add_drain();
	for (i = 0; i < nr; i++)
		free_swap_cache(pages[i]);
	release_pages_batched(pages, nr);
}

/* ------------------------------------------------------------------ found, or read */

/* Pages that were read ahead and then were needed, since the last read-ahead */
static unsigned int swapin_readahead_hits;

/* find_swap_cache - @entry's page, with a reference; NULL: it isn't in the cache.  Doesn't sleep. */
struct page *find_swap_cache(swp_entry_t entry)
{
	struct address_space *space = swap_address_space(entry);
	struct page *page;

	spin_lock_irq(&space->tree_lock);
	page = radix_tree_lookup(&space->page_tree, swp_offset(entry));
	if (page)
		get_page(page);
	spin_unlock_irq(&space->tree_lock);
	return page;
}

/* lookup_swap_cache - the same for who needs it, which read-ahead learns from. */
struct page *lookup_swap_cache(swp_entry_t entry)
{
	struct page *page = find_swap_cache(entry);

	if (page && PageReadahead(page) && !PageWriteback(page)) {
		ClearPageReadahead(page);
		swapin_readahead_hits++;
	}
	return page;
}

/*
 * @entry's page, with a reference, from the cache; or, *@new, one that was added to it, locked and to be read.  NULL:
 * there is no such page any more, or no memory.  May sleep.
 */
static struct page *__read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma,
					    unsigned long addr, bool *new)
{
	struct page *page, *new_page = NULL;
	int err;

	*new = false;
	for (;;) {
		page = find_swap_cache(entry);
		if (page || !swp_swapcount(entry))
			break;
		if (!new_page)
			new_page = alloc_page_vma(gfp_mask, vma, addr);
		if (!new_page)
			return NULL;
		err = swapcache_prepare(entry);
		if (err == -EEXIST) {
			cond_resched();		/* somebody is about to add it */
			continue;
		}
		if (err)
			break;
		__set_bit(PG_locked, &new_page->flags);
		__lock_acquire(new_page, page_class(new_page), 0, true, 0);
		__SetPageSwapBacked(new_page);
		err = __add_to_swap_cache(new_page, entry);
		if (likely(!err)) {
			lru_cache_add_anon(new_page);
			*new = true;
			return new_page;
		}
		swapcache_free(entry);
		unlock_page(new_page);
		break;
	}
	if (new_page)
		put_page(new_page);
	return page;
}

/*
 * read_swap_cache_async - @entry's page, with a reference; if it wasn't in the cache, it is being read, and locked until then.
 *
 * For @addr of @vma, which may be NULL.  NULL: no entry names the slot any more, or no memory.  May sleep.
 */
struct page *read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr)
{
	bool new;
	struct page *page = __read_swap_cache_async(entry, gfp_mask, vma, addr, &new);

	if (new)
		swap_readpage(page);
	return page;
}

/* How many slots around @offset are worth reading, a power of two */
static unsigned int swapin_nr_pages(pgoff_t offset)
{
	unsigned int most = 1u << READ_ONCE(page_cluster), pages = swapin_readahead_hits + 2;
	static unsigned int last_readahead_pages;
	static pgoff_t prev_offset;

	if (most <= 1)
		return 1;
	swapin_readahead_hits = 0;
	if (pages == 2) {
		/* Nothing that was read ahead was used: more is read only if it is in a row */
		if (offset != prev_offset + 1 && offset != prev_offset - 1)
			pages = 1;
		prev_offset = offset;
	} else {
		pages = max((unsigned int)roundup_pow_of_two(pages), 4u);
	}
	pages = min(pages, most);
	pages = max(pages, last_readahead_pages / 2);		/* it doesn't shrink too fast */
	last_readahead_pages = pages;
	return pages;
}

/* swapin_readahead - read_swap_cache_async(), and slots around it are read, too (article 3.4.4). */
struct page *swapin_readahead(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr)
{
	pgoff_t offset = swp_offset(entry), mask = swapin_nr_pages(offset) - 1, i;
	struct bio *bio = NULL;
	struct page *page;
	bool new;

	if (!mask)
		return read_swap_cache_async(entry, gfp_mask, vma, addr);
	for (i = offset & ~mask; i <= (offset | mask); i++) {
		page = __read_swap_cache_async(swp_entry(swp_type(entry), i), gfp_mask, vma, addr, &new);
		if (!page)
			continue;
		if (new && i != offset)
			SetPageReadahead(page);
		if (new)
			swap_read_start(&bio, page);
		put_page(page);
	}
	swap_read_submit(bio);
	lru_add_drain();	/* a reference of a pagevec's would look like another user */
	return read_swap_cache_async(entry, gfp_mask, vma, addr);
}
