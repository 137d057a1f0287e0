/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about lockdep: what of the order of locks it reports, and what it leaves alone.
 *
 * Every test has locks, and so classes, of its own, since what lockdep has seen once it remembers for ever.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/rwsem.h>
#include <linux/shmem_fs.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include "user_mm.h"

#ifdef CONFIG_LOCKDEP

static u64 mark;
static unsigned long warnings_before;

static void reports_begin(void)
{
	warnings_before = nr_warnings;
	mark = selftest_mute();
}

/* How many reports there were; their text is selftest_log_since(mark) */
static unsigned long reports_end(void)
{
	unsigned long n = nr_warnings - warnings_before;

	selftest_unmute();
	nr_warnings = warnings_before;
	return n;
}

static void take(struct mutex *first, struct mutex *then)
{
	mutex_lock(first);
	mutex_lock(then);
	mutex_unlock(then);
	mutex_unlock(first);
}

static DEFINE_MUTEX(inv_a);
static DEFINE_MUTEX(inv_b);

static noinline void a_then_b(void)
{
	mutex_lock(&inv_a);
	mutex_lock(&inv_b);
	mutex_unlock(&inv_a);
	mutex_unlock(&inv_b);
}

static noinline void b_then_a(void)
{
	mutex_lock(&inv_b);
	mutex_lock(&inv_a);
	mutex_unlock(&inv_b);
	mutex_unlock(&inv_a);
}

/* Are two locks that are taken in two orders reported, once, with who took them in either? */
SELFTEST(lockdep, inversion)
{
	char *text;

	reports_begin();
	a_then_b();
	a_then_b();
	EXPECT_EQ(nr_warnings, warnings_before);
	b_then_a();
	EXPECT_EQ(nr_warnings, warnings_before + 1);
	b_then_a();
	a_then_b();
	EXPECT_EQ(reports_end(), 1);
	text = selftest_log_since(mark);
	EXPECT(strstr(text, "BUG: lock order inverted: swapper/1 takes inv_a at b_then_a+0x"));
	EXPECT(strstr(text, "holds inv_b, taken at b_then_a+0x"));
	EXPECT(strstr(text, "inv_a, taken at a_then_b+0x"));
	EXPECT(strstr(text, "then inv_b at a_then_b+0x"));
	EXPECT(strstr(text, "locks held by swapper/1: 1"));
	EXPECT(strstr(text, "Backtrace:"));
	EXPECT(lockdep_follows("inv_a", "inv_b"));
	EXPECT(!lockdep_follows("inv_b", "inv_a"));
}

static DEFINE_MUTEX(circle_a);
static DECLARE_RWSEM(circle_b);
static DEFINE_MUTEX(circle_c);

static int takes_a_then_b(void *unused)
{
	mutex_lock(&circle_a);
	down_read(&circle_b);
	up_read(&circle_b);
	mutex_unlock(&circle_a);
	return 0;
}

static int takes_b_then_c(void *unused)
{
	down_write(&circle_b);
	mutex_lock(&circle_c);
	downgrade_write(&circle_b);
	mutex_unlock(&circle_c);
	up_read(&circle_b);
	return 0;
}

static void in_a_thread(int (*fn)(void *))
{
	struct task_struct *k = kthread_run(fn, NULL, "locker");

	if (!EXPECT(!IS_ERR(k)))
		return;
	get_task_struct(k);
	yield();
	kthread_stop(k);
	put_task_struct(k);
}

/* Is a circle of three found that no two of its locks show, by different threads, readers or writers? */
SELFTEST(lockdep, circle)
{
	char *text;

	reports_begin();
	in_a_thread(takes_a_then_b);
	in_a_thread(takes_b_then_c);
	EXPECT_EQ(nr_warnings, warnings_before);
	take(&circle_c, &circle_a);
	EXPECT_EQ(reports_end(), 1);
	text = selftest_log_since(mark);
	EXPECT(strstr(text, "circle_b, taken at takes_b_then_c+0x"));
	EXPECT(strstr(text, "circle_a, taken at takes_a_then_b+0x"));
}

static DEFINE_SPINLOCK(try_a);
static DEFINE_SPINLOCK(try_b);
static DEFINE_SPINLOCK(try_c);

/* Is a trylock, which doesn't wait, free to come in any order, and does it order what is taken behind it? */
SELFTEST(lockdep, trylock)
{
	reports_begin();
	spin_lock(&try_a);
	spin_lock(&try_b);
	spin_unlock(&try_b);
	spin_unlock(&try_a);
	spin_lock(&try_b);
	if (EXPECT(spin_trylock(&try_a))) {
		spin_lock(&try_c);
		spin_unlock(&try_c);
		spin_unlock(&try_a);
	}
	spin_unlock(&try_b);
	EXPECT_EQ(nr_warnings, warnings_before);
	EXPECT(!lockdep_follows("try_b", "try_a"));
	EXPECT(lockdep_follows("try_a", "try_c"));
	EXPECT(lockdep_follows("try_b", "try_c"));
	spin_lock(&try_c);
	spin_lock(&try_a);
	spin_unlock(&try_a);
	spin_unlock(&try_c);
	EXPECT_EQ(reports_end(), 1);
}

static void init_pair(struct mutex *pair)
{
	int i;

	for (i = 0; i < 2; i++)
		mutex_init(&pair[i]);
}

/* Are two locks of a class reported, and two that are said to be nested not? */
SELFTEST(lockdep, same_class)
{
	struct mutex pair[2];

	reports_begin();
	init_pair(pair);
	mutex_lock(&pair[0]);
	mutex_lock_nested(&pair[1], SINGLE_DEPTH_NESTING);
	mutex_unlock(&pair[0]);
	mutex_unlock(&pair[1]);
	EXPECT_EQ(nr_warnings, warnings_before);
	take(&pair[0], &pair[1]);
	take(&pair[1], &pair[0]);
	EXPECT_EQ(reports_end(), 1);
	EXPECT(strstr(selftest_log_since(mark), "BUG: swapper/1 takes a second &pair[i]"));
}

static DECLARE_RWSEM(reader);

/* Is a reader who comes again, and would wait for a writer that waits for him, reported? */
SELFTEST(lockdep, reader_again)
{
	reports_begin();
	down_read(&reader);
	down_read(&reader);
	up_read(&reader);
	up_read(&reader);
	EXPECT_EQ(reports_end(), 1);
	EXPECT(strstr(selftest_log_since(mark), "BUG: swapper/1 takes again reader"));
	EXPECT(!rwsem_is_locked(&reader));
}

static DEFINE_MUTEX(let_go_a);
static DEFINE_MUTEX(let_go_b);
static DEFINE_MUTEX(let_go_c);

/* Is what was released, in whatever order, no longer held? */
SELFTEST(lockdep, release)
{
	mutex_lock(&let_go_a);
	mutex_lock(&let_go_b);
	mutex_unlock(&let_go_a);
	mutex_unlock(&let_go_b);
	mutex_lock(&let_go_c);
	mutex_unlock(&let_go_c);
	EXPECT(lockdep_follows("let_go_a", "let_go_b"));
	EXPECT(!lockdep_follows("let_go_a", "let_go_c"));
	EXPECT(!lockdep_follows("let_go_b", "let_go_c"));
}

static DEFINE_SPINLOCK(irq_first);
static DEFINE_SPINLOCK(irq_second);
static DEFINE_SPINLOCK(irq_unused);
static DEFINE_SPINLOCK(irq_held);

static void takes_lock(unsigned long lock)
{
	spin_lock((spinlock_t *)lock);
	spin_unlock((spinlock_t *)lock);
}

static void take_in_interrupt(spinlock_t *lock)
{
	struct timer_list timer;
	unsigned long end = jiffies + 3;

	setup_timer(&timer, takes_lock, (unsigned long)lock);
	mod_timer(&timer, jiffies + 1);
	while (time_before(jiffies, end))
		barrier();
	EXPECT(!timer_pending(&timer));
}

/* Is a lock reported that interrupts take and that elsewhere is held with interrupts on, whichever comes first? */
SELFTEST(lockdep, interrupts)
{
	unsigned long flags;

	reports_begin();
	spin_lock_irqsave(&irq_first, flags);
	spin_unlock_irqrestore(&irq_first, flags);
	take_in_interrupt(&irq_first);
	EXPECT_EQ(nr_warnings, warnings_before);
	takes_lock((unsigned long)&irq_first);
	EXPECT_EQ(nr_warnings, warnings_before + 1);
	EXPECT(strstr(selftest_log_since(mark), "takes irq_first with interrupts on"));
	takes_lock((unsigned long)&irq_second);
	EXPECT_EQ(nr_warnings, warnings_before + 1);
	take_in_interrupt(&irq_second);
	EXPECT_EQ(reports_end(), 2);
	EXPECT(strstr(selftest_log_since(mark), "takes irq_second in an interrupt"));
}

/* Are the locks of an interrupt no part of the order of those that it interrupts? */
SELFTEST(lockdep, interrupted)
{
	spin_lock(&irq_held);
	take_in_interrupt(&irq_unused);
	spin_unlock(&irq_held);
	EXPECT(!lockdep_follows("irq_held", "irq_unused"));
}

static DEFINE_SPINLOCK(no_sleep);

/* Does the report of a sleep in the wrong place name the lock that forbids it? */
SELFTEST(lockdep, sleeping)
{
	reports_begin();
	spin_lock(&no_sleep);
	might_sleep();
	spin_unlock(&no_sleep);
	EXPECT_EQ(reports_end(), 1);
	EXPECT(strstr(selftest_log_since(mark), "no_sleep ("));
}

static struct mutex left_behind;

static int ends_with_lock(void *unused)
{
	mutex_lock(&left_behind);
	return 0;
}

static int dies_with_lock(void *unused)
{
	mutex_lock(&left_behind);
	BUG();
}

/* Is a task that ends with a lock reported, unless an Oops ends it? */
SELFTEST(lockdep, exit)
{
	mutex_init(&left_behind);
	reports_begin();
	in_a_thread(ends_with_lock);
	EXPECT_EQ(reports_end(), 1);
	EXPECT(strstr(selftest_log_since(mark), "BUG: locker/"));
	EXPECT(strstr(selftest_log_since(mark), "left_behind ("));
	mutex_init(&left_behind);
	EXPECT_OOPS(dies_with_lock, NULL);
	EXPECT(!strstr(last_oops.text, "left_behind ("));
}

static DEFINE_MUTEX(given_up);

static int gives_up(void *unused)
{
	int ret;

	set_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	ret = mutex_lock_interruptible(&given_up);
	clear_bit(TIF_SIGPENDING, &current_thread_info()->flags);
	EXPECT_EQ(ret, -EINTR);
	return 0;
}

/* Is a mutex that a signal kept from being taken not held? */
SELFTEST(lockdep, interrupted_wait)
{
	mutex_lock(&given_up);
	in_a_thread(gives_up);
	mutex_unlock(&given_up);
}

static void take_mm_locks(struct mm_struct *mm, struct address_space *mapping, struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	mutex_lock(&mapping->host->i_mutex);
	down_write(&mm->mmap_sem);
	lock_page(page);
	i_mmap_lock_write(mapping);
	anon_vma_lock_write(mm->mmap->anon_vma);
	spin_lock(&mm->page_table_lock);
	spin_lock_irqsave(&zone->lru_lock, flags);
	spin_lock(&zone->lock);
	spin_unlock(&zone->lock);
	spin_unlock_irqrestore(&zone->lru_lock, flags);
	spin_unlock(&mm->page_table_lock);
	anon_vma_unlock_write(mm->mmap->anon_vma);
	i_mmap_unlock_write(mapping);
	unlock_page(page);
	up_write(&mm->mmap_sem);
	mutex_unlock(&mapping->host->i_mutex);
}

/* Is the lock order at the head of mm/rmap.c the one that lockdep goes by, and is who doesn't keep to it reported? */
SELFTEST(lockdep, mm_order)
{
	static const char * const order[] = {
		"&inode->i_mutex", "&mm->mmap_sem", "page lock", "&mapping->i_mmap_rwsem", "&anon_vma->rwsem",
		"&mm->page_table_lock", "&mapping->tree_lock", "&zone->lru_lock", "&zone->lock",
	};
	struct file *file = shmem_file_setup("order", PAGE_SIZE, 0);
	struct mm_struct *mm = user_mm_create();
	struct page *page = NULL;
	unsigned int i;

	ASSERT(!IS_ERR(file) && mm);
	EXPECT_EQ(kernel_write(file, "x", 1, 0), 1);
	page = find_get_page(file->f_mapping, 0);
	if (EXPECT(page) && EXPECT(user_mm_map(mm, USER_ADDR, PAGE_SIZE, VM_READ | VM_WRITE))) {
		user_mm_enter(mm);
		EXPECT(!user_write(USER_ADDR, 1));
		user_mm_leave(mm);
		take_mm_locks(mm, file->f_mapping, page);
		for (i = 1; i < ARRAY_SIZE(order); i++) {
			EXPECT(lockdep_follows(order[i - 1], order[i]));
			EXPECT(!lockdep_follows(order[i], order[i - 1]));
		}
		reports_begin();
		lock_page(page);
		down_read(&mm->mmap_sem);
		up_read(&mm->mmap_sem);
		unlock_page(page);
		EXPECT_EQ(reports_end(), 1);
		EXPECT(strstr(selftest_log_since(mark), "&mm->mmap_sem, then page lock: the order in mm/rmap.c"));
	}
	if (page)
		put_page(page);
	fput(file);
	user_mm_destroy(mm);
}

#endif
