/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which lines of mm/ and arch/arm/mm have run: counters that the compiler has put in, written out at the machine's end.
 *
 * Idea.  In the image for coverage (make coverage) every branch of these files counts how often it was taken.  A gcov_info
 * for each file, which .gcov_info points to, says where its counters are; libgcov makes the bytes of a .gcda file of it, and
 * semihosting writes them to the host, beside the object.  The host's gcov does the rest (scripts/coverage).
 *
 * Context: the machine's end.  Tests: tests/host/coverage.t
 */
#include <gcov.h>
#include <linux/kernel.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/string.h>

extern const struct gcov_info *const __gcov_info_start[], *const __gcov_info_end[];

#define OPEN_MODE_WB	5

static long gcda = -1;			/* the file that is being written */
static char buffer[PAGE_SIZE];
static unsigned long used;

static void flush(void)
{
	const unsigned long args[] = { (unsigned long)gcda, (unsigned long)buffer, used };

	if (used && semihost_call(SYS_WRITE, args))
		pr_err("coverage: the host has no room\n");
	used = 0;
}

static void close_file(void)
{
	const unsigned long args[] = { (unsigned long)gcda };

	if (gcda < 0)
		return;
	flush();
	semihost_call(SYS_CLOSE, args);
	gcda = -1;
}

static void open_file(const char *name, void *unused)
{
	const unsigned long args[] = { (unsigned long)name, OPEN_MODE_WB, strlen(name) };

	close_file();
	gcda = semihost_call(SYS_OPEN, args);
	if (gcda < 0)
		pr_err("coverage: the host can't write %s\n", name);
}

static void write_bytes(const void *bytes, unsigned int n, void *unused)
{
	const char *from = bytes;

	for (; n--; from++) {
		if (used == sizeof(buffer))
			flush();
		buffer[used++] = *from;
	}
}

static void *allocate(unsigned int size, void *unused)
{
	return kzalloc(size, GFP_ATOMIC);
}

/* coverage_dump - a .gcda file on the host for each file that counts. */
void coverage_dump(void)
{
	const struct gcov_info *const *info;

	for (info = __gcov_info_start; info < __gcov_info_end; info++)
		__gcov_info_to_gcda(*info, open_file, write_bytes, allocate, NULL);
	close_file();
}
