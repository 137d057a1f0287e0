/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Offsets of structure members as assembly constants.  Never linked: the build turns the
 * marked lines of the compiler's output into generated/asm-offsets.h.
 */
#include <linux/types.h>
#include <asm/ptrace.h>
#include <asm/thread_info.h>

#define DEFINE(sym, val) __asm__ volatile("\n->" #sym " %0 " #val : : "i" (val))
#define OFFSET(sym, str, mem) DEFINE(sym, offsetof(struct str, mem))

int main(void);

int main(void)
{
	OFFSET(TI_FLAGS, thread_info, flags);
	OFFSET(TI_PREEMPT, thread_info, preempt_count);
	OFFSET(TI_ADDR_LIMIT, thread_info, addr_limit);
	OFFSET(TI_TASK, thread_info, task);
	OFFSET(TI_CPU_SAVE, thread_info, cpu_context);
	OFFSET(TI_TP_VALUE, thread_info, tp_value);
	DEFINE(S_R0, offsetof(struct pt_regs, uregs[0]));
	DEFINE(S_SP, offsetof(struct pt_regs, uregs[13]));
	DEFINE(S_LR, offsetof(struct pt_regs, uregs[14]));
	DEFINE(S_PC, offsetof(struct pt_regs, uregs[15]));
	DEFINE(S_PSR, offsetof(struct pt_regs, uregs[16]));
	DEFINE(S_OLD_R0, offsetof(struct pt_regs, uregs[17]));
	DEFINE(PT_REGS_SIZE, sizeof(struct pt_regs));
	return 0;
}
