/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STACKTRACE_H
#define _LINUX_STACKTRACE_H

/* Up to @size return addresses of the callers, without the nearest @skip.  Returns how many. */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skip);

#endif
