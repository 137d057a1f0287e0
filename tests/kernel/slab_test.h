/* SPDX-License-Identifier: GPL-2.0-only */
/* What slab.c and slab_debug.c share: content of objects, and reports that are provoked. */
#ifndef _SLAB_TEST_H
#define _SLAB_TEST_H

#include <linux/slab.h>
#include <linux/string.h>
#include "selftest.h"
#include "../../mm/slab.h"

#define ALL_CHECKS	SLAB_DEBUG_FLAGS

static inline bool filled_with(const void *p, u8 byte, size_t bytes)
{
	const u8 *at = p;
	size_t i;

	for (i = 0; i < bytes; i++)
		if (at[i] != byte)
			return false;
	return true;
}

/* What was printed and counted since a mark; meanwhile the console is silent. */
struct reports {
	u64 mark;
	unsigned long errors;
};

static inline struct reports expect_reports(void)
{
	return (struct reports){ .errors = nr_slab_errors, .mark = selftest_mute() };
}

static inline unsigned long reports_end(const struct reports *r)
{
	selftest_unmute();
	return nr_slab_errors - r->errors;
}

static inline bool reported(const struct reports *r, const char *text)
{
	return strstr(selftest_log_since(r->mark), text) != NULL;
}

/* A cache of 60 bytes: the red zone behind the object begins in the middle of its last word. */
static inline struct kmem_cache *checked_cache(void)
{
	return kmem_cache_create("test-checked", 60, 0, ALL_CHECKS, NULL);
}

#endif
