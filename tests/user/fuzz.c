/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls at random: any number, with arguments from a mixture of good, bad and odd values.  What they
 * answer doesn't matter; that the kernel stands, and has its memory back afterwards, does.
 */
#include "user.h"

#define CHILDREN	60
#define CALLS		200

static char *good, *readable;

/* What ends the machine, waits for ever, or reaches other processes */
static int forbidden(u32 nr)
{
	static const u16 numbers[] = {
		1, 20, 29, 36, 37, 52, 72, 88, 162, 178, 179, 238, 248, 265, 268, 363, 407,
	};

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i] == nr)
			return 1;
	/* Children now and then */
	return (nr == 2 || nr == 120 || nr == 190) && rnd() % 50;
}

static ulong argument(void)
{
	switch (rnd() % 14) {
	case 0: return 0;
	case 1: return rnd() % 16;
	case 2: return rnd() % PAGE;
	case 3: return (ulong)good + rnd() % (2 * PAGE);
	case 4: return (ulong)good;
	case 5: return (ulong)readable + rnd() % PAGE;
	case 6: return 0xc0000000 + (rnd() & 0xfffffff);
	case 7: return rnd();
	case 8: return -1UL;
	case 9: return (ulong)good + 3 * PAGE - rnd() % 16;
	case 10: return 1UL << rnd() % 32;
	case 11: return 0xffff0000 + rnd() % PAGE;
	case 12: return -(ulong)(rnd() % PAGE);
	default: return rnd() & 0xff000;
	}
}

/* One child: its own session, a few files, and a time after which it dies in any case */
static int calls(void *seed)
{
	static const struct itimerval limit = { { 0, 0 }, { 0, 300000 } };
	int fds[2];

	for (ulong i = 0; i < (ulong)seed * 7; i++)
		rnd();
	SYS(setsid);
	SYS(setitimer, ITIMER_REAL, &limit, NULL);
	good = map(3 * PAGE);
	readable = map_at(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0);
	for (u32 i = 0; i < 3 * PAGE; i++)
		good[i] = (char)rnd();
	for (int i = 0; i < 10; i++)
		good[i] = "/tmp/fuzz"[i];
	SYS(chdir, "/tmp");
	SYS(open, "/tmp/fuzz", O_RDWR | O_CREAT, 0600);
	SYS(open, "/proc/self/status", O_RDONLY);
	SYS(open, "/dev/zero", O_RDWR);
	SYS(pipe2, fds, 0);
	for (int i = 0; i < CALLS; i++) {
		u32 nr = rnd() % 440;

		if (!forbidden(nr))
			syscall6((long)nr, (long)argument(), (long)argument(), (long)argument(),
				 (long)argument(), (long)argument(), (long)argument());
	}
	return 0;
}

/* Does the kernel stand whatever it is asked? */
TEST(fuzz, calls)
{
	/* So that segments of shared memory go with who has made them */
	spit("/proc/sys/kernel/shm_rmid_forced", "1");
	for (int i = 0; i < CHILDREN; i++) {
		int status = in_child(calls, (void *)(long)i);

		/* Whatever it came to, it ended and could be waited for */
		CHECK(status >= 0);
	}
	spit("/proc/sys/kernel/shm_rmid_forced", "0");
	SYS(unlink, "/tmp/fuzz");
}
