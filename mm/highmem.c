/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kmap: PKMAP slots for pages of high memory.
 *
 * Idea.  LAST_PKMAP slots, each with a count:
 *
 *   pkmap_count[i]   0    free, its entry is empty and the TLB knows nothing of it
 *                    1    nobody uses it, but the entry is still there, and the TLB may know it
 *                    n    n - 1 users
 *
 * kunmap() takes no entry away.  Slots are given out round and round; when the search comes
 * past the last slot, flush_all_zero_pkmaps() turns all 1s to 0s, with one TLB flush for the
 * whole round.  Until then a page that is mapped again finds its old slot (page_address()).
 * When no slot is free, kmap() waits on pkmap_map_wait.
 *
 * The address of a page is kept in a hash of page_address_maps, one for each slot.
 *
 * Invariants (pkmap_check(), a part of pt_check(), asserts them)
 *   K1  an entry of PKMAP is present if and only if its count isn't 0
 *   K2  a page has at most one slot, and the hash finds it there
 *
 * Locking: kmap_lock for counts, entries and hash.  kmap() may sleep, kmap_high_get() not.
 * TLB: an entry is cleared before, and given to another page only after, the flush.
 * Different from Linux: no cache colours.  Article 3.2.4.  Tests: highmem.*
 */
#include <linux/hash.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <asm/tlbflush.h>

#define PA_HASH_ORDER	7

/* The address of one high page, by its slot */
struct page_address_map {
	struct page *page;
	struct hlist_node node;
};

static struct page_address_map page_address_maps[LAST_PKMAP];
static struct hlist_head page_address_htable[1 << PA_HASH_ORDER];

static int pkmap_count[LAST_PKMAP];
static unsigned int last_pkmap_nr;
static DEFINE_SPINLOCK(kmap_lock);
static DECLARE_WAIT_QUEUE_HEAD(pkmap_map_wait);

unsigned long nr_pkmap_flushes;

static struct hlist_head *page_slot(const struct page *page)
{
	return &page_address_htable[hash_ptr(page, PA_HASH_ORDER)];
}

/* The slot of @page, or -1.  Caller holds kmap_lock. */
static int find_slot(const struct page *page)
{
	struct page_address_map *pam;

	hlist_for_each_entry(pam, page_slot(page), node)
		if (pam->page == page)
			return (int)(pam - page_address_maps);
	return -1;
}

/* page_address - where @page is mapped by lowmem or kmap(); NULL for a high page that isn't */
void *page_address(const struct page *page)
{
	int slot;

	if (!PageHighMem(page))
		return lowmem_page_address(page);
	spin_lock(&kmap_lock);
	slot = find_slot(page);
	spin_unlock(&kmap_lock);
	return slot < 0 ? NULL : (void *)PKMAP_ADDR(slot);
}

void __init page_address_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(page_address_htable); i++)
		INIT_HLIST_HEAD(&page_address_htable[i]);
}

/* ------------------------------------------------------------------ slots */

/* Every slot that nobody uses becomes free: one flush for all.  Caller holds kmap_lock. */
static void flush_all_zero_pkmaps(void)
{
	bool flush = false;
	unsigned int i;

	for (i = 0; i < LAST_PKMAP; i++) {
		if (pkmap_count[i] != 1)
			continue;
		pkmap_count[i] = 0;
		BUG_ON(pte_none(pkmap_page_table[i]));
		pte_clear(&init_mm, PKMAP_ADDR(i), &pkmap_page_table[i]);
		hlist_del(&page_address_maps[i].node);
		page_address_maps[i].page = NULL;
		flush = true;
	}
	if (flush) {
		flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(LAST_PKMAP));
		nr_pkmap_flushes++;
	}
}

/* kmap_flush_unused - gives back what kunmap() left mapped.  Any context but interrupts. */
void kmap_flush_unused(void)
{
	spin_lock(&kmap_lock);
	flush_all_zero_pkmaps();
	spin_unlock(&kmap_lock);
}

/* A free slot, or -1.  Caller holds kmap_lock. */
static int find_free_slot(void)
{
	unsigned int tries;

	for (tries = 0; tries < LAST_PKMAP; tries++) {
		last_pkmap_nr = (last_pkmap_nr + 1) & LAST_PKMAP_MASK;
		if (!last_pkmap_nr) {
			/* What this freed may lie where the search has been already */
			flush_all_zero_pkmaps();
			tries = 0;
		}
		if (!pkmap_count[last_pkmap_nr])
			return (int)last_pkmap_nr;
	}
	return -1;
}

/* Until somebody lets go of a slot.  Entered and left with kmap_lock held. */
static void wait_for_slot(void) __must_hold(&kmap_lock)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&pkmap_map_wait, &wait, TASK_UNINTERRUPTIBLE);
	spin_unlock(&kmap_lock);
	schedule();
	finish_wait(&pkmap_map_wait, &wait);
	spin_lock(&kmap_lock);
}

/*
 * The slot of @page, which may have got one while this waited.  Its count is at least 1.
 * Caller holds kmap_lock; may sleep, and then lets go of it.
 */
static int map_new_virtual(struct page *page)
{
	int slot;

	while ((slot = find_free_slot()) < 0) {
		wait_for_slot();
		/* Another task may have mapped this very page meanwhile */
		slot = find_slot(page);
		if (slot >= 0)
			return slot;
	}
	set_pte_at(&init_mm, PKMAP_ADDR(slot), &pkmap_page_table[slot], mk_pte(page, kmap_prot));
	pkmap_count[slot] = 1;
	page_address_maps[slot].page = page;
	hlist_add_head(&page_address_maps[slot].node, page_slot(page));
	return slot;
}

/* kmap_high - a slot for a high page, one more user of it.  May sleep. */
void *kmap_high(struct page *page)
{
	int slot;

	spin_lock(&kmap_lock);
	slot = find_slot(page);
	if (slot < 0)
		slot = map_new_virtual(page);
	pkmap_count[slot]++;
	spin_unlock(&kmap_lock);
	return (void *)PKMAP_ADDR(slot);
}

/* kmap_high_get - one more user if @page has a slot already, else NULL.  Doesn't sleep. */
void *kmap_high_get(struct page *page)
{
	void *vaddr = NULL;
	int slot;

	spin_lock(&kmap_lock);
	slot = find_slot(page);
	if (slot >= 0) {
		pkmap_count[slot]++;
		vaddr = (void *)PKMAP_ADDR(slot);
	}
	spin_unlock(&kmap_lock);
	return vaddr;
}

/* kunmap_high - one user less; the slot stays until the round is over.  Doesn't sleep. */
void kunmap_high(struct page *page)
{
	bool wake;
	int slot;

	spin_lock(&kmap_lock);
	slot = find_slot(page);
	BUG_ON(slot < 0 || pkmap_count[slot] < 2);
	wake = --pkmap_count[slot] == 1;
	spin_unlock(&kmap_lock);
	if (wake)
		wake_up(&pkmap_map_wait);
}

/* kmap_to_page - the page behind an address of kmap() or of lowmem */
struct page *kmap_to_page(void *vaddr)
{
	unsigned long addr = (unsigned long)vaddr;

	if (addr >= PKMAP_ADDR(0) && addr < PKMAP_ADDR(LAST_PKMAP))
		return pte_page(pkmap_page_table[PKMAP_NR(addr)]);
	return virt_to_page(addr);
}

/* Slots that somebody uses */
unsigned int nr_pkmap_used(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < LAST_PKMAP; i++)
		n += pkmap_count[i] > 1;
	return n;
}

/* K1 and K2: false and a message when one doesn't hold.  Nobody maps or unmaps meanwhile. */
bool pkmap_check(void)
{
	const char *broken = NULL;
	unsigned int i;

	for (i = 0; i < LAST_PKMAP && !broken; i++) {
		const struct page *page = page_address_maps[i].page;
		pte_t pte = pkmap_page_table[i];

		if (pte_none(pte) != !pkmap_count[i])
			broken = "K1";
		else if (pte_none(pte) ? page != NULL :
			 page != pte_page(pte) || find_slot(page) != (int)i)
			broken = "K2";
	}
	if (broken)
		pr_err("pkmap_check: %s violated at slot %u\n", broken, i - 1);
	return !broken;
}
