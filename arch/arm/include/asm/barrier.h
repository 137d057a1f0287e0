/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Barriers (ARM ARM A3.8.3): dmb orders accesses, dsb waits for them, isb refetches.  mb() is for devices and the table
 * walk, smp_mb() for other processors: a single one sees its own accesses in order, so the compiler's barrier is enough.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#ifndef __ASSEMBLY__
#include <linux/compiler.h>

#define isb()		__asm__ __volatile__("isb" : : : "memory")
#define dsb(option)	__asm__ __volatile__("dsb " #option : : : "memory")
#define dmb(option)	__asm__ __volatile__("dmb " #option : : : "memory")

#define mb()		dsb(sy)
#define rmb()		dsb(sy)
#define wmb()		dsb(st)
#if CONFIG_NR_CPUS > 1
#define smp_mb()	dmb(ish)
#define smp_rmb()	dmb(ish)
#define smp_wmb()	dmb(ishst)
#else
#define smp_mb()	barrier()
#define smp_rmb()	barrier()
#define smp_wmb()	barrier()
#endif

#define wfi()		__asm__ __volatile__("wfi" : : : "memory")
#endif
#endif
