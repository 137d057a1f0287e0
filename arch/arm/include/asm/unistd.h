/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers of system calls that the kernel itself needs; all of them: asm/calls.h */
#ifndef _ASM_UNISTD_H
#define _ASM_UNISTD_H

#define NR_syscalls		440

#define __NR_restart_syscall	0
#define __NR_sigreturn		119
#define __NR_rt_sigreturn	173

/* ARM's own lie far above */
#define __ARM_NR_BASE		0x0f0000
#define __ARM_NR_breakpoint	(__ARM_NR_BASE + 1)
#define __ARM_NR_cacheflush	(__ARM_NR_BASE + 2)
#define __ARM_NR_usr26		(__ARM_NR_BASE + 3)
#define __ARM_NR_usr32		(__ARM_NR_BASE + 4)
#define __ARM_NR_set_tls	(__ARM_NR_BASE + 5)
#define __ARM_NR_get_tls	(__ARM_NR_BASE + 6)

#endif
