/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's own address space: no user part, and the page directory that boot made. */
#include <linux/mm.h>
#include <asm/pgtable.h>

struct mm_struct init_mm = {
	.pgd = swapper_pg_dir,
	.mm_users = ATOMIC_INIT(2),
	.mm_count = ATOMIC_INIT(2),	/* one is init_task's active_mm */
	.mmap_sem = __RWSEM_INITIALIZER(init_mm.mmap_sem),
	.mmlist = LIST_HEAD_INIT(init_mm.mmlist),
	.page_table_lock = __SPIN_LOCK_UNLOCKED(init_mm.page_table_lock),
};
