/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the debug build keeps of each page beside its struct page: see mm/page_owner.c,
 * mm/page_poison.c and arch/arm/mm/cachecheck.c.
 */
#ifndef _LINUX_PAGE_EXT_H
#define _LINUX_PAGE_EXT_H

#include <linux/types.h>

struct mem_section;
struct page;
struct seq_file;

#ifdef CONFIG_PAGE_EXTENSION

#define PAGE_EXT_OWNER		0x01	/* allocated: order, gfp_mask and ip say by whom */
#define PAGE_EXT_POISON		0x02	/* free and filled with PAGE_POISON */
#define PAGE_EXT_POU		0x04	/* pou_sum and pou_seq say when it was cleaned */
#define PAGE_EXT_USER_WRITES	0x08	/* a program can write to it */

struct page_ext {
	u8 flags;
	u8 order;		/* of the whole block */
	gfp_t gfp_mask;
	unsigned long ip;	/* return address of the call that allocated it */
	unsigned long free_ip;	/* ... and of the one that freed it last */
#ifdef CONFIG_DEBUG_CACHE
	u32 pou_sum;		/* of its contents at the point of unification */
	u32 pou_seq;		/* when they came there */
#endif
};

void page_ext_init(unsigned long map_pages);
void page_ext_init_section(struct mem_section *ms);
struct page_ext *lookup_page_ext(const struct page *page);

#else
static inline void page_ext_init(unsigned long map_pages)
{
}

static inline void page_ext_init_section(struct mem_section *ms)
{
}
#endif

#ifdef CONFIG_PAGE_OWNER
void set_page_owner(struct page *page, unsigned int order, gfp_t gfp_mask, unsigned long ip);
bool reset_page_owner(struct page *page, unsigned int order, unsigned long ip);
void split_page_owner(struct page *page, unsigned int order);
void dump_page_owner(const struct page *page);
void page_owner_show(struct seq_file *m);
#else
static inline void set_page_owner(struct page *page, unsigned int order, gfp_t gfp_mask,
				  unsigned long ip)
{
}

static inline bool reset_page_owner(struct page *page, unsigned int order, unsigned long ip)
{
	return true;
}

static inline void split_page_owner(struct page *page, unsigned int order)
{
}

static inline void dump_page_owner(const struct page *page)
{
}
#endif

#endif
