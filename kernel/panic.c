/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports of what must not be: warnings, after which work goes on, and the panic, after which
 * nothing does.
 *
 * A panic ends the machine with status 2 (semihosting) at once, or after panic=SECONDS;
 * panic=0 waits for ever, so that a debugger can look around.  Linux reboots instead.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/stackprotector.h>
#include <linux/string.h>
#include <asm/unwind.h>

#define PANIC_EXIT_STATUS	2
#define PANIC_AT_ONCE		(-1)

int oops_in_progress;
unsigned long nr_warnings;
enum system_states system_state;
ATOMIC_NOTIFIER_HEAD(panic_notifier_list);

static int panic_timeout = PANIC_AT_ONCE;

/* Zero in the lowest byte stops a string that runs over the end of its array. */
unsigned long __stack_chk_guard = 0x57ac6e00;

static int __init parse_panic(char *arg)
{
	int seconds, err = kstrtoint(arg, 10, &seconds);

	if (!err)
		panic_timeout = max(seconds, PANIC_AT_ONCE);
	return err;
}
early_param("panic", parse_panic);

void bust_spinlocks(int yes)
{
	if (yes)
		oops_in_progress++;
	else
		oops_in_progress--;
}

void dump_stack_print_info(const char *level)
{
	printk("%sCPU: %u PID: %d Comm: %.16s\n", level, smp_processor_id(), current->pid,
	       current->comm);
}

void dump_stack(void)
{
	dump_stack_print_info(KERN_DEFAULT);
	unwind_backtrace(NULL, current);
}

static __noreturn void panic_end(void)
{
	int second;

	if (!panic_timeout)
		machine_halt();
	for (second = 0; second < panic_timeout; second++)
		mdelay(1000);
	kernel_exit(PANIC_EXIT_STATUS);
}

/*
 * panic - say why, with a backtrace, and end the machine.  Any context; never returns.  A panic
 * in the course of a panic ends it without another word.
 */
void panic(const char *fmt, ...)
{
	static char buf[512];
	static bool panicking;
	__builtin_va_list args;
	int len;

	local_irq_disable();
	if (panicking)
		kernel_exit(PANIC_EXIT_STATUS);
	panicking = true;
	console_verbose();
	bust_spinlocks(1);
	__builtin_va_start(args, fmt);
	len = vscnprintf(buf, sizeof(buf), fmt, args);
	__builtin_va_end(args);
	if (len && buf[len - 1] == '\n')
		buf[len - 1] = '\0';
	pr_emerg("Kernel panic - not syncing: %s\n", buf);
	dump_stack();
	atomic_notifier_call_chain(&panic_notifier_list, 0, buf);
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", buf);
	panic_end();
}

/*
 * warn_slowpath - what WARN() calls when its condition holds: the report between two cut
 * lines, with the place, @fmt's text and a backtrace.  Any context; counts in nr_warnings.
 */
void warn_slowpath(const char *file, int line, const char *fmt, ...)
{
	unsigned long caller = _RET_IP_;
	__builtin_va_list args;

	nr_warnings++;
	printk(KERN_WARNING "------------[ cut here ]------------\n");
	printk(KERN_WARNING "WARNING: CPU: %u PID: %d at %s:%d %pS\n", smp_processor_id(),
	       current->pid, file, line, (void *)caller);
	__builtin_va_start(args, fmt);
	vprintk(fmt, args);
	__builtin_va_end(args);
	dump_stack();
	printk(KERN_WARNING "---[ end trace %016lx ]---\n", nr_warnings);
}

/* Called by a function that finds its canary overwritten on return.  It can't go on. */
void __stack_chk_fail(void)
{
	panic("stack-protector: Kernel stack is corrupted in: %pS", __builtin_return_address(0));
}

#ifdef CONFIG_DEBUG_KERNEL
/* Behind might_sleep(): complains where a sleep would be wrong.  Quiet until the boot is over. */
void __might_sleep(const char *file, int line)
{
	if ((!in_atomic() && !irqs_disabled()) || system_state != SYSTEM_RUNNING ||
	    oops_in_progress)
		return;
	nr_warnings++;
	pr_err("BUG: sleeping function called from invalid context at %s:%d\n", file, line);
	pr_err("in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s\n", in_atomic(),
	       irqs_disabled(), current->pid, current->comm);
	debug_show_held_locks(current);
	dump_stack();
}
#endif
