/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Configuration, in one place.  The compiler includes this file before every source file.
 * The debug build (make DEBUG=1) defines CONFIG_DEBUG_KERNEL and thereby every costly check.
 */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

#define CONFIG_MMU		1
#define CONFIG_HIGHMEM		1
#define CONFIG_PAGE_OFFSET	0xC0000000
#define CONFIG_NR_CPUS		1
#define CONFIG_HZ		100
#define CONFIG_CPU_PABRT_V7	1
#define CONFIG_CPU_ABRT_EV7	1

/* How struct pages are found: make VMEMMAP=1 chooses SPARSEMEM_VMEMMAP (asm-generic/memory_model.h) */
#ifdef CONFIG_SPARSEMEM_VMEMMAP
#define CONFIG_SPARSEMEM	1
#else
#define CONFIG_FLATMEM		1
#endif

#ifdef CONFIG_DEBUG_KERNEL
#define CONFIG_DEBUG_VM		1	/* invariants after the operations that change them */
#define CONFIG_DEBUG_LIST	1	/* neighbours checked at each list_add and list_del */
#define CONFIG_DEBUG_PAGEALLOC	1	/* free pages are poisoned, the poison checked at allocation */
#define CONFIG_PAGE_OWNER	1	/* who allocated each page */
#define CONFIG_DEBUG_CACHE	1	/* a model of the caches: is what programs execute clean? */
#define CONFIG_PAGE_EXTENSION	1	/* what the three above keep of each page */
#define CONFIG_SLUB_DEBUG_ON	1	/* red zones, poison and owners in every slab cache */
#define CONFIG_DEBUG_LOCKS	1	/* lock owners: recursion, release by another */
#define CONFIG_LOCKDEP		1	/* the order of locks */
#define CONFIG_PREEMPT_COUNT	1	/* preempt_disable() and spinlocks count: sleeps in them */
#endif

/* IS_ENABLED(CONFIG_X) is 1 where CONFIG_X is defined as 1, else 0: usable in C and in #if */
#define __ARG_PLACEHOLDER_1	0,
#define __take_second(a, b, ...) b
#define __is_defined3(arg1_or_junk) __take_second(arg1_or_junk 1, 0, 0)
#define __is_defined2(val)	__is_defined3(__ARG_PLACEHOLDER_##val)
#define __is_defined(x)		__is_defined2(x)
#define IS_ENABLED(option)	__is_defined(option)

#endif
