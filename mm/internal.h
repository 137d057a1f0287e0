/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of mm/ share among themselves. */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <linux/mm.h>
#include <linux/ratelimit.h>

/*
 * How far an attempt to allocate goes.  The low bits choose the watermark that a zone's free
 * pages must stay above:
 *
 *   WMARK_LOW                  first attempt: above it, there's no need to reclaim
 *   WMARK_MIN                  second: what is below is the reserve
 *   WMARK_MIN, HIGH            __GFP_HIGH: half of the reserve
 *   WMARK_MIN, HIGH, HARDER    and __GFP_ATOMIC: five eighths of it
 *   NO_WATERMARKS              __GFP_MEMALLOC, PF_MEMALLOC: all of it, to free more
 */
#define ALLOC_WMARK_MIN		WMARK_MIN
#define ALLOC_WMARK_LOW		WMARK_LOW
#define ALLOC_WMARK_HIGH	WMARK_HIGH
#define ALLOC_NO_WATERMARKS	0x04
#define ALLOC_WMARK_MASK	(ALLOC_NO_WATERMARKS - 1)
#define ALLOC_HARDER		0x10
#define ALLOC_HIGH		0x20

/* mm/buddy.c: the caller holds the zone's lock, with interrupts off */
struct page *__rmqueue(struct zone *zone, unsigned int order, int migratetype);
void __free_one_page(struct page *page, unsigned long page_idx, struct zone *zone,
		     unsigned int order, int migratetype);
int move_freepages_block(struct zone *zone, struct page *page, int migratetype);

/* The order of a free block, kept in its first page */
static inline unsigned int page_order(const struct page *page)
{
	return (unsigned int)page->private;
}

/*
 * page_idx - a number of @page whose low bits, by which blocks are aligned and have buddies, are those of the pfn.
 * pageblock_type - the migrate type of pageblock @nr, which is page_idx() >> pageblock_order; zone->lock.
 */
#ifdef CONFIG_SPARSEMEM
static inline unsigned long page_idx(const struct page *page)
{
	return page_to_pfn(page);
}

static inline u8 *pageblock_type(const struct zone *zone, unsigned long nr)
{
	return &__pfn_to_section(nr << pageblock_order)->pageblock_migratetype[nr % PAGEBLOCKS_PER_SECTION];
}

#define pageblock_valid(nr)	pfn_valid((nr) << pageblock_order)
#else
/* It is counted from the start of the map, which is a multiple of the largest block */
static inline unsigned long page_idx(const struct page *page)
{
	return ((unsigned long)page - (unsigned long)contig_page_data.node_mem_map) /
	       sizeof(struct page);
}

static inline u8 *pageblock_type(const struct zone *zone, unsigned long nr)
{
	return &zone->pageblock_migratetype[nr];
}

#define pageblock_valid(nr)	(1)
#endif

static inline unsigned long pageblock_nr(const struct page *page)
{
	return page_idx(page) >> pageblock_order;
}

static inline int get_pageblock_migratetype(const struct zone *zone, const struct page *page)
{
	return *pageblock_type(zone, pageblock_nr(page));
}

static inline void set_pageblock_migratetype(struct zone *zone, const struct page *page, int mt)
{
	*pageblock_type(zone, pageblock_nr(page)) = (u8)mt;
}

/* mm/page_alloc.c */
extern struct ratelimit_state nopage_rs;
void prep_compound_page(struct page *page, unsigned int order);

/* Where the table that covers @addr ends, or @end if that's before.  For user addresses. */
static inline unsigned long pte_table_end(unsigned long addr, unsigned long end)
{
	unsigned long next = (addr + PMD_SIZE) & PMD_MASK;

	return next < end ? next : end;
}

/* mm/vma.c: the caller holds mmap_sem for writing */
static inline struct vm_area_struct *rb_vma(struct rb_node *rb)
{
	return rb_entry(rb, struct vm_area_struct, vm_rb);
}

int find_vma_links(struct mm_struct *mm, unsigned long addr, unsigned long end,
		   struct vm_area_struct **pprev, struct rb_node ***rb_link,
		   struct rb_node **rb_parent);
void vma_link(struct mm_struct *mm, struct vm_area_struct *vma, struct vm_area_struct *prev,
	      struct rb_node **rb_link, struct rb_node *rb_parent);
struct vm_area_struct *vma_merge(struct mm_struct *mm, struct vm_area_struct *prev,
				 unsigned long addr, unsigned long end, unsigned long vm_flags,
				 struct anon_vma *anon_vma, struct file *file, pgoff_t pgoff);
int __split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, int new_below);
struct vm_area_struct *copy_vma(struct vm_area_struct **vmap, unsigned long addr,
				unsigned long len, pgoff_t pgoff, bool *need_rmap_locks);
void detach_vmas_to_be_unmapped(struct mm_struct *mm, struct vm_area_struct *vma,
				struct vm_area_struct *prev, unsigned long end);
struct vm_area_struct *vma_modify(struct vm_area_struct *vma, struct vm_area_struct *prev,
				  unsigned long start, unsigned long end, unsigned long newflags);
void vma_grow_down(struct vm_area_struct *vma, unsigned long grow);

/* mm/swap.c */
void lru_page_forget(struct page *page);
void __page_cache_release(struct page *page);

/* mm/page_io.c */
extern struct ratelimit_state swap_error_rs;

/* mm/debug.c */
extern struct ratelimit_state bad_page_rs;

/* mm/page_poison.c */
#ifdef CONFIG_DEBUG_PAGEALLOC
void poison_pages(struct page *page, unsigned int order);
void unpoison_pages(struct page *page, unsigned int order);
#else
static inline void poison_pages(struct page *page, unsigned int order)
{
}

static inline void unpoison_pages(struct page *page, unsigned int order)
{
}
#endif

#endif
