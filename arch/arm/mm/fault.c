/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From an abort to the function that mends it, or to the report that nobody could.
 *
 *   do_DataAbort(addr, fsr)         do_PrefetchAbort(addr, ifsr)     from entry-armv.S
 *         fsr_info[fsr_fs(fsr)].fn        ifsr_info[...].fn          the 32 reasons
 *           |
 *           +- do_translation_fault   no first-level entry: kernel space is copied from init_mm
 *           +- do_page_fault          no page, or not for this access
 *           |     +- __do_page_fault        the VMA -> handle_mm_fault (mm/memory.c)
 *           |     +- __do_user_fault        a program's, not mended: SIGSEGV, SIGBUS
 *           |     +- in_atomic(), or no mm  ->  __do_kernel_fault
 *           +- do_domain_fault        user memory is closed to the kernel here
 *           +- do_sect_fault, do_alignment, do_bad
 *
 *   __do_kernel_fault     fixup_exception() first: did a uaccess routine run into it?  Else
 *                         an Oops: reason, page-table walk, registers, backtrace; the task ends
 *
 * Invariants (nothing asserts them)
 *   F1  a handler that returns 0 has changed something: the instruction is tried again
 *   F2  a fault with preempt_count raised never sleeps
 *   F3  a fault of the kernel in user memory is mended only inside the uaccess routines
 *
 * Context.  Entered with interrupts off, on the kernel stack of the interrupted task.
 * Article 3.4.1 to 3.4.4; ARM ARM B3.13.  Different from Linux: no kprobes, no hooks for
 * machines.  Read entry-armv.S, fsr-2level.c, this.  Tests: fault.*
 */
#include <linux/extable.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/oom.h>
#include <linux/ratelimit.h>
#include <linux/signal.h>
#include <linux/trace.h>
#include <linux/vmstat.h>
#include <asm/domain.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/system_misc.h>
#include <asm/tlbflush.h>
#include "fault.h"

struct fsr_info {
	abort_fn *fn;
	int	sig;
	int	code;
	const char *name;
};

/* ------------------------------------------------------------------ the report */

static void show_pte_entry(pmd_t *pmd, unsigned long addr)
{
	pte_t *pte;

	if (pmd_large(*pmd)) {
		pr_cont(" (section)");
		return;
	}
	/* An entry that leads outside lowmem can't be followed */
	if (!virt_addr_valid(pmd_page_vaddr(*pmd))) {
		pr_cont("(bad)");
		return;
	}
	pte = pte_offset_map(pmd, addr);
	pr_cont(", *pte=%08lx, *ppte=%08lx", (unsigned long)pte_val(*pte),
		(unsigned long)pte_val(pte[PTE_HWTABLE_PTRS]));
	pte_unmap(pte);
}

/*
 * show_pte - the entries for @addr at every level, as far as they go
 *
 * *pgd is the first-level entry of the half that holds @addr, *pte the Linux entry, *ppte its
 * hardware twin.  @mm NULL: the kernel's tables.
 */
void show_pte(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd;
	pmd_t *pmd;

	if (!mm)
		mm = &init_mm;
	pr_alert("pgd = %p\n", mm->pgd);
	pgd = pgd_offset(mm, addr);
	pmd = pmd_offset(pud_offset(pgd, addr), addr) + ((addr >> SECTION_SHIFT) & 1);
	pr_alert("[%08lx] *pgd=%08lx", addr, (unsigned long)pmd_val(*pmd));
	if (!pmd_none(*pmd))
		show_pte_entry(pmd_offset(pud_offset(pgd, addr), addr) +
			       (pmd_large(*pmd) ? (addr >> SECTION_SHIFT) & 1 : 0), addr);
	pr_cont("\n");
}

static const char *kernel_fault_reason(unsigned long addr, unsigned int fsr)
{
	if (addr < PAGE_SIZE)
		return "NULL pointer dereference";
	if (fsr & FSR_LNX_PF)
		return "execution of non-executable memory";
	return "paging request";
}

static const char *fsr_name(unsigned int fsr);

/* What the fault status register says, in words */
static void show_fsr(unsigned int fsr)
{
	pr_alert("FSR = %03x: %s on %s, domain %u\n", fsr & 0xffff, fsr_name(fsr),
		 fsr & FSR_LNX_PF ? "an instruction fetch" :
		 is_write_fault(fsr) ? "a write" : fsr & FSR_CM ? "cache maintenance" : "a read", (fsr >> 4) & 15);
}

/*
 * The kernel itself faulted.  Article 3.4.3.  Returns only if the exception table knew a way
 * on: else the task ends here.
 */
static noinline void __do_kernel_fault(struct mm_struct *mm, unsigned long addr, unsigned int fsr,
			      struct pt_regs *regs)
{
	if (fixup_exception(regs))
		return;

	bust_spinlocks(1);
	pr_alert("Unable to handle kernel %s at virtual address %08lx\n",
		 kernel_fault_reason(addr, fsr), addr);
	show_fsr(fsr);
	show_pte(mm, addr);
	oops_info.addr = addr;
	oops_info.fsr = fsr;
	oops_info.pc = regs->ARM_pc;
	die("Oops", regs, fsr);
	bust_spinlocks(0);
	do_exit(SIGKILL);
}

/* ------------------------------------------------------------------ the handlers */

/* Nothing can mend it */
static int do_bad(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	return 1;
}

/*
 * The program itself faulted, and nothing can be mended: @sig, with where and why.  Article 3.4.2.
 * If nothing catches the signal, the program dies; then one line says so.
 */
static noinline void __do_user_fault(struct task_struct *tsk, unsigned long addr, unsigned int fsr,
			    unsigned int sig, int code, struct pt_regs *regs)
{
	struct kernel_siginfo si = {
		.si_signo = (int)sig,
		.si_code = code,
		.si_addr = (void __user *)addr,
	};

	trace_event(signal, sig, code, addr);
	if (unhandled_signal(tsk, (int)sig))
		printk_ratelimited(KERN_INFO "%s[%d]: %s at %lx ip %08lx sp %08lx error %x\n",
				   tsk->comm, task_pid_nr(tsk),
				   sig == SIGSEGV ? "segfault" : "bus error", addr,
				   regs->ARM_pc, regs->ARM_sp, fsr & ~FSR_LNX_PF);
	tsk->thread.address = addr;
	tsk->thread.error_code = fsr;
	tsk->thread.trap_no = 14;
	force_sig_info((int)sig, &si, tsk);
}

static void do_bad_area(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	struct task_struct *tsk = current;

	if (user_mode(regs))
		__do_user_fault(tsk, addr, fsr, SIGSEGV, SEGV_MAPERR, regs);
	else
		__do_kernel_fault(tsk->active_mm, addr, fsr, regs);
}

/* Does @vma forbid the access that @fsr tells of? */
static inline bool access_error(unsigned int fsr, struct vm_area_struct *vma)
{
	unsigned long mask = VM_READ | VM_WRITE | VM_EXEC;

	if (is_write_fault(fsr))
		mask = VM_WRITE;
	if (fsr & FSR_LNX_PF)
		mask = VM_EXEC;
	return !(vma->vm_flags & mask);
}

/*
 * Finds the VMA, and lets generic code do the rest.  Article 3.4.4.
 *
 * VM_FAULT_BADMAP: no VMA has the address; VM_FAULT_BADACCESS: it has, but not for this access.
 */
static int __do_page_fault(struct mm_struct *mm, unsigned long addr, unsigned int fsr,
			   unsigned int flags, struct task_struct *tsk)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	if (unlikely(!vma))
		return VM_FAULT_BADMAP;
	/* Below the VMA: a stack that has to grow? */
	if (unlikely(vma->vm_start > addr) &&
	    (!(vma->vm_flags & VM_GROWSDOWN) || addr < FIRST_USER_ADDRESS ||
	     expand_stack(vma, addr)))
		return VM_FAULT_BADMAP;
	if (unlikely(access_error(fsr, vma)))
		return VM_FAULT_BADACCESS;
	return handle_mm_fault(mm, vma, addr & PAGE_MASK, flags);
}

/* The fault couldn't be mended for the program: which signal that is */
static noinline void user_fault_signal(unsigned long addr, unsigned int fsr, struct pt_regs *regs, int fault)
{
	int code = fault == VM_FAULT_BADACCESS ? SEGV_ACCERR : SEGV_MAPERR;

	if (fault & VM_FAULT_OOM)
		pagefault_out_of_memory();
	else if (fault & VM_FAULT_SIGBUS)
		__do_user_fault(current, addr, fsr, SIGBUS, BUS_ADRERR, regs);
	else
		__do_user_fault(current, addr, fsr, SIGSEGV, code, regs);
}

/*
 * May the kernel have meant this access?  It touches user memory from the uaccess routines alone,
 * which have opened it, and never executes it.
 */
static inline bool kernel_access_ok(unsigned int fsr, struct pt_regs *regs)
{
	return !(fsr & FSR_LNX_PF) && to_svc_pt_regs(regs)->dacr == DACR_UACCESS;
}

/*
 * mmap_sem for reading.  False: it is held for writing, and the kernel code that faulted isn't one
 * that may touch user memory, so it might hold it itself: waiting could be for ever.
 */
static inline bool lock_for_fault(struct mm_struct *mm, struct pt_regs *regs)
{
	if (likely(down_read_trylock(&mm->mmap_sem)))
		return true;
	if (!user_mode(regs) && !search_exception_tables(regs->ARM_pc))
		return false;
	down_read(&mm->mmap_sem);
	return true;
}

/*
 * Accounts for the fault that is over: once, though it may take two tries, and not at all if it can't be mended.
 * True: it has to be tried again, without mmap_sem; *@major keeps what the first try had to read.
 */
static inline bool fault_again(struct task_struct *tsk, int fault, unsigned int *flags, int *major)
{
	if (likely(!(fault & (VM_FAULT_ERROR | VM_FAULT_RETRY | VM_FAULT_MAJOR)))) {
		tsk->min_flt++;
		return false;
	}
	if (fault & VM_FAULT_RETRY) {
		*major = fault & VM_FAULT_MAJOR;
		*flags &= ~(unsigned int)FAULT_FLAG_ALLOW_RETRY;
		*flags |= FAULT_FLAG_TRIED;
		return true;
	}
	if (!(fault & VM_FAULT_ERROR)) {
		tsk->maj_flt++;
		count_vm_event(PGMAJFAULT);
	}
	return false;
}

/*
 * A page is missing, or mapped but not for this access.  Article 3.4.2.
 *
 *   in_atomic(), or no mm             __do_kernel_fault: nothing may sleep, or is to be mended
 *   mended (0, MINOR, MAJOR)          back to the instruction
 *   not mended, in the kernel         __do_kernel_fault: the uaccess routine returns -EFAULT
 *   not mended, in the program        __do_user_fault: SIGSEGV, SIGBUS; or it runs out of memory
 */
static int do_page_fault(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	struct task_struct *tsk = current;
	struct mm_struct *mm = tsk->mm;
	unsigned int flags = FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	int fault, major = 0;

	if (interrupts_enabled(regs))
		local_irq_enable();
	if (unlikely(in_atomic() || !mm))
		goto no_context;
	if (user_mode(regs))
		flags |= FAULT_FLAG_USER;
	else if (unlikely(!kernel_access_ok(fsr, regs)))
		goto no_context;
	if (is_write_fault(fsr))
		flags |= FAULT_FLAG_WRITE;
	do {
		if (unlikely(!lock_for_fault(mm, regs)))
			goto no_context;
		fault = __do_page_fault(mm, addr, fsr, flags, tsk) | major;
		/* RETRY: mmap_sem is released already, and if we are to die there's no need to go on */
		if (unlikely(fault & VM_FAULT_RETRY) && fatal_signal_pending(tsk)) {
			if (!user_mode(regs))
				goto no_context;
			return 0;
		}
	} while (unlikely(fault_again(tsk, fault, &flags, &major)));
	up_read(&mm->mmap_sem);

	if (likely(!(fault & (VM_FAULT_ERROR | VM_FAULT_BADMAP | VM_FAULT_BADACCESS))))
		return 0;
	if (user_mode(regs)) {
		user_fault_signal(addr, fsr, regs, fault);
		return 0;
	}
no_context:
	__do_kernel_fault(mm, addr, fsr, regs);
	return 0;
}

/* The directory that TTBR0 holds */
static inline pgd_t *cpu_get_pgd(void)
{
	unsigned long pg;

	__asm__("mrc p15, 0, %0, c2, c0, 0	@ TTBR0" : "=r" (pg));
	return (pgd_t *)phys_to_virt(pg & ~0x3fffUL);
}

/*
 * No first-level entry.  For kernel space: swapper_pg_dir may have got one since this pgd was
 * copied from it; then the pair is copied.  The half that was addressed must be there: with
 * one half a section and the other empty, the pair as a whole says nothing.
 */
static int do_translation_fault(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	unsigned int index = pgd_index(addr);
	unsigned int half = (addr >> SECTION_SHIFT) & 1;
	pmd_t *pmd, *pmd_k;

	if (addr < TASK_SIZE)
		return do_page_fault(addr, fsr, regs);
	if (user_mode(regs))
		goto bad_area;

	pmd = pmd_offset(pud_offset(cpu_get_pgd() + index, addr), addr);
	pmd_k = pmd_offset(pud_offset(init_mm.pgd + index, addr), addr);
	if (pmd_none(pmd_k[half]) || pmd_val(pmd[half]) == pmd_val(pmd_k[half]))
		goto bad_area;
	copy_pmd(pmd, pmd_k);
	return 0;

bad_area:
	do_bad_area(addr, fsr, regs);
	return 0;
}

/* A section is there, but not for this access: only the kernel has sections */
static int do_sect_fault(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	do_bad_area(addr, fsr, regs);
	return 0;
}

/* User memory, touched by the kernel outside the uaccess routines */
static int do_domain_fault(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	if (!user_mode(regs) && addr < TASK_SIZE)
		pr_alert("Kernel access to user memory at %08lx outside the uaccess routines\n",
			 addr);
	do_bad_area(addr, fsr, regs);
	return 0;
}

/*
 * Exclusive and multiple accesses must be aligned; device memory wants it for all.  What can be done for
 * a program is done (alignment.c).
 */
static int do_alignment(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	int err;

	if (!user_mode(regs))
		return !fixup_exception(regs);
	local_irq_enable();
	err = fixup_alignment(regs);
	if (err == -EFAULT)
		do_bad_area(addr, fsr, regs);	/* at the address that the processor refused */
	return err == -EINVAL;
}

#include "fsr-2level.c"

static const char *fsr_name(unsigned int fsr)
{
	return (fsr & FSR_LNX_PF ? ifsr_info : fsr_info)[fsr_fs(fsr)].name;
}

/* ------------------------------------------------------------------ tracing */

static abort_fn *traced[2][ARRAY_SIZE(fsr_info)];	/* data aborts, prefetch aborts: the handlers, while traced */

static int trace_any_abort(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	return trace_abort(addr, fsr, regs, traced[fsr >> 31][fsr_fs(fsr)]);
}

/* trace_aborts - the handlers of aborts are called by trace_abort(), or not.  Process context. */
void trace_aborts(bool on)
{
	struct fsr_info *const tables[] = { fsr_info, ifsr_info };
	unsigned int t, i;

	for (t = 0; t < ARRAY_SIZE(tables); t++)
		for (i = 0; i < ARRAY_SIZE(fsr_info); i++) {
			if (!traced[t][i])
				traced[t][i] = tables[t][i].fn;
			tables[t][i].fn = on ? trace_any_abort : traced[t][i];
		}
}

/* ------------------------------------------------------------------ entry points */

/* Of the kernel: the beginning of an Oops.  Of a program: a line, if it dies of it. */
static void report_unhandled(const char *what, const struct fsr_info *inf, unsigned long addr,
			     unsigned int fsr, struct pt_regs *regs)
{
	if (!user_mode(regs))
		pr_alert("Unhandled %s: %s (0x%03x) at 0x%08lx\n", what, inf->name, fsr, addr);
	else if (unhandled_signal(current, inf->sig))
		printk_ratelimited(KERN_INFO "%s[%d]: %s at %lx ip %08lx sp %08lx error %x\n",
				   current->comm, task_pid_nr(current), inf->name, addr, regs->ARM_pc,
				   regs->ARM_sp, fsr);
}

/* From entry-armv.S with interrupts off.  @fsr, @addr: DFSR, DFAR.  Article 3.4.1. */
void do_DataAbort(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	const struct fsr_info *inf = fsr_info + fsr_fs(fsr);

	if (!inf->fn(addr, fsr & ~FSR_LNX_PF, regs))
		return;

	report_unhandled("fault", inf, addr, fsr, regs);
	if (!user_mode(regs))
		show_pte(current->mm, addr);
	arm_notify_die("Oops - data abort", regs, inf->sig, inf->code, addr, fsr, 0);
}

/* The same for prefetch aborts: @ifsr, @addr: IFSR, IFAR */
void do_PrefetchAbort(unsigned long addr, unsigned int ifsr, struct pt_regs *regs)
{
	const struct fsr_info *inf = ifsr_info + fsr_fs(ifsr);

	if (!inf->fn(addr, ifsr | FSR_LNX_PF, regs))
		return;

	report_unhandled("prefetch abort", inf, addr, ifsr, regs);
	arm_notify_die("Oops - prefetch abort", regs, inf->sig, inf->code, addr, ifsr, 0);
}
