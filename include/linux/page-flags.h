/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page->flags:   31 30 | 29 ............ 0
 *                zone  | PG_* bits
 *
 * PageX() tests, SetPageX() and ClearPageX() change atomically, __SetPageX() and
 * __ClearPageX() where nobody else can see the page.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <asm/barrier.h>
#include <linux/bitops.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,		/* somebody works on it: don't touch */
	PG_error,
	PG_referenced,
	PG_uptodate,
	PG_dirty,
	PG_lru,
	PG_active,
	PG_slab,
	PG_owner_priv_1,	/* its file system's: PG_checked, a directory's page that was checked */
	PG_arch_1,		/* ARM: the D cache is clean (PG_dcache_clean) */
	PG_reserved,		/* not for the allocators */
	PG_private,		/* ->private holds a file system's data */
	PG_private_2,
	PG_writeback,
	PG_head,		/* first of a compound page */
	PG_swapcache,
	PG_mappedtodisk,
	PG_reclaim,
	PG_swapbacked,
	PG_unevictable,
	PG_mlocked,
	__NR_PAGEFLAGS,
};

#define PG_dcache_clean PG_arch_1
#define PG_checked PG_owner_priv_1

#define ZONES_SHIFT	2
#define ZONES_MASK	((1UL << ZONES_SHIFT) - 1)
#define ZONES_PGSHIFT	(32 - ZONES_SHIFT)

#define PAGEFLAG(uname, lname)						\
static inline int Page##uname(const struct page *page)			\
	{ return (page->flags >> PG_##lname) & 1; }			\
static inline void SetPage##uname(struct page *page)			\
	{ set_bit(PG_##lname, &page->flags); }				\
static inline void ClearPage##uname(struct page *page)			\
	{ clear_bit(PG_##lname, &page->flags); }			\
static inline void __SetPage##uname(struct page *page)			\
	{ page->flags |= 1UL << PG_##lname; }				\
static inline void __ClearPage##uname(struct page *page)		\
	{ page->flags &= ~(1UL << PG_##lname); }

#define TESTPAGEFLAG(uname, lname)					\
static inline int TestSetPage##uname(struct page *page)			\
	{ return test_and_set_bit(PG_##lname, &page->flags); }		\
static inline int TestClearPage##uname(struct page *page)		\
	{ return test_and_clear_bit(PG_##lname, &page->flags); }

PAGEFLAG(Locked, locked)
PAGEFLAG(Error, error)
PAGEFLAG(Referenced, referenced)
TESTPAGEFLAG(Referenced, referenced)
PAGEFLAG(Dirty, dirty)
TESTPAGEFLAG(Dirty, dirty)
PAGEFLAG(LRU, lru)
PAGEFLAG(Active, active)
TESTPAGEFLAG(Active, active)
PAGEFLAG(Slab, slab)
PAGEFLAG(Checked, checked)
PAGEFLAG(Reserved, reserved)
PAGEFLAG(Private, private)
PAGEFLAG(Private2, private_2)
PAGEFLAG(Writeback, writeback)
TESTPAGEFLAG(Writeback, writeback)
PAGEFLAG(Head, head)
PAGEFLAG(SwapCache, swapcache)
PAGEFLAG(Reclaim, reclaim)	/* of a page that is being written ... */
PAGEFLAG(Readahead, reclaim)	/* ... and of one that isn't: the next window is due (mm/readahead.c) */
PAGEFLAG(SwapBacked, swapbacked)
PAGEFLAG(Unevictable, unevictable)
TESTPAGEFLAG(Unevictable, unevictable)
PAGEFLAG(Mlocked, mlocked)
TESTPAGEFLAG(Mlocked, mlocked)

/* PG_uptodate comes after the contents, so who sees the one sees the other */
static inline int PageUptodate(const struct page *page)
{
	int uptodate = (page->flags >> PG_uptodate) & 1;

	if (uptodate)
		smp_rmb();
	return uptodate;
}

static inline void SetPageUptodate(struct page *page)
{
	smp_wmb();
	set_bit(PG_uptodate, &page->flags);
}

static inline void __SetPageUptodate(struct page *page)
{
	smp_wmb();
	page->flags |= 1UL << PG_uptodate;
}

/* A page frame of the buddy allocator's free lists says so in its _mapcount */
#define PAGE_BUDDY_MAPCOUNT_VALUE	(-128)

static inline int PageBuddy(const struct page *page)
{
	return page->_mapcount.counter == PAGE_BUDDY_MAPCOUNT_VALUE;
}

static inline void __SetPageBuddy(struct page *page)
{
	page->_mapcount.counter = PAGE_BUDDY_MAPCOUNT_VALUE;
}

static inline void __ClearPageBuddy(struct page *page)
{
	page->_mapcount.counter = -1;
}

/* The other pages of a compound page point to the first, with bit 0 set */
static inline int PageTail(const struct page *page)
{
	return READ_ONCE(page->compound_head) & 1;
}

static inline struct page *compound_head(struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	return (head & 1) ? (struct page *)(head - 1) : page;
}

static inline int PageCompound(const struct page *page)
{
	return PageHead(page) || PageTail(page);
}

/* None of these may be set when a page is freed ... */
#define PAGE_FLAGS_CHECK_AT_FREE					\
	(1UL << PG_lru | 1UL << PG_locked | 1UL << PG_private | 1UL << PG_private_2 | \
	 1UL << PG_writeback | 1UL << PG_reserved | 1UL << PG_slab |	\
	 1UL << PG_swapcache | 1UL << PG_active | 1UL << PG_unevictable)
/* ... and none at all when one is handed out */
#define PAGE_FLAGS_CHECK_AT_PREP	((1UL << ZONES_PGSHIFT) - 1)

#endif
