/* SPDX-License-Identifier: GPL-2.0-only */
/* Barriers (ARM ARM A3.8.3): dmb orders accesses, dsb waits for them, isb refetches. */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#ifndef __ASSEMBLY__
#define isb()		__asm__ __volatile__("isb" : : : "memory")
#define dsb(option)	__asm__ __volatile__("dsb " #option : : : "memory")
#define dmb(option)	__asm__ __volatile__("dmb " #option : : : "memory")

#define mb()		dsb(sy)
#define rmb()		dsb(sy)
#define wmb()		dsb(st)
#define smp_mb()	dmb(ish)
#define smp_rmb()	dmb(ish)
#define smp_wmb()	dmb(ishst)

#define wfi()		__asm__ __volatile__("wfi" : : : "memory")
#endif
#endif
