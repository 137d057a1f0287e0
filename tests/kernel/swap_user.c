/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of programs in swap: each walker of page tables meets entries that name a slot.
 *
 * A page is swapped out by hand, as reclaim does it, to a disk of memory (swap_disk.h).
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/mmu_context.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/shmem_fs.h>
#include <linux/syscalls.h>
#include <linux/vmalloc.h>
#include <linux/writeback.h>
#include "swap_disk.h"
#include "user_mm.h"

#define RW	(VM_READ | VM_WRITE)
#define A(n)	(USER_ADDR + (unsigned long)(n) * PAGE_SIZE)
#define PAGES	8

static struct swap_disk *disk;

/* An address space with @pages pages at A(0), entered, and a disk to swap to; NULL: it failed */
static struct mm_struct *begin(unsigned long pages)
{
	struct mm_struct *mm = user_mm_create();

	disk = swap_disk_create(64);
	if (!mm || !disk || !EXPECT_EQ(swap_disk_on(disk, 0), 0) || !EXPECT(user_mm_map(mm, A(0), pages * PAGE_SIZE, RW)))
		return NULL;
	user_mm_enter(mm);
	return mm;
}

/* All that was swapped out is gone with @mm */
static void end(struct mm_struct *mm)
{
	user_mm_leave(mm);
	user_mm_destroy(mm);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(swap_disk_off(disk), 0);
	swap_disk_destroy(disk);
}

/*
 * @page, of programs, as shrink_page_list() takes it: out of all tables, written, and out of the cache unless @keep.
 * Whether its entries name a slot now.
 */
static bool swap_out(struct page *page, bool keep)
{
	struct writeback_control wbc = { .nr_to_write = 1, .sync_mode = WB_SYNC_NONE };
	bool done = false;

	lru_add_drain();
	if (!EXPECT_EQ(isolate_lru_page(page), 0))
		return false;
	lock_page(page);
	if (!PageSwapCache(page) && !add_to_swap(page))
		goto out;
	done = try_to_unmap(page, TTU_UNMAP | TTU_IGNORE_ACCESS) == SWAP_SUCCESS;
	if (!done)
		goto out;
	if (PageDirty(page) && clear_page_dirty_for_io(page)) {
		page_mapping(page)->a_ops->writepage(page, &wbc);
		wait_on_page_writeback(page);
		lock_page(page);
	}
	if (!keep)
		delete_from_swap_cache(page);
out:
	unlock_page(page);
	putback_lru_page(page);
	lru_add_drain();
	return done;
}

/* The page at @addr of @mm, which is there, goes out */
static bool swap_out_at(struct mm_struct *mm, unsigned long addr)
{
	struct page *page = user_mm_page(mm, addr);

	return page && swap_out(page, false);
}

/* Pages @from to @to of A() get their numbers, plus 100, and go out, all of them */
static bool fill_and_swap(struct mm_struct *mm, unsigned int from, unsigned int to)
{
	unsigned int i;

	for (i = from; i < to; i++)
		if (user_write(A(i), 100 + i) || !swap_out_at(mm, A(i)))
			return false;
	return true;
}

static swp_entry_t entry_at(struct mm_struct *mm, unsigned long addr)
{
	pte_t *pte = user_mm_pte(mm, addr);

	if (!EXPECT(pte && is_swap_pte(*pte)))
		return (swp_entry_t) { 0 };
	return pte_to_swp_entry(*pte);
}

static unsigned long anon(struct mm_struct *mm)
{
	return get_mm_counter(mm, MM_ANONPAGES);
}

static unsigned long swapped(struct mm_struct *mm)
{
	return get_mm_counter(mm, MM_SWAPENTS);
}

/* ------------------------------------------------------------------ faults */

/* Does a read bring the page back, read-only, while the cache and the slot keep it? */
SELFTEST(swap_user, read)
{
	struct mm_struct *mm = begin(2);
	unsigned long maj = current->maj_flt;
	swp_entry_t entry;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 1));
	EXPECT_EQ(anon(mm), 0);
	EXPECT_EQ(swapped(mm), 1);
	EXPECT_EQ(total_swapcache_pages(), 0);
	entry = entry_at(mm, A(0));
	EXPECT_EQ(swp_swapcount(entry), 1);
	EXPECT(user_mm_check(mm) && swap_check());
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(current->maj_flt - maj, 1);
	EXPECT_EQ(anon(mm), 1);
	EXPECT_EQ(swapped(mm), 0);
	EXPECT(!pte_write(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(swp_swapcount(entry), 0);
	EXPECT(PageSwapCache(user_mm_page(mm, A(0))));
	EXPECT(user_mm_check(mm) && swap_check());
	/* Out again: it wasn't changed, so nothing is written */
	maj = disk->writes;
	EXPECT(swap_out(user_mm_page(mm, A(0)), true));
	EXPECT_EQ(disk->writes, maj);
	EXPECT_EQ(entry_at(mm, A(0)).val, entry.val);
	/* ... and from the cache it isn't a major fault */
	maj = current->maj_flt;
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(current->maj_flt, maj);
	end(mm);
}

/* Does a write make the page the program's own, and free the slot, whether it comes first or after a read? */
SELFTEST(swap_user, write)
{
	struct mm_struct *mm = begin(2);
	struct page *page;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 2));
	EXPECT_EQ(user_write(A(0) + 4, 7), 0);
	page = user_mm_page(mm, A(0));
	EXPECT(pte_write(*user_mm_pte(mm, A(0))) && pte_dirty(*user_mm_pte(mm, A(0))));
	EXPECT(page && !PageSwapCache(page) && PageAnon(page) && PageDirty(page));
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(user_read(A(0) + 4), 7);
	EXPECT_EQ(user_read(A(1)), 101);
	page = user_mm_page(mm, A(1));
	EXPECT(PageSwapCache(page));
	EXPECT_EQ(user_write(A(1), 8), 0);
	EXPECT(user_mm_page(mm, A(1)) == page && !PageSwapCache(page));
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT_EQ(swapped(mm), 0);
	EXPECT_EQ(anon(mm), 2);
	EXPECT(user_mm_check(mm));
	/* Changed, it is written anew */
	EXPECT(swap_out_at(mm, A(1)));
	EXPECT_EQ(user_read(A(1)), 8);
	end(mm);
}

/* Does a page that can't be read back cost the program SIGBUS and nobody else anything, and is it there once it can be read? */
SELFTEST(swap_user, read_error)
{
	struct mm_struct *mm = begin(2);
	u64 mark;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 2));
	disk->read_error = -EIO;
	mark = selftest_mute();
	EXPECT_EQ(user_read(A(0)), USER_FAULT);
	EXPECT_EQ(user_write(A(0), 1), -EFAULT);
	EXPECT_EQ(handle_mm_fault(mm, mm->mmap, A(0), 0), VM_FAULT_SIGBUS);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "Read-error"));
	EXPECT_EQ(swapped(mm), 2);
	EXPECT(user_mm_check(mm) && swap_check());
	disk->read_error = 0;
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT_EQ(user_read(A(0)), 100);
	end(mm);
}

/* Does a page that can't be read spoil nobody's but its own, though others are read with it? */
SELFTEST(swap_user, read_error_alone)
{
	struct mm_struct *mm = begin(PAGES);
	unsigned int i;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, PAGES));
	disk->bad_page = (unsigned int)swp_offset(entry_at(mm, A(5)));
	selftest_mute();
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(user_read(A(i)), i == 5 ? USER_FAULT : 100 + i);
	EXPECT_EQ(swap_disk_off(disk), -EIO);
	selftest_unmute();
	EXPECT_EQ(swapped(mm), 1);
	EXPECT(user_mm_check(mm) && swap_check());
	end(mm);
}

/* Is a slot that more than half of all are taken with given up as soon as its page is back, and one of a locked VMA? */
SELFTEST(swap_user, slot_given_up)
{
	struct mm_struct *mm = begin(40);
	long free;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 4));
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(get_nr_swap_pages(), 63 - 4);
	mm->mmap->vm_flags |= VM_LOCKED;
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT(!PageSwapCache(user_mm_page(mm, A(1))));
	EXPECT_EQ(get_nr_swap_pages(), 63 - 3);
	mm->mmap->vm_flags &= ~VM_LOCKED;
	ASSERT(fill_and_swap(mm, 4, 40));
	EXPECT(vm_swap_full());
	free = get_nr_swap_pages();
	EXPECT_EQ(user_read(A(2)), 102);
	EXPECT(!PageSwapCache(user_mm_page(mm, A(2))));
	EXPECT_EQ(get_nr_swap_pages(), free + 1);
	EXPECT(swap_check());
	end(mm);
}

/* Without memory, is the fault VM_FAULT_OOM and swapoff() -ENOMEM, with nothing lost? */
SELFTEST(swap_user, without_memory)
{
	struct mm_struct *mm = begin(2);
	unsigned int n = 0, oom = 0;
	int ret, cluster = page_cluster;

	ASSERT(mm);
	page_cluster = 0;
	ASSERT(fill_and_swap(mm, 0, 2));
	do {
		set_fail_nth(current, ++n);
		ret = handle_mm_fault(mm, mm->mmap, A(0), 0);
		oom += current->fail_nth == 0 && ret == VM_FAULT_OOM;
		EXPECT(ret == VM_FAULT_OOM || !(ret & VM_FAULT_ERROR));
		EXPECT_EQ(swapped(mm), ret == VM_FAULT_OOM ? 2 : 1);
		set_fail_nth(current, 0);
		EXPECT(user_mm_check(mm) && swap_check());
	} while (ret == VM_FAULT_OOM && n < 10);
	EXPECT_EQ(oom, 2);			/* the page, and the tree's node; what isn't read for want of a bio is read anew */
	EXPECT_EQ(user_read(A(0)), 100);
	set_fail_nth(current, 1);
	EXPECT_EQ(swap_disk_off(disk), -ENOMEM);
	set_fail_nth(current, 0);
	EXPECT_EQ(total_swap_pages, 63);
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT(user_mm_check(mm) && swap_check());
	page_cluster = cluster;
	end(mm);
}

/* ------------------------------------------------------------------ two faults at once */

static struct {
	struct mm_struct *mm;
	u32 got;
	bool running;
} other;

static int read_in_thread(void *unused)
{
	use_mm(other.mm);
	set_fs(USER_DS);
	other.got = user_read(A(0));
	set_fs(KERNEL_DS);
	unuse_mm(other.mm);
	other.running = false;
	return 0;
}

static void start_other(struct mm_struct *mm)
{
	other.mm = mm;
	other.got = 0;
	other.running = true;
	ASSERT(!IS_ERR(kthread_run(read_in_thread, NULL, "other")));
}

static void wait_for_other(void)
{
	while (other.running)
		yield();
	/* Its thread's end isn't its function's */
	schedule_timeout_uninterruptible(2);
}

/* Does a fault that waits for the disk without mmap_sem find the page mapped by another, or the entry gone, and go on? */
SELFTEST(swap_user, race)
{
	struct mm_struct *mm = begin(2);
	swp_entry_t entry;
	struct page *page;
	unsigned int i;

	ASSERT(mm);
	for (i = 0; i < 2; i++) {
		ASSERT(fill_and_swap(mm, 0, 1));
		entry = entry_at(mm, A(0));
		disk->hold = true;
		start_other(mm);
		while (disk->reads == 1 + i)		/* the header's was the first */
			yield();
		EXPECT(other.running);
		EXPECT(down_write_trylock(&mm->mmap_sem));	/* nobody holds it while the disk works */
		up_write(&mm->mmap_sem);
		if (i)
			zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
		swap_disk_release(disk);
		EXPECT_EQ(user_read(A(0)), i ? 0 : 100);
		wait_for_other();
		EXPECT_EQ(other.got, i ? 0 : 100);
		EXPECT_EQ(swapped(mm), 0);
		EXPECT(user_mm_check(mm));
		zap_page_range(mm->mmap, A(0), PAGE_SIZE, NULL);
		/* What was being read when its last entry went is reclaim's to free */
		page = i ? find_swap_cache(entry) : NULL;
		EXPECT_EQ(!page, !i);
		if (page) {
			lock_page(page);
			EXPECT_EQ(try_to_free_swap(page), 1);
			unlock_page(page);
			put_page(page);
		}
		EXPECT_EQ(get_nr_swap_pages(), 63);
	}
	end(mm);
}

/* ------------------------------------------------------------------ fork */

/* Do both have the page that one was forked with, once, and each its own after a write? */
SELFTEST(swap_user, fork)
{
	struct mm_struct *mm = begin(3), *child;
	swp_entry_t entry;
	struct page *page;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 3));
	entry = entry_at(mm, A(0));
	child = user_mm_fork(mm);
	ASSERT(child);
	EXPECT_EQ(swp_swapcount(entry), 2);
	EXPECT_EQ(swapped(child), 3);
	EXPECT(swap_check());
	/* Both read: one page, which nobody may write to */
	EXPECT_EQ(user_read(A(0)), 100);
	user_mm_leave(mm);
	user_mm_enter(child);
	EXPECT_EQ(user_read(A(0)), 100);
	page = user_mm_page(mm, A(0));
	EXPECT(page && user_mm_page(child, A(0)) == page);
	EXPECT_EQ(page_mapcount(page), 2);
	EXPECT(!pte_write(*user_mm_pte(mm, A(0))) && !pte_write(*user_mm_pte(child, A(0))));
	EXPECT(user_mm_check(mm) && user_mm_check(child));
	EXPECT_EQ(swp_swapcount(entry), 0);
	/* The child writes to what is in swap still: a copy for it, and the parent's slot stays */
	EXPECT_EQ(user_write(A(1), 7), 0);
	EXPECT_EQ(swp_swapcount(entry_at(mm, A(1))), 1);
	EXPECT(!PageSwapCache(user_mm_page(child, A(1))));
	EXPECT_EQ(user_write(A(0), 8), 0);
	user_mm_leave(child);
	user_mm_enter(mm);
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT_EQ(user_write(A(2), 9), 0);
	EXPECT(user_mm_check(mm) && user_mm_check(child) && swap_check());
	user_mm_leave(mm);
	user_mm_enter(child);
	EXPECT_EQ(user_read(A(0)), 8);
	EXPECT_EQ(user_read(A(1)), 7);
	EXPECT_EQ(user_read(A(2)), 102);
	user_mm_leave(child);
	user_mm_destroy(child);
	user_mm_enter(mm);
	end(mm);
}

/* Does a page that both have go out for both, and come back as one page that the family can find? */
SELFTEST(swap_user, fork_shared)
{
	struct mm_struct *mm = begin(1), *child;
	struct page *page;

	ASSERT(mm);
	EXPECT_EQ(user_write(A(0), 5), 0);
	child = user_mm_fork(mm);
	ASSERT(child);
	EXPECT(swap_out_at(mm, A(0)));
	EXPECT_EQ(entry_at(child, A(0)).val, entry_at(mm, A(0)).val);
	EXPECT_EQ(swp_swapcount(entry_at(mm, A(0))), 2);
	user_mm_leave(mm);
	user_mm_enter(child);
	/* The child's comes first; what it maps must be found from the parent's VMA, too */
	EXPECT_EQ(user_read(A(0)), 5);
	user_mm_leave(child);
	user_mm_enter(mm);
	EXPECT_EQ(user_read(A(0)), 5);
	page = user_mm_page(mm, A(0));
	EXPECT(page && page == user_mm_page(child, A(0)));
	EXPECT(user_mm_check(mm) && user_mm_check(child) && swap_check());
	EXPECT(swap_out(page, false));
	EXPECT_EQ(swapped(mm) + swapped(child), 2);
	user_mm_destroy(child);
	end(mm);
}

/* Does a slot that can't count one entry more end the fork, with nothing left behind, and keep its page where it is? */
SELFTEST(swap_user, fork_limit)
{
	struct mm_struct *mm = begin(2);
	unsigned int n = 0;
	swp_entry_t entry;
	struct page *page;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 2));
	entry = entry_at(mm, A(1));
	while (!swap_duplicate(entry))
		n++;
	EXPECT_EQ(n, SWAP_MAP_MAX - 1);
	EXPECT(!user_mm_fork(mm));
	EXPECT_EQ(swp_swapcount(entry_at(mm, A(0))), 1);
	EXPECT(user_mm_check(mm));
	/* The same for who would unmap it once more */
	EXPECT_EQ(user_read(A(1)), 101);
	page = user_mm_page(mm, A(1));
	EXPECT_EQ(swap_duplicate(entry), 0);
	EXPECT(!swap_out(page, true));
	EXPECT(user_mm_page(mm, A(1)) == page);
	EXPECT(user_mm_check(mm));
	for (n++; n; n--)
		swap_free(entry);
	EXPECT(swap_check());
	end(mm);
}

/* ------------------------------------------------------------------ the walkers */

/* Do munmap() and madvise(MADV_DONTNEED) give slots back, with what the cache has of them? */
SELFTEST(swap_user, zap)
{
	struct mm_struct *mm = begin(PAGES);

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, PAGES));
	EXPECT_EQ(get_nr_swap_pages(), 63 - PAGES);
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT(swap_out(user_mm_page(mm, A(0)), true));
	EXPECT(total_swapcache_pages() >= 1);
	EXPECT_EQ(sys_madvise(A(0), 3 * PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(swapped(mm), PAGES - 3);
	EXPECT_EQ(get_nr_swap_pages(), 63 - PAGES + 3);
	EXPECT_EQ(user_read(A(0)), 0);
	EXPECT_EQ(sys_munmap(A(3), 2 * PAGE_SIZE), 0);
	EXPECT_EQ(swapped(mm), PAGES - 5);
	EXPECT_EQ(get_nr_swap_pages(), 63 - PAGES + 5);
	EXPECT(user_mm_check(mm) && swap_check());
	EXPECT_EQ(user_read(A(5)), 105);
	/* A page that is mapped and in the cache goes with its slot */
	EXPECT_EQ(sys_munmap(A(5), PAGE_SIZE), 0);
	EXPECT_EQ(get_nr_swap_pages(), 63 - 2);
	end(mm);
}

/* Does an entry that names no slot cost a report and nothing else? */
SELFTEST(swap_user, bad_entry)
{
	struct mm_struct *mm = begin(2), *child;
	u64 mark;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 1));
	EXPECT_EQ(user_write(A(1), 1), 0);
	zap_page_range(mm->mmap, A(1), PAGE_SIZE, NULL);
	set_pte_at(mm, A(1), user_mm_pte(mm, A(1)), swp_entry_to_pte(swp_entry(swap_disk_info(disk)->type, 60)));
	mark = selftest_mute();
	EXPECT_EQ(user_read(A(1)), USER_FAULT);
	child = user_mm_fork(mm);
	ASSERT(child);
	EXPECT_EQ(swapped(child), 1);
	EXPECT(pte_none(*user_mm_pte(child, A(1))));
	zap_page_range(mm->mmap, A(1), PAGE_SIZE, NULL);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "no page in slot"));
	EXPECT_EQ(swapped(mm), 1);
	user_mm_destroy(child);
	end(mm);
}

/* Does truncation spare private copies that are in swap, unless it takes private copies, too? */
SELFTEST(swap_user, zap_details)
{
	struct address_space mapping = { };
	struct zap_details details = { .check_mapping = &mapping };
	struct mm_struct *mm = begin(1);

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, 1));
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, &details);
	EXPECT_EQ(swapped(mm), 1);
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT(swap_out(user_mm_page(mm, A(0)), false));
	details.check_mapping = NULL;
	zap_page_range(mm->mmap, A(0), PAGE_SIZE, &details);
	EXPECT_EQ(swapped(mm), 0);
	end(mm);
}

/* Does mremap() move entries, and mprotect() leave them, so that the page is found with the new rights at the new place? */
SELFTEST(swap_user, mremap_mprotect)
{
	struct mm_struct *mm = begin(2);

	ASSERT(mm);
	arch_pick_mmap_layout(mm);
	ASSERT(fill_and_swap(mm, 0, 2));
	EXPECT_EQ(sys_mremap(A(0), 2 * PAGE_SIZE, 2 * PAGE_SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, A(32)), A(32));
	EXPECT_EQ(swapped(mm), 2);
	EXPECT(is_swap_pte(*user_mm_pte(mm, A(32))) && pte_none(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(sys_mprotect(A(32), 2 * PAGE_SIZE, PROT_READ), 0);
	EXPECT(is_swap_pte(*user_mm_pte(mm, A(32))));
	EXPECT_EQ(user_read(A(32)), 100);
	EXPECT_EQ(user_write(A(33), 1), -EFAULT);
	EXPECT_EQ(sys_mprotect(A(32), 2 * PAGE_SIZE, PROT_READ | PROT_WRITE), 0);
	EXPECT_EQ(user_write(A(33) + 4, 1), 0);
	EXPECT_EQ(user_read(A(33)), 101);
	EXPECT(user_mm_check(mm) && swap_check());
	end(mm);
}

/* Does mlock() bring all back, to stay; and do get_user_pages() and access_remote_vm() see what is in swap? */
SELFTEST(swap_user, mlock_gup)
{
	struct mm_struct *mm = begin(PAGES);
	struct page *page;
	u32 word = 0;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, PAGES));
	down_read(&mm->mmap_sem);
	EXPECT_EQ(get_user_pages(current, mm, A(0), 1, 0, 0, &page, NULL), 1);
	up_read(&mm->mmap_sem);
	EXPECT_EQ(swap_page_word(page), 100);
	put_page(page);
	EXPECT_EQ(access_remote_vm(mm, A(1), &word, sizeof(word), 0), sizeof(word));
	EXPECT_EQ(word, 101);
	word = 7;
	EXPECT_EQ(access_remote_vm(mm, A(2) + 4, &word, sizeof(word), 1), sizeof(word));
	EXPECT_EQ(user_read(A(2)), 102);
	EXPECT_EQ(swapped(mm), PAGES - 3);
	EXPECT_EQ(sys_mlock(A(0), PAGES * PAGE_SIZE), 0);
	EXPECT_EQ(swapped(mm), 0);
	EXPECT_EQ(anon(mm), PAGES);
	EXPECT(PageMlocked(user_mm_page(mm, A(7))));
	EXPECT(!swap_out_at(mm, A(7)));
	EXPECT_EQ(user_read(A(7)), 107);
	EXPECT_EQ(sys_munlock(A(0), PAGES * PAGE_SIZE), 0);
	EXPECT(user_mm_check(mm) && swap_check());
	end(mm);
}

/* Does mincore() tell what is in memory, mapped or in the cache, and MADV_WILLNEED bring it there? */
SELFTEST(swap_user, mincore_willneed)
{
	struct mm_struct *mm = begin(PAGES);
	int cluster = page_cluster;
	unsigned char vec[PAGES];
	unsigned int i;

	ASSERT(mm);
	page_cluster = 0;
	ASSERT(fill_and_swap(mm, 0, PAGES));
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT(swap_out(user_mm_page(mm, A(1)), true));
	EXPECT(user_mm_map(mm, A(100), PAGE_SIZE, RW));		/* where the answers go */
	EXPECT_EQ(sys_mincore(A(0), PAGES * PAGE_SIZE, uptr(A(100))), 0);
	EXPECT_EQ(copy_from_user(vec, uptr(A(100)), sizeof(vec)), 0);
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(vec[i], i < 2);
	EXPECT_EQ(sys_madvise(A(1), 4 * PAGE_SIZE, MADV_WILLNEED), 0);
	EXPECT_EQ(total_swapcache_pages(), 5);
	EXPECT_EQ(swapped(mm), PAGES - 1);
	EXPECT_EQ(sys_mincore(A(0), PAGES * PAGE_SIZE, uptr(A(100))), 0);
	EXPECT_EQ(copy_from_user(vec, uptr(A(100)), sizeof(vec)), 0);
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(vec[i], i < 5);
	page_cluster = cluster;
	end(mm);
}

/* ------------------------------------------------------------------ /proc */

extern const struct seq_operations proc_pid_smaps_op;
ssize_t pagemap_read(struct task_struct *task, char __user *buf, size_t count, loff_t *pos);
ssize_t clear_refs_write(struct task_struct *task, const char __user *buf, size_t count, loff_t *pos);

/* Do smaps and pagemap say what is in swap, and for how much of a slot a process stands? */
SELFTEST(swap_user, proc)
{
	struct mm_struct *mm = begin(PAGES), *child;
	struct seq_file m = { .size = 16384 };
	loff_t pos = (loff_t)(A(0) >> PAGE_SHIFT) * (loff_t)sizeof(u64);
	u64 pme[PAGES];
	swp_entry_t entry;

	ASSERT(mm);
	m.buf = vmalloc(m.size);
	ASSERT(m.buf);
	EXPECT(user_mm_map(mm, A(100), PAGE_SIZE, RW));
	ASSERT(fill_and_swap(mm, 0, 6));
	child = user_mm_fork(mm);
	ASSERT(child);
	EXPECT_EQ(user_write(A(0), 1), 0);
	down_read(&mm->mmap_sem);
	EXPECT_EQ(proc_pid_smaps_op.show(&m, find_vma(mm, A(0))), 0);
	up_read(&mm->mmap_sem);
	user_mm_as_program(true);
	EXPECT(strstr(m.buf, "Rss:                   4 kB\n"));
	EXPECT(strstr(m.buf, "Swap:                 20 kB\n"));
	EXPECT(strstr(m.buf, "SwapPss:              10 kB\n"));
	EXPECT_EQ(pagemap_read(current, uptr(A(100)), sizeof(pme), &pos), sizeof(pme));
	user_mm_as_program(false);
	EXPECT_EQ(copy_from_user(pme, uptr(A(100)), sizeof(pme)), 0);
	entry = entry_at(mm, A(3));
	EXPECT_EQ(pme[3] >> 62, 1);		/* swapped, and not present */
	EXPECT_EQ((u32)pme[3], swp_type(entry) | swp_offset(entry) << 5);
	EXPECT_EQ(pme[0] >> 62, 2);
	EXPECT_EQ(pme[7], 0);
	user_mm_destroy(child);
	vfree(m.buf);
	end(mm);
}

static ssize_t clear_refs(const char *text)
{
	ssize_t ret = copy_to_user(uptr(A(50)), text, strlen(text)) ? -EFAULT : 0;

	user_mm_as_program(true);
	ret = ret ?: clear_refs_write(current, uptr(A(50)), strlen(text), NULL);
	user_mm_as_program(false);
	return ret;
}

/* Does clear_refs make pages old, all or those of a kind, and refuse other numbers? */
SELFTEST(swap_user, clear_refs)
{
	struct mm_struct *mm = begin(2);
	struct file *f = shmem_file_setup("clear_refs", PAGE_SIZE, 0);
	pte_t *anon_pte, *file_pte;
	unsigned int i;

	ASSERT(mm && !IS_ERR(f));
	arch_pick_mmap_layout(mm);
	EXPECT(user_mm_map(mm, A(50), PAGE_SIZE, RW));
	EXPECT_EQ(vm_mmap(f, A(20), PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0), A(20));
	for (i = 1; i <= 3; i++) {
		char text[] = { (char)('0' + i), '\n', '\0' };

		EXPECT_EQ(user_write(A(0), i), 0);
		EXPECT_EQ(user_write(A(20), i), 0);
		anon_pte = user_mm_pte(mm, A(0));
		file_pte = user_mm_pte(mm, A(20));
		EXPECT(pte_young(*anon_pte) && pte_young(*file_pte));
		EXPECT_EQ(clear_refs(text), 2);
		EXPECT_EQ(!pte_young(*anon_pte), i != 3);
		EXPECT_EQ(!pte_young(*file_pte), i != 2);
		EXPECT_EQ(user_read(A(0)), i);
		EXPECT(pte_young(*anon_pte));
	}
	/* A page in swap has no such bit */
	EXPECT(swap_out_at(mm, A(0)));
	EXPECT_EQ(clear_refs("1"), 1);
	EXPECT_EQ(swapped(mm), 1);
	mm->hiwater_rss = 1000;
	EXPECT_EQ(clear_refs("5"), 1);
	EXPECT(mm->hiwater_rss < 10);
	EXPECT_EQ(clear_refs("4"), 1);
	EXPECT_EQ(clear_refs("0"), -EINVAL);
	EXPECT_EQ(clear_refs("6"), -EINVAL);
	EXPECT_EQ(clear_refs("x"), -EINVAL);
	EXPECT_EQ(clear_refs_write(current, uptr(TASK_SIZE), 1, NULL), -EFAULT);
	fput(f);
	end(mm);
}

/* ------------------------------------------------------------------ swapoff */

/* Does swapoff() bring back what two processes have, mapped once for both, right to the byte? */
SELFTEST(swap_user, swapoff)
{
	struct mm_struct *mm = begin(PAGES), *child;
	unsigned int i;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, PAGES));
	child = user_mm_fork(mm);
	ASSERT(child);
	EXPECT_EQ(user_write(A(0), 7), 0);
	EXPECT_EQ(swap_disk_off(disk), 0);
	EXPECT_EQ(swapped(mm) + swapped(child), 0);
	EXPECT_EQ(anon(mm) + anon(child), 2 * PAGES);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT(user_mm_page(mm, A(0)) != user_mm_page(child, A(0)));
	EXPECT_EQ(user_read(A(0)), 7);
	for (i = 1; i < PAGES; i++) {
		struct page *page = user_mm_page(mm, A(i));

		EXPECT(page && page == user_mm_page(child, A(i)) && PageDirty(page));
		EXPECT_EQ(user_read(A(i)), 100 + i);
	}
	EXPECT_EQ(user_write(A(1), 8), 0);
	EXPECT(user_mm_check(mm) && user_mm_check(child) && swap_check());
	user_mm_leave(mm);
	user_mm_enter(child);
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(user_read(A(1)), 101);
	user_mm_leave(child);
	user_mm_destroy(child);
	user_mm_enter(mm);
	EXPECT_EQ(swap_disk_on(disk, 0), 0);
	end(mm);
}

/* Does a swapoff() that can't read a page, or that a signal ends, leave the area in use as before? */
SELFTEST(swap_user, swapoff_error)
{
	struct mm_struct *mm = begin(PAGES);
	u64 mark;

	ASSERT(mm);
	ASSERT(fill_and_swap(mm, 0, PAGES));
	disk->read_error = -EIO;
	mark = selftest_mute();
	EXPECT_EQ(swap_disk_off(disk), -EIO);
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "Read-error"));
	disk->read_error = 0;
	EXPECT_EQ(total_swap_pages, 63);
	EXPECT_EQ(get_nr_swap_pages(), 63 - PAGES);
	EXPECT(user_mm_check(mm) && swap_check());
	set_bit(TIF_SIGPENDING, &task_thread_info(current)->flags);
	EXPECT_EQ(swap_disk_off(disk), -EINTR);
	clear_bit(TIF_SIGPENDING, &task_thread_info(current)->flags);
	EXPECT_EQ(swap_disk_info(disk)->prio, -1);
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT(swap_out_at(mm, A(0)));
	EXPECT(user_mm_check(mm) && swap_check());
	zap_page_range(mm->mmap, A(0), PAGES * PAGE_SIZE, NULL);
	end(mm);
}
