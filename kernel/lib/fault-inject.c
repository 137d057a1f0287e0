/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fault injection: chosen allocations fail though there is memory.
 *
 * Idea.  Code that is there for the day without memory hardly ever runs.  A task may have its N-th allocation from now on
 * fail, whatever the allocation is for; a program that does so for N = 1, 2, ... around a system call, until the call is
 * through before N is used up, has seen each failure that the call can meet:
 *
 *     echo 3 > /proc/self/fail-nth     kmem_cache_alloc      3 -> 2
 *     mmap()                           kmem_cache_alloc      2 -> 1
 *                                      alloc_pages           1 -> 0     fails: mmap() ends with ENOMEM
 *     cat /proc/self/fail-nth          0: it has failed;  otherwise, what is left
 *
 * For the kernel's own threads and for chance there are boot arguments, as Linux has them, which count from the time on
 * when device drivers start:
 *
 *     failslab=INTERVAL,PROBABILITY,SPACE,TIMES           objects of slab caches, kmalloc() among them
 *     fail_page_alloc=INTERVAL,PROBABILITY,SPACE,TIMES    blocks of pages, those for user pages and slabs among them
 *
 *   SPACE        so many bytes are handed out first
 *   INTERVAL     of those that come then only each so manieth is considered
 *   PROBABILITY  ... and fails with so many per cent; the sequence is the same in each run
 *   TIMES        how many may fail, -1: all
 *
 * Invariants (nothing asserts them)
 *   J1  what has __GFP_NOFAIL neither fails nor counts
 *   J2  the key is on while fail_nth of any task is set, or an argument; when a task's is set to 0, it goes off
 *       unless another one needs it
 *   J3  what an interrupt allocates isn't the interrupted task's
 *
 * Locking: tasklist_lock to look for tasks; fail_nth is written by its task, and by whoever writes to its file.
 * Differs from Linux 4.x: without the arguments' knobs in debugfs, so they concern allocations that may sleep, those of
 * highmem and single pages, too, which Linux leaves out until it is told otherwise there.  Nothing is printed.
 * Tests: fault_inject.*, tests/user/failnth.c, tests/host/bootargs.t
 */
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

struct static_key fault_inject_key;

static struct fault_attr failslab, fail_page_alloc;

/* should_fail - does the rule @attr, which counts it, fail an allocation of @size bytes? */
bool should_fail(struct fault_attr *attr, size_t size)
{
	if (!attr->probability || !attr->times)
		return false;
	if (attr->space > 0) {
		attr->space -= (int)size;
		return false;
	}
	if (++attr->count < attr->interval)
		return false;
	attr->count = 0;
	attr->random = attr->random * 1103515245 + 12345;
	if ((int)((attr->random >> 16) % 100) >= attr->probability)
		return false;
	if (attr->times > 0)
		attr->times--;
	return true;
}

/* Is this the allocation that the current task has been waiting for? */
static bool should_fail_nth(void)
{
	return !in_interrupt() && current->fail_nth && !--current->fail_nth;
}

static bool should_fail_any(struct fault_attr *attr, gfp_t gfp_mask, size_t size)
{
	if (gfp_mask & __GFP_NOFAIL)
		return false;
	return should_fail_nth() || should_fail(attr, size);
}

bool should_fail_alloc_page(gfp_t gfp_mask, unsigned int order)
{
	return should_fail_any(&fail_page_alloc, gfp_mask, PAGE_SIZE << order);
}

bool should_failslab(struct kmem_cache *s, gfp_t gfpflags)
{
	return should_fail_any(&failslab, gfpflags, kmem_cache_size(s));
}

static bool nobody_waits(void)
{
	struct task_struct *p, *t;
	bool nobody = !failslab.probability && !fail_page_alloc.probability;

	spin_lock(&tasklist_lock);
	for_each_process(p)
		for_each_thread(p, t)
			nobody &= !t->fail_nth;
	spin_unlock(&tasklist_lock);
	return nobody;
}

void set_fail_nth(struct task_struct *task, unsigned int n)
{
	task->fail_nth = n;
	if (n)
		static_key_enable(&fault_inject_key);
	else if (nobody_waits())
		static_key_disable(&fault_inject_key);
}

/* ------------------------------------------------------------------ boot arguments */

static int __init setup_fault_attr(struct fault_attr *attr, char *str)
{
	struct fault_attr a = { };

	if (get_option(&str, &a.interval) != 2 || get_option(&str, &a.probability) != 2 ||
	    get_option(&str, &a.space) != 2 || get_option(&str, &a.times) != 1 || *str)
		return -EINVAL;
	*attr = a;
	return 0;
}

static int __init setup_failslab(char *str)
{
	return setup_fault_attr(&failslab, str);
}
__setup("failslab", setup_failslab);

static int __init setup_fail_page_alloc(char *str)
{
	return setup_fault_attr(&fail_page_alloc, str);
}
__setup("fail_page_alloc", setup_fail_page_alloc);

static int __init fault_inject_init(void)
{
	if (failslab.probability || fail_page_alloc.probability)
		static_key_enable(&fault_inject_key);
	return 0;
}
device_initcall(fault_inject_init);
