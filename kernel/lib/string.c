/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and memory, a byte at a time: none of these is on a hot path */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/string.h>

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *p = a, *q = b;

	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}

void *memchr(const void *s, int c, size_t n)
{
	const u8 *p = s;

	for (; n; n--, p++)
		if (*p == (u8)c)
			return (void *)p;
	return NULL;
}

void *memscan(void *s, int c, size_t n)
{
	void *found = memchr(s, c, n);

	return found ? found : (char *)s + n;
}

/* Words where it can: debug builds look through whole pages */
void *memchr_inv(const void *s, int c, size_t n)
{
	const u8 *p = s;
	unsigned long word = (u8)c * (~0UL / 0xff);

	for (; n && (unsigned long)p % sizeof(word); n--, p++)
		if (*p != (u8)c)
			return (void *)p;
	for (; n >= sizeof(word) && *(const unsigned long *)p == word; n -= sizeof(word))
		p += sizeof(word);
	for (; n; n--, p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return (size_t)(p - s);
}

size_t strnlen(const char *s, size_t n)
{
	const char *p = s;

	while (n-- && *p)
		p++;
	return (size_t)(p - s);
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	while (*a && tolower(*a) == tolower(*b))
		a++, b++;
	return (u8)tolower(*a) - (u8)tolower(*b);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (tolower(*a) != tolower(*b) || !*a)
			return (u8)tolower(*a) - (u8)tolower(*b);
	return 0;
}

char *strcpy(char *dest, const char *src)
{
	char *p = dest;

	while ((*p++ = *src++) != '\0')
		;
	return dest;
}

char *strncpy(char *dest, const char *src, size_t n)
{
	char *p = dest;

	for (; n; n--, p++) {
		*p = *src;
		if (*src)
			src++;
	}
	return dest;
}

size_t strlcpy(char *dest, const char *src, size_t size)
{
	size_t len = strlen(src);

	if (size) {
		size_t n = len < size ? len : size - 1;

		memcpy(dest, src, n);
		dest[n] = '\0';
	}
	return len;
}

size_t strlcat(char *dest, const char *src, size_t size)
{
	size_t len = strnlen(dest, size);

	return len + strlcpy(dest + len, src, size - len);
}

ssize_t strscpy(char *dest, const char *src, size_t size)
{
	size_t len = strnlen(src, size);
	bool cut = len == size;

	if (!size)
		return -E2BIG;
	len -= cut;
	memcpy(dest, src, len);
	dest[len] = '\0';
	return cut ? -E2BIG : (ssize_t)len;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strnchr(const char *s, size_t n, int c)
{
	for (; n && *s; n--, s++)
		if (*s == (char)c)
			return (char *)s;
	return NULL;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

char *strstr(const char *s, const char *what)
{
	size_t n = strlen(what);

	for (; strncmp(s, what, n); s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

size_t strspn(const char *s, const char *accept)
{
	const char *p = s;

	while (*p && strchr(accept, *p))
		p++;
	return (size_t)(p - s);
}

size_t strcspn(const char *s, const char *reject)
{
	const char *p = s;

	while (*p && !strchr(reject, *p))
		p++;
	return (size_t)(p - s);
}

char *strsep(char **s, const char *separators)
{
	char *begin = *s, *end;

	if (!begin)
		return NULL;
	end = begin + strcspn(begin, separators);
	*s = *end ? end + 1 : NULL;
	*end = '\0';
	return begin;
}

char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}

char *strim(char *s)
{
	char *end;

	s = skip_spaces(s);
	end = s + strlen(s);
	while (end > s && isspace(end[-1]))
		end--;
	*end = '\0';
	return s;
}

const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}
