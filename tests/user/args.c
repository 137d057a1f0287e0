/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arguments and environment, as execve() and the kernel command line hand them over.  As the first program it
 * prints what it was given, one a line, for tests/host/bootargs.t to read.
 */
#include "user.h"

/* What may be in the way of a string that is too long, empty, or looks like something else? */
static char *given[] = { "", "two words", "A=b", "--", "\"quoted\"", NULL };
static char *around[] = { "EMPTY=", "SPACES=a  b", "no equals sign", "TWICE=1", "TWICE=2", NULL };

static int same(char **got, char **wanted)
{
	while (*got && *wanted && !strcmp(*got, *wanted))
		got++, wanted++;
	return !*got && !*wanted;
}

/* Does execve() hand over each string as it is, in order, with NULL behind the last? */
TEST(args, execve)
{
	CHECK_EQ(exited(run("/proc/self/exe", given, around)), 0);
}

/* Does a program without any argument start?  Linux since 5.18 gives it an empty one. */
TEST(args, none)
{
	char *nothing[] = { NULL };

	CHECK_EQ(exited(run("/proc/self/exe", nothing, nothing)), 0);
}

int main(void)
{
	if (SYS(getpid) == 1) {
		for (int i = 0; i <= argc; i++)
			print("argv[%d] %s\n", i, argv[i] ?: "(NULL)");
		for (int i = 0; environ[i]; i++)
			print("envp[%d] %s\n", i, environ[i]);
		return 0;
	}
	if (!argc || (argc == 1 && !*argv[0]))
		return environ[0] != NULL;
	if (!*argv[0])
		return !same(argv, given) || !same(environ, around);
	return run_tests();
}
