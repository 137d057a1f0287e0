/* SPDX-License-Identifier: GPL-2.0-only */
/* Shell patterns, without recursion: only the last * is ever tried again */
#include <linux/glob.h>

/* A class at @pat, behind its '['.  *@matched: is @c in it?  Returns what follows ']'. */
static const char *match_class(const char *pat, char c, bool *matched)
{
	bool inverted = *pat == '!', in = false;

	pat += inverted;
	do {
		char low = *pat++, high = low;

		if (!low)
			return NULL;	/* no ']' */
		if (*pat == '-' && pat[1] && pat[1] != ']') {
			high = pat[1];
			pat += 2;
		}
		in |= low <= c && c <= high;
	} while (*pat != ']');
	*matched = in != inverted;
	return pat + 1;
}

/* One character of @str against the head of *@pat, which moves behind it */
static bool match_one(const char **pat, char c)
{
	const char *p = *pat, *after;
	bool matched;

	if (*p == '[') {
		after = match_class(p + 1, c, &matched);
		if (after) {
			*pat = after;
			return c && matched;
		}
	}
	if (*p == '?') {
		*pat = p + 1;
		return c != '\0';
	}
	if (*p == '\\' && p[1])
		p++;
	*pat = p + 1;
	return *p == c;
}

bool glob_match(const char *pat, const char *str)
{
	const char *back_pat = NULL, *back_str = NULL;

	for (;;) {
		const char *next = pat;

		if (*pat == '*') {
			back_pat = ++pat;
			back_str = str;
			continue;
		}
		if (!*str && !*pat)
			return true;
		if (*pat && *str && match_one(&next, *str)) {
			pat = next;
			str++;
			continue;
		}
		/* The last * takes one character more */
		if (!back_pat || !*back_str)
			return false;
		pat = back_pat;
		str = ++back_str;
	}
}
