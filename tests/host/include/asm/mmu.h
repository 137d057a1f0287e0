/* SPDX-License-Identifier: GPL-2.0-only */
/* No address spaces on the host */
#ifndef _ASM_MMU_H
#define _ASM_MMU_H

typedef struct {
	int unused;
} mm_context_t;

#endif
