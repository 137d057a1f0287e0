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

/* arch/arm/kernel/semihost.S: returns only if nobody listens */
void semihost_exit(int status);

#endif
