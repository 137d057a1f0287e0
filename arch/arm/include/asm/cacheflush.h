/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cache maintenance.  ARMv7 data caches are physically tagged and coherent with the table
 * walker, so mapping and unmapping cost nothing; instructions are not coherent with data,
 * so new code must be cleaned to the point of unification (ARM ARM B2.2).
 */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H

#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/page.h>

struct page;

/*
 * Is the I cache physically indexed and tagged?  Else an invalidation by one address leaves the lines that
 * were fetched by another (CTR.L1Ip; ARM ARM B4.1.42, B2.2.6).
 */
static inline bool icache_is_pipt(void)
{
	u32 ctr;

	__asm__("mrc p15, 0, %0, c0, c0, 1	@ CTR" : "=r" (ctr));
	return (ctr >> 14 & 3) == 3;
}

/* What was done to the caches, for the debug build's model of them: arch/arm/mm/cachecheck.c */
#ifdef CONFIG_DEBUG_CACHE
void cachecheck_dcache(struct page *page, bool first);
void cachecheck_icache_all(void);
void cachecheck_icache_line(struct page *page);
#else
static inline void cachecheck_dcache(struct page *page, bool first)
{
}

static inline void cachecheck_icache_all(void)
{
}

static inline void cachecheck_icache_line(struct page *page)
{
}
#endif

/* arch/arm/mm/cache-v7.S: [start, end) of mapped addresses */
int v7_coherent_user_range(unsigned long start, unsigned long end);
void v7_flush_kern_dcache_area(void *addr, size_t size);

static inline void __flush_icache_all(void)
{
	__asm__ __volatile__("mcr p15, 0, %0, c7, c5, 0	@ ICIALLU" : : "r" (0) : "memory");
	dsb(ishst);
	isb();
	cachecheck_icache_all();
}

#define flush_icache_range(s, e)	v7_coherent_user_range((s), (e))

/* New kernel mappings: the walker must see the entries before anybody uses the addresses */
static inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	dsb(ishst);
}

/* Before the entries go away: a physically tagged cache keeps no virtual names */
static inline void flush_cache_vunmap(unsigned long start, unsigned long end)
{
}

struct mm_struct;
struct vm_area_struct;

/*
 * User mappings come, go and change: a physically tagged cache keeps no virtual names.  Linux's
 * generic code calls these where a virtually tagged cache would have to be cleaned.
 */
#define flush_cache_range(vma, start, end)	do { } while (0)
#define flush_icache_page(vma, page)		do { } while (0)

/* The kernel has written to @page: it is cleaned before anybody executes it.  mm/flush.c */
void flush_dcache_page(struct page *page);

/* The same for a page that is mapped nowhere but in the kernel, by kmap() */
#define flush_kernel_dcache_page(page)		flush_dcache_page(page)

/* Copies between a page of another task and the kernel, at @dst or @src of @page's mapping */
void copy_to_user_page(struct vm_area_struct *vma, struct page *page, unsigned long uaddr,
		       void *dst, const void *src, unsigned long len);
#define copy_from_user_page(vma, page, vaddr, dst, src, len)		\
	memcpy(dst, src, len)

#endif
