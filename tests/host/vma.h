/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What mm/vma.c, mm/mmap.c and their neighbours stand on in tests/host/vma.c: objects from malloc(), page
 * tables that are arrays, anon_vmas without forks, files that can be mapped.
 */
#ifndef _VMA_H
#define _VMA_H

#include <linux/fs.h>
#include <linux/mm.h>

#define NR_FILES	2

extern struct file host_files[NR_FILES];
extern unsigned int host_fail_one_in;	/* so many allocations fail one; 0: none */
extern unsigned int host_fail_nth;	/* so manieth allocation from now fails; 0: none, or it has failed */
extern bool host_may_fail;		/* one of the two was set */
extern long host_objects;		/* that are allocated */

/* Who touches this page: its number, and which anon_vma it is of, as struct page says */
struct host_page {
	struct anon_vma *anon_vma;
	pgoff_t index;
};

extern struct host_page host_pages[];

struct mm_struct *host_mm(unsigned long start, unsigned long end);
void host_mm_end(struct mm_struct *mm);

/* A write to @addr, which is in private memory: the page's number, or 0 when there's no memory */
u32 host_touch(unsigned long addr);
/* The number of the page at @addr, or 0 */
u32 host_page_at(unsigned long addr);
/* Does a walk of the page's areas come to @addr? */
bool host_rmap_finds(u32 page, unsigned long addr);

#endif
