/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System control registers: SCTLR (ARM ARM B4.1.130), and the values that head.S loads.
 */
#ifndef _ASM_CP15_H
#define _ASM_CP15_H

#define CR_M	(1 << 0)	/* MMU */
#define CR_A	(1 << 1)	/* alignment faults for every access */
#define CR_C	(1 << 2)	/* data and unified caches */
#define CR_Z	(1 << 11)	/* branch prediction */
#define CR_I	(1 << 12)	/* instruction cache */
#define CR_V	(1 << 13)	/* vectors at ffff0000 */
#define CR_EE	(1 << 25)	/* big-endian exceptions */
#define CR_TRE	(1 << 28)	/* TEX remap */
#define CR_AFE	(1 << 29)	/* access flag in AP[0] */
#define CR_TE	(1 << 30)	/* exceptions in Thumb */

#define SCTLR_CLEAR	(CR_A | CR_V | CR_EE | CR_AFE | CR_TE)
#define SCTLR_SET	(CR_M | CR_C | CR_Z | CR_I | CR_TRE)

/*
 * TEX remap: TEX[0], C, B of an entry are a number n.
 *
 *     n  PRRR type             NMRR inner, outer          L_PTE_MT_
 *     0  strongly ordered      -                          UNCACHED
 *     1  normal                non-cacheable              BUFFERABLE
 *     2  normal                write-through              WRITETHROUGH
 *     3  normal                write-back, no allocate    WRITEBACK
 *     4  device                -                          DEV_SHARED
 *     7  normal                write-back, write-allocate WRITEALLOC
 *
 * PRRR: type n in bits 2n+1:2n (0 strongly ordered, 1 device, 2 normal); DS1 (17) and NS1 (19)
 * let S = 1 mean shareable; NOS (31:24) outer non-shareable for all but device.
 * NMRR: inner policy n in bits 2n+1:2n, outer in 2n+17:2n+16 (0 none, 1 WBWA, 2 WT, 3 WB).
 */
#define PRRR	0xff0a81a8
#define NMRR	0x40e040e0

/* Table walks: inner and outer write-back write-allocate, shareable (ARM ARM B4.1.154) */
#define TTB_S		(1 << 1)
#define TTB_RGN_OC_WBWA	(1 << 3)
#define TTB_NOS		(1 << 5)
#define TTB_IRGN_WBWA	(1 << 6)
#define TTB_FLAGS	(TTB_S | TTB_RGN_OC_WBWA | TTB_NOS | TTB_IRGN_WBWA)

#ifndef __ASSEMBLY__

#include <asm/barrier.h>

static inline unsigned int get_cr(void)
{
	unsigned int val;

	__asm__("mrc p15, 0, %0, c1, c0, 0	@ SCTLR" : "=r" (val));
	return val;
}

static inline void set_cr(unsigned int val)
{
	__asm__ __volatile__("mcr p15, 0, %0, c1, c0, 0	@ SCTLR" : : "r" (val) : "cc");
	isb();
}

#endif
#endif
