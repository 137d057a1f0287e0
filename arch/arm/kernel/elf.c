/* SPDX-License-Identifier: GPL-2.0-only */
/* What ARM asks of an ELF file */
#include <linux/binfmts.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <asm/elf.h>

unsigned int elf_hwcap = HWCAP_SWP | HWCAP_HALF | HWCAP_THUMB | HWCAP_FAST_MULT | HWCAP_EDSP |
			 HWCAP_TLS;

/* Is it for this machine?  ARM code begins at a multiple of four, Thumb code at an odd address. */
int elf_check_arch(const struct elf32_hdr *x)
{
	if (x->e_machine != EM_ARM)
		return 0;
	if (!(x->e_entry & 1) && x->e_entry & 3)
		return 0;
	/* Without an EABI version the flags speak of 26-bit code and of FPA, which don't exist here */
	return (x->e_flags & EF_ARM_EABI_MASK) != 0;
}

/* Programs that don't say that their stack isn't code get code wherever they may read */
int arm_elf_read_implies_exec(int executable_stack)
{
	return executable_stack != EXSTACK_DISABLE_X;
}

/* Where the heap of @mm begins: up to 32 MiB behind the end of bss.  Article 3.3.3. */
unsigned long arch_randomize_brk(struct mm_struct *mm)
{
	return randomize_range(mm->brk, mm->brk + 0x02000000, 0) ?: mm->brk;
}
