/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What execve leaves behind: arguments, environment, auxiliary vector, and where things lie.
 *
 * Started with the argument "probe" the program prints nothing and hands its addresses to its parent through
 * the shared descriptor 9, so that two runs can be compared.
 */
#include "user.h"

struct places { ulong stack, brk, mapping; };

static char program_end;	/* in .bss */

static ulong current_brk(void)
{
	return (ulong)SYS(brk, 0);
}

static int probe(void)
{
	struct places p = { (ulong)start_sp, current_brk(), (ulong)map(PAGE) };

	return SYS(write, 9, &p, sizeof(p)) == sizeof(p) ? 0 : 1;
}

static ulong personality;
static int unlimited_stack;

static int exec_probe(void *fd)
{
	static char *const args[] = { "layout", "probe", NULL }, *const envp[] = { NULL };

	SYS(personality, personality);
	if (unlimited_stack && rlimit(RLIMIT_STACK, RLIM_INFINITY))
		return 99;
	SYS(dup2, (long)fd, 9);
	return 100 - (int)SYS(execve, "/proc/self/exe", args, envp);
}

/* The addresses of a new process with @flags of personality() */
static struct places places_of(ulong flags, int unlimited)
{
	struct places p = { 0 };
	int fds[2];

	SYS(pipe, fds);
	personality = flags;
	unlimited_stack = unlimited;
	CHECK_EQ(in_child(exec_probe, (void *)(long)fds[1]), 0);
	SYS(close, fds[1]);
	CHECK_EQ(SYS(read, fds[0], &p, sizeof(p)), sizeof(p));
	SYS(close, fds[0]);
	return p;
}

/* Do arguments and environment stand where the ABI wants them? */
TEST(layout, arguments)
{
	CHECK_EQ(argc, 1);
	CHECK(strstr(argv[0], "layout") != NULL);
	CHECK_EQ((ulong)argv[argc], 0);
	CHECK(environ[0] != NULL);
	CHECK_EQ((ulong)start_sp & 7, 0);
	CHECK_EQ((ulong)argv, (ulong)(start_sp + 1));
	/* Strings lie above the pointers to them, arguments below the environment. */
	CHECK((ulong)argv[0] > (ulong)auxv);
	CHECK(environ[0] > argv[argc - 1]);
}

/* Is the auxiliary vector complete and true? */
TEST(layout, auxv)
{
	const u32 *phdr = (const u32 *)aux(AT_PHDR);
	const u8 *random = (const u8 *)aux(AT_RANDOM);
	int nonzero = 0;

	CHECK_EQ(aux(AT_PAGESZ), PAGE);
	CHECK_EQ(aux(AT_PHENT), 32);
	NEED(aux(AT_PHNUM) >= 1 && aux(AT_PHNUM) < 20);
	NEED((ulong)phdr != -1ul);
	CHECK_EQ((ulong)phdr & 3, 0);
	CHECK(phdr[0] == 1 || phdr[0] == 6 || phdr[0] == 0x70000001);
	CHECK_EQ(aux(AT_BASE), 0);
	CHECK_EQ(aux(AT_FLAGS), 0);
	CHECK((aux(AT_ENTRY) & ~0xffffful) == ((ulong)&run_tests & ~0xffffful));
	CHECK_EQ(aux(AT_UID), SYS(getuid32));
	CHECK_EQ(aux(AT_EUID), 0);
	CHECK_EQ(aux(AT_GID), 0);
	CHECK_EQ(aux(AT_EGID), 0);
	CHECK_EQ(aux(AT_SECURE), 0);
	CHECK_EQ(aux(AT_CLKTCK), 100);
	CHECK(!strncmp((const char *)aux(AT_PLATFORM), "v7l", 3));
	CHECK(!strcmp((const char *)aux(AT_EXECFN), argv[0]));
	/* half thumb fastmult vfp edsp neon vfpv3 tls vfpv4 idiva idivt */
	CHECK_EQ(aux(AT_HWCAP) & (1 << 1 | 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 15),
		 1 << 1 | 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 15);
	CHECK_EQ(aux(AT_HWCAP) & (1 << 12 | 1 << 13 | 1 << 16 | 1 << 17 | 1 << 18),
		 1 << 12 | 1 << 13 | 1 << 16 | 1 << 17 | 1 << 18);
	for (int i = 0; i < 16; i++)
		nonzero += random[i] != 0;
	CHECK(nonzero > 4);
}

/* Do /proc/self/maps and the addresses that a program sees agree? */
TEST(layout, maps)
{
	struct area a;
	ulong p = (ulong)map(3 * PAGE);

	NEED(area_at((ulong)start_sp, &a));
	CHECK(!strcmp(a.name, "[stack]"));
	CHECK(!strncmp(a.perms, "rw", 2) && a.perms[3] == 'p');
	CHECK(a.end <= 0xbf000000);
	CHECK(a.end > 0xbe000000);
	NEED(area_at((ulong)&run_tests, &a));
	CHECK(!strcmp(a.perms, "r-xp"));
	CHECK(strstr(a.name, "layout") != NULL);
	NEED(area_at((ulong)&program_end, &a));
	CHECK(!strncmp(a.perms, "rw", 2));
	NEED(area_at(p, &a));
	CHECK_EQ(a.start, p);
	CHECK(a.end >= p + 3 * PAGE);
	CHECK(!strcmp(a.perms, "rw-p"));
	NEED(area_at(0xffff0000, &a));
	CHECK_EQ(a.start, 0xffff0000);
	CHECK_EQ(a.end, 0xffff1000);
	CHECK(!strcmp(a.name, "[vectors]"));
	CHECK(!strcmp(a.perms, "r-xp"));
	CHECK_EQ(unmap(p, 3 * PAGE), 0);
}

/* Does the heap begin behind .bss, empty, and show as [heap] once it has something? */
TEST(layout, heap)
{
	ulong start = current_brk();
	struct area a;

	CHECK(start >= (ulong)&program_end);
	CHECK_EQ(SYS(brk, start + PAGE), start + PAGE);
	*(char *)start = 1;
	CHECK(area_named("[heap]", &a));
	CHECK(a.start <= start && a.end >= start + PAGE);
	CHECK_EQ(SYS(brk, start), start);
}

/* The field of /proc/self/stat that says where the stack began */
static ulong start_stack(void)
{
	const char *p = strchr(slurp("/proc/self/stat"), ')');

	for (int field = 2; p && field < 28; field++)
		p = strchr(p + 1, ' ');
	if (!p)
		return 0;
	p++;
	return number(&p, 10);
}

static noinline ulong start_stack_below(void)
{
	volatile char deep[256 * 1024];

	deep[0] = 0;
	return start_stack() + (ulong)deep[0];
}

/* Is what /proc calls the start of the stack where exec left sp, however deep the stack is by now? */
TEST(layout, start_stack)
{
	CHECK_EQ(start_stack(), (ulong)start_sp);
	CHECK_EQ(start_stack_below(), (ulong)start_sp);
}

/* Does mmap go top-down from below the stack? */
TEST(layout, top_down)
{
	ulong first = (ulong)map(PAGE), second = (ulong)map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0);

	CHECK(first > 0x40000000);
	CHECK_EQ(second, first - PAGE);
	CHECK(first < (ulong)start_sp - 8 * MiB + 64 * PAGE);
	unmap(first, PAGE);
	unmap(second, PAGE);
}

/* Does each process get other addresses, and the same without randomisation? */
TEST(layout, randomised)
{
	int differ_stack = 0, differ_brk = 0, differ_map = 0;
	struct places first, p;

	if (!slurp("/proc/sys/kernel/randomize_va_space") || *slurp("/proc/sys/kernel/randomize_va_space") != '2') {
		skip("randomize_va_space is not 2");
		return;
	}
	first = places_of(0, 0);
	for (int i = 0; i < 4; i++) {
		p = places_of(0, 0);
		differ_stack += p.stack != first.stack;
		differ_brk += p.brk != first.brk;
		differ_map += p.mapping != first.mapping;
	}
	CHECK(differ_stack > 0);
	CHECK(differ_brk > 0);
	CHECK(differ_map > 0);
	first = places_of(ADDR_NO_RANDOMIZE, 0);
	for (int i = 0; i < 3; i++) {
		p = places_of(ADDR_NO_RANDOMIZE, 0);
		CHECK_EQ(p.stack, first.stack);
		CHECK_EQ(p.brk, first.brk);
		CHECK_EQ(p.mapping, first.mapping);
	}
	CHECK(first.brk - (ulong)&program_end < 2 * PAGE);
}

/* Does the old layout, by personality or by an unlimited stack, map bottom-up from a third of the space? */
TEST(layout, legacy)
{
	struct places compat = places_of(ADDR_COMPAT_LAYOUT | ADDR_NO_RANDOMIZE, 0);
	struct places unlimited = places_of(ADDR_NO_RANDOMIZE, 1);
	ulong base = (0xbf000000ul / 3 + 16 * MiB - 1) & -(16 * MiB);

	CHECK_EQ(compat.mapping & -MiB, base & -MiB);
	CHECK_EQ(unlimited.mapping & -MiB, base & -MiB);
	CHECK(compat.mapping < compat.stack);
	CHECK(slurp("/proc/sys/vm/legacy_va_layout") != NULL);
	CHECK(slurp("/proc/sys/kernel/legacy_va_layout") == NULL);
}

int main(void)
{
	if (argc > 1 && !strcmp(argv[1], "probe"))
		return probe();
	return run_tests();
}
