/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an allocation may do and where its pages may lie.  Bits and meanings are Linux's.
 *
 *   ___ where ___   ___________ how _____________________   ______ what ______
 *   HIGHMEM         WAIT   may sleep and reclaim            ZERO   cleared pages
 *   MOVABLE         IO FS  reclaim may start I/O, enter fs  COMP   compound page
 *                   HIGH   may use part of the reserve      (RE)CLAIMABLE, MOVABLE
 *                   ATOMIC ... more of it                   choose the migrate type
 *                   NOWARN, NORETRY, NOFAIL, MEMALLOC, NOMEMALLOC
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/types.h>
#include <linux/mmzone.h>

#define __GFP_DMA		((__force gfp_t)0x01u)
#define __GFP_HIGHMEM		((__force gfp_t)0x02u)
#define __GFP_DMA32		((__force gfp_t)0x04u)
#define __GFP_MOVABLE		((__force gfp_t)0x08u)
#define __GFP_RECLAIMABLE	((__force gfp_t)0x10u)
#define __GFP_HIGH		((__force gfp_t)0x20u)
#define __GFP_IO		((__force gfp_t)0x40u)
#define __GFP_FS		((__force gfp_t)0x80u)
#define __GFP_COLD		((__force gfp_t)0x100u)
#define __GFP_NOWARN		((__force gfp_t)0x200u)
#define __GFP_REPEAT		((__force gfp_t)0x400u)
#define __GFP_NOFAIL		((__force gfp_t)0x800u)
#define __GFP_NORETRY		((__force gfp_t)0x1000u)
#define __GFP_MEMALLOC		((__force gfp_t)0x2000u)
#define __GFP_COMP		((__force gfp_t)0x4000u)
#define __GFP_ZERO		((__force gfp_t)0x8000u)
#define __GFP_NOMEMALLOC	((__force gfp_t)0x10000u)
#define __GFP_HARDWALL		((__force gfp_t)0x20000u)
#define __GFP_ATOMIC		((__force gfp_t)0x80000u)
#define __GFP_DIRECT_RECLAIM	((__force gfp_t)0x400000u)
#define __GFP_WRITE		((__force gfp_t)0x1000000u)
#define __GFP_KSWAPD_RECLAIM	((__force gfp_t)0x2000000u)
#define __GFP_BITS_SHIFT	26
#define __GFP_RECLAIM	(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)

#define GFP_ATOMIC	(__GFP_HIGH | __GFP_ATOMIC | __GFP_KSWAPD_RECLAIM)
#define GFP_KERNEL	(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_NOWAIT	(__GFP_KSWAPD_RECLAIM)
#define GFP_NOIO	(__GFP_RECLAIM)
#define GFP_NOFS	(__GFP_RECLAIM | __GFP_IO)
#define GFP_USER	(__GFP_RECLAIM | __GFP_IO | __GFP_FS | __GFP_HARDWALL)
#define GFP_HIGHUSER	(GFP_USER | __GFP_HIGHMEM)
#define GFP_HIGHUSER_MOVABLE (GFP_HIGHUSER | __GFP_MOVABLE)
#define GFP_ZONEMASK	(__GFP_DMA | __GFP_HIGHMEM | __GFP_DMA32 | __GFP_MOVABLE)
#define GFP_MOVABLE_MASK (__GFP_RECLAIMABLE | __GFP_MOVABLE)

#define GFP_MOVABLE_SHIFT 3

/* The migrate type is two bits of the flags, so their order is the enum's */
static_assert(MIGRATE_MOVABLE == 1 && MIGRATE_RECLAIMABLE == 2);

/* The migrate type, MIGRATE_UNMOVABLE, _MOVABLE or _RECLAIMABLE, that the flags ask for */
static inline int gfpflags_to_migratetype(const gfp_t gfp_flags)
{
	return (int)((__force u32)(gfp_flags & GFP_MOVABLE_MASK) >> GFP_MOVABLE_SHIFT);
}

/* The highest zone that the flags allow: there are no ZONE_DMA and no ZONE_MOVABLE */
static inline enum zone_type gfp_zone(gfp_t flags)
{
	return (enum zone_type)(((__force u32)flags >> 1) & 1);
}

static inline struct zonelist *node_zonelist(int nid, gfp_t flags)
{
	return &NODE_DATA(nid)->node_zonelists[gfp_zone(flags)];
}

/* May the caller sleep?  (article 3.2.5) */
static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return (gfp_flags & __GFP_DIRECT_RECLAIM) != 0;
}

struct page *__alloc_pages(gfp_t gfp_mask, unsigned int order);

static inline struct page *alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order);
}

/* alloc_pages - 2^@order page frames; NULL without memory.  Sleeps if @gfp allows it. */
#define alloc_pages(gfp, order)	__alloc_pages(gfp, order)
#define alloc_page(gfp)		__alloc_pages(gfp, 0)
/* alloc_page_vma - a page for @addr in @vma; on other machines the node depends on these */
#define alloc_page_vma(gfp, vma, addr)	__alloc_pages(gfp, 0)

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp_mask);
void *alloc_pages_exact(size_t size, gfp_t gfp_mask);
void free_pages_exact(void *virt, size_t size);
void __free_pages(struct page *page, unsigned int order);
void free_pages(unsigned long addr, unsigned int order);
void free_hot_cold_page(struct page *page, bool cold);
void free_hot_cold_page_list(struct list_head *list, bool cold);
void drain_local_pages(struct zone *zone);
void drain_all_pages(struct zone *zone);

#define __get_free_page(gfp)	__get_free_pages((gfp), 0)
#define __free_page(page)	__free_pages((page), 0)
#define free_page(addr)		free_pages((addr), 0)

#endif
