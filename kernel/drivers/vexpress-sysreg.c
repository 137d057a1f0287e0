/* SPDX-License-Identifier: GPL-2.0-only */
/* Power-off by the Versatile Express's system registers (ARM DUI 0447, SYS_CFG). */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/of.h>
#include <linux/reboot.h>
#include <asm/io.h>

#define SYS_CFGDATA		0xa0
#define SYS_CFGCTRL		0xa4

#define CFGCTRL_START		(1u << 31)
#define CFGCTRL_WRITE		(1u << 30)
#define CFGCTRL_SHUTDOWN	(8u << 20)

static u8 __iomem *sysreg_base;

static void vexpress_power_off(void)
{
	writel(0, sysreg_base + SYS_CFGDATA);
	writel(CFGCTRL_START | CFGCTRL_WRITE | CFGCTRL_SHUTDOWN, sysreg_base + SYS_CFGCTRL);
}

/* On another machine: 0, and nothing happens. */
static int __init vexpress_sysreg_init(void)
{
	int node = of_find_compatible("arm,vexpress-sysreg");
	phys_addr_t base, size;
	int err;

	if (node < 0)
		return 0;
	err = of_address(node, 0, &base, &size);
	if (err)
		return err;
	sysreg_base = ioremap(base, size);
	if (!sysreg_base)
		return -ENOMEM;
	pm_power_off = vexpress_power_off;
	return 0;
}
device_initcall(vexpress_sysreg_init);
