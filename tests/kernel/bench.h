/* SPDX-License-Identifier: GPL-2.0-only */
/* Benchmarks of the kernel: tests/kernel/bench.c runs them */
#ifndef _BENCH_H
#define _BENCH_H

#include <linux/compiler.h>

/* A figure, under the name that scripts/bench.tsv knows */
__printf(2, 3) void bench_report(unsigned long value, const char *fmt, ...);

void bench_reclaim(void);

#endif
