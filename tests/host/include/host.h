/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a host test of kernel sources stands on: TAP, a random source, and the few functions of
 * the C library that it may call.  The C library's own headers clash with the kernel's.
 */
#ifndef _HOST_H
#define _HOST_H

#include <linux/types.h>

int printf(const char *fmt, ...) __printf(1, 2);
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
void *malloc(size_t size);
void free(void *p);
void *aligned_alloc(size_t alignment, size_t size);
void *memset(void *s, int c, size_t n);
void *memmove(void *dst, const void *src, size_t n);
char *strstr(const char *haystack, const char *needle);
unsigned long strtoul(const char *s, char **end, int base);
__noreturn void exit(int status);

extern char host_log[1 << 16];		/* what printk() said since host_log_clear() */
extern bool host_panic_expected;	/* panic() and BUG() return to host_try() */

void host_log_clear(void);
bool host_try(void (*fn)(void *), void *arg);	/* true if it panicked */

void host_ok(bool ok, const char *fmt, ...) __printf(2, 3);
int host_done(void);

void host_seed(u32 seed);
u32 host_random(void);
u32 host_below(u32 limit);

/* Something that must always hold; counts its calls, and ends the test where it doesn't */
#define MUST(cond)	host_must(!!(cond), #cond, __FILE__, __LINE__)
void host_must(bool ok, const char *cond, const char *file, int line);
extern unsigned long host_musts;

#endif
