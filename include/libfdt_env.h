/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What libfdt.h and fdt.h ask of their surroundings: integer types, and big-endian values that sparse
 * keeps apart from the processor's own.  It stands in for the file of the same name that comes with
 * libfdt and expects a C library.
 */
#ifndef LIBFDT_ENV_H
#define LIBFDT_ENV_H

#include <linux/types.h>
#include <linux/string.h>

#ifndef INT_MAX
#define INT_MAX		((int)(~0U >> 1))
#endif
#ifndef UINT_MAX
#define UINT_MAX	(~0U)
#endif
#ifndef INT32_MAX
#define INT32_MAX	0x7fffffff
#endif
#ifndef UINT32_MAX
#define UINT32_MAX	0xffffffffU
#endif

typedef uint16_t __bitwise fdt16_t;
typedef uint32_t __bitwise fdt32_t;
typedef uint64_t __bitwise fdt64_t;

/* The kernel is little-endian, a device tree big-endian: both directions swap the bytes. */
static inline uint16_t fdt16_to_cpu(fdt16_t x)
{
	return __builtin_bswap16((__force uint16_t)x);
}

static inline fdt16_t cpu_to_fdt16(uint16_t x)
{
	return (__force fdt16_t)__builtin_bswap16(x);
}

static inline uint32_t fdt32_to_cpu(fdt32_t x)
{
	return __builtin_bswap32((__force uint32_t)x);
}

static inline fdt32_t cpu_to_fdt32(uint32_t x)
{
	return (__force fdt32_t)__builtin_bswap32(x);
}

static inline uint64_t fdt64_to_cpu(fdt64_t x)
{
	return __builtin_bswap64((__force uint64_t)x);
}

static inline fdt64_t cpu_to_fdt64(uint64_t x)
{
	return (__force fdt64_t)__builtin_bswap64(x);
}

#endif /* LIBFDT_ENV_H */
