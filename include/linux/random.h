/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

/* Numbers that a program can't foresee as long as it doesn't see the clock: kernel/random.c */
unsigned int get_random_int(void);

#endif
