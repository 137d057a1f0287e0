/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of files in memory: their lock, their references, their place */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/page-flags.h>

#define page_cache_get(page)		get_page(page)
#define page_cache_release(page)	put_page(page)

/* Which page of the file, or of the anonymous VMA's numbering, is at @address */
static inline pgoff_t linear_page_index(struct vm_area_struct *vma, unsigned long address)
{
	return ((address - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

/* mm/filemap.c */
struct page *find_get_page(struct address_space *mapping, pgoff_t offset);
struct page *find_lock_page(struct address_space *mapping, pgoff_t offset);
unsigned int find_get_pages(struct address_space *mapping, pgoff_t start, unsigned int nr_pages,
			    struct page **pages);
unsigned long copy_page_to_user(char __user *buf, struct page *page, unsigned long offset, unsigned long n);
struct page *grab_cache_page_write_begin(struct address_space *mapping, pgoff_t index);
struct page *read_cache_page(struct address_space *mapping, pgoff_t index, struct file *file);
int add_to_page_cache_lru(struct page *page, struct address_space *mapping, pgoff_t offset);
void delete_from_page_cache(struct page *page);

void __lock_page(struct page *page);
void unlock_page(struct page *page);

extern struct lock_class page_lock_class;

static inline int __trylock_page(struct page *page)
{
	return likely(!test_and_set_bit(PG_locked, &page->flags));
}

/* The page lock: who holds it may change what the page belongs to.  lock_page() may sleep. */
static inline int trylock_page(struct page *page)
{
	int locked = __trylock_page(page);

	if (locked)
		__lock_acquire(page, &page_lock_class, 0, true, 0);
	return locked;
}

static inline void lock_page(struct page *page)
{
	might_sleep();
	if (__trylock_page(page))
		__lock_acquire(page, &page_lock_class, 0, false, 0);
	else
		__lock_page(page);
}

#endif
