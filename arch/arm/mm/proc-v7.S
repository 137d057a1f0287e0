/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The processor functions that are cheapest in assembly: writing a page-table entry with its
 * hardware twin, and switching to another address space.
 *
 * cpu_set_pte_ext: from the Linux entry (asm/pgtable-2level.h) to the hardware's:
 *
 *   Linux    31..12 pfn | NONE SHARED XN USER RDONLY DIRTY | MT 5..2      | YOUNG PRESENT
 *   hardware 31..12 pfn | nG   S      APX TEX2-0 AP1 AP0   | . . C B      | 1     XN
 *
 *   hardware bit     is set when
 *   S, C, B          the Linux bit in the same place is
 *   TEX[0]           MT bit 4 is (device, write-allocate)
 *   AP0              always: the kernel may read
 *   AP1              USER
 *   APX (read-only)  RDONLY, or not DIRTY: the first write must fault, so that it is noticed
 *   XN               XN
 *   nG               the caller says so (user space)
 *   the whole entry is 0 when not PRESENT, not YOUNG, or NONE: the access faults
 *
 * Invariant: every hardware entry is what this function makes of the Linux entry beside it; pt_check()
 * asserts it for kernel space (P1 of dump.c).  Article 3.1.1; ARM ARM B3.5.1, B3.7.1.  Tests: pgtable.*.
 */
#include <linux/linkage.h>
#include <asm/cp15.h>
#include <asm/pgtable-2level-hwdef.h>
#include <asm/memory.h>
#include <asm-generic/pgtable-nopud.h>
#include <asm/pgtable-2level.h>

	.syntax	unified
	.text
/*
 * void cpu_set_pte_ext(pte_t *ptep, pte_t pte, unsigned int ext)
 *
 * Doesn't sleep; the caller flushes the TLB when the entry was valid before.  The dsb lets the
 * walker see the entry, so that a new mapping may be used at once.
 */
ENTRY(cpu_set_pte_ext)
	str	r1, [r0]			@ the Linux entry

	bic	r3, r1, #0xbf0			@ NONE, and bits 4 to 9
	bic	r3, r3, #PTE_TYPE_MASK
	orr	r3, r3, r2
	orr	r3, r3, #(PTE_EXT_AP0 | PTE_TYPE_SMALL)

	tst	r1, #(1 << 4)
	orrne	r3, r3, #PTE_EXT_TEX(1)

	eor	r1, r1, #(L_PTE_DIRTY | L_PTE_YOUNG | L_PTE_VALID)
	tst	r1, #(L_PTE_RDONLY | L_PTE_DIRTY)
	orrne	r3, r3, #PTE_EXT_APX

	tst	r1, #L_PTE_USER
	orrne	r3, r3, #PTE_EXT_AP1

	tst	r1, #L_PTE_XN
	orrne	r3, r3, #PTE_EXT_XN

	tst	r1, #(L_PTE_YOUNG | L_PTE_VALID)	@ inverted above: either missing?
	tsteq	r1, #L_PTE_NONE
	movne	r3, #0

	str	r3, [r0, #PTE_HWTABLE_OFF]
	dsb	ishst
	bx	lr
ENDPROC(cpu_set_pte_ext)

/*
 * void cpu_v7_switch_mm(phys_addr_t pgd, u32 contextidr)
 *
 * The ASID and the table base can't change in one step, and a walk in between would file a
 * translation of one space under the number of the other.  So the reserved ASID 0, under
 * which no user entry is ever filed, is set while the base changes (ARM ARM B3.10.4).
 */
ENTRY(cpu_v7_switch_mm)
	orr	r0, r0, #TTB_FLAGS
	mov	r2, #0
	mcr	p15, 0, r2, c13, c0, 1		@ CONTEXTIDR: ASID 0
	isb
	mcr	p15, 0, r0, c2, c0, 0		@ TTBR0
	isb
	mcr	p15, 0, r1, c13, c0, 1
	isb
	bx	lr
ENDPROC(cpu_v7_switch_mm)
