/* SPDX-License-Identifier: GPL-2.0-only */
/* No memory is left, and somebody must go: mm/oom_kill.c */
#ifndef _LINUX_OOM_H
#define _LINUX_OOM_H

void pagefault_out_of_memory(void);

#endif
