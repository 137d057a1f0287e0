/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses for pages that have none of their own.
 *
 *   kmap(page)          for as long as one likes, may sleep; kunmap(page)
 *   kmap_atomic(page)   for a moment, on this CPU, without sleeping; kunmap_atomic(address),
 *                       in the reverse order
 *
 * A lowmem page has its linear address: both only return it.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/highmem.h>

struct vm_area_struct;

/* mm/highmem.c */
void *kmap_high(struct page *page);
void kunmap_high(struct page *page);
void *kmap_high_get(struct page *page);
void kmap_flush_unused(void);
struct page *kmap_to_page(void *addr);
extern unsigned long nr_pkmap_flushes;
unsigned int nr_pkmap_used(void);
bool pkmap_check(void);

/* arch/arm/mm/highmem.c */
void *kmap(struct page *page);
void kunmap(struct page *page);
void kmap_atomic_init(void);
bool kmap_atomic_slot_used(enum fixed_addresses slot);
void *kmap_atomic(struct page *page);
void *kmap_atomic_pfn(unsigned long pfn);
void __kunmap_atomic(void *kvaddr);

/* The address, not the page: a page here is the usual mistake */
#define kunmap_atomic(addr)						\
	do {								\
		BUILD_BUG_ON(__builtin_types_compatible_p(__typeof__(addr), struct page *)); \
		__kunmap_atomic(addr);					\
	} while (0)

static inline void clear_highpage(struct page *page)
{
	void *kaddr = kmap_atomic(page);

	clear_page(kaddr);
	kunmap_atomic(kaddr);
}

/* arch/arm/mm/copypage.c: pages of programs */
void clear_user_highpage(struct page *page, unsigned long vaddr);
void copy_user_highpage(struct page *to, struct page *from, unsigned long vaddr,
			struct vm_area_struct *vma);

/*
 * A cleared page for @vaddr in @vma, or NULL without memory (article 3.4.4).  It may lie in high
 * memory and may be moved.  May sleep.
 */
static inline struct page *alloc_zeroed_user_highpage_movable(struct vm_area_struct *vma,
							      unsigned long vaddr)
{
	struct page *page = alloc_page_vma(GFP_HIGHUSER_MOVABLE, vma, vaddr);

	if (likely(page))
		clear_user_highpage(page, vaddr);
	return page;
}

static inline void copy_highpage(struct page *to, struct page *from)
{
	void *vfrom = kmap_atomic(from), *vto = kmap_atomic(to);

	copy_page(vto, vfrom);
	kunmap_atomic(vto);
	kunmap_atomic(vfrom);
}

/* Bytes [@start1, @end1) and [@start2, @end2) of @page, which programs may have mapped, become zero */
static inline void zero_user_segments(struct page *page, unsigned int start1, unsigned int end1,
				      unsigned int start2, unsigned int end2)
{
	char *kaddr = kmap_atomic(page);

	if (end1 > start1)
		memset(kaddr + start1, 0, end1 - start1);
	if (end2 > start2)
		memset(kaddr + start2, 0, end2 - start2);
	kunmap_atomic(kaddr);
	flush_dcache_page(page);
}

static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	zero_user_segments(page, start, end, 0, 0);
}

/* @size bytes of the page from @start on */
static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	zero_user_segment(page, start, start + size);
}

#endif
