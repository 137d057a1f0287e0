/* SPDX-License-Identifier: GPL-2.0-only */
/* PL031, ARM's real-time clock (ARM DDI 0224): asked once, at boot, what time it is. */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/of.h>
#include <linux/time.h>
#include <asm/io.h>

#define RTC_DR	0x00		/* seconds since 1970 */

static int __init pl031_init(void)
{
	int node = of_find_compatible("arm,pl031");
	phys_addr_t phys, size;
	u8 __iomem *base;
	int err;

	if (node < 0)
		return 0;
	err = of_address(node, 0, &phys, &size);
	if (err)
		return err;
	base = ioremap(phys, size);
	if (!base)
		return -ENOMEM;
	set_real_time((u64)readl(base + RTC_DR) * NSEC_PER_SEC);
	iounmap(base);
	return 0;
}
device_initcall(pl031_init);
