/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All invariants of memory management at once: what the heads of the files list, asserted on request.
 *
 * Idea.  Each *_check() asserts one file's list, prints what it finds broken, and says whether all held.  The self-tests
 * want them after each test, and a program may when it has done what could break them:
 *
 *     $ cat /proc/invariants
 *     zone_check ok
 *     slab_check ok
 *     ...
 *
 * What caches hold back is given back first, so that who counts pages and objects afterwards counts what is used.
 *
 * Locking: mmap_sem of each address space, for reading, while that is looked at.  May sleep.
 * Article: none.  Tests: tests/user/{failnth,failnth_fs}.c
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/ptdump.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>

static bool mm_check(struct mm_struct *mm)
{
	bool good;

	down_read(&mm->mmap_sem);
	good = vma_check(mm) & rmap_check(mm);
	up_read(&mm->mmap_sem);
	return good;
}

/* The process with the lowest pid from @pid on, with a reference; NULL */
static struct task_struct *get_next_process(pid_t pid)
{
	struct task_struct *p, *next = NULL;

	spin_lock(&tasklist_lock);
	for_each_process(p)
		if (p->pid >= pid && (!next || p->pid < next->pid))
			next = p;
	if (next)
		get_task_struct(next);
	spin_unlock(&tasklist_lock);
	return next;
}

/* Each process's VMAs, tables and counters, and the counters of all */
static bool all_mms_check(void)
{
	bool good = rmap_counters_check();
	struct task_struct *p;
	struct mm_struct *mm;
	pid_t pid;

	for (pid = 1; (p = get_next_process(pid)) != NULL; put_task_struct(p)) {
		pid = p->pid + 1;
		mm = get_task_mm(p);
		if (!mm)
			continue;
		good &= mm_check(mm);
		mmput(mm);
	}
	return good;
}

static const struct {
	const char *name;
	bool (*check)(void);
} invariants[] = {
	{ "zone_check", zone_check },
	{ "slab_check", slab_check },
	{ "vmap_check", vmap_check },
	{ "lru_check", lru_check },
	{ "page_cache_check", page_cache_check },
	{ "swap_check", swap_check },
	{ "pt_check", pt_check },
	{ "all_mms_check", all_mms_check },
};

/*
 * invariants_check - asserts all of them.  Calls @tell with each check's name and whether it is so.
 *
 * Process context, and no lock is held.
 */
void invariants_check(void (*tell)(void *arg, const char *name, bool good), void *arg)
{
	unsigned int i;

	lru_add_drain_all();
	kmem_cache_shrink_all();
	for (i = 0; i < ARRAY_SIZE(invariants); i++)
		tell(arg, invariants[i].name, invariants[i].check());
}

static void tell_reader(void *m, const char *name, bool good)
{
	seq_printf(m, "%s %s\n", name, good ? "ok" : "BROKEN");
}

/* invariants_show - the text of /proc/invariants */
void invariants_show(struct seq_file *m)
{
	invariants_check(tell_reader, m);
}
