/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What SPARSEMEM has to know of the processor and the machine (article 3.2.2).
 *
 * MAX_PHYSMEM_BITS   two-level tables reach 4 GiB
 * SECTION_SIZE_BITS  how fine holes in RAM are seen.  A section of 16 MiB, which is the least RAM that the kernel takes,
 *                    has 4096 struct pages: 128 KiB, 32 pages of vmemmap.  (22, a block of MAX_ORDER, is the least.)
 */
#ifndef _ASM_SPARSEMEM_H
#define _ASM_SPARSEMEM_H

#define MAX_PHYSMEM_BITS	32
#define SECTION_SIZE_BITS	24

#endif
