/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An address space without a program, for tests: VMAs are put in by hand, and the test's own
 * thread works in it, so that its uaccess routines take the faults that a program would.
 *
 *   struct mm_struct *mm = user_mm_create();
 *   vma = user_mm_map(mm, ADDR, 2 * PAGE_SIZE, VM_READ | VM_WRITE);
 *   user_mm_enter(mm);      put_user(), ...      user_mm_leave(mm);
 *   user_mm_destroy(mm);
 */
#ifndef _USER_MM_H
#define _USER_MM_H

#include <linux/mm.h>
#include <linux/rmap.h>
#include <linux/uaccess.h>
#include "selftest.h"

#define USER_ADDR	0x10000000UL

struct mm_struct *user_mm_create(void);
void user_mm_destroy(struct mm_struct *mm);
/* rmap_check() under the lock that it wants */
bool user_mm_check(struct mm_struct *mm);
void user_mm_enter(struct mm_struct *mm);
void user_mm_leave(struct mm_struct *mm);
/* In between: is the thread one of a program, whose memory get_task_mm() gives? */
void user_mm_as_program(bool on);

/* A VMA, or NULL.  VM_MAY* follow from @flags and VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC. */
struct vm_area_struct *user_mm_map(struct mm_struct *mm, unsigned long addr, unsigned long len,
				   unsigned long flags);
/* @mm's VMAs copied to a new address space, as fork does; or NULL */
struct mm_struct *user_mm_fork(struct mm_struct *mm);
/* The entry for @addr, or NULL: no table */
pte_t *user_mm_pte(struct mm_struct *mm, unsigned long addr);
/* The page at @addr, or NULL */
struct page *user_mm_page(struct mm_struct *mm, unsigned long addr);

/* One word each: -EFAULT as a number that no test writes */
#define USER_FAULT	0xdeadfa17u
u32 user_read(unsigned long addr);
int user_write(unsigned long addr, u32 value);

#define uptr(addr)	((void __user *)(addr))

#endif
