/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals on ARM: the frame that a handler finds on its stack, the way back, and system calls that
 * begin again.
 *
 *   do_work_pending               on the way to user mode, with a signal or a switch asked for
 *     do_signal
 *       get_signal                which one (kernel/signal.c)
 *       handle_signal
 *         setup_frame             struct sigframe, or rt_sigframe with SA_SIGINFO
 *         signal_delivered        what is blocked while the handler runs
 *
 *       sp before -> +-------------+
 *                    | retcode     |  two instructions that call sigreturn, if there's no SA_RESTORER
 *                    | ucontext    |  registers, mask, VFP registers
 *                    | siginfo     |  with SA_SIGINFO
 *       sp        -> +-------------+  a multiple of 8; r0 = signal, r1 = siginfo, r2 = ucontext
 *
 * Handlers return to SA_RESTORER's code, or to the page [sigpage], which holds the two instructions
 * as ARM and as Thumb code, since a stack can't be executed.
 *
 * The layout is Linux's, to the byte: programs and debuggers know it.  sigreturn trusts nothing of it:
 * a frame that can't be read, or a mode other than user mode, is SIGSEGV.
 *
 * A system call that was interrupted returns ERESTART...; whether it begins again depends on the
 * handler: see do_signal().  Tests: tests/user/signal.c
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/cacheflush.h>
#include <asm/elf.h>
#include <asm/ptrace.h>
#include <asm/system_misc.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>
#include <asm/vfp.h>

/* mov r7, #number; svc #0: ARM, then Thumb; sigreturn, then rt_sigreturn */
static const unsigned long sigreturn_codes[7] = {
	0xe3a07000 | __NR_sigreturn, 0xef000000, 0xdf002700 | __NR_sigreturn,
	0xe3a07000 | __NR_rt_sigreturn, 0xef000000, 0xdf002700 | __NR_rt_sigreturn,
};

struct sigframe {
	struct ucontext uc;
	unsigned long retcode[2];
};

struct rt_sigframe {
	struct siginfo info;
	struct sigframe sig;
};

/* ------------------------------------------------------------------ the way back */

/* The processor's and the coprocessor's registers from @sf.  0, or not. */
static int restore_sigframe(struct pt_regs *regs, struct sigframe __user *sf)
{
	struct {			/* as they follow each other in struct ucontext */
		struct sigcontext context;
		sigset_t set;
	} saved;

	BUILD_BUG_ON(offsetof(struct ucontext, uc_sigmask) - offsetof(struct ucontext, uc_mcontext) != sizeof(saved.context));
	if (__copy_from_user(&saved, &sf->uc.uc_mcontext, sizeof(saved)))
		return -EFAULT;
	set_current_blocked(&saved.set);
	memcpy(regs->uregs, &saved.context.arm_r0, 17 * sizeof(long));
	if (!valid_user_regs(regs))
		return -EINVAL;
	return vfp_restore_context((struct vfp_sigframe __user *)sf->uc.uc_regspace);
}

static long bad_frame(void)
{
	force_sig(SIGSEGV, current);
	return 0;
}

/* From the handler's end: @regs are those of the call; the result is the r0 of the frame */
long sys_sigreturn(struct pt_regs *regs)
{
	struct sigframe __user *frame = (struct sigframe __user *)regs->ARM_sp;

	current->restart_block.fn = do_no_restart_syscall;
	if (regs->ARM_sp & 7 || !access_ok(VERIFY_READ, frame, sizeof(*frame)) ||
	    restore_sigframe(regs, frame))
		return bad_frame();
	return (long)regs->ARM_r0;
}

long sys_rt_sigreturn(struct pt_regs *regs)
{
	struct rt_sigframe __user *frame = (struct rt_sigframe __user *)regs->ARM_sp;

	current->restart_block.fn = do_no_restart_syscall;
	if (regs->ARM_sp & 7 || !access_ok(VERIFY_READ, frame, sizeof(*frame)) ||
	    restore_sigframe(regs, &frame->sig) || restore_altstack(&frame->sig.uc.uc_stack))
		return bad_frame();
	return (long)regs->ARM_r0;
}

/* ------------------------------------------------------------------ the frame */

/* Everything but siginfo and the alternate stack.  0, -EFAULT. */
static int setup_sigframe(struct sigframe __user *sf, struct pt_regs *regs, const sigset_t *set)
{
	const struct thread_struct *thread = &current->thread;
	struct sigcontext __user *sc = &sf->uc.uc_mcontext;

	user_access_begin();
	unsafe_put_user(thread->trap_no, &sc->trap_no, Efault);
	unsafe_put_user(thread->error_code, &sc->error_code, Efault);
	unsafe_put_user(set->sig[0], &sc->oldmask, Efault);
	unsafe_put_user(regs->ARM_r0, &sc->arm_r0, Efault);
	unsafe_put_user(regs->ARM_r1, &sc->arm_r1, Efault);
	unsafe_put_user(regs->ARM_r2, &sc->arm_r2, Efault);
	unsafe_put_user(regs->ARM_r3, &sc->arm_r3, Efault);
	unsafe_put_user(regs->ARM_r4, &sc->arm_r4, Efault);
	unsafe_put_user(regs->ARM_r5, &sc->arm_r5, Efault);
	unsafe_put_user(regs->ARM_r6, &sc->arm_r6, Efault);
	unsafe_put_user(regs->ARM_r7, &sc->arm_r7, Efault);
	unsafe_put_user(regs->ARM_r8, &sc->arm_r8, Efault);
	unsafe_put_user(regs->ARM_r9, &sc->arm_r9, Efault);
	unsafe_put_user(regs->ARM_r10, &sc->arm_r10, Efault);
	unsafe_put_user(regs->ARM_fp, &sc->arm_fp, Efault);
	unsafe_put_user(regs->ARM_ip, &sc->arm_ip, Efault);
	unsafe_put_user(regs->ARM_sp, &sc->arm_sp, Efault);
	unsafe_put_user(regs->ARM_lr, &sc->arm_lr, Efault);
	unsafe_put_user(regs->ARM_pc, &sc->arm_pc, Efault);
	unsafe_put_user(regs->ARM_cpsr, &sc->arm_cpsr, Efault);
	unsafe_put_user(thread->address, &sc->fault_address, Efault);
	unsafe_put_user(set->sig[0], &sf->uc.uc_sigmask.sig[0], Efault);
	unsafe_put_user(set->sig[1], &sf->uc.uc_sigmask.sig[1], Efault);
	user_access_end();
	return vfp_preserve_context((struct vfp_sigframe __user *)sf->uc.uc_regspace);
Efault:
	user_access_end();
	return -EFAULT;
}

/* Where a frame of @framesize bytes goes: the alternate stack, if asked for; NULL: nowhere */
static void __user *get_sigframe(struct ksignal *ksig, struct pt_regs *regs, unsigned long framesize)
{
	unsigned long sp = regs->ARM_sp;
	void __user *frame;

	if (ksig->ka.sa.sa_flags & SA_ONSTACK && current->sas_ss_size && !on_sig_stack(sp))
		sp = current->sas_ss_sp + current->sas_ss_size;
	frame = (void __user *)((sp - framesize) & ~7UL);
	return access_ok(VERIFY_WRITE, frame, framesize) ? frame : NULL;
}

/* The registers with which the handler begins; it returns to retcode.  0, -EFAULT. */
static int setup_return(struct pt_regs *regs, struct ksignal *ksig, unsigned long __user *rc,
			void __user *frame)
{
	unsigned long handler = (unsigned long)ksig->ka.sa.sa_handler, retcode;
	unsigned long cpsr = regs->ARM_cpsr & ~(PSR_F_BIT | PSR_E_BIT | PSR_T_BIT | PSR_IT_MASK);
	unsigned int idx = 0;

	if (handler & 1) {
		cpsr |= PSR_T_BIT;
		idx = 2;
	}
	if (ksig->ka.sa.sa_flags & SA_RESTORER) {
		retcode = (unsigned long)ksig->ka.sa.sa_restorer;
	} else {
		if (ksig->ka.sa.sa_flags & SA_SIGINFO)
			idx += 3;
		/* Debuggers look for it there; what runs is the page */
		if (__put_user(sigreturn_codes[idx], rc) ||
		    __put_user(sigreturn_codes[idx + 1], rc + 1))
			return -EFAULT;
		retcode = current->mm->context.sigpage + (idx << 2) + (handler & 1);
	}
	regs->ARM_r0 = (unsigned long)ksig->sig;
	regs->ARM_sp = (unsigned long)frame;
	regs->ARM_lr = retcode;
	regs->ARM_pc = handler & ~1UL;
	regs->ARM_cpsr = cpsr;
	return 0;
}

static int setup_frame(struct ksignal *ksig, const sigset_t *set, struct pt_regs *regs)
{
	struct sigframe __user *frame = get_sigframe(ksig, regs, sizeof(*frame));

	if (!frame)
		return -EFAULT;
	/* uc_flags tells a debugger that this isn't an rt frame */
	if (__put_user(0x5ac3c35aUL, &frame->uc.uc_flags) || setup_sigframe(frame, regs, set))
		return -EFAULT;
	return setup_return(regs, ksig, frame->retcode, frame);
}

static int setup_rt_frame(struct ksignal *ksig, const sigset_t *set, struct pt_regs *regs)
{
	struct rt_sigframe __user *frame = get_sigframe(ksig, regs, sizeof(*frame));
	struct ucontext __user *uc = &frame->sig.uc;

	if (!frame || copy_siginfo_to_user(&frame->info, &ksig->info))
		return -EFAULT;
	user_access_begin();
	unsafe_put_user(0, &uc->uc_flags, Efault);
	unsafe_put_user(NULL, &uc->uc_link, Efault);
	unsafe_put_user((void __user *)current->sas_ss_sp, &uc->uc_stack.ss_sp, Efault);
	unsafe_put_user(sas_ss_flags(regs->ARM_sp), &uc->uc_stack.ss_flags, Efault);
	unsafe_put_user(current->sas_ss_size, &uc->uc_stack.ss_size, Efault);
	user_access_end();
	if (setup_sigframe(&frame->sig, regs, set) || setup_return(regs, ksig, frame->sig.retcode, frame))
		return -EFAULT;
	regs->ARM_r1 = (unsigned long)&frame->info;
	regs->ARM_r2 = (unsigned long)uc;
	return 0;
Efault:
	user_access_end();
	return -EFAULT;
}

static void handle_signal(struct ksignal *ksig, struct pt_regs *regs)
{
	const sigset_t *oldset = sigmask_to_save();
	int err = ksig->ka.sa.sa_flags & SA_SIGINFO ? setup_rt_frame(ksig, oldset, regs) :
		  setup_frame(ksig, oldset, regs);

	if (err || !valid_user_regs(regs))
		force_sigsegv(ksig->sig, current);
	else
		signal_delivered(ksig);
}

/* ------------------------------------------------------------------ restart */

/* Nothing was interrupted that could go on */
long do_no_restart_syscall(struct restart_block *param)
{
	return -EINTR;
}

SYSCALL_DEFINE0(restart_syscall)
{
	struct restart_block *restart = &current->restart_block;

	return restart->fn ? restart->fn(restart) : -EINTR;
}

/*
 * Delivers one signal.  @syscall: on the way back from a call, whose result is in r0:
 *
 *   -ERESTARTNOINTR          begins again in any case
 *   -ERESTARTSYS             ... unless a handler without SA_RESTART runs: EINTR
 *   -ERESTARTNOHAND          ... unless any handler runs
 *   -ERESTART_RESTARTBLOCK   goes on by restart_syscall(), unless a handler runs
 *
 * 0: on to user mode.  1: the call is to be made again at once; -1: restart_syscall() is.
 */
static int do_signal(struct pt_regs *regs, int syscall)
{
	unsigned long retval = 0, continue_addr = 0, restart_addr = 0;
	struct ksignal ksig;
	int restart = 0;

	if (syscall) {
		continue_addr = regs->ARM_pc;
		restart_addr = continue_addr - (thumb_mode(regs) ? 2 : 4);
		retval = regs->ARM_r0;
		switch ((long)retval) {
		case -ERESTART_RESTARTBLOCK:
			restart = -1;
			break;
		case -ERESTARTNOHAND:
		case -ERESTARTSYS:
		case -ERESTARTNOINTR:
			restart = 1;
			break;
		}
		if (restart) {
			regs->ARM_r0 = regs->ARM_ORIG_r0;
			regs->ARM_pc = restart_addr;
		}
	}
	if (get_signal(&ksig)) {
		if (restart && ((long)retval == -ERESTARTNOHAND ||
				(long)retval == -ERESTART_RESTARTBLOCK ||
				((long)retval == -ERESTARTSYS &&
				 !(ksig.ka.sa.sa_flags & SA_RESTART)))) {
			regs->ARM_r0 = (unsigned long)-EINTR;
			regs->ARM_pc = continue_addr;
		}
		handle_signal(&ksig, regs);
		return 0;
	}
	restore_saved_sigmask();
	if (restart)
		regs->ARM_pc = continue_addr;	/* the entry code makes the call, not the program */
	return restart;
}

/*
 * do_work_pending - from entry-common.S, interrupts off, while @thread_flags ask for something.
 *
 * @syscall: not 0 on the way back from a system call.  0: on to user mode; else as do_signal().
 * Interrupts are off again.
 */
int do_work_pending(struct pt_regs *regs, unsigned int thread_flags, int syscall)
{
	int restart;

	do {
		if (likely(thread_flags & _TIF_NEED_RESCHED)) {
			schedule();
		} else {
			local_irq_enable();
			restart = do_signal(regs, syscall);
			if (unlikely(restart)) {
				local_irq_disable();
				local_irq_enable();
				return restart;
			}
			syscall = 0;
		}
		local_irq_disable();
		thread_flags = (unsigned int)current_thread_info()->flags;
	} while (thread_flags & _TIF_WORK_MASK);
	return 0;
}

/* ------------------------------------------------------------------ the page of codes */

static struct page *signal_page;

/* The page that every program gets: the codes at its beginning, the rest an undefined instruction */
static int __init sigpage_init(void)
{
	unsigned long *p;
	unsigned int i;

	signal_page = alloc_page(GFP_KERNEL);
	if (!signal_page)
		panic("no memory for the signal page");
	p = page_address(signal_page);
	for (i = 0; i < PAGE_SIZE / sizeof(long); i++)
		p[i] = i < 6 ? sigreturn_codes[i] : 0xe7fddef1;
	flush_icache_range((unsigned long)p, (unsigned long)p + PAGE_SIZE);
	return 0;
}
device_initcall(sigpage_init);

/*
 * arch_setup_additional_pages - [sigpage], at random above the stack's top if there is room, else
 * wherever there is.  0, -ENOMEM.  Takes mmap_sem.
 */
int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp)
{
	static struct page *pages[2];
	struct mm_struct *mm = current->mm;
	unsigned long addr;
	int ret;

	pages[0] = signal_page;
	down_write(&mm->mmap_sem);
	addr = get_unmapped_area(NULL, 0, PAGE_SIZE, 0, 0);
	if (IS_ERR_VALUE(addr)) {
		ret = (int)addr;
	} else {
		ret = install_special_mapping(mm, addr, PAGE_SIZE,
					      VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC,
					      pages);
		if (!ret)
			mm->context.sigpage = addr;
	}
	up_write(&mm->mmap_sem);
	return ret;
}
