/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers that an exception saves, and the bits of the program status register. */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#include <linux/types.h>

#define USR_MODE	0x00000010
#define FIQ_MODE	0x00000011
#define IRQ_MODE	0x00000012
#define SVC_MODE	0x00000013
#define ABT_MODE	0x00000017
#define HYP_MODE	0x0000001a
#define UND_MODE	0x0000001b
#define SYSTEM_MODE	0x0000001f
#define MODE_MASK	0x0000001f

#define PSR_T_BIT	0x00000020
#define PSR_F_BIT	0x00000040
#define PSR_I_BIT	0x00000080
#define PSR_A_BIT	0x00000100
#define PSR_E_BIT	0x00000200
#define PSR_IT_MASK	0x0600fc00	/* of a Thumb IT block: how far it is */
#define PSR_J_BIT	0x01000000
#define PSR_Q_BIT	0x08000000
#define PSR_V_BIT	0x10000000
#define PSR_C_BIT	0x20000000
#define PSR_Z_BIT	0x40000000
#define PSR_N_BIT	0x80000000

#ifndef __ASSEMBLY__

struct pt_regs {
	unsigned long uregs[18];
};

/* What an exception from SVC mode saves (svc_entry in entry-armv.S) */
struct svc_pt_regs {
	struct pt_regs regs;
	u32 dacr;			/* of the interrupted code: is user memory open? */
};

#define to_svc_pt_regs(r)	((struct svc_pt_regs *)(r))

#define ARM_cpsr	uregs[16]
#define ARM_pc		uregs[15]
#define ARM_lr		uregs[14]
#define ARM_sp		uregs[13]
#define ARM_ip		uregs[12]
#define ARM_fp		uregs[11]
#define ARM_r10		uregs[10]
#define ARM_r9		uregs[9]
#define ARM_r8		uregs[8]
#define ARM_r7		uregs[7]
#define ARM_r6		uregs[6]
#define ARM_r5		uregs[5]
#define ARM_r4		uregs[4]
#define ARM_r3		uregs[3]
#define ARM_r2		uregs[2]
#define ARM_r1		uregs[1]
#define ARM_r0		uregs[0]
#define ARM_ORIG_r0	uregs[17]

#define processor_mode(regs)	((regs)->ARM_cpsr & MODE_MASK)
#define user_mode(regs)		(((regs)->ARM_cpsr & 0xf) == 0)
#define thumb_mode(regs)	(((regs)->ARM_cpsr & PSR_T_BIT) != 0)
#define interrupts_enabled(regs) (!((regs)->ARM_cpsr & PSR_I_BIT))
#define instruction_pointer(regs) ((regs)->ARM_pc)
#define user_stack_pointer(regs) ((regs)->ARM_sp)

/*
 * Are these registers of user mode, with interrupts on?  Flags, Thumb state and IT bits may be
 * anything; the rest of cpsr is set to what it has to be.
 */
static inline int valid_user_regs(struct pt_regs *regs)
{
	unsigned long mode = regs->ARM_cpsr & MODE_MASK;

	regs->ARM_cpsr &= ~(PSR_F_BIT | PSR_A_BIT);
	if (!(regs->ARM_cpsr & PSR_I_BIT) && mode == USR_MODE)
		return 1;
	regs->ARM_cpsr &= PSR_N_BIT | PSR_Z_BIT | PSR_C_BIT | PSR_V_BIT | PSR_Q_BIT | PSR_T_BIT |
			  PSR_IT_MASK | 0x000f0000;
	regs->ARM_cpsr |= USR_MODE;
	return 0;
}

#endif
#endif
