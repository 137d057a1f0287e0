/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct page: one for each page frame, 32 bytes, in the array mem_map[].  A frame has one use
 * at a time, so its uses share words:
 *
 *   byte  0  flags          PG_* and the zone
 *         4  _mapcount      page tables that map it, less one | slab: objects in use, total
 *         8  _refcount      0: free
 *        12  mapping        page cache, anon_vma (bit 0)      | slab: unused
 *        16  index          place in the file or the VMA     | slab: first free object
 *        20  lru            list of reclaim, buddy, pcp, slab | tail page: its head, order
 *        28  private        buddy: order                      | slab: its cache | page table: lock
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <asm/mmu.h>
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

/* The place of a page in a swap area: linux/swapops.h.  0: none */
typedef struct {
	unsigned long val;
} swp_entry_t;

struct anon_vma;
struct file;
struct vm_operations_struct;

#define VMACACHE_BITS	2
#define VMACACHE_SIZE	(1U << VMACACHE_BITS)
#define VMACACHE_MASK	(VMACACHE_SIZE - 1)

/*
 * A VMA: addresses [vm_start, vm_end) of one address space that are treated alike (article
 * 3.3.4).  mmap_sem protects all but what is said otherwise.
 */
struct vm_area_struct {
	/* What a search in mm_rb touches stands together */
	unsigned long vm_start;
	unsigned long vm_end;			/* the first byte behind */
	struct vm_area_struct *vm_next, *vm_prev;	/* in the order of addresses */
	struct rb_node vm_rb;
	unsigned long rb_subtree_gap;		/* the largest free gap before a VMA of the subtree */

	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;			/* what vm_flags make of a present entry */
	unsigned long vm_flags;			/* VM_*: linux/mm.h */

	/* Of VMAs that map a file: in the tree address_space.i_mmap, by i_mmap_rwsem */
	struct {
		struct rb_node rb;
		unsigned long rb_subtree_last;
	} shared;

	/* Of VMAs with private pages: mmap_sem and page_table_lock */
	struct list_head anon_vma_chain;
	struct anon_vma *anon_vma;

	const struct vm_operations_struct *vm_ops;	/* NULL: anonymous */
	unsigned long vm_pgoff;			/* of vm_start in the file, or its number, in pages */
	struct file *vm_file;			/* NULL: anonymous */
	void *vm_private_data;			/* the driver's */
};

/* Counted for an address space */
enum {
	MM_FILEPAGES,
	MM_ANONPAGES,
	MM_SWAPENTS,
	MM_SHMEMPAGES,				/* of files in memory: tmpfs, shared memory */
	NR_MM_COUNTERS
};

struct mm_rss_stat {
	atomic_long_t count[NR_MM_COUNTERS];
};

#define AT_VECTOR_SIZE	44

/*
 * An address space (article 3.3.2): its VMAs, its page tables, and how many need them.
 *
 *   mm_users   threads that run in it; the last one to leave takes the user part apart
 *   mm_count   one for all mm_users together, one for each that only borrows the tables (a
 *              kernel thread's active_mm); the last one frees the structure
 */
struct mm_struct {
	struct vm_area_struct *mmap;		/* all VMAs, in the order of addresses */
	struct rb_root mm_rb;			/* ... and as a tree */
	u64 vmacache_seqnum;			/* a change of it empties every task's vmacache */
	unsigned long (*get_unmapped_area)(struct file *filp, unsigned long addr,
					   unsigned long len, unsigned long pgoff,
					   unsigned long flags);
	unsigned long mmap_base;		/* where the mmap area begins, or ends when top-down */
	unsigned long task_size;		/* user addresses lie below this */
	unsigned long highest_vm_end;		/* of the last VMA */
	pgd_t *pgd;
	atomic_t mm_users;
	atomic_t mm_count;
	atomic_long_t nr_ptes;			/* pages of page tables */
	int map_count;				/* VMAs */

	struct list_head mmlist;		/* of all that may have swap entries, from init_mm on; mmlist_lock */

	spinlock_t page_table_lock;		/* page tables, and some counters */
	struct rw_semaphore mmap_sem;		/* the VMAs: to change them for writing */

	struct mm_rss_stat rss_stat;
	unsigned long hiwater_rss;		/* most pages it ever had */
	unsigned long hiwater_vm;		/* most pages of VMAs */

	unsigned long total_vm;			/* pages of all VMAs */
	unsigned long locked_vm;		/* ... of VM_LOCKED ones */
	unsigned long pinned_vm;
	unsigned long data_vm;			/* ... of VM_WRITE and neither VM_SHARED nor VM_GROWSDOWN */
	unsigned long exec_vm;			/* ... of VM_EXEC and neither VM_WRITE nor VM_GROWSDOWN */
	unsigned long stack_vm;			/* ... of VM_GROWSDOWN */
	unsigned long def_flags;		/* VM_LOCKED after mlockall(MCL_FUTURE) */

	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_brk, brk, start_stack;
	unsigned long arg_start, arg_end, env_start, env_end;
	unsigned long saved_auxv[AT_VECTOR_SIZE];

	mm_context_t context;
	unsigned long flags;			/* MMF_* */
	struct file *exe_file;
};

static inline unsigned long get_mm_counter(struct mm_struct *mm, int member)
{
	long val = atomic_long_read(&mm->rss_stat.count[member]);

	return val < 0 ? 0 : (unsigned long)val;
}

static inline void add_mm_counter(struct mm_struct *mm, int member, long value)
{
	atomic_long_add(value, &mm->rss_stat.count[member]);
}

#define inc_mm_counter(mm, member)	add_mm_counter(mm, member, 1)
#define dec_mm_counter(mm, member)	add_mm_counter(mm, member, -1)

static inline unsigned long get_mm_rss(struct mm_struct *mm)
{
	return get_mm_counter(mm, MM_FILEPAGES) + get_mm_counter(mm, MM_ANONPAGES) + get_mm_counter(mm, MM_SHMEMPAGES);
}

#ifdef __arm__
static_assert(sizeof(struct page) == 32);
#endif

#endif
