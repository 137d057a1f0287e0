/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printf.  A format is cut into pieces: text, or one conversion with its flags, width,
 * precision and length, which one function for each kind turns into characters.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define F_LEFT		1	/* - */
#define F_PLUS		2	/* + */
#define F_SPACE		4	/* space */
#define F_ALT		8	/* # */
#define F_ZERO		16	/* 0 */
#define F_UPPER		32	/* X */
#define F_SIGNED	64	/* d, i */

struct out {
	char *p, *end;		/* characters beyond @end are counted, not written */
};

struct spec {
	u8 flags;
	u8 base;
	int width, precision;	/* -1: none given */
	char length;		/* 'H' for hh, 'L' for ll, or h l z t */
};

static void put(struct out *o, char c)
{
	if (o->p < o->end)
		*o->p = c;
	o->p++;
}

static void pad(struct out *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

/* As much of @n characters as there is room for */
static void put_text(struct out *o, const char *s, size_t n)
{
	if (o->p < o->end)
		memcpy(o->p, s, min(n, (size_t)(o->end - o->p)));
	o->p += n;
}

static void put_string(struct out *o, const char *s, const struct spec *sp)
{
	int n;

	if ((unsigned long)s < 4096)
		s = "(null)";
	n = (int)strnlen(s, sp->precision < 0 ? INT_MAX : (size_t)sp->precision);
	if (!(sp->flags & F_LEFT))
		pad(o, ' ', sp->width - n);
	put_text(o, s, (size_t)n);
	if (sp->flags & F_LEFT)
		pad(o, ' ', sp->width - n);
}

/* Digits of @n, last one first.  Returns how many.  No division by a variable: ARMv7-A may have none in hardware. */
static int digits(char *buf, u64 n, unsigned int base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned int shift = base == 16 ? 4 : 3;
	u32 low;
	int i = 0;

	for (; n >> 32; n = base == 10 ? n / 10 : n >> shift)
		buf[i++] = set[base == 10 ? (unsigned int)(n % 10) : (unsigned int)n & (base - 1)];
	low = (u32)n;
	if (base == 10)
		for (; low; low /= 10)
			buf[i++] = (char)('0' + low % 10);
	else
		for (; low; low >>= shift)
			buf[i++] = set[low & (base - 1)];
	return i;
}

static void put_number(struct out *o, u64 n, const struct spec *sp)
{
	char buf[24], sign = 0;
	const char *prefix = "";
	int len, zeros;

	if (sp->flags & F_SIGNED) {
		if ((s64)n < 0) {
			n = -n;
			sign = '-';
		} else if (sp->flags & (F_PLUS | F_SPACE)) {
			sign = sp->flags & F_PLUS ? '+' : ' ';
		}
	}
	if (sp->flags & F_ALT && (n || sp->base == 16))	/* Linux's 0x0, where C has 0 */
		prefix = sp->base == 8 ? "0" : sp->flags & F_UPPER ? "0X" : "0x";
	len = digits(buf, n, sp->base, sp->flags & F_UPPER);
	zeros = max(sp->precision < 0 ? 1 : sp->precision, len) - len;
	if (sp->flags & F_ZERO && !(sp->flags & F_LEFT) && sp->precision < 0)
		zeros = max(zeros, sp->width - len - !!sign - (int)strlen(prefix));

	if (!(sp->flags & F_LEFT))
		pad(o, ' ', sp->width - zeros - len - !!sign - (int)strlen(prefix));
	if (sign)
		put(o, sign);
	for (const char *p = prefix; *p; p++)
		put(o, *p);
	pad(o, '0', zeros);
	for (int i = len; i--; )
		put(o, buf[i]);
	if (sp->flags & F_LEFT)
		pad(o, ' ', sp->width - zeros - len - !!sign - (int)strlen(prefix));
}

static void put_symbol(struct out *o, unsigned long addr, char kind, const struct spec *sp)
{
	char sym[KSYM_SYMBOL_LEN];

	if (kind == 's' || kind == 'f')
		sprint_symbol_no_offset(sym, addr);
	else if (kind == 'B')
		sprint_backtrace(sym, addr);
	else
		sprint_symbol(sym, addr);
	put_string(o, sym, sp);
}

/* %*ph: the width says how many bytes, 64 at most, the letter after h what is between them */
static int put_hex(struct out *o, const char *fmt, const u8 *bytes, const struct spec *sp)
{
	static const char letters[] = "CDN", between[] = ":-";
	const char *letter = *fmt ? strchr(letters, *fmt) : NULL;
	char separator = letter ? between[letter - letters] : ' ';
	int i, n = sp->width < 0 ? 1 : min(sp->width, 64);

	for (i = 0; i < n; i++) {
		if (i && separator)
			put(o, separator);
		put(o, "0123456789abcdef"[bytes[i] >> 4]);
		put(o, "0123456789abcdef"[bytes[i] & 15]);
	}
	return letter ? 2 : 1;
}

/* What follows %p.  Returns how many characters of the format it used. */
static int put_pointer(struct out *o, const char *fmt, void *ptr, struct spec *sp)
{
	if (*fmt && strchr("ahV", *fmt) && (unsigned long)ptr < 4096) {
		put_string(o, "(null)", sp);
		return *fmt == 'h' && fmt[1] && strchr("CDN", fmt[1]) ? 2 : 1;
	}
	switch (*fmt) {
	case 'S':
	case 's':
	case 'f':
	case 'B':
		put_symbol(o, (unsigned long)ptr, *fmt, sp);
		return 1;
	case 'a':
		sp->flags |= F_ALT | F_ZERO;
		sp->base = 16;
		sp->width = 2 + 2 * sizeof(phys_addr_t);
		put_number(o, *(phys_addr_t *)ptr, sp);
		return 1;
	case 'h':
		return put_hex(o, fmt + 1, ptr, sp);
	case 'V': {
		struct va_format *vaf = ptr;
		__builtin_va_list args;

		__builtin_va_copy(args, *vaf->va);
		o->p += vsnprintf(o->p < o->end ? o->p : NULL,
				  o->p < o->end ? (size_t)(o->end - o->p) : 0, vaf->fmt, args);
		__builtin_va_end(args);
		return 1;
	}
	}
	sp->base = 16;
	sp->flags |= F_ZERO;
	if (sp->width < 0)
		sp->width = 2 * sizeof(void *);
	put_number(o, (unsigned long)ptr, sp);
	return 0;
}

/* A width or precision: digits, or the next argument for '*' */
static const char *parse_count(const char *fmt, int *count, __builtin_va_list *args)
{
	if (*fmt == '*') {
		*count = __builtin_va_arg(*args, int);
		return fmt + 1;
	}
	for (*count = 0; isdigit(*fmt); fmt++)
		*count = *count * 10 + (*fmt - '0');
	return fmt;
}

/* Flags, width, precision, length.  Returns what follows: the conversion's letter. */
static const char *parse_spec(const char *fmt, struct spec *sp, __builtin_va_list *args)
{
	static const char flag_chars[] = "-+ #0";
	const char *flag;

	*sp = (struct spec) { .base = 10, .width = -1, .precision = -1 };
	for (; *fmt && (flag = strchr(flag_chars, *fmt)) != NULL; fmt++)
		sp->flags |= 1 << (flag - flag_chars);
	if (*fmt == '*' || isdigit(*fmt))
		fmt = parse_count(fmt, &sp->width, args);
	if (sp->width < -1) {
		sp->width = -sp->width;
		sp->flags |= F_LEFT;
	}
	if (*fmt == '.')
		fmt = parse_count(fmt + 1, &sp->precision, args);
	if (*fmt && strchr("hlzt", *fmt)) {
		sp->length = *fmt++;
		if (*fmt == sp->length) {
			sp->length = toupper(sp->length);
			fmt++;
		}
	}
	return fmt;
}

static u64 take_number(const struct spec *sp, __builtin_va_list *args)
{
	bool is_signed = sp->flags & F_SIGNED;
	u32 n;

	if (sp->length == 'L')
		return __builtin_va_arg(*args, u64);
	if (sp->length == 'l' || sp->length == 'z' || sp->length == 't') {
		unsigned long l = __builtin_va_arg(*args, unsigned long);

		return is_signed ? (u64)(s64)(long)l : l;
	}
	n = __builtin_va_arg(*args, u32);
	if (sp->length == 'H')
		return is_signed ? (u64)(s64)(s8)n : (u8)n;
	if (sp->length == 'h')
		return is_signed ? (u64)(s64)(s16)n : (u16)n;
	return is_signed ? (u64)(s64)(s32)n : n;
}

/* One conversion, behind its '%'.  Returns what follows it. */
static const char *convert(struct out *o, const char *fmt, __builtin_va_list *args)
{
	struct spec sp;
	char c;

	fmt = parse_spec(fmt, &sp, args);
	switch (*fmt) {
	case 'c':
		c = (char)__builtin_va_arg(*args, int);
		if (!(sp.flags & F_LEFT))
			pad(o, ' ', sp.width - 1);
		put(o, c);
		if (sp.flags & F_LEFT)
			pad(o, ' ', sp.width - 1);
		return fmt + 1;
	case 's':
		put_string(o, __builtin_va_arg(*args, const char *), &sp);
		return fmt + 1;
	case 'p':
		return fmt + 1 + put_pointer(o, fmt + 1, __builtin_va_arg(*args, void *), &sp);
	case 'X':
		sp.flags |= F_UPPER;
		fallthrough;
	case 'x':
		sp.base = 16;
		break;
	case 'o':
		sp.base = 8;
		break;
	case 'd':
	case 'i':
		sp.flags |= F_SIGNED;
		fallthrough;
	case 'u':
		break;
	case '%':
		put(o, '%');
		return fmt + 1;
	default:	/* no conversion: shown as it stands */
		put(o, '%');
		return fmt;
	}
	put_number(o, take_number(&sp, args), &sp);
	return fmt + 1;
}

int vsnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args)
{
	struct out o = { .p = buf, .end = buf + size };
	__builtin_va_list ap;

	if (o.end < o.p)	/* sprintf: the buffer is as long as it must be */
		o.end = (char *)~0UL;
	/* A copy, so that the helpers can be given its address */
	__builtin_va_copy(ap, args);
	while (*fmt) {
		const char *text = fmt;

		if (*fmt == '%') {
			fmt = convert(&o, fmt + 1, &ap);
			continue;
		}
		while (*fmt && *fmt != '%')
			fmt++;
		put_text(&o, text, (size_t)(fmt - text));
	}
	__builtin_va_end(ap);
	if (size)
		*(o.p < o.end ? o.p : o.end - 1) = '\0';
	return (int)(o.p - buf);
}

int vscnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return (size_t)n < size ? n : size ? (int)size - 1 : 0;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	__builtin_va_end(args);
	return n;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	__builtin_va_end(args);
	return n;
}

int sprintf(char *buf, const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vsnprintf(buf, INT_MAX, fmt, args);
	__builtin_va_end(args);
	return n;
}
