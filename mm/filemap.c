/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page lock, by which whoever works on a page of a file keeps others away.
 *
 * Idea.  One bit in page->flags.  Waiters are rare, so all share one wait queue and look again
 * when any page is unlocked.
 *
 * Invariant: PG_locked is cleared by who set it, after its stores are visible.
 * Context: lock_page() may sleep, unlock_page() is for any context.
 */
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(page_wait);

void __lock_page(struct page *page)
{
	wait_event(page_wait, trylock_page(page));
}

void unlock_page(struct page *page)
{
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	smp_mb();
	clear_bit(PG_locked, &page->flags);
	smp_mb();
	if (!list_empty(&page_wait.task_list))
		wake_up_all(&page_wait);
}
