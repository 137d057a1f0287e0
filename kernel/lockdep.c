/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep: finds locks that are taken in two orders, whether or not it comes to a deadlock (debug build).
 *
 * Idea.  Whoever takes a lock while he holds another shows that the other comes first.  What is shown once holds for
 * all locks of the two classes and for ever; so one run of each path is enough, at any time, by any task:
 *
 *   path 1    A, then B, then C           A -> B -> C              edges[]: shown, and by whom
 *   path 2    C, then A                   A -> B -> C -> A ?       a circle: reported, and not added
 *
 * Invariants
 *   D1  the edges have no circle: __lock_acquire() looks for a way back before it adds one
 *   D2  each pair of classes is looked at once: tried[] has a bit for every edge that was shown, and for every circle
 *       that was reported, so that it is reported once
 *   D3  held[0 .. depth) of a task are its locks, those of an interrupt on top of it behind them
 *
 * Reported are, besides: a second lock of a class whose first is held, if it isn't said to be nested (two tasks may
 * take two such locks crosswise); and a class that is taken in interrupts, and elsewhere with interrupts on.
 *
 * Only what waits can be part of a deadlock, so a trylock adds no edge towards its lock, only from it.  An edge is
 * added from the newest lock that was waited for and those tried since; older ones have theirs through it.
 *
 * Locking.  graph_lock, interrupts off; held[] is its task's.  Context: any.  Different from Linux 4.x: no hash of whole
 * chains, readers are as writers, and whether a lock that interrupts take comes before one that is taken with interrupts
 * on isn't looked at.  Semaphores, which have no holder, are left out.
 *
 * Read: __lock_acquire(), add_edge().  Tests: lockdep.*.  /proc/lockdep has the edges.
 */
#include <linux/kernel.h>
#include <linux/kdebug.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#ifdef CONFIG_LOCKDEP

#define MAX_CLASSES	192
#define MAX_EDGES	2048

#define USED_IN_IRQ		1
#define USED_WITH_IRQS_ON	2
#define USED_BOTH		(USED_IN_IRQ | USED_WITH_IRQS_ON)

/* Number 0 is no class */
static struct {
	const char *name;
	u8 subclass;
	u8 usage;
} classes[MAX_CLASSES];
static unsigned int nr_classes = 1;

static struct {
	u8 from, to;
	unsigned long from_ip, ip;	/* who took them; 0: nobody yet, mm_order[] says so */
} edges[MAX_EDGES];
static unsigned int nr_edges;

/* The order at the head of mm/rmap.c, which holds from the start, shown or not */
static const char * const mm_order[] = {
	"&inode->i_mutex", "&mm->mmap_sem", "page lock", "&mapping->i_mmap_rwsem", "&anon_vma->rwsem",
	"&mm->page_table_lock", "&mapping->tree_lock", "&zone->lru_lock", "&zone->lock",
};

static u32 tried[MAX_CLASSES][MAX_CLASSES / 32];
static arch_spinlock_t graph_lock;
static bool lockdep_full;		/* no room for what is new: reported, and nothing is looked at any more */

/* ------------------------------------------------------------------ reports */

static const char *nested(unsigned int id)
{
	return classes[id].subclass ? "/nested" : "";
}

static void print_class(unsigned int id)
{
	pr_cont("%s%s", classes[id].name, nested(id));
}

static void print_held(const struct held_lock *h)
{
	pr_err("  ");
	print_class(h->id);
	pr_cont(" (%p), taken by %pS%s\n", h->lock, (void *)h->ip, h->irq ? ", in an interrupt" : "");
}

/* debug_show_held_locks - @tsk is the caller's, or doesn't run */
void debug_show_held_locks(struct task_struct *tsk)
{
	unsigned int i;

	pr_err("locks held by %s/%d: %u\n", tsk->comm, tsk->pid, tsk->lockdep.depth);
	for (i = 0; i < tsk->lockdep.depth; i++)
		print_held(&tsk->lockdep.held[i]);
}

static void report_end(void)
{
	nr_warnings++;
	debug_show_held_locks(current);
	dump_stack();
}

static void report_full(const char *what)
{
	lockdep_full = true;
	nr_warnings++;
	pr_err("BUG: lockdep has no room for more %s: the order of locks isn't checked any more\n", what);
}

/* @via[x] is the edge by which the class x was reached from @from; the edges up to @to, the last first */
static void report_circle(const struct held_lock *h, unsigned int id, unsigned long ip, const u16 *via)
{
	unsigned int at;

	pr_err("BUG: lock order inverted: %s/%d takes ", current->comm, current->pid);
	print_class(id);
	pr_cont(" at %pS\n", (void *)ip);
	pr_err("  and holds ");
	print_class(h->id);
	pr_cont(", taken at %pS, which so far came behind it:\n", (void *)h->ip);
	for (at = h->id; at != id; at = edges[via[at]].from) {
		pr_err("  ");
		print_class(edges[via[at]].from);
		if (edges[via[at]].ip)
			pr_cont(", taken at %pS", (void *)edges[via[at]].from_ip);
		pr_cont(", then ");
		print_class(at);
		if (edges[via[at]].ip)
			pr_cont(" at %pS\n", (void *)edges[via[at]].ip);
		else
			pr_cont(": the order in mm/rmap.c\n");
	}
	report_end();
}

static void report_same_class(const struct held_lock *h, const void *lock, unsigned long ip)
{
	pr_err("BUG: %s/%d takes %s ", current->comm, current->pid, h->lock == lock ? "again" : "a second");
	print_class(h->id);
	pr_cont(" (%p) at %pS\n", lock, (void *)ip);
	report_end();
}

static void report_usage(unsigned int id, unsigned long ip)
{
	pr_err("BUG: %s/%d takes ", current->comm, current->pid);
	print_class(id);
	pr_cont(" %s, at %pS; %s\n", in_interrupt() ? "in an interrupt" : "with interrupts on", (void *)ip,
		in_interrupt() ? "elsewhere it is taken with interrupts on" : "interrupts take it, too");
	report_end();
}

/* ------------------------------------------------------------------ the graph */

static void new_edge(unsigned int from, unsigned long from_ip, unsigned int to, unsigned long ip)
{
	if (nr_edges == MAX_EDGES) {
		report_full("edges");
		return;
	}
	edges[nr_edges].from = (u8)from;
	edges[nr_edges].to = (u8)to;
	edges[nr_edges].from_ip = from_ip;
	edges[nr_edges].ip = ip;
	nr_edges++;
}

/* The class's place in mm_order[], -1: none */
static int mm_rank(unsigned int id)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mm_order); i++)
		if (!classes[id].subclass && !strcmp(classes[id].name, mm_order[i]))
			return (int)i;
	return -1;
}

/* A new class's edges from and to the others of mm_order[].  It has no others yet, so there is no circle. */
static void add_mm_order(unsigned int id)
{
	int rank = mm_rank(id), other_rank;
	unsigned int other;

	for (other = 1; rank >= 0 && other < nr_classes; other++) {
		other_rank = mm_rank(other);
		if (other_rank >= 0 && other_rank < rank)
			new_edge(other, 0, id, 0);
		else if (other_rank > rank)
			new_edge(id, 0, other, 0);
	}
}

/* The class's number; it gets one when it is seen for the first time.  0: there is no room. */
static unsigned int class_id(struct lock_class *class, unsigned int subclass)
{
	if (!class->id[subclass]) {
		if (nr_classes == MAX_CLASSES) {
			report_full("classes");
			return 0;
		}
		classes[nr_classes].name = class->name;
		classes[nr_classes].subclass = (u8)subclass;
		class->id[subclass] = (u8)nr_classes++;
		add_mm_order(class->id[subclass]);
	}
	return class->id[subclass];
}

/*
 * Is there a way along the edges from one class to another?  Breadth first, so that it is the shortest; @via[x] becomes
 * the edge that leads to x.
 */
static bool find_path(unsigned int from, unsigned int to, u16 *via)
{
	static u8 queue[MAX_CLASSES];
	unsigned int head = 0, tail = 0, i;

	memset(via, 0xff, MAX_CLASSES * sizeof(via[0]));
	queue[tail++] = (u8)from;
	while (head < tail) {
		unsigned int at = queue[head++];

		if (at == to)
			return true;
		for (i = 0; i < nr_edges; i++)
			if (edges[i].from == at && edges[i].to != from && via[edges[i].to] == 0xffff) {
				via[edges[i].to] = (u16)i;
				queue[tail++] = edges[i].to;
			}
	}
	return false;
}

/* @h is held while a lock of class @id is taken at @ip: from now on that is the order */
static void add_edge(const struct held_lock *h, unsigned int id, unsigned long ip)
{
	static u16 via[MAX_CLASSES];

	if (tried[h->id][id / 32] & 1u << id % 32)
		return;
	tried[h->id][id / 32] |= 1u << id % 32;
	if (find_path(id, h->id, via))
		report_circle(h, id, ip, via);
	else
		new_edge(h->id, h->ip, id, ip);
}

/* What the caller holds in this context comes before the class @id */
static void check_order(const struct lockdep_task *t, const void *lock, unsigned int id, unsigned long ip)
{
	bool direct = true;
	unsigned int i;

	for (i = t->depth; i-- > 0 && t->held[i].irq == in_interrupt();) {
		const struct held_lock *h = &t->held[i];

		if (h->id == id) {
			if (!(tried[id][id / 32] & 1u << id % 32))
				report_same_class(h, lock, ip);
			tried[id][id / 32] |= 1u << id % 32;
		} else if (direct) {
			add_edge(h, id, ip);
		}
		direct = direct && h->trylock;
	}
}

static void check_usage(unsigned int id, bool irqs_on, bool trylock, unsigned long ip)
{
	u8 before = classes[id].usage;

	if (in_interrupt())
		classes[id].usage |= trylock ? 0 : USED_IN_IRQ;
	else if (irqs_on)
		classes[id].usage |= USED_WITH_IRQS_ON;
	if (classes[id].usage == USED_BOTH && before != USED_BOTH)
		report_usage(id, ip);
}

/* ------------------------------------------------------------------ taking and releasing */

static void note_held(struct lockdep_task *t, const void *lock, unsigned int id, bool trylock, unsigned long ip)
{
	if (t->depth == MAX_LOCK_DEPTH) {
		report_full("locks of one task");
		return;
	}
	t->held[t->depth++] = (struct held_lock) {
		.lock = lock, .ip = ip, .id = (u8)id, .irq = in_interrupt(), .trylock = trylock,
	};
}

void __lock_acquire(const void *lock, struct lock_class *class, unsigned int subclass, bool trylock, unsigned long ip)
{
	struct lockdep_task *t = &current->lockdep;
	bool irqs_on = !irqs_disabled();
	unsigned long flags;
	unsigned int id;

	if (!class || t->busy || lockdep_full || oops_in_progress)
		return;
	ip = ip ?: _RET_IP_;
	local_irq_save(flags);
	arch_spin_lock(&graph_lock);
	t->busy = true;
	id = class_id(class, subclass);
	if (id) {
		check_usage(id, irqs_on, trylock, ip);
		if (!trylock)
			check_order(t, lock, id, ip);
		note_held(t, lock, id, trylock, ip);
	}
	t->busy = false;
	arch_spin_unlock(&graph_lock);
	local_irq_restore(flags);
}

/* A lock that was taken when nothing was looked at isn't found */
void lock_release(const void *lock)
{
	struct lockdep_task *t = &current->lockdep;
	unsigned long flags;
	unsigned int i;

	local_irq_save(flags);
	for (i = t->depth; i-- > 0;)
		if (t->held[i].lock == lock) {
			memmove(&t->held[i], &t->held[i + 1], (--t->depth - i) * sizeof(t->held[0]));
			break;
		}
	local_irq_restore(flags);
}

/* debug_check_no_locks_held - the caller ends */
void debug_check_no_locks_held(void)
{
	if (likely(!current->lockdep.depth))
		return;
	pr_err("BUG: %s/%d ends and holds locks\n", current->comm, current->pid);
	report_end();
}

void lockdep_init_task(struct task_struct *tsk)
{
	tsk->lockdep.depth = 0;
	tsk->lockdep.busy = false;
}

/* lockdep_show - every edge, in the order of being found: the lock that comes first, and the one behind it */
void lockdep_show(struct seq_file *m)
{
	unsigned int i;

	for (i = 0; i < READ_ONCE(nr_edges); i++)
		seq_printf(m, "%s%s -> %s%s\n", classes[edges[i].from].name, nested(edges[i].from),
			   classes[edges[i].to].name, nested(edges[i].to));
}

/* lockdep_follows - has it been shown that locks named @then are taken behind those named @first? */
bool lockdep_follows(const char *first, const char *then)
{
	static u16 via[MAX_CLASSES];
	unsigned int i, j;
	unsigned long flags;
	bool found = false;

	local_irq_save(flags);
	arch_spin_lock(&graph_lock);
	for (i = 1; i < nr_classes; i++)
		for (j = 1; j < nr_classes && !found; j++)
			found = i != j && !strcmp(classes[i].name, first) && !strcmp(classes[j].name, then) &&
				find_path(i, j, via);
	arch_spin_unlock(&graph_lock);
	local_irq_restore(flags);
	return found;
}

#endif
