/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A console is a place that the kernel's log is written to.  Each keeps its own position in
 * the log, so that one which registers late can still show everything from the start.
 */
#ifndef _LINUX_CONSOLE_H
#define _LINUX_CONSOLE_H

#include <linux/types.h>

#define CON_PRINTBUFFER	1	/* shows what was logged before it registered */
#define CON_ENABLED	4	/* is written to; its driver clears it when the device fails */
#define CON_BOOT	8	/* goes when a real console registers */

struct console {
	char name[16];
	void (*write)(struct console *con, const char *s, unsigned int n);
	short flags;
	bool midline;		/* what was written last did not end its line */
	u64 pos;		/* in the log: all before was written */
	void *data;		/* the driver's */
	struct console *next;
};

void register_console(struct console *con);
int unregister_console(struct console *con);

/* Writes @n bytes to every console, past the log: no time stamp, no level. */
void console_puts(const char *s, size_t n);

#endif
