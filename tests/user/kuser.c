/* SPDX-License-Identifier: GPL-2.0-only */
/* The kuser helpers of the vectors page, which soft-float and old programs call. */
#include "user.h"

typedef int cmpxchg_t(int old, int new, volatile int *p);
typedef int cmpxchg64_t(const s64 *old, const s64 *new, volatile s64 *p);
#define VERSION		(*(int *)0xffff0ffc)
#define CMPXCHG		((cmpxchg_t *)0xffff0fc0)
#define CMPXCHG64	((cmpxchg64_t *)0xffff0f60)
#define BARRIER		((void (*)(void))0xffff0fa0)
#define GET_TLS		((ulong (*)(void))0xffff0fe0)

/* Is the version one that has all five? */
TEST(kuser, version)
{
	CHECK(VERSION >= 5);
}

/* Does cmpxchg exchange when equal, and only then, and say which? */
TEST(kuser, cmpxchg)
{
	volatile int v = 5;

	CHECK_EQ(CMPXCHG(5, 6, &v), 0);
	CHECK_EQ(v, 6);
	CHECK(CMPXCHG(5, 7, &v) != 0);
	CHECK_EQ(v, 6);
}

/* And the one of 64 bits? */
TEST(kuser, cmpxchg64)
{
	volatile s64 v __attribute__((aligned(8))) = 0x100000002ll;
	s64 old = 0x100000002ll, new = 0x300000004ll;

	CHECK_EQ(CMPXCHG64(&old, &new, &v), 0);
	CHECK(v == new);
	CHECK(CMPXCHG64(&old, &new, &v) != 0);
	old = 0x300000005ll;
	CHECK(CMPXCHG64(&old, &new, &v) != 0);
	CHECK(v == new);
}

/* Does get_tls give what set_tls set, and the barrier return? */
TEST(kuser, tls_and_barrier)
{
	CHECK_EQ(SYS(ARM_set_tls, 0xabcd1230), 0);
	CHECK_EQ(GET_TLS(), 0xabcd1230);
	BARRIER();
}

static volatile int counter;

static int count(void *unused)
{
	for (int i = 0; i < 20000; i++) {
		int old;

		do
			old = counter;
		while (CMPXCHG(old, old + 1, &counter));
	}
	return 0;
}

/* Is it atomic between threads that are preempted? */
TEST(kuser, atomic)
{
	struct thread t[4];

	for (int i = 0; i < 4; i++)
		thread_start(&t[i], count, NULL);
	for (int i = 0; i < 4; i++)
		thread_join(&t[i]);
	CHECK_EQ(counter, 80000);
}

static void bad_cmpxchg(void *p)
{
	CMPXCHG(0, 1, p);
}

/* Is a fault in a helper the program's, with its address? */
TEST(kuser, fault)
{
	struct fault f = catch_fault(bad_cmpxchg, (void *)0x40);

	CHECK_EQ(f.sig, SIGSEGV);
	CHECK_EQ(f.addr, 0x40);
}
