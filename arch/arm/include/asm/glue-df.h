/* SPDX-License-Identifier: GPL-2.0-only */
/* Which data-abort handler */
#ifndef _ASM_GLUE_DF_H
#define _ASM_GLUE_DF_H

#ifdef CONFIG_CPU_ABRT_EV7
# ifdef CPU_DABORT_HANDLER
#  define MULTI_DABORT 1
# else
#  define CPU_DABORT_HANDLER v7_early_abort
# endif
#endif

#ifndef CPU_DABORT_HANDLER
#error No data abort handler
#endif

#endif
