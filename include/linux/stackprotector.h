/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STACKPROTECTOR_H
#define _LINUX_STACKPROTECTOR_H

#include <linux/time.h>

extern unsigned long __stack_chk_guard;

/*
 * Makes the canary differ from boot to boot as far as the counter does.  For functions that
 * never return, and therefore never compare.
 */
static __must_inline void boot_init_stack_canary(void)
{
	u32 x = (u32)sched_clock() ^ 0x9e3779b9;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	__stack_chk_guard = x & ~0xfful;
}

#endif
