/* SPDX-License-Identifier: GPL-2.0-only */
/* One thread on the host. */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#define smp_mb()	barrier()
#define smp_wmb()	barrier()
#define smp_rmb()	barrier()

#endif
