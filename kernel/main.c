/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start_kernel: what head.S jumps to, and the order in which everything comes to life.
 *
 *   early console   so that whatever goes wrong can be said
 *   setup_arch      memory known and mapped              (article 3.2.3)
 *   mm_init         buddy, slab, vmalloc
 *   irq, timer      the clock ticks
 *   rest_init       kernel_init becomes thread 1, this one idles
 *     kernel_init   drivers, the initrd, free_initmem; then self-tests, or /init as pid 1
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/extable.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/binfmts.h>
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

#define MAX_INIT_ARGS	32

static const char *argv_init[MAX_INIT_ARGS + 2];

/* What stands behind "--" on the command line is the program's: it isn't looked at any more */
static void __init take_init_args(char *args)
{
	unsigned int n = 1;
	char *p;

	while (n <= MAX_INIT_ARGS && *(p = skip_spaces(args))) {
		argv_init[n++] = p;
		args = p + strcspn(p, " ");
		if (*args)
			*args++ = '\0';
	}
}

/* Hands each argument to those who asked for it: @early says which of them */
static void __init parse_args(char *args, int early)
{
	const struct obs_kernel_param *p;
	char *name, *value;

	while (*(name = next_arg(&args, &value))) {
		if (!strcmp(name, "--")) {
			if (!early)
				take_init_args(args);
			return;
		}
		for (p = __setup_start; p < __setup_end; p++)
			if (p->early == early && !strcmp(p->str, name) && p->setup_func(value) < 0)
				pr_warn("Malformed boot argument '%s=%s'\n", name, value);
	}
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

/* The file system's caches and types; needs the slab allocator */
static void __init vfs_caches_init(void)
{
	radix_tree_init();
	dcache_init();
	inode_init();
	files_init();
	file_table_init();
	tmpfs_init();
}

/* Everything that boot alone needed is done: from here on __init is gone */
static void __init kernel_init_freeable(void)
{
	int console = of_stdout("arm,pl011");

	if (console >= 0 && pl011_console_init(console))
		pr_warn("The console's UART can't be mapped\n");
	mount_root();
	do_initcalls();
	populate_rootfs();
	make_device_nodes();
	ptdump_stage("boot");
}

/* ------------------------------------------------------------------ the first program */

static const char *ramdisk_execute_command;
static const char *envp_init[] = { "HOME=/", "TERM=linux", NULL };

/* rdinit=FILE: the program to start as pid 1 */
static int __init rdinit_setup(char *str)
{
	ramdisk_execute_command = str;
	return 0;
}
__setup("rdinit", rdinit_setup);

/* stdin, stdout and stderr of pid 1 */
static void open_console(void)
{
	struct file *file = filp_open("/dev/console", O_RDWR, 0);
	int i;

	if (IS_ERR(file)) {
		pr_err("Warning: unable to open an initial console.\n");
		return;
	}
	for (i = 0; i < 3; i++)
		fd_install((unsigned int)get_unused_fd_flags(0), get_file(file));
	fput(file);
}

/* Is there a program to start?  Its name; NULL: only the kernel's own tests */
static const char *find_init(void)
{
	const char *name = ramdisk_execute_command ?: "/init";
	struct dentry *dentry = path_lookup(AT_FDCWD, name, LOOKUP_FOLLOW);

	if (!IS_ERR(dentry)) {
		dput(dentry);
		return name;
	}
	if (ramdisk_execute_command)
		panic("rdinit=%s: there's no such file", name);
	return NULL;
}

/* This thread becomes pid 1, the parent of all orphans.  Returns on its way to user mode. */
static void run_init_process(const char *name)
{
	int err;

	argv_init[0] = name;
	child_reaper = current;
	current->signal->flags |= SIGNAL_UNKILLABLE;
	/* Kernel threads ignore SIGCHLD; programs want to wait */
	flush_signal_handlers(current, 1);
	open_console();
	pr_info("Run %s as init process\n", name);
	err = kernel_execve(name, argv_init, envp_init);
	if (err)
		panic("Requested init %s failed (error %d).", name, err);
}

static int __ref kernel_init(void *unused)
{
	const char *init;
	int status;

	kernel_init_freeable();
	free_initmem();
	system_state = SYSTEM_RUNNING;
	init = find_init();
	status = run_selftests(init ? "none" : "all");
	if (init && status < 0) {
		run_init_process(init);
		return 0;
	}
	pr_info("Nothing left to do: power off\n");
	kernel_exit(status < 0 ? 0 : status);
}

static void __ref __noreturn rest_init(void)
{
	kernel_thread(kernel_init, NULL, CLONE_FS | SIGCHLD);
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
	pidhash_init();
	fork_init();
	signals_init();
	vfs_caches_init();
	init_IRQ();
	time_init();
	local_irq_enable();
	rest_init();
}
