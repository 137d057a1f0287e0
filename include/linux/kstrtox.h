/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KSTRTOX_H
#define _LINUX_KSTRTOX_H

#include <linux/types.h>

/*
 * Numbers out of strings.  @base 0 takes 0x and 0 as prefixes.  simple_* stop at what is no
 * digit and say where; kstrto* want nothing else but a line's end: 0, -EINVAL, -ERANGE.
 */
unsigned long long simple_strtoull(const char *s, char **end, unsigned int base);
unsigned long simple_strtoul(const char *s, char **end, unsigned int base);
long simple_strtol(const char *s, char **end, unsigned int base);
int __must_check kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int __must_check kstrtoul(const char *s, unsigned int base, unsigned long *res);
int __must_check kstrtoint(const char *s, unsigned int base, int *res);
int __must_check kstrtouint(const char *s, unsigned int base, unsigned int *res);

/* A number that may end in K, M or G */
unsigned long long memparse(const char *s, char **end);

/*
 * The next number of a list such as 1,2,4-7.  0: there is none, 1: it is the last, 2: a comma
 * followed it, 3: a hyphen follows, to the end of a range.  *@s moves to what comes next.
 */
int get_option(char **s, int *value);

#endif
