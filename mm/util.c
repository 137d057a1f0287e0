/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Copies of things in kmalloc memory.
 *
 * Idea.  To copy is to measure, to allocate and to fill, and callers forget one of the three; so
 * there is one function for each kind of thing.
 *
 *   kmemdup   N bytes                       ->  N bytes
 *   kstrdup   "abc\0"                       ->  "abc\0"
 *   kstrndup  "abcdef", at most 3           ->  "abc\0", always terminated
 *
 * Context.  Each sleeps if its gfp flags allow it and returns NULL without memory.  The copy is the
 * caller's, who ends it by kfree(); reports of a cache with checks name the caller, not these.
 * Nothing differs from Linux 4.x.  Tests: tests/kernel/slab.c (slab.copies).
 */
#include <linux/slab.h>
#include <linux/string.h>

/* A copy of @len bytes at @src. */
void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kmalloc_track_caller(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

/* A copy of string @s; of NULL, NULL. */
char *kstrdup(const char *s, gfp_t gfp)
{
	size_t len;
	char *p;

	if (!s)
		return NULL;
	len = strlen(s) + 1;
	p = kmalloc_track_caller(len, gfp);
	if (p)
		memcpy(p, s, len);
	return p;
}

/* A copy of the first @max characters of string @s, or of all if it is shorter; of NULL, NULL. */
char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len;
	char *p;

	if (!s)
		return NULL;
	len = strnlen(s, max);
	p = kmalloc_track_caller(len + 1, gfp);
	if (p) {
		memcpy(p, s, len);
		p[len] = '\0';
	}
	return p;
}
