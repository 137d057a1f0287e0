/* SPDX-License-Identifier: GPL-2.0-only */
/* The host's caches are coherent. */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H

#define flush_cache_range(vma, start, end)	((void)0)
#define flush_dcache_page(page)			((void)0)

static inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
}

static inline void flush_cache_vunmap(unsigned long start, unsigned long end)
{
}

#endif
