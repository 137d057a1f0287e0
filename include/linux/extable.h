/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_EXTABLE_H
#define _LINUX_EXTABLE_H

#include <linux/types.h>

/* arch/arm/mm/extable.c */
struct exception_table_entry {
	unsigned long insn, fixup;
};

struct pt_regs;

const struct exception_table_entry *search_exception_tables(unsigned long addr);
int fixup_exception(struct pt_regs *regs);

/* True if the table is in order: the search relies on it */
bool exception_table_sorted(void);
void sort_main_extable(void);

#endif
