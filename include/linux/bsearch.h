/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/compiler.h>
#include <linux/types.h>

/*
 * The element of @base, @num of @size bytes in ascending order, for which @cmp(@key, element)
 * is 0; NULL if none.  Inlined, so that @cmp is, too.
 */
static __always_inline void *bsearch(const void *key, const void *base, size_t num, size_t size,
				     int (*cmp)(const void *key, const void *element))
{
	while (num) {
		const char *middle = (const char *)base + num / 2 * size;
		int result = cmp(key, middle);

		if (!result)
			return (void *)middle;
		if (result > 0) {
			base = middle + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}

#endif
