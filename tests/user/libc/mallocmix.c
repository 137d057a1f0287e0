/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What malloc() costs a program of glibc, in instructions of both, its own and the kernel's: the first program of
 * build/mallocmix.cpio.
 *
 * The mix is that of a program that does one job after the other, each with objects of very different sizes.  A job chooses one
 * of SLOTS pointers at random, by the same numbers in each run, ROUNDS times ROUND times.  A pointer that is empty gets an object;
 * one that isn't is freed, or, once in four, resized.  In the end the job frees what it still has.
 *
 *     of 100 objects    bytes
 *     50                   16 to     127
 *     25                  128 to   1,023
 *     12                1,024 to   8,191
 *      8                8,192 to  65,535
 *      5               65,536 to 524,287
 *
 * A byte of each page of an object is written when it is new or has got larger.  So glibc grows its heap by brk() and trims
 * it, as it does where nothing else is set: by 132 KiB at least, and when 128 KiB are free at its end.  Objects of 128 KiB and
 * more are mappings of their own, which mremap() resizes: this threshold is set, since glibc otherwise raises it to the largest
 * object that has been freed, and soon there would be no mappings.
 *
 * JOBS jobs warm up.  The figure is the mean of each malloc(), realloc() and free() of as many more, in a window
 * (tests/user/window.h) for each round.
 *
 * "profile NAME": the last job stands between profile_begin() and profile_end() (scripts/profile).
 */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef uint32_t u32;
typedef uint64_t u64;
#define noinline __attribute__((noinline))
#define barrier() __asm__ volatile("" : : : "memory")

/* By the system call, as in the other benchmarks: on Linux the C library would ask the vDSO, which there is none of here */
static u64 now(void)
{
	struct timespec t;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000000 + (u64)t.tv_nsec;
}

#include "../window.h"

enum { PAGE = 4096, SLOTS = 256, ROUND = 100, ROUNDS = 3, JOBS = 15 };

static char *object[SLOTS];
static size_t size_of[SLOTS];
static u32 operations;

static u32 rnd(void)
{
	static u32 state = 1;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

static size_t some_size(void)
{
	static const struct { u32 percent, from, to; } sizes[] = {
		{ 50, 16, 128 }, { 25, 128, 1024 }, { 12, 1024, 8192 }, { 8, 8192, 65536 }, { 5, 65536, 524288 },
	};
	u32 at = rnd() % 100, i = 0;

	while (at >= sizes[i].percent)
		at -= sizes[i++].percent;
	return sizes[i].from + rnd() % (sizes[i].to - sizes[i].from);
}

static void touch(volatile char *p, size_t from, size_t to)
{
	for (size_t at = from; at < to; at += PAGE)
		p[at] = 1;
	p[to - 1] = 1;
}

static void release(u32 i)
{
	free(object[i]);
	object[i] = NULL;
	size_of[i] = 0;
	operations++;
}

static void operation(void)
{
	u32 i = rnd() % SLOTS;
	size_t before = size_of[i];

	if (before && rnd() % 4) {
		release(i);
		return;
	}
	size_of[i] = some_size();
	object[i] = realloc(object[i], size_of[i]);
	if (!object[i])
		abort();
	if (size_of[i] > before)
		touch(object[i], before, size_of[i]);
	operations++;
}

static void one_round(void)
{
	for (int i = 0; i < ROUND; i++)
		operation();
}

static void release_all(void)
{
	for (u32 i = 0; i < SLOTS; i++)
		if (object[i])
			release(i);
}

static u64 time_of(void (*part)(void))
{
	u64 start = window();

	part();
	return now() - start - empty_loop(0);
}

static u64 job(void)
{
	u64 total = 0;

	for (int i = 0; i < ROUNDS; i++)
		total += time_of(one_round);
	return total + time_of(release_all);
}

int main(int argc, char **argv)
{
	static const char name[] = "malloc mix (glibc)";
	int profiled = argc == 3 && !strcmp(argv[2], name);
	u64 total = 0;

	mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	no_windows = 1;
	for (int i = 0; i < JOBS; i++)
		job();
	if (profiled) {
		profile_begin();
		job();
		profile_end();
		return 0;
	}
	no_windows = 0;
	measure_loops();
	operations = 0;
	for (int i = 0; i < JOBS; i++)
		total += job();
	printf("bench: %s: %lu\n", name, (unsigned long)((total + operations / 2) / operations));
	return 0;
}
