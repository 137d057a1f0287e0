/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PL011_H
#define _LINUX_PL011_H

/* @node: the device tree's offset of a node compatible with "arm,pl011" */
int pl011_console_init(int node);

#endif
