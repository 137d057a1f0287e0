/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is gathered: what a test's unmap_vmas() unmaps is gone at once. */
#ifndef _ASM_TLB_H
#define _ASM_TLB_H

#include <linux/mm.h>

struct mmu_gather {
	struct mm_struct *mm;
};

#define tlb_gather_mmu(tlb, m, start, end)	((void)((tlb)->mm = (m)))
#define tlb_finish_mmu(tlb, start, end)		((void)(tlb))

#endif
