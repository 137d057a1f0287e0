/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory management's own header: what a struct page says, and who may keep it.
 *
 *   _refcount   0    free, or the tail of a block, or on its way between the two
 *               1    one user: who allocated it
 *               n    n users; the last put_page() frees it
 *   _mapcount  -1    in no page table
 *               n    n + 1 page tables' entries
 *            -128    first page of a free block: PageBuddy()
 *
 * A compound page (__GFP_COMP) counts in its first page, the head, whatever page of it was
 * named.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <asm/memory.h>
#include <asm/pgtable.h>

struct file;
struct sysinfo;

/* Frames by number: the first of RAM, the end of lowmem, the end of RAM.  Set by asm/mm/init.c */
extern unsigned long min_low_pfn;
extern unsigned long max_low_pfn;
extern unsigned long max_pfn;

extern unsigned long totalram_pages;		/* managed by the buddy allocator, all zones */
extern unsigned long totalhigh_pages;		/* of them, in ZONE_HIGHMEM */
extern unsigned long totalreserve_pages;	/* kept back by watermarks */
extern int min_free_kbytes;
extern unsigned long nr_bad_pages;		/* reports of bad_page() since boot */

/* The zone, in the top bits of flags */
static inline enum zone_type page_zonenum(const struct page *page)
{
	return (enum zone_type)((page->flags >> ZONES_PGSHIFT) & ZONES_MASK);
}

static inline struct zone *page_zone(const struct page *page)
{
	return &contig_page_data.node_zones[page_zonenum(page)];
}

static inline void set_page_zone(struct page *page, enum zone_type zone)
{
	page->flags &= ~(ZONES_MASK << ZONES_PGSHIFT);
	page->flags |= ((unsigned long)zone & ZONES_MASK) << ZONES_PGSHIFT;
}

/*
 * lowmem_page_address - the address of a lowmem page, for ever the same.
 * page_address() also knows high pages: NULL unless the page is mapped by kmap().
 */
static inline void *lowmem_page_address(const struct page *page)
{
	return page_to_virt(page);
}

static inline bool PageHighMem(const struct page *page)
{
	return page_zonenum(page) == ZONE_HIGHMEM;
}

void *page_address(const struct page *page);

/* Compound pages */
static inline unsigned int compound_order(const struct page *page)
{
	return PageHead(page) ? page[1].compound_order : 0;
}

static inline void set_compound_order(struct page *page, unsigned int order)
{
	page[1].compound_order = order;
}

static inline struct page *virt_to_head_page(const void *x)
{
	return compound_head(virt_to_page(x));
}

/* Users of a page */
static inline int page_ref_count(const struct page *page)
{
	return atomic_read(&page->_refcount);
}

static inline int page_count(struct page *page)
{
	return page_ref_count(compound_head(page));
}

static inline void set_page_count(struct page *page, int v)
{
	atomic_set(&page->_refcount, v);
}

static inline void init_page_count(struct page *page)
{
	set_page_count(page, 1);
}

void page_ref_underflow(struct page *page);
void __put_page(struct page *page);

/*
 * put_page_testzero - gives up one use of @page, a head or single page.
 *
 * Returns true when it was the last: the caller frees the page.  A use that nobody had is
 * reported and not taken away.
 */
static inline bool put_page_testzero(struct page *page)
{
	int left = atomic_dec_return(&page->_refcount);

	if (likely(left == 0))
		return true;
	if (unlikely(left < 0))
		page_ref_underflow(page);
	return false;
}

/* get_page - one more use.  The caller has one already, so the page can't be freed meanwhile. */
static inline void get_page(struct page *page)
{
	page = compound_head(page);
	VM_BUG_ON(page_ref_count(page) <= 0);
	atomic_inc(&page->_refcount);
}

/*
 * page_ref_freeze - @page's references become none if they are @count, so that nobody can take one any more who
 * hasn't got one.  Returns whether they were.  page_ref_unfreeze - and then @count again.
 */
static inline bool page_ref_freeze(struct page *page, int count)
{
	return atomic_cmpxchg(&page->_refcount, count, 0) == count;
}

static inline void page_ref_unfreeze(struct page *page, int count)
{
	smp_mb();
	set_page_count(page, count);
}

/* get_page_unless_zero - the same for a page that may be free.  Returns whether it was not. */
static inline bool get_page_unless_zero(struct page *page)
{
	return atomic_inc_not_zero(&page->_refcount);
}

/* put_page - gives up one use of @page; the last one frees it.  Any context. */
static inline void put_page(struct page *page)
{
	page = compound_head(page);
	if (put_page_testzero(page))
		__put_page(page);
}

/* Page table entries that map a page */
static inline void page_mapcount_reset(struct page *page)
{
	atomic_set(&page->_mapcount, -1);
}

static inline int page_mapcount(const struct page *page)
{
	return atomic_read(&page->_mapcount) + 1;
}

static inline bool page_mapped(const struct page *page)
{
	return page_mapcount(page) > 0;
}

#define page_private(page)	((page)->private)

static inline void set_page_private(struct page *page, unsigned long private)
{
	page->private = private;
}

/* mm/page_alloc.c */
void split_page(struct page *page, unsigned int order);
unsigned long nr_free_and_pcp_pages(void);
bool is_free_buddy_page(struct page *page);

/* mm/mm_init.c */
void free_area_init_node(int nid, unsigned long *zones_size, unsigned long node_start_pfn,
			 unsigned long *zholes_size);
unsigned long free_all_bootmem(void);
unsigned long free_highpages(void);
void free_reserved_page(struct page *page);
unsigned long free_reserved_area(void *start, void *end, int poison, const char *name);
void adjust_managed_page_count(struct page *page, long count);
unsigned long get_num_physpages(void);

/* mm/debug.c, mm/show_mem.c, mm/zone_check.c */
void dump_page(struct page *page, const char *reason);
void dump_page_badflags(struct page *page, const char *reason, unsigned long badflags);
void bad_page(struct page *page, const char *reason, unsigned long bad_flags);
void show_free_areas(void);
void show_mem(void);
void si_meminfo(struct sysinfo *val);
bool zone_check(void);

/* mm/invariants.c */
struct seq_file;
void invariants_check(void (*tell)(void *arg, const char *name, bool good), void *arg);
void invariants_show(struct seq_file *m);

/* arch/arm/mm/init.c, mm/highmem.c */
void mem_init(void);
void free_initmem(void);
void page_address_init(void);

/*
 * Page tables, one level after the other (article 3.1.2).  Each returns the entry for
 * @address in the level below, making its table if there is none; NULL without memory.  They
 * may sleep.  mm/pgtable-generic.c
 */
int __pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address);
int __pte_alloc_kernel(pmd_t *pmd, unsigned long address);

/* A level that is folded has no tables: it is never found missing */
#ifdef __PAGETABLE_PUD_FOLDED
static inline int __pud_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long address)
{
	return 0;
}
#else
int __pud_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long address);
#endif

#ifdef __PAGETABLE_PMD_FOLDED
static inline int __pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address)
{
	return 0;
}
#else
int __pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address);
#endif

static inline pud_t *pud_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long address)
{
	if (unlikely(pgd_none(*pgd)) && __pud_alloc(mm, pgd, address))
		return NULL;
	return pud_offset(pgd, address);
}

static inline pmd_t *pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address)
{
	if (unlikely(pud_none(*pud)) && __pmd_alloc(mm, pud, address))
		return NULL;
	return pmd_offset(pud, address);
}

/* pte_alloc - 0, or -ENOMEM */
static inline int pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	return unlikely(pmd_none(*pmd)) ? __pte_alloc(mm, pmd, address) : 0;
}

static inline pte_t *pte_alloc_map(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	return pte_alloc(mm, pmd, address) ? NULL : pte_offset_map(pmd, address);
}

static inline pte_t *pte_alloc_kernel(pmd_t *pmd, unsigned long address)
{
	if (unlikely(pmd_none(*pmd)) && __pte_alloc_kernel(pmd, address))
		return NULL;
	return pte_offset_kernel(pmd, address);
}

/* A page becomes, and ceases to be, a user page table */
static inline bool pgtable_page_ctor(struct page *page)
{
#ifndef CONFIG_DEBUG_LOCKS
	spin_lock_init(&page->ptl);
#endif
	atomic_long_inc(&page_zone(page)->vm_stat[NR_PAGETABLE]);
	return true;
}

static inline void pgtable_page_dtor(struct page *page)
{
	atomic_long_dec(&page_zone(page)->vm_stat[NR_PAGETABLE]);
	page->private = 0;
}

/* ------------------------------------------------------------------ VMAs */

/* vm_flags: what a VMA's pages may be used for, and how.  Linux's numbers (article 3.3.4). */
#define VM_NONE		0x00000000
#define VM_READ		0x00000001
#define VM_WRITE	0x00000002
#define VM_EXEC		0x00000004
#define VM_SHARED	0x00000008
#define VM_MAYREAD	0x00000010	/* mprotect() may set VM_READ, ... */
#define VM_MAYWRITE	0x00000020
#define VM_MAYEXEC	0x00000040
#define VM_MAYSHARE	0x00000080
#define VM_GROWSDOWN	0x00000100	/* a stack: faults just below make it grow */
#define VM_PFNMAP	0x00000400	/* frames without struct page's care */
#define VM_DENYWRITE	0x00000800
#define VM_LOCKED	0x00002000
#define VM_IO		0x00004000	/* a device's registers */
#define VM_SEQ_READ	0x00008000	/* madvise: read in sequence, */
#define VM_RAND_READ	0x00010000	/* ... at random */
#define VM_DONTCOPY	0x00020000	/* not for the child of fork */
#define VM_DONTEXPAND	0x00040000	/* mremap() can't make it larger */
#define VM_LOCKONFAULT	0x00080000
#define VM_ACCOUNT	0x00100000	/* counts in vm_committed_as */
#define VM_NORESERVE	0x00200000	/* doesn't, though it could */
#define VM_HUGETLB	0x00400000
#define VM_DONTDUMP	0x04000000
#define VM_MIXEDMAP	0x10000000
#define VM_GROWSUP	VM_NONE		/* no stack of ARM grows up */

#define VM_STACK_FLAGS	(VM_GROWSDOWN | VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | \
			 VM_MAYEXEC | VM_ACCOUNT)
/* The stack of a program that isn't started yet: it has no place, and no other use of the two */
#define VM_STACK_INCOMPLETE_SETUP (VM_RAND_READ | VM_SEQ_READ)
/* Of the current program's data; linux/personality.h */
#define VM_DATA_DEFAULT_FLAGS ((current->personality & READ_IMPLIES_EXEC ? VM_EXEC : 0) | \
			       VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)
#define VM_SPECIAL	(VM_IO | VM_DONTEXPAND | VM_PFNMAP | VM_MIXEDMAP)
#define VM_LOCKED_CLEAR_MASK (~(VM_LOCKED | VM_LOCKONFAULT))

/* What a fault came to: success, or flags of failure (article 3.4.2, 3.4.4) */
#define VM_FAULT_MINOR		0
#define VM_FAULT_OOM		0x0001
#define VM_FAULT_SIGBUS		0x0002
#define VM_FAULT_MAJOR		0x0004	/* it had to read from a disk */
#define VM_FAULT_WRITE		0x0008	/* a copy was made: get_user_pages asks */
#define VM_FAULT_SIGSEGV	0x0040
#define VM_FAULT_NOPAGE		0x0100	/* the handler has set the entry itself */
#define VM_FAULT_LOCKED		0x0200	/* the page comes locked */
#define VM_FAULT_RETRY		0x0400
#define VM_FAULT_ERROR		(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)
/* ARM's own: no VMA there, or one that forbids the access */
#define VM_FAULT_BADMAP		0x010000
#define VM_FAULT_BADACCESS	0x020000

#define FAULT_FLAG_WRITE	0x01
#define FAULT_FLAG_MKWRITE	0x02
#define FAULT_FLAG_ALLOW_RETRY	0x04
#define FAULT_FLAG_RETRY_NOWAIT	0x08
#define FAULT_FLAG_KILLABLE	0x10
#define FAULT_FLAG_TRIED	0x20
#define FAULT_FLAG_USER		0x40

/* What vm_ops->fault is asked, and where it puts the page */
struct vm_fault {
	unsigned int flags;		/* FAULT_FLAG_* */
	gfp_t gfp_mask;
	pgoff_t pgoff;			/* in the file, in pages */
	void __user *virtual_address;
	struct page *cow_page;		/* a private write: the copy that is going to be made */
	struct page *page;		/* the answer */
	pgoff_t max_pgoff;		/* of map_pages */
	pte_t *pte;
};

/*
 * What the maker of a mapping does for it.  mmap_sem is held in all of them: for writing in open, close and mremap
 * (in close, when the address space ends, nobody else uses it any more), for reading in the others.  They may sleep,
 * map_pages excepted.  Any may be NULL.
 */
struct vm_operations_struct {
	/*
	 * @vma is a second VMA of this mapping: a child's, one half of a split, or where mremap moves it.  Not called
	 * for the first one, which mmap() has made.  vm_file has its reference; no page is mapped by @vma yet, or
	 * (fork) those that the parent's maps.
	 */
	void (*open)(struct vm_area_struct *vma);
	/* @vma goes: its pages are unmapped, vm_file is still there.  With this, VMAs are never merged. */
	void (*close)(struct vm_area_struct *vma);
	/* The pages have been moved to @vma.  An error moves them back and ends mremap(2). */
	int (*mremap)(struct vm_area_struct *vma);
	/*
	 * Nothing is mapped at vmf->virtual_address: vmf->page becomes page vmf->pgoff of the mapping, with a
	 * reference for the caller.  Returns, with VM_FAULT_MAJOR if it had to be read,
	 *    0, VM_FAULT_LOCKED	the page, unlocked; locked (PG_locked)
	 *    VM_FAULT_NOPAGE	no page: the entry is set already (vm_insert_pfn)
	 *    VM_FAULT_RETRY	mmap_sem was released; only with FAULT_FLAG_ALLOW_RETRY in vmf->flags
	 *    VM_FAULT_SIGBUS, _OOM	an error, no page
	 */
	int (*fault)(struct vm_area_struct *vma, struct vm_fault *vmf);
	/*
	 * Maps pages vmf->pgoff to vmf->max_pgoff, from entry vmf->pte on, that are in memory, uptodate and not
	 * locked, into entries that are none: by do_set_pte(), each with a reference.  Called with the table's lock
	 * held, doesn't sleep.
	 */
	void (*map_pages)(struct vm_area_struct *vma, struct vm_fault *vmf);
	/*
	 * vmf->page, to which the caller has a reference, is about to become writable in a shared mapping.
	 * VM_FAULT_LOCKED: yes, it is locked and dirty; 0: yes, the caller locks it; VM_FAULT_NOPAGE: it isn't the
	 * file's any more, the access is tried again; VM_FAULT_SIGBUS, _OOM: no.
	 */
	int (*page_mkwrite)(struct vm_area_struct *vma, struct vm_fault *vmf);
	/* The same for a frame without a struct page: 0 is yes, vmf->page is NULL */
	int (*pfn_mkwrite)(struct vm_area_struct *vma, struct vm_fault *vmf);
};

/* A search for free addresses: mm/mmap.c, vm_unmapped_area() */
struct vm_unmapped_area_info {
#define VM_UNMAPPED_AREA_TOPDOWN 1
	unsigned long flags;
	unsigned long length;		/* bytes, whole pages */
	unsigned long low_limit;	/* the result lies within */
	unsigned long high_limit;
	unsigned long align_mask;	/* result & align_mask == align_offset & align_mask */
	unsigned long align_offset;
};

extern struct kmem_cache *vm_area_cachep;
extern pgprot_t protection_map[16];
extern int sysctl_max_map_count;
extern unsigned long mmap_min_addr;
extern int sysctl_legacy_va_layout;
extern unsigned long total_swap_pages;

#define DEFAULT_MAX_MAP_COUNT	65530
#define DEFAULT_MMAP_MIN_ADDR	PAGE_SIZE

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

extern unsigned long stack_guard_gap;		/* bytes below a stack where nothing is placed */

/*
 * Where @vma begins for those who look for free addresses: below a stack the guard gap stays free, so that
 * a program which runs over its stack hits nothing.  MAP_FIXED may take it.
 */
static inline unsigned long vm_start_gap(const struct vm_area_struct *vma)
{
	if (!(vma->vm_flags & VM_GROWSDOWN))
		return vma->vm_start;
	return vma->vm_start > stack_guard_gap ? vma->vm_start - stack_guard_gap : 0;
}

/* The entry bits of @vm_flags: private writable VMAs are read-only until a page is copied */
static inline pgprot_t vm_get_page_prot(unsigned long vm_flags)
{
	return protection_map[vm_flags & (VM_READ | VM_WRITE | VM_EXEC | VM_SHARED)];
}

/* mm/vma.c, mm/mmap.c: the caller holds mmap_sem, for writing where VMAs change */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);
struct vm_area_struct *find_vma_prev(struct mm_struct *mm, unsigned long addr,
				     struct vm_area_struct **pprev);
struct vm_area_struct *find_extend_vma(struct mm_struct *mm, unsigned long addr);
int expand_stack(struct vm_area_struct *vma, unsigned long address);
unsigned long unmapped_area(struct vm_unmapped_area_info *info);
unsigned long unmapped_area_topdown(struct vm_unmapped_area_info *info);
unsigned long get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				unsigned long pgoff, unsigned long flags);
unsigned long arch_get_unmapped_area(struct file *filp, unsigned long addr, unsigned long len,
				     unsigned long pgoff, unsigned long flags);
unsigned long arch_get_unmapped_area_topdown(struct file *filp, unsigned long addr,
					     unsigned long len, unsigned long pgoff,
					     unsigned long flags);
void arch_pick_mmap_layout(struct mm_struct *mm);
unsigned long mmap_region(struct file *file, unsigned long addr, unsigned long len,
			  unsigned long vm_flags, unsigned long pgoff);
unsigned long do_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flags, unsigned long vm_flags,
		      unsigned long pgoff, unsigned long *populate);
static inline unsigned long do_mmap_pgoff(struct file *file, unsigned long addr,
					  unsigned long len, unsigned long prot,
					  unsigned long flags, unsigned long pgoff,
					  unsigned long *populate)
{
	return do_mmap(file, addr, len, prot, flags, 0, pgoff, populate);
}

int do_munmap(struct mm_struct *mm, unsigned long start, size_t len);
int vm_munmap(unsigned long start, size_t len);
unsigned long vm_brk(unsigned long addr, unsigned long len);
unsigned long vm_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flag, unsigned long offset);
unsigned long vm_mmap_pgoff(struct file *file, unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag, unsigned long pgoff);
int vma_adjust(struct vm_area_struct *vma, unsigned long start, unsigned long end, pgoff_t pgoff,
	       struct vm_area_struct *insert);
int split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr,
	      int new_below);
void vma_append(struct mm_struct *mm, struct vm_area_struct *vma);
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma);
int install_special_mapping(struct mm_struct *mm, unsigned long addr, unsigned long len,
			    unsigned long vm_flags, struct page **pages);
struct anon_vma *find_mergeable_anon_vma(struct vm_area_struct *vma);
void vm_stat_account(struct mm_struct *mm, unsigned long flags, long pages);
void vma_set_page_prot(struct vm_area_struct *vma);
bool may_expand_vm(struct mm_struct *mm, unsigned long npages);
void unlink_file_vma(struct vm_area_struct *vma);
void exit_mmap(struct mm_struct *mm);
void mmap_init(void);
bool vma_tree_check(struct mm_struct *mm);
bool vma_check(struct mm_struct *mm);

/* The debug build asserts the invariants of the VMAs after every change */
static inline void validate_mm(struct mm_struct *mm)
{
	if (IS_ENABLED(CONFIG_DEBUG_VM))
		BUG_ON(!vma_tree_check(mm));
}

/* Before pages go, and before VMAs do: what there was at most (VmHWM, VmPeak) */
static inline void update_hiwater_rss(struct mm_struct *mm)
{
	mm->hiwater_rss = max(mm->hiwater_rss, get_mm_rss(mm));
}

static inline void update_hiwater_vm(struct mm_struct *mm)
{
	mm->hiwater_vm = max(mm->hiwater_vm, mm->total_vm);
}

/* Is @mm the largest of those that *@maxrss, in pages, stands for? */
static inline void setmax_mm_hiwater_rss(unsigned long *maxrss, struct mm_struct *mm)
{
	unsigned long rss = max(mm->hiwater_rss, get_mm_rss(mm));

	if (*maxrss < rss)
		*maxrss = rss;
}

/* mm/mlock.c: pages of VM_LOCKED VMAs, locked and let go; the page is locked (PG_locked) */
void mlock_vma_page(struct page *page);
void munlock_vma_page(struct page *page);
void munlock_vma_pages_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);

static inline void munlock_vma_pages_all(struct vm_area_struct *vma)
{
	munlock_vma_pages_range(vma, vma->vm_start, vma->vm_end);
}

/* mm/page-writeback.c, mm/shmem.c */
int set_page_dirty(struct page *page);
int __set_page_dirty_nobuffers(struct page *page);
int __set_page_dirty_no_writeback(struct page *page);
int shmem_zero_setup(struct vm_area_struct *vma);
bool vma_is_shmem(const struct vm_area_struct *vma);

/* mm/filemap.c, mm/truncate.c (article 3.3.4, 3.4.4) */
int filemap_fault(struct vm_area_struct *vma, struct vm_fault *vmf);
void filemap_map_pages(struct vm_area_struct *vma, struct vm_fault *vmf);
struct inode;
void truncate_inode_page(struct address_space *mapping, struct page *page);
void truncate_inode_pages(struct address_space *mapping, loff_t lstart);
void truncate_pagecache(struct inode *inode, loff_t newsize);
void truncate_setsize(struct inode *inode, loff_t newsize);
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to);

/* mm/mremap.c */
unsigned long move_page_tables(struct vm_area_struct *vma, unsigned long old_addr,
			       unsigned long new_addr, unsigned long len, bool need_rmap_locks);

int mprotect_fixup(struct vm_area_struct *vma, struct vm_area_struct **pprev,
		   unsigned long start, unsigned long end, unsigned long newflags);
int do_mprotect(unsigned long start, size_t len, unsigned long prot);

static inline struct vm_area_struct *find_vma_intersection(struct mm_struct *mm,
					unsigned long start_addr, unsigned long end_addr)
{
	struct vm_area_struct *vma = find_vma(mm, start_addr);

	return vma && end_addr > vma->vm_start ? vma : NULL;
}

/* mm/interval_tree.c */
struct anon_vma_chain;
void vma_interval_tree_insert(struct vm_area_struct *node, struct rb_root *root);
void vma_interval_tree_remove(struct vm_area_struct *node, struct rb_root *root);
struct vm_area_struct *vma_interval_tree_iter_first(struct rb_root *root, unsigned long start,
						    unsigned long last);
struct vm_area_struct *vma_interval_tree_iter_next(struct vm_area_struct *node,
						   unsigned long start, unsigned long last);
void anon_vma_interval_tree_insert(struct anon_vma_chain *node, struct rb_root *root);
void anon_vma_interval_tree_remove(struct anon_vma_chain *node, struct rb_root *root);
struct anon_vma_chain *anon_vma_interval_tree_iter_first(struct rb_root *root,
							 unsigned long start,
							 unsigned long last);
struct anon_vma_chain *anon_vma_interval_tree_iter_next(struct anon_vma_chain *node,
							unsigned long start,
							unsigned long last);

#define vma_interval_tree_foreach(vma, root, start, last)		\
	for (vma = vma_interval_tree_iter_first(root, start, last); vma; \
	     vma = vma_interval_tree_iter_next(vma, start, last))
#define anon_vma_interval_tree_foreach(avc, root, start, last)		\
	for (avc = anon_vma_interval_tree_iter_first(root, start, last); avc; \
	     avc = anon_vma_interval_tree_iter_next(avc, start, last))

/* vm_unmapped_area - free addresses as @info wants them, or -ENOMEM (article 3.3.4) */
static inline unsigned long vm_unmapped_area(struct vm_unmapped_area_info *info)
{
	if (info->flags & VM_UNMAPPED_AREA_TOPDOWN)
		return unmapped_area_topdown(info);
	return unmapped_area(info);
}

/*
 * The lock of the entries of one table: in the struct page of the table, so that faults in
 * different tables don't wait for each other.  A debug lock is too large for that: there, one
 * lock is for all tables of an address space.
 */
static inline spinlock_t *pte_lockptr(struct mm_struct *mm, pmd_t *pmd)
{
#ifdef CONFIG_DEBUG_LOCKS
	return &mm->page_table_lock;
#else
	return &pmd_page(*pmd)->ptl;
#endif
}

/* The entry for @address, its table locked */
#define pte_offset_map_lock(mm, pmd, address, ptlp)			\
({	spinlock_t *__ptl = pte_lockptr(mm, pmd);			\
	pte_t *__pte = pte_offset_map(pmd, address);			\
	*(ptlp) = __ptl;						\
	spin_lock(__ptl);						\
	__pte; })

#define pte_unmap_unlock(pte, ptl)					\
	do {								\
		spin_unlock(ptl);					\
		pte_unmap(pte);						\
	} while (0)

static inline void mm_inc_nr_ptes(struct mm_struct *mm)
{
	atomic_long_inc(&mm->nr_ptes);
}

static inline void mm_dec_nr_ptes(struct mm_struct *mm)
{
	atomic_long_dec(&mm->nr_ptes);
}

/* Private, and may become writable: what is written to is copied first */
static inline bool is_cow_mapping(unsigned long flags)
{
	return (flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

/* Bit 0 of page->mapping: an anon_vma, no file (linux/rmap.h) */
#define PAGE_MAPPING_ANON	1UL

static inline int PageAnon(const struct page *page)
{
	return ((unsigned long)page->mapping & PAGE_MAPPING_ANON) != 0;
}

/* Where @page counts in rss_stat */
static inline int mm_counter_file(const struct page *page)
{
	return PageSwapBacked(page) ? MM_SHMEMPAGES : MM_FILEPAGES;
}

static inline int mm_counter(const struct page *page)
{
	return PageAnon(page) ? MM_ANONPAGES : mm_counter_file(page);
}

/* What zap_page_range() spares */
struct zap_details {
	struct address_space *check_mapping;	/* pages that aren't this one's; NULL: none */
};

/* What get_user_pages() wants of a page (mm/gup.c) */
#define FOLL_WRITE	0x01	/* to write to it */
#define FOLL_TOUCH	0x02	/* it counts as used */
#define FOLL_GET	0x04	/* a reference */
#define FOLL_DUMP	0x08	/* nothing, for what is only zero */
#define FOLL_FORCE	0x10	/* whatever the VMA's protection */
#define FOLL_POPULATE	0x40	/* as mlock() would */
#define FOLL_MLOCK	0x1000	/* locked VMAs' pages are marked */
#define FOLL_COW	0x4000	/* the copy is made */

/* mm/memory.c, mm/pgtable-generic.c: the caller holds mmap_sem */
int handle_mm_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
		    unsigned int flags);
struct page *vm_normal_page(struct vm_area_struct *vma, unsigned long addr, pte_t pte);

void do_set_pte(struct vm_area_struct *vma, unsigned long address, struct page *page, pte_t *pte,
		bool write, bool anon);
void print_bad_pte(struct vm_area_struct *vma, unsigned long addr, pte_t pte, struct page *page);
pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address);
pmd_t *mm_alloc_pmd(struct mm_struct *mm, unsigned long address);

/* mm/copy_range.c, mm/zap.c */
struct mmu_gather;
int copy_page_range(struct mm_struct *dst_mm, struct mm_struct *src_mm,
		    struct vm_area_struct *vma);
void unmap_vmas(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start_addr,
		unsigned long end_addr);
void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long size,
		    struct zap_details *details);
int zap_vma_ptes(struct vm_area_struct *vma, unsigned long address, unsigned long size);
void unmap_mapping_range(struct address_space *mapping, loff_t const holebegin,
			 loff_t const holelen, int even_cows);
void free_pgd_range(struct mmu_gather *tlb, unsigned long addr, unsigned long end,
		    unsigned long floor, unsigned long ceiling);
void free_pgtables(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long floor,
		   unsigned long ceiling);

/* mm/insert.c: for drivers' mmap() and fault() */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);
int vm_insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn);
int vm_insert_mixed(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn);
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
		    unsigned long size, pgprot_t prot);
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start, unsigned long len);

/* mm/gup.c */
struct task_struct;
struct page *follow_page_mask(struct vm_area_struct *vma, unsigned long address,
			      unsigned int flags, unsigned int *page_mask);
long __get_user_pages(struct task_struct *tsk, struct mm_struct *mm, unsigned long start,
		      unsigned long nr_pages, unsigned int gup_flags, struct page **pages,
		      struct vm_area_struct **vmas, int *nonblocking);
long get_user_pages(struct task_struct *tsk, struct mm_struct *mm, unsigned long start,
		    unsigned long nr_pages, int write, int force, struct page **pages,
		    struct vm_area_struct **vmas);
int fixup_user_fault(struct task_struct *tsk, struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags);
long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			     int *nonblocking);
int __mm_populate(unsigned long addr, unsigned long len, int ignore_errors);
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len, int write);
int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf, int len, int write);

static inline struct page *follow_page(struct vm_area_struct *vma, unsigned long address,
				       unsigned int foll_flags)
{
	unsigned int page_mask;

	return follow_page_mask(vma, address, foll_flags, &page_mask);
}

/* Fault in what was just mapped (MAP_POPULATE, MAP_LOCKED): errors are the program's to find */
static inline void mm_populate(unsigned long addr, unsigned long len)
{
	(void)__mm_populate(addr, len, 1);
}

#ifdef CONFIG_DEBUG_VM
#define VM_BUG_ON_PAGE(cond, page)					\
	do {								\
		if (unlikely(cond)) {					\
			dump_page(page, "VM_BUG_ON_PAGE(" #cond ")");	\
			BUG();						\
		}							\
	} while (0)
#else
#define VM_BUG_ON_PAGE(cond, page) VM_BUG_ON(cond)
#endif

/* mm/sparse-vmemmap.c, and the processor's part */
int vmemmap_populate_basepages(unsigned long start, unsigned long end, int node);
int vmemmap_populate(unsigned long start, unsigned long end, int node);

#endif
