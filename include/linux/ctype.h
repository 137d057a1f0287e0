/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H

#include <linux/types.h>

static inline bool isdigit(int c)  { return c >= '0' && c <= '9'; }
static inline bool islower(int c)  { return c >= 'a' && c <= 'z'; }
static inline bool isupper(int c)  { return c >= 'A' && c <= 'Z'; }
static inline bool isalpha(int c)  { return islower(c) || isupper(c); }
static inline bool isalnum(int c)  { return isalpha(c) || isdigit(c); }
static inline bool isspace(int c)  { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool isprint(int c)  { return c >= ' ' && c <= '~'; }
static inline bool isxdigit(int c)
{
	return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static inline char tolower(int c)  { return (char)(isupper(c) ? c - 'A' + 'a' : c); }
static inline char toupper(int c)  { return (char)(islower(c) ? c - 'a' + 'A' : c); }

#endif
