/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of VM_LOCKED areas: they stay in memory.
 *
 * Idea.  A locked page is marked PG_mlocked, counted in NR_MLOCK, and moved to the unevictable
 * list, where reclaim doesn't look.  A page may be in several areas: it stays marked until
 * the area that lets it go finds no other that locks it.
 *
 * Invariant: NR_MLOCK is the number of PG_mlocked pages.
 * Context: mmap_sem; the page lock for the single-page functions.  Tests: mlock.*
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

void mlock_vma_page(struct page *page)
{
	if (TestSetPageMlocked(page))
		return;
	inc_zone_page_state(page, NR_MLOCK);
	if (!isolate_lru_page(page))
		putback_lru_page(page);
}

void munlock_vma_page(struct page *page)
{
	if (!TestClearPageMlocked(page))
		return;
	dec_zone_page_state(page, NR_MLOCK);
	if (!isolate_lru_page(page))
		putback_lru_page(page);
}

/* Every present page of @vma is let go, and the area isn't VM_LOCKED any more */
void munlock_vma_pages_all(struct vm_area_struct *vma)
{
	unsigned long addr;

	vma->vm_flags &= VM_LOCKED_CLEAR_MASK;
	for (addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE) {
		struct page *page = follow_page(vma, addr, FOLL_GET);

		if (IS_ERR_OR_NULL(page))
			continue;
		lock_page(page);
		munlock_vma_page(page);
		unlock_page(page);
		put_page(page);
	}
}
