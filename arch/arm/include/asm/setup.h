/* SPDX-License-Identifier: GPL-2.0-only */
/* What boot found out: arch/arm/kernel/setup.c, devtree.c */
#ifndef _ASM_SETUP_H
#define _ASM_SETUP_H

#include <linux/types.h>

#define COMMAND_LINE_SIZE	1024

/* The least that boots and runs a program; head.S names it, too.  The self-tests need 12 MiB. */
#define LEAST_RAM		SZ_8M

extern unsigned int __atags_pointer;	/* physical address of the device tree */
extern unsigned int processor_id;	/* MIDR */
extern phys_addr_t early_console_phys;	/* registers of the console's UART, 0 when unknown */
extern int console_node;		/* of the device tree; negative: none that works */
extern const char *machine_name;

/* setup_arch - memory, page tables, console from the device tree.  Article 3.2.3. */
void setup_arch(char **cmdline_p);
void paging_init(void);
void early_console_init(void);

/* devtree.c: panics with one line when the tree can't be used */
void setup_machine_fdt(phys_addr_t dt_phys);
extern phys_addr_t fdt_being_read;	/* not 0: an abort now means that no tree is there */

extern unsigned long initrd_start, initrd_end;	/* virtual, 0 when there is none */

#endif
