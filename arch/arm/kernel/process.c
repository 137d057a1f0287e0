/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registers, printed; the small stacks of the exception modes; a new task's first registers.
 */
#include <linux/binfmts.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/cp15.h>
#include <asm/domain.h>
#include <asm/ptrace.h>
#include <asm/system_misc.h>
#include <asm/tls.h>

/*
 * Where vector_stub saves r0, lr and spsr on the way to SVC mode; two words more for
 * __stack_overflow.  Five words each, so entry-armv.S counts on nothing but the size.
 */
static struct stack {
	u32 irq[5];
	u32 abt[5];
	u32 und[5];
	u32 fiq[5];
} __aligned(64) stacks[CONFIG_NR_CPUS];

/* Gives each exception mode of this processor its stack.  Interrupts are off. */
void cpu_init(void)
{
	struct stack *stk = &stacks[0];

	__asm__ __volatile__(
	"msr	cpsr_c, %1\n"
	"mov	sp, %5\n"
	"msr	cpsr_c, %2\n"
	"mov	sp, %6\n"
	"msr	cpsr_c, %3\n"
	"mov	sp, %7\n"
	"msr	cpsr_c, %4\n"
	"mov	sp, %8\n"
	"msr	cpsr_c, %0"
	: : "r" (PSR_F_BIT | PSR_I_BIT | SVC_MODE),
	    "I" (PSR_F_BIT | PSR_I_BIT | IRQ_MODE),
	    "I" (PSR_F_BIT | PSR_I_BIT | ABT_MODE),
	    "I" (PSR_F_BIT | PSR_I_BIT | UND_MODE),
	    "I" (PSR_F_BIT | PSR_I_BIT | FIQ_MODE),
	    "r" (stk->irq), "r" (stk->abt), "r" (stk->und), "r" (stk->fiq)
	: "memory");
}

static const char * const processor_modes[16] = {
	"USER", "FIQ", "IRQ", "SVC", "UK4", "UK5", "MON", "ABT",
	"UK8", "UK9", "HYP", "UND", "UK12", "UK13", "UK14", "SYS",
};

static void show_cpsr(unsigned long psr)
{
	pr_alert("Flags: %c%c%c%c  IRQs o%s  FIQs o%s  Mode %s_32  ISA %s\n",
		 psr & PSR_N_BIT ? 'N' : 'n', psr & PSR_Z_BIT ? 'Z' : 'z',
		 psr & PSR_C_BIT ? 'C' : 'c', psr & PSR_V_BIT ? 'V' : 'v',
		 psr & PSR_I_BIT ? "ff" : "n", psr & PSR_F_BIT ? "ff" : "n",
		 processor_modes[psr & 15], psr & PSR_T_BIT ? "Thumb" : "ARM");
}

/* Registers, processor state, and the state of the MMU */
void __show_regs(struct pt_regs *regs)
{
	unsigned int ttbr0, dacr = get_domain();

	__asm__("mrc p15, 0, %0, c2, c0, 0" : "=r" (ttbr0));
	dump_stack_print_info(KERN_ALERT);
	pr_alert("PC is at %pS\n", (void *)regs->ARM_pc);
	pr_alert("LR is at %pS\n", (void *)regs->ARM_lr);
	pr_alert("pc : [<%08lx>]    lr : [<%08lx>]    psr: %08lx\n",
		 regs->ARM_pc, regs->ARM_lr, regs->ARM_cpsr);
	pr_alert("sp : %08lx  ip : %08lx  fp : %08lx\n",
		 regs->ARM_sp, regs->ARM_ip, regs->ARM_fp);
	pr_alert("r10: %08lx  r9 : %08lx  r8 : %08lx\n",
		 regs->ARM_r10, regs->ARM_r9, regs->ARM_r8);
	pr_alert("r7 : %08lx  r6 : %08lx  r5 : %08lx  r4 : %08lx\n",
		 regs->ARM_r7, regs->ARM_r6, regs->ARM_r5, regs->ARM_r4);
	pr_alert("r3 : %08lx  r2 : %08lx  r1 : %08lx  r0 : %08lx\n",
		 regs->ARM_r3, regs->ARM_r2, regs->ARM_r1, regs->ARM_r0);
	show_cpsr(regs->ARM_cpsr);
	pr_alert("Control: %08x  Table: %08x  DAC: %08x\n", get_cr(), ttbr0, dacr);
}

/*
 * copy_thread - the registers with which @p, whose stack is new, begins.
 *
 * A kernel thread calls @stack_start(@stk_sz) by way of ret_from_fork.  A program's new task returns
 * to where the parent will, with 0 as the result and on the stack @stack_start, if there is one.
 */
int copy_thread(unsigned long clone_flags, unsigned long stack_start, unsigned long stk_sz,
		struct task_struct *p)
{
	struct thread_info *thread = task_thread_info(p);
	struct pt_regs *childregs = task_pt_regs(p);

	thread->cpu_context = (struct cpu_context_save) {
		.sp = (unsigned long)childregs,
		.pc = (unsigned long)ret_from_fork,
	};
	if (p->flags & PF_KTHREAD) {
		memset(childregs, 0, sizeof(*childregs));
		childregs->ARM_cpsr = USR_MODE;
		thread->cpu_context.r4 = stk_sz;
		thread->cpu_context.r5 = stack_start;
		return 0;
	}
	*childregs = *task_pt_regs(current);
	childregs->ARM_r0 = 0;
	if (stack_start)
		childregs->ARM_sp = stack_start;
	thread->tp_value[1] = get_tpuser();
	vfp_sync_hwstate();
	if (current->thread.vfp.used)
		p->thread.vfp = current->thread.vfp;
	if (clone_flags & CLONE_SETTLS)
		thread->tp_value[0] = childregs->ARM_r3;
	return 0;
}

/* flush_thread - the current task begins another program: nothing of the old one's stays. */
void flush_thread(void)
{
	vfp_flush_thread();
	current->thread = (struct thread_struct)INIT_THREAD;
	set_tls(current_thread_info(), 0);
}

/*
 * start_thread - the registers of a new program: all zero but @pc, odd for Thumb code, and @sp.
 */
void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp)
{
	memset(regs->uregs, 0, sizeof(regs->uregs));
	regs->ARM_cpsr = USR_MODE;
	if (pc & 1)
		regs->ARM_cpsr |= PSR_T_BIT;
	regs->ARM_pc = pc & ~1UL;
	regs->ARM_sp = sp;
}

/* exit_thread - the current task ends: the processor forgets what it holds of it. */
void exit_thread(void)
{
	vfp_flush_thread();
}

/* What ret_from_fork calls when a kernel thread's function is back: on as a program, or the end */
void kernel_thread_returned(long code)
{
	if (current->flags & PF_KTHREAD)
		do_exit(code);
}
