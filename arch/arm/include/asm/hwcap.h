/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program may use of the processor (AT_HWCAP, AT_HWCAP2): Linux/ARM's bits */
#ifndef _ASM_HWCAP_H
#define _ASM_HWCAP_H

#define HWCAP_SWP	(1 << 0)
#define HWCAP_HALF	(1 << 1)
#define HWCAP_THUMB	(1 << 2)
#define HWCAP_FAST_MULT	(1 << 4)
#define HWCAP_VFP	(1 << 6)
#define HWCAP_EDSP	(1 << 7)
#define HWCAP_NEON	(1 << 12)
#define HWCAP_VFPv3	(1 << 13)
#define HWCAP_TLS	(1 << 15)
#define HWCAP_VFPv4	(1 << 16)
#define HWCAP_IDIVA	(1 << 17)
#define HWCAP_IDIVT	(1 << 18)
#define HWCAP_VFPD32	(1 << 19)
#define HWCAP_LPAE	(1 << 20)

/* What every ARMv7-A has, and what setup finds besides (arch/arm/kernel/elf.c) */
extern unsigned int elf_hwcap;
#define ELF_HWCAP	elf_hwcap
#define ELF_HWCAP2	0
#define ELF_PLATFORM	"v7l"

#endif
