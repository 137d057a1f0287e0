/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

/* Numbers that a program can't foresee as long as it doesn't see the clock: kernel/random.c */
unsigned int get_random_int(void);
/* The same for a page-aligned address with @len bytes behind it in [@start, @end); 0: too small */
unsigned long randomize_range(unsigned long start, unsigned long end, unsigned long len);
void get_random_bytes(void *buf, int nbytes);

#endif
