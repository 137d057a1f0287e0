/* SPDX-License-Identifier: GPL-2.0-only */
/* On the host there are no tracepoints. */
#ifndef _HOST_TRACE_H
#define _HOST_TRACE_H

#define trace_event(name, ...)	do { } while (0)

#endif
