/* SPDX-License-Identifier: GPL-2.0-only */
/* Which ELF files are programs for this processor, and where they are put */
#ifndef _ASM_ELF_H
#define _ASM_ELF_H

#include <linux/elf.h>
#include <asm/hwcap.h>
#include <asm/memory.h>

/* A position-independent program without an interpreter's help lies here */
#define ELF_ET_DYN_BASE	(TASK_SIZE / 3 * 2)

struct linux_binprm;
struct mm_struct;

int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp);
int elf_check_arch(const struct elf32_hdr *x);
int arm_elf_read_implies_exec(int executable_stack);
unsigned long arch_randomize_brk(struct mm_struct *mm);

#endif
