/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <asm/thread_info.h>

#define smp_processor_id()	(current_thread_info()->cpu)

#endif
