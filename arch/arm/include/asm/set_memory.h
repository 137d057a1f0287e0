/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SET_MEMORY_H
#define _ASM_SET_MEMORY_H

/* arch/arm/mm/pageattr.c: permissions of page-mapped lowmem */
int set_memory_ro(unsigned long addr, int numpages);
int set_memory_rw(unsigned long addr, int numpages);
int set_memory_nx(unsigned long addr, int numpages);

#endif
