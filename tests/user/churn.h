/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A program that uses much memory: it writes all pages of a mapping, changes and checks some here and there, and checks
 * all in the end.  What a page should hold follows from its number and from how often it was written, and that is all
 * that is kept about it.  For tests/user/thrice.c and tests/user/swapbench.c.
 */
#ifndef TESTS_USER_CHURN_H
#define TESTS_USER_CHURN_H

#include "user.h"

enum { WORDS = PAGE / 4 };

static inline u32 first_word(u32 who, ulong page, u32 times)
{
	return (who << 28 | (u32)page) * 2654435761u + times * 40503u;
}

static inline void fill(u32 *p, u32 word)
{
	for (int i = 0; i < (int)WORDS; i++)
		p[i] = word + (u32)i * 0x01000193u;
}

/* Is it all there? */
static inline int holds(const u32 *p, u32 word)
{
	for (int i = 0; i < (int)WORDS; i++)
		if (p[i] != word + (u32)i * 0x01000193u)
			return 0;
	return 1;
}

static inline u32 next(u32 *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* All @pages pages of @p are written, some changed and checked, all checked: how many are wrong */
static inline int churn(char *p, ulong pages, u32 who)
{
	u8 *times = (u8 *)map(pages);
	u32 seed = who * 77 + 1;
	ulong i, n;
	int wrong = 0;

	if (IS_ERR(times))
		return 200;
	for (i = 0; i < pages; i++)
		fill((u32 *)(p + i * PAGE), first_word(who, i, 0));
	for (n = 0; n < pages / 4; n++) {
		i = next(&seed) % pages;
		wrong += !holds((u32 *)(p + i * PAGE), first_word(who, i, times[i]));
		if (n & 1)
			fill((u32 *)(p + i * PAGE), first_word(who, i, ++times[i]));
	}
	for (i = 0; i < pages; i++)
		wrong += !holds((u32 *)(p + i * PAGE), first_word(who, i, times[i]));
	unmap(times, pages);
	return wrong > 100 ? 100 : wrong;
}

#endif
