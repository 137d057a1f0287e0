/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about symbols and backtraces */
#include <linux/kallsyms.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <asm/ptrace.h>
#include <asm/sections.h>
#include <asm/stacktrace.h>
#include <asm/unwind.h>
#include "selftest.h"

/* Does a function's address lead to its name, and the name to its address? */
SELFTEST(kallsyms, lookup)
{
	unsigned long size, offset, addr = (unsigned long)vsnprintf;
	char name[KSYM_NAME_LEN];

	EXPECT_STREQ(kallsyms_lookup(addr + 8, &size, &offset, name), "vsnprintf");
	EXPECT_EQ(offset, 8);
	EXPECT(size > 8 && size < 4096);
	EXPECT_EQ(kallsyms_lookup_name("vsnprintf"), addr);
	EXPECT_EQ(kallsyms_lookup_name("no_such_function"), 0);
	EXPECT(!kallsyms_lookup(0x1000, &size, &offset, name));
	EXPECT(!kallsyms_lookup((unsigned long)_etext, &size, &offset, name));
	ASSERT(kallsyms_lookup((unsigned long)_etext - 4, &size, &offset, name));
	EXPECT_EQ((unsigned long)_etext - 4 - offset + size, _etext);
}

static noinline unsigned int innermost(unsigned long *trace, unsigned int n)
{
	unsigned int got = stack_trace_save(trace, n, 0);

	barrier();
	return got;
}

static noinline unsigned int middle(unsigned long *trace, unsigned int n)
{
	volatile char frame[200];
	unsigned int got;

	frame[0] = 1;
	got = innermost(trace, n);
	return got + frame[0] - 1;
}

static noinline unsigned int outermost(unsigned long *trace, unsigned int n)
{
	unsigned int got = middle(trace, n);

	barrier();
	return got;
}

/* Does a backtrace name the callers in their order, and end where the thread began? */
SELFTEST(unwind, callers)
{
	static const char * const want[] = {
		"innermost", "middle", "outermost", "selftest_unwind_callers",
	};
	unsigned long trace[32], size, offset;
	unsigned int i, n = outermost(trace, ARRAY_SIZE(trace));
	char name[KSYM_NAME_LEN];

	ASSERT(n > ARRAY_SIZE(want) && n < ARRAY_SIZE(trace));
	for (i = 0; i < ARRAY_SIZE(want); i++)
		if (EXPECT(kallsyms_lookup(trace[i] - 1, &size, &offset, name)))
			EXPECT_STREQ(name, want[i]);
	if (EXPECT(kallsyms_lookup(trace[n - 1] - 1, &size, &offset, name)))
		EXPECT_STREQ(name, "ret_from_fork");
}

/* Does a short array get the nearest callers, and @skip leave those out? */
SELFTEST(unwind, bounds)
{
	unsigned long whole[32] = { }, part[3] = { };

	outermost(whole, ARRAY_SIZE(whole));
	EXPECT_EQ(outermost(part, ARRAY_SIZE(part)), 3);
	EXPECT_EQ(part[1], whole[1]);
}

/* Its frame has no fixed size: what undoes it starts from fp */
static noinline __attribute__((__noclone__)) unsigned int
of_any_size(unsigned long *trace, unsigned int n)
{
	char *space = __builtin_alloca(n * 4);
	unsigned int got;

	RELOC_HIDE(space, 0)[0] = 1;
	got = innermost(trace, n);
	return got + RELOC_HIDE(space, 0)[0] - 1;
}

/* Is the caller found of a function that takes its stack as it goes? */
SELFTEST(unwind, frame_pointer)
{
	unsigned long trace[8] = { }, size, offset;
	unsigned int n = of_any_size(trace, ARRAY_SIZE(trace));
	char name[KSYM_NAME_LEN];

	ASSERT(n > 2);
	EXPECT_STREQ(kallsyms_lookup(trace[1] - 1, &size, &offset, name), "of_any_size");
	EXPECT_STREQ(kallsyms_lookup(trace[2] - 1, &size, &offset, name),
		     "selftest_unwind_frame_pointer");
}

extern char __svc_entry_begin[], __svc_entry_end[];

static unsigned long random_text(void)
{
	return (unsigned long)_stext + (selftest_random_below((u32)(_etext - _stext)) & ~3u);
}

static unsigned long random_word(void)
{
	switch (selftest_random_below(4)) {
	case 0:
		return selftest_random_below(64);
	case 1:
		return random_text();
	case 2:
		return (unsigned long)task_stack_page(current) +
		       selftest_random_below(2 * THREAD_SIZE);
	}
	return selftest_random();
}

/* Unwinds from frames that nobody made.  Returns 1 when a step leaves the stack or has no end. */
static int unwind_at_random(void *failed)
{
	unsigned long low = (unsigned long)task_stack_page(current), words[64];
	unsigned int round, step, i;

	for (round = 0; round < 4000; round++) {
		struct stackframe frame = {
			.fp = random_word(), .lr = random_word(), .pc = random_word(),
			.sp = (unsigned long)&words[selftest_random_below(64)],
			.returned_to = selftest_random_below(2),
		};

		for (i = 0; i < ARRAY_SIZE(words); i++)
			words[i] = random_word();
		switch (round % 8) {
		case 0:		/* an exception: words[] is the pt_regs */
			frame.pc = (unsigned long)__svc_entry_begin + round % 64;
			break;
		case 1:		/* sp comes from fp */
			frame.pc = (unsigned long)of_any_size + 16;
			break;
		case 2 ... 4:	/* a frame that may be the stack's last */
			frame.pc = random_text();
			frame.lr = random_text();
			frame.sp = low + THREAD_SIZE - 4 * selftest_random_below(16) - 4;
			break;
		}
		for (step = 0; unwind_frame(&frame) == 0; step++)
			if (frame.sp - low >= THREAD_SIZE || step > THREAD_SIZE) {
				*(bool *)failed = true;
				return 1;
			}
	}
	return 0;
}

/* Can a frame of whatever content make the unwinder fault, leave the stack, or never end? */
SELFTEST(unwind, any_frame)
{
	bool failed = false;

	EXPECT(!selftest_oopses(unwind_at_random, &failed));
	EXPECT(!failed);
}

/* What if a frame ends where the stack ends?  Nothing above it may be read as the next one. */
SELFTEST(unwind, end_of_stack)
{
	unsigned long *end = (unsigned long *)task_stack_page(current) + THREAD_SIZE / 4;
	unsigned long spare = end[-1];
	struct stackframe frame = {		/* memset saves seven words, lr last */
		.pc = (unsigned long)memset + 16, .sp = (unsigned long)(end - 7),
	};

	end[-1] = (unsigned long)memset;
	EXPECT_EQ(unwind_frame(&frame), (unsigned long)-1);
	end[-1] = spare;
}

static int backtrace_of(void *regs)
{
	unwind_backtrace(regs, NULL);
	return 0;
}

/* What if sp is wild when a task dies?  The report says so instead of dying, too. */
SELFTEST(unwind, wild_sp)
{
	struct pt_regs regs = { .ARM_pc = (unsigned long)innermost, .ARM_sp = 0x1230 };

	EXPECT(!selftest_oopses(backtrace_of, &regs));
	EXPECT(strstr(last_oops.text, "sp 00001230 is outside the stack"));
}
