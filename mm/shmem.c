/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared memory: the pages of tmpfs files, of memfd_create(2), and of MAP_SHARED | MAP_ANONYMOUS.
 *
 * Idea.  What is in the page cache is all there is of such a file: there is no disk.  A page that nobody has
 * touched isn't there, and reads as zeros.  Behind an anonymous shared VMA stands a file that no directory names.
 *
 *   vma -> vm_file -> f_mapping -> page_tree        one file for each mmap()
 *
 * Each page is charged twice, and both charges can be refused:
 *
 *   the instance    sbinfo->used_blocks, up to max_blocks (size=): ENOSPC.  shm_sb, the kernel's own instance behind
 *                   memfd and anonymous memory, has no limit.
 *   commit charge   (mm/commit.c)  flags            charged                        refused
 *                                  0                i_size, when the file is made  ENOMEM
 *                                  VM_NORESERVE     page by page                   ENOSPC
 *
 * When memory is scarce, pages go to swap.  Then the tree has, where the page was, the slot's entry, with a bit that tells
 * the two apart (radix_tree_exceptional_entry()); it is the only entry for that slot, whoever maps the file.
 *
 *   shmem_writepage      page -> slot; the page leaves the file for the swap cache      nrpages--, swapped++
 *   shmem_swapin_page    slot -> page, which leaves the swap cache                      nrpages++, swapped--
 *   shmem_free_swap      the slot is free: truncation, the file's end                              swapped--
 *
 *   shmem_getpage(index)       page there     no page: charge, allocate, and
 *     SGP_READ                 that           nothing: it is a hole
 *     SGP_CACHE                that, zeroed   zero it          a fault; not beyond i_size
 *     SGP_WRITE                that           leave it as is   write_end() makes it uptodate
 *     SGP_FALLOC               that, zeroed   leave it as is   fallocate() can tell it from others' pages
 *   A page in swap is read back first, and is there then.
 *
 * Invariants (swap_check() asserts S4; nothing asserts the others, but each self-test must leave charges as they were,
 * and an inode that goes with blocks is a WARN)
 *   S1  with info->lock held and no page on its way in or out: alloced == nrpages + swapped == i_blocks / BLOCKS_PER_PAGE
 *   S2  a page that isn't uptodate was allocated by fallocate() and has been seen by nobody
 *   S3  contents leave only by truncation, by an fallocate() that fails or punches a hole, or with the inode
 *   S4  swapped counts the entries of the tree, and an inode that has some is in shmem_swaplist
 *
 * Locking: i_mutex around writes, truncation and fallocate(); then the page lock; then shmem_swaplist_mutex; then
 * tree_lock, info->lock, stat_lock, which are never held together.  Differs from Linux 4.x: no huge pages, no NUMA
 * policies, one counter a limit instead of one for each processor; swapoff() goes through each file once.  Article 3.3.4.
 * Tests: shmem.*, swap_shmem.*, files.*, mmap.shared, tests/user/{tmpfs,mmap}.c
 */
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/radix-tree.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>

#define BLOCKS_PER_PAGE		(PAGE_SIZE / 512)
#define VM_ACCT(size)		((long)(((size) + PAGE_SIZE - 1) >> PAGE_SHIFT))

/* What shmem_getpage() does where the file has no page, or one that isn't uptodate: the table above */
enum sgp_type {
	SGP_READ,
	SGP_CACHE,
	SGP_WRITE,
	SGP_FALLOC,
};

/* ------------------------------------------------------------------ charges */

/* The commit charge of a whole file, unless it goes by page: 0, -ENOMEM */
static int shmem_acct_size(unsigned long flags, loff_t size)
{
	return flags & VM_NORESERVE ? 0 : security_vm_enough_memory_mm(current->mm, VM_ACCT(size));
}

static void shmem_unacct_size(unsigned long flags, loff_t size)
{
	if (!(flags & VM_NORESERVE))
		vm_unacct_memory(VM_ACCT(size));
}

/* The same for a file whose size changes */
static int shmem_reacct_size(unsigned long flags, loff_t oldsize, loff_t newsize)
{
	if (flags & VM_NORESERVE)
		return 0;
	if (VM_ACCT(newsize) > VM_ACCT(oldsize))
		return security_vm_enough_memory_mm(current->mm, VM_ACCT(newsize) - VM_ACCT(oldsize));
	vm_unacct_memory(VM_ACCT(oldsize) - VM_ACCT(newsize));
	return 0;
}

/* One page more for @inode: of the commit charge, and of the instance.  0, -ENOSPC. */
static int shmem_inode_acct_block(struct inode *inode)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);
	bool full;

	if (SHMEM_I(inode)->flags & VM_NORESERVE && security_vm_enough_memory_mm(current->mm, 1))
		return -ENOSPC;
	spin_lock(&sbinfo->stat_lock);
	full = sbinfo->max_blocks && sbinfo->used_blocks >= sbinfo->max_blocks;
	if (!full)
		sbinfo->used_blocks++;
	spin_unlock(&sbinfo->stat_lock);
	if (!full)
		return 0;
	if (SHMEM_I(inode)->flags & VM_NORESERVE)
		vm_unacct_memory(1);
	return -ENOSPC;
}

static void shmem_inode_unacct_blocks(struct inode *inode, unsigned long pages)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);

	if (SHMEM_I(inode)->flags & VM_NORESERVE)
		vm_unacct_memory((long)pages);
	spin_lock(&sbinfo->stat_lock);
	sbinfo->used_blocks -= pages;
	spin_unlock(&sbinfo->stat_lock);
}

/*
 * Gives back what is charged for pages that have left the file.  Another task's page may be in the tree and not in
 * alloced yet: then it is given back by that task's own call.
 */
static void shmem_recalc_inode(struct inode *inode)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	long freed;

	spin_lock(&info->lock);
	freed = (long)(info->alloced - info->swapped - inode->i_mapping->nrpages);
	if (freed > 0) {
		info->alloced -= (unsigned long)freed;
		inode->i_blocks -= (unsigned long)freed * BLOCKS_PER_PAGE;
	}
	spin_unlock(&info->lock);
	if (freed > 0)
		shmem_inode_unacct_blocks(inode, (unsigned long)freed);
}

/* ------------------------------------------------------------------ one page */

/* A new page @index, charged, locked, and not uptodate.  0; -EEXIST: there is one now; -ENOSPC, -ENOMEM. */
static int shmem_add_page(struct inode *inode, pgoff_t index, struct page **pagep)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	int error = shmem_inode_acct_block(inode);
	struct page *page;

	if (error)
		return error;
	page = alloc_page(GFP_HIGHUSER_MOVABLE);
	if (page)
		__SetPageSwapBacked(page);
	error = page ? add_to_page_cache_lru(page, inode->i_mapping, index) : -ENOMEM;
	if (error) {
		if (page)
			put_page(page);
		shmem_inode_unacct_blocks(inode, 1);
		return error;
	}
	spin_lock(&info->lock);
	info->alloced++;
	inode->i_blocks += BLOCKS_PER_PAGE;
	spin_unlock(&info->lock);
	shmem_recalc_inode(inode);
	*pagep = page;
	return 0;
}

/* ------------------------------------------------------------------ swap */

static DEFINE_MUTEX(shmem_swaplist_mutex);
static LIST_HEAD(shmem_swaplist);
static DECLARE_WAIT_QUEUE_HEAD(shmem_unuse_waitq);

/* Does the file still have @swap for its page @index? */
static bool shmem_confirm_swap(struct address_space *mapping, pgoff_t index, swp_entry_t swap)
{
	bool same;

	spin_lock_irq(&mapping->tree_lock);
	same = radix_tree_lookup(&mapping->page_tree, index) == swp_to_radix_entry(swap);
	spin_unlock_irq(&mapping->tree_lock);
	return same;
}

/* @page, locked, is page @index of the file again, in the place of @swap.  0, -EEXIST: that isn't there any more. */
static int shmem_add_to_page_cache(struct page *page, struct address_space *mapping, pgoff_t index, swp_entry_t swap)
{
	int error = -EEXIST;

	spin_lock_irq(&mapping->tree_lock);
	if (radix_tree_lookup(&mapping->page_tree, index) == swp_to_radix_entry(swap)) {
		get_page(page);
		page->mapping = mapping;
		page->index = index;
		radix_tree_replace(&mapping->page_tree, index, page);
		mapping->nrpages++;
		inc_zone_page_state(page, NR_FILE_PAGES);
		inc_zone_page_state(page, NR_SHMEM);
		error = 0;
	}
	spin_unlock_irq(&mapping->tree_lock);
	return error;
}

/* @page, locked, of the file and in the swap cache, leaves the file; the tree has @swap in its place */
static void shmem_delete_from_page_cache(struct page *page, swp_entry_t swap)
{
	struct address_space *mapping = page->mapping;

	spin_lock_irq(&mapping->tree_lock);
	radix_tree_replace(&mapping->page_tree, page->index, swp_to_radix_entry(swap));
	page->mapping = NULL;
	mapping->nrpages--;
	dec_zone_page_state(page, NR_FILE_PAGES);
	dec_zone_page_state(page, NR_SHMEM);
	spin_unlock_irq(&mapping->tree_lock);
	put_page(page);
}

/* Is @page, locked, what the swap cache has for @swap, and the file still wants it? */
static bool shmem_is_swapped_page(struct page *page, struct address_space *mapping, pgoff_t index, swp_entry_t swap)
{
	return PageSwapCache(page) && page_private(page) == swap.val && shmem_confirm_swap(mapping, index, swap);
}

/*
 * The page of @swap, which the file has for its page @index, is page @index, locked, uptodate and dirty, with a reference, in
 * *@pagep.
 *
 * 0, or VM_FAULT_MAJOR if it had to be read; -EEXIST: the file has something else there by now; -ENOMEM; -EIO.  Sleeps.
 */
static int shmem_swapin_page(struct inode *inode, pgoff_t index, swp_entry_t swap, struct page **pagep)
{
	struct address_space *mapping = inode->i_mapping;
	struct page *page = lookup_swap_cache(swap);
	int error = 0, ret = 0;

	if (!page) {
		ret = VM_FAULT_MAJOR;
		page = swapin_readahead(swap, GFP_HIGHUSER_MOVABLE, NULL, 0);
	}
	if (!page)
		return shmem_confirm_swap(mapping, index, swap) ? -ENOMEM : -EEXIST;
	lock_page(page);
	if (!PageUptodate(page) && shmem_is_swapped_page(page, mapping, index, swap))
		error = swap_reread(page);
	if (!shmem_is_swapped_page(page, mapping, index, swap))
		error = -EEXIST;
	if (!error) {
		wait_on_page_writeback(page);
		error = shmem_add_to_page_cache(page, mapping, index, swap);
	}
	if (error) {
		unlock_page(page);
		put_page(page);
		return error;
	}
	spin_lock(&SHMEM_I(inode)->lock);
	SHMEM_I(inode)->swapped--;
	spin_unlock(&SHMEM_I(inode)->lock);
	delete_from_swap_cache(page);
	set_page_dirty(page);
	swap_free(swap);
	shmem_recalc_inode(inode);
	*pagep = page;
	return ret;
}

/* The first entry for a page in swap at or behind *@index, which becomes its number, in *@swap.  Whether there is one. */
static bool shmem_next_swap(struct address_space *mapping, pgoff_t *index, swp_entry_t *swap)
{
	struct radix_tree_iter iter;
	bool found = false;
	void **slot;

	spin_lock_irq(&mapping->tree_lock);
	radix_tree_for_each_slot(slot, &mapping->page_tree, &iter, *index)
		if (radix_tree_exceptional_entry(*slot)) {
			*index = iter.index;
			*swap = radix_to_swp_entry(*slot);
			found = true;
			break;
		}
	spin_unlock_irq(&mapping->tree_lock);
	return found;
}

/* The file has @swap for its page @index, or had: its slot is free.  Whether it had. */
static bool shmem_free_swap(struct address_space *mapping, pgoff_t index, swp_entry_t swap)
{
	bool same;

	spin_lock_irq(&mapping->tree_lock);
	same = radix_tree_lookup(&mapping->page_tree, index) == swp_to_radix_entry(swap);
	if (same)
		radix_tree_delete(&mapping->page_tree, index);
	spin_unlock_irq(&mapping->tree_lock);
	if (same)
		free_swap_and_cache(swap);
	return same;
}

/* Is @page, locked, being made by an fallocate() that may have to take it away again, and must tell it from others (S2)? */
static bool shmem_being_made(struct shmem_inode_info *info, const struct page *page)
{
	bool being_made;

	spin_lock(&info->lock);
	being_made = page->index >= info->falloc_start && page->index < info->falloc_next;
	info->falloc_unswapped += being_made;
	spin_unlock(&info->lock);
	return being_made;
}

/* @page, locked, of @inode, gets slot @swap and leaves the file for the swap cache.  0, -ENOMEM. */
static int shmem_move_to_swap(struct inode *inode, struct page *page, swp_entry_t swap)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	int error;

	mutex_lock(&shmem_swaplist_mutex);
	if (list_empty(&info->swaplist))
		list_add_tail(&info->swaplist, &shmem_swaplist);
	error = add_to_swap_cache(page, swap);
	if (!error) {
		shmem_recalc_inode(inode);
		spin_lock(&info->lock);
		info->swapped++;
		spin_unlock(&info->lock);
		swap_shmem_alloc(swap);
		shmem_delete_from_page_cache(page, swap);
	}
	mutex_unlock(&shmem_swaplist_mutex);
	return error;
}

/*
 * a_ops->writepage, for reclaim alone: @page, locked, clean by now and mapped nowhere, moves to the swap cache, and is
 * written.
 *
 * 0: it is unlocked.  AOP_WRITEPAGE_ACTIVATE: it is locked, and dirty: there's no slot, or it may not go.
 */
static int shmem_writepage(struct page *page, struct writeback_control *wbc)
{
	struct inode *inode = page->mapping->host;
	swp_entry_t swap;

	if (!total_swap_pages || !wbc->for_reclaim || mapping_unevictable(page->mapping))
		goto redirty;
	if (!PageUptodate(page)) {
		if (shmem_being_made(SHMEM_I(inode), page))
			goto redirty;
		clear_highpage(page);
		flush_dcache_page(page);
		SetPageUptodate(page);
	}
	swap = get_swap_page();
	if (!swap.val)
		goto redirty;
	if (!shmem_move_to_swap(inode, page, swap)) {
		VM_BUG_ON_PAGE(page_mapped(page), page);
		swap_writepage(page, wbc);
		return 0;
	}
	swapcache_free(swap);
redirty:
	set_page_dirty(page);
	return AOP_WRITEPAGE_ACTIVATE;
}

/* Reads and faults end where the file does */
static bool shmem_beyond(struct inode *inode, pgoff_t index, enum sgp_type sgp)
{
	return sgp <= SGP_CACHE && (loff_t)index << PAGE_SHIFT >= inode->i_size;
}

/* shmem_getpage() where the file has @swap; -EEXIST: it hasn't any more */
static noinline int shmem_getpage_swapped(struct inode *inode, pgoff_t index, swp_entry_t swap, struct page **pagep,
					  enum sgp_type sgp)
{
	int ret;

	if (shmem_beyond(inode, index, sgp))
		return -EINVAL;
	ret = shmem_swapin_page(inode, index, swap, pagep);
	if (ret < 0)
		return ret;
	if (shmem_beyond(inode, index, sgp)) {
		unlock_page(*pagep);		/* truncated since; that comes to the page, too */
		put_page(*pagep);
		return -EINVAL;
	}
	return sgp == SGP_CACHE ? ret : 0;
}

/*
 * shmem_getpage - page @index of @inode, locked, with a reference, in *@pagep; see the table above.
 *
 * 0, or with SGP_CACHE VM_FAULT_MAJOR if it had to be read from swap; *@pagep is NULL for a hole that is read.  -EINVAL:
 * beyond the end, -ENOSPC: a limit is met, -ENOMEM; -EIO: swap can't be read.  May sleep.
 */
static int shmem_getpage(struct inode *inode, pgoff_t index, struct page **pagep, enum sgp_type sgp)
{
	struct address_space *mapping = inode->i_mapping;
	bool fresh = false;
	struct page *page;
	int error;

	do {
		error = 0;
		page = find_lock_entry(mapping, index);
		if (unlikely(radix_tree_exceptional_entry(page))) {
			error = shmem_getpage_swapped(inode, index, radix_to_swp_entry(page), pagep, sgp);
			if (error != -EEXIST)
				return error;
			continue;
		}
		if (page && sgp == SGP_READ && !PageUptodate(page)) {
			unlock_page(page);
			put_page(page);
			page = NULL;
		}
		if (!page && shmem_beyond(inode, index, sgp))
			return -EINVAL;
		if (!page && sgp != SGP_READ) {
			error = shmem_add_page(inode, index, &page);
			fresh = !error;
		}
	} while (error == -EEXIST);
	if (error)
		return error;

	/* Truncated before, or since the page was added: truncation makes i_size less before it looks for pages */
	if (page && shmem_beyond(inode, index, sgp)) {
		if (fresh) {
			delete_from_page_cache(page);
			shmem_recalc_inode(inode);
		}
		unlock_page(page);
		put_page(page);
		return -EINVAL;
	}
	if (page && !PageUptodate(page) && (sgp == SGP_CACHE || (sgp == SGP_FALLOC && !fresh))) {
		clear_highpage(page);
		flush_dcache_page(page);
		SetPageUptodate(page);
	}
	*pagep = page;
	return 0;
}

/* ------------------------------------------------------------------ pages that leave */

/* Zeroes [@from, @to) of page @index, if it is there */
static void shmem_zero_partial(struct inode *inode, pgoff_t index, unsigned int from, unsigned int to)
{
	struct page *page = NULL;

	/* A page beyond i_size has nothing that anybody could read */
	if (shmem_getpage(inode, index, &page, SGP_READ) || !page)
		return;
	zero_user_segment(page, from, to);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
}

/* Takes @page of @mapping away, with a reference of the caller's that goes; @unfalloc: if it isn't uptodate */
static void shmem_drop_page(struct address_space *mapping, struct page *page, bool unfalloc)
{
	lock_page(page);
	if (!unfalloc || !PageUptodate(page))
		truncate_inode_page(mapping, page);
	unlock_page(page);
	put_page(page);
}

/*
 * Takes the whole pages of bytes [@lstart, @lend] away, @lend -1 being the end of all files, and zeroes the parts of
 * those at both ends.  @unfalloc: only pages that fallocate() made and nobody has used since (S2).
 */
static void shmem_undo_range(struct inode *inode, loff_t lstart, loff_t lend, bool unfalloc)
{
	pgoff_t start = (pgoff_t)((lstart + PAGE_SIZE - 1) >> PAGE_SHIFT), index = start;
	pgoff_t end = lend == -1 ? -1UL : (pgoff_t)((lend + 1) >> PAGE_SHIFT);
	unsigned int head = (unsigned int)offset_in_page((unsigned long)lstart);
	unsigned int tail = (unsigned int)offset_in_page((unsigned long)(lend + 1)), i, n;
	struct address_space *mapping = inode->i_mapping;
	struct page *entries[PAGEVEC_SIZE];
	pgoff_t indices[PAGEVEC_SIZE];
	unsigned long freed = 0;

	if (head)
		shmem_zero_partial(inode, start - 1, head, start > end ? tail : PAGE_SIZE);
	if (tail && start <= end)
		shmem_zero_partial(inode, end, 0, tail);
	for (;;) {
		n = find_get_entries(mapping, index, PAGEVEC_SIZE, entries, indices);
		for (i = 0; i < n && indices[i] < end; i++) {
			index = indices[i] + 1;
			if (!radix_tree_exceptional_entry(entries[i]))
				shmem_drop_page(mapping, entries[i], unfalloc);
			else if (!unfalloc)
				freed += shmem_free_swap(mapping, indices[i], radix_to_swp_entry(entries[i]));
		}
		if (i == PAGEVEC_SIZE) {
			cond_resched();
			continue;
		}
		/*
		 * The last ones.  Meanwhile a fault may have brought others back, or swap was where a page was, or the
		 * other way round: until none is found.
		 */
		for (; i < n; i++)
			if (!radix_tree_exceptional_entry(entries[i]))
				put_page(entries[i]);
		if (index == start || unfalloc)
			break;
		index = start;
	}
	spin_lock(&SHMEM_I(inode)->lock);
	SHMEM_I(inode)->swapped -= freed;
	spin_unlock(&SHMEM_I(inode)->lock);
	shmem_recalc_inode(inode);
}

/* shmem_truncate_range - bytes [@lstart, @lend] are gone, -1: to the end; i_size stays.  May sleep. */
void shmem_truncate_range(struct inode *inode, loff_t lstart, loff_t lend)
{
	shmem_undo_range(inode, lstart, lend, false);
	inode->i_ctime = inode->i_mtime = current_time_ns();
}

/* @info's file goes: swapoff() is done with it, and doesn't find it any more */
static void shmem_leave_swaplist(struct shmem_inode_info *info)
{
	while (!list_empty(&info->swaplist)) {
		wait_event(shmem_unuse_waitq, !atomic_read(&info->stop_eviction));
		mutex_lock(&shmem_swaplist_mutex);
		if (!atomic_read(&info->stop_eviction))
			list_del_init(&info->swaplist);
		mutex_unlock(&shmem_swaplist_mutex);
	}
}

/* shmem_evict_pages - nobody refers to @inode any more: its pages and charges go back. */
void shmem_evict_pages(struct inode *inode)
{
	if (inode->i_mapping->a_ops == &shmem_aops) {
		shmem_unacct_size(SHMEM_I(inode)->flags, inode->i_size);
		inode->i_size = 0;
		shmem_truncate_range(inode, 0, -1);
		shmem_leave_swaplist(SHMEM_I(inode));
	}
	WARN_ON(inode->i_blocks);
}

/* Truncation to fewer bytes: no fault brings a page back that lies beyond i_size */
static void shmem_shrink(struct inode *inode, loff_t oldsize, loff_t newsize)
{
	loff_t holebegin = (newsize + PAGE_SIZE - 1) & ~((loff_t)PAGE_SIZE - 1);

	if (oldsize > holebegin)
		unmap_mapping_range(inode->i_mapping, holebegin, 0, 1);
	shmem_truncate_range(inode, newsize, -1);
	/* Private copies that were made meanwhile */
	if (oldsize > holebegin)
		unmap_mapping_range(inode->i_mapping, holebegin, 0, 1);
}

static int shmem_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->d_inode;
	loff_t oldsize = inode->i_size, newsize = attr->ia_size;
	unsigned int seals = SHMEM_I(inode)->seals;
	int error;

	if (S_ISREG(inode->i_mode) && attr->ia_valid & ATTR_SIZE) {
		if ((newsize < oldsize && seals & F_SEAL_SHRINK) || (newsize > oldsize && seals & F_SEAL_GROW))
			return -EPERM;
		error = shmem_reacct_size(SHMEM_I(inode)->flags, oldsize, newsize);
		if (error)
			return error;
		inode->i_size = newsize;
		if (newsize <= oldsize)
			shmem_shrink(inode, oldsize, newsize);
	}
	setattr_copy(inode, attr);
	return 0;
}

const struct inode_operations shmem_inode_operations = {
	.setattr = shmem_setattr,
};

/* ------------------------------------------------------------------ faults */

static DECLARE_WAIT_QUEUE_HEAD(shmem_falloc_waitq);

static bool shmem_in_hole(struct shmem_inode_info *info, pgoff_t index)
{
	bool in;

	spin_lock(&info->lock);
	in = index >= info->hole_start && index < info->hole_next;
	spin_unlock(&info->lock);
	return in;
}

/*
 * A fault on a page that fallocate() is taking away waits: if faults brought pages back as fast as they go, it would
 * never end.  The access is tried again after; mmap_sem is let go of if it may be, and then @vma may be gone.
 */
static noinline int shmem_wait_for_hole(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	bool retry = (vmf->flags & (FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_RETRY_NOWAIT)) == FAULT_FLAG_ALLOW_RETRY;
	struct file *file = get_file(vma->vm_file);

	if (retry)
		up_read(&vma->vm_mm->mmap_sem);
	wait_event(shmem_falloc_waitq, !shmem_in_hole(SHMEM_I(file_inode(file)), vmf->pgoff));
	fput(file);
	return retry ? VM_FAULT_RETRY : VM_FAULT_NOPAGE;
}

/*
 * Page vmf->pgoff, locked, in vmf->page: made if it has to be (article 3.4.4).
 *
 * VM_FAULT_SIGBUS: beyond the file's end, or a limit is met; VM_FAULT_OOM; VM_FAULT_RETRY: mmap_sem was released;
 * VM_FAULT_NOPAGE: the access is tried again.  mmap_sem is held for reading.
 */
static int shmem_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vma->vm_file);
	int ret;

	if (unlikely(SHMEM_I(inode)->hole_next && shmem_in_hole(SHMEM_I(inode), vmf->pgoff)))
		return shmem_wait_for_hole(vma, vmf);
	ret = shmem_getpage(inode, vmf->pgoff, &vmf->page, SGP_CACHE);
	if (ret < 0)
		return ret == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	return ret | VM_FAULT_LOCKED;
}

static const struct vm_operations_struct shmem_vm_ops = {
	.fault = shmem_fault,
	.map_pages = filemap_map_pages,
};

static int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	file_accessed(file);
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}

/* ------------------------------------------------------------------ read and write */

/* One piece, within a page, at *@ppos, which moves on: how much of it.  0: the end; errno. */
static ssize_t shmem_read_piece(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	unsigned long offset = offset_in_page((unsigned long)*ppos), nr, left;
	struct inode *inode = file_inode(file);
	pgoff_t index = (pgoff_t)(*ppos >> PAGE_SHIFT);
	/* Mostly it is there, and then the page lock isn't needed */
	struct page *page = find_get_page(inode->i_mapping, index);
	loff_t size;
	int error;

	if (unlikely(!page || !PageUptodate(page))) {
		if (page)
			put_page(page);
		error = shmem_getpage(inode, index, &page, SGP_READ);
		if (error)
			return error == -EINVAL ? 0 : error;
		if (page)
			unlock_page(page);
	}
	if (page) {
		mark_page_accessed(page);
	} else {
		page = ZERO_PAGE(0);
		get_page(page);
	}
	size = inode->i_size;
	nr = min_t(unsigned long, count, PAGE_SIZE - offset);
	if (*ppos >= size)
		nr = 0;
	else if ((loff_t)nr > size - *ppos)
		nr = (unsigned long)(size - *ppos);
	left = copy_page_to_user(buf, page, offset, nr);
	put_page(page);
	*ppos += nr - left;
	return left == nr && nr ? -EFAULT : (ssize_t)(nr - left);
}

/* As vfs_read() wants it.  A hole reads as zeros, and stays a hole. */
static ssize_t shmem_file_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	ssize_t done = 0, n = 0;

	while (count && *ppos < MAX_LFS_FILESIZE) {
		n = fatal_signal_pending(current) ? -EINTR : shmem_read_piece(file, buf, count, ppos);
		if (n <= 0)
			break;
		done += n;
		buf += n;
		count -= (size_t)n;
		cond_resched();
	}
	file_accessed(file);
	return done ?: n;
}

static int shmem_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			     struct page **pagep)
{
	struct inode *inode = mapping->host;
	unsigned int seals = SHMEM_I(inode)->seals;

	if (seals & F_SEAL_WRITE || (seals & F_SEAL_GROW && pos + len > inode->i_size))
		return -EPERM;
	return shmem_getpage(inode, (pgoff_t)(pos >> PAGE_SHIFT), pagep, SGP_WRITE);
}

static int shmem_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			   unsigned int copied, struct page *page)
{
	unsigned int from = (unsigned int)offset_in_page((unsigned long)pos);
	struct inode *inode = mapping->host;

	if (pos + copied > inode->i_size)
		inode->i_size = pos + copied;
	if (!PageUptodate(page)) {
		if (copied < PAGE_SIZE)
			zero_user_segments(page, 0, from, from + copied, PAGE_SIZE);
		SetPageUptodate(page);
	}
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return (int)copied;
}

/* No disk, so no dirty pages are counted */
static int shmem_set_page_dirty(struct page *page)
{
	return !TestSetPageDirty(page);
}

const struct address_space_operations shmem_aops = {
	.writepage = shmem_writepage,
	.write_begin = shmem_write_begin,
	.write_end = shmem_write_end,
	.set_page_dirty = shmem_set_page_dirty,
};

/* ------------------------------------------------------------------ fallocate */

/* fallocate() is making pages from @start on, and is at @next.  0; -ENOMEM: reclaim has wanted more of them than there are. */
static int shmem_falloc_check(struct shmem_inode_info *info, pgoff_t start, pgoff_t next)
{
	int error;

	spin_lock(&info->lock);
	info->falloc_start = start;
	info->falloc_next = next;
	error = info->falloc_unswapped > next - start ? -ENOMEM : 0;
	spin_unlock(&info->lock);
	return error;
}

static void shmem_falloc_done(struct shmem_inode_info *info)
{
	spin_lock(&info->lock);
	info->falloc_start = info->falloc_next = 0;
	info->falloc_unswapped = 0;
	spin_unlock(&info->lock);
}

/* Pages [@start, @end) are there.  0, or the error: then those that this call has added are not. */
static int shmem_falloc_pages(struct inode *inode, pgoff_t start, pgoff_t end)
{
	unsigned long max_blocks = SHMEM_SB(inode->i_sb)->max_blocks;
	struct page *page;
	pgoff_t index;
	int error = 0;

	if (max_blocks && end - start > max_blocks)
		return -ENOSPC;
	for (index = start; index < end; index++) {
		error = signal_pending(current) ? -EINTR : shmem_falloc_check(SHMEM_I(inode), start, index);
		error = error ?: shmem_getpage(inode, index, &page, SGP_FALLOC);
		if (error) {
			if (index > start)
				shmem_undo_range(inode, (loff_t)start << PAGE_SHIFT,
						 ((loff_t)index << PAGE_SHIFT) - 1, true);
			break;
		}
		/* Not uptodate, and not to be lost: reclaim would take what is clean */
		set_page_dirty(page);
		unlock_page(page);
		put_page(page);
		cond_resched();
	}
	shmem_falloc_done(SHMEM_I(inode));
	return error;
}

/* Pages for [@offset, @offset + @len); i_mutex is held.  0, -EFBIG, -EPERM, -ENOSPC, -ENOMEM, -EINTR. */
static int shmem_preallocate(struct inode *inode, int mode, loff_t offset, loff_t len)
{
	int error = inode_newsize_ok(inode, offset + len);

	if (error)
		return error;
	if (SHMEM_I(inode)->seals & F_SEAL_GROW && offset + len > inode->i_size)
		return -EPERM;
	error = shmem_falloc_pages(inode, (pgoff_t)(offset >> PAGE_SHIFT),
				   (pgoff_t)((offset + len + PAGE_SIZE - 1) >> PAGE_SHIFT));
	if (error)
		return error;
	if (!(mode & FALLOC_FL_KEEP_SIZE) && offset + len > inode->i_size)
		inode->i_size = offset + len;
	inode->i_ctime = current_time_ns();
	return 0;
}

static void shmem_set_hole(struct shmem_inode_info *info, pgoff_t start, pgoff_t next)
{
	spin_lock(&info->lock);
	info->hole_start = start;
	info->hole_next = next;
	spin_unlock(&info->lock);
}

/* [@offset, @offset + @len) is a hole; private copies of its pages stay.  i_mutex is held.  0, -EPERM. */
static int shmem_punch_hole(struct inode *inode, loff_t offset, loff_t len)
{
	loff_t start = (offset + PAGE_SIZE - 1) & ~((loff_t)PAGE_SIZE - 1);
	loff_t end = (offset + len) & ~((loff_t)PAGE_SIZE - 1);

	if (SHMEM_I(inode)->seals & F_SEAL_WRITE)
		return -EPERM;
	shmem_set_hole(SHMEM_I(inode), (pgoff_t)(start >> PAGE_SHIFT), (pgoff_t)(end >> PAGE_SHIFT));
	if (end > start)
		unmap_mapping_range(inode->i_mapping, start, end - start, 0);
	shmem_truncate_range(inode, offset, offset + len - 1);
	shmem_set_hole(SHMEM_I(inode), 0, 0);
	wake_up_all(&shmem_falloc_waitq);
	return 0;
}

/* fallocate(2), of which vfs_fallocate() has checked the range and that @mode is known */
static long shmem_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	int error;

	mutex_lock(&inode->i_mutex);
	if (mode & FALLOC_FL_PUNCH_HOLE)
		error = shmem_punch_hole(inode, offset, len);
	else
		error = shmem_preallocate(inode, mode, offset, len);
	mutex_unlock(&inode->i_mutex);
	return error;
}

const struct file_operations shmem_file_operations = {
	.llseek = generic_file_llseek,
	.read = shmem_file_read,
	.write = generic_file_write,
	.mmap = shmem_mmap,
	.fsync = noop_fsync,
	.fallocate = shmem_fallocate,
};

/* ------------------------------------------------------------------ swapoff, and who asks about swap */

/* All that @inode has in area @type is in memory.  0; -EINTR, -ENOMEM, -EIO. */
static int shmem_unuse_inode(struct inode *inode, unsigned int type)
{
	struct page *page;
	swp_entry_t swap;
	pgoff_t index;
	int error;

	for (index = 0; shmem_next_swap(inode->i_mapping, &index, &swap); index++) {
		if (swp_type(swap) != type)
			continue;
		if (signal_pending(current))
			return -EINTR;
		error = shmem_swapin_page(inode, index, swap, &page);
		if (error < 0 && error != -EEXIST)
			return error;
		if (error >= 0) {
			unlock_page(page);
			put_page(page);
		}
		cond_resched();
		if (index == ULONG_MAX)
			break;
	}
	return 0;
}

/*
 * shmem_unuse - for swapoff(): all that files have in area @type is in memory.
 *
 * 0, or -EINTR, -ENOMEM, -EIO.  What comes while this goes on may be missed.  No lock is held; sleeps.
 */
int shmem_unuse(unsigned int type)
{
	struct shmem_inode_info *info, *next;
	int error = 0;

	mutex_lock(&shmem_swaplist_mutex);
	list_for_each_entry_safe(info, next, &shmem_swaplist, swaplist) {
		if (!info->swapped) {
			list_del_init(&info->swaplist);
			continue;
		}
		/* A page lock is outside of the mutex.  Meanwhile the file keeps its place in the list. */
		atomic_inc(&info->stop_eviction);
		mutex_unlock(&shmem_swaplist_mutex);
		error = shmem_unuse_inode(&info->vfs_inode, type);
		mutex_lock(&shmem_swaplist_mutex);
		next = list_next_entry(info, swaplist);
		if (!info->swapped)
			list_del_init(&info->swaplist);
		if (atomic_dec_and_test(&info->stop_eviction))
			wake_up_all(&shmem_unuse_waitq);
		if (error)
			break;
	}
	mutex_unlock(&shmem_swaplist_mutex);
	return error;
}

/* Entries of @inode; each that is for area @type is counted in @counts[@max], by slot */
static unsigned long shmem_inode_swap_count(struct inode *inode, unsigned int type, u16 *counts, unsigned int max)
{
	unsigned long n = 0;
	swp_entry_t swap;
	pgoff_t index;

	for (index = 0; shmem_next_swap(inode->i_mapping, &index, &swap); index++) {
		n++;
		if (swp_type(swap) == type && swp_offset(swap) < max)
			counts[swp_offset(swap)]++;
		if (index == ULONG_MAX)
			break;
	}
	return n;
}

/* shmem_swap_count - counts what files have in area @type, by slot, in @counts[@max].  For swap_check(); sleeps. */
void shmem_swap_count(unsigned int type, u16 *counts, unsigned int max)
{
	struct shmem_inode_info *info;

	mutex_lock(&shmem_swaplist_mutex);
	list_for_each_entry(info, &shmem_swaplist, swaplist)
		shmem_inode_swap_count(&info->vfs_inode, type, counts, max);
	mutex_unlock(&shmem_swaplist_mutex);
}

/* shmem_swap_check - S4, as far as files are in the list.  For swap_check(); sleeps; says what is wrong. */
bool shmem_swap_check(void)
{
	struct shmem_inode_info *info;
	bool good = true;
	unsigned long n;

	mutex_lock(&shmem_swaplist_mutex);
	list_for_each_entry(info, &shmem_swaplist, swaplist) {
		n = shmem_inode_swap_count(&info->vfs_inode, MAX_SWAPFILES, NULL, 0);
		if (n == info->swapped)
			continue;
		pr_err("S4: inode %lu has %lu pages in swap, swapped is %lu\n", info->vfs_inode.i_ino, n, info->swapped);
		good = false;
	}
	mutex_unlock(&shmem_swaplist_mutex);
	return good;
}

/* vma_is_shmem - does @vma map a file in memory? */
bool vma_is_shmem(const struct vm_area_struct *vma)
{
	return vma->vm_file && shmem_mapping(vma->vm_file->f_mapping);
}

/* shmem_swapped - pages of @inode, a file in memory, that are in swap. */
unsigned long shmem_swapped(struct inode *inode)
{
	return READ_ONCE(SHMEM_I(inode)->swapped);
}

/* shmem_swapin_range - pages [@start, @end) of @mapping, of a file in memory, that are in swap are being read into its cache. */
void shmem_swapin_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	struct page *page;
	swp_entry_t swap;

	for (; shmem_next_swap(mapping, &start, &swap) && start < end; start++) {
		page = read_swap_cache_async(swap, GFP_HIGHUSER_MOVABLE, NULL, 0);
		if (page)
			put_page(page);
	}
	lru_add_drain();	/* a reference of a pagevec's would look like another user */
}

/* shmem_unlock_mapping - the pages of @mapping, which is no longer AS_UNEVICTABLE, can be reclaimed.  Sleeps. */
void shmem_unlock_mapping(struct address_space *mapping)
{
	struct page *pages[PAGEVEC_SIZE];
	pgoff_t index = 0;
	unsigned int i, n;

	lru_add_drain();
	while ((n = find_get_pages(mapping, index, PAGEVEC_SIZE, pages))) {
		for (i = 0; i < n; i++) {
			index = pages[i]->index + 1;
			if (PageUnevictable(pages[i]) && !isolate_lru_page(pages[i]))
				putback_lru_page(pages[i]);
			put_page(pages[i]);
		}
		cond_resched();
	}
}

/* ------------------------------------------------------------------ files without a name */

/*
 * shmem_file_setup - a file of @size zero bytes that no directory names.
 *
 * @name: what /proc shows.  @flags: VM_NORESERVE, or 0 if all of @size is charged now.  ERR_PTR: -EINVAL (@size),
 * -ENOMEM.  May sleep.
 */
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags)
{
	struct inode *inode;

	if (size < 0 || size > MAX_LFS_FILESIZE)
		return ERR_PTR(-EINVAL);
	if (shmem_acct_size(flags, size))
		return ERR_PTR(-ENOMEM);
	inode = shmem_get_inode(shm_sb, S_IFREG | S_IRWXUGO, 0, flags);
	if (!inode) {
		shmem_unacct_size(flags, size);
		return ERR_PTR(-ENOMEM);
	}
	inode->i_size = size;		/* and its charge goes with the inode, from here on */
	clear_nlink(inode);
	return alloc_file_pseudo(inode, name, FMODE_READ | FMODE_WRITE | FMODE_LSEEK, &shmem_file_operations);
}

/* shmem_zero_setup - puts a new object behind @vma.  0, -ENOMEM.  Article 3.3.4. */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	struct file *file = shmem_file_setup("/dev/zero (deleted)", (loff_t)(vma->vm_end - vma->vm_start),
					     vma->vm_flags);

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	if (vma->vm_file)
		fput(vma->vm_file);
	vma->vm_file = file;
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}
