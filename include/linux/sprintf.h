/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/kstrtox.h>
#include <linux/types.h>

/*
 * printf into a buffer.  Always ended by a NUL when @size isn't 0.  vsnprintf and snprintf
 * return the length that the whole text has, vscnprintf and scnprintf what is in the buffer.
 *
 * Beyond C's: %pS symbol+offset/size, %ps symbol, %pB the same for a return address,
 * %pa a phys_addr_t behind a pointer, %pV a struct va_format, %*ph bytes (%*phC 01:02:03,
 * %*phD 01-02-03, %*phN 010203).
 */
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list args);
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(2, 3) int sprintf(char *buf, const char *fmt, ...);

struct va_format {
	const char *fmt;
	__builtin_va_list *va;
};

#endif
