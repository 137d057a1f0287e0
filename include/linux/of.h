/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device tree, read through libfdt where the loader put it.  A node is libfdt's offset,
 * negative when there is none.  kernel/of.c.
 */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <linux/types.h>

extern const void *initial_boot_params;	/* the tree, mapped read-only */

/* The next node after @from (-1: the first) that is compatible with @compat and not disabled */
int of_find_compatible_from(int from, const char *compat);
#define of_find_compatible(compat)	of_find_compatible_from(-1, (compat))

/* The property's value and, if @len isn't NULL, its length; NULL when there is none */
const void *of_get_property(int node, const char *name, int *len);

/*
 * Entry @index of the node's "reg" as a CPU address, translated through each bus's "ranges".
 * 0; -ENODEV no such entry; -EINVAL a malformed one; -ERANGE above 4 GiB or not reachable.
 */
int of_address(int node, int index, phys_addr_t *base, phys_addr_t *size);

/*
 * Entry @index of the node's "interrupts", as the GIC's number: shared ones from 32, private
 * ones from 16.  -ENODEV, -EINVAL.
 */
int of_irq(int node, int index);

/* What the same entry, which of_irq() has found, says of the line: IRQF_TRIGGER_* */
unsigned long of_irq_type(int node, int index);

/* The node of the console, by /chosen/stdout-path or by being the first @compat; or negative */
int of_stdout(const char *compat);

/* @cells big-endian words at @p as a number; 64 bits at most are looked at */
u64 of_read_number(const __be32 *p, int cells);

/* Boot only, in this order; each panics with one line when the tree says what can't be */
void early_init_dt_scan_memory(void (*add)(u64 base, u64 size));
void early_init_dt_scan_chosen(char *cmdline, size_t size);
void early_init_dt_scan_reserved_mem(void);

/* From /chosen: physical [start, end), both 0 when there is no initrd */
extern u64 of_initrd_start, of_initrd_end;

#endif
