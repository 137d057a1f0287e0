/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code and data that only boot needs.  Their pages are given to the buddy allocator by
 * free_initmem() before the first self-test runs.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/types.h>

#define __init		__section(".init.text") __cold
#define __initdata	__section(".init.data")
#define __initconst	__section(".init.rodata")
/* Refers to __init code or data on purpose, because it runs before they are freed */
#define __ref		noinline

typedef int (*initcall_t)(void);

/* Called once, in the order of linking, when the allocators and the scheduler work. */
#define device_initcall(fn)						\
	static initcall_t __initcall_##fn				\
	__used __section(".initcall.init") = fn

/* A boot argument "name=value" or "name": @fn gets the value ("" when there is none), < 0 from it: malformed. */
struct obs_kernel_param {
	const char *str;
	int (*setup_func)(char *);
	int early;
};

#define __setup_param(name, id, fn, is_early)				\
	static const char __setup_str_##id[]				\
	__section(".init.rodata") __aligned(1) = name;			\
	static const struct obs_kernel_param __setup_##id		\
	__used __section(".init.setup") __aligned(4) =			\
		{ __setup_str_##id, fn, is_early }

#define __setup(name, fn)	__setup_param(name, fn, fn, 0)
/* The same before memory is set up: no allocation, no printk but to the early console */
#define early_param(name, fn)	__setup_param(name, fn, fn, 1)

/* kernel/params.c: who gets which boot argument */
void parse_args(char *args, int early);
void parse_early_param(void);
void forget_init_args(void);
void warn_unknown_bootoptions(void);
extern const char *argv_init[], *envp_init[];

extern char boot_command_line[];

#endif
