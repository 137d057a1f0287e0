/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Backtraces without frame pointers: the tables of the exception handling ABI for ARM.
 *
 * The compiler describes for each function how to undo its prologue, in a byte code of its
 * own; an index, sorted by address, leads to it.
 *
 *   __start_unwind_idx[]   { function (prel31), word }
 *        word == 1           cannot be unwound: the end
 *        word bit 31 set     the byte code itself: 80 a b c
 *        else                prel31 to a table in .ARM.extab: 80 a b c | 81 n a b, n words ...
 *
 * Virtual registers start as the frame's, the byte code moves vsp and pops registers; at the
 * end pc is what was popped, or lr.
 *
 * Invariants
 *   U1  no read outside [sp, end of the stack that sp is in], whatever the frame's registers
 *       hold, and a trace stays in the stack it started in: it never faults
 *   U2  sp never goes down, and stays equal only when pc changes: a trace always ends
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <asm/ptrace.h>
#include <asm/sections.h>
#include <asm/stacktrace.h>
#include <asm/unwind.h>

struct unwind_idx {
	u32 addr_offset;	/* prel31 */
	u32 insn;
};

extern const struct unwind_idx __start_unwind_idx[], __stop_unwind_idx[];
/* The entry code whose frame is a pt_regs: entry-armv.S */
extern char __svc_entry_begin[], __svc_entry_end[];

#define EXIDX_CANTUNWIND 1
#define MAX_FRAMES	64

enum { FP = 11, SP = 13, LR = 14, PC = 15 };

struct unwind_ctrl {
	unsigned long vrs[16];
	const u32 *insn;	/* the word that is read */
	int words;		/* left after it */
	int byte;		/* next in the word, 3 is the first */
	unsigned long low, high; /* the frame's sp, the end of the stack */
};

void __aeabi_unwind_cpp_pr0(void);
void __aeabi_unwind_cpp_pr1(void);
void __aeabi_unwind_cpp_pr2(void);

/* The tables refer to the ABI's routines by name; nobody calls them */
void __aeabi_unwind_cpp_pr0(void) { }
void __aeabi_unwind_cpp_pr1(void) { }
void __aeabi_unwind_cpp_pr2(void) { }

/* An offset of 31 bits, relative to where it stands */
static unsigned long prel31(const u32 *p)
{
	return (unsigned long)p + (unsigned long)((s32)(*p << 1) >> 1);
}

static bool kernel_text(unsigned long addr)
{
	return (addr >= (unsigned long)_stext && addr < (unsigned long)_etext) ||
	       (addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext);
}

static const struct unwind_idx *unwind_find_idx(unsigned long addr)
{
	const struct unwind_idx *low = __start_unwind_idx, *high = __stop_unwind_idx;

	if (low == high || prel31(&low->addr_offset) > addr)
		return NULL;
	while (high - low > 1) {
		const struct unwind_idx *mid = low + (high - low) / 2;

		if (prel31(&mid->addr_offset) <= addr)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* ------------------------------------------------------------------ the byte code */

/* The next byte; 0xb0, "finish", behind the last */
static u8 next_byte(struct unwind_ctrl *c)
{
	u8 byte;

	if (c->byte < 0) {
		if (c->words <= 0)
			return 0xb0;
		c->words--;
		c->insn++;
		c->byte = 3;
	}
	byte = (u8)(*c->insn >> (c->byte * 8));
	c->byte--;
	return byte;
}

static bool pop(struct unwind_ctrl *c, int reg, unsigned long *vsp)
{
	if (*vsp & 3 || *vsp < c->low || *vsp > c->high - 4)
		return false;		/* U1 */
	c->vrs[reg] = *(unsigned long *)*vsp;
	*vsp += 4;
	return true;
}

/* Registers of @mask, bit 0 being @first, lowest register at the lowest address */
static bool pop_mask(struct unwind_ctrl *c, unsigned int mask, int first)
{
	unsigned long vsp = c->vrs[SP];
	bool load_sp = first <= SP && mask & 1u << (SP - first);

	for (; mask; mask >>= 1, first++)
		if (mask & 1 && !pop(c, first, &vsp))
			return false;
	if (!load_sp)
		c->vrs[SP] = vsp;
	return true;
}

static unsigned long uleb128(struct unwind_ctrl *c)
{
	unsigned long n = 0;
	int shift = 0;
	u8 byte;

	do {
		byte = next_byte(c);
		n |= (unsigned long)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && shift < 32);
	return n;
}

/* One instruction.  Returns 1 to go on, 0 when finished, -1 when it can't be undone. */
static int unwind_exec_insn(struct unwind_ctrl *c)
{
	u8 insn = next_byte(c);
	unsigned int mask;

	if (insn < 0x40) {				/* 00xxxxxx vsp += */
		c->vrs[SP] += ((insn & 0x3f) << 2) + 4;
	} else if (insn < 0x80) {			/* 01xxxxxx vsp -= */
		c->vrs[SP] -= ((insn & 0x3f) << 2) + 4;
	} else if (insn < 0x90) {			/* 1000iiii iiiiiiii pop r4-r15 */
		mask = (insn & 0x0f) << 8 | next_byte(c);
		return mask && pop_mask(c, mask, 4) ? 1 : -1;
	} else if (insn < 0xa0) {			/* 1001nnnn vsp = rn */
		if ((insn & 0x0d) == 0x0d)
			return -1;
		c->vrs[SP] = c->vrs[insn & 0x0f];
	} else if (insn < 0xb0) {			/* 1010lnnn pop r4-r[4+n], lr if l */
		mask = (1u << ((insn & 7) + 1)) - 1;
		if (insn & 8)
			mask |= 1u << (LR - 4);
		return pop_mask(c, mask, 4) ? 1 : -1;
	} else if (insn == 0xb0) {
		return 0;
	} else if (insn == 0xb1) {			/* 10110001 0000iiii pop r0-r3 */
		mask = next_byte(c);
		return mask && !(mask & 0xf0) && pop_mask(c, mask, 0) ? 1 : -1;
	} else if (insn == 0xb2) {			/* vsp += 0x204 + (uleb << 2) */
		c->vrs[SP] += 0x204 + (uleb128(c) << 2);
	} else {
		return -1;				/* floating point: the kernel has none */
	}
	return c->vrs[SP] <= c->high ? 1 : -1;
}

/* Where the byte code of @idx begins.  False when there is none. */
static bool unwind_begin(struct unwind_ctrl *c, const struct unwind_idx *idx)
{
	if (idx->insn == EXIDX_CANTUNWIND)
		return false;
	c->insn = idx->insn & 1u << 31 ? &idx->insn : (const u32 *)prel31(&idx->insn);
	switch (*c->insn >> 24) {
	case 0x80:
		c->byte = 2;
		c->words = 0;
		return true;
	case 0x81:
	case 0x82:
		c->byte = 1;
		c->words = (*c->insn >> 16) & 0xff;
		return true;
	}
	return false;
}

/* Out of an exception: the frame is the pt_regs at its sp */
static int unwind_exception(struct stackframe *frame, unsigned long high)
{
	const struct pt_regs *regs = (void *)frame->sp;

	if (frame->sp & 3 || frame->sp > high - sizeof(*regs) ||
	    regs->ARM_sp < frame->sp || regs->ARM_sp >= high)
		return -1;
	frame->fp = regs->ARM_fp;
	frame->sp = regs->ARM_sp;
	frame->lr = regs->ARM_lr;
	frame->pc = regs->ARM_pc;
	frame->returned_to = false;
	return kernel_text(frame->pc) ? 0 : -1;
}

int unwind_frame(struct stackframe *frame)
{
	const struct unwind_idx *idx;
	struct unwind_ctrl c = {
		.low = frame->sp, .high = ALIGN(frame->sp + 1, THREAD_SIZE),
	};
	int more;

	if (!kernel_text(frame->pc))
		return -1;
	if (frame->pc >= (unsigned long)__svc_entry_begin &&
	    frame->pc <= (unsigned long)__svc_entry_end)
		return unwind_exception(frame, c.high);
	idx = unwind_find_idx(frame->pc - frame->returned_to);
	if (!idx || !unwind_begin(&c, idx))
		return -1;
	c.vrs[FP] = frame->fp;
	c.vrs[SP] = frame->sp;
	c.vrs[LR] = frame->lr;
	do
		more = unwind_exec_insn(&c);
	while (more > 0);
	if (more < 0)
		return -1;
	if (!c.vrs[PC])
		c.vrs[PC] = c.vrs[LR];
	if (c.vrs[SP] >= c.high)
		return -1;		/* U1 */
	if (c.vrs[SP] < frame->sp || (c.vrs[SP] == frame->sp && c.vrs[PC] == frame->pc))
		return -1;		/* U2 */
	frame->fp = c.vrs[FP];
	frame->sp = c.vrs[SP];
	frame->lr = c.vrs[LR];
	frame->pc = c.vrs[PC];
	frame->returned_to = true;
	return kernel_text(frame->pc) ? 0 : -1;
}

/* ------------------------------------------------------------------ its users */

/* The frame of the function that this is expanded in */
#define THIS_FRAME()							\
({	struct stackframe __f = { };					\
	__asm__ volatile("mov %0, sp\n	mov %1, fp\n	mov %2, pc"	\
			 : "=r" (__f.sp), "=r" (__f.fp), "=r" (__f.pc)); \
	__f.lr = _RET_IP_;						\
	__f;								\
})

/* An sp that was saved may be anything: is it one of @tsk's stack? */
static bool on_stack(const struct task_struct *tsk, unsigned long sp)
{
	return sp - (unsigned long)task_stack_page(tsk) < THREAD_SIZE;
}

static struct stackframe first_frame(struct pt_regs *regs, struct task_struct *tsk)
{
	const struct cpu_context_save *saved;

	if (regs)
		return (struct stackframe) {
			.fp = regs->ARM_fp, .sp = regs->ARM_sp, .lr = regs->ARM_lr,
			.pc = kernel_text(regs->ARM_pc) ? regs->ARM_pc : regs->ARM_lr,
		};
	saved = &task_thread_info(tsk)->cpu_context;
	return (struct stackframe) {
		.fp = saved->fp, .sp = saved->sp, .pc = saved->pc,
	};
}

void unwind_backtrace(struct pt_regs *regs, struct task_struct *tsk)
{
	struct stackframe frame;
	unsigned int depth;

	pr_alert("Backtrace:\n");
	if (regs || (tsk && tsk != current)) {
		frame = first_frame(regs, tsk);
		if (!on_stack(tsk ? tsk : current, frame.sp)) {
			pr_alert("(sp %08lx is outside the stack)\n", frame.sp);
			return;
		}
	} else {
		frame = THIS_FRAME();
	}
	for (depth = 0; depth < MAX_FRAMES; depth++) {
		unsigned long where = frame.pc, name = where - frame.returned_to;

		if (unwind_frame(&frame) < 0)
			break;
		pr_alert("[<%08lx>] (%ps) from [<%08lx>] (%pB)\n", where, (void *)name, frame.pc,
			 (void *)frame.pc);
	}
}

unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skip)
{
	struct stackframe frame = THIS_FRAME();
	unsigned int depth, n = 0;

	for (depth = 0; n < size && depth < MAX_FRAMES && unwind_frame(&frame) == 0; depth++)
		if (depth >= skip)
			store[n++] = frame.pc;
	return n;
}

unsigned int stack_trace_save_frame(struct stackframe frame, unsigned long *store, unsigned int size)
{
	unsigned int n = 0;

	do
		store[n++] = frame.pc;
	while (n < size && unwind_frame(&frame) == 0);
	return n;
}
