/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From an abort to the function that mends it, or to the report that nobody could.
 *
 *   do_DataAbort(addr, fsr)         do_PrefetchAbort(addr, ifsr)     from entry-armv.S
 *         fsr_info[fsr_fs(fsr)].fn        ifsr_info[...].fn          the 32 reasons
 *           |
 *           +- do_translation_fault   no first-level entry: kernel space is copied from init_mm
 *           +- do_page_fault          no page, or not for this access
 *           |     +- in_atomic(), or no mm  ->  __do_kernel_fault
 *           +- do_domain_fault        user memory is closed to the kernel here
 *           +- do_sect_fault, do_alignment, do_bad
 *
 *   __do_kernel_fault     fixup_exception() first: did a uaccess routine run into it?  Else
 *                         an Oops: reason, page-table walk, registers, backtrace; the task ends
 *
 * Invariants
 *   F1  a handler that returns 0 has changed something: the instruction is tried again
 *   F2  a fault with preempt_count raised never sleeps
 *
 * Context.  Entered with interrupts off, on the kernel stack of the interrupted task.
 * Article 3.4.1 to 3.4.3; ARM ARM B3.13.  Different from Linux: no kprobes, no hooks for
 * machines.  Read entry-armv.S, fsr-2level.c, this.  Tests: fault.*
 */
#include <linux/extable.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/system_misc.h>
#include <asm/tlbflush.h>
#include "fault.h"

struct fsr_info {
	int	(*fn)(unsigned long addr, unsigned int fsr, struct pt_regs *regs);
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
		 fsr & FSR_WRITE ? "a write" : "a read", (fsr >> 4) & 15);
}

/*
 * The kernel itself faulted.  Article 3.4.3.  Returns only if the exception table knew a way
 * on: else the task ends here.
 */
static void __do_kernel_fault(struct mm_struct *mm, unsigned long addr, unsigned int fsr,
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

static void do_bad_area(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	__do_kernel_fault(current->active_mm, addr, fsr, regs);
}

/*
 * A page is missing, or mapped but not for this access.  Article 3.4.2.  Only kernel threads
 * run, so no fault has an address space to be mended in.
 */
static int do_page_fault(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	__do_kernel_fault(current->mm, addr, fsr, regs);
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

/* Exclusive and multiple accesses must be aligned; device memory wants it for all */
static int do_alignment(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	if (!user_mode(regs) && fixup_exception(regs))
		return 0;
	return 1;
}

#include "fsr-2level.c"

static const char *fsr_name(unsigned int fsr)
{
	return (fsr & FSR_LNX_PF ? ifsr_info : fsr_info)[fsr_fs(fsr)].name;
}

/* ------------------------------------------------------------------ entry points */

/* From entry-armv.S with interrupts off.  @fsr, @addr: DFSR, DFAR.  Article 3.4.1. */
void do_DataAbort(unsigned long addr, unsigned int fsr, struct pt_regs *regs)
{
	const struct fsr_info *inf = fsr_info + fsr_fs(fsr);

	if (!inf->fn(addr, fsr & ~FSR_LNX_PF, regs))
		return;

	pr_alert("Unhandled fault: %s (0x%03x) at 0x%08lx\n", inf->name, fsr, addr);
	show_pte(current->mm, addr);
	arm_notify_die("Oops - data abort", regs, inf->sig, inf->code, addr, fsr, 0);
}

/* The same for prefetch aborts: @ifsr, @addr: IFSR, IFAR */
void do_PrefetchAbort(unsigned long addr, unsigned int ifsr, struct pt_regs *regs)
{
	const struct fsr_info *inf = ifsr_info + fsr_fs(ifsr);

	if (!inf->fn(addr, ifsr | FSR_LNX_PF, regs))
		return;

	pr_alert("Unhandled prefetch abort: %s (0x%03x) at 0x%08lx\n", inf->name, ifsr, addr);
	arm_notify_die("Oops - prefetch abort", regs, inf->sig, inf->code, addr, ifsr, 0);
}
