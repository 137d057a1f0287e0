/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The thread registers (ARM ARM B4.1.150): TPIDRURO, which programs can only read, holds their TLS
 * pointer; TPIDRURW is theirs.  __switch_to saves and loads them.
 */
#ifndef _ASM_TLS_H
#define _ASM_TLS_H

#include <asm/thread_info.h>

static inline unsigned long get_tpuser(void)
{
	unsigned long reg;

	__asm__("mrc p15, 0, %0, c13, c0, 2	@ TPIDRURW" : "=r" (reg));
	return reg;
}

/* The TLS pointer of the current task, whose thread_info is @thread */
static inline void set_tls(struct thread_info *thread, unsigned long val)
{
	thread->tp_value[0] = val;
	thread->tp_value[1] = 0;
	__asm__ __volatile__("mcr p15, 0, %0, c13, c0, 3	@ TPIDRURO\n"
			     "mcr p15, 0, %1, c13, c0, 2	@ TPIDRURW" : : "r" (val), "r" (0));
}

#endif
