/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LRU lists: every page that reclaim might take, in the order in which it was last used.
 *
 * Idea.  A list operation for each page would take the zone's lock for each page.  So a new page first
 * goes to a pagevec of this CPU, with a reference of the pagevec's own, and fourteen at a time are
 * put on the lists.  The way back is the same: release_pages() gives up many references, and takes
 * those that were the last off the lists under one lock.
 *
 *   lru_cache_add(page) -> [ p p p p p p . . . . . . . . ] lru_add_pvec
 *                                   | full, or lru_add_drain()
 *                                   v
 *   zone->lruvec   inactive_anon   p p p p        PG_lru
 *                  active_anon     p p p          PG_lru PG_active     all counted in
 *                  inactive_file   p p            PG_lru               vm_stat[NR_LRU_BASE + list]
 *                  active_file     p              PG_lru PG_active
 *                  unevictable     p              PG_lru PG_unevictable
 *
 * Invariants (lru_check() asserts them)
 *   L1  a page with PG_lru is on exactly one list, the one that page_lru() names
 *   L2  vm_stat[NR_LRU_BASE + n] is the length of list n
 *   L3  a page in a pagevec has a reference for it, so it isn't free; a page on a list has none for that
 *   L4  a page is taken off its list when its last reference goes, so one on a list has users
 *
 * Locking.  zone->lru_lock with interrupts off; a pagevec belongs to its CPU, preemption off.  Any
 * context that may not be an interrupt.
 *
 * Differs from Linux 4.x: no pagevecs for activation and rotation, which are rarer; no memory cgroups, so a zone has one lruvec.
 *
 * Read lru_cache_add(), __pagevec_lru_add(), release_pages().  Tests: rmap.lru, rmap.pagevec, fault_user.*
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagevec.h>
#include <linux/rmap.h>
#include <linux/smp.h>
#include <linux/swap.h>
#include "internal.h"

static struct pagevec lru_add_pvecs[CONFIG_NR_CPUS];

/*
 * A walk over pages holds the lock of the zone that it is in, or none.  Sparse can't follow a
 * lock that depends on a pointer, so it is shown pairs that cancel out.
 */
static inline void lru_zone_lock(struct zone *zone, unsigned long *flags)
{
	spin_lock_irqsave(&zone->lru_lock, *flags);
	__release(&zone->lru_lock);
}

static inline void lru_zone_unlock(struct zone *zone, unsigned long flags)
{
	__acquire(&zone->lru_lock);
	spin_unlock_irqrestore(&zone->lru_lock, flags);
}

/* The lock that the page before needed is kept while the zone stays the same */
static __always_inline struct zone *lru_lock_zone(struct zone *locked, struct page *page,
						  unsigned long *flags)
{
	struct zone *zone = page_zone(page);

	if (likely(zone == locked))
		return zone;
	if (locked)
		lru_zone_unlock(locked, *flags);
	lru_zone_lock(zone, flags);
	return zone;
}

/* ------------------------------------------------------------------ onto the lists */

/* Of a page without users, which is on no list: nothing is left of what it was mapped as */
static __always_inline void forget_page(struct page *page)
{
	if (unlikely(PageMlocked(page)))
		dec_zone_page_state(page, NR_MLOCK);
	page->flags &= ~(1UL << PG_lru | 1UL << PG_active | 1UL << PG_unevictable | 1UL << PG_mlocked);
	if (PageAnon(page))
		page->mapping = NULL;
}

/* The same, and it comes off its list */
static __always_inline struct zone *page_lru_off(struct page *page, struct zone *locked, unsigned long *flags)
{
	if (PageLRU(page)) {
		locked = lru_lock_zone(locked, page, flags);
		del_page_from_lru_list(page, locked, page_lru(page));
	}
	forget_page(page);
	return locked;
}

/* lru_page_forget - @page, isolated, has lost its last user: it can be freed. */
void lru_page_forget(struct page *page)
{
	forget_page(page);
}

static inline void lru_added(struct zone *zone, enum lru_list lru, long added)
{
	if (added)
		update_lru_size(zone, lru, added);
}

/*
 * The pages of @pvec onto their lists.  The pagevec's references go; hardly ever one is the last:
 * then the page comes off again, and is freed.  Preemption is off.
 */
void __pagevec_lru_add(struct pagevec *pvec)
{
	LIST_HEAD(pages_to_free);
	struct list_head *list = NULL;
	struct zone *zone = NULL;
	enum lru_list lru = NR_LRU_LISTS;
	unsigned int i, dead = 0;
	unsigned long flags = 0;
	long added = 0;

	for (i = 0; i < pvec->nr; i++) {
		struct page *page = pvec->pages[i];
		enum lru_list to = page_lru(page);

		if (unlikely(page_zone(page) != zone || to != lru)) {
			lru_added(zone, lru, added);
			zone = lru_lock_zone(zone, page, &flags);
			lru = to;
			list = &zone->lruvec.lists[lru];
			added = 0;
		}
		VM_BUG_ON_PAGE(PageLRU(page), page);
		SetPageLRU(page);
		list_add(&page->lru, list);
		added++;
		if (unlikely(put_page_testzero(page)))
			pvec->pages[dead++] = page;
	}
	lru_added(zone, lru, added);
	for (i = 0; i < dead; i++) {
		zone = page_lru_off(pvec->pages[i], zone, &flags);
		list_add(&pvec->pages[i]->lru, &pages_to_free);
	}
	if (zone)
		lru_zone_unlock(zone, flags);
	free_hot_cold_page_list(&pages_to_free, pvec->cold);
	pagevec_reinit(pvec);
}

static __always_inline void __lru_cache_add(struct page *page)
{
	struct pagevec *pvec;

	VM_BUG_ON_PAGE(PageLRU(page), page);
	atomic_inc(&page->_refcount);
	preempt_disable();
	pvec = &lru_add_pvecs[smp_processor_id()];
	if (unlikely(!pagevec_add(pvec, page)))
		__pagevec_lru_add(pvec);
	preempt_enable();
}

/*
 * lru_cache_add - @page, whose flags say to which list it belongs, will be put on it.
 * The caller keeps its reference.
 */
void lru_cache_add(struct page *page)
{
	__lru_cache_add(page);
}

/* lru_cache_add_anon, _file - a new page on the inactive list of its kind */
void lru_cache_add_anon(struct page *page)
{
	if (PageActive(page))
		ClearPageActive(page);
	lru_cache_add(page);
}

void lru_cache_add_file(struct page *page)
{
	lru_cache_add_anon(page);
}

/* lru_cache_add_active - a new page on the active list (article 3.4.4).  Nobody else has it. */
void lru_cache_add_active(struct page *page)
{
	__SetPageActive(page);
	lru_cache_add(page);
}

/*
 * lru_cache_add_active_or_unevictable - a page that a fault in @vma has just made.  One of an
 * mlocked VMA is never reclaimed.
 */
void lru_cache_add_active_or_unevictable(struct page *page, struct vm_area_struct *vma)
{
	if (likely((vma->vm_flags & (VM_LOCKED | VM_SPECIAL)) != VM_LOCKED)) {
		__SetPageActive(page);
		__lru_cache_add(page);
		return;
	}
	if (!TestSetPageMlocked(page))
		inc_zone_page_state(page, NR_MLOCK);
	add_page_to_unevictable_list(page);
}

/* add_page_to_unevictable_list - at once, past the pagevec.  @page isn't on a list. */
void add_page_to_unevictable_list(struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lru_lock, flags);
	if (PageActive(page))
		ClearPageActive(page);
	SetPageUnevictable(page);
	SetPageLRU(page);
	add_page_to_lru_list(page, zone, LRU_UNEVICTABLE);
	spin_unlock_irqrestore(&zone->lru_lock, flags);
}

/* lru_add_drain - this CPU's pagevec onto the lists: pages in it have a reference too many */
void lru_add_drain(void)
{
	struct pagevec *pvec;

	preempt_disable();
	pvec = &lru_add_pvecs[smp_processor_id()];
	if (pagevec_count(pvec))
		__pagevec_lru_add(pvec);
	preempt_enable();
}

/* lru_add_drain_all - the same on all CPUs: there's one */
void lru_add_drain_all(void)
{
	lru_add_drain();
}

/* ------------------------------------------------------------------ between the lists */

/* @page, when on a list, to its kind's active or inactive one */
static void move_page_to_list(struct page *page, bool active)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lru_lock, flags);
	if (PageLRU(page) && !PageUnevictable(page)) {
		del_page_from_lru_list(page, zone, page_lru(page));
		if (active)
			SetPageActive(page);
		else
			ClearPageActive(page);
		add_page_to_lru_list(page, zone, page_lru(page));
	}
	spin_unlock_irqrestore(&zone->lru_lock, flags);
}

/* activate_page - @page has proved useful */
void activate_page(struct page *page)
{
	if (PageActive(page))
		return;
	move_page_to_list(page, true);
	count_vm_event(PGACTIVATE);
}

/*
 * rotate_reclaimable_page - @page, which reclaim would have taken had it been clean, is on the disk now: it is the next to
 * go.  Any context.
 */
void rotate_reclaimable_page(struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lru_lock, flags);
	if (PageLRU(page) && !PageActive(page) && !PageUnevictable(page) && !PageLocked(page) && !PageDirty(page)) {
		list_move_tail(&page->lru, &zone->lruvec.lists[page_lru(page)]);
		count_vm_event(PGROTATED);
	}
	spin_unlock_irqrestore(&zone->lru_lock, flags);
}

/* deactivate_page - @page won't be needed soon */
void deactivate_page(struct page *page)
{
	if (PageActive(page))
		move_page_to_list(page, false);
}

/*
 * mark_page_accessed - @page was used.
 *
 *   inactive, unreferenced  ->  inactive, referenced  ->  active, unreferenced -> active, referenced
 */
void mark_page_accessed(struct page *page)
{
	if (!PageReferenced(page)) {
		SetPageReferenced(page);
	} else if (!PageActive(page) && !PageUnevictable(page)) {
		if (!PageLRU(page))
			lru_add_drain();
		activate_page(page);
		ClearPageReferenced(page);
	}
}

/*
 * isolate_lru_page - take @page off its list: the caller gets a reference.
 *
 * 0, or -EBUSY: it's on none.  The caller has a reference already.
 */
int isolate_lru_page(struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;
	int ret = -EBUSY;

	spin_lock_irqsave(&zone->lru_lock, flags);
	if (PageLRU(page)) {
		get_page(page);
		ClearPageLRU(page);
		del_page_from_lru_list(page, zone, page_lru(page));
		ret = 0;
	}
	spin_unlock_irqrestore(&zone->lru_lock, flags);
	return ret;
}

/* putback_lru_page - the way back, to the list that its flags ask for now.  The reference goes. */
void putback_lru_page(struct page *page)
{
	VM_BUG_ON_PAGE(PageLRU(page), page);
	if (!page_evictable(page)) {
		add_page_to_unevictable_list(page);
	} else {
		if (PageUnevictable(page))
			ClearPageUnevictable(page);
		lru_cache_add(page);
	}
	put_page(page);
}

/* ------------------------------------------------------------------ off the lists */

/* __page_cache_release - the last reference of single page @page has gone by put_page() (L4) */
void __page_cache_release(struct page *page)
{
	unsigned long flags = 0;
	struct zone *zone = page_lru_off(page, NULL, &flags);

	if (zone)
		lru_zone_unlock(zone, flags);
}

/*
 * release_pages - put_page() for @nr pages.  Those that have no other user are freed together.
 * @cold: they won't be used again soon.
 */
void release_pages(struct page **pages, int nr, bool cold)
{
	LIST_HEAD(pages_to_free);
	struct zone *zone = NULL;
	unsigned long flags = 0;
	int i;

	for (i = 0; i < nr; i++) {
		struct page *page = compound_head(pages[i]);

		if (!put_page_testzero(page))
			continue;
		if (unlikely(PageHead(page))) {
			if (zone)
				lru_zone_unlock(zone, flags);
			zone = NULL;
			__put_page(page);
			continue;
		}
		zone = page_lru_off(page, zone, &flags);
		list_add(&page->lru, &pages_to_free);
	}
	if (zone)
		lru_zone_unlock(zone, flags);
	free_hot_cold_page_list(&pages_to_free, cold);
}

/* How long interrupts may stay off: pages at a time */
#define RELEASE_BATCH	128

/* release_pages_batched - the same for many, piece by piece. */
void release_pages_batched(struct page **pages, int nr)
{
	while (nr) {
		int todo = min(nr, RELEASE_BATCH);

		release_pages(pages, todo, false);
		pages += todo;
		nr -= todo;
	}
}

/* pagevec_release() of one that isn't empty: pages that are in the other pagevec are freed, too */
void __pagevec_release(struct pagevec *pvec)
{
	lru_add_drain();
	release_pages(pvec->pages, (int)pvec->nr, pvec->cold);
	pagevec_reinit(pvec);
}

/* ------------------------------------------------------------------ invariants */

static bool lru_list_check(struct zone *zone, enum lru_list lru)
{
	unsigned long n = 0;
	struct page *page;

	list_for_each_entry(page, &zone->lruvec.lists[lru], lru) {
		n++;
		if (!PageLRU(page) || page_lru(page) != lru || page_zone(page) != zone) {
			dump_page(page, "L1: on the wrong LRU list");
			return false;
		}
		if (page_count(page) == 0) {
			dump_page(page, "L4: on an LRU list without users");
			return false;
		}
	}
	if (n == zone_page_state(zone, NR_LRU_BASE + lru))
		return true;
	pr_err("L2: list %d of zone %s has %lu pages, counted %lu\n", lru, zone->name, n,
	       zone_page_state(zone, NR_LRU_BASE + lru));
	return false;
}

/* L3: a page in a pagevec that nobody refers to is free, or somebody else's by now */
static bool pagevec_check(const struct pagevec *pvec)
{
	unsigned int i;

	for (i = 0; i < pvec->nr; i++)
		if (page_count(pvec->pages[i]) == 0) {
			dump_page(pvec->pages[i], "L3: in a pagevec without users");
			return false;
		}
	return true;
}

/* lru_check - L1 to L4 for all lists and pagevecs: for tests.  Says what is wrong. */
bool lru_check(void)
{
	struct zone *zone;
	unsigned long flags;
	bool good = true;
	enum lru_list lru;
	int cpu;

	preempt_disable();
	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		good &= pagevec_check(&lru_add_pvecs[cpu]);
	preempt_enable();
	for_each_populated_zone(zone) {
		spin_lock_irqsave(&zone->lru_lock, flags);
		for (lru = 0; lru < NR_LRU_LISTS; lru++)
			good &= lru_list_check(zone, lru);
		spin_unlock_irqrestore(&zone->lru_lock, flags);
	}
	return good;
}
