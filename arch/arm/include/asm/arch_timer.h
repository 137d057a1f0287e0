/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic timer's registers (ARM ARM B8): a counter that never stops, and a comparator. */
#ifndef _ASM_ARCH_TIMER_H
#define _ASM_ARCH_TIMER_H

#include <linux/types.h>
#include <asm/barrier.h>

#define ARCH_TIMER_CTRL_ENABLE	(1u << 0)
#define ARCH_TIMER_CTRL_IMASK	(1u << 1)
#define ARCH_TIMER_CTRL_ISTATUS	(1u << 2)

/* ID_PFR1 bits 19:16: is there a generic timer? */
static inline bool arch_timer_present(void)
{
	u32 pfr1;

	__asm__("mrc p15, 0, %0, c0, c1, 1	@ ID_PFR1" : "=r" (pfr1));
	return ((pfr1 >> 16) & 0xf) != 0;
}

static inline u32 arch_timer_get_cntfrq(void)
{
	u32 val;

	__asm__ __volatile__("mrc p15, 0, %0, c14, c0, 0	@ CNTFRQ" : "=r" (val));
	return val;
}

static inline u64 arch_counter_get_cntvct(void)
{
	u64 val;

	isb();
	__asm__ __volatile__("mrrc p15, 1, %Q0, %R0, c14	@ CNTVCT" : "=r" (val));
	return val;
}

static inline void arch_timer_set_cntv_cval(u64 val)
{
	__asm__ __volatile__("mcrr p15, 3, %Q0, %R0, c14	@ CNTV_CVAL" : : "r" (val));
}

static inline void arch_timer_set_cntv_ctl(u32 val)
{
	__asm__ __volatile__("mcr p15, 0, %0, c14, c3, 1	@ CNTV_CTL" : : "r" (val));
	isb();
}

#endif
