/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Out of memory: somebody must go, so that the others can go on.
 *
 * Idea.  An allocation for a program that may wait doesn't fail while there is a process whose end would give
 * memory back.  The one whose end gives back most is killed, whoever it was that asked for a page, and the
 * allocation waits until it is gone.
 *
 *     page fault, read(2), mlock(2), MAP_POPULATE, page tables, fork
 *        __alloc_pages_slowpath                          nothing above the watermark, nothing to reclaim
 *          out_of_memory
 *            the caller dies itself     OOM_DYING        it may have the reserve, and then fails
 *            a victim is on its way     OOM_KILLED       wait a tick, try again; after a second the next one
 *            select_bad_process
 *              oom_kill_process         OOM_KILLED
 *              there is none            OOM_NOBODY       the allocation fails
 *
 *     oom_badness   pages: resident + in swap + page tables + oom_score_adj thousandths of RAM and swap; root 3 % less
 *
 *        oom_score_adj   -1000            0                        1000
 *                        never      by what it has      before all others
 *
 * Invariants (nothing asserts them)
 *   O1  pid 1, kernel threads and processes with oom_score_adj -1000 are never chosen
 *   O2  oom_victims counts the tasks with TIF_MEMDIE, which have an address space; exit_mm() takes it away
 *   O3  who waits for a victim waits for a second at most: the victim may wait for a lock that the waiter holds
 *
 * Locking.  tasklist_lock while processes are looked at.  May sleep only in pagefault_out_of_memory().
 * Differs from Linux 4.x: no cgroups, no "sacrifice child", and a kernel thread's request fails instead of killing
 * anybody, so that the self-tests can use all memory up.  Article 3.4.2.
 * Tests: tests/user/oom.c.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/swap.h>

static unsigned int oom_victims;
static unsigned long oom_victim_since;		/* jiffies: when the last one was chosen */

#define K(pages)	((pages) << (PAGE_SHIFT - 10))

/* ------------------------------------------------------------------ choosing */

/* An address space as it was at a glance, in pages; @mm is to be compared only, and may be gone */
struct mm_sizes {
	const struct mm_struct *mm;
	unsigned long total_vm, anon, file, shmem, swapents, nr_ptes;
};

/* A thread of @p's process that still has the address space, and how large that is; NULL.  Holds tasklist_lock. */
static struct task_struct *find_task_mm(struct task_struct *p, struct mm_sizes *s)
{
	struct task_struct *t;

	for_each_thread(p, t) {
		task_lock(t);
		s->mm = t->mm;
		if (t->mm) {
			s->total_vm = t->mm->total_vm;
			s->anon = get_mm_counter(t->mm, MM_ANONPAGES);
			s->file = get_mm_counter(t->mm, MM_FILEPAGES);
			s->shmem = get_mm_counter(t->mm, MM_SHMEMPAGES);
			s->swapents = get_mm_counter(t->mm, MM_SWAPENTS);
			s->nr_ptes = (unsigned long)atomic_long_read(&t->mm->nr_ptes);
		}
		task_unlock(t);
		if (s->mm)
			return t;
	}
	return NULL;
}

static bool oom_unkillable_task(struct task_struct *p)
{
	return is_global_init(p) || p->flags & PF_KTHREAD;
}

/*
 * oom_badness - what the end of @p's process would give back, in pages, as oom_score_adj weighs it.
 *
 * At least 1 for one that can be chosen, 0 for one that can't.  Holds tasklist_lock.
 */
unsigned long oom_badness(struct task_struct *p, unsigned long totalpages)
{
	long points, adj = p->signal->oom_score_adj;
	struct mm_sizes s;

	if (oom_unkillable_task(p) || adj == OOM_SCORE_ADJ_MIN)
		return 0;
	if (!find_task_mm(p, &s))
		return 0;
	points = (long)(s.anon + s.file + s.shmem + s.swapents + s.nr_ptes);
	if (!p->cred.euid)
		points -= points * 3 / 100;
	points += adj * ((long)totalpages / 1000);
	return points > 0 ? (unsigned long)points : 1;
}

/* Was one of @p's threads chosen, and isn't at its end yet?  Holds tasklist_lock. */
static bool is_oom_victim(struct task_struct *p)
{
	struct task_struct *t;

	for_each_thread(p, t)
		if (test_bit(TIF_MEMDIE, &task_thread_info(t)->flags))
			return true;
	return false;
}

/* The process with most points, but for victims that were chosen already; NULL.  Holds tasklist_lock. */
static struct task_struct *select_bad_process(unsigned long *chosen_points)
{
	struct task_struct *p, *chosen = NULL;

	*chosen_points = 0;
	for_each_process(p) {
		unsigned long points = oom_badness(p, totalram_pages + total_swap_pages);

		if (points > *chosen_points && !is_oom_victim(p)) {
			*chosen_points = points;
			chosen = p;
		}
	}
	return chosen;
}

/* ------------------------------------------------------------------ killing */

/* @tsk may use the reserves, to get to its end (O2) */
static void mark_oom_victim(struct task_struct *tsk)
{
	if (test_and_set_bit(TIF_MEMDIE, &task_thread_info(tsk)->flags))
		return;
	oom_victims++;
	oom_victim_since = jiffies;
}

/* exit_oom_victim - the current task, which may be a victim, has given its memory back. */
void exit_oom_victim(void)
{
	if (test_and_clear_bit(TIF_MEMDIE, &current_thread_info()->flags))
		oom_victims--;
}

static void dump_tasks(void)
{
	struct task_struct *p, *t;
	struct mm_sizes s;

	pr_info("[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name\n");
	for_each_process(p) {
		t = oom_unkillable_task(p) ? NULL : find_task_mm(p, &s);
		if (t)
			pr_info("[%5d] %5u %5d %8lu %8lu %7ld %8lu         %5d %s\n", t->pid, t->cred.uid, t->tgid,
				s.total_vm, s.anon + s.file + s.shmem, (long)s.nr_ptes, s.swapents,
				p->signal->oom_score_adj, t->comm);
	}
}

static void dump_header(gfp_t gfp_mask, unsigned int order)
{
	pr_warn("%s invoked oom-killer: gfp_mask=0x%x, order=%u, oom_score_adj=%d\n", current->comm,
		(__force u32)gfp_mask, order, current->signal->oom_score_adj);
	dump_stack();
	show_mem();
	dump_tasks();
}

/* @p's process is killed, and all others that run in its address space.  Holds tasklist_lock. */
static void oom_kill_process(struct task_struct *p, unsigned long points)
{
	struct task_struct *victim, *q;
	struct mm_sizes s;

	victim = find_task_mm(p, &s);
	if (!victim)
		return;		/* it ends by itself */
	pr_err("Out of memory: Kill process %d (%s) score %lu\n", p->pid, p->comm,
	       points * 1000 / max(totalram_pages + total_swap_pages, 1UL));
	pr_err("Killed process %d (%s) total-vm:%lukB, anon-rss:%lukB, file-rss:%lukB, shmem-rss:%lukB\n", victim->pid,
	       victim->comm, K(s.total_vm), K(s.anon), K(s.file), K(s.shmem));
	mark_oom_victim(victim);
	for_each_process(q)
		if (q == p || (q->mm == s.mm && !oom_unkillable_task(q)))
			group_send_sig_info(SIGKILL, SEND_SIG_PRIV, q);
}

/*
 * out_of_memory - a request of the current program for 2^@order pages can't be met.
 *
 * Says what is to be done, see enum oom_verdict.  Any context that may sleep; no lock of its own is needed.
 */
enum oom_verdict out_of_memory(gfp_t gfp_mask, unsigned int order)
{
	struct task_struct *p;
	unsigned long points;

	if (fatal_signal_pending(current) || current->flags & PF_EXITING) {
		/* Behind exit_mm() nobody would take the mark away again */
		if (current->mm)
			mark_oom_victim(current);
		return OOM_DYING;
	}
	if (oom_victims && time_before(jiffies, oom_victim_since + HZ))
		return OOM_KILLED;
	spin_lock(&tasklist_lock);
	p = select_bad_process(&points);
	if (p) {
		dump_header(gfp_mask, order);
		oom_kill_process(p, points);
	}
	spin_unlock(&tasklist_lock);
	if (!p)
		return OOM_NOBODY;
	return fatal_signal_pending(current) ? OOM_DYING : OOM_KILLED;
}

/* Would a zone give the kernel a page, without touching its reserve? */
static bool has_free_page(void)
{
	struct zonelist *zonelist = node_zonelist(0, GFP_KERNEL);
	struct zone *zone, **zref;

	for_each_zone_zonelist(zone, zref, zonelist)
		if (zone_watermark_ok(zone, 0, min_wmark_pages(zone), (int)zone_idx(zonelist->zones[0]), 0))
			return true;
	return false;
}

/*
 * pagefault_out_of_memory - the current program's fault found no memory, and no lock is held.
 *
 * Returns when it is worth to try again, or when the program dies on its way back.  May sleep.
 */
void pagefault_out_of_memory(void)
{
	/* Somebody has given some back meanwhile; or there was some, and the allocation had to fail (linux/fault-inject.h) */
	if (has_free_page())
		return;
	switch (out_of_memory(GFP_HIGHUSER_MOVABLE, 0)) {
	case OOM_NOBODY:
		panic("Out of memory and no killable processes...");
	case OOM_KILLED:
		schedule_timeout_uninterruptible(1);
		break;
	case OOM_DYING:
		break;
	}
}
