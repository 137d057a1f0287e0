/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <asm/thread_info.h>

#if CONFIG_NR_CPUS == 1
#define smp_processor_id()	0u
#else
#define smp_processor_id()	(current_thread_info()->cpu)
#endif

#endif
