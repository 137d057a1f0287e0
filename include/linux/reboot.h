/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_REBOOT_H
#define _LINUX_REBOOT_H

#include <linux/compiler.h>

/* How the platform takes its power away; set by the driver that can */
extern void (*pm_power_off)(void);

__noreturn void machine_halt(void);
__noreturn void machine_power_off(void);

/* Ends the machine; where semihosting is on, QEMU's exit status is @status. */
__noreturn void kernel_exit(int status);

/*
 * semihost_call - QEMU is asked for an operation.  What it answers; @operation itself if nobody listens.
 *
 * @arguments: an array of words, as the operation wants them ("Semihosting for AArch32 and AArch64", ARM 100863).
 */
#define SYS_OPEN		0x01
#define SYS_CLOSE		0x02
#define SYS_WRITE		0x05
#define SYS_EXIT_EXTENDED	0x20
long semihost_call(unsigned long operation, const void *arguments);

/* kernel/coverage.c */
#ifdef CONFIG_COVERAGE
void coverage_dump(void);
#else
static inline void coverage_dump(void)
{
}
#endif

#endif
