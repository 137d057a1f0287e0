/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The performance monitor's cycle counter (ARM ARM B6.1, C12.8).  Under qemu -icount shift=0 an instruction takes one
 * nanosecond of the guest's clock, and the counter counts nanoseconds at 1 GHz: instructions, to the digit.
 */
#ifndef _ASM_PMU_H
#define _ASM_PMU_H

#include <linux/types.h>
#include <asm/barrier.h>

/* From 0: PMCR enables and resets, PMCNTENSET turns the cycle counter on */
static inline void pmu_cycles_start(void)
{
	__asm__ volatile("mcr p15, 0, %0, c9, c12, 0" : : "r" (5));
	__asm__ volatile("mcr p15, 0, %0, c9, c12, 1" : : "r" (1u << 31));
	isb();
}

static inline u32 pmu_cycles(void)
{
	u32 n;

	__asm__ volatile("isb\n	mrc p15, 0, %0, c9, c13, 0" : "=r" (n) : : "memory");
	return n;
}

#endif
