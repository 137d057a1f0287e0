/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Poison: what a free page is filled with in the debug build (CONFIG_DEBUG_PAGEALLOC).
 *
 * Idea.  free fills a page with PAGE_POISON, alloc looks whether it's still there.  Who wrote to the
 * page in between did so after he had freed it:
 *
 *     free      aa aa aa aa aa aa aa aa ... aa
 *     later     aa aa aa 00 aa aa aa aa ... aa      ptr->x = 0 after free_page(ptr)
 *     alloc     "page 0x4321a changed after it was freed: offset 3 to 3"
 *
 * Invariant (nothing asserts it)
 *   P1  a page with PAGE_EXT_POISON in its page_ext is free and was filled
 *
 * Pages that boot frees aren't filled: it would touch all of RAM.  Each gets its poison when it is
 * freed for the first time.
 *
 * Context.  Any; maps one high page at a time with kmap_atomic().  The page has no users.
 *
 * Differs from Linux 4.x, where mm/page_poison.c does the same: a single changed bit is not told
 * apart, and every page looked at counts in nr_bad_pages.
 *
 * Shown by tests/kernel/page_alloc.c in the debug build.
 */
#ifdef CONFIG_DEBUG_PAGEALLOC

#include <linux/highmem.h>
#include <linux/page_ext.h>
#include <linux/poison.h>
#include <linux/string.h>
#include "internal.h"

static void poison_page(struct page *page)
{
	void *addr = kmap_atomic(page);

	lookup_page_ext(page)->flags |= PAGE_EXT_POISON;
	memset(addr, PAGE_POISON, PAGE_SIZE);
	kunmap_atomic(addr);
}

/* poison_pages - fills the 2^@order frames at @page, which are being freed */
void poison_pages(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++)
		poison_page(page + i);
}

/* Is all of the page poison?  Eight words at a time, since every page that is handed out is read. */
static bool is_poison(const void *mem)
{
	const u32 poison = PAGE_POISON * 0x01010101u;
	const u32 *p = mem, *end = p + PAGE_SIZE / sizeof(*p);

	for (; p < end; p += 8)
		if ((p[0] ^ poison) | (p[1] ^ poison) | (p[2] ^ poison) | (p[3] ^ poison) |
		    (p[4] ^ poison) | (p[5] ^ poison) | (p[6] ^ poison) | (p[7] ^ poison))
			return false;
	return true;
}

/* The bytes around the first difference, and how far the last one is from it */
static void report_poison(struct page *page, const u8 *mem)
{
	const u8 *first = memchr_inv(mem, PAGE_POISON, PAGE_SIZE);
	const u8 *last = mem + PAGE_SIZE - 1;

	while (*last == PAGE_POISON)
		last--;
	pr_err("pagealloc: page 0x%lx changed after it was freed: offset %lu to %lu\n",
	       page_to_pfn(page), (unsigned long)(first - mem), (unsigned long)(last - mem));
	print_hex_dump(KERN_ERR, "pagealloc: ", DUMP_PREFIX_OFFSET, 16, 1, first,
		       min((size_t)(last - first) + 1, (size_t)64), true);
	bad_page(page, "changed after it was freed", 0);
}

static void unpoison_page(struct page *page)
{
	struct page_ext *ext = lookup_page_ext(page);
	void *mem;

	if (!(ext->flags & PAGE_EXT_POISON))
		return;
	ext->flags &= (u8)~PAGE_EXT_POISON;
	mem = kmap_atomic(page);
	if (!is_poison(mem))
		report_poison(page, mem);
	kunmap_atomic(mem);
}

/* unpoison_pages - looks whether the 2^@order frames at @page, now handed out, were written to */
void unpoison_pages(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++)
		unpoison_page(page + i);
}

#endif
