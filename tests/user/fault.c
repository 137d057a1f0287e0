/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults that a program sees: signal, si_code, si_addr, error code; the stack, its guard; the zero page. */
#include "user.h"

#define ANON (MAP_PRIVATE | MAP_ANON)

/* The process's faults without reading from a disk, as getrusage() has them */
static long minor_faults(void)
{
	long usage[18];

	SYS(getrusage, 0, usage);
	return usage[8];
}

/* Is an access that is refused a fault that counts, as one that is mended is? */
TEST(fault, refused_is_counted)
{
	char *none = map_at(NULL, PAGE, PROT_NONE, ANON, -1, 0);
	long before;

	touch(none);
	before = minor_faults();
	for (int i = 0; i < 10; i++)
		touch(none);
	CHECK_EQ(minor_faults(), before + 10);
	unmap(none, PAGE);
}

/* Which signal, code and address for every kind of bad place? */
TEST(fault, where)
{
	char *none = map_at(NULL, PAGE, PROT_NONE, ANON, -1, 0), *gone = map(PAGE);
	static const ulong bad[] = { 0, 4, 0xfff, 0xbf000000, 0xc0000000, 0xc0008000, 0xf0000000, 0xffff8000, 0xfffffffc };

	unmap(gone, PAGE);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct fault f = touch((void *)bad[i]);

		CHECK_EQ(f.sig, SIGSEGV);
		CHECK_EQ(f.addr, bad[i]);
		CHECK(f.code == SEGV_MAPERR || bad[i] >= 0xbf000000);
		f = poke((void *)bad[i], 1);
		CHECK_EQ(f.sig, SIGSEGV);
		CHECK_EQ(f.addr, bad[i]);
	}
	CHECK_EQ(touch(gone + 9).code, SEGV_MAPERR);
	CHECK_EQ(touch(gone + 9).addr, (ulong)gone + 9);
	CHECK_EQ(touch(none + 3).code, SEGV_ACCERR);
	CHECK_EQ(poke(none + 3, 1).addr, (ulong)none + 3);
	CHECK_EQ(poke((void *)&run_tests, 1).code, SEGV_ACCERR);
	unmap(none, PAGE);
}

/* Does the error code in the frame tell a write (bit 11 of the FSR) from a read? */
TEST(fault, error_code)
{
	char *p = map_at(NULL, PAGE, PROT_NONE, ANON, -1, 0);

	CHECK_EQ(touch(p).error_code & 0x800, 0);
	CHECK_EQ(poke(p, 1).error_code & 0x800, 0x800);
	unmap(p, PAGE);
}

/* Is the vectors page readable at the kuser helpers, and never writable? */
TEST(fault, vectors)
{
	CHECK_EQ(touch((void *)0xffff0ffc).sig, 0);
	CHECK_EQ(poke((void *)0xffff0ffc, 1).sig, SIGSEGV);
}

static void jump(void *p)
{
	((void (*)(void))p)();
}

/* What does a jump to nowhere, into the kernel, into the stack say? */
TEST(fault, jump)
{
	ulong on_stack = 0xe12fff1e;
	struct fault f = catch_fault(jump, NULL);

	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.addr, 0);
	f = catch_fault(jump, (void *)0xc0008000);
	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.addr, 0xc0008000);
	f = catch_fault(jump, &on_stack);
	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.code, SEGV_ACCERR);
}

static void undefined(void *unused)
{
	__asm__ volatile(".word 0xe7f000f0");
}

static void privileged(void *unused)
{
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 0" : : "r" (0));
}

/* Do undefined and privileged instructions raise SIGILL with their address? */
TEST(fault, undefined)
{
	struct fault f = catch_fault(undefined, NULL);

	CHECK_EQ(f.sig, SIGILL);
	CHECK_EQ(f.code, ILL_ILLOPC);
	CHECK_EQ(f.addr & ~0xful, (ulong)undefined & ~0xful);
	CHECK_EQ(catch_fault(privileged, NULL).sig, SIGILL);
}

static void breakpoint(void *unused)
{
	__asm__ volatile(".word 0xe7f001f0");
}

__attribute__((target("thumb"))) static void thumb_breakpoint(void *unused)
{
	__asm__ volatile(".inst.n 0xde01");
}

__attribute__((target("thumb"))) static void thumb2_breakpoint(void *unused)
{
	__asm__ volatile(".inst.w 0xf7f0a000");
}

static void breakpoint_call(void *unused)
{
	SYS(ARM_breakpoint);
}

/* Is each instruction that debuggers put in for a breakpoint SIGTRAP, with its own address, and the call, too? */
TEST(fault, breakpoint)
{
	struct fault f = catch_fault(breakpoint, NULL);

	CHECK_EQ(f.sig, SIGTRAP);
	CHECK_EQ(f.code, TRAP_BRKPT);
	CHECK_EQ(f.addr, f.pc);
	NEED(f.sig);
	CHECK_EQ(*(u32 *)f.addr, 0xe7f001f0);
	f = catch_fault(thumb_breakpoint, NULL);
	CHECK_EQ(f.sig, SIGTRAP);
	CHECK_EQ(f.code, TRAP_BRKPT);
	CHECK_EQ(f.addr, f.pc);
	CHECK_EQ(*(u16 *)f.addr, 0xde01);
	f = catch_fault(thumb2_breakpoint, NULL);
	CHECK_EQ(f.sig, SIGTRAP);
	CHECK_EQ(f.code, TRAP_BRKPT);
	CHECK_EQ(f.addr, f.pc);
	CHECK_EQ(*(u16 *)f.addr, 0xf7f0);
	f = catch_fault(breakpoint_call, NULL);
	CHECK_EQ(f.sig, SIGTRAP);
	CHECK_EQ(f.code, TRAP_BRKPT);
	CHECK_EQ(f.addr, f.pc);
	NEED(f.sig);
	CHECK_EQ(*(u32 *)f.addr, 0xef000000);
}

static void call_number(void *nr)
{
	syscall6((long)nr, 0, 0, 0, 0, 0, 0);
}

/* Of ARM's own calls, which unknown ones are ENOSYS, and what do the others raise? */
TEST(fault, private_calls)
{
	static const ulong bad[] = { 0xf0003, 0xf0004, 0xf0800, 0xfffff, 0x100000, 0xffffffff };
	static const ulong missing[] = { 1000, 0x90001, 0xeffff, 0xf0010, 0xf07ff };
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(missing); i++)
		CHECK_EQ(syscall6((long)missing[i], 0, 0, 0, 0, 0, 0), -ENOSYS);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		f = catch_fault(call_number, (void *)bad[i]);
		CHECK_EQ(f.sig, SIGILL);
		CHECK_EQ(f.code, ILL_ILLTRP);
		CHECK_EQ(f.addr, f.pc - 4);
		CHECK_EQ(f.trap_no, 0);
		CHECK_EQ(f.error_code, bad[i]);
	}
	f = catch_fault(call_number, (void *)0xf0000);
	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.code, SEGV_MAPERR);
	CHECK_EQ(f.addr, 0);
	CHECK_EQ(f.error_code, 0);
}

static void exclusive_at(void *p)
{
	u32 value;

	__asm__ volatile("ldrex %0, [%1]" : "=r" (value) : "r" (p));
}

/* Does the frame hold trap number, error code and address of the last abort, as Linux leaves them? */
TEST(fault, sigcontext)
{
	char *p = map(PAGE);
	struct fault f;

	f = poke((void *)8, 1);
	CHECK_EQ(f.trap_no, 14);
	CHECK_EQ(f.error_code & 0xc00, 0x800);
	CHECK_EQ(f.address, 8);
	/* An undefined instruction is trap 6; it and an unaligned access have no page that was missing. */
	f = catch_fault(undefined, NULL);
	CHECK_EQ(f.trap_no, 6);
	CHECK_EQ(f.error_code, 0);
	CHECK_EQ(f.address, 8);
	f = catch_fault(exclusive_at, p + 1);
	CHECK_EQ(f.sig, SIGBUS);
	CHECK_EQ(f.code, BUS_ADRALN);
	CHECK_EQ(f.addr, (ulong)p + 1);
	CHECK_EQ(f.trap_no, 0);
	CHECK_EQ(f.error_code & 0x40f, 1);
	CHECK_EQ(f.address, 8);
	/* A breakpoint leaves them all. */
	f = catch_fault(undefined, NULL);
	f = catch_fault(breakpoint, NULL);
	CHECK_EQ(f.trap_no, 6);
	unmap(p, PAGE);
}

static void load_two(void *p)
{
	__asm__ volatile("ldm %0, {r4, r5}" : : "r" (p) : "r4", "r5");
}

static void store_two(void *p)
{
	__asm__ volatile("mov r4, #0x55\n	mov r5, #0x66\n	strd r4, r5, [%0]"
			 : : "r" (p) : "r4", "r5", "memory");
}

/* Aligned or not, do loads and stores of one word work, and of several, and is an unaligned ldrex SIGBUS? */
TEST(fault, unaligned)
{
	char *p = map(2 * PAGE), *q;
	u32 value, v[4];

	for (int i = 0; i < 16; i++)
		p[PAGE - 8 + i] = (char)i;
	__asm__ volatile("ldr %0, [%1]" : "=r" (value) : "r" (p + PAGE - 3));
	CHECK_EQ(value, 0x08070605);
	q = p + PAGE - 7;
	__asm__ volatile("ldmia %0!, {r4, r5}\n	mov %1, r4\n	mov %2, r5"
			 : "+r" (q), "=&r" (v[0]), "=&r" (v[1]) : : "r4", "r5", "memory");
	CHECK_EQ(v[0], 0x04030201);
	CHECK_EQ(v[1], 0x08070605);
	CHECK_EQ(q - p, PAGE + 1);
	__asm__ volatile("ldrd r4, r5, [%2, #2]\n	mov %0, r4\n	mov %1, r5"
			 : "=&r" (v[2]), "=&r" (v[3]) : "r" (p + PAGE - 8) : "r4", "r5", "memory");
	CHECK_EQ(v[2], 0x05040302);
	CHECK_EQ(v[3], 0x09080706);
	q = p + PAGE + 3;
	__asm__ volatile("mov r4, %1\n	mov r5, %2\n	stmdb %0!, {r4, r5}"
			 : "+r" (q) : "r" (0x01020304), "r" (0x05060708) : "r4", "r5", "memory");
	CHECK_EQ(q - p, PAGE - 5);
	CHECK_EQ(*(u8 *)q, 4);
	CHECK_EQ(*(u8 *)(q + 4), 8);
	__asm__ volatile("str %1, [%0]" : : "r" (p + PAGE - 1), "r" (0x11223344) : "memory");
	CHECK_EQ(p[PAGE - 1], 0x44);
	CHECK_EQ(p[PAGE + 2], 0x11);
	unmap(p, 2 * PAGE);
}

/* Does an unaligned access of several words that runs into a hole name where it began, and stop at the hole? */
TEST(fault, unaligned_beyond)
{
	char *p = map(2 * PAGE);
	struct fault f;

	unmap(p + PAGE, PAGE);
	for (ulong off = PAGE - 6; off < PAGE; off += 4) {
		p[off] = 1;
		f = catch_fault(load_two, p + off);
		CHECK_EQ(f.sig, SIGSEGV);
		CHECK_EQ(f.code, SEGV_MAPERR);
		CHECK_EQ(f.addr, (ulong)p + off);
		CHECK_EQ(f.address, f.addr);
		CHECK_EQ(f.trap_no, 14);
		f = catch_fault(store_two, p + off);
		CHECK_EQ(f.sig, SIGSEGV);
		CHECK_EQ(f.addr, (ulong)p + off);
		CHECK_EQ(f.error_code & 0xc0f, 0x801);
		CHECK_EQ(p[off], 0x55);
	}
	/* Aligned, the processor itself says where. */
	f = catch_fault(load_two, p + PAGE - 4);
	CHECK_EQ(f.addr, (ulong)p + PAGE);
	unmap(p, PAGE);
}

/* Do reads of untouched memory all give zeros, and a write after a read a page of its own? */
TEST(fault, zero_page)
{
	char *p = map(64 * PAGE);
	int sum = 0;

	for (int i = 0; i < 64; i++)
		sum |= p[i * PAGE + i];
	CHECK_EQ(sum, 0);
	p[5 * PAGE] = 1;
	for (int i = 0; i < 64; i++)
		CHECK_EQ(p[i * PAGE], i == 5);
	CHECK_EQ(p[5 * PAGE + 1], 0);
	unmap(p, 64 * PAGE);
}

static int small_stack(void *unused)
{
	ulong sp = (ulong)&sp & -PAGE;
	struct fault f = { 0 };

	if (rlimit(RLIMIT_STACK, 1 * MiB))
		return 1;
	for (ulong p = sp - PAGE; p > sp - 2 * MiB && !f.sig; p -= PAGE)
		f = poke((void *)p, 1);
	return f.sig == SIGSEGV && f.addr < sp - MiB / 2 && f.addr >= sp - MiB - 64 * PAGE ? 0 : 2;
}

/* Does RLIMIT_STACK hold? */
TEST(fault, stack_limit)
{
	CHECK_EQ(in_child(small_stack, NULL), 0);
}

static noinline int deep(int levels)
{
	volatile char frame[PAGE];

	frame[0] = (char)levels;
	return levels ? deep(levels - 1) + frame[0] : 0;
}

/* Does the stack grow by itself, to megabytes? */
TEST(fault, stack_grows)
{
	struct area before, after;

	NEED(area_named("[stack]", &before));
	deep(1000);
	NEED(area_named("[stack]", &after));
	CHECK_EQ(after.end, before.end);
	CHECK(after.start <= before.end - 1000 * PAGE);
}

/* Is the stack's growth stopped in front of a mapping, with a gap between? */
static int run_into_mapping(void *unused)
{
	ulong sp = (ulong)&sp & -PAGE, wall = sp - 4 * MiB, p;
	struct fault f = { 0 };

	if ((ulong)map_at((void *)wall, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0) != wall)
		return 1;
	*(char *)wall = 1;
	for (p = sp - PAGE; p > wall && !f.sig; p -= PAGE)
		f = poke((void *)p, 1);
	if (f.sig != SIGSEGV || f.addr <= wall + PAGE - 1)
		return 2;
	return f.code == SEGV_MAPERR ? 0 : 3;
}

TEST(fault, stack_guard)
{
	CHECK_EQ(in_child(run_into_mapping, NULL), 0);
}

/* Does a MAP_GROWSDOWN area grow when touched below, and keep its distance from the one below? */
TEST(fault, growsdown)
{
	char *p = map(600 * PAGE), *q;

	unmap(p, 600 * PAGE);
	q = map_at(p + 599 * PAGE, PAGE, PROT_RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
	NEED(!IS_ERR(q));
	CHECK_EQ(poke(q - PAGE, 1).sig, 0);
	CHECK_EQ(poke(q - 2 * PAGE, 2).sig, 0);
	CHECK_EQ(q[-(int)PAGE], 1);
	unmap(p, 600 * PAGE);
}

/* Is nothing placed in a stack's guard gap, for a hint or by the search?  Does mremap mind it? */
TEST(fault, guard_gap_stays_free)
{
	char *room = map(1024 * PAGE), *stack, *p, *q;

	unmap(room, 1024 * PAGE);
	stack = map_at(room + 800 * PAGE, PAGE, PROT_RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
	NEED(!IS_ERR(stack));
	p = map_at(stack - PAGE, PAGE, PROT_RW, ANON, -1, 0);
	CHECK(!IS_ERR(p) && (p >= stack || p < stack - 256 * PAGE));
	q = map_at(stack - 257 * PAGE, PAGE, PROT_RW, ANON, -1, 0);
	CHECK_EQ((ulong)q, (ulong)stack - 257 * PAGE);
	CHECK_EQ(SYS(mremap, q, PAGE, 2 * PAGE, 0), (long)q);	/* in place: only what is mapped stops it */
	CHECK_EQ(poke(stack - PAGE, 1).sig, SIGSEGV);		/* ... but then the stack can't grow */
	unmap(p, PAGE);
	unmap(room, 1024 * PAGE);
}

/* Do a hundred thousand faults in a row all find their way? */
TEST(fault, many)
{
	char *p = map(256 * PAGE);

	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 256; i++)
			p[i * PAGE] = (char)round;
		SYS(madvise, p, 256 * PAGE, MADV_DONTNEED);
	}
	CHECK_EQ(p[17 * PAGE], 0);
	unmap(p, 256 * PAGE);
}
