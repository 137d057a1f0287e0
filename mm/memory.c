/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page faults: what a page-table entry becomes when a program first needs it.
 *
 * Idea.  The processor says where and whether it was a write; the entry says what is there; the VMA
 * says what should be.  The three choose one row of this table, and each row is one function:
 *
 *   entry            VMA                access   function             entry afterwards
 *   ---------------  -----------------  -------  -------------------  --------------------------
 *   none             no vm_ops          read     do_anonymous_page    zero page, read-only
 *                                       write    do_anonymous_page    new zeroed page, dirty
 *                    vm_ops->fault      read     do_read_fault        page of the file, read-only
 *                       private         write    do_cow_fault         copy of the page of the file
 *                       shared          write    do_shared_fault      page of the file, dirty
 *                    vm_ops, no fault   any      do_fault             none: SIGBUS
 *   not present                         any      do_swap_page         the page, back from its swap area
 *   present          may write, entry   write    do_wp_page           the same page if nobody
 *                    read-only                                        shares it, else a copy
 *                    otherwise          any      handle_pte_fault     young, and dirty on a write
 *
 *   __do_page_fault (arch/arm/mm/fault.c), faultin_page (gup.c)
 *     handle_mm_fault
 *       pgd, pud, pmd, pte_alloc: what is missing is made (pgtable-generic.c)
 *       handle_pte_fault
 *         do_anonymous_page | do_fault -> do_read_fault, do_cow_fault, do_shared_fault
 *         do_swap_page | do_wp_page -> wp_page_reuse, wp_page_copy, wp_page_shared, wp_pfn_shared
 *
 * Invariants (rmap_check() asserts P3 and P5; nothing asserts the others)
 *   P1  a pmd entry never changes from one table to another: once seen, a table stays as long as
 *       mmap_sem is held
 *   P2  an entry is changed under its table's lock, after a look that it is still what the decision
 *       was made for (pte_same): whoever lost a race returns, and the access is tried again
 *   P3  a page is mapped writable only if writing to it is seen by exactly those who should see
 *       it: it is shared, or nobody else maps it
 *   P4  a new page's contents are there before its entry is (the barrier in __SetPageUptodate)
 *   P5  rss_stat counts entries: pages of files, anonymous pages, those in swap; not the zero page
 *
 * Context.  Caller holds mm->mmap_sem for reading.  May sleep.  Results are VM_FAULT_*.
 *
 * Differs from Linux 4.x: no huge pages, migration entries, userfaultfd.  "Special" entries don't
 * exist on two-level ARM, so vm_normal_page() tells by the VMA.
 * copy_page_range() is in copy_range.c, unmapping in zap.c, mapping by drivers in insert.c.
 *
 * Read handle_mm_fault() downwards.  Tests: fault_user.*, swap_user.*, tests/user/{fault,cow,mmap}.c.  Article 3.4.4, 3.1.2.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/ratelimit.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/trace.h>
#include <linux/uaccess.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include <asm/cacheflush.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>
#include "internal.h"

/* ------------------------------------------------------------------ entries and pages */

static DEFINE_RATELIMIT_STATE(bad_pte_rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);

/* print_bad_pte - an entry that can't be: says which, in which VMA, and whose page it names */
void print_bad_pte(struct vm_area_struct *vma, unsigned long addr, pte_t pte, struct page *page)
{
	if (!__ratelimit(&bad_pte_rs))
		return;
	pr_alert("BUG: Bad page map in process %s  pte:%08lx\n", current->comm,
		 (unsigned long)pte_val(pte));
	if (page)
		dump_page(page, "bad pte");
	pr_alert("addr:%08lx vm_flags:%08lx anon_vma:%p file:%p index:%lx\n", addr, vma->vm_flags,
		 vma->anon_vma, vma->vm_file, linear_page_index(vma, addr));
	dump_stack();
}

/*
 * vm_normal_page - the page that @pte of @vma maps, if it is one that is counted and reclaimed;
 * NULL for the zero page and for frames that a driver has mapped (article 3.4.4).
 *
 *   VM_PFNMAP     frames in a row from vm_pgoff; in a private one, copies are normal pages
 *   VM_MIXEDMAP   what has a struct page is normal
 */
struct page *vm_normal_page(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	unsigned long pfn = pte_pfn(pte);

	if (unlikely(vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))) {
		if (vma->vm_flags & VM_MIXEDMAP) {
			if (!pfn_valid(pfn))
				return NULL;
		} else {
			unsigned long off = (addr - vma->vm_start) >> PAGE_SHIFT;

			if (pfn == vma->vm_pgoff + off || !is_cow_mapping(vma->vm_flags))
				return NULL;
		}
	}
	if (unlikely(!pfn_valid(pfn))) {
		print_bad_pte(vma, addr, pte, NULL);
		return NULL;
	}
	return is_zero_pfn(pfn) ? NULL : pfn_to_page(pfn);
}

static inline pte_t maybe_mkwrite(pte_t pte, struct vm_area_struct *vma)
{
	return likely(vma->vm_flags & VM_WRITE) ? pte_mkwrite(pte) : pte;
}

/* ------------------------------------------------------------------ write to a read-only page */

/*
 * The contents of @src, the page at @va of @vma, to the new page @dst (article 3.4.4).  @src NULL:
 * a driver's frame without a struct page, which only the user's own mapping can be copied from;
 * when that has just gone, the copy is zero.
 */
static inline void cow_user_page(struct page *dst, struct page *src, unsigned long va,
				 struct vm_area_struct *vma)
{
	void *kaddr;

	if (likely(src)) {
		copy_user_highpage(dst, src, va, vma);
		return;
	}
	kaddr = kmap_atomic(dst);
	if (__copy_from_user_inatomic(kaddr, (const void __user *)(va & PAGE_MASK), PAGE_SIZE))
		clear_page(kaddr);
	kunmap_atomic(kaddr);
	flush_dcache_page(dst);
}

/*
 * @page, locked, of the file behind @vma was made writable for somebody who stores to it; it is unlocked.
 * @page_mkwrite: the file system has seen to the file's times.  May wait until less is dirty.
 */
static noinline void fault_dirty_shared_page(struct vm_area_struct *vma, struct page *page, bool page_mkwrite)
{
	struct address_space *mapping = page->mapping;
	bool dirtied = set_page_dirty(page);

	unlock_page(page);
	if (!page_mkwrite && vma->vm_file)
		file_update_time(vma->vm_file);
	if ((dirtied || page_mkwrite) && mapping)
		balance_dirty_pages_ratelimited(mapping);
}

/*
 * The page stays, its entry becomes writable.  @page_mkwrite: the file system has allowed it, and
 * @page is locked then; @dirty_shared: the page is the file's.  Releases @ptl.
 */
static __always_inline int wp_page_reuse(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			 pte_t *page_table, spinlock_t *ptl, pte_t orig_pte, struct page *page,
			 int page_mkwrite, int dirty_shared) __releases(ptl)
{
	pte_t entry = maybe_mkwrite(pte_mkdirty(pte_mkyoung(orig_pte)), vma);

	if (ptep_set_access_flags(vma, address, page_table, entry, 1))
		update_mmu_cache(vma, address, page_table);
	trace_event(set_pte, address, page_table);
	pte_unmap_unlock(page_table, ptl);
	if (!dirty_shared)
		return VM_FAULT_WRITE;
	if (!page_mkwrite)
		lock_page(page);
	fault_dirty_shared_page(vma, page, page_mkwrite);
	put_page(page);
	return VM_FAULT_WRITE;
}

/* The page for wp_page_copy(), with contents, or NULL without memory */
static struct page *wp_new_page(struct vm_area_struct *vma, unsigned long address, pte_t orig_pte,
				struct page *old_page)
{
	struct page *new_page;

	if (is_zero_pfn(pte_pfn(orig_pte)))
		return alloc_zeroed_user_highpage_movable(vma, address);
	new_page = alloc_page_vma(GFP_HIGHUSER_MOVABLE, vma, address);
	if (likely(new_page))
		cow_user_page(new_page, old_page, address, vma);
	return new_page;
}

/* The entry leads to @new_page instead of @old_page, NULL for a frame that isn't counted */
static void wp_replace_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			    pte_t *page_table, struct page *old_page, struct page *new_page)
{
	pte_t entry = maybe_mkwrite(pte_mkdirty(mk_pte(new_page, vma->vm_page_prot)), vma);

	if (!old_page) {
		inc_mm_counter(mm, MM_ANONPAGES);
	} else if (!PageAnon(old_page)) {
		dec_mm_counter(mm, mm_counter_file(old_page));
		inc_mm_counter(mm, MM_ANONPAGES);
	}
	/*
	 * Gone before the new one comes: another thread may not read the old page through one
	 * processor's TLB and write the new one through another's.
	 */
	ptep_clear_flush(vma, address, page_table);
	page_add_new_anon_rmap(new_page, vma, address);
	lru_cache_add_active_or_unevictable(new_page, vma);
	set_pte_at_notify(mm, address, page_table, entry);
	trace_event(set_pte, address, page_table);
	update_mmu_cache(vma, address, page_table);
	if (old_page)
		page_remove_rmap(old_page);
}

/*
 * The page is shared, or isn't the program's own: it gets a copy.  The lock is not held; the
 * caller has a reference to @old_page, if there is one, which is dropped here.
 */
static noinline int wp_page_copy(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			pte_t *page_table, pmd_t *pmd, pte_t orig_pte, struct page *old_page)
{
	struct page *new_page;
	spinlock_t *ptl;
	int copied;

	if (unlikely(anon_vma_prepare(vma)))
		goto oom;
	new_page = wp_new_page(vma, address, orig_pte, old_page);
	if (unlikely(!new_page))
		goto oom;
	__SetPageUptodate(new_page);			/* P4 */

	page_table = pte_offset_map_lock(mm, pmd, address, &ptl);
	copied = pte_same(*page_table, orig_pte);
	if (likely(copied))
		wp_replace_page(mm, vma, address, page_table, old_page, new_page);
	pte_unmap_unlock(page_table, ptl);
	if (unlikely(!copied))
		put_page(new_page);
	if (!old_page)
		return copied ? VM_FAULT_WRITE : 0;
	if (copied && unlikely(vma->vm_flags & VM_LOCKED)) {
		lock_page(old_page);
		munlock_vma_page(old_page);
		unlock_page(old_page);
	}
	if (copied)
		put_page(old_page);		/* the entry's */
	put_page(old_page);			/* the caller's */
	return copied ? VM_FAULT_WRITE : 0;

oom:
	if (old_page)
		put_page(old_page);
	return VM_FAULT_OOM;
}

/* A driver's frame in a shared VMA: the driver may want to know.  Releases @ptl. */
static noinline int wp_pfn_shared(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			 pte_t *page_table, spinlock_t *ptl, pte_t orig_pte, pmd_t *pmd)
	__releases(ptl)
{
	if (vma->vm_ops && vma->vm_ops->pfn_mkwrite) {
		struct vm_fault vmf = {
			.pgoff = linear_page_index(vma, address),
			.virtual_address = (void __user *)(address & PAGE_MASK),
			.flags = FAULT_FLAG_WRITE | FAULT_FLAG_MKWRITE,
		};
		int ret;

		pte_unmap_unlock(page_table, ptl);
		ret = vma->vm_ops->pfn_mkwrite(vma, &vmf);
		if (ret & VM_FAULT_ERROR)
			return ret;
		page_table = pte_offset_map_lock(mm, pmd, address, &ptl);
		if (!pte_same(*page_table, orig_pte)) {
			pte_unmap_unlock(page_table, ptl);
			return 0;
		}
	}
	return wp_page_reuse(mm, vma, address, page_table, ptl, orig_pte, NULL, 0, 0);
}

/* Asks the file system whether @page may be written to.  VM_FAULT_LOCKED: yes, and it's locked. */
static int do_page_mkwrite(struct vm_area_struct *vma, struct page *page, unsigned long address)
{
	struct vm_fault vmf = {
		.virtual_address = (void __user *)(address & PAGE_MASK),
		.pgoff = page->index,
		.flags = FAULT_FLAG_WRITE | FAULT_FLAG_MKWRITE,
		.page = page,
	};
	int ret = vma->vm_ops->page_mkwrite(vma, &vmf);

	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)))
		return ret;
	if (unlikely(!(ret & VM_FAULT_LOCKED))) {
		lock_page(page);
		if (!page->mapping) {
			unlock_page(page);		/* truncated: try again */
			return 0;
		}
		ret |= VM_FAULT_LOCKED;
	}
	return ret;
}

/* A file's page in a shared VMA, written to for the first time.  Releases @ptl. */
static noinline int wp_page_shared(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			  pte_t *page_table, pmd_t *pmd, spinlock_t *ptl, pte_t orig_pte,
			  struct page *old_page) __releases(ptl)
{
	int page_mkwrite = 0;

	get_page(old_page);
	if (vma->vm_ops && vma->vm_ops->page_mkwrite) {
		int ret;

		pte_unmap_unlock(page_table, ptl);
		ret = do_page_mkwrite(vma, old_page, address);
		if (unlikely(!ret || (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)))) {
			put_page(old_page);
			return ret;
		}
		page_table = pte_offset_map_lock(mm, pmd, address, &ptl);
		if (!pte_same(*page_table, orig_pte)) {
			unlock_page(old_page);
			pte_unmap_unlock(page_table, ptl);
			put_page(old_page);
			return 0;
		}
		page_mkwrite = 1;
	}
	return wp_page_reuse(mm, vma, address, page_table, ptl, orig_pte, old_page,
			     page_mkwrite, 1);
}

/*
 * Is the entry that the caller has locked the only use of anonymous @page?  One reference is ours;
 * with more (a pagevec's, say), the mappings decide, under the page lock, which keeps a swap
 * cache from coming or going.
 */
static bool wp_can_reuse(struct page *page)
{
	bool reuse;

	if (likely(page_ref_count(page) == 1))
		return true;
	if (page_mapcount(page) != 1 || !trylock_page(page))
		return false;
	reuse = reuse_swap_page(page);
	unlock_page(page);
	return reuse;
}

/*
 * A write to a page that is mapped read-only, in a VMA that may be written to (article 3.4.4):
 *
 *   no page, VMA shared           wp_pfn_shared
 *   no page, private; zero page   wp_page_copy
 *   anonymous, ours alone         wp_page_reuse
 *   a file's, VMA shared          wp_page_shared
 *   else                          wp_page_copy
 *
 * Called with @ptl held, returns with it released.
 */
static noinline int do_wp_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
		      pte_t *page_table, pmd_t *pmd, spinlock_t *ptl, pte_t orig_pte)
	__releases(ptl)
{
	const struct normal_pages normal = normal_pages(vma);
	struct page *old_page = vm_normal_page_of(&normal, vma, address, orig_pte);
	bool shared = (vma->vm_flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED);

	if (!old_page) {
		if (shared)
			return wp_pfn_shared(mm, vma, address, page_table, ptl, orig_pte, pmd);
		pte_unmap_unlock(page_table, ptl);
		return wp_page_copy(mm, vma, address, page_table, pmd, orig_pte, NULL);
	}
	if (PageAnon(old_page)) {
		if (wp_can_reuse(old_page)) {
			page_move_anon_rmap(old_page, vma, address);
			return wp_page_reuse(mm, vma, address, page_table, ptl, orig_pte,
					     old_page, 0, 0);
		}
	} else if (unlikely(shared)) {
		return wp_page_shared(mm, vma, address, page_table, pmd, ptl, orig_pte, old_page);
	}
	get_page(old_page);
	pte_unmap_unlock(page_table, ptl);
	return wp_page_copy(mm, vma, address, page_table, pmd, orig_pte, old_page);
}

/* ------------------------------------------------------------------ nothing there yet */

/*
 * The page that @entry, in @vma's table, names, with a reference; it is locked until it has been read.  *@ret becomes
 * VM_FAULT_MAJOR if it isn't in memory.  NULL: no memory, or nothing is in swap there; or the entry isn't that any more.
 */
static struct page *find_swapped_page(struct vm_area_struct *vma, unsigned long address, swp_entry_t entry, int *ret)
{
	struct page *page = lookup_swap_cache(entry);

	if (page)
		return page;
	*ret = VM_FAULT_MAJOR;
	return swapin_readahead(entry, GFP_HIGHUSER_MOVABLE, vma, address);
}

/* There was no page for @orig_pte: why?  Without memory VM_FAULT_OOM; an entry that can't be is reported. */
static int no_swapped_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pmd_t *pmd,
			   pte_t orig_pte)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	bool same = pte_same(*pte, orig_pte);

	pte_unmap_unlock(pte, ptl);
	if (!same)
		return 0;		/* somebody else was faster */
	if (swp_swapcount(pte_to_swp_entry(orig_pte)))
		return VM_FAULT_OOM;
	print_bad_pte(vma, address, orig_pte, NULL);
	return VM_FAULT_SIGBUS;
}

/*
 * The entry names a slot of a swap area: its page is found in the swap cache, or read back, and mapped (article 3.4.4).
 *
 *   the page           access    entry afterwards
 *   -----------------  --------  -----------------------------------------------
 *   any                read      read-only; the cache keeps the page
 *   ours alone         write     writable; the page leaves the cache, and its slot is free
 *   others' too        write     read-only, and then do_wp_page()
 *   not read (error)   any       stays: SIGBUS
 *
 * Nothing is locked while the page is looked for, so it may be another one's by the time that it is: the page lock keeps
 * it in the cache from then on, and the entry must still be the same (P2).
 */
static noinline int do_swap_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			pte_t *page_table, pmd_t *pmd, unsigned int flags, pte_t orig_pte)
{
	swp_entry_t entry = pte_to_swp_entry(orig_pte);
	int ret = 0, err = 0, exclusive = 0;
	struct page *page;
	spinlock_t *ptl;
	pte_t pte;

	page = find_swapped_page(vma, address, entry, &ret);
	if (unlikely(!page))
		return no_swapped_page(mm, vma, address, pmd, orig_pte);
	if (unlikely(!lock_page_or_retry(page, mm, flags))) {
		put_page(page);
		return ret | VM_FAULT_RETRY;
	}
	if (unlikely(!PageSwapCache(page) || page_private(page) != entry.val))
		goto out_page;
	if (unlikely(!PageUptodate(page))) {
		err = swap_reread(page);
		if (!PageSwapCache(page) || page_private(page) != entry.val)
			goto out_page;
	}
	page_table = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (unlikely(!pte_same(*page_table, orig_pte)))
		goto out_nomap;
	if (unlikely(err)) {
		ret = err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
		goto out_nomap;
	}
	inc_mm_counter(mm, MM_ANONPAGES);
	dec_mm_counter(mm, MM_SWAPENTS);
	pte = mk_pte(page, vma->vm_page_prot);
	if (flags & FAULT_FLAG_WRITE && reuse_swap_page(page)) {
		pte = maybe_mkwrite(pte_mkdirty(pte), vma);
		flags &= ~(unsigned int)FAULT_FLAG_WRITE;
		ret |= VM_FAULT_WRITE;
		exclusive = 1;
	}
	flush_icache_page(vma, page);
	set_pte_at(mm, address, page_table, pte);
	trace_event(set_pte, address, page_table);
	do_page_add_anon_rmap(page, vma, address, exclusive);
	swap_free(entry);
	if (vm_swap_full() || vma->vm_flags & VM_LOCKED || PageMlocked(page))
		try_to_free_swap(page);
	unlock_page(page);
	if (flags & FAULT_FLAG_WRITE) {
		ret |= do_wp_page(mm, vma, address, page_table, pmd, ptl, pte);
		return ret & VM_FAULT_ERROR ? ret & VM_FAULT_ERROR : ret;
	}
	update_mmu_cache(vma, address, page_table);
	pte_unmap_unlock(page_table, ptl);
	return ret;

out_nomap:
	pte_unmap_unlock(page_table, ptl);
out_page:
	unlock_page(page);
	put_page(page);
	return ret;
}

/* Reads see the zero page, which all share, until somebody writes.  Nothing is counted. */
static int do_anonymous_zero_page(struct mm_struct *mm, struct vm_area_struct *vma,
				  unsigned long address, pte_t *page_table, pmd_t *pmd)
{
	pte_t entry = pte_mkspecial(pfn_pte(my_zero_pfn(address), vma->vm_page_prot));
	spinlock_t *ptl = pte_lockptr(mm, pmd);

	spin_lock(ptl);
	if (likely(pte_none(*page_table))) {
		set_pte_at(mm, address, page_table, entry);
		trace_event(set_pte, address, page_table);
		update_mmu_cache(vma, address, page_table);
	}
	pte_unmap_unlock(page_table, ptl);
	return 0;
}

/* Memory of no file: zero before it is written to (article 3.4.4) */
static noinline int do_anonymous_page(struct mm_struct *mm, struct vm_area_struct *vma,
			     unsigned long address, pte_t *page_table, pmd_t *pmd,
			     unsigned int flags)
{
	struct page *page;
	spinlock_t *ptl;
	pte_t entry;

	/* A shared VMA has a file, if only shmem's; this one's driver has set no vm_ops */
	if (unlikely(vma->vm_flags & VM_SHARED))
		return VM_FAULT_SIGBUS;
	if (!(flags & FAULT_FLAG_WRITE))
		return do_anonymous_zero_page(mm, vma, address, page_table, pmd);

	if (unlikely(anon_vma_prepare(vma)))
		return VM_FAULT_OOM;
	page = alloc_zeroed_user_highpage_movable(vma, address);
	if (unlikely(!page))
		return VM_FAULT_OOM;
	__SetPageUptodate(page);			/* P4 */
	entry = maybe_mkwrite(pte_mkdirty(mk_pte(page, vma->vm_page_prot)), vma);

	/* The table stays (P1): the entry is where it was, and only its lock is needed */
	ptl = pte_lockptr(mm, pmd);
	spin_lock(ptl);
	if (unlikely(!pte_none(*page_table))) {
		pte_unmap_unlock(page_table, ptl);
		put_page(page);
		return 0;
	}
	inc_mm_counter(mm, MM_ANONPAGES);
	page_add_new_anon_rmap(page, vma, address);
	lru_cache_add_active_or_unevictable(page, vma);
	set_pte_at(mm, address, page_table, entry);
	trace_event(set_pte, address, page_table);
	update_mmu_cache(vma, address, page_table);
	pte_unmap_unlock(page_table, ptl);
	return 0;
}

/*
 * The page of the file, from vm_ops->fault(), into *@page, locked: so that it can't be truncated
 * before its entry is set.  @cow_page: where a private write will go, for a driver that has only
 * frames to copy from.
 */
static int __do_fault(struct vm_area_struct *vma, unsigned long address, pgoff_t pgoff,
		      unsigned int flags, struct page *cow_page, struct page **page)
{
	struct vm_fault vmf = {
		.virtual_address = (void __user *)(address & PAGE_MASK),
		.pgoff = pgoff,
		.flags = flags,
		.cow_page = cow_page,
	};
	int ret = vma->vm_ops->fault(vma, &vmf);

	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		return ret;
	if (vmf.page && unlikely(!(ret & VM_FAULT_LOCKED)))
		lock_page(vmf.page);
	*page = vmf.page;
	return ret;
}

/*
 * do_set_pte - the entry for @address leads to @page (article 3.4.4).
 *
 * @write: the access is a write.  @anon: the page is a private copy.  Caller holds the table's
 * lock, and has a reference to @page, which the entry has from now on.
 */
void do_set_pte(struct vm_area_struct *vma, unsigned long address, struct page *page, pte_t *pte,
		bool write, bool anon)
{
	pte_t entry = mk_pte(page, vma->vm_page_prot);

	flush_icache_page(vma, page);
	if (write)
		entry = maybe_mkwrite(pte_mkdirty(entry), vma);
	if (anon) {
		inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
		page_add_new_anon_rmap(page, vma, address);
	} else {
		inc_mm_counter(vma->vm_mm, mm_counter_file(page));
		page_add_file_rmap(page);
	}
	set_pte_at(vma->vm_mm, address, pte, entry);
	trace_event(set_pte, address, pte);
	update_mmu_cache(vma, address, pte);
}

/* How much of a file a read fault maps if its pages are there already; a power of two */
static unsigned long fault_around_bytes = 65536;

/* fault_around_bytes=SIZE, rounded down to a power of two: a page, and only what is touched is mapped */
static int __init fault_around_setup(char *str)
{
	char *end;
	unsigned long long size = memparse(str, &end);

	if (*end || size < PAGE_SIZE || size > PMD_SIZE)
		return -EINVAL;
	fault_around_bytes = rounddown_pow_of_two((unsigned long)size);
	return 0;
}
__setup("fault_around_bytes", fault_around_setup);

/*
 * The pages around @address that are in the page cache are mapped with it: those of a window of
 * fault_around_bytes, as far as it lies in the VMA and in the page table.  The window is aligned to its
 * size, but where the VMA begins inside of it, it begins there and keeps its size, so that it ends that
 * much later.  It is shortened at the front by what is mapped already.
 *
 *     aligned     |...............|...............|      . pages, A the VMA
 *     VMA         ......AAAAAAAAAAAAAAAAAAAAAAAAAAA
 *     window            [---------------)                for an address in its first part
 *
 * Caller holds the table's lock; map_pages() may not sleep.
 */
static void do_fault_around(struct vm_area_struct *vma, unsigned long address, pte_t *pte,
			    pgoff_t pgoff, unsigned int flags)
{
	unsigned long start_addr = max(address & ~(fault_around_bytes - 1) & PAGE_MASK,
				       vma->vm_start);
	unsigned long back = (address - start_addr) >> PAGE_SHIFT;
	struct vm_fault vmf;
	pgoff_t max_pgoff;

	back = min(back, (unsigned long)pte_index(address));
	pte -= back;
	pgoff -= back;
	start_addr = address - (back << PAGE_SHIFT);
	max_pgoff = pgoff + PTRS_PER_PTE - 1 - pte_index(start_addr);
	max_pgoff = min(max_pgoff, vma_pages(vma) + vma->vm_pgoff - 1);
	max_pgoff = min(max_pgoff, pgoff + (fault_around_bytes >> PAGE_SHIFT) - 1);

	for (; !pte_none(*pte); pte++) {		/* present entries need nothing */
		if (++pgoff > max_pgoff)
			return;
		start_addr += PAGE_SIZE;
		if (start_addr >= vma->vm_end)
			return;
	}
	vmf = (struct vm_fault) {
		.virtual_address = (void __user *)start_addr,
		.pte = pte,
		.pgoff = pgoff,
		.max_pgoff = max_pgoff,
		.flags = flags,
	};
	trace_event(map_pages, start_addr, pgoff, max_pgoff);
	vma->vm_ops->map_pages(vma, &vmf);
}

/* A read: the file's page as it is (article 3.4.4) */
static noinline int do_read_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			 pmd_t *pmd, pgoff_t pgoff, unsigned int flags, pte_t orig_pte)
{
	struct page *fault_page;
	spinlock_t *ptl;
	pte_t *pte;
	int ret;

	if (vma->vm_ops->map_pages && fault_around_bytes >> PAGE_SHIFT > 1) {
		pte = pte_offset_map_lock(mm, pmd, address, &ptl);
		do_fault_around(vma, address, pte, pgoff, flags);
		ret = pte_same(*pte, orig_pte);
		pte_unmap_unlock(pte, ptl);
		if (!ret)
			return 0;
	}
	ret = __do_fault(vma, address, pgoff, flags, NULL, &fault_page);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		return ret;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (unlikely(!pte_same(*pte, orig_pte))) {
		pte_unmap_unlock(pte, ptl);
		unlock_page(fault_page);
		put_page(fault_page);
		return ret;
	}
	do_set_pte(vma, address, fault_page, pte, false, false);
	unlock_page(fault_page);
	pte_unmap_unlock(pte, ptl);
	return ret;
}

/* A write to a private mapping: the page that the program gets is its own at once (article 3.4.4) */
static noinline int do_cow_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			pmd_t *pmd, pgoff_t pgoff, unsigned int flags, pte_t orig_pte)
{
	struct page *fault_page = NULL, *new_page;
	spinlock_t *ptl;
	pte_t *pte;
	int ret;

	if (unlikely(anon_vma_prepare(vma)))
		return VM_FAULT_OOM;
	new_page = alloc_page_vma(GFP_HIGHUSER_MOVABLE, vma, address);
	if (unlikely(!new_page))
		return VM_FAULT_OOM;
	ret = __do_fault(vma, address, pgoff, flags, new_page, &fault_page);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		goto uncharge_out;
	if (fault_page)
		copy_user_highpage(new_page, fault_page, address, vma);
	__SetPageUptodate(new_page);			/* P4 */

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (likely(pte_same(*pte, orig_pte))) {
		do_set_pte(vma, address, new_page, pte, true, true);
		lru_cache_add_active_or_unevictable(new_page, vma);
		new_page = NULL;
	}
	pte_unmap_unlock(pte, ptl);
	if (fault_page) {
		unlock_page(fault_page);
		put_page(fault_page);
	}
uncharge_out:
	if (unlikely(new_page))
		put_page(new_page);
	return ret;
}

/*
 * A write to a shared mapping: the page goes back to the file one day, so the file system is
 * asked, and told that the page is dirty (article 3.4.4).
 */
static noinline int do_shared_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			   pmd_t *pmd, pgoff_t pgoff, unsigned int flags, pte_t orig_pte)
{
	bool mkwrite = vma->vm_ops->page_mkwrite != NULL;
	struct page *fault_page;
	spinlock_t *ptl;
	pte_t *pte;
	int ret, tmp;

	ret = __do_fault(vma, address, pgoff, flags, NULL, &fault_page);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		return ret;
	if (mkwrite) {
		unlock_page(fault_page);
		tmp = do_page_mkwrite(vma, fault_page, address);
		if (unlikely(!tmp || (tmp & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)))) {
			put_page(fault_page);
			return tmp;
		}
	}
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (unlikely(!pte_same(*pte, orig_pte))) {
		pte_unmap_unlock(pte, ptl);
		unlock_page(fault_page);
		put_page(fault_page);
		return ret;
	}
	do_set_pte(vma, address, fault_page, pte, true, false);
	pte_unmap_unlock(pte, ptl);
	fault_dirty_shared_page(vma, fault_page, mkwrite);
	return ret;
}

/* The VMA shows a file, or what a driver has mapped into it: then all of it must be there (article 3.4.4) */
static noinline int do_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
		    pte_t *page_table, pmd_t *pmd, unsigned int flags, pte_t orig_pte)
{
	pgoff_t pgoff = linear_page_index(vma, address);

	pte_unmap(page_table);
	if (unlikely(!vma->vm_ops->fault))
		return VM_FAULT_SIGBUS;
	if (!(flags & FAULT_FLAG_WRITE))
		return do_read_fault(mm, vma, address, pmd, pgoff, flags, orig_pte);
	if (!(vma->vm_flags & VM_SHARED))
		return do_cow_fault(mm, vma, address, pmd, pgoff, flags, orig_pte);
	return do_shared_fault(mm, vma, address, pmd, pgoff, flags, orig_pte);
}

/*
 * ------------------------------------------------------------------ which of them
 *
 * Each row of the table is a function of its own for the compiler, too: a fault saves the registers and
 * makes the frame that its row needs, and not those of the rarest.
 */

/* The entry, at @pte, chooses (the table at the head of this file) */
static int handle_pte_fault(struct mm_struct *mm, struct vm_area_struct *vma,
			    unsigned long address, pte_t *pte, pmd_t *pmd, unsigned int flags)
{
	pte_t entry = READ_ONCE(*pte);
	spinlock_t *ptl;

	if (!pte_present(entry)) {
		if (pte_none(entry)) {
			if (vma->vm_ops)
				return do_fault(mm, vma, address, pte, pmd, flags, entry);
			return do_anonymous_page(mm, vma, address, pte, pmd, flags);
		}
		return do_swap_page(mm, vma, address, pte, pmd, flags, entry);
	}
	/* Nothing about the zero page can change: it's copied whatever others do, and then looked at */
	if ((flags & FAULT_FLAG_WRITE) && is_zero_pfn(pte_pfn(entry)) && !pte_write(entry) &&
	    !(vma->vm_flags & VM_SHARED))
		return wp_page_copy(mm, vma, address, pte, pmd, entry, NULL);
	ptl = pte_lockptr(mm, pmd);
	spin_lock(ptl);
	if (unlikely(!pte_same(*pte, entry)))
		goto unlock;
	if (flags & FAULT_FLAG_WRITE) {
		if (!pte_write(entry))
			return do_wp_page(mm, vma, address, pte, pmd, ptl, entry);
		entry = pte_mkdirty(entry);
	}
	entry = pte_mkyoung(entry);
	if (ptep_set_access_flags(vma, address, pte, entry, flags & FAULT_FLAG_WRITE))
		update_mmu_cache(vma, address, pte);
	else if (flags & FAULT_FLAG_WRITE)
		flush_tlb_fix_spurious_fault(vma, address);
	trace_event(set_pte, address, pte);
unlock:
	pte_unmap_unlock(pte, ptl);
	return 0;
}

/*
 * handle_mm_fault - make @address, page aligned, in @vma accessible as @flags, FAULT_FLAG_*, ask
 * (article 3.4.4).
 *
 * The VMA has been found to allow the access.  Returns VM_FAULT_*; with VM_FAULT_RETRY, mmap_sem
 * has been released.  Caller holds mmap_sem for reading.  May sleep.
 */
int handle_mm_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
		    unsigned int flags)
{
	pgd_t *pgd = pgd_offset(mm, address);
	pud_t *pud = pud_alloc(mm, pgd, address);
	pmd_t *pmd;

	__set_current_state(TASK_RUNNING);
	count_vm_event(PGFAULT);
	if (unlikely(!pud))
		return VM_FAULT_OOM;
	pmd = pmd_alloc(mm, pud, address);
	if (unlikely(!pmd))
		return VM_FAULT_OOM;
	if (unlikely(pte_alloc(mm, pmd, address)))
		return VM_FAULT_OOM;
	return handle_pte_fault(mm, vma, address, pte_offset_map(pmd, address), pmd, flags);
}
