/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A struct page as text, and what happens to one that isn't in order.
 *
 *     BUG: Bad page state in process init  pfn:4321a
 *     page:eff24d40 count:0 mapcount:0 mapping:  (null) index:0x0 zone:Normal
 *     flags: 0x400(reserved)
 *     page dumped because: flags set
 *     bad because of flags: 0x400(reserved)
 *     page owner: order 0, mode:0x24000c0, allocated by vmalloc+0x1c/0x40
 *     (backtrace)
 *
 * Idea.  bad_page() only reports and counts: the caller, which knows what it was about to do, leaves
 * the page out of every list.  The system goes on; nr_bad_pages tells tests and tools.
 *
 * Invariants (D1's numbers are compared when it is compiled; nothing asserts the rest)
 *   D1  flag names stand in the order of enum pageflags, one for each
 *   D2  nothing here changes the page
 *
 * Context.  Any, also with interrupts off and a zone's lock held.  Reports come at most 60 a minute.
 *
 * Differs from Linux 4.x: the owner is always part of the dump if the build keeps it; there is no
 * taint.
 *
 * Shown by tests/kernel/page_alloc.c: each kind of misuse, and the text that reports it.
 */
#include <linux/kdebug.h>
#include <linux/page_ext.h>
#include <linux/sched.h>
#include "internal.h"

unsigned long nr_bad_pages;

struct ratelimit_state bad_page_rs = RATELIMIT_STATE_INIT(60 * HZ, 60);

static const char *const pageflag_names[] = {
	[PG_locked]	  = "locked",
	[PG_error]	  = "error",
	[PG_referenced]	  = "referenced",
	[PG_uptodate]	  = "uptodate",
	[PG_dirty]	  = "dirty",
	[PG_lru]	  = "lru",
	[PG_active]	  = "active",
	[PG_slab]	  = "slab",
	[PG_owner_priv_1] = "owner_priv_1",
	[PG_arch_1]	  = "arch_1",
	[PG_reserved]	  = "reserved",
	[PG_private]	  = "private",
	[PG_private_2]	  = "private_2",
	[PG_writeback]	  = "writeback",
	[PG_head]	  = "head",
	[PG_swapcache]	  = "swapcache",
	[PG_mappedtodisk] = "mappedtodisk",
	[PG_reclaim]	  = "reclaim",
	[PG_swapbacked]	  = "swapbacked",
	[PG_unevictable]  = "unevictable",
	[PG_mlocked]	  = "mlocked",
};
static_assert(ARRAY_SIZE(pageflag_names) == __NR_PAGEFLAGS);

static void dump_flags(const char *what, unsigned long flags)
{
	char names[224];	/* all of them have 191 characters */
	int len = 0, i;

	names[0] = '\0';
	for (i = 0; i < __NR_PAGEFLAGS; i++)
		if (flags & 1UL << i)
			len += scnprintf(names + len, sizeof(names) - (size_t)len, "%s%s",
					 len ? "|" : "", pageflag_names[i]);
	pr_alert("%s: 0x%lx(%s)\n", what, flags & PAGE_FLAGS_CHECK_AT_PREP, names);
}

/* dump_page_badflags - prints @page, why, and which of its flags are wrong.  Any context. */
void dump_page_badflags(struct page *page, const char *reason, unsigned long badflags)
{
	pr_alert("page:%p count:%d mapcount:%d mapping:%p index:0x%lx zone:%s\n", page,
		 page_ref_count(page), PageSlab(page) ? 0 : page_mapcount(page),
		 page->mapping, page->index, page_zone(page)->name);
	dump_flags("flags", page->flags);
	if (PageBuddy(page))
		pr_alert("free block of order %u\n", page_order(page));
	if (PageTail(page))
		pr_alert("tail of the compound page:%p\n", compound_head(page));
	if (reason)
		pr_alert("page dumped because: %s\n", reason);
	if (page->flags & badflags)
		dump_flags("bad because of flags", page->flags & badflags);
	dump_page_owner(page);
}

/* dump_page - prints @page and why.  Any context. */
void dump_page(struct page *page, const char *reason)
{
	dump_page_badflags(page, reason, 0);
}

/*
 * bad_page - reports that @page isn't in a state to be freed or handed out.
 *
 * The caller leaves the page where it is; it must not be used again.  Any context.
 */
void bad_page(struct page *page, const char *reason, unsigned long bad_flags)
{
	nr_bad_pages++;
	if (!__ratelimit(&bad_page_rs))
		return;
	pr_alert("BUG: Bad page state in process %s  pfn:%05lx\n", current->comm,
		 page_to_pfn(page));
	dump_page_badflags(page, reason, bad_flags);
	dump_stack();
}
