/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Malformed programs: every field of the ELF header and of the program headers with values that can't be.
 * execve answers with an error or the new program dies; the kernel stands, and a good copy still runs.
 */
#include "user.h"

#define COPY "/tmp/elf-copy"

enum { PT_NULL = 0, PT_LOAD = 1, PT_GNU_STACK = 0x6474e551, PF_X = 1, PF_W = 2, PF_R = 4 };

static u8 *image, *work;
static char *mode = "good";	/* what the copy does: main() */
static long image_size;

static int write_copy(void)
{
	long fd = SYS(open, COPY, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	long n = fd < 0 ? fd : SYS(write, fd, work, image_size);

	SYS(close, fd);
	return n == image_size;
}

static int start(void *unused)
{
	char *const args[] = { COPY, mode, NULL }, *const envp[] = { NULL };
	struct itimerval limit = { { 0, 0 }, { 1, 0 } };

	SYS(setitimer, ITIMER_REAL, &limit, NULL);
	return 100 - (int)SYS(execve, COPY, args, envp);
}

/* The program as it is, with @size bytes at @at replaced */
static int run_with(u32 at, u32 size, u32 value)
{
	memcpy(work, image, image_size);
	memcpy(work + at, &value, size);
	if (!write_copy())
		return -1;
	return in_child(start, NULL);
}

/* Where in the file the first program header of @type stands */
static u32 program_header(u32 type)
{
	u32 at = *(u32 *)(image + 28);

	while (*(u32 *)(image + at) != type)
		at += 32;
	return at;
}

static const struct { const char *name; u32 at, size; } fields[] = {
	{ "magic", 0, 4 }, { "class", 4, 1 }, { "data", 5, 1 }, { "type", 16, 2 }, { "machine", 18, 2 },
	{ "entry", 24, 4 }, { "phoff", 28, 4 }, { "flags", 36, 4 }, { "phentsize", 42, 2 }, { "phnum", 44, 2 },
};
static const struct { const char *name; u32 at; } segment_fields[] = {
	{ "type", 0 }, { "offset", 4 }, { "vaddr", 8 }, { "filesz", 16 }, { "memsz", 20 }, { "pflags", 24 }, { "align", 28 },
};
static const u32 values[] = {
	0, 1, 2, 3, 0x7f, 0xff, 0xfff, 0x1000, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xbefff000, 0xbf000000,
	0xc0000000, 0xfffff000, 0xffffffff,
};

/* Does the untouched copy run? */
TEST(elf, good)
{
	CHECK_EQ(run_with(0, 1, 0x7f), 5 << 8);
}

/* Are a wrong magic number, class, type and machine ENOEXEC? */
TEST(elf, refused)
{
	CHECK_EQ(exited(run_with(0, 4, 0x12345678)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(16, 2, 1)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(16, 2, 4)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(18, 2, 3)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(42, 2, 31)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(44, 2, 0)), 100 + ENOEXEC);
}

/* Are program headers behind the file's end ENOEXEC, too, and a file that ends before they do? */
TEST(elf, headers_past_the_end)
{
	CHECK_EQ(exited(run_with(28, 4, (u32)image_size)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(28, 4, (u32)image_size - 32)), 100 + ENOEXEC);
	CHECK_EQ(exited(run_with(28, 4, 0x7fffffff)), 100 + ENOEXEC);
}

/* Is it SIGSEGV that ends a program which turns out to be impossible when the old one has gone? */
TEST(elf, fails_late)
{
	CHECK_EQ(run_with(program_header(PT_LOAD) + 8, 4, 0xbffff000), SIGSEGV);	/* p_vaddr */
	CHECK_EQ(run_with(24, 4, 0xc0008000), SIGSEGV);				/* e_entry */
}

static const u32 returns[] = { 0xe12fff1e };	/* bx lr */
static u32 in_data[] = { 0xe12fff1e }, in_bss[1];

/* What doesn't run as code: bit 0 the stack, 1 data, 2 bss, 3 heap, 4 what is mapped, 5 what became readable */
static int not_executable(void)
{
	u32 on_stack[1], *heap = (u32 *)SYS(brk, 0), *mapped = (u32 *)map(PAGE), *late = (u32 *)map(PAGE);
	u32 *const places[] = { on_stack, in_data, in_bss, heap, mapped, late };
	int bits = 0;

	SYS(brk, heap + 1);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		memcpy(places[i], returns, sizeof(returns));
		SYS(ARM_cacheflush, places[i], places[i] + 1, 0);
	}
	SYS(mprotect, late, PAGE, PROT_READ);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		bits |= (catch_fault((void *)places[i], NULL).sig == SIGSEGV) << i;
	return bits;
}

/* May a program without PT_GNU_STACK, as old ones are, execute whatever it may read?  And one with it nothing of that? */
TEST(elf, read_implies_exec)
{
	u32 at = program_header(PT_GNU_STACK);

	mode = "execute";
	CHECK_EQ(exited(run_with(0, 1, 0x7f)), 0x3f);
	CHECK_EQ(exited(run_with(at, 4, PT_NULL)), 0);
	/* An executable stack means everything, too; since Linux 5.8 the stack alone */
	CHECK_EQ(exited(run_with(at + 24, 4, PF_R | PF_W | PF_X)) & 1, 0);
	mode = "good";
}

/* Every field of the header with every value? */
TEST(elf, header)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		for (size_t j = 0; j < ARRAY_SIZE(values); j++)
			CHECK(run_with(fields[i].at, fields[i].size, values[j]) >= 0);
}

/* Every field of every segment? */
TEST(elf, segments)
{
	u32 phoff = *(u32 *)(image + 28), phnum = *(u16 *)(image + 44);

	for (u32 s = 0; s < phnum; s++)
		for (size_t i = 0; i < ARRAY_SIZE(segment_fields); i++)
			for (size_t j = 0; j < ARRAY_SIZE(values); j++)
				CHECK(run_with(phoff + 32 * s + segment_fields[i].at, 4, values[j]) >= 0);
}

/* A PT_INTERP that names nothing, a directory, no ELF, itself, or isn't a string? */
TEST(elf, interpreter)
{
	static const char *const names[] = { "/no/such", "/tmp", "/proc/self/maps", COPY, "" };
	u32 phoff = *(u32 *)(image + 28), phnum = *(u16 *)(image + 44), at = image_size - 64;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		u32 *ph = (u32 *)(work + phoff + 32 * (phnum - 1));

		memcpy(work, image, image_size);
		memcpy(work + at, names[i], strlen(names[i]) + 1);
		ph[0] = 3;
		ph[1] = at;
		ph[4] = strlen(names[i]) + 1;
		NEED(write_copy());
		/* The program may be its own interpreter. */
		CHECK(in_child(start, NULL) != 5 << 8 || !strcmp(names[i], COPY));
		/* Without its zero at the end */
		ph[4]--;
		write_copy();
		CHECK(in_child(start, NULL) != 5 << 8);
	}
}

/* A file that ends too early: anywhere? */
TEST(elf, truncated)
{
	static const long sizes[] = { 0, 1, 4, 51, 52, 60, 100, 200, 4096, 5000 };

	memcpy(work, image, image_size);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		long fd = SYS(open, COPY, O_WRONLY | O_CREAT | O_TRUNC, 0755);

		SYS(write, fd, work, sizes[i]);
		SYS(close, fd);
		CHECK(in_child(start, NULL) != 5 << 8);
	}
}

/* Random bytes in the headers, two hundred times, and then the good one again? */
TEST(elf, noise)
{
	for (int i = 0; i < 200; i++) {
		memcpy(work, image, image_size);
		for (int j = 0; j < 4; j++)
			work[4 + rnd() % 140] = (u8)rnd();
		CHECK(write_copy());
		CHECK(in_child(start, NULL) >= 0);
	}
	CHECK_EQ(run_with(0, 1, 0x7f), 5 << 8);
	SYS(unlink, COPY);
}

int main(void)
{
	long fd;

	if (argc > 1)
		return strcmp(argv[1], "execute") ? 5 : not_executable();
	fd = SYS(open, argv[0], O_RDONLY);
	image = (u8 *)map(MiB);
	work = (u8 *)map(MiB);
	image_size = SYS(read, fd, image, MiB);
	SYS(close, fd);
	return run_tests();
}
