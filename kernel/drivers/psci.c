/* SPDX-License-Identifier: GPL-2.0-only */
/* Power-off by the firmware's PSCI (ARM DEN 0022), called by hvc or smc as the tree says. */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/reboot.h>
#include <linux/string.h>

#define PSCI_0_2_FN_SYSTEM_OFF	0x84000008u

static bool psci_by_smc;

static void psci_power_off(void)
{
	register u32 fn __asm__("r0") = PSCI_0_2_FN_SYSTEM_OFF;

	if (psci_by_smc)
		__asm__ __volatile__(".inst 0xe1600070	@ smc #0"
				     : "+r" (fn) : : "r1", "r2", "r3", "memory");
	else
		__asm__ __volatile__(".inst 0xe1400070	@ hvc #0"
				     : "+r" (fn) : : "r1", "r2", "r3", "memory");
}

/* A tree without PSCI 0.2 or later is none of our business: 0. */
static int __init psci_init(void)
{
	int node = of_find_compatible("arm,psci-0.2");
	const char *method;

	if (node < 0)
		node = of_find_compatible("arm,psci-1.0");
	if (node < 0)
		return 0;
	method = of_get_property(node, "method", NULL);
	if (!method)
		return -EINVAL;
	psci_by_smc = strcmp(method, "smc") == 0;
	pm_power_off = psci_power_off;
	return 0;
}
device_initcall(psci_init);
