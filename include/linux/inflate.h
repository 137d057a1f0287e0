/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_INFLATE_H
#define _LINUX_INFLATE_H

#include <linux/types.h>

/*
 * The contents of the gzip file [@in, @in + @len) to @out, which has room for @size bytes.  NULL, or
 * what is wrong.  *@written: how many bytes there are.  Doesn't sleep.
 */
const char *gunzip(const u8 *in, size_t len, u8 *out, size_t size, size_t *written);

/* How large they say they are; 0: it is no gzip file */
size_t gunzip_size(const u8 *in, size_t len);

#endif
