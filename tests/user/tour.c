/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tours of scripts/gdb/tours.py watch: each mode does one thing to memory.  here() tells the debugger
 * at which address, and that from now on it counts.
 */
#include "user.h"

#define ANON (MAP_PRIVATE | MAP_ANON)

static noinline void here(volatile void *addr)
{
	__asm__ volatile("" : : "r"(addr) : "memory");
}

static void anon_read(void)
{
	volatile char *p = map(PAGE);

	here(p);
	(void)*p;
}

static void anon_write(void)
{
	volatile char *p = map(PAGE);

	here(p);
	*p = 1;
}

static char page[PAGE];

static long file_of(const void *contents)
{
	long fd = SYS(open, "/tmp/tour", O_RDWR | O_CREAT, 0644);

	SYS(write, fd, contents, PAGE);
	return fd;
}

/* A file of one page, with 'f' in it */
static long file_with_a_page(void)
{
	memset(page, 'f', PAGE);
	return file_of(page);
}

static void file_read(void)
{
	volatile char *p = map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE, file_with_a_page(), 0);

	here(p);
	(void)*p;
}

static void file_private(void)
{
	volatile char *p = map_at(NULL, PAGE, PROT_RW, MAP_PRIVATE, file_with_a_page(), 0);

	here(p);
	*p = 'p';
}

static void file_shared(void)
{
	volatile char *p = map_at(NULL, PAGE, PROT_RW, MAP_SHARED, file_with_a_page(), 0);

	here(p);
	*p = 's';
}

static volatile char *cow_page;

static int child_writes(void *unused)
{
	*cow_page = 'c';
	return 0;
}

static void cow(void)
{
	cow_page = map(PAGE);
	*cow_page = 'a';
	here(cow_page);
	in_child(child_writes, NULL);
	*cow_page = 'p';
}

static void prefetch(void)
{
	void *p;

	*(u32 *)page = 0xe12fff1e;		/* bx lr */
	p = map_at(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file_of(page), 0);
	here(p);
	((void (*)(void))p)();
}

static void stack(void)
{
	volatile char *sp = (volatile char *)((ulong)__builtin_frame_address(0) & -PAGE) - 64 * PAGE;

	here(sp);
	*sp = 1;
}

static void segv(void)
{
	char *p = map(PAGE);

	unmap(p, PAGE);
	here(p);
	poke(p, 1);
}

static void extable(void)
{
	char *p = map(PAGE);

	unmap(p, PAGE);
	here(p);
	SYS(open, p, O_RDONLY);
}

static void heap(void)
{
	ulong end = (ulong)SYS(brk, 0);

	SYS(brk, end + PAGE);
	here((void *)end);
	SYS(brk, end + 3 * PAGE);
	SYS(brk, end);
}

static void areas(void)
{
	char *p = map(3 * PAGE);

	unmap(p, 3 * PAGE);
	map_at(p, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0);
	map_at(p + 2 * PAGE, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0);
	here(p);
	map_at(p + PAGE, PAGE, PROT_RW, ANON | MAP_FIXED, -1, 0);
	unmap(p + PAGE, PAGE);
}

static void exec(void)
{
	char *const args[] = { "/bin/tour", NULL }, *const envp[] = { NULL };

	here((void *)(0xbf000000 - PAGE));
	SYS(execve, args[0], args, envp);
}

/* A file of the disk, whose pages nobody has read yet */
static volatile char *file_on_disk(int prot)
{
	SYS(mkdir, "/mnt", 0755);
	SYS(mount, "/dev/vda", "/mnt", "ext2", 0, NULL);
	return map_at(NULL, PAGE, prot, MAP_SHARED, (int)SYS(open, "/mnt/file", O_RDWR), 0);
}

static void file_disk(void)
{
	volatile char *p = file_on_disk(PROT_READ);

	here(p);
	(void)*p;
	getpid();
}

static void write_back(void)
{
	volatile char *p = file_on_disk(PROT_RW);

	(void)*p;
	here(p);
	*p = 1;
	SYS(msync, p, PAGE, MS_SYNC);
	*p = 2;
}

/* A child takes all memory: there is no swap, and init isn't killed */
static void oom(void)
{
	volatile char *p = map_at(NULL, 2048 * MiB, PROT_RW, ANON | MAP_NORESERVE, -1, 0);
	int pid;

	here(p);
	pid = fork();
	for (ulong i = 0; !pid && i < 2048 * MiB; i += PAGE)
		p[i] = 1;
	wait_for(pid);
}

static const struct {
	const char *name;
	void (*fn)(void);
} modes[] = {
	{ "anon-read", anon_read }, { "anon-write", anon_write }, { "file-read", file_read },
	{ "file-private", file_private }, { "file-shared", file_shared }, { "cow", cow },
	{ "prefetch", prefetch }, { "stack", stack }, { "segv", segv }, { "extable", extable }, { "brk", heap },
	{ "mmap", areas }, { "file-disk", file_disk }, { "write-back", write_back }, { "exec", exec },
	{ "oom", oom },
};

int main(void)
{
	if (argc < 2)
		return 0;
	/* Those without a disk, one after the other, for scripts/story; but not exec, which doesn't come back */
	if (!strcmp(argv[1], "story")) {
		for (size_t i = 0; modes[i].fn != file_disk; i++)
			modes[i].fn();
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		if (!strcmp(argv[1], modes[i].name)) {
			modes[i].fn();
			return 0;
		}
	}
	return 2;
}
