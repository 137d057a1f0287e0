/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_MMU_H
#define _ASM_MMU_H

typedef struct {
	unsigned long id;
} mm_context_t;

#endif
