/* SPDX-License-Identifier: GPL-2.0-only */
/* The least program: does anything run at all? */
#include "user.h"

/* Are the pages of .data and .bss what the file says? */
static int initialised = 42;
static int zeroed[3000];

TEST(hello, data_and_bss)
{
	CHECK_EQ(initialised, 42);
	for (size_t i = 0; i < ARRAY_SIZE(zeroed); i++)
		CHECK_EQ(zeroed[i], 0);
	initialised++;
}

static void call(void *nr)
{
	syscall6((long)nr, 0, 0, 0, 0, 0, 0);
}

/* Does a call that there is not say ENOSYS, and one beyond all numbers raise SIGILL? */
TEST(hello, no_such_call)
{
	CHECK_EQ(syscall6(0x7fff, 0, 0, 0, 0, 0, 0), -ENOSYS);
	CHECK_EQ(syscall6(0xf07ff, 0, 0, 0, 0, 0, 0), -ENOSYS);
	CHECK_EQ(catch_fault(call, (void *)-1).sig, SIGILL);
	CHECK(SYS(getppid) >= 0);
}
