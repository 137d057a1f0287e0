/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of the caches, as far as programs' instructions go (debug build, CONFIG_DEBUG_CACHE).
 *
 * Idea.  QEMU has no caches, so a page that the kernel writes and doesn't clean runs there all the same, and
 * fails on a board.  The model remembers for each page what memory held when the page was last cleaned to the
 * point of unification: a sum of its words.  Instructions are fetched from there, so whenever an executable user
 * entry comes or goes, the page must still have that sum; whoever wrote it in between, by whatever address,
 * didn't clean it.  A number, counted up by each operation, tells whether I was invalidated after the cleaning.
 *
 *   what happens                            pou_sum         pou_seq      icache_seq   USER_WRITES
 *   the page is cleaned: same contents      -               -            -            -
 *                        others             that of now     ++seq        -            -
 *   ... the first time for its contents     that of now     ++seq        -            0, if it is mapped once
 *   I invalidated as a whole (ICIALLU)      -               -            ++seq        -
 *   I by the kernel's address, I is PIPT    -               icache_seq   -            -
 *                              I is VIPT    -               -            -            -
 *   a user entry that may write             -               -            -            1
 *   the kernel writes, by any address       -               -            -            -      its contents differ now
 *
 * Invariants (cachecheck_entry() asserts them), of a page that an executable user entry leads to
 *   C1  it was cleaned
 *   C2  its contents are those that were cleaned
 *   C3  I was invalidated since
 *
 * C2 and C3 are no more the kernel's duty when a program could write to the page itself: then the call cacheflush
 * is (USER_WRITES).  That a range is cleaned counts as all of the page.
 *
 * Context: any; the page's entry belongs to who changes the user's.  Takes a kmap_atomic slot.  Linux has no such
 * thing.  Read flush.c first.  Tests: cachecheck.*
 */
#ifdef CONFIG_DEBUG_CACHE

#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/page_ext.h>
#include <asm/cacheflush.h>
#include <asm/pgtable.h>

static u32 cache_seq;		/* counts the operations */
static u32 icache_seq;		/* the last that invalidated all of I */

static u32 page_sum(struct page *page)
{
	const u32 *mem = kmap_atomic(page), *end = mem + PAGE_SIZE / sizeof(*mem), *p;
	u32 a = 0, b = 0;

	for (p = mem; p < end; p += 4) {
		a = a * 33 + p[0];
		b = b * 33 + p[1];
		a = a * 33 + p[2];
		b = b * 33 + p[3];
	}
	kunmap_atomic((void *)mem);
	return a * 31 + b;
}

/* cachecheck_dcache - @page was cleaned; @first: after somebody gave it new contents and knew that it isn't clean */
void cachecheck_dcache(struct page *page, bool first)
{
	struct page_ext *ext = lookup_page_ext(page);
	u32 sum = page_sum(page);

	if (!(ext->flags & PAGE_EXT_POU) || ext->pou_sum != sum) {
		ext->flags |= PAGE_EXT_POU;
		ext->pou_sum = sum;
		ext->pou_seq = ++cache_seq;
	}
	if (first && page_mapcount(page) <= 1)
		ext->flags &= (u8)~PAGE_EXT_USER_WRITES;
}

/* cachecheck_icache_all - I was invalidated as a whole */
void cachecheck_icache_all(void)
{
	icache_seq = ++cache_seq;
}

/* cachecheck_icache_line - lines of @page were invalidated by an address of the kernel's */
void cachecheck_icache_line(struct page *page)
{
	if (icache_is_pipt())
		lookup_page_ext(page)->pou_seq = icache_seq;
}

/* What is wrong with @page as one to fetch instructions from; NULL: nothing */
static const char *breach(struct page *page, const struct page_ext *ext)
{
	if (!(ext->flags & PAGE_EXT_POU))
		return "C1 violated: never cleaned";
	if (ext->flags & PAGE_EXT_USER_WRITES)
		return NULL;
	if (page_sum(page) != ext->pou_sum)
		return "C2 violated: written since it was cleaned";
	if ((s32)(ext->pou_seq - icache_seq) > 0)
		return "C3 violated: the I cache wasn't invalidated since it was cleaned";
	return NULL;
}

/*
 * cachecheck_entry - the user entry @pte is about to come or to go, or neither if it isn't one
 *
 * A page is reported once: then it counts as right.
 */
void cachecheck_entry(pte_t pte)
{
	struct page_ext *ext;
	struct page *page;
	const char *what;

	if (!pte_valid_user(pte) || !pfn_valid(pte_pfn(pte)))
		return;
	page = pte_page(pte);
	ext = lookup_page_ext(page);
	if (pte_write(pte))
		ext->flags |= PAGE_EXT_USER_WRITES;
	if (!pte_exec(pte))
		return;
	what = breach(page, ext);
	if (WARN(what, "cachecheck: page 0x%lx: %s\n", page_to_pfn(page), what)) {
		cachecheck_dcache(page, false);
		ext->pou_seq = icache_seq;
	}
}

#endif
