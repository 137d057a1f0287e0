/* SPDX-License-Identifier: GPL-2.0-only */
/* What the system call sysinfo() answers: a layout that programs know. */
#ifndef _LINUX_SYSINFO_H
#define _LINUX_SYSINFO_H

#include <linux/types.h>

struct sysinfo {
	long uptime;			/* seconds since boot */
	unsigned long loads[3];
	unsigned long totalram;		/* this and the next in units of mem_unit bytes */
	unsigned long freeram;
	unsigned long sharedram;
	unsigned long bufferram;
	unsigned long totalswap;
	unsigned long freeswap;
	u16 procs;
	u16 pad;
	unsigned long totalhigh;
	unsigned long freehigh;
	u32 mem_unit;
	char _f[20 - 2 * sizeof(long) - sizeof(u32)];
};

#endif
