/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracepoints (linux/trace.h, kernel/trace.c, mm/trace.c); programs under them: tests/host/trace.t */
#include <linux/jump_label.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/trace.h>
#include <asm/patch.h>
#include <asm/pgtable.h>
#include <asm/unistd.h>
#include "selftest.h"
#include "user_mm.h"

extern long (*const sys_call_table[NR_syscalls])(void);

/* How many places with a tracepoint don't have what a key that is @on makes of them */
static unsigned int wrong_places(bool on)
{
	const struct jump_entry *e;
	unsigned int wrong = 0;

	for (e = __start___jump_table; e < __stop___jump_table; e++)
		if (e->key >= trace_keys && e->key < trace_keys + NR_TRACE_EVENTS &&
		    *(const u32 *)e->code != (on ? arm_gen_branch(e->code, e->target) : arm_gen_nop()))
			wrong++;
	return wrong;
}

/* Is each tracepoint a nop while it is off, a branch while it is on, and a nop again? */
SELFTEST(trace, nops)
{
	ASSERT(__stop___jump_table - __start___jump_table > NR_TRACE_EVENTS);
	EXPECT_EQ(wrong_places(false), 0);
	EXPECT_EQ(trace_start("*"), NR_TRACE_EVENTS);
	EXPECT_EQ(wrong_places(true), 0);
	trace_stop();
	EXPECT_EQ(wrong_places(false), 0);
	trace_free();
}

/* Does a branch reach a target before it and one behind it? */
SELFTEST(trace, branch)
{
	EXPECT_EQ(arm_gen_branch(0xc0010000, 0xc0010008), 0xea000000);
	EXPECT_EQ(arm_gen_branch(0xc0010000, 0xc0010000), 0xeafffffe);
	EXPECT_EQ(arm_gen_branch(0xc0010000, 0xc0020000), 0xea003ffe);
	EXPECT_EQ(arm_gen_branch(0xc0020000, 0xc0010000), 0xeaffbffe);
}

/* Does a pattern choose the events that it matches, and no others? */
SELFTEST(trace, pattern)
{
	EXPECT_EQ(trace_start("no_such_event"), 0);
	EXPECT_EQ(trace_start("mm_page_*"), 2);
	EXPECT(trace_keys[TRACE_mm_page_alloc].enabled && trace_keys[TRACE_mm_page_free].enabled);
	EXPECT(!trace_keys[TRACE_set_pte].enabled);
	trace_stop();
	EXPECT(!trace_keys[TRACE_mm_page_alloc].enabled);
	trace_free();
}

/* The first record of @id from @pos on; its place, or -1 */
static int find_record(enum trace_id id, unsigned int pos, struct trace_view *v)
{
	unsigned int next;

	for (; (next = trace_view(pos, v)) != 0; pos = next)
		if (v->id == id)
			return (int)pos;
	return -1;
}

/* Does a tracepoint tell which page was allocated, to whom, and through which functions? */
SELFTEST(trace, numbers)
{
	struct trace_view v;
	struct page *page;
	unsigned int i;
	bool here = false;

	ASSERT(trace_start("mm_page_alloc") == 1);
	page = alloc_pages(GFP_KERNEL, 2);
	trace_stop();
	if (EXPECT(page && find_record(TRACE_mm_page_alloc, 0, &v) >= 0)) {
		EXPECT_EQ(v.nr_args, 4);
		EXPECT_EQ(v.args[0], page_to_pfn(page));
		EXPECT_EQ(v.args[1], 2);
		EXPECT_EQ(v.args[2], (__force unsigned long)GFP_KERNEL);
		EXPECT_EQ(v.args[3], zone_idx(page_zone(page)));
		EXPECT_EQ(v.pid, current->pid);
		EXPECT_STREQ(v.comm, current->comm);
		for (i = 0; i < v.nr_pcs; i++)
			here |= v.pcs[i] - (unsigned long)selftest_trace_numbers < 0x400;
		EXPECT(here);
	}
	if (page)
		__free_pages(page, 2);
	trace_free();
}

/* Is a fault told in order: what was there, what is looked up, allocated and entered, what is there then? (3.4.4) */
SELFTEST(trace, fault)
{
	static const enum trace_id steps[] = {
		TRACE_mm, TRACE_vma, TRACE_abort_enter, TRACE_walk, TRACE_find_vma, TRACE_anon_vma_prepare,
		TRACE_mm_page_alloc, TRACE_set_pte, TRACE_walk, TRACE_page, TRACE_abort_exit,
	};
	struct mm_struct *mm = user_mm_create();
	struct trace_view v = { };
	u64 last = 0;
	unsigned int i;
	int pos = 0;

	ASSERT(mm);
	EXPECT(user_mm_map(mm, USER_ADDR, PAGE_SIZE, VM_READ | VM_WRITE));
	user_mm_enter(mm);
	trace_start("*");
	EXPECT_EQ(user_write(USER_ADDR, 1), 0);
	trace_stop();
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		pos = find_record(steps[i], (unsigned int)pos, &v);
		if (!EXPECT(pos >= 0))
			break;
		EXPECT(v.time >= last);
		EXPECT_EQ(v.mm, mm);
		last = v.time;
		if (v.id == TRACE_vma)
			EXPECT(v.args[0] == USER_ADDR && v.args[1] == USER_ADDR + PAGE_SIZE);
		else if (v.id == TRACE_abort_enter || v.id == TRACE_find_vma || v.id == TRACE_set_pte)
			EXPECT_EQ(v.args[0], USER_ADDR);
		if (v.id == TRACE_set_pte) {
			EXPECT_EQ(v.args[1], pte_val(*user_mm_pte(mm, USER_ADDR)));
			EXPECT_EQ(v.args[2], pte_val(user_mm_pte(mm, USER_ADDR)[PTE_HWTABLE_PTRS]));
		}
		if (v.id == TRACE_walk)
			EXPECT_EQ(v.args[4], i < 4 ? 0 : pte_val(*user_mm_pte(mm, USER_ADDR)));
	}
	trace_free();
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

/* Do only the memory calls lead elsewhere while calls are traced, and all back afterwards? */
SELFTEST(trace, call)
{
	static long (*before[NR_syscalls])(void);
	unsigned int i, others = 0;

	memcpy(before, sys_call_table, sizeof(before));
	trace_start("call_enter");
	for (i = 0; i < NR_syscalls; i++)
		others += sys_call_table[i] != before[i];
	EXPECT_EQ(others, 18);
	EXPECT(sys_call_table[45] != before[45]);		/* brk */
	EXPECT(sys_call_table[4] == before[4]);			/* write */
	trace_stop();
	EXPECT(!memcmp(before, sys_call_table, sizeof(before)));
	trace_free();
}

/* When the record is full, is what comes counted, and what was there kept? */
SELFTEST(trace, full)
{
	unsigned long arg = 1;
	struct trace_view v;
	unsigned int pos = 0, next, n = 0;

	ASSERT(trace_start("mm_page_free") == 1);
	while (!trace_lost())
		trace_record(TRACE_mm_page_free, &arg, 1, "a text of some length, so that it is full soon");
	trace_stop();
	for (; (next = trace_view(pos, &v)) != 0; pos = next)
		n += v.nr_args == 1 && v.args[0] == 1 && v.text[0] == 'a';
	EXPECT(n > 1000);
	EXPECT_EQ(trace_lost(), 1);
	trace_free();
	EXPECT_EQ(trace_view(0, &v), 0);
}
