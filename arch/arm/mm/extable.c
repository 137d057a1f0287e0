/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exception tables: instructions that may fault, and where to go on when they do.
 *
 * Idea.  The uaccess routines touch addresses that a program gave.  Instead of checking each
 * first, the kernel notes beside each such instruction an address to continue at; the fault
 * handler, when it can't mend the fault, looks the instruction up and goes there.
 *
 *      __ex_table (sorted by insn at boot)
 *      +--------------+--------------+
 *      | insn         | fixup        |   insn faulted  ->  pc = fixup
 *      +--------------+--------------+
 *
 * Invariant  X1  the table is sorted and no insn stands in it twice.
 * Context: any, with interrupts off or on.  Article 3.4.3.  Tests: fault.fixup*, uaccess.*
 */
#include <linux/extable.h>
#include <linux/kernel.h>
#include <linux/sort.h>
#include <linux/init.h>
#include <linux/trace.h>
#include <asm/ptrace.h>

extern struct exception_table_entry __start___ex_table[], __stop___ex_table[];

static int cmp_ex(const void *a, const void *b)
{
	const struct exception_table_entry *x = a, *y = b;

	return x->insn < y->insn ? -1 : x->insn > y->insn;
}

/* Once, before paging_init() makes the table read-only */
void __init sort_main_extable(void)
{
	sort(__start___ex_table, __stop___ex_table - __start___ex_table,
	     sizeof(*__start___ex_table), cmp_ex, NULL);
}

/* X1: for tests */
bool exception_table_sorted(void)
{
	const struct exception_table_entry *e;

	for (e = __start___ex_table + 1; e < __stop___ex_table; e++)
		if (e[-1].insn >= e->insn)
			return false;
	return true;
}

/* The entry whose instruction is at @addr, or NULL */
const struct exception_table_entry *search_exception_tables(unsigned long addr)
{
	const struct exception_table_entry *first = __start___ex_table;
	const struct exception_table_entry *last = __stop___ex_table - 1;

	while (first <= last) {
		const struct exception_table_entry *mid = first + (last - first) / 2;

		if (mid->insn == addr)
			return mid;
		if (mid->insn < addr)
			first = mid + 1;
		else
			last = mid - 1;
	}
	return NULL;
}

/* Sends @regs on to the fixup of the instruction that faulted.  0: there is none. */
int fixup_exception(struct pt_regs *regs)
{
	const struct exception_table_entry *fixup;

	fixup = search_exception_tables(instruction_pointer(regs));
	if (!fixup)
		return 0;
	trace_event(fixup, regs->ARM_pc, fixup->fixup);
	regs->ARM_pc = fixup->fixup;
	return 1;
}
