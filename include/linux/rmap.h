/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reverse mapping: from a page to the page-table entries that map it.  mm/rmap.c
 *
 *   page->mapping        address_space, or anon_vma | PAGE_MAPPING_ANON
 *   page->index          place in the file, or (address >> PAGE_SHIFT) as vm_pgoff counts
 */
#ifndef _LINUX_RMAP_H
#define _LINUX_RMAP_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/vmstat.h>

/*
 * The VMAs that may hold anonymous pages that one VMA once had: itself, and those that fork made of it.
 * A VMA's pages point to its anon_vma, and the tree finds all VMAs from there.
 */
struct anon_vma {
	struct anon_vma *root;		/* the oldest ancestor, whose rwsem counts for all */
	struct rw_semaphore rwsem;	/* rb_root, of all anon_vmas below the root: in the root only */
	atomic_t refcount;		/* VMAs, children and who looks at it */
	unsigned int num_children;	/* anon_vmas whose parent it is; a root is its own child */
	unsigned int num_active_vmas;	/* VMAs whose vma->anon_vma it is: new pages of theirs point to it */
	struct anon_vma *parent;
	struct rb_root rb_root;		/* of anon_vma_chain, by page offset */
};

/* That @vma may hold pages of @anon_vma: many to many, so it takes a record */
struct anon_vma_chain {
	struct vm_area_struct *vma;
	struct anon_vma *anon_vma;
	struct list_head same_vma;	/* of vma->anon_vma_chain; mmap_sem, page_table_lock */
	struct rb_node rb;		/* of anon_vma->rb_root; anon_vma->root->rwsem */
	unsigned long rb_subtree_last;
#ifdef CONFIG_DEBUG_VM
	unsigned long cached_vma_start, cached_vma_last;
#endif
};

/* Pages of one content shared by many, as KSM makes them: there are none */
#define PageKsm(page)	0

static inline struct anon_vma *page_anon_vma(struct page *page)
{
	unsigned long mapping = (unsigned long)READ_ONCE(page->mapping);

	return mapping & PAGE_MAPPING_ANON ?
		(struct anon_vma *)(mapping & ~PAGE_MAPPING_ANON) : NULL;
}

/*
 * vm_normal_page() for many entries of one VMA: what doesn't change between them is read once.  The map of
 * pages is one array, in memory (FLATMEM) or in address space (vmemmap), so a frame's page is a subtraction away.
 */
#ifdef CONFIG_SPARSEMEM_VMEMMAP
#define PAGES_MAP	pfn_to_page(min_low_pfn)
#define PAGES_MAPPED	(max_pfn - min_low_pfn)
#else
#define PAGES_MAP	mem_map
#define PAGES_MAPPED	max_mapnr
#endif

struct normal_pages {
	unsigned long first_pfn, nr;	/* nr 0: every entry has to be looked at closely */
	struct page *map, *zero;
};

static inline struct normal_pages normal_pages(const struct vm_area_struct *vma)
{
	return (struct normal_pages) {
		.first_pfn = page_to_pfn(PAGES_MAP),
		.nr = vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP) ? 0 : PAGES_MAPPED,
		.map = PAGES_MAP,
		.zero = ZERO_PAGE(vma->vm_start),
	};
}

static __always_inline struct page *vm_normal_page_of(const struct normal_pages *n,
						      struct vm_area_struct *vma,
						      unsigned long addr, pte_t pte)
{
	unsigned long idx = pte_pfn(pte) - n->first_pfn;

	if (unlikely(idx >= n->nr || !early_pfn_valid(pte_pfn(pte))))
		return vm_normal_page(vma, addr, pte);
	return n->map + idx == n->zero ? NULL : n->map + idx;
}

void anon_vma_init(void);
int __anon_vma_prepare(struct vm_area_struct *vma);
int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src);
int anon_vma_fork(struct vm_area_struct *vma, struct vm_area_struct *pvma);
void unlink_anon_vmas(struct vm_area_struct *vma);
void __put_anon_vma(struct anon_vma *anon_vma);
struct anon_vma *page_get_anon_vma(struct page *page);
struct anon_vma *page_lock_anon_vma_read(struct page *page);
void page_unlock_anon_vma_read(struct anon_vma *anon_vma);

/*
 * anon_vma_prepare - @vma is about to get its first anonymous page.
 *
 * 0, or -ENOMEM.  Caller holds mmap_sem.  May sleep.
 */
#define anon_vma_prepare(vma)						\
	(likely((vma)->anon_vma) ? 0 : __anon_vma_prepare(vma))

static inline void get_anon_vma(struct anon_vma *anon_vma)
{
	atomic_inc(&anon_vma->refcount);
}

static inline void put_anon_vma(struct anon_vma *anon_vma)
{
	if (atomic_dec_and_test(&anon_vma->refcount))
		__put_anon_vma(anon_vma);
}

static inline void anon_vma_lock_write(struct anon_vma *anon_vma)
{
	down_write(&anon_vma->root->rwsem);
}

static inline void anon_vma_unlock_write(struct anon_vma *anon_vma)
{
	up_write(&anon_vma->root->rwsem);
}

static inline void anon_vma_lock_read(struct anon_vma *anon_vma)
{
	down_read(&anon_vma->root->rwsem);
}

static inline void anon_vma_unlock_read(struct anon_vma *anon_vma)
{
	up_read(&anon_vma->root->rwsem);
}

/* Two VMAs become one (vma_merge): their pages must have one anon_vma */
static inline void anon_vma_merge(struct vm_area_struct *vma, struct vm_area_struct *next)
{
	VM_BUG_ON(vma->anon_vma != next->anon_vma);
	unlink_anon_vmas(next);
}

void page_move_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address);
void page_add_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address);
void do_page_add_anon_rmap(struct page *page, struct vm_area_struct *vma, unsigned long address, int exclusive);
void page_add_new_anon_rmap(struct page *page, struct vm_area_struct *vma,
			    unsigned long address);
void page_add_file_rmap(struct page *page);
void page_remove_rmap(struct page *page);

/* fork: one more table maps @page as the one that it is copied from */
static inline void page_dup_rmap(struct page *page)
{
	atomic_inc(&page->_mapcount);
}

/*
 * One entry less maps @page.  Was it the last?  An anonymous page that is mapped once can't gain
 * a mapping but through the table whose lock the caller holds, or from the swap cache, so nothing
 * need be atomic then.
 */
static inline bool page_rmap_was_last(struct page *page)
{
	if (likely(PageAnon(page) && atomic_read(&page->_mapcount) == 0 && !PageSwapCache(page))) {
		atomic_set(&page->_mapcount, -1);
		return true;
	}
	return atomic_add_negative(-1, &page->_mapcount);
}

/* What rmap_walk() does for each VMA that may map the page */
struct rmap_walk_control {
	void *arg;
	int (*rmap_one)(struct page *page, struct vm_area_struct *vma, unsigned long addr,
			void *arg);		/* SWAP_AGAIN goes on */
	int (*done)(struct page *page);		/* nonzero ends it early; may be NULL */
	bool (*invalid_vma)(struct vm_area_struct *vma, void *arg);	/* may be NULL */
};

#define SWAP_SUCCESS	0
#define SWAP_AGAIN	1
#define SWAP_FAIL	2
#define SWAP_MLOCK	3

/* How try_to_unmap() goes about it */
enum ttu_flags {
	TTU_UNMAP = 1,			/* nothing special */
	TTU_IGNORE_MLOCK = 1 << 8,	/* even out of VM_LOCKED VMAs */
	TTU_IGNORE_ACCESS = 1 << 9,	/* even if it was used a moment ago */
};

int rmap_walk(struct page *page, struct rmap_walk_control *rwc);
pte_t *__page_check_address(struct page *page, struct mm_struct *mm, unsigned long address,
			    spinlock_t **ptlp, int sync);
#define page_check_address(page, mm, address, ptlp, sync)		\
	__page_check_address(page, mm, address, ptlp, sync)
unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma);
int page_mapped_in_vma(struct page *page, struct vm_area_struct *vma);
int page_referenced(struct page *page, int is_locked, unsigned long *vm_flags);
int page_mkclean(struct page *page);
int try_to_unmap(struct page *page, enum ttu_flags flags);

/* Counts every mapping of @mm anew and compares: for tests.  Caller holds mmap_sem. */
bool rmap_check(struct mm_struct *mm);
bool rmap_counters_check(void);
bool mm_counters_check(struct mm_struct *mm);

#endif
