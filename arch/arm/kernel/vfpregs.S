/* SPDX-License-Identifier: GPL-2.0-only */
/* All VFP and NEON registers, to memory and back.  The unit is on. */
#include <linux/linkage.h>
#include <asm/assembler.h>

	.arch	armv7-a
	.fpu	neon
	.text

/* void vfp_save_regs(u64 *fpregs) */
ENTRY(vfp_save_regs)
	vstmia	r0!, {d0 - d15}
	vstmia	r0, {d16 - d31}
	bx	lr
ENDPROC(vfp_save_regs)

/* void vfp_load_regs(const u64 *fpregs) */
ENTRY(vfp_load_regs)
	vldmia	r0!, {d0 - d15}
	vldmia	r0, {d16 - d31}
	bx	lr
ENDPROC(vfp_load_regs)
