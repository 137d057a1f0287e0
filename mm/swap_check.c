/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Do swap areas, the swap cache and entries agree?  Each slot's count, against what names the slot.
 *
 *     page tables, files in memory -- entries --.
 *                                                >---- counted ---- swap_map[offset], less SWAP_HAS_CACHE
 *     swapper_spaces[type] -- pages ------------------------------- SWAP_HAS_CACHE
 *
 * Invariants: Y1, Y2, Y3, Y4 and Y5 of mm/swapfile.c, C1 and C2 of mm/swap_state.c; S4 of mm/shmem.c.
 * Context: process, sleeps.  Nobody else changes mappings or swaps meanwhile; says what is wrong.  Linux 4.x has no such
 * check.  Tests: swap.*; called after each self-test
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>

/* C1, C2 for one area.  Adds to *@c, which may be NULL. */
static bool cache_check(unsigned int type, struct mapping_count *c)
{
	struct address_space *space = &swapper_spaces[type];
	struct radix_tree_iter iter;
	unsigned long pages = 0;
	bool good = true;
	void **slot;

	spin_lock_irq(&space->tree_lock);
	radix_tree_for_each_slot(slot, &space->page_tree, &iter, 0) {
		struct page *page = *slot;
		swp_entry_t entry = { page_private(page) };

		if (!PageSwapCache(page) || swp_type(entry) != type || swp_offset(entry) != iter.index) {
			pr_err("C1: a page of swap area %u is at another place, or of none\n", type);
			good = false;
			break;
		}
		pages++;
		if (c)
			c->writeback += PageWriteback(page);
	}
	if (good && pages != space->nrpages) {
		pr_err("C2: nrpages of swap area %u is %lu, its tree has %lu\n", type, space->nrpages, pages);
		good = false;
	}
	spin_unlock_irq(&space->tree_lock);
	if (c)
		c->pages += pages;
	return good;
}

/* swap_cache_count - pages of the swap cache, for who counts all pages; bad ones are areas. */
void swap_cache_count(struct mapping_count *c)
{
	unsigned int type;

	for (type = 0; type < MAX_SWAPFILES; type++)
		c->bad += !cache_check(type, c);
}

/* Y1, Y2 for slot @offset, which @counted entries name */
static bool slot_check(const struct swap_info_struct *si, unsigned int offset, unsigned int counted)
{
	unsigned int ent = si->swap_map[offset], count = ent & ~(unsigned int)SWAP_HAS_CACHE;
	struct page *page;

	if (count == SWAP_MAP_BAD)
		return ent == SWAP_MAP_BAD && !counted;
	if (count == SWAP_MAP_SHMEM)
		count = 1;
	if (count != counted) {
		pr_err("Y1: slot %u of swap area %u counts %u entries, there are %u\n", offset, si->type, count, counted);
		return false;
	}
	page = find_swap_cache(swp_entry(si->type, offset));
	if (page)
		put_page(page);
	if (!page == !(ent & SWAP_HAS_CACHE))
		return true;
	pr_err("Y2: the swap cache has %s page for slot %u of area %u\n", page ? "a" : "no", offset, si->type);
	return false;
}

/* Y3, Y4 */
static bool area_check(const struct swap_info_struct *si)
{
	unsigned int offset, used = 0, bad = 0;
	bool good = true;

	for (offset = 0; offset < si->max; offset++) {
		bad += si->swap_map[offset] == SWAP_MAP_BAD;
		used += si->swap_map[offset] && si->swap_map[offset] != SWAP_MAP_BAD;
		if (!si->swap_map[offset] && (offset < si->lowest_bit || offset > si->highest_bit)) {
			pr_err("Y3: slot %u of swap area %u is free, outside of %u to %u\n", offset, si->type,
			       si->lowest_bit, si->highest_bit);
			good = false;
		}
	}
	if (used != si->inuse_pages || si->max - bad != si->pages) {
		pr_err("Y3: swap area %u counts %u pages, %u of them used; there are %u, %u\n", si->type, si->pages,
		       si->inuse_pages, si->max - bad, used);
		good = false;
	}
	if (si->flags & SWP_WRITEOK && list_empty(&si->avail_list) != (used == si->pages)) {
		pr_err("Y4: swap area %u has %u free slots, and is %s list\n", si->type, si->pages - used,
		       list_empty(&si->avail_list) ? "in no" : "in the");
		good = false;
	}
	return good;
}

/* Entries of one area, counted by slot */
struct swap_counts {
	const struct swap_info_struct *si;
	u16 *counts;
};

static int count_entry(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct swap_counts *c = walk->private;
	swp_entry_t entry = pte_to_swp_entry(*pte);

	if (is_swap_pte(*pte) && swp_type(entry) == c->si->type && swp_offset(entry) < c->si->max)
		c->counts[swp_offset(entry)]++;
	return 0;
}

/* Those of all page tables */
static void count_entries(struct swap_counts *c)
{
	struct mm_struct *mm, *prev = NULL;

	spin_lock(&mmlist_lock);
	list_for_each_entry(mm, &init_mm.mmlist, mmlist) {
		struct mm_walk walk = {
			.pte_entry = count_entry, .test_walk = walk_every_vma, .mm = mm, .private = c,
		};

		if (!atomic_inc_not_zero(&mm->mm_users))
			continue;
		spin_unlock(&mmlist_lock);
		if (prev)
			mmput(prev);
		prev = mm;
		down_read(&mm->mmap_sem);
		walk_page_range(0, TASK_SIZE, &walk);
		up_read(&mm->mmap_sem);
		spin_lock(&mmlist_lock);
	}
	spin_unlock(&mmlist_lock);
	if (prev)
		mmput(prev);
}

/* Y1 to Y4 for one area */
static bool swap_area_check(const struct swap_info_struct *si)
{
	u16 *counts = vzalloc(si->max * sizeof(*counts));
	unsigned int offset;
	bool good = area_check(si);

	if (!counts) {
		pr_warn("no memory to check swap area %u\n", si->type);
		return good;
	}
	shmem_swap_count(si->type, counts, si->max);
	count_entries(&(struct swap_counts) { si, counts });
	for (offset = 0; offset < si->max; offset++)
		good &= slot_check(si, offset, counts[offset]);
	vfree(counts);
	return good;
}

/* swap_check - Y1 to Y5, C1 and C2, for all areas.  Caller holds no lock. */
bool swap_check(void)
{
	struct mapping_count c = { 0 };
	unsigned long pages = 0;
	long free = 0;
	unsigned int type;
	bool good;

	swap_cache_count(&c);
	good = shmem_swap_check();
	good &= !c.bad;
	for (type = 0; type < nr_swapfiles; type++) {
		const struct swap_info_struct *si = &swap_info[type];

		if (!si->swap_map)
			continue;
		good &= swap_area_check(si);
		pages += si->flags & SWP_WRITEOK ? si->pages : 0;
		free += (long)(si->flags & SWP_WRITEOK ? si->pages : 0) - (long)si->inuse_pages;
	}
	if (pages != total_swap_pages || free != get_nr_swap_pages()) {
		pr_err("Y5: total_swap_pages is %lu, nr_swap_pages %ld; there are %lu, %ld\n", total_swap_pages,
		       get_nr_swap_pages(), pages, free);
		good = false;
	}
	return good;
}
