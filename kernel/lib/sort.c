/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/kernel.h>
#include <linux/sort.h>

static void swap_bytes(void *a, void *b, int size)
{
	char *p = a, *q = b;

	while (size--) {
		swap(*p, *q);
		p++, q++;
	}
}

/* The element at @root sinks until neither child is larger */
static void sift(char *base, size_t root, size_t num, size_t size,
		 int (*cmp)(const void *, const void *), void (*swap_fn)(void *, void *, int))
{
	size_t child;

	for (; (child = 2 * root + 1) < num; root = child) {
		if (child + 1 < num && cmp(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (cmp(base + root * size, base + child * size) >= 0)
			return;
		swap_fn(base + root * size, base + child * size, (int)size);
	}
}

void sort(void *base, size_t num, size_t size, int (*cmp)(const void *, const void *),
	  void (*swap_fn)(void *, void *, int))
{
	size_t i;

	if (!swap_fn)
		swap_fn = swap_bytes;
	for (i = num / 2; i-- > 0; )
		sift(base, i, num, size, cmp, swap_fn);
	for (i = num; i-- > 1; ) {
		swap_fn(base, (char *)base + i * size, (int)size);
		sift(base, 0, i, size, cmp, swap_fn);
	}
}
