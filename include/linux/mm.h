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

struct seq_file;
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

static inline int page_to_nid(const struct page *page)
{
	return 0;
}

#define nth_page(page, n)	((page) + (n))

/*
 * lowmem_page_address - the address of a lowmem page, for ever the same.
 * page_address() also knows high pages: NULL unless the page is mapped by kmap().
 */
static inline void *lowmem_page_address(const struct page *page)
{
	return (void *)(PAGE_OFFSET + ((unsigned long)(page - mem_map) << PAGE_SHIFT));
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

/* arch/arm/mm/init.c, mm/highmem.c */
void mem_init(void);
void free_initmem(void);
void page_address_init(void);

/*
 * Page tables, one level after the other (article 3.1.2).  Each returns the entry for
 * @address in the level below, making its table if there is none; NULL without memory.  They
 * may sleep.  mm/memory.c
 */
int __pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address);
int __pte_alloc_kernel(pmd_t *pmd, unsigned long address);

static inline pud_t *pud_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long address)
{
	return pud_offset(pgd, address);
}

static inline pmd_t *pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address)
{
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

#endif
