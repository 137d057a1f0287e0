/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of the kernel's functions, from the image itself: scripts/kallsyms makes the tables */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>

#define KSYM_NAME_LEN	64
#define KSYM_SYMBOL_LEN	(KSYM_NAME_LEN + 32)

/* The function that @addr is in, or NULL; its size and how far @addr is inside */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset,
			    char *namebuf);
/* Its address, or 0 */
unsigned long kallsyms_lookup_name(const char *name);
/* "name+0xoffset/0xsize", or the address as a number; @buf holds KSYM_SYMBOL_LEN */
int sprint_symbol(char *buf, unsigned long addr);
/* The same for a return address: of the call before it, which may end its function */
int sprint_backtrace(char *buf, unsigned long addr);
int sprint_symbol_no_offset(char *buf, unsigned long addr);

#endif
