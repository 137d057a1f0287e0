/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls: SYSCALL_DEFINEn(name, type, argument, ...) begins the function sys_name().
 *
 * Each argument is one register, r0 to r5: what is wider, the caller has split.  A negative
 * result down to -4095 is an errno.  A system call is entered with interrupts on, no lock held,
 * and may sleep.
 */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __SC_DECL0()				void
#define __SC_DECL1(t, a)			t a
#define __SC_DECL2(t, a, ...)			t a, __SC_DECL1(__VA_ARGS__)
#define __SC_DECL3(t, a, ...)			t a, __SC_DECL2(__VA_ARGS__)
#define __SC_DECL4(t, a, ...)			t a, __SC_DECL3(__VA_ARGS__)
#define __SC_DECL5(t, a, ...)			t a, __SC_DECL4(__VA_ARGS__)
#define __SC_DECL6(t, a, ...)			t a, __SC_DECL5(__VA_ARGS__)

#define SYSCALL_DEFINEx(n, name, ...)					\
	asmlinkage long sys_##name(__SC_DECL##n(__VA_ARGS__));		\
	asmlinkage long sys_##name(__SC_DECL##n(__VA_ARGS__))

#define SYSCALL_DEFINE0(name)		SYSCALL_DEFINEx(0, name)
#define SYSCALL_DEFINE1(name, ...)	SYSCALL_DEFINEx(1, name, __VA_ARGS__)
#define SYSCALL_DEFINE2(name, ...)	SYSCALL_DEFINEx(2, name, __VA_ARGS__)
#define SYSCALL_DEFINE3(name, ...)	SYSCALL_DEFINEx(3, name, __VA_ARGS__)
#define SYSCALL_DEFINE4(name, ...)	SYSCALL_DEFINEx(4, name, __VA_ARGS__)
#define SYSCALL_DEFINE5(name, ...)	SYSCALL_DEFINEx(5, name, __VA_ARGS__)
#define SYSCALL_DEFINE6(name, ...)	SYSCALL_DEFINEx(6, name, __VA_ARGS__)

/* Memory (article 3.3.4, 3.3.5): mm/ */
/* arch/arm/kernel/entry-common.S: the same, for pages of 4 KiB are what its offset counts */
asmlinkage long sys_mmap2(unsigned long addr, unsigned long len, unsigned long prot,
			  unsigned long flags, unsigned long fd, unsigned long pgoff);
asmlinkage long sys_mmap_pgoff(unsigned long addr, unsigned long len, unsigned long prot,
			       unsigned long flags, unsigned long fd, unsigned long pgoff);
asmlinkage long sys_brk(unsigned long brk);
asmlinkage long sys_munmap(unsigned long addr, size_t len);
asmlinkage long sys_mprotect(unsigned long start, size_t len, unsigned long prot);
asmlinkage long sys_mremap(unsigned long addr, unsigned long old_len, unsigned long new_len,
			   unsigned long flags, unsigned long new_addr);
asmlinkage long sys_mlock(unsigned long start, size_t len);
asmlinkage long sys_mlock2(unsigned long start, size_t len, int flags);
asmlinkage long sys_munlock(unsigned long start, size_t len);
asmlinkage long sys_mlockall(int flags);
asmlinkage long sys_munlockall(void);
asmlinkage long sys_madvise(unsigned long start, size_t len_in, int behavior);
asmlinkage long sys_mincore(unsigned long start, size_t len, unsigned char __user *vec);
asmlinkage long sys_msync(unsigned long start, size_t len, int flags);
asmlinkage long sys_remap_file_pages(unsigned long start, unsigned long size, unsigned long prot,
				     unsigned long pgoff, unsigned long flags);

#endif
