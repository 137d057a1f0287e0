/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page owner: who allocated each page (debug build, CONFIG_PAGE_OWNER).
 *
 * Idea.  struct page has no room, so an array of struct page_ext runs beside mem_map (one for each section, with
 * SPARSEMEM):
 *
 *     mem_map    [page 0      ][page 1      ][page 2      ]
 *     page_ext   [order gfp ip][order gfp ip][   free     ]
 *                  ^ from memblock at boot
 *
 * With it, dump_page() says where a page comes from, a block that is freed with another order than
 * it was allocated with is caught, and page_owner_show() lists who has how much:
 *
 *     pages  blocks order  allocated by
 *      4096    4096     0  __vmalloc_area_node+0x8c/0x1f4
 *
 * Invariant (nothing asserts it)
 *   O1  the first page of an allocated block has PAGE_EXT_OWNER and the block's order; its other
 *       pages and free ones don't.  Pages that boot took from memblock never had an owner.
 *
 * Context.  Any.  A page's entry belongs to who has the page, so there is no lock; the list may be
 * a little wrong while others allocate.
 *
 * Differs from Linux 4.x: the caller's address instead of a backtrace; always on in the debug
 * build, without the boot argument page_owner=on.
 *
 * Shown by tests/kernel/page_alloc.c in the debug build.
 */
#include <linux/page_ext.h>

#ifdef CONFIG_PAGE_EXTENSION

#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/seq_file.h>
#include "internal.h"

#ifdef CONFIG_SPARSEMEM

/* page_ext_init_section - room for an entry for each page of section @ms.  Boot, once for each. */
void __init page_ext_init_section(struct mem_section *ms)
{
	ms->page_ext = memblock_virt_alloc(PAGES_PER_SECTION * sizeof(*ms->page_ext), 0);
}

struct page_ext *lookup_page_ext(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	return __pfn_to_section(pfn)->page_ext + (pfn & ~PAGE_SECTION_MASK);
}

#else

static struct page_ext *page_ext;

/* page_ext_init - room for @map_pages entries, one for each page of mem_map.  Boot, once. */
void __init page_ext_init(unsigned long map_pages)
{
	page_ext = memblock_virt_alloc(map_pages * sizeof(*page_ext), 0);
}

struct page_ext *lookup_page_ext(const struct page *page)
{
	return page_ext + (page - contig_page_data.node_mem_map);
}

#endif
#endif

#ifdef CONFIG_PAGE_OWNER

/* set_page_owner - the block of 2^@order frames at @page was handed out to @ip */
void set_page_owner(struct page *page, unsigned int order, gfp_t gfp_mask, unsigned long ip)
{
	struct page_ext *ext = lookup_page_ext(page);

	ext->flags |= PAGE_EXT_OWNER;
	ext->order = (u8)order;
	ext->gfp_mask = gfp_mask;
	ext->ip = ip;
}

/*
 * reset_page_owner - the block of 2^@order frames at @page is freed by @ip.
 *
 * Returns false, and leaves it its owner, if it was allocated with another order.
 */
bool reset_page_owner(struct page *page, unsigned int order, unsigned long ip)
{
	struct page_ext *ext = lookup_page_ext(page);

	if (ext->flags & PAGE_EXT_OWNER && ext->order != order)
		return false;
	ext->flags &= (u8)~PAGE_EXT_OWNER;
	ext->free_ip = ip;
	return true;
}

/* split_page_owner - the block's pages are on their own now, with the same owner */
void split_page_owner(struct page *page, unsigned int order)
{
	const struct page_ext *ext = lookup_page_ext(page);
	unsigned long i;

	for (i = 1; i < 1UL << order; i++)
		set_page_owner(page + i, 0, ext->gfp_mask, ext->ip);
	lookup_page_ext(page)->order = 0;
}

/* dump_page_owner - prints who has @page, or who freed it */
void dump_page_owner(const struct page *page)
{
	const struct page_ext *ext = lookup_page_ext(page);

	if (ext->flags & PAGE_EXT_OWNER)
		pr_alert("page owner: order %u, mode:0x%x, allocated by %pS\n", ext->order,
			 (__force u32)ext->gfp_mask, (void *)ext->ip);
	if (ext->free_ip)
		pr_alert("page last freed by %pS\n", (void *)ext->free_ip);
}

/* One line of the list: a caller and an order */
struct owner_sum {
	unsigned long ip;
	unsigned long blocks;
	unsigned int order;
};

#define MAX_OWNERS	128

static unsigned int count_owner(struct owner_sum *sums, unsigned int nr,
				const struct page_ext *ext)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (sums[i].ip == ext->ip && sums[i].order == ext->order)
			break;
	if (i == MAX_OWNERS)
		return nr;
	if (i == nr)
		sums[i] = (struct owner_sum){ .ip = ext->ip, .order = ext->order };
	sums[i].blocks++;
	return max(nr, i + 1);
}

/* page_owner_show - lists the first MAX_OWNERS callers that have pages, and how many */
void page_owner_show(struct seq_file *m)
{
	static struct owner_sum sums[MAX_OWNERS];
	unsigned int nr = 0, i;
	unsigned long pfn;

	for (pfn = min_low_pfn; pfn < max_pfn; pfn++) {
		const struct page_ext *ext;

		if (!early_pfn_valid(pfn))
			continue;
		ext = lookup_page_ext(pfn_to_page(pfn));
		if (ext->flags & PAGE_EXT_OWNER)
			nr = count_owner(sums, nr, ext);
	}
	seq_puts(m, "   pages   blocks order  allocated by\n");
	for (i = 0; i < nr; i++)
		seq_printf(m, "%8lu %8lu %5u  %pS\n", sums[i].blocks << sums[i].order,
			   sums[i].blocks, sums[i].order, (void *)sums[i].ip);
}

#endif
