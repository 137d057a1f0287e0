/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * preempt_count of the running task:
 *
 *   bits  0- 7  depth of pagefault_disable(), each kmap_atomic() is one; and, where they are counted
 *               (CONFIG_PREEMPT_COUNT, the debug build), of preempt_disable(): each spinlock is one
 *   bits 16-19  depth of hard interrupts
 *
 * in_atomic() is true when it isn't 0: then nothing may sleep, and a page fault may not take
 * mmap_sem (article 3.4.2).  The kernel is never preempted, so preempt_disable() has nothing else to do than to be
 * counted, for might_sleep() and schedule() to find a sleep in a critical section.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <asm/thread_info.h>

#define PREEMPT_MASK	0x000000ff
#define HARDIRQ_SHIFT	16
#define HARDIRQ_OFFSET	(1 << HARDIRQ_SHIFT)
#define HARDIRQ_MASK	0x000f0000

#define preempt_count()		(current_thread_info()->preempt_count)
#define preempt_count_add(n)	do { preempt_count() += (n); barrier(); } while (0)
#define preempt_count_sub(n)	do { barrier(); preempt_count() -= (n); } while (0)
#ifdef CONFIG_PREEMPT_COUNT
#define PREEMPT_LOCK_OFFSET	1	/* what a spinlock adds */
#define preempt_disable()	preempt_count_add(1)
#define preempt_enable()	preempt_count_sub(1)
#else
#define PREEMPT_LOCK_OFFSET	0
#define preempt_disable()	barrier()
#define preempt_enable()	barrier()
#endif

#define in_atomic()		(preempt_count() != 0)
#define in_interrupt()		((preempt_count() & HARDIRQ_MASK) != 0)
#define in_irq()		in_interrupt()

#endif
