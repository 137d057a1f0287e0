/* SPDX-License-Identifier: GPL-2.0-only */
/* Benchmarks of the kernel: tests/kernel/bench.c runs them */
#ifndef _BENCH_H
#define _BENCH_H

#include <linux/compiler.h>

/* A figure, under the name that scripts/bench.tsv knows */
void bench_report(unsigned long value, const char *name);

void profile_begin(const char *name);
void profile_end(void);

/* What begins now and takes less than a tick has none in it */
void wait_for_tick(void);

void bench_reclaim(void);

#endif
