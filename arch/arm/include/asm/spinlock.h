/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ticket spinlocks: who comes takes the next number by ldrex/strex and waits until it is
 * shown, so that waiters are served in their order.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <linux/types.h>
#include <asm/barrier.h>

typedef union {
	u32 slock;
	struct {
		u16 owner;
		u16 next;
	} tickets;
} arch_spinlock_t;

static inline void arch_spin_lock(arch_spinlock_t *lock)
{
	unsigned long failed;
	arch_spinlock_t mine;
	u32 newval;

	__asm__ __volatile__(
	"1:	ldrex	%0, [%3]\n"
	"	add	%1, %0, #0x10000\n"
	"	strex	%2, %1, [%3]\n"
	"	teq	%2, #0\n"
	"	bne	1b"
	: "=&r" (mine.slock), "=&r" (newval), "=&r" (failed)
	: "r" (&lock->slock) : "memory", "cc");
	while (mine.tickets.next != mine.tickets.owner)
		mine.tickets.owner = READ_ONCE(lock->tickets.owner);
	smp_mb();
}

static inline int arch_spin_trylock(arch_spinlock_t *lock)
{
	unsigned long busy, failed;
	u32 slock;

	do {
		__asm__ __volatile__(
		"	ldrex	%0, [%3]\n"
		"	mov	%2, #0\n"
		"	subs	%1, %0, %0, ror #16\n"
		"	addeq	%0, %0, #0x10000\n"
		"	strexeq	%2, %0, [%3]"
		: "=&r" (slock), "=&r" (busy), "=&r" (failed)
		: "r" (&lock->slock) : "memory", "cc");
	} while (failed);
	if (busy)
		return 0;
	smp_mb();
	return 1;
}

static inline void arch_spin_unlock(arch_spinlock_t *lock)
{
	smp_mb();
	lock->tickets.owner++;
}

static inline int arch_spin_is_locked(arch_spinlock_t *lock)
{
	arch_spinlock_t now = { .slock = READ_ONCE(lock->slock) };

	return now.tickets.owner != now.tickets.next;
}

#endif
