/* SPDX-License-Identifier: GPL-2.0-only */
/* A test that unmaps something models the TLB: tests/host/vmap.c, vma.c */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H

struct mm_struct;
struct vm_area_struct;

void flush_tlb_mm(struct mm_struct *mm);
void flush_tlb_page(struct vm_area_struct *vma, unsigned long uaddr);
void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);
void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#endif
