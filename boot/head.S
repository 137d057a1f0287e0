/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the first instruction to start_kernel.
 *
 * The loader enters stext, at RAM + TEXT_OFFSET, in SVC (or HYP) mode with interrupts, MMU and
 * data cache off, r0 = 0, r1 = machine id (unused), r2 = physical address of the device tree.
 * Nothing here depends on where RAM is: until the MMU is on every address is taken relative
 * to the program counter.
 *
 *   physical                                   virtual, when __mmap_switched begins
 *   RAM +  c000  swapper_pg_dir, 16 KiB        c000c000
 *   RAM + 10000  stext ...                     c0010000      sections of 1 MiB up to _end
 *        "       the section of __turn_mmu_on  = physical    identity map, for the switch only;
 *                                                            paging_init() removes it
 * The order, and why:
 *   1  the processor is checked with instructions that any ARM has, for a message is better
 *      than a machine that hangs
 *      does RAM reach to the end of bss?
 *   2  the first swapper_pg_dir: kernel sections and the identity map (article 3.2.3)
 *   3  TLB, branch predictor and I cache are cleared; TTBR0, DACR, TEX remap are set; SCTLR
 *      turns the MMU on while the program counter is in the identity map
 *   4  jump to the link address, clear bss, find a stack, start_kernel
 *
 * Until the vectors page is mapped, VBAR points to early_vectors, so that an exception in the
 * dark ends with a report and not in silence.
 *
 * Registers that live through it all:
 *   r8  PHYS_OFFSET     r9  MIDR      r10  device tree      r4  physical swapper_pg_dir
 *   r11 what to say of an exception, until the MMU is on
 */
#include <linux/linkage.h>
#include <asm/memory.h>
#include <asm/pgtable-2level-hwdef.h>
#include <asm/ptrace.h>
#include <asm/domain.h>
#include <asm/cp15.h>
#include <asm/thread_info.h>

#define PG_DIR_SIZE	0x4000

/* First sections: readable, writable, executable memory; map_lowmem() is precise later */
#define BOOT_MM_FLAGS	(PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_WBWA | PMD_SECT_S)

	.arch	armv7-a
	.arch_extension virt
	.arch_extension sec
	.syntax unified
	.arm

/* Below the image, in memory that nothing was loaded to */
	.globl	swapper_pg_dir
swapper_pg_dir = CONFIG_PAGE_OFFSET + TEXT_OFFSET - PG_DIR_SIZE

	.section .head.text, "ax"
ENTRY(stext)
	mrs	r3, cpsr
	and	r4, r3, #MODE_MASK
	teq	r4, #HYP_MODE
	beq	__leave_hyp
	bic	r3, r3, #MODE_MASK
	orr	r3, r3, #(SVC_MODE | PSR_I_BIT | PSR_F_BIT)
	msr	cpsr_c, r3
__svc:
	mov	r10, r2
	adr	r8, stext
	sub	r8, r8, #TEXT_OFFSET		@ where RAM begins

	@ 1. ARMv7 says 0xf in MIDR[19:16], 3 or more (VMSAv7) in ID_MMFR0[3:0], and 3 (Thumb-2) in
	@ ID_PFR0[7:4]: ARM1176, an ARMv6, claims the first two, too
	mrc	p15, 0, r9, c0, c0, 0		@ MIDR
	and	r3, r9, #0x000f0000
	teq	r3, #0x000f0000
	bne	__error_processor
	mrc	p15, 0, r3, c0, c1, 4		@ ID_MMFR0
	and	r3, r3, #0xf
	cmp	r3, #3
	mrc	p15, 0, r3, c0, c1, 0		@ ID_PFR0
	and	r3, r3, #0xf0
	cmphs	r3, #0x30
	blo	__error_processor
	tst	r8, #0x00100000			@ a pgd entry covers 2 MiB
	bne	__error_placement
	mov	r3, r8, lsl #12
	teq	r3, #0
	bne	__error_placement
	adr	r3, early_vectors
	mcr	p15, 0, r3, c12, c0, 0		@ VBAR
	isb

	@ A word of RAM keeps what is written to it; elsewhere it reads as something else, or aborts
	adr	r11, msg_memory
	ldr	r3, =(_end - 4 - CONFIG_PAGE_OFFSET)
	add	r3, r3, r8
	ldr	r5, [r3]
	mvn	r6, r5
	str	r6, [r3]
	ldr	r7, [r3]
	str	r5, [r3]
	teq	r6, r7
	bne	__error_memory
	adr	r11, msg_early

	@ 2.
	bl	__create_page_tables

	@ 3.
	bl	__v7_setup			@ r0: the SCTLR to use
	ldr	r13, =__mmap_switched		@ link address
	b	__turn_mmu_on

__leave_hyp:
	mov	r3, #0
	mcrr	p15, 4, r3, r3, c14		@ CNTVOFF = 0: virtual time is real time
	mrc	p15, 4, r3, c14, c1, 0		@ CNTHCTL
	orr	r3, r3, #3			@ PL1 may use the physical timer
	mcr	p15, 4, r3, c14, c1, 0
	mrs	r3, cpsr
	bic	r3, r3, #MODE_MASK
	orr	r3, r3, #(SVC_MODE | PSR_I_BIT | PSR_F_BIT)
	msr	spsr_cxsf, r3
	adr	r3, __svc
	msr	elr_hyp, r3
	eret
ENDPROC(stext)

/*
 * Fills the first swapper_pg_dir.  Out: r4 its physical address.  Uses r0, r3, r5-r7.
 */
__create_page_tables:
	add	r4, r8, #(TEXT_OFFSET - PG_DIR_SIZE)
	mov	r0, r4
	mov	r3, #0
	add	r6, r4, #PG_DIR_SIZE
1:	str	r3, [r0], #4
	str	r3, [r0], #4
	teq	r0, r6
	bne	1b

	ldr	r7, =BOOT_MM_FLAGS

	@ the identity map: the section that __turn_mmu_on is in
	adr	r5, __turn_mmu_on
	mov	r5, r5, lsr #20
	orr	r3, r7, r5, lsl #20
	str	r3, [r4, r5, lsl #2]

	@ the kernel: PAGE_OFFSET to _end
	add	r0, r4, #(CONFIG_PAGE_OFFSET >> 18)
	ldr	r6, =(_end - 1 + BOOT_MAP_EXTRA)	@ room for the first page tables
	add	r6, r4, r6, lsr #18		@ the entry of its last byte
	orr	r3, r8, r7
2:	str	r3, [r0], #4
	add	r3, r3, #(1 << 20)
	cmp	r0, r6
	bls	2b
	mov	pc, lr

/*
 * Everything that must be so before the MMU is on.  In: r4.  Out: r0 = SCTLR.  Uses r3, r5, r6.
 * ARM ARM B3.10 (TLB), B4.1.104 (PRRR, NMRR), B4.1.153 (TTBCR), B4.1.130 (SCTLR).
 */
__v7_setup:
	mrc	p15, 0, r0, c1, c0, 1		@ ACTLR: take part in coherency (Cortex-A7, A15)
	orr	r0, r0, #(1 << 6)
	mcr	p15, 0, r0, c1, c0, 1
	mov	r3, #0
	mcr	p15, 0, r3, c7, c5, 0		@ ICIALLU
	mcr	p15, 0, r3, c7, c5, 6		@ BPIALL
	mcr	p15, 0, r3, c8, c7, 0		@ TLBIALL
	dsb
	mcr	p15, 0, r3, c2, c0, 2		@ TTBCR: TTBR0 translates everything
	orr	r3, r4, #TTB_FLAGS
	mcr	p15, 0, r3, c2, c0, 0		@ TTBR0
	mcr	p15, 0, r3, c2, c0, 1		@ TTBR1
	ldr	r5, =PRRR
	ldr	r6, =NMRR
	mcr	p15, 0, r5, c10, c2, 0
	mcr	p15, 0, r6, c10, c2, 1
	mov	r3, #DACR_KERNEL & 0xff
	mcr	p15, 0, r3, c3, c0, 0		@ DACR
	mov	r3, #0
	mcr	p15, 0, r3, c13, c0, 1		@ CONTEXTIDR: ASID 0, the kernel's own
	isb
	mrc	p15, 0, r0, c1, c0, 0		@ SCTLR
	ldr	r5, =SCTLR_CLEAR
	bic	r0, r0, r5
	ldr	r5, =SCTLR_SET
	orr	r0, r0, r5
	mov	pc, lr

	.ltorg

/*
 * The step itself, in the identity map: the instruction after the write is fetched through
 * the MMU.  In: r0 = SCTLR, r13 = where to go, a virtual address.
 */
	.align	5
__turn_mmu_on:
	isb
	mcr	p15, 0, r0, c1, c0, 0
	isb
	mov	pc, r13
ENDPROC(__turn_mmu_on)

/* What ends here has no console yet: the known UARTs by where RAM begins (ARMv4 code only) */
__error_processor:
	adr	r0, msg_processor
	b	__error
__error_placement:
	adr	r0, msg_placement
	b	__error
__error_memory:
	mov	r0, r11
__error:
	adr	r3, uart_table
1:	ldmia	r3!, {r5, r6}			@ RAM base, UART
	cmn	r6, #1
	beq	3f				@ none: only the exit status can tell
	teq	r5, r8
	bne	1b
2:	ldrb	r5, [r0], #1
	teq	r5, #0
	strbne	r5, [r6]
	bne	2b
3:	mov	r0, #0x20			@ SYS_EXIT_EXTENDED
	adr	r1, exit_block
	svc	0x123456			@ QEMU with -semihosting ends here, with status 2
4:	b	4b
ENDPROC(__error)

	.align	2
uart_table:
	.word	0x40000000, 0x09000000		@ virt
	.word	0x80000000, 0x1c090000		@ vexpress-a15
	.word	0x00000000, 0x16000000		@ integratorcp
	.word	-1, -1
exit_block:
	.word	0x20026, 2			@ ADP_Stopped_ApplicationExit, status
msg_processor:
	.asciz	"Pagewalk: this processor is no ARMv7-A with short-descriptor page tables. Stopped.\r\n"
msg_placement:
	.asciz	"Pagewalk: the image must be loaded 64 KiB above a 2 MiB boundary of RAM. Stopped.\r\n"
	.align	2

/*
 * Exceptions before early_trap_init(): all lead to one place, which knows what happened by
 * r0.  Before the MMU is on there is nothing but the bare UART; afterwards early_exception()
 * prints what it can.
 */
	.align	5
early_vectors:
	b	.				@ reset: not taken
	b	early_und
	b	early_swi
	b	early_pabt
	b	early_dabt
	b	.
	b	early_irq
	b	early_irq
early_swi:
	movs	pc, lr				@ a semihosting call without semihosting: goes on
early_und:
	mov	r0, #0
	b	1f
early_pabt:
	mov	r0, #1
	b	1f
early_irq:
	mov	r0, #3
	b	1f
early_dabt:
	mov	r0, #2
1:	mov	r1, lr
	mrc	p15, 0, r2, c5, c0, 0		@ DFSR
	mrc	p15, 0, r3, c6, c0, 0		@ DFAR
	teq	r0, #1
	mrceq	p15, 0, r2, c5, c0, 1		@ IFSR
	mrceq	p15, 0, r3, c6, c0, 2		@ IFAR
	mrc	p15, 0, r4, c1, c0, 0
	tst	r4, #1
	beq	__error_early
	cps	#SVC_MODE
	ldr	sp, =init_thread_union + THREAD_START_SP
	ldr	pc, =early_exception
__error_early:
	mov	r0, r11
	b	__error
	.align	2				@ within reach of adr
msg_memory:
	.asciz	"Pagewalk: RAM ends before the kernel does, which needs 8 MiB. Stopped.\r\n"
	.align	2
msg_early:
	.asciz	"Pagewalk: an exception before the MMU was on. Stopped.\r\n"
	.align	2
ENDPROC(early_vectors)

/* 4. At the link address from here on. */
	.cfi_sections .debug_frame
	.text
__mmap_switched:
	UNWIND(.fnstart)
	UNWIND(.cantunwind)
	.cfi_startproc
	.cfi_undefined lr			@ nobody called this: backtraces end here
	ldr	r0, =__bss_start
	ldr	r1, =__bss_stop
	mov	r2, #0
1:	cmp	r0, r1
	strlo	r2, [r0], #4
	blo	1b
	ldr	r0, =early_vectors
	mcr	p15, 0, r0, c12, c0, 0		@ VBAR, now virtual
	isb
	ldr	r0, =__pv_phys_pfn_offset
	mov	r1, r8, lsr #12
	str	r1, [r0]
	ldr	r0, =__atags_pointer
	str	r10, [r0]
	ldr	r0, =processor_id
	str	r9, [r0]
	ldr	sp, =init_thread_union + THREAD_START_SP
	mov	fp, #0
	bl	start_kernel
	.cfi_endproc
	UNWIND(.fnend)
ENDPROC(__mmap_switched)
	.ltorg
