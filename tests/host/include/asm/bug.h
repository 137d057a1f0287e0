/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BUG_H
#define _ASM_BUG_H

__attribute__((__noreturn__)) void host_bug(const char *file, int line);

#define BUG()	host_bug(__FILE__, __LINE__)

#endif
