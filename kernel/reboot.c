/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of the machine: by the emulator, by the platform's power controller, or by waiting. */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/reboot.h>
#include <linux/trace.h>
#include <asm/barrier.h>

#define ADP_STOPPED_APPLICATION_EXIT	0x20026

void (*pm_power_off)(void);

/* machine_halt - nothing happens any more. */
void machine_halt(void)
{
	system_state = SYSTEM_HALT;
	local_irq_disable();
	for (;;)
		wfi();
}

/* machine_power_off - as machine_halt(), but without power where the platform lets us. */
void machine_power_off(void)
{
	local_irq_disable();
	if (pm_power_off)
		pm_power_off();
	machine_halt();
}

void kernel_exit(int status)
{
	const unsigned long stopped[] = { ADP_STOPPED_APPLICATION_EXIT, (unsigned long)status };

	trace_dump();
	coverage_dump();
	local_irq_disable();
	semihost_call(SYS_EXIT_EXTENDED, stopped);	/* returns only if nobody listens */
	machine_power_off();
}
