/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Are the counts of mappings right?  Every entry of an address space, against what pages say.
 *
 * Idea.  A count is right if counting anew gives the same.  From the tables come the pages and how many
 * there are of each kind; from each page rmap_walk() comes back to all its entries, which are as
 * many as _mapcount says, and the one that it was found by is among them.
 *
 *     mm -> pgd, pmd, pte -> page -> anon_vma, i_mmap -> vma -> pte
 *      |                      |                                  |
 *     rss_stat, nr_ptes    _mapcount          ==              counted
 *
 * Invariants: R1, R2, R3 and R5 of mm/rmap.c, P3 and P5 of mm/memory.c, L1 of mm/mlock.c.
 *
 * Context.  Caller holds mmap_sem; nobody else changes mappings meanwhile.  Linux 4.x has no such check.
 * Tests: rmap.*; called after each of fault_user.*, in the debug build by exit_mmap() and when a program has gone
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rmap.h>
#include <linux/swap.h>

struct rmap_count {
	struct mm_struct *mm;		/* whose entry the page was found by, */
	unsigned long address;		/* ... and where */
	int found;
	bool here;
};

static int count_one(struct page *page, struct vm_area_struct *vma, unsigned long address, void *arg)
{
	struct rmap_count *c = arg;

	if (page_mapped_in_vma(page, vma)) {
		c->found++;
		c->here |= vma->vm_mm == c->mm && address == c->address;
	}
	return SWAP_AGAIN;
}

/* R2, as far as it can be told without looking into what may not live any more (R4) */
static bool in_chain(struct vm_area_struct *vma, struct anon_vma *anon_vma)
{
	struct anon_vma_chain *avc;

	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		if (avc->anon_vma == anon_vma)
			return true;
	return false;
}

/* R5: the VMAs whose own @vma's anon_vma is, counted in its tree */
static bool anon_vma_check(struct vm_area_struct *vma)
{
	struct anon_vma *anon_vma = vma->anon_vma;
	struct anon_vma_chain *avc;
	unsigned int n = 0;
	bool good;

	if (!anon_vma)
		return true;
	if (!in_chain(vma, anon_vma)) {
		pr_err("R5: the anon_vma of the VMA at %08lx is not in its chain\n", vma->vm_start);
		return false;
	}
	anon_vma_lock_read(anon_vma);
	anon_vma_interval_tree_foreach(avc, &anon_vma->rb_root, 0, ULONG_MAX)
		n += avc->vma->anon_vma == anon_vma;
	good = n == anon_vma->num_active_vmas;
	if (!good)
		pr_err("R5: the anon_vma of the VMA at %08lx has %u active VMAs, it counts %u\n",
		       vma->vm_start, n, anon_vma->num_active_vmas);
	anon_vma_unlock_read(anon_vma);
	return good;
}

/* R1, R2 for the page of one entry */
static bool page_rmap_check(struct vm_area_struct *vma, unsigned long address, struct page *page)
{
	struct rmap_count c = { .mm = vma->vm_mm, .address = address };
	struct rmap_walk_control rwc = { .rmap_one = count_one, .arg = &c };

	if (!PageAnon(page) && !page->mapping)
		return page_mapcount(page) > 0;		/* a driver's: no way leads back */
	if (PageAnon(page) && !in_chain(vma, page_anon_vma(page))) {
		pr_err("R2: the page at %08lx has an anon_vma that is not in its VMA's chain\n", address);
		dump_page(page, "rmap_check");
		return false;
	}
	rmap_walk(page, &rwc);
	if (c.here && c.found == page_mapcount(page) && c.found <= page_count(page))
		return true;
	pr_err("R1: page at %08lx is found %s, mapped %d times, _mapcount says %d, _refcount %d\n",
	       address, c.here ? "here" : "not here", c.found, page_mapcount(page),
	       page_count(page));
	dump_page(page, "rmap_check");
	return false;
}

struct check {
	unsigned long rss[NR_MM_COUNTERS], tables;
	bool good;
};

static int check_pte(pte_t *ptep, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct check *c = walk->private;
	pte_t pte = *ptep;
	struct page *page = pte_present(pte) ? vm_normal_page(walk->vma, addr, pte) : NULL;

	if (is_swap_pte(pte))
		c->rss[MM_SWAPENTS]++;
	if (!page)
		return 0;
	c->rss[mm_counter(page)]++;
	c->good &= page_rmap_check(walk->vma, addr, page);
	if (pte_write(pte) && PageAnon(page) && page_mapcount(page) > 1) {
		pr_err("P3: %08lx is writable, its page mapped %d times\n", addr, page_mapcount(page));
		c->good = false;
	}
	return 0;
}

static int count_table(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk)
{
	struct check *c = walk->private;

	c->tables += !pmd_bad(*pmd);
	return 0;
}

/* rmap_check - is everything that @mm maps counted as it should be?  Says what isn't. */
bool rmap_check(struct mm_struct *mm)
{
	struct check c = { .good = true };
	struct mm_walk entries = {
		.pte_entry = check_pte,
		.test_walk = walk_every_vma,
		.mm = mm,
		.private = &c,
	};
	struct mm_walk tables = { .pmd_entry = count_table, .mm = mm, .private = &c };
	unsigned long nr_ptes = (unsigned long)atomic_long_read(&mm->nr_ptes);
	struct vm_area_struct *vma;
	int i;

	for (vma = mm->mmap; vma; vma = vma->vm_next)
		c.good &= anon_vma_check(vma);
	walk_page_range(0, TASK_SIZE, &entries);
	for (i = 0; i < NR_MM_COUNTERS; i++)
		if (c.rss[i] != get_mm_counter(mm, i)) {
			pr_err("P5: counter %d is %lu, entries are %lu\n", i, get_mm_counter(mm, i),
			       c.rss[i]);
			c.good = false;
		}
	/* Those outside of all VMAs, too */
	walk_page_range_novma(0, TASK_SIZE, &tables);
	if (c.tables != nr_ptes) {
		pr_err("nr_ptes is %lu, tables are %lu\n", nr_ptes, c.tables);
		c.good = false;
	}
	return c.good;
}

static bool counter_check(const char *which, struct zone *zone, enum zone_stat_item item,
			  unsigned long n)
{
	if (n == zone_page_state(zone, item))
		return true;
	pr_err("%s of zone %s is %lu, its pages are %lu\n", which, zone->name,
	       zone_page_state(zone, item), n);
	return false;
}

/*
 * rmap_counters_check - do the zones' counters of mapped and of locked pages agree with what pages say?
 *
 * Looks at every struct page; nobody else maps or unmaps meanwhile.  Says what is wrong.
 */
bool rmap_counters_check(void)
{
	struct zone *zone;
	bool good = true;

	for_each_populated_zone(zone) {
		unsigned long pfn, anon = 0, file = 0, locked = 0;

		for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++) {
			struct page *page = pfn_to_page(pfn);

			if (!early_pfn_valid(pfn))
				continue;
			if (PageSlab(page))		/* what is its _mapcount otherwise, counts objects */
				continue;
			locked += (unsigned long)PageMlocked(page);
			if (!page_mapped(page))
				continue;
			if (PageAnon(page))
				anon++;
			else
				file++;
		}
		good &= counter_check("R3: NR_ANON_PAGES", zone, NR_ANON_PAGES, anon);
		good &= counter_check("R3: NR_FILE_MAPPED", zone, NR_FILE_MAPPED, file);
		good &= counter_check("L1: NR_MLOCK", zone, NR_MLOCK, locked);
	}
	return good;
}

/*
 * mm_counters_check - @mm is the only address space: do the machine's counters say what it has?
 *
 * Says what they don't.  Caller keeps @mm from being changed.
 */
bool mm_counters_check(struct mm_struct *mm)
{
	unsigned long tables = (unsigned long)atomic_long_read(&mm->nr_ptes), anon = get_mm_counter(mm, MM_ANONPAGES);
	bool good = rmap_counters_check();

	if (global_page_state(NR_PAGETABLE) != tables) {
		pr_err("NR_PAGETABLE is %lu, nr_ptes of the only mm %lu\n", global_page_state(NR_PAGETABLE), tables);
		good = false;
	}
	if (global_page_state(NR_ANON_PAGES) != anon) {
		pr_err("R3: NR_ANON_PAGES is %lu, MM_ANONPAGES of the only mm %lu\n",
		       global_page_state(NR_ANON_PAGES), anon);
		good = false;
	}
	return good;
}
