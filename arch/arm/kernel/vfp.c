/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VFP and NEON registers, switched lazily.
 *
 * Idea.  Most turns on the processor use none of them.  A switch of tasks only turns the unit off
 * (FPEXC.EN, in switch_to()); the first instruction that needs it is undefined then, and
 * vfp_enable_current() turns it on, with the right registers in it.
 *
 *     hw_owner     whose registers the unit holds
 *     A runs, uses VFP          hw_owner = A, EN
 *     switch to B               EN off
 *     B uses VFP: undefined     A's are saved, B's loaded: hw_owner = B, EN
 *     switch to A, no VFP       EN off; A's are in memory
 *
 * Invariants
 *   V1  EN is set only while hw_owner runs
 *   V2  the registers of a task that isn't hw_owner are in its thread.vfp; hw_owner's are in the unit
 *   V3  the kernel itself never uses them
 *
 * Context: the current task alone, which nothing takes the processor from while it is in the kernel and doesn't sleep;
 * interrupts don't touch hw_owner.
 * Different from Linux: no VFPv2, no bounced instructions (these processors have none), one
 * processor.  Tests: tests/user/vfp.c
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/barrier.h>
#include <asm/hwcap.h>
#include <asm/vfp.h>

static struct task_struct *hw_owner;
bool have_vfp;

static u32 read_fpexc(void)
{
	u32 val;

	__asm__ __volatile__("mrc p10, 7, %0, cr8, cr0, 0	@ vmrs fpexc" : "=r" (val));
	return val;
}

static u32 read_fpscr(void)
{
	u32 val;

	__asm__ __volatile__("mrc p10, 7, %0, cr1, cr0, 0	@ vmrs fpscr" : "=r" (val));
	return val;
}

static void write_fpscr(u32 val)
{
	__asm__ __volatile__("mcr p10, 7, %0, cr1, cr0, 0	@ vmsr fpscr" : : "r" (val));
}

/* The unit's contents become memory's.  EN is set. */
static void save_owner(void)
{
	struct vfp_hard_struct *vfp = &hw_owner->thread.vfp;

	vfp_save_regs(vfp->regs.fpregs);
	vfp->regs.fpscr = read_fpscr();
}

bool vfp_enable_current(void)
{
	struct vfp_hard_struct *vfp = &current->thread.vfp;

	if (!have_vfp || read_fpexc() & FPEXC_EN)	/* undefined, even so */
		return false;
	write_fpexc(FPEXC_EN);
	if (hw_owner != current) {
		if (hw_owner)
			save_owner();
		vfp->used = true;
		vfp_load_regs(vfp->regs.fpregs);
		write_fpscr(vfp->regs.fpscr);
		hw_owner = current;
	}
	return true;
}

void vfp_sync_hwstate(void)
{
	u32 fpexc;

	if (hw_owner == current) {
		fpexc = read_fpexc();
		write_fpexc(FPEXC_EN);
		save_owner();
		write_fpexc(fpexc);
	}
}

/* What the unit holds of the current task isn't true any more: memory is */
static void vfp_forget_hwstate(void)
{
	if (hw_owner == current) {
		hw_owner = NULL;
		write_fpexc(0);
	}
}

void vfp_flush_thread(void)
{
	vfp_forget_hwstate();
	memset(&current->thread.vfp, 0, sizeof(current->thread.vfp));
}

int vfp_preserve_context(struct vfp_sigframe __user *frame)
{
	unsigned long __user *end = (unsigned long __user *)(frame + 1);

	if (!have_vfp)
		return __put_user(0UL, &frame->magic) ? -EFAULT : 0;
	vfp_sync_hwstate();
	if (__copy_to_user(&frame->ufp, &current->thread.vfp.regs, sizeof(frame->ufp)))
		return -EFAULT;
	user_access_begin();
	unsafe_put_user(VFP_MAGIC, &frame->magic, Efault);
	unsafe_put_user(sizeof(*frame), &frame->size, Efault);
	unsafe_put_user(FPEXC_EN, &frame->ufp_exc.fpexc, Efault);
	unsafe_put_user(0, &frame->ufp_exc.fpinst, Efault);
	unsafe_put_user(0, &frame->ufp_exc.fpinst2, Efault);
	unsafe_put_user(0, end, Efault);
	user_access_end();
	return 0;
Efault:
	user_access_end();
	return -EFAULT;
}

int vfp_restore_context(struct vfp_sigframe __user *frame)
{
	struct vfp_hard_struct *vfp = &current->thread.vfp;
	unsigned long magic, size;

	if (!have_vfp)
		return 0;
	if (__get_user(magic, &frame->magic) || __get_user(size, &frame->size))
		return -EFAULT;
	if (magic != VFP_MAGIC || size != sizeof(*frame))
		return -EINVAL;
	vfp_forget_hwstate();
	if (__copy_from_user(&vfp->regs, &frame->ufp, sizeof(vfp->regs)))
		return -EFAULT;
	vfp->used = true;
	return 0;
}

/* Coprocessors 10 and 11 are there for everybody, if they are there at all */
static int __init vfp_init(void)
{
	u32 access;

	__asm__ __volatile__("mrc p15, 0, %0, c1, c0, 2	@ CPACR" : "=r" (access));
	__asm__ __volatile__("mcr p15, 0, %0, c1, c0, 2	@ CPACR" : : "r" (access | 0xf << 20));
	isb();
	__asm__ __volatile__("mrc p15, 0, %0, c1, c0, 2	@ CPACR" : "=r" (access));
	have_vfp = (access >> 20 & 0xf) == 0xf;
	if (!have_vfp) {
		pr_info("VFP: none\n");
		return 0;
	}
	write_fpexc(0);
	elf_hwcap |= HWCAP_VFP | HWCAP_VFPv3 | HWCAP_VFPv4 | HWCAP_VFPD32 | HWCAP_NEON |
		     HWCAP_IDIVA | HWCAP_IDIVT;
	return 0;
}
device_initcall(vfp_init);
