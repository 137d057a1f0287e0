/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of files in memory in swap (mm/shmem.c): where the page was, the file's tree has the slot's entry.
 *
 * A page is swapped out by hand, as reclaim does it, to a disk of memory (swap_disk.h).
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/fault-inject.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/shm.h>
#include <linux/shmem_fs.h>
#include <linux/syscalls.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include "swap_disk.h"
#include "user_mm.h"

#define A(n)		(USER_ADDR + (unsigned long)(n) * PAGE_SIZE)
#define BYTES(n)	((loff_t)(n) << PAGE_SHIFT)
#define PAGES		8

static struct swap_disk *disk;
static int cluster;		/* page_cluster before: here, what a test doesn't ask for isn't read */

/* A file of PAGES pages, of which the first @filled begin with their number plus 100, and a disk to swap to; NULL: it failed */
static struct file *begin(unsigned int filled)
{
	struct file *f = shmem_file_setup("swap", BYTES(PAGES), VM_NORESERVE);
	u32 word;
	unsigned int i;

	cluster = page_cluster;
	page_cluster = 0;
	disk = swap_disk_create(64);
	if (!EXPECT(!IS_ERR(f) && disk) || !EXPECT_EQ(swap_disk_on(disk, 0), 0))
		return NULL;
	for (i = 0; i < filled; i++) {
		word = 100 + i;
		EXPECT_EQ(kernel_write(f, &word, sizeof(word), BYTES(i)), sizeof(word));
	}
	return f;
}

static void end(struct file *f)
{
	page_cluster = cluster;
	fput(f);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(swap_disk_off(disk), 0);
	swap_disk_destroy(disk);
}

static struct shmem_inode_info *info(struct file *f)
{
	return SHMEM_I(file_inode(f));
}

/* writepage() of page @index of @f, which is isolated, locked and mapped nowhere; then it is unlocked.  Its result. */
static int write_for_reclaim(struct page *page)
{
	struct writeback_control wbc = { .nr_to_write = 1, .sync_mode = WB_SYNC_NONE, .for_reclaim = true };
	int ret;

	EXPECT(clear_page_dirty_for_io(page));
	ret = page_mapping(page)->a_ops->writepage(page, &wbc);
	if (ret == AOP_WRITEPAGE_ACTIVATE) {
		EXPECT(PageLocked(page) && PageDirty(page));
		unlock_page(page);
	}
	return ret;
}

/* Page @index of @f, which is there, as shrink_page_list() takes it; @keep: it stays in the cache.  Is it in swap now? */
static bool swap_out(struct file *f, pgoff_t index, bool keep)
{
	struct page *page = find_get_page(f->f_mapping, index);
	bool done;

	if (!EXPECT(page))
		return false;
	lru_add_drain();
	if (!EXPECT_EQ(isolate_lru_page(page), 0))
		return false;
	lock_page(page);
	if (page_mapped(page))
		EXPECT_EQ(try_to_unmap(page, TTU_UNMAP | TTU_IGNORE_ACCESS), SWAP_SUCCESS);
	done = write_for_reclaim(page) == 0;
	if (done && !keep) {
		wait_on_page_writeback(page);
		lock_page(page);
		delete_from_swap_cache(page);
		unlock_page(page);
	}
	putback_lru_page(page);
	lru_add_drain();
	put_page(page);
	return done;
}

static bool swap_out_range(struct file *f, pgoff_t from, pgoff_t to)
{
	for (; from < to; from++)
		if (!swap_out(f, from, false))
			return false;
	return true;
}

/* The first word of page @index; ~0: it can't be read */
static u32 word_at(struct file *f, pgoff_t index)
{
	u32 word = 0;

	return kernel_read(f, BYTES(index), &word, sizeof(word)) == sizeof(word) ? word : ~0u;
}

/* ------------------------------------------------------------------ out and in */

/* Does a page leave the file for its slot, charged as before, and come back by read(), alone in the file and dirty? */
SELFTEST(swap_shmem, read)
{
	struct file *f = begin(2);
	unsigned long shmem = global_page_state(NR_SHMEM);
	u64 blocks;
	struct page *page;

	ASSERT(f);
	blocks = file_inode(f)->i_blocks;
	EXPECT_EQ(blocks, 16);
	page = find_get_page(f->f_mapping, 0);
	EXPECT(page && PageSwapBacked(page));
	put_page(page);
	EXPECT(swap_out(f, 0, false));
	EXPECT_EQ(f->f_mapping->nrpages, 1);
	EXPECT_EQ(info(f)->swapped, 1);
	EXPECT_EQ(info(f)->alloced, 2);
	EXPECT_EQ(file_inode(f)->i_blocks, blocks);
	EXPECT_EQ(global_page_state(NR_SHMEM), shmem - 1);
	EXPECT_EQ(get_nr_swap_pages(), 62);
	EXPECT(!find_get_page(f->f_mapping, 0));
	EXPECT(radix_tree_exceptional_entry(find_get_entry(f->f_mapping, 0)));
	EXPECT(swap_check() && page_cache_check());
	EXPECT_EQ(word_at(f, 0), 100);
	EXPECT_EQ(info(f)->swapped, 0);
	EXPECT_EQ(f->f_mapping->nrpages, 2);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	page = find_get_page(f->f_mapping, 0);
	EXPECT(page && PageDirty(page) && !PageSwapCache(page));
	put_page(page);
	EXPECT_EQ(word_at(f, 1), 101);
	/* From the cache, while it is being written */
	disk->hold = true;
	EXPECT(swap_out(f, 1, true));
	EXPECT_EQ(total_swapcache_pages(), 1);
	EXPECT_EQ(global_page_state(NR_WRITEBACK), 1);
	swap_disk_release(disk);
	EXPECT_EQ(word_at(f, 1), 101);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(word_at(f, 5), 0);
	end(f);
}

/* Does a write to a part of the page keep the rest, and one that can't read it fail, with nothing lost? */
SELFTEST(swap_shmem, write)
{
	struct file *f = begin(2);
	u32 word = 7;

	ASSERT(f);
	ASSERT(swap_out_range(f, 0, 2));
	EXPECT_EQ(kernel_write(f, &word, sizeof(word), 4), sizeof(word));
	EXPECT_EQ(word_at(f, 0), 100);
	disk->read_error = -EIO;
	selftest_mute();
	EXPECT_EQ(kernel_write(f, &word, sizeof(word), BYTES(1) + 4), -EIO);
	EXPECT_EQ(word_at(f, 1), ~0u);
	selftest_unmute();
	EXPECT_EQ(info(f)->swapped, 1);
	EXPECT(swap_check());
	disk->read_error = 0;
	EXPECT_EQ(word_at(f, 1), 101);
	end(f);
}

/* Does a fault bring the page back, as a major one, for all who map it; and does an error cost SIGBUS? */
SELFTEST(swap_shmem, fault)
{
	struct file *f = begin(3);
	struct mm_struct *mm = user_mm_create(), *child;
	unsigned long maj;

	ASSERT(f && mm);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT_EQ(vm_mmap(f, A(0), PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0), A(0));
	EXPECT_EQ(user_read(A(0)), 100);
	child = user_mm_fork(mm);
	ASSERT(child);
	ASSERT(swap_out_range(f, 0, 3));
	EXPECT(pte_none(*user_mm_pte(mm, A(0))));
	EXPECT_EQ(get_mm_counter(mm, MM_SHMEMPAGES) + get_mm_counter(mm, MM_SWAPENTS), 0);
	maj = current->maj_flt;
	EXPECT_EQ(user_read(A(0)), 100);
	EXPECT_EQ(current->maj_flt - maj, 1);
	EXPECT_EQ(user_write(A(1) + 4, 9), 0);
	EXPECT_EQ(user_read(A(1)), 101);
	EXPECT(user_mm_check(mm) && swap_check());
	disk->read_error = -EIO;
	selftest_mute();
	EXPECT_EQ(handle_mm_fault(mm, mm->mmap, A(2), 0) & VM_FAULT_ERROR, VM_FAULT_SIGBUS);
	selftest_unmute();
	disk->read_error = 0;
	EXPECT_EQ(user_read(A(2)), 102);
	user_mm_leave(mm);
	user_mm_destroy(child);
	user_mm_destroy(mm);
	end(f);
}

/* Does a page stay, dirty, for which there is no slot, no area, no memory for the tree, or that SHM_LOCK keeps? */
SELFTEST(swap_shmem, stays)
{
	struct file *f = begin(1);
	swp_entry_t entries[63];
	unsigned int i;

	ASSERT(f);
	for (i = 0; i < 63; i++)
		entries[i] = get_swap_page();
	EXPECT(!swap_out(f, 0, true));
	while (i)
		swapcache_free(entries[--i]);
	__set_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	EXPECT(!swap_out(f, 0, true));
	__clear_bit(AS_UNEVICTABLE, &f->f_mapping->flags);
	shmem_unlock_mapping(f->f_mapping);
	EXPECT_EQ(swap_disk_off(disk), 0);
	EXPECT(!swap_out(f, 0, true));
	EXPECT_EQ(word_at(f, 0), 100);
	EXPECT_EQ(info(f)->swapped, 0);
	EXPECT_EQ(swap_disk_on(disk, 0), 0);
	EXPECT(swap_out(f, 0, false));
	EXPECT_EQ(word_at(f, 0), 100);
	end(f);
}

/* Is what fallocate() made, and nobody has used, zero after a way through swap, and kept in memory while it is being made? */
SELFTEST(swap_shmem, fallocate)
{
	struct file *f = begin(0);
	struct page *page;

	ASSERT(f);
	EXPECT_EQ(vfs_fallocate(f, 0, 0, BYTES(2)), 0);
	page = find_get_page(f->f_mapping, 0);
	ASSERT(page);
	EXPECT(PageDirty(page) && !PageUptodate(page));
	put_page(page);
	info(f)->falloc_next = 1;
	EXPECT(!swap_out(f, 0, true));
	EXPECT_EQ(info(f)->falloc_unswapped, 1);
	EXPECT_EQ(vfs_fallocate(f, 0, 0, BYTES(2)), -ENOMEM);
	EXPECT_EQ(info(f)->falloc_next + info(f)->falloc_unswapped, 0);
	EXPECT(swap_out(f, 1, false));
	EXPECT_EQ(vfs_fallocate(f, 0, 0, BYTES(3)), 0);
	EXPECT_EQ(info(f)->swapped, 0);
	EXPECT_EQ(word_at(f, 1), 0);
	EXPECT_EQ(info(f)->alloced, 3);
	end(f);
}

/* Without memory, does the page stay in the file, or in swap, and is the error the caller's? */
SELFTEST(swap_shmem, without_memory)
{
	struct file *f = begin(1);
	u32 word;
	unsigned int n;

	ASSERT(f);
	set_fail_nth(current, 1);		/* the swap cache's node */
	EXPECT(!swap_out(f, 0, true));
	set_fail_nth(current, 0);
	EXPECT_EQ(info(f)->swapped, 0);
	EXPECT_EQ(get_nr_swap_pages(), 63);
	EXPECT(swap_out(f, 0, false));
	for (n = 1; n <= 2; n++) {		/* the page; the node */
		set_fail_nth(current, n);
		EXPECT_EQ(kernel_read(f, 0, &word, sizeof(word)), -ENOMEM);
		set_fail_nth(current, 0);
		EXPECT_EQ(info(f)->swapped, 1);
		EXPECT(swap_check() && page_cache_check());
	}
	EXPECT_EQ(word_at(f, 0), 100);
	end(f);
}

/* ------------------------------------------------------------------ pages that leave */

/* Does truncation free slots, charges and all, and keep what is left of the page at the end? */
SELFTEST(swap_shmem, truncate)
{
	struct file *f = begin(PAGES);
	struct shmem_sb_info *sbinfo = SHMEM_SB(file_inode(f)->i_sb);
	unsigned long used = sbinfo->used_blocks;
	u32 word = 77;

	ASSERT(f);
	EXPECT_EQ(kernel_write(f, &word, sizeof(word), BYTES(2) + 100), sizeof(word));
	ASSERT(swap_out_range(f, 0, 6));
	EXPECT_EQ(do_truncate(f->f_dentry, BYTES(2) + 50), 0);
	EXPECT_EQ(info(f)->swapped, 2);
	EXPECT_EQ(info(f)->alloced, 3);
	EXPECT_EQ(sbinfo->used_blocks, used - 5);
	EXPECT_EQ(get_nr_swap_pages(), 63 - 2);
	EXPECT(swap_check() && page_cache_check());
	EXPECT_EQ(do_truncate(f->f_dentry, BYTES(PAGES)), 0);
	EXPECT_EQ(word_at(f, 2), 102);
	EXPECT_EQ(kernel_read(f, BYTES(2) + 100, &word, sizeof(word)), sizeof(word));
	EXPECT_EQ(word, 0);
	EXPECT_EQ(word_at(f, 3), 0);
	/* Beyond the end, nobody reads what is in swap */
	EXPECT(swap_out(f, 2, false));
	file_inode(f)->i_size = BYTES(1);
	EXPECT_EQ(kernel_read(f, BYTES(2), &word, sizeof(word)), 0);
	EXPECT_EQ(info(f)->swapped, 3);
	file_inode(f)->i_size = BYTES(PAGES);
	end(f);
}

/* Do a hole and the file's end free what is in swap, and in the swap cache? */
SELFTEST(swap_shmem, punch_evict)
{
	struct file *f = begin(PAGES);

	ASSERT(f);
	ASSERT(swap_out_range(f, 0, 4));
	EXPECT(swap_out(f, 4, true));
	EXPECT_EQ(vfs_fallocate(f, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, BYTES(1), BYTES(4)), 0);
	EXPECT_EQ(info(f)->swapped, 1);
	EXPECT_EQ(total_swapcache_pages(), 0);
	EXPECT_EQ(get_nr_swap_pages(), 62);
	EXPECT_EQ(word_at(f, 2), 0);
	EXPECT_EQ(word_at(f, 0), 100);
	EXPECT_EQ(word_at(f, 5), 105);
	EXPECT(swap_out(f, 5, true));
	EXPECT(swap_out(f, 6, false));
	end(f);
}

/* ------------------------------------------------------------------ lookups */

/* Do lookups of pages skip what is in swap, and those of entries find it, in their order? */
SELFTEST(swap_shmem, lookups)
{
	struct file *f = begin(PAGES);
	struct page *pages[PAGES];
	pgoff_t indices[PAGES];
	unsigned int i, n;

	ASSERT(f);
	ASSERT(swap_out_range(f, 0, 3));
	EXPECT(swap_out(f, 5, false));
	n = find_get_pages(f->f_mapping, 0, 3, pages);
	EXPECT_EQ(n, 3);
	for (i = 0; i < n; i++) {
		EXPECT_EQ(pages[i]->index, i < 2 ? 3 + i : 6);
		put_page(pages[i]);
	}
	n = find_get_entries(f->f_mapping, 2, PAGES, pages, indices);
	EXPECT_EQ(n, 6);
	for (i = 0; i < n; i++) {
		EXPECT_EQ(indices[i], 2 + i);
		if (!EXPECT_EQ(radix_tree_exceptional_entry(pages[i]), indices[i] == 2 || indices[i] == 5))
			selftest_note("entry %u", i);
		if (!radix_tree_exceptional_entry(pages[i]))
			put_page(pages[i]);
	}
	EXPECT(!find_lock_page(f->f_mapping, 0));
	EXPECT_EQ(invalidate_mapping_pages(f->f_mapping, 0, ULONG_MAX), 0);
	EXPECT_EQ(info(f)->swapped, 4);
	end(f);
}

extern const struct seq_operations proc_pid_smaps_op;

/* Do mincore(), smaps and MADV_WILLNEED know what of a file is in swap? */
SELFTEST(swap_shmem, mincore_smaps_willneed)
{
	struct file *f = begin(PAGES);
	struct mm_struct *mm = user_mm_create();
	struct seq_file m = { .size = 16384 };
	unsigned char vec[PAGES];
	unsigned int i;

	ASSERT(f && mm);
	m.buf = vmalloc(m.size);
	ASSERT(m.buf);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	EXPECT(user_mm_map(mm, A(100), PAGE_SIZE, VM_READ | VM_WRITE));
	EXPECT_EQ(vm_mmap(f, A(0), PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, 0), A(0));
	EXPECT_EQ(user_read(A(7)), 107);
	ASSERT(swap_out_range(f, 0, 5));
	EXPECT(swap_out(f, 5, true));
	EXPECT_EQ(sys_mincore(A(0), PAGES * PAGE_SIZE, uptr(A(100))), 0);
	EXPECT_EQ(copy_from_user(vec, uptr(A(100)), sizeof(vec)), 0);
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(vec[i], i >= 5);
	down_read(&mm->mmap_sem);
	EXPECT_EQ(proc_pid_smaps_op.show(&m, find_vma(mm, A(0))), 0);
	up_read(&mm->mmap_sem);
	EXPECT(strstr(m.buf, "Swap:                 24 kB\nSwapPss:               0 kB\n"));
	EXPECT_EQ(sys_madvise(A(2), 2 * PAGE_SIZE, MADV_WILLNEED), 0);
	EXPECT_EQ(total_swapcache_pages(), 3);
	EXPECT_EQ(sys_mincore(A(0), PAGES * PAGE_SIZE, uptr(A(100))), 0);
	EXPECT_EQ(copy_from_user(vec, uptr(A(100)), sizeof(vec)), 0);
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(vec[i], i >= 5 || i == 2 || i == 3);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	vfree(m.buf);
	end(f);
}

/* ------------------------------------------------------------------ System V */

asmlinkage long sys_shmget(int key, size_t size, int shmflg);
asmlinkage long sys_shmat(int shmid, unsigned long shmaddr, int shmflg);
asmlinkage long sys_shmctl(int shmid, int cmd, void __user *buf);
int show_sysvipc_shm(struct seq_file *m, struct task_struct *task);

/* shmctl() with a structure of the kernel's */
static long ctl(long id, int cmd, void *buf)
{
	mm_segment_t old = get_fs();
	long ret;

	set_fs(KERNEL_DS);
	ret = sys_shmctl((int)id, cmd, (__force void __user *)buf);
	set_fs(old);
	return ret;
}

/* Does a segment say what of it is in swap, and does SHM_LOCK keep it in memory until SHM_UNLOCK? */
SELFTEST(swap_shmem, sysv)
{
	struct file *f = begin(0), *segment;
	struct mm_struct *mm = user_mm_create();
	struct seq_file m = { .size = 4096 };
	struct shm_info in = { };
	struct page *page;
	long id;

	ASSERT(f && mm);
	m.buf = vmalloc(m.size);
	ASSERT(m.buf);
	user_mm_enter(mm);
	arch_pick_mmap_layout(mm);
	id = sys_shmget(IPC_PRIVATE, 2 * PAGE_SIZE, 0600);
	ASSERT(id >= 0);
	EXPECT_EQ(sys_shmat((int)id, A(0), 0), A(0));
	EXPECT_EQ(user_write(A(0), 1), 0);
	EXPECT_EQ(user_write(A(1), 2), 0);
	segment = find_vma(mm, A(0))->vm_file;
	EXPECT(swap_out(segment, 1, false));
	EXPECT(ctl(0, SHM_INFO, &in) >= 0);
	EXPECT_EQ(in.shm_rss, 1);
	EXPECT_EQ(in.shm_swp, 1);
	EXPECT_EQ(show_sysvipc_shm(&m, NULL), 0);
	EXPECT(strstr(m.buf, "       4096       4096\n"));
	EXPECT_EQ(user_read(A(1)), 2);
	EXPECT_EQ(ctl(id, SHM_LOCK, NULL), 0);
	EXPECT(!swap_out(segment, 1, true));
	/* As reclaim leaves it */
	page = find_get_page(segment->f_mapping, 0);
	ASSERT(page);
	EXPECT_EQ(isolate_lru_page(page), 0);
	add_page_to_unevictable_list(page);
	put_page(page);
	EXPECT(PageUnevictable(page));
	EXPECT_EQ(ctl(id, SHM_UNLOCK, NULL), 0);
	EXPECT(!PageUnevictable(page));
	put_page(page);
	EXPECT(swap_out(segment, 0, false));
	EXPECT_EQ(user_read(A(0)), 1);
	EXPECT_EQ(ctl(id, IPC_RMID, NULL), 0);
	user_mm_leave(mm);
	user_mm_destroy(mm);
	vfree(m.buf);
	end(f);
}

/* ------------------------------------------------------------------ swapoff, and the check */

/* Does swapoff() bring back what files have, fail with nothing lost when it can't be read, and find each file again? */
SELFTEST(swap_shmem, swapoff)
{
	struct file *f = begin(PAGES), *g = shmem_file_setup("swap 2", BYTES(1), VM_NORESERVE);
	u32 word = 55;
	unsigned int i;

	ASSERT(f && !IS_ERR(g));
	EXPECT_EQ(kernel_write(g, &word, sizeof(word), 0), sizeof(word));
	ASSERT(swap_out_range(f, 0, PAGES));
	EXPECT(swap_out(g, 0, false));
	disk->bad_page = 3;
	selftest_mute();
	EXPECT_EQ(swap_disk_off(disk), -EIO);
	selftest_unmute();
	EXPECT(info(f)->swapped && info(g)->swapped);
	EXPECT(swap_check());
	disk->bad_page = 0;
	EXPECT_EQ(swap_disk_off(disk), 0);
	EXPECT_EQ(info(f)->swapped + info(g)->swapped, 0);
	EXPECT(list_empty(&info(f)->swaplist) && list_empty(&info(g)->swaplist));
	EXPECT_EQ(f->f_mapping->nrpages, PAGES);
	for (i = 0; i < PAGES; i++)
		EXPECT_EQ(word_at(f, i), 100 + i);
	EXPECT_EQ(word_at(g, 0), 55);
	EXPECT_EQ(swap_disk_on(disk, 0), 0);
	EXPECT(swap_out(g, 0, false));
	fput(g);
	end(f);
}

/* Does swap_check() see a file's count that isn't what its tree has? */
SELFTEST(swap_shmem, check)
{
	struct file *f = begin(2);
	u64 mark;

	ASSERT(f);
	EXPECT(swap_out(f, 0, false));
	EXPECT(swap_check());
	mark = selftest_mute();
	info(f)->swapped++;
	EXPECT(!swap_check());
	info(f)->swapped--;
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "S4:"));
	end(f);
}
