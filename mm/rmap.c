/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reverse mapping: from a page to every page-table entry that maps it.
 *
 * Idea.  A page says where it belongs: a file and a place in it, or an anon_vma and a place in that.
 * The file's tree or the anon_vma's finds the VMAs that show this place, and each VMA gives the
 * address.  So a page costs two words, not a list of its mappings.
 *
 *   page->mapping                          VMAs that may map the page
 *     address_space ------- i_mmap ------> vma, vma, ...                  (shared.rb)
 *     anon_vma | 1 -------- rb_root -----> avc -> vma, avc -> vma, ...    (anon_vma_chain)
 *
 *   A parent P that forks C, which forks G.  Each has its own anon_vma for pages made since:
 *
 *     vma of P:  avc-P/P                       pages of P before the fork are found from anon_vma P:
 *     vma of C:  avc-C/P  avc-C/C              all three VMAs; those that C copied since, from C:
 *     vma of G:  avc-G/P  avc-G/C  avc-G/G     two; those of G, from G: one
 *
 * Invariants (rmap_check() asserts R1, R2 and R5, rmap_counters_check() R3; nothing asserts R4)
 *   R1  _mapcount + 1 is the number of entries, in all page tables, that map the page
 *   R2  a page that a VMA maps anonymously has an anon_vma in that VMA's chain, and its
 *       index is where the VMA has it
 *   R3  NR_ANON_PAGES and NR_FILE_MAPPED count pages with _mapcount >= 0
 *   R4  an anon_vma lives as long as a VMA or a child of it, so at least as long as a page that it maps
 *   R5  a VMA's own anon_vma is in its chain, and num_active_vmas counts the VMAs whose own it is
 *
 * Lock order, of all of memory management; the debug build sees to it (kernel/lockdep.c):
 *
 *   inode->i_mutex
 *     mm->mmap_sem
 *       page lock (PG_locked)
 *         shmem_swaplist_mutex
 *         mapping->i_mmap_rwsem
 *           anon_vma->root->rwsem
 *             mm->page_table_lock, page-table lock (ptl)
 *               mapping->tree_lock, the swap cache's too
 *               mmlist_lock
 *               swap_lock
 *                 swap_info_struct.lock
 *                   swap_avail_lock
 *               zone->lru_lock
 *               anon_vma_ref_lock
 *                 slab's list_lock; the buddy allocator's zone->lock
 *
 *   Of two ptls fork takes the child's first, of which nobody else knows yet; mremap, which has mmap_sem for
 *   writing, that of the old address.  swapon_mutex is outside of i_mutex.
 *
 * Context.  Adding and removing: the page-table lock.  Chains: mmap_sem for writing, or for reading
 * with page_table_lock.  Differs from Linux 4.x: that an anon_vma isn't freed under somebody who
 * comes from a page is seen to by anon_vma_ref_lock, not by RCU and a cache of stable type; no KSM,
 * no huge pages, no migration.
 *
 * Read __anon_vma_prepare(), anon_vma_fork(), page_add_new_anon_rmap(), rmap_walk(), try_to_unmap().
 * Tests: rmap.*.  Article 3.4.4.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/trace.h>
#include <asm/tlbflush.h>
#include "internal.h"

static struct kmem_cache *anon_vma_cachep;
static struct kmem_cache *anon_vma_chain_cachep;
static DEFINE_SPINLOCK(anon_vma_ref_lock);

/* anon_vma_init - the caches, at boot. */
void __init anon_vma_init(void)
{
	anon_vma_cachep = KMEM_CACHE(anon_vma, SLAB_PANIC);
	anon_vma_chain_cachep = KMEM_CACHE(anon_vma_chain, SLAB_PANIC);
}

/* ------------------------------------------------------------------ anon_vma and its chains */

/* A root, with one user; or NULL */
static struct anon_vma *anon_vma_alloc(void)
{
	struct anon_vma *anon_vma = kmem_cache_alloc(anon_vma_cachep, GFP_KERNEL);

	if (!anon_vma)
		return NULL;
	atomic_set(&anon_vma->refcount, 1);
	anon_vma->num_children = 0;
	anon_vma->num_active_vmas = 0;
	anon_vma->parent = anon_vma;
	anon_vma->root = anon_vma;
	anon_vma->rb_root = RB_ROOT;
	init_rwsem(&anon_vma->rwsem);
	return anon_vma;
}

/*
 * Nobody has it any more.  Somebody may still come from a page that was mapped a moment ago: he
 * holds anon_vma_ref_lock, finds that there are no users, and is waited for here.
 */
static void anon_vma_free(struct anon_vma *anon_vma)
{
	VM_BUG_ON(atomic_read(&anon_vma->refcount));
	VM_BUG_ON(anon_vma->num_active_vmas);
	spin_lock(&anon_vma_ref_lock);
	spin_unlock(&anon_vma_ref_lock);
	kmem_cache_free(anon_vma_cachep, anon_vma);
}

/* The last user of @anon_vma has let go, see put_anon_vma().  A root lives on for those below it. */
void __put_anon_vma(struct anon_vma *anon_vma)
{
	struct anon_vma *root = anon_vma->root;

	anon_vma_free(anon_vma);
	if (root != anon_vma && atomic_dec_and_test(&root->refcount))
		anon_vma_free(root);
}

static struct anon_vma_chain *anon_vma_chain_alloc(void)
{
	return kmem_cache_alloc(anon_vma_chain_cachep, GFP_KERNEL);
}

static void anon_vma_chain_free(struct anon_vma_chain *avc)
{
	kmem_cache_free(anon_vma_chain_cachep, avc);
}

/* Caller holds the root's rwsem for writing, or nobody else knows @anon_vma */
static void anon_vma_chain_link(struct vm_area_struct *vma, struct anon_vma_chain *avc,
				struct anon_vma *anon_vma)
{
	avc->vma = vma;
	avc->anon_vma = anon_vma;
	list_add(&avc->same_vma, &vma->anon_vma_chain);
	anon_vma_interval_tree_insert(avc, &anon_vma->rb_root);
}

/*
 * __anon_vma_prepare - an anon_vma for a VMA that has none: that of a neighbour with which it
 * could be merged, else a new one.
 *
 * 0, or -ENOMEM.  Caller holds mmap_sem, for reading at least: two faults may come at once, and
 * page_table_lock decides who was first.  May sleep.
 */
int __anon_vma_prepare(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc = anon_vma_chain_alloc();
	struct mm_struct *mm = vma->vm_mm;
	struct anon_vma *anon_vma, *allocated = NULL;

	if (!avc)
		return -ENOMEM;
	anon_vma = find_mergeable_anon_vma(vma);
	if (!anon_vma) {
		anon_vma = allocated = anon_vma_alloc();
		if (unlikely(!anon_vma)) {
			anon_vma_chain_free(avc);
			return -ENOMEM;
		}
		anon_vma->num_children++;	/* a root's parent is itself */
	}
	trace_event(anon_vma_prepare, vma->vm_start, anon_vma);
	anon_vma_lock_write(anon_vma);
	spin_lock(&mm->page_table_lock);
	if (likely(!vma->anon_vma)) {
		vma->anon_vma = anon_vma;
		anon_vma_chain_link(vma, avc, anon_vma);
		anon_vma->num_active_vmas++;
		allocated = NULL;
		avc = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	anon_vma_unlock_write(anon_vma);
	if (unlikely(allocated))
		put_anon_vma(allocated);
	if (unlikely(avc))
		anon_vma_chain_free(avc);
	return 0;
}

/*
 * anon_vma_clone - @dst may have every page that @src may have: split, mremap, fork.
 *
 * If @dst has no anon_vma of its own, an ancestor that is no VMA's own and has at most one child is given to
 * it, so that a process that forks and forks again doesn't make the chains longer and longer.  The two are
 * counted apart: VMAs whose own it is may differ in what else is in their chains, so that the other's merge
 * or split would not know of it, and a second one must not come.
 *
 * 0, or -ENOMEM with @dst's chain empty.  Caller holds mmap_sem for writing.  May sleep.
 */
int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src)
{
	struct anon_vma_chain *avc, *pavc;
	bool counted = false;

	list_for_each_entry_reverse(pavc, &src->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma = pavc->anon_vma;

		avc = anon_vma_chain_alloc();
		if (unlikely(!avc))
			goto enomem_failure;
		anon_vma_lock_write(anon_vma);
		anon_vma_chain_link(dst, avc, anon_vma);
		/* Chosen and counted under one lock: other children of the root may be forking, too */
		if (!dst->anon_vma && src->anon_vma && !anon_vma->num_active_vmas && anon_vma->num_children < 2)
			dst->anon_vma = anon_vma;
		if (dst->anon_vma == anon_vma) {
			anon_vma->num_active_vmas++;
			counted = true;
		}
		anon_vma_unlock_write(anon_vma);
	}
	return 0;

enomem_failure:
	/* unlink_anon_vmas() mustn't take off what wasn't added */
	if (!counted)
		dst->anon_vma = NULL;
	unlink_anon_vmas(dst);
	dst->anon_vma = NULL;
	return -ENOMEM;
}

/*
 * anon_vma_fork - a child's @vma, copied from the parent's @pvma: what the parent has is
 * found in both, what the child will have is its own.
 *
 * 0, or -ENOMEM.  Caller holds the parent's mmap_sem for writing; nobody else knows the child yet.  May sleep.
 */
int anon_vma_fork(struct vm_area_struct *vma, struct vm_area_struct *pvma)
{
	struct anon_vma_chain *avc;
	struct anon_vma *anon_vma;

	if (!pvma->anon_vma)
		return 0;
	vma->anon_vma = NULL;
	if (anon_vma_clone(vma, pvma))
		return -ENOMEM;
	if (vma->anon_vma)
		return 0;
	anon_vma = anon_vma_alloc();
	avc = anon_vma_chain_alloc();
	if (unlikely(!anon_vma || !avc))
		goto out_error;
	anon_vma->root = pvma->anon_vma->root;
	anon_vma->parent = pvma->anon_vma;
	get_anon_vma(anon_vma->root);
	vma->anon_vma = anon_vma;
	anon_vma->num_active_vmas++;
	anon_vma_lock_write(anon_vma);
	anon_vma_chain_link(vma, avc, anon_vma);
	anon_vma->parent->num_children++;
	anon_vma_unlock_write(anon_vma);
	return 0;

out_error:
	if (anon_vma)
		put_anon_vma(anon_vma);
	if (avc)
		anon_vma_chain_free(avc);
	unlink_anon_vmas(vma);
	return -ENOMEM;
}

/* Takes @vma out of all trees; the records of anon_vmas that nothing else is in stay, unlinked */
static void unlink_from_trees(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc, *next;

	list_for_each_entry_safe(avc, next, &vma->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma = avc->anon_vma;

		anon_vma_lock_write(anon_vma);
		anon_vma_interval_tree_remove(avc, &anon_vma->rb_root);
		if (vma->anon_vma == anon_vma)
			anon_vma->num_active_vmas--;
		if (RB_EMPTY_ROOT(&anon_vma->rb_root)) {
			anon_vma->parent->num_children--;
			anon_vma_unlock_write(anon_vma);
			continue;
		}
		anon_vma_unlock_write(anon_vma);
		list_del(&avc->same_vma);
		anon_vma_chain_free(avc);
	}
}

/*
 * unlink_anon_vmas - @vma goes, and its pages are gone already.  Caller holds mmap_sem for
 * writing, or the address space ends.
 */
void unlink_anon_vmas(struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc, *next;

	if (list_empty(&vma->anon_vma_chain))
		return;
	unlink_from_trees(vma);
	/* Not under a root's rwsem, which may be in what is freed */
	list_for_each_entry_safe(avc, next, &vma->anon_vma_chain, same_vma) {
		put_anon_vma(avc->anon_vma);
		list_del(&avc->same_vma);
		anon_vma_chain_free(avc);
	}
}

/* page_get_anon_vma - one more user of @page's anon_vma; NULL when nothing maps the page (R4) */
struct anon_vma *page_get_anon_vma(struct page *page)
{
	struct anon_vma *anon_vma;

	spin_lock(&anon_vma_ref_lock);
	anon_vma = page_anon_vma(page);
	if (anon_vma && (!page_mapped(page) || !atomic_inc_not_zero(&anon_vma->refcount)))
		anon_vma = NULL;
	spin_unlock(&anon_vma_ref_lock);
	return anon_vma;
}

/* The same, with its root's rwsem held for reading.  May sleep. */
struct anon_vma *page_lock_anon_vma_read(struct page *page)
{
	struct anon_vma *anon_vma = page_get_anon_vma(page);

	if (anon_vma)
		anon_vma_lock_read(anon_vma);
	return anon_vma;
}

void page_unlock_anon_vma_read(struct anon_vma *anon_vma)
{
	anon_vma_unlock_read(anon_vma);
	put_anon_vma(anon_vma);
}

/* ------------------------------------------------------------------ adding and removing */

static inline void page_set_anon_rmap(struct page *page, struct vm_area_struct *vma,
				      unsigned long address)
{
	page->mapping = (struct address_space *)((unsigned long)vma->anon_vma + PAGE_MAPPING_ANON);
	page->index = linear_page_index(vma, address);
}

/*
 * page_move_anon_rmap - @vma turns out to be the only VMA that has @page: from now on the page
 * is of its own anon_vma, and no other VMA is looked at for it.  Page-table lock.
 */
void page_move_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	VM_BUG_ON_PAGE(page->index != linear_page_index(vma, address), page);
	WRITE_ONCE(page->mapping,
		   (struct address_space *)((unsigned long)vma->anon_vma + PAGE_MAPPING_ANON));
}

/*
 * do_page_add_anon_rmap - page_add_anon_rmap(); @exclusive: nobody else can have the page.
 *
 * A page that was read back from swap may be the parent's, too, so any of the family's VMAs may map it: it is of the
 * root's anon_vma then, which is in every chain.
 */
void do_page_add_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address, int exclusive)
{
	struct anon_vma *anon_vma = exclusive ? vma->anon_vma : vma->anon_vma->root;

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (atomic_inc_return(&page->_mapcount) != 0)
		return;
	inc_zone_page_state(page, NR_ANON_PAGES);
	if (PageAnon(page))
		return;
	page->mapping = (struct address_space *)((unsigned long)anon_vma + PAGE_MAPPING_ANON);
	page->index = linear_page_index(vma, address);
}

/*
 * page_add_anon_rmap - an entry for anonymous @page at @address is being set (article 3.4.4).
 * Caller holds the page-table lock, and the page lock: the page has come from elsewhere.
 */
void page_add_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	do_page_add_anon_rmap(page, vma, address, 0);
}

/* The same for a page that nobody else knows yet: no operation has to be atomic */
void page_add_new_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	VM_BUG_ON_PAGE(address < vma->vm_start || address >= vma->vm_end, page);
	__SetPageSwapBacked(page);
	atomic_set(&page->_mapcount, 0);
	inc_zone_page_state(page, NR_ANON_PAGES);
	page_set_anon_rmap(page, vma, address);
}

/* page_add_file_rmap - the same for a page of a file.  Page-table lock. */
void page_add_file_rmap(struct page *page)
{
	if (atomic_inc_return(&page->_mapcount) == 0)
		inc_zone_page_state(page, NR_FILE_MAPPED);
}

/*
 * page_remove_rmap - an entry for @page is gone (article 3.4.4).  Page-table lock.
 *
 * page->mapping stays until the page is freed: the page is of this anon_vma no longer than the
 * caller keeps its reference.
 */
void page_remove_rmap(struct page *page)
{
	if (page_rmap_was_last(page))
		dec_zone_page_state(page, PageAnon(page) ? NR_ANON_PAGES : NR_FILE_MAPPED);
}

/* ------------------------------------------------------------------ from a page to its entries */

/* Where @vma would have @page, whether or not it is inside */
static unsigned long __vma_address(struct page *page, struct vm_area_struct *vma)
{
	return vma->vm_start + ((page->index - vma->vm_pgoff) << PAGE_SHIFT);
}

/* Where @vma would have @page; only when it is inside */
static unsigned long vma_address(struct page *page, struct vm_area_struct *vma)
{
	unsigned long address = __vma_address(page, vma);

	VM_BUG_ON(address < vma->vm_start || address >= vma->vm_end);
	return address;
}

/* page_address_in_vma - where @vma would have @page, or -EFAULT.  Caller holds mmap_sem. */
unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma)
{
	unsigned long address;

	if (PageAnon(page)) {
		if (!vma->anon_vma || vma->anon_vma->root != page_anon_vma(page)->root)
			return -EFAULT;
	} else if (!page->mapping || !vma->vm_file || vma->vm_file->f_mapping != page->mapping) {
		return -EFAULT;
	}
	address = __vma_address(page, vma);
	if (unlikely(address < vma->vm_start || address >= vma->vm_end))
		return -EFAULT;
	return address;
}

/*
 * __page_check_address - the entry of @mm for @address if it maps @page, with its lock held in
 * *@ptlp; else NULL.  @sync: lock before looking, so that an entry just being changed is waited for.
 */
pte_t *__page_check_address(struct page *page, struct mm_struct *mm, unsigned long address,
			    spinlock_t **ptlp, int sync)
{
	pmd_t *pmd = mm_find_pmd(mm, address);
	spinlock_t *ptl;
	pte_t *pte;

	if (!pmd)
		return NULL;
	pte = pte_offset_map(pmd, address);
	if (!sync && !pte_present(*pte))
		return NULL;
	ptl = pte_lockptr(mm, pmd);
	spin_lock(ptl);
	if (pte_present(*pte) && pte_pfn(*pte) == page_to_pfn(page)) {
		*ptlp = ptl;
		__release(ptl);		/* the caller's from here on: sparse hears of it there */
		return pte;
	}
	pte_unmap_unlock(pte, ptl);
	return NULL;
}

/* page_mapped_in_vma - does an entry of @vma map @page? */
int page_mapped_in_vma(struct page *page, struct vm_area_struct *vma)
{
	unsigned long address = __vma_address(page, vma);
	spinlock_t *ptl;
	pte_t *pte;

	if (address < vma->vm_start || address >= vma->vm_end)
		return 0;
	pte = page_check_address(page, vma->vm_mm, address, &ptl, 1);
	if (!pte)
		return 0;
	__acquire(ptl);
	pte_unmap_unlock(pte, ptl);
	return 1;
}

/* Does the walk go on after @vma? */
static int rmap_walk_vma(struct page *page, struct vm_area_struct *vma,
			 struct rmap_walk_control *rwc)
{
	int ret;

	if (rwc->invalid_vma && rwc->invalid_vma(vma, rwc->arg))
		return SWAP_AGAIN;
	ret = rwc->rmap_one(page, vma, vma_address(page, vma), rwc->arg);
	if (ret == SWAP_AGAIN && rwc->done && rwc->done(page))
		return SWAP_SUCCESS;
	return ret;
}

static int rmap_walk_anon(struct page *page, struct rmap_walk_control *rwc)
{
	struct anon_vma *anon_vma = page_lock_anon_vma_read(page);
	pgoff_t pgoff = page->index;
	struct anon_vma_chain *avc;
	int ret = SWAP_AGAIN;

	if (!anon_vma)
		return ret;
	anon_vma_interval_tree_foreach(avc, &anon_vma->rb_root, pgoff, pgoff) {
		ret = rmap_walk_vma(page, avc->vma, rwc);
		if (ret != SWAP_AGAIN)
			break;
	}
	page_unlock_anon_vma_read(anon_vma);
	return ret;
}

static int rmap_walk_file(struct page *page, struct rmap_walk_control *rwc)
{
	struct address_space *mapping = page->mapping;
	pgoff_t pgoff = page->index;
	struct vm_area_struct *vma;
	int ret = SWAP_AGAIN;

	if (!mapping)
		return ret;
	i_mmap_lock_read(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
		ret = rmap_walk_vma(page, vma, rwc);
		if (ret != SWAP_AGAIN)
			break;
	}
	i_mmap_unlock_read(mapping);
	return ret;
}

/*
 * rmap_walk - for each VMA that may map @page, @rwc->rmap_one(page, vma, address).
 *
 * Returns what ended it, SWAP_AGAIN when nothing did.  The page is locked, so that it keeps its
 * mapping.  May sleep.
 */
int rmap_walk(struct page *page, struct rmap_walk_control *rwc)
{
	return PageAnon(page) ? rmap_walk_anon(page, rwc) : rmap_walk_file(page, rwc);
}

struct page_referenced_arg {
	int mapcount;			/* entries not looked at yet */
	int referenced;
	unsigned long vm_flags;
};

static int page_referenced_one(struct page *page, struct vm_area_struct *vma,
			       unsigned long address, void *arg)
{
	struct page_referenced_arg *pra = arg;
	spinlock_t *ptl;
	pte_t *pte = page_check_address(page, vma->vm_mm, address, &ptl, 0);

	if (!pte)
		return SWAP_AGAIN;
	__acquire(ptl);
	if (ptep_clear_flush_young(vma, address, pte) && likely(!(vma->vm_flags & VM_SEQ_READ)))
		pra->referenced++;
	pte_unmap_unlock(pte, ptl);
	pra->vm_flags |= vma->vm_flags;
	return --pra->mapcount ? SWAP_AGAIN : SWAP_SUCCESS;
}

/*
 * page_referenced - how many of @page's entries were used since the last call; they are old now.
 * *@vm_flags: the flags of all VMAs that map it, together.  @is_locked: the caller has locked it.
 */
int page_referenced(struct page *page, int is_locked, unsigned long *vm_flags)
{
	struct page_referenced_arg pra = { .mapcount = page_mapcount(page) };
	struct rmap_walk_control rwc = { .rmap_one = page_referenced_one, .arg = &pra };

	*vm_flags = 0;
	if (!pra.mapcount || !page->mapping)
		return 0;
	if (!is_locked && !trylock_page(page))
		return 1;
	rmap_walk(page, &rwc);
	*vm_flags = pra.vm_flags;
	if (!is_locked)
		unlock_page(page);
	return pra.referenced;
}

/* ------------------------------------------------------------------ clean again */

/* One entry is clean and read-only from now on; *@arg counts those that weren't */
static int page_mkclean_one(struct page *page, struct vm_area_struct *vma, unsigned long address, void *arg)
{
	int *cleaned = arg;
	spinlock_t *ptl;
	pte_t *pte = page_check_address(page, vma->vm_mm, address, &ptl, 1);

	if (!pte)
		return SWAP_AGAIN;
	__acquire(ptl);
	if (pte_dirty(*pte) || pte_write(*pte)) {
		pte_t entry = ptep_clear_flush(vma, address, pte);

		set_pte_at(vma->vm_mm, address, pte, pte_mkclean(pte_wrprotect(entry)));
		(*cleaned)++;
	}
	pte_unmap_unlock(pte, ptl);
	return SWAP_AGAIN;
}

/* A private VMA's entry can't change the file's page */
static bool invalid_mkclean_vma(struct vm_area_struct *vma, void *arg)
{
	return !(vma->vm_flags & VM_SHARED);
}

/*
 * page_mkclean - how many entries could have changed @page, a file's, locked; the next store to each faults.
 *
 * With entries read-only, page_mkwrite() hears of that store.  Sleeps.
 */
int page_mkclean(struct page *page)
{
	int cleaned = 0;
	struct rmap_walk_control rwc = {
		.arg = &cleaned, .rmap_one = page_mkclean_one, .invalid_vma = invalid_mkclean_vma,
	};

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (page_mapped(page) && page->mapping)
		rmap_walk(page, &rwc);
	return cleaned;
}

/* ------------------------------------------------------------------ unmapped again */

/* Anonymous @page's entry becomes its place in swap.  false: that can't be counted once more. */
static bool unmap_to_swap(struct page *page, struct mm_struct *mm, unsigned long address, pte_t *pte)
{
	swp_entry_t entry = { .val = page_private(page) };

	VM_BUG_ON_PAGE(!PageSwapCache(page), page);
	if (swap_duplicate(entry) < 0)
		return false;
	mmlist_add(mm, &init_mm);
	dec_mm_counter(mm, MM_ANONPAGES);
	inc_mm_counter(mm, MM_SWAPENTS);
	set_pte_at(mm, address, pte, swp_entry_to_pte(entry));
	return true;
}

/*
 * One entry, if it may go:
 *
 *   the VMA is VM_LOCKED           SWAP_MLOCK   the page goes to the unevictable list
 *   used since it was last asked   SWAP_FAIL    and it is old now
 *   a file's page                  SWAP_AGAIN   none: a fault finds the page by the file
 *   anonymous, in the swap cache   SWAP_AGAIN   its place in swap, by which a fault finds it
 *   ... and that has no count left SWAP_FAIL
 *
 * What the entry knew of the page, dirty, the page must know before it can be seen clean.
 */
static int try_to_unmap_one(struct page *page, struct vm_area_struct *vma, unsigned long address, void *arg)
{
	enum ttu_flags flags = (enum ttu_flags)(unsigned long)arg;
	struct mm_struct *mm = vma->vm_mm;
	int ret = SWAP_AGAIN;
	spinlock_t *ptl;
	pte_t pteval, *pte = page_check_address(page, mm, address, &ptl, 0);

	if (!pte)
		return SWAP_AGAIN;
	__acquire(ptl);
	if (!(flags & TTU_IGNORE_MLOCK) && vma->vm_flags & VM_LOCKED) {
		/* munlock() clears VM_LOCKED, and then waits for the page lock to undo this */
		mlock_vma_page(page);
		ret = SWAP_MLOCK;
		goto out_unmap;
	}
	if (!(flags & TTU_IGNORE_ACCESS) && ptep_clear_flush_young(vma, address, pte)) {
		ret = SWAP_FAIL;
		goto out_unmap;
	}
	pteval = ptep_clear_flush(vma, address, pte);
	if (pte_dirty(pteval))
		set_page_dirty(page);
	update_hiwater_rss(mm);
	if (!PageAnon(page)) {
		dec_mm_counter(mm, mm_counter_file(page));
	} else if (!unmap_to_swap(page, mm, address, pte)) {
		set_pte_at(mm, address, pte, pteval);
		ret = SWAP_FAIL;
		goto out_unmap;
	}
	trace_event(try_to_unmap, address, page_to_pfn(page));
	page_remove_rmap(page);
	put_page(page);
out_unmap:
	pte_unmap_unlock(pte, ptl);
	return ret;
}

static int page_not_mapped(struct page *page)
{
	return !page_mapped(page);
}

/*
 * try_to_unmap - takes @page out of all page tables.
 *
 * @page is locked, and an anonymous one is in the swap cache.  SWAP_SUCCESS: nothing maps it; SWAP_AGAIN: something still
 * does; SWAP_FAIL: something needs it; SWAP_MLOCK: it is in a VM_LOCKED VMA, and on its way to the unevictable list.  The
 * caller has a reference.  May sleep.
 */
int try_to_unmap(struct page *page, enum ttu_flags flags)
{
	struct rmap_walk_control rwc = {
		.arg = (void *)(unsigned long)flags, .rmap_one = try_to_unmap_one, .done = page_not_mapped,
	};
	int ret;

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	ret = rmap_walk(page, &rwc);
	if (ret != SWAP_MLOCK && !page_mapped(page))
		ret = SWAP_SUCCESS;
	return ret;
}
