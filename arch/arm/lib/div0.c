/* SPDX-License-Identifier: GPL-2.0-only */
/* What libgcc's division calls for a divisor of zero */
#include <linux/bug.h>
#include <linux/printk.h>

int __aeabi_idiv0(int value);
long long __aeabi_ldiv0(long long value);
int raise(int signum);

int __aeabi_idiv0(int value)
{
	pr_crit("Division by zero in the kernel\n");
	BUG();
	return value;
}

long long __aeabi_ldiv0(long long value)
{
	__aeabi_idiv0(0);
	return value;
}

int raise(int signum)
{
	return __aeabi_idiv0(signum);
}
