/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: each step of a page fault, a memory call, a fork or an exec, recorded with its time in instructions.
 *
 *   trace=*             all of them           trace=abort*,set_pte        some, by pattern
 *
 *   trace: 1290311 2 cow c1e0b2c0 set_pte address=b6ffe000 pte=4f9a35f hw=4f9aa7e | c0021a04 c0020b8c ...
 *          time, pid, name, mm    event   what it tells, in hexadecimal           | the functions it came through
 *
 * A tracepoint is a line where something happens, with up to three numbers or pointers:
 *
 *   trace_event(set_pte, address, ptep);
 *
 *     off    nop
 *     on     b 1f           1:  push {r0-r3, ip, lr}, the arguments        out of the way
 *                               bl __trace_stub -> trace_hit()
 *                               pop, and back
 *
 * The code around it doesn't know of a call there, so that being off costs the nop (linux/jump_label.h) and no register.
 * Nor does it know that memory is read: what that function looks at must have been stored by a call or a lock before.
 * trace_hit() gives the arguments to the function that stands beside the event below: it records what it makes of them.
 * Memory calls have no tracepoints: while they are traced, their entries in the table of system calls lead elsewhere
 * (kernel/trace_call.c), and so do those of fsr_info[] while aborts are.
 */
#ifndef _LINUX_TRACE_H
#define _LINUX_TRACE_H

#include <linux/jump_label.h>
#include <linux/types.h>

/*
 * The events, what they tell, and who tells it.  "name..." takes all that is left; "text" isn't a number, and is last.
 *
 * Addresses are virtual; pages are named by their pfn, files by their inode, VMAs by where they start.
 */
#define TRACE_EVENTS(E)											\
	/* From the vector to the handler and back; what the tables and the page were before and after */	\
	E(abort_enter, "address fsr pc psr", trace_numbers)							\
	E(abort_exit, "address unhandled", trace_numbers)							\
	E(walk, "address pgd pmd ptep pte hw", trace_numbers)							\
	E(page, "pfn flags count mapcount mapping index", trace_numbers)					\
	E(signal, "sig code address", trace_numbers)								\
	E(fixup, "pc fixup", trace_numbers)									\
	/* Memory calls, fork, exec, exit */									\
	E(call_enter, "nr r0 r1 r2 r3 r4 r5 text", trace_numbers)						\
	E(call_exit, "nr ret", trace_numbers)									\
	/* An address space, when it isn't what it was, and then each of its VMAs in order */			\
	E(mm, "pgd mmap_base start_code end_code start_data end_data "						\
		"start_brk brk start_stack total_vm file_rss anon_rss", trace_numbers)				\
	E(vma, "start end flags pgoff parent left right gap red text", trace_numbers)				\
	/* VMAs: looked for, placed, entered, joined, cut, taken out */						\
	E(vmacache_hit, "address vma", trace_vmacache_hit)							\
	E(find_vma, "address vma nodes...", trace_find_vma)							\
	E(get_unmapped_area, "len flags address", trace_numbers)						\
	E(vma_link, "start end flags", trace_numbers)								\
	E(vma_merge, "start end into", trace_numbers)								\
	E(split_vma, "start end address", trace_numbers)							\
	E(detach_vmas, "start end", trace_numbers)								\
	E(expand_stack, "start address error", trace_numbers)							\
	E(anon_vma_prepare, "vma anon_vma", trace_numbers)							\
	/* Page tables */											\
	E(pte_alloc, "address table", trace_numbers)								\
	E(set_pte, "address pte hw", trace_set_pte)								\
	E(zap, "start end", trace_numbers)									\
	E(try_to_unmap, "address pfn", trace_numbers)								\
	E(change_protection, "start end", trace_numbers)							\
	E(move_page_tables, "from to len", trace_numbers)							\
	E(copy_page_range, "start end", trace_numbers)								\
	/* Page frames */											\
	E(mm_page_alloc, "pfn order gfp zone", trace_page_alloc)						\
	E(mm_page_free, "pfn order", trace_numbers)								\
	E(pcp_refill, "zone migratetype pages free pcp blocks...", trace_pcp_refill)				\
	E(buddy_expand, "pfn order half", trace_numbers)								\
	E(buddy_merge, "pfn buddy order", trace_numbers)							\
	/* The page cache */											\
	E(find_get_page, "inode index pfn", trace_page_cache)							\
	E(add_to_page_cache, "inode index pfn", trace_page_cache)						\
	E(delete_from_page_cache, "inode index pfn", trace_page_cache)						\
	E(readpage, "inode index pfn", trace_page_cache)							\
	E(set_page_dirty, "inode index pfn", trace_page_cache)							\
	E(writepage, "inode index pfn", trace_page_cache)							\
	E(end_page_writeback, "inode index pfn", trace_page_cache)						\
	E(map_pages, "address pgoff max_pgoff", trace_numbers)							\
	/* Reclaim */												\
	E(wakeup_kswapd, "zone order", trace_numbers)								\
	E(shrink_active_list, "lru scanned deactivated", trace_numbers)					\
	E(shrink_inactive_list, "lru scanned reclaimed", trace_numbers)					\
	E(pageout, "pfn", trace_numbers)									\
	/* TLB and caches */											\
	E(tlb_flush, "asid start end", trace_numbers)								\
	E(sync_icache_dcache, "pfn clean", trace_numbers)							\
	E(flush_dcache_page, "pfn mapped", trace_numbers)

#define TRACE_ID(name, fields, tell)	TRACE_##name,
enum trace_id {
	TRACE_EVENTS(TRACE_ID)
	NR_TRACE_EVENTS
};
#undef TRACE_ID

extern struct static_key trace_keys[NR_TRACE_EVENTS];

#define trace_on(name)	static_branch_unlikely(&trace_keys[TRACE_##name])

#define trace_event(name, ...)						\
	do {								\
		if (trace_on(name))					\
			__trace_hit(TRACE_##name, ##__VA_ARGS__, 0, 0, 0); \
	} while (0)

#define __trace_hit(id, a, b, c, ...)					\
	asm inline volatile("push	{r0-r3, ip, lr}\n"			\
		     "str	%1, [sp, #-4]!\n"			\
		     "str	%2, [sp, #-4]!\n"			\
		     "str	%3, [sp, #-4]!\n"			\
		     "mov	r0, %0\n"				\
		     "bl	__trace_stub	@ %4\n"		\
		     "add	sp, sp, #12\n"				\
		     "pop	{r0-r3, ip, lr}\n"			\
		     : : "i" (id), "r" ((unsigned long)(a)), "r" ((unsigned long)(b)), \
			 "r" ((unsigned long)(c)), "i" (__LINE__) : "cc")

/* ------------------------------------------------------------------ kernel/trace.c: the record */

#define TRACE_TEXT	64		/* of a text, with its NUL */

/* What trace= asks for begins: the first program is about to start.  Process context. */
void trace_init(void);

/* What stands between the two is tracing, and takes no time in the record; with interrupts off.  They nest. */
unsigned long trace_begin(void);
void trace_end(unsigned long flags);

/* @n numbers from @args, and @text, or NULL.  Any context. */
void trace_record(enum trace_id id, const unsigned long *args, unsigned int n, const char *text);

/*
 * Turns the events on that match @pattern, a glob.  How many; -ENOMEM: there is no room for a record.
 * Process context, as trace_stop(), which turns all off; what was recorded stays until trace_free().
 */
int trace_start(const char *pattern);
void trace_stop(void);
void trace_free(void);
/* On the console, a line each.  Any context. */
void trace_dump(void);

/* A record, for those who look at it in memory */
struct trace_view {
	enum trace_id id;
	u64 time;			/* in instructions, without those of tracing itself */
	int pid;
	const char *comm, *text;
	unsigned long mm;
	const unsigned long *args, *pcs;
	unsigned int nr_args, nr_pcs;
};
/* The one at @pos, 0 for the first.  Where the next is; 0: there is none at @pos. */
unsigned int trace_view(unsigned int pos, struct trace_view *view);
unsigned int trace_lost(void);

/* ------------------------------------------------------------------ mm/trace.c: what takes more than three numbers */

struct mm_struct;
struct pt_regs;

/*
 * From __trace_stub: a tracepoint was hit.  @stack: the three arguments, the last first, and the registers that were
 * saved, lr last; above it is the stack of the function that was hit at @pc.
 */
void trace_hit(enum trace_id id, const unsigned long *stack, unsigned long pc, unsigned long fp);

/* Called by trace_hit() with what the tracepoint gives */
void trace_vmacache_hit(enum trace_id id, const unsigned long *given);
void trace_find_vma(enum trace_id id, const unsigned long *given);
void trace_set_pte(enum trace_id id, const unsigned long *given);
void trace_page_alloc(enum trace_id id, const unsigned long *given);
void trace_pcp_refill(enum trace_id id, const unsigned long *given);
void trace_page_cache(enum trace_id id, const unsigned long *given);

/* @mm and its VMAs, unless they are what was recorded last.  @mm may be NULL. */
void trace_mm(struct mm_struct *mm);
void trace_forget_mm(void);
/* Calls the handler @fn of an abort, and records what it finds and leaves */
typedef int abort_fn(unsigned long addr, unsigned int fsr, struct pt_regs *regs);
int trace_abort(unsigned long addr, unsigned int fsr, struct pt_regs *regs, abort_fn *fn);
/* arch/arm/mm/fault.c: handlers are called by trace_abort(), or not */
void trace_aborts(bool on);
/* kernel/trace_call.c: the memory calls go through trace_call(), or not */
void trace_calls(bool on);

#endif
