/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start_kernel: what head.S jumps to, and the order in which everything comes to life.
 *
 *   early console   so that whatever goes wrong can be said
 *   setup_arch      memory known and mapped              (article 3.2.3)
 *   mm_init         buddy, slab, vmalloc
 *   irq, timer      the clock ticks
 *   rest_init       kernel_init becomes thread 1, this one idles
 *     kernel_init   drivers, the initrd, free_initmem; then self-tests, or the first program as pid 1
 *
 * The first program is the initrd's, rdinit= or /init, then the one that init= names in the root file system.  Its
 * arguments and its environment are what kernel/params.c leaves for it.  Without an initrd and init= there is none, and
 * the self-tests run; they also run instead of it when selftest= or bench= ask for some.
 */
#include <linux/err.h>
#include <linux/extable.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/binfmts.h>
#include <linux/blkdev.h>
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
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/trace.h>
#include <asm/setup.h>

extern initcall_t __initcall_start[], __initcall_end[];

#ifdef CONFIG_DEBUG_KERNEL
#define BUILD_KIND "debug"
#elif defined(CONFIG_STEP)
#define BUILD_KIND "stepping"
#else
#define BUILD_KIND "normal"
#endif

static const char compiler_version[] = __VERSION__;

void start_kernel(void);

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
	shmem_init();
	ramfs_init();
	bdev_cache_init();
}

/* ------------------------------------------------------------------ the first program */

static const char *ramdisk_execute_command, *execute_command;
static const char *root_device __initdata;
static const char *root_fs_type __initdata = "ext2";
static unsigned long root_mountflags __initdata = MS_RDONLY;
static bool initrd_given __initdata;
static const char *init_name;		/* the program to start, NULL: there is none */
static bool init_needed;		/* an initrd or a name was given: a program is to be started */

/* rdinit=FILE: the initrd's program to start as pid 1, instead of /init */
static int __init rdinit_setup(char *str)
{
	ramdisk_execute_command = str;
	forget_init_args();
	return 0;
}
__setup("rdinit", rdinit_setup);

/* init=FILE: the program to start as pid 1 when the initrd has none */
static int __init init_setup(char *str)
{
	execute_command = str;
	forget_init_args();
	return 0;
}
__setup("init", init_setup);

/* root=DEVICE: what "/" is on, unless there is an initrd whose /init sees to that */
static int __init root_setup(char *str)
{
	root_device = str;
	return 0;
}
__setup("root", root_setup);

static int __init rootfstype_setup(char *str)
{
	root_fs_type = str;
	return 0;
}
__setup("rootfstype", rootfstype_setup);

/* ro, rw: how "/" is mounted first; it can be remounted */
static int __init readonly_setup(char *str)
{
	root_mountflags |= MS_RDONLY;
	return 0;
}
__setup("ro", readonly_setup);

static int __init readwrite_setup(char *str)
{
	root_mountflags &= ~MS_RDONLY;
	return 0;
}
__setup("rw", readwrite_setup);

static bool __init exists(const char *name)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, name, LOOKUP_FOLLOW);

	if (IS_ERR(dentry))
		return false;
	dput(dentry);
	return true;
}

/* prepare_namespace - the disk that root= names covers the root that there was since boot; /dev has the devices. */
static void __init prepare_namespace(void)
{
	int err;

	if (!root_device || ramdisk_execute_command || exists("/init"))
		return;
	err = do_mount_fs(root_fs_type, root_device, "/", root_mountflags, NULL);
	if (err == -EACCES && !(root_mountflags & MS_RDONLY)) {
		/* A disk that can't be written */
		root_mountflags |= MS_RDONLY;
		err = do_mount_fs(root_fs_type, root_device, "/", root_mountflags, NULL);
	}
	if (err)
		panic("VFS: Unable to mount root fs on %s (error %d)", root_device, err);
	enter_mounted_root(&init_fs);
	pr_info("VFS: Mounted root (%s filesystem)%s on %s.\n", root_fs_type,
		root_mountflags & MS_RDONLY ? " readonly" : "", root_device);
	do_mount_fs("devtmpfs", "devtmpfs", "/dev", 0, NULL);
}

/* Which program is to be started?  Whether it can be is seen when it is. */
static void __init find_init(void)
{
	static const char *const names[] = { "/sbin/init", "/bin/init", "/bin/sh" };
	unsigned int i;

	init_needed = initrd_given || ramdisk_execute_command || execute_command || root_device;
	init_name = ramdisk_execute_command ?: execute_command;
	if (ramdisk_execute_command)
		return;
	if (initrd_given && exists("/init"))
		init_name = "/init";
	for (i = 0; !init_name && root_device && i < ARRAY_SIZE(names); i++)
		if (exists(names[i]))
			init_name = names[i];
}

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

/* Everything that boot alone needed is done: from here on __init is gone */
static void __init kernel_init_freeable(void)
{
	if (console_node >= 0 && pl011_console_init(console_node))
		pr_warn("The console's UART can't be mapped\n");
	mount_root();
	do_initcalls();
	initrd_given = populate_rootfs();
	make_device_nodes();
	prepare_namespace();
	find_init();
	if (!init_needed || selftests_asked())
		warn_unknown_bootoptions();
	ptdump_stage("boot");
}

static int __ref kernel_init(void *unused)
{
	int status;

	kernel_init_freeable();
	free_initmem();
	system_state = SYSTEM_RUNNING;
	trace_init();
	if (init_needed && !selftests_asked()) {
		if (!init_name)
			panic("No working init found: the initrd has no /init, and neither rdinit= nor init= names another");
		run_init_process(init_name);
		return 0;
	}
	status = run_selftests(init_needed ? "none" : "all");
	pr_info("Nothing left to do: power off\n");
	kernel_exit(status);
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
