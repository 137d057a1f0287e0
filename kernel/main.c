/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start_kernel: what head.S jumps to, and the order in which everything comes to life.
 *
 *   early console   so that whatever goes wrong can be said
 *   setup_arch      memory known and mapped              (article 3.2.3)
 *   mm_init         buddy, slab, vmalloc
 *   irq, timer      the clock ticks
 *   rest_init       kernel_init becomes thread 1, this one idles
 *     kernel_init   drivers, free_initmem, self-tests or init
 */
#include <linux/ctype.h>
#include <linux/extable.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/pl011.h>
#include <linux/reboot.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/selftest.h>
#include <linux/ptdump.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time.h>
#include <asm/setup.h>

extern const struct obs_kernel_param __setup_start[], __setup_end[];
extern initcall_t __initcall_start[], __initcall_end[];


#ifdef CONFIG_DEBUG_KERNEL
#define BUILD_KIND "debug"
#else
#define BUILD_KIND "normal"
#endif

static const char compiler_version[] = __VERSION__;

void start_kernel(void);

/* ------------------------------------------------------------------ boot arguments */

/* One argument at *@args, cut off; its value, "" without one.  Quotes keep spaces. */
static char * __init next_arg(char **args, char **value)
{
	char *p = skip_spaces(*args), *name = p;
	bool quoted = false;

	*value = NULL;
	for (; *p && (quoted || !isspace(*p)); p++) {
		if (*p == '"')
			quoted = !quoted;
		if (*p == '=' && !*value) {
			*p = '\0';
			*value = p + 1;
		}
	}
	if (*p)
		*p++ = '\0';
	*args = p;
	if (!*value)
		*value = name + strlen(name);
	if (**value == '"') {
		(*value)++;
		p = strrchr(*value, '"');
		if (p)
			*p = '\0';
	}
	return name;
}

/* Hands each argument to those who asked for it: @early says which of them */
static void __init parse_args(char *args, int early)
{
	const struct obs_kernel_param *p;
	char *name, *value;

	while (*(name = next_arg(&args, &value)))
		for (p = __setup_start; p < __setup_end; p++)
			if (p->early == early && !strcmp(p->str, name) && p->setup_func(value) < 0)
				pr_warn("Malformed boot argument '%s=%s'\n", name, value);
}

void __init parse_early_param(void)
{
	static char copy[1024] __initdata;

	strlcpy(copy, boot_command_line, sizeof(copy));
	parse_args(copy, 1);
}

/* ------------------------------------------------------------------ start */

static void __init do_initcalls(void)
{
	initcall_t *fn;

	for (fn = __initcall_start; fn < __initcall_end; fn++)
		(*fn)();
}

static void __init mm_init(void)
{
	mem_init();
	setup_per_cpu_pageset();
	kmem_cache_init();
	page_address_init();
}

/* Everything that boot alone needed is done: from here on __init is gone */
static void __init kernel_init_freeable(void)
{
	int console = of_stdout("arm,pl011");

	if (console >= 0 && pl011_console_init(console))
		pr_warn("The console's UART can't be mapped\n");
	do_initcalls();
	ptdump_stage("boot");
}

static int __ref kernel_init(void *unused)
{
	int status;

	kernel_init_freeable();
	free_initmem();
	system_state = SYSTEM_RUNNING;
	status = run_selftests("all");
	pr_info("Nothing left to do: power off\n");
	kernel_exit(status < 0 ? 0 : status);
}

static void __ref __noreturn rest_init(void)
{
	kernel_thread(kernel_init, NULL, 0);
	cpu_idle();
}

/*
 * start_kernel - the first C code: virtual addresses, interrupts off, on init_task's stack
 */
void __init start_kernel(void)
{
	char *command_line;

	set_task_stack_end_magic(&init_task);
	sched_clock_init();
	early_console_init();
	pr_notice("Pagewalk 4.4.0 (" BUILD_KIND " build, gcc %s)\n", compiler_version);
	sort_main_extable();
	setup_arch(&command_line);
	pr_notice("Kernel command line: %s\n", boot_command_line);
	parse_args(command_line, 0);
	mm_init();
	sched_init();
	anon_vma_init();
	fork_init();
	init_IRQ();
	time_init();
	local_irq_enable();
	rest_init();
}
