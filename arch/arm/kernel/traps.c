/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When the kernel goes wrong: the Oops, BUG(), exceptions that nobody expected; and the
 * vectors page.
 *
 *   die("Oops", regs, err)     __do_kernel_fault -> here -> do_exit(SIGKILL) ends the task
 *     notify_die               somebody may have waited for just this (kdebug.h)
 *     __die                    registers, stack, backtrace, instructions
 *     panic                    in an interrupt, in the idle task, or with panic_on_oops
 */
#include <linux/extable.h>
#include <linux/init.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/cacheflush.h>
#include <asm/domain.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/system_misc.h>
#include <asm/tls.h>
#include <asm/unistd.h>
#include <asm/unwind.h>

extern const struct bug_entry __start___bug_table[], __stop___bug_table[];

struct oops_info oops_info;
/*
 * An Oops is the end: what the task held stays locked for ever, and a run that goes on after one must not look
 * like a good run.  Self-tests that provoke one clear it meanwhile.
 */
int panic_on_oops = 1;
unsigned int nr_oopses;

/* The stack of a task that has none left: entry-armv.S, __stack_overflow */
union thread_union overflow_stack __aligned(THREAD_ALIGN);

/* ------------------------------------------------------------------ the Oops */

/* Is @addr mapped memory that can be looked at without another fault? */
static bool dumpable(unsigned long addr)
{
	pmd_t *pmd;
	pte_t *pte;

	if (addr < PAGE_OFFSET || addr >= VMALLOC_END)
		return false;
	pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr), addr) + ((addr >> SECTION_SHIFT) & 1);
	if (pmd_none(*pmd))
		return false;
	if (pmd_large(*pmd))
		return virt_addr_valid(addr);
	pte = pte_offset_kernel(pmd - ((addr >> SECTION_SHIFT) & 1), addr);
	return pte_present(*pte) && (pte_val(*pte) & L_PTE_MT_MASK) == L_PTE_MT_WRITEALLOC;
}

/* Words from @bottom to @top, eight a line, each line beginning at a multiple of 32 */
static void dump_mem(const char *str, unsigned long bottom, unsigned long top)
{
	unsigned long line, p;

	pr_alert("%s(0x%08lx to 0x%08lx)\n", str, bottom, top);
	for (line = bottom & ~31UL; line < top; line += 32) {
		pr_alert("%04lx:", line & 0xffff);
		for (p = line; p < line + 32; p += 4) {
			if (p < bottom || p >= top)
				pr_cont("         ");
			else if (dumpable(p))
				pr_cont(" %08lx", *(unsigned long *)p);
			else
				pr_cont(" ????????");
		}
		pr_cont("\n");
	}
}

/* The instructions before the one at pc, which stands in brackets */
static void dump_instr(struct pt_regs *regs)
{
	unsigned long addr = regs->ARM_pc & ~3UL;
	int i;

	pr_alert("Code:");
	for (i = -4; i <= 0; i++) {
		unsigned long insn = addr + i * 4;

		if (!dumpable(insn))
			pr_cont(" ????????");
		else if (i)
			pr_cont(" %08lx", *(unsigned long *)insn);
		else
			pr_cont(" (%08lx)", *(unsigned long *)insn);
	}
	pr_cont("\n");
}

static int __die(const char *str, int err, struct pt_regs *regs)
{
	struct task_struct *tsk = current;
	unsigned long stack = (unsigned long)task_stack_page(tsk);

	nr_oopses++;
	pr_emerg("Internal error: %s: %x [#%u] ARM\n", str, err, nr_oopses);
	if (notify_die(DIE_OOPS, str, regs, err, 0, SIGSEGV) == NOTIFY_STOP)
		return 1;
	__show_regs(regs);
	pr_alert("Process %.*s (pid: %d, stack limit = 0x%p)\n", TASK_COMM_LEN, tsk->comm,
		 task_pid_nr(tsk), end_of_stack(tsk));
	if (!user_mode(regs)) {
		if (regs->ARM_sp >= stack && regs->ARM_sp < stack + THREAD_SIZE)
			dump_mem("Stack: ", regs->ARM_sp, min(regs->ARM_sp + 256,
							      stack + THREAD_SIZE));
		unwind_backtrace(regs, tsk);
		dump_instr(regs);
	}
	return 0;
}

/*
 * die - report @str with registers, stack, backtrace and code
 *
 * Any context.  Returns, so that the caller can end the task, unless there is no task to end,
 * panic_on_oops is set, or it was the report of another Oops that failed.
 */
void die(const char *str, struct pt_regs *regs, int err)
{
	static unsigned int depth;
	int stopped;

	/* The report itself has failed, and a shorter one, too */
	if (depth > 1)
		panic("Oops in the report of an Oops");
	depth++;
	bust_spinlocks(1);
	stopped = __die(str, err, regs);
	bust_spinlocks(0);
	depth--;
	if (stopped)
		return;
	if (in_interrupt() || is_idle_task(current))
		panic("Fatal exception in interrupt");
	if (panic_on_oops || depth)
		panic("Fatal exception");
	lockdep_init_task(current);	/* what it holds stays taken, as everybody can see now */
}

/* @sig for the current program, with what a fault tells.  Interrupts are on. */
static void force_sig_fault(int sig, int code, unsigned long addr)
{
	struct kernel_siginfo info = {
		.si_signo = sig, .si_code = code, .si_addr = (void __user *)addr,
	};

	force_sig_info(sig, &info, current);
}

/*
 * arm_notify_die - an exception that can't be mended: a signal for a program, an Oops for the kernel
 *
 * @sig, @code, @addr: what the signal says.  @err, @trap: error_code and trap_no of its frame; the
 * frame's fault_address stays that of the last page fault.  Any context; returns for a program only.
 */
void arm_notify_die(const char *str, struct pt_regs *regs, int sig, int code,
		    unsigned long addr, unsigned int err, unsigned int trap)
{
	if (user_mode(regs)) {
		local_irq_enable();
		current->thread.error_code = err;
		current->thread.trap_no = trap;
		force_sig_fault(sig, code, addr);
		return;
	}
	oops_info.addr = addr;
	oops_info.fsr = err;
	oops_info.pc = regs->ARM_pc;
	die(str, regs, (int)err);
	do_exit(sig);
}

/* ------------------------------------------------------------------ other exceptions */

static const struct bug_entry *find_bug(unsigned long pc)
{
	const struct bug_entry *bug;

	for (bug = __start___bug_table; bug < __stop___bug_table; bug++)
		if (bug->bug_addr == pc)
			return bug;
	return NULL;
}

/* A program has come to a breakpoint, at pc.  The frame's trap_no and error_code stay what they were. */
static void ptrace_break(struct pt_regs *regs)
{
	force_sig_fault(SIGTRAP, TRAP_BRKPT, instruction_pointer(regs));
}

/*
 * Instructions that are undefined for ever, which debuggers put where a program has to stop:
 * how they look, and in which state of the processor they count
 */
static const struct {
	u32 instr_mask, instr_val;
	unsigned long cpsr_val;		/* of PSR_T_BIT */
} break_hooks[] = {
	{ 0x0fffffff, 0x07f001f0, 0	    },	/* ARM, with any condition */
	{ 0xffffffff, 0x0000de01, PSR_T_BIT },	/* Thumb, 16 bits */
	{ 0xffffffff, 0xf7f0a000, PSR_T_BIT },	/* Thumb, 32 bits */
};

/* The undefined instruction at pc: two halfwords of Thumb code with the first on top.  0, -EFAULT. */
static int get_user_instr(struct pt_regs *regs, u32 *instr)
{
	u16 __user *pc = (u16 __user *)instruction_pointer(regs);
	u16 hw1, hw2;

	if (!thumb_mode(regs))
		return get_user(*instr, (u32 __user *)pc);
	if (get_user(hw1, pc))
		return -EFAULT;
	*instr = hw1;
	if (hw1 < 0xe800)
		return 0;
	if (get_user(hw2, pc + 1))
		return -EFAULT;
	*instr = (u32)hw1 << 16 | hw2;
	return 0;
}

/* Is the undefined instruction at pc a breakpoint?  May sleep. */
static bool is_breakpoint(struct pt_regs *regs)
{
	unsigned int i;
	u32 instr;

	if (get_user_instr(regs, &instr))
		return false;
	for (i = 0; i < ARRAY_SIZE(break_hooks); i++)
		if ((instr & break_hooks[i].instr_mask) == break_hooks[i].instr_val &&
		    (regs->ARM_cpsr & PSR_T_BIT) == break_hooks[i].cpsr_val)
			return true;
	return false;
}

/* A program's instruction that doesn't exist, a breakpoint, or one of VFP while that is off */
static void user_undefinstr(struct pt_regs *regs)
{
	if (vfp_enable_current())
		return;
	local_irq_enable();
	if (is_breakpoint(regs)) {
		ptrace_break(regs);
		return;
	}
	if (unhandled_signal(current, SIGILL))
		printk_ratelimited(KERN_INFO "%s[%d]: undefined instruction at %08lx\n",
				   current->comm, task_pid_nr(current), regs->ARM_pc);
	arm_notify_die("Oops - undefined instruction", regs, SIGILL, ILL_ILLOPC,
		       instruction_pointer(regs), 0, 6);
}

/* From entry-armv.S: an instruction that the processor doesn't know, BUG()'s among them */
void do_undefinstr(struct pt_regs *regs)
{
	const struct bug_entry *bug;

	regs->ARM_pc -= thumb_mode(regs) ? 2 : 4;
	if (user_mode(regs)) {
		user_undefinstr(regs);
		return;
	}
	oops_info.addr = regs->ARM_pc;
	oops_info.fsr = 0;
	oops_info.pc = regs->ARM_pc;
	bug = find_bug(regs->ARM_pc);
	if (bug) {
		pr_crit("kernel BUG at %s:%lu!\n", bug->file, bug->line);
		die("Oops - BUG", regs, 0);
	} else {
		die("Oops - undefined instruction", regs, 0);
	}
	do_exit(SIGILL);
}

/* An exception in a mode in which nothing of ours runs.  Never returns. */
void bad_mode(struct pt_regs *regs, int reason)
{
	static const char * const handler[] = {
		"reset", "undefined instruction", "software interrupt",
		"prefetch abort", "data abort", "interrupt",
	};

	pr_crit("Bad mode in %s handler detected\n", handler[reason]);
	die("Oops - bad mode", regs, 0);
	panic("bad mode");
}

/*
 * The kernel stack of the current task has overflowed, over its own thread_info; this runs on
 * overflow_stack, whose thread_info is made anew.  Never returns.
 */
void handle_bad_stack(struct pt_regs *regs)
{
	struct task_struct *tsk = curr_task(0);
	char *stack = task_stack_page(tsk);

	*current_thread_info() = (struct thread_info) {
		.task = tsk,
		.cpu_domain = DACR_KERNEL,
	};
	oops_info.addr = regs->ARM_sp;
	oops_info.fsr = 0;
	oops_info.pc = regs->ARM_pc;
	pr_emerg("Insufficient stack space to handle exception!\n");
	pr_emerg("Task stack:     [0x%p..0x%p]\n", stack, stack + THREAD_SIZE);
	pr_emerg("Overflow stack: [0x%p..0x%p]\n", &overflow_stack, &overflow_stack + 1);
	die("kernel stack overflow", regs, 0);
	do_exit(SIGKILL);
}

/* From boot/head.S, before the vectors page is in place: kind 0 und, 1 pabt, 2 dabt, 3 irq */
void early_exception(int kind, unsigned long lr, unsigned int fsr, unsigned long far)
{
	static const char * const kinds[] = {
		"undefined instruction", "prefetch abort", "data abort", "interrupt",
	};
	static const int behind[] = { 4, 4, 8, 4 };

	if (fdt_being_read)
		panic("device tree at 0x%08lx can't be read: there is no memory (fault status %03x)",
		      (unsigned long)fdt_being_read, fsr);
	panic("%s at %pS before the vectors were set up: address %08lx, fault status %03x",
	      kinds[kind], (void *)(lr - behind[kind]), far, fsr);
}

/* ------------------------------------------------------------------ ARM's own system calls */

/* A program has written instructions to [@start, @end).  0, -EINVAL, -EFAULT. */
static long do_cache_op(unsigned long start, unsigned long end, unsigned long flags)
{
	unsigned long chunk;
	unsigned int ua_flags;
	int ret = 0;

	if (end < start || flags)
		return -EINVAL;
	if (!access_ok(VERIFY_READ, (void __user *)start, end - start))
		return -EFAULT;
	for (; start < end && !ret; start += chunk) {
		chunk = min(PAGE_SIZE, end - start);
		ua_flags = uaccess_save_and_enable();
		ret = v7_coherent_user_range(start, start + chunk);
		uaccess_restore(ua_flags);
		if (fatal_signal_pending(current))
			return 0;
		cond_resched();
	}
	return ret;
}

/*
 * arm_syscall - from vector_swi: a number that isn't in the table
 *
 *   below __ARM_NR_BASE            ENOSYS
 *   __ARM_NR_BASE                  a jump through a null pointer: SIGSEGV
 *   breakpoint                     SIGTRAP at the svc itself
 *   cacheflush, set_tls, get_tls   done
 *   usr26, usr32                   no such processor mode: SIGILL
 *   others up to BASE + 0x7ff      ENOSYS: a program may ask whether they exist
 *   beyond                         SIGILL
 *
 * Returns r0.
 */
long arm_syscall(unsigned int no, struct pt_regs *regs)
{
	unsigned long svc = instruction_pointer(regs) - (thumb_mode(regs) ? 2 : 4);

	switch (no) {
	case __ARM_NR_BASE:
		arm_notify_die("branch through zero", regs, SIGSEGV, SEGV_MAPERR, 0, 0, 0);
		return 0;
	case __ARM_NR_breakpoint:
		regs->ARM_pc = svc;
		ptrace_break(regs);
		return (long)regs->ARM_r0;
	case __ARM_NR_cacheflush:
		return do_cache_op(regs->ARM_r0, regs->ARM_r1, regs->ARM_r2);
	case __ARM_NR_set_tls:
		set_tls(current_thread_info(), regs->ARM_r0);
		return 0;
	case __ARM_NR_get_tls:
		return (long)current_thread_info()->tp_value[0];
	case __ARM_NR_usr26:
	case __ARM_NR_usr32:
		break;
	default:
		if (no <= __ARM_NR_BASE + 0x7ff)
			return -ENOSYS;
	}
	arm_notify_die("bad syscall", regs, SIGILL, ILL_ILLTRP, svc, no, 0);
	/* What lies outside of ARM's own range keeps r0 */
	return no >> 16 == __ARM_NR_BASE >> 16 ? 0 : (long)regs->ARM_r0;
}

/* ------------------------------------------------------------------ the vectors page */

/*
 * Copies vectors and stubs to the two pages at @vectors_base, which devicemaps_init() maps at
 * ffff0000.  They are code: clean to where instructions are fetched from.
 */
void __init early_trap_init(void *vectors_base)
{
	unsigned long vectors = (unsigned long)vectors_base;

	memcpy(vectors_base, __vectors_image, 2 * PAGE_SIZE);
	flush_icache_range(vectors, vectors + 2 * PAGE_SIZE);
}
