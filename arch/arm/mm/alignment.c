/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unaligned accesses that the processor doesn't make, made for the program.
 *
 * Idea.  ARMv7 loads and stores a word or a halfword at any address by itself; only instructions that
 * access several words (LDM, STM, LDRD, STRD, push and pop) and the exclusive ones want alignment.  The
 * former are decoded here and done word by word, by the very user accesses that any system call makes;
 * the latter can't be made atomic, and are SIGBUS, as is what VFP and NEON ask for.
 *
 *     do_alignment
 *       fetch          one word of ARM code, one or two halfwords of Thumb code
 *       decode         -> struct multiple: which registers, from which address, writeback or not
 *       do_multiple    word by word; a fault half-way is SIGSEGV, at the address of the abort
 *       pc moves on, and in Thumb code the state of an IT block
 *
 * Invariant: registers change only when all of memory could be accessed, so that an access that faults
 * can be repeated.  Context: process, interrupts on, may sleep.  Different from Linux: no statistics, no
 * choice (/proc/cpu/alignment): its default, fixing up, is what there is.  ARM ARM A3.2, A8.
 * Tests: tests/user/fault.c
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <asm/ptrace.h>
#include "fault.h"

/* An access of several words */
struct multiple {
	unsigned int list;		/* registers, lowest bit first; ascending in memory */
	unsigned long addr;		/* of the lowest word */
	bool load;
	int base;			/* register to be written back; -1: none */
	unsigned long new_base;
};

/* A register as an operand: pc is two instructions on, in ARM code */
static unsigned long reg_value(const struct pt_regs *regs, unsigned int n)
{
	return regs->uregs[n] + (n == 15 ? 8 : 0);
}

/* ------------------------------------------------------------------ decode */

/* LDM, STM: @up, @before as P and U of the instruction.  0, -EINVAL. */
static int decode_ldm(struct multiple *m, const struct pt_regs *regs, unsigned int rn, unsigned int list,
		      bool load, bool up, bool before, bool writeback)
{
	unsigned long base = regs->uregs[rn], size = hweight32(list) * 4;

	if (!list || rn == 15)
		return -EINVAL;
	m->list = list;
	m->load = load;
	m->addr = up ? base : base - size;
	if (up == before)
		m->addr += 4;
	m->new_base = up ? base + size : base - size;
	/* A base that is loaded itself keeps what was loaded */
	m->base = writeback && !(load && list & 1U << rn) ? (int)rn : -1;
	return 0;
}

/* LDRD, STRD: two registers, which needn't be neighbours in Thumb code, at base + offset */
static int decode_ldrd(struct multiple *m, const struct pt_regs *regs, unsigned int rn, unsigned int rt,
		       unsigned int rt2, bool load, long offset, bool before, bool writeback)
{
	unsigned long base = reg_value(regs, rn) & (rn == 15 ? ~3UL : ~0UL);

	if (rt >= rt2 || rt2 > 14)
		return -EINVAL;
	m->list = 1U << rt | 1U << rt2;
	m->load = load;
	m->addr = before ? base + (unsigned long)offset : base;
	m->new_base = base + (unsigned long)offset;
	m->base = writeback ? (int)rn : -1;
	return 0;
}

static int decode_arm(struct multiple *m, const struct pt_regs *regs, u32 insn)
{
	bool p = insn & 1 << 24, u = insn & 1 << 23, w = insn & 1 << 21;
	unsigned int rn = insn >> 16 & 15, rt = insn >> 12 & 15;
	long offset;

	if ((insn & 0x0e400000) == 0x08000000 && insn >> 28 != 15)
		return decode_ldm(m, regs, rn, insn & 0xffff, insn & 1 << 20, u, p, w);
	if ((insn & 0x0e1000d0) != 0x000000d0 || insn >> 28 == 15 || rt & 1)
		return -EINVAL;
	offset = insn & 1 << 22 ? (long)((insn >> 4 & 0xf0) | (insn & 15)) : (long)regs->uregs[insn & 15];
	return decode_ldrd(m, regs, rn, rt, rt + 1, !(insn & 1 << 5), u ? offset : -offset, p, !p || w);
}

static int decode_thumb16(struct multiple *m, const struct pt_regs *regs, u16 insn)
{
	unsigned int rn = insn >> 8 & 7;

	if ((insn & 0xf000) == 0xc000)
		return decode_ldm(m, regs, rn, insn & 0xff, insn & 1 << 11, true, false, true);
	if ((insn & 0xfe00) == 0xb400)		/* push: lr is bit 8 */
		return decode_ldm(m, regs, 13, (insn & 0xffU) | (insn & 1U << 8) << 6, false, false, true,
				  true);
	if ((insn & 0xfe00) == 0xbc00)		/* pop: pc is bit 8 */
		return decode_ldm(m, regs, 13, (insn & 0xffU) | (insn & 1U << 8) << 7, true, true, false,
				  true);
	return -EINVAL;
}

static int decode_thumb32(struct multiple *m, const struct pt_regs *regs, u16 hw1, u16 hw2)
{
	bool p = hw1 & 1 << 8, u = hw1 & 1 << 7, w = hw1 & 1 << 5, load = hw1 & 1 << 4;
	unsigned int rn = hw1 & 15, rt = hw2 >> 12, rt2 = hw2 >> 8 & 15;
	long offset = (hw2 & 0xff) * 4;

	if ((hw1 & 0xfe40) == 0xe800 && p != u)
		return decode_ldm(m, regs, rn, hw2, load, u, p, w);
	if ((hw1 & 0xfe40) != 0xe840 || (!p && !w))
		return -EINVAL;
	/* The lower register comes first in memory only if it is the first one named */
	return decode_ldrd(m, regs, rn, rt, rt2, load, u ? offset : -offset, p, w);
}

/* ------------------------------------------------------------------ do */

/* A word, byte by byte: what lies in front of a hole is stored.  0, -EFAULT. */
static int put_unaligned(unsigned long word, unsigned long addr)
{
	u8 __user *p = (u8 __user *)addr;
	unsigned int n;

	for (n = 0; n < 4; n++)
		if (put_user((u8)(word >> 8 * n), p + n))
			return -EFAULT;
	return 0;
}

/* The words, to or from the registers.  0, -EFAULT. */
static int do_multiple(struct pt_regs *regs, const struct multiple *m)
{
	unsigned long addr = m->addr, words[16], pc;
	unsigned int n;

	for (n = 0; n < 16; n++) {
		if (!(m->list & 1U << n))
			continue;
		if (m->load ? get_user(words[n], (unsigned long __user *)addr) :
			      put_unaligned(reg_value(regs, n), addr))
			return -EFAULT;
		addr += 4;
	}
	if (m->base >= 0)
		regs->uregs[m->base] = m->new_base;
	for (n = 0; n < 16 && m->load; n++)
		if (m->list & 1U << n)
			regs->uregs[n] = words[n];
	if (m->load && m->list & 1U << 15) {
		/* Bit 0 of a loaded pc says which code it is */
		pc = regs->ARM_pc;
		regs->ARM_cpsr = pc & 1 ? regs->ARM_cpsr | PSR_T_BIT : regs->ARM_cpsr & ~PSR_T_BIT;
		regs->ARM_pc = pc & ~1UL;
	}
	return 0;
}

/* The next instruction of an IT block, if this one was in it */
static void it_advance(struct pt_regs *regs)
{
	unsigned long cpsr = regs->ARM_cpsr, it;

	it = (cpsr >> 8 & 0xfc) | (cpsr >> 25 & 3);
	it = it & 7 ? (it & 0xe0) | (it << 1 & 0x1f) : 0;
	regs->ARM_cpsr = (cpsr & ~PSR_IT_MASK) | (it & 0xfc) << 8 | (it & 3) << 25;
}

/* Fetches and decodes what stands at pc: its size in bytes; -EINVAL, -EFAULT */
static int fetch_and_decode(struct multiple *m, const struct pt_regs *regs)
{
	u16 __user *pc = (u16 __user *)regs->ARM_pc;
	u16 hw1, hw2;
	u32 insn;
	int err;

	if (!thumb_mode(regs)) {
		if (get_user(insn, (u32 __user *)pc))
			return -EFAULT;
		err = decode_arm(m, regs, insn);
		return err ?: 4;
	}
	if (get_user(hw1, pc))
		return -EFAULT;
	if (hw1 < 0xe800) {
		err = decode_thumb16(m, regs, hw1);
		return err ?: 2;
	}
	if (get_user(hw2, pc + 1))
		return -EFAULT;
	err = decode_thumb32(m, regs, hw1, hw2);
	return err ?: 4;
}

/*
 * fixup_alignment - the program's access at pc, which the processor refused, is made.
 *
 * 0: pc is behind it; -EINVAL: it is none of those that can be; -EFAULT: memory isn't there, or can't
 * be accessed so.  May sleep.
 */
int fixup_alignment(struct pt_regs *regs)
{
	unsigned long pc = regs->ARM_pc;
	struct multiple m;
	int size = fetch_and_decode(&m, regs), err;

	if (size < 0)
		return size;
	err = do_multiple(regs, &m);
	if (err)
		return err;
	if (!(m.load && m.list & 1U << 15))
		regs->ARM_pc = pc + (unsigned long)size;
	if (thumb_mode(regs))
		it_advance(regs);
	return 0;
}
