/* SPDX-License-Identifier: GPL-2.0-only */
/* What a signal handler's frame is made of: Linux/ARM's layout */
#ifndef _ASM_UCONTEXT_H
#define _ASM_UCONTEXT_H

#include <linux/signal.h>

struct sigcontext {
	unsigned long trap_no;
	unsigned long error_code;
	unsigned long oldmask;
	unsigned long arm_r0;		/* and 16 more: as pt_regs */
	unsigned long arm_r1, arm_r2, arm_r3, arm_r4, arm_r5, arm_r6, arm_r7, arm_r8, arm_r9, arm_r10;
	unsigned long arm_fp, arm_ip, arm_sp, arm_lr, arm_pc, arm_cpsr;
	unsigned long fault_address;
};

struct ucontext {
	unsigned long uc_flags;
	struct ucontext __user *uc_link;
	struct sigaltstack uc_stack;
	struct sigcontext uc_mcontext;
	sigset_t uc_sigmask;
	int unused[32 - sizeof(sigset_t) / sizeof(int)];
	unsigned long uc_regspace[128] __aligned(8);
};

#endif
