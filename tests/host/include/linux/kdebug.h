/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KDEBUG_H
#define _LINUX_KDEBUG_H

#include <linux/printk.h>

#endif
