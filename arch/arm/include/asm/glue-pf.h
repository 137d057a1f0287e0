/* SPDX-License-Identifier: GPL-2.0-only */
/* Which prefetch-abort handler: this kernel knows one architecture (article 3.4.1) */
#ifndef _ASM_GLUE_PF_H
#define _ASM_GLUE_PF_H

#ifdef CONFIG_CPU_PABRT_V7
# ifdef CPU_PABORT_HANDLER
#  define MULTI_PABORT 1
# else
#  define CPU_PABORT_HANDLER v7_pabort
# endif
#endif

#ifndef CPU_PABORT_HANDLER
#error No prefetch abort handler
#endif

#endif
