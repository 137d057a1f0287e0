/* SPDX-License-Identifier: GPL-2.0-only */
/* What programs say to mmap() and its kin: Linux/ARM's numbers */
#ifndef _LINUX_MMAN_H
#define _LINUX_MMAN_H

#include <linux/mm.h>
#include <linux/resource.h>
#include <linux/sched.h>

#define PROT_NONE	0x0
#define PROT_READ	0x1
#define PROT_WRITE	0x2
#define PROT_EXEC	0x4
#define PROT_SEM	0x8
#define PROT_GROWSDOWN	0x01000000
#define PROT_GROWSUP	0x02000000

#define MAP_SHARED	0x01
#define MAP_PRIVATE	0x02
#define MAP_TYPE	0x0f
#define MAP_FIXED	0x10
#define MAP_ANONYMOUS	0x20
#define MAP_GROWSDOWN	0x0100
#define MAP_DENYWRITE	0x0800
#define MAP_EXECUTABLE	0x1000
#define MAP_LOCKED	0x2000
#define MAP_NORESERVE	0x4000
#define MAP_POPULATE	0x8000
#define MAP_NONBLOCK	0x10000
#define MAP_STACK	0x20000
#define MAP_HUGETLB	0x40000

#define MREMAP_MAYMOVE	1
#define MREMAP_FIXED	2

#define MCL_CURRENT	1
#define MCL_FUTURE	2
#define MCL_ONFAULT	4

#define MLOCK_ONFAULT	1

#define MS_ASYNC	1
#define MS_INVALIDATE	2
#define MS_SYNC		4

#define MADV_NORMAL	0
#define MADV_RANDOM	1
#define MADV_SEQUENTIAL	2
#define MADV_WILLNEED	3
#define MADV_DONTNEED	4
#define MADV_REMOVE	9
#define MADV_DONTFORK	10
#define MADV_DOFORK	11
#define MADV_DONTDUMP	16
#define MADV_DODUMP	17

#define OVERCOMMIT_GUESS	0
#define OVERCOMMIT_ALWAYS	1
#define OVERCOMMIT_NEVER	2

/* May the process lock memory at all? */
static inline bool can_do_mlock(void)
{
	return rlimit(RLIMIT_MEMLOCK) != 0 || capable(CAP_IPC_LOCK);
}

/* May an address space not have @pages locked pages? */
static inline bool mlock_over_limit(unsigned long pages)
{
	return pages > rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT && !capable(CAP_IPC_LOCK);
}

extern int sysctl_overcommit_memory;
extern int sysctl_overcommit_ratio;	/* per cent of RAM */
extern unsigned long sysctl_user_reserve_kbytes, sysctl_admin_reserve_kbytes;
extern atomic_long_t vm_committed_as;	/* the commit charge of all address spaces, in pages */

/* May @mm have @pages more?  0, and they are charged; or -ENOMEM. */
int __vm_enough_memory(struct mm_struct *mm, long pages, int cap_sys_admin);
unsigned long vm_commit_limit(void);

static inline void vm_acct_memory(long pages)
{
	atomic_long_add(pages, &vm_committed_as);
}

static inline void vm_unacct_memory(long pages)
{
	vm_acct_memory(-pages);
}

static inline int security_vm_enough_memory_mm(struct mm_struct *mm, long pages)
{
	return __vm_enough_memory(mm, pages, 0);
}

/* If @bit1 is set in @x, @bit2: both are constants */
#define _calc_vm_trans(x, bit1, bit2)					\
	((bit1) <= (bit2) ? ((x) & (bit1)) * ((bit2) / (bit1)) :	\
			    ((x) & (bit1)) / ((bit1) / (bit2)))

/* VM_* of mmap's prot and flags (article 3.3.4) */
static inline unsigned long calc_vm_prot_bits(unsigned long prot)
{
	return _calc_vm_trans(prot, PROT_READ, VM_READ) |
	       _calc_vm_trans(prot, PROT_WRITE, VM_WRITE) |
	       _calc_vm_trans(prot, PROT_EXEC, VM_EXEC);
}

static inline unsigned long calc_vm_flag_bits(unsigned long flags)
{
	return _calc_vm_trans(flags, MAP_GROWSDOWN, VM_GROWSDOWN) |
	       _calc_vm_trans(flags, MAP_DENYWRITE, VM_DENYWRITE) |
	       _calc_vm_trans(flags, MAP_LOCKED, VM_LOCKED);
}

#endif
