/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of VMAs: each works in an address space of its own, in which strips of pages from
 * BASE on are drawn: a letter is a page, equal letters are one VMA, a dot is none.
 *
 *   map(0, 4, RW); map(8, 12, RW);      EXPECT_STRIP(mm, "aaaa....bbbb");
 */
#ifndef _VMA_TEST_H
#define _VMA_TEST_H

#include <linux/mman.h>
#include "user_mm.h"

#define BASE	0x20000000UL
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define PAGE(n)	(BASE + (unsigned long)(n) * PAGE_SIZE)

/* A new address space with a layout, in which the test's thread runs; NULL without memory */
struct mm_struct *enter(void);
void leave(struct mm_struct *mm);

/* Pages [from, to) of the strip */
unsigned long map(unsigned int from, unsigned int to, unsigned long prot);
int unmap(unsigned int from, unsigned int to);
int protect(unsigned int from, unsigned int to, unsigned long prot);

/* The first @n pages, drawn; checks the invariants on the way */
char *strip(struct mm_struct *mm, unsigned int n);

#define EXPECT_STRIP(mm, want)	EXPECT_STREQ(strip((mm), sizeof(want) - 1), want)


#endif
