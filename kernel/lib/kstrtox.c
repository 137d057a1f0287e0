/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers out of strings */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

static const char *parse_base(const char *s, unsigned int *base)
{
	if ((*base == 0 || *base == 16) && s[0] == '0' && (s[1] | 32) == 'x' && isxdigit(s[2])) {
		*base = 16;
		return s + 2;
	}
	if (*base == 0)
		*base = s[0] == '0' ? 8 : 10;
	return s;
}

/* The digits of @s: *@end is behind them; *@overflow says whether 64 bits were enough */
static unsigned long long parse(const char *s, const char **end, unsigned int base,
				bool *overflow)
{
	unsigned long long n = 0;

	*overflow = false;
	for (s = parse_base(s, &base); isxdigit(*s); s++) {
		unsigned int digit = isdigit(*s) ? *s - '0' : (*s | 32) - 'a' + 10;

		if (digit >= base)
			break;
		if (__builtin_mul_overflow(n, base, &n) || __builtin_add_overflow(n, digit, &n))
			*overflow = true;
	}
	*end = s;
	return n;
}

unsigned long long simple_strtoull(const char *s, char **end, unsigned int base)
{
	const char *stop;
	bool overflow;
	unsigned long long n = parse(s, &stop, base, &overflow);

	if (end)
		*end = (char *)stop;
	return n;
}

unsigned long simple_strtoul(const char *s, char **end, unsigned int base)
{
	return (unsigned long)simple_strtoull(s, end, base);
}

long simple_strtol(const char *s, char **end, unsigned int base)
{
	if (*s == '-')
		return -(long)simple_strtoul(s + 1, end, base);
	return (long)simple_strtoul(s, end, base);
}

/* Nothing but digits and one line's end */
static int parse_whole(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long n;
	const char *end;
	bool overflow;

	n = parse(s, &end, base, &overflow);
	if (end == s || (*end == '\n' ? end[1] : *end))
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = n;
	return 0;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	return parse_whole(s + (*s == '+'), base, res);
}

int kstrtoul(const char *s, unsigned int base, unsigned long *res)
{
	unsigned long long n;
	int err = kstrtoull(s, base, &n);

	if (err)
		return err;
	if (n > ULONG_MAX)
		return -ERANGE;
	*res = (unsigned long)n;
	return 0;
}

int kstrtouint(const char *s, unsigned int base, unsigned int *res)
{
	unsigned long long n;
	int err = kstrtoull(s, base, &n);

	if (err)
		return err;
	if (n > UINT_MAX)
		return -ERANGE;
	*res = (unsigned int)n;
	return 0;
}

int kstrtoint(const char *s, unsigned int base, int *res)
{
	bool minus = *s == '-';
	unsigned long long n;
	int err = parse_whole(s + (minus || *s == '+'), base, &n);

	if (err)
		return err;
	if (n > (unsigned long long)INT_MAX + minus)
		return -ERANGE;
	*res = (int)(minus ? -n : n);
	return 0;
}

unsigned long long memparse(const char *s, char **end)
{
	char *stop;
	unsigned long long n = simple_strtoull(s, &stop, 0);

	switch (*stop | 32) {
	case 'g':
		n <<= 10;
		fallthrough;
	case 'm':
		n <<= 10;
		fallthrough;
	case 'k':
		n <<= 10;
		stop++;
	}
	if (end)
		*end = stop;
	return n;
}

int get_option(char **s, int *value)
{
	char *stop;

	if (!**s)
		return 0;
	*value = (int)simple_strtol(*s, &stop, 0);
	if (stop == *s)
		return 0;
	*s = stop;
	if (*stop == ',') {
		*s = stop + 1;
		return 2;
	}
	return *stop == '-' ? 3 : 1;
}
