/* SPDX-License-Identifier: GPL-2.0-only */
/* A test that unmaps something models the TLB: tests/host/vmap.c */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H

void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#endif
