/* SPDX-License-Identifier: GPL-2.0-only */
/* Bad programs: each dies alone, by the right signal, and the rest goes on. */
#include "user.h"

static int null_read(void *unused) { return *(volatile int *)NULL; }
static int null_write(void *unused) { *(volatile int *)NULL = 1; return 0; }
static int kernel_read(void *unused) { return *(volatile int *)0xc0008000; }
static int kernel_write(void *unused) { *(volatile int *)0xc0008000 = 0; return 0; }
static int vectors_write(void *unused) { *(volatile int *)0xffff0000 = 0; return 0; }
static int vectors_jump(void *unused) { ((void (*)(void))0xffff0000)(); return 0; }
static int kernel_jump(void *unused) { ((void (*)(void))0xc0008000)(); return 0; }
static int null_jump(void *unused) { ((void (*)(void))NULL)(); return 0; }
static int text_write(void *unused) { *(volatile int *)null_read = 0; return 0; }
static int stack_gone(void *unused)
{
	__asm__ volatile("mov sp, #0\n	push {r0}" : : : "memory");
	return 0;
}
static int undefined(void *unused)
{
	__asm__ volatile(".word 0xe7f000f0");
	return 0;
}
static int interrupts_off(void *unused)
{
	ulong cpsr;

	/* Without effect in user mode: no death, no harm */
	__asm__ volatile("mrs %0, cpsr\n	orr %0, %0, #0xc0\n	msr cpsr_c, %0\n	mrs %0, cpsr"
			 : "=r" (cpsr));
	return (cpsr & 0xff) != 0x10 && (cpsr & 0x1f) != 0x10;
}
static int stack_unmapped(void *unused)
{
	struct area a;

	if (!area_named("[stack]", &a))
		return 1;
	unmap(a.start, a.end - a.start);
	return 2;
}
static int all_unmapped(void *unused)
{
	unmap(0, 0xbf000000);
	return 2;
}
static int text_unmapped(void *unused)
{
	unmap((ulong)stack_unmapped & -PAGE, PAGE);
	return 2;
}
static int handler_faults(void *unused)
{
	on_signal(SIGSEGV, (void *)0x1000, 0);
	return *(volatile int *)NULL;
}
static int blocked_fault(void *unused)
{
	block(SIG_BLOCK, sigbit(SIGSEGV));
	return *(volatile int *)NULL;
}
static int ignored_fault(void *unused)
{
	on_signal(SIGSEGV, SIG_IGN, 0);
	return *(volatile int *)NULL;
}
static int breakpoint(void *unused)
{
	__asm__ volatile("bkpt #0");
	return 0;
}

static const struct { const char *name; int (*fn)(void *); int sig; } row[] = {
	{ "reads NULL", null_read, SIGSEGV }, { "writes NULL", null_write, SIGSEGV },
	{ "reads the kernel", kernel_read, SIGSEGV }, { "writes the kernel", kernel_write, SIGSEGV },
	{ "writes the vectors", vectors_write, SIGSEGV },
	{ "jumps into the kernel", kernel_jump, SIGSEGV }, { "jumps to NULL", null_jump, SIGSEGV },
	{ "writes its code", text_write, SIGSEGV }, { "has no stack", stack_gone, SIGSEGV },
	{ "has an undefined instruction", undefined, SIGILL }, { "masks interrupts", interrupts_off, 0 },
	{ "unmaps its stack", stack_unmapped, SIGSEGV }, { "unmaps everything", all_unmapped, SIGSEGV },
	{ "unmaps its code", text_unmapped, SIGSEGV }, { "has a handler nowhere", handler_faults, SIGSEGV },
	{ "blocks SIGSEGV", blocked_fault, SIGSEGV }, { "ignores SIGSEGV", ignored_fault, SIGSEGV },
	{ "has a breakpoint", breakpoint, SIGTRAP },
};

/* Does each die of what it did? */
TEST(die, alone)
{
	for (size_t i = 0; i < ARRAY_SIZE(row); i++) {
		int status = in_child(row[i].fn, NULL);

		if (killed(status) != row[i].sig) {
			print("    # one that %s: status 0x%x\n", row[i].name, status);
			failures++;
		}
	}
}

/* A jump into the vectors page runs what user mode may run there, and harms nobody? */
TEST(die, vectors_jump)
{
	int status = in_child(vectors_jump, NULL);

	CHECK(status != 0);
}

/* Random code: a hundred programs of noise, and we are still here? */
static int noise(void *seed)
{
	u32 *p = (u32 *)map_at(NULL, 4 * PAGE, PROT_RW | PROT_EXEC, MAP_PRIVATE | MAP_ANON, -1, 0);
	struct itimerval limit = { { 0, 0 }, { 0, 200000 } };

	for (u32 i = 0; i <= (u32)(long)seed; i++)
		rnd();
	for (u32 i = 0; i < 4 * PAGE / 4; i++) {
		p[i] = rnd() | 0xe0000000;
		/* No system calls: they would do what they are told. */
		if ((p[i] & 0x0f000000) == 0x0f000000)
			p[i] = 0xe1a00000;
	}
	SYS(ARM_cacheflush, p, p + PAGE, 0);
	SYS(setitimer, ITIMER_REAL, &limit, NULL);
	((void (*)(void))p)();
	return 0;
}

TEST(die, noise)
{
	int deaths = 0;

	for (long i = 0; i < 100; i++)
		deaths += killed(in_child(noise, (void *)i)) != 0;
	CHECK(deaths > 50);
}
