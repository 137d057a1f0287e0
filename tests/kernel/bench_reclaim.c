/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What reclaim costs for each page, in guest instructions.
 *
 * The file is one of ramfs that reclaim may take; the swap area is on a disk that has done with a page as soon as it is
 * asked, so what a disk takes isn't counted, but for its interrupts.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include <asm/pmu.h>
#include "bench.h"
#include "file_test.h"
#include "swap_disk.h"
#include "user_mm.h"

#define NR_PAGES	2048
#define A(n)		(USER_ADDR + (n) * PAGE_SIZE)

static unsigned long events(enum vm_event_item item)
{
	unsigned long ret[NR_VM_EVENT_ITEMS];

	all_vm_events(ret);
	return ret[item];
}

/* try_to_free_pages() until half of the pages are free, or for a few rounds: instructions, for @name; *@freed: pages */
static u32 reclaim(const char *name, unsigned long *freed)
{
	unsigned int rounds;
	u32 t;

	*freed = 0;
	current->flags |= PF_MEMALLOC;
	wait_for_tick();
	profile_begin(name);
	t = pmu_cycles();
	for (rounds = 0; rounds < 32 && *freed < NR_PAGES / 2; rounds++)
		*freed += try_to_free_pages(node_zonelist(0, GFP_HIGHUSER_MOVABLE), 0, GFP_KERNEL);
	t = pmu_cycles() - t;
	profile_end();
	current->flags &= ~(unsigned int)PF_MEMALLOC;
	return t;
}

/* ------------------------------------------------------------------ files' pages */

static int no_writepage(struct page *page, struct writeback_control *wbc)
{
	unlock_page(page);
	return 0;
}

static const struct address_space_operations bench_aops = {
	.writepage = no_writepage, .set_page_dirty = __set_page_dirty_nobuffers,
};

static struct file *bench_file(void)
{
	struct file *f = shmem_file_setup("bench", (loff_t)NR_PAGES << PAGE_SHIFT, VM_NORESERVE);
	struct page *page;
	pgoff_t i;

	if (IS_ERR(f))
		return NULL;
	f->f_mapping->a_ops = &bench_aops;
	clear_bit(AS_SHMEM, &f->f_mapping->flags);
	clear_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	for (i = 0; i < NR_PAGES; i++) {
		page = alloc_page(GFP_HIGHUSER_MOVABLE);
		if (!page || add_to_page_cache_lru(page, f->f_mapping, i))
			break;
		SetPageUptodate(page);
		unlock_page(page);
		put_page(page);
	}
	lru_add_drain();
	return f;
}

static void set_all_dirty(struct file *f)
{
	struct page *page;
	pgoff_t i;

	for (i = 0; i < NR_PAGES; i++) {
		page = find_lock_page(f->f_mapping, i);
		if (!page)
			continue;
		set_page_dirty(page);
		unlock_page(page);
		put_page(page);
	}
}

static void bench_file_pages(void)
{
	static const char clean[] = "reclaim of a clean file page", kept[] = "page scanned and kept";
	struct file *f = bench_file();
	unsigned long freed, scanned;
	u32 t;

	if (!f)
		return;
	t = reclaim(clean, &freed);
	if (freed)
		bench_report(t / freed, clean);
	set_all_dirty(f);
	scanned = events(PGSCAN_DIRECT_NORMAL) + events(PGSCAN_DIRECT_HIGH);
	t = reclaim(kept, &freed);
	scanned = events(PGSCAN_DIRECT_NORMAL) + events(PGSCAN_DIRECT_HIGH) - scanned;
	if (scanned)
		bench_report(t / scanned, kept);
	truncate_inode_pages(f->f_mapping, 0);
	fput(f);
}

/* ------------------------------------------------------------------ programs' pages */

/* Pages of a program that haven't been used for long */
static struct mm_struct *old_memory(void)
{
	struct mm_struct *mm = user_mm_create();
	unsigned long vm_flags;
	struct page *page;
	unsigned int i;

	if (!mm || !user_mm_map(mm, A(0), NR_PAGES * PAGE_SIZE, VM_READ | VM_WRITE))
		return NULL;
	user_mm_enter(mm);
	for (i = 0; i < NR_PAGES; i++)
		user_write(A(i), i);
	lru_add_drain();
	for (i = 0; i < NR_PAGES; i++) {
		page = user_mm_page(mm, A(i));
		page_referenced(page, 0, &vm_flags);
		deactivate_page(page);
	}
	return mm;
}

/* The entries that name slots are followed: first those whose pages are in the swap cache still.  Instructions for each. */
static void bench_swapin(struct mm_struct *mm)
{
	static const char cached[] = "swap-in fault, the page in the swap cache";
	unsigned int i, n = 0;
	u32 t = 0, before;

	wait_for_tick();
	for (i = 0; i < NR_PAGES; i++) {
		pte_t *pte = user_mm_pte(mm, A(i));
		struct page *page;

		if (!pte || pte_present(*pte) || pte_none(*pte))
			continue;
		page = find_swap_cache(pte_to_swp_entry(*pte));
		if (!page)
			continue;
		put_page(page);
		profile_begin(cached);
		before = pmu_cycles();
		user_read(A(i));
		t += pmu_cycles() - before;
		profile_end();
		n++;
	}
	if (n)
		bench_report(t / n, cached);
}

static void bench_anon_pages(void)
{
	static const char anonymous[] = "reclaim of an anonymous page, with its write";
	struct swap_disk *d = swap_disk_create(2 * NR_PAGES);
	struct mm_struct *mm;
	unsigned long freed;
	u32 t;

	if (!d)
		return;
	mm = swap_disk_on(d, 0) ? NULL : old_memory();
	d->no_transfer = true;
	if (mm) {
		t = reclaim(anonymous, &freed);
		if (freed)
			bench_report(t / freed, anonymous);
		bench_swapin(mm);
		user_mm_leave(mm);
		mmput(mm);
	}
	swap_disk_off(d);
	swap_disk_destroy(d);
}

void bench_reclaim(void)
{
	bench_file_pages();
	bench_anon_pages();
}
