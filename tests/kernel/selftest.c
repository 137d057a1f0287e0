/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The harness: runs the self-tests that selftest= names, in an order shuffled by
 * selftest.seed=, prints TAP 14, and compares what the kernel owns before and after each.
 *
 *   run -> kernel thread for each EXPECT_OOPS -> back here, always
 *
 * An Oops that no test expects becomes a panic: the run ends with status 2.  A test that is
 * linked and chosen but hasn't run when the last one is done makes the run fail.
 */
#include <linux/console.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/ptdump.h>
#include <linux/sched.h>
#include <linux/selftest.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <asm/setup.h>
#include <asm/system_misc.h>
#include "selftest.h"

#define OOPS_TEXT_SIZE	16384

struct last_oops last_oops;

static char words[COMMAND_LINE_SIZE];	/* of selftest= */
static char bench_patterns[BENCH_PATTERNS];
static u32 seed = 1;
static const char *bad_seed;		/* what was given instead of a number */
static u32 random_state;
static char log_text[OOPS_TEXT_SIZE];

static struct {
	const struct selftest *test;	/* the one that runs */
	unsigned int failures;		/* of it */
	const char *skip;
	bool provokes;			/* it has muted the console: reports are what it wants */
	unsigned int passed, failed, skipped;
} run;

static int __init setup_selftest(char *arg)
{
	strlcpy(words, arg, sizeof(words));
	return 1;
}
__setup("selftest", setup_selftest);

static int __init setup_seed(char *arg)
{
	int err = kstrtouint(arg, 0, &seed);

	bad_seed = err ? arg : NULL;
	return err;
}
__setup("selftest.seed", setup_seed);

static int __init setup_bench(char *arg)
{
	strlcpy(bench_patterns, arg, sizeof(bench_patterns));
	return 1;
}
__setup("bench", setup_bench);

/* ------------------------------------------------------------------ output */

void selftest_print(const char *fmt, ...)
{
	static char line[1024];
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vscnprintf(line, sizeof(line), fmt, args);
	__builtin_va_end(args);
	console_puts(line, n);
}

void selftest_fail(const char *file, int line, const char *fmt, ...)
{
	static char what[512];
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vscnprintf(what, sizeof(what), fmt, args);
	__builtin_va_end(args);
	run.failures++;
	selftest_print("# %s: %s:%d: expected: %s\n", run.test->name, file, line, what);
}

void selftest_note(const char *fmt, ...)
{
	static char what[256];
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vscnprintf(what, sizeof(what), fmt, args);
	__builtin_va_end(args);
	selftest_print("# %s:   %s\n", run.test->name, what);
}

void selftest_skip(const char *reason)
{
	run.skip = reason;
}

/* ------------------------------------------------------------------ help for tests */

u32 selftest_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

static void seed_for(const char *name)
{
	random_state = 2166136261u ^ (seed * 2654435761u);
	while (*name)
		random_state = (random_state ^ (u8)*name++) * 16777619u;
	random_state |= 1;
}

static int loglevel_before;
static bool muted;
static u64 muted_at;

u64 selftest_mute(void)
{
	run.provokes = true;
	loglevel_before = console_loglevel;
	console_loglevel = CONSOLE_LOGLEVEL_SILENT;
	muted = true;
	muted_at = log_mark();
	return muted_at;
}

void selftest_unmute(void)
{
	muted = false;
	console_loglevel = loglevel_before;
}

char *selftest_log_since(u64 mark)
{
	log_text[log_read_since(mark, log_text, sizeof(log_text) - 1)] = '\0';
	return log_text;
}

/* A panic that nobody wanted: what was said while the console was muted goes out after all, and how to repeat it */
static int say_at_panic(struct notifier_block *nb, unsigned long action, void *message)
{
	char *text, *line;

	if (muted) {
		text = selftest_log_since(muted_at);
		selftest_unmute();
		while ((line = strsep(&text, "\n")))
			pr_emerg("%s\n", line);
	}
	if (run.test)
		selftest_print_again(run.test->name, seed);
	return NOTIFY_DONE;
}

static struct notifier_block at_panic = { .notifier_call = say_at_panic };

bool selftest_oopses(int (*fn)(void *), void *arg)
{
	unsigned int oopses = nr_oopses;
	struct task_struct *task;
	int before = panic_on_oops;
	u64 mark;

	task = kthread_create(fn, arg, "oops");
	if (IS_ERR(task))
		return false;
	get_task_struct(task);
	mark = selftest_mute();
	panic_on_oops = 0;
	oops_info = (struct oops_info) { };
	wake_up_process(task);
	while (!task->exit_state)
		yield();
	panic_on_oops = before;
	selftest_unmute();
	put_task_struct(task);
	last_oops = (struct last_oops) {
		.addr = oops_info.addr,
		.fsr = oops_info.fsr,
		.pc = oops_info.pc,
		.text = selftest_log_since(mark),
	};
	return nr_oopses == oopses + 1;
}

/* ------------------------------------------------------------------ before and after */

/* What the zones count that belongs to somebody: who has gone has taken it along */
static const struct {
	enum zone_stat_item item;
	const char *what;
} owned_zone_stats[] = {
	{ NR_MLOCK, "mlocked pages" }, { NR_ANON_PAGES, "mapped anonymous pages" },
	{ NR_FILE_MAPPED, "mapped pages of files" }, { NR_FILE_DIRTY, "dirty pages" },
	{ NR_SHMEM, "pages of shared memory" }, { NR_PAGETABLE, "page tables" },
	{ NR_KERNEL_STACK, "kernel stacks" },
};

struct owned {
	unsigned long pages, objects, areas, committed, tasks, warnings, bad_pages, slab_errors;
	unsigned long zone_stats[ARRAY_SIZE(owned_zone_stats)];
	int preempt;
};

static unsigned long count_tasks(void)
{
	struct task_struct *p;
	unsigned long n = 0;

	spin_lock(&tasklist_lock);
	for_each_process(p)
		n++;
	spin_unlock(&tasklist_lock);
	return n;
}

/* The page tables of kernel space are never freed, so they count as free pages */
static unsigned long count_kernel_tables(void)
{
	unsigned long addr, n = 0;

	for (addr = MODULES_VADDR; addr; addr += PMD_SIZE)
		n += mm_find_pmd(&init_mm, addr) != NULL;
	return n;
}

/* What is free is counted when caches hold nothing back */
static struct owned take_stock(void)
{
	struct owned o = {
		.preempt = preempt_count(),
		.warnings = nr_warnings,
		.bad_pages = nr_bad_pages,
		.slab_errors = nr_slab_errors,
		.tasks = count_tasks(),
		.committed = (unsigned long)atomic_long_read(&vm_committed_as),
	};
	unsigned int i;

	lru_add_drain_all();
	kmem_cache_shrink_all();
	o.objects = slab_objects_in_use();
	o.areas = nr_vmalloc_areas();
	o.pages = nr_free_and_pcp_pages() + count_kernel_tables();
	for (i = 0; i < ARRAY_SIZE(owned_zone_stats); i++)
		o.zone_stats[i] = global_page_state(owned_zone_stats[i].item);
	return o;
}

static void expect_same(const char *what, unsigned long before, unsigned long after)
{
	long more = (long)(after - before);

	if (more)
		selftest_fail("after the test", 0, "as many %s as before; %ld are %s: %ld before, %ld after", what,
			      more < 0 ? -more : more, more < 0 ? "missing" : "too many", (long)before, (long)after);
}

static void expect_good(void *unused, const char *name, bool good)
{
	if (!good)
		selftest_fail("after the test", 0, "%s()", name);
}

static void compare(const struct owned *before)
{
	struct owned after;
	unsigned int i;

	/* A thread that has ended is freed by the next one that is switched to */
	yield();
	after = take_stock();
	expect_same("tasks", before->tasks, after.tasks);
	expect_same("free pages", before->pages, after.pages);
	if (after.pages < before->pages)
		leaks_report();
	expect_same("slab objects", before->objects, after.objects);
	expect_same("vmalloc areas", before->areas, after.areas);
	expect_same("pages of commit charge", before->committed, after.committed);
	for (i = 0; i < ARRAY_SIZE(owned_zone_stats); i++)
		expect_same(owned_zone_stats[i].what, before->zone_stats[i], after.zone_stats[i]);
	if (!run.provokes) {
		expect_same("warnings", before->warnings, after.warnings);
		expect_same("bad pages", before->bad_pages, after.bad_pages);
		expect_same("slab errors", before->slab_errors, after.slab_errors);
	}
	expect_same("levels of preempt_disable", (unsigned long)before->preempt,
		    (unsigned long)after.preempt);
	if (irqs_disabled())
		selftest_fail("after the test", 0, "interrupts on");
	invariants_check(expect_good, NULL);
}

/* ------------------------------------------------------------------ the run */

static void run_one(const struct selftest *test, unsigned int number)
{
	const char *question = test->text->question;
	struct owned before;

	run.test = test;
	run.failures = 0;
	run.skip = NULL;
	run.provokes = false;
	before = take_stock();
	leaks_begin();
	seed_for(test->name);
	test->fn();
	compare(&before);

	if (run.failures) {
		run.failed++;
		selftest_print("not ok %u - %s: %s\n", number, test->name, question);
		selftest_print_again(test->name, seed);
	} else if (run.skip) {
		run.skipped++;
		selftest_print("ok %u - %s: %s # SKIP %s\n", number, test->name, question, run.skip);
	} else {
		run.passed++;
		selftest_print("ok %u - %s: %s\n", number, test->name, question);
	}
}

static void shuffle(const struct selftest **list, unsigned int n)
{
	unsigned int i, j;

	seed_for("shuffle");
	for (i = n; i > 1; i--) {
		j = selftest_random_below(i);
		swap(list[i - 1], list[j]);
	}
}

static int run_chosen(void)
{
	static const struct selftest *chosen[MAX_SELFTESTS];
	bool list;
	int i, n;

	if (bad_seed) {
		selftest_print("Bail out! selftest.seed=%s is no number of 32 bits\n", bad_seed);
		return 1;
	}
	n = selftests_choose(words, chosen, &list);
	if (n < 0)
		return 1;
	if (list) {
		selftests_list(chosen, n);
		return 0;
	}
	shuffle(chosen, n);
	leaks_init();
	selftest_print("TAP version 14\n1..%u\n", n);
	for (i = 0; i < n; i++)
		run_one(chosen[i], i + 1);
	run.test = NULL;
	selftest_print("# %u of %u self-tests passed, %u failed, %u skipped (seed %u)\n", run.passed, n,
		       run.failed, run.skipped, seed);
	return run.failed || run.passed + run.failed + run.skipped != n;
}

bool selftests_asked(void)
{
	return bench_patterns[0] || (words[0] && strcmp(words, "none") != 0);
}

int run_selftests(const char *otherwise)
{
	int status = 0;

	if (!words[0])
		strlcpy(words, otherwise, sizeof(words));
	atomic_notifier_chain_register(&panic_notifier_list, &at_panic);
	if (bench_patterns[0])
		status = run_benchmarks(bench_patterns);
	if (strcmp(words, "none") != 0)
		status |= run_chosen();
	atomic_notifier_chain_unregister(&panic_notifier_list, &at_panic);
	return status;
}
