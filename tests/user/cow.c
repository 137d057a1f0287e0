/* SPDX-License-Identifier: GPL-2.0-only */
/* Copy on write over fork: who sees which write, and what is shared. */
#include "user.h"

#define PAGES 32

static char *mem;
static int fds[2];

static int child_writes(void *unused)
{
	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] != (char)i)
			return 1;
	for (int i = 0; i < PAGES; i += 2)
		mem[i * PAGE] = 'c';
	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] != (i % 2 ? (char)i : 'c'))
			return 2;
	return 0;
}

/* Does the child start with the parent's pages, and are its writes its own? */
TEST(cow, child_writes)
{
	mem = map(PAGES * PAGE);
	for (int i = 0; i < PAGES; i++)
		mem[i * PAGE] = (char)i;
	CHECK_EQ(in_child(child_writes, NULL), 0);
	for (int i = 0; i < PAGES; i++)
		CHECK_EQ(mem[i * PAGE], i);
	unmap(mem, PAGES * PAGE);
}

/* Are the parent's writes after fork unseen by a child that reads later? */
TEST(cow, parent_writes)
{
	char go;
	int pid;

	mem = map(PAGES * PAGE);
	memset(mem, 'o', PAGES * PAGE);
	NEED(SYS(pipe, fds) == 0);
	pid = fork();
	if (!pid) {
		int bad = 0;

		SYS(close, fds[1]);
		SYS(read, fds[0], &go, 1);
		for (size_t i = 0; i < PAGES * PAGE; i++)
			bad |= mem[i] != 'o';
		exit(bad);
	}
	memset(mem, 'p', PAGES * PAGE);
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	CHECK_EQ(wait_for(pid), 0);
	CHECK_EQ(mem[PAGES * PAGE - 1], 'p');
	unmap(mem, PAGES * PAGE);
}

static int generations(void *arg)
{
	int depth = (int)(long)arg;

	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] != (char)(depth ? depth - 1 : 0) && depth)
			return 1;
	for (int i = 0; i < PAGES; i++)
		mem[i * PAGE] = (char)depth;
	if (depth < 8) {
		if (in_child(generations, (void *)(long)(depth + 1)))
			return 2;
	}
	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] != (char)depth)
			return 3;
	return 0;
}

/* Through eight generations, does each keep its own? */
TEST(cow, generations)
{
	mem = map(PAGES * PAGE);
	CHECK_EQ(in_child(generations, (void *)0), 0);
	CHECK_EQ(mem[0], 0);
	unmap(mem, PAGES * PAGE);
}

static int reader_writes_later(void *unused)
{
	volatile char sum = 0;

	for (int i = 0; i < PAGES; i++)
		sum += mem[i * PAGE];
	for (int i = 0; i < PAGES; i++)
		mem[i * PAGE + 1] = 'w';
	for (int i = 0; i < PAGES; i++)
		if (mem[i * PAGE] || mem[i * PAGE + 1] != 'w')
			return 1;
	return 0;
}

/* Is the zero page, read before fork, still zero after the child wrote? */
TEST(cow, zero_page)
{
	int sum = 0;

	mem = map(PAGES * PAGE);
	for (int i = 0; i < PAGES; i++)
		sum |= mem[i * PAGE];
	CHECK_EQ(in_child(reader_writes_later, NULL), 0);
	for (size_t i = 0; i < PAGES * PAGE; i++)
		sum |= mem[i];
	CHECK_EQ(sum, 0);
	unmap(mem, PAGES * PAGE);
}

static int write_read_only(void *unused)
{
	if (poke(mem, 1).sig != SIGSEGV)
		return 1;
	if (SYS(mprotect, mem, PAGE, PROT_RW))
		return 2;
	mem[0] = 'c';
	return mem[0] == 'c' && mem[1] == 'o' ? 0 : 3;
}

/* Is read-only memory copied when the child makes it writable? */
TEST(cow, read_only)
{
	mem = map(PAGE);
	memset(mem, 'o', PAGE);
	SYS(mprotect, mem, PAGE, PROT_READ);
	CHECK_EQ(in_child(write_read_only, NULL), 0);
	CHECK_EQ(mem[0], 'o');
	unmap(mem, PAGE);
}

/* Does the kernel's own write (read() into the buffer) break COW as the program's does? */
static int kernel_writes(void *unused)
{
	SYS(write, fds[1], "kernel", 6);
	if (SYS(read, fds[0], mem + PAGE - 3, 6) != 6)
		return 1;
	return mem[PAGE - 3] == 'k' && mem[PAGE + 2] == 'l' && mem[0] == 'o' ? 0 : 2;
}

TEST(cow, kernel_writes)
{
	mem = map(2 * PAGE);
	memset(mem, 'o', 2 * PAGE);
	NEED(SYS(pipe, fds) == 0);
	CHECK_EQ(in_child(kernel_writes, NULL), 0);
	CHECK_EQ(mem[PAGE - 3], 'o');
	CHECK_EQ(mem[PAGE + 2], 'o');
	SYS(close, fds[0]);
	SYS(close, fds[1]);
	unmap(mem, 2 * PAGE);
}

static int write_file_page(void *unused)
{
	mem[0] = 'c';
	return mem[0] == 'c' && mem[1] == 'i' ? 0 : 1;
}

/* Is a private file mapping copied, and the file left alone? */
TEST(cow, private_file)
{
	long fd;

	spit("/tmp/cow", "file");
	fd = SYS(open, "/tmp/cow", O_RDONLY);
	mem = map_at(NULL, PAGE, PROT_RW, MAP_PRIVATE, fd, 0);
	NEED(!IS_ERR(mem));
	CHECK_EQ(in_child(write_file_page, NULL), 0);
	CHECK_EQ(mem[0], 'f');
	mem[0] = 'p';
	CHECK_EQ(in_child(write_file_page, NULL), 0);
	CHECK_EQ(mem[0], 'p');
	CHECK(!strcmp(slurp("/tmp/cow"), "file"));
	unmap(mem, PAGE);
	SYS(close, fd);
	SYS(unlink, "/tmp/cow");
}
