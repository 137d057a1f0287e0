/* SPDX-License-Identifier: GPL-2.0-only */
/* The fault status registers (ARM ARM B4.1.52 DFSR, B4.1.96 IFSR) */
#ifndef _ARM_FAULT_H
#define _ARM_FAULT_H

/*
 *   31 ... 16 | 13 | 12  | 11 | 10    | 9    | 7 - 4  | 3 - 0
 *             | CM | ExT | WnR| FS[4] | LPAE | domain | FS[3:0]
 *
 * Bit 31 is the kernel's own: it marks a prefetch abort.
 */
#define FSR_LNX_PF	(1 << 31)
#define FSR_CM		(1 << 13)
#define FSR_WRITE	(1 << 11)
#define FSR_FS4		(1 << 10)
#define FSR_FS3_0	(15)

/*
 * Was it a write?  The abort of a cache maintenance operation says so, too, and yet it changes nothing in memory: it
 * needs a page, but no permission to write to it.
 */
static inline bool is_write_fault(unsigned int fsr)
{
	return (fsr & FSR_WRITE) && !(fsr & FSR_CM);
}

/* The five bits of the reason: the index of fsr_info[] and ifsr_info[] */
static inline int fsr_fs(unsigned int fsr)
{
	return (fsr & FSR_FS3_0) | (fsr & FSR_FS4) >> 6;
}

int fixup_alignment(struct pt_regs *regs);

#endif
