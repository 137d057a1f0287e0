/* SPDX-License-Identifier: GPL-2.0-only */
/* VFP and NEON: one register file, of which each program has its own (arch/arm/kernel/vfp.c) */
#ifndef _ASM_VFP_H
#define _ASM_VFP_H

#include <linux/types.h>

struct pt_regs;
struct task_struct;

#define FPEXC_EN	(1U << 30)

struct user_vfp {
	u64 fpregs[32];			/* d0 to d31 */
	unsigned long fpscr;
};

struct vfp_hard_struct {
	struct user_vfp regs;
	bool used;			/* false: all of it is zero */
};

/* In a signal handler's frame */
#define VFP_MAGIC	0x56465001

struct user_vfp_exc {
	unsigned long fpexc;
	unsigned long fpinst;
	unsigned long fpinst2;
};

struct vfp_sigframe {
	unsigned long magic;
	unsigned long size;
	struct user_vfp ufp;
	struct user_vfp_exc ufp_exc;
} __aligned(8);

extern bool have_vfp;

static inline void write_fpexc(u32 val)
{
	__asm__ __volatile__("mcr p10, 7, %0, cr8, cr0, 0	@ vmsr fpexc" : : "r" (val));
}

/* Another task runs: its first use of VFP is undefined */
static inline void vfp_off(void)
{
	if (have_vfp)
		write_fpexc(0);
}

/* An undefined instruction of the current program: true if now it may be tried again */
bool vfp_enable_current(void);
/* The memory's copy of the current program's registers is right */
void vfp_sync_hwstate(void);
/* The current program's registers are zero, or it ends */
void vfp_flush_thread(void);
/* The frame of a signal handler: 0, -EFAULT, -EINVAL */
int vfp_preserve_context(struct vfp_sigframe __user *frame);
int vfp_restore_context(struct vfp_sigframe __user *frame);

/* vfpregs.S */
void vfp_save_regs(u64 *fpregs);
void vfp_load_regs(const u64 *fpregs);

#endif
