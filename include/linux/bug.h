/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * BUG: an undefined instruction, whose place, file and line stand in __bug_table; the
 * undefined-instruction handler looks it up and dies with "kernel BUG at FILE:LINE!".
 * WARN: a report with a backtrace, after which work goes on.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>

#ifndef __ASSEMBLY__

#include <asm/bug.h>

__printf(3, 4) void warn_slowpath(const char *file, int line, const char *fmt, ...);
__printf(1, 2) __noreturn void panic(const char *fmt, ...);

#define BUG_ON(cond)	do { if (unlikely(cond)) BUG(); } while (0)

#define WARN(cond, ...)							\
	({ bool __warn = !!(cond);					\
	   if (unlikely(__warn))					\
		warn_slowpath(__FILE__, __LINE__, __VA_ARGS__);		\
	   unlikely(__warn); })
#define WARN_ON(cond)	WARN(cond, "%s\n", #cond)
#define WARN_ON_ONCE(cond)						\
	({ static bool __warned; bool __once = !!(cond);		\
	   if (unlikely(__once) && !__warned) {				\
		__warned = true;					\
		WARN(1, "%s\n", #cond);					\
	   }								\
	   unlikely(__once); })

/* Invariants that only the debug build checks */
#ifdef CONFIG_DEBUG_VM
#define VM_BUG_ON(cond)	BUG_ON(cond)
#else
#define VM_BUG_ON(cond)	((void)sizeof((long)(cond)))
#endif

#endif /* __ASSEMBLY__ */
#endif
