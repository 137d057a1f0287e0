/* SPDX-License-Identifier: GPL-2.0-only */
/* Dirty pages on their way to a disk: mm/page-writeback.c */
#ifndef _LINUX_WRITEBACK_H
#define _LINUX_WRITEBACK_H

#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/types.h>

struct bio;

enum writeback_sync_modes {
	WB_SYNC_NONE,			/* start to write; what is busy is left out */
	WB_SYNC_ALL,			/* all must be written, and is waited for by the caller */
};

/* How a writer of dirty pages goes about it */
struct writeback_control {
	long nr_to_write;		/* pages; less those written */
	loff_t range_start, range_end;	/* bytes, both within the range */
	enum writeback_sync_modes sync_mode;
	bool for_reclaim;		/* a single page, so that it can be freed */
	struct bio **swap_plug;		/* what reclaim has collected to write to swap; NULL: each page is written at once */
};

/* Starts to write @page: as a_ops->writepage().  0, errno. */
typedef int (*writepage_t)(struct page *page, struct writeback_control *wbc, void *data);

int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc, writepage_t writepage,
		      void *data);
int generic_writepages(struct address_space *mapping, struct writeback_control *wbc);
int __filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end,
			       enum writeback_sync_modes sync_mode);
int do_writepages(struct address_space *mapping, struct writeback_control *wbc);

int clear_page_dirty_for_io(struct page *page);
void redirty_page_for_writepage(struct writeback_control *wbc, struct page *page);
void set_page_writeback(struct page *page);
void end_page_writeback(struct page *page);

/* Hundredths of a second: kernel/fs/fs-writeback.c */
extern int dirty_writeback_interval, dirty_expire_interval;

extern int vm_dirty_ratio, dirty_background_ratio;
extern unsigned long vm_dirty_bytes, dirty_background_bytes;

void global_dirty_limits(unsigned long *background, unsigned long *dirty);
bool over_background_thresh(void);
void __balance_dirty_pages_ratelimited(void);
void wakeup_flusher_threads(unsigned long nr_pages);
int start_flusher(void);

/*
 * balance_dirty_pages_ratelimited - the caller has made a page of @mapping dirty.
 *
 * No lock is held that writing a page needs: no page lock, no mmap_sem for writing.  Sleeps.
 */
static inline void balance_dirty_pages_ratelimited(struct address_space *mapping)
{
	if (mapping_cap_account_dirty(mapping))
		__balance_dirty_pages_ratelimited();
}

#endif
