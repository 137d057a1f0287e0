/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct page: one for each page frame, 32 bytes, in the array mem_map[].  A frame has one use
 * at a time, so its uses share words:
 *
 *   byte  0  flags          PG_* and the zone
 *         4  _mapcount      page tables that map it, less one | slab: objects in use, total
 *         8  _refcount      0: free
 *        12  mapping        page cache, anon_vma (bit 0)      | slab: unused
 *        16  index          place in the file or the area     | slab: first free object
 *        20  lru            list of reclaim, buddy, pcp, slab | tail page: its head, order
 *        28  private        buddy: order                      | slab: its cache | page table: lock
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <asm/page.h>

struct address_space;
struct kmem_cache;

struct page {
	unsigned long flags;
	union {
		atomic_t _mapcount;
		struct {
			unsigned inuse : 16;
			unsigned objects : 15;
			unsigned frozen : 1;	/* it is the CPU's current slab */
		};
	};
	atomic_t _refcount;
	struct address_space *mapping;
	union {
		pgoff_t index;
		void *freelist;
	};
	union {
		struct list_head lru;
		struct {			/* tail pages of a compound page */
			unsigned long compound_head;
			unsigned int compound_order;	/* in the first tail page only */
		};
	};
	union {
		unsigned long private;
		struct kmem_cache *slab_cache;
#ifndef CONFIG_DEBUG_LOCKS
		spinlock_t ptl;			/* of a page of page tables */
#else
		spinlock_t *ptlp;		/* a debug lock is too large to stand here */
#endif
	};
};

/*
 * An address space: its page tables, and how many need them.
 *
 *   mm_users   threads that run in it; the last one to leave takes the user part apart
 *   mm_count   one for all mm_users together, one for each that only borrows the tables (a
 *              kernel thread's active_mm); the last one frees the structure
 */
struct mm_struct {
	pgd_t *pgd;
	atomic_t mm_users;
	atomic_t mm_count;
	spinlock_t page_table_lock;	/* entries of pgd, pud, pmd */
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_brk, brk, start_stack;
};

#ifdef __arm__
static_assert(sizeof(struct page) == 32);
#endif

#endif
