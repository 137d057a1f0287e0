/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PL011_H
#define _LINUX_PL011_H

#include <linux/types.h>

bool pl011_probe(phys_addr_t phys, phys_addr_t size);
/* @node: the device tree's offset of a node compatible with "arm,pl011" */
int pl011_console_init(int node);

#endif
